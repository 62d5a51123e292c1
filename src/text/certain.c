/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How certain it is that a row is writing: a logistic regression over what the row looks like, and a second one over the
 * first and what runs beside the row. Both were fitted to 37,626 rows: those found in the 250 photos without text that
 * have an odd number in the project's photo collection and in the backgrounds of 110 rendered captures, against those
 * of the captures' documents (glyphs from 5 pixels on) and those that Tesseract read with a confidence of 70 or more
 * in photos with text. At the threshold LS_CERTAINTY_SURE they take 94 of 100 lines of the real photos with text and 6
 * of the 250 photos without; at LS_CERTAINTY_LEAST 99 of 100, and 71 of the 250.
 */
#include "text/search.h"

#include <math.h>

typedef enum term {
    LOG_MARKS,
    SIZE_SPREAD,
    STROKE_SPREAD,
    INK_SPREAD,
    TONE_SPREAD,
    BEND,
    GAP_SPREAD,
    FILL,
    DENSITY,
    STROKE,
    LOG_CONTRAST,
    CROWD,
    LOG_HEIGHT,
    DENSITY_SQUARED, /* writing is neither sparse nor solid */
    STROKE_SQUARED,  /* and its strokes are neither hairs nor blots */
    LOG_CONTRAST_SQUARED,
    LOG_HEIGHT_SQUARED,
    TERMS
} term;

static const float weights[TERMS] = {
    [LOG_MARKS] = 3.674f,
    [SIZE_SPREAD] = -0.772f,
    [STROKE_SPREAD] = -1.725f,
    [INK_SPREAD] = -6.480f,
    [TONE_SPREAD] = -9.010f,
    [BEND] = -31.754f,
    [GAP_SPREAD] = 1.693f,
    [FILL] = 1.040f,
    [DENSITY] = 29.561f,
    [STROKE] = 11.543f,
    [LOG_CONTRAST] = 8.207f,
    [CROWD] = -1.817f,
    [LOG_HEIGHT] = 0.679f,
    [DENSITY_SQUARED] = -31.962f,
    [STROKE_SQUARED] = -14.830f,
    [LOG_CONTRAST_SQUARED] = -0.767f,
    [LOG_HEIGHT_SQUARED] = -0.316f,
};
static const float bias = -30.586f;

/* The second regression. Support: the sum of the first one's probabilities of all rows that run beside this one. */
#define OWN_WEIGHT 0.650f
#define SUPPORT_WEIGHT 0.985f
#define FIRST_SUPPORT_WEIGHT 0.810f /* the first whole row counts more */
#define SECOND_BIAS -2.172f
#define SUPPORT_MOST 4.0f
#define SUPPORT_LEAST 0.01f /* less than that of a row does not add up to anything */
#define LOGIT_MOST 8.0f

/* Beside: parallel, of about the same size, not the same line, and as near as the lines of one page. */
#define BESIDE_SINE 0.08   /* 5° */
#define BESIDE_RATIO 2.2f  /* of heights */
#define BESIDE_REACH 12.0f /* heights across, and between the ends along */

static void terms(const float f[LS_FEATURE_COUNT], float x[TERMS])
{
    x[LOG_MARKS] = logf(f[LS_FEATURE_MARKS]);
    x[SIZE_SPREAD] = f[LS_FEATURE_SIZE_SPREAD];
    x[STROKE_SPREAD] = f[LS_FEATURE_STROKE_SPREAD];
    x[INK_SPREAD] = f[LS_FEATURE_INK_SPREAD];
    x[TONE_SPREAD] = fminf(f[LS_FEATURE_TONE_SPREAD], 1);
    x[BEND] = f[LS_FEATURE_BEND];
    x[GAP_SPREAD] = fminf(f[LS_FEATURE_GAP_SPREAD], 1);
    x[FILL] = f[LS_FEATURE_FILL];
    x[DENSITY] = f[LS_FEATURE_DENSITY];
    x[STROKE] = f[LS_FEATURE_STROKE];
    x[LOG_CONTRAST] = logf(f[LS_FEATURE_CONTRAST]);
    x[CROWD] = fminf(f[LS_FEATURE_CROWD], 3);
    x[LOG_HEIGHT] = logf(f[LS_FEATURE_HEIGHT]);
    x[DENSITY_SQUARED] = x[DENSITY] * x[DENSITY];
    x[STROKE_SQUARED] = x[STROKE] * x[STROKE];
    x[LOG_CONTRAST_SQUARED] = x[LOG_CONTRAST] * x[LOG_CONTRAST];
    x[LOG_HEIGHT_SQUARED] = x[LOG_HEIGHT] * x[LOG_HEIGHT];
}

static float logit(const float features[LS_FEATURE_COUNT])
{
    float x[TERMS], sum = bias;
    terms(features, x);
    for (int i = 0; i < TERMS; i++)
        sum += weights[i] * x[i];
    return sum;
}

static float probability(float log_odds)
{
    return 1 / (1 + expf(-log_odds));
}

int ls_certainty(const float features[LS_FEATURE_COUNT])
{
    return (int)lroundf(100 * probability(logit(features)));
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
    for (size_t i = 0; i < chains->count; i++) /* two marks say nothing by themselves */
        chains->items[i].likely = chains->items[i].beside ? 0 : probability(logit(chains->items[i].features));
    for (size_t i = 0; i < chains->count; i++) {
        ls_chain *row = &chains->items[i];
        const float own = fmaxf(-LOGIT_MOST, fminf(LOGIT_MOST, logit(row->features))), beside = support(chains, row);
        if (row->beside)
            row->certainty = beside >= 1 ? LS_CERTAINTY_BESIDE : 0;
        else
            row->certainty = (int)lroundf(100 * probability(OWN_WEIGHT * own + SUPPORT_WEIGHT * beside +
                                                            FIRST_SUPPORT_WEIGHT * fminf(beside, 1) + SECOND_BIAS));
    }
}
