/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HEIC and AVIF, item by item: the pictures that viewers show, what they are put together of and their transparency, with the properties
 * that display needs. Boxes are written anew; coded data is packed into one mdat in the order of the items.
 */
#include "clean/heif.h"

#include "container/walk.h"

#include <string.h>

#define PROPERTIES_MAX 127u /* of all items that are kept: an index has seven bits */
#define ITEMS_KEPT_MAX 65534u

/* Display and decoding (HEIF, 6.5; MIAF, 7.3; AV1 Image File Format, 2). */
bool ls_clean_heif_displays(const char *type)
{
    static const char *const types[] = {"ispe", "pixi", "colr", "auxC", "irot", "imir", "clap", "pasp", "rloc", "lsel", "a1op",
                                        "a1lx", "clli", "mdcv", "amve", "hvcC", "av1C", "avcC", "vvcC"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (memcmp(type, types[i], 4) == 0)
            return true;
    return false;
}

bool ls_clean_heif_refers(const char *type)
{
    return strcmp(type, "dimg") == 0 || strcmp(type, "auxl") == 0 || strcmp(type, "prem") == 0;
}

bool ls_clean_heif_items(const ls_bytes *file, ls_arena *arena, ls_items *items)
{
    ls_meta_place place = {.begun = false};
    ls_box meta;
    return ls_items_next_meta(file, &place, &meta) && place.level == 0 && !ls_items_read(file, &meta, arena, items) && !items->wrong;
}

bool ls_clean_heif_is_profile(const ls_bytes *body)
{
    return ls_bytes_match(body, 0, "prof", 4) || ls_bytes_match(body, 0, "rICC", 4);
}

typedef struct heif_copy {
    ls_cleaning *cleaning;
    ls_items items;
    uint32_t *numbers;        /* of each item in the new file, 0: it is left out */
    uint32_t count;           /* items kept */
    uint16_t *properties;     /* new index of each property, 0: left out */
    ls_bytes *profiles;       /* of each property that is a colour profile, what is left of it */
    unsigned property_count;  /* properties kept */
    size_t *places;           /* where each kept item's location stands in the output */
    const ls_item *tone_map;  /* that stays; NULL: there is none */
} heif_copy;

/* ------------------------------------------------------------------------------------------------ what is kept */

/* What the walker found in coded data or in a decoder's parameters beside the picture cannot be cut out of them. */
static ls_status refuse_messages(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        if (strncmp(range->path, "heif/image/", 11) == 0)
            return ls_cleaning_refuse(cleaning, "byte %llu: %s is part of the coded picture", (unsigned long long)range->from, range->path);
        if (strcmp(range->path, "heif/moov") == 0)
            return ls_cleaning_refuse(cleaning, "a sequence of pictures");
    }
    return LS_OK;
}

static uint32_t number_of(const heif_copy *copy, uint32_t id)
{
    const ls_item *item = ls_items_find(&copy->items, id);
    return item ? copy->numbers[item - copy->items.items] : 0;
}

static ls_status choose_items(heif_copy *copy)
{
    const ls_items *items = &copy->items;
    copy->numbers = ls_arena_array(copy->cleaning->arena, items->count + 1, sizeof *copy->numbers);
    copy->places = ls_arena_array(copy->cleaning->arena, items->count + 1, sizeof *copy->places);
    if (!copy->numbers || !copy->places)
        return LS_E_NOMEM;
    for (size_t i = 0; i < items->count; i++)
        if (ls_clean_heif_stays(&items->items[i], copy->cleaning->in->keep))
            copy->numbers[i] = ++copy->count;
    return copy->count && copy->count <= ITEMS_KEPT_MAX && number_of(copy, items->primary)
               ? LS_OK
               : ls_cleaning_refuse(copy->cleaning, "no primary picture");
}

static ls_status clean_profile(heif_copy *copy, size_t index, const ls_bytes *body)
{
    const ls_bytes profile = ls_bytes_after(body, 4);
    const ls_status status = ls_clean_icc(copy->cleaning, &profile);
    copy->profiles[index] = copy->cleaning->icc;
    return status;
}

static ls_status choose_property(heif_copy *copy, const ls_association *association)
{
    const size_t index = association->property - 1u;
    const ls_box *box = &copy->items.properties[index];
    const ls_bytes body = ls_box_body(&copy->cleaning->file, box);
    if (!number_of(copy, association->item) || copy->properties[index])
        return LS_OK;
    if (!ls_clean_heif_displays(box->type))
        return association->essential
                   ? ls_cleaning_refuse(copy->cleaning, "byte %llu: a property that display needs and that is not known", (unsigned long long)box->at)
                   : LS_OK;
    if (ls_box_is(box, "colr") && ls_clean_heif_is_profile(&body)) {
        const ls_status status = clean_profile(copy, index, &body);
        if (status || !copy->profiles[index].size)
            return status;
    }
    if (copy->property_count == PROPERTIES_MAX)
        return ls_cleaning_refuse(copy->cleaning, "more than %u properties of pictures", PROPERTIES_MAX);
    copy->properties[index] = (uint16_t)++copy->property_count;
    return LS_OK;
}

/* Properties are numbered as they are first used. */
static ls_status choose_properties(heif_copy *copy)
{
    ls_arena *arena = copy->cleaning->arena;
    ls_status status = LS_OK;
    copy->properties = ls_arena_array(arena, copy->items.property_count + 1, sizeof *copy->properties);
    copy->profiles = ls_arena_array(arena, copy->items.property_count + 1, sizeof *copy->profiles);
    if (!copy->properties || !copy->profiles)
        return LS_E_NOMEM;
    for (size_t i = 0; i < copy->items.association_count && !status; i++)
        status = choose_property(copy, &copy->items.associations[i]);
    return status;
}

/* The Exif block that stays when something of it is to be kept. Orientation is a property here, so alone it is not. */
static ls_status find_exif(heif_copy *copy)
{
    ls_cleaning *cleaning = copy->cleaning;
    for (size_t i = 0; i < copy->items.count && (cleaning->in->keep & ~(unsigned)LS_KEEP_HDR); i++) {
        const ls_item *item = &copy->items.items[i];
        if (item->part != LS_ITEM_EXIF || item->count != 1)
            continue;
        const ls_extent *extent = &copy->items.extents[item->first];
        const ls_bytes block = ls_bytes_part(&cleaning->file, extent->from, extent->length);
        const ls_bytes tiff = ls_bytes_after(&block, 4ull + ls_bytes_u32(&block, 0, true));
        return ls_clean_exif(cleaning, &tiff);
    }
    return LS_OK;
}

/* ------------------------------------------------------------------------------------------------- the new file */

static void u8(heif_copy *copy, unsigned value)
{
    ls_cleaning_u8(copy->cleaning, value);
}

static void u16(heif_copy *copy, unsigned value)
{
    ls_cleaning_u16(copy->cleaning, value, true);
}

static void u32(heif_copy *copy, uint32_t value)
{
    ls_cleaning_u32(copy->cleaning, value, true);
}

static void put(heif_copy *copy, const void *bytes, size_t size)
{
    ls_buffer_add(copy->cleaning->out, bytes, size);
}

static void patch(heif_copy *copy, size_t at, uint64_t value)
{
    for (unsigned i = 0; i < 4 && !copy->cleaning->out->status; i++)
        copy->cleaning->out->data[at + i] = (char)(value >> 8 * (3 - i));
}

static size_t begin(heif_copy *copy, const char *type)
{
    const size_t at = copy->cleaning->out->size;
    u32(copy, 0);
    put(copy, type, 4);
    return at;
}

static size_t begin_full(heif_copy *copy, const char *type, unsigned version, unsigned flags)
{
    const size_t at = begin(copy, type);
    u32(copy, version << 24 | flags);
    return at;
}

static void end(heif_copy *copy, size_t at)
{
    patch(copy, at, copy->cleaning->out->size - at);
}

/* Brands of still pictures and of the profiles that they keep to (HEIF, 10; MIAF, 10; AV1 Image File Format, 6). */
static void write_brands(heif_copy *copy)
{
    static const char known[][5] = {"heic", "heix", "heim", "heis", "mif1", "mif2", "avif", "avci", "miaf", "MiHB", "MiHE", "MiPr", "MA1A", "MA1B"};
    const ls_bytes *file = &copy->cleaning->file;
    const size_t ftyp = begin(copy, "ftyp");
    const uint64_t size = ls_bytes_u32(file, 0, true);
    const char *major = "mif1";
    for (size_t i = 0; i < 8; i++)
        if (ls_bytes_match(file, 8, known[i], 4))
            major = known[i];
    put(copy, major, 4);
    u32(copy, 0);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        for (uint64_t at = 8; at + 4 <= size; at += at == 8 ? 8 : 4)
            if (ls_bytes_match(file, at, known[i], 4)) {
                put(copy, known[i], 4);
                break;
            }
    for (uint64_t at = 16; copy->tone_map && at + 4 <= size; at += 4)
        if (ls_bytes_match(file, at, "tmap", 4)) { /* ISO 21496-1, C.3: the file has tone-mapped pictures */
            put(copy, "tmap", 4);
            break;
        }
    end(copy, ftyp);
}

static void write_handler(heif_copy *copy)
{
    const size_t hdlr = begin_full(copy, "hdlr", 0, 0);
    u32(copy, 0);
    put(copy, "pict\0\0\0\0\0\0\0\0\0\0\0\0", 17); /* 12 zeros and an empty name */
    end(copy, hdlr);
}

static void write_entry(heif_copy *copy, uint32_t number, const char *type, bool hidden)
{
    const size_t infe = begin_full(copy, "infe", 2, hidden);
    u16(copy, number);
    u16(copy, 0);
    put(copy, type, 4);
    u8(copy, 0);
    end(copy, infe);
}

static void write_entries(heif_copy *copy)
{
    const bool exif = copy->cleaning->exif.size > 0;
    const size_t iinf = begin_full(copy, "iinf", 0, 0);
    u16(copy, copy->count + exif);
    for (size_t i = 0; i < copy->items.count; i++)
        if (copy->numbers[i])
            write_entry(copy, copy->numbers[i], copy->items.items[i].type, copy->items.items[i].hidden);
    if (exif)
        write_entry(copy, copy->count + 1, "Exif", true);
    end(copy, iinf);
}

/* References of one type that go out from one item stand in one box. */
static size_t write_reference(heif_copy *copy, size_t first)
{
    const ls_items *items = &copy->items;
    const ls_reference *reference = &items->references[first];
    const size_t box = begin(copy, reference->type);
    size_t i = first, count = 0;
    u16(copy, number_of(copy, reference->from));
    const size_t place = copy->cleaning->out->size;
    u16(copy, 0);
    for (; i < items->reference_count && items->references[i].from == reference->from && strcmp(items->references[i].type, reference->type) == 0; i++) {
        const uint32_t to = number_of(copy, items->references[i].to);
        if (to)
            u16(copy, to);
        count += to > 0;
    }
    if (count) {
        if (!copy->cleaning->out->status)
            copy->cleaning->out->data[place] = (char)(count >> 8), copy->cleaning->out->data[place + 1] = (char)count;
        end(copy, box);
    } else {
        copy->cleaning->out->size = box;
    }
    return i;
}

static void write_references(heif_copy *copy)
{
    const ls_items *items = &copy->items;
    const size_t iref = begin_full(copy, "iref", 0, 0), empty = copy->cleaning->out->size;
    for (size_t i = 0; i < items->reference_count;)
        i = ls_clean_heif_refers(items->references[i].type) && number_of(copy, items->references[i].from) ? write_reference(copy, i) : i + 1;
    if (copy->cleaning->exif.size) {
        const size_t cdsc = begin(copy, "cdsc");
        u16(copy, copy->count + 1);
        u16(copy, 1);
        u16(copy, number_of(copy, items->primary));
        end(copy, cdsc);
    }
    if (copy->cleaning->out->size == empty)
        copy->cleaning->out->size = iref;
    else
        end(copy, iref);
}

/* Content as far as it is structure: what a box has behind that is a range of its own. */
static ls_bytes known_part(const heif_copy *copy, const ls_box *box)
{
    const ls_container *container = copy->cleaning->in->container;
    ls_bytes body = ls_box_body(&copy->cleaning->file, box);
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        const size_t size = strlen(range->path);
        if (range->from > box->body && range->from < box->end && size > 8 && strcmp(range->path + size - 8, "/surplus") == 0)
            body = ls_bytes_part(&body, 0, range->from - box->body);
    }
    return body;
}

static void write_property(heif_copy *copy, size_t index)
{
    const ls_box *box = &copy->items.properties[index];
    const ls_bytes *profile = &copy->profiles[index], body = known_part(copy, box);
    const size_t at = begin(copy, box->type);
    if (profile->size) {
        put(copy, "prof", 4);
        ls_cleaning_copy(copy->cleaning, profile);
    } else {
        ls_cleaning_copy(copy->cleaning, &body);
    }
    end(copy, at);
}

static void write_associations(heif_copy *copy)
{
    const ls_items *items = &copy->items;
    const size_t ipma = begin_full(copy, "ipma", 0, 0), place = copy->cleaning->out->size;
    uint32_t entries = 0;
    u32(copy, 0);
    for (size_t i = 0; i < items->association_count;) {
        const uint32_t id = items->associations[i].item;
        const size_t from = copy->cleaning->out->size;
        unsigned count = 0;
        u16(copy, number_of(copy, id));
        u8(copy, 0);
        for (; i < items->association_count && items->associations[i].item == id; i++) {
            const unsigned index = copy->properties[items->associations[i].property - 1];
            if (index && number_of(copy, id) && count < 255) {
                u8(copy, index | (items->associations[i].essential ? 0x80 : 0));
                count++;
            }
        }
        if (!count)
            copy->cleaning->out->size = from;
        else if (!copy->cleaning->out->status)
            copy->cleaning->out->data[from + 2] = (char)count;
        entries += count > 0;
    }
    patch(copy, place, entries);
    end(copy, ipma);
}

static void write_properties(heif_copy *copy)
{
    const size_t iprp = begin(copy, "iprp"), ipco = begin(copy, "ipco");
    for (unsigned next = 1; next <= copy->property_count; next++)
        for (size_t i = 0; i < copy->items.property_count; i++)
            if (copy->properties[i] == next)
                write_property(copy, i);
    end(copy, ipco);
    write_associations(copy);
    end(copy, iprp);
}

static void write_location(heif_copy *copy, uint32_t number)
{
    u16(copy, number);
    u16(copy, 0);
    u16(copy, 1);
    copy->places[number - 1] = copy->cleaning->out->size;
    u32(copy, 0);
    u32(copy, 0);
}

static void write_locations(heif_copy *copy)
{
    const uint32_t count = copy->count + (copy->cleaning->exif.size > 0);
    const size_t iloc = begin_full(copy, "iloc", 0, 0);
    u16(copy, 0x4400); /* offsets and lengths of four bytes, no bases */
    u16(copy, count);
    for (uint32_t number = 1; number <= count; number++)
        write_location(copy, number);
    end(copy, iloc);
}

static void end_item(heif_copy *copy, uint32_t number, size_t from)
{
    patch(copy, copy->places[number - 1], from);
    patch(copy, copy->places[number - 1] + 4, copy->cleaning->out->size - from);
}

static void write_data(heif_copy *copy)
{
    const ls_items *items = &copy->items;
    const size_t mdat = begin(copy, "mdat");
    for (size_t i = 0; i < items->count; i++) {
        const ls_item *item = &items->items[i];
        const size_t from = copy->cleaning->out->size;
        for (size_t j = item->first; copy->numbers[i] && j < item->first + item->count; j++) {
            const ls_bytes part = ls_bytes_part(&copy->cleaning->file, items->extents[j].from, items->extents[j].length);
            ls_cleaning_copy(copy->cleaning, &part);
        }
        if (copy->numbers[i])
            end_item(copy, copy->numbers[i], from);
    }
    if (copy->cleaning->exif.size) {
        const size_t from = copy->cleaning->out->size;
        u32(copy, 0);
        ls_cleaning_copy(copy->cleaning, &copy->cleaning->exif);
        end_item(copy, copy->count + 1, from);
    }
    end(copy, mdat);
}

static void write_groups(heif_copy *copy)
{
    unsigned char groups[LS_HEIF_GROUPS];
    const uint32_t map = copy->tone_map ? copy->tone_map->id : 0, primary = copy->items.primary;
    const ls_alternatives order = map ? ls_clean_heif_alternatives(&copy->cleaning->file, map, primary) : LS_NO_ALTERNATIVES;
    if (!order)
        return;
    ls_clean_heif_groups(order, number_of(copy, map), number_of(copy, primary), groups);
    put(copy, groups, sizeof groups);
}

static ls_status write_file(heif_copy *copy)
{
    write_brands(copy);
    const size_t meta = begin_full(copy, "meta", 0, 0);
    write_handler(copy);
    const size_t pitm = begin_full(copy, "pitm", 0, 0);
    u16(copy, number_of(copy, copy->items.primary));
    end(copy, pitm);
    write_locations(copy);
    write_entries(copy);
    write_references(copy);
    write_properties(copy);
    write_groups(copy);
    end(copy, meta);
    write_data(copy);
    return copy->cleaning->out->size > UINT32_MAX ? ls_cleaning_refuse(copy->cleaning, "larger than four gigabytes") : LS_OK;
}

ls_status ls_clean_heif(ls_cleaning *cleaning)
{
    heif_copy copy = {.cleaning = cleaning};
    ls_status status = refuse_messages(cleaning);
    if (!status && !ls_clean_heif_items(&cleaning->file, cleaning->arena, &copy.items))
        status = ls_cleaning_refuse(cleaning, "its items cannot be read");
    if (!status)
        status = ls_clean_heif_tone_map(cleaning, &copy.items, &copy.tone_map);
    if (!status)
        status = choose_items(&copy);
    if (!status)
        status = choose_properties(&copy);
    if (!status)
        status = find_exif(&copy);
    return status ? status : write_file(&copy);
}
