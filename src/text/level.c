/* SPDX-License-Identifier: Apache-2.0 */
#include "text/level.h"

#include "image/vision.h"

#include <math.h>

static ls_status half(const ls_raster *source, ls_raster *out)
{
    return ls_vision_resize(source, (source->width + 1) / 2, (source->height + 1) / 2, out);
}

/*
 * What a dim room leaves of the range is stretched: the finder asks for a difference of so many gray levels, and the
 * sensor's noise, which is stretched as well, is what it has been fitted to tell from writing.
 */
#define LIGHT_SHARE 0.005 /* of the pixels may be lighter than what becomes LIGHT: lamps, a window */
#define DIM 150           /* gray level of that share below which the picture is stretched */
#define LIGHT 210
#define GAIN_MOST 5.0     /* what is darker than that is noise */

static double gain_for(const ls_raster *gray)
{
    size_t counts[256] = {0}, lighter = 0;
    for (uint32_t y = 0; y < gray->height; y += 2)
        for (uint32_t x = 0; x < gray->width; x += 2)
            counts[gray->data[(size_t)y * gray->stride + x]]++;
    const double room = LIGHT_SHARE * ((double)(gray->height + 1) / 2) * ((double)(gray->width + 1) / 2);
    int level = 255;
    while (level > 1 && (double)(lighter += counts[level]) < room)
        level--;
    return level >= DIM ? 1 : fmin(GAIN_MOST, (double)LIGHT / level);
}

ls_status ls_levels_make(const ls_raster *rgb, ls_levels *levels)
{
    *levels = (ls_levels){.rgb = rgb, .scale = {1}};
    ls_status status = ls_raster_gray(rgb, &levels->gray[0]);
    levels->gain = status ? 1 : gain_for(&levels->gray[0]);
    if (status == LS_OK)
        ls_raster_brighten(&levels->gray[0], levels->gain);
    for (levels->count = status ? 0 : 1; status == LS_OK && levels->count < LS_LEVELS_MAX; levels->count++) {
        const ls_raster *last = &levels->gray[levels->count - 1];
        if (last->width <= LS_LEVEL_LEAST && last->height <= LS_LEVEL_LEAST)
            break;
        status = half(last, &levels->gray[levels->count]);
        if (status)
            break;
        levels->scale[levels->count] = (double)levels->gray[0].width / levels->gray[levels->count].width;
    }
    if (status)
        ls_levels_free(levels);
    return status;
}

void ls_levels_free(ls_levels *levels)
{
    for (uint32_t i = 0; i < LS_LEVELS_MAX; i++)
        ls_raster_free(&levels->gray[i]);
    levels->count = 0;
}
