/* SPDX-License-Identifier: Apache-2.0 */
/* A page as whoever reads it has it: upright, and 100 by 100. */
#include "rules/document_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Text on no page has the smallest upright box around it for its page, and so much of its width more on each side. */
#define MARGIN 0.12
#define ON_SHEET 0.02 /* of two sides' lengths: the outlines of one sheet differ by so much */
#define LINES_ASKED 512
#define STRIP 0.6 /* height by width of such a box below which it is no page, but a few lines of one */

static double dot(ls_point a, ls_point b)
{
    return a.x * b.x + a.y * b.y;
}

static ls_point minus(ls_point a, ls_point b)
{
    return (ls_point){a.x - b.x, a.y - b.y};
}

static ls_point unit(ls_point v)
{
    double length = hypot(v.x, v.y);
    return length > 0 ? (ls_point){v.x / length, v.y / length} : (ls_point){0, 0};
}

ls_point ls_quad_centre(const ls_point quad[4])
{
    return (ls_point){(quad[0].x + quad[1].x + quad[2].x + quad[3].x) / 4,
                      (quad[0].y + quad[1].y + quad[2].y + quad[3].y) / 4};
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double side(ls_point a, ls_point b)
{
    return hypot(b.x - a.x, b.y - a.y);
}

/* Where most of the text's glyphs run and which way up they are. False when there is none that could be read. */
static bool read_direction(const ls_sheet *sheet, ls_point *right, ls_point *down)
{
    *right = *down = (ls_point){0, 0};
    for (size_t i = 0; i < sheet->text->line_count; i++) {
        const ls_line *line = &sheet->text->lines[i];
        if (!ls_sheet_has(sheet, line->page) || line->unread != LS_READ || !line->count)
            continue;
        ls_point along = unit(minus(line->quad[1], line->quad[0])), across = unit(minus(line->quad[3], line->quad[0]));
        double weight = (double)line->count * (double)line->confidence;
        *right = (ls_point){right->x + weight * along.x, right->y + weight * along.y};
        *down = (ls_point){down->x + weight * across.x, down->y + weight * across.y};
    }
    *right = unit(*right);
    *down = unit(*down);
    return fabs(right->x * down->y - right->y * down->x) > 0.3;
}

/* The page's corners in the reader's order. */
static void order_corners(const ls_point page[4], ls_point right, ls_point down, ls_point corners[4])
{
    for (int corner = 0; corner < 4; corner++) {
        double across = corner == 1 || corner == 2 ? 1 : -1, along = corner >= 2 ? 1 : -1, best = -INFINITY;
        for (int i = 0; i < 4; i++) {
            double value = across * dot(page[i], right) + along * dot(page[i], down);
            if (value > best) {
                best = value;
                corners[corner] = page[i];
            }
        }
    }
}

/* The box around all lines on the page, along its text. */
static void text_box(const ls_sheet *sheet, ls_point right, ls_point down, ls_point corners[4])
{
    /* right and down need not be at right angles: coordinates are taken in their own basis */
    double det = right.x * down.y - right.y * down.x, low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < sheet->text->line_count; i++) {
        for (int c = 0; c < 4 && ls_sheet_has(sheet, sheet->text->lines[i].page); c++) {
            ls_point p = sheet->text->lines[i].quad[c];
            double x = (p.x * down.y - p.y * down.x) / det, y = (right.x * p.y - right.y * p.x) / det;
            low[0] = fmin(low[0], x);
            low[1] = fmin(low[1], y);
            high[0] = fmax(high[0], x);
            high[1] = fmax(high[1], y);
        }
    }
    double room = MARGIN * (high[0] - low[0]);
    for (int c = 0; c < 4; c++) {
        double x = c == 1 || c == 2 ? high[0] + room : low[0] - room, y = c >= 2 ? high[1] + room : low[1] - room;
        corners[c] = (ls_point){x * right.x + y * down.x, x * right.y + y * down.y};
    }
}

/*
 * From a quadrilateral to the unit square: the way there is known in closed form (a projective map is fixed by where
 * the corners go), and its adjugate leads back. False for corners on one line.
 */
static bool to_unit(const ls_point q[4], double h[9])
{
    double dx1 = q[1].x - q[2].x, dx2 = q[3].x - q[2].x, sx = q[0].x - q[1].x + q[2].x - q[3].x;
    double dy1 = q[1].y - q[2].y, dy2 = q[3].y - q[2].y, sy = q[0].y - q[1].y + q[2].y - q[3].y;
    double det = dx1 * dy2 - dx2 * dy1;
    if (fabs(det) < 1)
        return false;
    double g = (sx * dy2 - dx2 * sy) / det, k = (dx1 * sy - sx * dy1) / det;
    double a = q[1].x - q[0].x + g * q[1].x, b = q[3].x - q[0].x + k * q[3].x, c = q[0].x;
    double d = q[1].y - q[0].y + g * q[1].y, e = q[3].y - q[0].y + k * q[3].y, f = q[0].y;
    const double back[9] = {e - f * k, c * k - b, b * f - c * e, f * g - d, a - c * g,
                            c * d - a * f, d * k - e * g, b * g - a * k, a * e - b * d};
    memcpy(h, back, sizeof back);
    return true;
}

/*
 * A sheet is seen with corners between 50 and 130 degrees; an outline with others took a shadow's edge for the paper's,
 * and the page's text stands partly outside of it.
 */
static bool is_sheet_like(const ls_point quad[4])
{
    for (int i = 0; i < 4; i++) {
        ls_point next = unit(minus(quad[(i + 1) % 4], quad[i])), before = unit(minus(quad[(i + 3) % 4], quad[i]));
        if (fabs(dot(next, before)) > 0.65)
            return false;
    }
    return true;
}

/*
 * A sheet that the picture cuts off above or below is continued to the length of A4, so that places on it are those of
 * the whole one. One that is cut off at both ends may be any part of a page: then only left and right are known.
 */
#define A4 1.414        /* height by width */
#define AT_EDGE 0.015   /* of the picture's longer side */
#define SHORT_BY 1.08   /* of its length that a sheet must lack to be continued */

static bool is_at_edge(const ls_text *text, ls_point a, ls_point b)
{
    double near = AT_EDGE * fmax(text->width, text->height), right = text->width - near, bottom = text->height - near;
    return (a.x < near && b.x < near) || (a.y < near && b.y < near) || (a.x > right && b.x > right) ||
           (a.y > bottom && b.y > bottom);
}

static ls_point beyond(ls_point from, ls_point to, double times)
{
    return (ls_point){from.x + times * (to.x - from.x), from.y + times * (to.y - from.y)};
}

static void continue_cut(ls_sheet *sheet)
{
    ls_point *c = sheet->corners;
    bool top = is_at_edge(sheet->text, c[0], c[1]), bottom = is_at_edge(sheet->text, c[3], c[2]);
    bool sides = is_at_edge(sheet->text, c[0], c[3]) || is_at_edge(sheet->text, c[1], c[2]);
    double times = A4 * (side(c[0], c[1]) + side(c[3], c[2])) / fmax(1, side(c[0], c[3]) + side(c[1], c[2]));
    if ((!top && !bottom) || times < SHORT_BY)
        return;
    if (sides || (top && bottom)) {
        sheet->strip = true;
        return;
    }
    for (int i = 0; i < 2; i++) {
        ls_point *above = &c[i], *below = &c[3 - i];
        if (top)
            *above = beyond(*below, *above, times);
        else
            *below = beyond(*above, *below, times);
    }
}

/* A head that alone could be read: GB/T 9704, 7.2.4 has its glyphs so many times as large as the body's. */
#define SIZES_LEAST 3 /* lines below which none of them is the usual one */
#define HEAD_TIMES 2.7
#define HEAD_GLYPHS 5

static double under_head(const ls_sheet *sheet)
{
    for (size_t i = 0; i < sheet->text->line_count; i++) {
        const ls_line *line = &sheet->text->lines[i];
        if (ls_sheet_has(sheet, line->page) && line->ink == LS_INK_RED && line->count >= HEAD_GLYPHS)
            return (double)line->height / HEAD_TIMES;
    }
    return 0;
}

/* Height of most glyphs on the sheet; 0 when there are none. */
static double usual_height(const ls_sheet *sheet)
{
    double heights[LINES_ASKED];
    size_t count = 0;
    for (size_t i = 0; i < sheet->text->line_count && count < LINES_ASKED; i++) {
        if (ls_sheet_has(sheet, sheet->text->lines[i].page))
            heights[count++] = (double)sheet->text->lines[i].height;
    }
    qsort(heights, count, sizeof *heights, by_size);
    const double head = count < SIZES_LEAST ? under_head(sheet) : 0;
    return head > 0 ? head : count ? heights[count / 2] : 0;
}

/* Is the point in the quad, or beside it by no more than a finger's width? */
static bool is_inside(const ls_point quad[4], ls_point p)
{
    double way = 0, room = ON_SHEET * (side(quad[0], quad[1]) + side(quad[1], quad[2]));
    for (int i = 0; i < 4; i++)
        way += quad[i].x * quad[(i + 1) % 4].y - quad[(i + 1) % 4].x * quad[i].y;
    for (int i = 0; i < 4; i++) {
        ls_point along = unit(minus(quad[(i + 1) % 4], quad[i])), to = minus(p, quad[i]);
        if ((way < 0 ? -1 : 1) * (along.x * to.y - along.y * to.x) < -room)
            return false;
    }
    return true;
}

static uint64_t pages_within(const ls_text *text, int page)
{
    uint64_t within = 0;
    for (size_t i = 0; page >= 0 && i < text->page_count && i < LS_PAGES_MAX; i++) {
        bool inside = (int)i != page;
        for (int c = 0; c < 4 && inside; c++)
            inside = is_inside(text->pages[page].quad, text->pages[i].quad[c]);
        within |= (uint64_t)inside << i;
    }
    return within;
}

static bool is_strip(const ls_sheet *sheet)
{
    const ls_point *c = sheet->corners;
    return side(c[0], c[3]) < STRIP * side(c[0], c[1]);
}

bool ls_sheet_read(ls_sheet *sheet, const ls_scene *scene, int page)
{
    *sheet = (ls_sheet){.text = scene->text, .scene = scene, .page = page};
    ls_point right, down;
    sheet->within = pages_within(sheet->text, page);
    for (size_t i = 0; page >= 0 && i < sheet->text->page_count; i++)
        sheet->part = sheet->part || (pages_within(sheet->text, (int)i) >> page & 1);
    sheet->whole = page >= 0 && is_sheet_like(sheet->text->pages[page].quad);
    sheet->wide = page >= 0 && !sheet->whole;
    if (!read_direction(sheet, &right, &down))
        return false;
    if (sheet->whole)
        order_corners(sheet->text->pages[page].quad, right, down, sheet->corners);
    else
        text_box(sheet, right, down, sheet->corners);
    if (sheet->whole)
        continue_cut(sheet);
    else
        sheet->strip = is_strip(sheet);
    sheet->up = (ls_point){-down.x, -down.y};
    sheet->usual = usual_height(sheet);
    return sheet->usual > 0 && to_unit(sheet->corners, sheet->unit);
}

bool ls_sheet_unframe(ls_sheet *sheet)
{
    ls_point right, down;
    if (!sheet->whole || !read_direction(sheet, &right, &down))
        return false;
    sheet->whole = false;
    text_box(sheet, right, down, sheet->corners);
    sheet->strip = is_strip(sheet);
    return to_unit(sheet->corners, sheet->unit);
}

bool ls_sheet_reframe(const ls_sheet *sheet, const ls_point corners[4], ls_sheet *framed)
{
    *framed = *sheet;
    framed->whole = framed->strip = false;
    memcpy(framed->corners, corners, sizeof framed->corners);
    return to_unit(framed->corners, framed->unit);
}

ls_point ls_sheet_place(const ls_sheet *sheet, ls_point p)
{
    const double *h = sheet->unit;
    double w = h[6] * p.x + h[7] * p.y + h[8];
    if (fabs(w) < 1e-12)
        return (ls_point){INFINITY, INFINITY};
    return (ls_point){100 * (h[0] * p.x + h[1] * p.y + h[2]) / w, 100 * (h[3] * p.x + h[4] * p.y + h[5]) / w};
}

bool ls_sheet_holds(const ls_sheet *sheet, const ls_zone *zone, const ls_point quad[4])
{
    ls_point at = ls_sheet_place(sheet, ls_quad_centre(quad));
    bool level = sheet->strip || (at.y >= zone->top && at.y <= zone->bottom);
    return at.x >= zone->left && at.x <= zone->right && level;
}
