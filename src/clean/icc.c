/* SPDX-License-Identifier: Apache-2.0 */
/* A colour profile reduced to its colours (ICC.1:2022). */
#include "clean/icc.h"

#include <string.h>

#define HEADER 128u
#define ENTRY 12u
#define TAGS_MAX 64u
#define PROFILE_MAX ((size_t)16 << 20)

/* Section 9.2: the tags that turn device colours into connection space and back, and which white that is. */
static const char *const colours[] = {"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "kTRC", "wtpt", "bkpt", "chad",
                                      "chrm", "cicp", "A2B0", "A2B1", "A2B2", "B2A0", "B2A1", "B2A2", "gamt"};

typedef struct icc_tag {
    char signature[5];
    uint32_t source; /* where the value stands in the photo's profile: tags may share one */
    ls_bytes value;  /* what of it is numbers */
} icc_tag;

typedef struct icc_profile {
    const ls_bytes *source;
    icc_tag tags[TAGS_MAX];
    size_t count;
    ls_buffer out;
} icc_profile;

static uint64_t s15(const ls_bytes *bytes, uint64_t at)
{
    return ls_bytes_u32(bytes, at, true);
}

/* Section 10.6: a count, and as many values of 16 bits. */
static size_t curve_size(const ls_bytes *value)
{
    return 12 + 2 * (size_t)ls_bytes_u32(value, 8, true);
}

/* Section 10.18: function 0 to 4 has so many parameters. */
static size_t parametric_size(const ls_bytes *value)
{
    static const unsigned parameters[] = {1, 3, 4, 5, 7};
    const unsigned function = ls_bytes_u16(value, 8, true);
    return function < 5 ? 12 + 4 * (size_t)parameters[function] : 0;
}

/* Sections 10.10 and 10.11: input tables, a grid, output tables. 0: larger than any sound one. */
static size_t table_size(const ls_bytes *value, bool wide)
{
    const size_t in = ls_bytes_u8(value, 8), out = ls_bytes_u8(value, 9), grid = ls_bytes_u8(value, 10), width = wide ? 2 : 1;
    const size_t in_entries = wide ? ls_bytes_u16(value, 48, true) : 256, out_entries = wide ? ls_bytes_u16(value, 50, true) : 256;
    size_t points = out;
    for (size_t i = 0; i < in; i++) {
        points *= grid;
        if (points > PROFILE_MAX)
            return 0;
    }
    return (wide ? 52 : 48) + width * (in * in_entries + points + out * out_entries);
}

static size_t numbers_size(const ls_bytes *value)
{
    if (ls_bytes_match(value, 0, "XYZ ", 4))
        return 20;
    if (ls_bytes_match(value, 0, "sf32", 4))
        return 8 + 9 * 4; /* chad: three by three */
    if (ls_bytes_match(value, 0, "curv", 4))
        return curve_size(value);
    if (ls_bytes_match(value, 0, "para", 4))
        return parametric_size(value);
    if (ls_bytes_match(value, 0, "mft1", 4))
        return table_size(value, false);
    if (ls_bytes_match(value, 0, "mft2", 4))
        return table_size(value, true);
    if (ls_bytes_match(value, 0, "chrm", 4))
        return 12 + 8 * (size_t)ls_bytes_u16(value, 8, true);
    if (ls_bytes_match(value, 0, "cicp", 4))
        return 12;
    if (ls_bytes_match(value, 0, "mAB ", 4) || ls_bytes_match(value, 0, "mBA ", 4))
        return value->size;
    return 0;
}

static bool gather(icc_profile *profile)
{
    const ls_bytes *source = profile->source;
    const uint32_t count = ls_bytes_u32(source, HEADER, true);
    if (!ls_bytes_match(source, 36, "acsp", 4) || !ls_bytes_has(source, HEADER + 4, (uint64_t)count * ENTRY) || count > 256)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t entry = HEADER + 4 + (uint64_t)i * ENTRY;
        const uint32_t at = ls_bytes_u32(source, entry + 4, true);
        const ls_bytes value = ls_bytes_part(source, at, ls_bytes_u32(source, entry + 8, true));
        const size_t size = numbers_size(&value);
        for (size_t c = 0; c < sizeof colours / sizeof *colours && profile->count < TAGS_MAX; c++) {
            if (!ls_bytes_match(source, entry, colours[c], 4))
                continue;
            if (!size || size > value.size)
                return false;
            icc_tag *tag = &profile->tags[profile->count++];
            *tag = (struct icc_tag){.source = at, .value = ls_bytes_part(&value, 0, size)};
            memcpy(tag->signature, colours[c], 4);
        }
    }
    return true;
}

static const icc_tag *find(const icc_profile *profile, const char *signature)
{
    for (size_t i = 0; i < profile->count; i++)
        if (memcmp(profile->tags[i].signature, signature, 4) == 0)
            return &profile->tags[i];
    return NULL;
}

/* ------------------------------------------------------------------------------------------ widespread spaces */

/* ICC numbers differ in the last digits between makers: a quarter of a step of eight bits. */
#define CLOSE 0.001

static bool is_primary(const icc_profile *profile, const char *signature, const double expected[3])
{
    const icc_tag *tag = find(profile, signature);
    for (unsigned i = 0; tag && i < 3; i++) {
        const double value = (double)(int32_t)s15(&tag->value, 8 + 4 * i) / 65536;
        if (value < expected[i] - CLOSE || value > expected[i] + CLOSE)
            return false;
    }
    return tag != NULL;
}

static bool is_curve(const icc_profile *profile, const char *signature, const ls_icc_space *space)
{
    const icc_tag *tag = find(profile, signature);
    for (int i = 0; tag && i <= 32; i++) {
        double y, expected = ls_icc_space_curve(space, i / 32.0);
        if (!ls_icc_curve_at(&tag->value, i / 32.0, &y) || y < expected - CLOSE || y > expected + CLOSE)
            return false;
    }
    return tag != NULL;
}

static bool is_space(const icc_profile *profile, const ls_icc_space *space)
{
    if (find(profile, "A2B0")) /* a table says more than a matrix */
        return false;
    if (!space->colour)
        return ls_bytes_match(profile->source, 16, "GRAY", 4) && is_curve(profile, "kTRC", space);
    return ls_bytes_match(profile->source, 16, "RGB ", 4) && is_primary(profile, "rXYZ", space->primaries[0]) &&
           is_primary(profile, "gXYZ", space->primaries[1]) && is_primary(profile, "bXYZ", space->primaries[2]) &&
           is_curve(profile, "rTRC", space) && is_curve(profile, "gTRC", space) && is_curve(profile, "bTRC", space);
}

/* ------------------------------------------------------------------------------------------------- writing */

static void put_header(icc_profile *profile, uint32_t size)
{
    /* kept: version, class, colour space, connection space, rendering intent, illuminant; zero: who, when, for what */
    static const struct {
        unsigned at, size;
    } kept[] = {{8, 4}, {12, 4}, {16, 4}, {20, 4}, {36, 4}, {64, 4}, {68, 12}};
    char header[HEADER] = {0};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        memcpy(header + kept[i].at, profile->source->data + kept[i].at, kept[i].size);
    header[10] = header[11] = 0; /* reserved bytes of the version */
    for (unsigned i = 0; i < 4; i++)
        header[i] = (char)(size >> 8 * (3 - i));
    ls_buffer_add(&profile->out, header, sizeof header);
}

/* Description and copyright have to be there (section 8.2); what is written is empty. Version 2 had other types for them. */
static ls_bytes empty_text(bool modern, bool description)
{
    static const unsigned char mluc[28] = "mluc\0\0\0\0\0\0\0\1\0\0\0\14enUS\0\0\0\0\0\0\0\34";
    static const unsigned char desc[91] = "desc\0\0\0\0\0\0\0\1", text[9] = "text";
    if (modern)
        return ls_bytes_decoded(mluc, sizeof mluc, (ls_span){0, 0});
    return description ? ls_bytes_decoded(desc, sizeof desc, (ls_span){0, 0}) : ls_bytes_decoded(text, sizeof text, (ls_span){0, 0});
}

static void add_text(icc_profile *profile, const char *signature, uint32_t source, ls_bytes value)
{
    icc_tag *tag = &profile->tags[profile->count++];
    *tag = (struct icc_tag){.source = source, .value = value};
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
        if (profile->tags[i].source == profile->tags[index].source && profile->tags[i].value.size == profile->tags[index].value.size)
            return &profile->tags[i];
    return NULL;
}

static void put(ls_buffer *out, uint32_t number)
{
    const char bytes[4] = {(char)(number >> 24), (char)(number >> 16), (char)(number >> 8), (char)number};
    ls_buffer_add(out, bytes, 4);
}

static void put_table(icc_profile *profile, uint32_t offsets[TAGS_MAX + 2])
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
        ls_buffer_add(&profile->out, value->data, 4);
        ls_buffer_add(&profile->out, zeros, 4); /* reserved in every type */
        ls_buffer_add(&profile->out, value->data + 8, value->size - 8);
        ls_buffer_add(&profile->out, zeros, aligned(value->size) - value->size);
    }
}

static void put_profile(icc_profile *profile)
{
    /* values of their own that stand nowhere in the photo's profile */
    const bool modern = ls_bytes_u8(profile->source, 8) >= 4;
    add_text(profile, "desc", UINT32_MAX, empty_text(modern, true));
    add_text(profile, "cprt", UINT32_MAX - 1, empty_text(modern, false));
    uint32_t offsets[TAGS_MAX + 2], at = HEADER + 4 + ENTRY * (uint32_t)profile->count;
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
    if (!gather(&profile) || !profile.count || profile.count > TAGS_MAX - 2)
        return LS_OK;
    ls_buffer_init(&profile.out, PROFILE_MAX);
    const ls_icc_space *space = NULL;
    for (size_t i = 0; i < ls_icc_space_count && !space; i++)
        if (is_space(&profile, &ls_icc_spaces[i]))
            space = &ls_icc_spaces[i];
    if (space)
        ls_icc_space_write(space, &profile.out);
    else
        put_profile(&profile);
    const ls_status status = keep(cleaning, &profile.out);
    ls_buffer_free(&profile.out);
    return status;
}
