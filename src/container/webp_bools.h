/* SPDX-License-Identifier: Apache-2.0 */
/* VP8's boolean decoder (RFC 6386, section 7). Inline, for it is all of the follower's time. */
#ifndef LS_CONTAINER_WEBP_BOOLS_H
#define LS_CONTAINER_WEBP_BOOLS_H

#include "container/bytes.h"

#include <string.h>

#define VP8_WINDOW 8 /* bits that decide the next one */

typedef struct vp8_bools {
    const unsigned char *begin, *at, *end; /* of the partition */
    uint64_t value;                        /* what is left of the bits, the next one on top */
    int held, before;                      /* how many of them there are, and were before the last decision */
    uint64_t made;                         /* zero bits behind the end */
    unsigned range;                        /* 128 to 255 */
} vp8_bools;

static inline vp8_bools vp8_bools_begin(const ls_bytes *partition)
{
    return (vp8_bools){.begin = partition->data, .at = partition->data, .end = partition->data + partition->size, .range = 255};
}

/* At least 48 bits. */
static inline void vp8_bools_fill(vp8_bools *in)
{
    uint64_t more = 0;
    if (in->end - in->at >= 8) {
        memcpy(&more, in->at, 8);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        more = __builtin_bswap64(more);
#endif
        in->value |= more >> in->held;
        in->at += (63 - in->held) / 8;
        in->held |= 56;
        return;
    }
    for (; in->held <= 48; in->held += 8) {
        if (in->at < in->end)
            in->value |= (uint64_t)*in->at++ << (56 - in->held);
        else
            in->made += 8;
    }
}

/* `prob`: of 0, out of 256. */
static inline bool vp8_bool(vp8_bools *in, unsigned prob)
{
    if (in->held < VP8_WINDOW)
        vp8_bools_fill(in);
    in->before = in->held;
    const unsigned split = 1 + (((in->range - 1) * prob) >> 8);
    const uint64_t border = (uint64_t)split << 56;
    const bool bit = in->value >= border;
    if (bit) {
        in->range -= split;
        in->value -= border;
    } else {
        in->range = split;
    }
    const int shift = __builtin_clz(in->range) - 24;
    in->range <<= shift;
    in->value <<= shift;
    in->held -= shift;
    return bit;
}

/* Bits that had been passed when the last decision was made. */
static inline uint64_t vp8_bools_passed(const vp8_bools *in)
{
    return 8 * (uint64_t)(in->at - in->begin) + in->made - (uint64_t)in->before;
}

/* Bytes that the last decision and those before it needed; more than there are when the partition was cut short. */
static inline uint64_t vp8_bools_needed(const vp8_bools *in)
{
    const bool none = in->at == in->begin && !in->made;
    return none ? 0 : (vp8_bools_passed(in) + VP8_WINDOW + 7) / 8;
}

#endif
