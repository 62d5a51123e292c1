/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entries of image file directories in print (TIFF 6.0, Exif 3.0): enumerations and units in libexif's words, everything else as it is
 * written: texts, numbers, fractions as decimals, bytes in hexadecimal.
 */
#include "metadata/tags.h"

#include <libexif/exif-data.h>
#include <stdio.h>
#include <string.h>

enum {
    TAG_XP_TITLE = 0x9C9B, /* to XPSubject: UTF-16, little-endian in either byte order */
    TAG_XP_SUBJECT = 0x9C9F,
    TAG_USER_COMMENT = 0x9286,
    TAG_GPS_ALTITUDE_REF = 0x0005,
    TAG_GPS_PROCESSING_METHOD = 0x001B,
    TAG_GPS_AREA_INFORMATION = 0x001C,
};

struct printer {
    ls_meta *meta;
    const ls_tiff *tiff;
    ExifData *data; /* empty: libexif asks it for the byte order */
};

/* -------------------------------------------------------------------------------------------------------- names */

static ExifIfd libexif_ifd(ls_ifd ifd)
{
    switch (ifd) {
    case LS_IFD_EXIF: return EXIF_IFD_EXIF;
    case LS_IFD_GPS: return EXIF_IFD_GPS;
    case LS_IFD_INTEROP: return EXIF_IFD_INTEROPERABILITY;
    case LS_IFD_1:
    case LS_IFD_SUB: return EXIF_IFD_1;
    default: return EXIF_IFD_0;
    }
}

static const char *own_name(unsigned tag)
{
    switch (tag) {
#define NAME(number, name) case number: return #name;
#include "metadata/tag_names.def"
#undef NAME
    default: return NULL;
    }
}

/* Tags often stand in the wrong directory; only those of positions and of interoperability share their numbers with others. */
static const char *name_of(const ls_tag *tag, char number[16])
{
    static const ExifIfd others[] = {EXIF_IFD_0, EXIF_IFD_EXIF};
    const bool apart = tag->ifd == LS_IFD_GPS || tag->ifd == LS_IFD_INTEROP;
    const char *name = apart ? NULL : own_name(tag->tag);
    if (!name)
        name = exif_tag_get_name_in_ifd((ExifTag)tag->tag, libexif_ifd(tag->ifd));
    for (size_t i = 0; !apart && !name && i < sizeof others / sizeof *others; i++)
        name = exif_tag_get_name_in_ifd((ExifTag)tag->tag, others[i]);
    if (!name && !apart)
        name = ls_tiff_tag_name(tag->tag);
    if (name)
        return name;
    snprintf(number, 16, "0x%04X", tag->tag & 0xFFFFu);
    return number;
}

/* -------------------------------------------------------------------------------------------------------- words */

static const struct {
    unsigned tag;
    bool gps;
} explained[] = {
#define EXPLAINED(tag, gps) {tag, gps},
#include "metadata/tag_words.def"
#undef EXPLAINED
};

static bool is_explained(const ls_tag *tag)
{
    for (size_t i = 0; i < sizeof explained / sizeof *explained; i++)
        if (explained[i].tag == tag->tag && explained[i].gps == (tag->ifd == LS_IFD_GPS))
            return true;
    return false;
}

/* What libexif says in place of a value that it does not expect. */
static bool is_complaint(const char *words)
{
    static const char *const beginnings[] = {"Invalid ", "Internal error", "Unknown value", "Unexpected number"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strncmp(words, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    return false;
}

#define EXPLAINED_MAX 64u /* bytes: enumerations, and a few rationals */

static bool print_explained(struct printer *printer, const ls_tag *tag, const char *name, const char *carrier)
{
    char words[LS_TAG_TEXT_MAX] = "";
    if (!is_explained(tag) || tag->broken || !tag->value.size || tag->value.size > EXPLAINED_MAX)
        return false;
    ExifEntry *entry = exif_entry_new();
    if (!entry) {
        printer->meta->status = LS_E_NOMEM;
        return false;
    }
    entry->tag = (ExifTag)tag->tag;
    entry->format = (ExifFormat)tag->type;
    entry->components = tag->count;
    entry->data = (unsigned char *)(uintptr_t)tag->value.data; /* lent: it is only looked at */
    entry->size = (unsigned)tag->value.size;
    entry->parent = printer->data->ifd[libexif_ifd(tag->ifd)];
    exif_entry_get_value(entry, words, sizeof words);
    entry->data = NULL;
    entry->size = 0;
    entry->parent = NULL;
    exif_entry_unref(entry);
    if (!*words || is_complaint(words))
        return false;
    ls_tag_text(printer->meta, name, words, strlen(words), carrier, ls_bytes_where(&tag->value, 0, tag->value.size));
    return true;
}

/* ------------------------------------------------------------------------------------------------------ numbers */

/* As many numbers as fit into a line; how many there are stands behind them when that is not all. */
static void print_numbers(const struct printer *printer, const ls_tag *tag, const char *name, const char *carrier)
{
    const size_t count = ls_tag_present(tag);
    const ls_span where = ls_bytes_where(&tag->value, 0, tag->value.size);
    char line[LS_TAG_TEXT_MAX] = "";
    size_t used = 0, i = 0;
    for (double numerator, denominator; i < count && used + 64 < sizeof line; i++) {
        const char *gap = i ? " " : "";
        if (!ls_tag_fraction(printer->tiff, tag, i, &numerator, &denominator))
            used += (size_t)snprintf(line + used, sizeof line - used, "%snan", gap);
        else if (denominator != 0)
            used += (size_t)snprintf(line + used, sizeof line - used, "%s%.10g", gap, numerator / denominator);
        else
            used += (size_t)snprintf(line + used, sizeof line - used, "%s%.10g/0", gap, numerator);
    }
    if (i < count)
        ls_tag_print(printer->meta, name, carrier, where, "%s … (%zu values)", line, count);
    else
        ls_tag_print(printer->meta, name, carrier, where, "%s", line);
}

/* -------------------------------------------------------------------------------------------------------- texts */

#define TEXT_MAX 4096u /* bytes: entries may all point to the same ones */

/* Versions such as "0232" are kept as bytes without a type, and some texts, too. */
static bool is_printable(const ls_bytes *data)
{
    size_t size = data->size <= TEXT_MAX ? data->size : 0;
    while (size && data->data[size - 1] == 0)
        size--;
    for (size_t i = 0; i < size; i++)
        if (data->data[i] < 0x20 || data->data[i] > 0x7E)
            return false;
    return size > 0;
}

/* Room for a comment that nobody wrote. */
static bool is_zero(const ls_bytes *data)
{
    bool zero = data->size <= TEXT_MAX;
    for (size_t i = 0; zero && i < data->size; i++)
        zero = data->data[i] == 0;
    return zero;
}

/* Exif 3.0, 4.6.6: eight bytes name the character code. */
static void print_coded(const struct printer *printer, const ls_tag *tag, const char *name, const char *carrier)
{
    const ls_bytes text = ls_bytes_after(&tag->value, 8);
    if (ls_bytes_match(&tag->value, 0, "UNICODE", 8))
        ls_tag_utf16(printer->meta, name, &text, printer->tiff->big, carrier);
    else if (ls_bytes_match(&tag->value, 0, "ASCII\0\0", 8) || is_printable(&text) || is_zero(&text))
        ls_tag_bytes(printer->meta, name, &text, carrier);
    else
        ls_tag_binary(printer->meta, name, &text, carrier);
}

static bool is_coded(const ls_tag *tag)
{
    if (tag->ifd == LS_IFD_GPS)
        return tag->tag == TAG_GPS_PROCESSING_METHOD || tag->tag == TAG_GPS_AREA_INFORMATION;
    return tag->tag == TAG_USER_COMMENT;
}

/* Exif 3.0: of the ellipsoid, then of the sea; before, 0 and 1 were of the sea. libexif takes 1 for the sea level itself. */
static bool print_altitude_ref(const struct printer *printer, const ls_tag *tag, const char *name, const char *carrier)
{
    static const char *const words[] = {"above", "below", "above sea level", "below sea level"};
    double value;
    if (tag->ifd != LS_IFD_GPS || tag->tag != TAG_GPS_ALTITUDE_REF || !ls_tag_number(printer->tiff, tag, 0, &value) || value < 0 ||
        value > 3)
        return false;
    ls_tag_print(printer->meta, name, carrier, ls_bytes_where(&tag->value, 0, tag->value.size), "%s", words[(unsigned)value]);
    return true;
}

static void print_plain(struct printer *printer, const ls_tag *tag, const char *name, const char *carrier)
{
    const ls_bytes *value = &tag->value;
    ls_meta *meta = printer->meta;
    if (is_coded(tag) && value->size >= 8)
        print_coded(printer, tag, name, carrier);
    else if (tag->ifd != LS_IFD_GPS && tag->tag >= TAG_XP_TITLE && tag->tag <= TAG_XP_SUBJECT)
        ls_tag_utf16(meta, name, value, false, carrier);
    else if (tag->type == TIFF_ASCII || tag->type == TIFF_UTF8 || (tag->type == TIFF_UNDEFINED && is_printable(value)))
        ls_tag_bytes(meta, name, value, carrier);
    else if (tag->type == TIFF_UNDEFINED || ls_tag_present(tag) == 0)
        ls_tag_binary(meta, name, value, carrier);
    else
        print_numbers(printer, tag, name, carrier);
}

void ls_tags_of_tiff(ls_meta *meta, const ls_tiff *tiff, const char *const *carriers)
{
    char number[16];
    if (!meta->tags)
        return;
    struct printer printer = {meta, tiff, exif_data_new()};
    if (!printer.data) {
        meta->status = LS_E_NOMEM;
        return;
    }
    exif_data_set_byte_order(printer.data, tiff->big ? EXIF_BYTE_ORDER_MOTOROLA : EXIF_BYTE_ORDER_INTEL);
    for (size_t i = 0; i < tiff->count; i++) {
        const ls_tag *tag = &tiff->tags[i];
        const char *name = name_of(tag, number), *carrier = carriers[tag->directory];
        if (!print_altitude_ref(&printer, tag, name, carrier) && !print_explained(&printer, tag, name, carrier))
            print_plain(&printer, tag, name, carrier);
    }
    exif_data_unref(printer.data);
}
