/* SPDX-License-Identifier: Apache-2.0 */
/* An Exif block, and the thumbnails in it. */
#include "metadata/exif.h"

/* How many pixels of three bytes a directory's strips hold when nothing is compressed; 0 × 0 for anything else. */
typedef struct size_in_pixels {
    uint32_t width, height;
} size_in_pixels;

static double number_of(const ls_tiff *tiff, ls_ifd ifd, unsigned id, size_t index)
{
    const ls_tag *tag = ls_tiff_find(tiff, ifd, id);
    double value = 0;
    return tag && ls_tag_number(tiff, tag, index, &value) ? value : 0;
}

static size_in_pixels rgb_of(const ls_tiff *tiff, ls_ifd ifd, double length)
{
    enum { TIFF_RGB = 2 }; /* a value of PhotometricInterpretation */
    const double width = number_of(tiff, ifd, TIFF_IMAGE_WIDTH, 0), height = number_of(tiff, ifd, TIFF_IMAGE_LENGTH, 0);
    bool bytes = true;
    for (size_t i = 0; i < 3; i++)
        bytes &= (int)number_of(tiff, ifd, TIFF_BITS_PER_SAMPLE, i) == 8;
    const bool fits = width >= 1 && height >= 1 && width <= UINT16_MAX && height <= UINT16_MAX &&
                      (uint64_t)width * (uint64_t)height * 3 == (uint64_t)length;
    if (!fits || !bytes || (int)number_of(tiff, ifd, TIFF_COMPRESSION, 0) != TIFF_UNCOMPRESSED ||
        (int)number_of(tiff, ifd, TIFF_PHOTOMETRIC, 0) != TIFF_RGB)
        return (size_in_pixels){0, 0};
    return (size_in_pixels){(uint32_t)width, (uint32_t)height};
}

static void thumbnail_at(const ls_exif *exif, ls_ifd ifd, const char *carrier, double from, double length)
{
    if (from < 0 || length < 0 || from > UINT32_MAX || length > UINT32_MAX) {
        ls_meta_unread(exif->meta, carrier, "a thumbnail that stands nowhere", (ls_span){0, 0});
        return;
    }
    ls_bytes bytes = ls_bytes_part(&exif->tiff.block, (uint64_t)from, (uint64_t)length);
    ls_span where = ls_bytes_where(&bytes, 0, bytes.size);
    const size_in_pixels pixels = rgb_of(&exif->tiff, ifd, (double)bytes.size);
    ls_meta_thumbnail(exif->meta, &bytes, pixels.width, pixels.height, carrier);
    if (length > 0 && (double)bytes.size < length)
        ls_meta_unread(exif->meta, carrier, "a thumbnail runs past the end of its block", where);
}

/* Each pair of offset and length: JPEG in a piece, or strips of pixels. */
static void read_thumbnails(const ls_exif *exif, ls_ifd ifd, unsigned offset_tag, unsigned length_tag)
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
                thumbnail_at(exif, ifd, exif->carriers[tag->directory], from, length);
        offsets = NULL;
    }
}

/* "…/ifd0", "…/gps", and "…/gps[2]" for a second one, since facts of one carrier belong together. */
static const char *carrier_of(ls_meta *meta, const char *root, ls_ifd ifd, unsigned *positions)
{
    static const char *const parts[LS_IFD_COUNT] = {"ifd0", "ifd1", "exif", "gps", "interop", "sub", "global"};
    const char *carrier = ls_meta_path(meta, root, parts[ifd]);
    if (ifd == LS_IFD_GPS && ++*positions > 1)
        carrier = ls_arena_printf(meta->arena, "%s[%u]", carrier, *positions);
    if (carrier)
        return carrier;
    meta->status = LS_E_NOMEM;
    return root;
}

void ls_read_exif(ls_meta *meta, const ls_bytes *block, const char *carrier)
{
    ls_exif exif = {.note_under = carrier};
    unsigned positions = 0;
    if (ls_tiff_read(block, meta->arena, &exif.tiff)) {
        meta->status = LS_E_NOMEM;
        return;
    }
    if (!ls_exif_begin(&exif, meta))
        return;
    for (size_t i = 0; i < exif.tiff.directory_count; i++)
        exif.carriers[i] = carrier_of(meta, carrier, exif.tiff.directories[i].ifd, &positions);
    ls_exif_read(&exif);
    for (int ifd = LS_IFD_0; ifd < LS_IFD_COUNT; ifd++) {
        read_thumbnails(&exif, (ls_ifd)ifd, TIFF_JPEG_OFFSET, TIFF_JPEG_LENGTH);
        read_thumbnails(&exif, (ls_ifd)ifd, TIFF_STRIP_OFFSETS, TIFF_STRIP_BYTE_COUNTS);
    }
    ls_span slack = ls_tiff_slack(&exif.tiff);
    if (slack.to)
        ls_meta_unread(meta, carrier, "bytes that no tag points to",
                       ls_bytes_where(block, slack.from, slack.to - slack.from));
    if (exif.tiff.damaged)
        ls_meta_unread(meta, carrier, "the directories are damaged", ls_bytes_where(block, 0, block->size));
}
