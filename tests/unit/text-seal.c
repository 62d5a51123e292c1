/* SPDX-License-Identifier: Apache-2.0 */
/* The writing along a seal's ring: blocks stand for glyphs, the first of them with a hole. */
#include "cmocka_all.h"

#include "text/seal_writing.h"

#include <math.h>
#include <string.h>

#define SIDE 400u
#define RADIUS 150.0
#define GLYPHS 6
#define STEP 36.0 /* degrees from one to the next: 180 from the first to the last, 180 less a glyph's own for the gap */
#define BLOCK 18.0 /* half of its side, pixels; 0.24 of the radius */

static const unsigned char paper[3] = {234, 232, 226}, red[3] = {205, 40, 45};

/* In the glyph's own frame: x along the writing, y down to the seal's middle. The first glyph is open at its right. */
static bool inked(int glyph, double x, double y)
{
    if (fabs(x) > BLOCK || fabs(y) > BLOCK)
        return false;
    return glyph > 0 || x < 0 || fabs(y) > BLOCK / 2;
}

/* A seal in the middle, turned by so many degrees clockwise; `mirrored` as in a mirror that hangs at its right. */
static void draw(ls_raster *picture, double turned, bool mirrored, int glyphs)
{
    assert_int_equal(ls_raster_alloc(picture, SIDE, SIDE, 3), LS_OK);
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++) {
            const double dx = (x + 0.5 - SIDE / 2.0) * (mirrored ? -1 : 1), dy = y + 0.5 - SIDE / 2.0, r = hypot(dx, dy);
            bool ink = r > 0.955 * RADIUS && r <= RADIUS;
            for (int i = 0; i < glyphs; i++) {
                const double up = (turned + (i - (GLYPHS - 1) / 2.0) * STEP - 90) * M_PI / 180; /* where the glyph's head points to */
                const double along = -dx * sin(up) + dy * cos(up), down = 0.74 * RADIUS - (dx * cos(up) + dy * sin(up));
                ink = ink || inked(i, along, down);
            }
            memcpy(picture->data + (size_t)y * picture->stride + (size_t)x * 3, ink ? red : paper, 3);
        }
}

static ls_status unroll(const ls_raster *picture, bool mirrored, ls_raster *strip)
{
    const double low = SIDE / 2.0 - RADIUS, high = SIDE / 2.0 + RADIUS;
    const ls_point quad[4] = {{low, low}, {high, low}, {high, high}, {low, high}};
    ls_levels levels;
    assert_int_equal(ls_levels_make(picture, &levels), LS_OK);
    const ls_status status = ls_seal_unroll(&levels, quad, mirrored, strip);
    ls_levels_free(&levels);
    return status;
}

static bool dark(const ls_raster *strip, uint32_t x, uint32_t y)
{
    return strip->data[(size_t)y * strip->stride + x] < 128;
}

/* Where runs of columns with ink begin and end; how many there are. */
static int blocks(const ls_raster *strip, uint32_t from[16], uint32_t to[16])
{
    int count = 0;
    bool before = false;
    for (uint32_t x = 0; x < strip->width; x++) {
        uint32_t ink = 0;
        for (uint32_t y = 0; y < strip->height; y++)
            ink += dark(strip, x, y);
        const bool now = ink > 3;
        if (now && !before && count < 16)
            from[count++] = x;
        if (!now && before)
            to[count - 1] = x;
        before = now;
    }
    assert_false(before);
    return count;
}

static void expect_glyphs(double turned, bool mirrored)
{
    ls_raster picture, strip;
    uint32_t from[16], to[16];
    draw(&picture, turned, mirrored, GLYPHS);
    assert_int_equal(unroll(&picture, mirrored, &strip), LS_OK);
    assert_int_equal(blocks(&strip, from, to), GLYPHS);
    for (int i = 0; i < GLYPHS; i++) { /* as wide as high, and at even distances */
        assert_in_range(to[i] - from[i], 20, 46);
        if (i > 1)
            assert_in_range(from[i] - from[i - 1], 50, 90);
    }
    /* the hole of the first one is at its right, in the middle of its height; the others have none */
    const uint32_t quarter = (to[0] - from[0]) / 4, middle = strip.height / 2;
    assert_true(dark(&strip, from[0] + quarter, middle) && !dark(&strip, to[0] - quarter, middle));
    assert_true(dark(&strip, to[1] - quarter, middle) && dark(&strip, from[1] + quarter, middle));
    ls_raster_free(&strip);
    ls_raster_free(&picture);
}

static void writing_is_unrolled_whichever_way_it_was_pressed(void **state)
{
    (void)state;
    for (int turned = 0; turned < 360; turned += 45) {
        expect_glyphs(turned, false);
        expect_glyphs(turned, true);
    }
}

/* A ring alone, and one with writing all around: nobody can say where that begins. */
static void without_a_gap_it_is_not_unrolled(void **state)
{
    (void)state;
    ls_raster picture, strip;
    draw(&picture, 0, false, 10);
    assert_int_equal(unroll(&picture, false, &strip), LS_E_FORMAT);
    ls_raster_free(&picture);
}

static void small_seals_are_left(void **state)
{
    (void)state;
    ls_raster picture, strip;
    ls_levels levels;
    static const ls_point quad[4] = {{100, 100}, {180, 100}, {180, 180}, {100, 180}};
    draw(&picture, 0, false, GLYPHS);
    assert_int_equal(ls_levels_make(&picture, &levels), LS_OK);
    assert_int_equal(ls_seal_unroll(&levels, quad, false, &strip), LS_E_FORMAT);
    ls_levels_free(&levels);
    ls_raster_free(&picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writing_is_unrolled_whichever_way_it_was_pressed),
        cmocka_unit_test(without_a_gap_it_is_not_unrolled),
        cmocka_unit_test(small_seals_are_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
