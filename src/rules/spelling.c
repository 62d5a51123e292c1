/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/spelling.h"

#include "base/skeleton.h"

#include <string.h>

#define MISREAD_SCORE 60 /* per cent of its score that a glyph keeps when it counts for another */
#define ALIKE_SCORE 95   /* the same when both are one shape: Latin C and Cyrillic С */
#define NEVER 1000       /* errors: more than any pattern may have */
#define WORD_SHARE 3     /* one glyph of a word in so many may be wrong: of NATO one, of 機密 none */

static const ls_class *class_of(const ls_pattern *pattern, uint32_t code)
{
    for (size_t i = 0; i < pattern->class_count; i++) {
        if (pattern->classes[i].count && pattern->classes[i].members[0] == code)
            return &pattern->classes[i];
    }
    return NULL;
}

static bool is_member(const ls_class *class, uint32_t code)
{
    for (size_t i = 0; i < class->count; i++) {
        if (class->members[i] == code)
            return true;
    }
    return false;
}

int ls_readable_as(const ls_cell *cell, const ls_pattern *pattern, uint32_t code)
{
    for (size_t i = 0; i < cell->count; i++) {
        if (cell->options[i].code == code)
            return cell->options[i].score;
    }
    const ls_class *class = class_of(pattern, code);
    const uint32_t shape = ls_skeleton(code);
    int best = -1;
    for (size_t i = 0; i < cell->count; i++) {
        const ls_option *option = &cell->options[i];
        const int share = ls_skeleton(option->code) == shape                ? ALIKE_SCORE
                          : class && is_member(class, option->code) ? MISREAD_SCORE : -1;
        best = share > 0 && option->score * share / 100 > best ? option->score * share / 100 : best;
    }
    return best;
}

/* ------------------------------------------------------------------------------------------------- alignment */

typedef enum step { STEP_BOTH, STEP_LOST, STEP_ADDED } step; /* glyph and cell; glyph alone; cell alone */

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

/* A number is a level or a term: another one is another mark. */
static int cost_of_loss(uint32_t code)
{
    return is_digit(code) ? NEVER : 1;
}

static bool is_space(const ls_cell *cell)
{
    return cell->options[0].code == ' ';
}

static void fill_row(ls_spelling *t, const ls_cells *cells, const ls_pattern *pattern, size_t row)
{
    const uint32_t code = pattern->anchor[row - 1];
    const int *above = t->errors + (row - 1) * t->columns;
    int *here = t->errors + row * t->columns;
    unsigned char *steps = t->steps + row * t->columns;
    here[0] = above[0] + cost_of_loss(code);
    steps[0] = STEP_LOST;
    for (size_t j = 1; j < t->columns; j++) {
        const ls_cell *cell = &cells->items[j - 1];
        const int both = is_space(cell) ? NEVER : above[j - 1] + (ls_readable_as(cell, pattern, code) >= 0 ? 0 : cost_of_loss(code));
        const int lost = above[j] + cost_of_loss(code), added = here[j - 1] + !is_space(cell);
        here[j] = both <= lost && both <= added ? both : lost <= added ? lost : added;
        steps[j] = here[j] == both ? STEP_BOTH : here[j] == lost ? STEP_LOST : STEP_ADDED;
    }
}

/* Where the anchor ends with the fewest errors: the first such place, or the last one. */
static size_t best_end(const ls_spelling *t, const ls_cells *cells, size_t length, bool last_one)
{
    const int *last = t->errors + length * t->columns;
    size_t best = 0;
    for (size_t j = 1; j < t->columns; j++) {
        if (last[j] < last[best] || (last_one && last[j] == last[best] && !is_space(&cells->items[j - 1])))
            best = j;
    }
    return best;
}

/* ---------------------------------------------------------------------------------------------------- mending */

typedef struct spelt { /* the anchor's glyphs as cells */
    ls_cell cells[LS_ANCHOR_MAX];
    int wrong[LS_ANCHOR_MAX]; /* errors at each of them */
    size_t from, to;          /* where in the line they stand */
} spelt;

/* From behind. */
static void spell(const ls_spelling *t, const ls_cells *cells, const ls_pattern *pattern, size_t end, spelt *out)
{
    size_t i = pattern->anchor_length, j = end;
    memset(out->wrong, 0, sizeof out->wrong);
    out->to = j;
    while (i) {
        const step way = (step)t->steps[i * t->columns + j];
        const size_t beside = j ? j - 1 : 0;
        if (way == STEP_ADDED) {
            const bool between = i < pattern->anchor_length && pattern->word_starts[i]; /* two words: no error of either */
            out->wrong[i - 1] += !is_space(&cells->items[beside]) && !between;
        } else {
            const int score = way == STEP_BOTH ? ls_readable_as(&cells->items[beside], pattern, pattern->anchor[i - 1]) : -1;
            i--;
            out->wrong[i] += score < 0;
            out->cells[i] = (ls_cell){.glyph = cells->items[beside].glyph, .count = 1,
                                      .options = {{pattern->anchor[i], (unsigned char)(score > 0 ? score : 0)}}};
        }
        j -= way != STEP_LOST;
    }
    out->from = j;
}

/* Is each word of the anchor there? Without NATO the rest of NATO CONFIDENTIAL is another mark. */
static bool has_words(const ls_pattern *pattern, const spelt *read)
{
    for (size_t i = 0; i < pattern->anchor_length;) {
        const size_t from = i;
        int wrong = 0;
        do
            wrong += read->wrong[i++];
        while (i < pattern->anchor_length && !pattern->word_starts[i]);
        if ((size_t)wrong * WORD_SHARE > i - from)
            return false;
    }
    return true;
}

static ls_status make_room(ls_spelling *t, size_t rows, size_t cells, ls_arena *arena)
{
    t->mended.count = 0;
    if (rows * t->columns > t->capacity) {
        t->errors = ls_arena_array(arena, rows * t->columns, sizeof *t->errors);
        t->steps = ls_arena_array(arena, rows * t->columns, sizeof *t->steps);
        t->capacity = t->errors && t->steps ? rows * t->columns : 0;
    }
    if (cells > t->mended.capacity) {
        t->mended.items = ls_arena_array(arena, cells, sizeof *t->mended.items);
        t->mended.capacity = t->mended.items ? cells : 0;
    }
    return t->capacity && t->mended.capacity ? LS_OK : LS_E_NOMEM;
}

static void put(ls_cells *mended, const ls_cell *cells, size_t count)
{
    memcpy(mended->items + mended->count, cells, count * sizeof *cells);
    mended->count += count;
}

static void mend(ls_cells *mended, const ls_cells *cells, const ls_pattern *pattern, const spelt *read)
{
    put(mended, cells->items, read->from);
    put(mended, read->cells, pattern->anchor_length);
    put(mended, cells->items + read->to, cells->count - read->to);
}

/* Glyphs of the anchor that some cell can be read as: what is not there at all need not be aligned. */
static bool may_fit(const ls_cells *cells, const ls_pattern *pattern)
{
    size_t missing = 0;
    for (size_t i = 0; i < pattern->anchor_length; i++) {
        bool there = false;
        for (size_t j = 0; j < cells->count && !there; j++)
            there = ls_readable_as(&cells->items[j], pattern, pattern->anchor[i]) >= 0;
        missing += !there;
        if (missing > (size_t)pattern->errors)
            return false;
    }
    return true;
}

bool ls_spelling_mend(ls_spelling *spelling, const ls_cells *cells, const ls_pattern *pattern, bool last_end, ls_arena *arena,
                      size_t *at, int *errors, ls_status *status)
{
    *status = LS_OK;
    if (cells->count + (size_t)pattern->errors < pattern->anchor_length || !cells->count || !may_fit(cells, pattern))
        return false;
    const size_t rows = pattern->anchor_length + 1;
    spelling->columns = cells->count + 1;
    *status = make_room(spelling, rows, cells->count + pattern->anchor_length, arena);
    if (*status)
        return false;
    memset(spelling->errors, 0, spelling->columns * sizeof *spelling->errors);
    for (size_t row = 1; row < rows; row++)
        fill_row(spelling, cells, pattern, row);
    const size_t end = best_end(spelling, cells, pattern->anchor_length, last_end);
    *errors = spelling->errors[pattern->anchor_length * spelling->columns + end];
    spelt read;
    if (*errors > pattern->errors)
        return false;
    spell(spelling, cells, pattern, end, &read);
    if (!has_words(pattern, &read))
        return false;
    mend(&spelling->mended, cells, pattern, &read);
    *at = read.from;
    return true;
}
