/* SPDX-License-Identifier: Apache-2.0 */
#include "text/seal_writing.h"

#include "image/vision.h"
#include "text/quad.h"

#include <math.h>
#include <string.h>

/* Seals of public bodies have 42 mm, a ring of 1.2 mm and glyphs as high as 0.2 to 0.3 of their radius within it (国发〔1999〕25号). */
#define OUTER 0.93      /* of the radius: within the ring */
#define INNER 0.54      /* below the glyphs, outside of the star */
#define SIDE_LEAST 90.0 /* pixels: glyphs of 11 */
#define SIDE_MOST 320.0 /* pixels that the seal is looked at with; larger ones are reduced by half at most */
#define DEGREES 360
#define BAND_FROM 0.60  /* of the radius: where ink is glyphs, whatever their size */
#define BAND_TO 0.86
#define BAND_STEPS 12
#define BLUR 7          /* degrees to each side over which ink is averaged: half a glyph */
#define EMPTY 0.5       /* of the mean ink: less is no writing */
#define GAP_LEAST 40    /* degrees of the gap at the foot */
#define HEIGHT 56u      /* pixels of the strip, from the inner to the outer radius */
#define MARGIN 8u       /* white around it */

static int at(const ls_raster *disc, double radius, double angle)
{
    const double middle = disc->width / 2.0;
    const double x = middle + radius * middle * cos(angle), y = middle + radius * middle * sin(angle);
    const uint32_t column = (uint32_t)fmin(disc->width - 1.0, fmax(0, x)), row = (uint32_t)fmin(disc->height - 1.0, fmax(0, y));
    return disc->data[(size_t)row * disc->stride + column];
}

/* Ink in each direction, and its mean; angles clockwise from the right, as y runs down. */
static double measure(const ls_raster *disc, double ink[DEGREES])
{
    double raw[DEGREES], mean = 0;
    for (int d = 0; d < DEGREES; d++) {
        raw[d] = 0;
        for (int i = 0; i < BAND_STEPS; i++)
            raw[d] += 255 - at(disc, BAND_FROM + (BAND_TO - BAND_FROM) * i / (BAND_STEPS - 1), d * M_PI / 180);
        mean += raw[d] / DEGREES;
    }
    for (int d = 0; d < DEGREES; d++) {
        ink[d] = 0;
        for (int i = -BLUR; i <= BLUR; i++)
            ink[d] += raw[(d + i + DEGREES) % DEGREES] / (2 * BLUR + 1);
    }
    return mean;
}

/* The widest run of directions without writing. */
static int find_gap(const ls_raster *disc, int *start)
{
    double ink[DEGREES];
    const double least = EMPTY * measure(disc, ink);
    int best = 0, run = 0;
    for (int d = 0; d < 2 * DEGREES; d++) {
        run = ink[d % DEGREES] < least ? run + 1 : 0;
        if (run > best && run < DEGREES) {
            best = run;
            *start = (d - run + 1) % DEGREES;
        }
    }
    return best;
}

static void unroll(const ls_raster *disc, double from, double sweep, ls_raster *strip)
{
    const double columns = strip->width - 2.0 * MARGIN;
    for (uint32_t y = 0; y < HEIGHT; y++)
        for (uint32_t x = 0; x < columns; x++) {
            const double radius = OUTER - (OUTER - INNER) * (y + 0.5) / HEIGHT;
            strip->data[(size_t)(y + MARGIN) * strip->stride + x + MARGIN] = (unsigned char)at(disc, radius, from + sweep * (x + 0.5) / columns);
        }
}

static ls_status disc_of(const ls_levels *levels, const ls_point quad[4], double side, ls_raster *disc)
{
    ls_raster rgb;
    const uint32_t pixels = (uint32_t)(side > SIDE_MOST ? fmax(SIDE_MOST, side / 2) : side);
    ls_status status = ls_vision_warp(levels->rgb, quad, pixels, pixels, &rgb);
    if (status)
        return status;
    status = ls_light_gray(&rgb, LS_LIGHT_RED_ALONE, disc);
    ls_raster_free(&rgb);
    return status;
}

ls_status ls_seal_unroll(const ls_levels *levels, const ls_point quad[4], bool mirrored, ls_raster *strip)
{
    const double side = fmin(ls_quad_width(quad), ls_quad_height(quad));
    ls_raster disc;
    if (levels->rgb->channels != 3 || side < SIDE_LEAST)
        return LS_E_FORMAT;
    ls_status status = disc_of(levels, quad, side, &disc);
    if (status)
        return status;
    int start = 0;
    const int gap = find_gap(&disc, &start);
    status = gap < GAP_LEAST ? LS_E_FORMAT : LS_OK;
    const double sweep = (DEGREES - gap) * M_PI / 180, end = start * M_PI / 180, begin = (start + gap) * M_PI / 180;
    const double length = HEIGHT * sweep * (OUTER + INNER) / 2 / (OUTER - INNER);
    if (status == LS_OK)
        status = ls_raster_alloc(strip, (uint32_t)length + 2 * MARGIN, HEIGHT + 2 * MARGIN, 1);
    if (status == LS_OK) {
        for (uint32_t y = 0; y < strip->height; y++)
            memset(strip->data + (size_t)y * strip->stride, 255, strip->width);
        /* clockwise; in a mirror the first glyph comes last */
        unroll(&disc, mirrored ? end : begin, mirrored ? -sweep : sweep, strip);
    }
    ls_raster_free(&disc);
    return status;
}
