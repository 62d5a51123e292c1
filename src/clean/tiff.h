/* SPDX-License-Identifier: Apache-2.0 */
/* Between the cleaner of TIFF and its proof. */
#ifndef LS_CLEAN_TIFF_H
#define LS_CLEAN_TIFF_H

#include "clean/cleaner.h"
#include "container/tiff.h"

/* May a cleaned page have this tag as it is? */
bool ls_clean_tiff_keeps(const ls_tiff *tiff, const ls_tag *tag);
/* The bytes of a strip or tile: as many as its fields say and, of what is not compressed, its rows need. Empty: a gap in the picture. */
ls_bytes ls_clean_tiff_unit(const ls_tiff *tiff, const ls_tiff_layout *layout, uint64_t index);
/*
 * How many bytes of a unit of the photo are shown: what the walker takes for picture data; behind it stands what is left over. NULL, or
 * the name of what else is there and would have to be cut out of coded data.
 */
const char *ls_clean_tiff_trim(const ls_container *container, const ls_bytes *unit, uint64_t *shown);

#endif
