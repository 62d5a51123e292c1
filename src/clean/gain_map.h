/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gain map of a JPEG that is to keep it (Ultra HDR 1.1, ISO 21496-1, Apple's): another JPEG behind the photo, whose numbers say how much
 * brighter it makes each place. What stays are its picture and these numbers; packets and indexes around them are made anew.
 */
#ifndef LS_CLEAN_GAIN_MAP_H
#define LS_CLEAN_GAIN_MAP_H

#include "clean/cleaner.h"

/*
 * Looks for the gain map of the photo. Sets cleaning->gain_map, whose segments are made, or leaves it NULL when there is none. Refuses
 * when there is one that cannot be kept. LS_OK, LS_E_NOMEM, LS_E_FORMAT.
 */
ls_status ls_gain_map_find(ls_cleaning *cleaning);

/*
 * Makes the segments by which the photo says that it has a gain map of `size` bytes; ls_gain_map_place() completes them. LS_E_NOMEM.
 */
ls_status ls_gain_map_announce(ls_cleaning *cleaning, size_t size);

/* Writes into the index among the segments where the gain map stands: the photo has `photo` bytes, the map `size`, the index is at `at`. */
void ls_gain_map_place(ls_segment *index, size_t photo, size_t size, size_t at);

/* The index among the segments; NULL when the photo has no gain map. */
ls_segment *ls_gain_map_index(ls_cleaning *cleaning);

#endif
