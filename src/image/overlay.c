/* SPDX-License-Identifier: Apache-2.0 */
#include "image/overlay.h"

#include <math.h>

#define SEARCHED_SIDE 64u  /* pixels: of the pictures in which one is looked for in the other */
#define COMPARED_SIDE 96u  /* pixels: of those of which the whole is compared */
#define REFINED_SIDE 192u  /* pixels: of those in which the place is made exact */
#define WHOLE_SIDE 384u    /* pixels: of those that all of them are made from */
#define DETAIL_SHARE 16u   /* of the longest side: what counts as detail is smaller */
#define LEAST_SIDE 8u      /* pixels: less tells nothing */
#define LEAST_SCALE 0.15   /* of the largest that fits: a part that shows less is not looked for */
#define SCALE_STEP 0.94    /* from one size to the next: detail of 4 pixels in 64 is still met */
#define CERTAIN 0.90       /* a correlation with which nothing better need be looked for */
#define ADVANTAGE 0.25     /* correlation that a part must have more than the whole: the best of many thousand tries always has some */
#define ORIENTATIONS 8u

ls_status ls_overlay_room_alloc(ls_overlay_room *room, ls_arena *arena)
{
    const struct {
        ls_luma *luma;
        uint32_t side;
    } planes[] = {
        {&room->first, LS_OVERLAY_SIDE},         {&room->second, LS_OVERLAY_SIDE},
        {&room->first_detail, LS_OVERLAY_SIDE},  {&room->second_detail, LS_OVERLAY_SIDE},
        {&room->whole_first, WHOLE_SIDE},        {&room->whole_second, WHOLE_SIDE},
        {&room->turned, WHOLE_SIDE},             {&room->small_first, SEARCHED_SIDE},
        {&room->small_second, SEARCHED_SIDE},
    };
    ls_status status = LS_OK;
    for (size_t i = 0; i < sizeof planes / sizeof *planes && !status; i++)
        status = ls_luma_alloc(planes[i].luma, (size_t)planes[i].side * planes[i].side, arena);
    return status;
}

static uint32_t detail_radius(const ls_luma *luma)
{
    const uint32_t longest = luma->width > luma->height ? luma->width : luma->height;
    const uint32_t radius = longest / DETAIL_SHARE;
    return radius > 2 ? radius : 2;
}

/* The whole of `source`, at most `side` pixels long. */
static void reduce(const ls_luma *source, uint32_t side, ls_luma *out)
{
    const uint32_t longest = source->width > source->height ? source->width : source->height;
    const double scale = longest > side ? (double)side / longest : 1;
    const ls_window whole = {0, 0, source->width, source->height};
    ls_luma_cut(source, &whole, (uint32_t)fmax(1, round(source->width * scale)),
                (uint32_t)fmax(1, round(source->height * scale)), out);
}

/* ---------------------------------------------------------------------------------------------------- shared */

/* Along one side: what is shared, on both pictures, as parts of their own sides. */
static bool shared_side(double from, double to, double first[2], double second[2])
{
    if (!(to - from > 0.05) || to - from > 20)
        return false;
    second[0] = fmax(0, from);
    second[1] = fmin(1, to);
    first[0] = (second[0] - from) / (to - from);
    first[1] = (second[1] - from) / (to - from);
    return second[1] > second[0];
}

bool ls_overlay_shared(const ls_luma *first, const ls_luma *second, const ls_overlay *overlay, uint32_t side,
                       ls_overlay_room *room)
{
    double first_x[2], first_y[2], second_x[2], second_y[2];
    if (!shared_side(overlay->left, overlay->right, first_x, second_x) ||
        !shared_side(overlay->top, overlay->bottom, first_y, second_y))
        return false;
    const ls_window on_first = {first_x[0] * first->width, first_y[0] * first->height, first_x[1] * first->width,
                                first_y[1] * first->height};
    const ls_window on_second = {second_x[0] * second->width, second_y[0] * second->height,
                                 second_x[1] * second->width, second_y[1] * second->height};
    double width = fmin(on_first.right - on_first.left, on_second.right - on_second.left);
    double height = fmin(on_first.bottom - on_first.top, on_second.bottom - on_second.top);
    const double scale = fmin(1, side / fmax(width, height));
    width = floor(width * scale + 0.001);
    height = floor(height * scale + 0.001);
    if (width < LEAST_SIDE || height < LEAST_SIDE)
        return false;
    ls_luma_cut(first, &on_first, (uint32_t)width, (uint32_t)height, &room->first);
    ls_luma_cut(second, &on_second, (uint32_t)width, (uint32_t)height, &room->second);
    return true;
}

static double correlation_at(const ls_luma *first, const ls_luma *second, const ls_overlay *overlay, uint32_t side,
                             ls_overlay_room *room)
{
    if (!ls_overlay_shared(first, second, overlay, side, room))
        return -1;
    const uint32_t radius = detail_radius(&room->first);
    ls_luma_detail(&room->first, radius, &room->first_detail);
    ls_luma_detail(&room->second, radius, &room->second_detail);
    return ls_luma_correlation(&room->first_detail, &room->second_detail);
}

double ls_overlay_edges(const ls_luma *first, const ls_luma *second, const ls_overlay *overlay, ls_overlay_room *room)
{
    if (!ls_overlay_shared(first, second, overlay, COMPARED_SIDE, room))
        return -1;
    ls_luma_edges(&room->first, &room->first_detail);
    ls_luma_edges(&room->second, &room->second_detail);
    return ls_luma_correlation(&room->first_detail, &room->second_detail);
}

/* ------------------------------------------------------------------------------------------------------ whole */

static void keep_better(ls_overlay *best, const ls_overlay *other)
{
    if (other->correlation > best->correlation)
        *best = *other;
}

/*
 * The whole on the whole; the first within the second, which has bars; the second within the first, of which it shows the
 * middle.
 */
static void try_whole(const ls_luma *first, const ls_luma *second, uint32_t orientation, ls_overlay_room *room,
                      ls_overlay *best)
{
    const double shape = (double)first->width / first->height * second->height / second->width; /* 1: the same */
    const double fit_x = fmin(1, shape), fit_y = fmin(1, 1 / shape), fill_x = fmax(1, shape), fill_y = fmax(1, 1 / shape);
    const ls_overlay tries[] = {
        {orientation, 0, 0, 1, 1, 0, false},
        {orientation, 0.5 - fit_x / 2, 0.5 - fit_y / 2, 0.5 + fit_x / 2, 0.5 + fit_y / 2, 0, false},
        {orientation, 0.5 - fill_x / 2, 0.5 - fill_y / 2, 0.5 + fill_x / 2, 0.5 + fill_y / 2, 0, false},
    };
    const size_t count = fabs(shape - 1) > 0.01 ? sizeof tries / sizeof *tries : 1;
    for (size_t i = 0; i < count; i++) {
        ls_overlay tried = tries[i];
        tried.correlation = correlation_at(first, second, &tried, COMPARED_SIDE, room);
        keep_better(best, &tried);
    }
}

/* ------------------------------------------------------------------------------------------------------- part */

/* A small picture with the sums that every comparison with it needs. */
typedef struct pattern {
    const ls_luma *luma;
    double sum, squares;
} pattern;

static pattern pattern_of(const ls_luma *luma)
{
    pattern made = {.luma = luma};
    for (size_t i = 0; i < (size_t)luma->width * luma->height; i++) {
        made.sum += (double)luma->data[i];
        made.squares += (double)(luma->data[i] * luma->data[i]);
    }
    return made;
}

/* Correlation of the pattern with the part of `in` whose top left corner is (left, top). */
static double correlation_with(const pattern *sought, const ls_luma *in, uint32_t left, uint32_t top)
{
    const uint32_t width = sought->luma->width, height = sought->luma->height;
    double sum = 0, squares = 0, products = 0;
    for (uint32_t y = 0; y < height; y++) {
        const float *row = in->data + (size_t)(top + y) * in->width + left;
        const float *own = sought->luma->data + (size_t)y * width;
        float row_sum = 0, row_squares = 0, row_products = 0;
        for (uint32_t x = 0; x < width; x++) {
            row_sum += row[x];
            row_squares += row[x] * row[x];
            row_products += row[x] * own[x];
        }
        sum += (double)row_sum;
        squares += (double)row_squares;
        products += (double)row_products;
    }
    const double n = (double)width * height;
    const double spread = (squares - sum * sum / n) * (sought->squares - sought->sum * sought->sum / n);
    return spread > 1e-3 ? (products - sum * sought->sum / n) / sqrt(spread) : 0;
}

typedef struct place {
    uint32_t x, y;
    double correlation;
} place;

static place best_place(const ls_luma *sought, const ls_luma *in)
{
    const pattern made = pattern_of(sought);
    place best = {0, 0, -1};
    for (uint32_t y = 0; y + sought->height <= in->height; y++)
        for (uint32_t x = 0; x + sought->width <= in->width; x++) {
            const double correlation = correlation_with(&made, in, x, y);
            if (correlation > best.correlation)
                best = (place){x, y, correlation};
        }
    return best;
}

/* `in` is small. Where `sought`, in its own proportions and at any size, is most alike: edges in parts of in's sides. */
static ls_overlay look_in(const ls_luma *sought, const ls_luma *in, ls_overlay_room *room)
{
    ls_overlay best = {.correlation = -1};
    const double fit = fmin((double)in->width / sought->width, (double)in->height / sought->height);
    const ls_window whole = {0, 0, sought->width, sought->height};
    ls_luma_detail(in, detail_radius(in), &room->second_detail);
    for (double scale = 1; scale >= LEAST_SCALE; scale *= SCALE_STEP) {
        const double width = round(sought->width * fit * scale), height = round(sought->height * fit * scale);
        if (width < LEAST_SIDE || height < LEAST_SIDE)
            break;
        ls_luma_cut(sought, &whole, (uint32_t)width, (uint32_t)height, &room->first);
        ls_luma_detail(&room->first, detail_radius(in), &room->first_detail);
        const place found = best_place(&room->first_detail, &room->second_detail);
        if (found.correlation > best.correlation)
            best = (ls_overlay){0, (double)found.x / in->width, (double)found.y / in->height,
                                (found.x + width) / in->width, (found.y + height) / in->height, found.correlation, true};
    }
    return best;
}

/* Edges of the second on the first become edges of the first on the second. */
static ls_overlay swap(const ls_overlay *overlay)
{
    const double width = overlay->right - overlay->left, height = overlay->bottom - overlay->top;
    ls_overlay swapped = *overlay;
    swapped.left = -overlay->left / width;
    swapped.right = (1 - overlay->left) / width;
    swapped.top = -overlay->top / height;
    swapped.bottom = (1 - overlay->top) / height;
    return swapped;
}

static void try_part(const ls_luma *first, const ls_luma *second, uint32_t orientation, ls_overlay_room *room,
                     ls_overlay *best)
{
    reduce(first, SEARCHED_SIDE, &room->small_first);
    reduce(second, SEARCHED_SIDE, &room->small_second);
    ls_overlay within = look_in(&room->small_first, &room->small_second, room);
    ls_overlay around = look_in(&room->small_second, &room->small_first, room);
    if (around.correlation > -1)
        around = swap(&around);
    within.orientation = around.orientation = orientation;
    keep_better(best, &within);
    keep_better(best, &around);
}

/* ------------------------------------------------------------------------------------------------------ exact */

/* Each edge is moved as long as that makes both more alike. */
static void refine(const ls_luma *first, const ls_luma *second, ls_overlay_room *room, ls_overlay *overlay)
{
    const double width = overlay->right - overlay->left, height = overlay->bottom - overlay->top;
    overlay->correlation = correlation_at(first, second, overlay, REFINED_SIDE, room);
    for (double step = 1.0 / 48; step > 1.0 / 400; step /= 2) {
        bool moved = true;
        for (int turns = 0; moved && turns < 4; turns++) {
            moved = false;
            for (int i = 0; i < 8; i++) {
                ls_overlay tried = *overlay;
                double *edges[] = {&tried.left, &tried.right, &tried.top, &tried.bottom};
                *edges[i / 2] += (i % 2 ? step : -step) * (i < 4 ? width : height);
                tried.correlation = correlation_at(first, second, &tried, REFINED_SIDE, room);
                if (tried.correlation > overlay->correlation + 1e-4) {
                    *overlay = tried;
                    moved = true;
                }
            }
        }
    }
}

/* ------------------------------------------------------------------------------------------------------- find */

typedef void try_one(const ls_luma *first, const ls_luma *second, uint32_t orientation, ls_overlay_room *room,
                     ls_overlay *best);

/* In the orientation that is expected, then in all others, until one is certain; the best one, made exact. */
static ls_overlay try_turned(uint32_t expected, try_one *try, ls_overlay_room *room)
{
    ls_overlay best = {.orientation = expected, .right = 1, .bottom = 1, .correlation = -1};
    for (uint32_t i = 0; i <= ORIENTATIONS && best.correlation < CERTAIN; i++) {
        const uint32_t orientation = i ? i : expected;
        if (i == expected)
            continue;
        ls_luma_turn(&room->whole_second, orientation, &room->turned);
        try(&room->whole_first, &room->turned, orientation, room, &best);
    }
    ls_luma_turn(&room->whole_second, best.orientation, &room->turned);
    refine(&room->whole_first, &room->turned, room, &best);
    return best;
}

static void reduce_both(const ls_luma *first, const ls_luma *second, ls_overlay_room *room)
{
    reduce(first, WHOLE_SIDE, &room->whole_first);
    reduce(second, WHOLE_SIDE, &room->whole_second);
}

ls_overlay ls_overlay_expect(const ls_luma *first, const ls_luma *second, uint32_t orientation, ls_overlay_room *room)
{
    ls_overlay best = {.orientation = orientation, .right = 1, .bottom = 1, .correlation = -1};
    reduce_both(first, second, room);
    ls_luma_turn(&room->whole_second, orientation, &room->turned);
    try_whole(&room->whole_first, &room->turned, orientation, room, &best);
    return best;
}

ls_overlay ls_overlay_find(const ls_luma *first, const ls_luma *second, uint32_t orientation, ls_overlay_room *room)
{
    reduce_both(first, second, room);
    const ls_overlay whole = try_turned(orientation, try_whole, room);
    if (whole.correlation >= CERTAIN)
        return whole;
    const ls_overlay part = try_turned(orientation, try_part, room);
    return part.correlation > whole.correlation + ADVANTAGE ? part : whole;
}
