/* SPDX-License-Identifier: Apache-2.0 */
/* PNG through leptonica's reader for this format alone, behind a look of our own at the header. */
#include "image/decoders.h"

#include <inttypes.h>
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

/* Reads size and colour type from IHDR, which comes first in every PNG. */
static ls_status read_header(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_outcome *outcome)
{
    static const unsigned char start[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";
    const size_t known = sizeof start - 1;
    if (size < known + IHDR_SIZE || memcmp(data, start, known) != 0)
        return bad(outcome, "no PNG header", 0);
    return ls_decode_check_size(big_endian(data + known), big_endian(data + known + 4), pixel_limit, outcome);
}

/* libpng tells leptonica why it gave up, and leptonica tells nobody: the first chunk that does not fit is named here. */
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

static ls_status from_pix(PIX *pix, ls_raster *raster, ls_outcome *outcome)
{
    const uint32_t width = (uint32_t)pixGetWidth(pix), height = (uint32_t)pixGetHeight(pix);
    const bool alpha = pixGetSpp(pix) == 4;
    ls_status status = ls_raster_alloc(raster, width, height, 3);
    if (status)
        return ls_decode_no_memory(status, outcome);
    const l_uint32 *words = pixGetData(pix);
    const size_t words_per_row = (size_t)pixGetWpl(pix);
    for (uint32_t y = 0; y < height; y++) {
        const l_uint32 *in = words + y * words_per_row;
        unsigned char *out = raster->data + (size_t)y * raster->stride;
        for (uint32_t x = 0; x < width; x++, out += 3) {
            const unsigned char a = alpha ? (unsigned char)(in[x] >> L_ALPHA_SHIFT) : 255;
            out[0] = ls_over_white((unsigned char)(in[x] >> L_RED_SHIFT), a);
            out[1] = ls_over_white((unsigned char)(in[x] >> L_GREEN_SHIFT), a);
            out[2] = ls_over_white((unsigned char)(in[x] >> L_BLUE_SHIFT), a);
        }
    }
    return LS_OK;
}

ls_status ls_decode_png(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_raster *raster,
                        ls_outcome *outcome)
{
    ls_status status = read_header(data, size, pixel_limit, outcome);
    if (status)
        return status;
    setMsgSeverity(L_SEVERITY_NONE); /* it would write to stderr */
    PIX *pix = pixReadMemPng(data, size);
    if (!pix)
        return explain(data, size, outcome);
    PIX *rgb = pixConvertTo32(pix); /* palettes, gray, 1 to 16 bits; keeps alpha */
    pixDestroy(&pix);
    if (!rgb)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    status = from_pix(rgb, raster, outcome);
    pixDestroy(&rgb);
    return status;
}
