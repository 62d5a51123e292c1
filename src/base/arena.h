/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One arena per photo: everything that is learnt about a photo lives in it and is wiped with it. Chunks come from
 * malloc, so a sanitizer sees overruns of a chunk; an allocation is aligned to 16 bytes and zeroed.
 */
#ifndef LS_BASE_ARENA_H
#define LS_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct ls_arena ls_arena;

/* `limit`: the most bytes it will ever hand out; a request beyond it gives NULL, as out of memory does. */
ls_arena *ls_arena_new(size_t limit);
void ls_arena_free(ls_arena *arena); /* wipes what was handed out; NULL is fine */

void *ls_arena_alloc(ls_arena *arena, size_t size);
void *ls_arena_array(ls_arena *arena, size_t count, size_t size); /* checks count * size */
char *ls_arena_strndup(ls_arena *arena, const char *text, size_t length);
char *ls_arena_strdup(ls_arena *arena, const char *text); /* NULL in, NULL out */
char *ls_arena_printf(ls_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Grows an array that came from this arena: copies to a new place when it was full. */
void *ls_arena_grow(ls_arena *arena, void *array, size_t used, size_t *capacity, size_t size);

#endif
