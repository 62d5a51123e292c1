/* SPDX-License-Identifier: Apache-2.0 */
/* Strips of lines whose outlines are wrong: tapered by a frame, ending within a glyph, too high, askew. */
#include "cmocka_all.h"

#include "text/strip.h"

#include <math.h>
#include <string.h>

#define WIDE 600u
#define HIGH 200u
#define GLYPHS 8
#define SIDE 24 /* pixels of a glyph */
#define STEP 30
#define LEFT 60

/* Eight square glyphs from x = LEFT; each stands `fall` pixels lower than the one before it, from y = 80. */
static void write_line(ls_raster *gray, int fall)
{
    assert_int_equal(ls_raster_alloc(gray, WIDE, HIGH, 1), LS_OK);
    for (uint32_t y = 0; y < HIGH; y++)
        memset(gray->data + (size_t)y * gray->stride, 230, WIDE);
    for (int i = 0; i < GLYPHS; i++)
        for (int y = 80 + i * fall; y < 80 + i * fall + SIDE; y++)
            memset(gray->data + (size_t)y * gray->stride + LEFT + i * STEP, 30, SIDE);
}

static void cut(const ls_raster *gray, const ls_point quad[4], ls_strip *strip)
{
    ls_levels levels;
    assert_int_equal(ls_levels_make(gray, &levels), LS_OK);
    assert_int_equal(ls_strip_cut(&levels, quad, false, strip), LS_OK);
    ls_levels_free(&levels);
}

/* Ink in the column at this share of the line: its first row and how many there are. */
static uint32_t ink_at(const ls_strip *strip, double share, uint32_t *first)
{
    const uint32_t x = (uint32_t)(((double)strip->from + share * (double)(strip->to - strip->from)) * strip->gray.width);
    uint32_t count = 0;
    *first = 0;
    for (uint32_t y = 0; y < strip->gray.height; y++)
        if (strip->gray.data[(size_t)y * strip->gray.stride + x] < 128) {
            *first = count ? *first : y;
            count++;
        }
    return count;
}

static double glyph_middle(int index)
{
    return (index * STEP + SIDE / 2.0) / ((GLYPHS - 1) * STEP + SIDE);
}

static const double line_right = LEFT + (GLYPHS - 1) * STEP + SIDE;

/* A quadrilateral twice as high at its end, as a frame's corner makes it, shows glyphs of about one height. */
static void a_line_tapers_no_more_than_perspective(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    uint32_t first;
    write_line(&gray, 0);
    const ls_point quad[4] = {{LEFT, 84}, {line_right, 76}, {line_right, 108}, {LEFT, 100}};
    cut(&gray, quad, &strip);
    const double start = ink_at(&strip, glyph_middle(0), &first), end = ink_at(&strip, glyph_middle(GLYPHS - 1), &first);
    assert_true(start > 20 && end > 20 && start / end < 1.25 && end / start < 1.25);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/* The quadrilateral begins within the first glyph and ends within the last: both are seen whole. */
static void an_end_within_a_glyph_is_moved(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    write_line(&gray, 0);
    const ls_point quad[4] = {{LEFT + 20, 80}, {line_right - 20, 80}, {line_right - 20, 104}, {LEFT + 20, 104}};
    cut(&gray, quad, &strip);
    const unsigned char *middle = strip.gray.data + (size_t)(strip.gray.height / 2) * strip.gray.stride;
    assert_true(middle[0] > 128 && middle[strip.gray.width - 1] > 128); /* paper at both ends */
    uint32_t glyphs = 0;
    for (uint32_t x = 1; x < strip.gray.width; x++)
        glyphs += middle[x] < 128 && middle[x - 1] >= 128;
    assert_int_equal(glyphs, GLYPHS);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/* What goes from top to bottom of the strip is the side of a frame and beyond it the line does not go on. */
static void a_frames_side_is_no_glyph(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    write_line(&gray, 0);
    for (uint32_t y = 60; y < 130; y++)
        memset(gray.data + (size_t)y * gray.stride + LEFT - 12, 30, 4);
    const ls_point quad[4] = {{LEFT, 80}, {line_right, 80}, {line_right, 104}, {LEFT, 104}};
    cut(&gray, quad, &strip);
    /* 36 pixels for 24 high: the margin at the end takes 0.35 of 36 */
    assert_in_range(strip.gray.width, (uint32_t)((line_right - LEFT) * 1.5 + 2 * 0.35 * 36) - 2,
                    (uint32_t)((line_right - LEFT) * 1.5 + 2 * 0.35 * 36) + 2);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/* An outline of 40 pixels about glyphs of 24: they are seen as high as any. */
static void a_high_outline_is_fitted(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    uint32_t first;
    write_line(&gray, 0);
    const ls_point quad[4] = {{LEFT, 70}, {line_right, 70}, {line_right, 110}, {LEFT, 110}};
    cut(&gray, quad, &strip);
    assert_in_range(ink_at(&strip, glyph_middle(3), &first), 33, 39);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/* An outline nearly three times as high as its glyphs, which the page's edge was part of: they are seen as high as any, and said to be so low. */
static void a_low_line_is_fitted(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    uint32_t first;
    write_line(&gray, 0);
    const ls_point quad[4] = {{LEFT, 60}, {line_right, 60}, {line_right, 126}, {LEFT, 126}};
    cut(&gray, quad, &strip);
    assert_in_range(ink_at(&strip, glyph_middle(3), &first), 33, 39);
    assert_true(fabs((double)strip.height - 24.0 / 66) < 0.05);
    ls_raster_free(&strip.gray);
    /* a rule has no strokes, and is not enlarged */
    for (int y = 80; y < 104; y++)
        memset(gray.data + (size_t)y * gray.stride + LEFT, 30, (size_t)line_right - LEFT);
    cut(&gray, quad, &strip);
    assert_in_range(ink_at(&strip, 0.5, &first), 11, 16);
    assert_true(strip.height == 1);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/* The line falls by 14 pixels from end to end, its outline does not: its strip is level. */
static void a_line_askew_is_set_level(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    uint32_t start = 0, end = 0;
    write_line(&gray, 2);
    const ls_point quad[4] = {{LEFT, 78}, {line_right, 78}, {line_right, 120}, {LEFT, 120}};
    cut(&gray, quad, &strip);
    assert_true(ink_at(&strip, glyph_middle(0), &start) > 20 && ink_at(&strip, glyph_middle(GLYPHS - 1), &end) > 20);
    assert_true(fabs((double)start - end) <= 4);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/* A line as it should be is cut as it is: its height is 36 pixels, with its margins 52. */
static void a_good_outline_stays(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    uint32_t first;
    write_line(&gray, 0);
    const ls_point quad[4] = {{LEFT, 80}, {line_right, 80}, {line_right, 104}, {LEFT, 104}};
    cut(&gray, quad, &strip);
    assert_int_equal(strip.gray.height, 52);
    assert_in_range(ink_at(&strip, glyph_middle(0), &first), 35, 37);
    assert_in_range(first, 7, 9);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/* One letter reaches further down, and the outline with it: nothing is cut off. */
static void a_descender_belongs_to_its_line(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    uint32_t first;
    write_line(&gray, 0);
    for (uint32_t y = 104; y < 112; y++)
        memset(gray.data + (size_t)y * gray.stride + LEFT + 2 * STEP + 2, 30, 8);
    const ls_point quad[4] = {{LEFT, 80}, {line_right, 80}, {line_right, 112}, {LEFT, 112}};
    cut(&gray, quad, &strip);
    assert_in_range(ink_at(&strip, glyph_middle(3), &first), 25, 29); /* 36 for 32 high */
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/* One letter reaches out of the strip below, as the only р of Секретно does: the strip becomes higher, and has all of it. */
static void a_descender_beyond_the_outline_is_not_cut(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    uint32_t first;
    write_line(&gray, 0);
    for (uint32_t y = 104; y < 113; y++)
        memset(gray.data + (size_t)y * gray.stride + LEFT + 2 * STEP + 8, 30, 8);
    const ls_point quad[4] = {{LEFT, 80}, {line_right, 80}, {line_right, 104}, {LEFT, 104}};
    cut(&gray, quad, &strip);
    const uint32_t plain = ink_at(&strip, glyph_middle(3), &first), longer = ink_at(&strip, glyph_middle(2), &first);
    assert_true(longer * 10 > plain * 13 && first + longer + 2 < strip.gray.height); /* 33 to 24, and paper below it */
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

static uint32_t glyphs_in(const ls_strip *strip)
{
    const unsigned char *middle = strip->gray.data + (size_t)(strip->gray.height / 2) * strip->gray.stride;
    uint32_t glyphs = 0;
    for (uint32_t x = 1; x < strip->gray.width; x++)
        glyphs += middle[x] < 128 && middle[x - 1] >= 128;
    return glyphs;
}

/* The finder has three glyphs of eight: a short line goes on to its last one on either side, and not over a wide gap. */
static void a_short_line_has_all_its_glyphs(void **state)
{
    (void)state;
    ls_raster gray;
    ls_strip strip;
    write_line(&gray, 0);
    for (uint32_t y = 60; y < 140; y++) /* a frame's side, and beyond it another glyph */
        memset(gray.data + (size_t)y * gray.stride + (size_t)line_right + 12, 30, 4);
    const double from = LEFT + 3 * STEP, to = from + 2 * STEP + SIDE;
    const ls_point quad[4] = {{from, 80}, {to, 80}, {to, 104}, {from, 104}};
    cut(&gray, quad, &strip);
    assert_int_equal(glyphs_in(&strip), GLYPHS);
    assert_true(strip.from > 0.35f && strip.from < 0.42f && strip.to > 0.7f && strip.to < 0.78f); /* 93 and 177 of 240 pixels */
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
    write_line(&gray, 0);
    for (uint32_t y = 80; y < 104; y++) /* one glyph less leaves more of a gap than stands between glyphs */
        memset(gray.data + (size_t)y * gray.stride + LEFT + STEP, 230, STEP);
    cut(&gray, quad, &strip);
    assert_int_equal(glyphs_in(&strip), GLYPHS - 2);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
    /* an outline that tapers a little: what it goes on over does not */
    const ls_point taper[4] = {{from, 80}, {to, 79}, {to, 105}, {from, 104}};
    uint32_t first;
    write_line(&gray, 0);
    cut(&gray, taper, &strip);
    assert_int_equal(glyphs_in(&strip), GLYPHS);
    const double inside = 2 * STEP + SIDE; /* the line as given begins with the fourth glyph */
    const double start = ink_at(&strip, (SIDE / 2.0 - 3 * STEP) / inside, &first);
    const double end = ink_at(&strip, (SIDE / 2.0 + (GLYPHS - 4) * STEP) / inside, &first);
    assert_true(start > 20 && end > 20 && start < 1.15 * end && end < 1.15 * start);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/* A frame of 130 × 70 about four glyphs; `open`: without its right side. */
static void write_stamp(ls_raster *gray, bool open)
{
    assert_int_equal(ls_raster_alloc(gray, WIDE, HIGH, 1), LS_OK);
    for (uint32_t y = 0; y < HIGH; y++)
        memset(gray->data + (size_t)y * gray->stride, 230, WIDE);
    for (int y = 60; y < 130; y++)
        for (int x = 100; x < 250; x++) {
            const bool side = y < 63 || y > 126 || x < 103 || (x > 246 && !open);
            const bool glyph = y >= 83 && y < 107 && x >= 120 && x < 230 && (x - 120) % STEP < SIDE && (x + y) % 6 < 4;
            if (side || glyph)
                gray->data[(size_t)y * gray->stride + (size_t)x] = 30;
        }
}

/* The row was taken to be as high as its frame: the strip holds the line alone, and says how high that is. */
static void a_frame_is_left_out(void **state)
{
    (void)state;
    static const ls_point stamp[4] = {{100, 60}, {250, 60}, {250, 130}, {100, 130}};
    ls_raster gray;
    ls_strip strip;
    write_stamp(&gray, false);
    cut(&gray, stamp, &strip);
    assert_true(strip.height > 0.3f && strip.height < 0.8f);
    uint32_t dark = 0; /* in the strip's first row and column a frame's side would be */
    for (uint32_t x = 0; x < strip.gray.width; x++)
        dark += strip.gray.data[x] < 128;
    for (uint32_t y = 0; y < strip.gray.height; y++)
        dark += strip.gray.data[(size_t)y * strip.gray.stride] < 128;
    assert_int_equal(dark, 0);
    assert_true(strip.from < 0.1f && strip.to > 0.9f); /* the outline's ends lie outside of it, or nearly */
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
    write_stamp(&gray, true); /* three sides are none, but the line is as low as it is */
    cut(&gray, stamp, &strip);
    assert_false(strip.framed);
    assert_true(strip.height < 0.6f);
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

/*
 * Four glyphs in a frame of two lines, 5 pixels apart, as Viet Nam's stamps have it: 150 × 70, and 8 pixels above and below the glyphs. What is
 * `askew` leans to the right by so many pixels per pixel of height.
 */
static void write_double_frame(ls_raster *gray, double askew)
{
    assert_int_equal(ls_raster_alloc(gray, WIDE, HIGH, 1), LS_OK);
    for (uint32_t y = 0; y < HIGH; y++)
        memset(gray->data + (size_t)y * gray->stride, 230, WIDE);
    for (int y = 60; y < 110; y++)
        for (int x = 0; x < 150; x++) {
            const int in = y - 60 < 109 - y ? y - 60 : 109 - y, along = x < 149 - x ? x : 149 - x;
            const int deep = in < along ? in : along;
            const bool line = deep < 2 || (deep >= 6 && deep < 8);
            const bool glyph = y >= 73 && y < 97 && x >= 20 && x < 130 && (x - 20) % STEP < SIDE && (x + y) % 6 < 4;
            if (line || glyph)
                gray->data[(size_t)y * gray->stride + (size_t)(100 + x + askew * (110 - y))] = 30;
        }
}

static void expect_line_of_frame(double askew)
{
    const ls_point stamp[4] = {{100 + askew * 25, 60}, {250 + askew * 25, 60}, {250 + askew * 25, 110}, {100 + askew * 25, 110}};
    ls_raster gray;
    ls_strip strip;
    write_double_frame(&gray, askew);
    cut(&gray, stamp, &strip);
    assert_true(strip.framed);
    assert_true(strip.height > 0.3f && strip.height < 0.9f);
    uint32_t dark = 0;
    for (uint32_t x = 0; x < strip.gray.width; x++)
        dark += strip.gray.data[x] < 128;
    assert_in_range(dark, 0, strip.gray.width / 10); /* no side of the frame along the strip's first row */
    ls_raster_free(&strip.gray);
    ls_raster_free(&gray);
}

static void a_double_frame_is_left_out(void **state)
{
    (void)state;
    expect_line_of_frame(0);
}

/* On a page that lies askew its sides are upright only when the strip has been set upright. */
static void a_frame_askew_is_left_out(void **state)
{
    (void)state;
    expect_line_of_frame(0.25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_tapers_no_more_than_perspective), cmocka_unit_test(an_end_within_a_glyph_is_moved),
        cmocka_unit_test(a_frames_side_is_no_glyph),              cmocka_unit_test(a_high_outline_is_fitted),
        cmocka_unit_test(a_low_line_is_fitted),
        cmocka_unit_test(a_line_askew_is_set_level),              cmocka_unit_test(a_good_outline_stays),
        cmocka_unit_test(a_descender_belongs_to_its_line),       cmocka_unit_test(a_frame_is_left_out),
        cmocka_unit_test(a_double_frame_is_left_out),            cmocka_unit_test(a_frame_askew_is_left_out),
        cmocka_unit_test(a_descender_beyond_the_outline_is_not_cut), cmocka_unit_test(a_short_line_has_all_its_glyphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
