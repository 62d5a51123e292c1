/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/tags.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What is longer is cut anyway, and a character of Latin-1 never takes more than two bytes of UTF-8. */
#define TAKEN ((size_t)LS_TAG_TEXT_MAX + 8)

static bool is_blank(char c)
{
    return c == 0 || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void state(ls_meta *meta, const char *name, const char *value, const char *carrier, ls_span where)
{
    if (!value || ls_tag_values_add(meta->tags, name, value, strlen(value), carrier, where.from, where.to) == LS_E_NOMEM)
        meta->status = LS_E_NOMEM;
}

/* A cut in the middle of a character would make all of the text seem no UTF-8. */
static size_t whole_characters(const char *text, size_t size)
{
    size_t end = size;
    while (end && size - end < 3 && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    return end;
}

void ls_tag_text(ls_meta *meta, const char *name, const char *text, size_t size, const char *carrier, ls_span where)
{
    char line[TAKEN + 1];
    if (!meta->tags)
        return;
    size = size < LS_META_TEXT ? size : LS_META_TEXT;
    for (; size && is_blank(text[size - 1]); size--)
        ;
    for (; size && is_blank(*text); size--)
        text++;
    if (size > TAKEN)
        size = whole_characters(text, TAKEN);
    for (size_t i = 0; i < size; i++)
        line[i] = is_blank(text[i]) ? ' ' : text[i];
    line[size] = 0;
    if (size)
        state(meta, name, ls_utf8_valid(line, size) ? line : ls_utf8_from_latin1(meta->arena, line, size), carrier, where);
}

void ls_tag_bytes(ls_meta *meta, const char *name, const ls_bytes *text, const char *carrier)
{
    ls_tag_text(meta, name, (const char *)text->data, text->size, carrier, ls_bytes_where(text, 0, text->size));
}

void ls_tag_utf16(ls_meta *meta, const char *name, const ls_bytes *text, bool big, const char *carrier)
{
    if (!meta->tags)
        return;
    size_t size = text->size < 2 * TAKEN ? text->size & ~(size_t)1 : 2 * TAKEN;
    while (size >= 2 && text->data[size - 1] == 0 && text->data[size - 2] == 0)
        size -= 2;
    const char *words = size ? ls_utf8_from_utf16(meta->arena, text->data, size, big) : "";
    if (words)
        ls_tag_text(meta, name, words, strlen(words), carrier, ls_bytes_where(text, 0, text->size));
    else
        meta->status = LS_E_NOMEM;
}

void ls_tag_print(ls_meta *meta, const char *name, const char *carrier, ls_span where, const char *format, ...)
{
    char text[TAKEN + 1];
    va_list arguments;
    if (!meta->tags)
        return;
    va_start(arguments, format);
    const int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size > 0)
        ls_tag_text(meta, name, text, strlen(text), carrier, where);
}

#define HEX_MAX 32u

void ls_tag_binary(ls_meta *meta, const char *name, const ls_bytes *data, const char *carrier)
{
    const ls_span where = ls_bytes_where(data, 0, data->size);
    char hex[2 * HEX_MAX + 3] = "0x";
    for (size_t i = 0; i < data->size && i < HEX_MAX; i++)
        snprintf(hex + 2 + 2 * i, 3, "%02x", data->data[i]);
    if (data->size > HEX_MAX)
        ls_tag_print(meta, name, carrier, where, "(%zu bytes)", data->size);
    else if (data->size)
        ls_tag_print(meta, name, carrier, where, "%s", hex);
}
