/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes on a picture, and the picture as the rows of a PNG. */
#include "cmocka_all.h"

#include "image/boxes.h"
#include "image/png_rows.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define GROUND 90

static void blank(ls_raster *rgb, uint32_t width, uint32_t height)
{
    assert_int_equal(ls_raster_alloc(rgb, width, height, 3), LS_OK);
    memset(rgb->data, GROUND, (size_t)rgb->stride * height);
}

static const unsigned char *at(const ls_raster *rgb, double x, double y)
{
    return rgb->data + (size_t)y * rgb->stride + (size_t)x * 3;
}

static bool is_red(const unsigned char *p)
{
    return p[0] > 150 && p[1] < 60 && p[2] < 90;
}

static bool is_amber(const unsigned char *p)
{
    return p[0] > 200 && p[1] > 140 && p[1] < 210 && p[2] < 80;
}

static bool is_ground(const unsigned char *p)
{
    return p[0] == GROUND && p[1] == GROUND && p[2] == GROUND;
}

/* Is there such a pixel within six of the place? */
static bool near(const ls_raster *rgb, double x, double y, bool (*is)(const unsigned char *))
{
    for (int dy = -6; dy <= 6; dy++)
        for (int dx = -6; dx <= 6; dx++)
            if (x + dx >= 0 && y + dy >= 0 && x + dx < rgb->width && y + dy < rgb->height && is(at(rgb, x + dx, y + dy)))
                return true;
    return false;
}

static void assert_along(const ls_raster *rgb, const ls_point quad[4], bool (*is)(const unsigned char *))
{
    for (int side = 0; side < 4; side++)
        for (int i = 0; i <= 20; i++) {
            const ls_point a = quad[side], b = quad[(side + 1) % 4];
            const double x = a.x + (b.x - a.x) * i / 20, y = a.y + (b.y - a.y) * i / 20;
            if (!near(rgb, x, y, is))
                fail_msg("no such pixel near %.0f, %.0f", x, y);
        }
}

static const ls_box upright = {
    .quad = {{200, 100}, {400, 100}, {400, 160}, {200, 160}}, .number = 1, .effect = LS_VERDICT_BLOCK};

static void an_outline_is_around_its_quad(void **state)
{
    (void)state;
    ls_raster rgb;
    blank(&rgb, 640, 480);
    assert_int_equal(ls_boxes_draw(&rgb, &upright, 1), LS_OK);
    assert_along(&rgb, upright.quad, is_red);
    for (uint32_t y = 100; y < 160; y++) /* and what it frames can still be read */
        for (uint32_t x = 200; x < 400; x++)
            assert_true(is_ground(at(&rgb, x, y)));
    assert_true(is_ground(at(&rgb, 300, 80)));
    assert_true(is_ground(at(&rgb, 300, 180)));
    ls_raster_free(&rgb);
}

/* The number stands left of the box: two of its three colours are there. */
static void a_number_is_beside_it(void **state)
{
    (void)state;
    ls_raster rgb;
    blank(&rgb, 640, 480);
    assert_int_equal(ls_boxes_draw(&rgb, &upright, 1), LS_OK);
    size_t red = 0, white = 0;
    for (uint32_t y = 100; y < 115; y++)
        for (uint32_t x = 175; x < 193; x++) {
            const unsigned char *p = at(&rgb, x, y);
            red += is_red(p);
            white += p[0] > 200 && p[1] > 200 && p[2] > 200;
        }
    assert_true(red > 40);
    assert_true(white > 5);
    assert_true(is_ground(at(&rgb, 160, 107)));
    ls_raster_free(&rgb);
}

/* What belongs to a box has no number. */
static void evidence_is_an_outline_alone(void **state)
{
    (void)state;
    ls_raster rgb;
    blank(&rgb, 640, 480);
    ls_box box = upright;
    box.number = 0;
    box.effect = LS_VERDICT_REVIEW;
    assert_int_equal(ls_boxes_draw(&rgb, &box, 1), LS_OK);
    assert_along(&rgb, box.quad, is_amber);
    for (uint32_t y = 90; y < 170; y++)
        for (uint32_t x = 150; x < 192; x++)
            assert_true(is_ground(at(&rgb, x, y)));
    ls_raster_free(&rgb);
}

/* Orientation 6: the stored picture's left edge is above. Stored (x, y) is shown at (480 − y, x). */
static void quads_are_of_the_stored_picture(void **state)
{
    (void)state;
    ls_raster rgb;
    blank(&rgb, 640, 480);
    assert_int_equal(ls_raster_orient(&rgb, 6), LS_OK);
    assert_int_equal(rgb.width, 480);
    assert_int_equal(ls_boxes_draw(&rgb, &upright, 1), LS_OK);
    const ls_point shown[4] = {{380, 200}, {380, 400}, {320, 400}, {320, 200}};
    assert_along(&rgb, shown, is_red);
    ls_raster_free(&rgb);
}

/* Thirty findings in one place: every number is there, and the picture's edge holds. */
static void numbers_keep_clear_of_each_other(void **state)
{
    (void)state;
    enum { COUNT = 30 };
    ls_box boxes[COUNT];
    ls_raster rgb;
    for (uint32_t i = 0; i < COUNT; i++) {
        boxes[i] = upright;
        boxes[i].number = i + 1;
    }
    blank(&rgb, 640, 480);
    assert_int_equal(ls_boxes_draw(&rgb, boxes, COUNT), LS_OK);
    size_t red = 0;
    for (uint32_t y = 0; y < 480; y++)
        for (uint32_t x = 0; x < 192; x++)
            red += is_red(at(&rgb, x, y));
    assert_true(red > COUNT * 80); /* a label of 14 × 14 pixels is mostly ground */
    ls_raster_free(&rgb);
}

/* Corners that no finding has a reason to have; a picture with no room for a number. */
static void corners_may_lie_anywhere(void **state)
{
    (void)state;
    static const ls_point quads[][4] = {
        {{-1e6, -1e6}, {1e6, -1e6}, {1e6, 1e6}, {-1e6, 1e6}}, {{5, 5}, {5, 5}, {5, 5}, {5, 5}},
        {{0, 3}, {64, 3}, {64, 3}, {0, 3}},                   {{1e300, 0}, {NAN, 4}, {-INFINITY, 9}, {3, INFINITY}},
        {{-50, -50}, {-40, -50}, {-40, -40}, {-50, -40}},     {{900, 900}, {990, 900}, {990, 990}, {900, 990}},
    };
    static const uint32_t sizes[][2] = {{64, 48}, {1, 1}, {3, 2000}, {700, 5}};
    for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
        ls_raster rgb;
        blank(&rgb, sizes[size][0], sizes[size][1]);
        for (size_t i = 0; i < sizeof quads / sizeof *quads; i++) {
            ls_box box = {.number = 4000000000u, .effect = 77};
            memcpy(box.quad, quads[i], sizeof box.quad);
            assert_int_equal(ls_boxes_draw(&rgb, &box, 1), LS_OK);
        }
        ls_raster_free(&rgb);
    }
}

static void only_on_colour(void **state)
{
    (void)state;
    ls_raster gray;
    assert_int_equal(ls_raster_alloc(&gray, 8, 8, 1), LS_OK);
    assert_int_equal(ls_boxes_draw(&gray, &upright, 1), LS_E_USAGE);
    assert_int_equal(ls_png_write_rows(&gray, 64, NULL, NULL), LS_E_USAGE);
    ls_raster_free(&gray);
}

/* ---------------------------------------------------------------------------------------------------- rows */

typedef struct stream {
    unsigned char *bytes;
    size_t size, capacity, part, calls, refuse_at;
    bool short_one;
} stream;

static ls_status take(const void *bytes, size_t size, void *user)
{
    stream *self = user;
    assert_true(size > 0 && size <= self->part);
    assert_false(self->short_one); /* only the last part may be a rest */
    self->short_one = size < self->part;
    assert_true(size <= self->capacity - self->size);
    memcpy(self->bytes + self->size, bytes, size);
    self->size += size;
    return ++self->calls == self->refuse_at ? LS_E_CANCELLED : LS_OK;
}

static unsigned char predicted(unsigned filter, int left, int above, int corner)
{
    const int p = left + above - corner, a = abs(p - left), b = abs(p - above), c = abs(p - corner);
    if (filter == 2)
        return (unsigned char)above;
    assert_int_equal(filter, 4);
    return (unsigned char)(a <= b && a <= c ? left : b <= c ? above : corner);
}

/* Takes the filters back (PNG, third edition, 9.2) and compares with the pixels. */
static void assert_rows(const unsigned char *rows, const ls_raster *rgb)
{
    const size_t size = (size_t)rgb->width * 3;
    for (uint32_t y = 0; y < rgb->height; y++) {
        const unsigned char *row = rows + y * (size + 1), *want = rgb->data + (size_t)y * rgb->stride;
        const unsigned char *over = y ? want - rgb->stride : NULL;
        for (size_t i = 0; i < size; i++) {
            const int left = i >= 3 ? want[i - 3] : 0, above = over ? over[i] : 0, corner = over && i >= 3 ? over[i - 3] : 0;
            assert_int_equal((unsigned char)(row[i + 1] + predicted(row[0], left, above, corner)), want[i]);
        }
    }
}

static void assert_written(const ls_raster *rgb, size_t part)
{
    const size_t raw = ((size_t)rgb->width * 3 + 1) * rgb->height;
    stream self = {.part = part, .capacity = raw * 2 + 1000};
    self.bytes = malloc(self.capacity);
    assert_int_equal(ls_png_write_rows(rgb, part, take, &self), LS_OK);
    unsigned char *rows = malloc(raw + 1);
    uLongf got = (uLongf)raw + 1, used = (uLongf)self.size;
    assert_int_equal(uncompress2(rows, &got, self.bytes, &used), Z_OK);
    assert_int_equal(got, raw);
    assert_int_equal(used, self.size);
    assert_rows(rows, rgb);
    free(rows);
    free(self.bytes);
}

static void rows_come_back_as_they_were(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = {{1, 1}, {2, 3}, {50, 40}, {333, 200}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        ls_raster rgb;
        blank(&rgb, sizes[i][0], sizes[i][1]);
        assert_written(&rgb, 1000);
        uint32_t noise = 7;
        for (size_t j = 0; j < (size_t)rgb.stride * rgb.height; j++)
            rgb.data[j] = (unsigned char)((noise = noise * 1664525u + 1013904223u) >> 24);
        assert_written(&rgb, 1);
        assert_written(&rgb, 100);
        assert_written(&rgb, 60000);
        for (size_t j = 0; j < (size_t)rgb.stride * rgb.height; j++)
            rgb.data[j] = (unsigned char)(j / 7 + j % rgb.stride / 5);
        assert_written(&rgb, 4096);
        ls_raster_free(&rgb);
    }
}

static void who_takes_them_may_refuse(void **state)
{
    (void)state;
    ls_raster rgb;
    unsigned char room[4096];
    uint32_t noise = 7;
    blank(&rgb, 30, 30);
    for (size_t j = 0; j < (size_t)rgb.stride * rgb.height; j++)
        rgb.data[j] = (unsigned char)((noise = noise * 1664525u + 1013904223u) >> 24);
    for (size_t at_call = 1; at_call < 5; at_call++) {
        stream self = {.bytes = room, .capacity = sizeof room, .part = 100, .refuse_at = at_call};
        assert_int_equal(ls_png_write_rows(&rgb, 100, take, &self), LS_E_CANCELLED);
        assert_int_equal(self.calls, at_call);
    }
    ls_raster_free(&rgb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outline_is_around_its_quad),
        cmocka_unit_test(a_number_is_beside_it),
        cmocka_unit_test(evidence_is_an_outline_alone),
        cmocka_unit_test(quads_are_of_the_stored_picture),
        cmocka_unit_test(numbers_keep_clear_of_each_other),
        cmocka_unit_test(corners_may_lie_anywhere),
        cmocka_unit_test(only_on_colour),
        cmocka_unit_test(rows_come_back_as_they_were),
        cmocka_unit_test(who_takes_them_may_refuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
