/* SPDX-License-Identifier: Apache-2.0 */
#include "text/strip_frame.h"

#include "text/otsu.h"

#include <math.h>

#define SIDE_LEAST 0.4    /* of the strip's height, that an upright side is high */
#define LEVEL_LEAST 0.7   /* of the frame's width, that a level side covers */
#define THICK 3           /* pixels that a side takes, askew as it may be */
#define WIDER 1.2         /* width by height: two glyphs */
#define GROUND_INK 0.12   /* share of ink between a side and the writing */
#define GROUND 0.06       /* of the frame's height, that this ground is deep */
#define DOUBLE_MOST 0.28  /* of the frame's height: as far within it lies the second line of a double one (Circular 24/2020: 1 of 8 mm) */
#define SECOND_LEAST 0.45 /* share of the frame's width that one row of that line covers, askew as it may be */
#define INSET_ACROSS 0.21 /* of the frame's height: with strip.c's margins around it the line's strip ends within the frame */
#define INSET_ALONG 0.34

typedef struct frame {
    const ls_raster *strip;
    int threshold;
    int left, right, top, foot; /* of the sides, pixels */
} frame;

static bool inked(const frame *f, int x, int y)
{
    return f->strip->data[(size_t)y * f->strip->stride + (size_t)x] <= f->threshold;
}

/* Ink in one of the THICK columns from x on. */
static bool beside(const frame *f, int x, int y)
{
    bool any = false;
    for (int i = 0; i < THICK && x + i < (int)f->strip->width; i++)
        any = any || inked(f, x + i, y);
    return any;
}

/* The longest run of ink down the columns from x on. */
static int run_at(const frame *f, int x, int *top, int *foot)
{
    int best = 0;
    for (int y = 0, from = 0; y <= (int)f->strip->height; y++) {
        if (y < (int)f->strip->height && beside(f, x, y))
            continue;
        if (y - from > best) {
            best = y - from;
            *top = from;
            *foot = y;
        }
        from = y + 1;
    }
    return best;
}

/* The first upright side from one end of the strip: where it begins, the columns in which it is longest. */
static bool find_side(const frame *f, bool right, int *x, int *top, int *foot)
{
    const int last = (int)f->strip->width - THICK;
    int best = 0, first = last;
    for (int i = 0; i <= last / 2 && i <= first + THICK; i++) {
        int from, to;
        const int at = right ? last - i : i, high = run_at(f, at, &from, &to);
        if (high < SIDE_LEAST * f->strip->height || high <= best)
            continue;
        first = best ? first : i;
        best = high;
        *x = at;
        *top = from;
        *foot = to;
    }
    return best && *top > 0 && *foot < (int)f->strip->height;
}

/* Share of the frame's columns that have ink in the rows from..to. */
static double level_ink(const frame *f, int from, int to)
{
    int ink = 0;
    for (int x = f->left; x < f->right; x++) {
        bool any = false;
        for (int y = from; y < to && !any; y++)
            any = y >= 0 && y < (int)f->strip->height && inked(f, x, y);
        ink += any;
    }
    return (double)ink / (f->right - f->left);
}

/* Ink in the emptiest row between the side whose outer edge is given and the writing, looking inwards: a dot under Ậ leaves no more. */
static double ground_ink(const frame *f, int edge, int inwards)
{
    const int deep = THICK + 1 + (int)(GROUND * (f->foot - f->top));
    double least = 1;
    for (int i = 2; i <= deep; i++)
        least = fmin(least, level_ink(f, edge + inwards * i, edge + inwards * i + 1));
    return least;
}

/* How far the second line of a double frame lies within the side whose outer edge is given; 0 when there is none. */
static int second_line(const frame *f, int edge, int inwards)
{
    const int most = (int)(DOUBLE_MOST * (f->foot - f->top));
    for (int deep = most; deep > 1; deep--) {
        const int y = edge + inwards * deep, from = inwards > 0 ? y : y - THICK + 1;
        if (level_ink(f, from, from + THICK) >= LEVEL_LEAST && level_ink(f, y, y + 1) >= SECOND_LEAST)
            return deep;
    }
    return 0;
}

/* The frame within a frame, as Viet Nam's stamps have, takes its place. */
static void step_inside(frame *f)
{
    const int above = second_line(f, f->top, 1), below = second_line(f, f->foot - 1, -1);
    if (!above || !below)
        return;
    f->top += above;
    f->foot -= below;
    f->left += (above + below) / 2;
    f->right -= (above + below) / 2;
}

bool ls_strip_frame(const ls_raster *strip, ls_strip_box *inside)
{
    frame f = {.strip = strip, .threshold = ls_two_classes_of(strip).threshold};
    int left_top, left_foot, right_top, right_foot;
    if (strip->width < 4 * THICK || !find_side(&f, false, &f.left, &left_top, &left_foot) ||
        !find_side(&f, true, &f.right, &right_top, &right_foot))
        return false;
    f.top = left_top < right_top ? left_top : right_top;
    f.foot = left_foot > right_foot ? left_foot : right_foot;
    const int apart = (f.foot - f.top) / 8 + THICK;
    if (f.right - f.left < WIDER * (f.foot - f.top) || left_top > f.top + apart || right_top > f.top + apart || left_foot < f.foot - apart ||
        right_foot < f.foot - apart)
        return false;
    if (level_ink(&f, f.top, f.top + apart) < LEVEL_LEAST || level_ink(&f, f.foot - apart, f.foot) < LEVEL_LEAST)
        return false;
    step_inside(&f);
    if (ground_ink(&f, f.top, 1) > GROUND_INK || ground_ink(&f, f.foot - 1, -1) > GROUND_INK)
        return false;
    const int high = f.foot - f.top;
    const double in = INSET_ALONG * high, down = INSET_ACROSS * high, w = strip->width, h = strip->height;
    *inside = (ls_strip_box){(f.left + in) / w, (f.top + down) / h, (f.right + THICK - in) / w, (f.foot - down) / h};
    return true;
}
