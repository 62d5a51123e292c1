/* SPDX-License-Identifier: Apache-2.0 */
#include "text/red_rows.h"

#include "image/vision.h"
#include "text/ink.h"
#include "text/ink_mask.h"
#include "text/lone_rows.h"
#include "text/quad.h"
#include "text/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SURROUNDINGS 61u  /* pixels: three times a line of the size that is looked for */
#define NOISE 3           /* levels of redness above the surroundings that are no ink */
#define GAIN 5            /* a worn stamp is 20 to 40 redder than its paper; print is 150 darker */
#define MARKS_LEAST 3u    /* glyphs of a row */
#define LIKELY_LEAST 0.4f /* of a row by its own features */
#define READABLE 8.0f     /* pixels: what is smaller is not read, and takes no place */
#define SHORTEST 2.0f     /* heights of a row */
#define LONGER 1.12       /* ratio of the lengths of a row with its red rest and without */
#define ASKEW 0.12        /* radians between two outlines of one line */
#define SAME_HEIGHT 1.6f
#define LEANING 0.1       /* radians from which a stamp does not run along the row that has its glyphs */

/* Redness as darkness: what is no redder than its surroundings is white. */
static ls_status redness(const ls_raster *rgb, ls_raster *gray)
{
    ls_raster around;
    ls_status status = ls_ink_measure(rgb, LS_INK_KIND_RED, gray);
    if (status)
        return status;
    status = ls_vision_mean(gray, SURROUNDINGS, &around);
    for (uint32_t y = 0; y < gray->height && status == LS_OK; y++)
        for (uint32_t x = 0; x < gray->width; x++) {
            unsigned char *at = &gray->data[(size_t)y * gray->stride + x];
            const int more = GAIN * (*at - around.data[(size_t)y * around.stride + x] - NOISE);
            *at = (unsigned char)(255 - (more < 0 ? 0 : more > 255 ? 255 : more));
        }
    if (status)
        ls_raster_free(gray);
    else
        ls_raster_free(&around);
    return status;
}

static bool is_one_line(const ls_chain *a, const ls_chain *b)
{
    const float apart = fabsf(remainderf(a->angle - b->angle, (float)M_PI));
    return (double)apart < ASKEW && a->height < SAME_HEIGHT * b->height && b->height < SAME_HEIGHT * a->height &&
           (ls_quad_holds(a->quad, ls_quad_middle(b->quad)) || ls_quad_holds(b->quad, ls_quad_middle(a->quad)));
}

/* Is it a row already? That one becomes as long as the red one is. */
static bool is_known(ls_chains *rows, const ls_chain *red)
{
    for (size_t i = 0; i < rows->count; i++) {
        ls_chain *row = &rows->items[i];
        if (row->certainty < LS_CERTAINTY_BESIDE || !is_one_line(row, red))
            continue;
        if (!row->framed && (double)red->length > LONGER * (double)row->length) { /* its sides are no glyphs */
            memcpy(row->quad, red->quad, sizeof row->quad);
            row->length = red->length;
            row->height = red->height;
            row->angle = red->angle;
            row->marks = red->marks;
        }
        row->row_of_red = true;
        return true;
    }
    return false;
}

/* A stamp beside a heading has its glyphs in the heading's row: that is of another ink, and runs another way. */
static bool is_of_other_ink(const ls_raster *rgb, const ls_chain *row, const ls_chain *red)
{
    const float apart = fabsf(remainderf(row->angle - red->angle, (float)M_PI));
    return (double)apart >= LEANING && row->length > red->length && ls_quad_holds(row->quad, ls_quad_middle(red->quad)) &&
           ls_ink_of(rgb, row->quad, row->light) != LS_INK_RED;
}

/* Do rows that may have its glyphs lie there? */
static ls_status is_taken(const ls_raster *rgb, const ls_chains *rows, const ls_chain *red, bool *taken)
{
    *taken = ls_lone_known(rows, red->quad, true);
    if (!*taken)
        return LS_OK;
    ls_chains others = {.items = malloc(rows->count * sizeof *others.items)};
    if (!others.items)
        return LS_E_NOMEM;
    for (size_t i = 0; i < rows->count; i++)
        if (!is_of_other_ink(rgb, &rows->items[i], red))
            others.items[others.count++] = rows->items[i];
    *taken = others.count == rows->count || ls_lone_known(&others, red->quad, true);
    free(others.items);
    return LS_OK;
}

static ls_status take(const ls_raster *rgb, const ls_chain *red, ls_chains *rows)
{
    if (red->light || red->marks < MARKS_LEAST || red->likely < LIKELY_LEAST || red->height < READABLE || red->length < SHORTEST * red->height || is_known(rows, red))
        return LS_OK;
    bool taken;
    ls_status status = is_taken(rgb, rows, red, &taken);
    return status || taken ? status : ls_lone_add_beside(red->quad, rows);
}

ls_status ls_red_rows_find(const ls_raster *rgb, ls_chains *rows)
{
    ls_raster gray;
    ls_chains found = {0};
    ls_status status = redness(rgb, &gray);
    if (status)
        return status;
    status = ls_search(&gray, &found);
    ls_raster_free(&gray);
    for (size_t i = 0; i < found.count && status == LS_OK; i++)
        status = take(rgb, &found.items[i], rows);
    ls_chains_free(&found);
    return status;
}
