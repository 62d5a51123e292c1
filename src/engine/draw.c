/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/draw.h"

#include "base/clock.h"
#include "engine/build.h"
#include "engine/png.h"

#include <errno.h>
#include <string.h>

#define ANSWER_MEMORY ((size_t)1 << 20) /* an outcome: the picture goes to the file as it comes */

/* One call. */
struct drawing {
    const ls_draw *ask;
    int written; /* errno of a write that failed */
};

static ls_status note(struct drawing *self, ls_status status)
{
    if (status == LS_E_IO)
        self->written = errno;
    return status;
}

static ls_status begin(uint32_t width, uint32_t height, void *user)
{
    struct drawing *self = user;
    return note(self, ls_png_begin(self->ask->out, width, height));
}

static ls_status piece(const void *bytes, size_t size, void *user)
{
    struct drawing *self = user;
    return note(self, ls_png_data(self->ask->out, bytes, size));
}

static ls_status say(ls_error *error, ls_status status, ls_arena *arena, const ls_outcome *outcome)
{
    const char *reason = outcome->reason == LS_REASON_NONE ? ls_status_text(status) : ls_build_reason(arena, outcome);
    return ls_error_set(error, status, "%s", reason ? reason : ls_status_text(LS_E_NOMEM));
}

/* What was written is a picture only when the child said all it had to say and ended well. */
static ls_status judge(struct drawing *self, ls_status status, const ls_answer *answer, const ls_outcome *failure,
                       ls_error *error)
{
    ls_arena *arena = answer->container.arena;
    if (!self->written && status)
        return say(error, status, arena, failure);
    if (!self->written && !answer->drawing->begun)
        return say(error, LS_E_FORMAT, arena, &answer->outcomes[LS_STAGE_TEXT]);
    if (!self->written && note(self, ls_png_end(self->ask->out)) == LS_OK)
        return LS_OK;
    return ls_error_set(error, LS_E_IO, "%s", strerror(self->written));
}

static ls_request request_for(const ls_scanner *scanner, const ls_draw *ask, uint32_t budget)
{
    ls_request request = ls_scanner_request(scanner, ask->photo->size, budget, LS_READER_MEMORY_MB);
    request.operation = LS_OP_ANNOTATE;
    request.kind = (uint32_t)ask->kind;
    request.orientation = ask->orientation;
    request.picture = ask->picture;
    request.box_count = ask->box_count;
    return request;
}

static ls_status run(ls_scanner *scanner, struct drawing *self, ls_arena *arena, ls_error *error)
{
    const ls_draw *ask = self->ask;
    const uint32_t budget = ask->deadline_ms ? ask->deadline_ms : scanner->engine->options->time_budget_ms;
    const bool known = ask->width && ask->height;
    const ls_request request = request_for(scanner, ask, budget);
    const ls_worker_call call = {
        .request = &request,
        .boxes = ask->boxes,
        .answer_max = known ? ls_drawing_answer_max(ask->width, ask->height) : ls_drawing_answer_max(LS_PIXEL_LIMIT, 1),
        .photo_fd = ask->photo->fd,
        .deadline = ls_clock_ms() + budget,
        .cancel = ask->cancel,
    };
    ls_drawing drawing = {.width = ask->width, .height = ask->height, .pixels = LS_PIXEL_LIMIT, .begin = begin, .piece = piece, .user = self};
    ls_answer answer;
    ls_reply reply;
    ls_outcome failure;
    ls_answer_init(&answer, arena);
    answer.drawing = &drawing;
    ls_status status = ls_scanner_ensure(&scanner->reader, LS_WORKER_READER, error);
    if (status)
        return status;
    status = ls_worker_run(scanner->reader, &call, &answer, &reply, &failure);
    return judge(self, status, &answer, &failure, error);
}

ls_status ls_scanner_draw(ls_scanner *scanner, const ls_draw *draw, ls_error *error)
{
    struct drawing self = {.ask = draw};
    ls_arena *arena = ls_arena_new(ANSWER_MEMORY);
    ls_status status = arena ? run(scanner, &self, arena, error) : ls_error_set(error, LS_E_NOMEM, "%s", ls_status_text(LS_E_NOMEM));
    ls_arena_free(arena);
    return status;
}
