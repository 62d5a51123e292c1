/* SPDX-License-Identifier: Apache-2.0 */
#include "text/merge.h"

#include "text/search.h"
#include "text/vector.h"

#include <math.h>
#include <string.h>

/*
 * Certainty below which the map's lines count for nothing: of 100 photos without text that have an odd number 7 have one
 * at or above it, and 90 of 100 longer lines of rendered scenes.
 */
#define MAP_LEAST 50
#define SHORTEST 1.6f      /* length by height of a line that the map alone sees: one glyph may be a stroke */
#define PARALLEL 0.3       /* sine of the angle between two outlines of one line, 17° */
#define ASIDE 0.6          /* distance between their middle lines, in heights of the lower */
#define TALLER 2.5f        /* ratio of heights of one line in two outlines */
#define WHOLE 0.6          /* of the map's line that a row must cover to be that line */
#define FRAGMENT 0.7       /* of a row that must lie on the map's line for it to be a piece of it */
#define SAMPLES 12         /* points of a line's middle at which it is asked whether a row lies there */
#define COVERED 0.4        /* of them: the place is taken */
#define AGAIN 0.5          /* of a coarse look's line that the finer look found as well */

static ls_point middle(const ls_chain *chain)
{
    const ls_point *q = chain->quad;
    return (ls_point){(q[0].x + q[1].x + q[2].x + q[3].x) / 4, (q[0].y + q[1].y + q[2].y + q[3].y) / 4};
}

/* How much of the line's length the row shares with it, pixels; 0 when they are not outlines of one line. */
static double shared(const ls_chain *line, const ls_chain *row)
{
    const double turn = (double)(row->angle - line->angle);
    if (fabs(sin(turn)) > PARALLEL || row->height > TALLER * line->height || line->height > TALLER * row->height)
        return 0;
    const ls_point a = middle(line), b = middle(row);
    const double c = cos((double)line->angle), s = sin((double)line->angle);
    const double along = (b.x - a.x) * c + (b.y - a.y) * s, across = fabs((b.y - a.y) * c - (b.x - a.x) * s);
    /* outlines of one line may differ in angle: at the row's middle the line is where its own angle puts it */
    if (across > ASIDE * fmin((double)line->height, (double)row->height) + fabs(sin(turn)) * (double)row->length / 4)
        return 0;
    const double half = (double)line->length / 2, half_row = (double)row->length / 2;
    return fmax(0, fmin(half, along + half_row) - fmax(-half, along - half_row));
}

static void turn_round(ls_chain *row)
{
    const ls_point q[4] = {row->quad[2], row->quad[3], row->quad[0], row->quad[1]};
    memcpy(row->quad, q, sizeof q);
    row->angle = remainderf(row->angle + (float)M_PI, 2 * (float)M_PI);
}

static void swap_sides(ls_chain *row)
{
    const ls_point q[4] = {row->quad[3], row->quad[2], row->quad[1], row->quad[0]};
    memcpy(row->quad, q, sizeof q);
    row->mirrored = !row->mirrored;
}

void ls_chain_follow(ls_chain *row, const ls_chain *line)
{
    if (cosf(row->angle - line->angle) < 0)
        turn_round(row);
    if (row->mirrored != line->mirrored)
        swap_sides(row);
}

void ls_chain_forget_way(ls_chain *line)
{
    const double dx = line->quad[1].x - line->quad[0].x, dy = line->quad[1].y - line->quad[0].y;
    if (fabs(dy) > fabs(dx) ? dy < 0 : dx < 0)
        turn_round(line);
    if (line->mirrored)
        swap_sides(line);
    line->way = 0;
}

static void agree(ls_chain *row, const ls_chain *line)
{
    ls_chain_follow(row, line);
    row->mapped = true;
    row->way = line->way > row->way ? line->way : row->way;
    row->certainty = line->certainty > row->certainty ? line->certainty : row->certainty;
}

static bool holds(const ls_chain *row, ls_point point)
{
    const ls_point at = middle(row);
    const double c = cos((double)row->angle), s = sin((double)row->angle);
    const double along = (point.x - at.x) * c + (point.y - at.y) * s, across = (point.y - at.y) * c - (point.x - at.x) * s;
    return fabs(along) < (double)row->length / 2 && fabs(across) < (double)row->height / 2;
}

bool ls_chains_hold(const ls_chains *rows, size_t count, int certainty, ls_point point)
{
    for (size_t i = 0; i < count; i++)
        if (rows->items[i].certainty >= certainty && holds(&rows->items[i], point))
            return true;
    return false;
}

/* Across or beside likely rows of the finder there is nothing else: strokes of large glyphs look like small lines. */
static bool covered(const ls_chains *rows, size_t count, const ls_chain *line)
{
    const ls_point *q = line->quad;
    const ls_point start = {(q[0].x + q[3].x) / 2, (q[0].y + q[3].y) / 2}, end = {(q[1].x + q[2].x) / 2, (q[1].y + q[2].y) / 2};
    int taken = 0;
    for (int k = 0; k < SAMPLES; k++) {
        const double at = (k + 0.5) / SAMPLES;
        const ls_point point = {start.x + (end.x - start.x) * at, start.y + (end.y - start.y) * at};
        taken += ls_chains_hold(rows, count, LS_CERTAINTY_BESIDE, point);
    }
    return taken >= COVERED * SAMPLES;
}

/* Rows found by the finder are cut closer to the glyphs than the map can: one that is about the whole line stays. */
static bool found_already(ls_chains *rows, size_t count, const ls_chain *line)
{
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found = found || shared(line, &rows->items[i]) >= WHOLE * (double)line->length;
    for (size_t i = 0; i < count && found; i++)
        if (shared(line, &rows->items[i]) >= FRAGMENT * fmin((double)line->length, (double)rows->items[i].length))
            agree(&rows->items[i], line);
    return found;
}

/* A row that the finder is sure of is none: the map may have run two lines together there. */
static bool is_piece(const ls_chain *row, const ls_chain *line)
{
    return row->certainty < LS_CERTAINTY_SURE && shared(line, row) >= FRAGMENT * (double)row->length;
}

/* Do rows of the finder lie along the line, pieces of what the map sees whole? */
static bool pieces_of(const ls_chains *rows, size_t count, const ls_chain *line)
{
    for (size_t i = 0; i < count; i++)
        if (is_piece(&rows->items[i], line))
            return true;
    return false;
}

static void drop_fragments(ls_chains *rows, size_t *count, const ls_chain *line)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const ls_chain *row = &rows->items[i];
        if (i >= *count || !is_piece(row, line))
            rows->items[kept++] = *row;
    }
    *count -= rows->count - kept;
    rows->count = kept;
}

ls_status ls_merge(ls_chains *rows, const ls_chains *mapped)
{
    size_t count = rows->count; /* the finder's own; what is added behind them is not compared */
    for (size_t i = 0; i < mapped->count; i++) {
        const ls_chain *line = &mapped->items[i];
        if (line->certainty < MAP_LEAST || found_already(rows, count, line))
            continue;
        if (line->length < SHORTEST * line->height)
            continue;
        if (covered(rows, count, line) && !pieces_of(rows, count, line))
            continue;
        drop_fragments(rows, &count, line);
        if (!ls_vector_room((void **)&rows->items, rows->count, &rows->capacity, sizeof *rows->items))
            return LS_E_NOMEM;
        rows->items[rows->count++] = *line;
    }
    return LS_OK;
}

void ls_merge_looks(ls_chains *mapped, size_t fine)
{
    size_t kept = 0;
    for (size_t i = 0; i < mapped->count; i++) {
        double again = 0;
        for (size_t j = fine; j < mapped->count && i < fine; j++)
            again += shared(&mapped->items[i], &mapped->items[j]);
        if (i < fine && again >= AGAIN * (double)mapped->items[i].length)
            continue;
        mapped->items[kept++] = mapped->items[i];
    }
    mapped->count = kept;
}
