/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of a page that somebody may have covered: tape, marker strokes and boxes (even and sharply bounded), mosaics
 * (even squares on a lattice), blur (darker than paper, without an edge, among sharp writing) and slips hardly unlike the
 * paper (four straight steps of one sign). What they mean is for the rules to say: only where a mark belongs is a patch a cover.
 */
#ifndef LS_TEXT_PATCH_H
#define LS_TEXT_PATCH_H

#include "image/raster.h"
#include "record/text.h"

/*
 * Appends patches on pages that have lines which were read; when lines stand on
 * no page, or on one whose outline is no sheet's, also around all of them (page -1); and, first, slips hardly unlike the
 * paper and smears above and below the writing (on the page that most lines stand on, or -1 beside it). `text`: after reading, quads in pixels of the stored picture. At most LS_PATCHES_MAX are kept. LS_E_NOMEM, LS_E_FORMAT.
 */
ls_status ls_patches_find(const ls_raster *raster, ls_text *text);

#endif
