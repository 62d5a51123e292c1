/* SPDX-License-Identifier: Apache-2.0 */
#include "container/deflate.h"

#include <string.h>

#define CODE_MAX 15u    /* bits of the longest code */
#define SYMBOLS_MAX 288u
#define FAST 11u        /* bits of a code that one look-up decides; longer codes are as rare as they are long */
#define END_OF_BLOCK 256u
#define LENGTHS 29u     /* codes of lengths, and of distances */
#define DISTANCES 30u

/* A file of nothing but tiny blocks would take its time from building tables: those of real files are thousands of bytes. */
#define BLOCKS_FREE 1000u
#define BLOCK_BYTES 64u

struct code {
    uint16_t fast[1u << FAST];     /* symbol << 4 | bits; 0: a longer code, or none */
    uint16_t count[CODE_MAX + 1];  /* codes of each length */
    uint16_t symbols[SYMBOLS_MAX]; /* by code */
};

struct inflate {
    ls_piece *next;
    void *user;
    const unsigned char *at, *end;
    uint64_t bits;
    unsigned held;   /* bits in `bits` */
    uint64_t taken;  /* bytes of all pieces before this one */
    ls_bytes piece;
    bool dry;        /* no further piece, and more bits were asked for than there are */
    uint64_t length;
    uint64_t crossed; /* where `wanted` was reached in the middle of a stored block; 0: nowhere */
    struct code literals, distances;
};

/* ---- bits, the lowest first */

static uint64_t position(const struct inflate *in)
{
    return in->taken + (uint64_t)(in->at - in->piece.data) - in->held / 8;
}

static bool next_piece(struct inflate *in)
{
    do {
        in->taken += in->piece.size;
        in->piece = (ls_bytes){0};
        in->at = in->end = NULL;
        if (!in->next(in->user, &in->piece))
            return false;
        in->at = in->piece.data;
        in->end = in->at ? in->at + in->piece.size : NULL;
    } while (in->at == in->end);
    return true;
}

static void refill_slowly(struct inflate *in)
{
    while (in->held <= 56 && (in->at < in->end || next_piece(in))) {
        in->bits |= (uint64_t)*in->at++ << in->held;
        in->held += 8;
    }
}

/* At least 56 bits, unless the stream has no more. */
static inline void refill(struct inflate *in)
{
    if (in->end - in->at < 8) {
        refill_slowly(in);
        return;
    }
    uint64_t more;
    memcpy(&more, in->at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    more = __builtin_bswap64(more);
#endif
    in->bits |= more << in->held;
    in->at += (63 - in->held) / 8;
    in->held |= 56;
}

static inline unsigned peek(const struct inflate *in, unsigned count)
{
    return (unsigned)(in->bits & ((1u << count) - 1));
}

static inline void drop(struct inflate *in, unsigned count)
{
    if (count > in->held) {
        in->dry = true;
        count = in->held;
    }
    in->bits >>= count;
    in->held -= count;
}

static unsigned take(struct inflate *in, unsigned count)
{
    if (in->held < count)
        refill(in);
    const unsigned value = peek(in, count);
    drop(in, count);
    return value;
}

/* ---- codes */

/* Fills the look-ups of a code of `size` symbols; false when lengths ask for more codes than there are (RFC 1951, 3.2.2). */
static bool build(struct code *code, const unsigned char *lengths, unsigned size)
{
    unsigned offsets[CODE_MAX + 2] = {0}, next[CODE_MAX + 2] = {0};
    int left = 1;
    memset(code, 0, sizeof *code);
    for (unsigned i = 0; i < size; i++)
        code->count[lengths[i]]++;
    code->count[0] = 0;
    for (unsigned bits = 1; bits <= CODE_MAX; bits++) {
        left = left * 2 - code->count[bits];
        if (left < 0)
            return false;
        offsets[bits + 1] = offsets[bits] + code->count[bits];
        next[bits + 1] = (next[bits] + code->count[bits]) << 1;
    }
    for (unsigned i = 0; i < size; i++) {
        const unsigned bits = lengths[i];
        if (!bits)
            continue;
        code->symbols[offsets[bits]++] = (uint16_t)i;
        unsigned reversed = 0, value = next[bits]++;
        for (unsigned j = 0; j < bits; j++, value >>= 1)
            reversed = reversed << 1 | (value & 1);
        for (; reversed < 1u << FAST && bits <= FAST; reversed += 1u << bits)
            code->fast[reversed] = (uint16_t)(i << 4 | bits);
    }
    return true;
}

/* One bit after the other, as in the canonical definition. SYMBOLS_MAX: no code of this block. */
static unsigned decode_slowly(struct inflate *in, const struct code *code)
{
    unsigned value = 0, first = 0, index = 0;
    for (unsigned bits = 1; bits <= CODE_MAX; bits++) {
        value |= in->bits >> (bits - 1) & 1;
        const unsigned count = code->count[bits];
        if (value < first + count) {
            drop(in, bits);
            return code->symbols[index + value - first];
        }
        index += count;
        first = (first + count) << 1;
        value <<= 1;
    }
    return SYMBOLS_MAX;
}

static inline unsigned decode(struct inflate *in, const struct code *code)
{
    const unsigned entry = code->fast[peek(in, FAST)];
    if (!entry)
        return decode_slowly(in, code);
    drop(in, entry & 15);
    return entry >> 4;
}

/* ---- blocks */

static bool read_fixed(struct inflate *in)
{
    unsigned char lengths[SYMBOLS_MAX];
    memset(lengths, 8, 144);
    memset(lengths + 144, 9, 112);
    memset(lengths + 256, 7, 24);
    memset(lengths + 280, 8, 8);
    build(&in->literals, lengths, SYMBOLS_MAX);
    memset(lengths, 5, DISTANCES);
    return build(&in->distances, lengths, DISTANCES);
}

/* Lengths of the codes, themselves coded (RFC 1951, 3.2.7). */
static bool read_dynamic(struct inflate *in)
{
    static const unsigned char order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    unsigned char lengths[SYMBOLS_MAX + 32 + 138] = {0};
    const unsigned literals = take(in, 5) + 257, distances = take(in, 5) + 1, count = take(in, 4) + 4;
    for (unsigned i = 0; i < count; i++)
        lengths[order[i]] = (unsigned char)take(in, 3);
    if (literals > SYMBOLS_MAX || !build(&in->literals, lengths, 19))
        return false;
    memset(lengths, 0, 19);
    for (unsigned at = 0; at < literals + distances;) {
        refill(in);
        const unsigned symbol = decode(in, &in->literals);
        unsigned repeat = 1, value = symbol;
        if (in->dry || symbol > 18 || (symbol == 16 && !at))
            return false;
        if (symbol == 16) {
            value = lengths[at - 1];
            repeat = 3 + take(in, 2);
        } else if (symbol > 16) {
            value = 0;
            repeat = symbol == 17 ? 3 + take(in, 3) : 11 + take(in, 7);
        }
        memset(lengths + at, (int)value, repeat);
        at += repeat;
        if (at > literals + distances)
            return false;
    }
    return build(&in->distances, lengths + literals, distances) && build(&in->literals, lengths, literals);
}

static const unsigned char length_extra[LENGTHS] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                     2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const unsigned short length_base[LENGTHS] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                                    31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};

/* A match: its length counts, its distance does not. At most 5 + 15 + 13 bits, which a look-up of the length leaves in `bits`. */
static bool follow_match(struct inflate *in, unsigned symbol)
{
    if (symbol - 257 >= LENGTHS)
        return false;
    const unsigned extra = length_extra[symbol - 257];
    in->length += length_base[symbol - 257] + peek(in, extra);
    drop(in, extra);
    const unsigned distance = decode(in, &in->distances);
    if (distance >= DISTANCES)
        return false;
    drop(in, distance < 4 ? 0 : distance / 2 - 1);
    return true;
}

enum block { BLOCK_MORE, BLOCK_ENDED, BLOCK_BROKEN };

/* Codes until the block ends or `wanted` bytes are reached. */
static enum block follow_codes(struct inflate *in, uint64_t wanted)
{
    while (in->length < wanted) {
        refill(in);
        for (int i = 0; i < 3; i++) { /* three literals of 15 bits leave a match its 33 only after another refill */
            const unsigned symbol = decode(in, &in->literals);
            if (symbol < END_OF_BLOCK) {
                if (in->dry)
                    return BLOCK_BROKEN;
                if (++in->length >= wanted)
                    return BLOCK_MORE;
                continue;
            }
            if (symbol == END_OF_BLOCK)
                return in->dry ? BLOCK_BROKEN : BLOCK_ENDED;
            if (i)
                refill(in);
            if (!follow_match(in, symbol) || in->dry)
                return BLOCK_BROKEN;
            break;
        }
    }
    return BLOCK_MORE;
}

/* Bytes as they are: at the next whole byte begin their number and its complement. */
static enum block follow_stored(struct inflate *in, uint64_t wanted)
{
    drop(in, in->held % 8);
    const unsigned length = take(in, 16), complement = take(in, 16);
    uint64_t left = length;
    if (in->dry || (length ^ complement) != 0xFFFF)
        return BLOCK_BROKEN;
    if (in->length <= wanted && in->length + length > wanted)
        in->crossed = position(in) + wanted - in->length;
    for (; left && in->held; left--)
        drop(in, 8);
    while (left) {
        const uint64_t here = (uint64_t)(in->end - in->at), skipped = here < left ? here : left;
        in->at += skipped;
        left -= skipped;
        if (left && !next_piece(in))
            return BLOCK_BROKEN;
    }
    if (!in->held)
        in->bits = 0; /* remains of a look ahead */
    in->length += length;
    return BLOCK_ENDED;
}

struct run {
    bool open, last; /* a block was begun; it is the last one */
    uint64_t blocks;
};

static bool begin_block(struct inflate *in, struct run *run, uint64_t wanted, enum block *state)
{
    run->last = take(in, 1);
    run->open = true;
    *state = BLOCK_MORE;
    if (in->dry || ++run->blocks > BLOCKS_FREE + position(in) / BLOCK_BYTES)
        return false;
    switch (take(in, 2)) {
    case 0: *state = follow_stored(in, wanted); return *state != BLOCK_BROKEN;
    case 1: return read_fixed(in);
    case 2: return read_dynamic(in) && !in->dry;
    default: return false;
    }
}

/* Until the last block has ended, or more than `wanted` is put out. False: cut short or damaged. */
static bool follow_blocks(struct inflate *in, struct run *run, uint64_t wanted)
{
    for (;;) {
        enum block state = BLOCK_MORE;
        if (!run->open && !begin_block(in, run, wanted, &state))
            return false;
        if (state == BLOCK_MORE)
            state = follow_codes(in, wanted);
        if (state == BLOCK_BROKEN)
            return false;
        run->open = state == BLOCK_MORE;
        if (in->length >= wanted || (run->last && !run->open))
            return true;
    }
}

#define CHECKSUM 4u /* Adler-32 behind the last block */

ls_deflated ls_deflate_follow(ls_piece *next, void *user, uint64_t wanted)
{
    struct inflate in = {.next = next, .user = user};
    struct run run = {0};
    ls_deflated result = {0};
    const unsigned head = take(&in, 16); /* method, window, check bits; no dictionary that a picture could not have */
    bool sound = !in.dry && (head & 0x0F) == 8 && ((head & 0xFF) << 8 | head >> 8) % 31 == 0 && !(head >> 8 & 0x20);
    sound = sound && follow_blocks(&in, &run, wanted);
    result.used = in.crossed ? in.crossed : position(&in);
    if (sound && (run.open || !run.last)) /* what is wanted is there: does anything but the end follow? */
        sound = follow_blocks(&in, &run, UINT64_MAX);
    result.length = in.length;
    result.ended = sound;
    if (in.length > wanted || (!sound && !in.dry))
        return result;
    drop(&in, in.held % 8);
    for (unsigned i = 0; i < CHECKSUM; i++)
        take(&in, 8);
    result.used = position(&in);
    return result;
}
