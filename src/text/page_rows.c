/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of writing show which outlines are no sheet's: a shadow's edge runs through them, paper's does not. */
#include "text/page.h"

#include "text/quad.h"
#include "text/search.h"

#include <math.h>

#define WITHIN_MOST 2 /* sure rows within an outline for each that crosses it, up to which it is none: of 829 outlines of photos
                         of the tune split 44 are such, none of them the sheet's; where more lie within, it is another's row */

/* Does a side of the outline run through the row, a glyph or more from its ends? */
static bool is_crossed(const ls_point outline[4], const ls_chain *row, bool *within)
{
    const ls_point *q = row->quad;
    const ls_point from = {(q[0].x + q[3].x) / 2, (q[0].y + q[3].y) / 2}, to = {(q[1].x + q[2].x) / 2, (q[1].y + q[2].y) / 2};
    const double length = fmax(1, hypot(to.x - from.x, to.y - from.y)), share = fmin(0.5, (double)row->height / length);
    const ls_point first = {from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
    const ls_point last = {to.x - share * (to.x - from.x), to.y - share * (to.y - from.y)};
    const bool one = ls_quad_holds(outline, first), other = ls_quad_holds(outline, last);
    *within = one && other;
    return one != other;
}

void ls_pages_drop_crossed(ls_text *text, const ls_chains *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < text->page_count; i++) {
        size_t crossed = 0, inside = 0;
        for (size_t j = 0; j < rows->count; j++) {
            bool within = false;
            if (rows->items[j].certainty < LS_CERTAINTY_SURE)
                continue;
            crossed += is_crossed(text->pages[i].quad, &rows->items[j], &within);
            inside += within;
        }
        if (!crossed || inside > WITHIN_MOST * crossed)
            text->pages[kept++] = text->pages[i];
    }
    text->page_count = kept;
}

bool ls_pages_hold(const ls_text *text, const ls_chains *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        bool holds = rows->items[i].certainty < LS_CERTAINTY_SURE;
        for (size_t j = 0; j < text->page_count && !holds; j++)
            holds = ls_quad_holds(text->pages[j].quad, ls_quad_middle(rows->items[i].quad));
        if (!holds)
            return false;
    }
    return true;
}
