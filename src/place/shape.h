/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of an area and the test of a point against them.
 *
 * A part is one polygon (rings), one line or one point. The boundary is inside; a point is inside of a polygon when a
 * ray from it crosses its rings an odd number of times. Longitude is a circle: rings are unrolled when they are
 * loaded, so that no edge runs the long way round, and a point is tested at every longitude it has on the unrolled
 * ring.
 */
#ifndef LS_PLACE_SHAPE_H
#define LS_PLACE_SHAPE_H

#include "place/ruler.h"

#include <stdbool.h>
#include <stddef.h>

/* How many vertices unrolling may append: the way over a pole. */
#define LS_RING_SPARE 3

typedef struct ls_ring {
    ls_vertex
        *vertices; /* room for LS_RING_SPARE more than `count` as read; the last one of a polygon's repeats the first */
    size_t count;  /* at least 2 */
    size_t edges;  /* real ones; further ones close a ring around a pole and are no boundary */
    double west, east, south, north;
} ls_ring;

typedef struct ls_part {
    ls_ring *rings;
    size_t count;
    bool filled; /* a polygon; a line or point has no inside of its own */
} ls_part;

/*
 * Every step of more than 180° in longitude is taken the short way round (a step of 360° is none), as RFC 7946,
 * section 3.1.9, expects it to have been cut. A ring that this would flatten onto a meridian runs around the whole
 * globe and is taken as written. A polygon's ring that does not come back to its start encloses a pole: the one on its
 * own side of the equator. Sets edges and bounds.
 */
void ls_ring_unroll(ls_ring *ring, bool filled);

/* A point and how far from it edges matter. */
typedef struct ls_query {
    ls_vertex at;
    ls_space space;
    double reach;    /* metres, at least a millimetre: nearer than that is on the edge */
    double lat, lon; /* half-width of a box in degrees that holds everything within reach; lon at most 180 */
} ls_query;

ls_query ls_query_make(ls_vertex at);
/* Sets how far edges matter; cheap when it is as before, as for areas of one buffer. */
void ls_query_reach(ls_query *query, double reach);
/*
 * True when the part is a polygon and the point inside of it or on its boundary. *distance becomes that to the nearest
 * edge within reach, in metres, when it was larger; it is not touched when nothing is within reach.
 */
bool ls_part_test(const ls_part *part, const ls_query *query, double *distance);

#endif
