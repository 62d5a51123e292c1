/* SPDX-License-Identifier: Apache-2.0 */
#include "record/tag_value.h"

#include "base/utf8.h"

#include <string.h>

#define CARRIER_MAX 256u

/* The start of the character that byte `at` is part of. In bytes that are no UTF-8 there is none to look for. */
static size_t start_of(const char *text, size_t at)
{
    size_t start = at;
    while (start && at - start < 3 && ((unsigned char)text[start] & 0xC0) == 0x80)
        start--;
    return start;
}

/* A clean copy of at most `limit` bytes, the mark that it was cut included. */
static char *copy(ls_arena *arena, const char *text, size_t size, size_t limit)
{
    char *clean = ls_utf8_clean(arena, text, size <= limit ? size : start_of(text, limit));
    if (!clean || (size <= limit && strlen(clean) <= limit))
        return clean;
    const size_t room = limit - strlen(LS_TAG_CUT), length = strlen(clean);
    return ls_arena_printf(arena, "%.*s" LS_TAG_CUT, (int)(length > room ? start_of(clean, room) : length), clean);
}

/* Values of one carrier follow each other: its name is kept once. */
static const char *carrier_of(const ls_tag_values *list, const char *carrier)
{
    const char *last = list->count ? list->items[list->count - 1].carrier : NULL;
    if (last && strcmp(last, carrier) == 0)
        return last;
    return ls_utf8_clean(list->arena, carrier, strnlen(carrier, CARRIER_MAX));
}

ls_status ls_tag_values_add(ls_tag_values *list, const char *name, const char *value, size_t size, const char *carrier, uint64_t from,
                            uint64_t to)
{
    if (!*name || !size || !*value || from > to)
        return LS_E_FORMAT;
    if (list->count >= LS_TAG_VALUES_MAX) {
        list->left_out++;
        return LS_E_LIMIT;
    }
    ls_tag_value *items = ls_arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof *items);
    if (!items)
        return LS_E_NOMEM;
    list->items = items;
    ls_tag_value *made = &items[list->count];
    *made = (ls_tag_value){.name = copy(list->arena, name, strlen(name), LS_TAG_NAME_MAX),
                           .value = copy(list->arena, value, size, LS_TAG_TEXT_MAX),
                           .carrier = carrier_of(list, carrier),
                           .from = from,
                           .to = to};
    if (!made->name || !made->value || !made->carrier)
        return LS_E_NOMEM;
    list->count++;
    return LS_OK;
}
