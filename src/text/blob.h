/* SPDX-License-Identifier: Apache-2.0 */
/* Connected areas that are darker or lighter than their surroundings: strokes of writing, and much else. */
#ifndef LS_TEXT_BLOB_H
#define LS_TEXT_BLOB_H

#include "image/raster.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ls_blob {
    int left, top, right, bottom; /* pixels, right and bottom exclusive */
    unsigned area;                /* pixels */
    float stroke;                 /* mean width of its strokes, pixels: twice the area by the length of its outline */
    float contrast;               /* mean difference from the surroundings, gray levels, positive */
    float tone;                   /* mean gray */
} ls_blob;

typedef struct ls_blobs {
    ls_blob *items; /* owned; in the order of their first pixel, row by row */
    size_t count, capacity;
} ls_blobs;

/* Which areas are of interest; the rest is counted nowhere. */
typedef struct ls_blob_filter {
    bool light;        /* lighter than the surroundings instead of darker */
    int min_side;      /* the longer side of the bounding box, pixels */
    int max_side;      /* the shorter side */
    int max_length;    /* the longer side */
    unsigned min_area; /* pixels */
} ls_blob_filter;

/*
 * `mean`: the surroundings' mean at each pixel of `gray` (ls_vision_mean). Pixels of one row or of neighbouring rows
 * that touch, also at a corner, belong together. LS_E_NOMEM; LS_E_LIMIT when the picture is too busy to be sorted out.
 */
ls_status ls_blobs_find(const ls_raster *gray, const ls_raster *mean, const ls_blob_filter *filter, ls_blobs *blobs);
void ls_blobs_free(ls_blobs *blobs);

/* The difference from a surrounding of this mean that makes ink, gray levels: camera noise grows with brightness. */
static inline int ls_blob_threshold(int mean)
{
    return 7 + mean / 20;
}

#endif
