/* SPDX-License-Identifier: Apache-2.0 */
/* rules/marks/NAME.yaml and rules/detect/NAME.yaml: from a file to rules. */
#include "rules/store.h"

#include <string.h>

#define MINIMUM_DEFAULT 50 /* of a match's confidence */

struct pack_file {
    int64_t format;
    const char *system;
    bool verified;
    ls_texts languages, help;
    const ls_node *title, *classes, *fragments, *contexts, *texts, *rules;
};

static const ls_field mark_fields[] = {
    LS_FIELD("format", INTEGER, REQUIRED, struct pack_file, format, .minimum = 1, .maximum = 1),
    LS_FIELD("system", TEXT, REQUIRED, struct pack_file, system, .maximum = 16),
    LS_FIELD("title", MAPPING, REQUIRED, struct pack_file, title),
    LS_FIELD("languages", TEXTS, REQUIRED, struct pack_file, languages, .minimum = 1),
    LS_FIELD("help", TEXTS, REQUIRED, struct pack_file, help, .minimum = 1),
    LS_FIELD("photo-verified", BOOL, REQUIRED, struct pack_file, verified),
    LS_FIELD("classes", MAPPING, OPTIONAL, struct pack_file, classes),
    LS_FIELD("fragments", MAPPING, OPTIONAL, struct pack_file, fragments),
    LS_FIELD("contexts", MAPPING, OPTIONAL, struct pack_file, contexts),
    LS_FIELD("texts", MAPPING, OPTIONAL, struct pack_file, texts),
    LS_FIELD("rules", SEQUENCE, REQUIRED, struct pack_file, rules, .minimum = 1),
};

static const ls_field detect_fields[] = {
    LS_FIELD("format", INTEGER, REQUIRED, struct pack_file, format, .minimum = 1, .maximum = 1),
    LS_FIELD("title", MAPPING, REQUIRED, struct pack_file, title),
    LS_FIELD("help", TEXTS, REQUIRED, struct pack_file, help, .minimum = 1),
    LS_FIELD("texts", MAPPING, OPTIONAL, struct pack_file, texts),
    LS_FIELD("rules", SEQUENCE, REQUIRED, struct pack_file, rules, .minimum = 1),
};

static const char *const severities[] = {"info", "low", "medium", "high", "critical", NULL};
static const char *const categories[] = {"metadata", "mark", "document", "place", "identity", "album", "repair", NULL};

struct rule_entry {
    const char *id, *level, *texts;
    int category, severity;
    int64_t minimum;
    ls_texts basis, over;
    const ls_node *title, *what, *why, *action, *patterns, *examples;
};

/* The texts come first: a named set of the pack's `texts` holds the same three. */
static const ls_field rule_fields[] = {
    LS_FIELD("what", MAPPING, OPTIONAL, struct rule_entry, what),
    LS_FIELD("why", MAPPING, OPTIONAL, struct rule_entry, why),
    LS_FIELD("do", MAPPING, OPTIONAL, struct rule_entry, action),
    LS_FIELD("id", TEXT, REQUIRED, struct rule_entry, id, .maximum = 64),
    LS_FIELD("title", MAPPING, REQUIRED, struct rule_entry, title),
    LS_FIELD("category", CHOICE, OPTIONAL, struct rule_entry, category, .choices = categories),
    LS_FIELD("severity", CHOICE, REQUIRED, struct rule_entry, severity, .choices = severities),
    LS_FIELD("basis", TEXTS, REQUIRED, struct rule_entry, basis, .minimum = 1),
    LS_FIELD("texts", TEXT, OPTIONAL, struct rule_entry, texts),
    LS_FIELD("level", TEXT, OPTIONAL, struct rule_entry, level, .maximum = 64),
    LS_FIELD("minimum", INTEGER, OPTIONAL, struct rule_entry, minimum, .minimum = 1, .maximum = 100),
    LS_FIELD("over", TEXTS, OPTIONAL, struct rule_entry, over),
    LS_FIELD("patterns", SEQUENCE, OPTIONAL, struct rule_entry, patterns, .minimum = 1),
    LS_FIELD("examples", MAPPING, OPTIONAL, struct rule_entry, examples),
};
#define TEXT_FIELDS ((size_t)3)

/* One pack while it is read. */
struct reading {
    ls_rules *rules;
    ls_yaml yaml;
    bool marks;
    struct pack_file file;
    ls_dialect dialect;
    ls_help **helps;
};

static ls_status load_helps(struct reading *pack, size_t folder)
{
    const ls_texts *names = &pack->file.help;
    pack->helps = ls_arena_array(pack->rules->arena, names->count, sizeof(ls_help *));
    if (!pack->helps)
        return LS_E_NOMEM;
    const ls_node *node = names->node->first;
    for (size_t i = 0; i < names->count; i++, node = node->next) {
        ls_status status = ls_help_load(pack->rules, folder, names->items[i], &pack->yaml, node, &pack->helps[i]);
        if (status)
            return status;
    }
    return LS_OK;
}

/* what, why and do: the rule's own, or those of the pack's set that it names. */
static ls_status read_texts(const struct reading *pack, const ls_node *node, struct rule_entry *entry, ls_rule *rule)
{
    const ls_yaml *yaml = &pack->yaml;
    ls_status status = LS_OK;
    if (entry->texts) {
        const ls_node *name = ls_yaml_get(node, "texts");
        const ls_node *set = pack->file.texts ? ls_yaml_get(pack->file.texts, entry->texts) : NULL;
        if (!set)
            return ls_yaml_fail(yaml, name, "the pack has no texts '%s'", entry->texts);
        if (entry->what || entry->why || entry->action)
            return ls_yaml_fail(yaml, name->key, "'texts' beside texts of the rule's own");
        if ((status = ls_yaml_read(yaml, set, rule_fields, TEXT_FIELDS, entry)))
            return status;
        node = set;
    }
    if (!entry->what || !entry->why || !entry->action)
        return ls_yaml_fail(yaml, node, "missing key '%s'", !entry->what ? "what" : !entry->why ? "why" : "do");
    if ((status = ls_words_read(yaml, entry->what, &rule->what)) ||
        (status = ls_words_read(yaml, entry->why, &rule->why)))
        return status;
    return ls_words_read(yaml, entry->action, &rule->action);
}

static ls_status read_patterns(const struct reading *pack, const ls_node *node, const struct rule_entry *entry,
                               ls_rule *rule)
{
    if (!pack->marks) {
        const ls_node *extra = entry->patterns ? entry->patterns : entry->examples;
        return extra ? ls_yaml_fail(&pack->yaml, extra->key, "a detector's rule has no '%s'", extra->key->text) : LS_OK;
    }
    bool examples = !pack->rules->without_examples;
    if (!entry->patterns || (examples && !entry->examples))
        return ls_yaml_fail(&pack->yaml, node, "missing key '%s'", entry->patterns ? "examples" : "patterns");
    struct ls_pattern_set *set = ls_arena_alloc(pack->rules->arena, sizeof *set);
    if (!set)
        return LS_E_NOMEM;
    set->minimum = entry->minimum;
    set->over = entry->over;
    rule->patterns = set;
    ls_status status = ls_patterns_read(pack->rules, &pack->yaml, &pack->dialect, entry->patterns, set);
    return status || !examples ? status : ls_examples_read(pack->rules, &pack->yaml, entry->examples, set);
}

static ls_status new_rule(struct reading *pack, const ls_node *node, const char *id, ls_rule **out)
{
    ls_rules *rules = pack->rules;
    for (size_t i = 0; i < rules->rule_count; i++) {
        if (strcmp(rules->rules[i].id, id) == 0)
            return ls_yaml_fail(&pack->yaml, ls_yaml_get(node, "id"), "rule '%s' is already in %s", id,
                                rules->rules[i].pack);
    }
    if (rules->rule_count == LS_RULES_MAX)
        return ls_yaml_fail(&pack->yaml, node, "more than %d rules", LS_RULES_MAX);
    ls_rule *grown = ls_arena_grow(rules->arena, rules->rules, rules->rule_count, &rules->rule_capacity, sizeof *grown);
    if (!grown)
        return LS_E_NOMEM;
    rules->rules = grown;
    *out = &grown[rules->rule_count++];
    **out = (ls_rule){.id = id, .pack = pack->yaml.file, .system = pack->file.system};
    return LS_OK;
}

static ls_status read_rule(struct reading *pack, const ls_node *node)
{
    struct rule_entry entry = {.category = -1, .minimum = MINIMUM_DEFAULT};
    ls_status status = ls_yaml_read(&pack->yaml, node, rule_fields, LS_FIELD_COUNT(rule_fields), &entry);
    ls_rule *rule = NULL;
    if (!status)
        status = new_rule(pack, node, entry.id, &rule);
    if (!status && entry.category < 0 && !pack->marks)
        status = ls_yaml_fail(&pack->yaml, node, "missing key 'category'");
    if (status)
        return status;
    rule->category = entry.category < 0 ? "mark" : categories[entry.category];
    rule->severity = (ls_severity)entry.severity;
    rule->photo_verified = pack->file.verified;
    rule->level = entry.level;
    rule->basis_count = entry.basis.count;
    if ((status = ls_words_read(&pack->yaml, entry.title, &rule->title)) ||
        (status = read_texts(pack, node, &entry, rule)) ||
        (status = ls_basis_resolve(pack->rules, &pack->yaml, pack->helps, pack->file.help.count, &entry.basis,
                                   &rule->basis)))
        return status;
    return read_patterns(pack, node, &entry, rule);
}

/* Packs of a folder that the user named have all that they ask for. */
static bool is_wanted(const ls_rules *rules, size_t folder, const char *language)
{
    bool wanted = folder > 0 || !rules->wanted_count;
    for (size_t i = 0; i < rules->wanted_count && !wanted; i++)
        wanted = strcmp(rules->wanted[i], language) == 0;
    return wanted;
}

static ls_status add_languages(ls_rules *rules, size_t folder, const ls_texts *languages)
{
    for (size_t i = 0; i < languages->count; i++) {
        size_t known = 0;
        if (!is_wanted(rules, folder, languages->items[i]))
            continue;
        while (known < rules->language_count && strcmp(rules->languages[known], languages->items[i]))
            known++;
        if (known < rules->language_count)
            continue;
        const char **grown = ls_arena_grow(rules->arena, rules->languages, rules->language_count,
                                           &rules->language_capacity, sizeof *grown);
        if (!grown)
            return LS_E_NOMEM;
        rules->languages = grown;
        grown[rules->language_count++] = languages->items[i];
    }
    return LS_OK;
}

ls_status ls_pack_load(ls_rules *rules, size_t folder, const char *kind, const char *name, ls_error *error)
{
    struct reading pack = {.rules = rules, .marks = strcmp(kind, "marks") == 0};
    pack.yaml = (ls_yaml){.arena = rules->arena, .code = LS_E_RULES, .error = error};
    struct pack_file *file = &pack.file;
    ls_words title;
    ls_status status = ls_store_read(rules, folder, kind, name, &pack.yaml);
    if (!status)
        status = pack.marks
                     ? ls_yaml_read(&pack.yaml, pack.yaml.root, mark_fields, LS_FIELD_COUNT(mark_fields), file)
                     : ls_yaml_read(&pack.yaml, pack.yaml.root, detect_fields, LS_FIELD_COUNT(detect_fields), file);
    if (status || (status = ls_words_read(&pack.yaml, file->title, &title)) || (status = load_helps(&pack, folder)) ||
        (status = ls_dialect_read(rules, &pack.yaml, file->classes, file->fragments, file->contexts, &pack.dialect)) ||
        (status = add_languages(rules, folder, &file->languages)))
        return status;
    for (const ls_node *node = file->rules->first; node && !status; node = node->next)
        status = read_rule(&pack, node);
    return status;
}
