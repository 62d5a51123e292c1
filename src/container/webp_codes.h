/* SPDX-License-Identifier: Apache-2.0 */
/* Bits and prefix codes of WebP's lossless coding (RFC 9649, section 3.7). Inline, for it is all of the follower's time. */
#ifndef LS_CONTAINER_WEBP_CODES_H
#define LS_CONTAINER_WEBP_CODES_H

#include "container/bytes.h"

#include <string.h>

#define WEBP_CODE_MAX 15u /* bits */
#define WEBP_FAST 9u      /* bits of a code that one look-up decides */
#define WEBP_LONG 0xFFFFu /* an entry of a code that has more */
#define WEBP_FAST_SIZE (1u << WEBP_FAST)

typedef struct webp_bits {
    const unsigned char *begin, *at, *end;
    uint64_t bits; /* the next one lowest */
    unsigned held; /* of them; beyond the end zeros are made up: */
    uint64_t made; /* so many, the last ones */
} webp_bits;

typedef struct webp_code {
    uint32_t fast, sorted; /* offsets in the tables: entries of symbol << 4 | bits, by the next `root` bits; symbols in order of their codes */
    uint16_t counts[WEBP_CODE_MAX + 1]; /* codes of each length */
    unsigned root;         /* 0: there is one symbol, which takes no bits */
    unsigned size;         /* entries of the tables from `fast` on */
} webp_code;

static inline bool webp_bits_dry(const webp_bits *in)
{
    return in->held < in->made;
}

/* At least 56 bits. */
static inline void webp_bits_fill(webp_bits *in)
{
    uint64_t more = 0;
    if (in->end - in->at >= 8) {
        memcpy(&more, in->at, 8);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
        more = __builtin_bswap64(more);
#endif
        in->bits |= more << in->held;
        in->at += (63 - in->held) / 8;
        in->held |= 56;
        return;
    }
    for (; in->held < 56; in->held += 8) {
        if (in->at < in->end)
            in->bits |= (uint64_t)*in->at++ << in->held;
        else
            in->made += 8;
    }
}

static inline void webp_bits_drop(webp_bits *in, unsigned count)
{
    in->bits >>= count;
    in->held -= count;
}

static inline unsigned webp_bits_take(webp_bits *in, unsigned count)
{
    if (in->held < count)
        webp_bits_fill(in);
    const unsigned value = (unsigned)(in->bits & ((1u << count) - 1));
    webp_bits_drop(in, count);
    return value;
}

/* Bytes that hold the bits that were used. */
static inline uint64_t webp_bits_used(const webp_bits *in)
{
    return (uint64_t)(in->at - in->begin) - (in->held - in->made) / 8;
}

/* `lengths` of the codes of `count` symbols; room for WEBP_FAST_SIZE + count entries from tables[at] on. False when that is no complete code. */
bool ls_webp_code_build(webp_code *code, const unsigned char *lengths, unsigned count, uint16_t *tables, uint32_t at);
/* The entry for a code beyond WEBP_FAST bits. Its bits come by value, so that a reader may live in registers. */
unsigned ls_webp_entry_slow(uint64_t bits, const webp_code *code, const uint16_t *tables);

/* At least WEBP_CODE_MAX bits are held. */
static inline unsigned webp_symbol(webp_bits *in, const webp_code *code, const uint16_t *tables)
{
    unsigned entry = tables[code->fast + (in->bits & ((1u << code->root) - 1))];
    if (entry == WEBP_LONG)
        entry = ls_webp_entry_slow(in->bits, code, tables);
    webp_bits_drop(in, entry & 15);
    return entry >> 4;
}

#endif
