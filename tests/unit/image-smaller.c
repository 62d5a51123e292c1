/* SPDX-License-Identifier: Apache-2.0 */
/* A first look at a JPEG that comes out smaller: what it shows, and where its points lie in the stored picture. */
#include "cmocka_all.h"

#include "image/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#define WIDTH 2400
#define HEIGHT 2000

/* The left half red, the right half blue. */
static unsigned char *encode(unsigned long *size)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, size);
    jpeg.image_width = WIDTH;
    jpeg.image_height = HEIGHT;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    static unsigned char row[WIDTH * 3];
    for (int x = 0; x < WIDTH; x++) {
        row[x * 3] = x < WIDTH / 2 ? 255 : 0;
        row[x * 3 + 1] = 0;
        row[x * 3 + 2] = x < WIDTH / 2 ? 0 : 255;
    }
    JSAMPROW rows[1] = {row};
    while (jpeg.next_scanline < jpeg.image_height)
        jpeg_write_scanlines(&jpeg, rows, 1);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    return data;
}

static ls_raster decode(uint32_t least_side, uint32_t orientation)
{
    unsigned long size = 0;
    unsigned char *data = encode(&size);
    ls_decode_limits limits = {.pixels = 100000000, .orientation = orientation, .least_side = least_side};
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(ls_image_decode(data, size, LS_KIND_JPEG, &limits, &raster, &outcome), LS_OK);
    assert_int_equal(outcome.state, LS_DONE);
    free(data);
    return raster;
}

static void near(ls_point point, double x, double y)
{
    assert_true(point.x > x - 0.01 && point.x < x + 0.01 && point.y > y - 0.01 && point.y < y + 0.01);
}

static void no_smaller_than_allowed(void **state)
{
    (void)state;
    static const struct {
        uint32_t least, width, height;
    } cases[] = {{0, 2400, 2000}, {2001, 2400, 2000}, {1001, 2400, 2000}, {1000, 1200, 1000}, {600, 1200, 1000},
                 {500, 600, 500}, {250, 300, 250}, {1, 300, 250}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_raster raster = decode(cases[i].least, 1);
        assert_int_equal(raster.width, cases[i].width);
        assert_int_equal(raster.height, cases[i].height);
        assert_int_equal(raster.stored_width, WIDTH);
        assert_int_equal(raster.stored_height, HEIGHT);
        ls_raster_free(&raster);
    }
}

static void points_go_back_to_the_stored_picture(void **state)
{
    (void)state;
    ls_raster raster = decode(1000, 1);
    near(ls_raster_to_stored(&raster, (ls_point){600, 250}), 1200, 500);
    ls_raster_free(&raster);
    raster = decode(1000, 6); /* to be turned clockwise: the stored left edge is shown at the top */
    assert_int_equal(raster.width, 1000);
    assert_int_equal(raster.height, 1200);
    near(ls_raster_to_stored(&raster, (ls_point){1000, 0}), 0, 0);
    near(ls_raster_to_stored(&raster, (ls_point){0, 1200}), 2400, 2000);
    const unsigned char *top = raster.data, *bottom = raster.data + (size_t)(raster.height - 1) * raster.stride;
    assert_true(top[0] > 200 && top[2] < 50);
    assert_true(bottom[0] < 50 && bottom[2] > 200);
    ls_raster_free(&raster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_smaller_than_allowed),
        cmocka_unit_test(points_go_back_to_the_stored_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
