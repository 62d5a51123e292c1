/* SPDX-License-Identifier: Apache-2.0 */
#include "text/strip_ends.h"

#include "text/otsu.h"

#define INK_LEAST 0.1 /* share of ink in a column of the line, from which it goes through a stroke */
#define SIDE_LEAST                                                                                                     \
    0.7           /* the same in all of the column, from which it is a frame's side or the ground beside the page */
#define OUTSIDE_MOST 0.3 /* share of ink above and below the line that a glyph of its own has at most */
#define GAP_MOST 0.45    /* heights between two glyphs of one word, or two ideographs, at most */
#define MORE_LEAST 0.35  /* heights: a glyph has so much ink along the line, a speck or a frame's side less */
#define PAPER 0.25       /* heights of it that are left beyond the last glyph: in perspective places along a longer strip are not quite the same */
#define BORDER 2u /* columns, at the end, that are looked at */

static double ink_of(const ls_raster *strip, int threshold, uint32_t column, uint32_t margin)
{
    uint32_t ink = 0;
    for (uint32_t y = margin; y < strip->height - margin; y++)
        ink += strip->data[(size_t)y * strip->stride + column] <= threshold;
    return (double)ink / (strip->height - 2 * margin);
}

/* Columns are counted from the end. */
static uint32_t column_at(const ls_raster *strip, bool right, uint32_t index)
{
    return right ? strip->width - 1 - index : index;
}

bool ls_strip_is_cut(const ls_raster *strip, uint32_t margin, bool right)
{
    if (strip->width <= BORDER || strip->height <= 2 * margin)
        return false;
    const int threshold = ls_two_classes_of(strip).threshold;
    for (uint32_t i = 0; i < BORDER; i++) {
        const uint32_t x = column_at(strip, right, i);
        if (ink_of(strip, threshold, x, margin) < INK_LEAST || ink_of(strip, threshold, x, 0) > SIDE_LEAST)
            return false;
    }
    return true;
}

uint32_t ls_strip_rest(const ls_raster *strip, uint32_t margin, bool right, uint32_t reach)
{
    if (strip->width <= reach || strip->height <= 2 * margin)
        return 0;
    const int threshold = ls_two_classes_of(strip).threshold;
    for (uint32_t i = reach; i-- > 0;) {
        const uint32_t x = column_at(strip, right, i);
        if (ink_of(strip, threshold, x, 0) > SIDE_LEAST)
            return 0;
        if (ink_of(strip, threshold, x, margin) < INK_LEAST / 2)
            return reach - i;
    }
    return 0;
}

/* Ink in a column above and below the line: of a glyph of its own there is hardly any, of a frame or leaves there is. */
static bool is_outside(const ls_raster *strip, int threshold, uint32_t column, uint32_t margin)
{
    uint32_t ink = 0;
    for (uint32_t y = 0; y < margin; y++)
        ink += (strip->data[(size_t)y * strip->stride + column] <= threshold) +
               (strip->data[(size_t)(strip->height - 1 - y) * strip->stride + column] <= threshold);
    return ink > OUTSIDE_MOST * 2 * margin;
}

uint32_t ls_strip_more(const ls_raster *strip, uint32_t margin, bool right, uint32_t reach)
{
    if (strip->width <= reach || strip->height <= 2 * margin)
        return 0;
    const uint32_t high = strip->height - 2 * margin;
    const int threshold = ls_two_classes_of(strip).threshold;
    uint32_t last = reach, inked = 0, blank = 0;
    for (uint32_t i = reach; i-- > 0;) {
        const uint32_t x = column_at(strip, right, i);
        if (is_outside(strip, threshold, x, margin) || ink_of(strip, threshold, x, 0) > SIDE_LEAST)
            break;
        const bool ink = ink_of(strip, threshold, x, margin) >= INK_LEAST / 2;
        blank = ink ? 0 : blank + 1;
        inked += ink;
        last = ink ? i : last;
        if (blank > GAP_MOST * high)
            break;
    }
    const uint32_t paper = (uint32_t)(PAPER * high);
    return last == reach || inked < MORE_LEAST * high ? 0 : last > paper ? reach - last + paper : reach;
}
