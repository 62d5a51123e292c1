/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in a JSON text a value stands. jansson keeps no positions; this finds one again, once, when an error needs it.
 */
#ifndef LS_PLACE_LOCATE_H
#define LS_PLACE_LOCATE_H

#include <stddef.h>

/* One step from a value into it: a member by its name, or an element by its index when `key` is NULL. */
typedef struct ls_step {
    const char *key;
    size_t index;
} ls_step;

/*
 * Line and column (both from 1, columns in characters) of the value at the end of the path, or of the deepest value on
 * it that is there. The text must be JSON that a parser has accepted; anything else still ends, with some position in
 * it.
 */
void ls_locate(const char *text, size_t size, const ls_step *path, size_t depth, size_t *line, size_t *column);

#endif
