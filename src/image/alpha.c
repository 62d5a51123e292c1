/* SPDX-License-Identifier: Apache-2.0 */
#include "image/alpha.h"

#include "image/decoders.h"

#include <stdlib.h>

/*
 * An edge is told by two pixels that stand a few pixels apart, so that smoothed strokes count too; the far pair is for
 * large, soft letters. Differences are of brightness, 0 to 255: letters are read above some 64, and not below 24.
 */
#define NEAR 3u
#define FAR 16u
#define VISIBLE 64
#define INVISIBLE 24
#define SAME_ALPHA 8
/* Pairs that may be lost: an edge of a corner or a dot. A single character of twelve pixels has more. */
#define LOST_MAX 128u

static const unsigned char backgrounds[] = {255, 0, 128};
#define BACKGROUNDS (sizeof backgrounds / sizeof *backgrounds)

struct lost {
    uint64_t pairs[BACKGROUNDS];
};

/* ITU-R BT.601 luma */
static int brightness(const unsigned char *pixel)
{
    return (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2]) / 1000;
}

/* Does the pair make an edge on some background, or in its own colours, that it does not make on ours? */
static void judge(const unsigned char *p, const unsigned char *q, struct lost *lost)
{
    const int p_alpha = p[3], q_alpha = q[3];
    if (p_alpha == 255 && q_alpha == 255)
        return;
    const int p_own = brightness(p), q_own = brightness(q);
    const int on_black = (p_alpha * p_own - q_alpha * q_own) / 255, slope = q_alpha - p_alpha;
    /* the same alpha: where it differs, it is the smoothed edge of what is seen */
    const bool under = p_alpha < 128 && abs(slope) <= SAME_ALPHA && abs(p_own - q_own) >= VISIBLE;
    if (!under && abs(on_black) < VISIBLE && abs(on_black + slope) < VISIBLE)
        return;
    for (size_t i = 0; i < BACKGROUNDS; i++)
        lost->pairs[i] += abs(on_black + slope * backgrounds[i] / 255) < INVISIBLE;
}

static const unsigned char *pixel_at(const ls_raster *rgba, uint32_t x, uint32_t y)
{
    return rgba->data + (size_t)y * rgba->stride + (size_t)x * 4;
}

static void judge_pairs(const ls_raster *rgba, uint32_t reach, struct lost *lost)
{
    for (uint32_t y = 0; y < rgba->height; y++)
        for (uint32_t x = 0; x < rgba->width; x++) {
            const unsigned char *pixel = pixel_at(rgba, x, y);
            if (x + reach < rgba->width)
                judge(pixel, pixel + (size_t)reach * 4, lost);
            if (y + reach < rgba->height)
                judge(pixel, pixel + (size_t)reach * rgba->stride, lost);
        }
}

static bool is_opaque(const ls_raster *rgba)
{
    unsigned char all = 255;
    for (uint32_t y = 0; y < rgba->height; y++)
        for (uint32_t x = 0; x < rgba->width; x++)
            all &= pixel_at(rgba, x, y)[3];
    return all == 255;
}

static unsigned char over(unsigned char value, unsigned char alpha, unsigned char background)
{
    return (unsigned char)((value * alpha + background * (255 - alpha) + 127) / 255);
}

static void lay_over(const ls_raster *rgba, unsigned char background, ls_raster *raster)
{
    for (uint32_t y = 0; y < rgba->height; y++) {
        unsigned char *out = raster->data + (size_t)y * raster->stride;
        for (uint32_t x = 0; x < rgba->width; x++, out += 3) {
            const unsigned char *in = pixel_at(rgba, x, y);
            for (int c = 0; c < 3; c++)
                out[c] = over(in[c], in[3], background);
        }
    }
}

ls_status ls_alpha_flatten(const ls_raster *rgba, ls_raster *raster, ls_outcome *outcome)
{
    ls_status status = ls_raster_alloc(raster, rgba->width, rgba->height, 3);
    if (status)
        return ls_decode_no_memory(status, outcome);
    raster->stored_width = rgba->stored_width;
    raster->stored_height = rgba->stored_height;
    raster->scale = rgba->scale;
    struct lost lost = {{0}};
    size_t best = 0;
    if (!is_opaque(rgba)) {
        judge_pairs(rgba, NEAR, &lost);
        judge_pairs(rgba, FAR, &lost);
        for (size_t i = 1; i < BACKGROUNDS && lost.pairs[0] > LOST_MAX; i++)
            if (lost.pairs[i] < lost.pairs[best])
                best = i;
    }
    if (lost.pairs[best] > LOST_MAX)
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "transparent parts hide what other backgrounds show");
    lay_over(rgba, backgrounds[best], raster);
    return LS_OK;
}
