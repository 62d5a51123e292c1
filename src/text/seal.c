/* SPDX-License-Identifier: Apache-2.0 */
#include "text/seal.h"

#include "image/vision.h"
#include "text/quad.h"

#include <math.h>
#include <string.h>

#define EXCESS 18            /* red above the larger of green and blue, of 255, at least */
#define EXCESS_DIM 6         /* however dim it is: the sensor's noise */
#define EXCESS_SHARE 0.2     /* of the red itself: worn ink on paper in a dim room */
#define SCENE 0.2            /* share of red pixels beyond which the scene is red */
#define AREAS_MAX 24u        /* looked at per reach */
#define AREA_LEAST 110.0     /* pixels */
#define TOLERANCE 0.02       /* of an outline's length: a circle is no quadrilateral within it */
#define FILL 0.55            /* of the smallest rectangle; a ring fills π/4 */
#define INK_LEAST 0.12       /* share of red in the area */
#define INK_MOST 0.8
#define DISC 64u             /* pixels: a round seal is looked at so large */
#define ROUND 1.25           /* sides of a round seal, one by the other, seen at an angle */
#define ROUND_LEAST 18.0     /* pixels */
#define RING_COVER 0.7       /* share of the directions in which the ring is seen */
#define CORNER 0.74          /* of the radius, beyond which in both directions lies no part of a ring: √½ and a bit */
#define CORNER_INK 0.15      /* share of red there: 秘 or a square frame reaches into corners; of rings on rendered pages nearly all have none */
#define RING_SURE 0.9        /* cover of a ring that may have something red beside it */
#define STAR_INK 0.5         /* share of red in the middle */
#define DIRECTIONS 72

/* Closing reaches over gaps in the ring: of small, middling and large seals. */
static const uint32_t reaches[] = {5, 11, 23};

/* `least`: what EXCESS is in a picture as dim as this one. */
static bool is_red(const unsigned char *p, int least)
{
    const int excess = p[0] - (p[1] > p[2] ? p[1] : p[2]);
    return excess > least && excess > EXCESS_SHARE * p[0];
}

static size_t red_mask(const ls_raster *rgb, double gain, ls_raster *mask)
{
    const int least = (int)fmax(EXCESS_DIM, EXCESS / gain);
    size_t red = 0;
    for (uint32_t y = 0; y < rgb->height; y++) {
        const unsigned char *from = rgb->data + (size_t)y * rgb->stride;
        unsigned char *to = mask->data + (size_t)y * mask->stride;
        for (uint32_t x = 0; x < rgb->width; x++, from += 3) {
            to[x] = is_red(from, least) ? 255 : 0;
            red += to[x] > 0;
        }
    }
    return red;
}

static bool red_at(const ls_raster *mask, uint32_t x, uint32_t y)
{
    return mask->data[(size_t)y * mask->stride + x] > 127;
}

static bool seal_known(const ls_text *text, const ls_point quad[4])
{
    const ls_point middle = ls_quad_middle(quad);
    for (size_t i = 0; i < text->seal_count; i++)
        if (ls_quad_holds(text->seals[i].quad, middle))
            return true;
    return false;
}

/* In how many directions from the middle red is met near the rim, and how red the middle is. */
static void look_round(const ls_raster *disc, double *ring, double *star)
{
    const double radius = DISC / 2.0;
    int seen = 0, inner = 0, inner_red = 0;
    for (int k = 0; k < DIRECTIONS; k++) {
        const double angle = 2 * M_PI * k / DIRECTIONS;
        bool red = false;
        for (double r = 0.84; r < 1 && !red; r += 0.03)
            red = red_at(disc, (uint32_t)(radius + (radius - 1) * r * cos(angle)), (uint32_t)(radius + (radius - 1) * r * sin(angle)));
        seen += red;
        for (double r = 0.02; r < 0.2; r += 0.04, inner++)
            inner_red += red_at(disc, (uint32_t)(radius + radius * r * cos(angle)), (uint32_t)(radius + radius * r * sin(angle)));
    }
    *ring = (double)seen / DIRECTIONS;
    *star = (double)inner_red / inner;
}

/* How red the four corners are that a circle leaves empty. */
static double corner_ink(const ls_raster *disc)
{
    const double radius = DISC / 2.0;
    int seen = 0, red = 0;
    for (uint32_t y = 0; y < DISC; y++)
        for (uint32_t x = 0; x < DISC; x++)
            if (fabs(x + 0.5 - radius) > CORNER * radius && fabs(y + 0.5 - radius) > CORNER * radius) {
                seen++;
                red += red_at(disc, x, y);
            }
    return (double)red / seen;
}

static ls_status look_at_seal(const ls_raster *mask, const ls_point quad[4], double ink, ls_text *text)
{
    const double wide = ls_quad_width(quad), high = ls_quad_height(quad);
    if (fmin(wide, high) < ROUND_LEAST || wide > ROUND * high || high > ROUND * wide || seal_known(text, quad) ||
        text->seal_count == LS_SEALS_MAX)
        return LS_OK;
    ls_raster disc;
    double ring, star;
    ls_status status = ls_vision_warp(mask, quad, DISC, DISC, &disc);
    if (status)
        return status == LS_E_NOMEM ? status : LS_OK;
    look_round(&disc, &ring, &star);
    const double corners = corner_ink(&disc);
    ls_raster_free(&disc);
    if (ring < RING_COVER || (ring < RING_SURE && corners > CORNER_INK) || ink > M_PI / 4 * INK_MOST)
        return LS_OK;
    ls_seal *seal = ls_text_add_seal(text);
    if (!seal)
        return LS_E_NOMEM;
    memcpy(seal->quad, quad, sizeof seal->quad);
    seal->ring = true;
    seal->star = star > STAR_INK;
    seal->confidence = (unsigned char)lround(100 * ring);
    return LS_OK;
}

/* ---------------------------------------------------------------------------------------------------- the whole */

static double ink_in(const ls_raster *mask, const ls_point quad[4])
{
    ls_point low, high;
    ls_quad_box(quad, &low, &high);
    size_t red = 0;
    for (uint32_t y = (uint32_t)fmax(0, low.y); y < mask->height && y < high.y; y++)
        for (uint32_t x = (uint32_t)fmax(0, low.x); x < mask->width && x < high.x; x++)
            red += red_at(mask, x, y) && ls_quad_holds(quad, (ls_point){x + 0.5, y + 0.5});
    return (double)red / fmax(1, ls_quad_area(quad));
}

static ls_status look_at_areas(const ls_raster *mask, uint32_t reach, ls_text *text)
{
    ls_raster closed;
    ls_status status = ls_raster_alloc(&closed, mask->width, mask->height, 1);
    if (status)
        return status;
    for (uint32_t y = 0; y < mask->height; y++)
        memcpy(closed.data + (size_t)y * closed.stride, mask->data + (size_t)y * mask->stride, mask->width);
    ls_vision_quad areas[AREAS_MAX];
    size_t count = 0;
    status = ls_vision_morph(&closed, true, reach, reach);
    if (status == LS_OK)
        status = ls_vision_quads(&closed, AREA_LEAST, TOLERANCE, FILL, areas, AREAS_MAX, &count);
    ls_raster_free(&closed);
    for (size_t i = 0; i < count && status == LS_OK; i++) {
        const double ink = ink_in(mask, areas[i].corner);
        if (ink < INK_LEAST || ink > INK_MOST)
            continue;
        status = look_at_seal(mask, areas[i].corner, ink, text);
    }
    return status;
}

ls_status ls_seals_find(const ls_raster *rgb, double gain, ls_text *text)
{
    ls_raster mask;
    if (rgb->channels != 3)
        return LS_OK;
    ls_status status = ls_raster_alloc(&mask, rgb->width, rgb->height, 1);
    if (status)
        return status;
    const size_t red = red_mask(rgb, gain, &mask);
    const bool none = (double)red < AREA_LEAST * INK_LEAST || (double)red > SCENE * rgb->width * rgb->height;
    for (size_t i = 0; i < sizeof reaches / sizeof *reaches && status == LS_OK && !none; i++)
        status = look_at_areas(&mask, reaches[i], text);
    ls_raster_free(&mask);
    return status == LS_E_NOMEM ? status : LS_OK;
}
