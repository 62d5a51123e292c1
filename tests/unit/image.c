/* SPDX-License-Identifier: Apache-2.0 */
/* Rasters: the eight orientations of Exif 3.0 written out by hand, and the way of points back. */
#include "cmocka_all.h"

#include "image/raster.h"

#include <string.h>

/* The stored picture is ABC over DEF. What orientation N shows, row by row. */
static const struct {
    uint32_t width, height;
    const char *shown;
} expected[9] = {
    {0, 0, ""},      {3, 2, "ABCDEF"}, {3, 2, "CBAFED"}, {3, 2, "FEDCBA"}, {3, 2, "DEFABC"},
    {2, 3, "ADBECF"}, {2, 3, "DAEBFC"}, {2, 3, "FCEBDA"}, {2, 3, "CFBEAD"},
};
static const char stored[] = "ABCDEF";

static void make(ls_raster *raster, uint32_t channels)
{
    assert_int_equal(ls_raster_alloc(raster, 3, 2, channels), LS_OK);
    for (uint32_t i = 0; i < 6; i++)
        memset(raster->data + i * channels, stored[i], channels);
}

static void test_orientations(void **state)
{
    (void)state;
    for (uint32_t channels = 1; channels <= 3; channels += 2)
        for (uint32_t orientation = 1; orientation <= 8; orientation++) {
            ls_raster raster;
            make(&raster, channels);
            assert_int_equal(ls_raster_orient(&raster, orientation), LS_OK);
            assert_int_equal(raster.width, expected[orientation].width);
            assert_int_equal(raster.height, expected[orientation].height);
            assert_int_equal(raster.stored_width, 3);
            assert_int_equal(raster.stored_height, 2);
            for (uint32_t i = 0; i < 6; i++)
                for (uint32_t c = 0; c < channels; c++)
                    assert_int_equal(raster.data[i * channels + c], expected[orientation].shown[i]);
            ls_raster_free(&raster);
        }
}

/* The middle of a shown pixel must come back to the middle of the stored pixel that holds the same letter. */
static void test_points_come_back(void **state)
{
    (void)state;
    for (uint32_t orientation = 1; orientation <= 8; orientation++) {
        ls_raster raster;
        make(&raster, 1);
        assert_int_equal(ls_raster_orient(&raster, orientation), LS_OK);
        for (uint32_t y = 0; y < raster.height; y++)
            for (uint32_t x = 0; x < raster.width; x++) {
                const ls_point shown = {x + 0.5, y + 0.5};
                const ls_point back = ls_raster_to_stored(&raster, shown);
                assert_true(back.x > 0 && back.x < 3 && back.y > 0 && back.y < 2);
                const uint32_t index = (uint32_t)back.y * 3 + (uint32_t)back.x;
                assert_int_equal(stored[index], raster.data[y * raster.stride + x]);
                assert_true(back.x - (uint32_t)back.x == 0.5 && back.y - (uint32_t)back.y == 0.5);
                const ls_point again = ls_raster_from_stored(&raster, back);
                assert_true(again.x == shown.x && again.y == shown.y);
            }
        ls_raster_free(&raster);
    }
}

/* A picture decoded at half size: raster pixel (1, 1) is stored pixel (2, 2). */
static void test_scale(void **state)
{
    (void)state;
    ls_raster raster = {.width = 50, .height = 40, .stored_width = 80, .stored_height = 100, .orientation = 6, .scale = 2};
    /* orientation 6 shows the stored left edge on top: shown (10, 0) × 2 lies 20 from the right end of the height */
    const ls_point stored_point = ls_raster_to_stored(&raster, (ls_point){10, 0});
    assert_true(stored_point.x == 0 && stored_point.y == 80);
    const ls_point back = ls_raster_from_stored(&raster, stored_point);
    assert_true(back.x == 10 && back.y == 0);
}

static void test_refusals(void **state)
{
    (void)state;
    ls_raster raster;
    assert_int_equal(ls_raster_alloc(&raster, 0, 5, 1), LS_E_LIMIT);
    assert_int_equal(ls_raster_alloc(&raster, 70000, 5, 1), LS_E_LIMIT);
    assert_int_equal(ls_raster_alloc(&raster, 5, 5, 9), LS_E_LIMIT);
    assert_null(raster.data);
    make(&raster, 1);
    assert_int_equal(ls_raster_orient(&raster, 0), LS_E_USAGE);
    assert_int_equal(ls_raster_orient(&raster, 9), LS_E_USAGE);
    assert_int_equal(ls_raster_orient(&raster, 3), LS_OK);
    assert_int_equal(ls_raster_orient(&raster, 3), LS_E_USAGE); /* once only */
    ls_raster_free(&raster);
    ls_raster_free(NULL);
}

/* BT.601: 0.299 R + 0.587 G + 0.114 B, rounded. */
static void test_gray(void **state)
{
    (void)state;
    ls_raster rgb, gray;
    assert_int_equal(ls_raster_alloc(&rgb, 4, 1, 3), LS_OK);
    const unsigned char pixels[12] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255};
    memcpy(rgb.data, pixels, sizeof pixels);
    rgb.orientation = 5;
    rgb.scale = 2;
    assert_int_equal(ls_raster_gray(&rgb, &gray), LS_OK);
    assert_int_equal(gray.channels, 1);
    assert_int_equal(gray.data[0], 76);
    assert_int_equal(gray.data[1], 150);
    assert_int_equal(gray.data[2], 29);
    assert_int_equal(gray.data[3], 255);
    assert_int_equal(gray.orientation, 5);
    assert_true(gray.scale == 2);
    ls_raster_free(&rgb);
    ls_raster_free(&gray);
}

/* 9 × 6 pixels, of which halves have 3 and quarters 1: each the mean of what it stands for, the last column in none. */
static void test_smaller(void **state)
{
    (void)state;
    ls_raster raster, small;
    assert_int_equal(ls_raster_alloc(&raster, 9, 6, 1), LS_OK);
    for (unsigned i = 0; i < 54; i++)
        raster.data[i] = (unsigned char)(i % 9 == 8 ? 255 : 10 * (i % 9 / 2) + 2 * (i % 9 % 2) + i / 18);
    raster.orientation = 6;
    raster.scale = 2;
    assert_int_equal(ls_raster_smaller(&raster, 4, &small), LS_OK);
    assert_null(small.data);
    assert_int_equal(ls_raster_smaller(&raster, 3, &small), LS_OK);
    assert_int_equal(small.width, 4);
    assert_int_equal(small.height, 3);
    for (unsigned i = 0; i < 12; i++)
        assert_int_equal(small.data[i], 10 * (i % 4) + 1 + i / 4);
    assert_int_equal(small.stored_width, 9);
    assert_int_equal(small.stored_height, 6);
    assert_int_equal(small.orientation, 6);
    assert_true(small.scale == 4);
    ls_raster_free(&small);
    assert_int_equal(ls_raster_smaller(&raster, 1, &small), LS_OK);
    assert_true(small.width == 2 && small.height == 1 && small.scale == 8);
    ls_raster_free(&small);
    ls_raster_free(&raster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orientations), cmocka_unit_test(test_points_come_back), cmocka_unit_test(test_scale),
        cmocka_unit_test(test_refusals),     cmocka_unit_test(test_gray),         cmocka_unit_test(test_smaller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
