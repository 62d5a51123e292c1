/* SPDX-License-Identifier: Apache-2.0 */
/* How far a stage came, and why not further. */
#ifndef LS_RECORD_STAGE_H
#define LS_RECORD_STAGE_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

typedef enum ls_stage {
#define STAGE(id, name, present) LS_STAGE_##id,
#include "record/stages.def"
#undef STAGE
    LS_STAGE_COUNT
} ls_stage;

typedef enum ls_reason {
#define REASON(id, text) LS_REASON_##id,
#include "record/reasons.def"
#undef REASON
    LS_REASON_COUNT
} ls_reason;

#define LS_DETAIL_MAX 200

typedef struct ls_outcome {
    ls_state state;
    ls_reason reason;          /* LS_REASON_NONE when there is nothing to say */
    char detail[LS_DETAIL_MAX]; /* clean UTF-8; "" for none. Never text or positions out of a photo. */
} ls_outcome;

const char *ls_stage_name(ls_stage stage);
bool ls_stage_present(ls_stage stage);              /* does this version have it? */
bool ls_stage_parse(const char *name, ls_stage *stage);
const char *ls_reason_text(ls_reason reason);       /* the msgid */

ls_outcome ls_outcome_done(void);
ls_outcome ls_outcome_make(ls_state state, ls_reason reason, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The worse of the two: failed, then limited, then skipped, then done; the first wins a tie. */
ls_outcome ls_outcome_worse(ls_outcome first, ls_outcome second);

#endif
