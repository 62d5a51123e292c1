/* SPDX-License-Identifier: Apache-2.0 */
#include "container/claims.h"

#include <stdlib.h>
#include <string.h>

ls_status ls_claims_add(ls_claims *claims, uint64_t from, uint64_t length, ls_role role, const char *path)
{
    ls_container *out = claims->out;
    if (from >= out->size || !length)
        return LS_OK;
    if (claims->count >= LS_RANGES_MAX) {
        ls_status status = ls_container_problem(out, from, true, "more than %d parts in the file", LS_RANGES_MAX);
        return status ? status : LS_E_LIMIT;
    }
    ls_claim *items = ls_arena_grow(out->arena, claims->items, claims->count, &claims->capacity, sizeof *items);
    if (!items)
        return LS_E_NOMEM;
    claims->items = items;
    const uint64_t to = length > out->size - from ? out->size : from + length;
    items[claims->count] = (ls_claim){from, to, role, path, (uint32_t)claims->count};
    claims->count++;
    return LS_OK;
}

static int by_place(const void *left, const void *right)
{
    const ls_claim *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static bool same(const ls_claim *a, const ls_claim *b)
{
    return a->role == b->role && strcmp(a->path, b->path) == 0;
}

/* Does `a` keep the bytes that both claim? */
static bool wins(const ls_claim *a, const ls_claim *b)
{
    if ((a->role == LS_ROLE_CARRIER) != (b->role == LS_ROLE_CARRIER))
        return a->role == LS_ROLE_CARRIER;
    return a->order < b->order;
}

static ls_status emit_gap(ls_claims *claims, const ls_bytes *file, uint64_t to, const char *padding, const char *unknown)
{
    const uint64_t at = ls_walk_at(claims->out);
    if (at >= to)
        return LS_OK;
    const ls_bytes gap = ls_bytes_part(file, at, to - at);
    const unsigned first = ls_bytes_u8(&gap, 0);
    const bool empty = (first == 0x00 || first == 0xFF) && memcmp(gap.data, gap.data + 1, gap.size - 1) == 0;
    return ls_walk_range(claims->out, to, empty ? LS_ROLE_PADDING : LS_ROLE_UNKNOWN, empty ? padding : unknown);
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

static ls_status note_conflict(ls_claims *claims, const struct heap *open, const ls_claim *claim, bool *noted)
{
    const ls_claim *top = open->count ? open->items[0] : NULL;
    if (*noted || !top || top->to <= claim->from || same(top, claim))
        return LS_OK;
    *noted = true;
    return ls_container_problem(claims->out, claim->from, false, "%s and %s claim the same bytes", top->path, claim->path);
}

/* Emits what the open claims cover up to `to`, where the next one begins or the walk ends. */
static ls_status emit_open(ls_claims *claims, struct heap *open, uint64_t to)
{
    ls_status status = LS_OK;
    while (!status && open->count && ls_walk_at(claims->out) < to) {
        const ls_claim *top = open->items[0];
        const uint64_t end = top->to < to ? top->to : to;
        if (end > ls_walk_at(claims->out))
            status = ls_walk_range(claims->out, end, top->role, top->path);
        if (top->to <= to)
            heap_pop(open);
    }
    return status;
}

ls_status ls_claims_settle(ls_claims *claims, const ls_bytes *file, uint64_t to, const char *padding, const char *unknown)
{
    struct heap open = {ls_arena_array(claims->out->arena, claims->count + 1, sizeof *open.items), 0};
    if (!open.items)
        return LS_E_NOMEM;
    if (claims->count)
        qsort(claims->items, claims->count, sizeof *claims->items, by_place);
    bool noted = false;
    ls_status status = LS_OK;
    for (size_t i = 0; i < claims->count && !status; i++) {
        const ls_claim *claim = &claims->items[i];
        const uint64_t from = claim->from < to ? claim->from : to;
        status = emit_open(claims, &open, from);
        if (!status && !open.count)
            status = emit_gap(claims, file, from, padding, unknown);
        if (!status)
            status = note_conflict(claims, &open, claim, &noted);
        heap_push(&open, claim);
    }
    if (!status)
        status = emit_open(claims, &open, to);
    return status ? status : emit_gap(claims, file, to, padding, unknown);
}
