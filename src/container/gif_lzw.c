/* SPDX-License-Identifier: Apache-2.0 */
#include "container/gif.h"

#define LEAST_LEAST 2u /* bits of a colour, of two colours as well; a code has one more at least, and twelve at most */
#define LEAST_MOST 11u
#define WIDEST 12u

typedef struct codes {
    const ls_bytes *file;
    uint64_t at;    /* of the next sub-block */
    ls_bytes block; /* the one that is read, */
    size_t used;    /* and how many bytes of it */
    uint32_t bits, held;
} codes;

/* false: the sub-blocks, or the file, end first. */
static bool next_byte(codes *in, unsigned *byte)
{
    while (in->used == in->block.size) {
        if (!ls_gif_block(in->file, &in->at, &in->block))
            return false;
        in->used = 0;
    }
    *byte = in->block.data[in->used++];
    return true;
}

static bool next_code(codes *in, unsigned width, unsigned *code)
{
    for (unsigned byte; in->held < width; in->held += 8) {
        if (!next_byte(in, &byte))
            return false;
        in->bits |= byte << in->held;
    }
    *code = in->bits & ((1u << width) - 1);
    in->bits >>= width;
    in->held -= width;
    return true;
}

/* Behind the last byte that was read. */
static uint64_t here(const codes *in)
{
    return in->block.from + in->used;
}

/* How many pixels each code stands for: each code but the first behind a clear one makes a new one, a pixel longer than the one before. */
typedef struct lengths {
    uint32_t of[1u << WIDEST];
    unsigned known, width, before; /* the last code there is; bits of the next one; the code before, or none */
} lengths;

#define NONE (1u << WIDEST)

static void begin(lengths *all, unsigned least)
{
    all->known = (1u << least) + 1;
    all->width = least + 1;
    all->before = NONE;
}

static uint32_t take(lengths *all, unsigned code)
{
    if (all->before != NONE && all->known + 1 < 1u << WIDEST)
        all->of[++all->known] = all->of[all->before] + 1;
    if (all->known + 1 == 1u << all->width && all->width < WIDEST)
        all->width++;
    all->before = code <= all->known ? code : all->known;
    return all->of[all->before];
}

uint64_t ls_gif_codes_end(const ls_bytes *file, uint64_t at, unsigned least, uint64_t pixels, bool used[256])
{
    if (least < LEAST_LEAST || least > LEAST_MOST)
        return 0;
    codes in = {.file = file, .at = at};
    lengths all;
    for (unsigned i = 0; i < 1u << WIDEST; i++)
        all.of[i] = 1;
    begin(&all, least);
    const unsigned clear = 1u << least, end = clear + 1;
    uint64_t seen = 0, complete = 0;
    for (unsigned code; next_code(&in, all.width, &code);) {
        if (code == end)
            return here(&in);
        if (code == clear) { /* before the end, too, of some writers */
            begin(&all, least);
            continue;
        }
        if (complete)
            break; /* something else than the end stands behind the last pixel */
        if (used && code < clear && code < 256)
            used[code] = true;
        if ((seen += take(&all, code)) >= pixels)
            complete = here(&in);
    }
    return complete;
}
