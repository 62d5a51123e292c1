/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/seconds.h"

#include "container/walk.h"
#include "image/pictures.h"

/* Pixels that the shorter side keeps when a preview is decoded smaller: as many as are compared, and no fewer. */
#define COMPARED_SIDE 512u

/* Its own bytes: what stands around them in the photo is none of its decoder's business. */
static ls_source bytes_of(const ls_job *job, uint32_t index)
{
    const ls_second *second = &job->request->seconds[index];
    if (second->from >= second->to || second->to > job->source.size)
        return (ls_source){0};
    return (ls_source){.data = job->source.data + second->from, .size = second->to - second->from};
}

static ls_status decode(const ls_source *bytes, const ls_decode_limits *limits, ls_raster *raster, ls_outcome *outcome, bool *all)
{
    ls_pictures *pictures = NULL;
    *raster = (ls_raster){0};
    ls_status status =
        ls_pictures_open(bytes->data, (size_t)bytes->size, ls_container_sniff(bytes), limits, &pictures, outcome);
    if (status == LS_OK) {
        status = ls_pictures_next(pictures, raster, outcome);
        *all = outcome->state == LS_DONE && ls_pictures_count(pictures) == 1 && !ls_pictures_unread(pictures);
    }
    ls_pictures_close(pictures);
    return status;
}

ls_showing ls_second_judge(const ls_job *job, uint32_t index, const ls_original *original, uint64_t *pixels_left)
{
    const ls_source bytes = bytes_of(job, index);
    const ls_decode_limits limits = {.pixels = *pixels_left, .least_side = COMPARED_SIDE, .orientation = 1};
    ls_raster raster;
    ls_outcome outcome;
    bool all = false;
    ls_showing showing = LS_SHOWS_UNREAD;
    if (!original->luma.data || !bytes.size || decode(&bytes, &limits, &raster, &outcome, &all))
        return LS_SHOWS_UNREAD;
    *pixels_left -= (uint64_t)raster.stored_width * raster.stored_height;
    if (ls_likeness_judge(original, &raster, job->request->orientation, &showing))
        showing = LS_SHOWS_UNREAD;
    ls_raster_free(&raster);
    return showing == LS_SHOWS_SAME && !all ? LS_SHOWS_UNREAD : showing;
}

ls_status ls_second_decode(const ls_job *job, uint32_t index, ls_raster *raster, ls_outcome *outcome)
{
    const ls_source bytes = bytes_of(job, index);
    const ls_decode_limits limits = {.pixels = job->request->pixel_limit, .orientation = job->request->orientation};
    bool all;
    return decode(&bytes, &limits, raster, outcome, &all);
}
