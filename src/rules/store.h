/* SPDX-License-Identifier: Apache-2.0 */
/* What a loaded set of rules is made of. Inside rules/ only; pack.h and match.h are for everybody. */
#ifndef LS_RULES_STORE_H
#define LS_RULES_STORE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "record/text.h"
#include "rules/pack.h"
#include "rules/yaml.h"

#define LS_RULES_ARENA ((size_t)64 << 20)
#define LS_RULES_MAX 2048
#define LS_ANCHOR_MAX 32 /* code points */

/* ------------------------------------------------------------------------------------------------ patterns */

/* Glyphs that recognisers take for each other. members[0] is the one that is meant. */
typedef struct ls_class {
    const char *name; /* {name} in a regex stands for any member */
    uint32_t *members;
    size_t count;
} ls_class;

/* A piece of regex with a name, already expanded. */
typedef struct ls_fragment {
    const char *name, *regex;
} ls_fragment;

/* What can be said about the place where a match stands. The names are keys of a pack's contexts. */
#define LS_FEATURES(F)                                                                                                 \
    F(ALONE, "alone")       /* takes four fifths of its line or more */                                               \
    F(WITHIN, "within")     /* takes less than half of its line */                                                    \
    F(PROSE, "prose")       /* its line is a sentence: long, with punctuation */                                      \
    F(RED, "red")           /* red ink */                                                                             \
    F(STAMPED, "stamped")   /* in a frame of its own, in red or in an ink that is no plain print */                    \
    F(LIGHT, "light")       /* light ink on dark: screens, signs, covers */                                           \
    F(TOP, "top")           /* in the top quarter of its page, or the first line of its text */                       \
    F(BOTTOM, "bottom")     /* in the bottom fifth of its page, or the last line of its text */                       \
    F(CORNER, "corner")     /* at the top or bottom and on one side */                                                \
    F(MIDDLE, "middle")     /* neither at the top nor at the bottom */                                                \
    F(FRAME, "frame")       /* stands on no page that was found: zones are those of the picture */                    \
    F(SMALL, "small")       /* under 0.75 of the usual glyph height of its page */                                    \
    F(LARGE, "large")       /* 1.25 times that or more */                                                             \
    F(HUGE, "huge")         /* 2.5 times that or more */                                                              \
    F(HEADER, "header")     /* its page has a red header: rule or large red line (GB/T 9704) */                       \
    F(REPEATED, "repeated") /* the same rule matches at the top and at the bottom of the page */

typedef enum ls_feature {
#define FEATURE(id, name) LS_FEATURE_##id,
    LS_FEATURES(FEATURE)
#undef FEATURE
        LS_FEATURE_COUNT
} ls_feature;

typedef enum ls_where { LS_WHERE_LINE, LS_WHERE_BESIDE, LS_WHERE_PAGE } ls_where;

/* Words around a match that make it more or less likely to be a mark. */
typedef struct ls_around {
    ls_where where; /* the rest of its line, the neighbours on its row, or the other lines of its page */
    const pcre2_code *regex;
    int points;
} ls_around;

typedef struct ls_context {
    const char *name;
    int64_t points[LS_FEATURE_COUNT]; /* −100…100, added when the feature holds */
    ls_around *around;
    size_t around_count;
} ls_context;

typedef struct ls_pattern {
    uint32_t anchor[LS_ANCHOR_MAX]; /* glyphs that must be there, each in some reading, before the regex is tried */
    size_t anchor_length;
    bool word_starts[LS_ANCHOR_MAX]; /* a glyph behind a space, which is none itself */
    int errors; /* of these glyphs, that may be lost, added or misread */
    const pcre2_code *regex;
    uint32_t *alphabet; /* code points that the regex can want, ascending: only such readings are tried */
    size_t alphabet_count;
    uint32_t *letters; /* of it, those that it spells out: in no [class] but of one alphabet; ascending */
    size_t letter_count;
    int score; /* 0–100 before context */
    const ls_context *context;
    const ls_class *classes; /* the pack's */
    size_t class_count;
} ls_pattern;

typedef struct ls_example_line {
    const char *text;
    int ink, zone;
    int64_t size; /* per cent of the body's glyph height */
    bool beside;  /* on the row of the line before it, to its right */
    bool framed;
} ls_example_line;

typedef struct ls_example {
    bool must, header, page;
    ls_example_line *lines;
    size_t count;
} ls_example;

struct ls_pattern_set {
    ls_pattern *patterns;
    size_t count;
    int64_t minimum; /* confidence below which a match is none */
    ls_texts over;   /* rules whose overlapping matches this rule replaces */
    ls_example *examples;
    size_t example_count;
};

/* --------------------------------------------------------------------------------------------------- store */

typedef struct ls_topic {
    const char *name;
    ls_words text; /* with the contacts of its file below it */
} ls_topic;

typedef struct ls_help {
    const char *name; /* "cn": file help/cn.yaml */
    const char *system;
    const char *file;
    size_t folder;
    ls_basis *basis;
    size_t basis_count;
    ls_topic *topics;
    size_t topic_count;
    struct ls_help *next;
} ls_help;

typedef struct ls_file {
    const char *name;      /* "marks/cn.yaml" */
    size_t folder;
    const char *bytes;
    size_t size;
} ls_file;

struct ls_rules {
    ls_arena *arena;
    pcre2_general_context *memory; /* patterns live in the arena too */
    pcre2_compile_context *compile;
    const char *const *folders;
    size_t folder_count;
    bool without_examples;
    const char *const *wanted; /* the request's languages; while loading only */
    size_t wanted_count;
    ls_rule *rules;
    size_t rule_count, rule_capacity;
    ls_help *helps;
    struct ls_document_pack *documents; /* document_parts.h */
    const char **languages;
    size_t language_count, language_capacity;
    ls_file *files;
    size_t file_count, file_capacity;
};

/* Reads folder/kind/name.yaml into a tree and remembers its bytes for the hash. *yaml: arena, code and error set. */
ls_status ls_store_read(ls_rules *rules, size_t folder, const char *kind, const char *name, ls_yaml *yaml);
/* Is there a regular file folder/kind/name.yaml? */
bool ls_store_has(const ls_rules *rules, size_t folder, const char *kind, const char *name);
/* Names (without .yaml) of the files of folder/kind, ascending; none when there is no such folder. */
ls_status ls_store_list(ls_rules *rules, size_t folder, const char *kind, ls_texts *names, ls_error *error);
/* Files in the order of their names: that of the hash. */
void ls_store_sort(ls_rules *rules);

/* {en: …, zh: …}, both of them. */
ls_status ls_words_read(const ls_yaml *yaml, const ls_node *node, ls_words *words);

/* The help file that a pack of `folder` calls `name`: its own folder's, else the nearest earlier one's; read once. */
ls_status ls_help_load(ls_rules *rules, size_t folder, const char *name, const ls_yaml *by, const ls_node *at,
                       ls_help **help);
/* LS_E_RULES when an entry is named that none of the `count` help files has. */
ls_status ls_basis_resolve(ls_rules *rules, const ls_yaml *yaml, ls_help *const *helps, size_t count,
                           const ls_texts *ids, const ls_basis *const **out);

ls_status ls_pack_load(ls_rules *rules, size_t folder, const char *kind, const char *name, ls_error *error);

/* What the patterns of one pack share. */
typedef struct ls_dialect {
    ls_class *classes;
    size_t class_count;
    ls_fragment *fragments;
    size_t fragment_count;
    ls_context *contexts;
    size_t context_count;
} ls_dialect;

/* `classes`, `fragments`, `contexts`: the pack's mappings, each may be NULL. */
ls_status ls_dialect_read(ls_rules *rules, const ls_yaml *yaml, const ls_node *classes, const ls_node *fragments,
                          const ls_node *contexts, ls_dialect *dialect);
/* The regex in a text node, with the dialect's names in it. */
ls_status ls_regex_read(ls_rules *rules, const ls_yaml *yaml, const ls_dialect *dialect, const ls_node *node,
                        const pcre2_code **out);
ls_status ls_patterns_read(ls_rules *rules, const ls_yaml *yaml, const ls_dialect *dialect, const ls_node *patterns,
                           struct ls_pattern_set *set);
ls_status ls_examples_read(ls_rules *rules, const ls_yaml *yaml, const ls_node *examples, struct ls_pattern_set *set);

/* What the house's rules for words forbid in this text, or NULL. `system` may be NULL; `covered`: names no level. */
const char *ls_lint_text(const char *text, const char *system, bool covered);

#endif
