/* SPDX-License-Identifier: Apache-2.0 */
/* The Multi-Picture Format (CIPA DC-007): an index of the file's pictures, and where each stands among them. */
#include "container/mpf.h"
#include "container/ifd.h"
#include "metadata/tags.h"

enum {
    TAG_VERSION = 0xB000,
    TAG_IMAGE_COUNT = 0xB001,
    TAG_ENTRIES = 0xB002,
    TAG_UNIQUE_IDS = 0xB003,
    TAG_TOTAL_FRAMES = 0xB004,
    TAG_NUMBER = 0xB101,
    TAG_ORIENTATION_FIRST = 0xB201, /* panorama, angles, distances: numbers */
    TAG_ORIENTATION_LAST = 0xB20D
};

#define UNIQUE_ID 33u /* 32 characters and a NUL */

/* Is the picture one of those that the walker found in the file? */
static bool is_found(const ls_meta *meta, const ls_mpf_image *image)
{
    for (size_t i = 0; i < meta->container->inner_count; i++)
        if (meta->container->inner[i].from == image->from)
            return true;
    return false;
}

static void read_index(ls_meta *meta, const ls_mpf *mpf, const char *carrier)
{
    for (size_t i = 1; i < mpf->count; i++) { /* the first is the one that the index stands in */
        const ls_mpf_image image = ls_mpf_at(mpf, i);
        const ls_span where = {image.from, image.to};
        if (!image.from || image.to > meta->source->size)
            continue; /* not there any more: every byte of the file is accounted for without it */
        if (!is_found(meta, &image))
            ls_meta_unread(meta, carrier, "a picture of the index that is no picture", where);
        else if (LS_MPF_CLASS(image.attribute) == LS_MPF_CLASS_PREVIEW && where.to > where.from)
            ls_meta_integer(meta, LS_FACT_THUMBNAIL, (int64_t)(where.to - where.from), carrier, where);
    }
}

static void read_tag(ls_meta *meta, const ls_tag *tag, const char *carrier)
{
    const ls_span where = ls_bytes_where(&tag->value, 0, tag->value.size);
    const bool number = tag->tag == TAG_IMAGE_COUNT || tag->tag == TAG_TOTAL_FRAMES || tag->tag == TAG_NUMBER ||
                        (tag->tag >= TAG_ORIENTATION_FIRST && tag->tag <= TAG_ORIENTATION_LAST);
    if (tag->broken)
        ls_meta_unread(meta, carrier, "a value runs past the end of its block", where);
    else if (tag->tag == TAG_UNIQUE_IDS)
        for (size_t at = 0; at < tag->value.size; at += UNIQUE_ID) {
            const ls_bytes id = ls_bytes_part(&tag->value, at, UNIQUE_ID);
            ls_meta_text(meta, LS_FACT_IMAGE_ID, (const char *)id.data, id.size, carrier, ls_bytes_where(&id, 0, id.size));
        }
    else if (tag->tag != TAG_ENTRIES && !((number || tag->tag == TAG_VERSION) && tag->value.size <= 16))
        ls_meta_unread(meta, carrier, "a tag that no standard names", where);
}

static void print_tags(ls_meta *meta, const ls_tiff *tiff, const char *carrier)
{
    const char *carriers[LS_BLOCK_IFDS_MAX];
    for (size_t i = 0; i < tiff->directory_count && i < LS_BLOCK_IFDS_MAX; i++)
        carriers[i] = carrier;
    if (tiff->directory_count <= LS_BLOCK_IFDS_MAX)
        ls_tags_of_tiff(meta, tiff, carriers);
}

void ls_read_mpf(ls_meta *meta, const ls_bytes *content, const char *carrier)
{
    ls_mpf mpf;
    ls_tiff tiff;
    if (ls_tiff_read(content, meta->arena, &tiff)) {
        meta->status = LS_E_NOMEM;
        return;
    }
    const bool indexed = ls_tiff_find(&tiff, LS_IFD_0, TAG_ENTRIES) || ls_tiff_find(&tiff, LS_IFD_0, TAG_IMAGE_COUNT);
    if (ls_mpf_open(content, &mpf))
        read_index(meta, &mpf, carrier);
    else if (indexed || tiff.damaged) /* pictures behind the first have no index, only their own place in it */
        ls_meta_unread(meta, carrier, "no sound index of pictures", ls_bytes_where(content, 0, content->size));
    print_tags(meta, &tiff, carrier);
    for (size_t i = 0; i < tiff.count; i++)
        read_tag(meta, &tiff.tags[i], carrier);
    const ls_span slack = ls_tiff_slack(&tiff);
    if (slack.to)
        ls_meta_unread(meta, carrier, "bytes that no tag points to",
                       ls_bytes_where(content, slack.from, slack.to - slack.from));
}
