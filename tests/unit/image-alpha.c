/* SPDX-License-Identifier: Apache-2.0 */
/* Transparency: what another background would show must not be lost. */
#include "cmocka_all.h"

#include "image/alpha.h"
#include "image/decode.h"
#include "unit/container_build.h"

#define WIDTH 200u
#define HEIGHT 120u

static void fill(ls_raster *rgba, uint32_t left, uint32_t top, uint32_t right, uint32_t bottom, const char colour[4])
{
    for (uint32_t y = top; y < bottom; y++)
        for (uint32_t x = left; x < right; x++)
            memcpy(rgba->data + (size_t)y * rgba->stride + (size_t)x * 4, colour, 4);
}

/* Three bars, as the strokes of a character have them. */
static void draw_character(ls_raster *rgba, const char colour[4])
{
    for (uint32_t i = 0; i < 3; i++)
        fill(rgba, 40, 30 + i * 20, 100, 36 + i * 20, colour);
}

static void setup(ls_raster *rgba, const char colour[4])
{
    assert_int_equal(ls_raster_alloc(rgba, WIDTH, HEIGHT, 4), LS_OK);
    fill(rgba, 0, 0, WIDTH, HEIGHT, colour);
}

static ls_outcome flatten(ls_raster *rgba, ls_raster *raster)
{
    ls_outcome outcome = ls_outcome_done();
    assert_int_equal(ls_alpha_flatten(rgba, raster, &outcome), LS_OK);
    assert_int_equal(raster->channels, 3);
    ls_raster_free(rgba);
    return outcome;
}

static int gray_at(const ls_raster *raster, uint32_t x, uint32_t y)
{
    return raster->data[(size_t)y * raster->stride + (size_t)x * 3];
}

static void dark_letters_on_nothing_are_seen_on_white(void **state)
{
    (void)state;
    ls_raster rgba, raster;
    setup(&rgba, "\0\0\0\0");
    draw_character(&rgba, "\0\0\0\xFF");
    assert_int_equal(flatten(&rgba, &raster).state, LS_DONE);
    assert_int_equal(gray_at(&raster, 0, 0), 255);
    assert_int_equal(gray_at(&raster, 50, 32), 0);
    ls_raster_free(&raster);
}

static void white_letters_on_nothing_are_seen_on_another_background(void **state)
{
    (void)state;
    ls_raster rgba, raster;
    setup(&rgba, "\xFF\xFF\xFF\0");
    draw_character(&rgba, "\xFF\xFF\xFF\xFF");
    assert_int_equal(flatten(&rgba, &raster).state, LS_DONE);
    assert_int_equal(gray_at(&raster, 50, 32), 255);
    assert_in_range(gray_at(&raster, 0, 0), 0, 128);
    ls_raster_free(&raster);
}

static void black_and_white_letters_on_nothing_are_both_seen(void **state)
{
    (void)state;
    ls_raster rgba, raster;
    setup(&rgba, "\0\0\0\0");
    draw_character(&rgba, "\xFF\xFF\xFF\xFF");
    fill(&rgba, 140, 30, 150, 90, "\0\0\0\xFF");
    assert_int_equal(flatten(&rgba, &raster).state, LS_DONE);
    assert_int_equal(gray_at(&raster, 0, 0), 128);
    assert_int_equal(gray_at(&raster, 50, 32), 255);
    assert_int_equal(gray_at(&raster, 145, 50), 0);
    ls_raster_free(&raster);
}

static void letters_that_no_background_shows_are_said(void **state)
{
    (void)state;
    ls_raster rgba, raster;
    setup(&rgba, "\0\0\0\0");
    draw_character(&rgba, "\xFF\xFF\xFF\xFF");
    fill(&rgba, 140, 30, 150, 90, "\0\0\0\xFF");
    fill(&rgba, 160, 30, 170, 90, "\x80\x80\x80\xFF");
    ls_outcome outcome = flatten(&rgba, &raster);
    assert_int_equal(outcome.state, LS_LIMITED);
    assert_int_equal(outcome.reason, LS_REASON_DECODE);
    ls_raster_free(&raster);
}

static void a_picture_under_alpha_0_is_said(void **state)
{
    (void)state;
    ls_raster rgba, raster;
    setup(&rgba, "\xFF\xFF\xFF\0");
    draw_character(&rgba, "\0\0\0\0");
    assert_int_equal(flatten(&rgba, &raster).state, LS_LIMITED);
    ls_raster_free(&raster);
}

/* A window with text and nothing at its corners: black under a shadow, as systems write it, or white without one. */
static void an_ordinary_screenshot_stays_checked(void **state)
{
    (void)state;
    for (int white = 0; white < 2; white++) {
        ls_raster rgba, raster;
        setup(&rgba, white ? "\xFF\xFF\xFF\0" : "\0\0\0\0");
        for (int i = 1; i < 10 && !white; i++) { /* ever darker */
            const char shadow[4] = {0, 0, 0, (char)(i * 10)};
            fill(&rgba, (uint32_t)i, (uint32_t)i, WIDTH - (uint32_t)i, HEIGHT - (uint32_t)i, shadow);
        }
        fill(&rgba, 14, 10, WIDTH - 14, HEIGHT - 10, "\xFF\xFF\xFF\xFF");
        fill(&rgba, 10, 14, WIDTH - 10, HEIGHT - 14, "\xFF\xFF\xFF\xFF");
        draw_character(&rgba, "\0\0\0\xFF");
        assert_int_equal(flatten(&rgba, &raster).state, LS_DONE);
        assert_int_equal(gray_at(&raster, 50, 32), 0);
        assert_int_equal(gray_at(&raster, 50, 40), 255);
        ls_raster_free(&raster);
    }
}

/* A gray PNG of one row of pixels 0 … 15, seen `height` times, in a stored block. */
static void put_gray_png(struct built *b, uint32_t height, int keys)
{
    struct built *data = calloc(1, sizeof *data), *stream = calloc(1, sizeof *stream);
    assert_non_null(data);
    assert_non_null(stream);
    uint32_t a = 1, c = 0;
    for (uint32_t y = 0; y < height; y++) {
        put_fill(data, 0, 1); /* no filter */
        for (int x = 0; x < 16; x++)
            put_number(data, (uint64_t)x * 16, 1, true);
    }
    for (size_t i = 0; i < data->size; i++) {
        a = (a + data->data[i]) % 65521;
        c = (c + a) % 65521;
    }
    put(stream, "\x78\x01\x01", 3);
    put_number(stream, data->size, 2, false);
    put_number(stream, ~data->size & 0xFFFF, 2, false);
    put(stream, data->data, data->size);
    put_number(stream, c << 16 | a, 4, true);
    b->size = 0;
    png_begin(b, 16, height);
    for (int i = 0; i < keys; i++)
        png_chunk(b, "tRNS", "\0\x20", 2); /* the third pixel, 32 */
    png_chunk(b, "IDAT", stream->data, stream->size);
    png_chunk(b, "IEND", "", 0);
    free(data);
    free(stream);
}

static void a_transparent_colour_takes_away_its_own_pixels_only(void **state)
{
    (void)state;
    struct built *b = calloc(1, sizeof *b);
    assert_non_null(b);
    const ls_decode_limits limits = {.pixels = 1000, .orientation = 1};
    ls_raster raster;
    ls_outcome outcome;
    put_gray_png(b, 2, 1);
    assert_int_equal(ls_image_decode(b->data, b->size, LS_KIND_PNG, &limits, &raster, &outcome), LS_OK);
    assert_int_equal(outcome.state, LS_DONE);
    assert_int_equal(gray_at(&raster, 1, 0), 16);
    assert_int_equal(gray_at(&raster, 2, 0), 255);
    assert_int_equal(gray_at(&raster, 3, 1), 48);
    ls_raster_free(&raster);
    put_gray_png(b, 2, 2);
    assert_int_equal(ls_image_decode(b->data, b->size, LS_KIND_PNG, &limits, &raster, &outcome), LS_OK);
    assert_true(outcome.state == LS_LIMITED || gray_at(&raster, 3, 1) == 48);
    ls_raster_free(&raster);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dark_letters_on_nothing_are_seen_on_white),
        cmocka_unit_test(white_letters_on_nothing_are_seen_on_another_background),
        cmocka_unit_test(black_and_white_letters_on_nothing_are_both_seen),
        cmocka_unit_test(letters_that_no_background_shows_are_said),
        cmocka_unit_test(a_picture_under_alpha_0_is_said),
        cmocka_unit_test(an_ordinary_screenshot_stays_checked),
        cmocka_unit_test(a_transparent_colour_takes_away_its_own_pixels_only),
    };
    return cmocka_run_group_tests_name("image-alpha", tests, NULL, NULL);
}
