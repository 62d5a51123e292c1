/* SPDX-License-Identifier: Apache-2.0 */
/* The items of HEIF and AVIF files that are no part of the main picture. */
#include "base/buffer.h"
#include "container/items.h"
#include "metadata/bmff.h"
#include "metadata/gain_map.h"

#include <string.h>

#define BLOCKS_MAX 64u     /* Exif blocks and XMP packets of a file that are read; a camera writes one or two of each */

struct reading {
    ls_meta *meta;
    const ls_bytes *file;
    const char *root;
    unsigned exif, xmp;
    ls_extent done[BLOCKS_MAX]; /* extents of the blocks that were read: tracks repeat those of the file */
    size_t count;
};

static ls_span span_of(const struct reading *r, const ls_items *items, const ls_item *item)
{
    ls_span span = {0, 0};
    for (size_t i = item->first; i < item->first + item->count; i++) {
        const ls_span part = ls_bytes_where(r->file, items->extents[i].from, items->extents[i].length);
        if (i == item->first || part.from < span.from)
            span.from = part.from;
        if (part.to > span.to)
            span.to = part.to;
    }
    return span;
}

/* An item's bytes: in place, or put together in *joined, which is the caller's to free. */
static bool bytes_of(const struct reading *r, const ls_items *items, const ls_item *item, ls_buffer *joined, ls_bytes *out)
{
    ls_buffer_init(joined, LS_INFLATE_TEXT);
    if (!item->count)
        return false;
    const ls_extent *extents = &items->extents[item->first];
    if (item->count == 1) {
        *out = ls_bytes_part(r->file, extents->from, extents->length);
        return true;
    }
    for (size_t i = 0; i < item->count && !joined->status; i++) {
        const ls_bytes part = ls_bytes_part(r->file, extents[i].from, extents[i].length);
        ls_buffer_add(joined, part.data, part.size);
    }
    *out = ls_bytes_decoded(joined->data, joined->size, span_of(r, items, item));
    return !joined->status;
}

/*
 * Four bytes say how far behind them the TIFF header stands (HEIF, annex A.2.1); in between is JPEG's identifier or nothing. Some writers
 * begin with the header itself.
 */
static ls_bytes tiff_of(ls_meta *meta, const ls_bytes *block, const char *carrier)
{
    const uint64_t at = 4ull + ls_bytes_u32(block, 0, true);
    if (ls_bytes_match(block, 0, "II*\0", 4) || ls_bytes_match(block, 0, "MM\0*", 4))
        return *block;
    if (at > 4 && !(at == 10 && ls_bytes_match(block, 4, "Exif\0\0", 6)))
        ls_meta_unread(meta, carrier, "bytes in front of the Exif block", ls_bytes_where(block, 0, at));
    if (at == 4 && ls_bytes_match(block, 4, "Exif\0\0", 6)) /* an offset that does not count it */
        return ls_bytes_after(block, 10);
    return ls_bytes_after(block, at);
}

static bool is_done(struct reading *r, const ls_items *items, const ls_item *item)
{
    if (item->count != 1)
        return false;
    const ls_extent *only = &items->extents[item->first];
    for (size_t i = 0; i < r->count; i++)
        if (r->done[i].from == only->from && r->done[i].length == only->length)
            return true;
    if (r->count < BLOCKS_MAX)
        r->done[r->count++] = *only;
    return false;
}

static const char *name_of(struct reading *r, const char *part, unsigned occurrence)
{
    const char *name = occurrence > 1 ? ls_arena_printf(r->meta->arena, "%s/item/%s[%u]", r->root, part, occurrence)
                                      : ls_arena_printf(r->meta->arena, "%s/item/%s", r->root, part);
    if (!name)
        r->meta->status = LS_E_NOMEM;
    return name ? name : part;
}

static void read_block(struct reading *r, const ls_items *items, const ls_item *item)
{
    ls_meta *meta = r->meta;
    const bool exif = item->part == LS_ITEM_EXIF;
    ls_buffer joined;
    ls_bytes block;
    if (is_done(r, items, item))
        return;
    const char *carrier = name_of(r, exif ? "Exif" : "xmp", exif ? ++r->exif : ++r->xmp);
    if (r->exif + r->xmp > BLOCKS_MAX) {
        ls_meta_unread(meta, name_of(r, exif ? "Exif" : "xmp", 1), "more blocks than are read", span_of(r, items, item));
        return;
    }
    if (!bytes_of(r, items, item, &joined, &block) || item->encoded) {
        ls_meta_unread(meta, carrier, item->encoded ? "a packet in a coding that is not read" : "a block without its bytes",
                       span_of(r, items, item));
    } else if (exif) {
        const ls_bytes tiff = tiff_of(meta, &block, carrier);
        ls_read_exif(meta, &tiff, carrier);
    } else {
        ls_read_xmp(meta, &block, carrier);
    }
    ls_buffer_free(&joined);
}

/* Numbers that scale brightness, as in a JPEG, behind a version of their own (HEIF, 6.6.2.4); but more than they take may be anything. */
static void read_tone_map(struct reading *r, const ls_items *items, const ls_item *item)
{
    ls_buffer joined;
    ls_bytes all;
    const bool whole = bytes_of(r, items, item, &joined, &all);
    const ls_bytes block = ls_bytes_after(&all, 1);
    if (!whole || ls_bytes_u8(&all, 0) || ls_gain_map_block(&block) != block.size)
        ls_meta_unread(r->meta, name_of(r, "tmap", 1), "not the numbers of a gain map alone", span_of(r, items, item));
    ls_buffer_free(&joined);
}

static void read_thumbnail(struct reading *r, const ls_items *items, const ls_item *item)
{
    uint64_t size = 0;
    for (size_t i = item->first; i < item->first + item->count; i++)
        size += items->extents[i].length;
    if (size)
        ls_meta_integer(r->meta, LS_FACT_THUMBNAIL, (int64_t)size, name_of(r, "thumbnail", 1), span_of(r, items, item));
}

static void read_other(struct reading *r, const ls_items *items, const ls_item *item)
{
    char name[LS_BOX_NAME_SIZE];
    ls_box typed = {0};
    memcpy(typed.type, item->type, sizeof typed.type);
    ls_box_name(r->file, &typed, name);
    ls_meta_unread(r->meta, name_of(r, name, 1), "an item that this version does not read", span_of(r, items, item));
}

static void read_item(struct reading *r, const ls_items *items, const ls_item *item)
{
    const ls_span where = span_of(r, items, item);
    switch (item->part) {
    case LS_ITEM_MAIN:
    case LS_ITEM_PICTURE: break; /* the reader decodes and searches each picture that a viewer shows */
    case LS_ITEM_EXIF:
    case LS_ITEM_XMP: read_block(r, items, item); break;
    case LS_ITEM_TONE_MAP: read_tone_map(r, items, item); break;
    case LS_ITEM_THUMBNAIL: read_thumbnail(r, items, item); break;
    case LS_ITEM_AUXILIARY:
        ls_meta_unread(r->meta, name_of(r, "auxiliary", 1), "a picture beside the main one (depth, gain map, matte)", where);
        break;
    case LS_ITEM_GAIN_MAP: ls_meta_unread(r->meta, name_of(r, "gain-map", 1), "a picture beside the main one", where); break;
    case LS_ITEM_HIDDEN: ls_meta_unread(r->meta, name_of(r, "hidden", 1), "a picture that no viewer shows", where); break;
    default: read_other(r, items, item); break;
    }
}

void ls_read_items(ls_meta *meta, const ls_bytes *file, const char *root)
{
    struct reading r = {.meta = meta, .file = file, .root = root};
    ls_meta_place place = {.begun = false};
    ls_box box;
    while (!meta->status && ls_items_next_meta(file, &place, &box)) {
        ls_items items;
        if (ls_items_read(file, &box, meta->arena, &items))
            meta->status = LS_E_NOMEM;
        for (size_t i = 0; i < items.count && !meta->status; i++)
            read_item(&r, &items, &items.items[i]);
    }
}
