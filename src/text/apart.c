/* SPDX-License-Identifier: Apache-2.0 */
#include "text/apart.h"

#include "text/search.h"

#include <math.h>
#include <stdlib.h>

#define NEAR 0.4         /* heights from the row at which the ground is looked at first: strokes that were missed end there */
#define FAR 0.9
#define STEP 0.2         /* heights from one sample to the next */
#define HEIGHT 16.0      /* pixels that the row has in the level that is sampled: there noise is little */
#define PLAIN 0.25       /* of the row's contrast: a step that size between two samples is an edge */
#define PLAIN_LEAST 6.0  /* gray levels */
#define EDGES_MOST 0.03  /* of the samples */
#define MARKS_LEAST 3u
#define SHORTEST 1.5     /* length by height: two glyphs */
#define LONGEST 16.0
#define LOWEST 9.0       /* pixels: what is smaller is not read by itself */

typedef struct ground {
    const ls_raster *gray;
    double scale; /* pixels of the full size per pixel */
    double last;
    size_t samples, edges;
    double step; /* gray levels */
    bool outside;
} ground;

static void sample(ground *seen, ls_point at)
{
    const double x = at.x / seen->scale, y = at.y / seen->scale;
    if (x < 0 || y < 0 || x >= seen->gray->width || y >= seen->gray->height) {
        seen->outside = true;
        return;
    }
    const double value = seen->gray->data[(size_t)y * seen->gray->stride + (size_t)x];
    seen->edges += seen->samples && fabs(value - seen->last) > seen->step;
    seen->samples++;
    seen->last = value;
}

static void walk(ground *seen, ls_point from, ls_point to, double step)
{
    const double length = hypot(to.x - from.x, to.y - from.y);
    for (double at = 0; at < length; at += step)
        sample(seen, (ls_point){from.x + at / length * (to.x - from.x), from.y + at / length * (to.y - from.y)});
}

/* All around the row, so many heights away. */
static void go_round(ground *seen, const ls_chain *row, double away)
{
    const ls_point *q = row->quad;
    const double height = (double)row->height, by = away * height;
    const double c = cos((double)row->angle), s = sin((double)row->angle);
    ls_point ring[4];
    for (int i = 0; i < 4; i++) {
        const double along = i == 1 || i == 2 ? by : -by, down = i > 1 ? by : -by;
        ring[i] = (ls_point){q[i].x + along * c - down * s, q[i].y + along * s + down * c};
    }
    for (int i = 0; i < 4; i++)
        walk(seen, ring[i], ring[(i + 1) % 4], STEP * height);
}

static bool stands_apart(const ls_levels *levels, const ls_chain *row)
{
    uint32_t level = 0;
    while (level + 1 < levels->count && (double)row->height / levels->scale[level + 1] >= HEIGHT)
        level++;
    ground seen = {.gray = &levels->gray[level], .scale = levels->scale[level],
                   .step = fmax(PLAIN_LEAST, PLAIN * (double)row->contrast)};
    go_round(&seen, row, NEAR);
    go_round(&seen, row, FAR);
    return !seen.outside && (double)seen.edges <= EDGES_MOST * (double)seen.samples;
}

static bool has_shape(const ls_chain *row)
{
    const double height = (double)row->height, length = (double)row->length;
    return row->marks >= MARKS_LEAST && !row->guess && height >= LOWEST && length >= SHORTEST * height && length <= LONGEST * height;
}

void ls_apart_raise(const ls_levels *levels, ls_chains *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        ls_chain *row = &rows->items[i];
        if (row->certainty < LS_CERTAINTY_BESIDE && has_shape(row) && stands_apart(levels, row)) {
            row->certainty = LS_CERTAINTY_BESIDE;
            row->guess = true;
        }
    }
}
