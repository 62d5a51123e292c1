/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places where marks stand, seen from the writing and not from the paper's outline: that of copy number, level and
 * urgency over a red issuer line (GB/T 9704 has it flush with the left of the body, in the rows between the body's
 * upper edge and that line), and those of banner lines in the middle above and below a page's writing (32 CFR 2001.23).
 * Each is set upright and held against the paper around it: what is there, is no writing that was read and ends within
 * the place is either laid over it or cannot be read.
 */
#include "text/patch_parts.h"

#include "image/vision.h"
#include "text/quad.h"
#include "text/paper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GLYPH 10.0 /* pixels of an upright place that the usual glyph is high */

/* A place, in usual glyphs from an anchor, y down; and where what covers it begins, pixels from its left, at most. */
typedef struct plot {
    double left, top, right, bottom;
    int starts_most;
    bool even; /* only what is one even thing: rows that were not read stand there on any page */
} plot;

/*
 * From the middle of the issuer line's upper edge (7.2.1 to 7.2.4: half a body is 14 glyphs, 35 mm are 6.3, and a
 * finger on the first row goes on above it, all the more in a tilted view). What is flush left begins left of the
 * seventh glyph.
 */
static const plot over_head = {-19, -13, 1, -0.3, 120, false};
/* From the middle of the writing's upper edge, and of its lower one: half a page may be empty below it. */
static const plot above = {-13, -13, 13, -0.4, 170, true}, below = {-13, 0.4, 13, 27, 170, true};

#define HEAD_GLYPHS 5  /* of an issuer line */
#define HEAD_TIMES 1.3 /* usual glyphs: its height */
#define UPRIGHT 0.3    /* sine of the least angle between a line and its glyphs */
#define SURE 60        /* confidence of a line: mosaics are read as something with less */
#define NOISE 2.2      /* times the paper's own unevenness */
#define BRIDGE_WIDE 9u /* pixels: closes the gaps of a mosaic, and of writing that shows through */
#define BRIDGE_HIGH 5u
#define SPECK 5u
#define RUN_LEAST 5      /* pixels, of a column: half a glyph */
#define RUN_MOST 75      /* a finger is three glyphs broad, nearer to the camera, and may lie aslant */
#define EDGE 2u          /* pixels: what goes on beyond the upper and the lower edge of the place is not in it */
#define SMOOTH 7u        /* pixels: shorter than any cover */
#define LENGTH_LEAST 16u /* pixels: two glyphs, seen from the side */
#define TOLERANCE 0.03
#define FILL 0.45
#define QUADS 16
#define STANDS_OUT 1.8 /* times further from the paper than what lies above and below it: shades fade out */
#define BESIDE 5u      /* pixels above and below */
#define EDGED 4.0      /* times further than what lies beside it: a stain that is darkest in its middle has 3 */
#define SHARPLY 2u     /* pixels: where that is asked for */
#define APART 4.0      /* of `apart` a gray level */
#define EVEN 0.18      /* of its distance from the paper: mean unevenness of what is one even thing */

/* How far from the paper each threshold is, gray levels: the first one that something stands out at is taken. */
static const double levels[] = {3, 4.5, 7, 10, 15, 22, 33};

typedef struct place {
    const ls_patch_page *page;
    const plot *plot;
    uint32_t width, height; /* upright */
    ls_point corner[4];     /* of the place, pixels of page->small */
    ls_raster upright;
    ls_raster read;  /* black where writing was read */
    ls_raster apart; /* gray: APART times how far from the paper, 255 at most; beyond the picture too */
    double noise;    /* gray levels */
} place;

/* From the upright place to pixels of `small`: it is a parallelogram there. */
static ls_point to_small(const place *p, double x, double y)
{
    const ls_point *c = p->corner;
    const double u = x / p->width, v = y / p->height;
    return (ls_point){c[0].x + u * (c[1].x - c[0].x) + v * (c[3].x - c[0].x),
                      c[0].y + u * (c[1].y - c[0].y) + v * (c[3].y - c[0].y)};
}

static ls_point from_small(const place *p, ls_point at)
{
    const ls_point *c = p->corner;
    const ls_point right = {c[1].x - c[0].x, c[1].y - c[0].y}, down = {c[3].x - c[0].x, c[3].y - c[0].y};
    const double det = right.x * down.y - right.y * down.x, x = at.x - c[0].x, y = at.y - c[0].y;
    return (ls_point){p->width * (x * down.y - y * down.x) / det, p->height * (right.x * y - right.y * x) / det};
}

static ls_point in_small(const ls_patch_page *page, ls_point stored)
{
    const ls_point at = ls_raster_from_stored(page->raster, stored);
    return (ls_point){(at.x - page->left) / page->scale, (at.y - page->top) / page->scale};
}

/* `right` and `down`: unit vectors of the raster; `anchor`: a point of it. */
static void lay_out(place *p, ls_point anchor, ls_point right, ls_point down)
{
    const double u = p->page->glyph / p->page->scale;
    const plot *own = p->plot;
    const double x[4] = {own->left, own->right, own->right, own->left};
    const double y[4] = {own->top, own->top, own->bottom, own->bottom};
    const ls_point at = {(anchor.x - p->page->left) / p->page->scale, (anchor.y - p->page->top) / p->page->scale};
    for (int i = 0; i < 4; i++)
        p->corner[i] =
            (ls_point){at.x + u * (x[i] * right.x + y[i] * down.x), at.y + u * (x[i] * right.y + y[i] * down.y)};
    p->width = (uint32_t)((own->right - own->left) * GLYPH);
    p->height = (uint32_t)((own->bottom - own->top) * GLYPH);
}

static bool is_in_picture(const place *p, double x, double y)
{
    const ls_point at = to_small(p, x, y);
    return at.x >= 0 && at.y >= 0 && at.x <= p->page->small.width && at.y <= p->page->small.height;
}

/* LS_E_FORMAT: there is no paper to compare with. */
static ls_status compare(place *p)
{
    ls_paper paper;
    ls_status status = ls_vision_warp(&p->page->small, p->corner, p->width, p->height, &p->upright);
    if (!status)
        status = ls_paper_fit(&p->upright, p->plot->top > 0, &paper);
    if (!status)
        status = ls_raster_alloc(&p->apart, p->width, p->height, 1);
    if (status)
        return status;
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++) {
            const double apart =
                is_in_picture(p, x + 0.5, y + 0.5) ? APART * ls_paper_apart(&paper, &p->upright, x, y) : 255;
            p->apart.data[(size_t)y * p->apart.stride + x] = (unsigned char)fmin(255, apart);
        }
    p->noise = paper.noise;
    return LS_OK;
}

struct box {
    uint32_t left, top, right, bottom;
};

static struct box box_of(const place *p, const ls_point quad[4])
{
    ls_point low, high;
    ls_quad_box(quad, &low, &high);
    return (struct box){(uint32_t)fmin(p->width, fmax(0, floor(low.x))), (uint32_t)fmin(p->height, fmax(0, floor(low.y))),
                        (uint32_t)fmax(0, fmin(p->width, ceil(high.x))), (uint32_t)fmax(0, fmin(p->height, ceil(high.y)))};
}

/* Writing that was read hides nothing. */
static ls_status find_read(place *p)
{
    const ls_text *text = p->page->text;
    ls_status status = ls_raster_alloc(&p->read, p->width, p->height, 1);
    if (status)
        return status;
    memset(p->read.data, 255, (size_t)p->read.stride * p->read.height);
    for (size_t i = 0; i < text->line_count; i++) {
        ls_point quad[4];
        if (text->lines[i].unread != LS_READ || text->lines[i].confidence < SURE)
            continue;
        for (int c = 0; c < 4; c++)
            quad[c] = from_small(p, in_small(p->page, text->lines[i].quad[c]));
        ls_quad_make_clockwise(quad);
        const struct box box = box_of(p, quad);
        for (uint32_t y = box.top; y < box.bottom; y++)
            for (uint32_t x = box.left; x < box.right; x++)
                if (ls_quad_holds(quad, (ls_point){x + 0.5, y + 0.5}))
                    p->read.data[(size_t)y * p->read.stride + x] = 0;
    }
    return LS_OK;
}

/* Column by column, what has paper above and below: neither the ground beside the sheet nor a shadow across it has. */
static void keep_runs(ls_raster *mask)
{
    for (uint32_t x = 0; x < mask->width; x++) {
        for (uint32_t y = 0; y < mask->height;) {
            uint32_t end = y;
            while (end < mask->height && mask->data[(size_t)end * mask->stride + x])
                end++;
            const bool kept = y > EDGE && end + EDGE < mask->height && end - y >= RUN_LEAST && end - y <= RUN_MOST;
            for (uint32_t at = y; at < end && !kept; at++)
                mask->data[(size_t)at * mask->stride + x] = 0;
            y = end + 1;
        }
    }
}

static ls_status mark(const place *p, double level, ls_raster *mask)
{
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++) {
            const bool foreign = p->apart.data[(size_t)y * p->apart.stride + x] > APART * level;
            mask->data[(size_t)y * mask->stride + x] = foreign ? p->read.data[(size_t)y * p->read.stride + x] : 0;
        }
    ls_status status = ls_vision_morph(mask, true, BRIDGE_WIDE, BRIDGE_HIGH);
    if (!status)
        status = ls_vision_morph(mask, false, SPECK, SPECK);
    if (status)
        return status;
    keep_runs(mask);
    return ls_vision_morph(mask, false, SMOOTH, 3);
}

/* Mean of `apart` in some rows of a box where the mask is as asked for; *uneven: mean distance from that. */
static double mean_apart(const place *p, const ls_raster *mask, struct box box, bool inside, double *uneven)
{
    double sum = 0, off = 0;
    size_t count = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t y = box.top; y < box.bottom && y < p->height; y++) {
            for (uint32_t x = box.left; x < box.right; x++) {
                if ((mask->data[(size_t)y * mask->stride + x] != 0) != inside)
                    continue;
                const double value = p->apart.data[(size_t)y * p->apart.stride + x];
                if (pass)
                    off += fabs(value - sum / (double)count);
                else
                    sum += value, count++;
            }
        }
    }
    *uneven = count ? off / (double)count : 0;
    return count ? sum / (double)count : 0;
}

/* Where it is something, *kind says what. */
static bool is_something(const place *p, const ls_raster *mask, const ls_point quad[4], ls_patch_kind *kind)
{
    const struct box box = box_of(p, quad);
    if (box.right < box.left + LENGTH_LEAST || box.right + EDGE > p->width || (int)box.left > p->plot->starts_most)
        return false;
    const uint32_t near = p->plot->even ? SHARPLY : BESIDE, far = 2 * near + 1;
    const struct box over = {box.left, box.top > far ? box.top - far : 0, box.right,
                             box.top > near ? box.top - near : 0};
    const struct box under = {box.left, box.bottom + near, box.right, box.bottom + far};
    double uneven, other;
    const double inside = mean_apart(p, mask, box, true, &uneven);
    const double around = fmin(mean_apart(p, mask, over, false, &other), mean_apart(p, mask, under, false, &other));
    *kind = uneven <= EVEN * inside ? LS_PATCH_OPAQUE : LS_PATCH_UNREADABLE;
    if (p->plot->even)
        return *kind == LS_PATCH_OPAQUE && inside >= EDGED * fmax(around, 1);
    return inside >= STANDS_OUT * fmax(around, 1);
}

static ls_status look_at(const place *p, const ls_raster *mask, bool *found)
{
    ls_vision_quad quads[QUADS];
    size_t count = 0;
    ls_status status = ls_vision_quads(mask, (double)RUN_LEAST * LENGTH_LEAST, TOLERANCE, FILL, quads, QUADS, &count);
    for (size_t i = 0; i < count && !status; i++) {
        ls_patch_kind kind;
        ls_point quad[4], small[4];
        if (!is_something(p, mask, quads[i].corner, &kind))
            continue;
        for (int c = 0; c < 4; c++)
            small[c] = to_small(p, quads[i].corner[c].x, quads[i].corner[c].y);
        ls_patch_to_raster(p->page, small, quad);
        ls_quad_make_clockwise(quad);
        status = ls_patch_add(p->page, quad, kind);
        *found = true;
    }
    return status;
}

static ls_status look_through(place *p)
{
    ls_raster mask = {0};
    bool found = false;
    ls_status status = compare(p);
    if (!status)
        status = find_read(p);
    if (!status)
        status = ls_raster_alloc(&mask, p->width, p->height, 1);
    for (size_t i = 0; i < sizeof levels / sizeof *levels && !status && !found; i++) {
        if (levels[i] < NOISE * p->noise)
            continue;
        status = mark(p, levels[i], &mask);
        if (!status)
            status = look_at(p, &mask, &found);
    }
    ls_raster_free(&mask);
    ls_raster_free(&p->upright);
    ls_raster_free(&p->apart);
    ls_raster_free(&p->read);
    return status == LS_E_FORMAT ? LS_OK : status;
}

static ls_status look_over(const ls_patch_page *page, const ls_line *head)
{
    place p = {.page = page, .plot = &over_head};
    ls_point quad[4];
    for (int i = 0; i < 4; i++)
        quad[i] = ls_raster_from_stored(page->raster, head->quad[i]);
    const ls_point right = {quad[1].x - quad[0].x + quad[2].x - quad[3].x,
                            quad[1].y - quad[0].y + quad[2].y - quad[3].y};
    const ls_point down = {quad[3].x - quad[0].x + quad[2].x - quad[1].x,
                           quad[3].y - quad[0].y + quad[2].y - quad[1].y};
    const double along = hypot(right.x, right.y), across = hypot(down.x, down.y);
    if (!(fabs(right.x * down.y - right.y * down.x) > UPRIGHT * along * across))
        return LS_OK;
    lay_out(&p, (ls_point){(quad[0].x + quad[1].x) / 2, (quad[0].y + quad[1].y) / 2},
            (ls_point){right.x / along, right.y / along}, (ls_point){down.x / across, down.y / across});
    return look_through(&p);
}

ls_status ls_patches_over_head(const ls_patch_page *page)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < page->text->line_count && !status; i++) {
        const ls_line *line = &page->text->lines[i];
        if (line->unread == LS_READ && line->ink == LS_INK_RED && line->count >= HEAD_GLYPHS &&
            (double)line->height / page->raster->scale >= HEAD_TIMES * page->glyph)
            status = look_over(page, line);
    }
    return status;
}

ls_status ls_patches_banner(const ls_patch_page *page, ls_point middle, ls_point right, ls_point down, bool foot)
{
    place p = {.page = page, .plot = foot ? &below : &above};
    lay_out(&p, middle, right, down);
    return look_through(&p);
}
