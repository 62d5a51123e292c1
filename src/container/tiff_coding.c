/* SPDX-License-Identifier: Apache-2.0 */
#include "container/tiff_coding.h"

#include "container/deflate.h"

/* Values of Compression: TIFF 6.0 sections 9 and 13, and the two numbers of deflate (Adobe's TIFF technical note of 2002). */
enum { LZW = 5, ADOBE_DEFLATE = 8, PACKBITS = 32773, DEFLATE = 32946 };

bool ls_tiff_coding_followed(uint64_t compression)
{
    return compression == LZW || compression == ADOBE_DEFLATE || compression == DEFLATE || compression == PACKBITS;
}

/* Section 9: a count n and n + 1 bytes as they are, or a negative one and a byte that stands for 1 - n. */
static ls_coded follow_packbits(const ls_bytes *data, uint64_t needed, uint64_t *end)
{
    uint64_t at = 0, made = 0;
    while (made < needed) {
        if (at >= data->size) /* fewer rows than the page has */
            break;
        const unsigned count = ls_bytes_u8(data, at);
        if (count < 128) {
            made += count + 1;
            at += count + 2;
        } else if (count == 128) { /* nothing */
            at++;
        } else {
            made += 257 - count;
            at += 2;
        }
    }
    *end = at < data->size ? at : data->size;
    return LS_CODED_ENDS;
}

/* ---------------------------------------------------------------------------------------------------------- LZW */

enum { CLEAR = 256, END = 257, FIRST = 258, CODES = 4096, BITS_MIN = 9, BITS_MAX = 12, NONE = -1 };

/* Section 13: codes of 9 to 12 bits, highest bit first. Of what each stands for only the length is kept. */
struct lzw {
    const ls_bytes *data;
    uint64_t at; /* bits that were read */
    unsigned bits;
    int next, before; /* the next code that gets a meaning; the code that was read before, or NONE */
    uint32_t lengths[CODES];
};

static void clear(struct lzw *lzw)
{
    lzw->bits = BITS_MIN;
    lzw->next = FIRST;
    lzw->before = NONE;
}

/* NONE when the data end before the code does. */
static int read_code(struct lzw *lzw)
{
    const uint64_t byte = lzw->at / 8;
    if (lzw->at + lzw->bits > 8 * (uint64_t)lzw->data->size)
        return NONE;
    const uint32_t three = ls_bytes_u8(lzw->data, byte) << 16 | ls_bytes_u8(lzw->data, byte + 1) << 8 | ls_bytes_u8(lzw->data, byte + 2);
    const unsigned code = three >> (24 - lzw->at % 8 - lzw->bits) & ((1u << lzw->bits) - 1);
    lzw->at += lzw->bits;
    return (int)code;
}

/* Bytes that the code stands for; 0 for one that means nothing yet. */
static uint32_t take(struct lzw *lzw, int code)
{
    const int before = lzw->before;
    if (code > lzw->next || (code == lzw->next && before == NONE))
        return 0;
    if (before != NONE && lzw->next < CODES)
        lzw->lengths[lzw->next++] = lzw->lengths[before] + 1;
    if (lzw->next >= (1 << lzw->bits) - 1 && lzw->bits < BITS_MAX) /* a code early: section 13 has it so */
        lzw->bits++;
    lzw->before = code;
    return code < lzw->next ? lzw->lengths[code] : 0;
}

/* Behind the last byte that is needed an end code may follow, and a clear code before it. */
static uint64_t end_of(struct lzw *lzw)
{
    const uint64_t last = lzw->at;
    int code = read_code(lzw);
    if (code == CLEAR) {
        clear(lzw);
        code = read_code(lzw);
    }
    return ((code == END ? lzw->at : last) + 7) / 8;
}

static ls_coded follow_lzw(const ls_bytes *data, uint64_t needed, uint64_t *end)
{
    struct lzw lzw = {.data = data};
    uint64_t made = 0;
    for (int i = 0; i < CLEAR; i++)
        lzw.lengths[i] = 1;
    clear(&lzw);
    if (ls_bytes_u8(data, 0) == 0 && (ls_bytes_u8(data, 1) & 1)) /* a clear code from the lowest bit on: writers before TIFF 6.0 */
        return LS_CODED_UNKNOWN;
    while (made < needed) {
        const int code = read_code(&lzw);
        if (code == CLEAR) {
            clear(&lzw);
            continue;
        }
        if (code == NONE || code == END) { /* fewer rows than the page has */
            *end = code == END ? (lzw.at + 7) / 8 : data->size;
            return LS_CODED_ENDS;
        }
        const uint32_t length = take(&lzw, code);
        if (!length)
            return LS_CODED_DAMAGED;
        made += length;
    }
    *end = end_of(&lzw);
    return LS_CODED_ENDS;
}

/* ------------------------------------------------------------------------------------------------------ deflate */

static bool whole_strip(void *user, ls_bytes *piece)
{
    const ls_bytes **data = user;
    if (!*data)
        return false;
    *piece = **data;
    *data = NULL;
    return true;
}

static ls_coded follow_deflate(const ls_bytes *data, uint64_t needed, uint64_t *end)
{
    const ls_deflated deflated = ls_deflate_follow(whole_strip, &data, needed);
    *end = deflated.used;
    if (deflated.length > needed)
        return LS_CODED_MORE;
    return deflated.ended || deflated.length == needed ? LS_CODED_ENDS : LS_CODED_DAMAGED;
}

ls_coded ls_tiff_coded_end(uint64_t compression, const ls_bytes *data, uint64_t needed, uint64_t *end)
{
    switch (compression) {
    case LZW: return follow_lzw(data, needed, end);
    case PACKBITS: return follow_packbits(data, needed, end);
    case ADOBE_DEFLATE:
    case DEFLATE: return follow_deflate(data, needed, end);
    default: return LS_CODED_UNKNOWN;
    }
}
