/* SPDX-License-Identifier: Apache-2.0 */
/* rules/documents/NAME.yaml: from a file to evidence, classes and places. */
#include "rules/document_parts.h"

#include <string.h>

struct file {
    int64_t format, version;
    const char *system;
    const ls_node *title, *source, *classes, *fragments, *evidence, *kinds, *spots, *term, *examples;
};

static const ls_field file_fields[] = {
    LS_FIELD("format", INTEGER, REQUIRED, struct file, format, .minimum = 1, .maximum = 1),
    LS_FIELD("version", INTEGER, REQUIRED, struct file, version, .minimum = 1, .maximum = 1000000),
    LS_FIELD("system", TEXT, REQUIRED, struct file, system, .maximum = 16),
    LS_FIELD("title", MAPPING, REQUIRED, struct file, title),
    LS_FIELD("source", SEQUENCE, REQUIRED, struct file, source, .minimum = 1),
    LS_FIELD("classes", MAPPING, OPTIONAL, struct file, classes),
    LS_FIELD("fragments", MAPPING, OPTIONAL, struct file, fragments),
    LS_FIELD("evidence", SEQUENCE, REQUIRED, struct file, evidence, .minimum = 1),
    LS_FIELD("kinds", SEQUENCE, REQUIRED, struct file, kinds, .minimum = 1),
    LS_FIELD("spots", SEQUENCE, OPTIONAL, struct file, spots),
    LS_FIELD("term", MAPPING, OPTIONAL, struct file, term),
    LS_FIELD("examples", SEQUENCE, REQUIRED, struct file, examples, .minimum = 2),
};

struct reading {
    ls_rules *rules;
    ls_yaml yaml;
    struct file file;
    ls_dialect dialect;
    ls_document_pack *pack;
};

/* -------------------------------------------------------------------------------------------------- pieces */

struct source_entry {
    const char *name, *part, *url, *checked;
};

/* What the pack rests on. Nothing is done with it here, but it must be said; `checked` only of what was read. */
static ls_status read_sources(const struct reading *file)
{
    static const ls_field fields[] = {
        LS_FIELD("name", TEXT, REQUIRED, struct source_entry, name),
        LS_FIELD("part", TEXT, REQUIRED, struct source_entry, part),
        LS_FIELD("url", TEXT, OPTIONAL, struct source_entry, url),
        LS_FIELD("checked", DATE, OPTIONAL, struct source_entry, checked),
    };
    ls_status status = LS_OK;
    for (const ls_node *node = file->file.source->first; node && !status; node = node->next) {
        struct source_entry entry = {0};
        status = ls_yaml_read(&file->yaml, node, fields, LS_FIELD_COUNT(fields), &entry);
    }
    return status;
}

/* [left, top, right, bottom], per cent. */
static ls_status read_zone(const ls_yaml *yaml, const ls_node *node, ls_zone *zone)
{
    double *const sides[] = {&zone->left, &zone->top, &zone->right, &zone->bottom};
    if (node->count != 4)
        return ls_yaml_fail(yaml, node, "a zone is [left, top, right, bottom]");
    ls_status status = LS_OK;
    size_t i = 0;
    for (const ls_node *side = node->first; side && !status; side = side->next) {
        int64_t value = 0;
        status = ls_yaml_integer(yaml, side, 0, 100, &value);
        *sides[i++] = (double)value;
    }
    if (!status && (zone->left >= zone->right || zone->top >= zone->bottom))
        status = ls_yaml_fail(yaml, node, "the zone is empty");
    return status;
}

static ls_status known_rule(const struct reading *file, const ls_node *node, const char *key, const char *id)
{
    for (size_t i = 0; i < file->rules->rule_count; i++) {
        if (strcmp(file->rules->rules[i].id, id) == 0)
            return LS_OK;
    }
    return ls_yaml_fail(&file->yaml, ls_yaml_get(node, key), "no pack of detect/ has the rule '%s'", id);
}

static ls_status read_set(const struct reading *file, const ls_texts *ids, uint64_t *set)
{
    const ls_node *node = ids->count ? ids->node->first : NULL;
    for (size_t i = 0; i < ids->count; i++, node = node->next) {
        size_t at = 0;
        while (at < file->pack->clue_count && strcmp(file->pack->clues[at].id, ids->items[i]))
            at++;
        if (at == file->pack->clue_count)
            return ls_yaml_fail(&file->yaml, node, "there is no evidence '%s'", ids->items[i]);
        *set |= UINT64_C(1) << at;
    }
    return LS_OK;
}

static ls_status read_regex(struct reading *file, const ls_node *node, const pcre2_code **regex)
{
    const char *text;
    ls_status status = node ? ls_yaml_text(&file->yaml, node, &text) : LS_OK;
    return status || !node ? status : ls_regex_read(file->rules, &file->yaml, &file->dialect, node, regex);
}

/* ------------------------------------------------------------------------------------------------ evidence */

struct clue_entry {
    ls_clue clue;
    const ls_node *title, *zone, *regex, *name;
};

static const char *const looks[] = {"line", "equal",  "red-rule",    "seal",        "grid",       "struck",     "mark",
                                    "pair", "spoilt", "spoilt-head", "spoilt-foot", "head-cover", "foot-cover", NULL};
static const char *const inks[] = {"dark", "red", "light", "other", NULL};

static const ls_field clue_fields[] = {
    LS_FIELD("id", TEXT, REQUIRED, struct clue_entry, clue.id, .maximum = 32),
    LS_FIELD("title", MAPPING, REQUIRED, struct clue_entry, title),
    LS_FIELD("weight", INTEGER, REQUIRED, struct clue_entry, clue.weight, .minimum = 1, .maximum = 100),
    LS_FIELD("look", CHOICE, OPTIONAL, struct clue_entry, clue.look, .choices = looks),
    LS_FIELD("zone", SEQUENCE, OPTIONAL, struct clue_entry, zone),
    LS_FIELD("regex", ANY, OPTIONAL, struct clue_entry, regex),
    LS_FIELD("name", ANY, OPTIONAL, struct clue_entry, name),
    LS_FIELD("ink", CHOICE, OPTIONAL, struct clue_entry, clue.ink, .choices = inks),
    LS_FIELD("smallest", INTEGER, OPTIONAL, struct clue_entry, clue.smallest, .minimum = 1, .maximum = 1000),
    LS_FIELD("largest", INTEGER, OPTIONAL, struct clue_entry, clue.largest, .minimum = 1, .maximum = 1000),
    LS_FIELD("least", INTEGER, OPTIONAL, struct clue_entry, clue.least, .minimum = 1, .maximum = 100),
    LS_FIELD("marks", TEXTS, OPTIONAL, struct clue_entry, clue.marks, .minimum = 1),
};

static ls_status read_clue(struct reading *file, const ls_node *node)
{
    struct clue_entry entry = {.clue = {.ink = LS_INK_COUNT, .least = 1, .zone = {0, 0, 100, 100}}};
    ls_clue *clue = &entry.clue;
    ls_status status = ls_yaml_read(&file->yaml, node, clue_fields, LS_FIELD_COUNT(clue_fields), &entry);
    if (status || (status = ls_words_read(&file->yaml, entry.title, &clue->title)) ||
        (entry.zone && (status = read_zone(&file->yaml, entry.zone, &clue->zone))) ||
        (status = read_regex(file, entry.regex, &clue->regex)) || (status = read_regex(file, entry.name, &clue->name)))
        return status;
    bool needs = clue->look == LS_LOOK_LINE || clue->look == LS_LOOK_EQUAL;
    bool takes = needs || clue->look == LS_LOOK_SEAL;
    if (needs != (clue->regex != NULL) && !(takes && clue->regex))
        return ls_yaml_fail(&file->yaml, node, needs ? "missing key 'regex'" : "this look has no 'regex'");
    if (clue->name && clue->look != LS_LOOK_SEAL)
        return ls_yaml_fail(&file->yaml, node, "'name' belongs to the look 'seal'");
    if ((clue->look == LS_LOOK_MARK) != (clue->marks.count > 0))
        return ls_yaml_fail(&file->yaml, node, "'marks' belongs to the look 'mark'");
    for (size_t i = 0; i < file->pack->clue_count; i++) {
        if (strcmp(file->pack->clues[i].id, clue->id) == 0)
            return ls_yaml_fail(&file->yaml, ls_yaml_get(node, "id"), "evidence '%s' is there twice", clue->id);
    }
    file->pack->clues[file->pack->clue_count++] = *clue;
    return LS_OK;
}

static ls_status read_clues(struct reading *file)
{
    const ls_node *list = file->file.evidence;
    if (list->count > LS_CLUES_MAX)
        return ls_yaml_fail(&file->yaml, list, "more than %d pieces of evidence", LS_CLUES_MAX);
    file->pack->clues = ls_arena_array(file->rules->arena, list->count, sizeof *file->pack->clues);
    ls_status status = file->pack->clues ? LS_OK : LS_E_NOMEM;
    for (const ls_node *node = list->first; node && !status; node = node->next)
        status = read_clue(file, node);
    return status;
}

/* ------------------------------------------------------------------------------------------- what follows */

struct kind_entry {
    ls_kind_rule kind;
    ls_texts counts, all, any, none;
};

static ls_status read_kind(struct reading *file, const ls_node *node)
{
    static const ls_field fields[] = {
        LS_FIELD("rule", TEXT, REQUIRED, struct kind_entry, kind.rule),
        LS_FIELD("minimum", INTEGER, REQUIRED, struct kind_entry, kind.minimum, .minimum = 1, .maximum = 100),
        LS_FIELD("counts", TEXTS, REQUIRED, struct kind_entry, counts, .minimum = 1),
        LS_FIELD("all", TEXTS, OPTIONAL, struct kind_entry, all),
        LS_FIELD("any", TEXTS, OPTIONAL, struct kind_entry, any),
        LS_FIELD("none", TEXTS, OPTIONAL, struct kind_entry, none),
        LS_FIELD("unless", TEXTS, OPTIONAL, struct kind_entry, kind.unless),
    };
    struct kind_entry entry = {0};
    ls_kind_rule *kind = &entry.kind;
    ls_status status = ls_yaml_read(&file->yaml, node, fields, LS_FIELD_COUNT(fields), &entry);
    if (status || (status = known_rule(file, node, "rule", kind->rule)) ||
        (status = read_set(file, &entry.counts, &kind->counts)) || (status = read_set(file, &entry.all, &kind->all)) ||
        (status = read_set(file, &entry.any, &kind->any)) || (status = read_set(file, &entry.none, &kind->none)))
        return status;
    file->pack->kinds[file->pack->kind_count++] = *kind;
    return LS_OK;
}

#define RISE 9 /* usual glyphs over an issuer line: GB/T 9704 has 35 mm there, which are 6.2 */

struct spot_entry {
    ls_spot spot;
    const ls_node *title, *zone;
    ls_texts counts, any, none, over;
};

static ls_status read_spot(struct reading *file, const ls_node *node)
{
    static const ls_field fields[] = {
        LS_FIELD("rule", TEXT, REQUIRED, struct spot_entry, spot.rule),
        LS_FIELD("title", MAPPING, REQUIRED, struct spot_entry, title),
        LS_FIELD("zone", SEQUENCE, OPTIONAL, struct spot_entry, zone),
        LS_FIELD("above", INTEGER, OPTIONAL, struct spot_entry, spot.above, .minimum = 1, .maximum = 100),
        LS_FIELD("minimum", INTEGER, REQUIRED, struct spot_entry, spot.minimum, .minimum = 1, .maximum = 100),
        LS_FIELD("counts", TEXTS, REQUIRED, struct spot_entry, counts, .minimum = 1),
        LS_FIELD("any", TEXTS, OPTIONAL, struct spot_entry, any),
        LS_FIELD("none", TEXTS, OPTIONAL, struct spot_entry, none),
        LS_FIELD("over", TEXTS, OPTIONAL, struct spot_entry, over),
        LS_FIELD("rise", INTEGER, OPTIONAL, struct spot_entry, spot.rise, .minimum = 1, .maximum = 40),
    };
    struct spot_entry entry = {.spot = {.rise = RISE}};
    ls_spot *spot = &entry.spot;
    ls_status status = ls_yaml_read(&file->yaml, node, fields, LS_FIELD_COUNT(fields), &entry);
    if (!status && !entry.zone == !spot->above)
        status = ls_yaml_fail(&file->yaml, node, "a spot has either 'zone' or 'above'");
    if (status || (status = known_rule(file, node, "rule", spot->rule)) ||
        (status = ls_words_read(&file->yaml, entry.title, &spot->title)) ||
        (entry.zone && (status = read_zone(&file->yaml, entry.zone, &spot->zone))) ||
        (status = read_set(file, &entry.counts, &spot->counts)) || (status = read_set(file, &entry.any, &spot->any)) ||
        (status = read_set(file, &entry.none, &spot->none)) || (status = read_set(file, &entry.over, &spot->over)))
        return status;
    file->pack->spots[file->pack->spot_count++] = *spot;
    return LS_OK;
}

struct term_entry {
    const char *rule, *evidence;
    const ls_node *length, *until, *bare, *longest, *date, *end;
};

static ls_status read_longest(struct reading *file, const ls_node *list, ls_term *term)
{
    static const ls_field fields[] = {
        LS_FIELD("level", TEXT, REQUIRED, ls_longest, level),
        LS_FIELD("years", INTEGER, REQUIRED, ls_longest, years, .minimum = 1, .maximum = 100),
    };
    term->longest = ls_arena_array(file->rules->arena, list->count, sizeof *term->longest);
    ls_status status = term->longest ? LS_OK : LS_E_NOMEM;
    for (const ls_node *node = list->first; node && !status; node = node->next)
        status = ls_yaml_read(&file->yaml, node, fields, LS_FIELD_COUNT(fields), &term->longest[term->longest_count++]);
    return status;
}

static ls_status read_term(struct reading *file, const ls_node *node)
{
    static const ls_field fields[] = {
        LS_FIELD("rule", TEXT, REQUIRED, struct term_entry, rule),
        LS_FIELD("evidence", TEXT, REQUIRED, struct term_entry, evidence),
        LS_FIELD("length", ANY, OPTIONAL, struct term_entry, length),
        LS_FIELD("until", ANY, OPTIONAL, struct term_entry, until),
        LS_FIELD("bare", ANY, OPTIONAL, struct term_entry, bare),
        LS_FIELD("longest", SEQUENCE, OPTIONAL, struct term_entry, longest, .minimum = 1),
        LS_FIELD("date", ANY, OPTIONAL, struct term_entry, date),
        LS_FIELD("end", ANY, OPTIONAL, struct term_entry, end),
    };
    struct term_entry entry = {0};
    ls_term *term = &file->pack->term;
    ls_status status = ls_yaml_read(&file->yaml, node, fields, LS_FIELD_COUNT(fields), &entry);
    if (status || (status = known_rule(file, node, "rule", entry.rule)) ||
        (status = read_regex(file, entry.length, &term->length)) ||
        (status = read_regex(file, entry.until, &term->until)) ||
        (status = read_regex(file, entry.bare, &term->bare)) ||
        (entry.longest && (status = read_longest(file, entry.longest, term))) ||
        (status = read_regex(file, entry.date, &term->date)) || (status = read_regex(file, entry.end, &term->end)))
        return status;
    if (!term->length != !term->date || (!term->length && !term->end))
        return ls_yaml_fail(&file->yaml, node, "a term has 'length' and 'date', or 'end', or all three");
    if (!term->bare != !term->longest || (term->bare && !term->length))
        return ls_yaml_fail(&file->yaml, node, "'bare' and 'longest' go together, with 'length' beside them");
    for (size_t i = 0; i < file->pack->clue_count; i++) {
        if (strcmp(file->pack->clues[i].id, entry.evidence) == 0)
            term->clue = &file->pack->clues[i];
    }
    if (!term->clue)
        return ls_yaml_fail(&file->yaml, ls_yaml_get(node, "evidence"), "there is no evidence '%s'", entry.evidence);
    term->rule = entry.rule;
    return LS_OK;
}

static ls_status read_rest(struct reading *file)
{
    const struct file *in = &file->file;
    ls_arena *arena = file->rules->arena;
    file->pack->kinds = ls_arena_array(arena, in->kinds->count, sizeof *file->pack->kinds);
    file->pack->spots = ls_arena_array(arena, in->spots ? in->spots->count : 0, sizeof *file->pack->spots);
    ls_status status = file->pack->kinds && file->pack->spots ? LS_OK : LS_E_NOMEM;
    for (const ls_node *node = in->kinds->first; node && !status; node = node->next)
        status = read_kind(file, node);
    for (const ls_node *node = in->spots ? in->spots->first : NULL; node && !status; node = node->next)
        status = read_spot(file, node);
    return status || !in->term ? status : read_term(file, in->term);
}

ls_status ls_document_pack_load(ls_rules *rules, size_t folder, const char *name, ls_error *error)
{
    struct reading file = {.rules = rules};
    file.yaml = (ls_yaml){.arena = rules->arena, .code = LS_E_RULES, .error = error};
    file.pack = ls_arena_alloc(rules->arena, sizeof *file.pack);
    if (!file.pack)
        return LS_E_NOMEM;
    *file.pack = (ls_document_pack){0};
    ls_words title;
    ls_status status = ls_store_read(rules, folder, "documents", name, &file.yaml);
    if (status ||
        (status = ls_yaml_read(&file.yaml, file.yaml.root, file_fields, LS_FIELD_COUNT(file_fields), &file.file)) ||
        (status = ls_words_read(&file.yaml, file.file.title, &title)) || (status = read_sources(&file)) ||
        (status = ls_dialect_read(rules, &file.yaml, file.file.classes, file.file.fragments, NULL, &file.dialect)) ||
        (status = read_clues(&file)) || (status = read_rest(&file)))
        return status;
    file.pack->file = file.yaml.file;
    file.pack->system = file.file.system;
    file.pack->examples = file.file.examples;
    struct ls_document_pack **end = &rules->documents;
    while (*end)
        end = &(*end)->next;
    *end = file.pack;
    return LS_OK;
}
