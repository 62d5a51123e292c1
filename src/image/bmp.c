/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BMP, own code: a few tables and rows. No library at hand knows run lengths, colour masks and the header of OS/2. Every byte
 * is asked for with its place; what is not there is white, and said.
 */
#include "image/alpha.h"
#include "image/rows.h"

#include <inttypes.h>
#include <string.h>

/* Sizes of the information header: BITMAPCOREHEADER, and the first that has compression and colours. */
#define FILE_HEADER 14u
#define CORE_HEADER 12u
#define INFO_HEADER 40u
#define HEADER_WITH_ALPHA 56u
#define CANNOT_BE_NEGATIVE 0x80000000u

enum compression { BI_RGB, BI_RLE8, BI_RLE4, BI_BITFIELDS, BI_ALPHABITFIELDS = 6 };

typedef struct bmp_file {
    const unsigned char *data;
    size_t size;
    bool upside_down; /* first row is the top one */
    uint32_t width, height, bits, compression;
    uint64_t pixels;        /* offset */
    uint64_t palette;       /* offset */
    uint32_t entries, entry_size;
    uint32_t mask[4];       /* red, green, blue, alpha */
    bool short_of_data;
} bmp_file;

static uint32_t byte_at(const bmp_file *bmp, uint64_t at)
{
    return at < bmp->size ? bmp->data[at] : 0;
}

static uint32_t word_at(const bmp_file *bmp, uint64_t at)
{
    return byte_at(bmp, at) | byte_at(bmp, at + 1) << 8;
}

static uint32_t long_at(const bmp_file *bmp, uint64_t at)
{
    return word_at(bmp, at) | word_at(bmp, at + 2) << 16;
}

static ls_status refuse(const char *what, uint32_t number, ls_outcome *outcome)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "%s %" PRIu32, what, number);
    return LS_E_FORMAT;
}

/* ------------------------------------------------------------------------------------------------ headers */

static void read_masks(bmp_file *bmp, uint32_t header)
{
    static const uint32_t of_16[] = {0x7C00, 0x03E0, 0x001F, 0}, of_32[] = {0xFF0000, 0xFF00, 0xFF, 0};
    memcpy(bmp->mask, bmp->bits == 16 ? of_16 : of_32, sizeof bmp->mask);
    if (bmp->compression != BI_BITFIELDS && bmp->compression != BI_ALPHABITFIELDS)
        return;
    const bool alpha = bmp->compression == BI_ALPHABITFIELDS || header >= HEADER_WITH_ALPHA;
    for (uint32_t i = 0; i < (alpha ? 4u : 3u); i++)
        bmp->mask[i] = long_at(bmp, FILE_HEADER + INFO_HEADER + i * 4);
}

static bool known(const bmp_file *bmp)
{
    switch (bmp->compression) {
    case BI_RGB: return bmp->bits == 1 || bmp->bits == 4 || bmp->bits == 8 || bmp->bits == 16 || bmp->bits == 24 ||
                        bmp->bits == 32;
    case BI_RLE8: return bmp->bits == 8;
    case BI_RLE4: return bmp->bits == 4;
    case BI_BITFIELDS:
    case BI_ALPHABITFIELDS: return bmp->bits == 16 || bmp->bits == 32;
    default: return false;
    }
}

static void read_palette(bmp_file *bmp, uint32_t header)
{
    const bool masks = header == INFO_HEADER && bmp->compression >= BI_BITFIELDS;
    bmp->palette = FILE_HEADER + (uint64_t)header + (masks ? bmp->compression == BI_ALPHABITFIELDS ? 16u : 12u : 0u);
    bmp->entry_size = header == CORE_HEADER ? 3 : 4;
    bmp->entries = bmp->bits <= 8 ? 1u << bmp->bits : 0;
    const uint32_t used = header == CORE_HEADER ? 0 : long_at(bmp, FILE_HEADER + 32);
    if (used && used < bmp->entries)
        bmp->entries = used;
}

static ls_status read_header(bmp_file *bmp, uint64_t pixel_limit, ls_outcome *outcome)
{
    const uint32_t header = long_at(bmp, FILE_HEADER);
    if (bmp->size < FILE_HEADER + CORE_HEADER || memcmp(bmp->data, "BM", 2) != 0 ||
        (header != CORE_HEADER && header < INFO_HEADER))
        return refuse("no BMP header, or one of another kind:", header, outcome);
    if (header == CORE_HEADER) {
        bmp->width = word_at(bmp, 18);
        bmp->height = word_at(bmp, 20);
        bmp->bits = word_at(bmp, 24);
    } else {
        bmp->width = long_at(bmp, 18);
        bmp->height = long_at(bmp, 22);
        bmp->bits = word_at(bmp, 28);
        bmp->compression = long_at(bmp, 30);
        if (bmp->height > CANNOT_BE_NEGATIVE) { /* a negative height: rows run from the top */
            bmp->upside_down = true;
            bmp->height = 0u - bmp->height;
        }
    }
    bmp->pixels = long_at(bmp, 10);
    if (!known(bmp))
        return refuse("BMP with an unknown coding, bits a pixel:", bmp->bits, outcome);
    read_masks(bmp, header);
    read_palette(bmp, header);
    return ls_decode_check_size(bmp->width, bmp->height, pixel_limit, outcome);
}

/* ------------------------------------------------------------------------------------------------- pixels */

/* Rows run from the foot of the picture to its top, mostly. */
static uint32_t shown_row(const bmp_file *bmp, uint32_t row)
{
    return bmp->upside_down ? row : bmp->height - 1 - row;
}

static void put_entry(bmp_file *bmp, uint32_t index, unsigned char *out)
{
    const uint64_t at = bmp->palette + (uint64_t)index * bmp->entry_size;
    if (index >= bmp->entries || at + 3 > bmp->size) { /* a colour that the file does not have: every viewer has its own */
        bmp->short_of_data = true;
        return;
    }
    out[0] = bmp->data[at + 2];
    out[1] = bmp->data[at + 1];
    out[2] = bmp->data[at];
}

/* The masked part of a pixel as 0 to 255. */
static unsigned char part(uint32_t pixel, uint32_t mask)
{
    if (!mask)
        return 0;
    const int shift = __builtin_ctz(mask);
    const uint64_t highest = mask >> shift;
    return (unsigned char)(((pixel & mask) >> shift) * (uint64_t)255 / highest);
}

static void put_pixel(bmp_file *bmp, uint64_t row, uint32_t x, unsigned char *out, uint32_t channels)
{
    if (bmp->bits == 24) {
        for (uint32_t c = 0; c < 3; c++)
            out[c] = bmp->data[row + (uint64_t)x * 3 + 2 - c];
    } else if (bmp->bits >= 16) {
        const uint32_t pixel = bmp->bits == 16 ? word_at(bmp, row + (uint64_t)x * 2) : long_at(bmp, row + (uint64_t)x * 4);
        for (uint32_t c = 0; c < channels; c++)
            out[c] = part(pixel, bmp->mask[c]);
    } else {
        const uint32_t per_byte = 8 / bmp->bits, shift = (per_byte - 1 - x % per_byte) * bmp->bits;
        put_entry(bmp, bmp->data[row + x / per_byte] >> shift & ((1u << bmp->bits) - 1), out);
    }
}

/* Rows are filled up to four bytes. One that is not whole is left white, and so are those after it. */
static void read_rows(bmp_file *bmp, ls_rows *rows)
{
    const uint64_t stride = ((uint64_t)bmp->width * bmp->bits + 31) / 32 * 4;
    const uint64_t needed = ((uint64_t)bmp->width * bmp->bits + 7) / 8; /* the last row need not be filled up */
    for (uint32_t y = 0; y < bmp->height; y++) {
        const uint64_t row = bmp->pixels + y * stride;
        if (row + needed > bmp->size) {
            bmp->short_of_data = true;
            return;
        }
        unsigned char *out = ls_rows_place(rows, shown_row(bmp, y));
        for (uint32_t x = 0; x < bmp->width; x++, out += rows->channels)
            put_pixel(bmp, row, x, out, rows->channels);
        ls_rows_put(rows, shown_row(bmp, y));
    }
}

typedef struct run_state {
    uint64_t at;
    uint32_t x, y;
} run_state;

static void put_run_pixel(bmp_file *bmp, ls_raster *raster, run_state *run, uint32_t index)
{
    if (run->x < bmp->width && run->y < bmp->height)
        put_entry(bmp, index, raster->data + (size_t)shown_row(bmp, run->y) * raster->stride + (size_t)run->x * raster->channels);
    else
        bmp->short_of_data = true; /* pixels beside the picture */
    run->x++;
}

static uint32_t index_in(const bmp_file *bmp, uint32_t value, uint32_t number)
{
    return bmp->compression == BI_RLE8 ? value : number % 2 ? value & 15 : value >> 4;
}

/* A row of single pixels, filled up to two bytes. */
static void read_literal(bmp_file *bmp, ls_raster *raster, run_state *run, uint32_t count)
{
    const uint32_t per_byte = bmp->compression == BI_RLE8 ? 1 : 2;
    for (uint32_t i = 0; i < count; i++)
        put_run_pixel(bmp, raster, run, index_in(bmp, byte_at(bmp, run->at + i / per_byte), i));
    const uint32_t bytes = (count + per_byte - 1) / per_byte;
    run->at += bytes + bytes % 2;
}

/* Every code takes two bytes of the file or ends: a picture costs no more time than its file is long, times 255. */
static void read_runs(bmp_file *bmp, ls_raster *raster)
{
    run_state run = {.at = bmp->pixels};
    while (run.at + 2 <= bmp->size) {
        const uint32_t count = byte_at(bmp, run.at), value = byte_at(bmp, run.at + 1);
        run.at += 2;
        if (count) {
            for (uint32_t i = 0; i < count; i++)
                put_run_pixel(bmp, raster, &run, index_in(bmp, value, i));
        } else if (value == 0) { /* end of the row */
            run.x = 0;
            run.y++;
        } else if (value == 1) { /* end of the picture */
            return;
        } else if (value == 2) {
            run.x += byte_at(bmp, run.at);
            run.y += byte_at(bmp, run.at + 1);
            run.at += 2;
        } else {
            read_literal(bmp, raster, &run, value);
        }
    }
    bmp->short_of_data = true;
}

/* Pixels that run lengths skip are the first colour in some viewers and nothing in others: here they are the first. */
static void fill(bmp_file *bmp, ls_raster *raster)
{
    for (uint32_t y = 0; y < raster->height; y++)
        for (uint32_t x = 0; x < raster->width; x++)
            put_entry(bmp, 0, raster->data + (size_t)y * raster->stride + (size_t)x * raster->channels);
}

static ls_status read_pixels(bmp_file *bmp, ls_raster *raster, uint32_t channels, ls_outcome *outcome)
{
    ls_rows rows;
    const bool runs = bmp->compression == BI_RLE8 || bmp->compression == BI_RLE4;
    ls_status status = LS_OK;
    if (runs) /* they write anywhere */
        status = ls_decode_check_memory(bmp->width, bmp->height, LS_WHOLE_PIXELS, "BMP, RLE", outcome);
    if (!status)
        status = ls_rows_begin(&rows, bmp->width, bmp->height, channels, raster, outcome);
    if (status)
        return status;
    if (runs) {
        fill(bmp, raster);
        read_runs(bmp, raster);
    } else {
        read_rows(bmp, &rows);
    }
    ls_rows_end(&rows);
    return LS_OK;
}

ls_status ls_decode_bmp(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_raster *raster,
                        ls_outcome *outcome)
{
    bmp_file bmp = {.data = data, .size = size};
    ls_status status = read_header(&bmp, pixel_limit, outcome);
    if (status)
        return status;
    const bool alpha = bmp.mask[3] && bmp.bits >= 16;
    ls_raster rgba = {0};
    status = read_pixels(&bmp, alpha ? &rgba : raster, alpha ? 4 : 3, outcome);
    if (status == LS_OK && alpha)
        status = ls_alpha_flatten(&rgba, raster, outcome);
    ls_raster_free(&rgba);
    if (status == LS_OK && bmp.short_of_data)
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "%s", "BMP data is missing, or beside the picture");
    return status;
}
