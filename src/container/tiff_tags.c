/* SPDX-License-Identifier: Apache-2.0 */
#include "container/tiff.h"

/* Counts of values that are no plain number. */
enum { SAMPLES = -1, PAIRS = -2, LEVELS = -3, TABLES = -4 };

static const struct known {
    unsigned tag;
    const char *name;
    ls_tiff_sense sense;
    int most;
} known[] = {
#define CODING(tag, name, most) {tag, #name, LS_TIFF_CODING, most},
#define PLACE(tag, name) {tag, #name, LS_TIFF_PLACE, 0},
#define NUMBERS(tag, name) {tag, #name, LS_TIFF_NUMBERS, 0},
#define TELLING(tag, name) {tag, #name, LS_TIFF_TELLING, 0},
#include "container/tiff_tags.def"
#undef CODING
#undef PLACE
#undef NUMBERS
#undef TELLING
};

/* The tables of one sample of 16 bits and of more samples than any file has are long enough to hide something in. */
#define SAMPLES_MAX 1024u
#define NUMBERS_MAX ((uint64_t)256 << 10) /* bytes; colour tables of raw files are up to 200,000 */
#define BYTES_MAX 64u                     /* of numbers of one byte each, which could be a text */

static const struct known *find(unsigned tag)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].tag == tag)
            return &known[i];
    return NULL;
}

const char *ls_tiff_tag_name(unsigned tag)
{
    const struct known *found = find(tag);
    return found ? found->name : NULL;
}

ls_tiff_sense ls_tiff_sense_of_number(unsigned tag)
{
    const struct known *found = find(tag);
    return found ? found->sense : LS_TIFF_PRIVATE;
}

static uint64_t most_of(const ls_tiff *tiff, const ls_tag *tag, int most)
{
    uint64_t samples = ls_tiff_integer(tiff, tag->directory, TIFF_SAMPLES_PER_PIXEL, 1);
    uint64_t bits = ls_tiff_integer(tiff, tag->directory, TIFF_BITS_PER_SAMPLE, 1);
    samples = samples < 4 ? 4 : samples > SAMPLES_MAX ? SAMPLES_MAX : samples;
    switch (most) {
    case SAMPLES: return samples;
    case PAIRS: return 2 * samples;
    case LEVELS: return (uint64_t)3 << (bits > 16 ? 16 : bits);
    case TABLES: return UINT64_MAX;
    default: return (uint64_t)most;
    }
}

static bool is_bytes(unsigned type)
{
    return type == TIFF_BYTE || type == TIFF_SBYTE || type == TIFF_UNDEFINED;
}

/* What has the number of such a tag and is none: a text in its place, or a thousand values of which one is used. */
static bool is_sound(const ls_tiff *tiff, const ls_tag *tag, const struct known *found)
{
    if (tag->broken || tag->type == TIFF_ASCII || tag->type == TIFF_UTF8)
        return false;
    if (ls_tiff_find_in(tiff, tag->directory, tag->tag) != tag) /* a second one, which nobody reads */
        return false;
    if (found->sense == LS_TIFF_CODING)
        return tag->count <= most_of(tiff, tag, found->most);
    if (found->sense == LS_TIFF_NUMBERS)
        return tag->value.size <= (is_bytes(tag->type) ? BYTES_MAX : NUMBERS_MAX);
    return true;
}

ls_tiff_sense ls_tiff_sense_of(const ls_tiff *tiff, const ls_tag *tag)
{
    const struct known *found = find(tag->tag);
    if (!found)
        return LS_TIFF_PRIVATE;
    return found->sense == LS_TIFF_TELLING || is_sound(tiff, tag, found) ? found->sense : LS_TIFF_PRIVATE;
}
