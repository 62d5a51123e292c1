/* SPDX-License-Identifier: Apache-2.0 */
#include "container/jpeg_tables.h"

#include "container/jpeg.h"
#include "container/jpeg_standard.h"

#include <string.h>

#define SEGMENT_HEAD 4u /* marker and length */

void ls_jpeg_tables_frame(jpeg_tables *tables, unsigned marker, const ls_bytes *payload)
{
    const unsigned count = ls_bytes_u8(payload, 5);
    if (tables->sof || count > JPEG_COMPONENTS_MAX || !ls_bytes_has(payload, 6, 3 * (uint64_t)count))
        return;
    tables->sof = marker;
    tables->component_count = count;
    for (unsigned i = 0; i < count; i++) {
        const uint64_t at = 6 + 3 * (uint64_t)i;
        const unsigned sampling = ls_bytes_u8(payload, at + 1);
        tables->components[i] =
            (jpeg_component){ls_bytes_u8(payload, at), sampling >> 4, sampling & 15, ls_bytes_u8(payload, at + 2), false};
    }
}

jpeg_component *ls_jpeg_component_of(jpeg_tables *tables, unsigned id)
{
    for (unsigned i = 0; i < tables->component_count; i++)
        if (tables->components[i].id == id)
            return &tables->components[i];
    return NULL;
}

ls_bytes ls_jpeg_huffman(const jpeg_tables *tables, bool ac, unsigned destination)
{
    if (destination >= JPEG_DESTINATIONS)
        return (ls_bytes){0};
    const jpeg_table *table = &tables->huffman[ac][destination];
    return table->bytes.size ? table->bytes : ls_jpeg_standard_huffman(ac, destination);
}

/* ---- tables that nothing uses */

static bool same(const ls_bytes *a, const ls_bytes *b)
{
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

/* A table that another one repeats, or that every encoder has, is waste and hides nothing. */
static bool is_harmless(const jpeg_table *all, const jpeg_table *table, bool quant)
{
    for (unsigned i = 0; i < JPEG_DESTINATIONS; i++)
        if (&all[i] != table && all[i].used && same(&all[i].bytes, &table->bytes))
            return true;
    if (quant)
        return ls_jpeg_is_standard_quant(&table->bytes);
    for (unsigned i = 0; i < 4; i++) {
        const ls_bytes standard = ls_jpeg_standard_huffman(i & 1, i / 2);
        if (same(&standard, &table->bytes))
            return true;
    }
    return false;
}

static void let_go(const jpeg_table *all, const jpeg_table *table, bool quant, ls_container *out)
{
    if (!table->bytes.size || table->used || is_harmless(all, table, quant))
        return;
    ls_range *range = &out->ranges[table->range];
    range->role = LS_ROLE_UNKNOWN;
    range->path = range->local = quant ? "jpeg/dqt-unused" : "jpeg/dht-unused";
}

/* The table takes the place of the one that was at its destination. */
static void replace(jpeg_table *all, unsigned destination, bool quant, const ls_bytes *bytes, ls_container *out)
{
    jpeg_table *table = &all[destination];
    if (!same(&table->bytes, bytes))
        let_go(all, table, quant, out);
    *table = (jpeg_table){*bytes, (uint32_t)out->range_count - 1, false};
}

static uint64_t table_size(unsigned marker, const ls_bytes *payload, uint64_t at)
{
    if (marker == JPEG_DQT)
        return ls_bytes_u8(payload, at) >> 4 ? 129 : 65;
    uint64_t size = 17;
    for (unsigned i = 1; i <= 16; i++)
        size += ls_bytes_u8(payload, at + i);
    return size;
}

ls_status ls_jpeg_tables_define(jpeg_tables *tables, unsigned marker, uint64_t at, const ls_bytes *payload, ls_container *out)
{
    const bool quant = marker == JPEG_DQT;
    ls_status status = LS_OK;
    for (uint64_t from = 0, size; from < payload->size && !status; from += size) {
        size = table_size(marker, payload, from);
        const unsigned name = ls_bytes_u8(payload, from), destination = name & 15;
        const ls_bytes bytes = ls_bytes_part(payload, from + 1, size - 1);
        const bool known = destination < JPEG_DESTINATIONS && (quant || name >> 4 < 2);
        status = ls_walk_apart(out, at + SEGMENT_HEAD + from + size, known ? LS_ROLE_STRUCTURE : LS_ROLE_UNKNOWN,
                               known ? (quant ? "jpeg/dqt" : "jpeg/dht") : "jpeg/left-over");
        if (!status && known)
            replace(quant ? tables->quant : tables->huffman[name >> 4], destination, quant, &bytes, out);
    }
    return status;
}

void ls_jpeg_tables_condition(jpeg_tables *tables, const ls_bytes *payload)
{
    for (uint64_t at = 0; at + 1 < payload->size; at += 2) {
        const unsigned name = ls_bytes_u8(payload, at), class = name >> 4, destination = name & 15;
        if (class > 1 || destination >= JPEG_ARITH_TABLES)
            continue;
        tables->conditioned[class][destination] = true;
        tables->conditioning[class][destination] = (uint8_t)ls_bytes_u8(payload, at + 1);
    }
}

static void use(jpeg_table *table)
{
    table->used = true;
}

void ls_jpeg_tables_scan(jpeg_tables *tables, const ls_bytes *payload)
{
    const unsigned count = ls_bytes_u8(payload, 0), first = ls_bytes_u8(payload, 1 + 2 * (uint64_t)count);
    const unsigned last = ls_bytes_u8(payload, 2 + 2 * (uint64_t)count);
    const bool lossless = (tables->sof & 3) == 3; /* there the first number is that of a predictor */
    for (unsigned i = 0; i < count; i++) {
        jpeg_component *component = ls_jpeg_component_of(tables, ls_bytes_u8(payload, 1 + 2 * (uint64_t)i));
        const unsigned selectors = ls_bytes_u8(payload, 2 + 2 * (uint64_t)i);
        if (component && !component->scanned && component->quant < JPEG_DESTINATIONS)
            use(&tables->quant[component->quant]); /* kept for the component's later scans */
        if (component)
            component->scanned = true;
        if (tables->sof & JPEG_ARITHMETIC) /* that has none */
            continue;
        if ((first == 0 || lossless) && selectors >> 4 < JPEG_DESTINATIONS)
            use(&tables->huffman[0][selectors >> 4]);
        if (last > 0 && (selectors & 15) < JPEG_DESTINATIONS)
            use(&tables->huffman[1][selectors & 15]);
    }
}

void ls_jpeg_tables_finish(jpeg_tables *tables, ls_container *out)
{
    for (unsigned i = 0; i < JPEG_DESTINATIONS && tables->component_count; i++) {
        let_go(tables->quant, &tables->quant[i], true, out);
        let_go(tables->huffman[0], &tables->huffman[0][i], false, out);
        let_go(tables->huffman[1], &tables->huffman[1][i], false, out);
    }
    ls_walk_join(out);
}
