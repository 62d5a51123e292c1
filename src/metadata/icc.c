/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Colour profiles (ICC.1:2022). Colours tell nothing, but a profile has texts (who made it, for which display) and,
 * from Apple, a display's serial number; and what is no sound profile may be anything.
 */
#include "base/buffer.h"
#include "metadata/tags.h"
#include "metadata/words.h"

#include <stdio.h>
#include <string.h>

#define HEADER_SIZE 128u
#define TAG_SIZE 12u
#define TAGS_MAX 256u

/* Types of values that are numbers alone: sections 10.3 to 10.30, version 2's, and Apple's for displays. */
static const char *const numbers[] = {"XYZ ", "bfd ", "chrm", "cicp", "clro", "clrt", "crdi", "curv", "dtim", "fl16",
                                      "fl32", "fl64", "gbd ", "mAB ", "mBA ", "meas", "mft1", "mft2", "mpet", "ncl2",
                                      "ndin", "para", "pseq", "psid", "rcs2", "scrn", "sf32", "sig ", "tnum", "u16L",
                                      "uf32", "ui08", "ui16", "ui32", "ui64", "vcgp", "vcgt", "view"};

/* In the texts of profiles that come with systems, cameras and programs: those tell nothing of whoever took the photo.
 */
static const char *const common[] = {"sRGB",        "www.iec.ch",    "LCD",
                                     "IEC 6",       "IEC6",          "Display P3",
                                     "Adobe RGB",   "AdobeRGB",      "ProPhoto",
                                     "Apple",       "Adobe Systems", "Hewlett",
                                     "Microsoft",   "Google",        "Nikon",
                                     "NIKON",       "Canon",         "FUJI",
                                     "SONY",        "Sony",          "OLYMPUS",
                                     "Kodak",       "KODAK",         "EASTMAN",
                                     "ICC",         "Linotype",      "Heidelberg",
                                     "Artifex",     "Public Domain", "public domain",
                                     "CC0",         "freely",        "Facebook",
                                     "uRGB",        "Dot Gain",      "Gray Gamma",
                                     "Gamma 2.2",   "Generic",       "Rec.",
                                     "BT.",         "ITU-R",         "FOGRA",
                                     "SWOP",        "ECI",           "Little CMS",
                                     "lcms",        "DCI",           "Colour",
                                     "Camera RGB",  "Black & White", "Reference Viewing",
                                     "colourspace", "GIMP",          "Samsung",
                                     "Pentax",      "PENTAX",        "HP",
                                     "Leica",       "Minolta",       "MINOLTA",
                                     "Panasonic",   "Wide Gamut"};

static bool is_common(const char *text)
{
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strstr(text, common[i]))
            return true;
    return false;
}

struct icc {
    ls_meta *meta;
    const char *carrier;
    const ls_bytes *profile;
};

static void unread(const struct icc *icc, const char *why)
{
    ls_meta_unread(icc->meta, icc->carrier, why, ls_bytes_where(icc->profile, 0, icc->profile->size));
}

/* Short texts that name a widespread profile are passed over; what is longer than one says more. */
#define COMMON_MAX 160u

static void state_words(const struct icc *icc, const ls_bytes *text)
{
    char start[COMMON_MAX + 1] = "";
    size_t size = text->size;
    while (size && text->data[size - 1] == 0)
        size--;
    memcpy(start, text->data, size < COMMON_MAX ? size : COMMON_MAX);
    if (size > COMMON_MAX || !is_common(start))
        ls_words_ascii(icc->meta, LS_FACT_NOTE_TEXT, text, icc->carrier);
}

static void state_wide(const struct icc *icc, const ls_bytes *text)
{
    char start[COMMON_MAX + 1] = "";
    for (size_t i = 0; i < text->size / 2 && i < COMMON_MAX; i++)
        start[i] = text->data[2 * i] || !text->data[2 * i + 1] ? ' ' : (char)text->data[2 * i + 1];
    if (text->size > 2 * COMMON_MAX || !is_common(start))
        ls_words_utf16(icc->meta, LS_FACT_NOTE_TEXT, text, true, icc->carrier);
}

/* Section 10.15: one text in several languages. */
static void read_mluc(const struct icc *icc, const ls_bytes *value)
{
    uint32_t count = ls_bytes_u32(value, 8, true);
    if (ls_bytes_u32(value, 12, true) != 12 || !ls_bytes_has(value, 16, (uint64_t)count * 12) || count > TAGS_MAX) {
        unread(icc, "a damaged text in a colour profile");
        return;
    }
    uint32_t last = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t length = ls_bytes_u32(value, 20 + i * 12, true), at = ls_bytes_u32(value, 24 + i * 12, true);
        ls_bytes text = ls_bytes_part(value, at, length);
        if (at != last) /* languages often share one text */
            state_wide(icc, &text);
        last = at;
    }
}

/* Version 2: length and ASCII, then Unicode and a Macintosh script, each with its own length. */
static void read_desc(const struct icc *icc, const ls_bytes *value)
{
    uint64_t length = ls_bytes_u32(value, 8, true);
    ls_bytes text = ls_bytes_part(value, 12, length);
    state_words(icc, &text);
    uint64_t wide = (uint64_t)ls_bytes_u32(value, 16 + length, true) * 2;
    text = ls_bytes_part(value, 20 + length, wide);
    if (wide)
        state_wide(icc, &text);
}

/* Apple's make and model of a display: manufacturer, model, serial number, date. */
static void read_mmod(const struct icc *icc, const ls_bytes *value)
{
    char serial[16];
    uint32_t number = ls_bytes_u32(value, 16, true);
    snprintf(serial, sizeof serial, "%08lX", (unsigned long)number);
    if (number)
        ls_meta_string(icc->meta, LS_FACT_DEVICE_SERIAL, serial, icc->carrier, ls_bytes_where(value, 16, 4));
}

static void read_value(const struct icc *icc, const ls_bytes *value)
{
    ls_bytes text = ls_bytes_after(value, 8);
    if (ls_bytes_match(value, 0, "text", 4))
        state_words(icc, &text);
    else if (ls_bytes_match(value, 0, "desc", 4))
        read_desc(icc, value);
    else if (ls_bytes_match(value, 0, "mluc", 4))
        read_mluc(icc, value);
    else if (ls_bytes_match(value, 0, "mmod", 4))
        read_mmod(icc, value);
    else {
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            if (ls_bytes_match(value, 0, numbers[i], 4))
                return;
        unread(icc, "a value of an unknown type in a colour profile");
    }
}

/* Does a tag point to the byte, or is it part of header and table? Then returns how far that goes, else `at`. */
static uint64_t covered_to(const ls_bytes *profile, uint32_t count, uint64_t at)
{
    uint64_t to = HEADER_SIZE + 4 + (uint64_t)count * TAG_SIZE;
    if (at < to)
        return to;
    to = at;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t entry = HEADER_SIZE + 4 + (uint64_t)i * TAG_SIZE;
        uint64_t from = ls_bytes_u32(profile, entry + 4, true), end = from + ls_bytes_u32(profile, entry + 8, true);
        if (from <= at && end > to)
            to = end;
    }
    return to;
}

/* Bytes of no tag may be padding; fewer than four of anything else are remains of alignment. */
static bool has_gap(const ls_bytes *profile, uint32_t count)
{
    unsigned odd = 0;
    for (uint64_t at = 0; at < profile->size;) {
        uint64_t to = covered_to(profile, count, at);
        odd += to == at && profile->data[at] != 0;
        at = to == at ? at + 1 : to;
        if (odd > 3)
            return true;
    }
    return false;
}

void ls_read_icc(ls_meta *meta, const ls_bytes *profile, const char *carrier)
{
    const struct icc icc = {meta, carrier, profile};
    uint32_t count = ls_bytes_u32(profile, HEADER_SIZE, true), size = ls_bytes_u32(profile, 0, true);
    if (!ls_bytes_match(profile, 36, "acsp", 4) || size > profile->size || size < HEADER_SIZE + 4 || count > TAGS_MAX ||
        !ls_bytes_has(profile, HEADER_SIZE + 4, (uint64_t)count * TAG_SIZE)) {
        unread(&icc, "no sound colour profile");
        return;
    }
    ls_tags_of_icc(meta, profile, carrier);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t entry = HEADER_SIZE + 4 + (uint64_t)i * TAG_SIZE;
        uint32_t at = ls_bytes_u32(profile, entry + 4, true), length = ls_bytes_u32(profile, entry + 8, true);
        ls_bytes value = ls_bytes_part(profile, at, length);
        if (!ls_bytes_has(profile, at, length))
            unread(&icc, "no sound colour profile");
        else
            read_value(&icc, &value);
    }
    if (has_gap(profile, count))
        unread(&icc, "bytes of a colour profile that nothing points to");
}

/* PNG's iCCP: a name, the compression method 0, and the profile as a zlib stream. */
void ls_read_png_iccp(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    const struct icc icc = {meta, carrier, data};
    size_t end = ls_bytes_find(data, 0, 0);
    if (end >= data->size || end > 79 || ls_bytes_u8(data, end + 1)) {
        unread(&icc, "no sound colour profile");
        return;
    }
    ls_bytes name = ls_bytes_part(data, 0, end), stream = ls_bytes_after(data, end + 2);
    if (!ls_bytes_match(&name, 0, "icc", 3) && !ls_bytes_match(&name, 0, "ICC Profile", 11))
        state_words(&icc, &name);
    ls_tag_bytes(meta, "ProfileName", &name, carrier);
    ls_buffer out;
    if (!ls_inflate(meta, &stream, &out))
        unread(&icc, "no sound colour profile");
    ls_bytes profile = ls_bytes_decoded(out.data, out.size, ls_bytes_where(&stream, 0, stream.size));
    if (out.size)
        ls_read_icc(meta, &profile, carrier);
    ls_buffer_free(&out);
}
