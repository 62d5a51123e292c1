/* SPDX-License-Identifier: Apache-2.0 */
/* HEIF, HEIC and AVIF (ISO/IEC 23008-12, 23000-22, AV1 Image File Format): what the items of a file of boxes are, and where. */
#include "container/bmff.h"

#include <string.h>

/* What the part is called; NULL: by the item's type. */
static const char *name_of(const ls_item *item)
{
    switch (item->part) {
    case LS_ITEM_THUMBNAIL: return "thumbnail";
    case LS_ITEM_AUXILIARY: return "auxiliary";
    case LS_ITEM_GAIN_MAP: return "gain-map";
    case LS_ITEM_HIDDEN: return "hidden";
    case LS_ITEM_XMP: return "xmp";
    default: return NULL;
    }
}

static const char *path_of(const ls_bmff *bmff, const ls_item *item)
{
    char name[LS_BOX_NAME_SIZE];
    const char *known = name_of(item);
    ls_box typed = {0};
    memcpy(typed.type, item->type, sizeof typed.type);
    ls_box_name(bmff->file, &typed, name);
    return ls_arena_printf(bmff->out->arena, "%s/item/%s", bmff->root, known ? known : name);
}

static ls_status claim_item(ls_bmff *bmff, const ls_items *items, const ls_item *item)
{
    if (ls_item_is_shown(item))
        return ls_coded_claim(bmff, items, item, LS_ROLE_IMAGE, ls_arena_printf(bmff->out->arena, "%s/image", bmff->root));
    const char *path = path_of(bmff, item);
    if (item->part == LS_ITEM_GAIN_MAP) /* one that may stay in a copy: what hides in it is told apart */
        return ls_coded_claim(bmff, items, item, LS_ROLE_CARRIER, path);
    ls_status status = path ? LS_OK : LS_E_NOMEM;
    for (size_t i = item->first; i < item->first + item->count && !status; i++) {
        const ls_extent *extent = &items->extents[i];
        status = ls_claims_add(&bmff->claims, extent->from, extent->length, LS_ROLE_CARRIER, path);
    }
    return status;
}

static ls_status claim_items(ls_bmff *bmff, const ls_box *meta)
{
    ls_items items;
    ls_container *out = bmff->out;
    ls_status status = ls_items_read(bmff->file, meta, out->arena, &items);
    if (status)
        return status;
    if (items.wrong)
        status = ls_container_problem(out, items.wrong_at ? items.wrong_at : meta->at, true, "%s", items.wrong);
    for (size_t i = 0; i < items.count && !status; i++)
        status = claim_item(bmff, &items, &items.items[i]);
    const ls_item *primary = ls_items_find(&items, items.primary);
    if (primary && !out->width) {
        out->width = primary->width;
        out->height = primary->height;
    }
    out->frames += items.shown;
    return status;
}

ls_status ls_items_claim(ls_bmff *bmff)
{
    ls_meta_place place = {.begun = false};
    ls_box meta;
    ls_status status = LS_OK;
    while (!status && ls_items_next_meta(bmff->file, &place, &meta))
        status = claim_items(bmff, &meta);
    return status;
}

ls_status ls_walk_heif(const ls_bytes *file, ls_container *out)
{
    return ls_walk_bmff(file, out, "heif");
}
