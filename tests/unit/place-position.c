/* SPDX-License-Identifier: Apache-2.0 */
/* Positions from facts: grouping, error radius, hemispheres, hostile facts. */
#include "cmocka_all.h"

#include "place/position.h"

#include <stdio.h>
#include <string.h>

static int set_up(void **state)
{
    static ls_facts facts;
    facts = (ls_facts){.arena = ls_arena_new(16 << 20)};
    *state = &facts;
    return 0;
}

static int tear_down(void **state)
{
    ls_facts *facts = *state;
    ls_arena_free(facts->arena);
    return 0;
}

static void real(ls_facts *facts, ls_fact_key key, double value, const char *carrier)
{
    assert_int_equal(ls_facts_real(facts, key, value, carrier, 10, 20), LS_OK);
}

static void text(ls_facts *facts, ls_fact_key key, const char *value, const char *carrier)
{
    assert_int_equal(ls_facts_text(facts, key, value, strlen(value), carrier, 10, 20), LS_OK);
}

static const ls_position *read(const ls_facts *facts, size_t expected)
{
    ls_position *positions;
    size_t count;
    assert_int_equal(ls_positions_read(facts, &positions, &count), LS_OK);
    assert_int_equal(count, expected);
    return positions;
}

static void one_carrier(void **state)
{
    ls_facts *facts = *state;
    real(facts, LS_FACT_GPS_LAT, -33.5, "jpeg/app1/exif/gps");
    real(facts, LS_FACT_GPS_LON, 151.25, "jpeg/app1/exif/gps");
    const ls_position *position = read(facts, 1);
    assert_true(position->lat == -33.5 && position->lon == 151.25);
    assert_true(position->error_m == 15);
    assert_false(position->lat_sign_unknown || position->lon_sign_unknown);
    assert_ptr_equal(position->fact, &facts->items[0]);
}

static void two_carriers_do_not_mix(void **state)
{
    ls_facts *facts = *state;
    real(facts, LS_FACT_GPS_LAT, 1, "exif");
    real(facts, LS_FACT_GPS_LAT, 2, "xmp");
    real(facts, LS_FACT_GPS_LON, 20, "xmp");
    real(facts, LS_FACT_GPS_LON, 10, "exif");
    real(facts, LS_FACT_GPS_ERROR_M, 65, "xmp");
    const ls_position *positions = read(facts, 2);
    assert_true(positions[0].lat == 1 && positions[0].lon == 10 && positions[0].error_m == 15);
    assert_true(positions[1].lat == 2 && positions[1].lon == 20 && positions[1].error_m == 65);
}

static void half_a_position_is_none(void **state)
{
    ls_facts *facts = *state;
    real(facts, LS_FACT_GPS_LAT, 1, "exif");
    real(facts, LS_FACT_GPS_LON, 20, "xmp");
    assert_null(read(facts, 0));
}

static void several_in_one_carrier(void **state)
{
    ls_facts *facts = *state;
    real(facts, LS_FACT_GPS_LAT, 1, "text");
    real(facts, LS_FACT_GPS_LON, 10, "text");
    real(facts, LS_FACT_GPS_LAT, 2, "text");
    real(facts, LS_FACT_GPS_LON, 20, "text");
    real(facts, LS_FACT_GPS_LAT, 3, "text");
    const ls_position *positions = read(facts, 2);
    assert_true(positions[0].lat == 1 && positions[0].lon == 10);
    assert_true(positions[1].lat == 2 && positions[1].lon == 20);
}

/* In the order of their strength: stated, method, dilution of precision, default. */
static void error_radius(void **state)
{
    static const struct {
        double error, dop;
        const char *method;
        double expected;
    } cases[] = {
        {40, 3, "CELLID", 40},    {0, 3, "CELLID", 1500}, {0, 0, "cellid", 1500}, {-1, 3, "network", 100},
        {-1, -1, "WLAN", 100},    {-1, 3, "GPS", 15},     {-1, 8, "MANUAL", 40},  {-1, 2, NULL, 10},
        {-1, 0, NULL, 15},        {-1, -1, "fused", 15},  {1e7, -1, NULL, 1e7},   {-1, 1e6, NULL, 5e6},
        {-1, -1, "network2", 15},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char carrier[16];
        snprintf(carrier, sizeof carrier, "c%zu", i);
        ls_facts *facts = *state;
        real(facts, LS_FACT_GPS_LAT, 1, carrier);
        real(facts, LS_FACT_GPS_LON, 1, carrier);
        if (cases[i].error >= 0)
            real(facts, LS_FACT_GPS_ERROR_M, cases[i].error, carrier);
        if (cases[i].dop >= 0)
            real(facts, LS_FACT_GPS_DOP, cases[i].dop, carrier);
        if (cases[i].method)
            text(facts, LS_FACT_GPS_METHOD, cases[i].method, carrier);
        double got = read(facts, i + 1)[i].error_m;
        if (got != cases[i].expected)
            fail_msg("case %zu: %g, not %g", i, got, cases[i].expected);
    }
}

static void hemispheres(void **state)
{
    static const struct {
        const char *unstated;
        bool lat, lon;
    } cases[] = {{"lat", true, false}, {"lon", false, true}, {"lat,lon", true, true}, {"?", true, true}};
    ls_facts *facts = *state;
    for (size_t i = 0; i < 4; i++) {
        char carrier[16];
        snprintf(carrier, sizeof carrier, "c%zu", i);
        real(facts, LS_FACT_GPS_LAT, 1, carrier);
        real(facts, LS_FACT_GPS_LON, 1, carrier);
        text(facts, LS_FACT_GPS_HEMISPHERE_UNSTATED, cases[i].unstated, carrier);
        const ls_position *position = &read(facts, i + 1)[i];
        assert_int_equal(position->lat_sign_unknown, cases[i].lat);
        assert_int_equal(position->lon_sign_unknown, cases[i].lon);
    }
}

/* As many facts as may cross the wall at all: every position among them is kept, none is skipped. */
static void hostile_flood(void **state)
{
    ls_facts *facts = *state;
    for (size_t i = 0; i < LS_FACTS_MAX / 2; i++) {
        real(facts, LS_FACT_GPS_LAT, (double)(i % 90), "one");
        real(facts, LS_FACT_GPS_LON, (double)(i % 180), "one");
    }
    const ls_position *positions = read(facts, LS_FACTS_MAX / 2);
    assert_true(positions[1000].lat == 1000 % 90 && positions[1000].lon == 1000 % 180);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_carrier, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_carriers_do_not_mix, set_up, tear_down),
        cmocka_unit_test_setup_teardown(half_a_position_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(several_in_one_carrier, set_up, tear_down),
        cmocka_unit_test_setup_teardown(error_radius, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hemispheres, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hostile_flood, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
