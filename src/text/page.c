/* SPDX-License-Identifier: Apache-2.0 */
#include "text/page.h"

#include "image/vision.h"
#include "text/quad.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIDE 480u          /* pixels of the longer side: a page's outline needs no more */
#define AREA_MIN 0.01      /* of the picture: smaller pages hold glyphs that nobody can read */
#define AREA_MAX 0.97
#define PER_LEVEL 12       /* outlines looked at per brightness */
#define TOLERANCE 0.03     /* of the outline's length: curled paper, a finger on the edge */
#define FILL 0.82          /* of the smallest rectangle: paper cut off by the picture's edge */
#define SQUARENESS 6.0     /* longest by shortest side */

#define WRITING 7u         /* pixels of `small`: glyphs and lines closer than that are closed */
#define NECK 5u            /* pixels: an edge with a gap that wide still parts two areas */

static const int brightness[] = {90, 120, 150, 180, 205, 225};
/*
 * Levels a pixel in any of the three colours, below which an area is even: paper on a light wall differs by little, and what is
 * printed on it or a shadow that falls on it by more. Of pages on 122 photos of the tune split brightness alone outlines 51 %
 * (screens 29 %), both together 70 % (65 %).
 */
static const int steepness[] = {6, 10, 20, 35};

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

/* What is white on the mask, as pages. */
static ls_status outline(const ls_raster *mask, double scale, ls_text *text)
{
    ls_vision_quad quads[PER_LEVEL];
    size_t count = 0, kept = 0;
    const double whole = (double)mask->width * mask->height;
    ls_status status = ls_vision_quads(mask, AREA_MIN * whole, TOLERANCE, FILL, quads, PER_LEVEL, &count);
    for (size_t i = 0; i < count; i++)
        if (quads[i].area < AREA_MAX * whole)
            quads[kept++] = quads[i];
    return status ? status : add(text, quads, kept, scale);
}

static ls_status find_bright(const ls_raster *gray, ls_raster *mask, double scale, ls_text *text)
{
    ls_status status = LS_OK;
    for (size_t i = 0; status == LS_OK && i < sizeof brightness / sizeof *brightness; i++) {
        for (size_t at = 0; at < (size_t)gray->stride * gray->height; at++)
            mask->data[at] = gray->data[at] > brightness[i] ? 255 : 0;
        /* closing fills the writing, opening cuts what hangs on to the sheet */
        status = ls_vision_morph(mask, true, 9, 9);
        if (status == LS_OK)
            status = ls_vision_morph(mask, false, 9, 9);
        if (status == LS_OK)
            status = outline(mask, scale, text);
    }
    return status;
}

/* Sobel's gradient at a pixel away from the border, in levels a pixel, of the colour in which it is steepest. */
static int slope_at(const ls_raster *rgb, uint32_t x, uint32_t y)
{
    const size_t stride = rgb->stride, step = rgb->channels;
    const unsigned char *at = rgb->data + (size_t)y * stride + step * x;
    int most = 0;
    for (size_t c = 0; c < step; c++, at++) {
        const int across = at[step - stride] - at[0 - step - stride] + 2 * (at[step] - at[0 - step]) + at[step + stride] - at[stride - step];
        const int down = at[stride - step] - at[0 - stride - step] + 2 * (at[stride] - at[0 - stride]) + at[stride + step] - at[step - stride];
        const int square = across * across + down * down;
        most = square > most ? square : most;
    }
    return (int)(sqrt(most) / 4);
}

/* A sheet as light as what lies behind it still has an edge all around, of another colour or in its own shadow. */
static ls_status find_even(ls_raster *rgb, ls_raster *mask, double scale, ls_text *text)
{
    ls_raster slope;
    ls_status status = ls_vision_morph(rgb, true, WRITING, WRITING);
    if (status == LS_OK)
        status = ls_raster_alloc(&slope, rgb->width, rgb->height, 1);
    if (status)
        return status;
    memset(slope.data, 0, (size_t)slope.stride * slope.height);
    for (uint32_t y = 1; y + 1 < rgb->height; y++)
        for (uint32_t x = 1; x + 1 < rgb->width; x++) {
            const int steep = slope_at(rgb, x, y);
            slope.data[(size_t)y * slope.stride + x] = (unsigned char)(steep > 255 ? 255 : steep);
        }
    for (size_t i = 0; status == LS_OK && i < sizeof steepness / sizeof *steepness; i++) {
        for (size_t at = 0; at < (size_t)slope.stride * slope.height; at++)
            mask->data[at] = slope.data[at] < steepness[i] ? 255 : 0;
        status = ls_vision_morph(mask, false, NECK, NECK);
        if (status == LS_OK)
            status = outline(mask, scale, text);
    }
    ls_raster_free(&slope);
    return status;
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

static ls_status find_pages(const ls_raster *rgb, double gain, bool even, ls_text *text)
{
    const uint32_t longest = rgb->width > rgb->height ? rgb->width : rgb->height;
    const double reduced = longest > SIDE ? (double)longest / SIDE : 1;
    const uint32_t width = (uint32_t)fmax(1, rgb->width / reduced), height = (uint32_t)fmax(1, rgb->height / reduced);
    ls_raster small, mask = {0};
    ls_status status = ls_vision_resize(rgb, width, height, &small);
    if (status)
        return status;
    ls_raster_brighten(&small, gain);
    const double scale = (double)rgb->width / small.width;
    status = ls_raster_alloc(&mask, small.width, small.height, 1);
    if (status == LS_OK)
        status = even ? find_even(&small, &mask, scale, text) : find_bright(&small, &mask, scale, text);
    ls_raster_free(&small);
    ls_raster_free(&mask);
    ls_pages_sort(text);
    return status;
}

ls_status ls_pages_find(const ls_raster *gray, ls_text *text)
{
    return find_pages(gray, 1, false, text);
}

ls_status ls_pages_find_even(const ls_raster *rgb, double gain, ls_text *text)
{
    return find_pages(rgb, gain, true, text);
}
