/* SPDX-License-Identifier: Apache-2.0 */
/* The OpenCV bridge: geometry and arithmetic against numbers worked out by hand. */
#include "cmocka_all.h"

#include "image/vision.h"

#include <math.h>
#include <string.h>

static void gradient(ls_raster *gray, uint32_t width, uint32_t height)
{
    assert_int_equal(ls_raster_alloc(gray, width, height, 1), LS_OK);
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++)
            gray->data[y * gray->stride + x] = (unsigned char)(4 * x + y);
}

/* Halving takes the mean of four: (0 + 4 + 1 + 5) / 4 = 2.5, rounded either way. */
static void test_resize(void **state)
{
    (void)state;
    ls_raster gray, half;
    gradient(&gray, 8, 8);
    assert_int_equal(ls_vision_resize(&gray, 4, 4, &half), LS_OK);
    assert_int_equal(half.width, 4);
    assert_in_range(half.data[0], 2, 3);
    assert_in_range(half.data[half.stride + 1], 12, 13);
    ls_raster_free(&half);
    assert_int_equal(ls_vision_resize(&gray, 0, 4, &half), LS_E_LIMIT);
    ls_raster_free(&gray);
}

/* The mean over 3 × 3 around (1, 1) of 4x + y is 5. */
static void test_mean(void **state)
{
    (void)state;
    ls_raster gray, mean;
    gradient(&gray, 8, 8);
    assert_int_equal(ls_vision_mean(&gray, 3, &mean), LS_OK);
    assert_int_equal(mean.data[mean.stride + 1], 5);
    ls_raster_free(&mean);
    ls_raster_free(&gray);
}

/* A quadrilateral that starts at its right top corner turns the picture: its first column comes from the top row. */
static void test_warp(void **state)
{
    (void)state;
    ls_raster gray, out;
    gradient(&gray, 8, 8);
    const ls_point same[4] = {{2, 2}, {6, 2}, {6, 6}, {2, 6}};
    assert_int_equal(ls_vision_warp(&gray, same, 4, 4, &out), LS_OK);
    assert_int_equal(out.data[0], 4 * 2 + 2);
    assert_int_equal(out.data[3], 4 * 5 + 2);
    assert_int_equal(out.data[3 * out.stride], 4 * 2 + 5);
    ls_raster_free(&out);
    const ls_point turned[4] = {{6, 2}, {6, 6}, {2, 6}, {2, 2}};
    assert_int_equal(ls_vision_warp(&gray, turned, 4, 4, &out), LS_OK);
    assert_int_equal(out.data[0], 4 * 5 + 2);
    assert_int_equal(out.data[3], 4 * 5 + 5);
    assert_int_equal(out.data[3 * out.stride], 4 * 2 + 2);
    ls_raster_free(&out);
    const ls_point nothing[4] = {{2, 2}, {2, 2}, {2, 2}, {2, 2}};
    ls_status status = ls_vision_warp(&gray, nothing, 4, 4, &out);
    assert_true(status == LS_OK || (status == LS_E_FORMAT && !out.data));
    ls_raster_free(&out);
    ls_raster_free(&gray);
}

static void test_homography(void **state)
{
    (void)state;
    const ls_point from[4] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}}, to[4] = {{10, 20}, {30, 20}, {30, 60}, {10, 60}};
    const double expected[9] = {20, 0, 10, 0, 40, 20, 0, 0, 1};
    double h[9];
    assert_int_equal(ls_vision_homography(from, to, h), LS_OK);
    for (int i = 0; i < 9; i++)
        assert_true(fabs(h[i] - expected[i]) < 1e-6);
}

/* One white rectangle from (10, 6) to (29, 25), corners clockwise from the top left. */
static void test_quads(void **state)
{
    (void)state;
    ls_raster mask;
    assert_int_equal(ls_raster_alloc(&mask, 40, 40, 1), LS_OK);
    memset(mask.data, 0, 1600);
    for (uint32_t y = 6; y < 26; y++)
        memset(mask.data + y * mask.stride + 10, 255, 20);
    memset(mask.data + 35 * mask.stride + 2, 255, 3); /* too small to count */
    ls_vision_quad quads[4];
    size_t count = 0;
    assert_int_equal(ls_vision_quads(&mask, 50, 0.03, 0.8, quads, 4, &count), LS_OK);
    assert_int_equal(count, 1);
    const ls_point expected[4] = {{10, 6}, {29, 6}, {29, 25}, {10, 25}};
    for (int i = 0; i < 4; i++)
        assert_true(fabs(quads[0].corner[i].x - expected[i].x) < 1 && fabs(quads[0].corner[i].y - expected[i].y) < 1);
    ls_raster_free(&mask);
}

static void test_morph(void **state)
{
    (void)state;
    ls_raster mask;
    assert_int_equal(ls_raster_alloc(&mask, 9, 3, 1), LS_OK);
    memset(mask.data, 255, 27);
    for (uint32_t y = 0; y < 3; y++)
        mask.data[y * mask.stride + 4] = 0; /* a slit */
    assert_int_equal(ls_vision_morph(&mask, true, 3, 1), LS_OK);
    assert_int_equal(mask.data[mask.stride + 4], 255);
    ls_raster_free(&mask);
}

/* Zero padding: the corner sum of a 3 × 3 kernel of ones over ones is 4, the edge 6, the middle 9; −5 cuts 4 to 0. */
static void test_convolve(void **state)
{
    (void)state;
    const float ones[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1}, kernel[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    float out[9];
    assert_int_equal(ls_vision_convolve(ones, 3, kernel, -5, out), LS_OK);
    const float expected[9] = {0, 1, 0, 1, 4, 1, 0, 1, 0};
    for (int i = 0; i < 9; i++)
        assert_true(fabsf(out[i] - expected[i]) < 1e-5f);
}

/* 1 + 2x − 3y through four places; and of a line through (0, 0), (1, 1), (2, 1) the slope 1/2 and 1/6 at 0, by hand. */
static void test_least_squares(void **state)
{
    (void)state;
    const double plane[] = {1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 2, 5}, heights[] = {1, 3, -2, -10};
    double out[3];
    assert_int_equal(ls_vision_least_squares(plane, heights, 4, 3, out), LS_OK);
    assert_true(fabs(out[0] - 1) < 1e-9 && fabs(out[1] - 2) < 1e-9 && fabs(out[2] + 3) < 1e-9);
    const double line[] = {1, 0, 1, 1, 1, 2}, places[] = {0, 1, 1};
    assert_int_equal(ls_vision_least_squares(line, places, 3, 2, out), LS_OK);
    assert_true(fabs(out[0] - 1.0 / 6) < 1e-9 && fabs(out[1] - 0.5) < 1e-9);
}

/* A block in a ring: an area of its own only when areas in holes are asked for; the hole is none. */
static void test_nested_quads(void **state)
{
    (void)state;
    ls_raster mask;
    assert_int_equal(ls_raster_alloc(&mask, 100, 100, 1), LS_OK);
    memset(mask.data, 0, (size_t)mask.stride * mask.height);
    for (uint32_t y = 10; y < 90; y++)
        for (uint32_t x = 10; x < 90; x++) {
            const bool ring = x < 15 || x >= 85 || y < 15 || y >= 85, block = x >= 40 && x < 60 && y >= 45 && y < 55;
            mask.data[(size_t)y * mask.stride + x] = ring || block ? 255 : 0;
        }
    ls_vision_quad quads[8];
    size_t count;
    assert_int_equal(ls_vision_quads(&mask, 20, 0.02, 0.5, quads, 8, &count), LS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(ls_vision_quads_nested(&mask, 20, 0.02, 0.5, quads, 8, &count), LS_OK);
    assert_int_equal(count, 2);
    assert_true(fabs(quads[1].corner[0].x - 40) < 2 && fabs(quads[1].corner[2].y - 55) < 2);
    ls_raster_free(&mask);
}

/* A long low parallelogram with steps along its edges: simplified by a share of its outline a corner is off by its height. */
static void test_settled_sides(void **state)
{
    (void)state;
    ls_raster mask;
    assert_int_equal(ls_raster_alloc(&mask, 260, 80, 1), LS_OK);
    memset(mask.data, 0, (size_t)mask.stride * mask.height);
    for (uint32_t x = 20; x < 240; x++) {
        const uint32_t top = 50 - x / 6, deep = x % 40 < 6 || x < 26 || x >= 234 ? 18 : 12; /* pieces stand out below */
        memset(mask.data + (size_t)top * mask.stride + x, 255, 1);
        for (uint32_t y = top; y < top + deep; y++)
            mask.data[(size_t)y * mask.stride + x] = 255;
    }
    ls_vision_quad quads[8];
    size_t count;
    assert_int_equal(ls_vision_quads_nested(&mask, 20, 0.02, 0.5, quads, 8, &count), LS_OK);
    assert_true(count >= 1);
    const ls_point expected[4] = {{20, 46.7}, {239, 10.2}, {239, 28.2}, {20, 64.7}};
    double worst = 0;
    for (int i = 0; i < 4; i++)
        worst = fmax(worst, hypot(quads[count - 1].corner[i].x - expected[i].x, quads[count - 1].corner[i].y - expected[i].y));
    assert_true(worst < 3);
    ls_raster_free(&mask);
}

/* Fills what lies between two edges given at both ends. */
static void fill_between(ls_raster *mask, double top_left, double top_right, double bottom_left, double bottom_right)
{
    for (uint32_t x = 20; x <= 240; x++) {
        const double at = (x - 20) / 220.0;
        const uint32_t top = (uint32_t)(top_left + at * (top_right - top_left)), bottom = (uint32_t)(bottom_left + at * (bottom_right - bottom_left));
        for (uint32_t y = top; y < bottom; y++)
            mask->data[(size_t)y * mask->stride + x] = 255;
    }
}

/* Heights of the quadrilateral's two short sides, the lower one by the higher one. */
static double evenness(const ls_vision_quad *quad)
{
    double side[4];
    for (int i = 0; i < 4; i++)
        side[i] = hypot(quad->corner[(i + 1) % 4].x - quad->corner[i].x, quad->corner[(i + 1) % 4].y - quad->corner[i].y);
    const int ends = side[0] < side[1] ? 0 : 1;
    return fmin(side[ends], side[ends + 2]) / fmax(side[ends], side[ends + 2]);
}

/* A long low outline that runs out in a point is no line seen at an angle; a sheet of the same taper is one. */
static void test_spikes(void **state)
{
    (void)state;
    ls_raster mask;
    ls_vision_quad quads[4];
    size_t count;
    assert_int_equal(ls_raster_alloc(&mask, 260, 220, 1), LS_OK);
    memset(mask.data, 0, (size_t)mask.stride * mask.height);
    fill_between(&mask, 100, 100, 140, 118); /* 40 pixels high at one end, 18 at the other */
    assert_int_equal(ls_vision_quads(&mask, 20, 0.02, 0.5, quads, 4, &count), LS_OK);
    assert_int_equal(count, 1);
    assert_true(evenness(&quads[0]) > 0.9);
    memset(mask.data, 0, (size_t)mask.stride * mask.height);
    fill_between(&mask, 20, 20, 200, 95);
    assert_int_equal(ls_vision_quads(&mask, 20, 0.02, 0.5, quads, 4, &count), LS_OK);
    assert_int_equal(count, 1);
    assert_true(evenness(&quads[0]) < 0.6);
    ls_raster_free(&mask);
}

int main(void)
{
    assert_int_equal(ls_vision_warm_up(), LS_OK);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resize), cmocka_unit_test(test_mean),  cmocka_unit_test(test_warp),
        cmocka_unit_test(test_homography), cmocka_unit_test(test_quads), cmocka_unit_test(test_morph),
        cmocka_unit_test(test_convolve), cmocka_unit_test(test_least_squares), cmocka_unit_test(test_nested_quads),
        cmocka_unit_test(test_settled_sides), cmocka_unit_test(test_spikes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
