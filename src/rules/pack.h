/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rule packs: knowledge as data. A rules folder has marks/ (one pack per system of marks), detect/ (texts of what the
 * built-in detectors find), help/ (laws, standards, contacts) and policy/ (read by the engine). Packs are immutable
 * once loaded and shared between threads.
 */
#ifndef LS_RULES_PACK_H
#define LS_RULES_PACK_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/status.h"

#include <stdbool.h>

typedef enum ls_language { LS_LANG_EN, LS_LANG_ZH, LS_LANG_COUNT } ls_language;

typedef struct ls_words {
    const char *text[LS_LANG_COUNT]; /* both are always there: the loader refuses a rule that lacks one */
} ls_words;

/* One entry of help/<system>.yaml that texts rest on. */
typedef struct ls_basis {
    const char *id;       /* "cn.secrets-law.29" */
    ls_words name;        /* law and article, or standard */
    const char *version;
    const char *url;      /* where the official text is */
    const char *checked;  /* ISO date */
} ls_basis;

typedef struct ls_rule {
    const char *id, *pack;        /* pack: file it came from */
    const char *category;         /* metadata, mark, document, place, identity, album, repair */
    const char *system, *level;   /* NULL when the rule has none */
    ls_severity severity;
    ls_words title, what, why, action; /* may hold {placeholders}: value, count, area, distance, carrier, languages */
    const ls_basis *const *basis;
    size_t basis_count;           /* at least 1 */
    struct ls_pattern_set *patterns; /* NULL for rules that a detector in C reports under */
    bool photo_verified;          /* its pack's: right on 85 of 100 of at least 40 photos of the evaluation (models/README.md) */
} ls_rule;

typedef struct ls_rules ls_rules;

typedef struct ls_rules_request {
    const char *const *folders;    /* searched in order; a later folder's rule must not repeat an id */
    size_t folder_count;
    const char *const *mark_packs; /* names of marks/NAME.yaml to load from the first folder(s) that have them */
    size_t mark_pack_count;
    size_t all_marks_from;         /* folders at or after this index have all of their marks/ loaded (--rules DIR);
                                      folder_count: none */
    const char *const *languages;  /* of those that packs of the first folder name, what is used; none: all */
    size_t language_count;
    bool without_text;  /* no stage looks at pictures: detect/ packs of what is seen in them (document.yaml) are not read */
    bool without_areas; /* no area file: detect/area.yaml is not read */
    bool without_examples; /* a check needs none, and they are a third of a pack: read over, but for the hash */
    bool every_pack;               /* rules list|test: load all that there is */
} ls_rules_request;

/*
 * detect/ of every folder is read, the mark packs asked for, and the help files these name (help/general.yaml always).
 * LS_E_RULES with "FILE:LINE:COLUMN: …" in *error, LS_E_NOMEM; *rules is NULL then.
 */
ls_status ls_rules_load(const ls_rules_request *request, ls_rules **rules, ls_error *error);
void ls_rules_free(ls_rules *rules);

size_t ls_rules_count(const ls_rules *rules);
const ls_rule *ls_rules_at(const ls_rules *rules, size_t index); /* sorted by id */
const ls_rule *ls_rules_find(const ls_rules *rules, const char *id);
/* Tesseract languages that the loaded mark packs need and the request wants, each once, in the order of mark_packs. */
size_t ls_rules_language_count(const ls_rules *rules);
const char *ls_rules_language(const ls_rules *rules, size_t index);
/* SHA-256 over name ("marks/cn.yaml"), NUL and bytes of every file that was read, in the order of their names, worked out at each call. LS_E_NOMEM. */
ls_status ls_rules_hash(const ls_rules *rules, char hex[LS_HASH_HEX]);
/*
 * Text of a help topic for one system ("cn"), or for "general"; NULL when there is none. "leaked": what to do when the
 * photo is already out, several lines, contacts last; "advice": the same in one line.
 */
const char *ls_rules_topic(const ls_rules *rules, const char *system, const char *topic, ls_language language);

/*
 * Runs the inline examples for real and holds every text against the house's rules for words (see lint.c). Calls back
 * per failure (`callback` may be NULL); counts both. LS_E_NOMEM, LS_E_LIMIT.
 */
typedef void ls_rules_failure(const char *pack, const char *rule, const char *example, const char *problem, void *user);
ls_status ls_rules_test(const ls_rules *rules, ls_rules_failure *callback, void *user, size_t *examples,
                        size_t *failures);

#endif
