/* SPDX-License-Identifier: Apache-2.0 */
/* Blobs that could be glyphs, fragments put together: 机 is two blobs, i is two, 密 three. */
#ifndef LS_TEXT_GLYPH_H
#define LS_TEXT_GLYPH_H

#include "text/blob.h"

typedef struct ls_mark { /* something that could be a glyph */
    float x, y;          /* middle of its bounding box, pixels */
    float width, height; /* of its bounding box */
    float longer;        /* of the two */
    float size;          /* about the height of the writing: the longer side, but for letters that touch each other and
                            are one long mark, which is at most 1.8 times its shorter side */
    float stroke, contrast, tone, area;
    bool light;
    bool used;           /* belongs to a line already */
} ls_mark;

typedef struct ls_marks {
    ls_mark *items; /* owned */
    size_t count, capacity;
    /* a grid over the picture for finding neighbours: first[cell], then next[mark], -1 ends */
    int *first, *next;
    int columns, rows, cell;
} ls_marks;

/* LS_E_NOMEM. Frees nothing of `blobs`. */
ls_status ls_marks_make(const ls_blobs *blobs, bool light, uint32_t width, uint32_t height, ls_marks *marks);
void ls_marks_free(ls_marks *marks);

/* Cells that a square around (x, y) touches. */
typedef struct ls_cells {
    int left, top, right, bottom; /* inclusive */
} ls_cells;
ls_cells ls_marks_around(const ls_marks *marks, float x, float y, float reach);

#endif
