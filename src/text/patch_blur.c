/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blurred writing: darker than the paper around it, as writing is when it is seen from afar, without any edge, on a page
 * whose other writing is sharp.
 */
#include "text/patch_parts.h"

#include "image/vision.h"
#include "text/quad.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DARKER 9         /* gray levels than the paper around it */
#define SOFT 22          /* most range of 3 × 3 pixels in what is blurred: writing has three times that */
#define SHARP_BY 3       /* range of the page's writing by that of what is blurred */
#define NEARBY 31u       /* pixels of `small`, odd: three glyphs around */
#define CLOSE_BY 7u
#define APART 5u         /* pixels around anything sharp are not soft */
#define HEIGHT_LEAST 0.8 /* usual glyphs */
#define HEIGHT_MOST 5.0
#define LENGTH_LEAST 2.5
#define LENGTH_MOST 28.0 /* a row of the body: what is longer is a sheet's edge in its own shadow */
#define AREA_MOST 0.1    /* of the page */
#define NEAR_LINES 12.0  /* usual glyphs to the next line */
#define QUADS 32

static int range_at(const ls_raster *gray, uint32_t x, uint32_t y)
{
    int low = 255, high = 0;
    for (uint32_t dy = 0; dy < 3; dy++) {
        const unsigned char *row = gray->data + (size_t)(y + dy - 1) * gray->stride + x - 1;
        for (uint32_t dx = 0; dx < 3; dx++) {
            low = row[dx] < low ? row[dx] : low;
            high = row[dx] > high ? row[dx] : high;
        }
    }
    return high - low;
}

/* The range that most of the page's writing reaches: along the middles of lines that were read. */
static int sharpness(const ls_patch_page *page)
{
    size_t counts[256] = {0}, all = 0, sum = 0;
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        for (int s = 0; s < 24 && (page->page < 0 || line->page == page->page) && line->unread == LS_READ; s++) {
            const double t = (s + 0.5) / 24;
            const ls_point stored = {(line->quad[0].x + line->quad[3].x) / 2 * (1 - t) +
                                         (line->quad[1].x + line->quad[2].x) / 2 * t,
                                     (line->quad[0].y + line->quad[3].y) / 2 * (1 - t) +
                                         (line->quad[1].y + line->quad[2].y) / 2 * t};
            const ls_point p = ls_raster_from_stored(page->raster, stored);
            const double x = (p.x - page->left) / page->scale, y = (p.y - page->top) / page->scale;
            if (x < 1 || y < 1 || x + 2 > page->gray.width || y + 2 > page->gray.height)
                continue;
            counts[range_at(&page->gray, (uint32_t)x, (uint32_t)y)]++;
            all++;
        }
    }
    int range = 255;
    while (range > 0 && (sum += counts[range]) * 3 < all)
        range--;
    return all ? range : 0;
}

/* What is soft and darker than its surroundings, white; anything sharp takes its neighbourhood out. */
static ls_status mark(const ls_patch_page *page, int soft, ls_raster *mask)
{
    ls_raster near_by = {0}, close_by = {0}, calm = {0};
    const ls_raster *gray = &page->gray;
    ls_status status = ls_vision_mean(gray, NEARBY, &near_by);
    if (!status)
        status = ls_vision_mean(gray, CLOSE_BY, &close_by);
    if (!status)
        status = ls_raster_alloc(&calm, gray->width, gray->height, 1);
    if (!status) {
        memset(calm.data, 0, (size_t)calm.stride * calm.height);
        for (uint32_t y = 1; y + 1 < gray->height; y++)
            for (uint32_t x = 1; x + 1 < gray->width; x++)
                calm.data[(size_t)y * calm.stride + x] = range_at(gray, x, y) <= soft ? 255 : 0;
        /* eroding takes the neighbourhood; what is left is grown back */
        status = ls_vision_morph(&calm, false, APART, APART);
    }
    for (uint32_t y = 0; !status && y < gray->height; y++) {
        for (uint32_t x = 0; x < gray->width; x++) {
            const ls_point at = {page->left + x * page->scale, page->top + y * page->scale};
            const int around = near_by.data[(size_t)y * near_by.stride + x];
            /* the pixel too: along the inside of a frame only its neighbours are darker */
            const bool darker = around - close_by.data[(size_t)y * close_by.stride + x] >= DARKER &&
                                around - gray->data[(size_t)y * gray->stride + x] >= DARKER / 2;
            mask->data[(size_t)y * mask->stride + x] =
                darker && calm.data[(size_t)y * calm.stride + x] && ls_quad_holds(page->quad, at) ? 255 : 0;
        }
    }
    ls_raster_free(&near_by);
    ls_raster_free(&close_by);
    ls_raster_free(&calm);
    return status;
}

static bool has_size(const ls_patch_page *page, const ls_point quad[4])
{
    const double glyph = page->glyph / page->scale;
    const double one = hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
    const double two = hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y);
    const double area = ls_quad_area(quad), length = fmax(one, two), height = area / fmax(1, length);
    return height >= HEIGHT_LEAST * glyph && height <= HEIGHT_MOST * glyph && length >= LENGTH_LEAST * glyph &&
           length <= LENGTH_MOST * glyph &&
           area <= AREA_MOST * page->small.width * page->small.height;
}

/* Do most of the page's lines run from top to bottom in the raster? */
static bool is_steep(const ls_patch_page *page)
{
    double across = 0, down = 0;
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        if ((page->page >= 0 && line->page != page->page) || line->unread != LS_READ)
            continue;
        const ls_point from = ls_raster_from_stored(page->raster, line->quad[0]);
        const ls_point to = ls_raster_from_stored(page->raster, line->quad[1]);
        across += fabs(to.x - from.x);
        down += fabs(to.y - from.y);
    }
    return down > across;
}

ls_status ls_patches_blur(const ls_patch_page *page)
{
    const int usual = sharpness(page), soft = usual / SHARP_BY < SOFT ? usual / SHARP_BY : SOFT;
    ls_vision_quad quads[QUADS];
    ls_raster mask = {0};
    size_t count = 0;
    if (soft < SOFT / 2) /* the whole page is soft: nothing stands out */
        return LS_OK;
    ls_status status = ls_raster_alloc(&mask, page->small.width, page->small.height, 1);
    if (!status)
        status = mark(page, soft, &mask);
    const bool steep = is_steep(page);
    if (!status) /* what is left of one row grows together along it, and not into its neighbours */
        status = ls_vision_morph(&mask, true, steep ? 3 : 9, steep ? 9 : 3);
    const double glyph = page->glyph / page->scale;
    if (!status)
        status = ls_vision_quads(&mask, HEIGHT_LEAST * LENGTH_LEAST * glyph * glyph, 0.08, 0.5, quads, QUADS, &count);
    for (size_t i = 0; i < count && !status; i++) {
        ls_point quad[4];
        ls_patch_to_raster(page, quads[i].corner, quad);
        /* an even area is a box or a tape */
        if (has_size(page, quads[i].corner) && ls_patch_range(page, quads[i].corner) >= DARKER &&
            !ls_patch_holds_line(page, quad, 0) && ls_patch_holds_line(page, quad, NEAR_LINES * page->glyph))
            status = ls_patch_add(page, quad, LS_PATCH_BLUR);
    }
    ls_raster_free(&mask);
    return status;
}
