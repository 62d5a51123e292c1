/* SPDX-License-Identifier: Apache-2.0 */
/* HEIC that is to be turned or mirrored for display: irot and imir are obeyed once, an Exif orientation beside them never. */
#include "cmocka_all.h"

#include "base/buffer.h"
#include "image/decode.h"

#include <libheif/heif.h>
#include <string.h>

/* LeakSanitizer asks for it: the encoder that makes the files, x265 3.5, forgets a few bytes of each. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:x265";
}

#define WIDTH 64
#define HEIGHT 48

static const unsigned char colours[4][3] = {{220, 30, 30}, {30, 200, 30}, {30, 30, 220}, {240, 240, 240}};

/* Which colour each quarter shows (upper left, upper right, lower left, lower right), by Exif 3.0's table of Orientation. */
static const unsigned char shown[9][4] = {
    [1] = {0, 1, 2, 3}, [2] = {1, 0, 3, 2}, [3] = {3, 2, 1, 0}, [4] = {2, 3, 0, 1},
    [5] = {0, 2, 1, 3}, [6] = {2, 0, 3, 1}, [7] = {3, 1, 2, 0}, [8] = {1, 3, 0, 2},
};

static struct heif_error put(struct heif_context *context, const void *data, size_t size, void *user)
{
    (void)context;
    ls_buffer_add(user, data, size);
    return (struct heif_error){heif_error_Ok, heif_suberror_Unspecified, "ok"};
}

static struct heif_image *quarters(void)
{
    struct heif_image *image;
    assert_int_equal(heif_image_create(WIDTH, HEIGHT, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image).code, 0);
    assert_int_equal(heif_image_add_plane(image, heif_channel_interleaved, WIDTH, HEIGHT, 8).code, 0);
    int stride;
    unsigned char *plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            memcpy(plane + y * stride + x * 3, colours[y * 2 / HEIGHT * 2 + x * 2 / WIDTH], 3);
    return image;
}

/* False where this libheif has no HEVC encoder. */
static bool write_heic(int orientation, ls_buffer *file)
{
    struct heif_context *context = heif_context_alloc();
    struct heif_encoder *encoder = NULL;
    const bool able = heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder).code == 0;
    if (able) {
        struct heif_image *image = quarters();
        struct heif_encoding_options *options = heif_encoding_options_alloc();
        options->image_orientation = (enum heif_orientation)orientation;
        assert_int_equal(heif_context_encode_image(context, image, encoder, options, NULL).code, 0);
        struct heif_writer writer = {1, put};
        assert_int_equal(heif_context_write(context, &writer, file).code, 0);
        heif_encoding_options_free(options);
        heif_image_release(image);
        heif_encoder_release(encoder);
    }
    heif_context_free(context);
    return able;
}

static bool holds(const ls_buffer *file, const char *box)
{
    for (size_t i = 0; i + 4 <= file->size; i++)
        if (memcmp((const unsigned char *)file->data + i, box, 4) == 0)
            return true;
    return false;
}

static void expect_quarters(const ls_raster *raster, const unsigned char quarter[4])
{
    for (uint32_t i = 0; i < 4; i++) {
        const uint32_t x = raster->width * (1 + i % 2 * 2) / 4, y = raster->height * (1 + i / 2 * 2) / 4;
        const unsigned char *pixel = raster->data + (size_t)y * raster->stride + (size_t)x * 3;
        for (int c = 0; c < 3; c++)
            assert_in_range(pixel[c] - colours[quarter[i]][c] + 12, 0, 24);
    }
}

static void test_every_way(void **state)
{
    (void)state;
    for (int orientation = 1; orientation <= 8; orientation++) {
        ls_buffer file;
        ls_buffer_init(&file, 1 << 20);
        if (!write_heic(orientation, &file)) {
            print_message("SKIP turned HEIC: this libheif has no HEVC encoder\n");
            ls_buffer_free(&file);
            skip();
        }
        assert_true(holds(&file, "irot") == (orientation == 3 || orientation >= 5));
        assert_true(holds(&file, "imir") == (orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7));
        for (int exif = 1; exif <= 8; exif += 5) {
            const ls_decode_limits limits = {.pixels = WIDTH * HEIGHT, .orientation = exif};
            ls_raster raster;
            ls_outcome outcome;
            assert_int_equal(ls_image_decode((const unsigned char *)file.data, file.size, LS_KIND_HEIF, &limits, &raster,
                                             &outcome), LS_OK);
            assert_int_equal(raster.width, orientation >= 5 ? HEIGHT : WIDTH);
            assert_int_equal(raster.height, orientation >= 5 ? WIDTH : HEIGHT);
            assert_int_equal(raster.orientation, 1);
            expect_quarters(&raster, shown[orientation]);
            ls_raster_free(&raster);
        }
        ls_buffer_free(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_way)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
