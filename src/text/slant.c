/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Upright stems fill few columns, leaning ones many: the lean under which the columns differ most is the writing's own
 * (the projection profile that handwriting recognisers take out the slant with).
 */
#include "text/slant.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 8         /* each way */
#define STEP 0.1        /* columns per row; 0.8 is 39° */
#define GAIN 1.06       /* of the columns' differences against those of writing taken for upright: italics and the chance
                           lean of a few letters gain less */
#define SHORTEST 16u    /* columns and rows: less is no writing */

/* Darkness against the ground, which the lightest part of the strip is; what is nearly ground counts for nothing. */
static void read_ink(const ls_raster *strip, unsigned char *ink)
{
    unsigned char lightest = 0, darkest = 255;
    for (uint32_t y = 0; y < strip->height; y++)
        for (uint32_t x = 0; x < strip->width; x++) {
            const unsigned char value = strip->data[(size_t)y * strip->stride + x];
            lightest = value > lightest ? value : lightest;
            darkest = value < darkest ? value : darkest;
        }
    const int ground = lightest - (lightest - darkest) / 3;
    for (uint32_t y = 0; y < strip->height; y++)
        for (uint32_t x = 0; x < strip->width; x++) {
            const int depth = ground - strip->data[(size_t)y * strip->stride + x];
            ink[(size_t)y * strip->width + x] = (unsigned char)(depth > 0 ? depth : 0);
        }
}

/* The sum of the squares of the columns' ink, the rows moved as for writing that leans so. */
static double sharpness(const unsigned char *ink, uint32_t width, uint32_t height, double slant, uint32_t *columns)
{
    memset(columns, 0, width * sizeof *columns);
    for (uint32_t y = 0; y < height; y++) {
        const long shift = lround(slant * ((double)y - height / 2.0));
        const long from = shift < 0 ? -shift : 0, to = shift > 0 ? (long)width - shift : (long)width;
        for (long x = from; x < to; x++)
            columns[x + shift] += ink[(size_t)y * width + (size_t)x];
    }
    double sum = 0;
    for (uint32_t x = 0; x < width; x++)
        sum += (double)columns[x] * columns[x];
    return sum;
}

ls_status ls_slant_measure(const ls_raster *strip, double *slant)
{
    *slant = 0;
    const uint32_t width = strip->width, height = strip->height;
    if (width < SHORTEST || height < SHORTEST)
        return LS_OK;
    unsigned char *ink = malloc((size_t)width * height);
    uint32_t *columns = malloc(width * sizeof *columns);
    if (ink && columns) {
        read_ink(strip, ink);
        double best = GAIN * sharpness(ink, width, height, 0, columns);
        for (int step = -STEPS; step <= STEPS; step++) {
            const double value = sharpness(ink, width, height, step * STEP, columns);
            if (value > best) {
                best = value;
                *slant = step * STEP;
            }
        }
    }
    const ls_status status = ink && columns ? LS_OK : LS_E_NOMEM;
    free(ink);
    free(columns);
    return status;
}
