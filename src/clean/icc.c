/* SPDX-License-Identifier: Apache-2.0 */
/* A colour profile reduced to its colours (ICC.1:2022). */
#include "clean/icc.h"

#include <string.h>

#define HEADER 128u
#define ENTRY 12u
#define ENTRIES_MAX 256u

/*
 * Section 9.2: the tags that turn device colours into connection space and back, and which white that is; types that their values
 * may have (the gamut table and others that no viewer needs are just left out when they are damaged).
 */
static const struct {
    char signature[5];
    char types[3][5];
    bool needed;
} colours[] = {
    {"rXYZ", {"XYZ ", LS_ICC_BROKEN_XYZ}, true},
    {"gXYZ", {"XYZ ", LS_ICC_BROKEN_XYZ}, true},
    {"bXYZ", {"XYZ ", LS_ICC_BROKEN_XYZ}, true},
    {"rTRC", {"curv", "para"}, true},
    {"gTRC", {"curv", "para"}, true},
    {"bTRC", {"curv", "para"}, true},
    {"kTRC", {"curv", "para"}, true},
    {"wtpt", {"XYZ ", LS_ICC_BROKEN_XYZ}, false},
    {"bkpt", {"XYZ ", LS_ICC_BROKEN_XYZ}, false},
    {"chad", {"sf32"}, false},
    {"chrm", {"chrm"}, false},
    {"cicp", {"cicp"}, false},
    {"A2B0", {"mft1", "mft2", "mAB "}, true},
    {"A2B1", {"mft1", "mft2", "mAB "}, true},
    {"A2B2", {"mft1", "mft2", "mAB "}, true},
    {"B2A0", {"mft1", "mft2", "mBA "}, false},
    {"B2A1", {"mft1", "mft2", "mBA "}, false},
    {"B2A2", {"mft1", "mft2", "mBA "}, false},
    {"gamt", {"mft1", "mft2", "mBA "}, false},
};

#define COLOURS (sizeof colours / sizeof *colours)
#define TAGS_MAX (COLOURS + 2) /* and a description and a copyright */

typedef struct icc_tag {
    char signature[5];
    uint32_t source, stated; /* where the value stands in the photo's profile, and how long it says to be: tags may share one */
    ls_bytes value;          /* what of it is numbers */
} icc_tag;

typedef struct icc_profile {
    const ls_bytes *source;
    icc_tag tags[TAGS_MAX];
    size_t count, size; /* `size`: bytes of all values */
    ls_buffer out;
} icc_profile;

/* The value of one entry of the tag table. It is empty when it is damaged. */
static ls_status read_tag(icc_profile *profile, ls_arena *arena, size_t colour, uint64_t entry)
{
    const ls_bytes *source = profile->source;
    icc_tag *tag = &profile->tags[profile->count];
    *tag = (struct icc_tag){.source = ls_bytes_u32(source, entry + 4, true), .stated = ls_bytes_u32(source, entry + 8, true)};
    memcpy(tag->signature, colours[colour].signature, sizeof tag->signature);
    for (size_t i = 0; i < profile->count; i++)
        if (profile->tags[i].source == tag->source && profile->tags[i].stated == tag->stated)
            tag->value = profile->tags[i].value;
    const ls_bytes value = ls_bytes_part(source, tag->source, tag->stated);
    bool fits = false;
    for (size_t i = 0; i < 3; i++)
        fits = fits || (colours[colour].types[i][0] && ls_bytes_match(&value, 0, colours[colour].types[i], 4));
    if (!fits)
        tag->value = (ls_bytes){0};
    else if (!tag->value.size && profile->size + value.size <= LS_ICC_MAX) {
        profile->size += value.size;
        return ls_icc_value(&value, arena, &tag->value);
    }
    return LS_OK;
}

/* The first entry with this signature: further ones no viewer looks at. 0: none. */
static uint64_t entry_of(const ls_bytes *source, const char *signature)
{
    const uint32_t count = ls_bytes_u32(source, HEADER, true);
    for (uint32_t i = 0; i < count; i++)
        if (ls_bytes_match(source, HEADER + 4 + (uint64_t)i * ENTRY, signature, 4))
            return HEADER + 4 + (uint64_t)i * ENTRY;
    return 0;
}

/* *sound: none of the values that colours depend on is damaged. */
static ls_status gather(icc_profile *profile, ls_arena *arena, bool *sound)
{
    const ls_bytes *source = profile->source;
    const uint32_t count = ls_bytes_u32(source, HEADER, true);
    ls_status status = LS_OK;
    *sound = ls_bytes_match(source, 36, "acsp", 4) && ls_bytes_has(source, HEADER + 4, (uint64_t)count * ENTRY) &&
             count <= ENTRIES_MAX;
    for (size_t i = 0; i < COLOURS && *sound && !status; i++) {
        const uint64_t entry = entry_of(source, colours[i].signature);
        if (!entry)
            continue;
        status = read_tag(profile, arena, i, entry);
        if (profile->tags[profile->count].value.size)
            profile->count++;
        else
            *sound = !colours[i].needed;
    }
    return status;
}

static const icc_tag *find(const icc_profile *profile, const char *signature)
{
    for (size_t i = 0; i < profile->count; i++)
        if (memcmp(profile->tags[i].signature, signature, 4) == 0)
            return &profile->tags[i];
    return NULL;
}

static bool says(const icc_profile *profile, uint64_t at, const char *const *words)
{
    while (*words && !ls_bytes_match(profile->source, at, *words, 4))
        words++;
    return *words != NULL;
}

static bool has_table(const icc_profile *profile)
{
    return find(profile, "A2B0") || find(profile, "A2B1") || find(profile, "A2B2");
}

/* Does it say how the colours of a picture look? Sections 7.2.5 to 7.2.7: its class, its colours, the space that they are turned
 * into. */
static bool is_usable(const icc_profile *profile)
{
    static const char *const classes[] = {"scnr", "mntr", "prtr", "spac", NULL}, *const connected[] = {"XYZ ", "Lab ", NULL};
    static const char *const pictures[] = {"RGB ", "GRAY", "CMYK", NULL};
    const unsigned version = ls_bytes_u8(profile->source, 8);
    if ((version != 2 && version != 4) || !says(profile, 12, classes) || !says(profile, 16, pictures) ||
        !says(profile, 20, connected))
        return false;
    if (has_table(profile))
        return true;
    if (ls_bytes_match(profile->source, 16, "GRAY", 4))
        return find(profile, "kTRC");
    return ls_bytes_match(profile->source, 16, "RGB ", 4) && find(profile, "rXYZ") && find(profile, "gXYZ") &&
           find(profile, "bXYZ") && find(profile, "rTRC") && find(profile, "gTRC") && find(profile, "bTRC");
}

/* ------------------------------------------------------------------------------------------ widespread spaces */

/* ICC numbers differ in the last digits between makers. */
#define CLOSE 0.001

static bool is_primary(const icc_profile *profile, const char *signature, const double expected[3])
{
    const icc_tag *tag = find(profile, signature);
    for (unsigned i = 0; tag && i < 3; i++) {
        const double value = (double)(int32_t)ls_bytes_u32(&tag->value, 8 + 4 * i, true) / 65536;
        if (value < expected[i] - CLOSE || value > expected[i] + CLOSE)
            return false;
    }
    return tag != NULL;
}

#define STEPS 255 /* of eight bits */

/*
 * Everywhere within a quarter of a step: in the shadows, where a step is little light, as in the highlights. And a little more,
 * as tables have 16 bits.
 */
static bool is_curve(const icc_profile *profile, const char *signature, const ls_icc_space *space)
{
    const icc_tag *tag = find(profile, signature);
    for (int i = 0; tag && i <= STEPS; i++) {
        const double x = (double)i / STEPS, expected = ls_icc_space_curve(space, x);
        const double before = i ? ls_icc_space_curve(space, x - 1.0 / STEPS) : 0,
                     after = i < STEPS ? ls_icc_space_curve(space, x + 1.0 / STEPS) : 1;
        const double close = (after - before) / 8 + 3.0 / 65536;
        double y;
        if (!ls_icc_curve_at(&tag->value, x, &y) || y < expected - close || y > expected + close)
            return false;
    }
    return tag != NULL;
}

static bool is_space(const icc_profile *profile, const ls_icc_space *space)
{
    if (has_table(profile) ||
        !ls_bytes_match(profile->source, 20, "XYZ ", 4)) /* a table says more; a curve to Lab gives no light */
        return false;
    if (!space->colour)
        return ls_bytes_match(profile->source, 16, "GRAY", 4) && is_curve(profile, "kTRC", space);
    return ls_bytes_match(profile->source, 16, "RGB ", 4) && is_primary(profile, "rXYZ", space->primaries[0]) &&
           is_primary(profile, "gXYZ", space->primaries[1]) && is_primary(profile, "bXYZ", space->primaries[2]) &&
           is_curve(profile, "rTRC", space) && is_curve(profile, "gTRC", space) && is_curve(profile, "bTRC", space);
}

/* ------------------------------------------------------------------------------------------------- writing */

static void put(ls_buffer *out, uint32_t number)
{
    const char bytes[4] = {(char)(number >> 24), (char)(number >> 16), (char)(number >> 8), (char)number};
    ls_buffer_add(out, bytes, 4);
}

static bool is_modern(const icc_profile *profile)
{
    return ls_bytes_u8(profile->source, 8) >= 4;
}

/* Of the photo's: class, colours, connection space, rendering intent. Not: who made it, when, for what, with what version of
 * what. */
static void put_header(icc_profile *profile, uint32_t size)
{
    static const char zeros[HEADER];
    const uint32_t intent = ls_bytes_u32(profile->source, 64, true);
    ls_buffer *out = &profile->out;
    put(out, size);
    put(out, 0);
    put(out, is_modern(profile) ? 0x04400000 : 0x02400000);
    ls_buffer_add(out, profile->source->data + 12, 12);
    ls_buffer_add(out, zeros, 12);
    ls_buffer_add(out, "acsp", 4);
    ls_buffer_add(out, zeros, 24);
    put(out, intent <= 3 ? intent : 0);
    put(out, 0xF6D6); /* section 7.2.16: D50 */
    put(out, 0x10000);
    put(out, 0xD32D);
    ls_buffer_add(out, zeros, HEADER - 80);
}

/* Description and copyright have to be there (section 8.2); what is written is empty. Version 2 had other types for them. */
static ls_bytes empty_text(bool modern, bool description)
{
    static const unsigned char mluc[28] = "mluc\0\0\0\0\0\0\0\1\0\0\0\14enUS\0\0\0\0\0\0\0\34";
    static const unsigned char desc[91] = "desc\0\0\0\0\0\0\0\1", text[9] = "text";
    if (modern)
        return ls_bytes_decoded(mluc, sizeof mluc, (ls_span){0, 0});
    return description ? ls_bytes_decoded(desc, sizeof desc, (ls_span){0, 0})
                       : ls_bytes_decoded(text, sizeof text, (ls_span){0, 0});
}

static void add_text(icc_profile *profile, const char *signature, ls_bytes value)
{
    icc_tag *tag = &profile->tags[profile->count++];
    *tag = (struct icc_tag){.value = value};
    memcpy(tag->signature, signature, 4);
}

static uint32_t aligned(size_t size)
{
    return (uint32_t)(size + 3) & ~3u;
}

/* The earlier tag whose value this one shares; NULL when it is the first. */
static const icc_tag *shared(const icc_profile *profile, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (profile->tags[i].value.data == profile->tags[index].value.data)
            return &profile->tags[i];
    return NULL;
}

static void put_table(icc_profile *profile, uint32_t offsets[TAGS_MAX])
{
    put(&profile->out, (uint32_t)profile->count);
    for (size_t i = 0; i < profile->count; i++) {
        ls_buffer_add(&profile->out, profile->tags[i].signature, 4);
        put(&profile->out, offsets[i]);
        put(&profile->out, (uint32_t)profile->tags[i].value.size);
    }
}

static void put_values(icc_profile *profile)
{
    static const char zeros[4];
    for (size_t i = 0; i < profile->count; i++) {
        const ls_bytes *value = &profile->tags[i].value;
        if (shared(profile, i))
            continue;
        ls_buffer_add(&profile->out, value->data, value->size);
        ls_buffer_add(&profile->out, zeros, aligned(value->size) - value->size);
    }
}

static void put_profile(icc_profile *profile)
{
    add_text(profile, "desc", empty_text(is_modern(profile), true));
    add_text(profile, "cprt", empty_text(is_modern(profile), false));
    uint32_t offsets[TAGS_MAX], at = HEADER + 4 + ENTRY * (uint32_t)profile->count;
    for (size_t i = 0; i < profile->count; i++) {
        const icc_tag *first = shared(profile, i);
        offsets[i] = first ? offsets[first - profile->tags] : at;
        at += first ? 0 : aligned(profile->tags[i].value.size);
    }
    put_header(profile, at);
    put_table(profile, offsets);
    put_values(profile);
}

static ls_status keep(ls_cleaning *cleaning, const ls_buffer *out)
{
    char *copy = out->status ? NULL : ls_arena_strndup(cleaning->arena, out->data, out->size);
    if (!copy)
        return LS_E_NOMEM;
    cleaning->icc = ls_bytes_decoded(copy, out->size, (ls_span){0, 0});
    return LS_OK;
}

ls_status ls_clean_icc(ls_cleaning *cleaning, const ls_bytes *source)
{
    icc_profile profile = {.source = source};
    bool sound;
    cleaning->icc_common = false;
    ls_status status = gather(&profile, cleaning->arena, &sound);
    if (status || !sound || !is_usable(&profile))
        return status;
    ls_buffer_init(&profile.out, LS_ICC_MAX + HEADER + TAGS_MAX * (ENTRY + 4) + 256);
    const ls_icc_space *space = NULL;
    for (size_t i = 0; i < ls_icc_space_count && !space; i++)
        if (is_space(&profile, &ls_icc_spaces[i]))
            space = &ls_icc_spaces[i];
    if (space)
        ls_icc_space_write(space, &profile.out);
    else
        put_profile(&profile);
    cleaning->icc_common = space != NULL;
    status = keep(cleaning, &profile.out);
    ls_buffer_free(&profile.out);
    return status;
}
