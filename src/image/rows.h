/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a decoder puts its rows: into the raster, or, of a picture that is too large to be held whole, into one of half its
 * size, two rows at a time.
 */
#ifndef LS_IMAGE_ROWS_H
#define LS_IMAGE_ROWS_H

#include "image/decoders.h"

/*
 * Pixels of a picture up to which it is decoded as it is: sensors of 64 megapixels have 9248 × 6944. A larger one takes more
 * than 600 MB when it is turned and searched. Its pixels of half the size are the mean of four.
 */
#define LS_WHOLE_PIXELS 65000000u

typedef struct ls_rows {
    ls_raster *raster;
    uint32_t width, height, channels; /* of the picture */
    unsigned char *pair;              /* room for an even and an odd row; NULL when rows go straight into the raster */
    uint32_t held[2];                 /* which rows are there, counted from 1 */
} ls_rows;

bool ls_rows_halve(uint64_t width, uint64_t height);

/* Room for the raster, all of it white (and opaque). *outcome says why not: LS_E_NOMEM. */
ls_status ls_rows_begin(ls_rows *rows, uint32_t width, uint32_t height, uint32_t channels, ls_raster *raster,
                        ls_outcome *outcome);
/* Where row y of the picture belongs, until ls_rows_put(): all of its pixels are to be written. From the top or from the foot. */
unsigned char *ls_rows_place(ls_rows *rows, uint32_t y);
void ls_rows_put(ls_rows *rows, uint32_t y);
void ls_rows_end(ls_rows *rows); /* the raster stays */

#endif
