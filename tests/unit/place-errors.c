/* SPDX-License-Identifier: Apache-2.0 */
/* Broken area files: one clear line with file, line and column, and nothing of what the file lists. */
#include "unit/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void fails(const char *text, size_t size, const char *expected)
{
    ls_areas *areas = NULL;
    ls_error error = {""};
    assert_int_equal(ls_areas_parse("a.geojson", text, size, &areas, &error), LS_E_AREAS);
    assert_null(areas);
    if (strncmp(error.text, expected, strlen(expected)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", error.text, expected);
}

#define RING "[[0,0],[1,0],[1,1],[0,0]]"
#define SHAPE "{\"type\":\"Polygon\",\"coordinates\":[" RING "]}"
/* the property list starts in column 33 of line 3, the geometry in column 12 of line 4 */
#define IN_FEATURE(properties, geometry)                                                                               \
    "{\"type\":\"FeatureCollection\",\n\"features\":[\n{\"type\":\"Feature\",\"properties\":{" properties              \
    "},\n\"geometry\":" geometry "}]}"
#define PROPERTY(properties) IN_FEATURE(properties, SHAPE)
#define GEOMETRY(geometry) IN_FEATURE("\"name\":\"Pump\"", geometry)
#define ABOUT(about) "{\"type\":\"FeatureCollection\",\n \"areas\":{" about "},\"features\":[]}"

static const struct {
    const char *text, *expected;
} broken[] = {
    /* rings */
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}"),
     "a.geojson:4:45: feature 1 (Pump): the ring is not closed"},
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[" RING ",\n  [[0,0],[1,0],[0,0]]]}"),
     "a.geojson:5:3: feature 1 (Pump): a ring of 3 positions, at least 4 are needed"},
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[" RING ",[]]}"),
     "a.geojson:4:71: feature 1 (Pump): a ring of 0 positions"},
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[]}"), "a.geojson:4:44: feature 1 (Pump): a polygon must be"},
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":{}}"), "a.geojson:4:44: feature 1 (Pump): a polygon must be"},
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[7]}"), "a.geojson:4:45: feature 1 (Pump): a ring must be"},
    {GEOMETRY("{\"type\":\"Polygon\"}"), "a.geojson:4:12: feature 1 (Pump): the geometry has no coordinates"},
    {GEOMETRY("{\"type\":\"MultiPolygon\",\"coordinates\":[]}"), "a.geojson:4:49: feature 1 (Pump): the coordinates"},
    {GEOMETRY("{\"type\":\"MultiPolygon\",\"coordinates\":[[" RING "],[[[0,0],[1,0],[1,1],[2,0]]]]}"),
     "a.geojson:4:79: feature 1 (Pump): the ring is not closed"},
    /* positions */
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,91],[1,1],[0,0]]]}"),
     "a.geojson:4:52: feature 1 (Pump): the latitude is beyond 90 degrees"},
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[361,1],[1,1],[0,0]]]}"),
     "a.geojson:4:52: feature 1 (Pump): the longitude is beyond 360 degrees"},
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[\"1\",1],[1,1],[0,0]]]}"),
     "a.geojson:4:52: feature 1 (Pump): a coordinate must be a number"},
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1],[1,1],[0,0]]]}"),
     "a.geojson:4:52: feature 1 (Pump): a position must be"},
    {GEOMETRY("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,2,3,4,5],[1,1],[0,0]]]}"),
     "a.geojson:4:52: feature 1 (Pump): a position must be"},
    /* geometries that are no area */
    {GEOMETRY("{\"type\":\"Point\",\"coordinates\":[1,2]}"), "a.geojson:4:12: feature 1 (Pump): a point or line needs"},
    {GEOMETRY("{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}"),
     "a.geojson:4:12: feature 1 (Pump): a point or line needs"},
    {GEOMETRY("{\"type\":\"LineString\",\"coordinates\":[[1,2]]}"), "a.geojson:4:47: feature 1 (Pump): a line of 1"},
    /* a circle of ED-318 must not shrink to its centre */
    {GEOMETRY("{\"type\":\"Point\",\"coordinates\":[1,2],\"extent\":{\"subType\":\"Circle\",\"radius\":500}}"),
     "a.geojson:4:12: feature 1 (Pump): a point or line needs"},
    {GEOMETRY("{\"type\":\"polygon\",\"coordinates\":[" RING "]}"),
     "a.geojson:4:20: feature 1 (Pump): this is no type"},
    {GEOMETRY("{\"type\":\"GeometryCollection\"}"), "a.geojson:4:12: feature 1 (Pump): the collection has no geom"},
    {GEOMETRY("{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"GeometryCollection\",\"geometries\":[]}]}"),
     "a.geojson:4:63: feature 1 (Pump): this is no type of geometry"},
    {GEOMETRY("[1]"), "a.geojson:4:12: feature 1 (Pump): a geometry must be an object"},
    {IN_FEATURE("\"radius_m\":0", "{\"type\":\"Point\",\"coordinates\":[1,2]}"),
     "a.geojson:4:12: feature 1: a point or"},
    {PROPERTY("\"radius_m\":5"), "a.geojson:4:12: feature 1: radius_m belongs to points and lines"},
    /* properties */
    {PROPERTY("\"name\":7"), "a.geojson:3:40: feature 1: name must be text"},
    {PROPERTY("\"na\\u006de\":7"), "a.geojson:3:45: feature 1: name must be text"},
    {PROPERTY("\"a\":\"\\\"name\\\":{[\",\"name\":7"), "a.geojson:3:58: feature 1: name must be text"},
    {PROPERTY("\"name\":\"\xE6\xB3\xB5\xE7\xAB\x99\",\"category\":[]"),
     "a.geojson:3:56: feature 1 (\xE6\xB3\xB5\xE7\xAB\x99): category must be text"},
    {PROPERTY("\"buffer_m\":\"500\""), "a.geojson:3:44: feature 1: buffer_m must be a number of metres"},
    {PROPERTY("\"buffer_m\":-1"), "a.geojson:3:44: feature 1: buffer_m must be between 0 and 1000000"},
    {PROPERTY("\"buffer_m\":1000001"), "a.geojson:3:44: feature 1: buffer_m must be between 0 and 1000000"},
    {PROPERTY("\"secret\":1"), "a.geojson:3:42: feature 1: secret must be true or false"},
    {PROPERTY("\"secret\":null"), "a.geojson:3:42: feature 1: secret must be true or false"},
    {PROPERTY("\"secret\":true"), "a.geojson:3:42: feature 1: a secret feature needs the member areas.title"},
    {PROPERTY("\"crs\":\"GCJ-02\""), "a.geojson:3:39: feature 1: this version reads areas in WGS-84"},
    /* features and the document */
    {"{\"type\":\"FeatureCollection\",\"features\":[null]}",
     "a.geojson:1:41: feature 1: this is not an object of type"},
    {"{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"feature\"}]}",
     "a.geojson:1:41: feature 1: this is not"},
    {"{\"type\":\"FeatureCollection\",\"features\":{}}", "a.geojson:1:40: features must be an array"},
    {"{\"type\":\"FeatureCollection\"}", "a.geojson:1:1: the collection has no features"},
    {"\n  {\"type\":\"Feature\",\"properties\":[],\"geometry\":null}", "a.geojson:2:34: the properties must be"},
    {"{\"type\":\"Feature\",\"properties\":{}}", "a.geojson:1:1: the feature has no geometry"},
    {"{\"type\":\"Topology\"}", "a.geojson:1:9: this type is none of GeoJSON's"},
    {"{\"type\":{}}", "a.geojson:1:1: this is no GeoJSON"},
    {"[1,2]", "a.geojson:1:1: this is no GeoJSON"},
    {"{}", "a.geojson:1:1: this is no GeoJSON"},
    /* nothing would be compared */
    {"{\"type\":\"FeatureCollection\",\"features\":[]}", "a.geojson:1:1: there is no area in this file"},
    {GEOMETRY("null"), "a.geojson:1:1: there is no area in this file"},
    /* our own member */
    {ABOUT("\"crs\":\"BD-09\""), "a.geojson:2:17: this version reads areas in WGS-84"},
    {ABOUT("\"crs\":4326"), "a.geojson:2:17: the coordinate reference system has no name"},
    {ABOUT("\"datum\":\"GCJ-02\""), "a.geojson:2:19: areas has format"},
    {ABOUT("\"format\":2"), "a.geojson:2:20: this version reads format 1"},
    {ABOUT("\"title\":1"), "a.geojson:2:19: title must be text"},
    {"{\"type\":\"FeatureCollection\",\"areas\":[],\"features\":[]}", "a.geojson:1:37: areas must be an object"},
    {"{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:3857\"}},\"features\":"
     "[]}",
     "a.geojson:1:35: this version reads areas in WGS-84"},
    /* syntax, by jansson: line and column are of what it read last */
    {"{\"type\":\n\"Polygon\",\n\"coordinates\":[NaN]}", "a.geojson:3:18: "},
    {"{\"type\":\n\"Polygon\",\"coordinates\":[1e999]}", "a.geojson:2:30: "},
    {"{\"type\":\"Polygon\",\"type\":\"Polygon\"}", "a.geojson:1:24: duplicate"},
    {"{\"type\":\"Polygon\"", "a.geojson:1:17: "},
    {"", "a.geojson:1:1: "},
};

static void one_line_each(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        fails(broken[i].text, strlen(broken[i].text), broken[i].expected);
}

/* What a secret feature is called and where it lies stays out of errors, and so does all of the text. */
static void errors_quote_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"type\":\"FeatureCollection\",\"areas\":{\"title\":\"T\"},\"features\":[{\"type\":\"Feature\","
        "\"properties\":"
        "{\"name\":\"hush\",\"secret\":true},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[12.34,95]]]}}]}",
        "{\"type\":\"FeatureCollection\",\"areas\":{\"title\":\"T\"},\"features\":[{\"type\":\"Feature\","
        "\"properties\":"
        "{\"name\":\"hush\",\"secret\":\"yes\"},\"geometry\":null}]}",
        "{\"name\":\"hush\" \"hush\"}",
        "{\"name\":\"hush\",\"name\":\"hush\"}",
        "{\"name\":hush}",
        "{\"name\":\"hush",
        "{\"name\":12.34hush}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ls_areas *areas;
        ls_error error = {""};
        assert_int_equal(ls_areas_parse("a.geojson", texts[i], strlen(texts[i]), &areas, &error), LS_E_AREAS);
        assert_null(strstr(error.text, "hush"));
        assert_null(strstr(error.text, "12.34"));
        assert_null(strchr(error.text, '\n'));
    }
}

static void long_names_are_cut_at_a_character(void **state)
{
    (void)state;
    char text[700], name[200] = "";
    for (int i = 0; i < 40; i++)
        memcpy(name + 3 * i, "\xE6\xB3\xB5", 3);
    snprintf(text, sizeof text,
             "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"x%s\"},"
             "\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,0]}}]}",
             name);
    ls_areas *areas;
    ls_error error = {""};
    assert_int_equal(ls_areas_parse("a.geojson", text, strlen(text), &areas, &error), LS_E_AREAS);
    assert_non_null(strstr(error.text, "\xE6\xB3\xB5): a point or line"));
    /* 1 + 19 * 3 of 60 bytes */
    assert_non_null(strstr(error.text, "(x\xE6\xB3\xB5"));
    assert_int_equal(strstr(error.text, "): ") - strstr(error.text, "(x"), 1 + 1 + 19 * 3);
}

static char *filled(size_t size, const char *pattern)
{
    char *text = malloc(size + 1);
    size_t length = strlen(pattern);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = pattern[i % length];
    text[size] = 0;
    return text;
}

static void deep_and_huge(void **state)
{
    (void)state;
    char *text = filled(200000, "[");
    fails(text, 200000, "a.geojson:1:");
    free(text);
    text = filled(200000, "{\"a\":");
    fails(text, 200000, "a.geojson:1:");
    free(text);
    /* would be gigabytes as a tree */
    text = filled(LS_AREAS_FILE_MAX, "[],");
    text[0] = '[';
    fails(text, LS_AREAS_FILE_MAX, "a.geojson:1:1: the area file holds too many values");
    free(text);
}

/* Every beginning of a good file is an error, whatever it is cut in. */
static void truncated_everywhere(void **state)
{
    (void)state;
    static const char text[] = "{\"type\":\"FeatureCollection\",\"areas\":{\"title\":\"\xE5\x8C\xBA\"},\"features\":["
                               "{\"type\":\"Feature\",\"properties\":{\"name\":\"a\",\"buffer_m\":1.5e2},"
                               "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[" RING "]}}]}";
    for (size_t size = 0; size < sizeof text - 1; size++) {
        char *copy = malloc(size ? size : 1); /* of this size exactly, so that a sanitizer sees a byte too far */
        memcpy(copy, text, size);
        fails(copy, size, "a.geojson:1:");
        free(copy);
    }
    ls_areas *areas;
    ls_error error;
    assert_int_equal(ls_areas_parse("a.geojson", text, sizeof text - 1, &areas, &error), LS_OK);
    ls_areas_free(areas);
}

static void load_fails(const char *path, ls_status expected, const char *part)
{
    ls_areas *areas = NULL;
    ls_error error = {""};
    assert_int_equal(ls_areas_load(&path, 1, &areas, &error), expected);
    assert_null(areas);
    assert_true(strncmp(error.text, path, strlen(path)) == 0);
    assert_non_null(strstr(error.text, part));
}

static void files(void **state)
{
    (void)state;
    char folder[] = "/tmp/lightseal-areas-XXXXXX", path[64], fifo[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/huge.geojson", folder);
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    load_fails(path, LS_E_IO, "No such file");
    load_fails(folder, LS_E_IO, "Is a directory");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    load_fails(fifo, LS_E_IO, "not a regular file");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(ftruncate(fileno(file), (off_t)LS_AREAS_FILE_MAX + 1), 0);
    fclose(file);
    load_fails(path, LS_E_AREAS, "larger than 64 MB");
    assert_int_equal(truncate(path, (off_t)LS_AREAS_FILE_MAX), 0); /* only NUL bytes */
    load_fails(path, LS_E_AREAS, ":1:");
    unlink(path);
    unlink(fifo);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_each),
        cmocka_unit_test(errors_quote_nothing),
        cmocka_unit_test(long_names_are_cut_at_a_character),
        cmocka_unit_test(deep_and_huge),
        cmocka_unit_test(truncated_everywhere),
        cmocka_unit_test(files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
