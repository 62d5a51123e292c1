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

const char *ls_role_name(ls_role role)
{
    static const char *const names[LS_ROLE_COUNT] = {"structure", "image", "carrier", "padding", "trailing", "unknown"};
    return names[role];
}

ls_status ls_container_range(ls_container *container, uint64_t to, ls_role role, const char *path)
{
    uint64_t from = container->range_count ? container->ranges[container->range_count - 1].to : 0;
    if (to <= from || to > container->size)
        return LS_E_FORMAT;
    if (container->range_count >= LS_RANGES_MAX)
        return LS_E_LIMIT;
    ls_range *ranges = ls_arena_grow(container->arena, container->ranges, container->range_count,
                                     &container->range_capacity, sizeof *ranges);
    char *copy = ls_utf8_clean(container->arena, path, strnlen(path, 256));
    if (!ranges || !copy)
        return LS_E_NOMEM;
    container->ranges = ranges;
    ranges[container->range_count++] = (ls_range){from, to, role, copy};
    return LS_OK;
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
    if (!container->range_count)
        return container->size == 0;
    return container->ranges[container->range_count - 1].to == container->size;
}
