/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of PNG's picture data, for its walker. */
#ifndef LS_CONTAINER_PNG_H
#define LS_CONTAINER_PNG_H

#include "container/bytes.h"

/* IHDR, and of a frame of an animation its own width and height. */
typedef struct ls_png_shape {
    uint32_t width, height;
    unsigned depth, colour;
    bool interlaced;
} ls_png_shape;

/* Bytes of the rows with their filter bytes, all passes together; UINT64_MAX when that is no sensible number. */
uint64_t ls_png_rows(const ls_png_shape *shape);

/*
 * Where the compressed rows end that begin in the chunk at `at`, an IDAT or fdAT, and run on in those of its type behind it: the offset
 * behind the last byte that a decoder needs; that of the last such chunk's data when the stream is cut short.
 */
uint64_t ls_png_data_end(const ls_bytes *file, uint64_t at, const ls_png_shape *shape);

#endif
