/* SPDX-License-Identifier: Apache-2.0 */
/* TIFF 6.0, BigTIFF and DNG: directories and the values of their tags, wherever in the file they stand; pictures are in tiff_data.c. */
#include "container/tiff_walk.h"

#define HEADER_CLASSIC 8u
#define HEADER_BIG 16u
#define HEADER_PATH "tiff/header"

ls_status ls_tiff_outside(tiff_walk *walk, uint64_t at, const char *what)
{
    return ls_container_problem(walk->out, at < walk->out->size ? at : walk->out->size, true, "%s beyond the end of the file", what);
}

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

static const char *name_of(tiff_walk *walk, const ls_tag *tag, const char *directory)
{
    const char *name = ls_tiff_tag_name(tag->tag);
    return name ? ls_arena_printf(walk->out->arena, "%s/%s", directory, name)
                : ls_arena_printf(walk->out->arena, "%s/0x%04X", directory, tag->tag);
}

/* The value of a tag that stands outside of its directory. `path` is that of the directory. */
static ls_status claim_value(tiff_walk *walk, const ls_tag *tag, const char *path)
{
    const ls_directory *directory = &walk->tiff.directories[tag->directory];
    if (tag->in_entry)
        return LS_OK;
    if (tag->broken) {
        ls_status status = ls_tiff_outside(walk, directory->offset, "a value");
        if (status)
            return status;
    }
    if (!is_page_ifd(directory->ifd))
        return ls_claims_add(&walk->claims, tag->offset, tag->value.size, LS_ROLE_CARRIER, path);
    const ls_tiff_sense sense = ls_tiff_sense_of(&walk->tiff, tag);
    if (sense == LS_TIFF_CODING || sense == LS_TIFF_PLACE) {
        if (tag->tag == TIFF_JPEG_TABLES)
            return ls_tiff_claim_jpeg(walk, tag->offset, tag->value.size, &(tiff_content){LS_ROLE_STRUCTURE, TIFF_TABLES_PATH});
        return ls_claims_add(&walk->claims, tag->offset, used_of(&walk->tiff, tag), LS_ROLE_STRUCTURE, TIFF_VALUES_PATH);
    }
    const char *name = name_of(walk, tag, path);
    return name ? ls_claims_add(&walk->claims, tag->offset, tag->value.size, LS_ROLE_CARRIER, name) : LS_E_NOMEM;
}

/*
 * Writers that make a file of several by putting them behind each other (Pillow) leave the header of each in front of its data or of its
 * directory. It says where the directory stands, counted from itself.
 */
static ls_status claim_own_header(tiff_walk *walk, size_t index, uint64_t behind)
{
    const ls_bytes *file = &walk->tiff.block;
    const uint64_t at = behind - HEADER_CLASSIC;
    if (walk->tiff.wide || behind < 2 * HEADER_CLASSIC || !ls_bytes_match(file, at, walk->tiff.big ? "MM\0*" : "II*\0", 4) ||
        at + ls_bytes_u32(file, at + 4, walk->tiff.big) != walk->tiff.directories[index].offset)
        return LS_OK;
    return ls_claims_add(&walk->claims, at, HEADER_CLASSIC, LS_ROLE_STRUCTURE, HEADER_PATH);
}

static ls_status claim_own_headers(tiff_walk *walk, size_t index)
{
    ls_tiff_layout layout;
    uint64_t data = 0;
    if (walk->tiff.directories[index].ifd != LS_IFD_1)
        return LS_OK;
    ls_tiff_layout_of(&walk->tiff, index, &layout);
    ls_status status = claim_own_header(walk, index, walk->tiff.directories[index].offset);
    if (!status && layout.offsets && ls_tag_integer(&walk->tiff, layout.offsets, 0, &data))
        status = claim_own_header(walk, index, data);
    return status;
}

static ls_status claim_directory(tiff_walk *walk, size_t index)
{
    const ls_directory *directory = &walk->tiff.directories[index];
    const char *path = ls_tiff_path(&walk->tiff, walk->out->arena, index);
    if (!path)
        return LS_E_NOMEM;
    const bool page = is_page_ifd(directory->ifd);
    ls_status status = ls_claims_add(&walk->claims, directory->offset, directory->length,
                                     page ? LS_ROLE_STRUCTURE : LS_ROLE_CARRIER, page ? "tiff/ifd" : path);
    for (size_t i = 0; i < directory->count && !status; i++)
        status = claim_value(walk, &walk->tiff.tags[directory->first + i], path);
    if (!status)
        status = ls_tiff_claim_picture(walk, index);
    return status ? status : claim_own_headers(walk, index);
}

static ls_status claim_all(tiff_walk *walk)
{
    const uint64_t header = walk->tiff.wide ? HEADER_BIG : HEADER_CLASSIC;
    ls_status status = ls_claims_add(&walk->claims, 0, header, LS_ROLE_STRUCTURE, HEADER_PATH);
    for (size_t i = 0; i < walk->tiff.flaw_count && !status; i++) {
        const ls_tiff_flaw *flaw = &walk->tiff.flaws[i];
        status = ls_container_problem(walk->out, flaw->at < walk->out->size ? flaw->at : walk->out->size, flaw->fatal, "%s", flaw->text);
    }
    for (size_t i = 0; i < walk->tiff.directory_count && !status; i++)
        status = claim_directory(walk, i);
    if (!status && !walk->out->frames)
        status = ls_container_problem(walk->out, 0, true, "no page");
    return status;
}

ls_status ls_walk_tiff(const ls_bytes *file, ls_container *out)
{
    tiff_walk walk = {.claims = {.out = out}, .out = out, .units_left = file->size, .coded_left = 2 * (uint64_t)file->size};
    ls_status status = ls_tiff_read_file(file, out->arena, &walk.tiff);
    if (!status)
        status = claim_all(&walk);
    return status ? status : ls_claims_settle(&walk.claims, file, file->size, "tiff/padding", "tiff/slack");
}
