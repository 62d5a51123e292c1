/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TIFF, page by page: the fields that show a page and its strips or tiles as they are coded, each where it stands in the new file. Smaller
 * pictures, everything below a page and all that tells are left out; what Exif may stay on purpose belongs to the first page.
 */
#include "clean/tiff.h"

#include <string.h>

#define ENTRIES_MAX 128u
#define DNG_BACKWARD_VERSION 0xC613u
#define EXIF_IFD 0x8769u
#define ORIENTATION 0x0112u

/* A value is bytes in the order of the file, or numbers that are written with the width of its offsets. */
typedef struct tiff_entry {
    unsigned tag, type;
    uint64_t count;
    ls_bytes value;
    const uint64_t *numbers;
    uint64_t at; /* where the value stands when there is no room for it in the entry */
} tiff_entry;

typedef struct tiff_directory {
    tiff_entry entries[ENTRIES_MAX];
    size_t count;
} tiff_directory;

typedef struct tiff_copy {
    ls_cleaning *cleaning;
    ls_tiff tiff;
    size_t link; /* where in the output the offset of the next directory goes */
    size_t pages;
} tiff_copy;

/* ------------------------------------------------------------------------------------------------ the new file */

static unsigned width_of(const tiff_copy *copy)
{
    return copy->tiff.wide ? 8 : 4;
}

static void put(tiff_copy *copy, uint64_t number, unsigned size)
{
    unsigned char bytes[8];
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (unsigned char)(number >> 8 * (copy->tiff.big ? size - 1 - i : i));
    ls_buffer_add(copy->cleaning->out, bytes, size);
}

static void patch(tiff_copy *copy, size_t at, uint64_t number)
{
    const unsigned size = width_of(copy);
    ls_buffer *out = copy->cleaning->out;
    for (unsigned i = 0; i < size && !out->status; i++)
        out->data[at + i] = (char)(number >> 8 * (copy->tiff.big ? size - 1 - i : i));
}

/* TIFF 6.0, section 2: values and data begin at even offsets. */
static uint64_t align(tiff_copy *copy)
{
    if (copy->cleaning->out->size % 2)
        put(copy, 0, 1);
    return copy->cleaning->out->size;
}

static uint64_t size_of(const tiff_copy *copy, const tiff_entry *entry)
{
    return entry->numbers ? entry->count * width_of(copy) : entry->value.size;
}

static void put_value(tiff_copy *copy, const tiff_entry *entry)
{
    for (uint64_t i = 0; entry->numbers && i < entry->count; i++)
        put(copy, entry->numbers[i], width_of(copy));
    if (!entry->numbers)
        ls_cleaning_copy(copy->cleaning, &entry->value);
}

static void put_entry(tiff_copy *copy, const tiff_entry *entry)
{
    const uint64_t size = size_of(copy, entry), room = width_of(copy);
    put(copy, entry->tag, 2);
    put(copy, entry->type, 2);
    put(copy, entry->count, width_of(copy));
    if (size > room) {
        put(copy, entry->at, width_of(copy));
        return;
    }
    put_value(copy, entry);
    put(copy, 0, (unsigned)(room - size));
}

/* Values first, then the directory; returns where it stands. copy->link is then the place of the offset behind it. */
static uint64_t put_directory(tiff_copy *copy, tiff_directory *directory)
{
    for (size_t i = 0; i < directory->count; i++) {
        tiff_entry *entry = &directory->entries[i];
        if (size_of(copy, entry) <= width_of(copy))
            continue;
        entry->at = align(copy);
        put_value(copy, entry);
    }
    const uint64_t at = align(copy);
    put(copy, directory->count, copy->tiff.wide ? 8 : 2);
    for (size_t i = 0; i < directory->count; i++)
        put_entry(copy, &directory->entries[i]);
    copy->link = copy->cleaning->out->size;
    put(copy, 0, width_of(copy));
    return at;
}

static void put_header(tiff_copy *copy)
{
    ls_buffer_add(copy->cleaning->out, copy->tiff.big ? "MM" : "II", 2);
    put(copy, copy->tiff.wide ? 43 : 42, 2);
    if (copy->tiff.wide) {
        put(copy, 8, 2); /* bytes of an offset */
        put(copy, 0, 2);
    }
    copy->link = copy->cleaning->out->size;
    put(copy, 0, width_of(copy));
}

/* ------------------------------------------------------------------------------------------------ what stays */

/* In ascending order of tags, as the standard wants it. */
static ls_status add(tiff_copy *copy, tiff_directory *directory, tiff_entry entry)
{
    if (directory->count == ENTRIES_MAX)
        return ls_cleaning_refuse(copy->cleaning, "a page has too many fields");
    size_t at = directory->count++;
    for (; at && directory->entries[at - 1].tag > entry.tag; at--)
        directory->entries[at] = directory->entries[at - 1];
    directory->entries[at] = entry;
    return LS_OK;
}

bool ls_clean_tiff_keeps(const ls_tiff *tiff, const ls_tag *tag)
{
    return ls_tiff_sense_of(tiff, tag) == LS_TIFF_CODING && tag->tag != TIFF_DNG_VERSION && tag->tag != DNG_BACKWARD_VERSION;
}

static ls_status keep_fields(tiff_copy *copy, size_t index, tiff_directory *directory)
{
    const ls_directory *from = &copy->tiff.directories[index];
    ls_status status = LS_OK;
    for (size_t i = from->first; i < from->first + from->count && !status; i++) {
        const ls_tag *tag = &copy->tiff.tags[i];
        const ls_tiff_sense sense = ls_tiff_sense_of_number(tag->tag);
        if (ls_clean_tiff_keeps(&copy->tiff, tag))
            status = add(copy, directory, (tiff_entry){.tag = tag->tag, .type = tag->type, .count = tag->count, .value = tag->value});
        else if ((sense == LS_TIFF_CODING || sense == LS_TIFF_PLACE) && ls_tiff_sense_of(&copy->tiff, tag) == LS_TIFF_PRIVATE)
            status = ls_cleaning_refuse(copy->cleaning, "the field %s is not what the standard has it for", ls_tiff_tag_name(tag->tag));
    }
    return status;
}

static ls_status keep_profile(tiff_copy *copy, size_t index, tiff_directory *directory)
{
    ls_cleaning *cleaning = copy->cleaning;
    const ls_tag *profile = ls_tiff_find_in(&copy->tiff, index, TIFF_ICC_PROFILE);
    if (!profile)
        return LS_OK;
    cleaning->icc = (ls_bytes){0};
    ls_status status = ls_clean_icc(cleaning, &profile->value);
    if (status || !cleaning->icc.size)
        return status;
    return add(copy, directory, (tiff_entry){.tag = TIFF_ICC_PROFILE, .type = TIFF_UNDEFINED, .count = cleaning->icc.size, .value = cleaning->icc});
}

/* The block that exif.c makes is big-endian. */
static ls_status in_own_order(const tiff_copy *copy, const ls_tag *tag, ls_bytes *value)
{
    const unsigned size = tag->type == TIFF_SHORT ? 2 : tag->type == TIFF_ASCII || tag->type == TIFF_BYTE ? 1 : 4; /* of a rational: each of its halves */
    unsigned char *bytes = ls_arena_alloc(copy->cleaning->arena, tag->value.size + 1);
    if (!bytes)
        return LS_E_NOMEM;
    for (size_t i = 0; i < tag->value.size; i++)
        bytes[i] = tag->value.data[copy->tiff.big ? i : i / size * size + size - 1 - i % size];
    *value = ls_bytes_decoded(bytes, tag->value.size, (ls_span){tag->value.from, tag->value.to});
    return LS_OK;
}

static ls_status keep_tags_of(tiff_copy *copy, const ls_tiff *block, ls_ifd ifd, tiff_directory *directory)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < block->count && !status; i++) {
        const ls_tag *tag = &block->tags[i];
        ls_bytes value;
        if (tag->ifd != ifd || tag->tag == EXIF_IFD || tag->tag == ORIENTATION) /* how the page lies is a field of it anyway */
            continue;
        status = in_own_order(copy, tag, &value);
        if (!status)
            status = add(copy, directory, (tiff_entry){.tag = tag->tag, .type = tag->type, .count = tag->count, .value = value});
    }
    return status;
}

/* What the user wants to keep of Exif, in the first page and in a directory below it. */
static ls_status keep_exif(tiff_copy *copy, tiff_directory *directory)
{
    ls_cleaning *cleaning = copy->cleaning;
    tiff_directory *below = ls_arena_alloc(cleaning->arena, sizeof *below);
    uint64_t *at = ls_arena_alloc(cleaning->arena, sizeof *at);
    ls_tiff block;
    ls_status status = below && at ? ls_clean_exif(cleaning, &cleaning->file) : LS_E_NOMEM;
    if (status || !cleaning->exif.size)
        return status;
    status = ls_tiff_read(&cleaning->exif, cleaning->arena, &block);
    if (!status)
        status = keep_tags_of(copy, &block, LS_IFD_0, directory);
    if (!status)
        status = keep_tags_of(copy, &block, LS_IFD_EXIF, below);
    if (status || !below->count)
        return status;
    const size_t link = copy->link;
    *at = put_directory(copy, below);
    copy->link = link;
    return add(copy, directory, (tiff_entry){.tag = EXIF_IFD, .type = copy->tiff.wide ? TIFF_LONG8 : TIFF_LONG, .count = 1, .numbers = at});
}

/* --------------------------------------------------------------------------------------------- strips and tiles */

ls_bytes ls_clean_tiff_unit(const ls_tiff *tiff, const ls_tiff_layout *layout, uint64_t index)
{
    const uint64_t needed = layout->coded ? UINT64_MAX : ls_tiff_unit_size(layout, index);
    uint64_t from = 0, length = needed; /* which old writers leave out where it is known */
    if (!ls_tag_integer(tiff, layout->offsets, (size_t)index, &from) || !from)
        return (ls_bytes){0};
    if (layout->lengths && !ls_tag_integer(tiff, layout->lengths, (size_t)index, &length))
        return (ls_bytes){0};
    return ls_bytes_part(&tiff->block, from, length < needed ? length : needed);
}

/* The first of the photo's ranges that ends behind `at`. */
static size_t range_at(const ls_container *container, uint64_t at)
{
    size_t low = 0, high = container->range_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (container->ranges[middle].to > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

const char *ls_clean_tiff_trim(const ls_container *container, const ls_bytes *unit, uint64_t *shown)
{
    size_t i = range_at(container, unit->from);
    if (i == container->range_count || container->ranges[i].role != LS_ROLE_IMAGE)
        return "what is no picture data";
    *shown = container->ranges[i].to < unit->to ? container->ranges[i].to - unit->from : unit->size;
    for (i++; i < container->range_count && container->ranges[i].from < unit->to; i++)
        if (container->ranges[i].role != LS_ROLE_UNKNOWN && container->ranges[i].role != LS_ROLE_PADDING)
            return container->ranges[i].path;
    return NULL;
}

static ls_status copy_units(tiff_copy *copy, const ls_tiff_layout *layout, tiff_directory *directory)
{
    const size_t count = (size_t)layout->needed;
    const unsigned type = copy->tiff.wide ? TIFF_LONG8 : TIFF_LONG;
    if (layout->needed > ls_tag_present(layout->offsets))
        return ls_cleaning_refuse(copy->cleaning, "a page lacks strips or tiles");
    uint64_t *offsets = ls_arena_array(copy->cleaning->arena, count, sizeof *offsets);
    uint64_t *lengths = ls_arena_array(copy->cleaning->arena, count, sizeof *lengths);
    if (!offsets || !lengths)
        return LS_E_NOMEM;
    for (size_t i = 0; i < count && !copy->cleaning->out->status; i++) {
        ls_bytes unit = ls_clean_tiff_unit(&copy->tiff, layout, i);
        if (!unit.size)
            continue;
        uint64_t shown = 0;
        const char *inside = ls_clean_tiff_trim(copy->cleaning->in->container, &unit, &shown);
        if (inside)
            return ls_cleaning_refuse(copy->cleaning, "%s stands in a strip or tile", inside);
        unit = ls_bytes_part(&unit, 0, shown);
        offsets[i] = align(copy);
        lengths[i] = unit.size;
        ls_cleaning_copy(copy->cleaning, &unit);
    }
    tiff_entry entry = {.tag = layout->tiled ? TIFF_TILE_OFFSETS : TIFF_STRIP_OFFSETS, .type = type, .count = count, .numbers = offsets};
    ls_status status = add(copy, directory, entry);
    entry.tag = layout->tiled ? TIFF_TILE_BYTE_COUNTS : TIFF_STRIP_BYTE_COUNTS;
    entry.numbers = lengths;
    return status ? status : add(copy, directory, entry);
}

static ls_status copy_page(tiff_copy *copy, size_t index)
{
    tiff_directory *directory = ls_arena_alloc(copy->cleaning->arena, sizeof *directory);
    ls_tiff_layout layout;
    if (!directory)
        return LS_E_NOMEM;
    if (!ls_tiff_layout_of(&copy->tiff, index, &layout) || !layout.offsets ||
        ls_tiff_integer(&copy->tiff, index, TIFF_COMPRESSION, TIFF_UNCOMPRESSED) == TIFF_OLD_JPEG)
        return ls_cleaning_refuse(copy->cleaning, "JPEG of the old kind (TIFF 6.0, section 22), which readers take for different things");
    ls_status status = copy_units(copy, &layout, directory);
    if (!status)
        status = keep_fields(copy, index, directory);
    if (!status)
        status = keep_profile(copy, index, directory);
    if (!status && !copy->pages++)
        status = keep_exif(copy, directory);
    if (status)
        return status;
    const size_t link = copy->link;
    patch(copy, link, put_directory(copy, directory));
    return LS_OK;
}

/* JPEG tables that hold more than tables would have to be taken apart, too. */
static ls_status refuse_tables(ls_cleaning *cleaning)
{
    const ls_container *container = cleaning->in->container;
    for (size_t i = 0; i < container->range_count; i++)
        if (strncmp(container->ranges[i].path, "tiff/tables/", 12) == 0)
            return ls_cleaning_refuse(cleaning, "%s stands in the midst of picture data", container->ranges[i].path);
    return LS_OK;
}

ls_status ls_clean_tiff(ls_cleaning *cleaning)
{
    tiff_copy copy = {.cleaning = cleaning};
    ls_status status = ls_tiff_read_file(&cleaning->file, cleaning->arena, &copy.tiff);
    if (status)
        return status;
    if (ls_tiff_find_in(&copy.tiff, 0, TIFF_DNG_VERSION))
        return ls_cleaning_refuse(cleaning, "a raw photo (DNG): what shows it cannot be told from what tells of the camera");
    status = refuse_tables(cleaning);
    put_header(&copy);
    for (size_t i = 0; i < copy.tiff.directory_count && !status; i++)
        if (ls_tiff_picture_of(&copy.tiff, i) == LS_TIFF_PAGE)
            status = copy_page(&copy, i);
    return status;
}
