/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing that was struck through: a pen's line joins what print keeps apart. So one connected piece of ink is as long as
 * several characters, a straight line runs through it from end to end, and there is writing on both sides of that line.
 * A line is thin: where it crosses no stroke there is paper above and below. A piece without any such place is no writing
 * but something solid that lies there at a slant, or the cells of a mosaic: a cover.
 */
#include "text/patch_parts.h"

#include "image/vision.h"
#include "text/blob.h"
#include "text/quad.h"

#include <math.h>
#include <stdlib.h>

#define NEARBY 31u       /* pixels of `small`, odd: three glyphs around */
#define LENGTH_LEAST 3.2 /* usual glyphs: two characters and the line's ends */
#define LENGTH_MOST 18.0
#define HEIGHT_LEAST 0.6
#define HEIGHT_MOST 3.5  /* a cross, or a line of writing at a slant */
#define AREA_LEAST 20u
#define MISSING 0.06     /* of the line's length that may not be ink: where it is faint */
#define BESIDE 2.2       /* pixels from the line's middle that are still its own ink */
#define WRITING 0.45     /* pixels of other ink a column, on either side */
#define SLOPE_MOST 0.4
#define THIN 5u          /* pixels of ink across the line where it crosses no stroke */
#define THIN_SHARE 0.25  /* of its length; a solid piece has its ends alone */
#define SOLID 0.62       /* share of the piece's box that is ink: a bar, a blot, a mosaic's cells; writing has a third */
#define READ_SURE 60     /* confidence of a line that nobody struck through */
#define ROW 1.8          /* longer than high by so much: one large character is not */

/* Do the page's lines run across the picture, rather than down it? */
static bool reads_across(const ls_patch_page *page)
{
    double across = 0, down = 0;
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        if ((page->page >= 0 && line->page != page->page) || line->unread != LS_READ)
            continue;
        const ls_point start = ls_raster_from_stored(page->raster, line->quad[0]);
        const ls_point end = ls_raster_from_stored(page->raster, line->quad[1]);
        across += fabs(end.x - start.x);
        down += fabs(end.y - start.y);
    }
    return across >= down;
}

/* A piece of ink: u runs along it, v across. */
struct piece {
    const ls_raster *gray, *mean;
    uint32_t left, top, length, height;
    bool upright; /* along is down the picture */
};

static bool is_ink(const struct piece *piece, uint32_t u, uint32_t v)
{
    const uint32_t x = piece->left + (piece->upright ? v : u), y = piece->top + (piece->upright ? u : v);
    const int around = piece->mean->data[(size_t)y * piece->mean->stride + x];
    return around - piece->gray->data[(size_t)y * piece->gray->stride + x] >= ls_blob_threshold(around);
}

/* Is there ink within a pixel of the line from height a at its start to height b at its end, all along? */
static bool runs_through(const struct piece *piece, uint32_t a, uint32_t b)
{
    uint32_t missing = 0;
    for (uint32_t u = 0; u < piece->length; u++) {
        const long v = lround(a + ((double)b - a) * u / piece->length);
        bool ink = false;
        for (long at = v - 1; at <= v + 1 && !ink; at++)
            ink = at >= 0 && at < (long)piece->height && is_ink(piece, u, (uint32_t)at);
        missing += !ink;
        if (missing > MISSING * piece->length)
            return false;
    }
    return true;
}

static bool has_both_sides(const struct piece *piece, uint32_t a, uint32_t b)
{
    uint32_t above = 0, below = 0;
    for (uint32_t u = 0; u < piece->length; u++) {
        const double line = a + ((double)b - a) * u / piece->length;
        for (uint32_t v = 0; v < piece->height; v++) {
            if (fabs(v - line) > BESIDE && is_ink(piece, u, v))
                *(v < line ? &above : &below) += 1;
        }
    }
    return above >= WRITING * piece->length && below >= WRITING * piece->length;
}

/* Is the ink that the line crosses no thicker than a pen's in a good part of its length? */
static bool is_thin(const struct piece *piece, uint32_t a, uint32_t b)
{
    uint32_t thin = 0;
    for (uint32_t u = 0; u < piece->length; u++) {
        const double line = a + ((double)b - a) * u / piece->length;
        uint32_t first = (uint32_t)line, last = first, ink;
        while (first > 0 && is_ink(piece, u, first - 1))
            first--;
        while (last + 1 < piece->height && is_ink(piece, u, last + 1))
            last++;
        ink = last - first + 1;
        thin += ink <= THIN;
    }
    return thin >= THIN_SHARE * piece->length;
}

/* What a straight line from end to end with ink on both sides tells; LS_PATCH_COUNT without one. */
static ls_patch_kind kind_of(const struct piece *piece)
{
    ls_patch_kind kind = LS_PATCH_COUNT;
    for (uint32_t a = 0; a < piece->height; a++) {
        for (uint32_t b = 0; b < piece->height; b++) {
            if (fabs((double)a - b) > SLOPE_MOST * piece->length || !runs_through(piece, a, b) ||
                !has_both_sides(piece, a, b))
                continue;
            if (is_thin(piece, a, b))
                return LS_PATCH_STRUCK;
            kind = LS_PATCH_OPAQUE;
        }
    }
    return kind;
}

static bool is_read(const ls_patch_page *page, ls_point at)
{
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        ls_point quad[4], turned[4]; /* mirrored lines run counter-clockwise */
        for (int c = 0; c < 4; c++)
            quad[c] = turned[3 - c] = ls_raster_from_stored(page->raster, line->quad[c]);
        if (line->unread == LS_READ && line->confidence >= READ_SURE &&
            (ls_quad_holds(quad, at) || ls_quad_holds(turned, at)))
            return true;
    }
    return false;
}

static ls_status look_at(const ls_patch_page *page, const ls_raster *mean, const ls_blob *blob, bool across)
{
    const double glyph = page->glyph / page->scale;
    const uint32_t width = (uint32_t)(blob->right - blob->left), height = (uint32_t)(blob->bottom - blob->top);
    const struct piece piece = {.gray = &page->gray,
                                .mean = mean,
                                .left = (uint32_t)blob->left,
                                .top = (uint32_t)blob->top,
                                .length = across ? width : height,
                                .height = across ? height : width,
                                .upright = !across};
    if (piece.length < LENGTH_LEAST * glyph || piece.height < HEIGHT_LEAST * glyph ||
        piece.length < ROW * piece.height)
        return LS_OK;
    ls_patch_kind kind = kind_of(&piece);
    if (kind == LS_PATCH_STRUCK && blob->area > SOLID * width * height)
        kind = LS_PATCH_OPAQUE;
    if (kind == LS_PATCH_COUNT)
        return LS_OK;
    const ls_point box[4] = {{blob->left, blob->top},
                             {blob->right, blob->top},
                             {blob->right, blob->bottom},
                             {blob->left, blob->bottom}};
    ls_point quad[4];
    ls_patch_to_raster(page, box, quad);
    /* small letters run into each other, and then look struck through; but whoever could read them saw no line */
    if (!ls_quad_holds(page->quad, ls_quad_middle(quad)) || is_read(page, ls_quad_middle(quad)))
        return LS_OK;
    return ls_patch_add(page, quad, kind);
}

ls_status ls_patches_struck(const ls_patch_page *page)
{
    const double glyph = page->glyph / page->scale;
    const ls_blob_filter filter = {.min_side = (int)(LENGTH_LEAST * glyph),
                                   .max_side = (int)(HEIGHT_MOST * glyph),
                                   .max_length = (int)(LENGTH_MOST * glyph),
                                   .min_area = AREA_LEAST};
    const bool across = reads_across(page);
    ls_raster mean = {0};
    ls_blobs blobs = {0};
    ls_status status = ls_vision_mean(&page->gray, NEARBY, &mean);
    if (!status)
        status = ls_blobs_find(&page->gray, &mean, &filter, &blobs);
    if (status == LS_E_LIMIT) /* too busy to be a page with writing */
        status = LS_OK;
    for (size_t i = 0; i < blobs.count && !status; i++)
        status = look_at(page, &mean, &blobs.items[i], across);
    ls_blobs_free(&blobs);
    ls_raster_free(&mean);
    return status;
}
