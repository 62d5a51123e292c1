/* SPDX-License-Identifier: Apache-2.0 */
#include "container/walk.h"

#include "container/nest.h"

#include <string.h>

static const struct {
    ls_kind kind;
    ls_walker *walk;
} walkers[] = {
#define WALKER(kind, function) {LS_KIND_##kind, function},
#include "container/walkers.def"
#undef WALKER
};

#define WALKERS (sizeof walkers / sizeof *walkers)

uint64_t ls_walk_at(const ls_container *out)
{
    return out->range_count ? out->ranges[out->range_count - 1].to : 0;
}

static bool is_joined(const ls_range *last, ls_role role, const char *path)
{
    return last->role == role && role != LS_ROLE_CARRIER && strcmp(last->path, path) == 0;
}

ls_status ls_walk_range(ls_container *out, uint64_t to, ls_role role, const char *path)
{
    ls_range *last = out->range_count ? &out->ranges[out->range_count - 1] : NULL;
    if (!last || !is_joined(last, role, path) || to <= last->to || to > out->size)
        return ls_walk_apart(out, to, role, path);
    last->to = to;
    return LS_OK;
}

ls_status ls_walk_apart(ls_container *out, uint64_t to, ls_role role, const char *path)
{
    if (out->range_count < LS_RANGES_MAX - 1)
        return ls_container_range(out, to, role, path);
    ls_status status =
        ls_container_problem(out, ls_walk_at(out), true, "more than %d parts in the file", LS_RANGES_MAX);
    if (!status)
        status = ls_container_range(out, out->size, LS_ROLE_UNKNOWN, "too-many-parts");
    return status ? status : LS_E_LIMIT;
}

void ls_walk_join(ls_container *out)
{
    size_t count = 0;
    for (size_t i = 0; i < out->range_count; i++) {
        ls_range *last = count ? &out->ranges[count - 1] : NULL;
        if (last && is_joined(last, out->ranges[i].role, out->ranges[i].path))
            last->to = out->ranges[i].to;
        else
            out->ranges[count++] = out->ranges[i];
    }
    out->range_count = count;
}

ls_status ls_walk_trailing(const ls_bytes *file, ls_container *out, const char *trailing, const char *padding)
{
    uint64_t at = ls_walk_at(out);
    if (at >= file->size)
        return LS_OK;
    ls_bytes rest = ls_bytes_after(file, at);
    unsigned first = ls_bytes_u8(&rest, 0);
    /* equal to itself shifted by one: all bytes are the same */
    bool empty = (first == 0x00 || first == 0xFF) && memcmp(rest.data, rest.data + 1, rest.size - 1) == 0;
    return empty ? ls_walk_range(out, file->size, LS_ROLE_PADDING, padding)
                 : ls_walk_range(out, file->size, LS_ROLE_TRAILING, trailing);
}

bool ls_container_walked(ls_kind kind)
{
    for (size_t i = 0; i < WALKERS; i++)
        if (walkers[i].kind == kind)
            return true;
    return false;
}

ls_status ls_walk_with(ls_walker *walk, const ls_bytes *file, ls_container *out)
{
    ls_status status = walk ? walk(file, out) : LS_OK;
    if (status == LS_E_LIMIT && ls_container_complete(out))
        status = LS_OK; /* the fatal problem says it */
    if (!status && !ls_container_complete(out))
        status = ls_container_range(out, out->size, LS_ROLE_UNKNOWN, "unknown");
    return status;
}

ls_status ls_walk_kind(const ls_bytes *file, ls_container *out)
{
    ls_walker *walk = NULL;
    for (size_t i = 0; i < WALKERS; i++)
        if (walkers[i].kind == out->kind)
            walk = walkers[i].walk;
    return ls_walk_with(walk, file, out);
}

ls_status ls_container_walk(const ls_source *source, ls_container *container)
{
    const ls_bytes file = ls_bytes_file(source);
    container->size = source->size;
    container->kind = ls_container_sniff(source);
    const ls_status status = ls_walk_kind(&file, container);
    return status ? status : ls_nest(&file, container);
}
