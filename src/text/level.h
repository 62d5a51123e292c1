/* SPDX-License-Identifier: Apache-2.0 */
/* The gray picture at several sizes: large glyphs are found where they are small, and read where they are not. */
#ifndef LS_TEXT_LEVEL_H
#define LS_TEXT_LEVEL_H

#include "image/raster.h"
#include "text/light.h"

#include <stdbool.h>

#define LS_LEVELS_MAX 6
#define LS_LEVEL_LEAST 150u /* pixels: glyphs that are large in less than that fill the picture */

typedef struct ls_levels {
    const ls_raster *rgb;          /* borrowed: what they were made from, in its colours */
    ls_raster gray[LS_LEVELS_MAX]; /* [0] full size, then each half of the one before */
    double scale[LS_LEVELS_MAX];   /* pixels of [0] per pixel */
    uint32_t count;
    double gain;                   /* by which a dim picture was brightened, 1 for none */
    ls_light light;                /* in which strips are cut */
} ls_levels;

/* Halves until the longest side is LS_LEVEL_LEAST or shorter; `rgb` outlives the levels. LS_E_NOMEM. */
ls_status ls_levels_make(const ls_raster *rgb, ls_levels *levels);
void ls_levels_free(ls_levels *levels);

#endif
