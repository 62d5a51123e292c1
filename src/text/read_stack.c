/* SPDX-License-Identifier: Apache-2.0 */
/* Rows below each other, none of which could be read: a page out of focus or shaken. */
#include "text/read_parts.h"

#include "text/stack.h"

#include <string.h>

#define STACK_LEAST 5u   /* rows; none of 105 odd photos without text changed its verdict by it */
#define STACK_WRITING 70 /* the mark reader's confidence; rows that are nothing have 60 at most in 95 of 100 */

/* A guess that was not read, and in which the mark reader saw glyphs. */
static bool may_stand(const ls_second_look *look, const ls_job *job)
{
    return job->guess && job->writing >= STACK_WRITING && job->height >= LS_READ_TINY && look->text->lines[job->line].unread != LS_READ;
}

ls_status ls_read_stacks(ls_second_look *look)
{
    const size_t count = look->plan.count;
    bool *seen = ls_arena_array(look->text->arena, count + 1, sizeof *seen);
    size_t *stack = ls_arena_array(look->text->arena, count + 1, sizeof *stack);
    ls_stack_row *rows = ls_arena_array(look->text->arena, count + 1, sizeof *rows);
    if (!seen || !stack || !rows)
        return LS_E_NOMEM;
    for (size_t i = 0; i < count; i++) {
        const ls_job *job = &look->plan.jobs[i];
        rows[i] = (ls_stack_row){.height = job->height, .length = job->length};
        memcpy(rows[i].quad, job->quad, sizeof job->quad);
        seen[i] = !may_stand(look, job);
    }
    for (size_t i = 0; i < count; i++) {
        const size_t found = seen[i] ? 0 : ls_stack_of(rows, count, i, seen, stack);
        for (size_t j = 0; found >= STACK_LEAST && j < found; j++)
            look->plan.keep[look->plan.jobs[stack[j]].line] = true;
    }
    return LS_OK;
}
