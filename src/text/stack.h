/* SPDX-License-Identifier: Apache-2.0 */
/* Rows below each other as the lines of a page are: of one direction, one size and one distance. */
#ifndef LS_TEXT_STACK_H
#define LS_TEXT_STACK_H

#include "record/text.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ls_stack_row {
    ls_point quad[4];      /* pixels, as it runs */
    double height, length; /* of its glyphs, and of the row; pixels */
} ls_stack_row;

/*
 * The rows that stand in one stack with row `from`, through others of it, into `stack` (room for `count`), `from` first; those are
 * marked in `seen`, and rows that were marked before are left out. Rows that are short for their height, below four, stand
 * in none. Returns how many.
 */
size_t ls_stack_of(const ls_stack_row *rows, size_t count, size_t from, bool *seen, size_t *stack);

#endif
