/* SPDX-License-Identifier: Apache-2.0 */
#include "text/page.h"

#include "image/vision.h"

#include <math.h>
#include <stdlib.h>

#define SIDE 480u          /* pixels of the longer side: a page's outline needs no more */
#define AREA_MIN 0.01      /* of the picture: smaller pages hold glyphs that nobody can read */
#define AREA_MAX 0.97
#define PER_LEVEL 12       /* outlines looked at per brightness */
#define TOLERANCE 0.03     /* of the outline's length: curled paper, a finger on the edge */
#define FILL 0.82          /* of the smallest rectangle: paper cut off by the picture's edge */
#define SQUARENESS 6.0     /* longest by shortest side */

static const int brightness[] = {90, 120, 150, 180, 205, 225};

bool ls_quad_holds(const ls_point quad[4], ls_point point)
{
    for (int i = 0; i < 4; i++) {
        const ls_point a = quad[i], b = quad[(i + 1) % 4];
        if ((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) < 0)
            return false;
    }
    return true;
}

ls_point ls_quad_middle(const ls_point quad[4])
{
    return (ls_point){(quad[0].x + quad[1].x + quad[2].x + quad[3].x) / 4,
                      (quad[0].y + quad[1].y + quad[2].y + quad[3].y) / 4};
}

double ls_quad_area(const ls_point quad[4])
{
    double twice = 0;
    for (int i = 0; i < 4; i++)
        twice += quad[i].x * quad[(i + 1) % 4].y - quad[(i + 1) % 4].x * quad[i].y;
    return fabs(twice) / 2;
}

static bool sheet_like(const ls_point quad[4])
{
    double longest = 0, shortest = INFINITY;
    for (int i = 0; i < 4; i++) {
        const double side = hypot(quad[i].x - quad[(i + 1) % 4].x, quad[i].y - quad[(i + 1) % 4].y);
        longest = fmax(longest, side);
        shortest = fmin(shortest, side);
    }
    return shortest > 4 && longest < SQUARENESS * shortest;
}

/* The same sheet at another brightness, or a part of it: about the same area around about the same middle. */
static bool known(const ls_text *text, const ls_point quad[4])
{
    const double area = ls_quad_area(quad);
    const ls_point middle = ls_quad_middle(quad);
    for (size_t i = 0; i < text->page_count; i++) {
        const double other = ls_quad_area(text->pages[i].quad);
        const ls_point at = ls_quad_middle(text->pages[i].quad);
        if (hypot(at.x - middle.x, at.y - middle.y) < 0.25 * sqrt(fmin(area, other)) && area < 1.7 * other &&
            other < 1.7 * area)
            return true;
    }
    return false;
}

static ls_status add(ls_text *text, const ls_vision_quad *quads, size_t count, double scale)
{
    for (size_t i = 0; i < count && text->page_count < LS_PAGES_MAX; i++) {
        ls_point quad[4];
        for (int c = 0; c < 4; c++)
            quad[c] = (ls_point){quads[i].corner[c].x * scale, quads[i].corner[c].y * scale};
        if (!sheet_like(quads[i].corner) || known(text, quad))
            continue;
        ls_page *page = ls_text_add_page(text);
        if (!page)
            return LS_E_NOMEM;
        for (int c = 0; c < 4; c++)
            page->quad[c] = quad[c];
    }
    return LS_OK;
}

static ls_status find_at(const ls_raster *small, ls_raster *mask, int level, double scale, ls_text *text)
{
    for (size_t i = 0; i < (size_t)small->stride * small->height; i++)
        mask->data[i] = small->data[i] > level ? 255 : 0;
    /* closing fills the writing, opening cuts what hangs on to the sheet */
    ls_status status = ls_vision_morph(mask, true, 9, 9);
    if (status == LS_OK)
        status = ls_vision_morph(mask, false, 9, 9);
    ls_vision_quad quads[PER_LEVEL];
    size_t count = 0;
    const double whole = (double)small->width * small->height;
    if (status == LS_OK)
        status = ls_vision_quads(mask, AREA_MIN * whole, TOLERANCE, FILL, quads, PER_LEVEL, &count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (quads[i].area < AREA_MAX * whole)
            quads[kept++] = quads[i];
    return status ? status : add(text, quads, kept, scale);
}

static int larger_first(const void *a, const void *b)
{
    const double first = ls_quad_area(((const ls_page *)a)->quad), second = ls_quad_area(((const ls_page *)b)->quad);
    return (first < second) - (first > second);
}

void ls_pages_sort(ls_text *text)
{
    if (text->page_count)
        qsort(text->pages, text->page_count, sizeof *text->pages, larger_first);
}

ls_status ls_pages_find(const ls_raster *gray, ls_text *text)
{
    const uint32_t longest = gray->width > gray->height ? gray->width : gray->height;
    const double scale = longest > SIDE ? (double)longest / SIDE : 1;
    const uint32_t width = (uint32_t)fmax(1, gray->width / scale), height = (uint32_t)fmax(1, gray->height / scale);
    ls_raster small, mask = {0};
    ls_status status = ls_vision_resize(gray, width, height, &small);
    if (status)
        return status;
    status = ls_raster_alloc(&mask, small.width, small.height, 1);
    for (size_t i = 0; status == LS_OK && i < sizeof brightness / sizeof *brightness; i++)
        status = find_at(&small, &mask, brightness[i], (double)gray->width / small.width, text);
    ls_raster_free(&small);
    ls_raster_free(&mask);
    ls_pages_sort(text);
    return status;
}
