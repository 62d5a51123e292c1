/* SPDX-License-Identifier: Apache-2.0 */
/* Public test material beside the repository, ../shared/corpus/place; skipped where that is not there. */
#include "base/io.h"
#include "unit/place.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CORPUS LS_SOURCE_DIR "/../shared/corpus/place/"
#define JTS "jts-pointarea/modules__tests__src__test__resources__testxml__"

static int have_corpus(void)
{
    if (access(CORPUS, R_OK) == 0)
        return 1;
    print_message("SKIP: no corpus at ../shared/corpus/place\n");
    return 0;
}

static char *read_text(const char *name)
{
    char path[600];
    snprintf(path, sizeof path, CORPUS "%s", name);
    ls_buffer buffer;
    ls_buffer_init(&buffer, 64 << 20);
    if (ls_read_file(path, &buffer))
        fail_msg("cannot read %s", path);
    return buffer.data; /* malloc'ed, NUL-terminated */
}

/* ------------------------------------------------------------------------------------- JTS, point in area */

/*
 * Well-known text to GeoJSON coordinates: brackets, and "x y" as [x,y]. The cases stand on a plane; an eighth of a unit
 * is taken for a degree, which is exact and puts them all on the globe.
 */
static void to_coordinates(const char *wkt, const char *end, char *json, size_t room)
{
    size_t used = 0;
    for (const char *at = wkt; at < end;) {
        if (isspace((unsigned char)*at)) {
            at++;
        } else if (strchr("(),", *at)) {
            json[used++] = *at == '(' ? '[' : *at == ')' ? ']' : ',';
            at++;
        } else {
            char *next;
            double x = strtod(at, &next), y = strtod(next, &next);
            assert_true(next > at && next <= end);
            used += (size_t)snprintf(json + used, room - used, "[%.17g,%.17g]", x / 8, y / 8);
            at = next;
        }
        assert_true(used < room);
    }
    json[used] = 0;
}

struct points {
    double lat[64], lon[64];
    size_t count;
};

static void to_points(const char *wkt, const char *end, struct points *points)
{
    points->count = 0;
    for (const char *at = wkt; at < end;) {
        if (isspace((unsigned char)*at) || strchr("(),", *at)) {
            at++;
            continue;
        }
        char *next;
        points->lon[points->count] = strtod(at, &next) / 8;
        points->lat[points->count++] = strtod(next, &next) / 8;
        at = next;
        assert_true(points->count < 64);
    }
}

static const char *word(const char *at, const char *end)
{
    while (at < end && isspace((unsigned char)*at))
        at++;
    return at;
}

static int starts(const char *at, const char *text)
{
    return strncmp(at, text, strlen(text)) == 0;
}

/* Between <name> and </name> at or after `at`; NULL when there is none before `limit`. */
static const char *element(const char *at, const char *limit, const char *name, const char **end)
{
    char open[16], close[16];
    snprintf(open, sizeof open, "<%s>", name);
    snprintf(close, sizeof close, "</%s>", name);
    const char *from = strstr(at, open);
    if (!from || from >= limit)
        return NULL;
    *end = strstr(from, close);
    return *end ? word(from + strlen(open), *end) : NULL;
}

/* What the case expects of a predicate: 1, 0, or -1 when it does not say. */
static int expects(const char *at, const char *limit, const char *predicate)
{
    char name[40];
    snprintf(name, sizeof name, "name=\"%s\"", predicate);
    const char *found = strstr(at, name);
    if (!found || found >= limit)
        return -1;
    return starts(word(strchr(found, '>') + 1, limit), "true");
}

/* Returns how many predicates were compared. */
static int one_case(const char *at, const char *limit)
{
    static char json[65536];
    static char text[66000];
    const char *a_end, *b_end, *a = element(at, limit, "a", &a_end), *b = element(at, limit, "b", &b_end);
    assert_true(a && b);
    const char *empty = strstr(a, "EMPTY");
    if (empty && empty < b_end) /* GeoJSON has no empty members */
        return 0;
    assert_true(starts(a, "POINT") || starts(a, "MULTIPOINT")); /* all other cases have their points first */
    int multi = starts(b, "MULTIPOLYGON");
    assert_true(multi || starts(b, "POLYGON"));
    struct points points;
    to_points(strchr(a, '('), a_end, &points);
    to_coordinates(strchr(b, '('), b_end, json, sizeof json);
    snprintf(text, sizeof text, "{\"type\":\"%s\",\"coordinates\":%s}", multi ? "MultiPolygon" : "Polygon", json);
    ls_areas *areas = parse(text);
    size_t inside = 0;
    for (size_t i = 0; i < points.count; i++)
        inside += relation(areas, points.lat[i], points.lon[i]) == LS_INSIDE;
    ls_areas_free(areas);
    int intersects = expects(at, limit, "intersects"), covered = expects(at, limit, "coveredBy");
    if (intersects >= 0)
        assert_int_equal(inside > 0, intersects);
    if (covered >= 0)
        assert_int_equal(inside == points.count, covered);
    return (intersects >= 0) + (covered >= 0);
}

static int cases_of(const char *name)
{
    char *text = read_text(name);
    int compared = 0;
    for (const char *at = strstr(text, "<case>"); at;) {
        const char *limit = strstr(at, "</case>");
        assert_non_null(limit);
        compared += one_case(at, limit);
        at = strstr(limit, "<case>");
    }
    free(text);
    return compared;
}

static void jts_point_in_area(void **state)
{
    (void)state;
    if (!have_corpus())
        return;
    /* counted in the files: 6 (without 5 of empty members), 41 and 3, each with intersects and coveredBy; the last has
     * intersects alone */
    assert_int_equal(cases_of(JTS "general__TestRelatePA.xml"), 2 * 6);
    assert_int_equal(cases_of(JTS "validate__TestRelatePA.xml"), 2 * 41);
    assert_int_equal(cases_of(JTS "general__TestPreparedPointPredicate.xml"), 3);
}

/* --------------------------------------------------------------------------------- GeoJSON, good and bad */

static int loads(const char *name, ls_error *error)
{
    char path[600];
    snprintf(path, sizeof path, CORPUS "%s", name);
    const char *list = path;
    ls_areas *areas = NULL;
    ls_status status = ls_areas_load(&list, 1, &areas, error);
    if (status)
        assert_true(status == LS_E_AREAS && !areas);
    else
        assert_true(ls_areas_count(areas) > 0);
    ls_areas_free(areas);
    return status == LS_OK;
}

#define GOOD "geojson/test__fixture__good__"
#define BAD "geojson/test__fixture__bad__"
#define HINT_BAD "geojson-hint/test__data__bad__"

static void geojson_good_and_bad(void **state)
{
    (void)state;
    static const char *const good[] = {
        GOOD "good-polygon.geojson",
        GOOD "multipolygon.geojson",
        BAD "different-first-size.geojson", /* bad there: a third coordinate in one of two equal positions */
        HINT_BAD "bad-polygon-interiorring-rhr.geojson",
    };
    static const struct {
        const char *name, *part;
    } bad[] = {
        {GOOD "good-point.geojson", "a point or line needs"},
        {GOOD "good-point-3d.geojson", "a point or line needs"},
        {GOOD "good-linestring.geojson", "a point or line needs"},
        {GOOD "good-multipoint.geojson", "a point or line needs"},
        {GOOD "nullgeometry.geojson", "no area in this file"},
        {BAD "bad-duplicate-properties.geojson", "duplicate"},
        {BAD "bad-featurelist.geojson", "a ring must be"},
        {BAD "bad-json.geojson", ":3:"},
        {BAD "bad-object-type.geojson", "no GeoJSON"},
        {BAD "bad-properties-as-array.geojson", "the properties must be"},
        {BAD "badcoord.geojson", "a coordinate must be a number"},
        {BAD "badcoordtype.geojson", "a ring of 1"},
        {BAD "badfeature.geojson", "not an object of type Feature"},
        {BAD "different-first-last.geojson", "the ring is not closed"},
        {BAD "expected_object.geojson", "the properties must be"},
        {BAD "false.geojson", "a geometry must be an object"},
        {BAD "featurecollection-obj.geojson", "features must be an array"},
        {BAD "featurecollection-type-case.geojson", "none of GeoJSON's"},
        {BAD "featurecollection.geojson", "no features"},
        {BAD "geometrycollection_nested.geojson", "this is no type of geometry"},
        {BAD "multipoint-nocoordinates.geojson", "no coordinates"},
        {BAD "nofeaturetype.geojson", "not an object of type Feature"},
        {BAD "notype.geojson", "no GeoJSON"},
        {BAD "point-labeled-as-a-multipolygon.geojson", "a polygon must be"},
        {BAD "point-string.geojson", "a coordinate must be a number"},
        {BAD "point-toofew.geojson", "a position must be"},
        {BAD "rootstring.geojson", ":1:"},
        {BAD "short-line.geojson", "a line of 1"},
        {BAD "short-linearring.geojson", "a ring of 3"},
        {BAD "short-multilinestring.geojson", "a line of 1"},
        {BAD "stringcoord.geojson", "a coordinate must be a number"},
        {BAD "unknowntype.geojson", "none of GeoJSON's"},
    };
    if (!have_corpus())
        return;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ls_error error = {""};
        if (!loads(good[i], &error))
            fail_msg("%s", error.text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ls_error error = {""};
        if (loads(bad[i].name, &error) || !strstr(error.text, bad[i].part))
            fail_msg("%s: \"%s\"", bad[i].name, error.text);
    }
}

/* ------------------------------------------------------------------- antimeridian: uncut input, cut output */

static void same_inside(const char *name)
{
    char path[600];
    ls_areas *pair[2];
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, CORPUS "antimeridian/tests__data__%s__%s.json", i ? "output__flat" : "input", name);
        const char *list = path;
        ls_error error = {""};
        if (ls_areas_load(&list, 1, &pair[i], &error))
            fail_msg("%s", error.text);
    }
    int inside = 0;
    for (double lat = -89.31; lat < 90; lat += 2.47)
        for (double lon = -179.37; lon < 180; lon += 3.11) {
            double distance;
            int uncut = relation(pair[0], lat, lon), cut = relation(pair[1], lat, lon);
            inside += uncut == LS_INSIDE;
            /* where an edge crosses 180° the cut files round it: a kilometre is left out on both sides */
            if (uncut != cut && (relation_m(pair[0], lat, lon, 1000, &distance) == NOWHERE ||
                                 relation_m(pair[1], lat, lon, 1000, &distance) == NOWHERE))
                fail_msg("%s at %g, %g: %d uncut, %d cut", name, lat, lon, uncut, cut);
        }
    if (!inside)
        fail_msg("%s: no point inside", name);
    ls_areas_free(pair[0]);
    ls_areas_free(pair[1]);
}

/* "overlap" is left out: it covers one region twice, which is outside by the even-odd rule and inside when cut. */
static void antimeridian_uncut_as_cut(void **state)
{
    (void)state;
    static const char *const names[] = {"simple",      "split",      "complex-split", "crossing-latitude",
                                        "multi-split", "north-pole", "south-pole",    "one-hole",
                                        "two-holes",   "over-180",   "latitude-band", "multi-no-antimeridian",
                                        "cw-split"};
    if (!have_corpus())
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        same_inside(names[i]);
}

/* ------------------------------------------------------------------------------------------ real area files */

static void real_files(void **state)
{
    (void)state;
    /* features without a geometry, dated bans, shells that cross themselves */
    static const struct {
        const char *name;
        size_t areas, without_geometry;
    } files[] = {{"japan/public__GeoJSON__airports__airport_surfaces.geojson", 85, 23},
                 {"norway/data__nsm.geojson", 33, 0},
                 {"norway/data__restrictions.geojson", 247, 0},
                 {"norway/data__nature.geojson", 208, 0}};
    if (!have_corpus())
        return;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[600];
        snprintf(path, sizeof path, CORPUS "%s", files[i].name);
        const char *list = path;
        ls_areas *areas;
        ls_error error = {""};
        if (ls_areas_load(&list, 1, &areas, &error))
            fail_msg("%s", error.text);
        assert_int_equal(ls_areas_count(areas), files[i].areas);
        assert_int_equal(ls_areas_without_geometry(areas), files[i].without_geometry);
        ls_areas_free(areas);
    }
    /* points alone: where they are is known, how far they reach is not */
    ls_error error = {""};
    assert_false(loads("japan/public__data__facilities__military_bases.geojson", &error));
    assert_non_null(strstr(error.text, "a point or line needs"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jts_point_in_area),
        cmocka_unit_test(geojson_good_and_bad),
        cmocka_unit_test(antimeridian_uncut_as_cut),
        cmocka_unit_test(real_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
