/* SPDX-License-Identifier: Apache-2.0 */
#include "container/jpeg_scan.h"

#include "container/jpeg.h"
#include "container/jpeg_arith.h"
#include "container/jpeg_bits.h"

#define SCAN_COMPONENTS_MAX 4
#define UNIT_BLOCKS_MAX 10   /* T.81, B.2.3 */
#define HISTORY_MAX (4u << 20) /* blocks of all components: 32 MB */
#define SCANS_MAX 100        /* of a progressive picture; encoders make ten, those that try hard sixty */
#define ARITH_UNITS_MAX (64u << 20)
#define SLACK 2              /* bytes that an arithmetic encoder writes and its decoder need not read */
#define SYMBOL_BITS 32u      /* the longest code and the longest number behind it take 31 */

struct part {
    const jpeg_component *component;
    unsigned blocks;           /* in a unit */
    const jpeg_code *dc, *ac;
    jpeg_arith_part arith;
};

struct follow {
    jpeg_tables *tables;
    struct part parts[SCAN_COMPONENTS_MAX];
    unsigned count;
    unsigned first, last, high; /* Ss, Se, Ah: which coefficients, and whether they are only refined */
    uint64_t units;             /* MCUs of the scan */
    uint64_t *history;          /* of the one component of a scan of AC coefficients */
    unsigned run;               /* blocks to come in which nothing is new */
    jpeg_code *codes;           /* two for each part */
    jpeg_bits in;
    jpeg_arith *arith;          /* NULL: the codes are Huffman's */
};

/* ---- what a scan is */

static uint64_t ceil_div(uint64_t value, uint64_t by)
{
    return (value + by - 1) / by;
}

static bool is_progressive(const struct follow *f)
{
    return (f->tables->sof & 7) == 2; /* SOF2 and SOF10 */
}

/* Blocks of a component that has a scan for itself (T.81, A.2.2), or MCUs of all together (A.2.4). */
static uint64_t count_units(const struct follow *f, const ls_container *out)
{
    unsigned across = 1, down = 1;
    for (unsigned i = 0; i < f->tables->component_count; i++) {
        const jpeg_component *component = &f->tables->components[i];
        across = component->across > across ? component->across : across;
        down = component->down > down ? component->down : down;
    }
    if (f->count > 1)
        return ceil_div(out->width, 8 * (uint64_t)across) * ceil_div(out->height, 8 * (uint64_t)down);
    const jpeg_component *only = f->parts[0].component;
    const uint64_t width = ceil_div((uint64_t)out->width * only->across, across);
    return ceil_div(width, 8) * ceil_div(ceil_div((uint64_t)out->height * only->down, down), 8);
}

static bool take_codes(struct follow *f, struct part *part, jpeg_code *codes, unsigned selectors)
{
    const ls_bytes dc = ls_jpeg_huffman(f->tables, false, selectors >> 4), ac = ls_jpeg_huffman(f->tables, true, selectors & 15);
    const bool needs_dc = f->first == 0 && !f->high, needs_ac = f->last > 0;
    if ((needs_dc && (!dc.size || !ls_jpeg_code_build(&codes[0], &dc))) ||
        (needs_ac && (!ac.size || !ls_jpeg_code_build(&codes[1], &ac))))
        return false;
    part->dc = &codes[0];
    part->ac = &codes[1];
    return true;
}

/* Where no DAC segment says otherwise: differences up to 1 are small, coefficients up to the fifth are low (B.2.4.3). */
static bool take_statistics(const struct follow *f, struct part *part, unsigned selectors)
{
    const unsigned dc = selectors >> 4, ac = selectors & 15;
    if (dc >= JPEG_ARITH_TABLES || ac >= JPEG_ARITH_TABLES)
        return false;
    const unsigned bounds = f->tables->conditioned[0][dc] ? f->tables->conditioning[0][dc] : 0x10;
    const unsigned kx = f->tables->conditioned[1][ac] ? f->tables->conditioning[1][ac] : 5;
    part->arith = (jpeg_arith_part){.dc = dc, .ac = ac, .lower = bounds & 15, .upper = bounds >> 4, .kx = kx};
    return true;
}

static bool read_parts(struct follow *f, const ls_bytes *header)
{
    unsigned blocks = 0;
    for (unsigned i = 0; i < f->count; i++) {
        const jpeg_component *component = ls_jpeg_component_of(f->tables, ls_bytes_u8(header, 1 + 2 * (uint64_t)i));
        const unsigned selectors = ls_bytes_u8(header, 2 + 2 * (uint64_t)i);
        struct part *part = &f->parts[i];
        if (!component || component->across - 1 > 3 || component->down - 1 > 3)
            return false;
        *part = (struct part){.component = component, .blocks = f->count > 1 ? component->across * component->down : 1};
        blocks += part->blocks;
        if (f->arith ? !take_statistics(f, part, selectors) : !take_codes(f, part, &f->codes[2 * i], selectors))
            return false;
    }
    return blocks <= UNIT_BLOCKS_MAX;
}

/* Is it a scan that decoders take? */
static bool read_header(struct follow *f, const ls_bytes *header, const ls_container *out)
{
    const unsigned kind = f->tables->sof - JPEG_SOF0;
    f->count = ls_bytes_u8(header, 0);
    if ((kind > 2 && kind != 9 && kind != 10) || !f->tables->component_count || !out->width || !out->height ||
        f->count - 1 >= SCAN_COMPONENTS_MAX)
        return false;
    const uint64_t at = 1 + 2 * (uint64_t)f->count;
    const unsigned low = ls_bytes_u8(header, at + 2) & 15;
    f->last = 63;
    if (is_progressive(f)) {
        f->first = ls_bytes_u8(header, at);
        f->last = ls_bytes_u8(header, at + 1);
        f->high = ls_bytes_u8(header, at + 2) >> 4;
        const bool range = f->first ? f->count == 1 && f->first <= f->last && f->last < 64 : f->last == 0;
        if (!range || (f->high && f->high != low + 1))
            return false;
    }
    if (!read_parts(f, header))
        return false;
    f->units = count_units(f, out);
    return true;
}

static ls_status take_history(struct follow *f, jpeg_history *history, ls_arena *arena, bool *fits)
{
    const size_t index = (size_t)(f->parts[0].component - f->tables->components);
    *fits = f->units <= HISTORY_MAX / f->tables->component_count;
    if (!*fits)
        return LS_OK;
    if (!history->blocks[index]) {
        history->blocks[index] = ls_arena_array(arena, f->units, sizeof(uint64_t));
        if (!history->blocks[index])
            return LS_E_NOMEM;
        memset(history->blocks[index], 0, f->units * sizeof(uint64_t));
    }
    f->history = history->blocks[index];
    return LS_OK;
}

/* ---- blocks: false when the bits are no code */

static inline void ready(jpeg_bits *in)
{
    if (in->held < SYMBOL_BITS)
        jpeg_bits_fill(in);
}

static bool follow_dc(jpeg_bits *in, const jpeg_code *code)
{
    ready(in);
    const unsigned symbol = jpeg_code_next(in, code);
    jpeg_bits_drop(in, jpeg_extra(symbol));
    return symbol < 0x100;
}

static bool follow_sequential(jpeg_bits *in, const struct part *part)
{
    if (!follow_dc(in, part->dc))
        return false;
    for (unsigned k = 1; k < 64;) {
        ready(in);
        const uint32_t entry = part->ac->fast[jpeg_bits_peek(in, JPEG_FAST)];
        if (entry) {
            jpeg_bits_drop(in, entry & 0xFF);
            k += entry >> 24;
            continue;
        }
        const unsigned symbol = ls_jpeg_code_slow(in, part->ac);
        if (symbol > 0xFF)
            return false;
        jpeg_bits_drop(in, jpeg_extra(symbol));
        k += jpeg_advance(symbol);
    }
    return true;
}

/* A run of blocks without anything new: its length is 2 to the power of `bits` and as many bits more (T.81, G.1.2.2). */
static void begin_run(struct follow *f, unsigned bits)
{
    f->run = 1u << bits;
    if (bits) {
        ready(&f->in);
        f->run += jpeg_bits_peek(&f->in, bits);
        jpeg_bits_drop(&f->in, bits);
    }
}

static bool follow_first(struct follow *f, uint64_t *seen)
{
    for (unsigned k = f->first; k <= f->last; k++) {
        ready(&f->in);
        const unsigned symbol = jpeg_code_next(&f->in, f->parts[0].ac), zeros = symbol >> 4;
        if (symbol > 0xFF)
            return false;
        if (!(symbol & 15) && zeros < 15) {
            begin_run(f, zeros);
            return true;
        }
        k += zeros;
        jpeg_bits_drop(&f->in, jpeg_extra(symbol));
        if ((symbol & 15) && k < 64)
            *seen |= UINT64_C(1) << k;
    }
    return true;
}

static void drop_bits(jpeg_bits *in, unsigned count)
{
    for (; count > SYMBOL_BITS; count -= SYMBOL_BITS) {
        ready(in);
        jpeg_bits_drop(in, SYMBOL_BITS);
    }
    ready(in);
    jpeg_bits_drop(in, count);
}

/* Coefficients [from, to] of those that are not 0. */
static unsigned count_seen(uint64_t seen, unsigned from, unsigned to)
{
    const uint64_t some = from > to ? 0 : seen >> from << from << (63 - to);
    return some ? (unsigned)__builtin_popcountll(some) : 0;
}

/*
 * One bit for each coefficient from `k` on that is not 0 already, up to the zero that is the `zeros` + 1st: gives that
 * one's place.
 */
static unsigned correct(struct follow *f, uint64_t seen, unsigned k, unsigned zeros)
{
    const unsigned from = k;
    for (; k <= f->last; k++)
        if (!(seen >> k & 1) && zeros-- == 0)
            break;
    drop_bits(&f->in, count_seen(seen, from, k > f->last ? f->last : k));
    return k;
}

static bool follow_refinement(struct follow *f, uint64_t *seen)
{
    const uint64_t before = *seen;
    unsigned k = f->first;
    while (k <= f->last && !f->run) {
        ready(&f->in);
        const unsigned symbol = jpeg_code_next(&f->in, f->parts[0].ac), zeros = symbol >> 4;
        if (symbol > 0xFF)
            return false;
        if (!(symbol & 15) && zeros < 15) {
            begin_run(f, zeros);
            break;
        }
        if (symbol & 15)
            jpeg_bits_drop(&f->in, 1); /* its sign: it is 1 or -1 */
        k = correct(f, before, k, zeros);
        if ((symbol & 15) && k <= f->last)
            *seen |= UINT64_C(1) << k;
        k++;
    }
    if (f->run) {
        drop_bits(&f->in, count_seen(before, k, f->last));
        f->run--;
    }
    return true;
}

static bool follow_unit_arith(struct follow *f, uint64_t unit)
{
    uint64_t nowhere = 0;
    if (f->history && f->high)
        ls_jpeg_arith_refine(f->arith, &f->parts[0].arith, f->first, f->last, &f->history[unit]);
    else if (f->history)
        ls_jpeg_arith_ac(f->arith, &f->parts[0].arith, f->first, f->last, &f->history[unit]);
    for (unsigned i = 0; i < f->count && !f->history; i++)
        for (unsigned j = 0; j < f->parts[i].blocks; j++) {
            if (f->high)
                ls_jpeg_arith_bit(f->arith);
            else
                ls_jpeg_arith_dc(f->arith, &f->parts[i].arith);
            if (!is_progressive(f))
                ls_jpeg_arith_ac(f->arith, &f->parts[i].arith, 1, 63, &nowhere);
        }
    return !f->arith->broken;
}

static bool follow_unit(struct follow *f, uint64_t unit)
{
    if (f->arith)
        return follow_unit_arith(f, unit);
    if (f->history && f->high)
        return follow_refinement(f, &f->history[unit]);
    if (f->history) {
        if (!f->run && !follow_first(f, &f->history[unit]))
            return false;
        f->run -= f->run > 0;
        return true;
    }
    for (unsigned i = 0; i < f->count; i++)
        for (unsigned j = 0; j < f->parts[i].blocks; j++) {
            bool sound = true;
            if (!is_progressive(f)) {
                sound = follow_sequential(&f->in, &f->parts[i]);
            } else if (f->high) {
                ready(&f->in);
                jpeg_bits_drop(&f->in, 1);
            } else {
                sound = follow_dc(&f->in, f->parts[i].dc);
            }
            if (!sound)
                return false;
        }
    return true;
}

/* ---- intervals */

/* The next 0xFF at or after `at` that is no data; `end` when there is none. */
static const unsigned char *next_marker(const unsigned char *at, const unsigned char *end)
{
    while (at < end) {
        at = memchr(at, 0xFF, (size_t)(end - at));
        if (!at)
            return end;
        if (end - at < 2 || at[1] != 0)
            return at;
        at += 2;
    }
    return end;
}

static void begin_interval(struct follow *f, const unsigned char *from, const unsigned char *end)
{
    f->run = 0;
    f->in = (jpeg_bits){.begin = from, .at = from, .end = end};
    for (unsigned i = 0; i < f->count; i++)
        f->parts[i].arith.context = 0;
    if (f->arith)
        ls_jpeg_arith_begin(f->arith, from, end);
}

/* Where the bytes end that were used. */
static const unsigned char *end_interval(const struct follow *f, const unsigned char *end)
{
    if (!f->arith)
        return ls_jpeg_bits_at(&f->in);
    const unsigned char *marker = next_marker(f->arith->at, end);
    return marker - f->arith->at <= SLACK ? marker : f->arith->at;
}

/* Up to `units` of them, from `unit` on. Gives where the bytes that they use end, or the codes among them. */
static const unsigned char *follow_interval(struct follow *f, const unsigned char *from, const unsigned char *end, uint64_t unit,
                                            uint64_t units)
{
    begin_interval(f, from, end);
    for (uint64_t i = unit; i < unit + units; i++) {
        const bool sound = follow_unit(f, i);
        if (f->arith ? ls_jpeg_arith_dry(f->arith) : jpeg_bits_dry(&f->in))
            return next_marker(f->arith ? f->arith->at : f->in.at, end);
        if (!sound)
            break;
    }
    return end_interval(f, end);
}

static ls_status cover(const ls_bytes *file, const unsigned char *used, const unsigned char *to, bool *told, ls_container *out)
{
    const uint64_t image = (uint64_t)(used - file->data), end = (uint64_t)(to - file->data);
    ls_status status = image > ls_walk_at(out) ? ls_walk_range(out, image, LS_ROLE_IMAGE, "jpeg/scan") : LS_OK;
    if (status || end <= image)
        return status;
    if (!*told)
        status = ls_container_problem(out, image, false, "bytes in a scan that no unit of the picture uses");
    *told = true;
    return status ? status : ls_walk_range(out, end, LS_ROLE_UNKNOWN, "jpeg/scan-left-over");
}

static ls_status cover_intervals(struct follow *f, const ls_bytes *file, uint64_t to, ls_container *out)
{
    const unsigned char *at = file->data + ls_walk_at(out), *end = file->data + to;
    const uint64_t interval = f->tables->interval ? f->tables->interval : f->units;
    bool told = false;
    ls_status status = LS_OK;
    for (uint64_t unit = 0; unit < f->units && at < end && !status; unit += interval) {
        const uint64_t units = f->units - unit < interval ? f->units - unit : interval;
        const unsigned char *used = follow_interval(f, at, end, unit, units);
        const unsigned char *marker = next_marker(used, end);
        const bool more = unit + interval < f->units && marker < end;
        const bool last_restart = marker == used && end - marker == 2; /* some encoders end with one */
        status = cover(file, last_restart ? end : used, more ? marker : end, &told, out);
        for (at = marker; at < end && *at == 0xFF;) /* fill bytes before a marker, then what names it */
            at++;
        at += at < end;
    }
    if (!status && ls_walk_at(out) < to)
        status = ls_walk_range(out, to, LS_ROLE_IMAGE, "jpeg/scan");
    return status;
}

ls_status ls_jpeg_scan_cover(jpeg_tables *tables, jpeg_history *history, const ls_bytes *header, const ls_bytes *file, uint64_t end,
                          ls_container *out)
{
    struct follow f = {.tables = tables};
    if (!history->codes) {
        history->codes = ls_arena_array(out->arena, 2 * SCAN_COMPONENTS_MAX, sizeof *history->codes);
        history->arith = ls_arena_array(out->arena, 1, sizeof *history->arith);
    }
    if (!history->codes || !history->arith)
        return LS_E_NOMEM;
    f.codes = history->codes;
    f.arith = tables->sof & JPEG_ARITHMETIC ? history->arith : NULL;
    bool follows = ++history->scans <= SCANS_MAX && read_header(&f, header, out);
    if (follows && f.arith)
        follows = f.units <= ARITH_UNITS_MAX && (history->units += f.units) <= ARITH_UNITS_MAX;
    if (follows && is_progressive(&f) && f.first) {
        ls_status status = take_history(&f, history, out->arena, &follows);
        if (status)
            return status;
    }
    return follows ? cover_intervals(&f, file, end, out) : ls_walk_range(out, end, LS_ROLE_IMAGE, "jpeg/scan-unfollowed");
}
