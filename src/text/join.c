/* SPDX-License-Identifier: Apache-2.0 */
#include "text/chain.h"

#include <math.h>

#define GAP_MAX 2.6f     /* between the end of one row and the start of the next, in heights: a wide space, a missed glyph */
#define OVERLAP_MAX 1.0f
#define ASIDE_MAX 0.3f   /* of the height */
#define ANGLE_MAX 0.09f  /* radians */
#define HEIGHT_RATIO 1.45f
#define STROKE_RATIO 1.5f

static ls_point between(ls_point a, ls_point b)
{
    return (ls_point){(a.x + b.x) / 2, (a.y + b.y) / 2};
}

static bool close_to(float a, float b, float ratio)
{
    return a < b * ratio && b < a * ratio;
}

/* Does `second` go on where `first` ends? */
static bool continues(const ls_chain *first, const ls_chain *second)
{
    if (first->light != second->light || fabsf(first->angle - second->angle) > ANGLE_MAX ||
        !close_to(first->height, second->height, HEIGHT_RATIO) || !close_to(first->stroke, second->stroke, STROKE_RATIO) ||
        !close_to(first->contrast, second->contrast, 1.6f))
        return false;
    const ls_point end = between(first->quad[1], first->quad[2]), start = between(second->quad[0], second->quad[3]);
    const double c = cos((double)first->angle), s = sin((double)first->angle), height = (double)first->height;
    const double gap = (start.x - end.x) * c + (start.y - end.y) * s;
    const double aside = fabs((start.y - end.y) * c - (start.x - end.x) * s);
    return gap > -(double)OVERLAP_MAX * height && gap < (double)GAP_MAX * height && aside < (double)ASIDE_MAX * height;
}

static void merge(ls_chain *first, const ls_chain *second)
{
    const float a = (float)first->marks, b = (float)second->marks;
    for (int i = 0; i < LS_FEATURE_COUNT; i++)
        first->features[i] = (first->features[i] * a + second->features[i] * b) / (a + b);
    first->marks += second->marks;
    first->features[LS_FEATURE_MARKS] = (float)first->marks;
    first->beside = first->beside && second->beside;
    first->height = (first->height * a + second->height * b) / (a + b);
    first->quad[1] = second->quad[1];
    first->quad[2] = second->quad[2];
    const ls_point start = between(first->quad[0], first->quad[3]), end = between(first->quad[1], first->quad[2]);
    first->length = (float)hypot(end.x - start.x, end.y - start.y);
    first->angle = atan2f((float)(end.y - start.y), (float)(end.x - start.x));
}

/* Takes in one row that goes on where row `i` ends; `i` may move. */
static bool take_next(ls_chains *chains, size_t from, size_t *i)
{
    for (size_t j = from; j < chains->count; j++) {
        if (*i == j || !continues(&chains->items[*i], &chains->items[j]))
            continue;
        merge(&chains->items[*i], &chains->items[j]);
        chains->items[j] = chains->items[--chains->count];
        if (*i == chains->count)
            *i = j;
        return true;
    }
    return false;
}

void ls_chains_join(ls_chains *chains, size_t from)
{
    for (size_t i = from; i < chains->count; i++) {
        size_t at = i;
        while (take_next(chains, from, &at))
            ;
    }
}
