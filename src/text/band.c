/* SPDX-License-Identifier: Apache-2.0 */
#include "text/band.h"

#include "text/otsu.h"

#include <math.h>

#define MIDDLE 8u            /* pixels of the strip above and below of which its line lies */
#define SQUARE 1.3           /* width of a strip by its height, up to which it holds one glyph: its frame, which may be double, takes */
#define SQUARE_MIDDLE 13u    /* so many pixels of every side, */
#define SQUARE_THIN 9u       /* and its own lines these */
#define SIDES 10u            /* share of the width at both ends in which a frame's sides stand, of a square: */
#define SQUARE_SIDES 5u
#define LINE_SHARE 0.25      /* of the inkiest row of pixels, above which a row belongs to the line; a frame's gap has less */
#define LINE_LEAST 0.04      /* share of ink below which there is none */
#define FRAME_THIN 5u        /* pixels of the strip: a frame's side at most */
#define FRAME_EDGE 14u       /* pixels from the edge in which it begins */
#define FRAME_INK 0.25       /* share of a frame's side that reached the paper, above and below */
#define FRAME_GAP 0.12       /* ink between line and frame, at most */
#define INK_LEAST 0.2        /* share of ink in the line */
#define INK_MOST 0.85

/* Shares of ink per row of pixels, or per column of the rows `from` to `to`. */
static void profile(const ls_raster *strip, int threshold, bool rows, uint32_t from, uint32_t to, double *out)
{
    const uint32_t length = rows ? strip->height : strip->width;
    for (uint32_t i = 0; i < length; i++) {
        uint32_t ink = 0;
        for (uint32_t j = from; j < to; j++)
            ink += (rows ? strip->data[(size_t)i * strip->stride + j] : strip->data[(size_t)j * strip->stride + i]) > threshold;
        out[i] = (double)ink / (to - from);
    }
}

static double most(const double *share, uint32_t from, uint32_t to)
{
    double value = 0;
    for (uint32_t i = from; i < to; i++)
        value = fmax(value, share[i]);
    return value;
}

static double least(const double *share, uint32_t from, uint32_t to)
{
    double value = 1;
    for (uint32_t i = from; i < to; i++)
        value = fmin(value, share[i]);
    return value;
}

/* The inkiest band across the middle: glyphs are dense, a frame is thin and a gap away from them. */
static void find_band(const double share[LS_BAND_STRIP], uint32_t middle, uint32_t *top, uint32_t *foot)
{
    uint32_t at = middle;
    double best = -1;
    for (uint32_t y = middle; y < LS_BAND_STRIP - middle; y++) {
        const double here = (share[y - 1] + share[y] + share[y + 1]) / 3;
        if (here > best) {
            best = here;
            at = y;
        }
    }
    const double enough = fmax(LINE_LEAST, LINE_SHARE * best);
    *top = at;
    *foot = at + 1;
    while (*top > 0 && share[*top - 1] > enough)
        --*top;
    while (*foot < LS_BAND_STRIP && share[*foot] > enough)
        ++*foot;
}

/* Where the ink begins, counted from one end, and where the glyphs do when that is a frame's side. */
typedef struct end {
    uint32_t ink, glyphs;
    bool framed;
} end;

static end find_end(const double *share, uint32_t length, uint32_t thin, bool backwards)
{
    uint32_t at = 0;
#define INK(i) (share[backwards ? length - 1 - (i) : (i)] >= LINE_LEAST)
    while (at < length && !INK(at))
        at++;
    const uint32_t first = at;
    while (at < length && INK(at))
        at++;
    const uint32_t last = at;
    while (at < length && !INK(at))
        at++;
#undef INK
    return (end){first, at, last - first <= thin && at - last >= 2 && first < FRAME_EDGE && at < length};
}

/* A frame's side runs along there, a gap away from the line. */
static bool runs_along(const double share[LS_BAND_STRIP], uint32_t from, uint32_t to)
{
    return most(share, from, to) > FRAME_INK && least(share, from, to) < FRAME_GAP;
}

static double ink_share(const ls_raster *strip, int threshold, uint32_t left, uint32_t right, uint32_t top, uint32_t foot)
{
    double share[LS_BAND_STRIP] = {0}, sum = 0;
    profile(strip, threshold, true, left, right, share);
    for (uint32_t y = top; y < foot; y++)
        sum += share[y];
    return sum / (foot - top);
}

bool ls_band_find(const ls_raster *strip, ls_band *band)
{
    const ls_two_classes classes = ls_two_classes_of(strip);
    const int threshold = classes.threshold;
    const bool square = strip->width <= SQUARE * strip->height;
    const uint32_t ends = strip->width / (square ? SQUARE_SIDES : SIDES), thin = square ? SQUARE_THIN : FRAME_THIN;
    double share[LS_BAND_STRIP], column[LS_BAND_WIDEST];
    uint32_t top, foot;
    profile(strip, threshold, true, ends, strip->width - ends, share);
    find_band(share, square ? SQUARE_MIDDLE : MIDDLE, &top, &foot);
    profile(strip, threshold, false, top, foot, column);
    const end before = find_end(column, strip->width, thin, false), behind = find_end(column, strip->width, thin, true);
    const bool above = runs_along(share, 0, top), below = runs_along(share, foot, LS_BAND_STRIP);
    /* the stroke of Ⅱ or 1 at one end stands alone: a frame has more sides than one */
    const bool sides = (before.framed && behind.framed) || above || below;
    const uint32_t left = sides && before.framed ? before.glyphs : before.ink;
    const uint32_t right = strip->width - (sides && behind.framed ? behind.glyphs : behind.ink);
    if (right <= left + FRAME_THIN)
        return false;
    const double ink = ink_share(strip, threshold, left, right, top, foot);
    *band = (ls_band){.left = left, .right = right, .top = top, .foot = foot, .contrast = classes.light - classes.dark};
    band->framed = before.framed && behind.framed && above && below;
    return ink > INK_LEAST && ink < INK_MOST;
}
