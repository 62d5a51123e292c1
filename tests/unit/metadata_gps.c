/* SPDX-License-Identifier: Apache-2.0 */
/* Positions in Exif. */
#include "unit/metadata_look.h"

static void a_position_has_sign_direction_and_more(void **state)
{
    struct photo *p = *state;
    const struct entry gps[] = {
        TEXT_ENTRY(1, "S"),
        {2, 5, 3, NULL, N(33, 1, 51, 1, 3551, 100)}, /* -33.8598638… */
        TEXT_ENTRY(3, "W"),
        {4, 5, 3, NULL, N(151, 1, 12, 1, 3960, 100)}, /* -151.211 */
        {5, 1, 1, NULL, N(1)},
        {6, 5, 1, NULL, N(125, 10)},
        {7, 5, 3, NULL, N(2, 1, 20, 1, 3050, 100)},
        {11, 5, 1, NULL, N(18, 10)},
        TEXT_ENTRY(16, "T"),
        {17, 5, 1, NULL, N(27150, 100)},
        TEXT_ENTRY(18, "WGS-84"),
        TEXT_ENTRY(19, "N"),
        {20, 5, 3, NULL, N(10, 1, 30, 1, 0, 1)},
        TEXT_ENTRY(21, "E"),
        {22, 5, 3, NULL, N(20, 1, 15, 1, 0, 1)},
        {27, 7, 11, "ASCII\0\0\0GPS", NULL},
        {28, 7, 13, "UNICODE\0H\0i\0", NULL},
        TEXT_ENTRY(29, "2026:05:01"),
        {31, 5, 1, NULL, N(48, 10)},
    };
    for (int big = 0; big < 2; big++) {
        look_gps(p, big, gps, COUNT(gps));
        assert_real(p, LS_FACT_GPS_LAT, -33.859863888888889);
        assert_real(p, LS_FACT_GPS_LON, -151.211);
        assert_real(p, LS_FACT_GPS_ALTITUDE, -12.5);
        assert_real(p, LS_FACT_GPS_DOP, 1.8);
        assert_real(p, LS_FACT_GPS_DIRECTION, 271.5);
        assert_real(p, LS_FACT_GPS_ERROR_M, 4.8);
        assert_real(p, LS_FACT_GPS_DEST_LAT, 10.5);
        assert_real(p, LS_FACT_GPS_DEST_LON, 20.25);
        assert_text(p, LS_FACT_GPS_DIRECTION_REF, "T", "jpeg/app1/exif/gps");
        assert_text(p, LS_FACT_GPS_DATUM, "WGS-84", "jpeg/app1/exif/gps");
        assert_text(p, LS_FACT_GPS_METHOD, "GPS", "jpeg/app1/exif/gps");
        assert_text(p, LS_FACT_PLACE_NAME, "Hi", "jpeg/app1/exif/gps");
        assert_text(p, LS_FACT_GPS_TIME, "2026-05-01T02:20:30Z", "jpeg/app1/exif/gps");
        assert_none(p, LS_FACT_GPS_HEMISPHERE_UNSTATED);
        assert_done(p);
        /* the value is the first one behind the eight bytes of header, twelve bytes into the file */
        assert_int_equal(first(p, LS_FACT_GPS_LAT)->from, 20);
        assert_int_equal(first(p, LS_FACT_GPS_LAT)->to, 44);
    }
}

static void seconds_left_out_are_no_reason_to_miss_a_position(void **state)
{
    struct photo *p = *state;
    look_axes(p, "N\0", 5, N(48, 1, 5332358, 100000, 0, 0), 3, N(21, 1, 25951, 10000, 0, 0));
    assert_real(p, LS_FACT_GPS_LAT, 48 + 53.32358 / 60);
    assert_real(p, LS_FACT_GPS_LON, 21 + 2.5951 / 60);
    assert_none(p, LS_FACT_GPS_NO_FIX);
}

static void a_position_that_was_never_fixed_is_none(void **state)
{
    struct photo *p = *state;
    look_axes(p, "N\0", 5, N(0, 0, 0, 0, 0, 0), 3, N(0, 0, 0, 0, 0, 0));
    assert_none(p, LS_FACT_GPS_LAT);
    first(p, LS_FACT_GPS_NO_FIX);
    look_axes(p, "N\0", 5, N(0, 1, 0, 1, 0, 1), 3, N(0, 1, 0, 1, 0, 1));
    assert_none(p, LS_FACT_GPS_LAT);
    first(p, LS_FACT_GPS_NO_FIX);
    assert_none(p, LS_FACT_GPS_MALFORMED);
}

static void impossible_positions_are_malformed(void **state)
{
    struct photo *p = *state;
    look_axes(p, "N\0", 5, N(91, 1, 0, 1, 0, 1), 3, N(10, 1, 0, 1, 0, 1));
    first(p, LS_FACT_GPS_MALFORMED);
    assert_none(p, LS_FACT_GPS_LAT);
    look_axes(p, "N\0", 5, N(10, 1, 0, 1, 0, 1), 3, N(180, 1, 0, 1, 1, 1));
    first(p, LS_FACT_GPS_MALFORMED);
    look_axes(p, "N\0", 5, N(10, 1, 5, 0, 0, 1), 3, N(10, 1, 0, 1, 0, 1)); /* 5/0 */
    first(p, LS_FACT_GPS_MALFORMED);
    look_axes(p, "N\0", 5, N(0, 0, 5, 1, 0, 1), 3, N(10, 1, 0, 1, 0, 1)); /* minutes of no degree */
    first(p, LS_FACT_GPS_MALFORMED);
    const struct entry half[] = {TEXT_ENTRY(1, "N"), {2, 5, 3, NULL, N(10, 1, 0, 1, 0, 1)}};
    look_gps(p, false, half, COUNT(half));
    first(p, LS_FACT_GPS_MALFORMED);
    assert_limited(p, "jpeg/app1/exif/gps"); /* nobody compared it with anything */
    const struct entry words[] = {TEXT_ENTRY(2, "somewhere"), TEXT_ENTRY(4, "elsewhere")};
    look_gps(p, false, words, COUNT(words));
    first(p, LS_FACT_GPS_MALFORMED);
    const struct entry version[] = {{0, 1, 4, "\2\3\0\0", NULL}};
    look_gps(p, false, version, COUNT(version));
    assert_none(p, LS_FACT_GPS_MALFORMED);
    assert_none(p, LS_FACT_GPS_NO_FIX);
    assert_done(p);
}

static void a_hemisphere_that_is_not_stated_is_said(void **state)
{
    struct photo *p = *state;
    look_axes(p, "\0\0", 5, N(10, 1, 30, 1, 0, 1), 3, N(20, 1, 0, 1, 0, 1));
    assert_real(p, LS_FACT_GPS_LAT, 10.5);
    assert_text(p, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lat", "jpeg/app1/exif/gps");
    const struct entry bare[] = {{2, 5, 1, NULL, N(21, 2)}, {4, 5, 1, NULL, N(41, 2)}};
    look_gps(p, true, bare, COUNT(bare));
    assert_real(p, LS_FACT_GPS_LON, 20.5);
    assert_text(p, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lat,lon", "jpeg/app1/exif/gps");
    const struct entry east[] = {
        TEXT_ENTRY(1, "X"), {2, 5, 1, NULL, N(21, 2)}, TEXT_ENTRY(3, "w"), {4, 5, 1, NULL, N(41, 2)}};
    look_gps(p, true, east, COUNT(east));
    assert_real(p, LS_FACT_GPS_LON, -20.5);
    assert_text(p, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lat", "jpeg/app1/exif/gps");
}

static void positions_of_other_types_are_read(void **state)
{
    struct photo *p = *state;
    look_axes(p, "S\0", 10, N(10, 1, 15, 1, 36, 1), 3, N(20, 1, 0, 1, 0, 1));
    assert_real(p, LS_FACT_GPS_LAT, -10.26);
    look_axes(p, "\0\0", 10, N(-10, 1, 15, 1, 36, 1), 3, N(20, 1, 0, 1, 0, 1)); /* the sign states it */
    assert_real(p, LS_FACT_GPS_LAT, -10.26);
    assert_none(p, LS_FACT_GPS_HEMISPHERE_UNSTATED);
    look_axes(p, "N\0", 12, N(10.26), 1, N(20.125));
    assert_real(p, LS_FACT_GPS_LAT, 10.26);
    assert_real(p, LS_FACT_GPS_LON, 20.125);
    look_axes(p, "N\0", 11, N(10.25), 1, N(20.125));
    assert_real(p, LS_FACT_GPS_LAT, 10.25);
    look_axes(p, "N\0", 12, N((double)NAN), 1, N(20.125));
    first(p, LS_FACT_GPS_MALFORMED);
}

static void positions_in_odd_forms_are_read(void **state)
{
    struct photo *p = *state;
    look_axes(p, "S\0", 10, N(-39, 1, -54, 1, -20, 1), 3, N(116, 1, 23, 1, 30, 1));
    assert_real(p, LS_FACT_GPS_LAT, -39.905555555555556);
    look_axes(p, "S\0", 10, N(0, 1, -30, 1, 0, 1), 3, N(20, 1, 0, 1, 0, 1));
    assert_real(p, LS_FACT_GPS_LAT, -0.5);
    look_axes(p, "N\0", 10, N(-10, 1, 0, 1, 0, 1), 3, N(20, 1, 0, 1, 0, 1)); /* a contradiction */
    assert_real(p, LS_FACT_GPS_LAT, 10);
    assert_text(p, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lat", "jpeg/app1/exif/gps");
    look_axes(p, "N\0", 10, N(39, 1, -54, 1, 20, 1), 3, N(20, 1, 0, 1, 0, 1));
    first(p, LS_FACT_GPS_MALFORMED);
    assert_limited(p, "jpeg/app1/exif/gps");
    const struct entry words[] = {
        TEXT_ENTRY(1, "S"), TEXT_ENTRY(2, "39,54,20.00"), {4, 7, 8, "\x51\0\0\0\4\0\0\0", NULL}, TEXT_ENTRY(3, "W")};
    look_gps(p, false, words, COUNT(words));
    assert_real(p, LS_FACT_GPS_LAT, -39.905555555555556);
    assert_real(p, LS_FACT_GPS_LON, -20.25); /* 81/4 under type UNDEFINED */
    assert_done(p);
    const struct entry target[] = {TEXT_ENTRY(19, "N"), {20, 5, 1, NULL, N(10, 0)}};
    look_gps(p, false, target, COUNT(target));
    assert_limited(p, "jpeg/app1/exif/gps");
}

/* Whatever integers a pointer is made of, other readers follow it. */
static void a_gps_directory_is_found_whatever_the_type_of_its_pointer(void **state)
{
    struct photo *p = *state;
    static const unsigned types[] = {3, 4, 9, 13};
    const struct entry gps[] = {
        TEXT_ENTRY(1, "N"), {2, 5, 1, NULL, N(21, 2)}, TEXT_ENTRY(3, "E"), {4, 5, 1, NULL, N(41, 2)}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        tiff_begin(&p->tiff, false);
        double pointer = tiff_ifd(&p->tiff, gps, COUNT(gps), 0);
        const struct entry main[] = {{0x8825, types[i], 1, NULL, &pointer}};
        tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, 0));
        look_exif(p);
        assert_real(p, LS_FACT_GPS_LAT, 10.5);
        assert_done(p);
    }
    tiff_begin(&p->tiff, true);
    uint32_t at = tiff_ifd(&p->tiff, gps, COUNT(gps), 0);
    const unsigned char bytes[4] = {0, 0, (unsigned char)(at >> 8), (unsigned char)at};
    const struct entry undefined[] = {{0x8825, 7, 4, bytes, NULL}};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, undefined, 1, 0));
    look_exif(p);
    assert_real(p, LS_FACT_GPS_LAT, 10.5);
    assert_done(p);
    const struct entry words[] = {{0x8825, 2, 4, bytes, NULL}};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, words, 1, 0));
    look_exif(p);
    assert_none(p, LS_FACT_GPS_LAT);
    assert_limited(p, "jpeg/app1/exif");
}

static void every_gps_directory_is_read(void **state)
{
    struct photo *p = *state;
    const struct entry empty[] = {
        TEXT_ENTRY(1, "N"), {2, 5, 1, NULL, N(0, 0)}, TEXT_ENTRY(3, "E"), {4, 5, 1, NULL, N(0, 0)}};
    const struct entry gps[] = {
        TEXT_ENTRY(1, "S"), {2, 5, 1, NULL, N(21, 2)}, TEXT_ENTRY(3, "W"), {4, 5, 1, NULL, N(41, 2)}};
    tiff_begin(&p->tiff, false);
    double one = tiff_ifd(&p->tiff, empty, COUNT(empty), 0), two = tiff_ifd(&p->tiff, gps, COUNT(gps), 0);
    const struct entry thumb[] = {{0x8825, 4, 1, NULL, &two}}, main[] = {{0x8825, 4, 1, NULL, &one}};
    uint32_t next = tiff_ifd(&p->tiff, thumb, 1, 0);
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, next));
    look_exif(p);
    assert_string_equal(first(p, LS_FACT_GPS_NO_FIX)->carrier, "jpeg/app1/exif/gps");
    assert_real(p, LS_FACT_GPS_LAT, -10.5);
    assert_real(p, LS_FACT_GPS_LON, -20.5);
    assert_string_equal(first(p, LS_FACT_GPS_LAT)->carrier, "jpeg/app1/exif/gps[2]");
    assert_done(p);
    /* the same directory as that of Exif */
    tiff_begin(&p->tiff, false);
    two = tiff_ifd(&p->tiff, gps, COUNT(gps), 0);
    const struct entry merged[] = {{0x8769, 4, 1, NULL, &two}, {0x8825, 4, 1, NULL, &two}};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, merged, 2, 0));
    look_exif(p);
    assert_real(p, LS_FACT_GPS_LAT, -10.5);
}

static void a_gps_tag_that_stands_twice_is_said(void **state)
{
    struct photo *p = *state;
    const struct entry gps[] = {
        TEXT_ENTRY(1, "N"), {2, 5, 1, NULL, N(0, 0)},  TEXT_ENTRY(3, "E"), {4, 5, 1, NULL, N(0, 0)},
        TEXT_ENTRY(1, "N"), {2, 5, 1, NULL, N(21, 2)},
    };
    look_gps(p, false, gps, COUNT(gps));
    assert_limited(p, "jpeg/app1/exif/gps");
    look_gps(p, false, gps, 5); /* the same value again tells nothing else */
    assert_done(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_position_has_sign_direction_and_more),  TEST(seconds_left_out_are_no_reason_to_miss_a_position),
        TEST(a_position_that_was_never_fixed_is_none), TEST(impossible_positions_are_malformed),
        TEST(a_hemisphere_that_is_not_stated_is_said), TEST(positions_of_other_types_are_read),
        TEST(positions_in_odd_forms_are_read),         TEST(a_gps_directory_is_found_whatever_the_type_of_its_pointer),
        TEST(every_gps_directory_is_read),             TEST(a_gps_tag_that_stands_twice_is_said),
    };
    return cmocka_run_group_tests_name("metadata_gps", tests, NULL, NULL);
}
