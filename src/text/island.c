/* SPDX-License-Identifier: Apache-2.0 */
#include "text/island.h"

#include "image/vision.h"
#include "text/blob.h"
#include "text/merge.h"
#include "text/search.h"
#include "text/vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GLYPH 14.0           /* pixels that the body's glyphs have in the picture that is searched */
#define SIDE_MOST 2400u      /* pixels of that picture */
#define SURROUNDINGS 27u     /* as in search.c */
#define CLOSE_ALONG 13u      /* pixels: a glyph's width joins the glyphs of a line, and less joins no two lines */
#define CLOSE_ACROSS 5u
#define LOWEST 0.55          /* of the body's height */
#define HIGHEST 4.0
#define SHORTEST 1.35        /* length by height: two narrow glyphs */
#define LONGEST 30.0
#define FILL_LEAST 0.14      /* share of ink: less are dust and rules, more is a picture */
#define FILL_MOST 0.72
#define ISLANDS_MAX 16u      /* of one sheet, the longest */
#define FRAME_COVER 0.6      /* share of a side that is ink where a frame runs along it */
#define FRAME_DEPTH 4        /* pixels from the side */

typedef struct sheet {
    ls_raster ink;               /* 255 where there is ink, upright */
    ls_point origin;             /* of its first pixel, pixels of the full size */
    double along_x, along_y;     /* one of its pixels to the right, and down, in those pixels */
    double down_x, down_y;
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

static ls_status see(const ls_levels *levels, const ls_point area[4], const ls_block *body, bool light, sheet *out)
{
    uint32_t level = 0;
    while (level + 1 < levels->count && (double)body->height / levels->scale[level + 1] >= GLYPH)
        level++;
    ls_point box[4], there[4];
    turned_box(area, (double)body->angle, box);
    const double wide = hypot(box[1].x - box[0].x, box[1].y - box[0].y), high = hypot(box[3].x - box[0].x, box[3].y - box[0].y);
    const double zoom = fmin(1 / levels->scale[level], GLYPH / (double)body->height);
    const uint32_t width = (uint32_t)(wide * zoom), height = (uint32_t)(high * zoom);
    if (width < 2 * SURROUNDINGS || height < 2 * SURROUNDINGS || width > SIDE_MOST || height > SIDE_MOST)
        return LS_E_LIMIT;
    for (int i = 0; i < 4; i++)
        there[i] = (ls_point){box[i].x / levels->scale[level], box[i].y / levels->scale[level]};
    *out = (sheet){.origin = box[0], .along_x = (box[1].x - box[0].x) / width, .along_y = (box[1].y - box[0].y) / width,
                   .down_x = (box[3].x - box[0].x) / height, .down_y = (box[3].y - box[0].y) / height};
    ls_status status = ls_vision_warp(&levels->gray[level], there, width, height, &out->ink);
    if (status == LS_OK) {
        status = to_ink(&out->ink, light);
        if (status)
            ls_raster_free(&out->ink);
    }
    return status;
}

static ls_point place(const sheet *seen, double x, double y)
{
    return (ls_point){seen->origin.x + x * seen->along_x + y * seen->down_x, seen->origin.y + x * seen->along_y + y * seen->down_y};
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
                    .certainty = LS_CERTAINTY_BESIDE, .found = LS_CERTAINTY_BESIDE};
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

static ls_status take(sheet *seen, ls_blobs *boxes, double glyph, bool light, ls_chains *rows)
{
    const size_t before = rows->count;
    size_t taken = 0;
    if (boxes->count)
        qsort(boxes->items, boxes->count, sizeof *boxes->items, longest_first);
    for (size_t i = 0; i < boxes->count && taken < ISLANDS_MAX; i++) {
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

ls_status ls_islands_find(const ls_levels *levels, const ls_point area[4], const ls_block *body, ls_chains *rows)
{
    sheet seen;
    const bool light = body->light;
    ls_status status = see(levels, area, body, light, &seen);
    if (status)
        return status;
    ls_raster joined = {0}, ground = {0};
    ls_blobs boxes = {0};
    const double glyph = (double)body->height / hypot(seen.down_x, seen.down_y);
    status = ls_raster_alloc(&joined, seen.ink.width, seen.ink.height, 1);
    if (status == LS_OK)
        status = ls_raster_alloc(&ground, seen.ink.width, seen.ink.height, 1);
    if (status == LS_OK) {
        for (uint32_t y = 0; y < joined.height; y++)
            memcpy(joined.data + (size_t)y * joined.stride, seen.ink.data + (size_t)y * seen.ink.stride, joined.width);
        memset(ground.data, 0, (size_t)ground.stride * ground.height);
        status = ls_vision_morph(&joined, true, CLOSE_ALONG, CLOSE_ACROSS);
    }
    if (status == LS_OK) {
        const ls_blob_filter filter = {.light = true, .min_side = (int)(LOWEST * glyph), .max_side = (int)(HIGHEST * glyph) + 1,
                                       .max_length = (int)(HIGHEST * LONGEST * glyph), .min_area = 20};
        status = ls_blobs_find(&joined, &ground, &filter, &boxes);
    }
    if (status == LS_OK)
        status = take(&seen, &boxes, glyph, light, rows);
    ls_blobs_free(&boxes);
    ls_raster_free(&joined);
    ls_raster_free(&ground);
    ls_raster_free(&seen.ink);
    return status;
}
