/* SPDX-License-Identifier: Apache-2.0 */
#include "record/container.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *ls_kind_name(ls_kind kind)
{
    static const char *const names[LS_KIND_COUNT] = {"no picture", "JPEG", "PNG", "HEIF", "WebP", "GIF",
                                                     "TIFF",       "BMP",  "video", "another picture format"};
    return names[kind];
}

const char *ls_kind_root(ls_kind kind)
{
    static const char *const roots[LS_KIND_COUNT] = {"none", "jpeg", "png", "heif", "webp",
                                                     "gif",  "tiff", "bmp", "mp4",  "other"};
    return roots[kind];
}

const char *ls_role_name(ls_role role)
{
    static const char *const names[LS_ROLE_COUNT] = {"structure", "image", "carrier", "padding", "trailing", "unknown"};
    return names[role];
}

#define PATH_MAX_SIZE 256

static uint64_t range_end(const ls_container *container)
{
    return container->range_count ? container->ranges[container->range_count - 1].to : 0;
}

/* The innermost file around byte `at`: each comes behind those around it. 0: none but the photo. */
static uint32_t inner_at(const ls_container *container, uint64_t at)
{
    uint32_t found = 0;
    for (size_t i = 0; i < container->inner_count; i++)
        if (container->inner[i].from <= at && at < container->inner[i].to)
            found = (uint32_t)i + 1;
    return found;
}

/* Is `path` that of `outer` or of something in it? */
static bool is_inside(const char *path, const char *outer)
{
    size_t size = strlen(outer);
    return strncmp(path, outer, size) == 0 && (path[size] == 0 || path[size] == '/');
}

/* Neither beyond the end of the file around it nor into one that begins behind `from`. */
static bool fits(const ls_container *container, uint64_t from, uint64_t to, uint32_t around)
{
    if (around && to > container->inner[around - 1].to)
        return false;
    for (size_t i = 0; i < container->inner_count; i++)
        if (from < container->inner[i].from && container->inner[i].from < to)
            return false;
    return true;
}

ls_status ls_container_range(ls_container *container, uint64_t to, ls_role role, const char *path)
{
    uint64_t from = range_end(container);
    uint32_t inner = inner_at(container, from);
    if (to <= from || to > container->size || !fits(container, from, to, inner))
        return LS_E_FORMAT;
    if (container->range_count >= LS_RANGES_MAX)
        return LS_E_LIMIT;
    ls_range *ranges = ls_arena_grow(container->arena, container->ranges, container->range_count,
                                     &container->range_capacity, sizeof *ranges);
    char *copy = ls_utf8_clean(container->arena, path, strnlen(path, PATH_MAX_SIZE));
    if (!ranges || !copy)
        return LS_E_NOMEM;
    const char *local = copy;
    if (inner) {
        const char *outer = container->inner[inner - 1].path, *root = strrchr(outer, '/');
        if (!is_inside(copy, outer))
            return LS_E_FORMAT;
        local += root ? root + 1 - outer : 0;
    }
    container->ranges = ranges;
    ranges[container->range_count++] = (ls_range){from, to, role, copy, inner, local};
    return LS_OK;
}

ls_status ls_container_inner(ls_container *container, const ls_inner *inner)
{
    if (container->inner_count >= LS_INNER_MAX)
        return LS_E_LIMIT;
    if (inner->from < range_end(container) || inner->to <= inner->from || inner->to > container->size ||
        inner->parent != inner_at(container, inner->from) || !fits(container, inner->from, inner->to, inner->parent) ||
        (inner->parent && !is_inside(inner->path, container->inner[inner->parent - 1].path)))
        return LS_E_FORMAT;
    ls_inner *list = ls_arena_grow(container->arena, container->inner, container->inner_count, &container->inner_capacity,
                                   sizeof *list);
    char *path = ls_utf8_clean(container->arena, inner->path, strnlen(inner->path, PATH_MAX_SIZE));
    if (!list || !path)
        return LS_E_NOMEM;
    container->inner = list;
    list[container->inner_count] = *inner;
    list[container->inner_count++].path = path;
    return LS_OK;
}

ls_kind ls_container_kind(const ls_container *container, const ls_range *range)
{
    return range->inner ? container->inner[range->inner - 1].kind : container->kind;
}

ls_status ls_container_problem(ls_container *container, uint64_t at, bool fatal, const char *format, ...)
{
    char line[200];
    va_list list;
    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    if (container->problem_count >= LS_PROBLEMS_MAX) {
        ls_problem *last = &container->problems[container->problem_count - 1];
        last->text = "and more problems of this kind";
        last->fatal |= fatal;
        return LS_OK;
    }
    ls_problem *problems = ls_arena_grow(container->arena, container->problems, container->problem_count,
                                         &container->problem_capacity, sizeof *problems);
    char *text = ls_utf8_clean(container->arena, line, strlen(line));
    if (!problems || !text)
        return LS_E_NOMEM;
    container->problems = problems;
    problems[container->problem_count++] = (ls_problem){at, text, fatal};
    return LS_OK;
}

bool ls_container_complete(const ls_container *container)
{
    return range_end(container) == container->size;
}
