/* SPDX-License-Identifier: Apache-2.0 */
#include "text/seal.h"

#include "image/vision.h"
#include "text/merge.h"
#include "text/page.h"
#include "text/search.h"
#include "text/vector.h"

#include <math.h>
#include <string.h>

#define EXCESS 18            /* red above the larger of green and blue, of 255, at least */
#define EXCESS_DIM 6         /* however dim it is: the sensor's noise */
#define EXCESS_SHARE 0.2     /* of the red itself: worn ink on paper in a dim room */
#define SCENE 0.2            /* share of red pixels beyond which the scene is red */
#define AREAS_MAX 24u        /* looked at per reach */
#define AREA_LEAST 110.0     /* pixels: two glyphs of 7 pixels */
#define TOLERANCE 0.02       /* of an outline's length: a circle is no quadrilateral within it, a chop is */
#define FILL 0.55            /* of the smallest rectangle; a ring fills π/4 */
#define SIDE_LEAST 7.0       /* pixels */
#define SIDE_MOST 0.3        /* of the picture's shorter side, that a chop is high */
#define ASPECT_MOST 14.0     /* SECRET//NOFORN in a frame is 10 */
#define ASPECT_LINE 1.5      /* of a line without a frame: one glyph may be anything */
#define INK_LEAST 0.12       /* share of red in the area */
#define INK_MOST 0.8
#define STRIP 40u            /* pixels: a chop is looked at so high */
#define STRIP_WIDEST 640u
#define BORDER 5u            /* pixels of the strip in which the frame runs */
#define FRAME_COVER 0.62     /* share of a side along which it is seen: ink does not reach everywhere */
#define LINE_INK 0.10        /* share of red in a row of the strip that belongs to the glyphs */
#define DISC 64u             /* pixels: a round seal is looked at so large */
#define ROUND 1.25           /* sides of a round seal, one by the other, seen at an angle */
#define ROUND_LEAST 18.0     /* pixels */
#define RING_COVER 0.7       /* share of the directions in which the ring is seen */
#define STAR_INK 0.5         /* share of red in the middle */
#define DIRECTIONS 72

/* Closing reaches over the gaps between glyphs: of small, middling and large stamps. */
static const uint32_t reaches[] = {5, 11, 23};

/* `least`: what EXCESS is in a picture as dim as this one. */
static bool is_red(const unsigned char *p, int least)
{
    const int excess = p[0] - (p[1] > p[2] ? p[1] : p[2]);
    return excess > least && excess > EXCESS_SHARE * p[0];
}

static size_t red_mask(const ls_raster *rgb, double gain, ls_raster *mask)
{
    const int least = (int)fmax(EXCESS_DIM, EXCESS / gain);
    size_t red = 0;
    for (uint32_t y = 0; y < rgb->height; y++) {
        const unsigned char *from = rgb->data + (size_t)y * rgb->stride;
        unsigned char *to = mask->data + (size_t)y * mask->stride;
        for (uint32_t x = 0; x < rgb->width; x++, from += 3) {
            to[x] = is_red(from, least) ? 255 : 0;
            red += to[x] > 0;
        }
    }
    return red;
}

static double side(const ls_point quad[4], int from)
{
    return hypot(quad[(from + 1) % 4].x - quad[from].x, quad[(from + 1) % 4].y - quad[from].y);
}

/* Turns the corners so that the quadrilateral runs along its longer side, from left to right or from top to bottom. */
static void lie_down(ls_point quad[4])
{
    const int turn = side(quad, 0) + side(quad, 2) < side(quad, 1) + side(quad, 3);
    const ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    for (int i = 0; i < 4; i++)
        quad[i] = q[(i + turn) % 4];
    const double x = quad[1].x - quad[0].x, y = quad[1].y - quad[0].y;
    if (fabs(y) > fabs(x) ? y > 0 : x > 0)
        return;
    const ls_point p[4] = {quad[0], quad[1], quad[2], quad[3]};
    for (int i = 0; i < 4; i++)
        quad[i] = p[(i + 2) % 4];
}

/* ------------------------------------------------------------------------------------------------------- chops */

static bool red_at(const ls_raster *strip, uint32_t x, uint32_t y)
{
    return strip->data[(size_t)y * strip->stride + x] > 127;
}

/* Share of the positions along a side of the strip at which there is red within BORDER pixels of it. */
static double side_cover(const ls_raster *strip, bool level, bool far)
{
    const uint32_t length = level ? strip->width : strip->height, depth = level ? strip->height : strip->width;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < length; i++) {
        bool red = false;
        for (uint32_t d = 0; d < BORDER && !red; d++) {
            const uint32_t at = far ? depth - 1 - d : d;
            red = level ? red_at(strip, i, at) : red_at(strip, at, i);
        }
        seen += red;
    }
    return (double)seen / length;
}

static bool is_framed(const ls_raster *strip)
{
    return side_cover(strip, true, false) > FRAME_COVER && side_cover(strip, true, true) > FRAME_COVER &&
           side_cover(strip, false, false) > FRAME_COVER && side_cover(strip, false, true) > FRAME_COVER;
}

/* Share of red in a row (or column) of the strip between `from` and `to`. */
static double red_share(const ls_raster *strip, bool level, uint32_t at, uint32_t from, uint32_t to)
{
    uint32_t red = 0;
    for (uint32_t i = from; i < to; i++)
        red += level ? red_at(strip, i, at) : red_at(strip, at, i);
    return to > from ? (double)red / (to - from) : 0;
}

/* Where the glyphs begin and end inside a frame; the frame itself, and a second one, have ended before. */
static bool within_frame(const ls_raster *strip, bool level, uint32_t across, uint32_t *from, uint32_t *to)
{
    const uint32_t length = level ? strip->height : strip->width;
    uint32_t low = BORDER, high = length - BORDER;
    while (low < length / 3 && red_share(strip, level, low, across, (level ? strip->width : strip->height) - across) > LINE_INK)
        low++; /* what is left of the frame */
    while (high > length - length / 3 && red_share(strip, level, high - 1, across, (level ? strip->width : strip->height) - across) > LINE_INK)
        high--;
    while (low < high && red_share(strip, level, low, across, (level ? strip->width : strip->height) - across) <= LINE_INK)
        low++;
    while (high > low && red_share(strip, level, high - 1, across, (level ? strip->width : strip->height) - across) <= LINE_INK)
        high--;
    *from = low;
    *to = high;
    return high > low + length / 5;
}

static ls_point between(const ls_point quad[4], double along, double down)
{
    const ls_point top = {quad[0].x + along * (quad[1].x - quad[0].x), quad[0].y + along * (quad[1].y - quad[0].y)};
    const ls_point foot = {quad[3].x + along * (quad[2].x - quad[3].x), quad[3].y + along * (quad[2].y - quad[3].y)};
    return (ls_point){top.x + down * (foot.x - top.x), top.y + down * (foot.y - top.y)};
}

/* The line in a frame, as shares of the chop; the whole where its place cannot be told. */
static void line_in_frame(const ls_raster *strip, const ls_point chop[4], ls_point line[4])
{
    uint32_t top, foot, left, right;
    if (!within_frame(strip, true, 2 * BORDER, &top, &foot)) {
        top = STRIP / 4;
        foot = STRIP - STRIP / 4;
    }
    if (!within_frame(strip, false, 2 * BORDER, &left, &right)) {
        left = BORDER;
        right = strip->width - BORDER;
    }
    const double w = strip->width, h = strip->height;
    line[0] = between(chop, left / w, top / h);
    line[1] = between(chop, right / w, top / h);
    line[2] = between(chop, right / w, foot / h);
    line[3] = between(chop, left / w, foot / h);
}

static bool known(const ls_chains *rows, const ls_point line[4])
{
    int held = 0;
    for (int k = 1; k < 4; k++) {
        const ls_point start = {(line[0].x + line[3].x) / 2, (line[0].y + line[3].y) / 2};
        const ls_point end = {(line[1].x + line[2].x) / 2, (line[1].y + line[2].y) / 2};
        held += ls_chains_hold(rows, rows->count, LS_CERTAINTY_BESIDE,
                               (ls_point){start.x + k / 4.0 * (end.x - start.x), start.y + k / 4.0 * (end.y - start.y)});
    }
    return held >= 2;
}

static ls_status add_row(const ls_point line[4], ls_chains *rows)
{
    if (!ls_vector_room((void **)&rows->items, rows->count, &rows->capacity, sizeof *rows->items))
        return LS_E_NOMEM;
    ls_chain row = {.guess = true, .stroke = 1, .contrast = 1, .certainty = LS_CERTAINTY_BESIDE, .found = LS_CERTAINTY_BESIDE};
    memcpy(row.quad, line, sizeof row.quad);
    row.height = (float)fmax(1, (side(line, 1) + side(line, 3)) / 2);
    row.length = (float)fmax(1, (side(line, 0) + side(line, 2)) / 2);
    row.angle = (float)atan2(line[1].y - line[0].y, line[1].x - line[0].x);
    row.marks = (size_t)(row.length / row.height) + 1;
    rows->items[rows->count++] = row;
    return LS_OK;
}

static ls_status look_at_chop(const ls_raster *mask, const ls_point quad[4], bool beside_text, ls_chains *rows)
{
    ls_point chop[4] = {quad[0], quad[1], quad[2], quad[3]}, line[4];
    lie_down(chop);
    const double wide = (side(chop, 0) + side(chop, 2)) / 2, high = (side(chop, 1) + side(chop, 3)) / 2;
    const double shorter = mask->width < mask->height ? mask->width : mask->height;
    if (high < SIDE_LEAST || high > SIDE_MOST * shorter || wide > ASPECT_MOST * high)
        return LS_OK;
    ls_raster strip;
    const uint32_t width = (uint32_t)fmin(STRIP_WIDEST, fmax(STRIP, STRIP * wide / high));
    ls_status status = ls_vision_warp(mask, chop, width, STRIP, &strip);
    if (status)
        return status == LS_E_NOMEM ? status : LS_OK;
    const bool framed = is_framed(&strip);
    if (framed)
        line_in_frame(&strip, chop, line);
    else
        memcpy(line, chop, sizeof line);
    ls_raster_free(&strip);
    if (known(rows, line) || (!framed && (!beside_text || wide < ASPECT_LINE * high)))
        return LS_OK;
    return add_row(line, rows);
}

/* -------------------------------------------------------------------------------------------------- round seals */

static bool seal_known(const ls_text *text, const ls_point quad[4])
{
    const ls_point middle = ls_quad_middle(quad);
    for (size_t i = 0; i < text->seal_count; i++)
        if (ls_quad_holds(text->seals[i].quad, middle))
            return true;
    return false;
}

/* In how many directions from the middle red is met near the rim, and how red the middle is. */
static void look_round(const ls_raster *disc, double *ring, double *star)
{
    const double radius = DISC / 2.0;
    int seen = 0, inner = 0, inner_red = 0;
    for (int k = 0; k < DIRECTIONS; k++) {
        const double angle = 2 * M_PI * k / DIRECTIONS;
        bool red = false;
        for (double r = 0.84; r < 1 && !red; r += 0.03)
            red = red_at(disc, (uint32_t)(radius + (radius - 1) * r * cos(angle)), (uint32_t)(radius + (radius - 1) * r * sin(angle)));
        seen += red;
        for (double r = 0.02; r < 0.2; r += 0.04, inner++)
            inner_red += red_at(disc, (uint32_t)(radius + radius * r * cos(angle)), (uint32_t)(radius + radius * r * sin(angle)));
    }
    *ring = (double)seen / DIRECTIONS;
    *star = (double)inner_red / inner;
}

static ls_status look_at_seal(const ls_raster *mask, const ls_point quad[4], double ink, ls_text *text)
{
    const double wide = (side(quad, 0) + side(quad, 2)) / 2, high = (side(quad, 1) + side(quad, 3)) / 2;
    if (fmin(wide, high) < ROUND_LEAST || wide > ROUND * high || high > ROUND * wide || seal_known(text, quad) ||
        text->seal_count == LS_SEALS_MAX)
        return LS_OK;
    ls_raster disc;
    double ring, star;
    ls_status status = ls_vision_warp(mask, quad, DISC, DISC, &disc);
    if (status)
        return status == LS_E_NOMEM ? status : LS_OK;
    look_round(&disc, &ring, &star);
    ls_raster_free(&disc);
    if (ring < RING_COVER || ink > M_PI / 4 * INK_MOST)
        return LS_OK;
    ls_seal *seal = ls_text_add_seal(text);
    if (!seal)
        return LS_E_NOMEM;
    memcpy(seal->quad, quad, sizeof seal->quad);
    seal->ring = true;
    seal->star = star > STAR_INK;
    seal->confidence = (unsigned char)lround(100 * ring);
    return LS_OK;
}

/* ---------------------------------------------------------------------------------------------------- the whole */

static double ink_in(const ls_raster *mask, const ls_point quad[4])
{
    double left = INFINITY, top = INFINITY, right = 0, bottom = 0;
    for (int i = 0; i < 4; i++) {
        left = fmin(left, quad[i].x);
        top = fmin(top, quad[i].y);
        right = fmax(right, quad[i].x);
        bottom = fmax(bottom, quad[i].y);
    }
    size_t red = 0;
    for (uint32_t y = (uint32_t)fmax(0, top); y < mask->height && y < bottom; y++)
        for (uint32_t x = (uint32_t)fmax(0, left); x < mask->width && x < right; x++)
            red += red_at(mask, x, y) && ls_quad_holds(quad, (ls_point){x + 0.5, y + 0.5});
    return (double)red / fmax(1, ls_quad_area(quad));
}

static ls_status look_at_areas(const ls_raster *mask, uint32_t reach, bool beside_text, ls_chains *rows, ls_text *text)
{
    ls_raster closed;
    ls_status status = ls_raster_alloc(&closed, mask->width, mask->height, 1);
    if (status)
        return status;
    for (uint32_t y = 0; y < mask->height; y++)
        memcpy(closed.data + (size_t)y * closed.stride, mask->data + (size_t)y * mask->stride, mask->width);
    ls_vision_quad areas[AREAS_MAX];
    size_t count = 0;
    status = ls_vision_morph(&closed, true, reach, reach);
    if (status == LS_OK)
        status = ls_vision_quads(&closed, AREA_LEAST, TOLERANCE, FILL, areas, AREAS_MAX, &count);
    ls_raster_free(&closed);
    for (size_t i = 0; i < count && status == LS_OK; i++) {
        const double ink = ink_in(mask, areas[i].corner);
        if (ink < INK_LEAST || ink > INK_MOST)
            continue;
        status = look_at_seal(mask, areas[i].corner, ink, text);
        if (status == LS_OK && !seal_known(text, areas[i].corner))
            status = look_at_chop(mask, areas[i].corner, beside_text, rows);
    }
    return status;
}

ls_status ls_seals_find(const ls_raster *rgb, double gain, ls_chains *rows, ls_text *text)
{
    ls_raster mask;
    if (rgb->channels != 3)
        return LS_OK;
    ls_status status = ls_raster_alloc(&mask, rgb->width, rgb->height, 1);
    if (status)
        return status;
    const size_t red = red_mask(rgb, gain, &mask);
    bool beside_text = false;
    for (size_t i = 0; i < rows->count; i++)
        beside_text = beside_text || rows->items[i].certainty >= LS_CERTAINTY_SURE;
    const bool none = (double)red < AREA_LEAST * INK_LEAST || (double)red > SCENE * rgb->width * rgb->height;
    for (size_t i = 0; i < sizeof reaches / sizeof *reaches && status == LS_OK && !none; i++)
        status = look_at_areas(&mask, reaches[i], beside_text, rows, text);
    ls_raster_free(&mask);
    return status == LS_E_NOMEM ? status : LS_OK;
}
