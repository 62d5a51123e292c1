/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where small codes may be: areas of many hard edges, sharply bounded. Reading codes in the whole of a photo costs twenty
 * times as much as this look; what it can miss is said in codes.h.
 */
#ifndef LS_TEXT_CODE_PLACES_H
#define LS_TEXT_CODE_PLACES_H

#include "image/raster.h"

#include <stddef.h>

typedef struct ls_code_place {
    uint32_t left, top, width, height; /* pixels of the gray picture, with room for the quiet zone */
    double weight;                     /* 0–1: share of its cells that are busy, times how busy they are */
} ls_code_place;

/* At most `capacity` places, the heaviest first. LS_E_NOMEM. */
ls_status ls_code_places(const ls_raster *gray, ls_code_place *places, size_t capacity, size_t *count);

#endif
