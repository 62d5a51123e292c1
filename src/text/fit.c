/* SPDX-License-Identifier: Apache-2.0 */
#include "text/fit.h"

#include "text/vector.h"

#include <math.h>
#include <string.h>

void ls_fit_direction(const ls_fit *fit, float *dx, float *dy)
{
    const double xx = fit->xx - fit->x * fit->x / fit->count;
    const double xy = fit->xy - fit->x * fit->y / fit->count;
    const double yy = fit->yy - fit->y * fit->y / fit->count;
    const double angle = 0.5 * atan2(2 * xy, xx - yy); /* principal axis of the scatter */
    *dx = (float)cos(angle);
    *dy = (float)sin(angle);
}

/* A row's own coordinates: along its direction and downwards from it. */
typedef struct row_axes {
    float x, y, dx, dy;
    float from, to;            /* along */
    float top[2], bottom[2];   /* down, at `from` and `to` */
} row_axes;

static float along(const row_axes *frame, const ls_mark *mark)
{
    return (mark->x - frame->x) * frame->dx + (mark->y - frame->y) * frame->dy;
}

static float down(const row_axes *frame, const ls_mark *mark)
{
    return (mark->y - frame->y) * frame->dx - (mark->x - frame->x) * frame->dy;
}

/*
 * Half of what an upright bounding box measures along and across a turned line. The box of a turned glyph is larger
 * than the glyph, by |cos|+|sin| for a square one.
 */
static float half_across(const row_axes *frame, const ls_mark *mark)
{
    const float c = fabsf(frame->dx), s = fabsf(frame->dy);
    return (mark->height * c + mark->width * s) / 2 / ((c + s) * (c + s));
}

static float half_along(const row_axes *frame, const ls_mark *mark)
{
    const float c = fabsf(frame->dx), s = fabsf(frame->dy);
    return (mark->width * c + mark->height * s) / 2 / ((c + s) * (c + s));
}

static int ascending(const void *a, const void *b)
{
    const float first = *(const float *)a, second = *(const float *)b;
    return (first > second) - (first < second);
}

/* A tenth of so many numbers: as many at the top as at the bottom, or a row that stands on its head has another height. */
static size_t outermost(size_t count)
{
    return (size_t)(0.1f * (float)(count - 1) + 0.5f);
}

/* Top and bottom of the marks of one half (by position) of the row, without its outermost tenth. */
static void edges(const ls_marks *marks, const int *links, size_t count, const row_axes *frame, float from, float to,
                  float *scratch, float *top, float *bottom)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const ls_mark *mark = &marks->items[links[i]];
        const float at = along(frame, mark);
        if (at < from || at > to)
            continue;
        scratch[used] = down(frame, mark) - half_across(frame, mark);
        scratch[count + used] = down(frame, mark) + half_across(frame, mark);
        used++;
    }
    if (!used)
        return;
    qsort(scratch, used, sizeof *scratch, ascending);
    qsort(scratch + count, used, sizeof *scratch, ascending);
    *top = scratch[outermost(used)];
    *bottom = scratch[count + used - 1 - outermost(used)];
}

static void measure_edges(const ls_marks *marks, const int *links, size_t count, float *scratch, row_axes *frame)
{
    const float middle = (frame->from + frame->to) / 2;
    edges(marks, links, count, frame, frame->from, frame->to, scratch, &frame->top[0], &frame->bottom[0]);
    frame->top[1] = frame->top[0];
    frame->bottom[1] = frame->bottom[0];
    if (count < 10) /* too few to tell perspective from ascenders */
        return;
    float top[2] = {frame->top[0], frame->top[0]}, bottom[2] = {frame->bottom[0], frame->bottom[0]};
    edges(marks, links, count, frame, frame->from, middle, scratch, &top[0], &bottom[0]);
    edges(marks, links, count, frame, middle, frame->to, scratch, &top[1], &bottom[1]);
    /* measured at the middles of the halves, wanted at the ends; the outer half step is damped */
    const float slope_top = (top[1] - top[0]) / 2, slope_bottom = (bottom[1] - bottom[0]) / 2;
    frame->top[0] = top[0] - slope_top * 0.7f;
    frame->top[1] = top[1] + slope_top * 0.7f;
    frame->bottom[0] = bottom[0] - slope_bottom * 0.7f;
    frame->bottom[1] = bottom[1] + slope_bottom * 0.7f;
}

static void measure(const ls_marks *marks, const int *links, size_t count, float *scratch, row_axes *frame)
{
    ls_fit fit = {0};
    for (size_t i = 0; i < count; i++)
        ls_fit_add(&fit, marks->items[links[i]].x, marks->items[links[i]].y);
    frame->x = (float)(fit.x / fit.count);
    frame->y = (float)(fit.y / fit.count);
    ls_fit_direction(&fit, &frame->dx, &frame->dy);
    /* left to right; a steep row, of which nobody knows yet where it begins, from top to bottom */
    const bool steep = fabsf(frame->dy) > fabsf(frame->dx);
    if ((steep ? frame->dy : frame->dx) < 0) {
        frame->dx = -frame->dx;
        frame->dy = -frame->dy;
    }
    frame->from = INFINITY;
    frame->to = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        const ls_mark *mark = &marks->items[links[i]];
        frame->from = fminf(frame->from, along(frame, mark) - half_along(frame, mark));
        frame->to = fmaxf(frame->to, along(frame, mark) + half_along(frame, mark));
    }
    measure_edges(marks, links, count, scratch, frame);
}

typedef struct moments {
    double count, sum, squares;
} moments;

static void add(moments *spread, float value)
{
    spread->count += 1;
    spread->sum += (double)value;
    spread->squares += (double)value * (double)value;
}

static float mean(const moments *spread)
{
    return spread->count > 0 ? (float)(spread->sum / spread->count) : 0;
}

static float deviation(const moments *spread)
{
    if (spread->count < 2)
        return 0;
    const double m = spread->sum / spread->count;
    return (float)sqrt(fmax(0, spread->squares / spread->count - m * m));
}

/* What stands close above and below and is no smaller than half of the row's own marks; inside: unused, to be taken. */
static float look_around(ls_marks *marks, const row_axes *frame, float height)
{
    const float half = (frame->to - frame->from) / 2 + height;
    const float cx = frame->x + frame->dx * (frame->from + frame->to) / 2;
    const float cy = frame->y + frame->dy * (frame->from + frame->to) / 2;
    const ls_cells cells = ls_marks_around(marks, cx, cy, half);
    const float top = fminf(frame->top[0], frame->top[1]), bottom = fmaxf(frame->bottom[0], frame->bottom[1]);
    float crowd = 0;
    for (int r = cells.top; r <= cells.bottom; r++)
        for (int c = cells.left; c <= cells.right; c++)
            for (int i = marks->first[r * marks->columns + c]; i >= 0; i = marks->next[i]) {
                ls_mark *mark = &marks->items[i];
                const float a = along(frame, mark), d = down(frame, mark);
                if (a < frame->from - 0.1f * height || a > frame->to + 0.1f * height)
                    continue;
                if (d > top - 0.05f * height && d < bottom + 0.05f * height && mark->size < 1.3f * height)
                    mark->used = true; /* dots, commas, 一: not alike, but part of the row */
                else if (mark->size > 0.5f * height && d > top - 0.55f * height && d < bottom + 0.55f * height)
                    crowd += 1;
            }
    return crowd;
}

static void describe(ls_marks *marks, const int *links, size_t count, const row_axes *frame, ls_chain *chain)
{
    moments size = {0}, stroke = {0}, ink = {0}, tone = {0}, bend = {0}, gap = {0}, share = {0}, ground = {0};
    float widths = 0, area = 0;
    const float height = chain->height;
    for (size_t i = 0; i < count; i++) {
        const ls_mark *mark = &marks->items[links[i]];
        add(&size, mark->size);
        add(&stroke, mark->stroke);
        add(&ink, mark->contrast);
        add(&tone, mark->tone);
        add(&bend, down(frame, mark));
        add(&share, mark->contrast / fmaxf(1, mark->light ? mark->tone : mark->tone + mark->contrast));
        add(&ground, mark->light ? mark->tone - mark->contrast : mark->tone + mark->contrast);
        if (i > 0)
            add(&gap, hypotf(mark->x - marks->items[links[i - 1]].x, mark->y - marks->items[links[i - 1]].y));
        widths += 2 * half_along(frame, mark);
        area += mark->area;
    }
    chain->stroke = mean(&stroke);
    chain->contrast = mean(&ink);
    const float features[LS_FEATURE_COUNT] = {
        [LS_FEATURE_MARKS] = (float)count,
        [LS_FEATURE_SIZE_SPREAD] = deviation(&size) / mean(&size),
        [LS_FEATURE_STROKE_SPREAD] = deviation(&stroke) / mean(&stroke),
        [LS_FEATURE_INK_SPREAD] = deviation(&ink) / mean(&ink),
        [LS_FEATURE_TONE_SPREAD] = deviation(&tone) / mean(&ink),
        [LS_FEATURE_BEND] = deviation(&bend) / height,
        [LS_FEATURE_GAP_SPREAD] = deviation(&gap) / height,
        [LS_FEATURE_FILL] = widths / chain->length,
        [LS_FEATURE_DENSITY] = area / (chain->length * height),
        [LS_FEATURE_STROKE] = mean(&stroke) / height,
        [LS_FEATURE_CONTRAST] = mean(&ink),
        [LS_FEATURE_CROWD] = look_around(marks, frame, height) / (float)count,
        [LS_FEATURE_HEIGHT] = height,
        [LS_FEATURE_SHARE_SPREAD] = deviation(&share) / mean(&share),
        [LS_FEATURE_GROUND_SPREAD] = deviation(&ground) / fmaxf(1, mean(&ground)),
    };
    memcpy(chain->features, features, sizeof features);
}

static ls_point place(const row_axes *frame, float a, float d)
{
    return (ls_point){(double)(frame->x + a * frame->dx - d * frame->dy),
                      (double)(frame->y + a * frame->dy + d * frame->dx)};
}

ls_status ls_fit_chain(ls_marks *marks, const int *links, size_t count, ls_chains *chains)
{
    if (!ls_vector_room((void **)&chains->items, chains->count, &chains->capacity, sizeof *chains->items))
        return LS_E_NOMEM;
    float *scratch = malloc(2 * count * sizeof *scratch);
    if (!scratch)
        return LS_E_NOMEM;
    row_axes frame = {0};
    measure(marks, links, count, scratch, &frame);
    free(scratch);
    for (size_t i = 0; i < count; i++)
        marks->items[links[i]].used = true;
    ls_chain *chain = &chains->items[chains->count++];
    *chain = (ls_chain){
        .quad = {place(&frame, frame.from, frame.top[0]), place(&frame, frame.to, frame.top[1]),
                 place(&frame, frame.to, frame.bottom[1]), place(&frame, frame.from, frame.bottom[0])},
        .height = fmaxf(1, (frame.bottom[0] + frame.bottom[1] - frame.top[0] - frame.top[1]) / 2),
        .length = fmaxf(1, frame.to - frame.from),
        .angle = atan2f(frame.dy, frame.dx),
        .light = marks->items[links[0]].light,
        .marks = count,
    };
    describe(marks, links, count, &frame, chain);
    return LS_OK;
}
