/* SPDX-License-Identifier: Apache-2.0 */
#include "text/search.h"

#include "image/vision.h"
#include "text/block.h"
#include "text/vector.h"

#include <math.h>
#include <string.h>

#define SURROUNDINGS 27u  /* pixels: wider than two strokes of the largest glyphs looked for in one size */
#define GLYPH_MAX 60      /* pixels: larger glyphs are found in the halved picture */
#define GLYPH_MIN 4       /* pixels: smaller ones are gray dust */
#define GLYPH_MIN_HALVED 9 /* pixels, in a halved picture: smaller ones were found before halving */
#define HALVINGS 4
#define LIKELY 0.5f
#define ROW_MIN 3

/*
 * The picture that is searched: a 12 or 16 megapixel photo as it is, where glyphs of 5 pixels are found; a larger one is
 * halved first, its sensor resolves no more. By the shorter side: a long screenshot, 1080 × 20000, is sharp throughout.
 */
#define SEARCH_SIDE 3450u
#define SEARCH_PIXELS 22000000u

/* The direction that most of the certain rows share, and the upright or turned rectangle around them. */
static bool common_block(const ls_chains *chains, size_t from, ls_block *block)
{
    ls_block_start(block);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = from; i < chains->count; i++)
            if (chains->items[i].marks >= 4 && ls_row_likely(chains->items[i].features) >= LIKELY)
                ls_block_add(block, &chains->items[i], pass);
    return block->rows >= 2;
}

/* Short rows beside the long ones: 机密, 特急, a date. */
static ls_status search_beside(ls_marks *marks, size_t from, ls_chains *chains)
{
    ls_block block;
    if (!common_block(chains, from, &block))
        return LS_OK;
    ls_point region[4];
    ls_block_region(&block, region);
    const size_t before = chains->count;
    ls_status status = ls_chains_find_short(marks, block.angle, 0.7f * block.height, region, chains);
    for (size_t i = before; i < chains->count; i++)
        chains->items[i].beside = true;
    return status;
}

static ls_status search_ink(const ls_raster *gray, const ls_raster *surroundings, bool light, int min_side,
                            ls_chains *chains)
{
    const ls_blob_filter filter = {.light = light, .min_side = min_side / 3 + 1,
                                   .max_side = GLYPH_MAX,
                                   .max_length = 2 * GLYPH_MAX, .min_area = 5};
    ls_blobs blobs;
    ls_status status = ls_blobs_find(gray, surroundings, &filter, &blobs);
    if (status)
        return status;
    ls_marks marks;
    status = ls_marks_make(&blobs, light, gray->width, gray->height, &marks);
    ls_blobs_free(&blobs);
    if (status)
        return status;
    const size_t before = chains->count;
    status = ls_chains_find(&marks, ROW_MIN, chains);
    if (status == LS_OK)
        status = search_beside(&marks, before, chains);
    ls_marks_free(&marks);
    size_t kept = before;
    for (size_t i = before; i < chains->count; i++)
        if (chains->items[i].height >= (float)min_side)
            chains->items[kept++] = chains->items[i];
    chains->count = kept;
    ls_chains_join(chains, before);
    return status;
}

static ls_status search_size(const ls_raster *gray, int min_side, ls_chains *chains)
{
    ls_raster surroundings;
    ls_status status = ls_vision_mean(gray, SURROUNDINGS, &surroundings);
    if (status)
        return status;
    status = search_ink(gray, &surroundings, false, min_side, chains);
    if (status == LS_OK)
        status = search_ink(gray, &surroundings, true, min_side, chains);
    ls_raster_free(&surroundings);
    return status;
}

static void scale_chain(ls_chain *chain, double scale)
{
    for (int i = 0; i < 4; i++) {
        chain->quad[i].x *= scale;
        chain->quad[i].y *= scale;
    }
    chain->height *= (float)scale;
    chain->length *= (float)scale;
    chain->stroke *= (float)scale;
}

/* Which of two rows that lie on each other is better: longer and more certain. */
static float rank(const ls_chain *chain)
{
    return (chain->likely + 0.1f) * sqrtf((float)chain->marks);
}

static ls_point middle(const ls_chain *chain)
{
    const ls_point *q = chain->quad;
    return (ls_point){(q[0].x + q[1].x + q[2].x + q[3].x) / 4, (q[0].y + q[1].y + q[2].y + q[3].y) / 4};
}

/* How much of the shorter row lies within the other one; rows are taken for straight bands. */
static bool overlap(const ls_chain *a, const ls_chain *b)
{
    const ls_point pa = middle(a), pb = middle(b);
    const double reach = (double)(a->length + a->height + b->length + b->height) / 2;
    if (fabs(pa.x - pb.x) > reach || fabs(pa.y - pb.y) > reach)
        return false;
    const double c = cos((double)a->angle), s = sin((double)a->angle);
    const double along = fabs((pb.x - pa.x) * c + (pb.y - pa.y) * s), across = fabs((pb.y - pa.y) * c - (pb.x - pa.x) * s);
    const double cb = fabs(cos((double)b->angle - (double)a->angle)), sb = fabs(sin((double)b->angle - (double)a->angle));
    const double b_along = (double)b->length * cb + (double)b->height * sb;
    const double b_across = (double)b->height * cb + (double)b->length * sb;
    const double shared_along = ((double)a->length + b_along) / 2 - along;
    const double shared_across = ((double)a->height + b_across) / 2 - across;
    return shared_along > 0.4 * fmin((double)a->length, b_along) &&
           shared_across > 0.4 * fmin((double)a->height, b_across);
}

static int better_first(const void *a, const void *b)
{
    const float first = rank(a), second = rank(b);
    return (first < second) - (first > second);
}

static void drop_doubles(ls_chains *chains)
{
    for (size_t i = 0; i < chains->count; i++)
        chains->items[i].likely = ls_row_likely(chains->items[i].features);
    if (chains->count)
        qsort(chains->items, chains->count, sizeof *chains->items, better_first);
    size_t kept = 0;
    for (size_t i = 0; i < chains->count; i++) {
        bool twice = false;
        for (size_t j = 0; j < kept && !twice; j++)
            twice = overlap(&chains->items[j], &chains->items[i]);
        if (!twice)
            chains->items[kept++] = chains->items[i];
    }
    chains->count = kept;
}

ls_status ls_search(const ls_raster *gray, ls_chains *chains)
{
    ls_raster halved = {0};
    const ls_raster *level = gray;
    ls_status status = search_size(gray, GLYPH_MIN, chains);
    for (int i = 0; i < HALVINGS && status == LS_OK && level->width > 120 && level->height > 120; i++) {
        ls_raster next;
        status = ls_vision_resize(level, (level->width + 1) / 2, (level->height + 1) / 2, &next);
        ls_raster_free(&halved);
        if (status)
            break;
        halved = next;
        level = &halved;
        const size_t before = chains->count;
        status = search_size(level, GLYPH_MIN_HALVED, chains);
        for (size_t j = before; j < chains->count; j++)
            scale_chain(&chains->items[j], (double)gray->width / level->width);
    }
    ls_raster_free(&halved);
    drop_doubles(chains);
    return status;
}

static bool too_large(const ls_raster *gray)
{
    const uint32_t shorter = gray->width < gray->height ? gray->width : gray->height;
    return shorter > SEARCH_SIDE || (uint64_t)gray->width * gray->height > SEARCH_PIXELS;
}

ls_status ls_search_levels(const ls_levels *levels, ls_chains *chains)
{
    uint32_t level = 0;
    while (level + 1 < levels->count && too_large(&levels->gray[level]))
        level++;
    const ls_status status = ls_search(&levels->gray[level], chains);
    for (size_t i = 0; i < chains->count; i++)
        scale_chain(&chains->items[i], levels->scale[level]);
    ls_certainties_set(chains);
    return status;
}
