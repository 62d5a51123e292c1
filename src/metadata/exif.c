/* SPDX-License-Identifier: Apache-2.0 */
/* The meaning of an Exif block. */
#include "metadata/gps.h"
#include "metadata/tags.h"
#include "metadata/time.h"
#include "metadata/words.h"

#include <libexif/exif-tag.h>
#include <string.h>

enum {
    TAG_XMP = 0x02BC,
    TAG_STRIP_OFFSETS = 0x0111,
    TAG_ORIENTATION = 0x0112,
    TAG_STRIP_BYTE_COUNTS = 0x0117,
    TAG_DATE_TIME = 0x0132,
    TAG_JPEG_OFFSET = 0x0201, /* JPEGInterchangeFormat */
    TAG_JPEG_LENGTH = 0x0202,
    TAG_IPTC = 0x83BB,
    TAG_PHOTOSHOP = 0x8649,
    TAG_THUMBNAIL_DATA = 0x501B, /* GDI+ */
    TAG_DATE_TIME_ORIGINAL = 0x9003,
    TAG_DATE_TIME_DIGITIZED = 0x9004,
    TAG_OFFSET_TIME = 0x9010,
    TAG_OFFSET_TIME_ORIGINAL = 0x9011,
    TAG_OFFSET_TIME_DIGITIZED = 0x9012,
    TAG_MAKER_NOTE = 0x927C,
    TAG_FOCAL_LENGTH_35MM = 0xA405
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

struct exif {
    ls_meta *meta;
    ls_tiff tiff;
    const char *root;                  /* carrier of the whole block */
    const char *carrier[LS_IFD_COUNT]; /* of each directory */
    const ls_tag *note;                /* the maker note that was read */
    int blocks;                        /* other blocks inside that were read */
};

/* Entries may all point to the same bytes: a block of a few kilobytes must not cost thousands of readings. */
#define BLOCKS_MAX 8

static ls_span where_of(const ls_tag *tag)
{
    return ls_bytes_where(&tag->value, 0, tag->value.size);
}

/* The thumbnail's directory repeats what the main one says: only what differs tells something. */
static bool is_repeated(const struct exif *exif, const ls_tag *tag)
{
    const ls_tag *first = tag->ifd == LS_IFD_1 ? ls_tiff_find(&exif->tiff, LS_IFD_0, tag->tag) : NULL;
    return first && first->value.size == tag->value.size &&
           (tag->value.size == 0 || memcmp(first->value.data, tag->value.data, tag->value.size) == 0);
}

static bool read_text(struct exif *exif, const ls_tag *tag)
{
    size_t i = 0;
    while (i < sizeof texts / sizeof *texts && texts[i].tag != tag->tag)
        i++;
    if (i == sizeof texts / sizeof *texts)
        return false;
    const char *carrier = exif->carrier[tag->ifd];
    if (is_repeated(exif, tag))
        return true;
    switch (texts[i].encoding) {
    case ENCODING_ASCII: ls_words_ascii(exif->meta, texts[i].key, &tag->value, carrier); break;
    case ENCODING_CODED: ls_words_coded(exif->meta, texts[i].key, &tag->value, exif->tiff.big, carrier); break;
    case ENCODING_WIDE: ls_words_utf16(exif->meta, texts[i].key, &tag->value, false, carrier); break;
    }
    return true;
}

/* A time tag, with the offset that Exif keeps in a tag of its own. Words in place of a time are a note. */
static void read_time(struct exif *exif, const ls_tag *tag, ls_fact_key key, unsigned offset_tag)
{
    char time[LS_TIME_SIZE];
    const char *carrier = exif->carrier[tag->ifd];
    const ls_bytes *value = &tag->value;
    if (is_repeated(exif, tag) || !value->size)
        return;
    if (ls_time_parse((const char *)value->data, value->size, time)) {
        const ls_tag *offset = ls_tiff_find(&exif->tiff, LS_IFD_EXIF, offset_tag);
        if (offset)
            ls_time_offset(time, (const char *)offset->value.data, offset->value.size);
        ls_meta_string(exif->meta, key, time, carrier, where_of(tag));
        return;
    }
    for (size_t i = 0; i < value->size; i++)
        if (value->data[i] && !strchr(" :-0", value->data[i])) { /* more than the blank form "0000:00:00 00:00:00" */
            ls_words_ascii(exif->meta, LS_FACT_NOTE_TEXT, value, carrier);
            return;
        }
}

static void read_orientation(struct exif *exif, const ls_tag *tag)
{
    double value;
    if (tag->ifd == LS_IFD_0 && ls_tag_number(&exif->tiff, tag, 0, &value) && value >= 1 && value <= 8)
        ls_meta_integer(exif->meta, LS_FACT_IMAGE_ORIENTATION, (int64_t)value, exif->carrier[LS_IFD_0], where_of(tag));
}

static void read_focal_length(struct exif *exif, const ls_tag *tag)
{
    double value;
    if (ls_tag_number(&exif->tiff, tag, 0, &value))
        ls_meta_real(exif->meta, LS_FACT_DEVICE_FOCAL_35MM, value, exif->carrier[tag->ifd], where_of(tag));
}

static void read_makernote(struct exif *exif, const ls_tag *tag)
{
    const char *carrier = ls_meta_path(exif->meta, exif->root, "makernote");
    ls_meta_integer(exif->meta, LS_FACT_MAKERNOTE, (int64_t)tag->value.size, carrier, where_of(tag));
    if (exif->note) { /* libexif finds only one of them */
        ls_meta_unread(exif->meta, carrier, "a second maker note", where_of(tag));
        return;
    }
    exif->note = tag;
    ls_read_makernote(exif->meta, &exif->tiff.block, &tag->value, carrier);
}

/* Blocks inside the block: their readers may find such tags again, so depth is counted. */
static bool read_nested(struct exif *exif, const ls_tag *tag)
{
    ls_meta *meta = exif->meta;
    if (tag->tag != TAG_XMP && tag->tag != TAG_IPTC && tag->tag != TAG_PHOTOSHOP)
        return false;
    const char *carrier = ls_meta_path(meta, exif->carrier[tag->ifd],
                                       tag->tag == TAG_XMP    ? "xmp"
                                       : tag->tag == TAG_IPTC ? "iptc"
                                                              : "photoshop");
    if (meta->depth >= LS_META_DEPTH || exif->blocks++ >= BLOCKS_MAX) {
        ls_meta_unread(meta, carrier, "nested too deep or too often", where_of(tag));
        return true;
    }
    meta->depth++;
    if (tag->tag == TAG_XMP)
        ls_read_xmp(meta, &tag->value, carrier);
    else if (tag->tag == TAG_IPTC)
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

/* What libexif has no name for (tags are often in the wrong directory) and what cannot hold more than four bytes. */
static bool is_private(const ls_tag *tag)
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
            return false;
    ExifTag number = (ExifTag)tag->tag;
    if (exif_tag_get_name_in_ifd(number, libexif_ifd(tag->ifd)))
        return false;
    if (tag->ifd != LS_IFD_GPS &&
        (exif_tag_get_name_in_ifd(number, EXIF_IFD_0) || exif_tag_get_name_in_ifd(number, EXIF_IFD_EXIF) ||
         exif_tag_get_name_in_ifd(number, EXIF_IFD_INTEROPERABILITY)))
        return false;
    return tag->value.size > 4;
}

static void read_tag(struct exif *exif, const ls_tag *tag)
{
    if (tag->broken) {
        ls_meta_unread(exif->meta, exif->carrier[tag->ifd], "a value runs past the end of its block", where_of(tag));
        return;
    }
    if (tag->ifd == LS_IFD_GPS) { /* numbered by itself; ls_gps_read() gives it its meaning */
        if (is_private(tag))
            ls_meta_unread(exif->meta, exif->carrier[tag->ifd], "a tag that no standard names", where_of(tag));
        return;
    }
    switch (tag->tag) {
    case TAG_ORIENTATION: read_orientation(exif, tag); return;
    case TAG_DATE_TIME: read_time(exif, tag, LS_FACT_TIME_MODIFIED, TAG_OFFSET_TIME); return;
    case TAG_DATE_TIME_ORIGINAL: read_time(exif, tag, LS_FACT_TIME_TAKEN, TAG_OFFSET_TIME_ORIGINAL); return;
    case TAG_DATE_TIME_DIGITIZED: read_time(exif, tag, LS_FACT_TIME_DIGITIZED, TAG_OFFSET_TIME_DIGITIZED); return;
    case TAG_FOCAL_LENGTH_35MM: read_focal_length(exif, tag); return;
    case TAG_MAKER_NOTE: read_makernote(exif, tag); return;
    case TAG_THUMBNAIL_DATA:
        ls_meta_integer(exif->meta, LS_FACT_THUMBNAIL, (int64_t)tag->value.size, exif->carrier[tag->ifd],
                        where_of(tag));
        return;
    default: break;
    }
    if (!read_text(exif, tag) && !read_nested(exif, tag) && is_private(tag))
        ls_meta_unread(exif->meta, exif->carrier[tag->ifd], "a tag that no standard names", where_of(tag));
}

static void thumbnail_at(struct exif *exif, ls_ifd ifd, double from, double length)
{
    if (from < 0 || length < 0 || from > UINT32_MAX || length > UINT32_MAX) {
        ls_meta_unread(exif->meta, exif->carrier[ifd], "a thumbnail that stands nowhere", (ls_span){0, 0});
        return;
    }
    ls_bytes bytes = ls_bytes_part(&exif->tiff.block, (uint64_t)from, (uint64_t)length);
    ls_span where = ls_bytes_where(&bytes, 0, bytes.size);
    if (bytes.size)
        ls_meta_integer(exif->meta, LS_FACT_THUMBNAIL, (int64_t)bytes.size, exif->carrier[ifd], where);
    if (length > 0 && (double)bytes.size < length)
        ls_meta_unread(exif->meta, exif->carrier[ifd], "a thumbnail runs past the end of its block", where);
}

/* Each pair of offset and length in the directories beside the main one: JPEG in a piece, or strips of pixels. */
static void read_thumbnails(struct exif *exif, ls_ifd ifd, unsigned offset_tag, unsigned length_tag)
{
    const ls_tiff *tiff = &exif->tiff;
    const ls_tag *offsets = NULL;
    for (size_t i = 0; i < tiff->count; i++) {
        const ls_tag *tag = &tiff->tags[i];
        if (tag->ifd != ifd || (tag->tag != offset_tag && tag->tag != length_tag))
            continue;
        if (tag->tag == offset_tag) {
            offsets = tag;
            continue;
        }
        double from, length;
        for (size_t j = 0; offsets && j < ls_tag_present(tag) && j < 64; j++)
            if (ls_tag_number(tiff, offsets, j, &from) && ls_tag_number(tiff, tag, j, &length))
                thumbnail_at(exif, ifd, from, length);
        offsets = NULL;
    }
}

/* Each GPS directory is a carrier of its own: facts of one carrier belong together. */
static void read_positions(struct exif *exif)
{
    unsigned count = 0;
    const char *first = exif->carrier[LS_IFD_GPS];
    for (size_t i = 0; i < exif->tiff.directory_count; i++) {
        if (exif->tiff.directories[i].ifd != LS_IFD_GPS)
            continue;
        const char *carrier = ++count > 1 ? ls_arena_printf(exif->meta->arena, "%s[%u]", first, count) : first;
        if (carrier)
            ls_gps_read(exif->meta, &exif->tiff, i, carrier);
        else
            exif->meta->status = LS_E_NOMEM;
    }
}

static void state_tags(const struct exif *exif)
{
    const char *carriers[LS_IFDS_MAX];
    for (size_t i = 0; i < exif->tiff.directory_count; i++)
        carriers[i] = exif->carrier[exif->tiff.directories[i].ifd];
    ls_tags_of_tiff(exif->meta, &exif->tiff, carriers);
}

void ls_read_exif(ls_meta *meta, const ls_bytes *block, const char *carrier)
{
    static const char *const parts[LS_IFD_COUNT] = {"ifd0", "ifd1", "exif", "gps", "interop", "sub"};
    struct exif exif = {.meta = meta, .root = carrier};
    if (ls_tiff_read(block, meta->arena, &exif.tiff)) {
        meta->status = LS_E_NOMEM;
        return;
    }
    for (int i = 0; i < LS_IFD_COUNT; i++)
        exif.carrier[i] = ls_meta_path(meta, carrier, parts[i]);
    state_tags(&exif);
    read_positions(&exif);
    for (size_t i = 0; i < exif.tiff.count; i++)
        read_tag(&exif, &exif.tiff.tags[i]);
    for (int ifd = LS_IFD_0; ifd < LS_IFD_COUNT; ifd++) {
        read_thumbnails(&exif, (ls_ifd)ifd, TAG_JPEG_OFFSET, TAG_JPEG_LENGTH);
        read_thumbnails(&exif, (ls_ifd)ifd, TAG_STRIP_OFFSETS, TAG_STRIP_BYTE_COUNTS);
    }
    ls_span slack = ls_tiff_slack(&exif.tiff);
    if (slack.to)
        ls_meta_unread(meta, carrier, "bytes that no tag points to",
                       ls_bytes_where(block, slack.from, slack.to - slack.from));
    if (exif.tiff.damaged)
        ls_meta_unread(meta, carrier, "the directories are damaged", ls_bytes_where(block, 0, block->size));
}
