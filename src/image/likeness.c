/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures here were chosen on 124 real pairs of a photo and a picture inside it and on 400 made ones (thumbnails of 160 to 1024
 * pixels in all usual ways; photos cropped, covered, blurred, pixelated). Of the same ones one is told to differ, whose photo was
 * turned and straightened and whose thumbnail leaves out pixels. They were judged
 * on 500 made of other photos: DESIGN.md.
 */
#include "image/likeness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GLANCED_SIDE 160u   /* pixels: of a thumbnail. What is covered may be large and soft, and is looked for at this size, too */
#define PHOTO_PIXELS 1.4    /* pixels of the photo, along a side, for each that is judged: what lies between them may vary */
#define BLOCK 8u            /* pixels: a covered name on a thumbnail is as high */
#define STEP (BLOCK / 2)
#define REACH 1             /* pixels by which a block may lie elsewhere */
#define SEEN 8.0            /* levels: standard deviation in a block that is seen; at 6 JPEG and sharpening were seen, too */
#define BEYOND 4.0          /* levels, root mean square: how far what is seen lies beyond all that the photo has around it */
#define EXPLAINED 0.5       /* share of the variance that the photo explains, of a block that shows the same */
#define MOST_GAIN 1.6       /* times the contrast of the photo that a thumbnail may have in one place */
#define NOISE 2.0           /* levels squared, in the variance of both */
#define BLOCKS 4u           /* of them overlap in the smallest patch that fills one */
#define CONTENT 6.0         /* levels: standard deviation of what is no bar; bars in JPEG have 2.3 */
#define MARGIN_SHARE 0.03   /* of a side: lens corrections and roundings move an edge so far */
#define MARGIN 1.5          /* pixels, of the thumbnail: an edge is softened by so many */
#define EXPECTED 0.9        /* correlation of a thumbnail with bars or without, where nothing was cut off or turned */
#define ALIKE 0.7           /* correlation: of two same pictures the least was 0.74, the best place for another one had 0.60 */
#define ALIKE_MAP 0.3       /* the same of the outlines of a map: Apple's gain maps have 0.57, 89 other scenes up to 0.20 */
#define KINDRED 0.4         /* correlation in its place of what was changed beyond recognition */
#define LARGEST 4.0         /* times as long as the second picture, on a side, the photo may be to which it is alike */
#define COLOUR 24           /* levels between the channels of a pixel that has a colour */
#define COLOURED 100u       /* one pixel of so many must have one: JPEG colours the rims of gray ones */
#define GRAY_STEP 3u         /* rows from one that is looked at to the next */
#define JUDGE_MEMORY ((size_t)64 << 20)

static bool is_gray(const ls_raster *raster)
{
    uint64_t coloured = 0;
    for (uint32_t y = 0; y < raster->height && raster->channels >= 3; y += GRAY_STEP) {
        const unsigned char *pixel = raster->data + (size_t)y * raster->stride;
        for (uint32_t x = 0; x < raster->width; x++, pixel += raster->channels)
            coloured += abs(pixel[0] - pixel[1]) > COLOUR || abs(pixel[1] - pixel[2]) > COLOUR ||
                        abs(pixel[0] - pixel[2]) > COLOUR;
    }
    return coloured * COLOURED * GRAY_STEP < (uint64_t)raster->width * raster->height;
}

ls_status ls_original_read(const ls_raster *raster, ls_original *original, ls_arena *arena)
{
    original->gray = is_gray(raster);
    return ls_luma_read(raster, &original->luma, arena);
}

/* ---------------------------------------------------------------------------------------------- around the photo */

typedef struct judgement {
    const ls_original *original;
    ls_luma second; /* turned */
    ls_overlay overlay;
    ls_overlay_room room;
    bool map; /* it has no colour and the photo has: its brightness may mean something else, as a gain map's does */
    ls_luma least, most; /* of the photo around each pixel that is judged */
} judgement;

/* Width of what lies beyond an edge, without what may belong to the edge. */
static uint32_t beyond(double share, uint32_t side)
{
    const double width = (share - MARGIN_SHARE) * side - MARGIN;
    return width < 1 ? 0 : width > side ? side : (uint32_t)width;
}

/* Is there anything but bars beside the photo's own part? */
static bool shows_more(const judgement *all)
{
    const ls_luma *second = &all->second;
    const uint32_t width = second->width, height = second->height;
    const uint32_t left = beyond(all->overlay.left, width), right = beyond(1 - all->overlay.right, width);
    const uint32_t top = beyond(all->overlay.top, height), bottom = beyond(1 - all->overlay.bottom, height);
    return ls_luma_deviation(second, 0, 0, left, height) > CONTENT ||
           ls_luma_deviation(second, width - right, 0, width, height) > CONTENT ||
           ls_luma_deviation(second, 0, 0, width, top) > CONTENT ||
           ls_luma_deviation(second, 0, height - bottom, width, height) > CONTENT;
}

/* ------------------------------------------------------------------------------------------------ in the photo */

/* Mean of nine: the finest detail of a thumbnail depends on how it was made smaller. */
static void soften(ls_luma *luma, ls_luma *room)
{
    ls_luma_detail(luma, 1, room);
    for (size_t i = 0; i < (size_t)luma->width * luma->height; i++)
        luma->data[i] -= room->data[i];
}

/* Pixels [first, last) of `limit` that [from, to) touches; at least one. */
typedef struct stretch {
    uint32_t first, last;
} stretch;

static stretch touched(double from, double to, uint32_t limit)
{
    const double first = fmin(fmax(0, floor(from)), limit - 1.0);
    return (stretch){(uint32_t)first, (uint32_t)fmin(fmax(first + 1, ceil(to)), limit)};
}

/* The darkest and the brightest of each column in these rows. */
static void range_of_columns(const ls_luma *photo, stretch rows, float *least, float *most)
{
    const float *line = photo->data + (size_t)rows.first * photo->width;
    memcpy(least, line, photo->width * sizeof *least);
    memcpy(most, line, photo->width * sizeof *most);
    for (uint32_t y = rows.first + 1; y < rows.last; y++) {
        line += photo->width;
        for (uint32_t x = 0; x < photo->width; x++) {
            least[x] = line[x] < least[x] ? line[x] : least[x];
            most[x] = line[x] > most[x] ? line[x] : most[x];
        }
    }
}

/* For each judged pixel the darkest and the brightest that the photo has there and a pixel around. */
static void find_ranges(judgement *all)
{
    const ls_luma *photo = &all->original->luma, *judged = &all->room.first;
    const ls_overlay *overlay = &all->overlay;
    const double across = overlay->right - overlay->left, down = overlay->bottom - overlay->top;
    const double from_x = (fmax(0, overlay->left) - overlay->left) / across * photo->width;
    const double from_y = (fmax(0, overlay->top) - overlay->top) / down * photo->height;
    const double to_x = (fmin(1, overlay->right) - overlay->left) / across * photo->width;
    const double to_y = (fmin(1, overlay->bottom) - overlay->top) / down * photo->height;
    const double step_x = (to_x - from_x) / judged->width, step_y = (to_y - from_y) / judged->height;
    float least[LS_LUMA_SIDE], most[LS_LUMA_SIDE];
    for (uint32_t y = 0; y < judged->height; y++) {
        range_of_columns(photo, touched(from_y + (y - 1.0) * step_y, from_y + (y + 2.0) * step_y, photo->height), least, most);
        for (uint32_t x = 0; x < judged->width; x++) {
            const stretch columns = touched(from_x + (x - 1.0) * step_x, from_x + (x + 2.0) * step_x, photo->width);
            const size_t at = (size_t)y * judged->width + x;
            all->least.data[at] = least[columns.first];
            all->most.data[at] = most[columns.first];
            for (uint32_t i = columns.first + 1; i < columns.last; i++) {
                all->least.data[at] = fminf(all->least.data[at], least[i]);
                all->most.data[at] = fmaxf(all->most.data[at], most[i]);
            }
        }
    }
}

typedef struct block {
    double mean, variance;
} block;

static block block_at(const ls_luma *luma, uint32_t x, uint32_t y)
{
    double sum = 0, squares = 0;
    for (uint32_t j = 0; j < BLOCK; j++)
        for (uint32_t i = 0; i < BLOCK; i++) {
            const double value = (double)luma->data[(size_t)(y + j) * luma->width + x + i];
            sum += value;
            squares += value * value;
        }
    const double mean = sum / (BLOCK * BLOCK);
    return (block){mean, fmax(0, squares / (BLOCK * BLOCK) - mean * mean)};
}

static double covariance(const ls_luma *one, uint32_t x, uint32_t y, double mean, const ls_luma *other, uint32_t other_x,
                         uint32_t other_y, double other_mean)
{
    double sum = 0;
    for (uint32_t j = 0; j < BLOCK; j++)
        for (uint32_t i = 0; i < BLOCK; i++)
            sum += ((double)one->data[(size_t)(y + j) * one->width + x + i] - mean) *
                   ((double)other->data[(size_t)(other_y + j) * other->width + other_x + i] - other_mean);
    return sum / (BLOCK * BLOCK);
}

/*
 * The share of what the block shows that the photo shows there or a pixel beside it, with its contrast raised as far as sharpening
 * raises it: a blurred photo would show everything if that were done without end.
 */
static double explained_at(const judgement *all, uint32_t x, uint32_t y, const block *seen)
{
    const ls_luma *photo = &all->room.first, *second = &all->room.second;
    double best = 0;
    for (int dy = -REACH; dy <= REACH; dy++)
        for (int dx = -REACH; dx <= REACH; dx++) {
            const int64_t left = (int64_t)x + dx, top = (int64_t)y + dy;
            if (left < 0 || top < 0 || left + BLOCK > photo->width || top + BLOCK > photo->height)
                continue;
            const block own = block_at(photo, (uint32_t)left, (uint32_t)top);
            const double common = covariance(second, x, y, seen->mean, photo, (uint32_t)left, (uint32_t)top, own.mean);
            const double gain = fmin(MOST_GAIN, common / (own.variance + NOISE));
            const double share = gain * (2 * common - gain * own.variance) / (seen->variance + NOISE);
            if (common > 0 && share > best)
                best = share;
        }
    return best;
}

/* How far the block's pixels, at the photo's brightness there, lie beyond what the photo has around them. */
static double beyond_at(const judgement *all, uint32_t x, uint32_t y, const block *seen)
{
    const double shift = block_at(&all->room.first, x, y).mean - seen->mean;
    double squares = 0;
    for (uint32_t j = 0; j < BLOCK; j++)
        for (uint32_t i = 0; i < BLOCK; i++) {
            const size_t at = (size_t)(y + j) * all->room.second.width + x + i;
            const double value = (double)all->room.second.data[at] + shift;
            const double over = fmax(0, fmax(value - (double)all->most.data[at], (double)all->least.data[at] - value));
            squares += over * over;
        }
    return sqrt(squares / (BLOCK * BLOCK));
}

static uint32_t count_unknown(const judgement *all)
{
    const ls_luma *second = &all->room.second;
    uint32_t count = 0;
    for (uint32_t y = 0; y + BLOCK <= second->height; y += STEP)
        for (uint32_t x = 0; x + BLOCK <= second->width; x += STEP) {
            const block seen = block_at(second, x, y);
            if (seen.variance <= SEEN * SEEN || beyond_at(all, x, y, &seen) <= BEYOND)
                continue;
            const double explained = explained_at(all, x, y, &seen);
            count += explained < EXPLAINED && seen.variance * (1 - explained) > SEEN * SEEN;
        }
    return count;
}

/* How many blocks of the part that both show, at most `side` pixels long, show what the photo does not; BLOCKS if there is no part. */
static uint32_t unknown_blocks(judgement *all, uint32_t side)
{
    const ls_luma *photo = &all->original->luma;
    const ls_overlay *overlay = &all->overlay;
    const double across = (fmin(1, overlay->right) - fmax(0, overlay->left)) / (overlay->right - overlay->left);
    const double down = (fmin(1, overlay->bottom) - fmax(0, overlay->top)) / (overlay->bottom - overlay->top);
    const double finest = fmax(across * photo->width, down * photo->height) / PHOTO_PIXELS;
    if (!(finest >= BLOCK) || !ls_overlay_shared(photo, &all->second, overlay, (uint32_t)fmin(side, finest), &all->room))
        return BLOCKS;
    soften(&all->room.first, &all->room.first_detail);
    soften(&all->room.second, &all->room.second_detail);
    find_ranges(all);
    return count_unknown(all);
}

/* -------------------------------------------------------------------------------------------------- judgement */

static bool is_even(const ls_luma *luma)
{
    uint32_t seen = 0;
    for (uint32_t y = 0; y + BLOCK <= luma->height && seen < BLOCKS; y += STEP)
        for (uint32_t x = 0; x + BLOCK <= luma->width && seen < BLOCKS; x += STEP)
            seen += block_at(luma, x, y).variance > SEEN * SEEN;
    return seen < BLOCKS;
}

/* Nothing is to be seen in it at all, from near or from afar: it cannot show too much. */
static bool shows_nothing(const ls_luma *second, ls_luma *room)
{
    const uint32_t longest = second->width > second->height ? second->width : second->height;
    const double scale = fmin(1, (double)GLANCED_SIDE / longest);
    const ls_window whole = {0, 0, second->width, second->height};
    ls_luma_cut(second, &whole, (uint32_t)fmax(1, second->width * scale), (uint32_t)fmax(1, second->height * scale), room);
    return is_even(second) && is_even(room);
}

/* Does the second picture show more than a patch of the photo, which anything might be alike to? */
static bool is_part_enough(const ls_overlay *overlay)
{
    return overlay->right - overlay->left < LARGEST && overlay->bottom - overlay->top < LARGEST;
}

static bool is_changed(judgement *all)
{
    if (unknown_blocks(all, GLANCED_SIDE) >= BLOCKS)
        return true;
    const ls_luma *judged = &all->room.second;
    const uint32_t longest = judged->width > judged->height ? judged->width : judged->height;
    return longest >= GLANCED_SIDE && unknown_blocks(all, LS_OVERLAY_SIDE) >= BLOCKS;
}

static void lay(judgement *all, const ls_luma *second, ls_overlay overlay)
{
    all->overlay = overlay;
    ls_luma_turn(second, overlay.orientation, &all->second);
}

/* What nearly every thumbnail is needs no search. */
static bool is_as_expected(judgement *all, const ls_luma *second, uint32_t orientation)
{
    lay(all, second, ls_overlay_expect(&all->original->luma, second, orientation, &all->room));
    return all->overlay.correlation >= EXPECTED && !shows_more(all) && !is_changed(all);
}

/* A map of brightness or distance has the photo's outlines, or some of them, in the photo's own frame. */
static bool is_map(judgement *all, const ls_luma *second, uint32_t orientation)
{
    if (!all->map)
        return false;
    lay(all, second, (ls_overlay){.orientation = orientation, .right = 1, .bottom = 1});
    return ls_overlay_edges(&all->original->luma, &all->second, &all->overlay, &all->room) >= ALIKE_MAP;
}

static ls_showing judge(judgement *all, const ls_luma *second, uint32_t orientation)
{
    lay(all, second, ls_overlay_find(&all->original->luma, second, orientation, &all->room));
    const double correlation = is_part_enough(&all->overlay) ? all->overlay.correlation : 0;
    const bool searched = all->overlay.searched;
    if (correlation >= ALIKE && shows_more(all))
        return LS_SHOWS_UNCROPPED;
    if (correlation >= ALIKE)
        return is_changed(all) ? LS_SHOWS_REDACTED : LS_SHOWS_SAME;
    if (is_map(all, second, orientation))
        return LS_SHOWS_SAME;
    return correlation >= KINDRED && !searched ? LS_SHOWS_REDACTED : LS_SHOWS_OTHER;
}

ls_status ls_likeness_judge(const ls_original *original, const ls_raster *second, uint32_t orientation,
                            ls_showing *showing)
{
    ls_arena *arena = ls_arena_new(JUDGE_MEMORY);
    ls_luma luma = {0};
    const uint32_t expected = orientation >= 1 && orientation <= 8 ? orientation : 1;
    judgement all = {.original = original, .map = !original->gray && is_gray(second)};
    ls_status status = arena ? ls_luma_read(second, &luma, arena) : LS_E_NOMEM;
    if (!status)
        status = ls_overlay_room_alloc(&all.room, arena);
    if (!status)
        status = ls_luma_alloc(&all.second, luma.capacity, arena);
    if (!status)
        status = ls_luma_alloc(&all.least, (size_t)LS_OVERLAY_SIDE * LS_OVERLAY_SIDE, arena);
    if (!status)
        status = ls_luma_alloc(&all.most, (size_t)LS_OVERLAY_SIDE * LS_OVERLAY_SIDE, arena);
    if (!status && (shows_nothing(&luma, &all.room.first) || is_as_expected(&all, &luma, expected)))
        *showing = LS_SHOWS_SAME;
    else if (!status)
        *showing = judge(&all, &luma, expected);
    ls_arena_free(arena);
    return status;
}
