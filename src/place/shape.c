/* SPDX-License-Identifier: Apache-2.0 */
#include "place/shape.h"

#include <math.h>

/* ------------------------------------------------------------------------------------------------ unrolling */

/* Whole turns to add to a longitude so that the step to it is the short way round. */
static double turns_after(double turns, double from, double to)
{
    double step = to - from;
    return fabs(step) > 180 ? turns - round(step / 360) : turns;
}

/* True when the short way round leaves a ring no width that was written with one. */
static bool flattened(const ls_ring *ring)
{
    double first = ring->vertices[0].lon, turns = 0;
    bool width = false;
    for (size_t i = 1; i < ring->count; i++) {
        double lon = ring->vertices[i].lon;
        turns = turns_after(turns, ring->vertices[i - 1].lon, lon);
        if (lon + 360 * turns != first)
            return false;
        width = width || lon != first;
    }
    return width;
}

/* Degrees of latitude: past the pole, so that the pole itself is inside and not on an end of an edge. */
#define BEYOND_POLE 91.0

/*
 * The pole that a ring goes around: the one on its side of the equator, whichever way it runs; of a ring on both sides
 * the one on its left, where the inside of a shell is (RFC 7946, section 3.1.6).
 */
static double pole_of(const ls_ring *ring, bool eastward)
{
    bool north = true, south = true;
    for (size_t i = 0; i < ring->count; i++) {
        north = north && ring->vertices[i].lat >= 0;
        south = south && ring->vertices[i].lat <= 0;
    }
    return north || (eastward && !south) ? BEYOND_POLE : -BEYOND_POLE;
}

/* Closes a ring over its pole, by edges that are no boundary. */
static void close_over_pole(ls_ring *ring)
{
    ls_vertex first = ring->vertices[0], last = ring->vertices[ring->count - 1];
    double pole = pole_of(ring, last.lon > first.lon);
    ring->vertices[ring->count++] = (ls_vertex){last.lon, pole};
    ring->vertices[ring->count++] = (ls_vertex){first.lon, pole};
    ring->vertices[ring->count++] = first;
}

static void find_bounds(ls_ring *ring)
{
    ring->west = ring->south = INFINITY;
    ring->east = ring->north = -INFINITY;
    for (size_t i = 0; i < ring->count; i++) {
        ls_vertex vertex = ring->vertices[i];
        ring->west = fmin(ring->west, vertex.lon);
        ring->east = fmax(ring->east, vertex.lon);
        ring->south = fmin(ring->south, vertex.lat);
        ring->north = fmax(ring->north, vertex.lat);
    }
}

void ls_ring_unroll(ls_ring *ring, bool filled)
{
    ring->edges = ring->count - 1;
    if (!flattened(ring)) {
        double written = ring->vertices[0].lon, turns = 0;
        for (size_t i = 1; i < ring->count; i++) {
            double next = ring->vertices[i].lon;
            turns = turns_after(turns, written, next);
            ring->vertices[i].lon = next + 360 * turns;
            written = next;
        }
        if (filled && turns != 0)
            close_over_pole(ring);
    }
    find_bounds(ring);
}

/* -------------------------------------------------------------------------------------------------- testing */

/* Degrees that rounding may take from the box around a point. */
#define BOX_SLACK 1e-9
/* Nearer to an edge than this, in metres, is on it: below what rounding and eight decimals of a degree can tell apart.
 */
#define TOUCH 1e-3

ls_query ls_query_make(ls_vertex at)
{
    return (ls_query){.at = at, .space = ls_ruler_space(at)};
}

void ls_query_reach(ls_query *query, double reach)
{
    reach = fmax(reach, TOUCH);
    if (reach == query->reach)
        return;
    query->reach = reach;
    /* No way of this length changes the latitude by more, nor, below the latitude it can climb to, the longitude. */
    query->lat = reach / LS_EARTH_SMALLEST * (180 / M_PI) + BOX_SLACK;
    double highest = fabs(query->at.lat) + query->lat;
    query->lon = highest < 90 ? reach / (LS_EARTH_A * cos(highest * M_PI / 180)) * (180 / M_PI) + BOX_SLACK : 180;
    query->lon = fmin(query->lon, 180);
}

static bool within_box(ls_vertex from, ls_vertex to, ls_vertex point, const ls_query *query)
{
    return point.lon >= fmin(from.lon, to.lon) - query->lon && point.lon <= fmax(from.lon, to.lon) + query->lon &&
           point.lat >= fmin(from.lat, to.lat) - query->lat && point.lat <= fmax(from.lat, to.lat) + query->lat;
}

/* Does a ray from the point to the east cross the edge? Its lower end belongs to it, its upper end to the next edge. */
static bool crosses(ls_vertex from, ls_vertex to, ls_vertex point)
{
    if ((from.lat > point.lat) == (to.lat > point.lat))
        return false;
    double side = (to.lon - from.lon) * (point.lat - from.lat) - (point.lon - from.lon) * (to.lat - from.lat);
    return to.lat > from.lat ? side > 0 : side < 0;
}

/* One pass over the edges of a ring, with the point at one of its longitudes. */
static void walk(const ls_ring *ring, const ls_query *query, ls_vertex point, bool *odd, double *distance)
{
    for (size_t i = 0; i + 1 < ring->count; i++) {
        ls_vertex from = ring->vertices[i], to = ring->vertices[i + 1];
        if (i < ring->edges && within_box(from, to, point, query))
            *distance = fmin(*distance, ls_ruler_to_edge(query->space, from, to));
        *odd ^= crosses(from, to, point);
    }
}

bool ls_part_test(const ls_part *part, const ls_query *query, double *distance)
{
    bool odd = false;
    double nearest = INFINITY;
    for (size_t i = 0; i < part->count; i++) {
        const ls_ring *ring = &part->rings[i];
        if (query->at.lat < ring->south - query->lat || query->at.lat > ring->north + query->lat)
            continue;
        double west = ring->west - query->lon, east = ring->east + query->lon;
        double lon = query->at.lon + 360 * ceil((west - query->at.lon) / 360);
        for (; lon <= east; lon += 360)
            walk(ring, query, (ls_vertex){lon, query->at.lat}, &odd, &nearest);
    }
    if (nearest <= query->reach)
        *distance = fmin(*distance, nearest);
    return part->filled && (odd || nearest <= TOUCH);
}
