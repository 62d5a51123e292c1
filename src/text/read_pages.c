/* SPDX-License-Identifier: Apache-2.0 */
/* Which page a line belongs to, once it is known which lines there are. */
#include "text/read_parts.h"

#include "text/quad.h"

#include <math.h>

#define OWN_LINES 3     /* lines that make an area within a page a page of its own: a badge has as many */
#define TEXT_LINES 6    /* lines that make the larger one a page of text */
#define PARALLEL 0.94   /* cosine of the angle between lines of one page: 20° */

static bool are_parallel(const ls_line *a, const ls_line *b)
{
    const double ax = a->quad[1].x - a->quad[0].x, ay = a->quad[1].y - a->quad[0].y;
    const double bx = b->quad[1].x - b->quad[0].x, by = b->quad[1].y - b->quad[0].y;
    return fabs(ax * bx + ay * by) >= PARALLEL * hypot(ax, ay) * hypot(bx, by);
}

static size_t lines_on(const ls_text *text, int page, const ls_line *like)
{
    size_t count = 0;
    for (size_t i = 0; i < text->line_count; i++)
        count += text->lines[i].page == page && &text->lines[i] != like && are_parallel(&text->lines[i], like);
    return count;
}

/*
 * A light corner of a sheet is an outline within its outline, and a mark there would be alone on a page that shows nothing of where
 * it stands: it belongs to the smallest page around it that has a text.
 */
static void settle_page(const ls_text *text, ls_line *line)
{
    if (line->page < 0 || lines_on(text, line->page, line) >= OWN_LINES)
        return;
    const ls_point at = ls_quad_middle(line->quad);
    for (int page = line->page - 1; page >= 0; page--) /* from small to large */
        if (ls_quad_holds(text->pages[page].quad, at) && lines_on(text, page, line) >= TEXT_LINES) {
            line->page = page;
            return;
        }
}

void ls_read_settle_pages(ls_text *text)
{
    for (size_t i = 0; i < text->line_count; i++)
        settle_page(text, &text->lines[i]);
    for (size_t i = 0; i < text->doubt_count; i++)
        settle_page(text, &text->doubts[i]);
}
