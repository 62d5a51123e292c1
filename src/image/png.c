/* SPDX-License-Identifier: Apache-2.0 */
/* PNG through libpng, row by row, behind a look of our own at the header. */
#include "image/alpha.h"
#include "image/png_data.h"
#include "image/rows.h"

#include <inttypes.h>
#include <string.h>

#include <png.h>

/* PNG, Third Edition, sections 5.2 and 11.2.1 */
#define SIGNATURE_SIZE 8
#define IHDR_SIZE 13
#define CHUNK_OVERHEAD 12 /* length, type and CRC around the data */
#define HEADER_END (SIGNATURE_SIZE + CHUNK_OVERHEAD + IHDR_SIZE)
#define INTERLACE (HEADER_END - 5)

typedef struct png_reader {
    const unsigned char *data;
    size_t size, at;
    png_structp png;
    png_infop info;
    ls_raster rgba; /* of a picture with alpha, until it is laid over a ground */
    ls_rows rows;
    bool alpha;
    bool noticed; /* libpng saw something that is not as it should be, and went on */
} png_reader;

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static ls_status bad(ls_outcome *outcome, const char *what, uint64_t at)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "%s at byte %" PRIu64, what, at);
    return LS_E_FORMAT;
}

/* Reads the size from IHDR, which comes first in every PNG. */
static ls_status read_header(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_outcome *outcome)
{
    static const unsigned char start[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";
    const size_t known = sizeof start - 1;
    if (size < HEADER_END || memcmp(data, start, known) != 0)
        return bad(outcome, "no PNG header", 0);
    const uint32_t width = big_endian(data + known), height = big_endian(data + known + 4);
    ls_status status = ls_decode_check_size(width, height, pixel_limit, outcome);
    /* its rows come in seven passes, so that all of them have to be held */
    return status || !data[INTERLACE] ? status
                                      : ls_decode_check_memory(width, height, LS_WHOLE_PIXELS, "interlaced PNG", outcome);
}

/* The first chunk that does not fit: libpng says what it did not like, but not where. */
static ls_status explain(const unsigned char *data, size_t size, ls_outcome *outcome)
{
    uint64_t at = SIGNATURE_SIZE;
    while (at + CHUNK_OVERHEAD <= size) {
        uint64_t length = big_endian(data + at);
        if (length > size - at - CHUNK_OVERHEAD)
            return bad(outcome, "a PNG chunk is longer than the file", at);
        if (memcmp(data + at + 4, "IEND", 4) == 0)
            return bad(outcome, "damaged PNG image data, chunks end", at);
        at += length + CHUNK_OVERHEAD;
    }
    return bad(outcome, "the PNG data ends without IEND", size);
}

static void fail(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

/* Most are of chunks beside the picture; what of it matters, ls_png_left_over() sees. */
static void notice(png_structp png, png_const_charp message)
{
    (void)message;
    png_reader *reader = png_get_error_ptr(png);
    reader->noticed = true;
}

/*
 * libpng says when the compressed stream ends before its chunk does, holds further rows or is damaged at its end, but skips
 * chunks of image data behind it without a word. `at` is where it stood when it had all rows.
 */
static bool has_more_data(const png_reader *reader, size_t at)
{
    while (reader->size - at >= CHUNK_OVERHEAD) {
        const uint32_t length = big_endian(reader->data + at);
        if (length > reader->size - at - CHUNK_OVERHEAD || memcmp(reader->data + at + 4, "IDAT", 4) == 0)
            return true;
        at += length + CHUNK_OVERHEAD;
    }
    return false;
}

static void read_bytes(png_structp png, png_bytep out, size_t count)
{
    png_reader *reader = png_get_io_ptr(png);
    if (count > reader->size - reader->at)
        png_error(png, "");
    memcpy(out, reader->data + reader->at, count);
    reader->at += count;
}

/* Palettes, gray, 1 to 16 bits become RGB; a transparent colour, compared in all of its bits, becomes alpha. */
static int ask_for_rgb(png_reader *reader)
{
    png_set_expand(reader->png);
    png_set_strip_16(reader->png);
    png_set_gray_to_rgb(reader->png);
    const int passes = png_set_interlace_handling(reader->png);
    png_read_update_info(reader->png, reader->info);
    reader->alpha = png_get_channels(reader->png, reader->info) == 4;
    return passes;
}

static ls_status read_picture(png_reader *reader, ls_raster *raster, ls_outcome *outcome)
{
    /* texts and profiles are the business of others; of what stands behind the pixels nothing is asked */
    static const png_byte skipped[] = "iCCP\0iTXt\0sPLT\0tEXt\0zTXt";
    png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_NEVER, skipped, sizeof skipped / 5);
    png_set_user_limits(reader->png, LS_RASTER_SIDE, LS_RASTER_SIDE);
    png_read_info(reader->png, reader->info);
    const int passes = ask_for_rgb(reader);
    const uint32_t width = png_get_image_width(reader->png, reader->info);
    const uint32_t height = png_get_image_height(reader->png, reader->info);
    ls_status status = ls_rows_begin(&reader->rows, width, height, reader->alpha ? 4 : 3,
                                     reader->alpha ? &reader->rgba : raster, outcome);
    for (int pass = 0; pass < passes && !status; pass++)
        for (uint32_t y = 0; y < height; y++) {
            png_read_row(reader->png, ls_rows_place(&reader->rows, y), NULL);
            ls_rows_put(&reader->rows, y);
        }
    if (status)
        return status;
    reader->noticed = reader->noticed || has_more_data(reader, reader->at);
    png_read_end(reader->png, NULL);
    return LS_OK;
}

static ls_status read_png(png_reader *reader, ls_raster *raster, ls_outcome *outcome)
{
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, fail, notice);
    reader->info = reader->png ? png_create_info_struct(reader->png) : NULL;
    if (!reader->info)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    if (setjmp(png_jmpbuf(reader->png)) != 0) {
        ls_raster_free(raster);
        return explain(reader->data, reader->size, outcome);
    }
    png_set_read_fn(reader->png, reader, read_bytes);
    return read_picture(reader, raster, outcome);
}

ls_status ls_decode_png(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_raster *raster,
                        ls_outcome *outcome)
{
    ls_status status = read_header(data, size, pixel_limit, outcome);
    if (status)
        return status;
    png_reader reader = {.data = data, .size = size};
    status = read_png(&reader, raster, outcome);
    png_destroy_read_struct(&reader.png, &reader.info, NULL);
    ls_rows_end(&reader.rows);
    if (status == LS_OK && reader.alpha)
        status = ls_alpha_flatten(&reader.rgba, raster, outcome);
    ls_raster_free(&reader.rgba);
    uint64_t at = 0;
    /* inflating all of it once more takes as long as decoding: only where there may be something */
    const char *left_over = status == LS_OK && reader.noticed ? ls_png_left_over(data, size, &at) : NULL;
    if (left_over && outcome->state == LS_DONE)
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "%s at byte %" PRIu64, left_over, at);
    return status;
}
