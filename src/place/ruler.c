/* SPDX-License-Identifier: Apache-2.0 */
#include "place/ruler.h"

#include <math.h>

#define RADIANS (M_PI / 180)

/* Longer edges are measured in pieces, so that a piece is nearly a straight line in space: degrees. */
#define PIECE 1.0
/* A foot is found when it moves by less than this, metres: its error enters the distance squared. */
#define SETTLED 1e-3
#define ROUNDS 8

static ls_space minus(ls_space one, ls_space other)
{
    return (ls_space){one.x - other.x, one.y - other.y, one.z - other.z};
}

static double dot(ls_space one, ls_space other)
{
    return one.x * other.x + one.y * other.y + one.z * other.z;
}

ls_space ls_ruler_space(ls_vertex point)
{
    double sin_lat = sin(point.lat * RADIANS), cos_lat = cos(point.lat * RADIANS);
    double normal = LS_EARTH_A / sqrt(1 - LS_EARTH_E2 * sin_lat * sin_lat);
    return (ls_space){normal * cos_lat * cos(point.lon * RADIANS), normal * cos_lat * sin(point.lon * RADIANS),
                      normal * (1 - LS_EARTH_E2) * sin_lat};
}

static double arc_over(double chord)
{
    return 2 * LS_EARTH_MEAN * asin(fmin(1, chord / (2 * LS_EARTH_MEAN)));
}

double ls_ruler_distance(ls_space one, ls_space other)
{
    ls_space way = minus(one, other);
    return arc_over(sqrt(dot(way, way)));
}

static ls_vertex between(ls_vertex from, ls_vertex to, double part)
{
    return (ls_vertex){from.lon + (to.lon - from.lon) * part, from.lat + (to.lat - from.lat) * part};
}

/* How the place in space moves with the part of the way from `from` to `to`, at `at`: metres for the whole way. */
static ls_space velocity(ls_vertex at, ls_vertex from, ls_vertex to)
{
    double sin_lat = sin(at.lat * RADIANS), cos_lat = cos(at.lat * RADIANS);
    double sin_lon = sin(at.lon * RADIANS), cos_lon = cos(at.lon * RADIANS);
    double squeeze = 1 - LS_EARTH_E2 * sin_lat * sin_lat;
    double normal = LS_EARTH_A / sqrt(squeeze), meridian = normal * (1 - LS_EARTH_E2) / squeeze;
    double east = normal * cos_lat * (to.lon - from.lon) * RADIANS;
    double north = meridian * (to.lat - from.lat) * RADIANS;
    return (ls_space){-sin_lon * east - sin_lat * cos_lon * north, cos_lon * east - sin_lat * sin_lon * north,
                      cos_lat * north};
}

static double clamp(double part)
{
    return part > 0 ? fmin(part, 1) : 0; /* a NaN of two equal ends becomes 0 */
}

/*
 * Square of the chord from `point` to the nearest point of one piece. The foot is first sought on the chord of the
 * piece, then moved along the tangent at the foot until it settles (Gauss-Newton); what each round saw is kept, so
 * that a round that overshoots beside a pole does no harm.
 */
static double piece(ls_space point, ls_vertex from, ls_vertex to)
{
    ls_space start = ls_ruler_space(from), to_start = minus(point, start);
    ls_space end = ls_ruler_space(to), to_end = minus(point, end), whole = minus(end, start);
    double best = fmin(dot(to_start, to_start), dot(to_end, to_end));
    double part = clamp(dot(to_start, whole) / dot(whole, whole));
    for (int round = 0; round < ROUNDS; round++) {
        ls_vertex foot = between(from, to, part);
        ls_space way = minus(point, ls_ruler_space(foot)), speed = velocity(foot, from, to);
        best = fmin(best, dot(way, way));
        double next = clamp(part + dot(way, speed) / dot(speed, speed));
        double moved = (next - part) * (next - part) * dot(speed, speed);
        part = next;
        if (moved < SETTLED * SETTLED)
            break;
    }
    return best;
}

double ls_ruler_to_edge(ls_space point, ls_vertex from, ls_vertex to)
{
    double span = fmax(fabs(to.lon - from.lon), fabs(to.lat - from.lat));
    double pieces = fmax(1, ceil(span / PIECE)), best = INFINITY;
    for (double i = 0; i < pieces; i++)
        best = fmin(best, piece(point, between(from, to, i / pieces), between(from, to, (i + 1) / pieces)));
    return arc_over(sqrt(best));
}
