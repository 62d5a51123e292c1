/* SPDX-License-Identifier: Apache-2.0 */
#include "record/fact.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    ls_fact_type type;
    double minimum, maximum;
} keys[LS_FACT_COUNT] = {
#define FACT(id, key, type, minimum, maximum) {key, LS_TYPE_##type, minimum, maximum},
#include "record/facts.def"
#undef FACT
};

const char *ls_fact_key_name(ls_fact_key key)
{
    return keys[key].name;
}

ls_fact_type ls_fact_key_type(ls_fact_key key)
{
    return keys[key].type;
}

static ls_status add(ls_facts *facts, ls_fact fact, const char *carrier)
{
    if (facts->count >= LS_FACTS_MAX)
        return LS_E_LIMIT;
    ls_fact *items = ls_arena_grow(facts->arena, facts->items, facts->count, &facts->capacity, sizeof *items);
    if (!items)
        return LS_E_NOMEM;
    facts->items = items;
    fact.carrier = ls_utf8_clean(facts->arena, carrier, strnlen(carrier, 256));
    if (!fact.carrier)
        return LS_E_NOMEM;
    items[facts->count++] = fact;
    return LS_OK;
}

/* The most whole characters of `text` that fit into `limit` bytes. */
static size_t cut(const char *text, size_t limit)
{
    size_t size = strnlen(text, limit + 1);
    if (size <= limit)
        return size;
    while (limit && ((unsigned char)text[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}

ls_status ls_facts_text(ls_facts *facts, ls_fact_key key, const char *text, size_t size, const char *carrier,
                        uint64_t from, uint64_t to)
{
    if (keys[key].type != LS_TYPE_TEXT || !size || from > to)
        return LS_E_FORMAT;
    char *clean = ls_utf8_clean(facts->arena, text, size);
    if (!clean)
        return LS_E_NOMEM;
    clean[cut(clean, (size_t)keys[key].maximum)] = 0;
    return add(facts, (ls_fact){.key = key, .text = clean, .from = from, .to = to}, carrier);
}

ls_status ls_facts_integer(ls_facts *facts, ls_fact_key key, int64_t value, const char *carrier, uint64_t from,
                           uint64_t to)
{
    if (keys[key].type != LS_TYPE_INTEGER || (double)value < keys[key].minimum || (double)value > keys[key].maximum ||
        from > to)
        return LS_E_FORMAT;
    return add(facts, (ls_fact){.key = key, .integer = value, .from = from, .to = to}, carrier);
}

ls_status ls_facts_real(ls_facts *facts, ls_fact_key key, double value, const char *carrier, uint64_t from, uint64_t to)
{
    if (keys[key].type != LS_TYPE_REAL || !isfinite(value) || value < keys[key].minimum || value > keys[key].maximum ||
        from > to)
        return LS_E_FORMAT;
    return add(facts, (ls_fact){.key = key, .real = value, .from = from, .to = to}, carrier);
}

const ls_fact *ls_facts_find(const ls_facts *facts, ls_fact_key key, size_t from)
{
    for (size_t i = from; i < facts->count; i++)
        if (facts->items[i].key == key)
            return &facts->items[i];
    return NULL;
}

const ls_fact *ls_facts_beside(const ls_facts *facts, const ls_fact *fact, ls_fact_key key)
{
    for (size_t i = 0; i < facts->count; i++)
        if (facts->items[i].key == key && strcmp(facts->items[i].carrier, fact->carrier) == 0)
            return &facts->items[i];
    return NULL;
}
