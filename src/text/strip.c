/* SPDX-License-Identifier: Apache-2.0 */
#include "text/strip.h"

#include "image/vision.h"
#include "text/light.h"
#include "text/slant.h"

#include <math.h>

#define GLYPH_HEIGHT 36.0  /* pixels: Tesseract's networks were trained on lines of about this height, and scale to it */
#define MARGIN_ACROSS 0.22 /* of the height, above and below: what stands above and below the common letters */
#define MARGIN_ALONG 0.35  /* of the height, at both ends: a mark that the finder missed must not be cut through */
#define ROOMY_HEIGHT 30.0
#define ROOMY_ACROSS 0.38
#define ROOMY_ALONG 0.8
#define LENGTH_MAX 4096    /* pixels */

static double distance(ls_point a, ls_point b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static ls_point outwards(ls_point from, ls_point through, double share)
{
    return (ls_point){through.x + (through.x - from.x) * share, through.y + (through.y - from.y) * share};
}

/* Moves the ends of the line outwards by `share` of its length. */
static void widen(ls_point quad[4], double share)
{
    const ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    quad[0] = outwards(q[1], q[0], share);
    quad[1] = outwards(q[0], q[1], share);
    quad[2] = outwards(q[3], q[2], share);
    quad[3] = outwards(q[2], q[3], share);
}

static void heighten(ls_point quad[4], double share)
{
    const ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    quad[0] = outwards(q[3], q[0], share);
    quad[3] = outwards(q[0], q[3], share);
    quad[1] = outwards(q[2], q[1], share);
    quad[2] = outwards(q[1], q[2], share);
}

static void invert(ls_raster *gray)
{
    for (size_t i = 0; i < (size_t)gray->stride * gray->height; i++)
        gray->data[i] = (unsigned char)(255 - gray->data[i]);
}

static double mean_of(const ls_raster *gray, uint32_t from, uint32_t to)
{
    double sum = 0;
    for (uint32_t y = from; y < to; y++)
        for (uint32_t x = 0; x < gray->width; x++)
            sum += gray->data[(size_t)y * gray->stride + x];
    return sum / ((double)(to - from) * gray->width);
}

/* The margins above and below hold mostly ground, the middle holds ink as well. */
static bool light_on_dark(const ls_raster *gray)
{
    const uint32_t height = gray->height, margin = height / 9;
    const double ground = (mean_of(gray, 0, margin) + mean_of(gray, height - margin, height)) / 2;
    return mean_of(gray, height / 4, height - height / 4) > ground;
}

/* The level on which the line is reduced by less than half: reducing further would skip pixels. */
static uint32_t level_for(const ls_levels *levels, double height)
{
    uint32_t level = 0;
    while (level + 1 < levels->count && height / levels->scale[level + 1] >= GLYPH_HEIGHT)
        level++;
    return level;
}

/* The sides as writing leans: the upper edge to the right, the lower one to the left by as much. */
static void lean(ls_point quad[4], double slant)
{
    const ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    const double height = (distance(q[0], q[3]) + distance(q[1], q[2])) / 2;
    const double length = (distance(q[0], q[1]) + distance(q[3], q[2])) / 2, share = slant * height / (2 * length);
    for (int i = 0; i < 2; i++) {
        const ls_point left = q[i ? 3 : 0], right = q[i ? 2 : 1];
        const ls_point move = {(right.x - left.x) * (i ? -share : share), (right.y - left.y) * (i ? -share : share)};
        quad[i ? 3 : 0] = (ls_point){left.x + move.x, left.y + move.y};
        quad[i ? 2 : 1] = (ls_point){right.x + move.x, right.y + move.y};
    }
}

/* Colours are there at the full size only; large glyphs have contrast enough without. */
static ls_status warp(const ls_levels *levels, uint32_t level, const ls_point quad[4], uint32_t width, uint32_t height, ls_raster *gray)
{
    ls_raster rgb;
    if (level > 0 || levels->rgb->channels != 3)
        return ls_vision_warp(&levels->gray[level], quad, width, height, gray);
    ls_status status = ls_vision_warp(levels->rgb, quad, width, height, &rgb);
    if (status)
        return status;
    status = ls_light_choose(&rgb, gray);
    ls_raster_free(&rgb);
    if (status == LS_OK)
        ls_raster_brighten(gray, levels->gain);
    return status;
}

/* The quadrilateral of a level as a gray picture, dark on light. */
static ls_status cut(const ls_levels *levels, uint32_t level, const ls_point quad[4], uint32_t width, uint32_t height,
                     ls_strip *strip)
{
    ls_status status = warp(levels, level, quad, width, height, &strip->gray);
    strip->inverted = status == LS_OK && light_on_dark(&strip->gray);
    if (strip->inverted)
        invert(&strip->gray);
    return status;
}

ls_status ls_strip_cut(const ls_levels *levels, const ls_point quad[4], bool roomy, ls_strip *strip)
{
    *strip = (ls_strip){0};
    ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    const double height = (distance(q[0], q[3]) + distance(q[1], q[2])) / 2;
    const double length = (distance(q[0], q[1]) + distance(q[3], q[2])) / 2;
    if (!(height >= 1) || !(length >= 1))
        return LS_E_FORMAT;
    const double along = (roomy ? ROOMY_ALONG : MARGIN_ALONG) * height / length;
    const double across = roomy ? ROOMY_ACROSS : MARGIN_ACROSS, glyph = roomy ? ROOMY_HEIGHT : GLYPH_HEIGHT;
    widen(q, along);
    heighten(q, across);
    strip->from = (float)(along / (1 + 2 * along));
    strip->to = 1 - strip->from;

    const double zoom = glyph / height, width = zoom * length * (1 + 2 * along);
    if (width > LENGTH_MAX)
        return LS_E_LIMIT;
    const uint32_t level = level_for(levels, height);
    for (int i = 0; i < 4; i++) {
        q[i].x /= levels->scale[level];
        q[i].y /= levels->scale[level];
    }
    const uint32_t columns = (uint32_t)(width + 0.5), rows = (uint32_t)(glyph * (1 + 2 * across) + 0.5);
    double slant = 0;
    ls_status status = cut(levels, level, q, columns, rows, strip);
    if (status == LS_OK)
        status = ls_slant_measure(&strip->gray, &slant);
    if (status == LS_OK && slant != 0) {
        ls_raster_free(&strip->gray);
        lean(q, slant);
        strip->leaned = true;
        status = cut(levels, level, q, columns, rows, strip);
    }
    if (status)
        ls_raster_free(&strip->gray);
    return status;
}
