/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT ((size_t)16)
#define FIRST_CHUNK ((size_t)16 * 1024)

struct chunk {
    struct chunk *next;
    size_t size, used;
    size_t padding; /* keeps data[] at a multiple of ALIGNMENT */
    unsigned char data[];
};

struct ls_arena {
    struct chunk *chunks;
    size_t limit, total;
};

ls_arena *ls_arena_new(size_t limit)
{
    ls_arena *arena = calloc(1, sizeof *arena);
    if (arena)
        arena->limit = limit;
    return arena;
}

void ls_arena_free(ls_arena *arena)
{
    if (!arena)
        return;
    for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        explicit_bzero(chunk->data, chunk->used);
        free(chunk);
    }
    free(arena);
}

static struct chunk *add_chunk(ls_arena *arena, size_t needed)
{
    size_t size = arena->chunks ? arena->chunks->size * 2 : FIRST_CHUNK;
    if (size > (size_t)1 << 20)
        size = (size_t)1 << 20;
    if (size < needed)
        size = needed;
    struct chunk *chunk = calloc(1, sizeof *chunk + size);
    if (!chunk)
        return NULL;
    chunk->size = size;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk;
}

void *ls_arena_alloc(ls_arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        return NULL;
    size_t rounded = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    if (rounded == 0)
        rounded = ALIGNMENT;
    if (rounded > arena->limit - arena->total)
        return NULL;
    struct chunk *chunk = arena->chunks;
    if (!chunk || chunk->size - chunk->used < rounded)
        chunk = add_chunk(arena, rounded);
    if (!chunk)
        return NULL;
    void *memory = chunk->data + chunk->used;
    chunk->used += rounded;
    arena->total += rounded;
    return memory;
}

void *ls_arena_array(ls_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return ls_arena_alloc(arena, count * size);
}

char *ls_arena_strndup(ls_arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = ls_arena_alloc(arena, length + 1);
    if (copy)
        memcpy(copy, text, length);
    return copy;
}

char *ls_arena_strdup(ls_arena *arena, const char *text)
{
    return text ? ls_arena_strndup(arena, text, strlen(text)) : NULL;
}

char *ls_arena_printf(ls_arena *arena, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    char *text = length < 0 ? NULL : ls_arena_alloc(arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(list);
    return text;
}

void *ls_arena_grow(ls_arena *arena, void *array, size_t used, size_t *capacity, size_t size)
{
    if (used < *capacity)
        return array;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    void *bigger = ls_arena_array(arena, wanted, size);
    if (!bigger)
        return NULL;
    if (used)
        memcpy(bigger, array, used * size);
    *capacity = wanted;
    return bigger;
}
