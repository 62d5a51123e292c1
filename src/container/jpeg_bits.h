/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bits and Huffman codes of JPEG's coded data (ITU-T T.81, annexes C and F.2.2): for the follower of scans. Inline, for
 * it is all of its time.
 */
#ifndef LS_CONTAINER_JPEG_BITS_H
#define LS_CONTAINER_JPEG_BITS_H

#include "container/bytes.h"

#include <string.h>

#define JPEG_CODE_MAX 16u
#define JPEG_FAST 10u /* bits of a code that one look-up decides */

typedef struct jpeg_bits {
    const unsigned char *begin, *at, *end; /* up to the next marker */
    uint64_t bits;                         /* the next one on top */
    unsigned held;                         /* of them; beyond the end zeros are made up: */
    uint64_t made;                         /* so many, the last ones */
} jpeg_bits;

typedef struct jpeg_code {
    uint32_t fast[1u << JPEG_FAST]; /* see below; 0: a longer code, or none */
    int32_t last[JPEG_CODE_MAX + 2]; /* the greatest code of each length, -1 for none */
    int32_t offset[JPEG_CODE_MAX + 1]; /* from a code to its value */
    ls_bytes values;
} jpeg_code;

/*
 * Of a value of the run-length code (T.81, F.1.2): how many bits follow it, and by how many coefficients it takes a block of a
 * sequential
 * picture further. An entry of `fast` has the latter on top, then value, bits of the code, bits of it and what follows, eight
 * bits each.
 */
static inline unsigned jpeg_extra(unsigned symbol)
{
    return symbol & 15;
}

static inline unsigned jpeg_advance(unsigned symbol)
{
    if (symbol & 15)
        return (symbol >> 4) + 1;
    return symbol == 0xF0 ? 16 : 64; /* zeros without a number behind them; all that is left are zeros */
}

/* `table` is that of a DHT segment without its name. False when it asks for more codes than there are. */
bool ls_jpeg_code_build(jpeg_code *code, const ls_bytes *table);

/* Bytes one by one, each 0xFF without the zero behind it; zeros behind the end. */
void ls_jpeg_bits_fill_slowly(jpeg_bits *in);
/* Where the next unused byte stands, when no made-up bit was used. */
const unsigned char *ls_jpeg_bits_at(const jpeg_bits *in);

static inline bool jpeg_bits_dry(const jpeg_bits *in)
{
    return in->held < in->made;
}

/* At least 48 bits. */
static inline void jpeg_bits_fill(jpeg_bits *in)
{
    uint64_t more;
    if (in->end - in->at >= 8) {
        memcpy(&more, in->at, 8);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        more = __builtin_bswap64(more);
#endif
        const uint64_t inverse = ~more; /* a byte of 0xFF is one of 0 there */
        if (!((inverse - 0x0101010101010101u) & more & 0x8080808080808080u)) {
            in->bits |= more >> in->held;
            in->at += (63 - in->held) / 8;
            in->held |= 56;
            return;
        }
    }
    ls_jpeg_bits_fill_slowly(in);
}

static inline unsigned jpeg_bits_peek(const jpeg_bits *in, unsigned count)
{
    return (unsigned)(in->bits >> (64 - count));
}

static inline void jpeg_bits_drop(jpeg_bits *in, unsigned count)
{
    in->bits <<= count;
    in->held -= count;
}

/* Codes beyond JPEG_FAST bits; 0x100: no code. */
unsigned ls_jpeg_code_slow(jpeg_bits *in, const jpeg_code *code);

/* The next value, without the bits that follow it; 0x100: no code. At least 16 bits are held. */
static inline unsigned jpeg_code_next(jpeg_bits *in, const jpeg_code *code)
{
    const uint32_t entry = code->fast[jpeg_bits_peek(in, JPEG_FAST)];
    if (!entry)
        return ls_jpeg_code_slow(in, code);
    jpeg_bits_drop(in, entry >> 8 & 0xFF);
    return entry >> 16 & 0xFF;
}

#endif
