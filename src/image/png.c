/* SPDX-License-Identifier: Apache-2.0 */
/* PNG through leptonica's reader for this format alone, behind a look of our own at the header. */
#include "image/alpha.h"
#include "image/decoders.h"
#include "image/png_data.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

/* PNG, Third Edition, sections 5.2 and 11.2.1 */
#define SIGNATURE_SIZE 8
#define IHDR_SIZE 13
#define CHUNK_OVERHEAD 12 /* length, type and CRC around the data */

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static ls_status bad(ls_outcome *outcome, const char *what, uint64_t at)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "%s at byte %" PRIu64, what, at);
    return LS_E_FORMAT;
}

#define HEADER_END (SIGNATURE_SIZE + CHUNK_OVERHEAD + IHDR_SIZE)

/* Section 11.3.1.1: one colour, as 16-bit samples, that is transparent wherever it stands. */
struct key {
    bool possible; /* gray or RGB without an alpha channel */
    bool present;
    uint64_t at; /* of its chunk */
    size_t size; /* of the chunk */
    unsigned samples[3];
    unsigned depth;
};

/* Reads the size from IHDR, which comes first in every PNG. */
static ls_status read_header(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_outcome *outcome)
{
    static const unsigned char start[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";
    const size_t known = sizeof start - 1;
    if (size < HEADER_END || memcmp(data, start, known) != 0)
        return bad(outcome, "no PNG header", 0);
    return ls_decode_check_size(big_endian(data + known), big_endian(data + known + 4), pixel_limit, outcome);
}

/* libpng tells leptonica why it gave up, and leptonica tells nobody: the first chunk that does not fit is named here.
 */
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

/* The transparent colour of a picture in gray or RGB. With a palette or an alpha channel leptonica gives alpha itself.
 */
static struct key find_key(const unsigned char *data, size_t size)
{
    struct key key = {.depth = data[SIGNATURE_SIZE + 16]};
    const unsigned colour_type = data[SIGNATURE_SIZE + 17], samples = colour_type == 0 ? 1 : 3;
    key.possible = colour_type == 0 || colour_type == 2;
    if (!key.possible)
        return key;
    for (uint64_t at = HEADER_END; at + CHUNK_OVERHEAD <= size;) {
        const uint64_t length = big_endian(data + at);
        if (length > size - at - CHUNK_OVERHEAD || memcmp(data + at + 4, "IDAT", 4) == 0)
            break;
        if (memcmp(data + at + 4, "tRNS", 4) == 0 && length == (uint64_t)samples * 2) {
            key.present = true;
            key.at = at;
            key.size = (size_t)length + CHUNK_OVERHEAD;
            for (unsigned i = 0; i < 3; i++) {
                const unsigned char *sample = data + at + 8 + (size_t)(samples == 3 ? i : 0) * 2;
                key.samples[i] = (unsigned)sample[0] << 8 | sample[1];
            }
            return key;
        }
        at += length + CHUNK_OVERHEAD;
    }
    return key;
}

/* leptonica takes a picture with such a colour for an empty one, or does not tell which it was: it never sees the
 * chunk. */
static PIX *read_without_key(const unsigned char *data, size_t size, const struct key *key)
{
    const size_t before = (size_t)key->at, after = before + key->size;
    unsigned char *copy = malloc(size - key->size);
    if (!copy)
        return NULL;
    memcpy(copy, data, before);
    memcpy(copy + before, data + after, size - after);
    PIX *pix = pixReadMemPng(copy, size - key->size);
    free(copy);
    return pix;
}

/* The eight bits that a sample of `depth` bits is shown with. */
static unsigned shown(unsigned sample, unsigned depth)
{
    const unsigned highest = (1u << depth) - 1;
    return depth == 16 ? sample >> 8 : (sample & highest) * 255 / highest;
}

static unsigned char alpha_of(const unsigned char *pixel, const struct key *key)
{
    for (unsigned c = 0; c < 3; c++)
        if (pixel[c] != shown(key->samples[c], key->depth))
            return 255;
    return 0;
}

static void copy_pixels(PIX *pix, const struct key *key, ls_raster *out)
{
    const l_uint32 *words = pixGetData(pix);
    const size_t words_per_row = (size_t)pixGetWpl(pix);
    for (uint32_t y = 0; y < out->height; y++) {
        const l_uint32 *in = words + y * words_per_row;
        unsigned char *pixel = out->data + (size_t)y * out->stride;
        for (uint32_t x = 0; x < out->width; x++, pixel += out->channels) {
            pixel[0] = (unsigned char)(in[x] >> L_RED_SHIFT);
            pixel[1] = (unsigned char)(in[x] >> L_GREEN_SHIFT);
            pixel[2] = (unsigned char)(in[x] >> L_BLUE_SHIFT);
            if (out->channels == 4)
                pixel[3] = key->present ? alpha_of(pixel, key) : (unsigned char)(in[x] >> L_ALPHA_SHIFT);
        }
    }
}

static ls_status from_pix(PIX *pix, const struct key *key, ls_raster *raster, ls_outcome *outcome)
{
    const bool alpha = key->present || pixGetSpp(pix) == 4;
    ls_raster rgba = {0}, *whole = alpha ? &rgba : raster;
    ls_status status = ls_raster_alloc(whole, (uint32_t)pixGetWidth(pix), (uint32_t)pixGetHeight(pix), alpha ? 4 : 3);
    if (status)
        return ls_decode_no_memory(status, outcome);
    copy_pixels(pix, key, whole);
    if (alpha)
        status = ls_alpha_flatten(&rgba, raster, outcome);
    ls_raster_free(&rgba);
    if (status == LS_OK && key->possible &&
        pixGetSpp(pix) == 4) /* a second such chunk: leptonica gave nothing at all */
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "more than one transparent colour");
    if (status == LS_OK && key->present &&
        key->depth == 16) /* eight of its bits are gone, and with them which pixels it is */
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "a transparent colour of 16 bits");
    return status;
}

ls_status ls_decode_png(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_raster *raster,
                        ls_outcome *outcome)
{
    ls_status status = read_header(data, size, pixel_limit, outcome);
    if (status)
        return status;
    setMsgSeverity(L_SEVERITY_NONE); /* it would write to stderr */
    const struct key key = find_key(data, size);
    PIX *pix = key.present ? read_without_key(data, size, &key) : pixReadMemPng(data, size);
    if (!pix)
        return explain(data, size, outcome);
    PIX *rgb = pixConvertTo32(pix); /* palettes, gray, 1 to 16 bits; keeps alpha */
    pixDestroy(&pix);
    if (!rgb)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    status = from_pix(rgb, &key, raster, outcome);
    pixDestroy(&rgb);
    uint64_t at = 0;
    const char *left_over = status == LS_OK ? ls_png_left_over(data, size, &at) : NULL;
    if (left_over && outcome->state == LS_DONE)
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "%s at byte %" PRIu64, left_over, at);
    return status;
}
