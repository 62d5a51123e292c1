/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strips, tiles and JPEG streams of TIFF files. Of coded strips the end of the codes is looked for, of JPEG streams the segments; behind
 * the end of CCITT codes something could stand that only a decoder would tell.
 */
#include "container/jpeg.h"
#include "container/tiff_coding.h"
#include "container/tiff_walk.h"

#include <string.h>

#define JFIF_BARE 18u    /* bytes of a JFIF segment without a thumbnail, marker and length included (JFIF 1.02) */
#define JPEG_MEMORY ((size_t)16 << 20)
#define JPEG_Q_TABLE 64u /* old JPEG (TIFF 6.0 section 22): a quantisation table */
#define JPEG_HUFFMAN 16u /* and the counts of a Huffman table, before its values */

/* A strip or a tile. */
struct unit {
    uint64_t from, length;
};

/* False when there is not so much left. */
static bool spend(uint64_t *left, uint64_t amount)
{
    if (amount > *left)
        return false;
    *left -= amount;
    return true;
}

static ls_status too_much(tiff_walk *walk, uint64_t at)
{
    return ls_container_problem(walk->out, at, true, "strips or tiles that overlap too often");
}

/* Pieces of a preview that stand behind each other are one carrier: it is looked at as a whole. */
static ls_status claim_run(tiff_walk *walk, const tiff_content *content)
{
    const uint64_t from = walk->run_from, to = walk->run_to;
    walk->run_from = walk->run_to = 0;
    return to > from ? ls_claims_add(&walk->claims, from, to - from, content->role, content->path) : LS_OK;
}

static ls_status claim_content(tiff_walk *walk, uint64_t from, uint64_t length, const tiff_content *content)
{
    if (content->role != LS_ROLE_CARRIER)
        return ls_claims_add(&walk->claims, from, length, content->role, content->path);
    ls_status status = from == walk->run_to ? LS_OK : claim_run(walk, content);
    if (walk->run_from == walk->run_to)
        walk->run_from = from;
    walk->run_to = from + length;
    return status;
}

/* ------------------------------------------------------------------------------------------------ JPEG streams */

/* What a decoder of the picture needs, and a JFIF segment that only says how large a pixel is. */
static bool is_plain(const ls_bytes *stream, const ls_range *range)
{
    if (range->role == LS_ROLE_STRUCTURE || range->role == LS_ROLE_IMAGE || range->role == LS_ROLE_PADDING)
        return true;
    return strcmp(range->path, "jpeg/app0/jfif") == 0 && range->to - range->from == JFIF_BARE &&
           ls_bytes_u16(stream, range->from + JFIF_BARE - 2, true) == 0;
}

static ls_status claim_part(tiff_walk *walk, uint64_t from, const ls_bytes *stream, const ls_range *range, const tiff_content *content)
{
    const uint64_t length = range->to - range->from;
    if (is_plain(stream, range))
        return claim_content(walk, from + range->from, length, content);
    const char *name = ls_arena_printf(walk->out->arena, "%s/%s", content->path, range->path);
    const ls_role role = range->role == LS_ROLE_TRAILING ? LS_ROLE_UNKNOWN : range->role;
    return name ? ls_claims_add(&walk->claims, from + range->from, length, role, name) : LS_E_NOMEM;
}

static ls_status claim_parts(tiff_walk *walk, uint64_t from, const ls_bytes *stream, const tiff_content *content)
{
    ls_arena *arena = ls_arena_new(JPEG_MEMORY);
    if (!arena)
        return LS_E_NOMEM;
    ls_container inner = {.arena = arena, .size = stream->size};
    ls_status status = ls_walk_jpeg(stream, &inner);
    if (status == LS_E_LIMIT && ls_container_complete(&inner))
        status = LS_OK;
    for (size_t i = 0; i < inner.range_count && !status; i++)
        status = claim_part(walk, from, stream, &inner.ranges[i], content);
    ls_arena_free(arena);
    return status;
}

ls_status ls_tiff_claim_jpeg(tiff_walk *walk, uint64_t from, uint64_t length, const tiff_content *content)
{
    const ls_bytes stream = ls_bytes_part(&walk->tiff.block, from, length);
    if (!ls_bytes_match(&stream, 0, "\xFF\xD8", 2))
        return ls_container_problem(walk->out, from, false, "a JPEG stream that does not begin as one");
    if (!spend(&walk->coded_left, stream.size))
        return too_much(walk, from);
    return claim_parts(walk, from, &stream, content);
}

/* The stream of old JPEG (TIFF 6.0 section 22) and of thumbnails (Exif 3.0). */
static ls_status claim_interchange(tiff_walk *walk, size_t directory, const tiff_content *content)
{
    uint64_t from, length;
    const ls_tag *offset = ls_tiff_find_in(&walk->tiff, directory, TIFF_JPEG_OFFSET);
    const ls_tag *size = ls_tiff_find_in(&walk->tiff, directory, TIFF_JPEG_LENGTH);
    if (!offset || !size || !ls_tag_integer(&walk->tiff, offset, 0, &from) || !ls_tag_integer(&walk->tiff, size, 0, &length) || !length)
        return LS_OK;
    if (ls_bytes_has(&walk->tiff.block, from, length))
        return ls_tiff_claim_jpeg(walk, from, length, content);
    ls_status status = ls_tiff_outside(walk, from, "a JPEG stream");
    return status ? status : ls_claims_add(&walk->claims, from, length, content->role, content->path);
}

/* The tables of old JPEG, which no header precedes. */
static ls_status claim_tables(tiff_walk *walk, size_t directory, unsigned tag)
{
    const ls_tag *tables = ls_tiff_find_in(&walk->tiff, directory, tag);
    const uint64_t samples = ls_tiff_integer(&walk->tiff, directory, TIFF_SAMPLES_PER_PIXEL, 1);
    ls_status status = LS_OK;
    uint64_t at;
    for (uint64_t i = 0; tables && i < samples && i < 4 && !status && ls_tag_integer(&walk->tiff, tables, (size_t)i, &at); i++) {
        uint64_t length = tag == TIFF_JPEG_Q_TABLES ? JPEG_Q_TABLE : JPEG_HUFFMAN;
        for (unsigned j = 0; tag != TIFF_JPEG_Q_TABLES && j < JPEG_HUFFMAN && at < walk->out->size; j++)
            length += ls_bytes_u8(&walk->tiff.block, at + j);
        if (!ls_bytes_has(&walk->tiff.block, at, length))
            status = ls_tiff_outside(walk, at, "a table of JPEG");
        if (!status)
            status = ls_claims_add(&walk->claims, at, length, LS_ROLE_STRUCTURE, TIFF_VALUES_PATH);
    }
    return status;
}

/* --------------------------------------------------------------------------------------------- strips and tiles */

/* Where the strip or tile stands. An offset or a length of 0 is a gap in the picture. False: one of them is not there. */
static bool unit_at(tiff_walk *walk, const ls_tiff_layout *layout, uint64_t index, struct unit *unit)
{
    if (!ls_tag_integer(&walk->tiff, layout->offsets, (size_t)index, &unit->from))
        return false;
    if (layout->lengths && ls_tag_integer(&walk->tiff, layout->lengths, (size_t)index, &unit->length))
        return true;
    unit->length = layout->coded ? 0 : ls_tiff_unit_size(layout, index); /* old writers leave the lengths out where they are known */
    return !layout->coded;
}

/* Up to the end of the codes, where it can be told; what follows stays unclaimed. */
static ls_status claim_coded(tiff_walk *walk, uint64_t compression, struct unit unit, uint64_t needed, const tiff_content *content)
{
    const ls_bytes data = ls_bytes_part(&walk->tiff.block, unit.from, unit.length);
    uint64_t end = 0;
    if (!spend(&walk->coded_left, data.size))
        return too_much(walk, unit.from);
    switch (ls_tiff_coded_end(compression, &data, needed, &end)) {
    case LS_CODED_ENDS: return claim_content(walk, unit.from, end, content);
    case LS_CODED_MORE: return ls_container_problem(walk->out, unit.from, false, "a strip or tile of more rows than are shown");
    case LS_CODED_DAMAGED: return ls_container_problem(walk->out, unit.from, true, "a strip or tile whose codes are damaged");
    default: return claim_content(walk, unit.from, unit.length, content);
    }
}

static ls_status claim_unit(tiff_walk *walk, const ls_tiff_layout *layout, uint64_t compression, uint64_t index, struct unit unit,
                            const tiff_content *content)
{
    const uint64_t rows = ls_tiff_unit_size(layout, index);
    if (!layout->coded && unit.length > rows) /* what an uncompressed strip has beyond its rows is shown by nobody: it stays unclaimed */
        unit.length = rows;
    if (!unit.from || !unit.length)
        return LS_OK;
    if (!ls_bytes_has(&walk->tiff.block, unit.from, unit.length)) {
        ls_status status = ls_tiff_outside(walk, unit.from, layout->tiled ? "a tile" : "a strip");
        return status ? status : ls_claims_add(&walk->claims, unit.from, unit.length, content->role, content->path);
    }
    if (compression == TIFF_NEW_JPEG)
        return ls_tiff_claim_jpeg(walk, unit.from, unit.length, content);
    if (ls_tiff_coding_followed(compression))
        return claim_coded(walk, compression, unit, rows, content);
    return claim_content(walk, unit.from, unit.length, content);
}

static ls_status claim_units(tiff_walk *walk, size_t directory, const ls_tiff_layout *layout, const tiff_content *content)
{
    const uint64_t compression = ls_tiff_integer(&walk->tiff, directory, TIFF_COMPRESSION, TIFF_UNCOMPRESSED);
    const uint64_t present = ls_tag_present(layout->offsets), count = present < layout->needed ? present : layout->needed;
    const uint64_t at = walk->tiff.directories[directory].offset;
    ls_status status = LS_OK;
    if (present < layout->needed)
        status = ls_container_problem(walk->out, at, false, "a picture of %llu strips or tiles has %llu",
                                      (unsigned long long)layout->needed, (unsigned long long)present);
    if (!spend(&walk->units_left, count))
        return too_much(walk, at);
    for (uint64_t i = 0; i < count && !status; i++) {
        struct unit unit;
        if (!unit_at(walk, layout, i, &unit))
            return ls_container_problem(walk->out, at, true, "a picture whose data have no place or no length");
        status = claim_unit(walk, layout, compression, i, unit, content);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------ pictures */

static tiff_content content_of(ls_tiff_picture picture, bool tiled)
{
    if (picture == LS_TIFF_PAGE)
        return (tiff_content){LS_ROLE_IMAGE, tiled ? "tiff/tiles" : "tiff/strips"};
    return (tiff_content){LS_ROLE_CARRIER, picture == LS_TIFF_PREVIEW ? "tiff/preview" : "tiff/auxiliary"};
}

ls_status ls_tiff_claim_picture(tiff_walk *walk, size_t directory)
{
    const ls_tiff_picture picture = ls_tiff_picture_of(&walk->tiff, directory);
    ls_tiff_layout layout;
    if (picture == LS_TIFF_NONE)
        return LS_OK;
    const bool sized = ls_tiff_layout_of(&walk->tiff, directory, &layout);
    const tiff_content content = content_of(picture, layout.tiled);
    if (picture == LS_TIFF_PAGE) {
        if (!walk->out->frames++ && sized) {
            walk->out->width = (uint32_t)layout.width;
            walk->out->height = (uint32_t)layout.length;
        }
        if (!sized || (!layout.offsets && !layout.jpeg_only))
            return ls_container_problem(walk->out, walk->tiff.directories[directory].offset, true, "a page without a size or without data");
    }
    ls_status status = sized && layout.offsets ? claim_units(walk, directory, &layout, &content) : LS_OK;
    if (!status)
        status = claim_interchange(walk, directory, &content);
    if (!status)
        status = claim_run(walk, &content);
    for (unsigned tag = TIFF_JPEG_Q_TABLES; tag <= TIFF_JPEG_AC_TABLES && !status; tag++)
        status = claim_tables(walk, directory, tag);
    return status;
}

