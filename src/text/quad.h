/* SPDX-License-Identifier: Apache-2.0 */
/* Quadrilaterals: what a rectangle on paper becomes in a photo. Corners: top left, top right, bottom right, bottom left. */
#ifndef LS_TEXT_QUAD_H
#define LS_TEXT_QUAD_H

#include "record/text.h"

#include <stdbool.h>

/* Inside the quadrilateral (clockwise) or on its edge? */
bool ls_quad_holds(const ls_point quad[4], ls_point point);
ls_point ls_quad_middle(const ls_point quad[4]);
double ls_quad_area(const ls_point quad[4]);
/* Means of top and bottom, and of the two sides. */
double ls_quad_width(const ls_point quad[4]);
double ls_quad_height(const ls_point quad[4]);
/* The upright rectangle around it: its least and its greatest coordinates. */
void ls_quad_box(const ls_point quad[4], ls_point *low, ls_point *high);
/* Turned or mirrored photos turn corners round: holding wants them clockwise (y down). */
void ls_quad_make_clockwise(ls_point quad[4]);

#endif
