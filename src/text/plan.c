/* SPDX-License-Identifier: Apache-2.0 */
#include "text/plan.h"

#include "text/quad.h"
#include "text/search.h"

#include <math.h>
#include <stdlib.h>

/* What speaks for a mark, in points; the order they give is what matters, not their size. */
#define POINTS_SHORT 3.0   /* 机密★20年, SECRET//NOFORN */
#define POINTS_MIDDLE 1.0
#define POINTS_RED 3.0
#define POINTS_LARGE 2.0
#define POINTS_EDGE 2.0    /* among the first or last lines of its page */
#define POINTS_ALONE 1.5   /* no other line close above or below */
#define POINTS_CERTAIN 4.0 /* for 100 % certainty; a row that may be nothing waits */
#define SHORT_GLYPHS 10u
#define MIDDLE_GLYPHS 20u
#define EDGE 0.18          /* of the height of all lines together */
#define SAMPLE_HEIGHT 10.0 /* pixels */
#define SQUARE 1.6         /* length by height: a stamp of one glyph, seen from the side */
#define AGREE_LEAST 3u     /* rows that are surely writing, */
#define AGREE_MOST 4u      /* and how many times as many of them run one way as the other */

static double distance(ls_point a, ls_point b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static void measure(ls_job *job)
{
    const ls_point *q = job->quad;
    job->height = (distance(q[0], q[3]) + distance(q[1], q[2])) / 2;
    job->length = (distance(q[0], q[1]) + distance(q[3], q[2])) / 2;
    job->glyphs = (uint32_t)(job->length / fmax(1, job->height)) + 1;
    job->steep = fabs(q[1].y - q[0].y) > fabs(q[1].x - q[0].x);
}

static ls_job make_job(const ls_raster *raster, const ls_text *text, const ls_look_notes *notes, size_t index)
{
    const ls_line *line = &text->lines[index];
    ls_job job = {.line = index, .found_height = line->height, .certainty = line->confidence,
                  .guess = index < notes->count && notes->lines[index].guess,
                  .red = index < notes->count && notes->lines[index].red};
    for (int c = 0; c < 4; c++) {
        job.stored[c] = line->quad[c];
        job.quad[c] = ls_raster_from_stored(raster, line->quad[c]);
    }
    measure(&job);
    return job;
}

static void turn_corner(ls_point quad[4])
{
    const ls_point last = quad[3];
    for (int c = 3; c > 0; c--)
        quad[c] = quad[c - 1];
    quad[0] = last;
}

/* The outline of a single glyph has no direction of its own: it runs as the rows that surely are writing do. */
static void direct_squares(ls_plan *plan)
{
    size_t rows[2] = {0, 0};
    for (size_t i = 0; i < plan->count; i++)
        rows[plan->jobs[i].steep] += plan->jobs[i].certainty >= LS_CERTAINTY_SURE;
    const bool steep = rows[1] > rows[0];
    if (rows[steep] < AGREE_LEAST || rows[steep] < AGREE_MOST * rows[!steep])
        return;
    for (size_t i = 0; i < plan->count; i++) {
        ls_job *job = &plan->jobs[i];
        if (job->steep == steep || job->certainty >= LS_CERTAINTY_SURE || job->length > SQUARE * job->height)
            continue;
        turn_corner(job->quad);
        turn_corner(job->stored);
        measure(job);
    }
}

/*
 * Rows that run straight up or down are found running either way, by a degree more or less or by who finds them; which way they
 * are read is told for all of a picture. Those that are surely writing tell which way counts as found.
 */
static void align(ls_plan *plan, bool steep)
{
    ls_point along = {0, 0};
    for (size_t i = 0; i < plan->count; i++) {
        const ls_job *job = &plan->jobs[i];
        if (job->steep == steep && job->certainty >= LS_CERTAINTY_SURE) {
            along.x += job->quad[1].x - job->quad[0].x;
            along.y += job->quad[1].y - job->quad[0].y;
        }
    }
    for (size_t i = 0; i < plan->count; i++) {
        ls_job *job = &plan->jobs[i];
        const double same = (job->quad[1].x - job->quad[0].x) * along.x + (job->quad[1].y - job->quad[0].y) * along.y;
        if (job->steep != steep || same >= 0)
            continue;
        const ls_job was = *job;
        ls_way_apply(was.quad, LS_WAY_TURNED, job->quad);
        ls_way_apply(was.stored, LS_WAY_TURNED, job->stored);
    }
}

static int by_height(const void *a, const void *b)
{
    const double first = ((const ls_job *)a)->height, second = ((const ls_job *)b)->height;
    return (first < second) - (first > second);
}

/* Across the writing: down for level lines, to the side for steep ones. */
static double across(const ls_job *job)
{
    const ls_point middle = ls_quad_middle(job->quad);
    return job->steep ? middle.x : middle.y;
}

static bool alone(const ls_plan *plan, const ls_job *job)
{
    for (size_t i = 0; i < plan->count; i++) {
        const ls_job *other = &plan->jobs[i];
        if (other != job && other->steep == job->steep && other->certainty >= LS_CERTAINTY_BESIDE &&
            fabs(across(other) - across(job)) < 2 * job->height)
            return false;
    }
    return true;
}

static double points(const ls_text *text, const ls_plan *plan, const ls_job *job, double median, double first,
                     double last)
{
    double sum = POINTS_CERTAIN * job->certainty / 100;
    sum += job->glyphs <= SHORT_GLYPHS ? POINTS_SHORT : job->glyphs <= MIDDLE_GLYPHS ? POINTS_MIDDLE : 0;
    sum += text->lines[job->line].ink == LS_INK_RED ? POINTS_RED : 0;
    sum += job->height > 1.3 * median ? POINTS_LARGE : 0;
    const double at = last > first ? (across(job) - first) / (last - first) : 0;
    sum += at < EDGE || at > 1 - EDGE ? POINTS_EDGE : 0;
    sum += alone(plan, job) ? POINTS_ALONE : 0;
    if (job->certainty < LS_CERTAINTY_BESIDE)
        sum -= 100; /* after everything that is likely to be writing */
    return sum;
}

static int by_priority(const void *a, const void *b)
{
    const ls_job *first = a, *second = b;
    if (first->priority != second->priority)
        return first->priority < second->priority ? 1 : -1;
    /* rather by what they are than by where in the picture: that changes when it is turned */
    if (first->length != second->length)
        return first->length < second->length ? 1 : -1;
    return (first->line > second->line) - (first->line < second->line);
}

static void set_priorities(const ls_text *text, ls_plan *plan)
{
    if (!plan->count)
        return;
    qsort(plan->jobs, plan->count, sizeof *plan->jobs, by_height);
    const double median = plan->jobs[plan->count / 2].height;
    double first = INFINITY, last = -INFINITY;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->jobs[i].certainty >= LS_CERTAINTY_BESIDE) {
            first = fmin(first, across(&plan->jobs[i]));
            last = fmax(last, across(&plan->jobs[i]));
        }
    for (size_t i = 0; i < plan->count; i++)
        plan->jobs[i].priority = points(text, plan, &plan->jobs[i], median, first, last);
    qsort(plan->jobs, plan->count, sizeof *plan->jobs, by_priority);
}

ls_status ls_plan_make(const ls_raster *raster, const ls_text *text, const ls_look_notes *notes, ls_plan *plan)
{
    *plan = (ls_plan){.jobs = calloc(text->line_count + 1, sizeof *plan->jobs),
                      .keep = calloc(text->line_count + 1, sizeof *plan->keep)};
    if (!plan->jobs || !plan->keep) {
        ls_plan_free(plan);
        return LS_E_NOMEM;
    }
    for (; plan->count < text->line_count; plan->count++)
        plan->jobs[plan->count] = make_job(raster, text, notes, plan->count);
    direct_squares(plan);
    align(plan, false);
    align(plan, true);
    set_priorities(text, plan);
    return LS_OK;
}

void ls_plan_free(ls_plan *plan)
{
    free(plan->jobs);
    free(plan->keep);
    *plan = (ls_plan){0};
}

void ls_way_apply(const ls_point quad[4], unsigned way, ls_point out[4])
{
    for (unsigned i = 0; i < 4; i++) {
        const unsigned corner = way & LS_WAY_MIRRORED ? 3 - i : i; /* the other side is the top */
        out[i] = quad[way & LS_WAY_TURNED ? (corner + 2) % 4 : corner];
    }
}

size_t ls_plan_samples(const ls_plan *plan, bool steep, uint32_t longest, ls_job **samples, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        ls_job *job = &plan->jobs[i];
        if (job->steep != steep || job->certainty < LS_CERTAINTY_SURE || job->height < SAMPLE_HEIGHT ||
            job->glyphs > longest)
            continue;
        size_t at = count < most ? count++ : most;
        if (at == most && job->height <= samples[most - 1]->height)
            continue;
        at = at == most ? most - 1 : at;
        for (; at > 0 && samples[at - 1]->height < job->height; at--)
            samples[at] = samples[at - 1];
        samples[at] = job;
    }
    return count;
}
