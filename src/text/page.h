/* SPDX-License-Identifier: Apache-2.0 */
/* Areas that look like a sheet of paper or a lit screen, whole or cut off by the picture's edge. */
#ifndef LS_TEXT_PAGE_H
#define LS_TEXT_PAGE_H

#include "image/raster.h"
#include "record/text.h"
#include "text/chain.h"

/* Appends bright pages to text->pages with quads in pixels of `gray`, largest first, none twice. LS_E_NOMEM. */
ls_status ls_pages_find(const ls_raster *gray, ls_text *text);

/*
 * The same by their edges, as light as their surroundings or in a shadow. `gain`: by which a dim picture is to be brightened
 * (level.h). It takes twice the time, and finds areas of all kinds: ask where writing stands on no bright page.
 */
ls_status ls_pages_find_even(const ls_raster *rgb, double gain, ls_text *text);

/* Largest first. */
void ls_pages_sort(ls_text *text);

/* Takes out the outlines that run through rows which surely are writing. Pages and rows in pixels of one picture. */
void ls_pages_drop_crossed(ls_text *text, const ls_chains *rows);
/* Does each such row stand on a page? */
bool ls_pages_hold(const ls_text *text, const ls_chains *rows);

#endif
