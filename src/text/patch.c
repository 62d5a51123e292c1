/* SPDX-License-Identifier: Apache-2.0 */
#include "text/patch_parts.h"

#include "image/vision.h"
#include "text/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LINES_LEAST 3    /* read lines without which a page has no usual glyph to compare with */
#define LINES_ASKED 256
#define INSET 0.03       /* of the page's size: what lies beside the sheet is no patch on it */
#define MARGIN 8.0       /* usual glyphs around text on no page: a covered row was its first, perhaps */
#define SIDE_MOST 2000.0 /* pixels of `small` */

bool ls_patch_holds_line(const ls_patch_page *page, const ls_point quad[4], double room)
{
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (int i = 0; i < 4; i++) {
        left = fmin(left, quad[i].x - room);
        top = fmin(top, quad[i].y - room);
        right = fmax(right, quad[i].x + room);
        bottom = fmax(bottom, quad[i].y + room);
    }
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        if (page->page >= 0 && line->page != page->page)
            continue;
        ls_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
        for (int c = 0; c < 4; c++) {
            const ls_point p = ls_raster_from_stored(page->raster, line->quad[c]);
            low = (ls_point){fmin(low.x, p.x), fmin(low.y, p.y)};
            high = (ls_point){fmax(high.x, p.x), fmax(high.y, p.y)};
        }
        const ls_point middle = {(low.x + high.x) / 2, (low.y + high.y) / 2};
        if (room > 0 ? low.x < right && high.x > left && low.y < bottom && high.y > top : ls_quad_holds(quad, middle))
            return true;
    }
    return false;
}

void ls_patch_to_raster(const ls_patch_page *page, const ls_point small[4], ls_point out[4])
{
    for (int i = 0; i < 4; i++)
        out[i] = (ls_point){page->left + small[i].x * page->scale, page->top + small[i].y * page->scale};
}

ls_status ls_patch_add(const ls_patch_page *page, const ls_point quad[4], ls_patch_kind kind)
{
    ls_text *text = page->text;
    const ls_point middle = ls_quad_middle(quad);
    for (size_t i = 0; i < text->patch_count; i++) {
        ls_point known[4];
        for (int c = 0; c < 4; c++)
            known[c] = ls_raster_from_stored(page->raster, text->patches[i].quad[c]);
        if (ls_quad_holds(known, middle) || ls_quad_holds(quad, ls_quad_middle(known)))
            return LS_OK;
    }
    if (text->patch_count == LS_PATCHES_MAX)
        return LS_OK;
    ls_patch *patch = ls_text_add_patch(text);
    if (!patch)
        return LS_E_NOMEM;
    patch->page = page->page;
    patch->kind = kind;
    for (int c = 0; c < 4; c++)
        patch->quad[c] = ls_raster_to_stored(page->raster, quad[c]);
    return LS_OK;
}

/* ------------------------------------------------------------------------------------------------ the page */

static int ascending(const void *a, const void *b)
{
    const double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Median height of the lines that were read; 0 when there are too few. */
static double usual_glyph(const ls_patch_page *page)
{
    double heights[LINES_ASKED];
    size_t count = 0;
    for (size_t i = 0; i < page->text->line_count && count < LINES_ASKED; i++) {
        const ls_line *line = &page->text->lines[i];
        if ((page->page < 0 || line->page == page->page) && line->unread == LS_READ)
            heights[count++] = (double)line->height / page->raster->scale;
    }
    if (count < LINES_LEAST)
        return 0;
    qsort(heights, count, sizeof *heights, ascending);
    return heights[count / 2];
}

/* The page's outline drawn in, or the box around all text. */
static void outline(ls_patch_page *page)
{
    const ls_text *text = page->text;
    if (page->page >= 0) {
        const ls_point middle = ls_quad_middle(text->pages[page->page].quad);
        for (int c = 0; c < 4; c++) {
            const ls_point corner = text->pages[page->page].quad[c];
            page->quad[c] = ls_raster_from_stored(page->raster, (ls_point){corner.x + INSET * (middle.x - corner.x),
                                                                           corner.y + INSET * (middle.y - corner.y)});
        }
        return;
    }
    ls_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < text->line_count * 4; i++) {
        const ls_point p = ls_raster_from_stored(page->raster, text->lines[i / 4].quad[i % 4]);
        low = (ls_point){fmin(low.x, p.x), fmin(low.y, p.y)};
        high = (ls_point){fmax(high.x, p.x), fmax(high.y, p.y)};
    }
    const double room = MARGIN * page->glyph;
    const ls_point box[4] = {{low.x - room, low.y - room},
                             {high.x + room, low.y - room},
                             {high.x + room, high.y + room},
                             {low.x - room, high.y + room}};
    memcpy(page->quad, box, sizeof box);
}

/* Turned or mirrored photos turn the page's corners round: the holding test wants them clockwise. */
static void make_clockwise(ls_point quad[4])
{
    double twice = 0;
    for (int i = 0; i < 4; i++)
        twice += quad[i].x * quad[(i + 1) % 4].y - quad[(i + 1) % 4].x * quad[i].y;
    if (twice < 0) {
        const ls_point swapped = quad[1];
        quad[1] = quad[3];
        quad[3] = swapped;
    }
}

static bool bound(ls_patch_page *page)
{
    double left = page->raster->width, top = page->raster->height, right = 0, bottom = 0;
    for (int c = 0; c < 4; c++) {
        left = fmin(left, page->quad[c].x);
        top = fmin(top, page->quad[c].y);
        right = fmax(right, page->quad[c].x);
        bottom = fmax(bottom, page->quad[c].y);
    }
    left = floor(fmax(0, left));
    top = floor(fmax(0, top));
    right = fmin(right, page->raster->width);
    bottom = fmin(bottom, page->raster->height);
    if (!(right - left > 8 * page->glyph && bottom - top > 4 * page->glyph))
        return false;
    page->left = (uint32_t)left;
    page->top = (uint32_t)top;
    page->width = (uint32_t)(right - left);
    page->height = (uint32_t)(bottom - top);
    return true;
}

static ls_status reduce(ls_patch_page *page)
{
    const ls_raster *raster = page->raster;
    const double longest = fmax(page->width, page->height);
    page->scale = fmax(1, fmax(page->glyph / LS_PATCH_GLYPH, longest / SIDE_MOST));
    ls_raster view = *raster; /* borrows its pixels */
    view.data += (size_t)page->top * raster->stride + (size_t)page->left * raster->channels;
    view.width = page->width;
    view.height = page->height;
    const uint32_t width = (uint32_t)fmax(8, page->width / page->scale);
    page->scale = (double)page->width / width;
    ls_status status =
        ls_vision_resize(&view, width, (uint32_t)fmax(8, page->height / page->scale), &page->small);
    return status ? status : ls_raster_gray(&page->small, &page->gray);
}

static ls_status find_on(ls_patch_page *page)
{
    page->glyph = usual_glyph(page);
    if (page->glyph <= 0)
        return LS_OK;
    outline(page);
    make_clockwise(page->quad);
    if (!bound(page))
        return LS_OK;
    ls_status status = reduce(page);
    if (!status)
        status = ls_patches_opaque(page);
    if (!status)
        status = ls_patches_mosaic(page);
    if (!status)
        status = ls_patches_thing(page);
    if (!status)
        status = ls_patches_blur(page);
    if (!status)
        status = ls_patches_struck(page);
    ls_raster_free(&page->small);
    ls_raster_free(&page->gray);
    return status;
}

/* Corners of a sheet are seen between 50 and 130 degrees; other outlines took a shadow's edge for the paper's. */
static bool is_sheet_like(const ls_point quad[4])
{
    for (int i = 0; i < 4; i++) {
        const ls_point next = {quad[(i + 1) % 4].x - quad[i].x, quad[(i + 1) % 4].y - quad[i].y};
        const ls_point before = {quad[(i + 3) % 4].x - quad[i].x, quad[(i + 3) % 4].y - quad[i].y};
        const double lengths = hypot(next.x, next.y) * hypot(before.x, before.y);
        if (!(fabs(next.x * before.x + next.y * before.y) <= 0.65 * lengths))
            return false;
    }
    return true;
}

/* Is there text on no page, or on one whose outline is not to be trusted? Then all text is one page more. */
static bool is_homeless(const ls_text *text)
{
    for (size_t i = 0; i < text->line_count; i++) {
        const int page = text->lines[i].page;
        if (page < 0 || !is_sheet_like(text->pages[page].quad))
            return true;
    }
    return false;
}

ls_status ls_patches_find(const ls_raster *raster, ls_text *text)
{
    ls_status status = LS_OK;
    const int last = is_homeless(text) ? -1 : 0;
    for (int index = (int)text->page_count - 1; index >= last && !status; index--) {
        ls_patch_page page = {.raster = raster, .text = text, .page = index};
        status = find_on(&page);
    }
    return status;
}
