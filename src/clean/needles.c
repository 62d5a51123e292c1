/* SPDX-License-Identifier: Apache-2.0 */
/* The values of a photo as byte strings, all of them searched for in one pass (after Rabin and Karp, by their first four bytes).
 */
#include "clean/cleaner.h"

#include "base/utf8.h"

#include <string.h>

#define PREFIX 4u /* shorter values than this are in every file */
#define LONG 8u   /* from here on a value does not occur by chance */
#define BUCKET_BITS 12
#define FILTER_BITS 18
/* A raw value of fewer different bytes than this is a flag, a small number or a run: it says nothing and is everywhere. */
#define DISTINCT_MIN 4

typedef struct ls_needle {
    const unsigned char *bytes;
    size_t size;
    ls_fact_key key;
    struct ls_needle *next; /* of its bucket */
} ls_needle;

struct ls_needles {
    ls_arena *arena;
    ls_needle *buckets[1u << BUCKET_BITS];
    unsigned char filter[(1u << FILTER_BITS) / 8]; /* which hashes of four bytes begin a needle */
};

static uint32_t hash(const unsigned char *bytes)
{
    uint32_t word;
    memcpy(&word, bytes, sizeof word);
    return word * 0x9E3779B1u; /* Knuth's multiplicative hash: 2^32 over the golden ratio */
}

/*
 * The formats' own words: they stand in every file of a kind, so a value that is one of them, or a part of one, tells nothing and
 * must not keep a photo from being cleaned.
 */
static bool is_format_word(const unsigned char *bytes, size_t size)
{
    static const char words[] =
        "JFIF|Adobe|Exif|ICC_PROFILE|RIFF|WEBP|VP8X|VP8L|VP8 |ALPH|ANIM|ANMF|EXIF|ICCP|IHDR|IDAT|PLTE|tRNS|IEND|acTL|fcTL|fdAT|"
        "gAMA|cHRM|sRGB|cICP|sBIT|bKGD|pHYs|hIST|iCCP|eXIf|GIF87a|GIF89a|NETSCAPE2.0|mntrRGB XYZ |acsp|desc|cprt|wtpt|"
        "rTRC|gTRC|bTRC|kTRC|rXYZ|gXYZ|bXYZ|curv|text|ftyp|meta|iloc|iinf|ipco|mdat|moov|bkpt|chad|chrm|cicp|A2B0|A2B1|A2B2|"
        "B2A0|B2A1|B2A2|gamt|para|sf32|mft1|mft2|mAB |mBA |mluc|enUS|scnrRGB XYZ |mntrRGB Lab |scnrRGB Lab |mntrGRAYXYZ |"
        "mntrGRAYLab |scnrGRAYXYZ |prtrGRAYXYZ |prtrRGB Lab |prtrCMYKLab |spacRGB XYZ |spacRGB Lab |mDCV|cLLI|mDCv|cLLi";
    return memmem(words, sizeof words - 1, bytes, size) && !memchr(bytes, '|', size);
}

static bool holds(const unsigned char *bytes, size_t size, const unsigned char *part, size_t part_size)
{
    return part_size <= size && memmem(bytes, size, part, part_size);
}

/* In what the photo says of its gain map: the words of its format, and the map's numbers. */
static bool is_of_gain_map(const ls_cleaning *cleaning, const unsigned char *bytes, size_t size)
{
    for (; cleaning; cleaning = cleaning->gain_map)
        for (size_t i = 0; i < cleaning->segment_count; i++)
            if (holds(cleaning->segments[i].bytes, cleaning->segments[i].size, bytes, size))
                return true;
    return false;
}

/* What was kept on purpose stands in the one Exif block that was written; and a profile that all photos share tells of none. */
static bool is_kept(const ls_cleaning *cleaning, const unsigned char *bytes, size_t size)
{
    return is_of_gain_map(cleaning, bytes, size) || holds(cleaning->exif.data, cleaning->exif.size, bytes, size) ||
           (cleaning->icc_common && holds(cleaning->icc.data, cleaning->icc.size, bytes, size));
}

static ls_status add(ls_needles *needles, const ls_cleaning *cleaning, ls_fact_key key, const void *data, size_t size)
{
    const unsigned char *bytes = data;
    if (size < PREFIX || is_format_word(bytes, size) || is_kept(cleaning, bytes, size))
        return LS_OK;
    ls_needle *item = ls_arena_alloc(needles->arena, sizeof *item);
    if (!item)
        return LS_E_NOMEM;
    const uint32_t code = hash(bytes), bit = code >> (32 - FILTER_BITS);
    ls_needle **bucket = &needles->buckets[code >> (32 - BUCKET_BITS)];
    *item = (ls_needle){bytes, size, key, *bucket};
    *bucket = item;
    needles->filter[bit / 8] |= (unsigned char)(1u << bit % 8);
    return LS_OK;
}

static size_t put_wide(unsigned char *out, uint32_t unit, bool big)
{
    out[!big] = (unsigned char)(unit >> 8);
    out[big] = (unsigned char)unit;
    return 2;
}

/* As UTF-16 (RFC 2781): what is above U+FFFF takes two units. A text that is read from a photo is valid UTF-8. */
static ls_status add_wide(ls_needles *needles, const ls_cleaning *cleaning, const ls_fact *fact, bool big)
{
    const size_t size = strlen(fact->text);
    unsigned char *wide = ls_arena_alloc(needles->arena, 2 * size + 1); /* no character takes more of it for each byte of UTF-8 */
    size_t made = 0;
    uint32_t point;
    if (!wide)
        return LS_E_NOMEM;
    for (size_t at = 0, step; at < size && (step = ls_utf8_decode(fact->text + at, size - at, &point)); at += step) {
        if (point > 0xFFFF)
            made += put_wide(wide + made, 0xD800 + ((point - 0x10000) >> 10), big);
        made += put_wide(wide + made, point > 0xFFFF ? 0xDC00 + (point & 0x3FF) : point, big);
    }
    return add(needles, cleaning, fact->key, wide, made);
}

static bool is_telling(const ls_bytes *raw)
{
    bool seen[256] = {false};
    int distinct = 0;
    for (size_t i = 0; i < raw->size && distinct < DISTINCT_MIN; i++) {
        distinct += !seen[raw->data[i]];
        seen[raw->data[i]] = true;
    }
    return distinct >= DISTINCT_MIN;
}

/* The bytes that a value was read from, without what fills its field up: elsewhere it would stand without that. */
static ls_bytes raw_of(const ls_cleaning *cleaning, const ls_fact *fact)
{
    ls_bytes raw = ls_bytes_part(&cleaning->file, fact->from, fact->to - fact->from);
    while (fact->text && raw.size && (raw.data[raw.size - 1] == 0 || raw.data[raw.size - 1] == ' '))
        raw = ls_bytes_part(&raw, 0, raw.size - 1);
    return raw;
}

static ls_status add_fact(ls_needles *needles, const ls_cleaning *cleaning, const ls_fact *fact)
{
    const ls_bytes raw = raw_of(cleaning, fact);
    const bool pictures_own = fact->key == LS_FACT_IMAGE_QUANTISATION || fact->key == LS_FACT_IMAGE_ORIENTATION;
    const bool said_by_us = fact->key == LS_FACT_CARRIER_UNREAD || fact->key == LS_FACT_GPS_NO_FIX ||
                            fact->key == LS_FACT_GPS_MALFORMED || fact->key == LS_FACT_GPS_HEMISPHERE_UNSTATED;
    const bool map = fact->key == LS_FACT_CARRIER_UNREAD && strcmp(fact->carrier, "heif/item/gain-map") == 0;
    ls_status status = LS_OK;
    if (pictures_own || (map && (cleaning->in->keep & LS_KEEP_HDR))) /* its bytes are the map, which is compared as a picture */
        return LS_OK;
    if (is_telling(&raw))
        status = add(needles, cleaning, fact->key, raw.data, raw.size);
    if (status || !fact->text || said_by_us)
        return status;
    status = add(needles, cleaning, fact->key, fact->text, strlen(fact->text));
    for (int big = 0; big < 2 && !status; big++)
        status = add_wide(needles, cleaning, fact, big);
    return status;
}

ls_status ls_needles_new(const ls_cleaning *cleaning, ls_needles **out)
{
    ls_needles *needles = ls_arena_alloc(cleaning->arena, sizeof *needles);
    ls_status status = needles ? LS_OK : LS_E_NOMEM;
    *out = needles;
    if (needles)
        needles->arena = cleaning->arena;
    for (size_t i = 0; i < cleaning->in->facts->count && !status; i++)
        status = add_fact(needles, cleaning, &cleaning->in->facts->items[i]);
    return status;
}

static const ls_needle *match(const ls_needles *needles, const unsigned char *at, size_t left, size_t least)
{
    const uint32_t code = hash(at), bit = code >> (32 - FILTER_BITS);
    if (!(needles->filter[bit / 8] & 1u << bit % 8))
        return NULL;
    for (const ls_needle *needle = needles->buckets[code >> (32 - BUCKET_BITS)]; needle; needle = needle->next)
        if (needle->size >= least && needle->size <= left && memcmp(needle->bytes, at, needle->size) == 0)
            return needle;
    return NULL;
}

ls_status ls_needles_search(const ls_needles *needles, const ls_bytes *bytes, bool coded, ls_fact_key *found)
{
    for (size_t i = 0; i + PREFIX <= bytes->size; i++) {
        const ls_needle *needle = match(needles, bytes->data + i, bytes->size - i, coded ? LONG : PREFIX);
        if (needle) {
            *found = needle->key;
            return LS_E_FORMAT;
        }
    }
    return LS_OK;
}
