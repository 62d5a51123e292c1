/* SPDX-License-Identifier: Apache-2.0 */
/* Even areas of another colour than the paper, with a sharp edge all around and no writing in them. */
#include "text/patch_parts.h"

#include "image/vision.h"
#include "text/quad.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAR 45            /* gray levels of one channel from the paper's */
#define EVEN 16           /* range of a channel over 3 × 3 pixels: noise of a phone at night is 12 */
#define JUMP 35           /* from inside to outside */
#define LOWEST 0.6        /* usual glyphs: its shorter side */
#define LONGEST_LEAST 1.8 /* and its longer one */
#define AREA_MOST 0.2     /* of the page: a larger one is a picture or a table */
#define FILL 0.78         /* of the quadrilateral that is even */
#define TOLERANCE 0.05
#define FILL_ROUGH 0.7
#define QUADS 64
#define NEAR 12.0         /* usual glyphs to the next line: a head stands no further above its body */
#define SAMPLES 11

static int channel_at(const ls_raster *raster, uint32_t x, uint32_t y, uint32_t channel)
{
    return raster->data[(size_t)y * raster->stride + (size_t)x * raster->channels + channel];
}

/* The paper's colour: what three quarters of the page are darker than or equal to, channel by channel. */
static void paper_of(const ls_raster *small, int paper[3])
{
    for (uint32_t channel = 0; channel < small->channels && channel < 3; channel++) {
        size_t counts[256] = {0}, sum = 0;
        for (uint32_t y = 0; y < small->height; y++)
            for (uint32_t x = 0; x < small->width; x++)
                counts[channel_at(small, x, y, channel)]++;
        paper[channel] = 0;
        while (paper[channel] < 255 && (sum += counts[paper[channel]]) * 4 < 3 * (size_t)small->width * small->height)
            paper[channel]++;
    }
}

static bool is_even(const ls_raster *small, uint32_t x, uint32_t y)
{
    for (uint32_t channel = 0; channel < small->channels; channel++) {
        int low = 255, high = 0;
        for (uint32_t dy = 0; dy < 3; dy++) {
            for (uint32_t dx = 0; dx < 3; dx++) {
                const int value = channel_at(small, x + dx - 1, y + dy - 1, channel);
                low = value < low ? value : low;
                high = value > high ? value : high;
            }
        }
        if (high - low > EVEN)
            return false;
    }
    return true;
}

static bool is_far(const ls_raster *small, uint32_t x, uint32_t y, const int paper[3])
{
    for (uint32_t channel = 0; channel < small->channels; channel++) {
        if (abs(channel_at(small, x, y, channel) - paper[channel]) > FAR)
            return true;
    }
    return false;
}

static void mark(const ls_patch_page *page, const int paper[3], ls_raster *mask)
{
    const ls_raster *small = &page->small;
    memset(mask->data, 0, (size_t)mask->stride * mask->height);
    for (uint32_t y = 1; y + 1 < small->height; y++) {
        for (uint32_t x = 1; x + 1 < small->width; x++) {
            const ls_point at = {page->left + x * page->scale, page->top + y * page->scale};
            if (is_far(small, x, y, paper) && is_even(small, x, y) && ls_quad_holds(page->quad, at))
                mask->data[(size_t)y * mask->stride + x] = 255;
        }
    }
}

/* The largest difference of a channel between two points of `small`; 0 outside of it. */
static int step(const ls_raster *small, ls_point a, ls_point b)
{
    int most = 0;
    const double right = small->width - 1, bottom = small->height - 1;
    if (a.x < 0 || a.y < 0 || b.x < 0 || b.y < 0 || a.x > right || b.x > right || a.y > bottom || b.y > bottom)
        return 0;
    for (uint32_t channel = 0; channel < small->channels; channel++) {
        const int apart = abs(channel_at(small, (uint32_t)a.x, (uint32_t)a.y, channel) -
                              channel_at(small, (uint32_t)b.x, (uint32_t)b.y, channel));
        most = apart > most ? apart : most;
    }
    return most;
}

/* How much of one side is an edge: from 3 pixels inside to 3 outside, since the mask ends a pixel early. */
static int sharp_samples(const ls_raster *small, ls_point a, ls_point b, ls_point middle)
{
    int sharp = 0;
    const double length = hypot(b.x - a.x, b.y - a.y);
    ls_point out = {(b.y - a.y) / length, -(b.x - a.x) / length};
    if ((middle.x - a.x) * out.x + (middle.y - a.y) * out.y > 0)
        out = (ls_point){-out.x, -out.y};
    for (int i = 1; i <= SAMPLES; i++) {
        const double t = (double)i / (SAMPLES + 1);
        const ls_point on = {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        sharp += step(small, (ls_point){on.x - 2 * out.x, on.y - 2 * out.y},
                      (ls_point){on.x + 4 * out.x, on.y + 4 * out.y}) >= JUMP;
    }
    return sharp;
}

static bool is_bounded(const ls_raster *small, const ls_point quad[4])
{
    int all = 0;
    const ls_point middle = ls_quad_middle(quad);
    for (int i = 0; i < 4; i++) {
        const int sharp = sharp_samples(small, quad[i], quad[(i + 1) % 4], middle);
        if (2 * sharp < SAMPLES)
            return false;
        all += sharp;
    }
    return all * 4 >= 3 * 4 * SAMPLES;
}

static bool is_filled(const ls_raster *mask, const ls_point quad[4])
{
    int inside = 0;
    for (int i = 0; i < 144; i++) {
        const double u = (i % 12 + 0.5) / 12, v = ((double)(i / 12) + 0.5) / 12;
        const double x = (1 - v) * ((1 - u) * quad[0].x + u * quad[1].x) + v * ((1 - u) * quad[3].x + u * quad[2].x);
        const double y = (1 - v) * ((1 - u) * quad[0].y + u * quad[1].y) + v * ((1 - u) * quad[3].y + u * quad[2].y);
        if (x >= 0 && y >= 0 && x < mask->width && y < mask->height)
            inside += mask->data[(size_t)y * mask->stride + (size_t)x] != 0;
    }
    return inside >= FILL * 144;
}

static bool has_size(const ls_patch_page *page, const ls_point quad[4])
{
    const double glyph = page->glyph / page->scale;
    const double width = ls_quad_width(quad), height = ls_quad_height(quad);
    return fmin(width, height) >= LOWEST * glyph && fmax(width, height) >= LONGEST_LEAST * glyph &&
           ls_quad_area(quad) <= AREA_MOST * page->small.width * page->small.height;
}

ls_status ls_patches_opaque(const ls_patch_page *page)
{
    int paper[3] = {0};
    ls_vision_quad quads[QUADS];
    ls_raster mask = {0};
    size_t count = 0;
    ls_status status = ls_raster_alloc(&mask, page->small.width, page->small.height, 1);
    if (status)
        return status;
    paper_of(&page->small, paper);
    mark(page, paper, &mask);
    /* opening parts a patch from the strokes and rules that touch it */
    status = ls_vision_morph(&mask, false, 3, 3);
    const double glyph = page->glyph / page->scale;
    if (!status)
        status = ls_vision_quads(&mask, LOWEST * LONGEST_LEAST * glyph * glyph / 2, TOLERANCE, FILL_ROUGH, quads, QUADS,
                                 &count);
    for (size_t i = 0; i < count && !status; i++) {
        ls_point quad[4];
        ls_patch_to_raster(page, quads[i].corner, quad);
        if (has_size(page, quads[i].corner) && is_filled(&mask, quads[i].corner) &&
            is_bounded(&page->small, quads[i].corner) && !ls_patch_holds_line(page, quad, 0) &&
            ls_patch_holds_line(page, quad, NEAR * page->glyph))
            status = ls_patch_add(page, quad, LS_PATCH_OPAQUE);
    }
    ls_raster_free(&mask);
    return status;
}
