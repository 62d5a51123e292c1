/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The units that coded pictures of HEIF files consist of: beside what decodes to the picture there can be messages of any content, a
 * second picture that no decoder shows, and bytes that belong to no unit.
 */
#include "container/bmff.h"
#include "container/items.h"

#include <string.h>

/* An item's bytes one after the other, whatever extents they lie in; read forwards. */
struct stream {
    const ls_bytes *file;
    const ls_extent *extents;
    size_t left;     /* extents, the current one among them */
    uint64_t before; /* bytes in those before it */
};

static bool seek(struct stream *s, uint64_t at)
{
    for (; s->left && at - s->before >= s->extents->length; s->left--, s->extents++)
        s->before += s->extents->length;
    return s->left > 0;
}

static unsigned byte_at(struct stream *s, uint64_t at)
{
    return seek(s, at) ? ls_bytes_u8(s->file, s->extents->from + (at - s->before)) : 0;
}

struct coded {
    ls_bmff *bmff;
    const char *path;             /* of the picture */
    ls_role role;
    struct stream ahead, behind; /* where units are read, and where they are claimed */
    uint64_t at, size;
    bool shown; /* the picture was met */
};

typedef struct unit {
    uint64_t end;
    ls_role role;
    const char *name; /* behind the picture's path; "" for the picture itself */
} unit;

static ls_status claim(struct coded *c, const unit *next)
{
    const char *path = c->path;
    if (next->name[0])
        path = ls_arena_printf(c->bmff->out->arena, "%s/%s", path, next->name);
    ls_status status = path ? LS_OK : LS_E_NOMEM;
    while (!status && c->at < next->end && seek(&c->behind, c->at)) {
        const ls_extent *extent = c->behind.extents;
        const uint64_t within = c->at - c->behind.before, rest = extent->length - within;
        const uint64_t length = rest < next->end - c->at ? rest : next->end - c->at;
        const ls_role role = next->role == LS_ROLE_IMAGE ? c->role : next->role;
        status = ls_claims_add(&c->bmff->claims, extent->from + within, length, role, path);
        c->at += length;
    }
    return status;
}

static unit surplus(uint64_t end)
{
    return (unit){end, LS_ROLE_UNKNOWN, "surplus"};
}

/* A NAL unit of HEVC (ITU-T H.265, 7.3.1 and table 7-1), behind its length. */
static unit hevc_unit(struct coded *c, unsigned length_size)
{
    enum { SLICES_END = 22, VIDEO_PARAMETERS = 32, END_OF_BITSTREAM = 37, SEI_PREFIX = 39, SEI_SUFFIX = 40 };
    uint64_t length = 0;
    for (unsigned i = 0; i < length_size; i++)
        length = length << 8 | byte_at(&c->ahead, c->at + i);
    const uint64_t from = c->at + length_size;
    if (c->size - c->at < length_size || length > c->size - from || length < 2)
        return surplus(c->size);
    const unsigned first = byte_at(&c->ahead, from), second = byte_at(&c->ahead, from + 1), type = first >> 1 & 0x3F;
    const bool layer = first & 1 || second >> 3;
    if (type == SEI_PREFIX || type == SEI_SUFFIX)
        return (unit){from + length, LS_ROLE_CARRIER, "sei"};
    if (type < SLICES_END && !layer) {
        const bool begins = byte_at(&c->ahead, from + 2) & 0x80; /* first_slice_segment_in_pic_flag */
        if (begins && c->shown)
            return surplus(from + length);
        c->shown = true;
    }
    const bool needed = (type < SLICES_END || (type >= VIDEO_PARAMETERS && type <= END_OF_BITSTREAM)) && !layer;
    return needed ? (unit){from + length, LS_ROLE_IMAGE, ""} : surplus(from + length);
}

/* An OBU of AV1 (AV1 bitstream specification, 5.3.2 and 6.2.2). */
static unit av1_unit(struct coded *c)
{
    enum { SEQUENCE = 1, DELIMITER = 2, HEADER = 3, TILES = 4, METADATA = 5, FRAME = 6, HEADER_AGAIN = 7, PADDING = 15 };
    enum { EXTENDED = 4, SIZED = 2 };
    const unsigned header = byte_at(&c->ahead, c->at), type = header >> 3 & 15;
    uint64_t at = c->at + (header & EXTENDED ? 2 : 1), length = 0;
    if (header & SIZED)
        for (unsigned shift = 0, more = 0x80; more && shift < 35; shift += 7, at++) {
            const unsigned byte = byte_at(&c->ahead, at);
            length |= (uint64_t)(byte & 0x7F) << shift;
            more = byte & 0x80;
        }
    else
        length = at < c->size ? c->size - at : 0;
    if (header & 0x80 || at > c->size || length > c->size - at)
        return surplus(c->size);
    if (type == METADATA)
        return (unit){at + length, LS_ROLE_CARRIER, "metadata"};
    if (type == PADDING)
        return (unit){at + length, LS_ROLE_CARRIER, "padding"};
    if (type == DELIMITER && c->shown) /* another picture begins */
        return surplus(c->size);
    c->shown |= type == FRAME || type == TILES;
    const bool needed = (type >= SEQUENCE && type <= TILES) || type == FRAME || type == HEADER_AGAIN;
    return needed ? (unit){at + length, LS_ROLE_IMAGE, ""} : surplus(at + length);
}

/* Of a picture put together of others: a grid is its rows, columns and size (HEIF, 6.6.2.3.2), another one as it is nothing at all. */
static unit derived_unit(struct coded *c, const ls_item *item)
{
    uint64_t needed = c->size;
    if (strcmp(item->type, "grid") == 0)
        needed = byte_at(&c->ahead, 1) & 1 ? 12 : 8;
    else if (strcmp(item->type, "iden") == 0)
        needed = 0;
    return c->at < needed ? (unit){needed < c->size ? needed : c->size, LS_ROLE_IMAGE, ""} : surplus(c->size);
}

ls_status ls_coded_claim(ls_bmff *bmff, const ls_items *items, const ls_item *item, ls_role role, const char *path)
{
    if (!item->count || !path)
        return path ? LS_OK : LS_E_NOMEM;
    const struct stream stream = {.file = bmff->file, .extents = &items->extents[item->first], .left = item->count};
    struct coded c = {.bmff = bmff, .path = path, .role = role, .ahead = stream, .behind = stream};
    const bool hevc = strcmp(item->type, "hvc1") == 0 || strcmp(item->type, "hev1") == 0, av1 = strcmp(item->type, "av01") == 0;
    for (size_t i = 0; i < item->count; i++)
        c.size += stream.extents[i].length;
    if (c.size > bmff->coded_left)
        return ls_container_problem(bmff->out, 0, true, "pictures whose parts are longer than the file");
    bmff->coded_left -= c.size;
    ls_status status = LS_OK;
    while (!status && c.at < c.size) {
        const unit next = hevc ? hevc_unit(&c, item->length_size ? item->length_size : 4) : av1 ? av1_unit(&c) : derived_unit(&c, item);
        status = claim(&c, &next);
    }
    return status;
}
