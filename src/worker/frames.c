/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/frames.h"

#include "image/pictures.h"
#include "worker/seconds.h"

#include <math.h>

#define DECODED_FRAMES 8u /* pictures decoded, and compared, for each one that may be looked at: most of an animation rests */
#define DECODED_PIXELS 8u /* pixels of all decoded pictures, in pixel limits of one */
#define LOOKED_PIXELS 3u  /* of those that are looked at */
#define LEGIBLE_SIDE 200u /* pixels: longest side of a second picture in which a line of text might be read */
#define ORIGINALS_MEMORY ((size_t)64 << 20)
#define DAMAGED_MAX 16u   /* pictures that cannot be decoded before the rest is given up */

typedef struct frames {
    ls_job *job;
    ls_pictures *pictures;
    ls_raster last; /* the picture that was looked at last */
    ls_originals originals; /* when there are second pictures to be held against them */
    ls_outcome outcome;
    uint32_t taken, decoded, looked, damaged; /* pictures asked for; of them decoded, looked at, neither */
    uint64_t decoded_pixels, looked_pixels;
    uint32_t glyphs; /* left */
    uint32_t told;   /* pictures in the answer */
} frames;

static bool may_go_on(const frames *all)
{
    const ls_request *request = all->job->request;
    const uint64_t limit = request->pixel_limit;
    return all->looked < request->frame_limit && all->decoded < (uint64_t)request->frame_limit * DECODED_FRAMES &&
           all->told < LS_PICTURES_MAX && all->damaged < DAMAGED_MAX && all->decoded_pixels <= limit * DECODED_PIXELS &&
           all->looked_pixels <= limit * LOOKED_PIXELS;
}

/* An equal share for each picture that may follow: a mark on the last page is worth as much as one on the first. */
static uint32_t share_of_glyphs(const frames *all)
{
    uint32_t left = ls_pictures_count(all->pictures) - all->taken + 1;
    const uint32_t most = all->job->request->frame_limit - all->looked;
    if (left > most)
        left = most;
    return all->glyphs / (left ? left : 1);
}

/* What reading cost: glyphs, and for a line that could not be read as many as have room in it. */
static uint32_t cost_of(const ls_text *text)
{
    double glyphs = 0;
    for (size_t i = 0; i < text->line_count; i++) {
        const ls_line *line = &text->lines[i];
        if (line->unread == LS_READ)
            glyphs += (double)line->count;
        else if (line->unread == LS_UNREAD_ILLEGIBLE)
            glyphs += hypot(line->quad[1].x - line->quad[0].x, line->quad[1].y - line->quad[0].y) /
                      fmax((double)line->height, 1);
    }
    return (uint32_t)fmin(glyphs, text->glyph_budget);
}

/* Findings of this picture outlive whatever happens to the next; as long as there are none, another child may follow. */
static void tell(frames *all, const ls_text *text)
{
    ls_answer_put_text(&all->job->out, text);
    all->told++;
    if (text->text_present)
        ls_job_flush(all->job);
}

static ls_text text_for(const frames *all, const ls_raster *raster)
{
    return (ls_text){.width = raster->stored_width, .height = raster->stored_height,
                     .picture = all->taken - 1, .frames = ls_pictures_count(all->pictures),
                     .glyph_budget = share_of_glyphs(all)};
}

static int look_at(frames *all, ls_raster *raster, ls_text text, ls_outcome decoded, ls_frame_look *look)
{
    ls_arena *arena = ls_arena_new(LS_CHILD_ARENA);
    if (!arena)
        return LS_EXIT_MEMORY;
    ls_outcome outcome = ls_outcome_done();
    text.arena = arena;
    const int code = look(all->job, raster, &text, decoded, &outcome);
    if (code == LS_EXIT_DONE) {
        all->outcome = ls_outcome_worse(all->outcome, outcome);
        all->glyphs -= cost_of(&text);
        all->looked++;
        all->looked_pixels += (uint64_t)text.width * text.height;
        tell(all, &text);
    }
    ls_arena_free(arena);
    return code;
}

/* A copy that is small enough to be kept: no picture is decoded twice to be compared. */
static bool keep_original(frames *all, const ls_raster *raster)
{
    ls_originals *originals = &all->originals;
    if (!originals->arena)
        originals->arena = ls_arena_new(ORIGINALS_MEMORY);
    return originals->arena && ls_original_read(raster, &originals->kept[all->taken - 1], originals->arena) == LS_OK;
}

/* One picture; takes the raster over. */
static int take(frames *all, ls_raster *raster, ls_outcome decoded, ls_frame_look *look)
{
    all->decoded++;
    if (all->job->request->second_count && all->taken <= LS_ORIGINALS_MAX && !keep_original(all, raster)) {
        ls_raster_free(raster);
        return LS_EXIT_MEMORY;
    }
    all->decoded_pixels += (uint64_t)raster->stored_width * raster->stored_height;
    if (all->last.data && ls_pictures_alike(&all->last, raster)) {
        const ls_text text = text_for(all, raster);
        tell(all, &text);
        all->outcome = ls_outcome_worse(all->outcome, decoded);
        ls_raster_free(raster);
        return LS_EXIT_DONE;
    }
    const int code = look_at(all, raster, text_for(all, raster), decoded, look);
    ls_raster_free(&all->last);
    all->last = *raster;
    return code;
}

static int take_all(frames *all, ls_frame_look *look)
{
    const uint32_t count = ls_pictures_count(all->pictures);
    int code = LS_EXIT_DONE;
    while (code == LS_EXIT_DONE && all->taken < count && may_go_on(all)) {
        ls_raster raster;
        ls_outcome decoded;
        ls_status status = ls_pictures_next(all->pictures, &raster, &decoded);
        all->taken++;
        if (status == LS_OK) {
            code = take(all, &raster, decoded, look);
            continue;
        }
        all->damaged++;
        all->outcome = ls_outcome_worse(all->outcome, status == LS_E_NOMEM ? ls_job_overrun(status) : decoded);
        if (status == LS_E_NOMEM)
            break;
    }
    return code;
}

static ls_outcome unread(const frames *all)
{
    const uint32_t count = ls_pictures_count(all->pictures);
    const char *more = ls_pictures_unread(all->pictures);
    if (all->taken < count)
        return ls_outcome_make(LS_LIMITED, LS_REASON_FRAMES_UNREAD, "%u of %u", all->taken, count);
    return more ? ls_outcome_make(LS_LIMITED, LS_REASON_FRAMES_UNREAD, "%s", more) : ls_outcome_done();
}

/* Every answer has a text record: without one the parent could not tell "no text" from "not said". */
static void tell_of_none(frames *all)
{
    static const ls_text nothing = {0};
    if (!all->told)
        ls_answer_put_text(&all->job->out, &nothing);
    all->told++;
}

static int finish(frames *all)
{
    tell_of_none(all);
    ls_job_outcome(all->job, LS_STAGE_TEXT, all->outcome);
    return ls_job_end(all->job);
}

/* --------------------------------------------------------------------------------------------- second pictures */

static bool is_different(ls_showing showing)
{
    return showing != LS_SHOWS_SAME && showing != LS_SHOWS_UNREAD;
}

/* What each shows is said before the first is searched for text: a page that kills the reader takes none of it along. */
static void judge_seconds(frames *all, bool different[LS_SECONDS_MAX])
{
    uint64_t pixels = all->job->request->pixel_limit;
    for (uint32_t i = 0; i < all->job->request->second_count; i++) {
        const ls_showing showing = ls_second_judge(all->job, i, &all->originals, &pixels);
        ls_answer_put_second(&all->job->out, i, showing);
        different[i] = is_different(showing);
    }
    if (all->job->final && all->job->request->second_count)
        ls_job_flush(all->job);
}

static ls_outcome not_looked_at(void)
{
    return ls_outcome_make(LS_LIMITED, LS_REASON_FRAMES_UNREAD, "%s", "a picture inside the file is too large");
}

static bool may_look(const frames *all)
{
    const uint64_t limit = all->job->request->pixel_limit;
    return all->decoded_pixels <= limit * DECODED_PIXELS && all->looked_pixels <= limit * LOOKED_PIXELS;
}

/* Pixels that the file's pictures do not show are searched like theirs; `left` pictures share the glyphs. */
static int look_at_second(frames *all, uint32_t index, uint32_t left, ls_frame_look *look)
{
    ls_raster raster;
    ls_outcome decoded;
    ls_status status = ls_second_decode(all->job, index, &all->originals, &raster, &decoded);
    if (status) {
        all->outcome = ls_outcome_worse(all->outcome, status == LS_E_NOMEM ? ls_job_overrun(status) : decoded);
        return LS_EXIT_DONE;
    }
    int code = LS_EXIT_DONE;
    all->decoded_pixels += (uint64_t)raster.stored_width * raster.stored_height;
    if (raster.scale > 1) { /* a second look would be at the photo itself */
        all->outcome = ls_outcome_worse(all->outcome, not_looked_at());
    } else if (raster.width >= LEGIBLE_SIDE || raster.height >= LEGIBLE_SIDE) {
        const ls_text text = {.width = raster.stored_width, .height = raster.stored_height, .second = index + 1, .frames = 1,
                              .glyph_budget = all->glyphs / left};
        code = look_at(all, &raster, text, decoded, look);
    }
    ls_raster_free(&raster);
    return code;
}

static int take_seconds(frames *all, ls_frame_look *look)
{
    bool different[LS_SECONDS_MAX] = {false};
    uint32_t left = 0;
    int code = LS_EXIT_DONE;
    tell_of_none(all);
    judge_seconds(all, different);
    for (uint32_t i = 0; i < LS_SECONDS_MAX; i++)
        left += different[i];
    for (uint32_t i = 0; i < LS_SECONDS_MAX && code == LS_EXIT_DONE; i++) {
        if (!different[i])
            continue;
        if (may_look(all))
            code = look_at_second(all, i, left, look);
        else
            all->outcome = ls_outcome_worse(all->outcome, not_looked_at());
        left--;
    }
    return code;
}

int ls_frames_check(ls_job *job, uint32_t least_side, ls_frame_look *look)
{
    const ls_request *request = job->request;
    const ls_kind kind = request->kind < LS_KIND_COUNT ? (ls_kind)request->kind : LS_KIND_NONE;
    const ls_decode_limits limits = {
        .pixels = request->pixel_limit, .orientation = request->orientation, .least_side = least_side};
    frames all = {.job = job, .outcome = ls_outcome_done(), .glyphs = request->glyph_budget};
    if (job->source_status) {
        all.outcome = ls_job_unopened();
        return finish(&all);
    }
    ls_status status =
        ls_pictures_open(job->source.data, (size_t)job->source.size, kind, &limits, &all.pictures, &all.outcome);
    if (status) {
        if (status == LS_E_NOMEM)
            all.outcome = ls_job_overrun(status);
        return finish(&all);
    }
    int code = take_all(&all, look);
    all.outcome = ls_outcome_worse(unread(&all), all.outcome);
    ls_raster_free(&all.last);
    all.originals.pictures = all.pictures;
    if (code == LS_EXIT_DONE)
        code = take_seconds(&all, look);
    ls_pictures_close(all.pictures);
    ls_arena_free(all.originals.arena);
    return code == LS_EXIT_DONE ? finish(&all) : code;
}
