/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at a picture through the text map: small first, larger where that is worth it, in pieces where glyphs are small. */
#ifndef LS_TEXT_LOOK_H
#define LS_TEXT_LOOK_H

#include "text/map.h"
#include "text/reader.h"

/*
 * Appends the lines to `lines` and pages and seals to `text`, all in pixels of `raster` (RGB). `gain`: by which a dim picture
 * is brightened first, 1 for none. `rows`: what the finder
 * has seen, likewise: where one of them may be writing a first look is not the last one, and where the finder is sure
 * nobody looks closer. LS_E_NOMEM, LS_E_FORMAT.
 */
ls_status ls_look(ls_text_model *model, const ls_raster *raster, double gain, const ls_chains *rows, ls_chains *lines,
                  ls_text *text);

#endif
