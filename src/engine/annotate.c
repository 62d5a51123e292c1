/* SPDX-License-Identifier: Apache-2.0 */
/* The boxes of a report on a copy of its photo: which of them, and what becomes of the reader's answer. */
#include "engine/scanner.h"

#include "engine/draw.h"
#include "engine/report.h"

#include <stdlib.h>
#include <string.h>

/* One call. */
struct copy {
    ls_annotate *ask;
    ls_photo photo;
    ls_box boxes[LS_BOXES_MAX];
    uint32_t box_count;
    const ls_picture_size *size;
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
        if (finding->has_bytes) { /* it is in a picture inside the file, which is not drawn on */
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
        for (size_t j = 0; j < finding->evidence_count && finding->picture == copy->ask->picture && !finding->has_bytes; j++)
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

/* ------------------------------------------------------------------------------------------------------ the call */

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
    const ls_draw drawing = {.photo = &copy->photo, .kind = ask->report->kind, .orientation = ask->report->orientation, .picture = copy->size->picture,
                             .width = copy->size->width, .height = copy->size->height, .boxes = copy->boxes, .box_count = copy->box_count,
                             .out = ask->out, .deadline_ms = ask->deadline_ms, .cancel = ask->cancel};
    status = ls_scanner_draw(scanner, &drawing, error);
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
