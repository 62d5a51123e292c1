/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pattern's anchor in a line that was read badly: of СОВЕРШЕННО СЕКРЕТНО the first letter lies in a fold, 機 of
 * 機密性2情報 is read as two strokes, and a ring's edge stands between two letters as a third one.
 */
#ifndef LS_RULES_SPELLING_H
#define LS_RULES_SPELLING_H

#include "rules/cells.h"
#include "rules/store.h"

/* How well the cell can be read as `code`, 0–100; −1: not at all. */
int ls_readable_as(const ls_cell *cell, const ls_pattern *pattern, uint32_t code);

typedef struct ls_spelling { /* memory that is used again from line to line; all zero at first */
    int *errors;          /* with which the anchor so far can end before a cell; it may begin anywhere */
    unsigned char *steps; /* the last one of the way there */
    size_t capacity, columns;
    ls_cells mended;
} ls_spelling;

/*
 * Looks for the place where the anchor fits with the fewest glyphs lost, added or misread; its digits must be read. Up to
 * the pattern's errors, ->mended becomes the line with the anchor's own glyphs there, from cell *at on, those that were
 * not read with a score of 0. False: not that well, or no memory, which *status then says. The anchor of ABCIIY for ABCDY
 * ends after ABC (two lost) as well as after Y (one misread, one added): `last_end` says at which of equally good places.
 */
bool ls_spelling_mend(ls_spelling *spelling, const ls_cells *cells, const ls_pattern *pattern, bool last_end, ls_arena *arena,
                      size_t *at, int *errors, ls_status *status);

#endif
