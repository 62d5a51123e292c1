/* SPDX-License-Identifier: Apache-2.0 */
/* Maker notes through libexif: serial numbers and owners of the makers that it decodes. */
#include "metadata/tags.h"
#include "metadata/words.h"

#include <libexif/exif-data.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Names that libexif gives to entries, whatever the maker. Longer ones first. */
static const struct {
    const char *name;
    ls_fact_key key;
} wanted[] = {
    {"LensSerialNumber", LS_FACT_DEVICE_LENS_SERIAL},
    {"SerialNumberFormat", LS_FACT_COUNT},   /* how it is printed, not the number */
    {"SerialNumber", LS_FACT_DEVICE_SERIAL}, /* also InternalSerialNumber, CMOSSerialNumber, SerialNumber2 … */
    {"OwnerName", LS_FACT_PERSON_OWNER},
    {"ImageUniqueID", LS_FACT_IMAGE_ID},
    {"ContentIdentifier", LS_FACT_IMAGE_ID}, /* Apple: joins a live photo and its clip */
};

#define VALUE_MAX 256

/* What libexif writes in place of a value whose type or count is not the expected one. */
static bool is_complaint(const char *value)
{
    return strncmp(value, "Invalid format", 14) == 0 || strncmp(value, "Invalid number of components", 28) == 0;
}

static void read_entry(ls_meta *meta, ExifMnoteData *note, unsigned index, ls_span where, const char *carrier)
{
    const char *name = exif_mnote_data_get_name(note, index);
    for (size_t i = 0; name && i < sizeof wanted / sizeof *wanted; i++) {
        if (!strcasestr(name, wanted[i].name))
            continue;
        char value[VALUE_MAX] = "";
        if (wanted[i].key == LS_FACT_COUNT || !exif_mnote_data_get_value(note, index, value, sizeof value))
            return;
        if (is_complaint(value))
            ls_meta_unread(meta, carrier, "a maker note entry of an odd type", where);
        else
            ls_meta_text(meta, wanted[i].key, value, strnlen(value, sizeof value), carrier, where);
        return;
    }
}

/* Makers that keep serial numbers in directories inside the note, which libexif 0.6 does not follow. */
static bool is_decoded_in_part(const ls_bytes *note)
{
    static const char *const beginnings[] = {"OLYMPUS", "OM SYSTEM", "AOC", "PENTAX"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (ls_bytes_match(note, 0, beginnings[i], strlen(beginnings[i])))
            return true;
    return false;
}

/* Entries that libexif has no name for and that tell where or who: Nikon's LocationInfo, Fujifilm's names of faces. */
static bool is_telling(const ls_bytes *note, unsigned id)
{
    return (ls_bytes_match(note, 0, "Nikon", 5) && id == 0x0039) ||
           (ls_bytes_match(note, 0, "FUJIFILM", 8) && id == 0x4282);
}

/* Under libexif's name of the entry, or its number in the maker's own count. */
static void print_entry(ls_meta *meta, ExifMnoteData *note, unsigned index, ls_span where, const char *carrier)
{
    const char *name = exif_mnote_data_get_name(note, index);
    char number[16], value[LS_TAG_TEXT_MAX] = "";
    snprintf(number, sizeof number, "0x%04X", exif_mnote_data_get_id(note, index) & 0xFFFFu);
    if (exif_mnote_data_get_value(note, index, value, sizeof value))
        ls_tag_text(meta, name && *name ? name : number, value, strnlen(value, sizeof value), carrier, where);
}

static void read_note(ls_meta *meta, ExifMnoteData *data, const ls_bytes *note, const char *carrier)
{
    unsigned count = data ? exif_mnote_data_count(data) : 0;
    ls_span where = ls_bytes_where(note, 0, note->size);
    for (unsigned i = 0; i < count; i++) {
        read_entry(meta, data, i, where, carrier);
        if (meta->tags)
            print_entry(meta, data, i, where, carrier);
        if (is_telling(note, exif_mnote_data_get_id(data, i)))
            ls_meta_unread(meta, carrier, "a place or names in a maker note", where);
    }
    if (!count)
        ls_meta_unread(meta, carrier, "a maker note that is not decoded", where);
    else if (is_decoded_in_part(note))
        ls_meta_unread(meta, carrier, "parts of a maker note", where);
}

/* libexif wants the identifier of the JPEG segment in front, and reads no block beyond what fits into one. */
#define BLOCK_MAX 65527u

void ls_read_makernote(ls_meta *meta, const ls_bytes *tiff, const ls_bytes *note, const char *carrier)
{
    static const char identifier[6] = "Exif\0";
    unsigned size = tiff->size < BLOCK_MAX ? (unsigned)tiff->size : BLOCK_MAX;
    unsigned char *copy = ls_arena_alloc(meta->arena, sizeof identifier + size);
    ExifData *data = copy ? exif_data_new() : NULL;
    if (!data) {
        meta->status = LS_E_NOMEM;
        return;
    }
    memcpy(copy, identifier, sizeof identifier);
    memcpy(copy + sizeof identifier, tiff->data, size);
    exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION); /* it would rewrite what it reads */
    exif_data_load_data(data, copy, (unsigned)sizeof identifier + size);
    read_note(meta, exif_data_get_mnote_data(data), note, carrier);
    exif_data_unref(data);
}
