/* SPDX-License-Identifier: Apache-2.0 */
#include "container/ifd.h"

/* Pairs of tags that say where a thumbnail or strips of pixels stand: TIFF 6.0, Exif 3.0 section 4.6.5. */
static const struct {
    unsigned offset, length;
} pairs[] = {{0x0201, 0x0202}, {0x0111, 0x0117}, {0x0144, 0x0145}};

#define HEADER_SIZE 8u

/* Lengthens *to when the part begins at or before it; otherwise keeps the nearest beginning behind it. */
static void join(uint64_t from, uint64_t length, uint64_t *to, uint64_t *next)
{
    if (from > *to)
        *next = from < *next ? from : *next;
    else if (from + length > *to)
        *to = from + length;
}

static void join_pictures(const ls_tiff *tiff, const ls_tag *lengths, unsigned offset_tag, uint64_t *to, uint64_t *next)
{
    const ls_tag *offsets = ls_tiff_find_in(tiff, lengths->directory, offset_tag);
    double from, length;
    for (size_t i = 0; offsets && i < ls_tag_present(lengths) && i < 64; i++)
        if (ls_tag_number(tiff, offsets, i, &from) && ls_tag_number(tiff, lengths, i, &length) && from >= 0 &&
            length > 0 && from <= UINT32_MAX && length <= UINT32_MAX)
            join((uint64_t)from, (uint64_t)length, to, next);
}

/* From `at` on: how far parts of the structure cover the block, and where the next one begins. */
static void walk_on(const ls_tiff *tiff, uint64_t *to, uint64_t *next)
{
    join(0, HEADER_SIZE, to, next);
    for (size_t i = 0; i < tiff->directory_count; i++) {
        join(tiff->directories[i].offset, tiff->directories[i].length, to, next);
    }
    for (size_t i = 0; i < tiff->count; i++) {
        const ls_tag *tag = &tiff->tags[i];
        if (!tag->in_entry)
            join(tag->offset, tag->value.size, to, next);
        for (size_t j = 0; j < sizeof pairs / sizeof *pairs; j++)
            if (tag->tag == pairs[j].length && tag->ifd != LS_IFD_GPS)
                join_pictures(tiff, tag, pairs[j].offset, to, next);
    }
}

/* Old cameras leave up to some 500 bytes of numbers behind a maker note; a text of this length is no accident. */
#define NUMBERS_MAX 1024u
#define TEXT_MIN 24u

/* Zeros, blanks and 0xFF are what writers fill up with. */
static bool holds_something(const ls_bytes *block, uint64_t from, uint64_t to)
{
    size_t filled = 0, run = 0;
    for (uint64_t at = from; at < to && at < block->size; at++) {
        unsigned char c = block->data[at];
        bool empty = c == 0 || c == 0xFF || c == ' ', printable = c > ' ' && c < 0x7F;
        filled += !empty;
        run = printable ? run + 1 : c == ' ' ? run : 0;
        if (filled > NUMBERS_MAX || run >= TEXT_MIN)
            return true;
    }
    return false;
}

ls_span ls_tiff_slack(const ls_tiff *tiff)
{
    uint64_t at = 0;
    while (at < tiff->block.size) {
        uint64_t to = at, next = tiff->block.size, before;
        do {
            before = to;
            next = tiff->block.size;
            walk_on(tiff, &to, &next);
        } while (to > before);
        if (to < next && holds_something(&tiff->block, to, next))
            return (ls_span){to, next};
        at = next > to ? next : to;
    }
    return (ls_span){0, 0};
}
