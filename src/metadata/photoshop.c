/* SPDX-License-Identifier: Apache-2.0 */
/* Photoshop image resources (Adobe Photoshop File Formats Specification): a row of 8BIM blocks. */
#include "metadata/tags.h"
#include "metadata/words.h"

enum resource {
    RESOURCE_IPTC = 0x0404,
    RESOURCE_THUMBNAIL_4 = 0x0409, /* Photoshop 4, BGR */
    RESOURCE_URL = 0x040B,
    RESOURCE_THUMBNAIL = 0x040C,
    RESOURCE_SLICES = 0x041A,
    RESOURCE_URL_LIST = 0x041E,
    RESOURCE_EXIF = 0x0422,
    RESOURCE_XMP = 0x0424
};

#define THUMBNAIL_HEADER 28u

/* Settings of printing, display and colour; numbers and digests. */
static bool is_harmless(unsigned id)
{
    static const unsigned short ids[] = {0x03E8, 0x03EB, 0x03ED, 0x03EF, 0x03F0, 0x03F1, 0x03F2, 0x03F3, 0x03F4, 0x03F5,
                                         0x03F6, 0x03F7, 0x03F8, 0x03F9, 0x03FA, 0x03FC, 0x03FD, 0x03FF, 0x0400, 0x0401,
                                         0x0402, 0x0403, 0x0406, 0x0408, 0x040A, 0x040D, 0x040E, 0x040F, 0x0410, 0x0411,
                                         0x0412, 0x0413, 0x0414, 0x0415, 0x0416, 0x0417, 0x0419, 0x0421, 0x0425, 0x0426,
                                         0x0428, 0x0429, 0x042D, 0x0430, 0x0431, 0x0433, 0x0435, 0x043B, 0x2710};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static void read_thumbnail(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    ls_bytes picture = ls_bytes_after(data, THUMBNAIL_HEADER);
    if (picture.size)
        ls_meta_integer(meta, LS_FACT_THUMBNAIL, (int64_t)picture.size, carrier,
                        ls_bytes_where(&picture, 0, picture.size));
}

/*
 * Version 6: a bounding rectangle, the name of the document (often its file name) with its length in UTF-16 units, and
 * how many slices there are. A single slice is the whole picture; more may hold addresses and messages.
 */
static void read_slices(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    uint64_t length = (uint64_t)ls_bytes_u32(data, 20, true) * 2;
    if (ls_bytes_u32(data, 0, true) != 6 || !ls_bytes_has(data, 24, length + 4) ||
        ls_bytes_u32(data, 24 + length, true) > 1) {
        ls_meta_unread(meta, carrier, "a Photoshop resource", ls_bytes_where(data, 0, data->size));
        return;
    }
    ls_bytes name = ls_bytes_part(data, 24, length);
    ls_words_utf16(meta, LS_FACT_NOTE_TEXT, &name, true, carrier);
}

static void read_nested(ls_meta *meta, unsigned id, const ls_bytes *data, const char *carrier)
{
    carrier = ls_meta_path(meta, carrier, id == RESOURCE_EXIF ? "exif" : "xmp");
    if (meta->depth >= LS_META_DEPTH) {
        ls_meta_unread(meta, carrier, "nested too deep", ls_bytes_where(data, 0, data->size));
        return;
    }
    meta->depth++;
    if (id == RESOURCE_EXIF)
        ls_read_exif(meta, data, carrier);
    else
        ls_read_xmp(meta, data, carrier);
    meta->depth--;
}

static void read_resource(ls_meta *meta, unsigned id, const ls_bytes *data, const char *carrier)
{
    switch (id) {
    case RESOURCE_IPTC: ls_read_iptc(meta, data, carrier); break;
    case RESOURCE_URL: ls_words_guess(meta, LS_FACT_NOTE_TEXT, data, carrier); break;
    case RESOURCE_THUMBNAIL_4:
    case RESOURCE_THUMBNAIL: read_thumbnail(meta, data, ls_meta_path(meta, carrier, "thumbnail")); break;
    case RESOURCE_SLICES: read_slices(meta, data, carrier); break;
    case RESOURCE_EXIF:
    case RESOURCE_XMP: read_nested(meta, id, data, carrier); break;
    case RESOURCE_URL_LIST:
        if (ls_bytes_u32(data, 0, true) == 0)
            break; /* an empty list */
        /* fall through */
    default:
        if (data->size && !is_harmless(id))
            ls_meta_unread(meta, carrier, "a Photoshop resource", ls_bytes_where(data, 0, data->size));
    }
}

static bool is_signature(const ls_bytes *bytes, uint64_t at)
{
    static const char *const signatures[] = {"8BIM", "PHUT", "DCSR", "AgHg", "MeSa"};
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (ls_bytes_match(bytes, at, signatures[i], 4))
            return true;
    return false;
}

void ls_read_photoshop(ls_meta *meta, const ls_bytes *bytes, const char *carrier)
{
    uint64_t at = 0;
    bool damaged = false;
    while (!damaged && is_signature(bytes, at)) {
        unsigned id = ls_bytes_u16(bytes, at + 4, true);
        uint64_t name = ls_bytes_u8(bytes, at + 6) + UINT64_C(1); /* its length byte included */
        uint64_t head = 6 + name + (name & 1);
        uint64_t length = ls_bytes_u32(bytes, at + head, true);
        damaged = !ls_bytes_has(bytes, at, head + 4 + length);
        ls_bytes data = ls_bytes_part(bytes, at + head + 4, length);
        if (!damaged) {
            ls_tag_of_photoshop(meta, id, &data, carrier);
            read_resource(meta, id, &data, carrier);
        }
        at += head + 4 + length + (length & 1);
    }
    while (!damaged && at < bytes->size && bytes->data[at] == 0)
        at++;
    if (damaged || at < bytes->size)
        ls_meta_unread(meta, carrier, "damaged resources", ls_bytes_where(bytes, 0, bytes->size));
}
