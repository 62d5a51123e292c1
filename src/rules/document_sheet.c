/* SPDX-License-Identifier: Apache-2.0 */
/* A page as whoever reads it has it: upright, and 100 by 100. */
#include "rules/document_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Text on no page has the smallest upright box around it for its page, and so much of its width more on each side. */
#define MARGIN 0.12
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

static double usual_height(const ls_scene *scene, int page)
{
    return (double)scene->usual_height[page + 1];
}

bool ls_sheet_read(ls_sheet *sheet, const ls_scene *scene, int page)
{
    *sheet = (ls_sheet){.text = scene->text, .scene = scene, .page = page};
    ls_point right, down;
    sheet->whole = page >= 0 && is_sheet_like(sheet->text->pages[page].quad);
    sheet->wide = page >= 0 && !sheet->whole;
    if (!read_direction(sheet, &right, &down))
        return false;
    if (sheet->whole)
        order_corners(sheet->text->pages[page].quad, right, down, sheet->corners);
    else
        text_box(sheet, right, down, sheet->corners);
    const ls_point *c = sheet->corners;
    double width = hypot(c[1].x - c[0].x, c[1].y - c[0].y), height = hypot(c[3].x - c[0].x, c[3].y - c[0].y);
    sheet->strip = !sheet->whole && height < STRIP * width;
    sheet->up = (ls_point){-down.x, -down.y};
    sheet->usual = usual_height(scene, page);
    return sheet->usual > 0 && to_unit(sheet->corners, sheet->unit);
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

/* ------------------------------------------------------------------------------------------------- the grid */

/*
 * GB/T 9704-2012, 5.2: 22 rows of 28 characters of size 3 on 156 by 225 mm of a page of 210 by 297 mm; so a row is
 * 225/22 mm from the next, which is 0.0656 of its length, whatever the photo's scale.
 */
#define PITCH (225.0 / 22 / 156)
#define PITCH_SLACK 0.13
#define ROW_LEAST 25 /* of the 28 characters: a full stop may hang out, and a few are not found */
#define ROW_MOST 30
#define ROWS_LEAST 7
#define STEADY 0.08 /* of the pitch: mean deviation */

struct row {
    double y, length;
    bool full;
    const ls_line *line;
};

static int by_place(const void *left, const void *right)
{
    double a = ((const struct row *)left)->y, b = ((const struct row *)right)->y;
    return (a > b) - (a < b);
}

/* A point in lengths that compare along and across: millimetres on A4, or pixels. */
static ls_point metric(const ls_sheet *sheet, ls_point p)
{
    ls_point at = ls_sheet_place(sheet, p);
    if (sheet->whole)
        return (ls_point){at.x * 2.10, at.y * 2.97};
    double width = hypot(sheet->corners[1].x - sheet->corners[0].x, sheet->corners[1].y - sheet->corners[0].y);
    double height = hypot(sheet->corners[3].x - sheet->corners[0].x, sheet->corners[3].y - sheet->corners[0].y);
    return (ls_point){at.x / 100 * width, at.y / 100 * height};
}

static size_t find_rows(const ls_sheet *sheet, struct row *rows, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < sheet->text->line_count && count < room; i++) {
        const ls_line *line = &sheet->text->lines[i];
        if (!ls_sheet_has(sheet, line->page) || fabs((double)line->height - sheet->usual) > 0.25 * sheet->usual)
            continue;
        ls_point start = metric(sheet, (ls_point){(line->quad[0].x + line->quad[3].x) / 2,
                                                  (line->quad[0].y + line->quad[3].y) / 2});
        ls_point end = metric(sheet, (ls_point){(line->quad[1].x + line->quad[2].x) / 2,
                                                (line->quad[1].y + line->quad[2].y) / 2});
        rows[count++] = (struct row){.y = (start.y + end.y) / 2,
                                     .length = fabs(end.x - start.x),
                                     .full = line->count >= ROW_LEAST && line->count <= ROW_MOST,
                                     .line = line};
    }
    qsort(rows, count, sizeof *rows, by_place);
    return count;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

/* Do full rows follow each other at the standard's distance, steadily? */
static bool is_grid(const struct row *rows, size_t count)
{
    double steps[64], lengths[64], off = 0;
    size_t full = 0, step_count = 0, long_rows = 0;
    for (size_t i = 0; i < count; i++) {
        long_rows += rows[i].line->count > ROW_MOST;
        if (rows[i].full)
            lengths[full++] = rows[i].length;
        if (i)
            steps[step_count++] = rows[i].y - rows[i - 1].y;
    }
    if (full * 2 < ROWS_LEAST || full * 5 < count * 2 || long_rows > full / 4)
        return false;
    double length = median(lengths, full), pitch = median(steps, step_count);
    for (size_t i = 0; i < step_count; i++)
        off += fmin(fabs(steps[i] - pitch), pitch) / pitch / (double)step_count;
    return length > 0 && pitch > 0 && fabs(pitch / length / PITCH - 1) < PITCH_SLACK && off < STEADY;
}

bool ls_grid_holds(const ls_sheet *sheet, ls_point quad[4])
{
    struct row rows[64];
    size_t count = find_rows(sheet, rows, sizeof rows / sizeof *rows);
    if (count < ROWS_LEAST || !is_grid(rows, count))
        return false;
    const ls_line *first = rows[0].line, *last = rows[count - 1].line;
    const ls_point around[4] = {first->quad[0], first->quad[1], last->quad[2], last->quad[3]};
    memcpy(quad, around, sizeof around);
    return true;
}
