/* SPDX-License-Identifier: Apache-2.0 */
#include "container/items.h"

#include <stdlib.h>
#include <string.h>

/* Numbers one after the other, as long as there are any. */
struct reader {
    const ls_bytes *bytes;
    uint64_t at;
    bool ended;
};

static uint64_t take(struct reader *r, unsigned size)
{
    if (!ls_bytes_has(r->bytes, r->at, size)) {
        r->ended = true;
        return 0;
    }
    uint64_t value = size == 8 ? ls_bytes_u64(r->bytes, r->at, true)
                   : size == 4 ? ls_bytes_u32(r->bytes, r->at, true)
                   : size == 2 ? ls_bytes_u16(r->bytes, r->at, true)
                   : size == 1 ? ls_bytes_u8(r->bytes, r->at)
                               : 0;
    r->at += size;
    return value;
}

static void wrong(ls_items *items, uint64_t at, const char *why)
{
    if (items->wrong)
        return;
    items->wrong = why;
    items->wrong_at = at;
}

/* ------------------------------------------------------------------------------------------- boxes of meta */

/* The first box of that type in [at, end). */
static bool find_box(const ls_bytes *file, uint64_t at, uint64_t end, const char *type, ls_box *box)
{
    for (; ls_box_read(file, at, end, false, box) && !box->cut; at = box->end)
        if (ls_box_is(box, type))
            return true;
    return false;
}

static bool find_in_meta(const ls_bytes *file, const ls_box *meta, const char *type, ls_box *box)
{
    const uint64_t end = meta->cut ? file->size : meta->end;
    return find_box(file, meta->body + (ls_box_meta_is_full(file, meta->body) ? 4 : 0), end, type, box);
}

/* -------------------------------------------------------------------------------------- what items there are */

static int by_id(const void *left, const void *right)
{
    const ls_item *a = left, *b = right;
    return a->id < b->id ? -1 : a->id > b->id;
}

static ls_item *find(const ls_items *items, uint32_t id)
{
    const ls_item key = {.id = id};
    return items->count ? bsearch(&key, items->items, items->count, sizeof key, by_id) : NULL;
}

const ls_item *ls_items_find(const ls_items *items, uint32_t id)
{
    return find(items, id);
}

/* The text at `*at` up to its NUL, which has to be there; *at is moved behind it. */
static ls_bytes text_at(const ls_bytes *body, uint64_t *at)
{
    const size_t end = ls_bytes_find(body, *at, 0);
    const ls_bytes text = ls_bytes_part(body, *at, end - (*at < end ? *at : end));
    *at = (uint64_t)end + 1;
    return text;
}

static bool is_text(const ls_bytes *text, const char *expected)
{
    return text->size == strlen(expected) && ls_bytes_match(text, 0, expected, text->size);
}

/* infe (8.11.6): versions 0 and 1 name a content type where 2 and 3 name the kind of item. */
static ls_item entry_of(const ls_bytes *body)
{
    const unsigned version = ls_bytes_u8(body, 0);
    struct reader r = {.bytes = body, .at = 4};
    ls_item item = {.hidden = version >= 2 && ls_bytes_u8(body, 3) & 1};
    item.id = (uint32_t)take(&r, version == 3 ? 4 : 2);
    take(&r, 2);
    memcpy(item.type, "mime", 4);
    if (version >= 2 && ls_bytes_has(body, r.at, 4)) {
        memcpy(item.type, body->data + r.at, 4);
        r.at += 4;
    }
    text_at(body, &r.at); /* the item's name */
    if (strcmp(item.type, "mime") == 0) {
        const ls_bytes content = text_at(body, &r.at), encoding = text_at(body, &r.at);
        item.part = is_text(&content, "application/rdf+xml") ? LS_ITEM_XMP : LS_ITEM_MIME;
        item.encoded = encoding.size > 0;
    } else if (strcmp(item.type, "uri ") == 0) {
        item.part = LS_ITEM_URI;
    } else if (strcmp(item.type, "Exif") == 0) {
        item.part = LS_ITEM_EXIF;
    } else if (strcmp(item.type, "tmap") == 0) {
        item.part = LS_ITEM_TONE_MAP;
    }
    return item;
}

static ls_status add_item(ls_items *items, ls_arena *arena, size_t *capacity, ls_item item)
{
    ls_item *list = ls_arena_grow(arena, items->items, items->count, capacity, sizeof *list);
    if (!list)
        return LS_E_NOMEM;
    items->items = list;
    list[items->count++] = item;
    return LS_OK;
}

static void sort_items(ls_items *items)
{
    if (items->count)
        qsort(items->items, items->count, sizeof *items->items, by_id);
    size_t kept = 0;
    for (size_t i = 0; i < items->count; i++)
        if (kept && items->items[kept - 1].id == items->items[i].id)
            wrong(items, 0, "two items have one number");
        else
            items->items[kept++] = items->items[i];
    items->count = kept;
}

static ls_status read_entries(const ls_bytes *file, const ls_box *meta, ls_arena *arena, ls_items *items)
{
    ls_box iinf, infe;
    size_t capacity = 0;
    if (!find_in_meta(file, meta, "iinf", &iinf))
        return LS_OK;
    uint64_t at = iinf.body + (ls_bytes_u8(file, iinf.body) ? 8 : 6);
    for (; ls_box_read(file, at, iinf.end, false, &infe) && !infe.cut; at = infe.end) {
        if (!ls_box_is(&infe, "infe"))
            continue;
        if (items->count == LS_ITEMS_MAX) {
            wrong(items, at, "too many items");
            break;
        }
        const ls_bytes body = ls_box_body(file, &infe);
        ls_status status = add_item(items, arena, &capacity, entry_of(&body));
        if (status)
            return status;
    }
    sort_items(items);
    return LS_OK;
}

/* --------------------------------------------------------------------------------------------- where they lie */

struct iloc {
    struct reader r;
    unsigned version, offset_size, length_size, base_size, index_size;
    uint64_t left; /* items still to come */
};

static bool is_size(unsigned size)
{
    return size == 0 || size == 4 || size == 8;
}

/* The head of the item location box (8.11.3). */
static bool iloc_begin(const ls_bytes *body, struct iloc *iloc)
{
    *iloc = (struct iloc){.r = {.bytes = body, .at = 4}, .version = ls_bytes_u8(body, 0)};
    const unsigned sizes = (unsigned)take(&iloc->r, 2);
    iloc->offset_size = sizes >> 12;
    iloc->length_size = sizes >> 8 & 15;
    iloc->base_size = sizes >> 4 & 15;
    iloc->index_size = iloc->version ? sizes & 15 : 0;
    iloc->left = take(&iloc->r, iloc->version < 2 ? 2 : 4);
    return iloc->version <= 2 && !iloc->r.ended && is_size(iloc->offset_size) && is_size(iloc->length_size) &&
           is_size(iloc->base_size) && is_size(iloc->index_size);
}

struct location {
    uint32_t id;
    unsigned method;
    uint64_t base;
    unsigned extents;
    bool elsewhere; /* the data reference does not mean this file */
};

static bool iloc_next(struct iloc *iloc, struct location *location)
{
    struct reader *r = &iloc->r;
    if (!iloc->left)
        return false;
    iloc->left--;
    location->id = (uint32_t)take(r, iloc->version < 2 ? 2 : 4);
    location->method = iloc->version ? (unsigned)take(r, 2) & 15 : 0;
    location->elsewhere = take(r, 2) != 0;
    location->base = take(r, iloc->base_size);
    location->extents = (unsigned)take(r, 2);
    /* extents of no bytes at all: one says as much as 65535 */
    if (!(iloc->index_size + iloc->offset_size + iloc->length_size) && location->extents > 1)
        location->extents = 1;
    return !r->ended;
}

static ls_extent iloc_extent(struct iloc *iloc, const struct location *location)
{
    take(&iloc->r, iloc->index_size);
    const uint64_t offset = take(&iloc->r, iloc->offset_size), length = take(&iloc->r, iloc->length_size);
    const uint64_t from = offset > UINT64_MAX - location->base ? UINT64_MAX : location->base + offset;
    return (ls_extent){from, length};
}

uint64_t ls_iloc_size(const ls_bytes *body)
{
    struct iloc iloc;
    struct location location;
    if (!iloc_begin(body, &iloc))
        return 0;
    while (iloc_next(&iloc, &location))
        iloc.r.at += (uint64_t)location.extents * (iloc.index_size + iloc.offset_size + iloc.length_size);
    return iloc.r.ended || iloc.r.at > body->size ? 0 : iloc.r.at;
}

static ls_status add_extent(ls_items *items, ls_arena *arena, ls_extent extent)
{
    if (items->extent_count == LS_ITEM_PARTS_MAX) {
        wrong(items, extent.from, "too many extents of items");
        return LS_OK;
    }
    ls_extent *list =
        ls_arena_grow(arena, items->extents, items->extent_count, &items->extent_capacity, sizeof *list);
    if (!list)
        return LS_E_NOMEM;
    items->extents = list;
    list[items->extent_count++] = extent;
    return LS_OK;
}

/* Construction method 1 counts from the start of the idat box, and ends with it. */
static bool put_in_file(const ls_bytes *file, const ls_box *idat, unsigned method, ls_extent *extent)
{
    const uint64_t base = method ? idat->body : 0, end = method ? idat->end : file->size;
    if (extent->from > end - base || extent->length > end - base - extent->from)
        return false;
    extent->from += base;
    return true;
}

static ls_status read_extents(const ls_bytes *file, const ls_box *idat, struct iloc *iloc, const struct location *location,
                              ls_arena *arena, ls_items *items)
{
    ls_item *item = find(items, location->id), nobody = {0};
    if (!item || item->count)
        wrong(items, 0, item ? "the place of an item is told twice" : "the place of an item that is not there");
    if (!item || item->count)
        item = &nobody;
    item->elsewhere = location->elsewhere || location->method > 1;
    if (item->elsewhere)
        wrong(items, 0, location->method > 1 ? "an item inside another item is not read" : "an item in another file is not read");
    item->first = items->extent_count;
    ls_status status = LS_OK;
    for (unsigned i = 0; i < location->extents && !status && !iloc->r.ended; i++) {
        ls_extent extent = iloc_extent(iloc, location);
        if (item->elsewhere || !extent.length)
            continue;
        if (put_in_file(file, idat, location->method, &extent))
            status = add_extent(items, arena, extent);
        else
            wrong(items, 0, "an item runs past the end of the file");
    }
    item->count = items->extent_count - item->first;
    return status;
}

static ls_status read_locations(const ls_bytes *file, const ls_box *meta, ls_arena *arena, ls_items *items)
{
    ls_box box, idat = {0};
    struct iloc iloc;
    struct location location;
    if (!find_in_meta(file, meta, "iloc", &box))
        return LS_OK;
    const ls_bytes body = ls_box_body(file, &box);
    find_in_meta(file, meta, "idat", &idat);
    if (!iloc_begin(&body, &iloc))
        wrong(items, box.at, "the places of items cannot be read");
    else
        while (iloc_next(&iloc, &location) && !iloc.r.ended) {
            ls_status status = read_extents(file, &idat, &iloc, &location, arena, items);
            if (status)
                return status;
        }
    if (iloc.r.ended)
        wrong(items, box.at, "the places of items end too soon");
    return LS_OK;
}

/* --------------------------------------------------------------------------- how they belong to each other */

static int by_from(const void *left, const void *right)
{
    const ls_reference *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* One box of the item reference box (8.11.12). */
static ls_status read_reference(const ls_bytes *file, const ls_box *box, unsigned size, ls_arena *arena, ls_items *items)
{
    const ls_bytes body = ls_box_body(file, box);
    struct reader r = {.bytes = &body};
    ls_reference reference = {.from = (uint32_t)take(&r, size)};
    memcpy(reference.type, box->type, 4);
    for (unsigned left = (unsigned)take(&r, 2); left && !r.ended; left--) {
        reference.to = (uint32_t)take(&r, size);
        if (items->reference_count == LS_ITEM_PARTS_MAX) {
            wrong(items, box->at, "too many references between items");
            return LS_OK;
        }
        ls_reference *list =
            ls_arena_grow(arena, items->references, items->reference_count, &items->reference_capacity, sizeof *list);
        if (!list)
            return LS_E_NOMEM;
        items->references = list;
        reference.order = (uint32_t)items->reference_count;
        list[items->reference_count] = reference;
        items->reference_count += !r.ended;
    }
    if (r.ended)
        wrong(items, box->at, "a reference between items ends too soon");
    return LS_OK;
}

static ls_status read_references(const ls_bytes *file, const ls_box *meta, ls_arena *arena, ls_items *items)
{
    ls_box iref, box;
    if (!find_in_meta(file, meta, "iref", &iref))
        return LS_OK;
    const unsigned size = ls_bytes_u8(file, iref.body) ? 4 : 2;
    for (uint64_t at = iref.body + 4; ls_box_read(file, at, iref.end, false, &box) && !box.cut; at = box.end) {
        ls_status status = read_reference(file, &box, size, arena, items);
        if (status)
            return status;
    }
    if (items->reference_count)
        qsort(items->references, items->reference_count, sizeof *items->references, by_from);
    return LS_OK;
}

/* ------------------------------------------------------------------------------------------------ properties */

/* Transparency in HEVC (ISO/IEC 23008-2), AV1 and all others (ISO/IEC 23001-17), and as early writers spelt it. */
static bool is_alpha(const ls_bytes *body)
{
    static const char *const names[] = {"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1",
                                        "urn:mpeg:avc:2015:auxid:1"};
    uint64_t at = 4;
    const ls_bytes text = text_at(body, &at);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_text(&text, names[i]))
            return true;
    return false;
}

static ls_status associate(const ls_bytes *file, ls_arena *arena, ls_items *items, ls_association association)
{
    ls_item *item = find(items, association.item);
    if (!item || !association.property || association.property > items->property_count)
        return LS_OK;
    if (items->association_count == LS_ITEM_PARTS_MAX) {
        wrong(items, 0, "too many properties of items");
        return LS_OK;
    }
    ls_association *list =
        ls_arena_grow(arena, items->associations, items->association_count, &items->association_capacity, sizeof *list);
    if (!list)
        return LS_E_NOMEM;
    items->associations = list;
    list[items->association_count++] = association;
    const ls_box *box = &items->properties[association.property - 1];
    const ls_bytes body = ls_box_body(file, box);
    if (ls_box_is(box, "auxC"))
        item->alpha |= is_alpha(&body);
    if (ls_box_is(box, "hvcC"))
        item->length_size = (ls_bytes_u8(&body, 21) & 3) + 1;
    if (ls_box_is(box, "ispe") && !item->width) {
        item->width = ls_bytes_u32(&body, 4, true);
        item->height = ls_bytes_u32(&body, 8, true);
    }
    return LS_OK;
}

/* The item property association box (HEIF, 9.3.1). */
static ls_status read_associations(const ls_bytes *file, const ls_box *box, ls_arena *arena, ls_items *items)
{
    const ls_bytes body = ls_box_body(file, box);
    struct reader r = {.bytes = &body, .at = 4};
    const bool wide = ls_bytes_u8(&body, 3) & 1;
    const unsigned id_size = ls_bytes_u8(&body, 0) ? 4 : 2;
    ls_status status = LS_OK;
    for (uint64_t left = take(&r, 4); left && !r.ended && !status; left--) {
        ls_association association = {.item = (uint32_t)take(&r, id_size)};
        for (unsigned count = (unsigned)take(&r, 1); count && !r.ended && !status; count--) {
            const unsigned index = (unsigned)take(&r, wide ? 2 : 1), flag = wide ? 0x8000 : 0x80;
            association.property = (uint16_t)(index & (flag - 1));
            association.essential = index & flag;
            if (!r.ended)
                status = associate(file, arena, items, association);
        }
    }
    if (r.ended)
        wrong(items, box->at, "the properties of items end too soon");
    return status;
}

static ls_status read_properties(const ls_bytes *file, const ls_box *meta, ls_arena *arena, ls_items *items)
{
    ls_box iprp, ipco, box;
    ls_status status = LS_OK;
    if (!find_in_meta(file, meta, "iprp", &iprp))
        return LS_OK;
    if (find_box(file, iprp.body, iprp.end, "ipco", &ipco))
        for (uint64_t at = ipco.body; ls_box_read(file, at, ipco.end, false, &box) && !box.cut && items->property_count < 0x7FFF; at = box.end) {
            ls_box *list =
                ls_arena_grow(arena, items->properties, items->property_count, &items->property_capacity, sizeof *list);
            if (!list)
                return LS_E_NOMEM;
            items->properties = list;
            list[items->property_count++] = box;
        }
    for (uint64_t at = iprp.body; ls_box_read(file, at, iprp.end, false, &box) && !box.cut && !status; at = box.end)
        if (ls_box_is(&box, "ipma"))
            status = read_associations(file, &box, arena, items);
    return status;
}

/* ------------------------------------------------------------------------------------------- what each is for */

bool ls_item_is_shown(const ls_item *item)
{
    return item->part == LS_ITEM_MAIN || item->part == LS_ITEM_PICTURE;
}

static bool is_picture(const ls_item *item)
{
    static const char *const types[] = {"hvc1", "hev1", "av01", "grid", "iovl", "iden", "jpeg", "avc1", "vvc1", "j2k1",
                                        "unci", "lhv1", "hvt1", "mski", "evc1", "sato"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(item->type, types[i]) == 0)
            return true;
    return false;
}

struct sorting {
    const ls_bytes *file;
    ls_items *items;
    ls_reference *by_to; /* auxl references, ascending by `to`, kept in `from` */
    size_t by_to_count;
    ls_item **queue;
    size_t queued, done;
};

/* First of the references with this `from`. */
static size_t first_reference(const ls_reference *list, size_t count, uint32_t from)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (list[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void give(struct sorting *s, ls_item *item, ls_item_part part)
{
    if (!item || item->part != LS_ITEM_UNUSED)
        return;
    item->part = part;
    s->queue[s->queued++] = item;
}

/* How many pictures a derived one is put together of (HEIF, 6.6.2): the rows and columns of a grid; what else it refers to it does not show. */
static uint64_t inputs_of(const struct sorting *s, const ls_item *item)
{
    const ls_extent *extent = item->count ? &s->items->extents[item->first] : NULL;
    if (strcmp(item->type, "iden") == 0)
        return 1;
    if (strcmp(item->type, "grid") != 0)
        return UINT64_MAX;
    if (!extent || extent->length < 8)
        return 0;
    return (ls_bytes_u8(s->file, extent->from + 2) + 1ull) * (ls_bytes_u8(s->file, extent->from + 3) + 1ull);
}

/* The item, what it is put together of, and the transparency of each. An item is taken once, so this ends. */
static void take_closure(struct sorting *s, ls_item *root, ls_item_part part)
{
    const ls_items *items = s->items;
    give(s, root, part);
    for (; s->done < s->queued; s->done++) {
        const uint32_t id = s->queue[s->done]->id;
        uint64_t inputs = inputs_of(s, s->queue[s->done]);
        for (size_t i = first_reference(items->references, items->reference_count, id);
             i < items->reference_count && items->references[i].from == id && inputs; i++)
            if (strcmp(items->references[i].type, "dimg") == 0) {
                give(s, find(items, items->references[i].to), part);
                inputs--;
            }
        for (size_t i = first_reference(s->by_to, s->by_to_count, id); i < s->by_to_count && s->by_to[i].from == id; i++) {
            ls_item *other = find(items, s->by_to[i].to);
            if (other && other->alpha)
                give(s, other, part);
        }
    }
}

static void take_tone_map(struct sorting *s, const ls_item *map)
{
    const ls_items *items = s->items;
    for (size_t i = first_reference(items->references, items->reference_count, map->id);
         i < items->reference_count && items->references[i].from == map->id; i++)
        if (strcmp(items->references[i].type, "dimg") == 0)
            take_closure(s, find(items, items->references[i].to), LS_ITEM_GAIN_MAP);
}

/* Does a reference of this type go out from the item? */
static bool refers(const ls_items *items, const ls_item *item, const char *type)
{
    for (size_t i = first_reference(items->references, items->reference_count, item->id);
         i < items->reference_count && items->references[i].from == item->id; i++)
        if (strcmp(items->references[i].type, type) == 0)
            return true;
    return false;
}

/* Parts that some need come before those that stand alone: a tile of a thumbnail is no picture of its own. */
static void sort_out(struct sorting *s)
{
    ls_items *items = s->items;
    if (!items->count)
        return;
    ls_item *end = items->items + items->count;
    for (ls_item *item = items->items; item < end; item++)
        item->depicts = refers(items, item, "thmb") || refers(items, item, "auxl");
    take_closure(s, find(items, items->primary), LS_ITEM_MAIN);
    for (ls_item *item = items->items; item < end; item++)
        if (item->part == LS_ITEM_TONE_MAP)
            take_tone_map(s, item);
    for (ls_item *item = items->items; item < end; item++)
        if (is_picture(item) && !item->hidden && !item->depicts)
            take_closure(s, item, LS_ITEM_PICTURE);
    for (ls_item *item = items->items; item < end; item++)
        if (is_picture(item) && refers(items, item, "thmb"))
            take_closure(s, item, LS_ITEM_THUMBNAIL);
    for (ls_item *item = items->items; item < end; item++)
        if (is_picture(item) && item->depicts)
            take_closure(s, item, LS_ITEM_AUXILIARY);
    for (ls_item *item = items->items; item < end; item++)
        if (is_picture(item))
            take_closure(s, item, LS_ITEM_HIDDEN);
    for (const ls_item *item = items->items; item < end; item++)
        items->shown += item->id == items->primary || (is_picture(item) && !item->hidden && !item->depicts);
}

static ls_status find_parts(const ls_bytes *file, ls_items *items, ls_arena *arena)
{
    struct sorting s = {.file = file,
                        .items = items,
                        .by_to = ls_arena_array(arena, items->reference_count + 1, sizeof *s.by_to),
                        .queue = ls_arena_array(arena, items->count + 1, sizeof *s.queue)};
    if (!s.by_to || !s.queue)
        return LS_E_NOMEM;
    for (size_t i = 0; i < items->reference_count; i++)
        if (strcmp(items->references[i].type, "auxl") == 0)
            s.by_to[s.by_to_count++] = (ls_reference){.from = items->references[i].to, .to = items->references[i].from, .order = (uint32_t)i};
    if (s.by_to_count)
        qsort(s.by_to, s.by_to_count, sizeof *s.by_to, by_from);
    sort_out(&s);
    return LS_OK;
}

ls_status ls_items_read(const ls_bytes *file, const ls_box *meta, ls_arena *arena, ls_items *out)
{
    ls_box pitm;
    *out = (ls_items){0};
    ls_status status = read_entries(file, meta, arena, out);
    if (!status)
        status = read_locations(file, meta, arena, out);
    if (!status)
        status = read_references(file, meta, arena, out);
    if (!status)
        status = read_properties(file, meta, arena, out);
    if (find_in_meta(file, meta, "pitm", &pitm)) {
        const bool wide = ls_bytes_u8(file, pitm.body) > 0;
        out->primary = wide ? ls_bytes_u32(file, pitm.body + 4, true) : ls_bytes_u16(file, pitm.body + 4, true);
        if (!find(out, out->primary))
            wrong(out, pitm.at, "the primary picture is not there");
    }
    return status ? status : find_parts(file, out, arena);
}

/* --------------------------------------------------------------------------------------- where there are some */

bool ls_items_next_meta(const ls_bytes *file, ls_meta_place *place, ls_box *meta)
{
    static const char *const outer[] = {"moov", "trak"};
    if (!place->begun) {
        place->begun = true;
        place->end[0] = file->size;
    }
    for (;;) {
        const unsigned level = place->level;
        ls_box box;
        if (!ls_box_read(file, place->at[level], place->end[level], level == 0, &box)) {
            if (!level)
                return false;
            place->level--;
            continue;
        }
        place->at[level] = box.cut ? place->end[level] : box.end;
        if (ls_box_is(&box, "meta")) {
            *meta = box;
            return true;
        }
        if (level < 2 && ls_box_is(&box, outer[level])) {
            place->level = level + 1;
            place->at[level + 1] = box.body;
            place->end[level + 1] = box.cut ? place->end[level] : box.end;
        }
    }
}
