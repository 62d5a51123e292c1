/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ink by what differs from its surroundings: paper in warm light is red all over and a worn stamp only a little redder, a
 * sheet in the shadow is darker than ink in the sun.
 */
#ifndef LS_TEXT_INK_MASK_H
#define LS_TEXT_INK_MASK_H

#include "image/raster.h"

typedef enum ls_ink_kind {
    LS_INK_KIND_RED,
    LS_INK_KIND_DARK
} ls_ink_kind;

/* How much a pixel has of it, 0–255. `rgb` has 3 channels; `out` is allocated here. LS_E_NOMEM. */
ls_status ls_ink_measure(const ls_raster *rgb, ls_ink_kind kind, ls_raster *out);

/*
 * 255 where a pixel has more of it than its surroundings, by more than noise and tinted paper have. `rgb` has 3 channels;
 * `out` is allocated here. LS_E_NOMEM, or LS_E_FORMAT when it is too small to have surroundings.
 */
ls_status ls_ink_mask(const ls_raster *rgb, ls_ink_kind kind, ls_raster *out);

#endif
