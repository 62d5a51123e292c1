/* SPDX-License-Identifier: Apache-2.0 */
#include "text/sheet.h"

#include "text/block.h"
#include "text/island.h"
#include "text/quad.h"
#include "text/search.h"

#include <math.h>

#define BODY_MARKS 4u        /* of a row that says which way the sheet's writing runs */
#define BODY_ROWS 3u
#define PARALLEL_COS 0.94    /* of twice the angle: rows of one sheet differ by perspective, up to 10° */
#define LOWER 0.5f           /* of the body's height */
#define HIGHER 5.0f          /* a red issuer line beside body text */
#define LONGEST 30.0f        /* heights: a longer row that looks like nothing is a fold or an edge */

static bool holds_row(const ls_point area[4], const ls_chain *row)
{
    return ls_quad_holds(area, ls_quad_middle(row->quad));
}

/* The certain rows within `area`, NULL for all; false when there are too few. */
static bool body_of(const ls_chains *rows, const ls_point *area, ls_block *body)
{
    ls_block_start(body);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < rows->count; i++) {
            const ls_chain *row = &rows->items[i];
            if (row->certainty >= LS_CERTAINTY_SURE && row->marks >= BODY_MARKS && (!area || holds_row(area, row)))
                ls_block_add(body, row, pass);
        }
    return body->rows >= BODY_ROWS;
}

static bool belongs(const ls_chain *row, const ls_block *body, const ls_point area[4])
{
    return row->certainty < LS_CERTAINTY_BESIDE && row->height > LOWER * body->height && row->height < HIGHER * body->height &&
           row->length < LONGEST * row->height &&
           cos(2 * ((double)row->angle - (double)body->angle)) > PARALLEL_COS && holds_row(area, row);
}

#define SAME_LINE 0.6        /* heights between the middles of two pieces of one line */
#define PIECE_GAP 3.0        /* heights from the end of one to the start of the other */

/* A piece of a line that was not found whole says something else than the line does: 秘密 of 这个秘密她守了二十年. */
static bool stands_alone(const ls_chains *rows, size_t index)
{
    const ls_chain *row = &rows->items[index];
    const ls_point at = ls_quad_middle(row->quad);
    const double c = cos((double)row->angle), s = sin((double)row->angle), height = (double)row->height;
    for (size_t i = 0; i < rows->count; i++) {
        const ls_chain *other = &rows->items[i];
        if (i == index || other->certainty < LS_CERTAINTY_LEAST || cos(2 * ((double)other->angle - (double)row->angle)) < PARALLEL_COS)
            continue;
        const ls_point there = ls_quad_middle(other->quad);
        const double along = fabs((there.x - at.x) * c + (there.y - at.y) * s);
        const double across = fabs((there.y - at.y) * c - (there.x - at.x) * s);
        if (across < SAME_LINE * height && along < (double)(row->length + other->length) / 2 + PIECE_GAP * height)
            return false;
    }
    return true;
}

static void raise_within(ls_chains *rows, const ls_block *body, const ls_point area[4])
{
    for (size_t i = 0; i < rows->count; i++)
        if (belongs(&rows->items[i], body, area) && stands_alone(rows, i)) {
            rows->items[i].certainty = LS_CERTAINTY_BESIDE;
            rows->items[i].guess = true;
        }
}

static ls_status complete(const ls_levels *levels, const ls_block *body, const ls_point area[4], ls_chains *rows)
{
    raise_within(rows, body, area);
    ls_status status = ls_islands_find(levels, area, body, rows);
    return status == LS_E_NOMEM ? status : LS_OK; /* what is too large or too busy has been searched all the same */
}

ls_status ls_sheets_complete(const ls_levels *levels, const ls_text *text, ls_chains *rows)
{
    ls_block body;
    bool on_page = false;
    ls_status status = LS_OK;
    for (size_t i = 0; i < text->page_count && status == LS_OK; i++)
        if (body_of(rows, text->pages[i].quad, &body)) {
            status = complete(levels, &body, text->pages[i].quad, rows);
            on_page = true;
        } else {
            const size_t before = rows->count;
            status = ls_islands_on_page(levels, text->pages[i].quad, rows);
            if (status == LS_OK && rows->count == before)
                status = ls_islands_on_board(levels, text->pages[i].quad, rows);
            status = status == LS_E_NOMEM ? status : LS_OK;
        }
    if (!on_page && status == LS_OK && body_of(rows, NULL, &body)) {
        ls_point region[4];
        ls_block_region(&body, region);
        status = complete(levels, &body, region, rows);
    }
    return status;
}
