/* SPDX-License-Identifier: Apache-2.0 */
#include "record/text.h"

#include <string.h>

ls_page *ls_text_add_page(ls_text *text)
{
    if (text->page_count >= LS_PAGES_MAX)
        return NULL;
    ls_page *pages = ls_arena_grow(text->arena, text->pages, text->page_count, &text->page_capacity, sizeof *pages);
    if (!pages)
        return NULL;
    text->pages = pages;
    pages[text->page_count] = (ls_page){0};
    return &pages[text->page_count++];
}

ls_line *ls_text_add_line(ls_text *text)
{
    if (text->line_count >= LS_LINES_MAX)
        return NULL;
    ls_line *lines = ls_arena_grow(text->arena, text->lines, text->line_count, &text->line_capacity, sizeof *lines);
    if (!lines)
        return NULL;
    text->lines = lines;
    lines[text->line_count] = (ls_line){.page = -1};
    return &lines[text->line_count++];
}

size_t ls_text_unread(const ls_text *text)
{
    size_t unread = 0;
    for (size_t i = 0; i < text->line_count; i++)
        unread += text->lines[i].unread != LS_READ;
    return unread;
}

char *ls_line_best(const ls_line *line, ls_arena *arena)
{
    size_t size = 0;
    for (size_t i = 0; i < line->count; i++)
        size += strlen(line->glyphs[i].readings[0].utf8);
    char *out = ls_arena_alloc(arena, size + 1), *at = out;
    if (!out)
        return NULL;
    for (size_t i = 0; i < line->count; i++) {
        size_t length = strlen(line->glyphs[i].readings[0].utf8);
        memcpy(at, line->glyphs[i].readings[0].utf8, length);
        at += length;
    }
    return out;
}
