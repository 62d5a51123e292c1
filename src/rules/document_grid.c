/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grid of official documents: GB/T 9704-2012, 5.2 sets 22 rows of 28 characters on 156 by 225 mm. So a row stands
 * 1.84 of its characters below the one before, and the body is 28 characters wide, whatever the photo's scale.
 */
#include "rules/document_parts.h"

#include "base/utf8.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 28.0
#define COLUMNS_SLACK 1.6
#define CHARACTER (156.0 / COLUMNS)  /* mm */
#define CHARACTER_SLACK 0.04         /* of the rows' distance, where it is not measured by the characters themselves */
#define PITCH (225.0 / 22 / (156.0 / 28)) /* characters from row to row */
#define PITCH_SLACK 0.09  /* of it: a page at a slant, of which only a part is seen */
#define PITCH_SLACK_SEEN 0.3 /* the same where nothing but the rows tells how the page is seen: up to 45 degrees */
#define ROWS_LEAST 5
#define LONG_LEAST 14.0   /* characters of a row that tells how wide one is */
#define WIDE_ROWS 3u      /* rows that must be as wide as the body */
#define STEADY 0.10       /* of the pitch: mean deviation from whole rows */
#define GAP 2.5           /* steps of the standard's */
#define APART 4.0         /* steps: beyond an unread paragraph, and no more of the body */
#define LONG 0.8          /* of the body's width: a row that may be full */
#define FLUSH 1.2         /* characters: a stop at its end leaves so much of a full row's end without ink */
#define FLUSH_SHARE 0.6   /* of such rows, the body being justified; ragged ones end anywhere */
#define SAME_ROW 0.5      /* of a glyph's height: pieces of one row */

struct row {
    double y, left, right; /* lengths that compare along and across */
    double characters;     /* full-width ones */
    ls_point start[2], end[2];
};

static int by_place(const void *left, const void *right)
{
    double a = ((const struct row *)left)->y, b = ((const struct row *)right)->y;
    return (a > b) - (a < b);
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

static bool is_in_millimetres(const ls_sheet *sheet)
{
    return sheet->whole && !sheet->strip;
}

/* A point in lengths that compare along and across: millimetres on A4, or pixels. */
static ls_point metric(const ls_sheet *sheet, ls_point p)
{
    ls_point at = ls_sheet_place(sheet, p);
    if (is_in_millimetres(sheet))
        return (ls_point){at.x * 2.10, at.y * 2.97};
    const ls_point *c = sheet->corners;
    return (ls_point){at.x / 200 * (hypot(c[1].x - c[0].x, c[1].y - c[0].y) + hypot(c[2].x - c[3].x, c[2].y - c[3].y)),
                      at.y / 200 * (hypot(c[3].x - c[0].x, c[3].y - c[0].y) + hypot(c[2].x - c[1].x, c[2].y - c[1].y))};
}

/*
 * Full-width characters of a line: digits and letters are half as wide, and readers put spaces between characters.
 * Brackets and stops are as wide as an ideograph, and are often read as the narrow ones.
 */
static double characters_of(const char *text)
{
    double count = 0;
    size_t size = strlen(text);
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t code;
        length = ls_utf8_decode(text + at, size - at, &code);
        if (!length)
            break;
        count += code == ' ' ? 0 : code < 0x80 && isalnum((int)code) ? 0.5 : 1;
    }
    return count;
}

static struct row row_of(const ls_sheet *sheet, const ls_line *line, const char *text)
{
    const ls_point *q = line->quad;
    ls_point start = metric(sheet, (ls_point){(q[0].x + q[3].x) / 2, (q[0].y + q[3].y) / 2});
    ls_point end = metric(sheet, (ls_point){(q[1].x + q[2].x) / 2, (q[1].y + q[2].y) / 2});
    return (struct row){.y = (start.y + end.y) / 2,
                        .left = start.x,
                        .right = end.x,
                        .characters = characters_of(text),
                        .start = {q[0], q[3]},
                        .end = {q[1], q[2]}};
}

/* A row that was found in pieces is one. */
static size_t merge_pieces(struct row *rows, size_t count, double near)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct row *last = kept ? &rows[kept - 1] : NULL;
        if (!last || rows[i].y - last->y > near) {
            rows[kept++] = rows[i];
            continue;
        }
        if (rows[i].left < last->left) {
            last->left = rows[i].left;
            memcpy(last->start, rows[i].start, sizeof last->start);
        }
        if (rows[i].right > last->right) {
            last->right = rows[i].right;
            memcpy(last->end, rows[i].end, sizeof last->end);
        }
        last->characters = 0; /* what stood between the pieces is not known */
    }
    return kept;
}

static bool is_of_body(const ls_sheet *sheet, size_t index)
{
    const ls_line *line = &sheet->text->lines[index];
    return sheet->scene->lines[index] && ls_sheet_has(sheet, line->page) &&
           fabs((double)line->height - sheet->usual) <= 0.25 * sheet->usual;
}

static size_t find_rows(const ls_sheet *sheet, struct row *rows)
{
    size_t count = 0;
    double heights = 0;
    for (size_t i = 0; i < sheet->text->line_count && count < LS_ROWS_MOST; i++) {
        const ls_line *line = &sheet->text->lines[i];
        if (!is_of_body(sheet, i))
            continue;
        rows[count++] = row_of(sheet, line, sheet->scene->lines[i]);
        heights += fabs(metric(sheet, line->quad[3]).y - metric(sheet, line->quad[0]).y);
    }
    if (!count)
        return 0;
    qsort(rows, count, sizeof *rows, by_place);
    return merge_pieces(rows, count, SAME_ROW * heights / (double)count);
}

/* The width of one character; 0 when no row is long enough to tell. */
static double character_width(const struct row *rows, size_t count)
{
    double widths[LS_ROWS_MOST];
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].characters >= LONG_LEAST)
            widths[known++] = (rows[i].right - rows[i].left) / rows[i].characters;
    }
    return known >= WIDE_ROWS ? median(widths, known) : 0;
}

/* Do rows follow each other at the standard's distance? One that was not found makes a step of two; a gap is none. */
static bool is_steady(const struct row *rows, size_t count, double width, double slack)
{
    double steps[LS_ROWS_MOST], off = 0;
    size_t known = 0;
    for (size_t i = 1; i < count; i++) {
        if (rows[i].y - rows[i - 1].y < GAP * PITCH * width)
            steps[known++] = rows[i].y - rows[i - 1].y;
    }
    double pitch = known >= ROWS_LEAST - 1 ? median(steps, known) : 0;
    if (!(pitch > 0) || fabs(pitch / width / PITCH - 1) > slack)
        return false;
    for (size_t i = 0; i < known; i++)
        off += fabs(steps[i] / pitch - fmax(1, round(steps[i] / pitch))) / (double)known;
    return off < STEADY;
}

/* Full rows reach from the body's left edge to its right one, and no further. */
static bool is_as_wide(const struct row *rows, size_t count, double width)
{
    double left = INFINITY, right = -INFINITY;
    size_t wide = 0, flush = 0, full = 0;
    for (size_t i = 0; i < count; i++) {
        left = fmin(left, rows[i].left);
        right = fmax(right, rows[i].right);
    }
    for (size_t i = 0; i < count; i++) {
        wide += right - rows[i].right < 2.2 * width;
        flush += right - rows[i].right < FLUSH * width;
        full += rows[i].right - left > LONG * (right - left);
    }
    return fabs((right - left) / width - COLUMNS) <= COLUMNS_SLACK && wide >= WIDE_ROWS &&
           (double)flush >= FLUSH_SHARE * (double)full;
}

/* The most rows without a gap among them: a window's title and a message below a page are none of its rows. */
static struct row *longest_run(struct row *rows, size_t *count, double width)
{
    size_t start = 0, best = 0, length = 0;
    for (size_t i = 0; i < *count; i++) {
        if (i && rows[i].y - rows[i - 1].y >= APART * PITCH * width)
            start = i;
        if (i + 1 - start > length) {
            length = i + 1 - start;
            best = start;
        }
    }
    *count = length;
    return rows + best;
}

/* A point of the row's upper or lower side, where the body's own left or right edge crosses it: a last row may be short. */
static ls_point on_side(const struct row *row, int side, double at)
{
    const ls_point from = row->start[side], to = row->end[side];
    const double share = (at - row->left) / fmax(1e-6, row->right - row->left);
    return (ls_point){from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
}

static void outline(const struct row *rows, size_t count, ls_point quad[4])
{
    double left = INFINITY, right = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        left = fmin(left, rows[i].left);
        right = fmax(right, rows[i].right);
    }
    const struct row *last = &rows[count - 1];
    quad[0] = on_side(&rows[0], 0, left);
    quad[1] = on_side(&rows[0], 0, right);
    quad[2] = on_side(last, 1, right);
    quad[3] = on_side(last, 1, left);
}

/* Are the rows, or those of them without a gap, a body of characters `width` wide? */
static bool is_body(struct row *rows, size_t count, double width, double slack, ls_point quad[4])
{
    if (!(width > 0) || count < ROWS_LEAST)
        return false;
    rows = longest_run(rows, &count, width);
    if (!is_steady(rows, count, width, slack) || !is_as_wide(rows, count, width))
        return false;
    outline(rows, count, quad);
    return true;
}

/* Blurred characters are not only misread but lost, and nobody can count them: on A4 the rows' own measures tell. */
static bool is_grid(const ls_sheet *sheet, double slack, ls_point quad[4])
{
    struct row rows[LS_ROWS_MOST];
    const size_t count = find_rows(sheet, rows);
    return is_body(rows, count, character_width(rows, count), slack, quad) ||
           (is_in_millimetres(sheet) && is_body(rows, count, CHARACTER, CHARACTER_SLACK, quad));
}

/* The sheet as its rows have it. */
static bool frame(const ls_sheet *sheet, ls_sheet *framed)
{
    ls_row_ends rows[LS_ROWS_MOST];
    ls_point corners[4];
    size_t count = 0;
    for (size_t i = 0; i < sheet->text->line_count && count < LS_ROWS_MOST; i++) {
        const ls_point *q = sheet->text->lines[i].quad;
        if (is_of_body(sheet, i))
            rows[count++] = (ls_row_ends){{(q[0].x + q[3].x) / 2, (q[0].y + q[3].y) / 2},
                                          {(q[1].x + q[2].x) / 2, (q[1].y + q[2].y) / 2}};
    }
    return ls_frame_of(rows, count, (ls_point){-sheet->up.x, -sheet->up.y}, sheet->usual, corners) &&
           ls_sheet_reframe(sheet, corners, framed);
}

bool ls_grid_holds(const ls_sheet *sheet, ls_point quad[4])
{
    ls_sheet framed;
    return is_grid(sheet, PITCH_SLACK, quad) || (frame(sheet, &framed) && is_grid(&framed, PITCH_SLACK_SEEN, quad));
}
