/* SPDX-License-Identifier: Apache-2.0 */
/* A picture as brightness alone, small enough to be compared with another one. */
#ifndef LS_IMAGE_LUMA_H
#define LS_IMAGE_LUMA_H

#include "base/arena.h"
#include "image/raster.h"

#include <stdbool.h>

#define LS_LUMA_SIDE 1024u /* pixels: the longest side that is kept; print of 12 pixels on a photo of 4000 has 3 there */

typedef struct ls_luma {
    float *data;            /* row by row, 0 (black) to 255; of the arena */
    uint32_t width, height; /* each up to LS_LUMA_SIDE */
    size_t capacity;        /* pixels that there is room for */
} ls_luma;

/* A part of a picture in pixels, edges included; need not be whole numbers. */
typedef struct ls_window {
    double left, top, right, bottom;
} ls_window;

/* Room for `capacity` pixels, none of them used. LS_E_NOMEM. */
ls_status ls_luma_alloc(ls_luma *luma, size_t capacity, ls_arena *arena);
/* Luma (ITU-R BT.601) of a gray or RGB raster, made smaller until its longest side has LS_LUMA_SIDE pixels. LS_E_NOMEM. */
ls_status ls_luma_read(const ls_raster *raster, ls_luma *luma, ls_arena *arena);

/*
 * The part of `source` in `window` as width × height pixels, each the mean over the area it stands for. `out` has room for
 * them; the window lies in the source and its sides are no shorter than half a pixel.
 */
void ls_luma_cut(const ls_luma *source, const ls_window *window, uint32_t width, uint32_t height, ls_luma *out);
/* What is smaller than 2·radius + 1 pixels: each pixel less the mean around it. `out` has room for as many. */
void ls_luma_detail(const ls_luma *source, uint32_t radius, ls_luma *out);
/* How far each pixel differs from its right and lower neighbours: outlines, whichever side of them is the brighter one. */
void ls_luma_edges(const ls_luma *source, ls_luma *out);
/* Turned as Exif orientation 1–8 tells. `out` has room for as many. */
void ls_luma_turn(const ls_luma *source, uint32_t orientation, ls_luma *out);

/* Standard deviation over the part of whole pixels [left, right) × [top, bottom); 0 for an empty one. */
double ls_luma_deviation(const ls_luma *luma, uint32_t left, uint32_t top, uint32_t right, uint32_t bottom);
/* Correlation of two of the same size, −1 to 1; 0 when one is even. */
double ls_luma_correlation(const ls_luma *one, const ls_luma *other);

#endif
