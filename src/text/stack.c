/* SPDX-License-Identifier: Apache-2.0 */
#include "text/stack.h"

#include "text/quad.h"

#include <math.h>

#define LONG 4.0    /* a row's length by its height */
#define TURN 0.06   /* sine of the angle between two rows: 3.5° */
#define UNEVEN 1.3  /* ratio of their heights */
#define NEAR 1.1    /* their distance across by their height: lines of prose have 1.3 to 2.5 */
#define FAR 3.2
#define BESIDE 0.5  /* of the shorter one's length, beside the other */

static bool is_long(const ls_stack_row *row)
{
    return row->length >= LONG * row->height;
}

static bool are_next(const ls_stack_row *a, const ls_stack_row *b)
{
    const double ax = (a->quad[1].x - a->quad[0].x) / a->length, ay = (a->quad[1].y - a->quad[0].y) / a->length;
    const double bx = (b->quad[1].x - b->quad[0].x) / b->length, by = (b->quad[1].y - b->quad[0].y) / b->length;
    const double high = fmax(a->height, b->height), low = fmin(a->height, b->height);
    if (fabs(ax * by - ay * bx) > TURN || high > UNEVEN * low)
        return false;
    const ls_point at = ls_quad_middle(a->quad), other = ls_quad_middle(b->quad);
    const double across = fabs((other.y - at.y) * ax - (other.x - at.x) * ay), along = fabs((other.x - at.x) * ax + (other.y - at.y) * ay);
    const double beside = (a->length + b->length) / 2 - along;
    return across >= NEAR * low && across <= FAR * high && beside >= BESIDE * fmin(a->length, b->length);
}

size_t ls_stack_of(const ls_stack_row *rows, size_t count, size_t from, bool *seen, size_t *stack)
{
    size_t found = 0;
    stack[found++] = from;
    seen[from] = true;
    for (size_t i = 0; i < found && is_long(&rows[stack[i]]); i++)
        for (size_t j = 0; j < count; j++)
            if (!seen[j] && is_long(&rows[j]) && are_next(&rows[stack[i]], &rows[j])) {
                seen[j] = true;
                stack[found++] = j;
            }
    return found;
}
