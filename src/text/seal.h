/* SPDX-License-Identifier: Apache-2.0 */
/* Red seals and chops by their colour: a ring with a star, and a frame with a line in it, at any angle. */
#ifndef LS_TEXT_SEAL_H
#define LS_TEXT_SEAL_H

#include "image/raster.h"
#include "record/text.h"
#include "text/chain.h"

/*
 * `rgb` as in the first look; `gain`: of its gray levels (ls_levels). Appends seals to `text` that it does not have yet, and what stands in chops to `rows`
 * (likely, LS_CERTAINTY_BESIDE) where no likely row lies; red lines without a frame only when some row is certainly
 * writing. All in pixels of `rgb`. LS_E_NOMEM.
 */
ls_status ls_seals_find(const ls_raster *rgb, double gain, ls_chains *rows, ls_text *text);

#endif
