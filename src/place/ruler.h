/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lengths in metres on the WGS-84 ellipsoid. Constants: NGA.STND.0036 (World Geodetic System 1984), table 3.1.
 *
 * A point becomes earth-centred coordinates by the closed formula of the same standard, chapter 4; the length of the
 * chord between two points is turned into the arc over it on a sphere of the mean radius. Measured against Vincenty's
 * inverse formula this is within 0.01 mm at 5 km and 5 mm at 50 km, at any latitude and in any direction, and within
 * 50 m at 1500 km.
 */
#ifndef LS_PLACE_RULER_H
#define LS_PLACE_RULER_H

#define LS_EARTH_A 6378137.0               /* metres, semi-major axis */
#define LS_EARTH_E2 6.69437999014131689e-3 /* first eccentricity squared: f (2 - f), f = 1/298.257223563 */
#define LS_EARTH_MEAN 6371008.7714         /* metres, mean of the three semi-axes */
#define LS_EARTH_SMALLEST                                                                                              \
    (LS_EARTH_A * (1 - LS_EARTH_E2)) /* metres, smallest radius of curvature: equator, along the meridian */

/* Degrees. Longitudes may lie beyond ±180. */
typedef struct ls_vertex {
    double lon, lat;
} ls_vertex;

typedef struct ls_space {
    double x, y, z; /* metres from the earth's centre */
} ls_space;

ls_space ls_ruler_space(ls_vertex point);
double ls_ruler_distance(ls_space one, ls_space other);
/*
 * From a point to the nearest point of the edge between two positions. An edge is straight in longitude and latitude
 * (RFC 7946, section 3.1.1), and so not the shortest way between its ends.
 */
double ls_ruler_to_edge(ls_space point, ls_vertex from, ls_vertex to);

#endif
