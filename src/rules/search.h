/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks are looked for where their anchor can be read at all: 机密 is tried wherever one glyph may be 机 and the next
 * 密, in any of their readings or as a glyph that is often taken for them. The line is then read again with the anchor
 * as it is meant, and, around it, with those other readings that the pattern could want, the likeliest first.
 */
#ifndef LS_RULES_SEARCH_H
#define LS_RULES_SEARCH_H

#include "rules/cells.h"
#include "rules/match.h"
#include "rules/scene.h"
#include "rules/spelling.h"

typedef struct ls_search {
    const ls_rules *rules;
    const ls_rule *limit_rule; /* the first one with a pattern that reached PCRE2's limits, or NULL */
    ls_arena *scratch;
    ls_scene scene;
    ls_cells cells;       /* of the current line */
    ls_spelling spelling;
    int errors;           /* of the anchor in the reading that is tried */
    ls_option *reading;   /* of the current line: what each cell is taken for */
    size_t *offsets;      /* where each cell starts in `subject`; one more for the end */
    char *subject, *rest; /* rest: of the line, without the match */
    size_t reading_capacity;
    ls_candidate *candidates;
    size_t candidate_count, candidate_capacity;
} ls_search;

/*
 * Holds one line against every pattern; the best candidate of each rule goes to ->candidates, whatever it is worth.
 * LS_E_LIMIT when the picture has too many of them or costs too many regex runs, LS_E_NOMEM.
 */
ls_status ls_search_line(ls_search *search, size_t index);
/* 0–100: points times quality, which weighs two fifths: a doubtful reading of a clear mark stays a mark. */
int ls_candidate_confidence(const ls_candidate *candidate);

/* ls_rules_match, of the lines from `first` on; the others are their surroundings. */
ls_status ls_match_from(const ls_rules *rules, const ls_text *text, size_t first, ls_matches *matches);

#endif
