/* SPDX-License-Identifier: Apache-2.0 */
/* The line of writing across a strip that may have a frame round it: glyphs are dense, a frame is thin and a gap away. */
#ifndef LS_TEXT_BAND_H
#define LS_TEXT_BAND_H

#include "image/raster.h"

#include <stdbool.h>

#define LS_BAND_STRIP 40u   /* pixels, the height of a strip */
#define LS_BAND_WIDEST 640u /* pixels, its width at most */

typedef struct ls_band {
    uint32_t left, right, top, foot; /* pixels of the strip; right and foot are the first ones outside */
    bool framed;                     /* a frame stands on all four sides */
    double contrast;                 /* of ink against the rest of the strip, levels */
} ls_band;

/* `strip`: one channel, more where there is more ink. False when no line lies across its middle; `band` is then undefined. */
bool ls_band_find(const ls_raster *strip, ls_band *band);

#endif
