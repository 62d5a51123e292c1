/* SPDX-License-Identifier: Apache-2.0 */
/* Marks in text that was read with doubt: every line is held against the patterns with all its glyph alternatives. */
#ifndef LS_RULES_MATCH_H
#define LS_RULES_MATCH_H

#include "record/text.h"
#include "rules/pack.h"

typedef struct ls_match {
    const ls_rule *rule;
    size_t line;        /* index into text->lines */
    size_t from, to;    /* glyphs [from, to) of it */
    ls_point quad[4];   /* of those glyphs, pixels of the stored picture */
    int confidence;     /* 0–100 */
    int quality;        /* 0–100, how surely those glyphs are the ones that the pattern wants */
    const char *text;   /* the reading that matched, arena memory */
} ls_match;

typedef struct ls_matches {
    ls_arena *arena;
    ls_match *items;
    size_t count, capacity;
    bool limit_hit;       /* a pattern reached PCRE2's match limit: coverage must say so */
    const char *limit_rule;
    int64_t deadline;     /* set by the caller: ls_clock_ms() beyond which no further line is tried; 0: none */
    const volatile int *cancel; /* set by the caller: a flag that ends the matching when it is not 0; or NULL */
} ls_matches;

/* Best match per rule and line, strongest rules first. LS_E_NOMEM, LS_E_LIMIT, LS_E_DEADLINE, LS_E_CANCELLED: the matches so far are kept. Thread-safe on shared `rules`. */
ls_status ls_rules_match(const ls_rules *rules, const ls_text *text, ls_matches *matches);

/*
 * Makes lines of those doubts that are one mark and nothing else, and drops the others. `limits`: its deadline and cancel
 * flag hold here too. Before ls_rules_match. LS_E_NOMEM and as there; the doubts are gone all the same.
 */
ls_status ls_rules_take_doubts(const ls_rules *rules, ls_text *text, ls_matches *limits);

#endif
