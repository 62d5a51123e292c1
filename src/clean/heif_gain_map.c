/* SPDX-License-Identifier: Apache-2.0 */
#include "clean/heif.h"

#include "metadata/gain_map.h"

#include <string.h>

#define GROUP 0x10000u /* beyond all items of a copy, with which groups share their numbers */

/* ------------------------------------------------------------------------------------------------ which items stay */

bool ls_clean_heif_stays(const ls_item *item, unsigned keep)
{
    const bool map = item->part == LS_ITEM_TONE_MAP || item->part == LS_ITEM_GAIN_MAP;
    return ls_item_is_shown(item) || (map && (keep & LS_KEEP_HDR));
}

/* A gain map as Apple's cameras wrote it before there was a standard: what is missing stands in their maker notes. */
static bool has_apples(const ls_bytes *file, const ls_items *items)
{
    static const char type[] = "urn:com:apple:photo:2020:aux:hdrgainmap";
    for (size_t i = 0; i < items->association_count; i++) {
        const ls_box *box = &items->properties[items->associations[i].property - 1];
        const ls_bytes body = ls_box_body(file, box);
        if (ls_box_is(box, "auxC") && ls_bytes_match(&body, 4, type, sizeof type - 1))
            return true;
    }
    return false;
}

/* Version 0 and the block of ISO 21496-1, in one piece. */
static bool is_block(const ls_bytes *file, const ls_items *items, const ls_item *map)
{
    if (map->count != 1 || map->encoded)
        return false;
    const ls_extent *extent = &items->extents[map->first];
    const ls_bytes all = ls_bytes_part(file, extent->from, extent->length), block = ls_bytes_after(&all, 1);
    return block.size && !ls_bytes_u8(&all, 0) && ls_gain_map_block(&block) == block.size;
}

/* Of the primary picture, and of one more. */
static bool is_of_primary(const ls_items *items, const ls_item *map)
{
    unsigned count = 0;
    bool primary = false;
    for (size_t i = 0; i < items->reference_count; i++) {
        const ls_reference *reference = &items->references[i];
        if (reference->from == map->id && strcmp(reference->type, "dimg") == 0)
            primary |= count++ == 0 && reference->to == items->primary;
    }
    return primary && count == 2;
}

/* What the walker found beside the picture in the map's coded data cannot be cut out of it. */
static const ls_range *message(const ls_container *container)
{
    for (size_t i = 0; i < container->range_count; i++)
        if (strncmp(container->ranges[i].path, "heif/item/gain-map/", 19) == 0)
            return &container->ranges[i];
    return NULL;
}

ls_status ls_clean_heif_tone_map(ls_cleaning *cleaning, const ls_items *items, const ls_item **map)
{
    const ls_range *beside = message(cleaning->in->container);
    *map = NULL;
    if (!(cleaning->in->keep & LS_KEEP_HDR))
        return LS_OK;
    for (size_t i = 0; i < items->count; i++)
        if (items->items[i].part == LS_ITEM_TONE_MAP) {
            if (*map)
                return ls_cleaning_refuse(cleaning, "more than one gain map");
            *map = &items->items[i];
        }
    if (!*map)
        return has_apples(&cleaning->file, items)
                   ? ls_cleaning_refuse(cleaning, "how bright its gain map makes it stands in the maker's own block, which does not stay")
                   : LS_OK;
    if (!is_block(&cleaning->file, items, *map))
        return ls_cleaning_refuse(cleaning, "the numbers of its gain map are not those of ISO 21496-1");
    if (!is_of_primary(items, *map))
        return ls_cleaning_refuse(cleaning, "its gain map is none of the primary picture");
    return beside ? ls_cleaning_refuse(cleaning, "byte %llu: %s is part of the coded gain map", (unsigned long long)beside->from, beside->path)
                  : LS_OK;
}

/* -------------------------------------------------------------------------------------------- groups of alternatives */

static bool find_box(const ls_bytes *file, uint64_t at, uint64_t end, const char *type, ls_box *box)
{
    for (; ls_box_read(file, at, end, false, box) && !box->cut; at = box->end)
        if (ls_box_is(box, type))
            return true;
    return false;
}

static bool find_groups(const ls_bytes *file, ls_box *groups)
{
    ls_meta_place place = {.begun = false};
    ls_box meta;
    if (!ls_items_next_meta(file, &place, &meta) || place.level)
        return false;
    return find_box(file, meta.body + (ls_box_meta_is_full(file, meta.body) ? 4 : 0), meta.end, "grpl", groups);
}

ls_bytes ls_clean_heif_find_groups(const ls_bytes *file)
{
    ls_box groups;
    return find_groups(file, &groups) ? ls_bytes_part(file, groups.at, groups.end - groups.at) : (ls_bytes){0};
}

/* Of the group's content: version and flags, its number, how many items, their identifiers. */
static ls_alternatives order_in(const ls_bytes *body, uint32_t map, uint32_t primary)
{
    ls_alternatives order = LS_NO_ALTERNATIVES;
    bool both[2] = {false, false};
    for (uint64_t at = 12, left = ls_bytes_u32(body, 8, true); left && ls_bytes_has(body, at, 4); left--, at += 4) {
        const uint32_t id = ls_bytes_u32(body, at, true);
        if (order == LS_NO_ALTERNATIVES && (id == map || id == primary))
            order = id == map ? LS_TONE_MAP_FIRST : LS_TONE_MAP_LAST;
        both[0] |= id == map;
        both[1] |= id == primary;
    }
    return both[0] && both[1] ? order : LS_NO_ALTERNATIVES;
}

ls_alternatives ls_clean_heif_alternatives(const ls_bytes *file, uint32_t map, uint32_t primary)
{
    ls_alternatives order = LS_NO_ALTERNATIVES;
    ls_box groups, box;
    if (!find_groups(file, &groups))
        return order;
    for (uint64_t at = groups.body; !order && find_box(file, at, groups.end, "altr", &box); at = box.end) {
        const ls_bytes body = ls_box_body(file, &box);
        order = order_in(&body, map, primary);
    }
    return order;
}

void ls_clean_heif_groups(ls_alternatives order, uint32_t map, uint32_t primary, unsigned char out[LS_HEIF_GROUPS])
{
    const bool first = order == LS_TONE_MAP_FIRST;
    const uint32_t numbers[] = {LS_HEIF_GROUPS, 0, LS_HEIF_GROUPS - 8, 0, 0, GROUP, 2, first ? map : primary, first ? primary : map};
    for (size_t i = 0; i < LS_HEIF_GROUPS; i++)
        out[i] = (unsigned char)(numbers[i / 4] >> 8 * (3 - i % 4));
    memcpy(out + 4, "grpl", 4);
    memcpy(out + 12, "altr", 4);
}
