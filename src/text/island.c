/* SPDX-License-Identifier: Apache-2.0 */
#include "text/island.h"

#include "image/vision.h"
#include "text/blob.h"
#include "text/search.h"
#include "text/vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GLYPH 14.0           /* pixels that the body's glyphs have in the picture that is searched */
#define SIDE_MOST 2400u      /* pixels of that picture */
#define SURROUNDINGS 27u     /* as in search.c */
#define CLOSE_ALONG 13u      /* pixels: a glyph's width joins the glyphs of a line, and less joins no two lines */
#define CLOSE_FAINT 21       /* where glyphs have lost strokes */
#define CLOSE_ACROSS 5u
#define LOWEST 0.55          /* of the body's height */
#define HIGHEST 4.0
#define SHORTEST 1.35        /* length by height: two narrow glyphs */
#define LONGEST 30.0
#define FILL_LEAST 0.14      /* share of ink: less are dust and rules */
#define FILL_MOST 0.92       /* blurred glyphs run together; what was blacked out is full */
#define ISLANDS_MAX 16u      /* of one sheet, the longest */
#define PAGE_GLYPHS 44.0     /* a page is wide: A4 is 210 mm, and its body's glyphs are 4.8 mm high (GB/T 9704) */
#define ENLARGED_MOST 2.0
#define BODY_LINES 3u        /* that are as long as these heights: */
#define GLANCE_LINES 2u      /* of them at half the size */
#define BODY_LENGTH 5.0
#define BODY_PREVAILS 2.0    /* they are this many times longer together than what runs the other way */
#define PAGE_LINES 24u       /* of one page, the longest */
#define PAGE_INK_LEAST 0.01  /* share of its pixels: a page with three lines; less has the sky */
#define PAGE_INK_MOST 0.25   /* more have woods and crowds */
#define EXIF_LEFT_BOTTOM 8   /* orientation: shown turned by a quarter to the left */
#define BOARD_INK_LEAST 0.001 /* share of a board's pixels: NO PHOTOS across a tenth of it has 0.003 */
#define BOARD_INK_MOST 0.04
#define WORDS_MAX 4u         /* lines on a board */
#define WORDS_BESIDE 4u      /* other things on it: a sign, screws */
#define FRAME_COVER 0.6      /* share of a side that is ink where a frame runs along it */
#define FRAME_DEPTH 4        /* pixels from the side */

typedef struct sheet {
    ls_raster ink;  /* 255 where there is ink, upright */
    double back[9]; /* homography from its pixels to those of the full size */
} sheet;

/* The upright rectangle round `area`, turned as the body is. */
static void turned_box(const ls_point area[4], double angle, ls_point box[4])
{
    const double c = cos(angle), s = sin(angle);
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (int i = 0; i < 4; i++) {
        const double along = area[i].x * c + area[i].y * s, down = area[i].y * c - area[i].x * s;
        left = fmin(left, along);
        right = fmax(right, along);
        top = fmin(top, down);
        bottom = fmax(bottom, down);
    }
    const ls_point turned[4] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    for (int i = 0; i < 4; i++)
        box[i] = (ls_point){turned[i].x * c - turned[i].y * s, turned[i].x * s + turned[i].y * c};
}

static ls_status to_ink(ls_raster *gray, bool light)
{
    ls_raster mean;
    ls_status status = ls_vision_mean(gray, SURROUNDINGS, &mean);
    if (status)
        return status;
    for (uint32_t y = 0; y < gray->height; y++) {
        unsigned char *at = gray->data + (size_t)y * gray->stride;
        const unsigned char *around = mean.data + (size_t)y * mean.stride;
        for (uint32_t x = 0; x < gray->width; x++)
            at[x] = (light ? at[x] - around[x] : around[x] - at[x]) > ls_blob_threshold(around[x]) ? 255 : 0;
    }
    ls_raster_free(&mean);
    return LS_OK;
}

/* What lies in `quad` as a sheet of these sides. `zoom`: its pixels per pixel of the full size, for the level to take. */
static ls_status see(const ls_levels *levels, const ls_point quad[4], uint32_t width, uint32_t height, double zoom, bool light, sheet *out)
{
    uint32_t level = 0;
    while (level + 1 < levels->count && zoom * levels->scale[level + 1] <= 1)
        level++;
    ls_point there[4];
    for (int i = 0; i < 4; i++)
        there[i] = (ls_point){quad[i].x / levels->scale[level], quad[i].y / levels->scale[level]};
    const ls_point all[4] = {{0, 0}, {width, 0}, {width, height}, {0, height}};
    ls_status status = ls_vision_homography(all, quad, out->back);
    if (status == LS_OK)
        status = ls_vision_warp(&levels->gray[level], there, width, height, &out->ink);
    if (status)
        return status;
    status = to_ink(&out->ink, light);
    if (status)
        ls_raster_free(&out->ink);
    return status;
}

/* The area about a body of rows, as the body runs, its glyphs GLYPH high or smaller. */
static ls_status see_area(const ls_levels *levels, const ls_point area[4], const ls_block *body, sheet *out, double *glyph)
{
    ls_point box[4];
    turned_box(area, (double)body->angle, box);
    const double zoom = fmin(1, GLYPH / (double)body->height);
    const double wide = zoom * hypot(box[1].x - box[0].x, box[1].y - box[0].y);
    const double high = zoom * hypot(box[3].x - box[0].x, box[3].y - box[0].y);
    if (fmin(wide, high) < 2 * SURROUNDINGS || fmax(wide, high) > SIDE_MOST)
        return LS_E_LIMIT;
    *glyph = zoom * (double)body->height;
    return see(levels, box, (uint32_t)wide, (uint32_t)high, zoom, body->light, out);
}

static ls_point place(const sheet *seen, double x, double y)
{
    const double *h = seen->back, w = h[6] * x + h[7] * y + h[8];
    return (ls_point){(h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w};
}

static double ink_share(const sheet *seen, const ls_blob *box)
{
    size_t ink = 0;
    for (int y = box->top; y < box->bottom; y++)
        for (int x = box->left; x < box->right; x++)
            ink += seen->ink.data[(size_t)y * seen->ink.stride + (size_t)x] > 0;
    return (double)ink / ((double)(box->right - box->left) * (box->bottom - box->top));
}

/* How much of a row (or column) of pixels within the box is ink on one of the FRAME_DEPTH lines from `at` inwards. */
static bool side_runs(const sheet *seen, const ls_blob *box, bool row, int at, int inwards)
{
    const int from = row ? box->left : box->top, to = row ? box->right : box->bottom;
    int ink = 0;
    for (int i = from; i < to; i++) {
        bool any = false;
        for (int d = 0; d < FRAME_DEPTH && !any; d++) {
            const size_t line = (size_t)(at + inwards * d);
            any = seen->ink.data[row ? line * seen->ink.stride + (size_t)i : (size_t)i * seen->ink.stride + line] > 0;
        }
        ink += any;
    }
    return ink > FRAME_COVER * (to - from);
}

/* A frame round the line: a third of its height is room between the two. */
static void strip_frame(const sheet *seen, ls_blob *box)
{
    const int high = box->bottom - box->top, wide = box->right - box->left;
    if (high < 3 * FRAME_DEPTH || wide < 3 * FRAME_DEPTH || !side_runs(seen, box, true, box->top, 1) ||
        !side_runs(seen, box, true, box->bottom - 1, -1) || !side_runs(seen, box, false, box->left, 1) ||
        !side_runs(seen, box, false, box->right - 1, -1))
        return;
    const int inset = high / 5;
    box->top += inset;
    box->bottom -= inset;
    box->left += inset;
    box->right -= inset;
}

static bool is_line(const sheet *seen, const ls_blob *box, double glyph)
{
    const double wide = box->right - box->left, high = box->bottom - box->top;
    const bool inside = box->left > 0 && box->top > 0 && box->right < (int)seen->ink.width && box->bottom < (int)seen->ink.height;
    if (!inside || high < LOWEST * glyph || high > HIGHEST * glyph || wide < SHORTEST * high || wide > LONGEST * high)
        return false;
    const double share = ink_share(seen, box);
    return share > FILL_LEAST && share < FILL_MOST;
}

static ls_status add(const sheet *seen, const ls_blob *box, bool light, ls_chains *rows)
{
    if (!ls_vector_room((void **)&rows->items, rows->count, &rows->capacity, sizeof *rows->items))
        return LS_E_NOMEM;
    ls_chain row = {.quad = {place(seen, box->left, box->top), place(seen, box->right, box->top),
                             place(seen, box->right, box->bottom), place(seen, box->left, box->bottom)},
                    .light = light, .guess = true, .stroke = 1, .contrast = 1,
                    .certainty = LS_CERTAINTY_BESIDE};
    const ls_point *q = row.quad;
    row.height = (float)hypot(q[3].x - q[0].x, q[3].y - q[0].y);
    row.length = (float)hypot(q[1].x - q[0].x, q[1].y - q[0].y);
    row.angle = (float)atan2(q[1].y - q[0].y, q[1].x - q[0].x);
    row.marks = (size_t)(row.length / fmaxf(1, row.height));
    rows->items[rows->count++] = row;
    return LS_OK;
}

static int longest_first(const void *a, const void *b)
{
    const ls_blob *first = a, *second = b;
    return (second->right - second->left) - (first->right - first->left);
}

static ls_status take(const sheet *seen, ls_blobs *boxes, double glyph, bool light, size_t most, ls_chains *rows)
{
    const size_t before = rows->count;
    size_t taken = 0;
    if (boxes->count)
        qsort(boxes->items, boxes->count, sizeof *boxes->items, longest_first);
    for (size_t i = 0; i < boxes->count && taken < most; i++) {
        ls_blob *box = &boxes->items[i];
        const double middle = (box->top + box->bottom) / 2.0;
        if (!is_line(seen, box, glyph))
            continue;
        strip_frame(seen, box);
        bool known = false; /* at a quarter, the middle and three quarters */
        for (int k = 1; k < 4 && !known; k++)
            known = ls_chains_hold(rows, before, LS_CERTAINTY_BESIDE,
                                   place(seen, box->left + k * (box->right - box->left) / 4.0, middle));
        if (known)
            continue;
        ls_status status = add(seen, box, light, rows);
        if (status)
            return status;
        taken++;
    }
    return LS_OK;
}

/* What becomes of the ink when the gaps along lines are closed. `boxes`: owned by the caller. */
static ls_status join(const sheet *seen, double glyph, uint32_t along, ls_blobs *boxes)
{
    ls_raster joined = {0}, ground = {0};
    ls_status status = ls_raster_alloc(&joined, seen->ink.width, seen->ink.height, 1);
    if (status == LS_OK)
        status = ls_raster_alloc(&ground, seen->ink.width, seen->ink.height, 1);
    if (status == LS_OK) {
        for (uint32_t y = 0; y < joined.height; y++)
            memcpy(joined.data + (size_t)y * joined.stride, seen->ink.data + (size_t)y * seen->ink.stride, joined.width);
        memset(ground.data, 0, (size_t)ground.stride * ground.height);
        status = ls_vision_morph(&joined, true, along, CLOSE_ACROSS);
    }
    if (status == LS_OK) {
        const ls_blob_filter filter = {.light = true, .min_side = (int)(LOWEST * glyph), .max_side = (int)(HIGHEST * glyph) + 1,
                                       .max_length = (int)(HIGHEST * LONGEST * glyph), .min_area = 20};
        status = ls_blobs_find(&joined, &ground, &filter, boxes);
    }
    ls_raster_free(&joined);
    ls_raster_free(&ground);
    return status;
}

ls_status ls_islands_find(const ls_levels *levels, const ls_point area[4], const ls_block *body, ls_chains *rows)
{
    sheet seen;
    double glyph;
    ls_status status = see_area(levels, area, body, &seen, &glyph);
    if (status)
        return status;
    ls_blobs boxes = {0};
    status = join(&seen, glyph, CLOSE_ALONG, &boxes);
    if (status == LS_OK)
        status = take(&seen, &boxes, glyph, body->light, ISLANDS_MAX, rows);
    ls_blobs_free(&boxes);
    ls_raster_free(&seen.ink);
    return status;
}

/* ---------------------------------------------------------------------------------- a page whose rows nobody has seen */

typedef struct turn { /* the page as it lies, or turned by a quarter */
    sheet seen;
    ls_blobs boxes; /* owned */
    size_t lines;   /* that are as long as those of a body */
    double length;  /* of them together */
} turn;

static ls_status see_page(const ls_levels *levels, const ls_point page[4], double glyph, sheet *out)
{
    const double wide = hypot(page[1].x - page[0].x, page[1].y - page[0].y) + hypot(page[2].x - page[3].x, page[2].y - page[3].y);
    const double high = hypot(page[3].x - page[0].x, page[3].y - page[0].y) + hypot(page[2].x - page[1].x, page[2].y - page[1].y);
    const double zoom = fmin(ENLARGED_MOST, 2 * PAGE_GLYPHS * glyph / fmin(wide, high));
    const uint32_t width = (uint32_t)(zoom * wide / 2), height = (uint32_t)(zoom * high / 2);
    if (width < 2 * SURROUNDINGS || height < 2 * SURROUNDINGS || width > SIDE_MOST || height > SIDE_MOST)
        return LS_E_LIMIT;
    return see(levels, page, width, height, zoom, false, out);
}

/* The share of its pixels that are ink. */
static double inked(const ls_raster *ink)
{
    size_t count = 0;
    for (uint32_t y = 0; y < ink->height; y++)
        for (uint32_t x = 0; x < ink->width; x++)
            count += ink->data[(size_t)y * ink->stride + x] > 0;
    return (double)count / ((double)ink->width * ink->height);
}

/* By a quarter: what ran downwards runs to the right. */
static ls_status turn_sheet(const sheet *seen, sheet *out)
{
    const double *h = seen->back, width = seen->ink.width;
    *out = (sheet){.back = {h[1], -h[0], h[0] * width + h[2], h[4], -h[3], h[3] * width + h[5], h[7], -h[6], h[6] * width + h[8]}};
    ls_status status = ls_raster_alloc(&out->ink, seen->ink.width, seen->ink.height, 1);
    for (uint32_t y = 0; status == LS_OK && y < seen->ink.height; y++)
        memcpy(out->ink.data + (size_t)y * out->ink.stride, seen->ink.data + (size_t)y * seen->ink.stride, seen->ink.width);
    if (status == LS_OK)
        status = ls_raster_orient(&out->ink, EXIF_LEFT_BOTTOM);
    if (status)
        ls_raster_free(&out->ink);
    return status;
}

static ls_status join_lines(turn *way, double glyph)
{
    ls_status status = join(&way->seen, glyph, (uint32_t)(CLOSE_FAINT * glyph / GLYPH), &way->boxes);
    for (size_t i = 0; i < way->boxes.count && status == LS_OK; i++) {
        const ls_blob *box = &way->boxes.items[i];
        const int length = box->right - box->left;
        if (length < BODY_LENGTH * (box->bottom - box->top) || !is_line(&way->seen, box, glyph))
            continue;
        way->lines++;
        way->length += length;
    }
    return status;
}

/* Do `least` lines or more run one way on the page, seen with glyphs this high? They are appended to `rows` if that is given. */
static ls_status look_at_page(const ls_levels *levels, const ls_point page[4], double glyph, size_t least, bool *body, ls_chains *rows)
{
    turn ways[2] = {{.lines = 0}, {.lines = 0}};
    ls_status status = see_page(levels, page, glyph, &ways[0].seen);
    const double share = status == LS_OK ? inked(&ways[0].seen.ink) : 0;
    const bool worth = share > PAGE_INK_LEAST && share < PAGE_INK_MOST;
    if (worth)
        status = turn_sheet(&ways[0].seen, &ways[1].seen);
    for (int i = 0; worth && i < 2 && status == LS_OK; i++)
        status = join_lines(&ways[i], glyph);
    const int best = ways[1].length > ways[0].length;
    *body = status == LS_OK && ways[best].lines >= least && ways[best].length > BODY_PREVAILS * ways[!best].length;
    if (*body && rows)
        status = take(&ways[best].seen, &ways[best].boxes, glyph, false, PAGE_LINES, rows);
    for (int i = 0; i < 2; i++) {
        ls_blobs_free(&ways[i].boxes);
        ls_raster_free(&ways[i].seen.ink);
    }
    return status;
}

/* ------------------------------------------------------------------------------------- a board with a word or two on it */

static bool at_border(const sheet *seen, const ls_blob *box)
{
    return box->left <= 0 || box->top <= 0 || box->right >= (int)seen->ink.width || box->bottom >= (int)seen->ink.height;
}

static size_t ink_in(const sheet *seen, const ls_blob *box)
{
    return (size_t)(ink_share(seen, box) * (double)(box->right - box->left) * (box->bottom - box->top) + 0.5);
}

/* The lines among the boxes go to their front, the longest first; 0 when there is more on the board than they are. */
static size_t words_of(const sheet *seen, ls_blobs *boxes)
{
    size_t lines = 0, others = 0, ink = 0, other_ink = 0;
    for (size_t i = 0; i < boxes->count; i++) {
        const ls_blob box = boxes->items[i];
        if (at_border(seen, &box))
            continue;
        if (is_line(seen, &box, GLYPH)) {
            ink += ink_in(seen, &box);
            boxes->items[i] = boxes->items[lines];
            boxes->items[lines++] = box;
        } else {
            other_ink += ink_in(seen, &box);
            others++;
        }
    }
    return lines <= WORDS_MAX && others <= WORDS_BESIDE && other_ink <= ink ? lines : 0;
}

static ls_status take_words(turn *way, bool light, ls_chains *rows)
{
    ls_status status = join(&way->seen, GLYPH, CLOSE_FAINT, &way->boxes);
    if (status == LS_OK)
        way->boxes.count = words_of(&way->seen, &way->boxes);
    return status ? status : take(&way->seen, &way->boxes, GLYPH, light, WORDS_MAX, rows);
}

ls_status ls_islands_on_board(const ls_levels *levels, const ls_point board[4], ls_chains *rows)
{
    turn ways[2] = {{.lines = 0}, {.lines = 0}};
    ls_status status = see_page(levels, board, GLYPH, &ways[0].seen);
    const double share = status == LS_OK ? inked(&ways[0].seen.ink) : 0;
    const bool worth = share > BOARD_INK_LEAST && share < BOARD_INK_MOST;
    if (worth)
        status = turn_sheet(&ways[0].seen, &ways[1].seen);
    for (int i = 0; i < 2 && worth && status == LS_OK; i++)
        status = take_words(&ways[i], false, rows);
    for (int i = 0; i < 2; i++) {
        ls_blobs_free(&ways[i].boxes);
        ls_raster_free(&ways[i].seen.ink);
    }
    return status;
}

ls_status ls_islands_on_page(const ls_levels *levels, const ls_point page[4], ls_chains *rows)
{
    bool body; /* at half the size first: most sheets in photographs are windows and skies */
    ls_status status = look_at_page(levels, page, GLYPH / 2, GLANCE_LINES, &body, NULL);
    if (status == LS_OK && body)
        status = look_at_page(levels, page, GLYPH, BODY_LINES, &body, rows);
    return status;
}
