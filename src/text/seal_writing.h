/* SPDX-License-Identifier: Apache-2.0 */
/* The writing along the ring of a round seal, unrolled into a strip that reads like any line. */
#ifndef LS_TEXT_SEAL_WRITING_H
#define LS_TEXT_SEAL_WRITING_H

#include "text/level.h"

/*
 * `quad`: the seal's outline, clockwise in pixels of levels->gray[0]. The writing begins and ends beside the widest gap, which is the
 * seal's foot whichever way it was pressed; `mirrored`: as a front camera shows it. `strip` is gray, dark where the seal is red, and
 * allocated here. LS_E_FORMAT for a seal that is too small or has no such gap; LS_E_NOMEM.
 */
ls_status ls_seal_unroll(const ls_levels *levels, const ls_point quad[4], bool mirrored, ls_raster *strip);

#endif
