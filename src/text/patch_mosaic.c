/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mosaics: squares of one gray each, on a lattice along the picture's rows and columns, as every photo editor makes them.
 * So their edges stand at equal distances, and between the edges there is nothing.
 */
#include "text/patch_parts.h"

#include "text/quad.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW 64u     /* pixels: where a lattice is looked for; three squares of the largest side */
#define STRIDE 16u
#define THINNING 4u    /* most: only every fourth pixel of every fourth row, for squares of up to 80 pixels */
#define SQUARE_LEAST 6u
#define SQUARE_MOST 20u
#define EDGE 10        /* gray levels between neighbours: below it JPEG's own squares are seen */
#define EDGES_LEAST 90 /* of 64 × 63 neighbours */
#define ALIGNED 0.82   /* of the edges that are on the lattice */
#define LINES_LEAST 3  /* lattice lines with edges, each way */
#define SIDE_STEP 0.125 /* pixels: less than one off after a window */
#define SQUARENESS 1.3
#define QUICK 5u       /* rows of a first look: most windows end there */
#define BUSY 8         /* edges on such a line */
#define LOWEST 0.8     /* usual glyphs */
#define AREA_MOST 0.25 /* of the page */

struct profile {
    unsigned edges[WINDOW]; /* how many neighbours differ between i and i + 1 */
    unsigned all;
};

/* Edges between columns (x to x + 1) and rows of the window at (left, top), looking at every `skip`th row. */
static void read_profiles(const ls_raster *gray, uint32_t left, uint32_t top, uint32_t skip, struct profile *across,
                          struct profile *along)
{
    memset(across, 0, sizeof *across);
    memset(along, 0, sizeof *along);
    for (uint32_t y = 0; y + 1 < WINDOW; y += skip) {
        const unsigned char *row = gray->data + (size_t)(top + y) * gray->stride + left;
        const unsigned char *below = row + gray->stride;
        for (uint32_t x = 0; x + 1 < WINDOW; x++) {
            const bool steps = abs(row[x] - row[x + 1]) >= EDGE, falls = abs(row[x] - below[x]) >= EDGE;
            across->edges[x] += steps;
            across->all += steps;
            along->edges[y] += falls;
            along->all += falls;
        }
    }
}

/*
 * Few columns with nearly all of the edges, as a lattice has them and writing has not: true for a profile that is worth
 * a closer look, whatever the distance of its lines.
 */
static bool is_sparse(const struct profile *profile, uint32_t skip)
{
    unsigned busy = 0, sum = 0;
    for (uint32_t i = 0; i < WINDOW; i++) {
        const bool counts = profile->edges[i] * skip >= BUSY;
        busy += counts;
        sum += counts ? profile->edges[i] : 0;
    }
    return profile->all * skip >= EDGES_LEAST && sum >= ALIGNED * profile->all && busy >= LINES_LEAST &&
           busy <= WINDOW / SQUARE_LEAST + 1;
}

/* The distance of the lines on which the edges stand; 0 for none. A picture that was scaled has fractions of pixels. */
static double lattice_of(const struct profile *profile)
{
    for (double side = SQUARE_LEAST; side <= SQUARE_MOST; side += SIDE_STEP) {
        for (double phase = 0; phase < side; phase += 1) {
            unsigned sum = 0, busy = 0;
            for (double at = phase; at < WINDOW; at += side) {
                sum += profile->edges[(size_t)at];
                busy += profile->edges[(size_t)at] >= BUSY;
            }
            if (sum >= ALIGNED * profile->all && busy >= LINES_LEAST)
                return side;
        }
    }
    return 0;
}

/* A window that lies half beside the mosaic would make it larger than it is. */
static bool is_spread(const struct profile *profile)
{
    unsigned first = 0;
    for (uint32_t i = 0; i < WINDOW / 2; i++)
        first += profile->edges[i];
    return 10 * first >= 3 * profile->all && 10 * first <= 7 * profile->all;
}

static bool is_mosaic(const ls_raster *gray, uint32_t left, uint32_t top)
{
    struct profile across, along;
    read_profiles(gray, left, top, QUICK, &across, &along);
    if (!is_sparse(&across, QUICK))
        return false;
    read_profiles(gray, left, top, 1, &across, &along);
    if (!is_sparse(&across, 1) || !is_sparse(&along, 1) || !is_spread(&across) || !is_spread(&along))
        return false;
    const double width = lattice_of(&across), height = width > 0 ? lattice_of(&along) : 0;
    return height > 0 && width < SQUARENESS * height && height < SQUARENESS * width;
}

/* Windows that are next to each other are one patch: their box. */
struct box {
    uint32_t left, top, right, bottom;
};

static size_t join(struct box *boxes, size_t count, struct box one)
{
    for (size_t i = 0; i < count; i++) {
        struct box *box = &boxes[i];
        if (one.left <= box->right && box->left <= one.right && one.top <= box->bottom && box->top <= one.bottom) {
            box->left = one.left < box->left ? one.left : box->left;
            box->top = one.top < box->top ? one.top : box->top;
            box->right = one.right > box->right ? one.right : box->right;
            box->bottom = one.bottom > box->bottom ? one.bottom : box->bottom;
            return count;
        }
    }
    if (count < 32)
        boxes[count++] = one;
    return count;
}

static ls_status tell(const ls_patch_page *page, const struct box *box, uint32_t thinning)
{
    const double left = page->left + (double)box->left * thinning, right = page->left + (double)box->right * thinning;
    const double top = page->top + (double)box->top * thinning, bottom = page->top + (double)box->bottom * thinning;
    const ls_point quad[4] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    const double width = right - left, height = bottom - top;
    if (fmin(width, height) < LOWEST * page->glyph || width * height > AREA_MOST * page->width * page->height ||
        !ls_quad_holds(page->quad, ls_quad_middle(quad)))
        return LS_OK;
    return ls_patch_add(page, quad, LS_PATCH_MOSAIC);
}

/* Every so-and-so-manyth pixel as it is: averaging would wash the edges out. */
static ls_status thin_out(const ls_raster *gray, uint32_t thinning, ls_raster *out)
{
    ls_status status = ls_raster_alloc(out, gray->width / thinning, gray->height / thinning, 1);
    for (uint32_t y = 0; !status && y < out->height; y++) {
        const unsigned char *row = gray->data + (size_t)y * thinning * gray->stride;
        for (uint32_t x = 0; x < out->width; x++)
            out->data[(size_t)y * out->stride + x] = row[(size_t)x * thinning];
    }
    return status;
}

static ls_status find_in(const ls_patch_page *page, const ls_raster *gray, uint32_t thinning)
{
    struct box boxes[32];
    size_t count = 0;
    ls_status status = LS_OK;
    for (uint32_t top = 0; top + WINDOW <= gray->height; top += STRIDE) {
        for (uint32_t left = 0; left + WINDOW <= gray->width; left += STRIDE) {
            if (is_mosaic(gray, left, top))
                count = join(boxes, count, (struct box){left, top, left + WINDOW, top + WINDOW});
        }
    }
    for (size_t i = 0; i < count && !status; i++)
        status = tell(page, &boxes[i], thinning);
    return status;
}

ls_status ls_patches_mosaic(const ls_patch_page *page)
{
    if (page->raster->scale > 1)
        return LS_OK; /* a picture that was reduced has no squares any more */
    ls_raster view = *page->raster, gray; /* the view borrows its pixels */
    view.data += (size_t)page->top * view.stride + (size_t)page->left * view.channels;
    view.width = page->width;
    view.height = page->height;
    ls_status status = ls_raster_gray(&view, &gray);
    for (uint32_t thinning = 1; thinning <= THINNING && !status; thinning *= 2) {
        ls_raster thin = {0};
        if (page->width / thinning < WINDOW || page->height / thinning < WINDOW)
            break;
        status = thin_out(&gray, thinning, &thin);
        if (!status)
            status = find_in(page, &thin, thinning);
        ls_raster_free(&thin);
    }
    ls_raster_free(&gray);
    return status;
}
