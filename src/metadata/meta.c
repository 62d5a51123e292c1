/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/meta.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void keep(ls_meta *meta, ls_status status)
{
    if (status == LS_E_NOMEM)
        meta->status = status;
    else if (status == LS_E_LIMIT)
        meta->overflow = true;
}

static bool is_blank(char c)
{
    return c == 0 || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void ls_meta_text(ls_meta *meta, ls_fact_key key, const char *text, size_t size, const char *carrier, ls_span where)
{
    while (size && is_blank(text[size - 1]))
        size--;
    while (size && is_blank(*text)) {
        text++;
        size--;
    }
    if (size > LS_META_TEXT)
        size = LS_META_TEXT;
    if (size)
        keep(meta, ls_facts_text(meta->facts, key, text, size, carrier, where.from, where.to));
}

void ls_meta_string(ls_meta *meta, ls_fact_key key, const char *text, const char *carrier, ls_span where)
{
    if (text)
        ls_meta_text(meta, key, text, strlen(text), carrier, where);
    else
        meta->status = LS_E_NOMEM;
}

void ls_meta_integer(ls_meta *meta, ls_fact_key key, int64_t value, const char *carrier, ls_span where)
{
    if (meta->inside && key == LS_FACT_IMAGE_ORIENTATION)
        return;
    keep(meta, ls_facts_integer(meta->facts, key, value, carrier, where.from, where.to));
}

void ls_meta_real(ls_meta *meta, ls_fact_key key, double value, const char *carrier, ls_span where)
{
    keep(meta, ls_facts_real(meta->facts, key, value, carrier, where.from, where.to));
}

/* Is `name` one of the names in the list already? */
static bool is_listed(const char *list, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = strstr(list, name); at; at = strstr(at + 1, name))
        if ((at == list || at[-1] == ' ') && (at[size] == 0 || at[size] == ','))
            return true;
    return false;
}

static void list_unread(ls_meta *meta, const char *name)
{
    static const char more[] = ", …";
    size_t used = strlen(meta->unread), needed = strlen(name) + 2;
    if (meta->unread_cut || is_listed(meta->unread, name))
        return;
    meta->unread_cut = used + needed + sizeof more > sizeof meta->unread;
    snprintf(meta->unread + used, sizeof meta->unread - used, "%s%s", used ? ", " : "", meta->unread_cut ? "…" : name);
}

/* The same said of the same carrier: once is enough, a hostile packet would say it a thousand times. */
static bool is_said(const ls_meta *meta, const char *name, const char *why)
{
    for (const ls_fact *fact = ls_facts_find(meta->facts, LS_FACT_CARRIER_UNREAD, 0); fact;
         fact = ls_facts_find(meta->facts, LS_FACT_CARRIER_UNREAD, (size_t)(fact - meta->facts->items) + 1))
        if (strcmp(fact->carrier, name) == 0 && strcmp(fact->text, why) == 0)
            return true;
    return false;
}

void ls_meta_thumbnail(ls_meta *meta, const ls_bytes *bytes, uint32_t width, uint32_t height, const char *carrier)
{
    char pixels[32];
    const ls_span where = ls_bytes_where(bytes, 0, bytes->size);
    if (!bytes->size)
        return;
    ls_meta_integer(meta, LS_FACT_THUMBNAIL, (int64_t)bytes->size, carrier, where);
    if (!width)
        return;
    snprintf(pixels, sizeof pixels, "%" PRIu32 "x%" PRIu32, width, height);
    ls_meta_string(meta, LS_FACT_THUMBNAIL_PIXELS, pixels, carrier, where);
}

void ls_meta_unread(ls_meta *meta, const char *name, const char *why, ls_span where)
{
    list_unread(meta, name);
    if (meta->overflow || is_said(meta, name, why)) /* a list that is full takes no more, and to search it each time costs seconds */
        return;
    ls_meta_string(meta, LS_FACT_CARRIER_UNREAD, why, name, where);
}

const char *ls_meta_path(ls_meta *meta, const char *path, const char *part)
{
    const char *joined = ls_arena_printf(meta->arena, "%s/%s", path, part);
    if (joined)
        return joined;
    meta->status = LS_E_NOMEM;
    return path;
}

const char *ls_meta_numbered(ls_meta *meta, const char *path, unsigned occurrence)
{
    const char *name = occurrence > 1 ? ls_arena_printf(meta->arena, "%s[%u]", path, occurrence) : path;
    if (!name)
        meta->status = LS_E_NOMEM;
    return name ? name : path;
}
