/* SPDX-License-Identifier: Apache-2.0 */
/* A colour profile in print (ICC.1:2022): its header (7.2), and its tags by type (10). */
#include "metadata/tags.h"

#include <stdio.h>
#include <string.h>

#define HEADER_SIZE 128u
#define TAG_SIZE 12u
#define TAGS_MAX 256u
#define FIXED 65536.0 /* s15Fixed16Number: 4.6 */

struct icc {
    ls_meta *meta;
    const ls_bytes *profile;
    const char *carrier;
};

static double fixed(const ls_bytes *bytes, uint64_t at)
{
    return (int32_t)ls_bytes_u32(bytes, at, true) / FIXED;
}

/* ------------------------------------------------------------------------------------------------------- header */

/* Four characters, or nothing where there are none. */
static void print_signature(const struct icc *icc, const char *name, uint64_t at)
{
    const ls_bytes text = ls_bytes_part(icc->profile, at, 4);
    if (ls_bytes_u32(&text, 0, true))
        ls_tag_bytes(icc->meta, name, &text, icc->carrier);
}

static const char *word_of(const char *const words[][2], size_t count, const ls_bytes *signature)
{
    for (size_t i = 0; i < count; i++)
        if (ls_bytes_match(signature, 0, words[i][0], 4))
            return words[i][1];
    return NULL;
}

static void print_class(const struct icc *icc)
{
    static const char *const classes[][2] = {
        {"scnr", "input device"}, {"mntr", "display device"}, {"prtr", "output device"}, {"link", "device link"},
        {"spac", "color space"},  {"abst", "abstract"},       {"nmcl", "named color"},   {"cenc", "color encoding space"}};
    const ls_bytes signature = ls_bytes_part(icc->profile, 12, 4);
    const char *word = word_of(classes, sizeof classes / sizeof *classes, &signature);
    if (word)
        ls_tag_print(icc->meta, "ProfileClass", icc->carrier, ls_bytes_where(&signature, 0, 4), "%s", word);
    else
        print_signature(icc, "ProfileClass", 12);
}

static void print_time(const struct icc *icc, const char *name, const ls_bytes *bytes, uint64_t at)
{
    unsigned parts[6];
    for (size_t i = 0; i < 6; i++)
        parts[i] = ls_bytes_u16(bytes, at + 2 * i, true);
    if (ls_bytes_has(bytes, at, 12))
        ls_tag_print(icc->meta, name, icc->carrier, ls_bytes_where(bytes, at, 12), "%04u-%02u-%02u %02u:%02u:%02u", parts[0], parts[1],
                     parts[2], parts[3], parts[4], parts[5]);
}

static void print_triple(const struct icc *icc, const char *name, const ls_bytes *bytes, uint64_t at)
{
    if (ls_bytes_has(bytes, at, 12))
        ls_tag_print(icc->meta, name, icc->carrier, ls_bytes_where(bytes, at, 12), "%.5g %.5g %.5g", fixed(bytes, at),
                     fixed(bytes, at + 4), fixed(bytes, at + 8));
}

static void print_header(const struct icc *icc)
{
    static const char *const intents[] = {"perceptual", "relative colorimetric", "saturation", "absolute colorimetric"};
    const ls_bytes *profile = icc->profile;
    const unsigned minor = ls_bytes_u8(profile, 9);
    const uint32_t intent = ls_bytes_u32(profile, 64, true);
    const ls_bytes id = ls_bytes_part(profile, 84, 16);
    static const unsigned char none[16];
    print_signature(icc, "PreferredCMM", 4);
    ls_tag_print(icc->meta, "ProfileVersion", icc->carrier, ls_bytes_where(profile, 8, 4), "%u.%u.%u", ls_bytes_u8(profile, 8),
                 minor >> 4, minor & 15);
    print_class(icc);
    print_signature(icc, "ColorSpace", 16);
    print_signature(icc, "ProfileConnectionSpace", 20);
    print_time(icc, "ProfileDateTime", profile, 24);
    print_signature(icc, "PrimaryPlatform", 40);
    ls_tag_print(icc->meta, "ProfileFlags", icc->carrier, ls_bytes_where(profile, 44, 4), "0x%08lx",
                 (unsigned long)ls_bytes_u32(profile, 44, true));
    print_signature(icc, "DeviceManufacturer", 48);
    print_signature(icc, "DeviceModel", 52);
    ls_tag_print(icc->meta, "DeviceAttributes", icc->carrier, ls_bytes_where(profile, 56, 8), "0x%016llx",
                 (unsigned long long)ls_bytes_u64(profile, 56, true));
    if (intent < 4)
        ls_tag_print(icc->meta, "RenderingIntent", icc->carrier, ls_bytes_where(profile, 64, 4), "%s", intents[intent]);
    else
        ls_tag_print(icc->meta, "RenderingIntent", icc->carrier, ls_bytes_where(profile, 64, 4), "%lu", (unsigned long)intent);
    print_triple(icc, "Illuminant", profile, 68);
    print_signature(icc, "ProfileCreator", 80);
    if (!ls_bytes_match(&id, 0, none, sizeof none))
        ls_tag_binary(icc->meta, "ProfileID", &id, icc->carrier);
}

/* --------------------------------------------------------------------------------------------------------- tags */

static const char *name_of(const ls_bytes *signature, char own[8])
{
    static const struct {
        char signature[5];
        const char *name;
    } names[] = {
#define ICC(signature, name) {signature, #name},
#include "metadata/icc_names.def"
#undef ICC
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ls_bytes_match(signature, 0, names[i].signature, 4))
            return names[i].name;
    for (size_t i = 0; i < 4; i++) {
        const unsigned c = ls_bytes_u8(signature, i);
        own[i] = c > 0x20 && c < 0x7F ? (char)c : '?';
    }
    own[4] = 0;
    return own;
}

/* 10.15: each text with its language and country, unless there is but one. */
static void print_languages(const struct icc *icc, const char *name, const ls_bytes *value)
{
    const uint32_t count = ls_bytes_u32(value, 8, true);
    for (uint32_t i = 0; i < count && i < TAGS_MAX && ls_bytes_has(value, 16 + 12 * (uint64_t)i, 12); i++) {
        const uint64_t at = 16 + 12 * (uint64_t)i;
        const ls_bytes code = ls_bytes_part(value, at, 4);
        const ls_bytes text = ls_bytes_part(value, ls_bytes_u32(value, at + 8, true), ls_bytes_u32(value, at + 4, true));
        char full[LS_TAG_NAME_MAX];
        snprintf(full, sizeof full, count > 1 ? "%s (%.2s-%.2s)" : "%s", name, (const char *)code.data, (const char *)code.data + 2);
        ls_tag_utf16(icc->meta, full, &text, true, icc->carrier);
    }
}

/* 10.6: none, one exponent, or a table. */
static void print_curve(const struct icc *icc, const char *name, const ls_bytes *value)
{
    const uint32_t count = ls_bytes_u32(value, 8, true);
    const ls_span where = ls_bytes_where(value, 0, value->size);
    if (count == 0)
        ls_tag_print(icc->meta, name, icc->carrier, where, "linear");
    else if (count == 1)
        ls_tag_print(icc->meta, name, icc->carrier, where, "gamma %.6g", ls_bytes_u16(value, 12, true) / 256.0);
    else
        ls_tag_print(icc->meta, name, icc->carrier, where, "(curve of %lu points)", (unsigned long)count);
}

#define NUMBERS_MAX 16u

static void print_numbers(const struct icc *icc, const char *name, const ls_bytes *value, uint64_t from, const char *front)
{
    char line[NUMBERS_MAX * 16 + 64];
    size_t used = (size_t)snprintf(line, sizeof line, "%s", front);
    for (unsigned i = 0; i < NUMBERS_MAX && ls_bytes_has(value, from + 4 * (uint64_t)i, 4); i++)
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%.5g", used ? " " : "", fixed(value, from + 4 * (uint64_t)i));
    ls_tag_print(icc->meta, name, icc->carrier, ls_bytes_where(value, 0, value->size), "%s", line);
}

static void print_value(const struct icc *icc, const char *name, const ls_bytes *value)
{
    const ls_bytes content = ls_bytes_after(value, 8), type = ls_bytes_part(value, 0, 4);
    char own[8], front[40];
    if (ls_bytes_match(value, 0, "text", 4))
        ls_tag_bytes(icc->meta, name, &content, icc->carrier);
    else if (ls_bytes_match(value, 0, "desc", 4)) {
        const ls_bytes text = ls_bytes_part(value, 12, ls_bytes_u32(value, 8, true));
        ls_tag_bytes(icc->meta, name, &text, icc->carrier);
    } else if (ls_bytes_match(value, 0, "mluc", 4))
        print_languages(icc, name, value);
    else if (ls_bytes_match(value, 0, "XYZ ", 4) || ls_bytes_match(value, 0, "sf32", 4))
        print_numbers(icc, name, value, 8, "");
    else if (ls_bytes_match(value, 0, "curv", 4))
        print_curve(icc, name, value);
    else if (ls_bytes_match(value, 0, "para", 4)) {
        snprintf(front, sizeof front, "function %u:", ls_bytes_u16(value, 8, true));
        print_numbers(icc, name, value, 12, front);
    } else if (ls_bytes_match(value, 0, "sig ", 4) && content.size >= 4) {
        const ls_bytes text = ls_bytes_part(&content, 0, 4);
        ls_tag_bytes(icc->meta, name, &text, icc->carrier);
    } else if (ls_bytes_match(value, 0, "dtim", 4))
        print_time(icc, name, value, 8);
    else
        ls_tag_print(icc->meta, name, icc->carrier, ls_bytes_where(value, 0, value->size), "(%s, %zu bytes)", name_of(&type, own),
                     value->size);
}

void ls_tags_of_icc(ls_meta *meta, const ls_bytes *profile, const char *carrier)
{
    const struct icc icc = {meta, profile, carrier};
    const uint32_t count = ls_bytes_u32(profile, HEADER_SIZE, true);
    if (!meta->tags)
        return;
    print_header(&icc);
    for (uint32_t i = 0; i < count && i < TAGS_MAX; i++) {
        const uint64_t entry = HEADER_SIZE + 4 + (uint64_t)i * TAG_SIZE;
        const ls_bytes signature = ls_bytes_part(profile, entry, 4);
        const ls_bytes value = ls_bytes_part(profile, ls_bytes_u32(profile, entry + 4, true), ls_bytes_u32(profile, entry + 8, true));
        char own[8];
        if (value.size >= 8)
            print_value(&icc, name_of(&signature, own), &value);
    }
}
