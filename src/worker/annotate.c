/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/annotate.h"

#include "image/boxes.h"
#include "image/pictures.h"
#include "image/png_rows.h"

/* Pictures of an animation build on each other: those before the one that is meant are decoded too. */
static ls_status take_picture(ls_pictures *pictures, uint32_t index, ls_raster *raster, ls_outcome *outcome)
{
    ls_status status = ls_pictures_next(pictures, raster, outcome);
    for (uint32_t i = 0; i < index && (status == LS_OK || status == LS_E_FORMAT); i++) {
        ls_raster_free(raster);
        status = ls_pictures_next(pictures, raster, outcome);
    }
    return status;
}

static ls_status decode(const ls_job *job, ls_raster *raster, ls_outcome *outcome)
{
    const ls_request *request = job->request;
    const ls_kind kind = request->kind < LS_KIND_COUNT ? (ls_kind)request->kind : LS_KIND_NONE;
    const ls_decode_limits limits = {.pixels = request->pixel_limit, .orientation = request->orientation};
    ls_pictures *pictures;
    *raster = (ls_raster){0};
    ls_status status = ls_pictures_open(job->source.data, (size_t)job->source.size, kind, &limits, &pictures, outcome);
    if (status == LS_OK)
        status = take_picture(pictures, request->picture, raster, outcome);
    ls_pictures_close(pictures);
    return status;
}

/* A piece is written as soon as it is there: the whole picture may be far larger than an answer otherwise is. */
static ls_status put_piece(const void *bytes, size_t size, void *user)
{
    ls_job *job = user;
    ls_drawing_put_piece(&job->out, bytes, size);
    ls_job_flush(job);
    return LS_OK;
}

int ls_annotate_photo(ls_job *job)
{
    ls_raster raster;
    ls_outcome outcome = ls_outcome_done();
    if (job->source_status) {
        ls_job_outcome(job, LS_STAGE_TEXT, ls_job_unopened());
        return ls_job_end(job);
    }
    ls_status status = decode(job, &raster, &outcome);
    if (status == LS_E_USAGE) /* fewer pictures than there were */
        outcome = ls_outcome_make(LS_FAILED, LS_REASON_UNOPENED, "it has changed");
    if (status == LS_OK) {
        status = ls_boxes_draw(&raster, job->boxes, job->request->box_count);
        if (!status) {
            ls_drawing_put_size(&job->out, raster.width, raster.height);
            status = ls_png_write_rows(&raster, LS_DRAWING_PIECE, put_piece, job);
        }
        ls_raster_free(&raster);
        if (status) /* of what was decoded and bounded neither OpenCV nor zlib refuses anything else */
            return LS_EXIT_MEMORY;
    } else if (outcome.state == LS_DONE || status == LS_E_NOMEM) {
        outcome = ls_job_overrun(status);
    }
    ls_job_outcome(job, LS_STAGE_TEXT, outcome);
    return ls_job_end(job);
}
