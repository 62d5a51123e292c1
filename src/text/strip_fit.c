/* SPDX-License-Identifier: Apache-2.0 */
#include "text/strip_fit.h"

#include "text/otsu.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define INK_LEAST 0.06   /* share of ink in a row of pixels that belongs to the line; a frame's two sides have less */
#define TAIL_LEAST 0.012 /* the same where one letter of a line reaches further */
#define TAIL_MOST 0.4    /* of the line's height */
#define FAINT 0.35
#define HEIGHT_LEAST 0.5 /* of the outline: less is a dash or a rule, unless it is */
#define HEIGHT_LOW 0.28  /* this and has a stroke for every STROKE_EACH of its heights, as letters do */
#define STROKE_EACH 1.5
#define HEIGHT_MOST 0.8  /* more is a line as it should be */
#define HEIGHT_OVER 1.1  /* more has a frame or another line in it */
#define SLOPE_MOST 0.6   /* of the outline's height, from end to end */
#define SLOPE_STEPS 12   /* on either side of none */
#define SLOPE_LEAST 0.12 /* below it a recogniser does not mind */
#define SLOPE_FELT 0.2   /* of the line's height, where its halves show it */
#define ALIKE 1.3        /* both halves are of one height, or something else is in one */
#define CLEARER 1.15     /* times as sharp as without: so much that a slope is one */

typedef struct rows { /* share of ink per row of pixels, as far as the strip goes, when its columns are shifted by a
                         slope */
    double *share;
    uint32_t count;
    double sharpness; /* what changes from row to row: most when the rows of pixels run along the line */
} rows;

static int shift_at(const ls_raster *strip, double slope, uint32_t x)
{
    return (int)lround(slope * ((x + 0.5) / strip->width - 0.5));
}

/* Pixels of ink among a row's columns [from, to). */
static uint32_t ink_in(const ls_raster *strip, int threshold, uint32_t y, uint32_t from, uint32_t to)
{
    const uint8_t *row = strip->data + (size_t)y * strip->stride;
    uint32_t ink = 0;
    for (uint32_t x = from; x < to; x++)
        ink += row[x] <= threshold;
    return ink;
}

/* Rows of pixels by which the line falls from one end of the strip to the other are its slope; negative: it rises. */
static void project(const ls_raster *strip, int threshold, double slope, rows *out)
{
    for (uint32_t y = 0; y < out->count; y++)
        out->share[y] = 0;
    for (uint32_t from = 0, to; from < strip->width; from = to) { /* columns that are shifted alike */
        const int shift = shift_at(strip, slope, from);
        for (to = from + 1; to < strip->width && shift_at(strip, slope, to) == shift; to++)
            ;
        for (uint32_t y = 0; y < out->count; y++) {
            const int row = (int)y + shift;
            if (row >= 0 && row < (int)strip->height)
                out->share[y] += ink_in(strip, threshold, (uint32_t)row, from, to);
        }
    }
    out->sharpness = 0;
    for (uint32_t y = 0; y < out->count; y++) {
        out->share[y] /= strip->width;
        const double step = y ? out->share[y] - out->share[y - 1] : 0;
        out->sharpness += step * step;
    }
}

/* The rows of the part [from, to) of the strip's columns between which there is ink; false when it reaches an edge. */
static bool ink_span(const ls_raster *strip, int threshold, uint32_t from, uint32_t to, double *middle, double *high)
{
    uint32_t first = strip->height, last = 0;
    for (uint32_t y = 0; y < strip->height; y++) {
        const uint32_t ink = ink_in(strip, threshold, y, from, to);
        if (ink >= INK_LEAST * (to - from)) {
            first = first < y ? first : y;
            last = y;
        }
    }
    *middle = (first + last + 1.0) / 2;
    *high = last + 1.0 - first;
    return first > 0 && last + 1 < strip->height && first < last;
}

/*
 * The slope that the strip's two halves show, where there is nothing but the line; false where there is. Ascenders in
 * one half and descenders in the other are no slope: with it, the rows of pixels must not run less along the line.
 */
static bool slope_of_halves(const ls_raster *strip, int threshold, rows *profile, double *slope)
{
    double left, right, left_high, right_high;
    if (!ink_span(strip, threshold, 0, strip->width / 2, &left, &left_high) ||
        !ink_span(strip, threshold, strip->width / 2, strip->width, &right, &right_high))
        return false;
    const bool alike = left_high < ALIKE * right_high && right_high < ALIKE * left_high;
    *slope = 2 * (right - left);
    if (!alike || fabs(*slope) < SLOPE_FELT * (left_high + right_high) / 2) {
        *slope = 0;
        return true;
    }
    project(strip, threshold, 0, profile);
    const double level = profile->sharpness;
    project(strip, threshold, *slope, profile);
    *slope = profile->sharpness < level ? 0 : *slope;
    return true;
}

/* By which slope the rows of pixels run along the line, a frame's sides among them. */
static double sharpest_slope(const ls_raster *strip, int threshold, double outline, rows *profile)
{
    project(strip, threshold, 0, profile);
    const double level = profile->sharpness;
    double best = 0, sharpest = level;
    for (int i = -SLOPE_STEPS; i <= SLOPE_STEPS; i++) {
        const double slope = SLOPE_MOST * outline * i / SLOPE_STEPS;
        project(strip, threshold, slope, profile);
        if (profile->sharpness > sharpest) {
            sharpest = profile->sharpness;
            best = slope;
        }
    }
    if (sharpest < CLEARER * level || fabs(best) < SLOPE_LEAST * outline)
        best = 0;
    return best;
}

/*
 * How many further rows one letter's descender or accent takes; 0 where what goes on there does not end: a frame's
 * side, or noise. `off`: it reaches the strip's edge, and may go on there.
 */
static uint32_t tail_of(const rows *profile, uint32_t from, bool up, uint32_t most, bool *off)
{
    uint32_t count = 0;
    for (uint32_t y = from; count <= most; count++, y = up ? y - 1 : y + 1) {
        const bool edge = up ? y == 0 : y + 1 >= profile->count;
        *off = *off || (edge && count > 0);
        if (edge || profile->share[up ? y - 1 : y + 1] < TAIL_LEAST)
            return count;
    }
    return 0;
}

typedef struct span {
    double top, foot;
    double body; /* without tails */
    bool off;    /* a tail reaches an edge of the strip */
} span;

/* The rows with ink round the inkiest one of the middle half; false when they reach an edge of the strip. */
static bool find_span(const rows *profile, span *out)
{
    uint32_t at = profile->count / 4;
    for (uint32_t y = at; y < profile->count - profile->count / 4; y++)
        at = profile->share[y] > profile->share[at] ? y : at;
    uint32_t first = at, last = at;
    while (first > 0 && profile->share[first - 1] >= INK_LEAST)
        first--;
    while (last + 1 < profile->count && profile->share[last + 1] >= INK_LEAST)
        last++;
    const uint32_t most = (uint32_t)(TAIL_MOST * (last + 1 - first));
    *out = (span){.body = last + 1.0 - first};
    const bool inside = first > 0 && last + 1 < profile->count;
    first -= tail_of(profile, first, true, most, &out->off);
    last += tail_of(profile, last, false, most, &out->off);
    out->top = first;
    out->foot = last + 1.0;
    return inside && (out->off || (first > 0 && last + 1 < profile->count));
}

/* Otsu's threshold lies between ★ and blurred strokes that are half as dark: what is a third of the way to ink is ink.
 */
static int faint_threshold(const ls_raster *strip)
{
    const ls_two_classes classes = ls_two_classes_of(strip);
    return (int)(classes.light - FAINT * (classes.light - classes.dark));
}

/* Runs of ink that a line's middle row of pixels crosses. */
static uint32_t strokes_of(const ls_raster *strip, int threshold, double slope, const span *line)
{
    const int middle = (int)((line->top + line->foot) / 2);
    uint32_t count = 0;
    bool before = false;
    for (uint32_t x = 0; x < strip->width; x++) {
        const int y = middle + shift_at(strip, slope, x);
        const bool ink = y >= 0 && y < (int)strip->height && strip->data[(size_t)y * strip->stride + x] <= threshold;
        count += ink && !before;
        before = ink;
    }
    return count;
}

static ls_fit_answer fit_line(const ls_raster *strip, uint32_t margin, rows *profile, ls_strip_fit *fit)
{
    const int threshold = faint_threshold(strip);
    const double outline = strip->height - 2.0 * margin;
    double slope;
    span line;
    if (!slope_of_halves(strip, threshold, profile, &slope))
        slope = sharpest_slope(strip, threshold, outline, profile);
    if (fabs(slope) > SLOPE_MOST * outline)
        return LS_FIT_GOOD;
    project(strip, threshold, slope, profile);
    if (!find_span(profile, &line))
        return LS_FIT_OUTSIDE;
    for (int right = 0; right < 2; right++) {
        const double shift = right ? slope / 2 : -slope / 2;
        fit->top[right] = (line.top + shift) / strip->height;
        fit->foot[right] = (line.foot + shift) / strip->height;
    }
    const double high = line.foot - line.top;
    if (line.off) {
        fit->tails = true;
        return LS_FIT_OUTSIDE;
    }
    const bool low = high < HEIGHT_LEAST * outline;
    if (low && (high < HEIGHT_LOW * outline || strokes_of(strip, threshold, slope, &line) * STROKE_EACH * high < strip->width))
        return LS_FIT_GOOD;
    if ((fit->tails ? line.body : high) > HEIGHT_OVER * outline)
        return LS_FIT_GOOD;
    return high > HEIGHT_MOST * outline && slope == 0 && !fit->tails ? LS_FIT_GOOD : LS_FIT_FOUND;
}

ls_status ls_strip_fit_line(const ls_raster *strip, uint32_t margin, ls_strip_fit *fit, ls_fit_answer *answer)
{
    *answer = LS_FIT_GOOD;
    if (strip->height <= 2 * margin)
        return LS_OK;
    rows profile = {.share = malloc(strip->height * sizeof *profile.share), .count = strip->height};
    if (!profile.share)
        return LS_E_NOMEM;
    *answer = fit_line(strip, margin, &profile, fit);
    free(profile.share);
    return LS_OK;
}
