/* SPDX-License-Identifier: Apache-2.0 */
/* Ink that stands alone on a sheet of writing: short lines whose glyphs run together, which no row of marks shows. */
#ifndef LS_TEXT_ISLAND_H
#define LS_TEXT_ISLAND_H

#include "text/block.h"
#include "text/level.h"

/*
 * Appends what lies in `area` (pixels of the full size) along the direction of `body`, is as long as two glyphs or more
 * and about as high as the body's rows, and is not covered by a likely row. LS_E_NOMEM, LS_E_LIMIT.
 */
ls_status ls_islands_find(const ls_levels *levels, const ls_point area[4], const ls_block *body, ls_chains *rows);

/*
 * The same on a `page` on which no rows say how writing runs: set upright by its corners, and searched along both of its
 * sides; nothing is appended where it does not look like a body of lines. LS_E_NOMEM, LS_E_LIMIT.
 */
ls_status ls_islands_on_page(const ls_levels *levels, const ls_point page[4], ls_chains *rows);

/* A word or two in the middle of a `board` with hardly anything else on it, along either of its sides. LS_E_NOMEM, LS_E_LIMIT. */
ls_status ls_islands_on_board(const ls_levels *levels, const ls_point board[4], ls_chains *rows);

#endif
