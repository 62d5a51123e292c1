/* SPDX-License-Identifier: Apache-2.0 */
/* Classes, fragments, contexts and patterns: what a mark looks like, as data. */
#include "rules/store.h"

#include "base/skeleton.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define REGEX_MAX ((size_t)8192) /* bytes after expansion */
#define ERROR_SHARE 4 /* one glyph of an anchor in so many may be wrong: of four ideographs one */

/* ---------------------------------------------------------------------------------------------- expansion */

static void add_class(ls_buffer *out, const ls_class *class)
{
    ls_buffer_text(out, "[");
    for (size_t i = 0; i < class->count; i++) {
        char bytes[4];
        size_t length = ls_utf8_encode(class->members[i], bytes);
        if (length == 1 && strchr("\\]^-[", bytes[0]))
            ls_buffer_text(out, "\\");
        ls_buffer_add(out, bytes, length);
    }
    ls_buffer_text(out, "]");
}

static bool add_named(ls_buffer *out, const ls_dialect *dialect, const char *name, size_t length)
{
    for (size_t i = 0; i < dialect->class_count; i++) {
        const char *known = dialect->classes[i].name;
        if (strlen(known) == length && memcmp(known, name, length) == 0) {
            add_class(out, &dialect->classes[i]);
            return true;
        }
    }
    for (size_t i = 0; i < dialect->fragment_count; i++) {
        const char *known = dialect->fragments[i].name;
        if (strlen(known) == length && memcmp(known, name, length) == 0) {
            ls_buffer_printf(out, "(?:%s)", dialect->fragments[i].regex);
            return true;
        }
    }
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* {name} becomes what the dialect says; {2,3} stays a repetition. */
static ls_status expand(ls_rules *rules, const ls_yaml *yaml, const ls_dialect *dialect, const ls_node *node,
                        const char **out)
{
    ls_status status = LS_OK;
    ls_buffer text;
    ls_buffer_init(&text, REGEX_MAX);
    for (const char *at = node->text; *at && !status;) {
        const char *end = *at == '{' && is_letter(at[1]) ? strchr(at, '}') : NULL;
        if (!end) {
            ls_buffer_add(&text, at++, 1);
        } else if (add_named(&text, dialect, at + 1, (size_t)(end - at - 1))) {
            at = end + 1;
        } else {
            status = ls_yaml_fail(yaml, node, "there is no class or fragment '%.*s'", (int)(end - at - 1), at + 1);
        }
    }
    if (!status && text.status == LS_E_LIMIT)
        status = ls_yaml_fail(yaml, node, "the pattern is longer than %zu bytes", REGEX_MAX);
    if (!status)
        status = text.status;
    if (!status && !(*out = ls_arena_strndup(rules->arena, text.data ? text.data : "", text.size)))
        status = LS_E_NOMEM;
    ls_buffer_free(&text);
    return status;
}

static ls_status compile(ls_rules *rules, const ls_yaml *yaml, const ls_node *node, const char *regex,
                         const pcre2_code **out)
{
    int problem;
    size_t offset;
    *out = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &problem,
                         &offset, rules->compile);
    if (*out)
        return LS_OK;
    if (problem == PCRE2_ERROR_HEAP_FAILED)
        return LS_E_NOMEM;
    char text[128];
    pcre2_get_error_message(problem, (PCRE2_UCHAR *)text, sizeof text);
    return ls_yaml_fail(yaml, node, "bad pattern: %s (at byte %zu of %zu)", text, offset, strlen(regex));
}

ls_status ls_regex_read(ls_rules *rules, const ls_yaml *yaml, const ls_dialect *dialect, const ls_node *node,
                        const pcre2_code **out)
{
    const char *regex;
    ls_status status = expand(rules, yaml, dialect, node, &regex);
    return status ? status : compile(rules, yaml, node, regex, out);
}

/* ------------------------------------------------------------------------------------------------- dialect */

static ls_status read_class(ls_rules *rules, const ls_yaml *yaml, const ls_node *node, ls_class *class)
{
    const char *text;
    ls_status status = ls_yaml_text(yaml, node, &text);
    if (status)
        return status;
    class->name = node->key->text;
    class->members = ls_arena_array(rules->arena, node->size, sizeof *class->members);
    if (!class->members)
        return LS_E_NOMEM;
    for (size_t at = 0, length; at < node->size; at += length)
        length = ls_utf8_decode(text + at, node->size - at, &class->members[class->count++]);
    return LS_OK;
}

struct context_entry {
    ls_context context;
    const ls_node *around;
};

/* clang-format off */
static const ls_field context_fields[] = {
#define FEATURE(id, name) \
    LS_FIELD(name, INTEGER, OPTIONAL, struct context_entry, context.points[LS_FEATURE_##id], \
             .minimum = -100, .maximum = 100),
    LS_FEATURES(FEATURE)
#undef FEATURE
    LS_FIELD("around", SEQUENCE, OPTIONAL, struct context_entry, around),
};
/* clang-format on */

struct around_entry {
    int where;
    const ls_node *regex;
    int64_t points;
};

static ls_status read_around(ls_rules *rules, const ls_yaml *yaml, const ls_dialect *dialect, const ls_node *list,
                             ls_context *context)
{
    static const char *const places[] = {"line", "beside", "page", NULL};
    static const ls_field fields[] = {
        LS_FIELD("where", CHOICE, REQUIRED, struct around_entry, where, .choices = places),
        LS_FIELD("regex", ANY, REQUIRED, struct around_entry, regex),
        LS_FIELD("points", INTEGER, REQUIRED, struct around_entry, points, .minimum = -100, .maximum = 100),
    };
    context->around = ls_arena_array(rules->arena, list->count, sizeof *context->around);
    if (!context->around)
        return LS_E_NOMEM;
    for (const ls_node *node = list->first; node; node = node->next) {
        struct around_entry entry = {0};
        const char *text;
        ls_around *around = &context->around[context->around_count];
        ls_status status = ls_yaml_read(yaml, node, fields, LS_FIELD_COUNT(fields), &entry);
        if (status || (status = ls_yaml_text(yaml, entry.regex, &text)) ||
            (status = ls_regex_read(rules, yaml, dialect, entry.regex, &around->regex)))
            return status;
        around->where = (ls_where)entry.where;
        around->points = (int)entry.points;
        context->around_count++;
    }
    return LS_OK;
}

static ls_status read_context(ls_rules *rules, const ls_yaml *yaml, const ls_dialect *dialect, const ls_node *node,
                              ls_context *context)
{
    struct context_entry entry = {.context = {.name = node->key->text}};
    ls_status status = ls_yaml_read(yaml, node, context_fields, LS_FIELD_COUNT(context_fields), &entry);
    if (!status && entry.around)
        status = read_around(rules, yaml, dialect, entry.around, &entry.context);
    *context = entry.context;
    return status;
}

ls_status ls_dialect_read(ls_rules *rules, const ls_yaml *yaml, const ls_node *classes, const ls_node *fragments,
                          const ls_node *contexts, ls_dialect *dialect)
{
    *dialect = (ls_dialect){0};
    size_t class_count = classes ? classes->count : 0, fragment_count = fragments ? fragments->count : 0;
    size_t context_count = contexts ? contexts->count : 0;
    dialect->classes = ls_arena_array(rules->arena, class_count, sizeof *dialect->classes);
    dialect->fragments = ls_arena_array(rules->arena, fragment_count, sizeof *dialect->fragments);
    dialect->contexts = ls_arena_array(rules->arena, context_count, sizeof *dialect->contexts);
    if (!dialect->classes || !dialect->fragments || !dialect->contexts)
        return LS_E_NOMEM;
    ls_status status = LS_OK;
    for (const ls_node *node = classes ? classes->first : NULL; node && !status; node = node->next)
        status = read_class(rules, yaml, node, &dialect->classes[dialect->class_count++]);
    for (const ls_node *node = fragments ? fragments->first : NULL; node && !status; node = node->next) {
        ls_fragment *fragment = &dialect->fragments[dialect->fragment_count];
        status = ls_yaml_text(yaml, node, &fragment->name);
        if (!status)
            status = expand(rules, yaml, dialect, node, &fragment->regex);
        fragment->name = node->key->text;
        dialect->fragment_count++; /* only now: a fragment may use those before it */
    }
    for (const ls_node *node = contexts ? contexts->first : NULL; node && !status; node = node->next)
        status = read_context(rules, yaml, dialect, node, &dialect->contexts[dialect->context_count++]);
    return status;
}

/* ------------------------------------------------------------------------------------------------ patterns */

struct pattern_entry {
    const char *anchor, *context;
    const ls_node *regex;
    int64_t score, errors;
};

static int by_value(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Every code point of the regex that may stand for itself; all of a range when it is one of the usual three. */
static ls_status read_alphabet(ls_rules *rules, const char *regex, ls_pattern *pattern)
{
    size_t size = strlen(regex), count = 0;
    uint32_t *all = ls_arena_array(rules->arena, size + 62, sizeof *all);
    if (!all)
        return LS_E_NOMEM;
    for (size_t at = 0, length; at < size; at += length) {
        length = ls_utf8_decode(regex + at, size - at, &all[count]);
        if (!(all[count] < 0x80 && strchr("\\^$.|?*+()[]{}", (int)all[count])))
            count++;
    }
    static const struct {
        const char *text;
        char first, last;
    } ranges[] = {{"0-9", '0', '9'}, {"A-Z", 'A', 'Z'}, {"a-z", 'a', 'z'}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        for (char c = ranges[i].first; strstr(regex, ranges[i].text) && c <= ranges[i].last; c++)
            all[count++] = (uint32_t)c;
    }
    qsort(all, count, sizeof *all, by_value);
    pattern->alphabet = all;
    for (size_t i = 0; i < count; i++) {
        if (!pattern->alphabet_count || all[pattern->alphabet_count - 1] != all[i])
            all[pattern->alphabet_count++] = all[i];
    }
    return LS_OK;
}

/* Letters outside of brackets and not behind a backslash: those that a mark is spelt with. */
static ls_status read_letters(ls_rules *rules, const char *regex, ls_pattern *pattern)
{
    const size_t size = strlen(regex);
    size_t count = 0;
    bool bracket = false;
    uint32_t *all = ls_arena_array(rules->arena, size + 1, sizeof *all);
    if (!all)
        return LS_E_NOMEM;
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t code;
        length = ls_utf8_decode(regex + at, size - at, &code);
        if (code == '\\') {
            length += ls_utf8_decode(regex + at + length, size - at - length, &code);
            continue;
        }
        bracket = (bracket || code == '[') && code != ']';
        if (!bracket && ls_alphabet_of(code) != LS_ALPHABET_NONE)
            all[count++] = code;
    }
    qsort(all, count, sizeof *all, by_value);
    pattern->letters = all;
    for (size_t i = 0; i < count; i++) {
        if (!pattern->letter_count || all[pattern->letter_count - 1] != all[i])
            all[pattern->letter_count++] = all[i];
    }
    return LS_OK;
}

static ls_status read_anchor(const ls_yaml *yaml, const ls_node *node, const char *text, ls_pattern *pattern)
{
    size_t size = strlen(text);
    for (size_t at = 0, length; at < size; at += length) {
        if (pattern->anchor_length == LS_ANCHOR_MAX)
            return ls_yaml_fail(yaml, ls_yaml_get(node, "anchor"), "'anchor' is longer than %d characters",
                                LS_ANCHOR_MAX);
        uint32_t code;
        length = ls_utf8_decode(text + at, size - at, &code);
        if (code == ' ')
            pattern->word_starts[pattern->anchor_length] = true;
        else
            pattern->anchor[pattern->anchor_length++] = code;
    }
    return LS_OK;
}

static ls_status find_context(const ls_yaml *yaml, const ls_dialect *dialect, const ls_node *node, const char *name,
                              const ls_context **out)
{
    for (size_t i = 0; i < dialect->context_count; i++) {
        if (strcmp(dialect->contexts[i].name, name) == 0) {
            *out = &dialect->contexts[i];
            return LS_OK;
        }
    }
    return ls_yaml_fail(yaml, ls_yaml_get(node, "context"), "there is no context '%s'", name);
}

static ls_status read_pattern(ls_rules *rules, const ls_yaml *yaml, const ls_dialect *dialect, const ls_node *node,
                              ls_pattern *pattern)
{
    static const ls_field fields[] = {
        LS_FIELD("anchor", TEXT, REQUIRED, struct pattern_entry, anchor),
        LS_FIELD("regex", ANY, REQUIRED, struct pattern_entry, regex),
        LS_FIELD("score", INTEGER, REQUIRED, struct pattern_entry, score, .minimum = 0, .maximum = 100),
        LS_FIELD("context", TEXT, REQUIRED, struct pattern_entry, context),
        LS_FIELD("errors", INTEGER, OPTIONAL, struct pattern_entry, errors, .minimum = 1, .maximum = LS_ANCHOR_MAX / ERROR_SHARE),
    };
    struct pattern_entry entry = {0};
    const char *regex;
    ls_status status = ls_yaml_read(yaml, node, fields, LS_FIELD_COUNT(fields), &entry);
    if (status || (status = ls_yaml_text(yaml, entry.regex, &regex)) ||
        (status = read_anchor(yaml, node, entry.anchor, pattern)) ||
        (status = find_context(yaml, dialect, node, entry.context, &pattern->context)) ||
        (status = expand(rules, yaml, dialect, entry.regex, &regex)) ||
        (status = compile(rules, yaml, entry.regex, regex, &pattern->regex)) ||
        (status = read_alphabet(rules, regex, pattern)) || (status = read_letters(rules, regex, pattern)))
        return status;
    if ((size_t)entry.errors * ERROR_SHARE > pattern->anchor_length)
        return ls_yaml_fail(yaml, ls_yaml_get(node, "errors"), "'errors' is more than one in %d of the anchor's characters", ERROR_SHARE);
    pattern->errors = (int)entry.errors;
    pattern->score = (int)entry.score;
    pattern->classes = dialect->classes;
    pattern->class_count = dialect->class_count;
    return LS_OK;
}

ls_status ls_patterns_read(ls_rules *rules, const ls_yaml *yaml, const ls_dialect *dialect, const ls_node *patterns,
                           struct ls_pattern_set *set)
{
    set->patterns = ls_arena_array(rules->arena, patterns->count, sizeof *set->patterns);
    if (!set->patterns)
        return LS_E_NOMEM;
    for (const ls_node *node = patterns->first; node; node = node->next) {
        ls_status status = read_pattern(rules, yaml, dialect, node, &set->patterns[set->count++]);
        if (status)
            return status;
    }
    return LS_OK;
}
