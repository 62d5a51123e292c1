/* SPDX-License-Identifier: Apache-2.0 */
/* The boxes of a report on a copy of its photo: which of them, and what becomes of the reader's answer. */
#include "engine/scanner.h"

#include "base/clock.h"
#include "engine/build.h"
#include "engine/photo.h"
#include "engine/png.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_MEMORY ((size_t)1 << 20) /* an outcome: the picture goes to the file as it comes */

/* One call. */
struct copy {
    ls_annotate *ask;
    ls_photo photo;
    ls_box boxes[LS_BOXES_MAX];
    uint32_t box_count;
    const ls_picture_size *size;
    int written; /* errno of a write that failed */
};

/* ---------------------------------------------------------------------------------------------------- boxes */

/* Findings before evidence: when there are too many, it is the lesser ones that are missing. */
static ls_box *add_box(struct copy *copy, const ls_point quad[4], ls_verdict effect)
{
    if (copy->box_count == LS_BOXES_MAX)
        return NULL;
    ls_box *box = &copy->boxes[copy->box_count++];
    *box = (ls_box){.effect = (uint32_t)effect};
    memcpy(box->quad, quad, sizeof box->quad);
    return box;
}

static void add_findings(struct copy *copy)
{
    ls_annotate *ask = copy->ask;
    const ls_report *report = ask->report;
    bool chosen = false;
    for (size_t i = 0; i < report->finding_count; i++) {
        const ls_finding *finding = &report->findings[i];
        if (!finding->has_quad)
            continue;
        if (finding->carrier) { /* it is in a picture inside the file, which is not drawn on */
            ask->boxes_elsewhere++;
            continue;
        }
        if (!chosen)
            ask->picture = finding->picture;
        chosen = true;
        ls_box *box = finding->picture == ask->picture ? add_box(copy, finding->quad, finding->effect) : NULL;
        if (box)
            box->number = finding->number;
        ask->boxes += box != NULL;
        ask->boxes_left_out += !box && finding->picture == ask->picture;
        ask->boxes_elsewhere += finding->picture != ask->picture;
    }
}

static void add_evidence(struct copy *copy)
{
    const ls_report *report = copy->ask->report;
    for (size_t i = 0; i < report->finding_count; i++) {
        const ls_finding *finding = &report->findings[i];
        for (size_t j = 0; j < finding->evidence_count && finding->picture == copy->ask->picture && !finding->carrier; j++)
            add_box(copy, finding->evidence[j].quad, finding->effect);
    }
}

/* False: the report does not know that picture, so it is none that a check of ours has made. */
static bool find_size(struct copy *copy)
{
    const ls_report *report = copy->ask->report;
    const uint32_t index = copy->ask->picture ? copy->ask->picture - 1 : 0;
    for (size_t i = 0; i < report->size_count && !copy->size; i++)
        if (report->sizes[i].picture == index)
            copy->size = &report->sizes[i];
    return copy->size && copy->size->width && copy->size->height &&
           (uint64_t)copy->size->width * copy->size->height <= LS_PIXEL_LIMIT;
}

/* --------------------------------------------------------------------------------------------------- answer */

static ls_status note(struct copy *copy, ls_status status)
{
    if (status == LS_E_IO)
        copy->written = errno;
    return status;
}

static ls_status begin(uint32_t width, uint32_t height, void *user)
{
    struct copy *copy = user;
    return note(copy, ls_png_begin(copy->ask->out, width, height));
}

static ls_status piece(const void *bytes, size_t size, void *user)
{
    struct copy *copy = user;
    return note(copy, ls_png_data(copy->ask->out, bytes, size));
}

static ls_status say(ls_error *error, ls_status status, ls_arena *arena, const ls_outcome *outcome)
{
    const char *reason = outcome->reason == LS_REASON_NONE ? ls_status_text(status) : ls_build_reason(arena, outcome);
    return ls_error_set(error, status, "%s", reason ? reason : ls_status_text(LS_E_NOMEM));
}

/* What was written is a picture only when the child said all it had to say and ended well. */
static ls_status judge(struct copy *copy, ls_status status, const ls_answer *answer, const ls_outcome *failure,
                       ls_error *error)
{
    ls_arena *arena = answer->container.arena;
    if (!copy->written && status)
        return say(error, status, arena, failure);
    if (!copy->written && !answer->drawing->begun)
        return say(error, LS_E_FORMAT, arena, &answer->outcomes[LS_STAGE_TEXT]);
    if (!copy->written && note(copy, ls_png_end(copy->ask->out)) == LS_OK)
        return LS_OK;
    return ls_error_set(error, LS_E_IO, "%s", strerror(copy->written));
}

static ls_status run(ls_scanner *scanner, struct copy *copy, ls_arena *arena, ls_error *error)
{
    const ls_annotate *ask = copy->ask;
    const uint32_t budget = ask->deadline_ms ? ask->deadline_ms : scanner->engine->options->time_budget_ms;
    ls_request request = ls_scanner_request(scanner, copy->photo.size, budget, LS_READER_MEMORY_MB);
    request.operation = LS_OP_ANNOTATE;
    request.kind = (uint32_t)ask->report->kind;
    request.orientation = ask->report->orientation;
    request.picture = copy->size->picture;
    request.box_count = copy->box_count;
    const ls_worker_call call = {
        .request = &request,
        .boxes = copy->boxes,
        .answer_max = ls_drawing_answer_max(copy->size->width, copy->size->height),
        .photo_fd = copy->photo.fd,
        .deadline = ls_clock_ms() + budget,
        .cancel = ask->cancel,
    };
    ls_drawing drawing = {
        .width = copy->size->width, .height = copy->size->height, .begin = begin, .piece = piece, .user = copy};
    ls_answer answer;
    ls_reply reply;
    ls_outcome failure;
    ls_answer_init(&answer, arena);
    answer.drawing = &drawing;
    ls_status status = ls_scanner_ensure(&scanner->reader, LS_WORKER_READER, error);
    if (status)
        return status;
    status = ls_worker_run(scanner->reader, &call, &answer, &reply, &failure);
    return judge(copy, status, &answer, &failure, error);
}

static ls_status draw(ls_scanner *scanner, struct copy *copy, ls_error *error)
{
    ls_annotate *ask = copy->ask;
    add_findings(copy);
    if (!ask->boxes)
        return LS_OK;
    add_evidence(copy);
    if (!find_size(copy))
        return ls_error_set(error, LS_E_USAGE, "ls_annotate: the report is of no photo that has pictures");
    ls_status status = ls_photo_hold(&copy->photo, ask->fd, ask->data, ask->size, error);
    if (status)
        return status;
    ls_arena *arena = ls_arena_new(ANSWER_MEMORY);
    status = arena ? run(scanner, copy, arena, error) : ls_error_set(error, LS_E_NOMEM, "%s", ls_status_text(LS_E_NOMEM));
    ls_arena_free(arena);
    ls_photo_release(&copy->photo);
    return status;
}

ls_status ls_scanner_annotate(ls_scanner *scanner, ls_annotate *annotate, ls_error *error)
{
    if (!scanner || !annotate || annotate->version != LS_ANNOTATE_VERSION || !annotate->report || annotate->out < 0 ||
        (annotate->fd < 0 && !annotate->data && annotate->size))
        return ls_error_set(error, LS_E_USAGE, "ls_annotate: a version, a report, a photo and a file are needed");
    annotate->picture = 0;
    annotate->boxes = annotate->boxes_left_out = annotate->boxes_elsewhere = 0;
    struct copy *copy = calloc(1, sizeof *copy);
    if (!copy)
        return ls_error_set(error, LS_E_NOMEM, "%s", ls_status_text(LS_E_NOMEM));
    copy->ask = annotate;
    ls_status status = draw(scanner, copy, error);
    free(copy);
    return status;
}
