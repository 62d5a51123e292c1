/* SPDX-License-Identifier: Apache-2.0 */
/* Where one picture lies on another that may show more of the same, less of it, with bars beside it, or turned. */
#ifndef LS_IMAGE_OVERLAY_H
#define LS_IMAGE_OVERLAY_H

#include "image/luma.h"

#define LS_OVERLAY_SIDE 512u /* pixels: longest side of what is compared in detail */

typedef struct ls_overlay {
    uint32_t orientation;            /* Exif 1–8: how the second picture is turned to lie as the first */
    double left, top, right, bottom; /* the first picture's edges on the second one, turned, whose own are 0 and 1 */
    double correlation;              /* of what both show there, −1 to 1 */
    bool searched;                   /* it is the best of many thousand places: a low correlation tells nothing */
} ls_overlay;

/* Room that the functions below work in; one after the other. */
typedef struct ls_overlay_room {
    ls_luma first, second;               /* what both show in the area that they share, in pixels of the same size */
    ls_luma first_detail, second_detail; /* of these, or their edges */
    ls_luma whole_first, whole_second, turned; /* of both, small; the second one turned */
    ls_luma small_first, small_second;         /* of both, smaller still */
} ls_overlay_room;

ls_status ls_overlay_room_alloc(ls_overlay_room *room, ls_arena *arena);

/*
 * Both pictures in the area that they share, at most `side` pixels (up to LS_OVERLAY_SIDE) long, into room->first and room->second. False when that
 * is too small to tell anything. `second` is turned already.
 */
bool ls_overlay_shared(const ls_luma *first, const ls_luma *second, const ls_overlay *overlay, uint32_t side,
                       ls_overlay_room *room);

/*
 * The best of the whole on the whole, with bars and with borders cut off, in this orientation alone and not made exact: what nearly
 * every camera's thumbnail is.
 */
ls_overlay ls_overlay_expect(const ls_luma *first, const ls_luma *second, uint32_t orientation, ls_overlay_room *room);

/*
 * The overlay with the best correlation of detail. Looks at the whole pictures first, with and without bars and in every
 * orientation, `orientation` before all others; then for one as a part of the other. What is nowhere alike gives some overlay
 * with a low correlation.
 */
ls_overlay ls_overlay_find(const ls_luma *first, const ls_luma *second, uint32_t orientation, ls_overlay_room *room);

/* Correlation of the outlines of both in the area that they share, whichever side of them is brighter. */
double ls_overlay_edges(const ls_luma *first, const ls_luma *second, const ls_overlay *overlay, ls_overlay_room *room);

#endif
