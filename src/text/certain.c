/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How certain it is that a row is writing: a logistic regression over what the row looks like. It was fitted on rows of
 * photos with an odd number in the project's photo collection: those in photos without any text against those that
 * Tesseract read with a confidence of 70 or more in photos with text and in rendered documents.
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
    TERMS
} term;

static const float weights[TERMS] = {
    [LOG_MARKS] = 3.129f,
    [SIZE_SPREAD] = -6.221f,
    [STROKE_SPREAD] = -3.759f,
    [INK_SPREAD] = -6.026f,
    [TONE_SPREAD] = -7.622f,
    [BEND] = -24.890f,
    [GAP_SPREAD] = 1.937f,
    [FILL] = -0.971f,
    [DENSITY] = 23.620f,
    [STROKE] = -15.966f,
    [LOG_CONTRAST] = 4.279f,
    [CROWD] = -2.179f,
    [LOG_HEIGHT] = -1.666f,
    [DENSITY_SQUARED] = -20.982f,
    [STROKE_SQUARED] = -22.079f,
};
static const float bias = -15.920f;

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
}

int ls_certainty(const float features[LS_FEATURE_COUNT])
{
    float x[TERMS], sum = bias;
    terms(features, x);
    for (int i = 0; i < TERMS; i++)
        sum += weights[i] * x[i];
    return (int)lroundf(100 / (1 + expf(-sum)));
}
