/* SPDX-License-Identifier: Apache-2.0 */
#include "text/chain.h"

#include "text/fit.h"
#include "text/vector.h"

#include <math.h>
#include <string.h>

#define LINKS_MAX 400       /* marks of one row */
#define SEED_TRIES 8        /* neighbours from which a row is tried */
#define GAP 1.5f            /* between neighbours in a row, by the size of the row's marks: a space is about 1 at most */
#define LONG_HALF 60.0f     /* pixels: half of the longest mark */
#define SIDEWAYS 0.36f      /* a middle may leave the line so far: b and p beside a, fragments of Chinese glyphs */
#define TURN_COS 0.966f     /* a row bends 15° at most from one mark to the next */
#define SMALLEST 0.42f      /* size ratio of a mark to its row: x-height beside a capital, 一 is absorbed later */

typedef struct link_row {
    int links[LINKS_MAX];
    size_t count;
    float x, y;             /* of the last link */
    float dx, dy;           /* direction of growth, unit */
    float size, stroke, contrast; /* running means */
} link_row;

static bool alike(const ls_mark *mark, float size, float stroke, float contrast)
{
    return mark->size > SMALLEST * size && mark->size * SMALLEST < size && mark->stroke < 2.0f * stroke + 0.5f &&
           stroke < 2.0f * mark->stroke + 0.5f && mark->contrast < 2.0f * contrast && contrast < 2.0f * mark->contrast;
}

static bool contains(const link_row *row, int index)
{
    for (size_t i = row->count > 12 ? row->count - 12 : 0; i < row->count; i++)
        if (row->links[i] == index)
            return true;
    return false;
}

static float half_along(const ls_mark *mark, float dx, float dy)
{
    return (mark->width * fabsf(dx) + mark->height * fabsf(dy)) / 2;
}

/* The best mark to go on with, -1 when there is none. */
static int next_link(const ls_marks *marks, const link_row *row)
{
    const float near = half_along(&marks->items[row->links[row->count - 1]], row->dx, row->dy);
    const float far = near + GAP * row->size, reach = far + fminf(LONG_HALF, 2.5f * row->size);
    const ls_cells cells = ls_marks_around(marks, row->x + row->dx * reach / 2, row->y + row->dy * reach / 2,
                                           reach / 2 + 0.5f * row->size);
    int best = -1;
    float best_cost = reach;
    for (int r = cells.top; r <= cells.bottom; r++)
        for (int c = cells.left; c <= cells.right; c++)
            for (int i = marks->first[r * marks->columns + c]; i >= 0; i = marks->next[i]) {
                const ls_mark *mark = &marks->items[i];
                const float x = mark->x - row->x, y = mark->y - row->y;
                const float along = x * row->dx + y * row->dy, aside = fabsf(y * row->dx - x * row->dy);
                if (mark->used || along < 0.15f * row->size || aside > SIDEWAYS * row->size)
                    continue;
                const float half = half_along(mark, row->dx, row->dy), cost = along - half + 2.0f * aside;
                if (along - half > far || cost >= best_cost)
                    continue;
                if (alike(mark, row->size, row->stroke, row->contrast) && !contains(row, i)) {
                    best = i;
                    best_cost = cost;
                }
            }
    return best;
}

/* The row's direction from its last few links; false when it bends too much. */
static bool redirect(const ls_marks *marks, link_row *row)
{
    if (row->count < 3)
        return true;
    ls_fit fit = {0};
    const size_t from = row->count > 7 ? row->count - 7 : 0;
    for (size_t i = from; i < row->count; i++)
        ls_fit_add(&fit, marks->items[row->links[i]].x, marks->items[row->links[i]].y);
    float dx, dy;
    ls_fit_direction(&fit, &dx, &dy);
    float cosine = dx * row->dx + dy * row->dy;
    if (cosine < 0) {
        dx = -dx;
        dy = -dy;
        cosine = -cosine;
    }
    if (cosine < TURN_COS)
        return false;
    row->dx = dx;
    row->dy = dy;
    /* the line's own course, not the last mark's middle, is where the next one is looked for */
    const float mx = (float)(fit.x / fit.count), my = (float)(fit.y / fit.count);
    const float along = (row->x - mx) * dx + (row->y - my) * dy;
    row->x = mx + along * dx;
    row->y = my + along * dy;
    return true;
}

static void grow(const ls_marks *marks, link_row *row)
{
    while (row->count < LINKS_MAX) {
        const int next = next_link(marks, row);
        if (next < 0)
            return;
        const ls_mark *mark = &marks->items[next];
        row->links[row->count++] = next;
        row->x = mark->x;
        row->y = mark->y;
        const float weight = 1.0f / (float)(row->count < 8 ? row->count : 8);
        /* small letters must not shrink what is looked for: the mean leans to the large ones */
        row->size += (mark->size > row->size ? weight : weight / 2) * (mark->size - row->size);
        row->stroke += weight * (mark->stroke - row->stroke);
        row->contrast += weight * (mark->contrast - row->contrast);
        if (!redirect(marks, row))
            return;
    }
}

static void reverse(const ls_marks *marks, link_row *row)
{
    for (size_t i = 0; i < row->count / 2; i++) {
        const int link = row->links[i];
        row->links[i] = row->links[row->count - 1 - i];
        row->links[row->count - 1 - i] = link;
    }
    row->x = marks->items[row->links[row->count - 1]].x;
    row->y = marks->items[row->links[row->count - 1]].y;
    row->dx = -row->dx;
    row->dy = -row->dy;
}

static void grow_both(const ls_marks *marks, int seed, int second, link_row *row)
{
    const ls_mark *a = &marks->items[seed], *b = &marks->items[second];
    const float length = fmaxf(hypotf(b->x - a->x, b->y - a->y), 1e-3f);
    row->count = 2;
    row->links[0] = seed;
    row->links[1] = second;
    row->x = b->x;
    row->y = b->y;
    row->dx = (b->x - a->x) / length;
    row->dy = (b->y - a->y) / length;
    row->size = fmaxf(a->size, b->size);
    row->stroke = (a->stroke + b->stroke) / 2;
    row->contrast = (a->contrast + b->contrast) / 2;
    grow(marks, row);
    reverse(marks, row);
    redirect(marks, row);
    grow(marks, row);
}

/* Long and dense is good: the row that runs along the writing has smaller gaps than one across it. */
static float worth(const ls_marks *marks, const link_row *row)
{
    float gaps = 0, length = 0;
    for (size_t i = 0; i < row->count; i++) {
        const ls_mark *a = &marks->items[row->links[i]];
        const float half = half_along(a, row->dx, row->dy);
        length += half / row->size;
        if (i == 0)
            continue;
        const ls_mark *b = &marks->items[row->links[i - 1]];
        const float gap = hypotf(a->x - b->x, a->y - b->y) - half - half_along(b, row->dx, row->dy);
        gaps += fmaxf(gap, 0);
    }
    const float mean = gaps / (float)(row->count - 1) / row->size;
    return fmaxf((float)row->count, length) / (0.25f + mean);
}

typedef struct neighbour {
    int index;
    float distance;
} neighbour;

/* Nearest marks that could follow the seed, nearest first. */
static size_t neighbours(const ls_marks *marks, int seed, neighbour *out)
{
    const ls_mark *a = &marks->items[seed];
    const float reach = GAP * a->size + a->longer / 2 + fminf(LONG_HALF, 2.5f * a->size);
    const ls_cells cells = ls_marks_around(marks, a->x, a->y, reach);
    size_t count = 0;
    for (int r = cells.top; r <= cells.bottom; r++)
        for (int c = cells.left; c <= cells.right; c++)
            for (int i = marks->first[r * marks->columns + c]; i >= 0; i = marks->next[i]) {
                const ls_mark *b = &marks->items[i];
                const float across = fabsf(b->x - a->x) - (a->width + b->width) / 2;
                const float down = fabsf(b->y - a->y) - (a->height + b->height) / 2;
                const float distance = fmaxf(across, down); /* between the boxes, not the middles */
                if (i == seed || b->used || distance > GAP * a->size || !alike(b, a->size, a->stroke, a->contrast))
                    continue;
                size_t at = count < SEED_TRIES ? count++ : SEED_TRIES;
                if (at == SEED_TRIES && distance >= out[SEED_TRIES - 1].distance)
                    continue;
                at = at == SEED_TRIES ? SEED_TRIES - 1 : at;
                for (; at > 0 && out[at - 1].distance > distance; at--)
                    out[at] = out[at - 1];
                out[at] = (neighbour){i, distance};
            }
    return count;
}

static void best_row(const ls_marks *marks, int seed, link_row *best, link_row *trial)
{
    neighbour around[SEED_TRIES];
    const size_t count = neighbours(marks, seed, around);
    float best_worth = 0;
    best->count = 0;
    for (size_t i = 0; i < count; i++) {
        grow_both(marks, seed, around[i].index, trial);
        const float value = worth(marks, trial);
        if (value > best_worth) {
            best_worth = value;
            *best = *trial;
        }
    }
}

ls_status ls_chains_find(ls_marks *marks, size_t least, ls_chains *chains)
{
    link_row *rows = malloc(2 * sizeof *rows);
    if (!rows)
        return LS_E_NOMEM;
    ls_status status = LS_OK;
    for (size_t i = 0; i < marks->count && status == LS_OK; i++) {
        if (marks->items[i].used)
            continue;
        best_row(marks, (int)i, &rows[0], &rows[1]);
        if (rows[0].count >= least)
            status = ls_fit_chain(marks, rows[0].links, rows[0].count, chains);
    }
    free(rows);
    return status;
}

static bool inside(const ls_point quad[4], float x, float y)
{
    for (int i = 0; i < 4; i++) {
        const ls_point a = quad[i], b = quad[(i + 1) % 4];
        if ((b.x - a.x) * ((double)y - a.y) - (b.y - a.y) * ((double)x - a.x) < 0)
            return false;
    }
    return true;
}

ls_status ls_chains_find_short(ls_marks *marks, float angle, float size, const ls_point region[4], ls_chains *chains)
{
    link_row *row = malloc(sizeof *row);
    if (!row)
        return LS_E_NOMEM;
    ls_status status = LS_OK;
    for (size_t i = 0; i < marks->count && status == LS_OK; i++) {
        const ls_mark *mark = &marks->items[i];
        if (mark->used || mark->size < size || !inside(region, mark->x, mark->y))
            continue;
        *row = (link_row){.links = {(int)i}, .count = 1, .x = mark->x, .y = mark->y, .dx = cosf(angle),
                            .dy = sinf(angle), .size = mark->size, .stroke = mark->stroke, .contrast = mark->contrast};
        grow(marks, row);
        reverse(marks, row);
        grow(marks, row);
        if (row->count >= 2)
            status = ls_fit_chain(marks, row->links, row->count, chains);
    }
    free(row);
    return status;
}

static bool holds(const ls_chain *row, ls_point point)
{
    const ls_point *q = row->quad, at = {(q[0].x + q[1].x + q[2].x + q[3].x) / 4, (q[0].y + q[1].y + q[2].y + q[3].y) / 4};
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

void ls_chains_free(ls_chains *chains)
{
    free(chains->items);
    *chains = (ls_chains){0};
}
