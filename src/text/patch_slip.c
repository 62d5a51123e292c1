/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slips that are hardly unlike the paper: correction tape, masking tape, a box in nearly the paper's colour. What gives
 * them away is not how far they are from it, but that all four sides are straight steps of the same sign, with nothing
 * between them. So every level of what light and writing leave of the paper is asked for four-sided areas.
 */
#include "text/patch_parts.h"

#include "image/vision.h"
#include "text/quad.h"

#include <math.h>
#include <string.h>

#define STROKES 5u        /* pixels of `small`, odd: writing is thinner, and closing takes it away */
#define SMOOTH 3u
#define LIGHT 61u         /* pixels, odd: six glyphs; light changes more slowly than that */
#define LOWEST 1.2        /* usual glyphs: whoever covers a row leaves a margin */
#define HIGHEST 6.0
#define LONGEST_MOST 32.0 /* a row and its margins */
#define LONGEST_LEAST 2.5
#define ELONGATION 1.8    /* longer by shorter side: a mark is two glyphs and more */
#define TOLERANCE 0.03
#define FILL 0.85
#define QUADS 64
#define STEP_LEAST 6.0    /* gray levels on each side: noise and JPEG's squares are below it when a side is averaged */
#define UNEVEN 0.27       /* of the step: standard deviation inside; of a row of blurred writing it is 0.4 */
#define UNEVEN_BY 4.0     /* gray levels, for a slip of LOWEST_SEEN: writing that shows through tape */
#define LOWEST_SEEN 1.5
#define LIKE 0.7          /* of the step, and LIKE_BY: what lies around the four sides is one sheet */
#define LIKE_BY 6.0
#define WEAK 0.4          /* of the step: a quarter of a side below it is no edge */
#define WEAK_MOST 2
#define MIDDLE 128
#define BORDER 2.0        /* pixels: areas that the view cuts off have no side there */
#define SAMPLES 12        /* along a side, in quarters of three */
#define INNER 16          /* rows and columns of samples inside */

static const int levels[] = {2, 3, 4, 6, 8, 11, 15, 21, 29, 41, 58, 80, 110};

/* What the four sides of an area say, gray levels; steps are positive when it is on the side that was asked for. */
struct edges {
    double step;   /* the smallest of them, near and a glyph's half away: a frame's thin line has the latter not */
    double around; /* between the brightest and the darkest surroundings of a side */
    int weak;      /* quarters of sides without an edge */
};

static double gray_at(const ls_raster *gray, double x, double y)
{
    const double right = gray->width - 1, bottom = gray->height - 1;
    return gray->data[(size_t)fmin(fmax(y, 0), bottom) * gray->stride + (size_t)fmin(fmax(x, 0), right)];
}

/* Mean of a few pixels across a side at `on`, from..to pixels along `out`. */
static double across(const ls_raster *gray, ls_point on, ls_point out, int from, int to)
{
    double sum = 0;
    for (int k = from; k <= to; k++)
        sum += gray_at(gray, on.x + k * out.x, on.y + k * out.y);
    return sum / (to - from + 1);
}

static struct edges look_across(const ls_raster *gray, const ls_point quad[4], double sign)
{
    const ls_point middle = ls_quad_middle(quad);
    struct edges edges = {.step = INFINITY};
    double quarters[16], low = INFINITY, high = -INFINITY;
    for (int side = 0; side < 4; side++) {
        const ls_point a = quad[side], b = quad[(side + 1) % 4];
        const double length = fmax(1, hypot(b.x - a.x, b.y - a.y));
        ls_point out = {(b.y - a.y) / length, -(b.x - a.x) / length};
        if ((middle.x - a.x) * out.x + (middle.y - a.y) * out.y > 0)
            out = (ls_point){-out.x, -out.y};
        double near_by = 0, far_off = 0, beyond = 0;
        memset(&quarters[4 * side], 0, 4 * sizeof *quarters);
        for (int i = 0; i < SAMPLES; i++) {
            const double t = 0.1 + 0.8 * i / (SAMPLES - 1);
            const ls_point on = {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
            const double inside = across(gray, on, out, -3, -2), outside = across(gray, on, out, 6, 8);
            const double step = sign * (inside - across(gray, on, out, 3, 4));
            near_by += step / SAMPLES;
            far_off += sign * (inside - outside) / SAMPLES;
            beyond += outside / SAMPLES;
            quarters[4 * side + 4 * i / SAMPLES] += 4 * step / SAMPLES;
        }
        edges.step = fmin(edges.step, fmin(near_by, far_off));
        low = fmin(low, beyond);
        high = fmax(high, beyond);
    }
    for (int i = 0; i < 16; i++)
        edges.weak += quarters[i] < WEAK * edges.step;
    edges.around = high - low;
    return edges;
}

/* Standard deviation of what is inside, away from the sides. */
static double unevenness(const ls_raster *gray, const ls_point quad[4])
{
    double sum = 0, squares = 0;
    for (int i = 0; i < INNER * INNER; i++) {
        const double u = 0.12 + 0.76 * (i % INNER) / (INNER - 1), v = 0.12 + 0.76 * ((double)(i / INNER) / (INNER - 1));
        const double x = (1 - v) * ((1 - u) * quad[0].x + u * quad[1].x) + v * ((1 - u) * quad[3].x + u * quad[2].x);
        const double y = (1 - v) * ((1 - u) * quad[0].y + u * quad[1].y) + v * ((1 - u) * quad[3].y + u * quad[2].y);
        const double value = gray_at(gray, x, y);
        sum += value;
        squares += value * value;
    }
    const double mean = sum / (INNER * INNER);
    return sqrt(fmax(0, squares / (INNER * INNER) - mean * mean));
}

static bool is_within(const ls_raster *gray, const ls_point quad[4])
{
    for (int i = 0; i < 4; i++)
        if (quad[i].x <= BORDER || quad[i].y <= BORDER || quad[i].x >= gray->width - 1 - BORDER ||
            quad[i].y >= gray->height - 1 - BORDER)
            return false;
    return true;
}

/* Writing that was read has nothing on it; a row that could not be read may be the slip itself. */
static bool shows_text(const ls_patch_page *page, const ls_point quad[4])
{
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        if (line->unread == LS_READ &&
            ls_quad_holds(quad, ls_raster_from_stored(page->raster, ls_quad_middle(line->quad))))
            return true;
    }
    return false;
}

static bool has_size(const ls_patch_page *page, const ls_point quad[4])
{
    const double glyph = page->glyph / page->scale, one = ls_quad_width(quad), two = ls_quad_height(quad);
    const double length = fmax(one, two), height = fmin(one, two);
    return height >= LOWEST * glyph && height <= HIGHEST * glyph && length >= LONGEST_LEAST * glyph &&
           length <= LONGEST_MOST * glyph && length >= ELONGATION * height;
}

static bool is_slip(const ls_patch_page *page, const ls_raster *gray, const ls_point quad[4], double sign)
{
    const double glyph = page->glyph / page->scale, height = fmin(ls_quad_width(quad), ls_quad_height(quad));
    const struct edges edges = look_across(gray, quad, sign);
    const double uneven = unevenness(gray, quad);
    return edges.step >= STEP_LEAST && edges.weak <= WEAK_MOST && edges.around <= LIKE * edges.step + LIKE_BY &&
           (uneven <= UNEVEN * edges.step || (uneven <= UNEVEN_BY && height >= LOWEST_SEEN * glyph));
}

/* The paper without its writing; and the same in even light, MIDDLE where nothing of a row's size lies on it. */
static ls_status read_paper(const ls_patch_page *page, ls_raster *paper, ls_raster *even)
{
    const ls_raster *gray = &page->gray;
    ls_raster closed = {0};
    ls_status status = ls_raster_alloc(&closed, gray->width, gray->height, 1);
    for (uint32_t y = 0; !status && y < gray->height; y++)
        memcpy(closed.data + (size_t)y * closed.stride, gray->data + (size_t)y * gray->stride, gray->width);
    if (!status)
        status = ls_vision_morph(&closed, true, STROKES, STROKES);
    if (!status)
        status = ls_vision_mean(&closed, SMOOTH, paper);
    if (!status)
        status = ls_vision_mean(paper, LIGHT, even);
    for (uint32_t y = 0; !status && y < gray->height; y++) {
        const unsigned char *from = paper->data + (size_t)y * paper->stride;
        unsigned char *to = even->data + (size_t)y * even->stride;
        for (uint32_t x = 0; x < gray->width; x++)
            to[x] = (unsigned char)fmin(255, fmax(0, MIDDLE + from[x] - to[x]));
    }
    ls_raster_free(&closed);
    return status;
}

static void mark(const ls_raster *even, int level, int sign, ls_raster *mask)
{
    for (uint32_t y = 0; y < mask->height; y++) {
        const unsigned char *from = even->data + (size_t)y * even->stride;
        unsigned char *to = mask->data + (size_t)y * mask->stride;
        for (uint32_t x = 0; x < mask->width; x++)
            to[x] = sign * (from[x] - MIDDLE) >= level ? 255 : 0;
    }
}

/* In light that falls off along a slip its sides are only alike when that is evened out; beside a sheet's edge, not. */
static ls_status look_at(const ls_patch_page *page, const ls_raster *paper, const ls_raster *even, ls_raster *mask,
                         double sign)
{
    const double glyph = page->glyph / page->scale;
    ls_vision_quad quads[QUADS];
    size_t count = 0;
    ls_status status = ls_vision_morph(mask, false, 3, 3);
    if (!status)
        status = ls_vision_quads(mask, LOWEST * LONGEST_LEAST * FILL * glyph * glyph, TOLERANCE, FILL, quads, QUADS, &count);
    for (size_t i = 0; i < count && !status; i++) {
        const ls_point *corner = quads[i].corner;
        ls_point quad[4];
        ls_patch_to_raster(page, corner, quad);
        if (ls_quad_holds(page->quad, ls_quad_middle(quad)) && has_size(page, corner) && is_within(paper, corner) &&
            (is_slip(page, paper, corner, sign) || is_slip(page, even, corner, sign)) && !shows_text(page, quad))
            status = ls_patch_add(page, quad, LS_PATCH_OPAQUE);
    }
    return status;
}

ls_status ls_patches_slip(const ls_patch_page *page)
{
    ls_raster paper = {0}, even = {0}, mask = {0};
    ls_status status = read_paper(page, &paper, &even);
    if (!status)
        status = ls_raster_alloc(&mask, paper.width, paper.height, 1);
    for (size_t i = 0; i < 2 * sizeof levels / sizeof *levels && !status; i++) {
        const int sign = i % 2 ? -1 : 1;
        mark(&even, levels[i / 2], sign, &mask);
        status = look_at(page, &paper, &even, &mask, sign);
    }
    ls_raster_free(&paper);
    ls_raster_free(&even);
    ls_raster_free(&mask);
    return status;
}
