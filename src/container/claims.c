/* SPDX-License-Identifier: Apache-2.0 */
#include "container/claims.h"

#include <stdlib.h>

#include <string.h>

static bool same(const ls_claim *a, const ls_claim *b)
{
    return a->role == b->role && strcmp(a->path, b->path) == 0;
}

static ls_status too_many(ls_container *out, uint64_t at)
{
    ls_status status = ls_container_problem(out, at, true, "more than %d parts in the file", LS_CLAIMS_MAX);
    if (!status && !ls_container_complete(out))
        status = ls_container_range(out, out->size, LS_ROLE_UNKNOWN, "too-many-parts");
    return status ? status : LS_E_LIMIT;
}

ls_status ls_claims_add(ls_claims *claims, uint64_t from, uint64_t length, ls_role role, const char *path)
{
    ls_container *out = claims->out;
    if (from >= out->size || !length)
        return LS_OK;
    const uint64_t to = length > out->size - from ? out->size : from + length;
    const ls_claim claim = {from, to, role, path, (uint32_t)claims->count};
    ls_claim *last = claims->count ? &claims->items[claims->count - 1] : NULL;
    if (last && last->to == from && role != LS_ROLE_CARRIER && same(last, &claim)) {
        last->to = to;
        return LS_OK;
    }
    if (claims->count >= LS_CLAIMS_MAX)
        return too_many(out, from);
    ls_claim *items = ls_arena_grow(out->arena, claims->items, claims->count, &claims->capacity, sizeof *items);
    if (!items)
        return LS_E_NOMEM;
    claims->items = items;
    items[claims->count++] = claim;
    return LS_OK;
}

static int by_place(const void *left, const void *right)
{
    const ls_claim *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Does `a` keep the bytes that both claim? */
static bool wins(const ls_claim *a, const ls_claim *b)
{
    if ((a->role == LS_ROLE_CARRIER) != (b->role == LS_ROLE_CARRIER))
        return a->role == LS_ROLE_CARRIER;
    return a->order < b->order;
}

/*
 * Claims that are open at a place, the winner on top: a binary heap, so that a file whose parts all overlap costs n log n and
 * not n².
 */
struct heap {
    const ls_claim **items;
    size_t count;
};

static void heap_push(struct heap *heap, const ls_claim *claim)
{
    size_t at = heap->count++;
    for (; at && wins(claim, heap->items[(at - 1) / 2]); at = (at - 1) / 2)
        heap->items[at] = heap->items[(at - 1) / 2];
    heap->items[at] = claim;
}

static void heap_pop(struct heap *heap)
{
    const ls_claim *last = heap->items[--heap->count];
    size_t at = 0, child;
    while ((child = 2 * at + 1) < heap->count) {
        if (child + 1 < heap->count && wins(heap->items[child + 1], heap->items[child]))
            child++;
        if (!wins(heap->items[child], last))
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = last;
}

struct settling {
    ls_container *out;
    const ls_bytes *file;
    const char *padding, *unknown;
    struct heap open;
    const ls_claim *last; /* has the bytes up to `at`, which are no range yet: another claim that begins within it must not cut it */
    uint64_t at;
    bool noted; /* a conflict */
};

static ls_status flush(struct settling *s)
{
    const ls_claim *last = s->last;
    s->last = NULL;
    return last ? ls_walk_range(s->out, s->at, last->role, last->path) : LS_OK;
}

static ls_status emit(struct settling *s, const ls_claim *claim, uint64_t to)
{
    ls_status status = s->last == claim ? LS_OK : flush(s);
    s->last = claim;
    s->at = to;
    return status;
}

static ls_status emit_gap(struct settling *s, uint64_t to)
{
    if (s->at >= to)
        return LS_OK;
    const ls_bytes gap = ls_bytes_part(s->file, s->at, to - s->at);
    const unsigned first = ls_bytes_u8(&gap, 0);
    const bool empty = (first == 0x00 || first == 0xFF) && memcmp(gap.data, gap.data + 1, gap.size - 1) == 0;
    ls_status status = flush(s);
    s->at = to;
    return status ? status : ls_walk_range(s->out, to, empty ? LS_ROLE_PADDING : LS_ROLE_UNKNOWN, empty ? s->padding : s->unknown);
}

static ls_status note_conflict(struct settling *s, const ls_claim *claim)
{
    const ls_claim *top = s->open.count ? s->open.items[0] : NULL;
    if (s->noted || !top || same(top, claim))
        return LS_OK;
    s->noted = true;
    return ls_container_problem(s->out, claim->from, false, "%s and %s claim the same bytes", top->path, claim->path);
}

/* Emits what the open claims cover up to `to`, where the next one begins or the walk ends; the open ones reach beyond it then. */
static ls_status emit_open(struct settling *s, uint64_t to)
{
    ls_status status = LS_OK;
    while (!status && s->open.count) {
        const ls_claim *top = s->open.items[0];
        const uint64_t end = top->to < to ? top->to : to;
        if (end > s->at)
            status = emit(s, top, end);
        if (top->to > to)
            break;
        heap_pop(&s->open);
    }
    return status;
}

ls_status ls_claims_settle(ls_claims *claims, const ls_bytes *file, uint64_t to, const char *padding, const char *unknown)
{
    struct settling s = {
        .out = claims->out, .file = file, .padding = padding, .unknown = unknown, .at = ls_walk_at(claims->out)};
    s.open.items = ls_arena_array(claims->out->arena, claims->count + 1, sizeof *s.open.items);
    if (!s.open.items)
        return LS_E_NOMEM;
    if (claims->count)
        qsort(claims->items, claims->count, sizeof *claims->items, by_place);
    ls_status status = LS_OK;
    for (size_t i = 0; i < claims->count && claims->items[i].from < to && !status; i++) {
        const ls_claim *claim = &claims->items[i];
        status = emit_open(&s, claim->from);
        if (!status)
            status = emit_gap(&s, claim->from);
        if (!status)
            status = note_conflict(&s, claim);
        heap_push(&s.open, claim);
    }
    if (!status)
        status = emit_open(&s, to);
    if (!status)
        status = emit_gap(&s, to);
    return status ? status : flush(&s);
}
