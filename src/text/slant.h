/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page seen from the side is sheared, not only turned: its letters lean while its rows are found as rectangles. Both
 * recognisers know upright letters only.
 */
#ifndef LS_TEXT_SLANT_H
#define LS_TEXT_SLANT_H

#include "base/status.h"
#include "image/raster.h"

/*
 * How much the writing in a gray strip, dark on light, leans: columns to the right per row upwards, -0.8 to 0.8; 0 when it
 * stands upright or nothing tells. LS_E_NOMEM.
 */
ls_status ls_slant_measure(const ls_raster *strip, double *slant);

#endif
