/* SPDX-License-Identifier: Apache-2.0 */
#include "text/strip.h"

#include "image/vision.h"
#include "text/enclosure.h"
#include "text/light.h"
#include "text/slant.h"
#include "text/strip_ends.h"
#include "text/strip_fit.h"
#include "text/strip_frame.h"

#include <math.h>
#include <string.h>

#define GLYPH_HEIGHT 36.0  /* pixels: Tesseract's networks were trained on lines of about this height, and scale to it \
                            */
#define MARGIN_ACROSS 0.22 /* of the height, above and below: what stands above and below the common letters */
#define MARGIN_ALONG 0.35  /* of the height, at both ends: a mark that the finder missed must not be cut through */
#define ROOMY_HEIGHT 30.0
#define ROOMY_ACROSS 0.38
#define ROOMY_ALONG 0.8
#define LENGTH_MAX 4096  /* pixels */
#define FRAMED_HEIGHT 20.0 /* pixels of a glyph in a strip in which a frame is looked for: its sides are two pixels or more */
#define FRAMED_ACROSS 0.9  /* of the height, above and below: chops leave half a glyph between writing and frame */
#define FRAMED_ALONG 1.3   /* of the height, at both ends */
#define HIGHER_STRIP 0.3 /* of the outline's height, above and below: a line that lies askew leaves its strip by that  \
                          */
#define HEIGHT_WRONG 0.6 /* of its outline's height: a line that is lower was measured with something beside it */
#define SHORT_LINE 11u   /* heights, with the margins at both ends: a mark, of which the finder may have lost glyphs */
#define MORE_REST 6.0    /* heights that such a line may go on for */
#define GLYPH_REST 0.9   /* heights: more than that of a glyph is not beyond the end of its line */
/*
 * How much higher a line may be at one end than at the other, as the logarithm of their ratio: 99 of 100 lines of pages
 * tilted by up to 40° keep below it. What is above was measured on a frame, a neighbour or glyphs that are not alike.
 */
#define TAPER_LEAST 0.03
#define TAPER_ALONG 0.015 /* per height of the line's length */
#define TAPER_MOST 0.3

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

/* Moves one end outwards by `share` of its length, along the line's middle: what tapers a little would be a spike six heights on. */
static void move_end(ls_point quad[4], bool right, double share)
{
    const double way = right ? share / 2 : -share / 2;
    const double x = way * (quad[1].x - quad[0].x + quad[2].x - quad[3].x), y = way * (quad[1].y - quad[0].y + quad[2].y - quad[3].y);
    for (int i = right ? 1 : 0, n = 0; n < 2; n++, i = 3 - i) {
        quad[i].x += x;
        quad[i].y += y;
    }
}

static void heighten(ls_point quad[4], double share)
{
    const ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    quad[0] = outwards(q[3], q[0], share);
    quad[3] = outwards(q[0], q[3], share);
    quad[1] = outwards(q[2], q[1], share);
    quad[2] = outwards(q[1], q[2], share);
}

static void stretch(ls_point *upper, ls_point *lower, double factor)
{
    const ls_point middle = {(upper->x + lower->x) / 2, (upper->y + lower->y) / 2};
    *upper = outwards(middle, *upper, factor - 1);
    *lower = outwards(middle, *lower, factor - 1);
}

/* Ends whose heights differ more than perspective makes them are brought nearer to their mean. */
static void level_ends(ls_point quad[4], double length)
{
    const double left = distance(quad[0], quad[3]), right = distance(quad[1], quad[2]), sum = left + right;
    const double limit = fmin(TAPER_MOST, TAPER_LEAST + TAPER_ALONG * length / (sum / 2));
    if (fabs(log(left / right)) <= limit)
        return;
    const double share = 1 / (1 + exp(left > right ? -limit : limit)); /* of the left end's in the sum */
    stretch(&quad[0], &quad[3], share * sum / left);
    stretch(&quad[1], &quad[2], (1 - share) * sum / right);
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
static ls_status warp(const ls_levels *levels, uint32_t level, const ls_point quad[4], uint32_t width, uint32_t height,
                      ls_raster *gray)
{
    ls_raster rgb;
    if ((level > 0 && levels->light != LS_LIGHT_RED_ALONE) || levels->rgb->channels != 3)
        return ls_vision_warp(&levels->gray[level], quad, width, height, gray);
    ls_point full[4]; /* of the full size */
    for (int i = 0; i < 4; i++)
        full[i] = (ls_point){quad[i].x * levels->scale[level], quad[i].y * levels->scale[level]};
    ls_status status = ls_vision_warp(levels->rgb, full, width, height, &rgb);
    if (status)
        return status;
    status = ls_light_gray(&rgb, levels->light, gray);
    ls_raster_free(&rgb);
    if (status == LS_OK && levels->light != LS_LIGHT_RED_ALONE)
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

/* An end that cuts through a glyph is moved outwards to where that one ends, that of a short line to its last glyph; columns, 0 when it stays. */
static ls_status find_rest(const ls_levels *levels, uint32_t level, const ls_point quad[4], const ls_raster *gray,
                           uint32_t margin, bool right, uint32_t *rest)
{
    const uint32_t high = gray->height - 2 * margin;
    const bool is_short = gray->width < SHORT_LINE * high, is_cut = ls_strip_is_cut(gray, margin, right);
    *rest = 0;
    for (int whole = !is_short; whole < 2 && *rest == 0; whole++) {
        if (whole && !is_cut)
            break;
        const uint32_t reach = (uint32_t)((whole ? GLYPH_REST : MORE_REST) * high);
        ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
        move_end(q, right, (double)reach / gray->width);
        ls_strip longer = {0};
        ls_status status = cut(levels, level, q, gray->width + reach, gray->height, &longer);
        if (status)
            return status;
        *rest = whole ? ls_strip_rest(&longer.gray, margin, right, reach) : ls_strip_more(&longer.gray, margin, right, reach);
        ls_raster_free(&longer.gray);
    }
    return LS_OK;
}

/* As much of the picture as the writing takes, when its outline was too short. */
static ls_status cut_whole(const ls_levels *levels, uint32_t level, ls_point quad[4], uint32_t columns, uint32_t rows,
                           uint32_t margin, ls_strip *strip)
{
    ls_status status = cut(levels, level, quad, columns, rows, strip);
    uint32_t rest[2] = {0};
    for (int right = 0; right < 2 && status == LS_OK; right++)
        status = find_rest(levels, level, quad, &strip->gray, margin, right, &rest[right]);
    if (status || rest[0] + rest[1] == 0 || columns + rest[0] + rest[1] > LENGTH_MAX)
        return status;
    ls_raster_free(&strip->gray);
    move_end(quad, true, (double)rest[1] / columns);
    move_end(quad, false, (double)rest[0] / (columns + rest[1]));
    const float whole = (float)(columns + rest[0] + rest[1]);
    strip->from = (strip->from * (float)columns + (float)rest[0]) / whole;
    strip->to = (strip->to * (float)columns + (float)rest[0]) / whole;
    return cut(levels, level, quad, columns + rest[0] + rest[1], rows, strip);
}

static ls_point between(ls_point a, ls_point b, double t)
{
    return (ls_point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

/* The part of a strip in which its line lies, as a quadrilateral of the picture; `across`: room above and below it. */
static void move_sides(ls_point quad[4], const ls_strip_fit *found, double across)
{
    const ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    for (int i = 0; i < 2; i++) {
        const double room = across * (found->foot[i] - found->top[i]);
        quad[i] = between(q[i], q[3 - i], found->top[i] - room);
        quad[3 - i] = between(q[i], q[3 - i], found->foot[i] + room);
    }
}

/* A line that reaches out of its strip is looked for in a higher one. */
static ls_status look_higher(const ls_levels *levels, uint32_t level, ls_point quad[4], const ls_raster *gray,
                             uint32_t margin, ls_strip_fit *found, bool *fits)
{
    const uint32_t more = (uint32_t)(HIGHER_STRIP * (gray->height - 2 * margin));
    ls_strip higher = {0};
    heighten(quad, (double)more / gray->height);
    ls_status status = cut(levels, level, quad, gray->width, gray->height + 2 * more, &higher);
    ls_fit_answer answer = LS_FIT_GOOD;
    if (status == LS_OK)
        status = ls_strip_fit_line(&higher.gray, margin + more, found, &answer);
    *fits = answer == LS_FIT_FOUND;
    ls_raster_free(&higher.gray);
    return status;
}

/* Cuts it again where its line lies otherwise than its outline. */
static ls_status fit(const ls_levels *levels, uint32_t level, ls_point quad[4], uint32_t margin, double across,
                     ls_strip *strip)
{
    ls_strip_fit found = {.tails = false};
    ls_fit_answer answer;
    ls_status status = ls_strip_fit_line(&strip->gray, margin, &found, &answer);
    ls_point moved[4] = {quad[0], quad[1], quad[2], quad[3]};
    bool fits = answer == LS_FIT_FOUND;
    if (status == LS_OK && answer == LS_FIT_OUTSIDE)
        status = look_higher(levels, level, moved, &strip->gray, margin, &found, &fits);
    if (status || !fits)
        return status;
    move_sides(moved, &found, across);
    const double before = distance(quad[0], quad[3]) + distance(quad[1], quad[2]);
    const double after = distance(moved[0], moved[3]) + distance(moved[1], moved[2]);
    const double width = strip->gray.width * before / after;
    if (width > LENGTH_MAX)
        return LS_OK;
    memcpy(quad, moved, sizeof moved);
    if (after < HEIGHT_WRONG * before)
        strip->height = (float)(after / before);
    const uint32_t rows = strip->gray.height;
    ls_raster_free(&strip->gray);
    return cut(levels, level, quad, (uint32_t)(width + 0.5), rows, strip);
}

static ls_status cut_line(const ls_levels *levels, const ls_point quad[4], bool roomy, bool framed, ls_strip *strip);

/* What a frame in the strip holds is cut out anew, as the line that it is. `quad`: of the whole strip, pixels of the level. */
static ls_status cut_framed(const ls_levels *levels, uint32_t level, const ls_point quad[4], const ls_strip_box *inside, ls_strip *strip)
{
    ls_point line[4];
    for (int i = 0; i < 4; i++) {
        const double along = i == 1 || i == 2 ? inside->right : inside->left, down = i > 1 ? inside->foot : inside->top;
        const ls_point at = between(between(quad[0], quad[1], along), between(quad[3], quad[2], along), down);
        line[i] = (ls_point){at.x * levels->scale[level], at.y * levels->scale[level]};
    }
    const float from = strip->from, to = strip->to;
    ls_raster_free(&strip->gray);
    ls_status status = cut_line(levels, line, false, true, strip);
    /* where the outline's own ends lie in the new strip */
    const float width = (float)(inside->right - inside->left), scale = (strip->to - strip->from) / width;
    const float zero = strip->from - (float)inside->left * scale;
    strip->framed = true;
    strip->from = zero + from * scale;
    strip->to = zero + to * scale;
    strip->height = (float)((inside->foot - inside->top) * (1 + 2 * MARGIN_ACROSS));
    return status;
}

ls_status ls_strip_cut(const ls_levels *levels, const ls_point quad[4], bool roomy, ls_strip *strip)
{
    return cut_line(levels, quad, roomy, false, strip);
}

ls_status ls_strip_seek_frame(const ls_levels *levels, const ls_point quad[4], bool *framed)
{
    *framed = false;
    ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    const double height = (distance(q[0], q[3]) + distance(q[1], q[2])) / 2, length = (distance(q[0], q[1]) + distance(q[3], q[2])) / 2;
    if (!(height >= 1) || !(length >= 1))
        return LS_OK;
    const double along = FRAMED_ALONG * height / length, zoom = FRAMED_HEIGHT / height, width = zoom * length * (1 + 2 * along);
    if (width > LENGTH_MAX)
        return LS_OK;
    if (distance(q[0], q[3]) > 0 && distance(q[1], q[2]) > 0)
        level_ends(q, length);
    widen(q, along);
    heighten(q, FRAMED_ACROSS);
    const uint32_t level = level_for(levels, height);
    for (int i = 0; i < 4; i++) {
        q[i].x /= levels->scale[level];
        q[i].y /= levels->scale[level];
    }
    ls_strip strip = {0};
    ls_status status = cut(levels, level, q, (uint32_t)(width + 0.5), (uint32_t)(FRAMED_HEIGHT * (1 + 2 * FRAMED_ACROSS) + 0.5), &strip);
    const uint32_t side = (uint32_t)(FRAMED_ALONG * FRAMED_HEIGHT), above = (uint32_t)(FRAMED_ACROSS * FRAMED_HEIGHT);
    if (status == LS_OK && strip.gray.width > 2 * side)
        status = ls_enclosure_find(&strip.gray, side, above, strip.gray.width - side, strip.gray.height - above, framed);
    ls_raster_free(&strip.gray);
    return status == LS_E_NOMEM ? status : LS_OK;
}

static ls_status cut_line(const ls_levels *levels, const ls_point quad[4], bool roomy, bool framed, ls_strip *strip)
{
    *strip = (ls_strip){.height = 1};
    ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    const double height = (distance(q[0], q[3]) + distance(q[1], q[2])) / 2;
    const double length = (distance(q[0], q[1]) + distance(q[3], q[2])) / 2;
    if (!(height >= 1) || !(length >= 1))
        return LS_E_FORMAT;
    if (distance(q[0], q[3]) > 0 && distance(q[1], q[2]) > 0)
        level_ends(q, length);
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
    const uint32_t margin = (uint32_t)(glyph * across);
    ls_status status = cut_whole(levels, level, q, columns, rows, margin, strip);
    ls_strip_box inside;
    if (status == LS_OK && !framed && ls_strip_frame(&strip->gray, &inside))
        return cut_framed(levels, level, q, &inside, strip);
    if (status == LS_OK)
        status = fit(levels, level, q, margin, across, strip);
    if (status == LS_OK)
        status = ls_slant_measure(&strip->gray, &slant);
    if (status == LS_OK && slant != 0) {
        const uint32_t whole = strip->gray.width;
        ls_raster_free(&strip->gray);
        lean(q, slant);
        strip->leaned = true;
        status = cut(levels, level, q, whole, rows, strip);
        /* the sides of a stamp on a page that lies askew are upright only now */
        if (status == LS_OK && !framed && ls_strip_frame(&strip->gray, &inside))
            return cut_framed(levels, level, q, &inside, strip);
    }
    if (status)
        ls_raster_free(&strip->gray);
    return status;
}
