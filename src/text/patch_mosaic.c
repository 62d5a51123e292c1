/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mosaics: squares of one gray each, on a lattice along the picture's rows and columns, as every photo editor makes them.
 * So their edges stand at equal distances, and between the edges there is nothing.
 */
#include "text/patch_parts.h"

#include "text/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW 96u     /* pixels: where a lattice is looked for; four squares of the largest side at least */
#define STRIDE 32u
#define SQUARE_LEAST 6u
#define SQUARE_MOST 24u
#define EDGE 10        /* gray levels between neighbours: below it JPEG's own squares are seen */
#define EDGES_LEAST 200 /* of 2 × 96 × 95 neighbours */
#define ALIGNED 0.82   /* of the edges that are on the lattice */
#define LINES_LEAST 3  /* lattice lines with edges, each way */
#define QUICK 5u       /* rows of a first look: most windows end there */
#define BUSY 10        /* edges on such a line */
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

/* The share of the edges that stand on lines `side` apart, and how many such lines there are. */
static bool is_lattice(const struct profile *profile, uint32_t side, uint32_t skip)
{
    unsigned best = 0, lines = 0;
    for (uint32_t phase = 0; phase < side; phase++) {
        unsigned sum = 0, busy = 0;
        for (uint32_t i = phase; i < WINDOW; i += side) {
            sum += profile->edges[i];
            busy += profile->edges[i] * skip >= BUSY;
        }
        if (sum > best) {
            best = sum;
            lines = busy;
        }
    }
    return profile->all * skip >= EDGES_LEAST && best >= ALIGNED * profile->all && lines >= LINES_LEAST;
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
    bool likely = false;
    read_profiles(gray, left, top, QUICK, &across, &along);
    for (uint32_t side = SQUARE_LEAST; side <= SQUARE_MOST && !likely; side++)
        likely = is_lattice(&across, side, QUICK);
    if (!likely)
        return false;
    read_profiles(gray, left, top, 1, &across, &along);
    if (!is_spread(&across) || !is_spread(&along))
        return false;
    for (uint32_t side = SQUARE_LEAST; side <= SQUARE_MOST; side++) {
        if (is_lattice(&across, side, 1) && is_lattice(&along, side, 1))
            return true;
    }
    return false;
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

static ls_status tell(const ls_patch_page *page, const struct box *box)
{
    const ls_point quad[4] = {{page->left + box->left, page->top + box->top},
                              {page->left + box->right, page->top + box->top},
                              {page->left + box->right, page->top + box->bottom},
                              {page->left + box->left, page->top + box->bottom}};
    const double width = box->right - box->left, height = box->bottom - box->top;
    if (fmin(width, height) < LOWEST * page->glyph || width * height > AREA_MOST * page->width * page->height ||
        !ls_quad_holds(page->quad, ls_quad_middle(quad)))
        return LS_OK;
    return ls_patch_add(page, quad, LS_PATCH_MOSAIC);
}

ls_status ls_patches_mosaic(const ls_patch_page *page)
{
    if (page->width < WINDOW || page->height < WINDOW || page->raster->scale > 1)
        return LS_OK; /* a picture that was reduced has no squares any more */
    ls_raster view = *page->raster, gray; /* the view borrows its pixels */
    view.data += (size_t)page->top * view.stride + (size_t)page->left * view.channels;
    view.width = page->width;
    view.height = page->height;
    ls_status status = ls_raster_gray(&view, &gray);
    if (status)
        return status;
    struct box boxes[32];
    size_t count = 0;
    for (uint32_t top = 0; top + WINDOW <= gray.height; top += STRIDE) {
        for (uint32_t left = 0; left + WINDOW <= gray.width; left += STRIDE) {
            if (is_mosaic(&gray, left, top))
                count = join(boxes, count, (struct box){left, top, left + WINDOW, top + WINDOW});
        }
    }
    ls_raster_free(&gray);
    for (size_t i = 0; i < count && !status; i++)
        status = tell(page, &boxes[i]);
    return status;
}
