/* SPDX-License-Identifier: Apache-2.0 */
#include "text/ink.h"

#include "image/vision.h"
#include "text/otsu.h"

#include <math.h>

#define SAMPLE_HEIGHT 24u  /* pixels: strokes stay two or three pixels wide */
#define SAMPLE_WIDTH_MAX 480u
#define RED_EXCESS 45      /* red above the larger of green and blue, of 255: #C00000 under yellow light is 90 */
#define DIM 120.0         /* mean level of paper below which that is less in proportion: a dark room takes from all three */
#define DIM_MOST 0.4
#define PALE_EXCESS 20     /* the same of red that is faded, blurred or shows through a screen's stripes: */
#define PALE_DROP 0.65     /* it takes so much less from the ground's red than from its green and blue, however thin it is */
#define RULE_HEIGHTS 5.0   /* how far below the row the rule may lie: the document number stands between them */
#define RULE_THICK 0.35    /* of the row's height at most */
#define RULE_COVER 0.9     /* of the row's length must be red: a shadow or a clip may hide some */
#define STEPS 64           /* samples along the row */

static double distance(ls_point a, ls_point b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static int gray_of(const unsigned char *p)
{
    return (p[0] * 77 + p[1] * 150 + p[2] * 29) >> 8;
}

ls_ink ls_ink_of(const ls_raster *rgb, const ls_point quad[4], bool light)
{
    const double height = fmax(1, distance(quad[0], quad[3])), length = fmax(1, distance(quad[0], quad[1]));
    const double width = fmin(fmax(8, length / height * SAMPLE_HEIGHT), SAMPLE_WIDTH_MAX);
    ls_raster sample;
    if (rgb->channels != 3 || ls_vision_warp(rgb, quad, (uint32_t)width, SAMPLE_HEIGHT, &sample) != LS_OK)
        return LS_INK_OTHER;
    const size_t pixels = (size_t)sample.width * sample.height;
    unsigned histogram[256] = {0};
    for (size_t i = 0; i < pixels; i++)
        histogram[gray_of(sample.data + 3 * i)]++;
    const int threshold = ls_otsu(histogram, (unsigned)pixels);
    double sums[2][4] = {{0}};
    for (size_t i = 0; i < pixels; i++) {
        const unsigned char *p = sample.data + 3 * i;
        double *sum = sums[(gray_of(p) > threshold) == light]; /* [1]: ink, [0]: ground */
        for (int c = 0; c < 3; c++)
            sum[c] += p[c];
        sum[3] += 1;
    }
    ls_raster_free(&sample);
    if (sums[0][3] < 1 || sums[1][3] < 1)
        return LS_INK_OTHER;
    const double r = sums[1][0] / sums[1][3], g = sums[1][1] / sums[1][3], b = sums[1][2] / sums[1][3];
    const double ground = (sums[0][0] + sums[0][1] + sums[0][2]) / sums[0][3] / 3;
    const double excess = (r - fmax(g, b)) / fmin(1, fmax(DIM_MOST, ground / DIM));
    if (excess > RED_EXCESS)
        return LS_INK_RED;
    if (light)
        return LS_INK_LIGHT;
    const double drop = sums[0][0] / sums[0][3] - r, others = fmin(sums[0][1] / sums[0][3] - g, sums[0][2] / sums[0][3] - b);
    if (excess > PALE_EXCESS && drop < PALE_DROP * others)
        return LS_INK_RED;
    return fmax(fmax(r, g), b) < 0.75 * ground + 20 ? LS_INK_DARK : LS_INK_OTHER;
}

static bool red_at(const ls_raster *rgb, ls_point point)
{
    if (!(point.x >= 0 && point.y >= 0 && point.x < rgb->width && point.y < rgb->height))
        return false;
    const unsigned char *p = rgb->data + (size_t)point.y * rgb->stride + (size_t)point.x * 3;
    return p[0] - (p[1] > p[2] ? p[1] : p[2]) > RED_EXCESS;
}

/* A picture coordinate in units of the row: `along` 0–1 from its start to its end, `down` in heights from its foot. */
static ls_point at(const ls_point quad[4], double along, double down)
{
    const ls_point top = {quad[0].x + along * (quad[1].x - quad[0].x), quad[0].y + along * (quad[1].y - quad[0].y)};
    const ls_point foot = {quad[3].x + along * (quad[2].x - quad[3].x), quad[3].y + along * (quad[2].y - quad[3].y)};
    return (ls_point){foot.x + down * (foot.x - top.x), foot.y + down * (foot.y - top.y)};
}

/* How much of the row's length is red on a line from `left` to `right` heights below it. */
static double cover(const ls_raster *rgb, const ls_point quad[4], double left, double right)
{
    int red = 0;
    for (int i = 0; i < STEPS; i++) {
        const double along = (i + 0.5) / STEPS;
        red += red_at(rgb, at(quad, along, left + along * (right - left)));
    }
    return (double)red / STEPS;
}

/* Follows the rule beyond the row's end while it stays red, with gaps of a twentieth of the row. */
static double follow(const ls_raster *rgb, const ls_point quad[4], double left, double right, int direction)
{
    double end = direction > 0 ? 1 : 0;
    for (double along = end; fabs(along - end) < 0.05 && fabs(along - 0.5) < 4; along += direction * 0.01)
        if (red_at(rgb, at(quad, along, left + along * (right - left))))
            end = along;
    return end;
}

bool ls_ink_red_rule(const ls_raster *rgb, const ls_point quad[4], ls_point rule[2])
{
    const double height = fmax(1, distance(quad[0], quad[3])), step = fmax(0.02, 0.7 / height);
    /* the quadrilateral of a row is a few pixels off: the rule may run down to a third of a height askew to it */
    for (double askew = 0; askew < 0.35; askew += step)
        for (int sign = -1; sign <= 1; sign += 2)
            for (double down = 0.15; down < RULE_HEIGHTS; down += step) {
                const double left = down - sign * askew / 2, right = down + sign * askew / 2;
                if (cover(rgb, quad, left, right) < RULE_COVER)
                    continue;
                if (cover(rgb, quad, left + RULE_THICK, right + RULE_THICK) > 0.2)
                    return false; /* an area, not a rule */
                const double from = follow(rgb, quad, left, right, -1), to = follow(rgb, quad, left, right, 1);
                rule[0] = at(quad, from, left + from * (right - left));
                rule[1] = at(quad, to, left + to * (right - left));
                return true;
            }
    return false;
}
