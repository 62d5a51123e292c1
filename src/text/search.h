/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of writing in one gray picture, at every size, dark on light and light on dark. */
#ifndef LS_TEXT_SEARCH_H
#define LS_TEXT_SEARCH_H

#include "text/chain.h"
#include "text/level.h"

/*
 * `gray` as large as it is to be searched at (about 2000 pixels at most: glyphs from 4 to some 250 pixels are found).
 * Appends rows in its own pixels, sure and unsure ones, none twice. LS_E_NOMEM, LS_E_LIMIT.
 */
ls_status ls_search(const ls_raster *gray, ls_chains *chains);

/*
 * The same at the size that a photo is searched at, with certainties: `chains` is empty before, and in pixels of the
 * full size after. LS_E_NOMEM, LS_E_LIMIT.
 */
ls_status ls_search_levels(const ls_levels *levels, ls_chains *chains);

#define LS_CERTAINTY_LEAST 10  /* below it a row is dropped unread */
#define LS_CERTAINTY_BESIDE 45 /* of a short row that has certain rows beside it */

#define LS_CERTAINTY_SURE 85   /* writing, whether it can be read or not */

/* 0–1: how likely a row is writing, by what it alone looks like (certain.c). */
float ls_row_likely(const float features[LS_FEATURE_COUNT]);

/* Sets `likely` and `certainty` of all: a row alone may be a fence, ten parallel ones on a page are writing. */
void ls_certainties_set(ls_chains *chains);

/* Is `other` parallel to the row, of about its size, and as near as another line of the same page? */
bool ls_chain_beside(const ls_chain *row, const ls_chain *other);

#endif
