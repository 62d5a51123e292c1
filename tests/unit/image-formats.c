/* SPDX-License-Identifier: Apache-2.0 */
/* HEIC, WebP, GIF, TIFF and BMP: colours that are known, frames and pages in turn, and files that lie or end too soon. */
#include "cmocka_all.h"

#include "base/io.h"
#include "image/pictures.h"
#include "image/tiff_chain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA LS_SOURCE_DIR "/tests/unit/data/"

static const ls_decode_limits limits = {.pixels = 1000000, .orientation = 1};

typedef struct file {
    ls_buffer bytes;
    ls_pictures *pictures;
} file;

static const unsigned char *bytes_of(const file *f)
{
    return (const unsigned char *)f->bytes.data;
}

static void load(file *f, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, DATA "%s", name);
    ls_buffer_init(&f->bytes, 1 << 20);
    assert_int_equal(ls_read_file(path, &f->bytes), LS_OK);
}

static void open_file(file *f, const char *name, ls_kind kind, uint32_t count)
{
    ls_outcome outcome;
    load(f, name);
    assert_int_equal(ls_pictures_open(bytes_of(f), f->bytes.size, kind, &limits, &f->pictures, &outcome), LS_OK);
    assert_int_equal(ls_pictures_count(f->pictures), count);
}

static void close_file(file *f)
{
    ls_pictures_close(f->pictures);
    ls_buffer_free(&f->bytes);
}

static ls_raster next(file *f, ls_state state)
{
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(ls_pictures_next(f->pictures, &raster, &outcome), LS_OK);
    assert_int_equal(outcome.state, state);
    assert_int_equal(raster.channels, 3);
    return raster;
}

static ls_raster only(const char *name, ls_kind kind, ls_state state)
{
    file f;
    open_file(&f, name, kind, 1);
    ls_raster raster = next(&f, state);
    close_file(&f);
    return raster;
}

static void expect_pixel(const ls_raster *raster, uint32_t x, uint32_t y, int r, int g, int b, int tolerance)
{
    assert_true(x < raster->width && y < raster->height);
    const unsigned char *p = raster->data + (size_t)y * raster->stride + (size_t)x * 3;
    assert_in_range(p[0] - r + tolerance, 0, 2 * tolerance);
    assert_in_range(p[1] - g + tolerance, 0, 2 * tolerance);
    assert_in_range(p[2] - b + tolerance, 0, 2 * tolerance);
}

/* 64 × 48: red, green over blue, near white; the pixels beside the borders too */
static void expect_quarters(const ls_raster *raster, int tolerance)
{
    assert_int_equal(raster->width, 64);
    assert_int_equal(raster->height, 48);
    expect_pixel(raster, 10, 8, 220, 30, 30, tolerance);
    expect_pixel(raster, 54, 8, 30, 200, 30, tolerance);
    expect_pixel(raster, 10, 40, 30, 30, 220, tolerance);
    expect_pixel(raster, 54, 40, 240, 240, 240, tolerance);
}

static void colours_of_every_format(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        ls_kind kind;
        int tolerance;
    } cases[] = {
        {"image-quarters.webp", LS_KIND_WEBP, 0},      {"image-quarters-lossy.webp", LS_KIND_WEBP, 12},
        {"image-quarters.gif", LS_KIND_GIF, 0},        {"image-quarters.tif", LS_KIND_TIFF, 0},
        {"image-quarters-jpeg.tif", LS_KIND_TIFF, 6},  {"image-quarters-cmyk.tif", LS_KIND_TIFF, 2},
        {"image-quarters-palette.tif", LS_KIND_TIFF, 1}, {"image-quarters-tiled.tif", LS_KIND_TIFF, 0},
        {"image-quarters.bmp", LS_KIND_BMP, 0},        {"image-quarters-palette.bmp", LS_KIND_BMP, 1},
        {"image-quarters.heic", LS_KIND_HEIF, 10},     {"image-quarters.avif", LS_KIND_HEIF, 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_raster raster = only(cases[i].name, cases[i].kind, LS_DONE);
        expect_quarters(&raster, cases[i].tolerance);
        expect_pixel(&raster, 0, 0, 220, 30, 30, cases[i].tolerance);
        expect_pixel(&raster, 63, 47, 240, 240, 240, cases[i].tolerance);
        ls_raster_free(&raster);
    }
}

/* 16 bits a sample: 0, 16384, 32768, 65535; fax: a black quarter on white */
static void depths_of_tiff(void **state)
{
    (void)state;
    ls_raster raster = only("image-gray16.tif", LS_KIND_TIFF, LS_DONE);
    expect_pixel(&raster, 0, 0, 0, 0, 0, 0);
    expect_pixel(&raster, 1, 0, 64, 64, 64, 1);
    expect_pixel(&raster, 2, 0, 128, 128, 128, 1);
    expect_pixel(&raster, 3, 0, 255, 255, 255, 0);
    ls_raster_free(&raster);
    raster = only("image-bilevel.tif", LS_KIND_TIFF, LS_DONE);
    expect_pixel(&raster, 0, 0, 0, 0, 0, 0);
    expect_pixel(&raster, 31, 23, 0, 0, 0, 0);
    expect_pixel(&raster, 32, 0, 255, 255, 255, 0);
    expect_pixel(&raster, 0, 24, 255, 255, 255, 0);
    ls_raster_free(&raster);
}

/* nothing in the first 8 × 8 pixels: white shows through, the rest is as it was */
static void what_is_transparent_shows_white(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        ls_kind kind;
    } cases[] = {{"image-alpha.webp", LS_KIND_WEBP}, {"image-alpha.tif", LS_KIND_TIFF}};
    for (size_t i = 0; i < 2; i++) {
        ls_raster raster = only(cases[i].name, cases[i].kind, LS_DONE);
        expect_pixel(&raster, 3, 3, 255, 255, 255, 0);
        expect_pixel(&raster, 8, 8, 220, 30, 30, 0);
        expect_pixel(&raster, 54, 40, 240, 240, 240, 0);
        ls_raster_free(&raster);
    }
}

/* Tag 274 says 6: the stored left edge is on top. Once, whatever the caller says as well. */
static void orientation_of_tiff_is_applied_once(void **state)
{
    (void)state;
    file f;
    ls_outcome outcome;
    load(&f, "image-quarters-turned.tif");
    const ls_decode_limits told = {.pixels = 1000000, .orientation = 6};
    assert_int_equal(ls_pictures_open(bytes_of(&f), f.bytes.size, LS_KIND_TIFF, &told, &f.pictures, &outcome), LS_OK);
    ls_raster raster = next(&f, LS_DONE);
    assert_int_equal(raster.width, 48);
    assert_int_equal(raster.height, 64);
    assert_int_equal(raster.orientation, 6);
    assert_int_equal(raster.stored_width, 64);
    expect_pixel(&raster, 8, 10, 30, 30, 220, 0);
    expect_pixel(&raster, 40, 10, 220, 30, 30, 0);
    expect_pixel(&raster, 8, 54, 240, 240, 240, 0);
    expect_pixel(&raster, 40, 54, 30, 200, 30, 0);
    ls_raster_free(&raster);
    close_file(&f);
}

/* What the core reports of a WebP or GIF is applied. */
static void orientation_that_is_told_is_applied(void **state)
{
    (void)state;
    file f;
    ls_outcome outcome;
    load(&f, "image-quarters.webp");
    const ls_decode_limits told = {.pixels = 1000000, .orientation = 6};
    assert_int_equal(ls_pictures_open(bytes_of(&f), f.bytes.size, LS_KIND_WEBP, &told, &f.pictures, &outcome), LS_OK);
    ls_raster raster = next(&f, LS_DONE);
    assert_int_equal(raster.width, 48);
    expect_pixel(&raster, 40, 10, 220, 30, 30, 0);
    ls_raster_free(&raster);
    close_file(&f);
}

/* red; a green square of 4 on it, to be taken back; a blue one of 2 in the corner, to be cleared; a black dot */
static void gif_frames_are_composed(void **state)
{
    (void)state;
    file f;
    open_file(&f, "image-frames.gif", LS_KIND_GIF, 4);
    ls_raster raster = next(&f, LS_DONE);
    expect_pixel(&raster, 0, 0, 220, 30, 30, 0);
    expect_pixel(&raster, 7, 7, 220, 30, 30, 0);
    ls_raster_free(&raster);
    raster = next(&f, LS_DONE);
    expect_pixel(&raster, 0, 0, 220, 30, 30, 0);
    expect_pixel(&raster, 2, 2, 30, 200, 30, 0);
    expect_pixel(&raster, 5, 5, 30, 200, 30, 0);
    expect_pixel(&raster, 6, 6, 220, 30, 30, 0);
    ls_raster_free(&raster);
    raster = next(&f, LS_DONE);
    expect_pixel(&raster, 2, 2, 220, 30, 30, 0);
    expect_pixel(&raster, 1, 1, 30, 30, 220, 0);
    ls_raster_free(&raster);
    raster = next(&f, LS_DONE);
    expect_pixel(&raster, 1, 1, 255, 255, 255, 0);
    expect_pixel(&raster, 7, 7, 0, 0, 0, 0);
    expect_pixel(&raster, 4, 4, 220, 30, 30, 0);
    ls_raster_free(&raster);
    ls_outcome outcome;
    assert_int_equal(ls_pictures_next(f.pictures, &raster, &outcome), LS_E_USAGE);
    close_file(&f);
}

/* Row r has colour r % 4 of black, red, green, blue. */
static void interlaced_gif_rows_are_in_place(void **state)
{
    (void)state;
    ls_raster raster = only("image-interlaced.gif", LS_KIND_GIF, LS_DONE);
    for (uint32_t row = 0; row < 8; row += 4) {
        expect_pixel(&raster, 5, row, 0, 0, 0, 0);
        expect_pixel(&raster, 5, row + 1, 220, 30, 30, 0);
        expect_pixel(&raster, 5, row + 2, 30, 200, 30, 0);
        expect_pixel(&raster, 5, row + 3, 30, 30, 220, 0);
    }
    ls_raster_free(&raster);
}

/* Half of the frame lies outside: some viewers show it. */
static void a_gif_frame_beyond_the_picture_is_said(void **state)
{
    (void)state;
    ls_raster raster = only("image-beyond.gif", LS_KIND_GIF, LS_LIMITED);
    assert_int_equal(raster.width, 8);
    expect_pixel(&raster, 7, 7, 220, 30, 30, 0);
    expect_pixel(&raster, 0, 0, 255, 255, 255, 0);
    ls_raster_free(&raster);
}

/* red; with a green square; blue */
static void webp_frames_are_composed(void **state)
{
    (void)state;
    file f;
    open_file(&f, "image-frames.webp", LS_KIND_WEBP, 3);
    static const int corner[3][3] = {{220, 30, 30}, {220, 30, 30}, {30, 30, 220}};
    static const int square[3][3] = {{220, 30, 30}, {30, 200, 30}, {30, 30, 220}};
    for (int i = 0; i < 3; i++) {
        ls_raster raster = next(&f, LS_DONE);
        expect_pixel(&raster, 0, 0, corner[i][0], corner[i][1], corner[i][2], 0);
        expect_pixel(&raster, 5, 5, square[i][0], square[i][1], square[i][2], 0);
        ls_raster_free(&raster);
    }
    close_file(&f);
}

static void pages_of_tiff_have_sizes_of_their_own(void **state)
{
    (void)state;
    file f;
    open_file(&f, "image-pages.tif", LS_KIND_TIFF, 3);
    assert_null(ls_pictures_unread(f.pictures));
    ls_raster raster = next(&f, LS_DONE);
    assert_int_equal(raster.width, 40);
    expect_pixel(&raster, 39, 29, 220, 30, 30, 0);
    ls_raster_free(&raster);
    raster = next(&f, LS_DONE);
    assert_int_equal(raster.height, 50);
    expect_pixel(&raster, 19, 49, 30, 200, 30, 0);
    ls_raster_free(&raster);
    raster = next(&f, LS_DONE);
    expect_quarters(&raster, 0);
    ls_raster_free(&raster);
    close_file(&f);
}

/* ---------------------------------------------------------------------------------------------------- BMP */

/* File header with the offset of the pixels, then BITMAPINFOHEADER. */
#define BMP_HEADER(pixels, width, height, bits, compression)                                                           \
    'B', 'M', 0, 0, 0, 0, 0, 0, 0, 0, pixels, 0, 0, 0, 40, 0, 0, 0, width, 0, 0, 0, height, 0, 0, 0, 1, 0, bits, 0,       \
        compression, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0

static ls_raster bmp(const unsigned char *data, size_t size, ls_state state)
{
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(ls_image_decode(data, size, LS_KIND_BMP, &limits, &raster, &outcome), LS_OK);
    assert_int_equal(outcome.state, state);
    return raster;
}

/* 2 × 2 in 5, 6 and 5 bits: red, green over blue, white; stored from the bottom */
static void bmp_with_masks(void **state)
{
    (void)state;
    static const unsigned char data[] = {BMP_HEADER(66, 2, 2, 16, 3), 0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0,
                                         0x1F, 0, 0xFF, 0xFF, 0, 0xF8, 0xE0, 7};
    ls_raster raster = bmp(data, sizeof data, LS_DONE);
    expect_pixel(&raster, 0, 0, 255, 0, 0, 0);
    expect_pixel(&raster, 1, 0, 0, 255, 0, 0);
    expect_pixel(&raster, 0, 1, 0, 0, 255, 0);
    expect_pixel(&raster, 1, 1, 255, 255, 255, 0);
    ls_raster_free(&raster);
}

/* 4 × 2 with two colours: a run of three of the second, one of the first; then two single pixels and a jump to the end */
static void bmp_with_runs(void **state)
{
    (void)state;
    static const unsigned char data[] = {BMP_HEADER(62, 4, 2, 8, 1), 10, 20, 30, 0, 40, 50, 60, 0,
                                         3, 1, 1, 0, 0, 0, /* bottom row */
                                         0, 3, 1, 0, 1, 0, /* three single pixels, filled up */
                                         0, 1};
    unsigned char two[sizeof data];
    memcpy(two, data, sizeof data);
    two[46] = 2; /* colours in the table */
    ls_raster raster = bmp(two, sizeof two, LS_DONE);
    expect_pixel(&raster, 0, 1, 60, 50, 40, 0);
    expect_pixel(&raster, 2, 1, 60, 50, 40, 0);
    expect_pixel(&raster, 3, 1, 30, 20, 10, 0);
    expect_pixel(&raster, 0, 0, 60, 50, 40, 0);
    expect_pixel(&raster, 1, 0, 30, 20, 10, 0);
    expect_pixel(&raster, 2, 0, 60, 50, 40, 0);
    expect_pixel(&raster, 3, 0, 30, 20, 10, 0);
    ls_raster_free(&raster);
    raster = bmp(two, sizeof two - 2, LS_LIMITED); /* without its end */
    ls_raster_free(&raster);
}

/* The header of OS/2: 16-bit sides, three bytes a colour; one bit a pixel: 1 0 1 */
static void bmp_of_os2(void **state)
{
    (void)state;
    static const unsigned char data[] = {'B', 'M', 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0, 12, 0, 0, 0, 3, 0, 1, 0, 1, 0, 1, 0,
                                         1, 2, 3, 4, 5, 6, 0xA0, 0, 0, 0};
    ls_raster raster = bmp(data, sizeof data, LS_DONE);
    expect_pixel(&raster, 0, 0, 6, 5, 4, 0);
    expect_pixel(&raster, 1, 0, 3, 2, 1, 0);
    expect_pixel(&raster, 2, 0, 6, 5, 4, 0);
    ls_raster_free(&raster);
}

/* A negative height: the first row is the top one. A pixel whose row is cut off is white, and said. */
static void bmp_from_the_top_and_cut_off(void **state)
{
    (void)state;
    unsigned char data[] = {BMP_HEADER(54, 1, 2, 24, 0), 1, 2, 3, 0, 4, 5, 6, 0};
    memset(data + 22, 0xFF, 4);
    data[22] = 0xFE; /* −2 */
    ls_raster raster = bmp(data, sizeof data, LS_DONE);
    expect_pixel(&raster, 0, 0, 3, 2, 1, 0);
    expect_pixel(&raster, 0, 1, 6, 5, 4, 0);
    ls_raster_free(&raster);
    raster = bmp(data, sizeof data - 3, LS_LIMITED);
    expect_pixel(&raster, 0, 0, 3, 2, 1, 0);
    expect_pixel(&raster, 0, 1, 255, 255, 255, 0);
    ls_raster_free(&raster);
}

/* --------------------------------------------------------------------------------------------------- lies */

static void expect_pixel_limit(const void *data, size_t size, ls_kind kind)
{
    ls_raster raster;
    ls_outcome outcome;
    const ls_decode_limits large = {.pixels = 100000000, .orientation = 1};
    assert_int_equal(ls_image_decode(data, size, kind, &large, &raster, &outcome), LS_E_LIMIT);
    assert_int_equal(outcome.reason, LS_REASON_PIXEL_LIMIT);
    assert_string_equal(outcome.detail, "65500×65500");
    assert_null(raster.data);
}

/* Headers that promise 65500 × 65500 pixels. */
static void bombs_are_refused_before_anything_is_made(void **state)
{
    (void)state;
    static const unsigned char gif[] = "GIF89a\xDC\xFF\xDC\xFF\x91\0\0\0\0\0\xFF\xFF\xFF\0\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1\1\0;";
    static const unsigned char webp[] = "RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0\xDB\xFF\0\xDB\xFF\0";
    static const unsigned char tiff[] = "II*\0\x08\0\0\0\4\0\0\1\4\0\1\0\0\0\xDC\xFF\0\0\1\1\4\0\1\0\0\0\xDC\xFF\0\0"
                                        "\x11\1\4\0\1\0\0\0\x08\0\0\0\x17\1\4\0\1\0\0\0\x08\0\0\0\0\0\0\0";
    unsigned char long_bmp[] = {BMP_HEADER(54, 0, 0, 24, 0)};
    long_bmp[18] = long_bmp[22] = 0xDC;
    long_bmp[19] = long_bmp[23] = 0xFF;
    expect_pixel_limit(gif, sizeof gif - 1, LS_KIND_GIF);
    expect_pixel_limit(webp, sizeof webp - 1, LS_KIND_WEBP);
    expect_pixel_limit(tiff, sizeof tiff - 1, LS_KIND_TIFF);
    expect_pixel_limit(long_bmp, sizeof long_bmp, LS_KIND_BMP);
}

/* 150,000 frames of one pixel: counted no further than the bound, decoded one at a time. */
static void frames_without_end_are_not_all_counted(void **state)
{
    (void)state;
    static const char head[] = "GIF89a\1\0\1\0\x80\0\0\0\0\0\xFF\xFF\xFF", frame[] = ",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0";
    ls_buffer bytes;
    ls_buffer_init(&bytes, 4 << 20);
    ls_buffer_add(&bytes, head, sizeof head - 1);
    for (int i = 0; i < 150000; i++)
        ls_buffer_add(&bytes, frame, sizeof frame - 1);
    ls_pictures *pictures;
    ls_outcome outcome;
    assert_int_equal(ls_pictures_open((unsigned char *)bytes.data, bytes.size, LS_KIND_GIF, &limits, &pictures, &outcome),
                     LS_OK);
    assert_int_equal(ls_pictures_count(pictures), LS_PICTURES_COUNTED);
    ls_raster raster;
    assert_int_equal(ls_pictures_next(pictures, &raster, &outcome), LS_OK);
    expect_pixel(&raster, 0, 0, 0, 0, 0, 0);
    ls_raster_free(&raster);
    ls_pictures_close(pictures);
    ls_buffer_free(&bytes);
}

/* A directory whose next one is itself; one with sub-images; a list that leads out of the file. */
static void tiff_lists_that_lie(void **state)
{
    (void)state;
    static const unsigned char circle[] = "II*\0\x08\0\0\0\1\0\0\1\4\0\1\0\0\0\1\0\0\0\x08\0\0\0";
    static const unsigned char subs[] = "MM\0*\0\0\0\x08\0\1\1\x4A\0\4\0\0\0\1\0\0\0\x08\0\0\0\0";
    static const unsigned char away[] = "II*\0\x08\0\0\0\1\0\0\1\4\0\1\0\0\0\1\0\0\0\xFF\0\0\0";
    ls_tiff_chain chain;
    ls_tiff_chain_read(circle, sizeof circle - 1, &chain);
    assert_true(chain.count == 1 && chain.broken && !chain.sub_images);
    ls_tiff_chain_read(subs, sizeof subs - 1, &chain);
    assert_true(chain.count == 1 && !chain.broken && chain.sub_images);
    ls_tiff_chain_read(away, sizeof away - 1, &chain);
    assert_true(chain.count == 2 && chain.broken);
    ls_tiff_chain_read(away, 7, &chain);
    assert_true(chain.count == 0);
}

/* Codings beyond scanners', faxes' and cameras' are refused: 50001 is WebP within TIFF. Its tag is the fourth. */
static void other_codings_in_tiff_are_refused(void **state)
{
    (void)state;
    file f;
    load(&f, "image-quarters-tiled.tif");
    const size_t at = 8 + 2 + 3 * 12;
    assert_memory_equal(f.bytes.data + at, "\x03\x01\x03\0\1\0\0\0\1\0", 10);
    memcpy(f.bytes.data + at + 8, "\x51\xC3", 2);
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(ls_image_decode(bytes_of(&f), f.bytes.size, LS_KIND_TIFF, &limits, &raster, &outcome), LS_E_FORMAT);
    assert_string_equal(outcome.detail, "TIFF compression 50001 is not read");
    ls_buffer_free(&f.bytes);
}

/* Of every length: no crash, no pixels from outside (the sanitizer build watches); half a file is never whole. */
static void cut_anywhere(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        ls_kind kind;
    } cases[] = {
        {"image-quarters.webp", LS_KIND_WEBP},       {"image-quarters-lossy.webp", LS_KIND_WEBP},
        {"image-frames.webp", LS_KIND_WEBP},         {"image-alpha.webp", LS_KIND_WEBP},
        {"image-quarters.gif", LS_KIND_GIF},         {"image-frames.gif", LS_KIND_GIF},
        {"image-quarters.tif", LS_KIND_TIFF},        {"image-quarters-jpeg.tif", LS_KIND_TIFF},
        {"image-pages.tif", LS_KIND_TIFF},           {"image-bilevel.tif", LS_KIND_TIFF},
        {"image-quarters-palette.bmp", LS_KIND_BMP}, {"image-quarters.heic", LS_KIND_HEIF},
        {"image-quarters.avif", LS_KIND_HEIF},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        file f;
        load(&f, cases[i].name);
        for (size_t size = 0; size < f.bytes.size; size++) {
            unsigned char *exact = malloc(size ? size : 1);
            assert_non_null(exact);
            memcpy(exact, f.bytes.data, size);
            ls_outcome outcome;
            ls_status status = ls_pictures_open(exact, size, cases[i].kind, &limits, &f.pictures, &outcome);
            assert_true(status == LS_OK || outcome.state == LS_FAILED);
            bool whole = status == LS_OK && !ls_pictures_unread(f.pictures);
            for (uint32_t n = 0; status == LS_OK && n < ls_pictures_count(f.pictures); n++) {
                ls_raster raster;
                ls_status decoded = ls_pictures_next(f.pictures, &raster, &outcome);
                assert_true(decoded == LS_OK ? raster.data != NULL : outcome.state == LS_FAILED);
                whole = whole && outcome.state == LS_DONE;
                ls_raster_free(&raster);
            }
            ls_pictures_close(f.pictures);
            free(exact);
            /* of an animation cut between two frames nothing is missing but what nobody can know of */
            if (size == f.bytes.size / 2 && !strstr(cases[i].name, "frames"))
                assert_false(whole);
        }
        ls_buffer_free(&f.bytes);
    }
}

/* Fifteen pixels that changed are no character, sixteen may be; what changes by eight levels cannot be seen. */
static void alike(void **state)
{
    (void)state;
    ls_raster one, other;
    assert_int_equal(ls_raster_alloc(&one, 100, 50, 3), LS_OK);
    assert_int_equal(ls_raster_alloc(&other, 100, 50, 3), LS_OK);
    memset(one.data, 200, (size_t)one.stride * one.height);
    memset(other.data, 208, (size_t)other.stride * other.height);
    assert_true(ls_pictures_alike(&one, &other));
    for (uint32_t i = 0; i < 15; i++)
        other.data[(size_t)i * 301 + 1] = 0;
    assert_true(ls_pictures_alike(&one, &other));
    other.data[6000] = 191;
    assert_false(ls_pictures_alike(&one, &other));
    ls_raster_free(&other);
    assert_int_equal(ls_raster_alloc(&other, 50, 100, 3), LS_OK);
    memset(other.data, 200, (size_t)other.stride * other.height);
    assert_false(ls_pictures_alike(&one, &other));
    ls_raster_free(&one);
    ls_raster_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_of_every_format),
        cmocka_unit_test(depths_of_tiff),
        cmocka_unit_test(what_is_transparent_shows_white),
        cmocka_unit_test(orientation_of_tiff_is_applied_once),
        cmocka_unit_test(orientation_that_is_told_is_applied),
        cmocka_unit_test(gif_frames_are_composed),
        cmocka_unit_test(interlaced_gif_rows_are_in_place),
        cmocka_unit_test(a_gif_frame_beyond_the_picture_is_said),
        cmocka_unit_test(webp_frames_are_composed),
        cmocka_unit_test(pages_of_tiff_have_sizes_of_their_own),
        cmocka_unit_test(bmp_with_masks),
        cmocka_unit_test(bmp_with_runs),
        cmocka_unit_test(bmp_of_os2),
        cmocka_unit_test(bmp_from_the_top_and_cut_off),
        cmocka_unit_test(bombs_are_refused_before_anything_is_made),
        cmocka_unit_test(frames_without_end_are_not_all_counted),
        cmocka_unit_test(tiff_lists_that_lie),
        cmocka_unit_test(other_codings_in_tiff_are_refused),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
