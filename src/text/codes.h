/* SPDX-License-Identifier: Apache-2.0 */
/*
 * QR and bar codes of a photo. Looked at are: the whole picture, small, where a module of a large code is still 2 pixels;
 * then the places of code_places.h at the size of the first look, as many as the budget allows. Where text was seen or a
 * code was found, time matters less: the whole picture is read at that size, and more places. Each time as it stands and
 * as a negative; Data Matrix and Micro QR, which are read one way round only, in the mirror where there is time.
 *
 * What this misses: codes whose modules have less than about 2 pixels at the first look's size (4 of a 12-megapixel
 * JPEG's own); small codes of low contrast, blurred ones and those amid foliage in a photo without text; bar codes
 * halfway between two quarter turns; Aztec codes that are neither in the middle of the picture nor a place of their own.
 */
#ifndef LS_TEXT_CODES_H
#define LS_TEXT_CODES_H

#include "image/raster.h"
#include "record/text.h"

/* Adds the codes of `raster` (RGB) to `text`, quads in stored pixels. LS_E_NOMEM; LS_E_LIMIT when it could not be done, never LS_E_FORMAT: that is the networks'. */
ls_status ls_codes_find(const ls_raster *raster, ls_text *text);

#endif
