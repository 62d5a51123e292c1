/* SPDX-License-Identifier: Apache-2.0 */
#include "record/text.h"

#include <string.h>

static char nothing[] = "";

/* ls_text_add_NAME: room for one more, as `fresh` says; NULL: no memory, or there are `most`. */
#define ADDER(name, plural, most, fresh)                                                                               \
    ls_##name *ls_text_add_##name(ls_text *text)                                                                       \
    {                                                                                                                  \
        size_t count = text->name##_count;                                                                             \
        ls_##name *items = NULL;                                                                                       \
        if (count < (most))                                                                                            \
            items = ls_arena_grow(text->arena, text->plural, count, &text->name##_capacity, sizeof *items);            \
        if (!items)                                                                                                    \
            return NULL;                                                                                               \
        text->plural = items;                                                                                          \
        text->name##_count++;                                                                                          \
        items[count] = fresh;                                                                                          \
        return &items[count];                                                                                          \
    }

ADDER(page, pages, LS_PAGES_MAX, (ls_page){0})
ADDER(line, lines, LS_LINES_MAX, (ls_line){.page = -1})
ADDER(doubt, doubts, LS_DOUBTS_MAX, (ls_doubt){.page = -1})
ADDER(seal, seals, LS_SEALS_MAX, (ls_seal){0})
ADDER(code, codes, LS_CODES_MAX, (ls_code){.content = nothing})
ADDER(patch, patches, LS_PATCHES_MAX, (ls_patch){0})

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
