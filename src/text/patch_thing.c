/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Things that lie on a page or are missing from it: a finger, tape with a pattern, a slip of paper, strokes of a broad
 * pen; the table where a corner is torn off or folded. Unlike a drawn box they are neither even nor four-sided: solid
 * areas that are not paper, with a sharp edge.
 */
#include "text/patch_parts.h"

#include "image/vision.h"
#include "text/quad.h"

#include <math.h>
#include <string.h>

#define CELL 24u          /* pixels of `small`: where the paper's colour is asked for; two glyphs and the space around them */
#define ROUNDS 3          /* of fitting the paper: each leaves out what is further from it than */
#define OUTLIER 28.0      /* gray levels */
#define DARKER 42         /* gray levels of a solid thing against the paper around it */
#define TINTED 17         /* or of one channel against the others: JPEG's own tints are below 10 */
#define STROKE 7u         /* pixels, odd: writing of ten pixels' glyphs and headings four times as high is thinner */
#define LOWEST 0.9        /* usual glyphs: its shorter side */
#define LONGEST_LEAST 2.2 /* and its longer one */
#define AREA_MOST 0.3     /* of the page */
#define FILL 0.35         /* of the smallest rectangle: a torn corner is half of one */
#define TOLERANCE 0.02
#define QUADS 24
#define JUMP 30           /* gray levels or tint within `EDGE` pixels */
#define EDGE 3
#define SHARP 0.55        /* of what can be seen of its edge: a shadow has none */
#define CALM 24           /* range of 3 × 3 pixels */
#define CALM_SHARE 0.18   /* of it */
#define SAMPLES 12
#define NEAR 14.0         /* usual glyphs to the next line */

/* The paper's colour: light falls on a page from one side, so each channel is a plane over it. */
struct paper {
    double at[3], right[3], down[3];
};

static int value_at(const ls_raster *small, uint32_t x, uint32_t y, uint32_t channel)
{
    return small->data[(size_t)y * small->stride + (size_t)x * small->channels + channel];
}

/* The level that nine tenths of a cell's pixels do not exceed: between and around the writing. */
static int light_of(const ls_raster *small, uint32_t left, uint32_t top, uint32_t channel)
{
    unsigned counts[256] = {0}, sum = 0;
    int level = 255;
    for (uint32_t y = top; y < top + CELL; y++)
        for (uint32_t x = left; x < left + CELL; x++)
            counts[value_at(small, x, y, channel)]++;
    while (level > 0 && (sum += counts[level]) * 10 < CELL * CELL)
        level--;
    return level;
}

struct sums {
    double n, x, y, xx, xy, yy, v, xv, yv;
};

/* The plane through the sums by Cramer's rule; the last one stays when there are too few cells for another. */
static void solve(const struct sums *s, double *at, double *right, double *down)
{
    double det = s->n * (s->xx * s->yy - s->xy * s->xy) - s->x * (s->x * s->yy - s->xy * s->y) +
                 s->y * (s->x * s->xy - s->xx * s->y);
    if (fabs(det) < 1)
        return;
    double a = s->v * (s->xx * s->yy - s->xy * s->xy) - s->x * (s->xv * s->yy - s->xy * s->yv) +
               s->y * (s->xv * s->xy - s->xx * s->yv);
    double b = s->n * (s->xv * s->yy - s->xy * s->yv) - s->v * (s->x * s->yy - s->xy * s->y) +
               s->y * (s->x * s->yv - s->xv * s->y);
    double c = s->n * (s->xx * s->yv - s->xv * s->xy) - s->x * (s->x * s->yv - s->xv * s->y) +
               s->v * (s->x * s->xy - s->xx * s->y);
    *at = a / det;
    *right = b / det;
    *down = c / det;
}

static bool is_on_page(const ls_patch_page *page, double x, double y)
{
    return ls_quad_holds(page->quad, (ls_point){page->left + x * page->scale, page->top + y * page->scale});
}

static void fit_channel(const ls_patch_page *page, uint32_t channel, struct paper *paper)
{
    const ls_raster *small = &page->small;
    for (int round = 0; round < ROUNDS; round++) {
        struct sums s = {0};
        for (uint32_t top = 0; top + CELL <= small->height; top += CELL) {
            for (uint32_t left = 0; left + CELL <= small->width; left += CELL) {
                const double x = left + CELL / 2.0, y = top + CELL / 2.0, v = light_of(small, left, top, channel);
                const double fit = paper->at[channel] + paper->right[channel] * x + paper->down[channel] * y;
                if (!is_on_page(page, x, y) || (round ? fabs(v - fit) : fmax(0, fit - v)) > OUTLIER)
                    continue;
                s.n += 1, s.x += x, s.y += y, s.xx += x * x, s.xy += x * y, s.yy += y * y;
                s.v += v, s.xv += x * v, s.yv += y * v;
            }
        }
        solve(&s, &paper->at[channel], &paper->right[channel], &paper->down[channel]);
    }
}

/* Is the pixel too dark or of another colour than paper would be there? */
static bool is_foreign(const ls_raster *small, const struct paper *paper, uint32_t x, uint32_t y)
{
    double off[3] = {0}, mean = 0;
    const uint32_t channels = small->channels < 3 ? 1 : 3;
    for (uint32_t c = 0; c < channels; c++) {
        off[c] = value_at(small, x, y, c) - (paper->at[c] + paper->right[c] * x + paper->down[c] * y);
        mean += off[c] / channels;
    }
    if (mean < -DARKER)
        return true;
    for (uint32_t c = 0; c < channels; c++) {
        if (fabs(off[c] - mean) > TINTED)
            return true;
    }
    return false;
}

/* Writing that was read covers nothing, and what it stands on is a heading's bar: neither is left in the mask. */
static void leave_out_lines(const ls_patch_page *page, ls_raster *mask)
{
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        ls_point quad[4], turned[4], low, high;
        for (int c = 0; c < 4; c++) {
            const ls_point p = ls_raster_from_stored(page->raster, line->quad[c]);
            quad[c] = turned[3 - c] = (ls_point){(p.x - page->left) / page->scale, (p.y - page->top) / page->scale};
        }
        ls_quad_box(quad, &low, &high);
        for (double y = fmax(0, floor(low.y)); line->unread == LS_READ && y < fmin(mask->height, high.y); y++) {
            for (double x = fmax(0, floor(low.x)); x < fmin(mask->width, high.x); x++) {
                if (ls_quad_holds(quad, (ls_point){x, y}) || ls_quad_holds(turned, (ls_point){x, y}))
                    mask->data[(size_t)y * mask->stride + (size_t)x] = 0;
            }
        }
    }
}

static void mark(const ls_patch_page *page, const struct paper *paper, ls_raster *mask)
{
    memset(mask->data, 0, (size_t)mask->stride * mask->height);
    for (uint32_t y = 0; y < mask->height; y++) {
        for (uint32_t x = 0; x < mask->width; x++) {
            if (is_foreign(&page->small, paper, x, y) && is_on_page(page, x, y))
                mask->data[(size_t)y * mask->stride + x] = 255;
        }
    }
    leave_out_lines(page, mask);
}

static bool is_jump(const ls_raster *small, uint32_t x, uint32_t y)
{
    for (uint32_t c = 0; c < small->channels; c++) {
        int low = 255, high = 0;
        for (uint32_t v = y - EDGE; v <= y + EDGE; v++) {
            for (uint32_t u = x - EDGE; u <= x + EDGE; u++) {
                const int value = value_at(small, u, v, c);
                low = value < low ? value : low;
                high = value > high ? value : high;
            }
        }
        if (high - low >= JUMP)
            return true;
    }
    return false;
}

static bool is_rim(const ls_raster *mask, uint32_t x, uint32_t y)
{
    const unsigned char *at = mask->data + (size_t)y * mask->stride + x;
    return *at && (!at[-1] || !at[1] || !at[-(ptrdiff_t)mask->stride] || !at[mask->stride]);
}

/* A bar with writing that was read: the middle of the line's ground is as foreign as the bar beside it. */
static bool is_heading(const ls_patch_page *page, const struct paper *paper, const ls_point quad[4])
{
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        int foreign = 0, inside = 0;
        for (int s = 0; s < SAMPLES && line->unread == LS_READ; s++) {
            const double t = (s + 0.5) / SAMPLES;
            for (int end = 0; end < 2; end++) { /* along its upper and its lower edge, where writing leaves most free */
                const ls_point a = line->quad[end ? 3 : 0], b = line->quad[end ? 2 : 1];
                const ls_point stored = {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
                const ls_point p = ls_raster_from_stored(page->raster, stored);
                const ls_point at = {(p.x - page->left) / page->scale, (p.y - page->top) / page->scale};
                if (at.x < 0 || at.y < 0 || at.x >= page->small.width || at.y >= page->small.height || !ls_quad_holds(quad, at))
                    continue;
                inside++;
                foreign += is_foreign(&page->small, paper, (uint32_t)at.x, (uint32_t)at.y);
            }
        }
        if (inside >= SAMPLES && 3 * foreign >= 2 * inside)
            return true;
    }
    return false;
}

/* A photograph or a drawing is rough nearly everywhere; tape with stripes is even between them. */
static bool is_calm(const ls_patch_page *page, const ls_raster *mask, const ls_point quad[4])
{
    size_t all = 0, calm = 0;
    for (uint32_t y = 1; y + 1 < mask->height; y++) {
        for (uint32_t x = 1; x + 1 < mask->width; x++) {
            int low = 255, high = 0;
            if (!mask->data[(size_t)y * mask->stride + x] || !ls_quad_holds(quad, (ls_point){x, y}))
                continue;
            for (uint32_t n = 0; n < 9; n++) {
                const int value = page->gray.data[(size_t)(y + n / 3 - 1) * page->gray.stride + x + n % 3 - 1];
                low = value < low ? value : low;
                high = value > high ? value : high;
            }
            all++;
            calm += high - low <= CALM;
        }
    }
    return (double)calm >= CALM_SHARE * (double)all;
}

/* Where it goes over the page's edge nothing can be told; the rest of its rim must be sharp. */
static bool is_bounded(const ls_patch_page *page, const ls_raster *mask, const ls_point quad[4])
{
    size_t seen = 0, sharp = 0;
    for (uint32_t y = EDGE; y + EDGE < mask->height; y++) {
        for (uint32_t x = EDGE; x + EDGE < mask->width; x++) {
            if (!is_rim(mask, x, y) || !ls_quad_holds(quad, (ls_point){x, y}) || !is_on_page(page, x - EDGE, y - EDGE) ||
                !is_on_page(page, x + EDGE, y + EDGE) || !is_on_page(page, x - EDGE, y + EDGE) ||
                !is_on_page(page, x + EDGE, y - EDGE))
                continue;
            seen++;
            sharp += is_jump(&page->small, x, y);
        }
    }
    return seen > STROKE && (double)sharp >= SHARP * (double)seen;
}

static bool has_size(const ls_patch_page *page, const ls_point quad[4])
{
    const double glyph = page->glyph / page->scale;
    const double one = hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
    const double two = hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y);
    return fmin(one, two) >= LOWEST * glyph && fmax(one, two) >= LONGEST_LEAST * glyph &&
           ls_quad_area(quad) <= AREA_MOST * page->small.width * page->small.height;
}

ls_status ls_patches_thing(const ls_patch_page *page)
{
    struct paper paper = {0};
    ls_vision_quad quads[QUADS];
    ls_raster mask = {0};
    size_t count = 0;
    ls_status status = ls_raster_alloc(&mask, page->small.width, page->small.height, 1);
    if (status)
        return status;
    for (uint32_t channel = 0; channel < page->small.channels && channel < 3; channel++)
        fit_channel(page, channel, &paper);
    mark(page, &paper, &mask);
    status = ls_vision_morph(&mask, false, STROKE, STROKE);
    const double glyph = page->glyph / page->scale;
    if (!status)
        status = ls_vision_quads(&mask, LOWEST * LONGEST_LEAST * glyph * glyph * FILL, TOLERANCE, FILL, quads, QUADS, &count);
    for (size_t i = 0; i < count && !status; i++) {
        ls_point quad[4];
        ls_patch_to_raster(page, quads[i].corner, quad);
        const ls_point *corner = quads[i].corner;
        if (has_size(page, corner) && is_bounded(page, &mask, corner) && is_calm(page, &mask, corner) &&
            !is_heading(page, &paper, corner) && ls_patch_holds_line(page, quad, NEAR * page->glyph))
            status = ls_patch_add(page, quad, LS_PATCH_OPAQUE);
    }
    ls_raster_free(&mask);
    return status;
}
