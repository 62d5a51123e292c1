/* SPDX-License-Identifier: Apache-2.0 */
/* Thumbnails of drawn scenes: the same in every way that cameras make them, uncropped, unredacted, of something else. */
#include "cmocka_all.h"

#include "image/likeness.h"
#include "image/vision.h"

#include <stdlib.h>
#include <string.h>

#define WIDTH 900u
#define HEIGHT 600u
#define PATCHES 160

static uint32_t next_number(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void paint(ls_raster *rgb, uint32_t left, uint32_t top, uint32_t width, uint32_t height, const unsigned char colour[3])
{
    for (uint32_t y = top; y < top + height && y < rgb->height; y++)
        for (uint32_t x = left; x < left + width && x < rgb->width; x++)
            memcpy(rgb->data + (size_t)y * rgb->stride + (size_t)x * 3, colour, 3);
}

/* Coloured rectangles of all sizes over each other: edges everywhere, as in a street. */
static ls_raster scene(uint32_t seed)
{
    ls_raster rgb;
    static const unsigned char sky[3] = {150, 170, 200};
    assert_int_equal(ls_raster_alloc(&rgb, WIDTH, HEIGHT, 3), LS_OK);
    paint(&rgb, 0, 0, WIDTH, HEIGHT, sky);
    for (int i = 0; i < PATCHES; i++) {
        const unsigned char colour[3] = {(unsigned char)next_number(&seed), (unsigned char)next_number(&seed),
                                         (unsigned char)next_number(&seed)};
        const uint32_t width = 12 + next_number(&seed) % 120, height = 12 + next_number(&seed) % 120;
        paint(&rgb, next_number(&seed) % WIDTH, next_number(&seed) % HEIGHT, width, height, colour);
    }
    return rgb;
}

static ls_raster resized(const ls_raster *rgb, uint32_t width, uint32_t height)
{
    ls_raster made;
    assert_int_equal(ls_vision_resize(rgb, width, height, &made), LS_OK);
    return made;
}

static ls_raster part(const ls_raster *rgb, uint32_t left, uint32_t top, uint32_t width, uint32_t height)
{
    ls_raster made;
    assert_int_equal(ls_raster_alloc(&made, width, height, 3), LS_OK);
    for (uint32_t y = 0; y < height; y++)
        memcpy(made.data + (size_t)y * made.stride, rgb->data + (size_t)(top + y) * rgb->stride + (size_t)left * 3, (size_t)width * 3);
    return made;
}

/* `picture` in the middle of a black one. */
static ls_raster with_bars(const ls_raster *picture, uint32_t width, uint32_t height)
{
    ls_raster made;
    assert_int_equal(ls_raster_alloc(&made, width, height, 3), LS_OK);
    memset(made.data, 0, (size_t)made.stride * height);
    for (uint32_t y = 0; y < picture->height; y++)
        memcpy(made.data + (size_t)(y + (height - picture->height) / 2) * made.stride + (size_t)(width - picture->width) / 2 * 3,
               picture->data + (size_t)y * picture->stride, picture->stride);
    return made;
}

static ls_showing judge(const ls_raster *photo, const ls_raster *second, uint32_t orientation)
{
    ls_arena *arena = ls_arena_new(16 << 20);
    ls_original original;
    ls_showing showing = LS_SHOWS_UNREAD, again = LS_SHOWS_UNREAD;
    assert_int_equal(ls_original_read(photo, &original, arena), LS_OK);
    assert_int_equal(ls_likeness_judge(&original, second, orientation, &showing), LS_OK);
    assert_int_equal(ls_likeness_judge(&original, second, orientation, &again), LS_OK);
    assert_int_equal(showing, again);
    ls_arena_free(arena);
    return showing;
}

/* A photo and its thumbnail of 160 × 107, before anybody changes either. */
struct pair {
    ls_raster photo, thumbnail;
};

static int set_up(void **state)
{
    static struct pair pair;
    pair.photo = scene(7);
    pair.thumbnail = resized(&pair.photo, 160, 107);
    *state = &pair;
    return 0;
}

static int tear_down(void **state)
{
    struct pair *pair = *state;
    ls_raster_free(&pair->photo);
    ls_raster_free(&pair->thumbnail);
    return 0;
}

static void a_thumbnail_shows_the_same(void **state)
{
    const struct pair *pair = *state;
    assert_int_equal(judge(&pair->photo, &pair->thumbnail, 1), LS_SHOWS_SAME);
    assert_int_equal(judge(&pair->photo, &pair->photo, 1), LS_SHOWS_SAME);
}

static void bars_and_squeezing_make_no_difference(void **state)
{
    const struct pair *pair = *state;
    ls_raster barred = with_bars(&pair->thumbnail, 160, 120), squeezed = resized(&pair->photo, 160, 120);
    assert_int_equal(judge(&pair->photo, &barred, 1), LS_SHOWS_SAME);
    assert_int_equal(judge(&pair->photo, &squeezed, 1), LS_SHOWS_SAME);
    ls_raster_free(&barred);
    ls_raster_free(&squeezed);
}

static void tones_and_noise_make_no_difference(void **state)
{
    const struct pair *pair = *state;
    ls_raster changed = resized(&pair->thumbnail, 160, 107);
    uint32_t seed = 3;
    for (size_t i = 0; i < (size_t)changed.stride * changed.height; i++) {
        const int value = 30 + changed.data[i] * 3 / 4 + (int)(next_number(&seed) % 13) - 6;
        changed.data[i] = (unsigned char)value;
    }
    assert_int_equal(judge(&pair->photo, &changed, 1), LS_SHOWS_SAME);
    ls_raster_free(&changed);
}

/* The camera stored both lying on their side; the photo is shown upright. Or somebody turned the photo alone. */
static void turning_makes_no_difference(void **state)
{
    const struct pair *pair = *state;
    for (uint32_t orientation = 1; orientation <= 8; orientation++) {
        ls_raster shown = part(&pair->photo, 0, 0, WIDTH, HEIGHT);
        assert_int_equal(ls_raster_orient(&shown, orientation), LS_OK);
        assert_int_equal(judge(&shown, &pair->thumbnail, orientation), LS_SHOWS_SAME);
        assert_int_equal(judge(&shown, &pair->thumbnail, 1), LS_SHOWS_SAME);
        ls_raster_free(&shown);
    }
}

static void less_of_the_photo_is_the_same(void **state)
{
    const struct pair *pair = *state;
    ls_raster middle = part(&pair->photo, 150, 0, 600, 600), square = resized(&middle, 160, 160);
    assert_int_equal(judge(&pair->photo, &square, 1), LS_SHOWS_SAME);
    ls_raster_free(&middle);
    ls_raster_free(&square);
}

static void nothing_to_be_seen_is_the_same(void **state)
{
    const struct pair *pair = *state;
    ls_raster black = part(&pair->photo, 0, 0, 160, 120);
    memset(black.data, 0, (size_t)black.stride * black.height);
    assert_int_equal(judge(&pair->photo, &black, 1), LS_SHOWS_SAME);
    ls_raster_free(&black);
}

static void what_was_cropped_away_is_told(void **state)
{
    static const uint32_t crops[][4] = {{225, 150, 450, 300}, {90, 0, 810, 600}, {0, 0, 900, 400}, {500, 300, 300, 250}};
    const struct pair *pair = *state;
    for (size_t i = 0; i < sizeof crops / sizeof *crops; i++) {
        ls_raster cropped = part(&pair->photo, crops[i][0], crops[i][1], crops[i][2], crops[i][3]);
        assert_int_equal(judge(&cropped, &pair->thumbnail, 1), LS_SHOWS_UNCROPPED);
        ls_raster_free(&cropped);
    }
}

static void a_cropped_photo_under_bars_is_told(void **state)
{
    const struct pair *pair = *state;
    ls_raster cropped = part(&pair->photo, 200, 100, 500, 400), barred = with_bars(&pair->thumbnail, 160, 120);
    assert_int_equal(judge(&cropped, &barred, 1), LS_SHOWS_UNCROPPED);
    ls_raster_free(&cropped);
    ls_raster_free(&barred);
}

static void what_was_covered_is_told(void **state)
{
    static const unsigned char black[3] = {0, 0, 0}, white[3] = {255, 255, 255};
    const struct pair *pair = *state;
    for (int i = 0; i < 2; i++) {
        ls_raster covered = part(&pair->photo, 0, 0, WIDTH, HEIGHT);
        paint(&covered, 300, 200, 240, 90, i ? white : black);
        assert_int_equal(judge(&covered, &pair->thumbnail, 1), LS_SHOWS_REDACTED);
        ls_raster_free(&covered);
    }
}

/* Pixels of 40: coarser than those of the thumbnail, which has 5.6 of the photo's. Blurred: the same, enlarged bilinearly. */
static void what_was_pixelated_or_blurred_is_told(void **state)
{
    const struct pair *pair = *state;
    ls_raster area = part(&pair->photo, 240, 160, 320, 240), small = resized(&area, 8, 6), blurred = resized(&small, 320, 240);
    ls_raster pixelated = part(&pair->photo, 0, 0, WIDTH, HEIGHT), soft = part(&pair->photo, 0, 0, WIDTH, HEIGHT);
    for (uint32_t y = 0; y < 240; y++) {
        for (uint32_t x = 0; x < 320; x++)
            memcpy(pixelated.data + (size_t)(160 + y) * pixelated.stride + (size_t)(240 + x) * 3,
                   small.data + (size_t)(y / 40) * small.stride + (size_t)(x / 40) * 3, 3);
        memcpy(soft.data + (size_t)(160 + y) * soft.stride + 240 * 3, blurred.data + (size_t)y * blurred.stride, blurred.stride);
    }
    assert_int_equal(judge(&pixelated, &pair->thumbnail, 1), LS_SHOWS_REDACTED);
    assert_int_equal(judge(&soft, &pair->thumbnail, 1), LS_SHOWS_REDACTED);
    ls_raster_free(&area);
    ls_raster_free(&small);
    ls_raster_free(&blurred);
    ls_raster_free(&pixelated);
    ls_raster_free(&soft);
}

/* The other way round: what was put on the thumbnail alone cannot have been hidden in the photo, and is something else to see. */
static void another_scene_is_told(void **state)
{
    const struct pair *pair = *state;
    for (uint32_t seed = 20; seed < 26; seed++) {
        ls_raster other = scene(seed);
        assert_int_equal(judge(&other, &pair->thumbnail, 1), LS_SHOWS_OTHER);
        ls_raster_free(&other);
    }
}

/* How much brighter each place may shine: nothing in the dark, soft, without colour, in half the size. */
static ls_raster gain_map(const ls_raster *photo)
{
    ls_raster half = resized(photo, WIDTH / 4, HEIGHT / 4), map = resized(&half, WIDTH / 2, HEIGHT / 2);
    for (size_t i = 0; i < (size_t)map.stride * map.height; i += 3) {
        const int light = (map.data[i] * 30 + map.data[i + 1] * 59 + map.data[i + 2] * 11) / 100;
        memset(map.data + i, light > 120 ? (light - 120) * 255 / 135 : 0, 3);
    }
    ls_raster_free(&half);
    return map;
}

static void a_gain_map_is_no_other_picture(void **state)
{
    const struct pair *pair = *state;
    ls_raster map = gain_map(&pair->photo), other = scene(31), foreign = gain_map(&other);
    assert_int_equal(judge(&pair->photo, &map, 1), LS_SHOWS_SAME);
    assert_int_equal(judge(&pair->photo, &foreign, 1), LS_SHOWS_OTHER);
    ls_raster_free(&map);
    ls_raster_free(&other);
    ls_raster_free(&foreign);
}

/* Brighter where the photo is darker, as a map of distances is behind a bright front: only the outlines are alike. */
static void a_map_may_be_the_other_way_round(void **state)
{
    const struct pair *pair = *state;
    ls_raster map = gain_map(&pair->photo), other = scene(33);
    for (size_t i = 0; i < (size_t)map.stride * map.height; i++)
        map.data[i] = (unsigned char)(255 - map.data[i]);
    assert_int_equal(judge(&pair->photo, &map, 1), LS_SHOWS_SAME);
    assert_int_equal(judge(&other, &map, 1), LS_SHOWS_OTHER);
    ls_raster_free(&map);
    ls_raster_free(&other);
}

/* The photo was cropped, its gain map was not. */
static void a_gain_map_of_more_is_told(void **state)
{
    const struct pair *pair = *state;
    ls_raster map = gain_map(&pair->photo), cropped = part(&pair->photo, 200, 100, 500, 400);
    assert_int_not_equal(judge(&cropped, &map, 1), LS_SHOWS_SAME);
    ls_raster_free(&map);
    ls_raster_free(&cropped);
}

/* Neither a crash nor "the same" for what shows something. */
static void odd_shapes_are_judged(void **state)
{
    static const uint32_t sizes[][2] = {{1, 1}, {1, 600}, {900, 1}, {7, 7}, {900, 8}, {3, 600}};
    const struct pair *pair = *state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        ls_raster thin = part(&pair->photo, 0, 0, sizes[i][0], sizes[i][1]);
        assert_int_not_equal(judge(&thin, &pair->thumbnail, 1), LS_SHOWS_SAME);
        (void)judge(&pair->photo, &thin, 0);
        (void)judge(&thin, &thin, 9);
        ls_raster_free(&thin);
    }
}

static void the_largest_sides_are_judged(void **state)
{
    const struct pair *pair = *state;
    ls_raster wide;
    assert_int_equal(ls_raster_alloc(&wide, LS_RASTER_SIDE, 40, 3), LS_OK);
    memset(wide.data, 90, (size_t)wide.stride * wide.height);
    assert_int_equal(judge(&pair->photo, &wide, 1), LS_SHOWS_SAME); /* nothing is to be seen in it */
    assert_int_equal(judge(&wide, &pair->thumbnail, 1), LS_SHOWS_OTHER);
    ls_raster_free(&wide);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_thumbnail_shows_the_same),
        CASE(bars_and_squeezing_make_no_difference),
        CASE(tones_and_noise_make_no_difference),
        CASE(turning_makes_no_difference),
        CASE(less_of_the_photo_is_the_same),
        CASE(nothing_to_be_seen_is_the_same),
        CASE(what_was_cropped_away_is_told),
        CASE(a_cropped_photo_under_bars_is_told),
        CASE(what_was_covered_is_told),
        CASE(what_was_pixelated_or_blurred_is_told),
        CASE(another_scene_is_told),
        CASE(a_gain_map_is_no_other_picture),
        CASE(a_map_may_be_the_other_way_round),
        CASE(a_gain_map_of_more_is_told),
        CASE(odd_shapes_are_judged),
        CASE(the_largest_sides_are_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
