/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/seconds.h"

#include "container/walk.h"

#include <string.h>

/* Pixels that the shorter side keeps when a preview is decoded smaller: as many as are compared, and no fewer. */
#define COMPARED_SIDE 512u

/* A second picture, decoded. */
typedef struct seen {
    ls_raster raster;
    ls_outcome outcome;
    bool whole;           /* nothing is missing in it, and nothing else is beside it */
    bool belongs;         /* to picture `of` of the file */
    uint32_t of;
    uint32_t orientation; /* to be tried first */
} seen;

/* Its own bytes: what stands around them in the photo is none of its decoder's business. */
static ls_source bytes_of(const ls_job *job, const ls_second *second)
{
    if (second->from >= second->to || second->to > job->source.size)
        return (ls_source){0};
    return (ls_source){.data = job->source.data + second->from, .size = second->to - second->from};
}

static ls_status read_file(const ls_source *bytes, const ls_decode_limits *limits, seen *out)
{
    ls_pictures *pictures = NULL;
    ls_status status =
        ls_pictures_open(bytes->data, (size_t)bytes->size, ls_container_sniff(bytes), limits, &pictures, &out->outcome);
    if (status == LS_OK) {
        status = ls_pictures_next(pictures, &out->raster, &out->outcome);
        out->whole = out->outcome.state == LS_DONE && ls_pictures_count(pictures) == 1 && !ls_pictures_unread(pictures);
    }
    ls_pictures_close(pictures);
    return status;
}

static ls_status read_rgb(const ls_source *bytes, const ls_second *second, const ls_decode_limits *limits, seen *out)
{
    const uint64_t pixels = (uint64_t)second->width * second->height;
    if (!pixels || pixels > limits->pixels || pixels * 3 != bytes->size)
        return LS_E_FORMAT;
    ls_status status = ls_raster_alloc(&out->raster, second->width, second->height, 3);
    if (status)
        return status;
    memcpy(out->raster.data, bytes->data, (size_t)bytes->size);
    out->whole = true;
    status = limits->orientation > 1 ? ls_raster_orient(&out->raster, limits->orientation) : LS_OK;
    if (status)
        ls_raster_free(&out->raster);
    return status;
}

static uint32_t items_asked(const ls_request *request)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < request->second_count; i++)
        count += request->seconds[i].form == LS_SECOND_ITEM;
    return count;
}

/* The core and the decoder have to agree on what there is: else nobody knows which one is meant. */
static ls_status read_item(const ls_job *job, const ls_second *second, const ls_originals *originals,
                           const ls_decode_limits *limits, seen *out)
{
    if (!originals->pictures || ls_pictures_thumbnails(originals->pictures) != items_asked(job->request))
        return LS_E_FORMAT;
    ls_status status =
        ls_pictures_thumbnail(originals->pictures, second->number, &out->raster, &out->of, &out->outcome);
    if (status)
        return status;
    if ((uint64_t)out->raster.width * out->raster.height > limits->pixels) {
        ls_raster_free(&out->raster);
        return LS_E_LIMIT;
    }
    out->belongs = true;
    out->whole = out->outcome.state == LS_DONE;
    out->orientation = 1;
    return LS_OK;
}

static ls_status read_second(const ls_job *job, uint32_t index, const ls_originals *originals,
                             const ls_decode_limits *limits, seen *out)
{
    const ls_second *second = &job->request->seconds[index];
    const ls_source bytes = bytes_of(job, second);
    *out = (seen){.outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "a picture inside the file"),
                  .orientation = job->request->orientation};
    if (!bytes.size)
        return LS_E_FORMAT;
    switch (second->form) {
    case LS_SECOND_FILE: return read_file(&bytes, limits, out);
    case LS_SECOND_RGB: return read_rgb(&bytes, second, limits, out);
    case LS_SECOND_ITEM: return read_item(job, second, originals, limits, out);
    default: return LS_E_FORMAT;
    }
}

/* Like one of the file's pictures is good enough; else what it shows beside the first of them. */
static ls_showing compare(const ls_originals *originals, const seen *second)
{
    ls_showing first = LS_SHOWS_UNREAD;
    for (uint32_t i = 0; i < LS_ORIGINALS_MAX; i++) {
        ls_showing showing;
        if (!originals->kept[i].luma.data || (second->belongs && second->of != i))
            continue;
        if (ls_likeness_judge(&originals->kept[i], &second->raster, second->orientation, &showing))
            return LS_SHOWS_UNREAD;
        if (showing == LS_SHOWS_SAME)
            return showing;
        if (first == LS_SHOWS_UNREAD)
            first = showing;
    }
    return first;
}

ls_showing ls_second_judge(const ls_job *job, uint32_t index, const ls_originals *originals, uint64_t *pixels_left)
{
    const ls_decode_limits limits = {.pixels = *pixels_left, .least_side = COMPARED_SIDE, .orientation = 1};
    seen second;
    if (read_second(job, index, originals, &limits, &second))
        return LS_SHOWS_UNREAD;
    const uint64_t pixels = (uint64_t)second.raster.stored_width * second.raster.stored_height;
    *pixels_left -= pixels < *pixels_left ? pixels : *pixels_left;
    const ls_showing showing = compare(originals, &second);
    ls_raster_free(&second.raster);
    return showing == LS_SHOWS_SAME && !second.whole ? LS_SHOWS_UNREAD : showing;
}

ls_status ls_second_decode(const ls_job *job, uint32_t index, const ls_originals *originals, ls_raster *raster,
                           ls_outcome *outcome)
{
    const ls_decode_limits limits = {.pixels = job->request->pixel_limit, .orientation = job->request->orientation};
    seen second;
    const ls_status status = read_second(job, index, originals, &limits, &second);
    *raster = second.raster;
    *outcome = second.outcome;
    return status;
}
