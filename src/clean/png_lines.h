/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures of a PNG file and their rows of samples, as a decoder gets them: what they use, and what they hide. */
#ifndef LS_CLEAN_PNG_LINES_H
#define LS_CLEAN_PNG_LINES_H

#include "base/arena.h"
#include "container/bytes.h"
#include "record/container.h"

#include <zlib.h>

/* One picture: the default image, or a frame of an animation. */
typedef struct ls_png_picture {
    size_t first, count; /* of the pieces */
    uint32_t width, height;
} ls_png_picture;

typedef struct ls_png_pictures {
    ls_bytes header; /* IHDR's 13 bytes */
    ls_bytes *pieces; /* coded data, in order */
    ls_png_picture *items;
    size_t piece_count, count;
} ls_png_pictures;

/* LS_E_NOMEM. `container`: what the walker says of `file`. */
ls_status ls_png_list(const ls_bytes *file, const ls_container *container, ls_arena *arena, ls_png_pictures *pictures);

/* Bytes of a pixel, at least 1; 0 for a colour type that does not exist. */
unsigned ls_png_pixel_size(const ls_bytes *header);
/* Has each pixel an opacity of its own (colour types 4 and 6)? */
bool ls_png_has_alpha(const ls_bytes *header);

/* Section 9.4: which of the bytes before, above and before that one predicts a byte. Inline: it is half of the time that rows take. */
static inline unsigned ls_png_paeth(unsigned a, unsigned b, unsigned c)
{
    const int to_a = (int)b - (int)c, to_b = (int)a - (int)c, to_c = to_a + to_b;
    const int pa = to_a < 0 ? -to_a : to_a, pb = to_b < 0 ? -to_b : to_b, pc = to_c < 0 ? -to_c : to_c;
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/* One pass over the rows of one picture. */
typedef struct ls_png_lines {
    const ls_png_pictures *pictures;
    const ls_png_picture *picture;
    z_stream zlib;
    size_t piece;          /* the next one to be inflated */
    unsigned pass;         /* of Adam7; 0 for a picture without passes */
    uint32_t row, columns; /* in the pass */
    size_t size;           /* bytes of the present row, without its filter byte */
    unsigned filter;       /* of the present row, 0 to 4 (PNG, third edition, 9.2) */
    unsigned char *line, *above; /* samples of the present row and the one above it in its pass, behind a byte for the filter */
    bool open, failed;
} ls_png_lines;

ls_status ls_png_lines_begin(ls_png_lines *rows, const ls_png_pictures *pictures, size_t index, ls_arena *arena);
/* The next row is in rows->line + 1, rows->size bytes. False behind the last, or when the data are damaged (rows->failed). */
bool ls_png_lines_next(ls_png_lines *rows);
/* Behind the last row: does the stream end there, and does nothing stand behind it? */
bool ls_png_lines_complete(ls_png_lines *rows);
void ls_png_lines_end(ls_png_lines *rows);

#endif
