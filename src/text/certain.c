/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How certain it is that a row is writing: a small network over what the row looks like, and a logistic regression over
 * what that says and what runs beside the row. tools/train rows fits both (certain_net.h) to captures whose truth is
 * known, in shadow, noise, blur and dark as they are, and to photographs with an odd number in the project's collection.
 */
#include "text/search.h"

#include "text/certain_net.h"

#include <math.h>

#define SUPPORT_MOST 4.0f
#define SUPPORT_LEAST 0.01f /* less than that of a row does not add up to anything */
#define LOGIT_MOST 8.0f

/* Beside: parallel, of about the same size, not the same line, and as near as the lines of one page. */
#define BESIDE_SINE 0.08   /* 5° */
#define BESIDE_RATIO 2.2f  /* of heights */
#define BESIDE_REACH 12.0f /* heights across, and between the ends along */

/* inputs() in tools/training/rows.py is the same; what spreads by ratios is better told by its logarithm. */
static void inputs_of(const float f[LS_FEATURE_COUNT], float x[CERTAIN_INPUTS])
{
    const float values[CERTAIN_INPUTS] = {
        logf(f[LS_FEATURE_MARKS]),
        f[LS_FEATURE_SIZE_SPREAD],
        f[LS_FEATURE_STROKE_SPREAD],
        f[LS_FEATURE_INK_SPREAD],
        logf(0.02f + f[LS_FEATURE_TONE_SPREAD]),
        logf(0.01f + f[LS_FEATURE_BEND]),
        logf(0.05f + f[LS_FEATURE_GAP_SPREAD]),
        f[LS_FEATURE_FILL],
        f[LS_FEATURE_DENSITY],
        f[LS_FEATURE_STROKE],
        logf(f[LS_FEATURE_CONTRAST]),
        fminf(f[LS_FEATURE_CROWD], 3),
        logf(f[LS_FEATURE_HEIGHT]),
        f[LS_FEATURE_SHARE_SPREAD],
        logf(0.01f + f[LS_FEATURE_GROUND_SPREAD]),
    };
    for (int i = 0; i < CERTAIN_INPUTS; i++)
        x[i] = fmaxf(-CERTAIN_CLIP, fminf(CERTAIN_CLIP, (values[i] - certain_mean[i]) / certain_deviation[i]));
}

/* One unit of a layer: weights of `count` inputs, then the bias. */
static float unit(const float *weights, const float *x, int count)
{
    float sum = weights[count];
    for (int i = 0; i < count; i++)
        sum += weights[i] * x[i];
    return sum;
}

static float logit(const float features[LS_FEATURE_COUNT])
{
    float x[CERTAIN_INPUTS], first[CERTAIN_HIDDEN], second[CERTAIN_HIDDEN];
    inputs_of(features, x);
    for (int i = 0; i < CERTAIN_HIDDEN; i++)
        first[i] = tanhf(unit(certain_first[i], x, CERTAIN_INPUTS));
    for (int i = 0; i < CERTAIN_HIDDEN; i++)
        second[i] = tanhf(unit(certain_second[i], first, CERTAIN_HIDDEN));
    return fmaxf(-LOGIT_MOST, fminf(LOGIT_MOST, unit(certain_out, second, CERTAIN_HIDDEN)));
}

static float probability(float log_odds)
{
    return 1 / (1 + expf(-log_odds));
}

float ls_row_likely(const float features[LS_FEATURE_COUNT])
{
    return probability(logit(features));
}

static ls_point middle(const ls_chain *chain)
{
    const ls_point *q = chain->quad;
    return (ls_point){(q[0].x + q[1].x + q[2].x + q[3].x) / 4, (q[0].y + q[1].y + q[2].y + q[3].y) / 4};
}

bool ls_chain_beside(const ls_chain *row, const ls_chain *other)
{
    if (row == other || row->light != other->light || row->height > BESIDE_RATIO * other->height ||
        other->height > BESIDE_RATIO * row->height)
        return false;
    const ls_point a = middle(row), b = middle(other);
    const float taller = fmaxf(row->height, other->height), lower = fminf(row->height, other->height);
    const double reach = (double)(BESIDE_REACH * taller + (row->length + other->length) / 2);
    if (fabs(a.x - b.x) > reach * M_SQRT2 || fabs(a.y - b.y) > reach * M_SQRT2 ||
        fabs(sin((double)(other->angle - row->angle))) > BESIDE_SINE)
        return false;
    const double c = cos((double)other->angle), s = sin((double)other->angle);
    const double along = fabs((a.x - b.x) * c + (a.y - b.y) * s), across = fabs((a.y - b.y) * c - (a.x - b.x) * s);
    return across < (double)(BESIDE_REACH * taller) && across > (double)(0.5f * lower) && along < reach;
}

static float support(const ls_chains *chains, const ls_chain *row)
{
    float sum = 0;
    for (size_t i = 0; i < chains->count && sum < SUPPORT_MOST; i++)
        if (chains->items[i].likely >= SUPPORT_LEAST && ls_chain_beside(row, &chains->items[i]))
            sum += chains->items[i].likely;
    return fminf(sum, SUPPORT_MOST);
}

void ls_certainties_set(ls_chains *chains)
{
    for (size_t i = 0; i < chains->count; i++) {
        ls_chain *row = &chains->items[i];
        row->likely = row->beside ? 0 : ls_row_likely(row->features); /* two marks say nothing by themselves */
    }
    for (size_t i = 0; i < chains->count; i++) {
        ls_chain *row = &chains->items[i];
        const float beside = support(chains, row);
        const float x[] = {row->beside ? 0 : logit(row->features), beside, fminf(beside, 1)};
        if (row->beside)
            row->certainty = beside >= 1 ? LS_CERTAINTY_BESIDE : 0;
        else
            row->certainty = (int)lroundf(100 * probability(unit(certain_support, x, 3)));
    }
}
