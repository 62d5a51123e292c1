/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TIFF 6.0, BigTIFF and DNG: directories, values, strips and tiles, wherever in the file they stand. Strips that are coded may hold more
 * than their pixels, which only decoding could tell; of JPEG streams the segments are looked at.
 */
#include "container/tiff.h"

#include "container/claims.h"
#include "container/jpeg.h"

#include <string.h>

#define HEADER_CLASSIC 8u
#define HEADER_BIG 16u

#define HEADER_PATH "tiff/header"
#define VALUES_PATH "tiff/ifd/values"
#define TABLES_PATH "tiff/tables"
#define STRIPS_PATH "tiff/strips"
#define TILES_PATH "tiff/tiles"
#define PREVIEW_PATH "tiff/preview"
#define AUXILIARY_PATH "tiff/auxiliary"

#define JFIF_BARE 18u     /* bytes of a JFIF segment without a thumbnail, marker and length included (JFIF 1.02) */
#define JPEG_MEMORY ((size_t)16 << 20)
#define JPEG_Q_TABLE 64u  /* old JPEG (TIFF 6.0 section 22): a quantisation table */
#define JPEG_HUFFMAN 16u  /* and the counts of a Huffman table, before its values */

/* A strip or a tile. */
struct unit {
    uint64_t from, length;
};

struct tiff {
    ls_tiff tiff;
    ls_claims claims;
    ls_container *out;
    /* Pages may all have the same strips: how many strips, and bytes of JPEG streams, are still looked at. */
    uint64_t units_left, jpeg_left;
    struct unit run; /* strips of a preview that are no claim yet */
};

/* What the bytes of a picture are, by the kind of it. */
struct content {
    ls_role role;
    const char *path;
};

static ls_status outside(struct tiff *tiff, uint64_t at, const char *what)
{
    return ls_container_problem(tiff->out, at < tiff->out->size ? at : tiff->out->size, true, "%s beyond the end of the file", what);
}

/* ------------------------------------------------------------------------------------------- JPEG in strips */

/* What a decoder of the picture needs, and a JFIF segment that only says how large a pixel is. */
static bool is_plain(const ls_bytes *stream, const ls_range *range)
{
    if (range->role == LS_ROLE_STRUCTURE || range->role == LS_ROLE_IMAGE || range->role == LS_ROLE_PADDING)
        return true;
    return strcmp(range->path, "jpeg/app0/jfif") == 0 && range->to - range->from == JFIF_BARE &&
           ls_bytes_u16(stream, range->from + JFIF_BARE - 2, true) == 0;
}

/* Claims a range of the stream at `from`: for the picture it belongs to, or for itself under that picture's path. */
static ls_status claim_part(struct tiff *tiff, uint64_t from, const ls_bytes *stream, const ls_range *range, const struct content *content)
{
    const uint64_t length = range->to - range->from;
    if (is_plain(stream, range))
        return ls_claims_add(&tiff->claims, from + range->from, length, content->role, content->path);
    const char *name = ls_arena_printf(tiff->out->arena, "%s/%s", content->path, range->path);
    const ls_role role = range->role == LS_ROLE_TRAILING ? LS_ROLE_UNKNOWN : range->role;
    return name ? ls_claims_add(&tiff->claims, from + range->from, length, role, name) : LS_E_NOMEM;
}

static ls_status claim_parts(struct tiff *tiff, uint64_t from, const ls_bytes *stream, const struct content *content)
{
    ls_arena *arena = ls_arena_new(JPEG_MEMORY);
    if (!arena)
        return LS_E_NOMEM;
    ls_container inner = {.arena = arena, .size = stream->size};
    ls_status status = ls_walk_jpeg(stream, &inner);
    if (status == LS_E_LIMIT && ls_container_complete(&inner))
        status = LS_OK;
    for (size_t i = 0; i < inner.range_count && !status; i++)
        status = claim_part(tiff, from, stream, &inner.ranges[i], content);
    ls_arena_free(arena);
    return status;
}

/* A JPEG stream in a strip, in a tile or beside them. What is none is no picture that anybody shows, and stays unclaimed. */
static ls_status claim_stream(struct tiff *tiff, uint64_t from, uint64_t length, const struct content *content)
{
    const ls_bytes stream = ls_bytes_part(&tiff->tiff.block, from, length);
    if (!ls_bytes_match(&stream, 0, "\xFF\xD8", 2))
        return ls_container_problem(tiff->out, from, false, "a JPEG stream that does not begin as one");
    if (stream.size > tiff->jpeg_left)
        return ls_container_problem(tiff->out, from, true, "JPEG streams that overlap too often");
    tiff->jpeg_left -= stream.size;
    return claim_parts(tiff, from, &stream, content);
}

/* ----------------------------------------------------------------------------------------- strips and tiles */

/* Where the strip or tile stands. An offset or a length of 0 is a gap in the picture. False: one of them is not there. */
static bool unit_at(struct tiff *tiff, const ls_tiff_layout *layout, bool coded, uint64_t index, struct unit *unit)
{
    if (!ls_tag_integer(&tiff->tiff, layout->offsets, (size_t)index, &unit->from))
        return false;
    if (layout->lengths && ls_tag_integer(&tiff->tiff, layout->lengths, (size_t)index, &unit->length))
        return true;
    unit->length = coded ? 0 : ls_tiff_unit_size(layout, index); /* old writers leave the lengths out where they are known */
    return !coded;
}

/* A preview's strips that stand behind each other are one carrier: it is looked at as a whole. */
static ls_status claim_run(struct tiff *tiff, const struct content *content)
{
    const struct unit run = tiff->run;
    tiff->run = (struct unit){0, 0};
    return run.length ? ls_claims_add(&tiff->claims, run.from, run.length, content->role, content->path) : LS_OK;
}

static ls_status claim_unit(struct tiff *tiff, const ls_tiff_layout *layout, uint64_t compression, uint64_t index, struct unit unit,
                            const struct content *content)
{
    const uint64_t needed = compression == TIFF_UNCOMPRESSED ? ls_tiff_unit_size(layout, index) : UINT64_MAX;
    if (!unit.from || !unit.length)
        return LS_OK;
    if (!ls_bytes_has(&tiff->tiff.block, unit.from, unit.length < needed ? unit.length : needed)) {
        ls_status status = outside(tiff, unit.from, layout->tiled ? "a tile" : "a strip");
        return status ? status : ls_claims_add(&tiff->claims, unit.from, unit.length, content->role, content->path);
    }
    if (compression == TIFF_NEW_JPEG && content->role == LS_ROLE_IMAGE)
        return claim_stream(tiff, unit.from, unit.length, content);
    /* what an uncompressed strip has beyond its rows is shown by nobody: it stays unclaimed */
    unit.length = unit.length < needed ? unit.length : needed;
    if (content->role == LS_ROLE_IMAGE)
        return ls_claims_add(&tiff->claims, unit.from, unit.length, content->role, content->path);
    if (unit.from == tiff->run.from + tiff->run.length) {
        tiff->run.length += unit.length;
        return LS_OK;
    }
    ls_status status = claim_run(tiff, content);
    tiff->run = unit;
    return status;
}

static ls_status claim_units(struct tiff *tiff, size_t directory, const ls_tiff_layout *layout, const struct content *content)
{
    const uint64_t compression = ls_tiff_integer(&tiff->tiff, directory, TIFF_COMPRESSION, TIFF_UNCOMPRESSED);
    const uint64_t present = ls_tag_present(layout->offsets), count = present < layout->needed ? present : layout->needed;
    const uint64_t at = tiff->tiff.directories[directory].offset;
    ls_status status = LS_OK;
    if (present < layout->needed)
        status = ls_container_problem(tiff->out, at, false, "a picture of %llu strips or tiles has %llu",
                                      (unsigned long long)layout->needed, (unsigned long long)present);
    if (count > tiff->units_left)
        return ls_container_problem(tiff->out, at, true, "strips or tiles that pages share too often");
    tiff->units_left -= count;
    for (uint64_t i = 0; i < count && !status; i++) {
        struct unit unit;
        if (!unit_at(tiff, layout, compression != TIFF_UNCOMPRESSED, i, &unit)) {
            status = ls_container_problem(tiff->out, at, true, "a picture whose data have no place or no length");
            break;
        }
        status = claim_unit(tiff, layout, compression, i, unit, content);
    }
    return status ? status : claim_run(tiff, content);
}

/* The stream of old JPEG (TIFF 6.0 section 22) and of thumbnails (Exif 3.0). */
static ls_status claim_interchange(struct tiff *tiff, size_t directory, const struct content *content)
{
    uint64_t from, length;
    const ls_tag *offset = ls_tiff_find_in(&tiff->tiff, directory, TIFF_JPEG_OFFSET);
    const ls_tag *size = ls_tiff_find_in(&tiff->tiff, directory, TIFF_JPEG_LENGTH);
    if (!offset || !size || !ls_tag_integer(&tiff->tiff, offset, 0, &from) || !ls_tag_integer(&tiff->tiff, size, 0, &length) || !length)
        return LS_OK;
    if (!ls_bytes_has(&tiff->tiff.block, from, length)) {
        ls_status status = outside(tiff, from, "a JPEG stream");
        return status ? status : ls_claims_add(&tiff->claims, from, length, content->role, content->path);
    }
    if (content->role == LS_ROLE_IMAGE)
        return claim_stream(tiff, from, length, content);
    return ls_claims_add(&tiff->claims, from, length, content->role, content->path);
}

/* The tables of old JPEG, which no header precedes. */
static ls_status claim_tables(struct tiff *tiff, size_t directory, unsigned tag)
{
    const ls_tag *tables = ls_tiff_find_in(&tiff->tiff, directory, tag);
    const uint64_t samples = ls_tiff_integer(&tiff->tiff, directory, TIFF_SAMPLES_PER_PIXEL, 1);
    ls_status status = LS_OK;
    uint64_t at;
    for (uint64_t i = 0; tables && i < samples && i < 4 && !status && ls_tag_integer(&tiff->tiff, tables, (size_t)i, &at); i++) {
        uint64_t length = tag == TIFF_JPEG_Q_TABLES ? JPEG_Q_TABLE : JPEG_HUFFMAN;
        for (unsigned j = 0; tag != TIFF_JPEG_Q_TABLES && j < JPEG_HUFFMAN && at < tiff->out->size; j++)
            length += ls_bytes_u8(&tiff->tiff.block, at + j);
        if (!ls_bytes_has(&tiff->tiff.block, at, length))
            status = outside(tiff, at, "a table of JPEG");
        if (!status)
            status = ls_claims_add(&tiff->claims, at, length, LS_ROLE_STRUCTURE, VALUES_PATH);
    }
    return status;
}

static struct content content_of(ls_tiff_picture picture, bool tiled)
{
    if (picture == LS_TIFF_PAGE)
        return (struct content){LS_ROLE_IMAGE, tiled ? TILES_PATH : STRIPS_PATH};
    return (struct content){LS_ROLE_CARRIER, picture == LS_TIFF_PREVIEW ? PREVIEW_PATH : AUXILIARY_PATH};
}

static ls_status claim_picture(struct tiff *tiff, size_t directory)
{
    const ls_tiff_picture picture = ls_tiff_picture_of(&tiff->tiff, directory);
    ls_tiff_layout layout;
    if (picture == LS_TIFF_NONE)
        return LS_OK;
    const bool sized = ls_tiff_layout_of(&tiff->tiff, directory, &layout);
    const struct content content = content_of(picture, layout.tiled);
    if (picture == LS_TIFF_PAGE) {
        if (!tiff->out->frames++ && sized) {
            tiff->out->width = (uint32_t)layout.width;
            tiff->out->height = (uint32_t)layout.length;
        }
        if (!sized || (!layout.offsets && !layout.jpeg_only))
            return ls_container_problem(tiff->out, tiff->tiff.directories[directory].offset, true, "a page without a size or without data");
    }
    ls_status status = sized && layout.offsets ? claim_units(tiff, directory, &layout, &content) : LS_OK;
    if (!status)
        status = claim_interchange(tiff, directory, &content);
    for (unsigned tag = TIFF_JPEG_Q_TABLES; tag <= TIFF_JPEG_AC_TABLES && !status; tag++)
        status = claim_tables(tiff, directory, tag);
    return status;
}

/* ---------------------------------------------------------------------------------- directories and values */

static bool is_page_ifd(ls_ifd ifd)
{
    return ifd == LS_IFD_0 || ifd == LS_IFD_1 || ifd == LS_IFD_SUB || ifd == LS_IFD_GLOBAL;
}

/* How many values of an array of offsets or lengths are needed: what the others point to is shown by nobody. */
static uint64_t needed_of(const ls_tiff *tiff, const ls_tag *tag)
{
    ls_tiff_layout layout;
    switch (tag->tag) {
    case TIFF_STRIP_OFFSETS:
    case TIFF_STRIP_BYTE_COUNTS:
    case TIFF_TILE_OFFSETS:
    case TIFF_TILE_BYTE_COUNTS:
        return ls_tiff_layout_of(tiff, tag->directory, &layout) && (layout.offsets == tag || layout.lengths == tag) ? layout.needed : 0;
    case TIFF_JPEG_OFFSET:
    case TIFF_JPEG_LENGTH: return 1;
    case TIFF_JPEG_Q_TABLES:
    case TIFF_JPEG_DC_TABLES:
    case TIFF_JPEG_AC_TABLES: return 4;
    default: return UINT64_MAX;
    }
}

static uint64_t used_of(const ls_tiff *tiff, const ls_tag *tag)
{
    const uint64_t needed = needed_of(tiff, tag), present = ls_tag_present(tag);
    return needed < present ? needed * ls_tag_type_size(tag->type) : tag->value.size;
}

static const char *name_of(struct tiff *tiff, const ls_tag *tag, const char *directory)
{
    const char *name = ls_tiff_tag_name(tag->tag);
    return name ? ls_arena_printf(tiff->out->arena, "%s/%s", directory, name)
                : ls_arena_printf(tiff->out->arena, "%s/0x%04X", directory, tag->tag);
}

/* The value of a tag that stands outside of its directory. `path` is that of the directory. */
static ls_status claim_value(struct tiff *tiff, const ls_tag *tag, const char *path)
{
    const ls_directory *directory = &tiff->tiff.directories[tag->directory];
    if (tag->in_entry)
        return LS_OK;
    if (tag->broken) {
        ls_status status = outside(tiff, directory->offset, "a value");
        if (status)
            return status;
    }
    if (!is_page_ifd(directory->ifd))
        return ls_claims_add(&tiff->claims, tag->offset, tag->value.size, LS_ROLE_CARRIER, path);
    const ls_tiff_sense sense = ls_tiff_sense_of(&tiff->tiff, tag);
    if (sense == LS_TIFF_CODING || sense == LS_TIFF_PLACE) {
        if (tag->tag == TIFF_JPEG_TABLES)
            return claim_stream(tiff, tag->offset, tag->value.size, &(struct content){LS_ROLE_STRUCTURE, TABLES_PATH});
        return ls_claims_add(&tiff->claims, tag->offset, used_of(&tiff->tiff, tag), LS_ROLE_STRUCTURE, VALUES_PATH);
    }
    const char *name = name_of(tiff, tag, path);
    return name ? ls_claims_add(&tiff->claims, tag->offset, tag->value.size, LS_ROLE_CARRIER, name) : LS_E_NOMEM;
}

/*
 * Writers that make a file of several by putting them behind each other (Pillow) leave the header of each in front of its data or of its
 * directory. It says where the directory stands, counted from itself.
 */
static ls_status claim_own_header(struct tiff *tiff, size_t index, uint64_t behind)
{
    const ls_bytes *file = &tiff->tiff.block;
    const uint64_t at = behind - HEADER_CLASSIC;
    if (tiff->tiff.wide || behind < 2 * HEADER_CLASSIC || !ls_bytes_match(file, at, tiff->tiff.big ? "MM\0*" : "II*\0", 4) ||
        at + ls_bytes_u32(file, at + 4, tiff->tiff.big) != tiff->tiff.directories[index].offset)
        return LS_OK;
    return ls_claims_add(&tiff->claims, at, HEADER_CLASSIC, LS_ROLE_STRUCTURE, HEADER_PATH);
}

static ls_status claim_own_headers(struct tiff *tiff, size_t index)
{
    ls_tiff_layout layout;
    uint64_t data = 0;
    if (tiff->tiff.directories[index].ifd != LS_IFD_1)
        return LS_OK;
    ls_tiff_layout_of(&tiff->tiff, index, &layout);
    ls_status status = claim_own_header(tiff, index, tiff->tiff.directories[index].offset);
    if (!status && layout.offsets && ls_tag_integer(&tiff->tiff, layout.offsets, 0, &data))
        status = claim_own_header(tiff, index, data);
    return status;
}

static ls_status claim_directory(struct tiff *tiff, size_t index)
{
    const ls_directory *directory = &tiff->tiff.directories[index];
    const char *path = ls_tiff_path(&tiff->tiff, tiff->out->arena, index);
    if (!path)
        return LS_E_NOMEM;
    const bool page = is_page_ifd(directory->ifd);
    ls_status status = ls_claims_add(&tiff->claims, directory->offset, directory->length,
                                     page ? LS_ROLE_STRUCTURE : LS_ROLE_CARRIER, page ? "tiff/ifd" : path);
    for (size_t i = 0; i < directory->count && !status; i++)
        status = claim_value(tiff, &tiff->tiff.tags[directory->first + i], path);
    if (!status)
        status = claim_picture(tiff, index);
    return status ? status : claim_own_headers(tiff, index);
}

static ls_status claim_all(struct tiff *tiff)
{
    const uint64_t header = tiff->tiff.wide ? HEADER_BIG : HEADER_CLASSIC;
    ls_status status = ls_claims_add(&tiff->claims, 0, header, LS_ROLE_STRUCTURE, HEADER_PATH);
    for (size_t i = 0; i < tiff->tiff.flaw_count && !status; i++) {
        const ls_tiff_flaw *flaw = &tiff->tiff.flaws[i];
        status = ls_container_problem(tiff->out, flaw->at < tiff->out->size ? flaw->at : tiff->out->size, flaw->fatal, "%s", flaw->text);
    }
    for (size_t i = 0; i < tiff->tiff.directory_count && !status; i++)
        status = claim_directory(tiff, i);
    if (!status && !tiff->out->frames)
        status = ls_container_problem(tiff->out, 0, true, "no page");
    return status;
}

ls_status ls_walk_tiff(const ls_bytes *file, ls_container *out)
{
    struct tiff tiff = {.claims = {.out = out}, .out = out, .units_left = file->size, .jpeg_left = 2 * (uint64_t)file->size};
    ls_status status = ls_tiff_read_file(file, out->arena, &tiff.tiff);
    if (!status)
        status = claim_all(&tiff);
    return status ? status : ls_claims_settle(&tiff.claims, file, file->size, "tiff/padding", "tiff/slack");
}
