/* SPDX-License-Identifier: Apache-2.0 */
/* The line of writing in a strip, with a frame or without, and strokes that look like a frame's side. */
#include "cmocka_all.h"

#include "text/band.h"

#include <string.h>

#define WIDE 160u
#define PAPER 20
#define INK 220

/* Glyphs are blocks of two thirds ink, 12 pixels wide, 14 apart, from `from` to `to`, on rows 12 to 27. */
static void write_glyphs(ls_raster *strip, uint32_t from, uint32_t to)
{
    for (uint32_t x = from; x < to; x++)
        for (uint32_t y = 12; y < 28; y++)
            if ((x - from) % 14 < 12 && (x + y) % 3)
                strip->data[(size_t)y * strip->stride + x] = INK;
}

static void stroke(ls_raster *strip, uint32_t left, uint32_t right, uint32_t top, uint32_t foot)
{
    for (uint32_t y = top; y < foot; y++)
        memset(strip->data + (size_t)y * strip->stride + left, INK, right - left);
}

static void make_strip(ls_raster *strip)
{
    assert_int_equal(ls_raster_alloc(strip, WIDE, LS_BAND_STRIP, 1), LS_OK);
    for (uint32_t y = 0; y < strip->height; y++)
        memset(strip->data + (size_t)y * strip->stride, PAPER, WIDE);
}

static void bare(void **state)
{
    (void)state;
    ls_raster strip;
    ls_band band;
    make_strip(&strip);
    assert_false(ls_band_find(&strip, &band));
    write_glyphs(&strip, 30, 30 + 7 * 14);
    assert_true(ls_band_find(&strip, &band));
    assert_false(band.framed);
    assert_int_equal(band.top, 12);
    assert_int_equal(band.foot, 28);
    assert_int_equal(band.left, 30);
    assert_int_equal(band.right, 30 + 7 * 14 - 2);
    ls_raster_free(&strip);
}

static void framed(void **state)
{
    (void)state;
    ls_raster strip;
    ls_band band;
    make_strip(&strip);
    write_glyphs(&strip, 30, 30 + 7 * 14);
    stroke(&strip, 4, WIDE - 4, 2, 4);
    stroke(&strip, 4, WIDE - 4, 36, 38);
    stroke(&strip, 4, 6, 2, 38);
    stroke(&strip, WIDE - 6, WIDE - 4, 2, 38);
    assert_true(ls_band_find(&strip, &band));
    assert_true(band.framed);
    assert_int_equal(band.left, 30);
    assert_int_equal(band.right, 30 + 7 * 14 - 2);
    ls_raster_free(&strip);
}

/* Ⅱ before the first ideograph: a thin stroke and a gap, at one end, with no frame above or below. */
static void a_stroke_is_no_frame(void **state)
{
    (void)state;
    ls_raster strip;
    ls_band band;
    make_strip(&strip);
    stroke(&strip, 8, 11, 12, 28);
    write_glyphs(&strip, 18, 18 + 9 * 14);
    assert_true(ls_band_find(&strip, &band));
    assert_int_equal(band.left, 8);
    /* within a frame's upper side it is the frame's */
    stroke(&strip, 8, WIDE - 8, 2, 4);
    assert_true(ls_band_find(&strip, &band));
    assert_int_equal(band.left, 18);
    ls_raster_free(&strip);
}

/* 秘 in a square stamp with two lines round it, which blur has made one. */
static void a_square_has_one_glyph(void **state)
{
    (void)state;
    ls_raster strip;
    ls_band band;
    make_strip(&strip);
    strip.width = LS_BAND_STRIP;
    for (uint32_t side = 2; side < 6; side += 3) {
        stroke(&strip, side, LS_BAND_STRIP - side, side, side + 3);
        stroke(&strip, side, LS_BAND_STRIP - side, LS_BAND_STRIP - side - 3, LS_BAND_STRIP - side);
        stroke(&strip, side, side + 3, side, LS_BAND_STRIP - side);
        stroke(&strip, LS_BAND_STRIP - side - 3, LS_BAND_STRIP - side, side, LS_BAND_STRIP - side);
    }
    for (uint32_t y = 14; y < 27; y++)
        for (uint32_t x = 14; x < 27; x++)
            if ((x + y) % 3)
                strip.data[(size_t)y * strip.stride + x] = INK;
    assert_true(ls_band_find(&strip, &band));
    assert_true(band.framed);
    assert_int_equal(band.top, 14);
    assert_int_equal(band.foot, 27);
    assert_int_equal(band.left, 14);
    assert_int_equal(band.right, 27);
    ls_raster_free(&strip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bare),
        cmocka_unit_test(framed),
        cmocka_unit_test(a_stroke_is_no_frame),
        cmocka_unit_test(a_square_has_one_glyph),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
