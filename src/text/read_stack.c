/* SPDX-License-Identifier: Apache-2.0 */
/* Rows below each other, none of which could be read: a page out of focus or shaken. */
#include "text/read_parts.h"

#include "text/quad.h"

#include <math.h>

#define STACK_LEAST 5u     /* rows; none of 105 odd photos without text changed its verdict by it */
#define STACK_WRITING 70   /* the mark reader's confidence; rows that are nothing have 60 at most in 95 of 100 */
#define STACK_LENGTH 4.0   /* a row's length by its height */
#define STACK_TURN 0.06    /* sine of the angle between two rows: 3.5° */
#define STACK_HEIGHT 1.3   /* ratio of their heights */
#define STACK_NEAR 1.1     /* their distance across by their height: lines of prose have 1.3 to 2.5 */
#define STACK_FAR 3.2
#define STACK_SHARE 0.5    /* of the shorter one's length, beside the other */

/* A guess that was not read, and in which the mark reader saw glyphs. */
static bool may_stand(const ls_second_look *look, const ls_job *job)
{
    return job->guess && job->writing >= STACK_WRITING && job->height >= LS_READ_TINY && job->length >= STACK_LENGTH * job->height &&
           look->text->lines[job->line].unread != LS_READ;
}

static bool are_next(const ls_job *a, const ls_job *b)
{
    const double ax = (a->quad[1].x - a->quad[0].x) / a->length, ay = (a->quad[1].y - a->quad[0].y) / a->length;
    const double bx = (b->quad[1].x - b->quad[0].x) / b->length, by = (b->quad[1].y - b->quad[0].y) / b->length;
    const double high = fmax(a->height, b->height), low = fmin(a->height, b->height);
    if (fabs(ax * by - ay * bx) > STACK_TURN || high > STACK_HEIGHT * low)
        return false;
    const ls_point at = ls_quad_middle(a->quad), other = ls_quad_middle(b->quad);
    const double across = fabs((other.y - at.y) * ax - (other.x - at.x) * ay), along = fabs((other.x - at.x) * ax + (other.y - at.y) * ay);
    const double beside = (a->length + b->length) / 2 - along;
    return across >= STACK_NEAR * low && across <= STACK_FAR * high && beside >= STACK_SHARE * fmin(a->length, b->length);
}

/* The jobs from `from` on that stand in one stack with it, into `stack`; those have been seen. Returns how many. */
static size_t stack_of(const ls_second_look *look, size_t from, bool *seen, size_t *stack)
{
    const ls_job *jobs = look->plan.jobs;
    size_t count = 0;
    stack[count++] = from;
    seen[from] = true;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < look->plan.count; j++)
            if (!seen[j] && may_stand(look, &jobs[j]) && are_next(&jobs[stack[i]], &jobs[j])) {
                seen[j] = true;
                stack[count++] = j;
            }
    return count;
}

ls_status ls_read_stacks(ls_second_look *look)
{
    const size_t count = look->plan.count;
    bool *seen = ls_arena_array(look->text->arena, count + 1, sizeof *seen);
    size_t *stack = ls_arena_array(look->text->arena, count + 1, sizeof *stack);
    if (!seen || !stack)
        return LS_E_NOMEM;
    for (size_t i = 0; i < count; i++)
        seen[i] = !may_stand(look, &look->plan.jobs[i]);
    for (size_t i = 0; i < count; i++) {
        const size_t rows = seen[i] ? 0 : stack_of(look, i, seen, stack);
        for (size_t j = 0; rows >= STACK_LEAST && j < rows; j++)
            look->plan.keep[look->plan.jobs[stack[j]].line] = true;
    }
    return LS_OK;
}
