/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures that are too large to be held whole: those whose rows come one after the other are read at half size, the others
 * are refused with their kind and its limit. Built byte by byte, one bit a pixel; expected levels are worked out by hand.
 */
#include "cmocka_all.h"

#include "image/rows.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define WIDTH 8193u /* odd, and one pixel more than a byte */
#define HEIGHT 8001u /* 65.6 megapixels: above LS_WHOLE_PIXELS */
#define ROW ((WIDTH + 7) / 8)

static const ls_decode_limits limits = {.pixels = 100000000, .orientation = 1};

static void put_big(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> (24 - 8 * i));
}

static void put_little(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

/*
 * The picture: white (ones), but for the first row, which is black, the pixels (10, 100), (11, 100) and (10, 101), which
 * are black, and the last row, where everything is black.
 */
static void paint(unsigned char *row, uint32_t y)
{
    memset(row, y == 0 || y == HEIGHT - 1 ? 0 : 255, ROW);
    if (y == 100)
        row[1] = 0xCF; /* pixels 10 and 11 */
    if (y == 101)
        row[1] = 0xDF; /* pixel 10 */
}

static void expect_half(const ls_raster *raster)
{
    assert_int_equal(raster->width, 4097);
    assert_int_equal(raster->height, 4001);
    assert_int_equal(raster->stored_width, WIDTH);
    assert_int_equal(raster->stored_height, HEIGHT);
    assert_true(raster->scale > 1.9995 && raster->scale < 2);
    const unsigned char *data = raster->data;
    const size_t stride = raster->stride;
    assert_int_equal(data[0], 128);                                /* a black row and a white one: 127.5 */
    assert_int_equal(data[stride], 255);
    assert_int_equal(data[50 * stride + 5 * 3], 64);               /* three of four are black: 63.75 */
    assert_int_equal(data[50 * stride + 4 * 3], 255);
    assert_int_equal(data[50 * stride + 6 * 3], 255);
    assert_int_equal(data[50 * stride + 4096 * 3], 255);           /* the odd column, of its own pixels alone */
    assert_int_equal(data[4000 * stride], 0);                      /* the odd row, of its own pixels alone */
    assert_int_equal(data[3999 * stride], 255);
}

static ls_status decode(const unsigned char *data, size_t size, ls_kind kind, ls_raster *raster, ls_outcome *outcome)
{
    return ls_image_decode(data, size, kind, &limits, raster, outcome);
}

/* BMP, 1 bit, rows from the foot or (a negative height) from the top; compression 1 is RLE8, which has 8 bits. */
static unsigned char *make_bmp(bool from_top, uint32_t compression, size_t *size)
{
    const uint32_t stride = (WIDTH + 31) / 32 * 4;
    *size = 62 + (size_t)stride * HEIGHT;
    unsigned char *bmp = calloc(1, *size);
    assert_non_null(bmp);
    memcpy(bmp, "BM", 2);
    put_little(bmp + 10, 62);
    put_little(bmp + 14, 40);
    put_little(bmp + 18, WIDTH);
    put_little(bmp + 22, from_top ? 0u - HEIGHT : HEIGHT);
    bmp[26] = 1;
    bmp[28] = compression ? 8 : 1;
    put_little(bmp + 30, compression);
    put_little(bmp + 46, 2);
    memset(bmp + 58, 255, 3);
    for (uint32_t y = 0; y < HEIGHT; y++)
        paint(bmp + 62 + (size_t)(from_top ? y : HEIGHT - 1 - y) * stride, y);
    return bmp;
}

static void bmp_is_read_at_half_size(void **state)
{
    (void)state;
    for (int from_top = 0; from_top < 2; from_top++) {
        size_t size;
        ls_raster raster;
        ls_outcome outcome;
        unsigned char *bmp = make_bmp(from_top, 0, &size);
        assert_int_equal(decode(bmp, size, LS_KIND_BMP, &raster, &outcome), LS_OK);
        assert_int_equal(outcome.state, LS_DONE);
        expect_half(&raster);
        ls_raster_free(&raster);
        free(bmp);
    }
}

static size_t put_chunk(unsigned char *at, const char *kind, size_t size)
{
    put_big(at, (uint32_t)size);
    memcpy(at + 4, kind, 4);
    put_big(at + 8 + size, (uint32_t)crc32(0, at + 4, (uInt)size + 4));
    return size + 12;
}

static unsigned char *make_png(unsigned char interlace, size_t *size)
{
    const size_t raw_size = (size_t)(ROW + 1) * HEIGHT;
    uLongf packed = compressBound((uLong)raw_size);
    unsigned char *raw = calloc(1, raw_size), *png = calloc(1, packed + 100);
    assert_true(raw && png);
    for (uint32_t y = 0; y < HEIGHT; y++)
        paint(raw + (size_t)y * (ROW + 1) + 1, y);
    memcpy(png, "\x89PNG\r\n\x1a\n", 8);
    put_big(png + 16, WIDTH);
    put_big(png + 20, HEIGHT);
    png[24] = 1; /* bit; gray, deflate, adaptive filters: 0 */
    png[28] = interlace;
    size_t at = 8 + put_chunk(png + 8, "IHDR", 13);
    assert_int_equal(compress2(png + at + 8, &packed, raw, (uLong)raw_size, 1), Z_OK);
    at += put_chunk(png + at, "IDAT", packed);
    *size = at + put_chunk(png + at, "IEND", 0);
    free(raw);
    return png;
}

static void png_is_read_at_half_size(void **state)
{
    (void)state;
    size_t size;
    ls_raster raster;
    ls_outcome outcome;
    unsigned char *png = make_png(0, &size);
    assert_int_equal(decode(png, size, LS_KIND_PNG, &raster, &outcome), LS_OK);
    assert_int_equal(outcome.state, LS_DONE);
    expect_half(&raster);
    ls_raster_free(&raster);
    free(png);
}

/* TIFF 6.0: little endian, one directory; 1 bit a pixel, black is zero; `rows` rows a strip. */
static unsigned char *make_tiff(uint32_t rows, size_t *size)
{
    const uint32_t strips = (HEIGHT + rows - 1) / rows, places = 8 + 2 + 8 * 12 + 4, lengths = places + strips * 4;
    const uint32_t pixels = lengths + strips * 4;
    const uint32_t entries[8][4] = {{256, 4, 1, WIDTH}, {257, 4, 1, HEIGHT}, {258, 3, 1, 1}, {259, 3, 1, 1}, {262, 3, 1, 1},
                                    {273, 4, strips, strips > 1 ? places : pixels}, {278, 4, 1, rows},
                                    {279, 4, strips, strips > 1 ? lengths : ROW * HEIGHT}};
    *size = pixels + (size_t)ROW * HEIGHT;
    unsigned char *tiff = calloc(1, *size);
    assert_non_null(tiff);
    memcpy(tiff, "II*\0\x08\0\0\0\x08\0", 10);
    for (size_t i = 0; i < 8; i++) {
        unsigned char *entry = tiff + 10 + i * 12;
        put_little(entry, entries[i][0] | entries[i][1] << 16);
        put_little(entry + 4, entries[i][2]);
        put_little(entry + 8, entries[i][3]);
    }
    for (uint32_t i = 0; i < strips; i++) {
        const uint32_t left = HEIGHT - i * rows;
        put_little(tiff + places + i * 4, pixels + i * rows * ROW);
        put_little(tiff + lengths + i * 4, (left < rows ? left : rows) * ROW);
    }
    for (uint32_t y = 0; y < HEIGHT; y++)
        paint(tiff + pixels + (size_t)y * ROW, y);
    return tiff;
}

static void tiff_is_read_at_half_size(void **state)
{
    (void)state;
    static const uint32_t rows[] = {7, 1000}; /* a strip: a band takes several, the last one is shorter; and few */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size;
        ls_raster raster;
        ls_outcome outcome;
        unsigned char *tiff = make_tiff(rows[i], &size);
        assert_int_equal(decode(tiff, size, LS_KIND_TIFF, &raster, &outcome), LS_OK);
        assert_int_equal(outcome.state, LS_DONE);
        expect_half(&raster);
        ls_raster_free(&raster);
        free(tiff);
    }
}

static void expect_refused(const unsigned char *data, size_t size, ls_kind kind, const char *detail)
{
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(decode(data, size, kind, &raster, &outcome), LS_E_LIMIT);
    assert_int_equal(outcome.state, LS_FAILED);
    assert_int_equal(outcome.reason, LS_REASON_PIXEL_LIMIT);
    assert_string_equal(outcome.detail, detail);
}

static void what_has_to_be_held_whole_is_refused(void **state)
{
    (void)state;
    size_t size;
    unsigned char *png = make_png(1, &size);
    expect_refused(png, size, LS_KIND_PNG, "8193×8001 (interlaced PNG: 65×10⁶)");
    free(png);
    unsigned char *bmp = make_bmp(true, 1, &size);
    expect_refused(bmp, size, LS_KIND_BMP, "8193×8001 (BMP, RLE: 65×10⁶)");
    free(bmp);
    /* a screen of 5657 × 5657 pixels, two colours, one frame of one pixel */
    static const unsigned char gif[] = "GIF89a\x19\x16\x19\x16\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2\x44\1\0;";
    expect_refused(gif, sizeof gif - 1, LS_KIND_GIF, "5657×5657 (GIF: 32×10⁶)");
}

/* Rows from the foot to the top make the same picture, and one that never comes leaves white. */
static void rows_may_come_from_either_end(void **state)
{
    (void)state;
    for (int from_foot = 0; from_foot < 2; from_foot++) {
        ls_rows rows;
        ls_raster raster;
        ls_outcome outcome;
        assert_int_equal(ls_rows_begin(&rows, 8125, 8001, 1, &raster, &outcome), LS_OK);
        for (uint32_t i = 0; i < 8001; i++) {
            const uint32_t y = from_foot ? 8000 - i : i;
            if (y == 4)
                continue;
            memset(ls_rows_place(&rows, y), y % 2 ? 100 : 50, 8125);
            ls_rows_put(&rows, y);
        }
        ls_rows_end(&rows);
        assert_int_equal(raster.data[0], 75);
        assert_int_equal(raster.data[(size_t)2 * raster.stride], 255); /* half of it is missing */
        assert_int_equal(raster.data[(size_t)3999 * raster.stride + 4062], 75);
        assert_int_equal(raster.data[(size_t)4000 * raster.stride + 4062], 50);
        ls_raster_free(&raster);
    }
}

static void smaller_ones_stay_as_they_are(void **state)
{
    (void)state;
    assert_false(ls_rows_halve(9248, 6944)); /* a sensor of 64 megapixels */
    assert_true(ls_rows_halve(10000, 10000));
    ls_rows rows;
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(ls_rows_begin(&rows, 3, 2, 3, &raster, &outcome), LS_OK);
    assert_true(raster.width == 3 && raster.height == 2 && raster.scale == 1);
    assert_ptr_equal(ls_rows_place(&rows, 1), raster.data + 9);
    ls_rows_put(&rows, 1);
    ls_rows_end(&rows);
    ls_raster_free(&raster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bmp_is_read_at_half_size),  cmocka_unit_test(png_is_read_at_half_size),
        cmocka_unit_test(tiff_is_read_at_half_size), cmocka_unit_test(what_has_to_be_held_whole_is_refused),
        cmocka_unit_test(rows_may_come_from_either_end), cmocka_unit_test(smaller_ones_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
