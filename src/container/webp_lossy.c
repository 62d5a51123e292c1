/* SPDX-License-Identifier: Apache-2.0 */
/* VP8 key frames (RFC 6386): how every macroblock is predicted stands in the first partition, its coefficients in one of the others. */
#include "container/webp_bools.h"
#include "container/webp_coded.h"
#include "container/webp_lossy_tables.h"

#define TAG 3u           /* bytes of the frame tag (section 9.1), */
#define HEADER 10u       /* and with start code and size */
#define SIZE_MASK 0x3FFFu /* of width and height; scaling hints are above */
#define SIZE_ENTRY 3u    /* bytes that tell the size of a partition (section 9.5) */
#define PARTITIONS_MAX 8u
#define FLUSH_MAX 4u     /* bytes that an encoder writes when it is done (section 7.3); libwebp writes two */
#define SEGMENTS 4
#define COLUMN 13u       /* of a macroblock: see struct edge */
#define STEPS_MAX (64u << 20) /* of blocks and coefficients, of which next to no bytes can make many; half a second */
#define STEPS_PER_BYTE 8u

enum { DC_PRED, TM_PRED, V_PRED, H_PRED, LD_PRED, RD_PRED, VR_PRED, VL_PRED, HD_PRED, HU_PRED }; /* of a 4 × 4 block (section 8.1) */
enum { Y_AFTER_Y2, Y2, CHROMA, Y_WITH_DC };                                                      /* kinds of blocks (section 13.3) */

/* What macroblocks leave for their neighbours to the right or below: predictions of four blocks; which blocks have coefficients. */
struct edge {
    unsigned char modes[4];
    unsigned char some[2 * 2 + 4 + 1]; /* four of Y, two of U, two of V, Y2 */
};
_Static_assert(sizeof(struct edge) == COLUMN, "no padding");

typedef unsigned char band_probs[3][11];

struct lossy {
    ls_webp_means *means;
    uint64_t across, down; /* macroblocks */
    vp8_bools head;
    vp8_bools tokens[PARTITIONS_MAX];
    unsigned count; /* of partitions of tokens */
    bool segments_change, may_skip;
    unsigned segment_probs[3], skip_prob;
    band_probs probs[4][17]; /* by position; behind the last one there is none */
    struct edge *above, left;
};

/* ---- the header (sections 9.2 to 9.11, 19.2) */

static unsigned number(vp8_bools *in, unsigned bits)
{
    unsigned value = 0;
    while (bits--)
        value = value << 1 | vp8_bool(in, 128);
    return value;
}

/* Numbers that are there when a flag says so, each with its sign. */
static void pass_signed(vp8_bools *in, unsigned count, unsigned bits)
{
    while (count--)
        if (number(in, 1))
            number(in, bits + 1);
}

static void read_segments(struct lossy *f)
{
    vp8_bools *in = &f->head;
    if (!number(in, 1))
        return;
    f->segments_change = number(in, 1);
    if (number(in, 1)) {
        number(in, 1);
        pass_signed(in, SEGMENTS, 7);
        pass_signed(in, SEGMENTS, 6);
    }
    for (unsigned i = 0; i < 3 && f->segments_change; i++)
        f->segment_probs[i] = number(in, 1) ? number(in, 8) : 255;
}

static void pass_filter(vp8_bools *in)
{
    number(in, 1 + 6 + 3);
    if (number(in, 1) && number(in, 1))
        pass_signed(in, 2 * 4, 6);
}

static void read_probs(struct lossy *f)
{
    static const unsigned char bands[17] = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    band_probs probs[4][8];
    for (unsigned i = 0; i < sizeof probs; i++) {
        const unsigned char *update = &ls_vp8_update_probs[0][0][0][0], *standard = &ls_vp8_coeff_probs[0][0][0][0];
        ((unsigned char *)probs)[i] = (unsigned char)(vp8_bool(&f->head, update[i]) ? number(&f->head, 8) : standard[i]);
    }
    for (unsigned kind = 0; kind < 4; kind++)
        for (unsigned i = 0; i < 17; i++)
            memcpy(f->probs[kind][i], probs[kind][bands[i]], sizeof(band_probs));
}

static void read_header(struct lossy *f)
{
    vp8_bools *in = &f->head;
    number(in, 2); /* colour space, clamping */
    read_segments(f);
    pass_filter(in);
    f->count = 1u << number(in, 2);
    number(in, 7);
    pass_signed(in, 5, 4); /* quantisers */
    number(in, 1);
    read_probs(f);
    f->may_skip = number(in, 1);
    f->skip_prob = f->may_skip ? number(in, 8) : 0;
}

/* ---- a macroblock's prediction (sections 9.3, 11.1 to 11.3): its trees have a probability for every node */

static unsigned read_submode(vp8_bools *in, const unsigned char *prob)
{
    if (!vp8_bool(in, prob[0]))
        return DC_PRED;
    if (!vp8_bool(in, prob[1]))
        return TM_PRED;
    if (!vp8_bool(in, prob[2]))
        return V_PRED;
    if (!vp8_bool(in, prob[3])) {
        if (!vp8_bool(in, prob[4]))
            return H_PRED;
        return vp8_bool(in, prob[5]) ? VR_PRED : RD_PRED;
    }
    if (!vp8_bool(in, prob[6]))
        return LD_PRED;
    if (!vp8_bool(in, prob[7]))
        return VL_PRED;
    return vp8_bool(in, prob[8]) ? HU_PRED : HD_PRED;
}

static void read_submodes(vp8_bools *in, struct edge *above, struct edge *left)
{
    for (unsigned y = 0; y < 4; y++)
        for (unsigned x = 0; x < 4; x++) {
            const unsigned mode = read_submode(in, ls_vp8_submode_probs[above->modes[x]][left->modes[y]]);
            above->modes[x] = left->modes[y] = (unsigned char)mode;
        }
}

static unsigned read_mode(vp8_bools *in)
{
    if (vp8_bool(in, 156))
        return vp8_bool(in, 128) ? TM_PRED : H_PRED;
    return vp8_bool(in, 163) ? V_PRED : DC_PRED;
}

/* Is it predicted block by block? *skipped: it has no coefficients. */
static bool read_prediction(struct lossy *f, struct edge *above, bool *skipped)
{
    vp8_bools *in = &f->head;
    if (f->segments_change)
        vp8_bool(in, f->segment_probs[vp8_bool(in, f->segment_probs[0]) ? 2 : 1]);
    *skipped = f->may_skip && vp8_bool(in, f->skip_prob);
    const bool blocks = !vp8_bool(in, 145);
    if (blocks) {
        read_submodes(in, above, &f->left);
    } else {
        const int mode = (int)read_mode(in);
        memset(above->modes, mode, sizeof above->modes);
        memset(f->left.modes, mode, sizeof f->left.modes);
    }
    if (vp8_bool(in, 142) && vp8_bool(in, 114)) /* of the colours */
        vp8_bool(in, 183);
    return blocks;
}

/* ---- and its coefficients (section 13.2) */

/* Bits behind a token of a category (section 13.2), each with a probability of its own. */
static inline void pass_extra(vp8_bools *in, unsigned category)
{
    static const unsigned char probs[6][12] = {{159},
                                               {165, 145},
                                               {173, 148, 140},
                                               {176, 155, 140, 135},
                                               {180, 157, 141, 134, 130},
                                               {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}};
    for (const unsigned char *prob = probs[category]; *prob; prob++)
        vp8_bool(in, *prob);
}

/* A coefficient beyond 1, without its sign. */
static inline void pass_large(vp8_bools *in, const unsigned char *prob)
{
    if (!vp8_bool(in, prob[3])) {
        if (vp8_bool(in, prob[4]))
            vp8_bool(in, prob[5]);
    } else if (!vp8_bool(in, prob[6])) {
        pass_extra(in, vp8_bool(in, prob[7]));
    } else {
        const bool high = vp8_bool(in, prob[8]);
        pass_extra(in, 2 + 2 * high + vp8_bool(in, prob[9 + high]));
    }
}

/* One block from coefficient `n` on; gives where its coefficients end. */
static inline unsigned follow_block(vp8_bools *in, const band_probs *probs, unsigned context, unsigned n)
{
    const unsigned char *prob = probs[n][context];
    while (n < 16 && vp8_bool(in, prob[0])) {
        while (!vp8_bool(in, prob[1])) {
            prob = probs[++n][0];
            if (n == 16)
                return 16;
        }
        n++;
        if (vp8_bool(in, prob[2])) {
            pass_large(in, prob);
            prob = probs[n][2];
        } else {
            prob = probs[n][1];
        }
        vp8_bool(in, 128);
    }
    return n;
}

/* Blocks of one plane, `size` by `size`. */
static inline unsigned follow_plane(vp8_bools *in, const band_probs *probs, unsigned char *above, unsigned char *left, unsigned size,
                                    unsigned first)
{
    unsigned steps = 0;
    for (unsigned y = 0; y < size; y++)
        for (unsigned x = 0; x < size; x++) {
            const unsigned n = follow_block(in, probs, above[x] + left[y], first);
            above[x] = left[y] = n > first;
            steps += n + 1;
        }
    return steps;
}

static unsigned follow_blocks(struct lossy *f, vp8_bools *tokens, struct edge *above, bool blocks)
{
    vp8_bools in = *tokens; /* a copy of one's own may live in registers */
    struct edge *left = &f->left;
    unsigned steps = 0;
    if (!blocks)
        steps += follow_plane(&in, f->probs[Y2], above->some + 8, left->some + 8, 1, 0);
    steps += follow_plane(&in, f->probs[blocks ? Y_WITH_DC : Y_AFTER_Y2], above->some, left->some, 4, blocks ? 0 : 1);
    for (unsigned i = 4; i < 8; i += 2)
        steps += follow_plane(&in, f->probs[CHROMA], above->some + i, left->some + i, 2, 0);
    *tokens = in;
    return steps;
}

static unsigned follow_macroblock(struct lossy *f, vp8_bools *tokens, struct edge *above)
{
    bool skipped;
    const bool blocks = read_prediction(f, above, &skipped);
    if (!skipped)
        return 16 + follow_blocks(f, tokens, above, blocks);
    const size_t planes = sizeof above->some - (blocks ? 1 : 0); /* Y2's is that of the last one that had any */
    memset(above->some, 0, planes);
    memset(f->left.some, 0, planes);
    return 16;
}

/* ---- the whole picture */

/* `paid`: steps that its bytes pay for. */
static bool follow_rows(struct lossy *f, uint64_t paid)
{
    uint64_t steps = 0, unpaid = 0;
    for (uint64_t y = 0; y < f->down; y++) {
        memset(&f->left, 0, sizeof f->left); /* DC_PRED, and no coefficients */
        vp8_bools *tokens = &f->tokens[y % f->count];
        for (uint64_t x = 0; x < f->across; x++)
            steps += follow_macroblock(f, tokens, &f->above[x]);
        unpaid = steps > paid ? steps - paid : 0;
        if (f->means->steps + unpaid > STEPS_MAX)
            return false;
    }
    f->means->steps += unpaid;
    return true;
}

/*
 * Where it ends: encoders write some bits more than decoders need, as if zeros of equal probability followed; nothing can be told by those.
 * The first bit of other bytes makes a one of a decision on it, or on the bit before.
 */
static uint64_t partition_end(vp8_bools in)
{
    const uint64_t size = (uint64_t)(in.end - in.begin), needed = vp8_bools_needed(&in);
    const uint64_t most = needed + FLUSH_MAX < size ? needed + FLUSH_MAX : size;
    while (vp8_bools_needed(&in) <= most)
        if (vp8_bool(&in, 128)) {
            const uint64_t end = (vp8_bools_passed(&in) + 1) / 8;
            return end > needed ? end : needed;
        }
    return most;
}

static ls_status begin(struct lossy *f, const ls_bytes *data)
{
    const ls_bytes rest = ls_bytes_after(data, HEADER);
    const ls_bytes first = ls_bytes_part(&rest, 0, (ls_bytes_u16(data, 0, false) | ls_bytes_u8(data, 2) << 16) >> 5);
    f->across = ((ls_bytes_u16(data, 6, false) & SIZE_MASK) + 15) / 16;
    f->down = ((ls_bytes_u16(data, 8, false) & SIZE_MASK) + 15) / 16;
    f->head = vp8_bools_begin(&first);
    read_header(f);
    f->means->columns = ls_webp_room(f->means->arena, f->means->columns, f->across, &f->means->column_capacity, sizeof(struct edge));
    f->above = (struct edge *)f->means->columns;
    if (!f->above)
        return LS_E_NOMEM;
    memset(f->above, 0, f->across * sizeof(struct edge));
    return LS_OK;
}

/* Partitions of tokens stand behind the sizes of all but the last; *from: where each begins. */
static void find_partitions(struct lossy *f, const ls_bytes *data, uint64_t table, uint64_t from[PARTITIONS_MAX])
{
    uint64_t at = table + SIZE_ENTRY * (f->count - 1);
    for (unsigned i = 0; i < f->count; i++) {
        const uint64_t entry = table + SIZE_ENTRY * i;
        const uint64_t size = ls_bytes_u16(data, entry, false) | (uint64_t)ls_bytes_u8(data, entry + 2) << 16;
        const ls_bytes part = ls_bytes_part(data, at, i + 1 < f->count ? size : data->size);
        f->tokens[i] = vp8_bools_begin(&part);
        from[i] = at;
        at += part.size;
    }
}

/* A key frame that is shown, as it has to be (RFC 9649, section 2.5). */
static bool is_key_frame(const ls_bytes *data)
{
    const unsigned tag = ls_bytes_u8(data, 0);
    const bool sized = (ls_bytes_u16(data, 6, false) & SIZE_MASK) && (ls_bytes_u16(data, 8, false) & SIZE_MASK);
    return (tag & 1) == 0 && (tag >> 1 & 7) <= 3 && (tag & 0x10) && ls_bytes_match(data, TAG, "\x9D\x01\x2A", 3) && sized;
}

ls_status ls_webp_follow_lossy(ls_webp_means *means, const ls_bytes *data, ls_webp_coded *coded)
{
    struct lossy f = {.means = means};
    uint64_t from[PARTITIONS_MAX];
    *coded = (ls_webp_coded){.ending = LS_WEBP_FOLLOWED, .count = 1, .pieces = {{0, data->size}}};
    if (data->size < HEADER)
        return LS_OK;
    coded->ending = is_key_frame(data) ? LS_WEBP_FOLLOWED : LS_WEBP_DAMAGED;
    const ls_status status = coded->ending ? LS_OK : begin(&f, data);
    const uint64_t table = HEADER + (uint64_t)(f.head.end - f.head.begin);
    if (status || coded->ending || !ls_bytes_has(data, table, SIZE_ENTRY * (f.count - 1)))
        return status;
    find_partitions(&f, data, table, from);
    if (!follow_rows(&f, STEPS_PER_BYTE * data->size))
        coded->ending = LS_WEBP_UNFOLLOWED;
    coded->pieces[0] = (ls_span){0, HEADER + partition_end(f.head)};
    for (unsigned i = 0; i < f.count; i++) /* the sizes belong to the first of them */
        coded->pieces[1 + i] = (ls_span){i ? from[i] : table, from[i] + partition_end(f.tokens[i])};
    coded->count = 1 + f.count;
    return LS_OK;
}
