/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line of glyphs as patterns see it. Each cell is one character in all its readings; forms that mean the same are
 * folded (full width to ASCII, the many slashes, dashes and spaces to one), and spaces that only stand between
 * letter-spaced glyphs are gone: 机 密 ★ 2 0 年 is 机密★20年, S E C R E T is SECRET, TOP SECRET keeps its space. What the
 * sides of a frame were read as is gone from both ends: | 極秘 ] is 極秘.
 */
#ifndef LS_RULES_CELLS_H
#define LS_RULES_CELLS_H

#include "record/text.h"

typedef struct ls_option {
    uint32_t code;
    unsigned char score; /* 0–100 */
} ls_option;

typedef struct ls_cell {
    size_t glyph; /* of the line */
    unsigned char count;
    ls_option options[LS_ALTERNATIVES]; /* best first, each code once */
} ls_cell;

typedef struct ls_cells {
    ls_cell *items;
    size_t count, capacity;
} ls_cells;

/* Fills *cells anew from `line`, in arena memory that is used again by the next call. LS_E_NOMEM. */
ls_status ls_cells_read(ls_cells *cells, ls_arena *arena, const ls_line *line);
/* The best readings as UTF-8 in arena memory; NULL: no memory. */
char *ls_cells_text(const ls_cells *cells, size_t from, size_t to, ls_arena *arena);

#endif
