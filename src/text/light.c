/* SPDX-License-Identifier: Apache-2.0 */
#include "text/light.h"

#include "text/ink_mask.h"
#include "text/otsu.h"

#include <stdbool.h>

#define RED_SHARE 0.02  /* of a strip's pixels that are red ink when a seal lies over it */
#define RED_LEAD 40     /* gray levels by which the red of such a pixel is above its green and blue, and by a half */
#define DARK_LEAST 0.6  /* contrast in red light against gray: dark writing keeps it, red writing has a quarter */
#define GROUND 0.5      /* share of a strip's pixels up to which its ground lies by redness, */
#define REDDEST 0.97    /* and its ink begins to be as red as it gets */
#define GAIN_LEAST 1.2 /* ratio of contrasts; of red ink (200, 40, 45) on white paper it is 1.3, of black ink 1 */

/* Gray levels between the means of what is darker and what is lighter than the threshold. */
static double contrast_of(const ls_raster *gray)
{
    const ls_two_classes classes = ls_two_classes_of(gray);
    return classes.light - classes.dark;
}

static ls_status channel_of(const ls_raster *rgb, unsigned channel, ls_raster *out)
{
    ls_status status = ls_raster_alloc(out, rgb->width, rgb->height, 1);
    for (uint32_t y = 0; y < rgb->height && !status; y++)
        for (uint32_t x = 0; x < rgb->width; x++)
            out->data[(size_t)y * out->stride + x] = rgb->data[(size_t)y * rgb->stride + 3u * x + channel];
    return status;
}

/* Puts the channel in the place of `gray` when its contrast is more than `least` times the other's. */
static ls_status take_if_clearer(const ls_raster *rgb, unsigned channel, double least, ls_raster *gray)
{
    ls_raster other;
    ls_status status = channel_of(rgb, channel, &other);
    if (status) {
        ls_raster_free(gray);
        return status;
    }
    if (contrast_of(&other) > least * contrast_of(gray)) {
        const ls_raster luma = *gray;
        *gray = other;
        other = luma;
    }
    ls_raster_free(&other);
    return LS_OK;
}

static ls_status clear(const ls_raster *rgb, ls_raster *gray)
{
    ls_status status = ls_raster_gray(rgb, gray);
    return status || rgb->channels != 3 ? status : take_if_clearer(rgb, 1, GAIN_LEAST, gray);
}

static bool has_red_ink(const ls_raster *rgb)
{
    size_t red = 0;
    for (uint32_t y = 0; y < rgb->height; y++)
        for (uint32_t x = 0; x < rgb->width; x++) {
            const uint8_t *p = rgb->data + (size_t)y * rgb->stride + 3u * x;
            const int beside = p[1] > p[2] ? p[1] : p[2];
            red += p[0] >= beside + RED_LEAD && 2 * p[0] >= 3 * beside;
        }
    return (double)red >= RED_SHARE * rgb->width * rgb->height;
}

static ls_status through_red(const ls_raster *rgb, ls_raster *gray)
{
    if (rgb->channels != 3 || !has_red_ink(rgb))
        return clear(rgb, gray);
    ls_status status = ls_raster_gray(rgb, gray);
    return status ? status : take_if_clearer(rgb, 0, DARK_LEAST, gray);
}

/* The level below which so many pixels of the picture lie. */
static int level_at(const ls_raster *gray, double share)
{
    unsigned histogram[256] = {0}, sum = 0;
    for (uint32_t y = 0; y < gray->height; y++)
        for (uint32_t x = 0; x < gray->width; x++)
            histogram[gray->data[(size_t)y * gray->stride + x]]++;
    int level = 0;
    while (level < 255 && (sum += histogram[level]) < share * gray->width * gray->height)
        level++;
    return level;
}

/* Stretched from the ground, which half of a strip is at least, to the reddest ink. */
static ls_status red_alone(const ls_raster *rgb, ls_raster *gray)
{
    ls_status status = ls_ink_measure(rgb, LS_INK_KIND_RED, gray);
    if (status)
        return status;
    const int ground = level_at(gray, GROUND), ink = level_at(gray, REDDEST);
    for (uint32_t y = 0; y < gray->height; y++)
        for (uint32_t x = 0; x < gray->width; x++) {
            unsigned char *at = &gray->data[(size_t)y * gray->stride + x];
            const int share = 255 * (*at - ground) / (ink > ground ? ink - ground : 1);
            *at = (unsigned char)(255 - (share < 0 ? 0 : share > 255 ? 255 : share));
        }
    return LS_OK;
}

ls_status ls_light_gray(const ls_raster *rgb, ls_light light, ls_raster *gray)
{
    if (light == LS_LIGHT_RED_ALONE && rgb->channels == 3)
        return red_alone(rgb, gray);
    return light == LS_LIGHT_THROUGH_RED ? through_red(rgb, gray) : clear(rgb, gray);
}
