/* SPDX-License-Identifier: Apache-2.0 */
#include "container/png.h"

#include <string.h>

#define COLOUR_TYPE 9u /* byte of IHDR */
#define PALETTE 3u     /* a colour type */
#define COLOURS_MAX 256u

/*
 * Chunks that a decoder uses (PNG, third edition, 11; oFFs and sTER of its registered extensions; Apple's iDOT). Each has one size, some
 * another for each colour type; 0: worked out below, or there is none for the type.
 */
static const struct {
    char type[5];
    unsigned size; /* 0: as `of_type` says */
    unsigned char of_type[7];
} used[] = {
    {"IHDR", 13, {0}}, {"PLTE", 0, {0}},  {"tRNS", 0, {2, 0, 6}}, {"cHRM", 32, {0}},
    {"gAMA", 4, {0}},  {"sBIT", 0, {1, 0, 3, 3, 2, 0, 4}},            {"sRGB", 1, {0}},
    {"cICP", 4, {0}},  {"mDCV", 24, {0}}, {"cLLI", 8, {0}},       {"mDCv", 24, {0}},
    {"cLLi", 8, {0}},  {"bKGD", 0, {2, 0, 6, 1, 2, 0, 6}},            {"pHYs", 9, {0}},
    {"acTL", 8, {0}},  {"fcTL", 26, {0}}, {"hIST", 0, {0}},       {"oFFs", 9, {0}},
    {"sTER", 1, {0}},  {"iDOT", 28, {0}},
};

#define USED (sizeof used / sizeof *used)
_Static_assert(USED <= 32, "a bit each in ls_png_rules.seen");

static bool is(const char *type, const char *other)
{
    return memcmp(type, other, 4) == 0;
}

static bool right_size(ls_png_rules *rules, size_t index, size_t size)
{
    const unsigned type = ls_bytes_u8(&rules->header, COLOUR_TYPE);
    const char *name = used[index].type;
    if (is(name, "PLTE")) { /* of other colour types it is a suggestion for screens of old */
        rules->colours = size / 3;
        return size && size % 3 == 0 && size <= 3 * COLOURS_MAX;
    }
    if (is(name, "tRNS") && type == PALETTE)
        return size && size <= rules->colours;
    if (is(name, "hIST"))
        return size && size == 2 * rules->colours;
    const unsigned expected = used[index].size ? used[index].size : type < 7 ? used[index].of_type[type] : 0;
    return size == expected && size;
}

bool ls_png_is_used(ls_png_rules *rules, const char *type, size_t size)
{
    size_t i = 0;
    rules->data = rules->data || is(type, "IDAT");
    while (i < USED && !is(type, used[i].type))
        i++;
    if (i == USED || !right_size(rules, i, size))
        return false;
    const bool first = !(rules->seen & 1u << i);
    rules->seen |= 1u << i;
    return is(type, "fcTL") || (first && !rules->data);
}
