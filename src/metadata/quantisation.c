/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A JPEG's quantisation tables as a fingerprint. Cameras and programs have tables of their own, so they tell what wrote
 * the file, even when all of its carriers are gone; they cannot be changed without changing the picture.
 */
#include "container/jpeg.h"
#include "metadata/meta.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define ELEMENTS 64u
#define TABLES 4u /* destinations (T.81, B.2.4.1) */

/* T.81, figure A.6: the place of the n-th element in its rows of eight. */
static const uint8_t zigzag[ELEMENTS] = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
    12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
    58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

/* T.81, tables K.1 (luminance) and K.2 (chrominance), in rows. */
static const uint8_t standard[2][ELEMENTS] = {
    {16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
     14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
     18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
     49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99},
    {17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
     24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
     99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
     99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99},
};

struct tables {
    uint16_t elements[TABLES][ELEMENTS]; /* in zigzag order, as the last definition has them */
    bool defined[TABLES];
    size_t count; /* of definitions */
    uint64_t hash;
    ls_span where;
};

/* FNV-1a, 64 bits (draft-eastlake-fnv): to compare, not to prove anything. */
static void mix(uint64_t *hash, unsigned byte)
{
    *hash = (*hash ^ (byte & 0xFF)) * UINT64_C(0x100000001B3);
}

static void take_table(struct tables *tables, unsigned destination, unsigned width, const ls_bytes *elements)
{
    uint16_t *table = tables->elements[destination];
    tables->defined[destination] = true;
    tables->count++;
    mix(&tables->hash, destination);
    for (unsigned i = 0; i < ELEMENTS; i++) {
        const unsigned element = width == 2 ? ls_bytes_u16(elements, 2 * i, true) : ls_bytes_u8(elements, i);
        table[i] = (uint16_t)element;
        mix(&tables->hash, element >> 8);
        mix(&tables->hash, element);
    }
}

/* T.81, B.2.4.1: precision and destination in one byte, 64 elements of one or two bytes; again and again. */
static void take_segment(struct tables *tables, const ls_bytes *payload)
{
    for (uint64_t at = 0; at < payload->size;) {
        const unsigned head = ls_bytes_u8(payload, at), width = head >> 4 ? 2 : 1;
        const ls_bytes elements = ls_bytes_part(payload, at + 1, width * ELEMENTS);
        if (elements.size < width * ELEMENTS || (head & 0xF) >= TABLES)
            return;
        take_table(tables, head & 0xF, width, &elements);
        at += 1 + width * ELEMENTS;
    }
}

/* Segments that follow each other without anything between them are one range. */
static void take_range(struct tables *tables, const ls_bytes *range)
{
    for (uint64_t at = 0; ls_bytes_match(range, at, (const char[]){'\xFF', '\xDB'}, 2);) {
        const unsigned length = ls_bytes_u16(range, at + 2, true); /* counts itself */
        const ls_bytes payload = ls_bytes_part(range, at + 4, length > 2 ? length - 2 : 0);
        take_segment(tables, &payload);
        at += 4 + payload.size;
    }
}

/* As the Independent JPEG Group's library scales a standard table for a quality of 1 to 100 (jcparam.c, baseline). */
static unsigned scaled(unsigned element, unsigned quality)
{
    const unsigned percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    const unsigned value = (element * percent + 50) / 100;
    return value < 1 ? 1 : value > 255 ? 255 : value;
}

static bool is_scaled(const uint16_t table[ELEMENTS], const uint8_t from[ELEMENTS], unsigned quality)
{
    for (unsigned i = 0; i < ELEMENTS; i++)
        if (table[i] != scaled(from[zigzag[i]], quality))
            return false;
    return true;
}

/* The one quality that gives all tables, the first for luminance and others for chrominance; 0 when there is none. */
static unsigned common_quality(const struct tables *tables)
{
    for (unsigned quality = 100; quality; quality--) {
        bool all = true;
        for (unsigned i = 0; i < TABLES && all; i++)
            all = !tables->defined[i] || is_scaled(tables->elements[i], standard[i > 0], quality);
        if (all)
            return quality;
    }
    return 0;
}

/* A table that nothing uses is a range of its own, maybe in the middle of a segment: it is one of the fingerprint all the same. */
static bool is_table(const ls_range *range)
{
    return strcmp(range->path, "jpeg/dqt") == 0 || strcmp(range->path, "jpeg/dqt-unused") == 0;
}

void ls_read_quantisation(ls_meta *meta)
{
    static const char path[] = "jpeg/dqt";
    const ls_container *container = meta->container;
    const ls_bytes file = ls_bytes_file(meta->source);
    struct tables tables = {.hash = UINT64_C(0xCBF29CE484222325)}; /* FNV's offset basis */
    for (size_t i = 0, next; i < container->range_count; i = next) {
        next = i + 1;
        if (!is_table(&container->ranges[i]))
            continue;
        while (next < container->range_count && is_table(&container->ranges[next]))
            next++;
        const uint64_t from = container->ranges[i].from, to = container->ranges[next - 1].to;
        const ls_bytes bytes = ls_bytes_part(&file, from, to - from);
        tables.where = (ls_span){tables.count ? tables.where.from : from, to};
        take_range(&tables, &bytes);
    }
    if (!tables.count) /* none, or none that is whole */
        return;
    char text[64];
    const unsigned quality = common_quality(&tables);
    const int used = snprintf(text, sizeof text, "%016" PRIx64, tables.hash);
    if (quality)
        snprintf(text + used, sizeof text - (size_t)used, ", IJG quality %u", quality);
    ls_meta_string(meta, LS_FACT_IMAGE_QUANTISATION, text, path, tables.where);
}
