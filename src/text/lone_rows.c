/* SPDX-License-Identifier: Apache-2.0 */
#include "text/lone_rows.h"

#include "text/quad.h"
#include "text/search.h"
#include "text/vector.h"

#include <math.h>
#include <string.h>

#define SAME_HEIGHT 1.6 /* ratio of the heights of one line in two outlines */
#define PIECE_LOWER 3.0f /* heights of a row that its whole line has at most: small print in a large area is no piece of it */
#define FRAME_HIGHEST 4.0f /* heights of its line that a frame is high at most */
#define ACROSS 0.6      /* sine: a row runs across a line, not along it */
#define ASKEW 0.1       /* radians from which a row does not run along a line */
#define ASKEW_LOWER 1.25 /* heights of such a row that the line is high at least */
#define KNOWN_POINTS 5  /* along a line's middle at which it is asked whether a row lies there */
#define KNOWN_WHOLE 4   /* of them on one row: it is that row */
#define KNOWN_SURE 2    /* of them on sure rows */

static bool alike(double a, double b)
{
    return a < SAME_HEIGHT * b && b < SAME_HEIGHT * a;
}

static bool runs_across(const ls_chain *row, const ls_point line[4])
{
    return fabs(sin((double)row->angle - atan2(line[1].y - line[0].y, line[1].x - line[0].x))) > ACROSS;
}

/*
 * Does the line cross the row, as one of its glyphs' uprights or the end of its frame does, or does the row cross the line, as
 * those of a paragraph cross its outline?
 */
static bool crosses(const ls_chain *row, const ls_point line[4])
{
    if (row->certainty < LS_CERTAINTY_BESIDE || !runs_across(row, line))
        return false;
    return (ls_quad_holds(line, ls_quad_middle(row->quad)) && (double)row->length > ls_quad_height(line)) ||
           (ls_quad_holds(row->quad, ls_quad_middle(line)) && ls_quad_width(line) < (double)row->length);
}

/* Of four large glyphs the finder may link the upper part of one with the lower of the next: that row runs across them, and is no line. */
static bool is_askew_piece(const ls_chain *row, const ls_point line[4])
{
    const double apart = fabs(remainder((double)row->angle - atan2(line[1].y - line[0].y, line[1].x - line[0].x), M_PI));
    return apart > ASKEW && ls_quad_height(line) > ASKEW_LOWER * (double)row->height && ls_quad_width(line) >= (double)row->length &&
           ls_quad_holds(line, ls_quad_middle(row->quad));
}

/* Light writing on the dark area that was taken for a line: a label, a bar, a board. */
static bool is_on_label(const ls_chain *row, const ls_point line[4])
{
    return row->light && row->certainty >= LS_CERTAINTY_BESIDE && !row->guess && ls_quad_holds(line, ls_quad_middle(row->quad));
}

bool ls_lone_known(const ls_chains *rows, const ls_point line[4], bool red)
{
    const ls_point start = {(line[0].x + line[3].x) / 2, (line[0].y + line[3].y) / 2};
    const ls_point end = {(line[1].x + line[2].x) / 2, (line[1].y + line[2].y) / 2};
    int on_sure[KNOWN_POINTS] = {0}, sure = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const ls_chain *row = &rows->items[i];
        int held = 0;
        if (is_askew_piece(row, line))
            continue;
        if (is_on_label(row, line))
            return true;
        for (int k = 0; k < KNOWN_POINTS && row->certainty >= LS_CERTAINTY_BESIDE; k++) {
            const double at = (k + 0.5) / KNOWN_POINTS;
            const bool holds = ls_quad_holds(row->quad, (ls_point){start.x + at * (end.x - start.x), start.y + at * (end.y - start.y)});
            held += holds;
            on_sure[k] |= holds && row->certainty >= LS_CERTAINTY_SURE;
        }
        if (crosses(row, line) || ((row->certainty >= LS_CERTAINTY_SURE || row->framed || (row->red && !red)) && ls_quad_holds(line, ls_quad_middle(row->quad))))
            return true;
        if (held >= KNOWN_WHOLE && alike((double)row->height, ls_quad_height(line)))
            return true;
    }
    for (int k = 0; k < KNOWN_POINTS; k++)
        sure += on_sure[k];
    return sure >= KNOWN_SURE;
}

/*
 * What was the frame with its line, or a few of the glyphs, makes way for the line, which is as likely as they were when
 * they were no more than a piece of it.
 */
static void make_way(ls_chains *rows, ls_chain *line)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const ls_chain *row = &rows->items[i];
        /* without a frame round it, it is the inkier half of the row's large glyphs */
        const bool holds = (line->framed || row->guess || row->certainty < LS_CERTAINTY_BESIDE) &&
                           row->height < FRAME_HIGHEST * line->height && ls_quad_holds(row->quad, ls_quad_middle(line->quad));
        const bool held = row->height * PIECE_LOWER > line->height && ls_quad_holds(line->quad, ls_quad_middle(row->quad));
        if (row->certainty >= LS_CERTAINTY_SURE || (!holds && !held)) {
            rows->items[kept++] = *row;
        } else if (row->certainty >= LS_CERTAINTY_BESIDE && !row->guess && alike((double)row->height, (double)line->height)) {
            line->guess = false;
            line->certainty = row->certainty > line->certainty ? row->certainty : line->certainty;
        }
    }
    rows->count = kept;
}

static ls_status append(const ls_chain *line, ls_chains *rows)
{
    if (!ls_vector_room((void **)&rows->items, rows->count, &rows->capacity, sizeof *rows->items))
        return LS_E_NOMEM;
    rows->items[rows->count++] = *line;
    return LS_OK;
}

static ls_chain guess_of(const ls_point quad[4], bool framed, bool red)
{
    ls_chain line = {.guess = true, .framed = framed, .red = red, .stroke = 1, .contrast = 1, .certainty = LS_CERTAINTY_BESIDE};
    memcpy(line.quad, quad, sizeof line.quad);
    line.height = (float)fmax(1, ls_quad_height(quad));
    line.length = (float)fmax(1, ls_quad_width(quad));
    line.angle = (float)atan2(quad[1].y - quad[0].y, quad[1].x - quad[0].x);
    line.marks = (size_t)(line.length / line.height) + 1;
    return line;
}

ls_status ls_lone_add(const ls_point quad[4], bool framed, bool red, ls_chains *rows)
{
    ls_chain line = guess_of(quad, framed, red);
    make_way(rows, &line);
    return append(&line, rows);
}

ls_status ls_lone_add_beside(const ls_point quad[4], ls_chains *rows)
{
    ls_chain line = guess_of(quad, false, true);
    line.row_of_red = true;
    return append(&line, rows);
}
