/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of place share: areas from a string, and what they say to a point. */
#ifndef LS_TESTS_UNIT_PLACE_H
#define LS_TESTS_UNIT_PLACE_H

#include "cmocka_all.h"

#include "place/areas.h"

#include <math.h>
#include <string.h>

#define NOWHERE (-1) /* beside LS_NEAR and LS_INSIDE */

static inline ls_areas *parse(const char *text)
{
    ls_areas *areas = NULL;
    ls_error error = {""};
    ls_status status = ls_areas_parse("test.geojson", text, strlen(text), &areas, &error);
    if (status)
        fail_msg("%d: %s", status, error.text);
    return areas;
}

/* The strongest relation of any area to the point; *distance (which may be NULL) is that hit's. */
static inline int relation_m(const ls_areas *areas, double lat, double lon, double error_m, double *distance)
{
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_position position = {.lat = lat, .lon = lon, .error_m = error_m};
    ls_hit *hits;
    size_t count;
    assert_int_equal(ls_areas_test(areas, &position, arena, &hits, &count), LS_OK);
    int relation = count ? (int)hits[0].relation : NOWHERE;
    if (distance)
        *distance = count ? hits[0].distance_m : -1;
    ls_arena_free(arena);
    return relation;
}

static inline int relation(const ls_areas *areas, double lat, double lon)
{
    return relation_m(areas, lat, lon, 0, NULL);
}

#endif
