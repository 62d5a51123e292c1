/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Smears above and below the writing, where heads and banners stand: an area darker than the paper on all sides, and
 * with nothing in it that writing has. It may lie close to a row that is left of the head, so no distance to sharp
 * things is kept, as it is on the rest of the page (patch_blur.c): what tells is how much darker it is than it is
 * uneven.
 */
#include "text/patch_parts.h"

#include "image/vision.h"
#include "text/quad.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAPER 45u        /* pixels of `small`, odd: higher than any row's cover, and light changes more slowly */
#define WIDE 37u         /* pixels: a finger is less, three glyphs and a margin */
#define SMOOTH 7u        /* pixels, odd: most of a glyph */
#define DARKER 12        /* gray levels than the paper; a stain may have half of that */
#define CALM 2.5         /* times darker than its unevenness: writing is once or twice */
#define NOISE 1          /* gray levels, that any photo's unevenness has */
#define HEIGHT_LEAST 0.5 /* usual glyphs */
#define HEIGHT_MOST 4.0
#define LENGTH_LEAST 2.0
#define LENGTH_MOST 18.0 /* half a body, as a mark's cover at most */
#define TOLERANCE 0.08
#define FILL 0.5
#define QUADS 32
#define INSET 0.01 /* of the sheet: its edge has a shadow */
#define EVEN 40    /* gray levels from the darkest to the brightest: tape, boxes and fingers, but not blurred writing */
#define BORDER 3.0 /* pixels: what the view cuts off may be anything */

/* How far each pixel's neighbourhood is from even: the mean distance from its mean. */
static ls_status unevenness(const ls_raster *gray, const ls_raster *smooth, ls_raster *out)
{
    ls_raster apart;
    ls_status status = ls_raster_alloc(&apart, gray->width, gray->height, 1);
    if (status)
        return status;
    for (uint32_t y = 0; y < gray->height; y++)
        for (uint32_t x = 0; x < gray->width; x++)
            apart.data[(size_t)y * apart.stride + x] = (unsigned char)abs(gray->data[(size_t)y * gray->stride + x] -
                                                                          smooth->data[(size_t)y * smooth->stride + x]);
    status = ls_vision_mean(&apart, SMOOTH, out);
    ls_raster_free(&apart);
    return status;
}

/* The outline of the sheet in pixels of `small`, a little inside; false when there is none. */
static bool sheet_of(const ls_patch_page *page, ls_point quad[4])
{
    if (page->sheet < 0)
        return false;
    const ls_point *stored = page->text->pages[page->sheet].quad, middle = ls_quad_middle(stored);
    for (int c = 0; c < 4; c++) {
        const ls_point inside = {stored[c].x + INSET * (middle.x - stored[c].x),
                                 stored[c].y + INSET * (middle.y - stored[c].y)};
        const ls_point at = ls_raster_from_stored(page->raster, inside);
        quad[c] = (ls_point){(at.x - page->left) / page->scale, (at.y - page->top) / page->scale};
    }
    ls_quad_make_clockwise(quad);
    return true;
}

/* What lies on the sheet: a finger comes from beside it. */
static void keep_sheet(const ls_patch_page *page, ls_raster *mask)
{
    ls_point sheet[4];
    if (!sheet_of(page, sheet))
        return;
    for (uint32_t y = 0; y < mask->height; y++)
        for (uint32_t x = 0; x < mask->width; x++)
            if (!ls_quad_holds(sheet, (ls_point){x, y}))
                mask->data[(size_t)y * mask->stride + x] = 0;
}

static void compare(const ls_raster *smooth, const ls_raster *paper, const ls_raster *uneven, ls_raster *mask)
{
    for (uint32_t y = 0; y < mask->height; y++)
        for (uint32_t x = 0; x < mask->width; x++) {
            const int darker =
                paper->data[(size_t)y * paper->stride + x] - smooth->data[(size_t)y * smooth->stride + x];
            const int rough = NOISE + uneven->data[(size_t)y * uneven->stride + x];
            mask->data[(size_t)y * mask->stride + x] = darker >= DARKER && darker >= CALM * rough ? 255 : 0;
        }
}

/* White where it is calm and darker than paper. */
static ls_status mark(const ls_raster *gray, ls_raster *mask)
{
    ls_raster smooth = {0}, paper = {0}, uneven = {0};
    ls_status status = ls_vision_mean(gray, SMOOTH, &smooth);
    if (!status)
        status = ls_vision_mean(gray, SMOOTH, &paper);
    if (!status)
        status = ls_vision_morph(&paper, true, PAPER, PAPER);
    if (!status)
        status = unevenness(gray, &smooth, &uneven);
    if (!status)
        status = ls_raster_alloc(mask, gray->width, gray->height, 1);
    if (!status) {
        compare(&smooth, &paper, &uneven, mask);
        status = ls_vision_morph(mask, true, 5, 5);
    }
    ls_raster_free(&smooth);
    ls_raster_free(&paper);
    ls_raster_free(&uneven);
    return status;
}

/* What is wide both ways is the ground beside the sheet, which a finger across its edge hangs together with. */
static ls_status drop_wide(ls_raster *mask)
{
    ls_raster wide;
    ls_status status = ls_raster_alloc(&wide, mask->width, mask->height, 1);
    if (status)
        return status;
    for (uint32_t y = 0; y < mask->height; y++)
        memcpy(wide.data + (size_t)y * wide.stride, mask->data + (size_t)y * mask->stride, mask->width);
    status = ls_vision_morph(&wide, false, WIDE, WIDE);
    for (uint32_t y = 0; y < mask->height && !status; y++)
        for (uint32_t x = 0; x < mask->width; x++)
            if (wide.data[(size_t)y * wide.stride + x])
                mask->data[(size_t)y * mask->stride + x] = 0;
    ls_raster_free(&wide);
    return status;
}

static bool is_smear(const ls_patch_page *page, const ls_point quad[4])
{
    const double glyph = page->glyph / page->scale;
    const double one = hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
    const double two = hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y);
    const double length = fmax(one, two), height = ls_quad_area(quad) / fmax(1, length);
    for (int c = 0; c < 4; c++)
        if (quad[c].x < BORDER || quad[c].y < BORDER || quad[c].x > page->small.width - BORDER ||
            quad[c].y > page->small.height - BORDER)
            return false;
    return height >= HEIGHT_LEAST * glyph && height <= HEIGHT_MOST * glyph && length >= LENGTH_LEAST * glyph &&
           length <= LENGTH_MOST * glyph && length > height;
}

ls_status ls_patches_smear(const ls_patch_page *page)
{
    ls_vision_quad quads[QUADS];
    ls_raster mask = {0};
    size_t count = 0;
    const double glyph = page->glyph / page->scale;
    ls_status status = mark(&page->gray, &mask);
    if (!status)
        status = drop_wide(&mask);
    if (!status) {
        keep_sheet(page, &mask);
        status =
            ls_vision_quads(&mask, HEIGHT_LEAST * LENGTH_LEAST * glyph * glyph, TOLERANCE, FILL, quads, QUADS, &count);
    }
    for (size_t i = 0; i < count && !status; i++) {
        ls_point quad[4];
        ls_patch_to_raster(page, quads[i].corner, quad);
        if (is_smear(page, quads[i].corner) && !ls_patch_holds_line(page, quad, 0))
            status = ls_patch_add(page, quad,
                                  ls_patch_range(page, quads[i].corner) < EVEN ? LS_PATCH_OPAQUE : LS_PATCH_BLUR);
    }
    ls_raster_free(&mask);
    return status;
}
