/* SPDX-License-Identifier: Apache-2.0 */
/* Lengths against published ones: degrees of latitude and longitude on WGS-84, and a surveyed line. */
#include "cmocka_all.h"

#include "place/ruler.h"

#include <math.h>

static double between(double lat, double lon, double other_lat, double other_lon)
{
    return ls_ruler_distance(ls_ruler_space((ls_vertex){lon, lat}), ls_ruler_space((ls_vertex){other_lon, other_lat}));
}

static void near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance))
        fail_msg("%.6f m, not %.6f m", got, expected);
}

/* Length of a degree, tables of the WGS-84 ellipsoid in metres to three decimals of a kilometre; a hundredth is taken.
 */
static void degrees_of_the_tables(void **state)
{
    (void)state;
    static const struct {
        double lat, of_latitude, of_longitude;
    } table[] = {{0, 110574, 111320}, {15, 110649, 107550}, {30, 110852, 96486},
                 {45, 111132, 78847}, {60, 111412, 55800},  {75, 111618, 28902}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        double lat = table[i].lat;
        near(between(lat - 0.005, 7, lat + 0.005, 7) * 100, table[i].of_latitude, 1);
        near(between(lat, 7, lat, 7.01) * 100, table[i].of_longitude, 1);
    }
    near(between(89.995, 7, 89.995, 187) * 100, 111694, 1);           /* over the pole */
    near(between(0, 179.995, 0, -179.995) * 100, 111319.4908, 0.001); /* the equator is a circle of radius a */
}

/* Flinders Peak to Buninyong, GDA Technical Manual, ellipsoidal distance on GRS80 (0.1 mm in b from WGS-84). */
static void surveyed_line(void **state)
{
    (void)state;
    double flinders_lat = -(37 + 57 / 60.0 + 3.72030 / 3600), flinders_lon = 144 + 25 / 60.0 + 29.52440 / 3600;
    double buninyong_lat = -(37 + 39 / 60.0 + 10.15610 / 3600), buninyong_lon = 143 + 55 / 60.0 + 35.38390 / 3600;
    near(between(flinders_lat, flinders_lon, buninyong_lat, buninyong_lon), 54972.271, 0.010);
}

static double to_edge(double lat, double lon, ls_vertex from, ls_vertex to)
{
    return ls_ruler_to_edge(ls_ruler_space((ls_vertex){lon, lat}), from, to);
}

static void edges(void **state)
{
    (void)state;
    ls_vertex south = {10, 59.9}, north = {10, 60.1}, west = {-20, 60}, east = {20, 60}, point = {10, 59};
    /* beside, on, and beyond the ends of a meridian; 500.1 m east at 60°: 500.1 / 55800.0016 degrees */
    near(to_edge(60, 10.0089623653, south, north), 500.1, 0.001);
    near(to_edge(60, 10, south, north), 0, 1e-4);
    near(to_edge(60.11, 10, south, north), 0.01 * 111413, 0.1);
    /* a parallel 40° long is no great circle: its middle is no farther north than its ends */
    near(to_edge(60.0044887314, 0, west, east), 500.1, 0.001);
    near(to_edge(60.0044887314, 13.3, west, east), 500.1, 0.001);
    /* an edge without length is a point, written past 180 too */
    near(to_edge(59.0, 10, point, point), 0, 1e-6);
    near(to_edge(59.0, 10, (ls_vertex){370, 59}, (ls_vertex){370, 59}), 0, 1e-6);
}

/* A parallel around the pole, 1.1 km from it: the nearest point of it to one 100 m from the pole is on its own side. */
static void beside_the_pole(void **state)
{
    (void)state;
    double degree = 111693.97; /* metres at the pole */
    double lat = 90 - 100 / degree, ring = 90 - 1100 / degree;
    near(to_edge(lat, 45, (ls_vertex){0, ring}, (ls_vertex){360, ring}), 1000, 0.02);
    near(to_edge(90, 0, (ls_vertex){0, ring}, (ls_vertex){360, ring}), 1100, 0.02);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(degrees_of_the_tables),
        cmocka_unit_test(surveyed_line),
        cmocka_unit_test(edges),
        cmocka_unit_test(beside_the_pole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
