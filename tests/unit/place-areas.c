/* SPDX-License-Identifier: Apache-2.0 */
/* Inside, near and neither: expectations worked out by hand from the outlines. */
#include "unit/place.h"

#include <stdio.h>

#define FEATURE(properties, geometry) "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define POLYGON(rings) "{\"type\":\"Polygon\",\"coordinates\":[" rings "]}"
#define BOX(west, south, east, north)                                                                                  \
    "[[" #west "," #south "],[" #east "," #south "],[" #east "," #north "],[" #west "," #north "],[" #west "," #south  \
    "]]"

struct probe {
    double lat, lon;
    int expected;
};

static void expect(const char *text, const struct probe *probes, size_t count)
{
    ls_areas *areas = parse(text);
    for (size_t i = 0; i < count; i++) {
        int got = relation(areas, probes[i].lat, probes[i].lon);
        if (got != probes[i].expected)
            fail_msg("%g, %g: %d, not %d", probes[i].lat, probes[i].lon, got, probes[i].expected);
    }
    ls_areas_free(areas);
}

#define EXPECT(text, ...)                                                                                              \
    expect(text, (const struct probe[]){__VA_ARGS__},                                                                  \
           sizeof((const struct probe[]){__VA_ARGS__}) / sizeof(struct probe))

static void inside_outside_boundary(void **state)
{
    (void)state;
    /* an L: the notch is outside */
    EXPECT(POLYGON("[[0,0],[4,0],[4,1],[1,1],[1,4],[0,4],[0,0]]"), {0.5, 0.5, LS_INSIDE}, {0.5, 3.5, LS_INSIDE},
           {3.5, 0.5, LS_INSIDE}, {2, 2, NOWHERE}, {-0.1, 2, NOWHERE}, {0, 0, LS_INSIDE}, {0, 4, LS_INSIDE},
           {0, 2.123456, LS_INSIDE}, {1, 1, LS_INSIDE}, {2.5, 1, LS_INSIDE}, {4, 0.5, LS_INSIDE},
           {4.00001, 0.5, NOWHERE}, {1, -1, NOWHERE}, {1, 5, NOWHERE}, {0, -1, NOWHERE}, {0, 5, NOWHERE});
    /* a slanted edge through points that binary fractions do not hold */
    EXPECT(POLYGON("[[0,0],[3,0.3],[0,3],[0,0]]"), {0.1, 1, LS_INSIDE}, {0.07, 0.7, LS_INSIDE}, {0.0999, 1, NOWHERE});
}

static void direction_of_rings_does_not_matter(void **state)
{
    (void)state;
    EXPECT(POLYGON("[[0,0],[0,1],[1,1],[1,0],[0,0]]"), {0.5, 0.5, LS_INSIDE}, {1.5, 0.5, NOWHERE});
}

static void holes(void **state)
{
    (void)state;
    /* a hole's edge is boundary, an island in a hole is inside again */
    EXPECT(POLYGON(BOX(0, 0, 10, 10) "," BOX(2, 2, 8, 8) "," BOX(4, 4, 6, 6)), {1, 1, LS_INSIDE}, {3, 3, NOWHERE},
           {5, 5, LS_INSIDE}, {2, 5, LS_INSIDE}, {2.00001, 5, NOWHERE}, {8, 8, LS_INSIDE}, {4, 5, LS_INSIDE});
}

/* Parts that overlap or repeat each other do not cancel out. */
static void parts_are_joined(void **state)
{
    (void)state;
    EXPECT("{\"type\":\"MultiPolygon\",\"coordinates\":[[" BOX(0, 0, 4, 4) "],[" BOX(2, 2, 6, 6) "],[" BOX(
               2, 2, 6, 6) "],[" BOX(0, 0, 9, 9) "," BOX(1, 1, 8, 8) "]]}",
           {3, 3, LS_INSIDE}, {5, 5, LS_INSIDE}, {7, 7, NOWHERE}, {8.5, 8.5, LS_INSIDE}, {1.5, 1.5, LS_INSIDE});
}

static void self_crossing_is_even_odd(void **state)
{
    (void)state;
    EXPECT(POLYGON("[[0,0],[2,2],[2,0],[0,2],[0,0]]"), {1, 0.5, LS_INSIDE}, {1, 1.5, LS_INSIDE}, {0.5, 1, NOWHERE},
           {1.5, 1, NOWHERE}, {1, 1, LS_INSIDE});
}

/* Suva is at 18.14 S, 178.44 E; the box is written in three ways. */
static void across_the_antimeridian(void **state)
{
    (void)state;
    static const char *const texts[] = {
        POLYGON("[[177,-20],[-178,-20],[-178,-12],[177,-12],[177,-20]]"),
        POLYGON("[[177,-20],[182,-20],[182,-12],[177,-12],[177,-20]]"),
        POLYGON("[[-183,-20],[-178,-20],[-178,-12],[-183,-12],[-183,-20]]"),
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[" BOX(177, -20, 180, -12) "],[" BOX(-180, -20, -178, -12) "]]}",
        /* with vertices on both names of the antimeridian */
        POLYGON("[[177,-20],[180,-20],[-180,-20],[-178,-20],[-178,-12],[-180,-12],[180,-12],[177,-12],[177,-20]]"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        EXPECT(texts[i], {-18.14, 178.44, LS_INSIDE}, {-16, 180, LS_INSIDE}, {-16, -180, LS_INSIDE},
               {-16, -179, LS_INSIDE}, {-16, -177.9, NOWHERE}, {-16, 176.9, NOWHERE}, {-16, 0, NOWHERE},
               {51.48, 0, NOWHERE}, {-11, 179, NOWHERE});
    /* a hole written on the other side */
    EXPECT(POLYGON("[[170,0],[190,0],[190,9],[170,9],[170,0]]," BOX(-178, 2, -176, 4)), {3, -177, NOWHERE},
           {3, -179, LS_INSIDE}, {3, 178, LS_INSIDE});
}

static void around_the_poles(void **state)
{
    (void)state;
    EXPECT(POLYGON("[[0,60],[90,60],[180,60],[-90,60],[0,60]]"), {90, 0, LS_INSIDE}, {90, 123, LS_INSIDE},
           {61, 0, LS_INSIDE}, {61, 45, LS_INSIDE}, {61, -1e-9, LS_INSIDE}, {61, -135, LS_INSIDE}, {60, 33, LS_INSIDE},
           {59.9, 10, NOWHERE}, {-90, 0, NOWHERE}, {61, 180, LS_INSIDE}, {61, -180, LS_INSIDE});
    EXPECT(POLYGON("[[0,-60],[-120,-60],[120,-60],[0,-60]]"), {-90, 0, LS_INSIDE}, {-61, 0, LS_INSIDE},
           {-61, 180, LS_INSIDE}, {-59, 7, NOWHERE}, {90, 0, NOWHERE});
    /* a hole around the pole, its ring starting elsewhere than the shell's */
    EXPECT(POLYGON("[[0,60],[90,60],[180,60],[-90,60],[0,60]],[[45,80],[135,80],[-135,80],[-45,80],[45,80]]"),
           {85, 0, NOWHERE}, {85, 44, NOWHERE}, {85, 46, NOWHERE}, {90, 0, NOWHERE}, {70, 0, LS_INSIDE},
           {70, 60, LS_INSIDE}, {80, 10, LS_INSIDE});
    /* as cut files write it, along the pole and both names of the antimeridian */
    EXPECT(POLYGON("[[-180,-90],[-180,-70],[0,-65],[180,-70],[180,-90],[-180,-90]]"), {-90, 50, LS_INSIDE},
           {-80, 180, LS_INSIDE}, {-66, 0, LS_INSIDE}, {-64, 0, NOWHERE}, {-66, 179, NOWHERE});
    /* all of the globe's longitudes, as written */
    EXPECT(POLYGON(BOX(-180, 40, 180, 50)), {45, 0, LS_INSIDE}, {45, 180, LS_INSIDE}, {45, -180, LS_INSIDE},
           {45, -77, LS_INSIDE}, {51, 0, NOWHERE});
    /* a sector that touches the pole has the pole, whatever longitude it is given */
    EXPECT(POLYGON(BOX(0, 80, 90, 90)), {90, 0, LS_INSIDE}, {90, -135, LS_INSIDE}, {85, -135, NOWHERE});
}

/*
 * Boxes with an edge at 0°, 60° (55800.0016 m a degree of longitude, 111412.29 m of latitude), 85° (9734.5226 m) and
 * across 180°; the points are 499.9 and 500.1 m outside. The distances say that it is the edge that is measured.
 */
static void buffer_to_a_decimetre(void **state)
{
    (void)state;
    static const struct {
        const char *ring;
        double lat, lon, expected;
    } cases[] = {
        {BOX(9, -1, 10, 1), 0, 10.0044906781, 499.9},           {BOX(9, -1, 10, 1), 0, 10.0044924747, 500.1},
        {BOX(9, -1, 10, 0), 0.0045209430, 9.5, 499.9},          {BOX(9, -1, 10, 0), 0.0045227518, 9.5, 500.1},
        {BOX(9, 59, 10, 61), 60, 10.0089587811, 499.9},         {BOX(9, 59, 10, 61), 60, 10.0089623653, 500.1},
        {BOX(9, 59, 10, 60), 60.0044869362, 9.5, 499.9},        {BOX(9, 59, 10, 60), 60.0044887314, 9.5, 500.1},
        {BOX(9, 84, 10, 86), 85, 10.0513533146, 499.9},         {BOX(9, 84, 10, 86), 85, 10.0513738600, 500.1},
        {BOX(179, -1, 179.999, 1), 0, -179.9965093219, 499.9},  {BOX(179, -1, 179.999, 1), 0, -179.9965075253, 500.1},
        {BOX(-179.999, -1, -179, 1), 0, 179.9965093219, 499.9}, {BOX(-179.999, -1, -179, 1), 0, 179.9965075253, 500.1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(text, sizeof text, FEATURE("\"buffer_m\":500", POLYGON("%s")), cases[i].ring);
        ls_areas *areas = parse(text);
        double distance;
        int expected = cases[i].expected < 500 ? LS_NEAR : NOWHERE;
        int got = relation_m(areas, cases[i].lat, cases[i].lon, 0, &distance);
        if (got != expected)
            fail_msg("case %zu: %d", i, got);
        if (got == LS_NEAR && fabs(distance - cases[i].expected) > 0.002)
            fail_msg("case %zu: %f m", i, distance);
        ls_areas_free(areas);
    }
}

/* 40 m outside, no buffer: the error radius decides. 40 / 111319.4908 of a degree. */
static void error_radius_counts(void **state)
{
    (void)state;
    ls_areas *areas = parse(POLYGON(BOX(9, -1, 10, 1)));
    double lon = 10.0003593261;
    assert_int_equal(relation_m(areas, 0, lon, 39.9, NULL), NOWHERE);
    assert_int_equal(relation_m(areas, 0, lon, 40.1, NULL), LS_NEAR);
    assert_int_equal(relation_m(areas, 0, lon, 65, NULL), LS_NEAR);
    /* a radius that spans continents is still compared: 10° west of the box are some 1,002 km from its western edge */
    double distance;
    assert_int_equal(relation_m(areas, 0, 0, 1e6, NULL), NOWHERE);
    assert_int_equal(relation_m(areas, 0, 0, 1.1e6, &distance), LS_NEAR);
    assert_true(fabs(distance - 9 * 111319.4908) < 60);
    assert_int_equal(relation_m(areas, 90, 0, 1e7, NULL), LS_NEAR);
    assert_int_equal(relation_m(areas, -45, -170, 1e7, NULL), NOWHERE);
    assert_int_equal(relation_m(areas, -45, -170, 2e7, NULL), LS_NEAR);
    ls_areas_free(areas);
}

static void points_and_lines(void **state)
{
    (void)state;
    /* one degree of longitude at the equator is 111319.4908 m; a radius of 1000 m, 100 m around it is near */
    EXPECT(FEATURE("\"radius_m\":1000,\"buffer_m\":100", "{\"type\":\"Point\",\"coordinates\":[10,0]}"),
           {0, 10, LS_INSIDE}, {0, 10.008983, LS_INSIDE}, {0, 10.008992, LS_NEAR}, {0, 10.009880, LS_NEAR},
           {0, 10.009890, NOWHERE}, {0, -10, NOWHERE});
    EXPECT(FEATURE("\"buffer_m\":100", "{\"type\":\"Point\",\"coordinates\":[180,0,77]}"), {0, -180, LS_NEAR},
           {0, -179.9992, LS_NEAR}, {0, 179.9992, LS_NEAR}, {0, 179.9991, NOWHERE});
    EXPECT(FEATURE("\"radius_m\":100", "{\"type\":\"LineString\",\"coordinates\":[[10,-1],[10,1]]}"),
           {0.5, 10.0008, LS_INSIDE}, {0.5, 10.001, NOWHERE}, {1.0008, 10, LS_INSIDE}, {1.001, 10, NOWHERE});
    EXPECT(FEATURE("\"radius_m\":100", "{\"type\":\"MultiPoint\",\"coordinates\":[[1,0],[2,0]]}"), {0, 1, LS_INSIDE},
           {0, 2.0005, LS_INSIDE}, {0, 1.5, NOWHERE});
    EXPECT(FEATURE("\"buffer_m\":100", "{\"type\":\"GeometryCollection\",\"geometries\":[" POLYGON(
                                           BOX(0, 0, 1, 1)) ",{\"type\":\"Point\",\"coordinates\":[5,0]}]}"),
           {0.5, 0.5, LS_INSIDE}, {0, 5, LS_NEAR}, {0, 5.0008, LS_NEAR}, {0, 5.001, NOWHERE});
}

static void unknown_hemispheres(void **state)
{
    (void)state;
    ls_areas *areas = parse(FEATURE("\"name\":\"south west\"", POLYGON(BOX(-71, -41, -70, -40))));
    ls_arena *arena = ls_arena_new(1 << 20);
    static const struct {
        bool lat, lon;
        double sign_lat, sign_lon;
        size_t expected;
    } cases[] = {{false, false, 1, 1, 0}, {true, false, 1, 1, 0},  {false, true, 1, 1, 0},
                 {true, true, 1, 1, 1},   {true, false, 1, -1, 1}, {false, true, -1, 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_position position = {.lat = cases[i].sign_lat * 40.5,
                                .lon = cases[i].sign_lon * 70.5,
                                .lat_sign_unknown = cases[i].lat,
                                .lon_sign_unknown = cases[i].lon};
        ls_hit *hits;
        size_t count;
        assert_int_equal(ls_areas_test(areas, &position, arena, &hits, &count), LS_OK);
        assert_int_equal(count, cases[i].expected);
        if (count)
            assert_int_equal(hits[0].relation, LS_INSIDE);
    }
    ls_arena_free(arena);
    ls_areas_free(areas);
}

#define COLLECTION(about, features) "{\"type\":\"FeatureCollection\",\"areas\":{" about "},\"features\":[" features "]}"

static void order_and_words(void **state)
{
    (void)state;
    ls_areas *areas = parse(COLLECTION(
        "\"title\":\"Pack\"",
        FEATURE("\"name\":\"far\",\"buffer_m\":90000", POLYGON(BOX(2, 0, 3, 1))) "," FEATURE(
            "\"name\":\"close\",\"buffer_m\":90000,\"category\":\"military\"",
            POLYGON(BOX(1.5, 0, 3, 1))) "," FEATURE("", POLYGON(BOX(0, 0, 1.2, 1))) "," FEATURE("\"name\":\"none\"",
                                                                                                "null")));
    assert_int_equal(ls_areas_count(areas), 3);
    assert_int_equal(ls_areas_without_geometry(areas), 1);
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_position position = {.lat = 0.5, .lon = 1.2};
    ls_hit *hits;
    size_t count;
    assert_int_equal(ls_areas_test(areas, &position, arena, &hits, &count), LS_OK);
    assert_int_equal(count, 3);
    assert_string_equal(hits[0].area, "Pack");
    assert_null(hits[0].category);
    assert_int_equal(hits[0].relation, LS_INSIDE);
    assert_true(hits[0].distance_m == 0);
    assert_string_equal(hits[1].area, "close");
    assert_string_equal(hits[1].category, "military");
    assert_string_equal(hits[2].area, "far");
    assert_true(hits[2].distance_m > hits[1].distance_m);
    ls_arena_free(arena);
    ls_areas_free(areas);
}

/* Of secret features the title and inside or near, no more: no name, kind, distance, number or rank by distance. */
static void secret_features(void **state)
{
    (void)state;
    ls_areas *areas =
        parse(COLLECTION("\"title\":\"Reserved\"",
                         FEATURE("\"name\":\"open\",\"buffer_m\":90000", POLYGON(BOX(1.5, 0, 3, 1))) "," FEATURE(
                             "\"name\":\"hush\",\"category\":\"unit\",\"secret\":true,\"buffer_m\":90000",
                             POLYGON(BOX(1.8, 0, 3, 1))) "," FEATURE("\"name\":\"hush 2\",\"secret\":true",
                                                                     POLYGON(BOX(0, 0, 1.2, 1)))));
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_position position = {.lat = 0.5, .lon = 1.1};
    ls_hit *hits;
    size_t count;
    assert_int_equal(ls_areas_test(areas, &position, arena, &hits, &count), LS_OK);
    assert_int_equal(count, 2);
    assert_true(hits[0].secret);
    assert_int_equal(hits[0].relation, LS_INSIDE);
    assert_string_equal(hits[0].area, "Reserved");
    position.lon = 1.4;
    assert_int_equal(ls_areas_test(areas, &position, arena, &hits, &count), LS_OK);
    assert_int_equal(count, 2);
    assert_true(hits[0].secret); /* though the open one is nearer */
    assert_int_equal(hits[0].relation, LS_NEAR);
    assert_true(hits[0].distance_m == 0);
    assert_null(hits[0].category);
    assert_string_equal(hits[1].area, "open");
    assert_true(hits[1].distance_m > 0);
    ls_arena_free(arena);
    ls_areas_free(areas);
}

static void tolerated_forms(void **state)
{
    (void)state;
    struct probe inside[] = {{0.5, 0.5, LS_INSIDE}, {1.5, 0.5, NOWHERE}};
    static const char *const texts[] = {
        "\xEF\xBB\xBF" POLYGON(BOX(0, 0, 1, 1)),
        POLYGON("[[0,0,5],[1,0,5],[1,1,6.5],[0,1,7],[0,0,5]]"),
        "{\"type\":\"Feature\",\"geometry\":" POLYGON(BOX(0, 0, 1, 1)) "}",
        "{\"type\":\"Feature\",\"id\":7,\"bbox\":[0,0,1,1],\"properties\":null,\"geometry\":" POLYGON(
            BOX(0, 0, 1, 1)) "}",
        FEATURE("\"name\":null,\"buffer_m\":null,\"population\":[1,2],\"Name\":3,\"level\":9",
                POLYGON(BOX(0, 0, 1, 1))),
        COLLECTION("\"format\":1,\"crs\":\"CGCS2000\",\"issued\":\"2025-01-01\",\"source\":\"x\",\"licence\":\"y\"",
                   FEATURE("\"crs\":\"EPSG:4326\"", POLYGON(BOX(0, 0, 1, 1)))),
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
        "\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\"features\":[" FEATURE("", POLYGON(BOX(0, 0, 1, 1))) "]}",
        POLYGON("[[0E0,0],[1.0,0],[100e-2,1],[0,1],[0,-0]]"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect(texts[i], inside, 2);
}

/* The file that samples are checked with: inside, 300 m east of its eastern edge, 40 km east. */
static void the_example(void **state)
{
    (void)state;
    const char *path = LS_SOURCE_DIR "/rules/areas/example.areas.geojson";
    ls_areas *areas;
    ls_error error;
    assert_int_equal(ls_areas_load(&path, 1, &areas, &error), LS_OK);
    assert_int_equal(ls_areas_count(areas), 1);
    double distance;
    assert_int_equal(relation_m(areas, 30, 110, 15, &distance), LS_INSIDE);
    /* 300 m: 300 / 96486.2803 of a degree east of 110.01 */
    assert_int_equal(relation_m(areas, 30, 110.0131093, 15, &distance), LS_NEAR);
    assert_true(fabs(distance - 300) < 0.1);
    assert_int_equal(relation_m(areas, 30, 110.4245, 15, &distance), NOWHERE);
    ls_areas_free(areas);
}

static void no_files_no_hits(void **state)
{
    (void)state;
    ls_areas *areas;
    ls_error error;
    assert_int_equal(ls_areas_load(NULL, 0, &areas, &error), LS_OK);
    assert_int_equal(ls_areas_count(areas), 0);
    assert_int_equal(relation(areas, 0, 0), NOWHERE);
    ls_areas_free(areas);
    ls_areas_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inside_outside_boundary),
        cmocka_unit_test(direction_of_rings_does_not_matter),
        cmocka_unit_test(holes),
        cmocka_unit_test(parts_are_joined),
        cmocka_unit_test(self_crossing_is_even_odd),
        cmocka_unit_test(across_the_antimeridian),
        cmocka_unit_test(around_the_poles),
        cmocka_unit_test(buffer_to_a_decimetre),
        cmocka_unit_test(error_radius_counts),
        cmocka_unit_test(points_and_lines),
        cmocka_unit_test(unknown_hemispheres),
        cmocka_unit_test(order_and_words),
        cmocka_unit_test(secret_features),
        cmocka_unit_test(tolerated_forms),
        cmocka_unit_test(the_example),
        cmocka_unit_test(no_files_no_hits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
