/* SPDX-License-Identifier: Apache-2.0 */
#include "text/again.h"

#include "text/quad.h"
#include "text/search.h"
#include "text/stack.h"

#include <math.h>
#include <string.h>

#define POINTS 5     /* along the middle of a row at which it is asked whether another one lies there */
#define ALIKE 1.7    /* ratio of the heights of one row in two looks */
#define PARALLEL 0.95 /* cosine */
#define NEAR 30.0    /* heights of a sure row, from its middle */

#define PAGE_ROWS 6u    /* that are surely writing */
#define PAGE_HEIGHT 20.0f /* pixels, their mean: a mark has two thirds of a body line's height or more */
#define STACK_LEAST 5u  /* guesses in one stack */
#define GLYPH 0.7       /* of the height of a row as it was found */

typedef struct row { /* in pixels of the raster, clockwise */
    ls_point quad[4], start, along;
    double height, length;
} row;

static row row_of(const ls_raster *raster, const ls_line *line)
{
    row r;
    for (int c = 0; c < 4; c++)
        r.quad[c] = ls_raster_from_stored(raster, line->quad[c]);
    const ls_point *q = r.quad;
    r.start = (ls_point){(q[0].x + q[3].x) / 2, (q[0].y + q[3].y) / 2};
    r.along = (ls_point){(q[1].x + q[2].x) / 2 - r.start.x, (q[1].y + q[2].y) / 2 - r.start.y};
    r.length = fmax(1, hypot(r.along.x, r.along.y));
    r.height = (hypot(q[3].x - q[0].x, q[3].y - q[0].y) + hypot(q[2].x - q[1].x, q[2].y - q[1].y)) / 2;
    ls_quad_make_clockwise(r.quad);
    return r;
}

static bool alike(const row *a, const row *b)
{
    return a->height < ALIKE * b->height && b->height < ALIKE * a->height &&
           fabs(a->along.x * b->along.x + a->along.y * b->along.y) > PARALLEL * a->length * b->length;
}

/* How many of the points along `a` lie on `b`. */
static int held(const row *a, const row *b)
{
    int count = 0;
    for (int i = 0; i < POINTS; i++) {
        const double at = (i + 0.5) / POINTS;
        count += ls_quad_holds(b->quad, (ls_point){a->start.x + at * a->along.x, a->start.y + at * a->along.y});
    }
    return count;
}

/* Is the row unknown, or more than its pieces among the text's? Those are marked in `piece`. */
static bool is_new(const ls_raster *raster, const row *seen, const ls_text *text, size_t count, bool *piece)
{
    int known = 0;
    bool sure = false;
    for (size_t i = 0; i < count; i++) {
        const ls_line *line = &text->lines[i];
        if (line->confidence < LS_CERTAINTY_BESIDE)
            continue;
        const row other = row_of(raster, line);
        const int on = held(seen, &other);
        known += on;
        if (alike(seen, &other) && held(&other, seen) > POINTS / 2) {
            piece[i] = true;
            sure = sure || line->confidence >= LS_CERTAINTY_SURE;
        }
    }
    return known < POINTS && !(sure && known);
}

/* A guess is worth reading near writing alone: away from it leaves and bricks make as many at every size. */
static bool is_worth(const ls_text *more, const ls_look_notes *notes, size_t index)
{
    const ls_line *line = &more->lines[index];
    const ls_point at = ls_quad_middle(line->quad);
    if (line->confidence < LS_CERTAINTY_BESIDE)
        return false;
    if (!(index < notes->count && notes->lines[index].guess))
        return true;
    bool near = false;
    for (size_t i = 0; i < more->line_count && !near; i++) {
        const ls_point there = ls_quad_middle(more->lines[i].quad);
        near = more->lines[i].confidence >= LS_CERTAINTY_SURE && hypot(there.x - at.x, there.y - at.y) < NEAR * (double)more->lines[i].height;
    }
    return near;
}

static ls_status add(const ls_text *more, const ls_look_notes *more_notes, size_t index, ls_text *text, ls_look_notes *notes)
{
    ls_line *line = ls_text_add_line(text);
    if (!line)
        return text->line_count == LS_LINES_MAX ? LS_OK : LS_E_NOMEM;
    *line = more->lines[index];
    line->page = -1; /* the smallest one that holds it; pages are sorted from large to small */
    for (size_t i = 0; i < text->page_count; i++)
        if (ls_quad_holds(text->pages[i].quad, ls_quad_middle(line->quad)))
            line->page = (int)i;
    notes->lines[notes->count++] = index < more_notes->count ? more_notes->lines[index] : (struct ls_line_note){.guess = false};
    return LS_OK;
}

static ls_status make_room(size_t count, ls_text *text, ls_look_notes *notes)
{
    struct ls_line_note *more = ls_arena_array(text->arena, text->line_count + count + 1, sizeof *more);
    if (!more)
        return LS_E_NOMEM;
    if (notes->count)
        memcpy(more, notes->lines, notes->count * sizeof *more);
    notes->lines = more;
    notes->count = text->line_count; /* none are known of lines that came in pieces of a long picture */
    return LS_OK;
}

static void drop(ls_text *text, ls_look_notes *notes, const bool *gone, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < text->line_count; i++) {
        if (i < count && gone[i])
            continue;
        text->lines[kept] = text->lines[i];
        notes->lines[kept++] = notes->lines[i];
    }
    text->line_count = notes->count = kept;
}

ls_status ls_again_join(const ls_raster *raster, const ls_text *more, const ls_look_notes *more_notes, ls_text *text, ls_look_notes *notes)
{
    const size_t count = text->line_count;
    bool *gone = ls_arena_array(text->arena, count + 1, sizeof *gone), *piece = ls_arena_array(text->arena, count + 1, sizeof *piece);
    ls_status status = gone && piece ? make_room(more->line_count, text, notes) : LS_E_NOMEM;
    for (size_t i = 0; i < more->line_count && status == LS_OK; i++) {
        if (!is_worth(more, more_notes, i))
            continue;
        const row seen = row_of(raster, &more->lines[i]);
        memset(piece, 0, count * sizeof *piece);
        if (!is_new(raster, &seen, text, count, piece))
            continue;
        status = add(more, more_notes, i, text, notes);
        for (size_t k = 0; k < count; k++)
            gone[k] = gone[k] || piece[k];
    }
    if (status == LS_OK)
        drop(text, notes, gone, count);
    text->text_present = text->line_count > 0;
    return status;
}

/* Do as many rows that may be writing stand in a stack as a page has lines? */
static ls_status has_stack(const ls_text *text, bool *has)
{
    const size_t count = text->line_count;
    bool *seen = ls_arena_array(text->arena, count + 1, sizeof *seen);
    size_t *stack = ls_arena_array(text->arena, count + 1, sizeof *stack);
    ls_stack_row *rows = ls_arena_array(text->arena, count + 1, sizeof *rows);
    if (!seen || !stack || !rows)
        return LS_E_NOMEM;
    for (size_t i = 0; i < count; i++) {
        const ls_point *q = text->lines[i].quad;
        memcpy(rows[i].quad, q, sizeof rows[i].quad);
        rows[i].length = fmax(1, ls_quad_width(q));
        rows[i].height = GLYPH * ls_quad_height(q);
        seen[i] = text->lines[i].confidence < LS_CERTAINTY_BESIDE;
    }
    for (size_t i = 0; i < count && !*has; i++)
        *has = !seen[i] && ls_stack_of(rows, count, i, seen, stack) >= STACK_LEAST;
    return LS_OK;
}

ls_status ls_again_is_worth(const ls_text *text, const ls_look_notes *notes, bool *worth)
{
    bool likely = false;
    size_t sure = 0;
    float heights = 0;
    for (size_t i = 0; i < text->line_count; i++) {
        const ls_line *line = &text->lines[i];
        likely = likely || (line->confidence >= LS_CERTAINTY_BESIDE && !(i < notes->count && notes->lines[i].guess));
        if (line->confidence >= LS_CERTAINTY_SURE) {
            sure++;
            heights += line->height;
        }
    }
    *worth = false;
    if (sure >= PAGE_ROWS && heights >= PAGE_HEIGHT * (float)sure)
        return LS_OK;
    *worth = likely;
    return likely ? LS_OK : has_stack(text, worth);
}
