/* SPDX-License-Identifier: Apache-2.0 */
/* The tone of the paper between a page's lines: an outline may take in a facade, and what lies on that covers nothing. */
#include "text/patch_parts.h"

#include "text/quad.h"

#include <math.h>

#define SURE 50        /* confidence of the lines between which paper is sure to lie */
#define SAMPLES 8      /* along each side of a line, or of a patch */
#define BETWEEN 0.85   /* of a line's height from its middle: beside its glyphs */
#define AROUND 3.5     /* pixels of ->small around a patch: a third of a glyph */
#define TINTED 0.03    /* difference of a channel's share of all three; around covers half have less than 0.003 */
#define DARK 0.4       /* of the paper's brightness: shadows leave more */
#define ON_PAPER 0.25  /* share of the samples: a finger or a page's edge takes the others */

/* The mean of 3 × 3 pixels there, per channel; false beyond the picture. */
static bool sample(const ls_raster *picture, double x, double y, double tone[3])
{
    if (!(x >= 1) || !(y >= 1) || x + 2 > picture->width || y + 2 > picture->height)
        return false;
    tone[0] = tone[1] = tone[2] = 0;
    for (size_t i = 0; i < 9; i++) {
        const unsigned char *pixel = picture->data + ((size_t)y - 1 + i / 3) * picture->stride + 3 * ((size_t)x - 1 + i % 3);
        for (int c = 0; c < 3; c++)
            tone[c] += pixel[c] / 9.0;
    }
    return true;
}

static ls_point between(ls_point from, ls_point to, double at)
{
    return (ls_point){from.x + at * (to.x - from.x), from.y + at * (to.y - from.y)};
}

/* Levels above and below a line are counted. Returns how many samples there were. */
static unsigned count_beside(const ls_patch_page *page, const ls_line *line, unsigned counts[3][256])
{
    ls_point q[4];
    double tone[3];
    unsigned count = 0;
    for (int c = 0; c < 4; c++) {
        const ls_point p = ls_raster_from_stored(page->raster, line->quad[c]);
        q[c] = (ls_point){(p.x - page->left) / page->scale, (p.y - page->top) / page->scale};
    }
    for (int s = 0; s < 2 * SAMPLES; s++) {
        const double along = (s / 2 + 0.5) / SAMPLES;
        const ls_point at = between(between(q[0], q[1], along), between(q[3], q[2], along), s % 2 ? 0.5 - BETWEEN : 0.5 + BETWEEN);
        if (!sample(&page->small, at.x, at.y, tone))
            continue;
        for (int c = 0; c < 3; c++)
            counts[c][(int)tone[c]]++;
        count++;
    }
    return count;
}

void ls_patch_tone(ls_patch_page *page)
{
    unsigned counts[3][256] = {{0}}, all = 0;
    for (size_t i = 0; i < page->text->line_count && page->small.channels == 3; i++) {
        const ls_line *line = &page->text->lines[i];
        if ((page->page < 0 || line->page == page->page) && line->unread == LS_READ && line->confidence >= SURE)
            all += count_beside(page, line, counts);
    }
    page->toned = all > 0;
    for (int c = 0; c < 3; c++) { /* medians */
        int level = 0;
        for (unsigned sum = counts[c][0]; sum * 2 < all; sum += counts[c][level])
            level++;
        page->tone[c] = level + 1;
    }
}

static bool is_paper(const ls_patch_page *page, const double tone[3])
{
    const double sum = tone[0] + tone[1] + tone[2], paper = page->tone[0] + page->tone[1] + page->tone[2];
    for (int c = 0; c < 3; c++)
        if (fabs(tone[c] / fmax(1, sum) - page->tone[c] / paper) > TINTED)
            return false;
    return sum >= DARK * paper;
}

bool ls_patch_is_on_paper(const ls_patch_page *page, const ls_point quad[4])
{
    const ls_point middle = ls_quad_middle(quad);
    int paper = 0, all = 0;
    for (int i = 0; i < 4 * SAMPLES && page->toned; i++) {
        const ls_point at = between(quad[i % 4], quad[(i + 1) % 4], (i / 4 + 0.5) / SAMPLES);
        const double far = fmax(1, hypot(at.x - middle.x, at.y - middle.y)), out = 1 + AROUND * page->scale / far;
        double tone[3];
        if (sample(&page->small, (middle.x + out * (at.x - middle.x) - page->left) / page->scale,
                   (middle.y + out * (at.y - middle.y) - page->top) / page->scale, tone)) {
            paper += is_paper(page, tone);
            all++;
        }
    }
    return !all || paper >= ON_PAPER * all;
}
