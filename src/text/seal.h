/* SPDX-License-Identifier: Apache-2.0 */
/* Round red seals by their colour: a ring, mostly with a star. */
#ifndef LS_TEXT_SEAL_H
#define LS_TEXT_SEAL_H

#include "image/raster.h"
#include "record/text.h"

/*
 * `rgb` as in the first look; `gain`: of its gray levels (ls_levels). Appends seals to `text` that it does not have yet, in
 * pixels of `rgb`. LS_E_NOMEM.
 */
ls_status ls_seals_find(const ls_raster *rgb, double gain, ls_text *text);

#endif
