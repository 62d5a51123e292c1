/* SPDX-License-Identifier: Apache-2.0 */
/* What the tags of image file directories say (Exif 3.0, TIFF 6.0, DNG 1.7). */
#include "metadata/exif.h"

#include "metadata/gps.h"
#include "metadata/tags.h"
#include "metadata/time.h"
#include "metadata/words.h"

#include <libexif/exif-tag.h>
#include <stdio.h>
#include <string.h>

enum {
    TAG_ORIENTATION = 0x0112,
    TAG_DATE_TIME = 0x0132,
    TAG_THUMBNAIL_DATA = 0x501B, /* GDI+ */
    TAG_DATE_TIME_ORIGINAL = 0x9003,
    TAG_DATE_TIME_DIGITIZED = 0x9004,
    TAG_OFFSET_TIME = 0x9010,
    TAG_OFFSET_TIME_ORIGINAL = 0x9011,
    TAG_OFFSET_TIME_DIGITIZED = 0x9012,
    TAG_FOCAL_LENGTH_35MM = 0xA405,
    TAG_GDAL_NO_DATA = 0xA481,
    TAG_DNG_PRIVATE_DATA = 0xC634,
    TAG_RAW_DATA_UNIQUE_ID = 0xC65D,
    TAG_AS_SHOT_ICC_PROFILE = 0xC68F,
    TAG_CURRENT_ICC_PROFILE = 0xC691,
    TAG_PREVIEW_SETTINGS_DIGEST = 0xC719,
    TAG_PREVIEW_DATE_TIME = 0xC71B,
    TAG_RAW_IMAGE_DIGEST = 0xC71C,
    TAG_ORIGINAL_RAW_FILE_DIGEST = 0xC71D,
    TAG_OPCODE_LIST_1 = 0xC740,
    TAG_OPCODE_LIST_2 = 0xC741,
    TAG_OPCODE_LIST_3 = 0xC74E,
    TAG_NEW_RAW_IMAGE_DIGEST = 0xC7A7
};

enum encoding { ENCODING_ASCII, ENCODING_CODED, ENCODING_WIDE };

static const struct {
    unsigned tag;
    ls_fact_key key;
    enum encoding encoding;
} texts[] = {
#define ASCII(tag, key) {tag, LS_FACT_##key, ENCODING_ASCII},
#define CODED(tag, key) {tag, LS_FACT_##key, ENCODING_CODED},
#define WIDE(tag, key) {tag, LS_FACT_##key, ENCODING_WIDE},
#include "metadata/exif_tags.def"
#undef ASCII
#undef CODED
#undef WIDE
};

/* Blocks inside the block: a block of a few kilobytes must not cost thousands of readings. */
#define BLOCKS_MAX 8u
#define BLOCKS_PER_DIRECTORY 2u
#define READINGS_MAX 8u /* of each byte */
#define SHORT_MAX 4u    /* bytes: what is no longer holds no text worth telling */
#define BYTES_MAX 64u   /* bytes that are numbers: the longest is a colour filter's pattern */

ls_span ls_exif_where(const ls_tag *tag)
{
    return ls_bytes_where(&tag->value, 0, tag->value.size);
}

static const char *carrier_of(const ls_exif *exif, const ls_tag *tag)
{
    return exif->carriers[tag->directory];
}

/* The thumbnail's directory and further pages repeat what the main one says: only what differs tells something. */
static bool is_repeated(const ls_exif *exif, const ls_tag *tag)
{
    const ls_tag *first = tag->ifd == LS_IFD_1 ? ls_tiff_find_in(&exif->tiff, 0, tag->tag) : NULL;
    return first && first->value.size == tag->value.size &&
           (tag->value.size == 0 || memcmp(first->value.data, tag->value.data, tag->value.size) == 0);
}

static bool read_text(ls_exif *exif, const ls_tag *tag)
{
    size_t i = 0;
    while (i < sizeof texts / sizeof *texts && texts[i].tag != tag->tag)
        i++;
    if (i == sizeof texts / sizeof *texts)
        return false;
    const char *carrier = carrier_of(exif, tag);
    if (is_repeated(exif, tag))
        return true;
    switch (texts[i].encoding) {
    case ENCODING_ASCII: ls_words_ascii(exif->meta, texts[i].key, &tag->value, carrier); break;
    case ENCODING_CODED: ls_words_coded(exif->meta, texts[i].key, &tag->value, exif->tiff.big, carrier); break;
    case ENCODING_WIDE: ls_words_utf16(exif->meta, texts[i].key, &tag->value, false, carrier); break;
    }
    return true;
}

/* A tag of the Exif directory that goes with this one. */
static const ls_tag *find_exif(const ls_exif *exif, const ls_tag *with, unsigned tag)
{
    const ls_tiff *tiff = &exif->tiff;
    if (!tiff->whole)
        return ls_tiff_find(tiff, LS_IFD_EXIF, tag);
    for (size_t i = 0; i < tiff->directory_count; i++)
        if (tiff->directories[i].ifd == LS_IFD_EXIF && tiff->directories[i].page == tiff->directories[with->directory].page)
            return ls_tiff_find_in(tiff, i, tag);
    return NULL;
}

/* A time tag, with the offset that Exif keeps in a tag of its own. Words in place of a time are a note. */
static void read_time(ls_exif *exif, const ls_tag *tag, ls_fact_key key, unsigned offset_tag)
{
    char time[LS_TIME_SIZE];
    const char *carrier = carrier_of(exif, tag);
    const ls_bytes *value = &tag->value;
    if (is_repeated(exif, tag) || !value->size)
        return;
    if (ls_time_parse((const char *)value->data, value->size, time)) {
        const ls_tag *offset = find_exif(exif, tag, offset_tag);
        if (offset)
            ls_time_offset(time, (const char *)offset->value.data, offset->value.size);
        ls_meta_string(exif->meta, key, time, carrier, ls_exif_where(tag));
        return;
    }
    for (size_t i = 0; i < value->size; i++)
        if (value->data[i] && !strchr(" :-0", value->data[i])) { /* more than the blank form "0000:00:00 00:00:00" */
            ls_words_ascii(exif->meta, LS_FACT_NOTE_TEXT, value, carrier);
            return;
        }
}

static void read_orientation(ls_exif *exif, const ls_tag *tag)
{
    double value;
    if (tag->ifd == LS_IFD_0 && ls_tag_number(&exif->tiff, tag, 0, &value) && value >= 1 && value <= 8)
        ls_meta_integer(exif->meta, LS_FACT_IMAGE_ORIENTATION, (int64_t)value, carrier_of(exif, tag), ls_exif_where(tag));
}

static void read_focal_length(ls_exif *exif, const ls_tag *tag)
{
    double value;
    if (ls_tag_number(&exif->tiff, tag, 0, &value))
        ls_meta_real(exif->meta, LS_FACT_DEVICE_FOCAL_35MM, value, carrier_of(exif, tag), ls_exif_where(tag));
}

static void read_makernote(ls_exif *exif, const ls_tag *tag)
{
    const char *carrier = ls_meta_path(exif->meta, exif->note_under ? exif->note_under : carrier_of(exif, tag), "makernote");
    ls_meta_integer(exif->meta, LS_FACT_MAKERNOTE, (int64_t)tag->value.size, carrier, ls_exif_where(tag));
    if (exif->note) { /* libexif finds only one of them */
        ls_meta_unread(exif->meta, carrier, "a second maker note", ls_exif_where(tag));
        return;
    }
    exif->note = tag;
    ls_read_makernote(exif->meta, &exif->tiff.block, &tag->value, carrier);
}

/* Blocks inside the block: their readers may find such tags again, so depth is counted. */
static bool read_nested(ls_exif *exif, const ls_tag *tag)
{
    ls_meta *meta = exif->meta;
    if (tag->tag != TIFF_XMP && tag->tag != TIFF_IPTC && tag->tag != TIFF_PHOTOSHOP)
        return false;
    const char *carrier = ls_meta_path(meta, carrier_of(exif, tag),
                                       tag->tag == TIFF_XMP    ? "xmp"
                                       : tag->tag == TIFF_IPTC ? "iptc"
                                                              : "photoshop");
    if (meta->depth >= LS_META_DEPTH || exif->blocks_left == 0) {
        ls_meta_unread(meta, carrier, "nested too deep or too often", ls_exif_where(tag));
        return true;
    }
    exif->blocks_left--;
    meta->depth++;
    if (tag->tag == TIFF_XMP)
        ls_read_xmp(meta, &tag->value, carrier);
    else if (tag->tag == TIFF_IPTC)
        ls_read_iptc(meta, &tag->value, carrier);
    else
        ls_read_photoshop(meta, &tag->value, carrier);
    meta->depth--;
    return true;
}

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

/* Settings of printers and programs, and what only makes room. */
static bool is_harmless(const ls_tag *tag)
{
    static const unsigned harmless[] = {
        0xC4A5,                                         /* PrintImageMatching: printer settings */
        0xEA1C,                                         /* Padding (Windows) */
        0xEA1D,                                         /* OffsetSchema */
        0x4746,                                         /* Rating */
        0x4749,                                         /* RatingPercent */
        0xA460, 0xA461, 0xA462,                         /* CompositeImage and its exposure times (Exif 2.32) */
        0x8773,                                         /* InterColorProfile */
        0x0301, 0x0303, 0x5110, 0x5111, 0x5112, 0x5113, /* gamma, rendering intent, pixels per unit (GDI+) */
        0x5090, 0x5091,                                 /* luminance and chrominance tables (GDI+) */
        0x9400, 0x9401, 0x9402, 0x9403, 0x9404, 0x9405, /* temperature, pressure … (Exif 2.31) */
    };
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (harmless[i] == tag->tag)
            return true;
    return false;
}

/* What libexif has no name for (tags are often in the wrong directory) and what cannot hold more than four bytes. */
static bool is_private(const ls_tag *tag)
{
    if (is_harmless(tag))
        return false;
    ExifTag number = (ExifTag)tag->tag;
    if (exif_tag_get_name_in_ifd(number, libexif_ifd(tag->ifd)))
        return false;
    if (tag->ifd != LS_IFD_GPS &&
        (exif_tag_get_name_in_ifd(number, EXIF_IFD_0) || exif_tag_get_name_in_ifd(number, EXIF_IFD_EXIF) ||
         exif_tag_get_name_in_ifd(number, EXIF_IFD_INTEROPERABILITY)))
        return false;
    return tag->value.size > SHORT_MAX;
}

static bool is_page_tag(const ls_exif *exif, const ls_tag *tag)
{
    return exif->tiff.whole && (tag->ifd == LS_IFD_0 || tag->ifd == LS_IFD_1 || tag->ifd == LS_IFD_SUB || tag->ifd == LS_IFD_GLOBAL);
}

/* Of a file's page the tag is named, as in the container's ranges. */
static void unread(ls_exif *exif, const ls_tag *tag, const char *why)
{
    const char *name = ls_tiff_tag_name(tag->tag), *carrier = carrier_of(exif, tag);
    if (is_page_tag(exif, tag))
        carrier = name ? ls_meta_path(exif->meta, carrier, name) : ls_arena_printf(exif->meta->arena, "%s/0x%04X", carrier, tag->tag);
    if (carrier)
        ls_meta_unread(exif->meta, carrier, why, ls_exif_where(tag));
    else
        exif->meta->status = LS_E_NOMEM;
}

/* Links a file to the others that were made of the same picture. */
static void read_unique_id(ls_exif *exif, const ls_tag *tag)
{
    char hex[2 * 16 + 1] = "";
    for (size_t i = 0; i < 16 && i < tag->value.size; i++)
        snprintf(hex + 2 * i, 3, "%02x", tag->value.data[i]);
    ls_meta_string(exif->meta, LS_FACT_IMAGE_ID, hex, carrier_of(exif, tag), ls_exif_where(tag));
}

static void read_profile(ls_exif *exif, const ls_tag *tag)
{
    ls_read_icc(exif->meta, &tag->value, ls_meta_path(exif->meta, carrier_of(exif, tag), "icc"));
}

/* DNG 1.7, chapter 7: corrections of lens and sensor, each with its number, version, flags and length. */
#define OPCODES 14u

static bool is_opcode_list(const ls_bytes *list)
{
    const uint32_t count = ls_bytes_u32(list, 0, true);
    uint64_t at = 4;
    for (uint32_t i = 0; i < count && at < list->size; i++) {
        const uint32_t opcode = ls_bytes_u32(list, at, true);
        if (opcode < 1 || opcode > OPCODES || !ls_bytes_has(list, at, 16))
            return false;
        at += 16 + (uint64_t)ls_bytes_u32(list, at + 12, true);
    }
    return at == list->size;
}

/* GDAL writes the value of pixels without data as words: a number, or a text. */
static void read_no_data(ls_exif *exif, const ls_tag *tag)
{
    double number;
    const char *text = (const char *)tag->value.data;
    const size_t size = strnlen(text, tag->value.size), used = ls_words_number(text, size, &number);
    if (!(used && used == size) && !ls_bytes_match(&tag->value, 0, "nan", 4))
        ls_words_ascii(exif->meta, LS_FACT_NOTE_TEXT, &tag->value, carrier_of(exif, tag));
}

/* What only files have and Exif blocks do not. */
static bool read_file_tag(ls_exif *exif, const ls_tag *tag)
{
    switch (tag->tag) {
    case TIFF_ICC_PROFILE:
    case TAG_AS_SHOT_ICC_PROFILE:
    case TAG_CURRENT_ICC_PROFILE: read_profile(exif, tag); return true;
    case TAG_RAW_DATA_UNIQUE_ID: read_unique_id(exif, tag); return true;
    case TAG_GDAL_NO_DATA: read_no_data(exif, tag); return true;
    case TAG_PREVIEW_DATE_TIME: read_time(exif, tag, LS_FACT_TIME_MODIFIED, 0); return true;
    case TAG_PREVIEW_SETTINGS_DIGEST:
    case TAG_RAW_IMAGE_DIGEST:
    case TAG_ORIGINAL_RAW_FILE_DIGEST:
    case TAG_NEW_RAW_IMAGE_DIGEST: return tag->value.size <= 16; /* MD5: says nothing of the picture */
    case TAG_OPCODE_LIST_1:
    case TAG_OPCODE_LIST_2:
    case TAG_OPCODE_LIST_3: return is_opcode_list(&tag->value);
    case TAG_DNG_PRIVATE_DATA:
        ls_meta_integer(exif->meta, LS_FACT_MAKERNOTE, (int64_t)tag->value.size, carrier_of(exif, tag), ls_exif_where(tag));
        unread(exif, tag, "a maker's private data");
        return true;
    default: return false;
    }
}

/* More than numbers, under whatever name: a text, or bytes that could be one. */
static bool is_wordy(const ls_tag *tag)
{
    const bool text = tag->type == TIFF_ASCII || tag->type == TIFF_UTF8, bytes = tag->type == TIFF_BYTE || tag->type == TIFF_UNDEFINED;
    return text || (bytes && tag->value.size > BYTES_MAX);
}

/*
 * A tag of a page that nothing above gives a meaning to. Coding and numbers tell nothing; of a private one the words are told, and that
 * nobody knows what else they mean.
 */
static void read_other(ls_exif *exif, const ls_tag *tag)
{
    const ls_tiff_sense sense = ls_tiff_sense_of(&exif->tiff, tag);
    const char *name = ls_tiff_tag_name(tag->tag);
    if (sense == LS_TIFF_CODING || sense == LS_TIFF_PLACE || sense == LS_TIFF_NUMBERS || tag->value.size <= SHORT_MAX)
        return;
    if (!name && !is_private(tag) && (is_harmless(tag) || !is_wordy(tag)))
        return;
    if (tag->type == TIFF_ASCII || tag->type == TIFF_UTF8)
        ls_words_ascii(exif->meta, LS_FACT_NOTE_TEXT, &tag->value, carrier_of(exif, tag));
    unread(exif, tag, !name                    ? "a tag that no standard names"
                      : sense == LS_TIFF_PRIVATE ? "a tag whose values are not those of its number"
                                                 : "a tag that this version does not read");
}

/* Tags whose meaning is the same in every directory but that of positions. */
static bool read_known(ls_exif *exif, const ls_tag *tag)
{
    switch (tag->tag) {
    case TAG_ORIENTATION: read_orientation(exif, tag); return true;
    case TAG_DATE_TIME: read_time(exif, tag, LS_FACT_TIME_MODIFIED, TAG_OFFSET_TIME); return true;
    case TAG_DATE_TIME_ORIGINAL: read_time(exif, tag, LS_FACT_TIME_TAKEN, TAG_OFFSET_TIME_ORIGINAL); return true;
    case TAG_DATE_TIME_DIGITIZED: read_time(exif, tag, LS_FACT_TIME_DIGITIZED, TAG_OFFSET_TIME_DIGITIZED); return true;
    case TAG_FOCAL_LENGTH_35MM: read_focal_length(exif, tag); return true;
    case TIFF_MAKER_NOTE: read_makernote(exif, tag); return true;
    case TAG_THUMBNAIL_DATA:
        ls_meta_integer(exif->meta, LS_FACT_THUMBNAIL, (int64_t)tag->value.size, carrier_of(exif, tag), ls_exif_where(tag));
        return true;
    default: return read_text(exif, tag) || read_nested(exif, tag);
    }
}

static void read_tag(ls_exif *exif, const ls_tag *tag)
{
    if (tag->broken) {
        unread(exif, tag, "a value runs past the end of its block");
        return;
    }
    if (tag->value.size > exif->bytes_left) {
        unread(exif, tag, "values that share their bytes too often");
        return;
    }
    exif->bytes_left -= tag->value.size;
    if (tag->ifd == LS_IFD_GPS) { /* numbered by itself; ls_gps_read() gives it its meaning */
        if (is_private(tag))
            unread(exif, tag, "a tag that no standard names");
    } else if (is_page_tag(exif, tag)) {
        const bool odd = ls_tiff_tag_name(tag->tag) && ls_tiff_sense_of(&exif->tiff, tag) == LS_TIFF_PRIVATE;
        if (!is_repeated(exif, tag) && (odd || (!read_known(exif, tag) && !read_file_tag(exif, tag))))
            read_other(exif, tag);
    } else if (!read_known(exif, tag) && is_private(tag)) {
        unread(exif, tag, "a tag that no standard names");
    }
}

bool ls_exif_begin(ls_exif *exif, ls_meta *meta)
{
    const size_t directories = exif->tiff.directory_count;
    exif->meta = meta;
    exif->blocks_left = BLOCKS_MAX + (exif->tiff.whole ? BLOCKS_PER_DIRECTORY * directories : 0);
    exif->bytes_left = READINGS_MAX * (uint64_t)exif->tiff.block.size;
    exif->carriers = ls_arena_array(meta->arena, directories + 1, sizeof *exif->carriers);
    if (!exif->carriers)
        meta->status = LS_E_NOMEM;
    return exif->carriers != NULL;
}

/* Each GPS directory is a carrier of its own: facts of one carrier belong together. */
void ls_exif_read(ls_exif *exif)
{
    ls_tags_of_tiff(exif->meta, &exif->tiff, exif->carriers);
    for (size_t i = 0; i < exif->tiff.directory_count; i++)
        if (exif->tiff.directories[i].ifd == LS_IFD_GPS)
            ls_gps_read(exif->meta, &exif->tiff, i, exif->carriers[i]);
    for (size_t i = 0; i < exif->tiff.count; i++)
        read_tag(exif, &exif->tiff.tags[i]);
}
