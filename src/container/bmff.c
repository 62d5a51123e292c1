/* SPDX-License-Identifier: Apache-2.0 */
#include "container/bmff.h"

#include <string.h>

enum how { HOW_TREE, HOW_TABLE, HOW_SIZED };

static const struct row {
    char parent[5], type[5];
    bool once;
    enum how how;
    uint16_t fixed; /* bytes in front of the boxes inside, or of content */
    uint16_t entry;
    ls_leaf_size *size;
} rows[] = {
#define BOX_TREE(parent, type, once, skip) {parent, type, once, HOW_TREE, skip, 0, NULL},
#define BOX_TABLE(parent, type, once, fixed, entry) {parent, type, once, HOW_TABLE, fixed, entry, NULL},
#define BOX_SIZED(parent, type, once, function) {parent, type, once, HOW_SIZED, 0, 0, function},
#include "container/boxes.def"
#undef BOX_TREE
#undef BOX_TABLE
#undef BOX_SIZED
};

#define ROWS (sizeof rows / sizeof *rows)
_Static_assert(ROWS <= 64 * (sizeof((ls_level *)0)->seen / sizeof(uint64_t)), "a bit for each row");

static const struct row *row_of(const char *parent, const char *type)
{
    for (size_t i = 0; i < ROWS; i++)
        if ((rows[i].type[0] == '*' || memcmp(rows[i].type, type, 4) == 0) &&
            (rows[i].parent[0] == '*' || strcmp(rows[i].parent, parent) == 0))
            return &rows[i];
    return NULL;
}

static ls_level *top(ls_bmff *bmff)
{
    return &bmff->levels[bmff->depth - 1];
}

/* The path of a box in the open one; boxes of one name in a row share it. */
static const char *path_of(ls_bmff *bmff, const char *name)
{
    ls_level *level = top(bmff);
    if (level->last_path && strcmp(level->last_name, name) == 0)
        return level->last_path;
    level->last_path = ls_arena_printf(bmff->out->arena, "%s/%s", level->path, name);
    memcpy(level->last_name, name, strlen(name) + 1);
    return level->last_path;
}

static ls_status claim(ls_bmff *bmff, uint64_t from, uint64_t to, ls_role role, const char *path)
{
    return path ? ls_claims_add(&bmff->claims, from, to > from ? to - from : 0, role, path) : LS_E_NOMEM;
}

static bool is_filled(const ls_bytes *bytes, unsigned value)
{
    return !bytes->size || (bytes->data[0] == value && memcmp(bytes->data, bytes->data + 1, bytes->size - 1) == 0);
}

/* What stands in a box behind everything that its numbers account for. */
static ls_status claim_surplus(ls_bmff *bmff, uint64_t from, uint64_t to, const char *path)
{
    const ls_bytes rest = ls_bytes_part(bmff->file, from, to - from);
    const char *surplus = ls_arena_printf(bmff->out->arena, "%s/surplus", path);
    return claim(bmff, from, to, is_filled(&rest, 0) ? LS_ROLE_PADDING : LS_ROLE_UNKNOWN, surplus);
}

/* ------------------------------------------------------------------------------------------- single boxes */

static ls_status open_level(ls_bmff *bmff, const ls_box *box, const char *type, const char *path, uint64_t skip)
{
    if (bmff->depth == LS_BOX_DEPTH) {
        ls_status status = ls_container_problem(bmff->out, box->at, true, "boxes inside each other more than %u deep", LS_BOX_DEPTH);
        return status ? status : claim(bmff, box->body, box->end, LS_ROLE_UNKNOWN, path);
    }
    const uint64_t body = box->body + skip < box->end ? box->body + skip : box->end;
    ls_level *level = &bmff->levels[bmff->depth++];
    *level = (ls_level){.path = path, .body = box->body, .at = body, .end = box->end};
    memcpy(level->type, type, 5);
    return LS_OK;
}

static ls_status take_tree(ls_bmff *bmff, const ls_box *box, const struct row *row, const char *path)
{
    uint64_t skip = row->fixed;
    if (ls_box_is(box, "iinf") && ls_bytes_u8(bmff->file, box->body))
        skip += 2;
    ls_status status = claim(bmff, box->at, box->body + skip < box->end ? box->body + skip : box->end, LS_ROLE_STRUCTURE, path);
    if (!status)
        status = ls_film_open(bmff, box);
    return status ? status : open_level(bmff, box, box->type, path, skip);
}

static ls_leaf leaf_of(const ls_bmff *bmff, const ls_box *box)
{
    const ls_level *around = &bmff->levels[bmff->depth - 1];
    return (ls_leaf){box->type, around->type, ls_box_body(bmff->file, box), ls_bytes_u8(bmff->file, around->body)};
}

static ls_status take_leaf(ls_bmff *bmff, const ls_box *box, const struct row *row, const char *path)
{
    const ls_leaf leaf = leaf_of(bmff, box);
    uint64_t size = row->fixed;
    if (row->how == HOW_SIZED)
        size = row->size(&leaf);
    else if (row->entry)
        size += (uint64_t)row->entry * ls_bytes_u32(&leaf.body, row->fixed - 4, true);
    ls_status status = ls_film_leaf(bmff, box, top(bmff)->type);
    if (status)
        return status;
    if (!size && row->how == HOW_SIZED)
        return claim(bmff, box->at, box->end, LS_ROLE_CARRIER, path);
    const uint64_t end = size < leaf.body.size ? box->body + size : box->end;
    status = claim(bmff, box->at, end, LS_ROLE_STRUCTURE, path);
    return status || end == box->end ? status : claim_surplus(bmff, end, box->end, path);
}

static ls_status take_sample_entry(ls_bmff *bmff, const ls_box *box, const char *path)
{
    const ls_leaf leaf = leaf_of(bmff, box);
    bool plain;
    const uint64_t size = ls_sample_entry_size(&leaf, &plain);
    ls_status status = ls_film_leaf(bmff, box, "stsd");
    if (status)
        return status;
    if (!size || size > leaf.body.size)
        return claim(bmff, box->at, box->end, LS_ROLE_CARRIER, path);
    status = claim(bmff, box->at, box->body + size, plain ? LS_ROLE_STRUCTURE : LS_ROLE_CARRIER, path);
    return status ? status : open_level(bmff, box, "STSE", path, size);
}

/* Does the meta box hold items, or is it one of a film's texts (keys and values)? */
static bool has_items(const ls_bytes *file, const ls_box *meta)
{
    ls_box box;
    uint64_t at = meta->body + (ls_box_meta_is_full(file, meta->body) ? 4 : 0);
    for (; ls_box_read(file, at, meta->end, false, &box); at = box.end)
        if (ls_box_is(&box, "iloc") || ls_box_is(&box, "iinf") || ls_box_is(&box, "pitm") || ls_box_is(&box, "iprp"))
            return true;
    return false;
}

static ls_status take_meta(ls_bmff *bmff, const ls_box *box, const char *path)
{
    if (!has_items(bmff->file, box))
        return claim(bmff, box->at, box->end, LS_ROLE_CARRIER, path);
    const unsigned skip = ls_box_meta_is_full(bmff->file, box->body) ? 4 : 0;
    ls_status status = claim(bmff, box->at, box->body + skip, LS_ROLE_STRUCTURE, path);
    return status ? status : open_level(bmff, box, "meta", path, skip);
}

/* free, skip and wide hold nothing, unless something was left in them. */
static ls_status take_filler(ls_bmff *bmff, const ls_box *box, const char *path)
{
    const ls_bytes body = ls_box_body(bmff->file, box);
    const bool empty = is_filled(&body, 0) || is_filled(&body, 0xFF);
    return claim(bmff, box->at, box->end, empty ? LS_ROLE_PADDING : LS_ROLE_CARRIER, path);
}

static bool is_any(const ls_box *box, const char *const *types)
{
    for (; *types; types++)
        if (ls_box_is(box, *types))
            return true;
    return false;
}

static bool comes_again(ls_level *level, const struct row *row)
{
    const size_t i = (size_t)(row - rows);
    const uint64_t bit = 1ull << i % 64;
    const bool seen = level->seen[i / 64] & bit;
    level->seen[i / 64] |= bit;
    return row->once && seen;
}

static ls_status take_box(ls_bmff *bmff, const ls_box *box)
{
    static const char *const fillers[] = {"free", "skip", "wide", NULL}, *const data[] = {"mdat", "idat", "imda", NULL};
    ls_level *level = top(bmff);
    char name[LS_BOX_NAME_SIZE];
    ls_box_name(bmff->file, box, name);
    const char *path = path_of(bmff, name);
    if (!path)
        return LS_E_NOMEM;
    if (is_any(box, fillers))
        return take_filler(bmff, box, path);
    if (is_any(box, data))
        return claim(bmff, box->at, box->body, LS_ROLE_STRUCTURE, path); /* the rest is for its users to claim */
    if (strcmp(level->type, "stsd") == 0)
        return take_sample_entry(bmff, box, path);
    if (ls_box_is(box, "meta"))
        return take_meta(bmff, box, path);
    if (ls_box_is(box, "udta")) {
        ls_status status = claim(bmff, box->at, box->body, LS_ROLE_STRUCTURE, path);
        return status ? status : open_level(bmff, box, "udta", path, 0);
    }
    const struct row *row = strcmp(level->type, "udta") == 0 ? NULL : row_of(level->type, box->type);
    if (!row)
        return claim(bmff, box->at, box->end, LS_ROLE_CARRIER, path);
    if (comes_again(level, row))
        return claim_surplus(bmff, box->at, box->end, path);
    return row->how == HOW_TREE ? take_tree(bmff, box, row, path) : take_leaf(bmff, box, row, path);
}

/* ----------------------------------------------------------------------------------------------- the walk */

/* Fewer bytes than a box has are left, or what stands there is none. QuickTime ends lists of boxes with four zero bytes. */
static ls_status end_level(ls_bmff *bmff)
{
    const ls_level level = *top(bmff);
    bmff->depth--;
    if (level.at >= level.end)
        return LS_OK;
    const ls_bytes rest = ls_bytes_part(bmff->file, level.at, level.end - level.at);
    const char *path = ls_arena_printf(bmff->out->arena, "%s/left-over", level.path);
    if (is_filled(&rest, 0))
        return claim(bmff, level.at, level.end, LS_ROLE_PADDING, path);
    ls_status status = ls_container_problem(bmff->out, level.at, false, "no box where one should stand");
    return status ? status : claim(bmff, level.at, level.end, LS_ROLE_UNKNOWN, path);
}

static ls_status take_cut(ls_bmff *bmff, ls_box *box)
{
    ls_level *level = top(bmff);
    ls_status status = ls_container_problem(bmff->out, box->at, true, "a box runs past the end of %s",
                                            bmff->depth == 1 ? "the file" : "the one around it");
    box->end = level->end;
    box->body = box->body < box->end ? box->body : box->end;
    level->at = level->end;
    return status ? status : take_box(bmff, box);
}

/* Of the boxes of the file itself: does something else begin here, behind its last one? */
static bool is_trailing(const ls_bmff *bmff, const ls_box *box)
{
    static const char *const known[] = {"ftyp", "styp", "meta", "moov", "moof", "mdat", "mfra", "free", "skip", "wide", "uuid",
                                        "sidx", "udta", NULL};
    char name[LS_BOX_NAME_SIZE];
    ls_box_name(bmff->file, box, name);
    return strncmp(name, "0x", 2) == 0 || (box->cut && !is_any(box, known));
}

/* Every box claims its own bytes; *end: of the last one. Boxes are taken one at a time and the open ones are on a stack of fixed depth. */
static ls_status walk_boxes(ls_bmff *bmff, uint64_t *end)
{
    ls_status status = LS_OK;
    bmff->levels[0] = (ls_level){.path = bmff->root, .end = bmff->file->size};
    bmff->depth = 1;
    while (!status) {
        ls_level *level = top(bmff);
        ls_box box;
        const bool found = ls_box_read(bmff->file, level->at, level->end, bmff->depth == 1, &box);
        if (bmff->depth == 1 && (!found || is_trailing(bmff, &box)))
            break;
        level->at = found && !box.cut ? box.end : level->at;
        status = !found ? end_level(bmff) : box.cut ? take_cut(bmff, &box) : take_box(bmff, &box);
    }
    *end = bmff->levels[0].at;
    return status;
}

static uint64_t claimed_end(const ls_bmff *bmff, uint64_t end)
{
    for (size_t i = 0; i < bmff->claims.count; i++)
        if (bmff->claims.items[i].to > end)
            end = bmff->claims.items[i].to;
    return end;
}

#define SHARED_BYTES (8u << 20) /* tiles that are all alike are one in the file */

ls_status ls_walk_bmff(const ls_bytes *file, ls_container *out, const char *root)
{
    ls_bmff bmff = {.file = file, .out = out, .claims = {.out = out}, .root = root, .coded_left = 2 * (uint64_t)file->size + SHARED_BYTES};
    uint64_t end;
    const char *padding = ls_arena_printf(out->arena, "%s/mdat/padding", root);
    const char *slack = ls_arena_printf(out->arena, "%s/mdat/slack", root);
    if (!padding || !slack)
        return LS_E_NOMEM;
    ls_status status = walk_boxes(&bmff, &end);
    if (!status)
        status = ls_items_claim(&bmff);
    if (!status)
        status = ls_film_claim(&bmff);
    if (!status && !out->frames)
        status = ls_container_problem(out, 0, true, "nothing says where a picture is (no primary item, no track)");
    if (!status)
        status = ls_claims_settle(&bmff.claims, file, claimed_end(&bmff, end), padding, slack);
    const char *trailing = ls_arena_printf(out->arena, "%s/trailing", root);
    const char *filled = ls_arena_printf(out->arena, "%s/padding", root);
    if (!trailing || !filled)
        return LS_E_NOMEM;
    return status ? status : ls_walk_trailing(file, out, trailing, filled);
}
