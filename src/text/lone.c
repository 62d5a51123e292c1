/* SPDX-License-Identifier: Apache-2.0 */
#include "text/lone.h"

#include "image/vision.h"
#include "text/band.h"
#include "text/ink_mask.h"
#include "text/lone_rows.h"
#include "text/quad.h"
#include "text/red_rows.h"
#include "text/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define AREAS_MAX 256u       /* per reach: the sensor's noise makes areas too */
#define FRAMES_MAX 24u       /* of them that are looked at away from writing, the largest */
#define CHOPS_MAX 12u        /* the reddest; of marks on rendered pages all but one are among the first 8 (tune split) */
#define REDUCED 2u
#define AREA_LEAST 27.0      /* pixels of the reduced picture: two glyphs of 7 pixels */
#define TOLERANCE 0.02       /* of an outline's length: a circle is no quadrilateral within it, a chop is */
#define FILL 0.55            /* of the smallest rectangle; a ring fills π/4 */
#define SIDE_LEAST 5.0       /* pixels: at half the size a line of glyphs of 7 pixels loses its thin strokes */
#define READABLE 8.0         /* pixels of the whole picture: what is smaller is not read (read.c), and takes no place */
#define SIDE_MOST 0.3        /* of the picture's shorter side, that a chop is high */
#define ASPECT_MOST 14.0     /* SECRET//NOFORN in a frame is 10 */
#define ASPECT_LEAST 1.15    /* two glyphs in a frame; of squares, which may be anything, red ones with a frame beside writing */
#define LINE_LEAST 0.25      /* of its frame's height: in a chop a line is half of it; a board has several lines */
#define BESIDE_TEXT 25.0     /* heights of a certain row, to the middle of a chop on the same sheet */
#define LIKELY_ROWS 3u       /* rows that make a picture one with writing when none is sure */
#define LOWER 0.5            /* of the height of writing beside it */
#define HIGHER 6.0           /* a chop beside small print */
#define MARGIN 0.1           /* of the area's height, added on every side: what is faintest has been left out */

/* Closing reaches over the gaps between glyphs: of small, middling and large stamps. */
static const uint32_t reaches[] = {3, 5, 11}; /* pixels of the reduced picture */

typedef struct chop { /* or another line that stands alone */
    ls_point area[4], line[4];
    double weight; /* how red, and how large */
    bool framed;
} chop;

typedef struct search {
    const ls_raster *rgb;
    ls_ink_kind kind;
    bool writing;  /* some row surely is */
    ls_raster ink; /* at half the size: there noise is less, and a line is still found where it can be read */
    const ls_text *text;
    ls_chains *rows;
    chop found[CHOPS_MAX];
    size_t count;
} search;

/* Turns the corners so that the quadrilateral runs along its longer side, from left to right or from top to bottom. */
static void lie_down(ls_point quad[4])
{
    const int turn = ls_quad_width(quad) < ls_quad_height(quad);
    const ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    for (int i = 0; i < 4; i++)
        quad[i] = q[(i + turn) % 4];
    const double x = quad[1].x - quad[0].x, y = quad[1].y - quad[0].y;
    if (fabs(y) > fabs(x) ? y > 0 : x > 0)
        return;
    const ls_point p[4] = {quad[0], quad[1], quad[2], quad[3]};
    for (int i = 0; i < 4; i++)
        quad[i] = p[(i + 2) % 4];
}

static void widen(ls_point quad[4])
{
    const double wide = fmax(1, ls_quad_width(quad)), high = fmax(1, ls_quad_height(quad)), by = MARGIN * high;
    const ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    const double along_x = (q[1].x - q[0].x + q[2].x - q[3].x) / 2 / wide, along_y = (q[1].y - q[0].y + q[2].y - q[3].y) / 2 / wide;
    const double down_x = (q[3].x - q[0].x + q[2].x - q[1].x) / 2 / high, down_y = (q[3].y - q[0].y + q[2].y - q[1].y) / 2 / high;
    for (int i = 0; i < 4; i++) {
        const double a = i == 1 || i == 2 ? by : -by, d = i > 1 ? by : -by;
        quad[i].x += a * along_x + d * down_x;
        quad[i].y += a * along_y + d * down_y;
    }
}

/* The nearest row that is surely writing, of those on the same sheet, or NULL. */
static const ls_chain *writing_beside(const search *hunt, const ls_point area[4])
{
    const ls_point at = ls_quad_middle(area);
    const ls_chain *beside = NULL;
    double nearest = 1;
    for (size_t i = 0; i < hunt->rows->count; i++) {
        const ls_chain *row = &hunt->rows->items[i];
        const ls_point there = ls_quad_middle(row->quad);
        const double reach = BESIDE_TEXT * (double)row->height + (double)row->length / 2;
        const double away = hypot(at.x - there.x, at.y - there.y) / reach;
        if (row->certainty >= LS_CERTAINTY_SURE && away < nearest) {
            nearest = away;
            beside = row;
        }
    }
    return beside;
}

/* A square has no longer side: its glyph stands as the writing beside it does. */
static void stand_as(ls_point quad[4], const ls_chain *beside)
{
    const double wide = ls_quad_width(quad), high = ls_quad_height(quad);
    if (fmax(wide, high) >= ASPECT_LEAST * fmin(wide, high))
        return;
    const double rx = beside->quad[1].x - beside->quad[0].x, ry = beside->quad[1].y - beside->quad[0].y;
    const double ax = quad[1].x - quad[0].x, ay = quad[1].y - quad[0].y, dx = quad[3].x - quad[0].x, dy = quad[3].y - quad[0].y;
    if (fabs(ax * rx + ay * ry) >= fabs(dx * rx + dy * ry))
        return;
    const ls_point q[4] = {quad[0], quad[1], quad[2], quad[3]};
    const int turn = dx * rx + dy * ry > 0 ? 1 : 3;
    for (int i = 0; i < 4; i++)
        quad[i] = q[(i + turn) % 4];
}

/* What stands in a round seal is no mark. */
static bool in_seal(const search *hunt, const ls_point area[4])
{
    for (size_t i = 0; i < hunt->text->seal_count; i++)
        if (ls_quad_holds(hunt->text->seals[i].quad, ls_quad_middle(area)))
            return true;
    return false;
}

static bool on_page(const search *hunt, const ls_point area[4])
{
    for (size_t i = 0; i < hunt->text->page_count; i++)
        if (ls_quad_holds(hunt->text->pages[i].quad, ls_quad_middle(area)))
            return true;
    return false;
}

static bool has_shape(const search *hunt, const ls_point area[4])
{
    const ls_raster *rgb = hunt->rgb;
    const double wide = ls_quad_width(area), high = ls_quad_height(area);
    const double shorter = rgb->width < rgb->height ? rgb->width : rgb->height;
    return high >= SIDE_LEAST && high <= SIDE_MOST * shorter && wide <= ASPECT_MOST * high &&
           ((hunt->kind == LS_INK_KIND_RED && hunt->writing) || wide >= ASPECT_LEAST * high);
}

static bool same_line(const chop *a, const chop *b)
{
    return ls_quad_holds(a->line, ls_quad_middle(b->line)) && ls_quad_holds(b->line, ls_quad_middle(a->line));
}

/* A place for the new one among the heaviest; of two outlines of one line the one with a frame, then the heavier. */
static void keep(search *hunt, const chop *new)
{
    size_t at = hunt->count;
    for (size_t i = 0; i < hunt->count; i++)
        if (same_line(&hunt->found[i], new)) {
            if (hunt->found[i].framed > new->framed || (hunt->found[i].framed == new->framed && hunt->found[i].weight >= new->weight))
                return;
            at = i;
        }
    if (at == hunt->count && hunt->count < CHOPS_MAX)
        hunt->count++;
    for (size_t i = 0; at == CHOPS_MAX && i < CHOPS_MAX; i++)
        if (hunt->found[i].weight < new->weight && (at == CHOPS_MAX || hunt->found[i].weight < hunt->found[at].weight))
            at = i;
    if (at < CHOPS_MAX)
        hunt->found[at] = *new;
}

static ls_point between(const ls_point quad[4], double along, double down)
{
    const ls_point top = {quad[0].x + along * (quad[1].x - quad[0].x), quad[0].y + along * (quad[1].y - quad[0].y)};
    const ls_point foot = {quad[3].x + along * (quad[2].x - quad[3].x), quad[3].y + along * (quad[2].y - quad[3].y)};
    return (ls_point){top.x + down * (foot.x - top.x), top.y + down * (foot.y - top.y)};
}

/* From the strip back into the picture. */
static void place_line(chop *new, const ls_band *band, uint32_t width)
{
    const double w = width, h = LS_BAND_STRIP;
    new->framed = band->framed;
    new->line[0] = between(new->area, band->left / w, band->top / h);
    new->line[1] = between(new->area, band->right / w, band->top / h);
    new->line[2] = between(new->area, band->right / w, band->foot / h);
    new->line[3] = between(new->area, band->left / w, band->foot / h);
}

/* Red lines that are no writing are rare on a sheet; shadows and edges are not. */
static bool fits(const search *hunt, const chop *new, double usual)
{
    const double high = ls_quad_height(new->line);
    if (high < SIDE_LEAST || high * hunt->rgb->scale < READABLE || high < LINE_LEAST * ls_quad_height(new->area) ||
        (!new->framed && ls_quad_width(new->area) < ASPECT_LEAST * ls_quad_height(new->area)))
        return false;
    if (usual <= 0)
        return hunt->kind == LS_INK_KIND_RED && new->framed;
    return high < HIGHER * usual && (hunt->kind == LS_INK_KIND_RED || high > LOWER * usual);
}

/* `quad` lies down. `usual`: the height of writing beside it; 0: there is none, and only what is framed counts. */
static ls_status look_at(search *hunt, const ls_point quad[4], double usual)
{
    chop new = {.area = {quad[0], quad[1], quad[2], quad[3]}};
    widen(new.area);
    ls_raster cut, strip;
    const uint32_t width = (uint32_t)fmin(LS_BAND_WIDEST, fmax(LS_BAND_STRIP, LS_BAND_STRIP * ls_quad_width(new.area) / ls_quad_height(new.area)));
    ls_status status = ls_vision_warp(hunt->rgb, new.area, width, LS_BAND_STRIP, &cut);
    if (status)
        return status == LS_E_NOMEM ? status : LS_OK;
    status = ls_ink_measure(&cut, hunt->kind, &strip);
    ls_raster_free(&cut);
    if (status)
        return status;
    ls_band band;
    const bool found = ls_band_find(&strip, &band);
    ls_raster_free(&strip);
    if (!found)
        return LS_OK;
    place_line(&new, &band, width);
    if (!ls_lone_known(hunt->rows, new.line, hunt->kind == LS_INK_KIND_RED) && fits(hunt, &new, usual)) {
        new.weight = band.contrast * sqrt(ls_quad_area(new.area));
        keep(hunt, &new);
    }
    return LS_OK;
}

static ls_status look_at_areas(search *hunt, uint32_t reach)
{
    const ls_raster *ink = &hunt->ink;
    ls_raster closed;
    ls_status status = ls_raster_alloc(&closed, ink->width, ink->height, 1);
    ls_vision_quad *areas = calloc(AREAS_MAX, sizeof *areas);
    if (status == LS_OK && !areas)
        status = LS_E_NOMEM;
    size_t count = 0, frames = 0;
    if (status == LS_OK) {
        for (uint32_t y = 0; y < ink->height; y++)
            memcpy(closed.data + (size_t)y * closed.stride, ink->data + (size_t)y * ink->stride, ink->width);
        status = ls_vision_morph(&closed, true, reach, reach);
    }
    if (status == LS_OK)
        status = hunt->kind == LS_INK_KIND_RED && hunt->writing
                     ? ls_vision_quads_nested(&closed, AREA_LEAST, TOLERANCE, FILL, areas, AREAS_MAX, &count)
                     : ls_vision_quads(&closed, AREA_LEAST, TOLERANCE, FILL, areas, AREAS_MAX, &count);
    for (size_t i = 0; i < count && status == LS_OK; i++) {
        ls_point area[4];
        for (int c = 0; c < 4; c++)
            area[c] = (ls_point){areas[i].corner[c].x * REDUCED, areas[i].corner[c].y * REDUCED};
        lie_down(area);
        if (!has_shape(hunt, area) || in_seal(hunt, area))
            continue;
        const ls_chain *beside = writing_beside(hunt, area);
        double usual = beside ? (double)beside->height : 0;
        if (beside)
            stand_as(area, beside);
        if (usual <= 0 && !hunt->writing && on_page(hunt, area))
            usual = ls_quad_height(area); /* a sheet on which nothing is surely writing */
        if (usual > 0 || (hunt->kind == LS_INK_KIND_RED && frames++ < FRAMES_MAX))
            status = look_at(hunt, area, usual);
    }
    ls_raster_free(&closed);
    free(areas);
    return status;
}

static int framed_and_heavy_first(const void *a, const void *b)
{
    const chop *one = a, *other = b;
    if (one->framed != other->framed)
        return one->framed ? -1 : 1;
    return (one->weight < other->weight) - (one->weight > other->weight);
}

static ls_status find_kind(const ls_raster *rgb, const ls_raster *half, ls_ink_kind kind, bool writing, const ls_text *text, ls_chains *rows)
{
    search hunt = {.rgb = rgb, .kind = kind, .writing = writing, .text = text, .rows = rows};
    ls_status status = ls_ink_mask(half, kind, &hunt.ink);
    if (status)
        return status;
    for (size_t i = 0; i < sizeof reaches / sizeof *reaches && status != LS_E_NOMEM; i++)
        status = look_at_areas(&hunt, reaches[i]);
    qsort(hunt.found, hunt.count, sizeof *hunt.found, framed_and_heavy_first); /* what crosses a line comes after it, and is known */
    for (size_t i = 0; i < hunt.count && status != LS_E_NOMEM; i++)
        if (!ls_lone_known(rows, hunt.found[i].line, kind == LS_INK_KIND_RED))
            status = ls_lone_add(hunt.found[i].line, hunt.found[i].framed, kind == LS_INK_KIND_RED, rows);
    ls_raster_free(&hunt.ink);
    return status;
}

static size_t rows_of(const ls_chains *rows, int certainty)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        count += rows->items[i].certainty >= certainty;
    return count;
}

ls_status ls_lone_find(const ls_raster *rgb, const ls_text *text, ls_chains *rows)
{
    if (rgb->channels != 3 || rgb->width < REDUCED || rgb->height < REDUCED)
        return LS_OK;
    const bool writing = rows_of(rows, LS_CERTAINTY_SURE) > 0, likely = rows_of(rows, LS_CERTAINTY_BESIDE) >= LIKELY_ROWS;
    ls_raster half, even = *rgb; /* whole pixels become one, which takes a quarter of the time */
    even.width -= even.width % REDUCED;
    even.height -= even.height % REDUCED;
    ls_status status = ls_vision_resize(&even, even.width / REDUCED, even.height / REDUCED, &half);
    if (status)
        return status == LS_E_NOMEM ? status : LS_OK;
    status = find_kind(rgb, &half, LS_INK_KIND_RED, writing, text, rows);
    if (status != LS_E_NOMEM && (writing || likely))
        status = ls_red_rows_find(rgb, rows);
    if (status != LS_E_NOMEM && (writing || likely))
        status = find_kind(rgb, &half, LS_INK_KIND_DARK, writing, text, rows);
    ls_raster_free(&half);
    return status == LS_E_NOMEM ? status : LS_OK;
}
