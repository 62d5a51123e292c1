/* SPDX-License-Identifier: Apache-2.0 */
/* The colour of writing, and of what stands under it. */
#ifndef LS_TEXT_INK_H
#define LS_TEXT_INK_H

#include "image/raster.h"
#include "record/text.h"

/* `quad` in pixels of `rgb`; `light` as the finder saw it. LS_INK_OTHER when it cannot be told. */
ls_ink ls_ink_of(const ls_raster *rgb, const ls_point quad[4], bool light);

/*
 * A straight red rule under a row of large red glyphs (GB/T 9704: under issuer and document number), as long as the
 * row at least. `quad`: the row, clockwise from its top left. True with the rule's ends.
 */
bool ls_ink_red_rule(const ls_raster *rgb, const ls_point quad[4], ls_point rule[2]);

#endif
