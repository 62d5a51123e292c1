/* SPDX-License-Identifier: Apache-2.0 */
#include "record/stage.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define N_(text) text /* xgettext picks these up; the engine translates */

static const struct {
    const char *name;
    bool present;
} stages[LS_STAGE_COUNT] = {
#define STAGE(id, name, present) {name, present},
#include "record/stages.def"
#undef STAGE
};

static const char *const reasons[LS_REASON_COUNT] = {
#define REASON(id, text) text,
#include "record/reasons.def"
#undef REASON
};

const char *ls_stage_name(ls_stage stage)
{
    return stages[stage].name;
}

bool ls_stage_present(ls_stage stage)
{
    return stages[stage].present;
}

bool ls_stage_parse(const char *name, ls_stage *stage)
{
    for (int i = 0; i < LS_STAGE_COUNT; i++)
        if (strcmp(stages[i].name, name) == 0) {
            *stage = (ls_stage)i;
            return true;
        }
    return false;
}

const char *ls_reason_text(ls_reason reason)
{
    return reasons[reason];
}

ls_outcome ls_outcome_done(void)
{
    return (ls_outcome){.state = LS_DONE};
}

ls_outcome ls_outcome_make(ls_state state, ls_reason reason, const char *format, ...)
{
    ls_outcome outcome = {.state = state, .reason = reason};
    va_list list;
    va_start(list, format);
    vsnprintf(outcome.detail, sizeof outcome.detail, format, list);
    va_end(list);
    return outcome;
}

ls_outcome ls_outcome_worse(ls_outcome first, ls_outcome second)
{
    return second.state > first.state ? second : first;
}
