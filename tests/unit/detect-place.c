/* SPDX-License-Identifier: Apache-2.0 */
/* The detector of positions, from facts through real areas to detections. */
#include "unit/detect.h"

static const char text_of_areas[] =
    "{\"type\":\"FeatureCollection\",\"areas\":{\"title\":\"Reserved\"},\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"Ridge\",\"buffer_m\":500},\"geometry\":"
    "{\"type\":\"Polygon\",\"coordinates\":[[[110,30],[110.01,30],[110.01,30.01],[110,30.01],[110,30]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"name\":\"hush\",\"secret\":true,\"radius_m\":50},\"geometry\":"
    "{\"type\":\"Point\",\"coordinates\":[-20,-10]}}]}";

static void position(struct scene *scene, double lat, double lon, const char *carrier)
{
    fact_real(scene, LS_FACT_GPS_LAT, lat, carrier);
    fact_real(scene, LS_FACT_GPS_LON, lon, carrier);
}

/* Reads positions and, with areas, compares them, as the engine does. */
static void compare_and_run(struct scene *scene, bool with_areas)
{
    ls_position *positions;
    assert_int_equal(ls_positions_read(&scene->facts, &positions, &scene->evidence.position_count), LS_OK);
    scene->evidence.positions = positions;
    ls_areas *areas = NULL;
    ls_error error;
    if (with_areas) {
        assert_int_equal(ls_areas_parse("t", text_of_areas, sizeof text_of_areas - 1, &areas, &error), LS_OK);
        ls_place_result *places = ls_arena_array(scene->arena, scene->evidence.position_count + 1, sizeof *places);
        for (size_t i = 0; i < scene->evidence.position_count; i++) {
            ls_hit *hits;
            places[i].position = &positions[i];
            assert_int_equal(ls_areas_test(areas, &positions[i], scene->arena, &hits, &places[i].hit_count), LS_OK);
            places[i].hits = hits;
        }
        scene->evidence.places = places;
        scene->evidence.areas_given = true;
    }
    run(scene);
    ls_areas_free(areas);
}

static void compared_with_nothing(void **state)
{
    struct scene *scene = *state;
    position(scene, 30.005, 110.005, "exif/gps");
    position(scene, 30.005, 110.005, "xmp");
    position(scene, 30.005, 110.005, "xmp"); /* written twice */
    compare_and_run(scene, false);
    assert_int_equal(scene->found.count, 3);
    assert_string_equal(nth(scene, "metadata.gps", 0)->fact->carrier, "exif/gps");
    assert_string_equal(nth(scene, "metadata.gps", 1)->fact->carrier, "xmp");
    assert_ptr_equal(nth(scene, "metadata.gps", 1)->position, &scene->evidence.positions[1]);
    assert_ptr_equal(only(scene, "place.not-compared")->position, &scene->evidence.positions[0]);
}

static void no_position_is_not_compared_with_nothing(void **state)
{
    struct scene *scene = *state;
    fact_text(scene, LS_FACT_GPS_NO_FIX, "the position tags are empty", "exif/gps");
    compare_and_run(scene, false);
    assert_int_equal(scene->found.count, 1);
    assert_string_equal(argument(only(scene, "metadata.gps-no-fix"), "value"), "the position tags are empty");
}

static void inside_near_far(void **state)
{
    struct scene *scene = *state;
    position(scene, 30.005, 110.005, "inside");
    position(scene, 30.005, 110.0131, "near"); /* 0.0031 of 96,482 m: 299 m */
    position(scene, 30.005, 110.5, "far");
    compare_and_run(scene, true);
    assert_int_equal(scene->found.count, 3 + 2);
    const ls_detection *inside = only(scene, "place.inside"), *near = only(scene, "place.near");
    assert_string_equal(inside->fact->carrier, "inside");
    assert_string_equal(inside->hit->category ? inside->hit->category : "none", "none");
    assert_int_equal(inside->hit->relation, LS_INSIDE);
    assert_int_equal(inside->confidence, 100);
    assert_string_equal(near->fact->carrier, "near");
    assert_true(near->hit->distance_m > 298 && near->hit->distance_m < 300);
    assert_int_equal(count_of(scene, "place.not-compared"), 0);
}

static void secret_areas_have_a_rule_of_their_own(void **state)
{
    struct scene *scene = *state;
    position(scene, -10, -20, "exif/gps");
    compare_and_run(scene, true);
    assert_int_equal(scene->found.count, 2);
    const ls_detection *secret = only(scene, "place.secret-area");
    assert_true(secret->hit->secret);
    assert_true(secret->hit->distance_m == 0);
}

static void unknown_hemispheres(void **state)
{
    struct scene *scene = *state;
    position(scene, 10, 20, "exif/gps");
    fact_text(scene, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lat,lon", "exif/gps");
    position(scene, 30.005, 110.005, "xmp");
    fact_text(scene, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lon", "xmp");
    compare_and_run(scene, true);
    assert_int_equal(scene->found.count, 2 + 2 + 2);
    assert_int_equal(count_of(scene, "place.hemisphere"), 2);
    assert_int_equal(only(scene, "place.secret-area")->confidence, 25); /* one reading of four */
    assert_int_equal(only(scene, "place.inside")->confidence, 50);
}

/* Areas were given and the comparison did not come about: that must not look like "no area hit". */
static void areas_without_results(void **state)
{
    struct scene *scene = *state;
    position(scene, 1, 1, "exif/gps");
    scene->evidence.areas_given = true;
    compare_and_run(scene, false);
    assert_non_null(only(scene, "place.not-compared"));
}

static void remains(void **state)
{
    struct scene *scene = *state;
    /* without a position: altitude, time and half a position tell something, a datum does not */
    fact_real(scene, LS_FACT_GPS_ALTITUDE, 312, "a");
    fact_text(scene, LS_FACT_GPS_TIME, "2025-01-01T00:00:00Z", "a");
    fact_real(scene, LS_FACT_GPS_ALTITUDE, 313, "a");
    fact_text(scene, LS_FACT_GPS_DATUM, "WGS-84", "b");
    fact_real(scene, LS_FACT_GPS_LAT, 12, "c");
    /* beside a position they belong to it, but a destination is another place */
    position(scene, 1, 1, "d");
    fact_real(scene, LS_FACT_GPS_ALTITUDE, 312, "d");
    fact_real(scene, LS_FACT_GPS_DEST_LAT, 5, "d");
    fact_real(scene, LS_FACT_GPS_DEST_LON, 6, "d");
    fact_text(scene, LS_FACT_GPS_MALFORMED, "out of range", "e");
    compare_and_run(scene, true);
    assert_int_equal(scene->found.count, 1 + 3 + 1);
    assert_string_equal(argument(nth(scene, "metadata.gps-remains", 0), "value"), "gps.altitude, gps.time");
    assert_string_equal(argument(nth(scene, "metadata.gps-remains", 1), "value"), "gps.lat");
    assert_string_equal(argument(nth(scene, "metadata.gps-remains", 2), "value"), "gps.dest-lat, gps.dest-lon");
    assert_string_equal(argument(only(scene, "metadata.gps-malformed"), "value"), "out of range");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(compared_with_nothing),
        SCENE_TEST(no_position_is_not_compared_with_nothing),
        SCENE_TEST(inside_near_far),
        SCENE_TEST(secret_areas_have_a_rule_of_their_own),
        SCENE_TEST(unknown_hemispheres),
        SCENE_TEST(areas_without_results),
        SCENE_TEST(remains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
