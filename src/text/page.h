/* SPDX-License-Identifier: Apache-2.0 */
/* Areas that look like a sheet of paper or a lit screen, whole or cut off by the picture's edge. */
#ifndef LS_TEXT_PAGE_H
#define LS_TEXT_PAGE_H

#include "image/raster.h"
#include "record/text.h"

/* Appends pages to text->pages with quads in pixels of `gray`, largest first, none twice. LS_E_NOMEM. */
ls_status ls_pages_find(const ls_raster *gray, ls_text *text);

/* Largest first. */
void ls_pages_sort(ls_text *text);

/* Inside the quadrilateral (clockwise) or on its edge? */
bool ls_quad_holds(const ls_point quad[4], ls_point point);
ls_point ls_quad_middle(const ls_point quad[4]);
double ls_quad_area(const ls_point quad[4]);

#endif
