/* SPDX-License-Identifier: Apache-2.0 */
#include "container/nest.h"

#include "container/mpf.h"
#include "container/seft.h"
#include "container/walk.h"

#include <string.h>

/* A file whose ranges are being passed on: the photo, or one inside it. */
struct layer {
    const ls_container *walked; /* by itself: its ranges begin at byte 0 */
    uint64_t base;              /* where it begins in the photo */
    size_t next, count;         /* range to be passed on next; how many there are */
    uint64_t sought;            /* no file begins before this byte of the photo that was not found */
    ls_marks marks;
    const char *host;           /* path in front of those of its ranges; NULL for the photo */
    const char *root;           /* what its own paths begin with */
    uint32_t inner;             /* its number among the files inside; 0: the photo */
};

struct nest {
    const ls_bytes *photo;
    ls_container *out;
    struct layer layers[LS_NEST_DEPTH + 1]; /* the photo, a file inside it, one inside that … */
    size_t depth;                           /* layers in use */
    const char *hosts[LS_INNER_MAX];        /* of the files found so far */
    size_t tries;                           /* files begun, found to be none included: what a hostile photo can cost */
};

static uint64_t begin_of(const struct layer *layer, const ls_range *range)
{
    return layer->base + range->from;
}

/* ---- where files may stand */

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/*
 * Bytes of the range that stand in front of the file that it may hold; SIZE_MAX: it is not made to hold one. A box's length
 * and type
 * are eight bytes, sixteen when its length does not fit into four (ISO/IEC 14496-12, 4.2).
 */
static size_t file_in(const struct nest *n, const struct layer *layer, const ls_range *range)
{
    static const char *const boxes[] = {"heif/mpvd", "heif/sefd", "mp4/mpvd", "mp4/sefd"}; /* Samsung's: a clip, a trailer */
    if (range->role == LS_ROLE_TRAILING)
        return 0;
    if (range->role != LS_ROLE_CARRIER)
        return SIZE_MAX;
    if (begins_with(range->path, "seft/"))
        return 0;
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++)
        if (strcmp(range->path, boxes[i]) == 0)
            return ls_bytes_u32(n->photo, begin_of(layer, range), true) == 1 ? 16 : 8;
    return SIZE_MAX;
}

static void read_marks(const struct nest *n, struct layer *layer)
{
    static const char identifier[] = "MPF"; /* with its NUL */
    for (size_t i = 0; i < layer->count; i++) {
        const ls_range *range = &layer->walked->ranges[i];
        if (strcmp(range->path, "jpeg/app2/mpf") != 0)
            continue;
        const ls_bytes segment = ls_bytes_part(n->photo, begin_of(layer, range), range->to - range->from);
        const ls_bytes content = ls_bytes_after(&segment, 4 + sizeof identifier); /* marker and length */
        ls_mpf mpf;
        const size_t count = ls_mpf_open(&content, &mpf) ? mpf.count : 0;
        for (size_t j = 1; j < count && layer->marks.count < LS_INNER_MAX; j++)
            layer->marks.at[layer->marks.count++] = ls_mpf_at(&mpf, j).from;
    }
}

/* ---- walking what was found */

/* Ranges behind the end of the file itself: they are searched again as what they are in the file around it. */
static size_t without_trailing(const ls_container *walked)
{
    size_t count = walked->range_count;
    while (count > 1 && walked->ranges[count - 1].role == LS_ROLE_TRAILING)
        count--;
    return count;
}

static ls_status walk_found(struct nest *n, const ls_found *found, uint64_t to, ls_container **walked)
{
    ls_arena *arena = n->out->arena;
    ls_container *container = ls_arena_array(arena, 1, sizeof *container);
    ls_bytes file = ls_bytes_part(n->photo, found->at, to - found->at);
    if (!container)
        return LS_E_NOMEM;
    *container = (ls_container){.arena = arena, .kind = found->kind, .size = file.size};
    *walked = container;
    n->tries++;
    if (!found->kind)
        return ls_walk_with(ls_walk_seft, &file, container);
    if (ls_container_walked(found->kind))
        return ls_walk_kind(&file, container);
    return ls_container_range(container, file.size, LS_ROLE_STRUCTURE, ls_kind_root(found->kind));
}

static bool is_whole(const ls_container *walked)
{
    for (size_t i = 0; i < walked->problem_count; i++)
        if (walked->problems[i].fatal)
            return false;
    return walked->kind == LS_KIND_NONE || ls_container_walked(walked->kind);
}

/* Paths of a layer begin with its host: "jpeg/trailing", and "jpeg/trailing[2]" for the second file in such a range. */
static const char *host_of(struct nest *n, const struct layer *layer, const ls_range *range, bool marked)
{
    ls_arena *arena = n->out->arena;
    const char *part = marked ? "jpeg/mpf" : range->path;
    const char *host = layer->host ? ls_arena_printf(arena, "%s/%s", layer->host, part) : part;
    if (!host)
        return NULL;
    size_t same = 0;
    for (size_t i = 0; i < n->out->inner_count; i++)
        same += strcmp(n->hosts[i], host) == 0;
    n->hosts[n->out->inner_count] = host;
    return same ? ls_arena_printf(arena, "%s[%zu]", host, same + 1) : host;
}

static ls_status tell_problems(struct nest *n, const struct layer *layer, const char *path)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < layer->walked->problem_count && !status; i++) {
        const ls_problem *problem = &layer->walked->problems[i];
        status = ls_container_problem(n->out, layer->base + problem->at, false, "%s: %s", path, problem->text);
    }
    return status;
}

/* Notes the file and makes it the layer whose ranges are passed on next. */
static ls_status enter(struct nest *n, const ls_found *found, const ls_container *walked, const ls_range *range)
{
    const struct layer *around = &n->layers[n->depth - 1];
    struct layer *layer = &n->layers[n->depth];
    *layer = (struct layer){.walked = walked, .base = found->at, .count = without_trailing(walked), .sought = found->at};
    layer->root = walked->kind ? ls_kind_root(walked->kind) : "seft";
    layer->host = host_of(n, around, range, found->marked);
    const char *path = layer->host ? ls_arena_printf(n->out->arena, "%s/%s", layer->host, layer->root) : NULL;
    if (!path)
        return LS_E_NOMEM;
    const ls_inner inner = {.from = found->at,
                            .to = found->at + walked->ranges[layer->count - 1].to,
                            .kind = walked->kind,
                            .path = path,
                            .parent = around->inner,
                            .width = walked->width,
                            .height = walked->height,
                            .whole = is_whole(walked)};
    ls_status status = ls_container_inner(n->out, &inner);
    layer->inner = (uint32_t)n->out->inner_count;
    if (!status)
        status = tell_problems(n, layer, path);
    read_marks(n, layer);
    n->depth++;
    return status;
}

/* ---- passing ranges on */

/* In a file inside the photo nothing is the picture; what its walker calls trailing is no part of it that anybody knows. */
static ls_role role_inside(ls_role role)
{
    switch (role) {
    case LS_ROLE_CARRIER:
    case LS_ROLE_PADDING:
    case LS_ROLE_UNKNOWN: return role;
    case LS_ROLE_TRAILING: return LS_ROLE_UNKNOWN;
    default: return LS_ROLE_TRAILING;
    }
}

static bool is_zero(const ls_bytes *photo, uint64_t from, uint64_t to)
{
    return photo->data[from] == 0 && memcmp(photo->data + from, photo->data + from + 1, to - from - 1) == 0;
}

/* What of the range stands before byte `to` of the photo and was not passed on yet. */
static ls_status pass_on(struct nest *n, const struct layer *layer, const ls_range *range, ls_role role, uint64_t to)
{
    const uint64_t from = ls_walk_at(n->out);
    if (from >= to)
        return LS_OK;
    if (role == LS_ROLE_TRAILING && is_zero(n->photo, from, to))
        role = LS_ROLE_PADDING;
    else if (layer->host)
        role = role_inside(role);
    if (!layer->host)
        return ls_container_range(n->out, to, role, range->path);
    const size_t root = strlen(layer->root);
    const bool own = begins_with(range->path, layer->root) && (range->path[root] == 0 || range->path[root] == '/');
    const char *path = own ? ls_arena_printf(n->out->arena, "%s/%s", layer->host, range->path)
                           : ls_arena_printf(n->out->arena, "%s/%s/%s", layer->host, layer->root, range->path);
    return path ? ls_container_range(n->out, to, role, path) : LS_E_NOMEM;
}

/* A maker's trailer is known by its end, so it is looked for before anything else and bounds what stands before it. */
static bool find(const struct nest *n, const struct layer *layer, uint64_t from, uint64_t to, ls_found *found, uint64_t *bound)
{
    const ls_bytes rest = ls_bytes_part(n->photo, from, to - from);
    const uint64_t trailer = from + ls_seft_begin(&rest);
    *bound = trailer;
    if (ls_nest_find(n->photo, from, trailer, layer->sought > from ? layer->sought : from, &layer->marks, found))
        return true;
    *found = (ls_found){trailer, LS_KIND_NONE, false, true};
    *bound = to;
    return trailer < to;
}

/* The next file in the range becomes the layer on top; *none when there is no further one. */
static ls_status look_into(struct nest *n, struct layer *layer, const ls_range *range, bool *none)
{
    const size_t head = file_in(n, layer, range);
    const uint64_t to = layer->base + range->to;
    uint64_t from = ls_walk_at(n->out), bound;
    ls_found found;
    *none = head == SIZE_MAX || n->depth > LS_NEST_DEPTH || n->tries >= LS_INNER_MAX;
    if (*none)
        return LS_OK;
    if (from == begin_of(layer, range))
        from += head;
    *none = from >= to || !find(n, layer, from, to, &found, &bound);
    if (*none)
        return LS_OK;
    ls_container *walked;
    ls_status status = walk_found(n, &found, bound, &walked);
    layer->sought = found.at + 1;
    if (status || (!found.sure && !is_whole(walked) && ls_container_walked(found.kind)))
        return status; /* such bytes turn up in other data, too */
    /* a box's length and type in front of the file tell nothing */
    const bool behind_head = head && found.at == begin_of(layer, range) + head;
    status = pass_on(n, layer, range, behind_head ? LS_ROLE_STRUCTURE : range->role, found.at);
    return status ? status : enter(n, &found, walked, range);
}

static bool may_hold_files(const struct nest *n, const struct layer *layer)
{
    for (size_t i = 0; i < layer->count; i++)
        if (file_in(n, layer, &layer->walked->ranges[i]) != SIZE_MAX)
            return true;
    return false;
}

static ls_status pass_all(struct nest *n)
{
    ls_status status = LS_OK;
    while (n->depth && !status) {
        struct layer *layer = &n->layers[n->depth - 1];
        if (layer->next == layer->count) {
            n->depth--;
            continue;
        }
        const ls_range *range = &layer->walked->ranges[layer->next];
        bool none;
        status = look_into(n, layer, range, &none);
        if (!status && none) {
            status = pass_on(n, layer, range, range->role, layer->base + range->to);
            layer->next++;
        }
    }
    return status;
}

ls_status ls_nest(const ls_bytes *photo, ls_container *container)
{
    ls_container out = *container;
    out.ranges = NULL;
    out.range_count = out.range_capacity = 0;
    struct nest *n = ls_arena_array(container->arena, 1, sizeof *n);
    if (!n)
        return LS_E_NOMEM;
    *n = (struct nest){.photo = photo, .out = &out, .depth = 1};
    n->layers[0] = (struct layer){.walked = container, .count = container->range_count};
    if (!may_hold_files(n, &n->layers[0]))
        return LS_OK;
    read_marks(n, &n->layers[0]);
    ls_status status = pass_all(n);
    if (status == LS_E_LIMIT || status == LS_E_FORMAT) /* too many parts, or too long a path: they stay what they were */
        return ls_container_problem(container, 0, false, "too many parts in the files inside the file");
    if (!status && out.inner_count)
        *container = out;
    return status;
}
