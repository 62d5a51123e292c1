/* SPDX-License-Identifier: Apache-2.0 */
/* Pages and seals out of the text map: areas above even odds, their outlines made quadrilaterals. */
#include "text/map.h"

#include "text/quad.h"

#include <math.h>
#include <string.h>

#define AREAS_MAX 16
#define SMOOTHING 3u       /* pixels of the answer: dents of a finger, a line of writing that was left out */
#define PAGE_MIN 0.004     /* of the mapped part: a page 6 % as wide as the picture */
#define PAGE_MAX 0.97      /* of the mapped part: what fills the picture has no outline in it */
#define PAGE_TOLERANCE 0.04
#define PAGE_SURE 0.8f     /* mean probability over a page; see the card of the network */
#define PAGE_FILL 0.7      /* of the smallest rectangle: cut off by the picture's edge, or held by a hand */
#define SEAL_PIXELS 12.0   /* of the answer: four by three, a chop of 16 by 12 input pixels */
#define SEAL_MAX 0.2       /* of the mapped part: larger red areas are flags, covers and walls */
#define SEAL_SURE 0.75f    /* mean probability over a seal */
#define SEAL_TOLERANCE 0.05
#define SEAL_FILL 0.55     /* a ring fills π/4 of its square; some of it is faint */
#define SAME 0.6           /* of the larger of two areas must be shared by the two for them to be one page */

static float probability(float logit)
{
    return 1 / (1 + expf(-logit));
}

static ls_status outlines(const ls_map *map, ls_map_plane plane, double min_area, double tolerance, double fill,
                          ls_vision_quad *out, size_t *count)
{
    ls_raster mask;
    *count = 0;
    ls_status status = ls_raster_alloc(&mask, map->planes.width, map->planes.height, 1);
    if (status)
        return status;
    const float *logit = map->planes.data + (size_t)plane * mask.width * mask.height;
    for (size_t i = 0; i < (size_t)mask.width * mask.height; i++)
        mask.data[i] = logit[i] > 0 ? 255 : 0;
    status = ls_vision_morph(&mask, true, SMOOTHING, SMOOTHING);
    if (status == LS_OK)
        status = ls_vision_morph(&mask, false, SMOOTHING, SMOOTHING);
    if (status == LS_OK)
        status = ls_vision_quads(&mask, min_area, tolerance, fill, out, AREAS_MAX, count);
    ls_raster_free(&mask);
    return status;
}

/* Mean probability of a plane over the quadrilateral (pixels of the answer) where `of` is above even odds. */
static float mean_within(const ls_map *map, const ls_point quad[4], ls_map_plane plane, ls_map_plane of)
{
    float sum = 0, count = 0;
    for (uint32_t y = 0; y < map->planes.height; y++)
        for (uint32_t x = 0; x < map->planes.width; x++)
            if (ls_map_at(map, of, x, y) > 0 && ls_quad_holds(quad, (ls_point){x + 0.5, y + 0.5})) {
                sum += probability(ls_map_at(map, plane, x, y));
                count += 1;
            }
    return count > 0 ? sum / count : 0;
}

static void to_raster(const ls_map *map, const ls_point in[4], ls_point out[4])
{
    for (int i = 0; i < 4; i++)
        out[i] = (ls_point){map->left + in[i].x * map->scale_x, map->top + in[i].y * map->scale_y};
}

/* Do the two cover about the same? By upright boxes: the outlines of one sheet differ by shadows, not by their kind. */
static bool same_area(const ls_point a[4], const ls_point b[4])
{
    double low[2][2], high[2][2];
    const ls_point *quads[2] = {a, b};
    for (int q = 0; q < 2; q++) {
        low[q][0] = low[q][1] = INFINITY;
        high[q][0] = high[q][1] = -INFINITY;
        for (int c = 0; c < 4; c++) {
            low[q][0] = fmin(low[q][0], quads[q][c].x);
            low[q][1] = fmin(low[q][1], quads[q][c].y);
            high[q][0] = fmax(high[q][0], quads[q][c].x);
            high[q][1] = fmax(high[q][1], quads[q][c].y);
        }
    }
    const double width = fmin(high[0][0], high[1][0]) - fmax(low[0][0], low[1][0]);
    const double height = fmin(high[0][1], high[1][1]) - fmax(low[0][1], low[1][1]);
    const double first = (high[0][0] - low[0][0]) * (high[0][1] - low[0][1]);
    const double second = (high[1][0] - low[1][0]) * (high[1][1] - low[1][1]);
    return width > 0 && height > 0 && width * height > SAME * fmax(first, second);
}

static ls_page *page_at(ls_text *text, const ls_point quad[4])
{
    for (size_t i = 0; i < text->page_count; i++)
        if (same_area(text->pages[i].quad, quad))
            return &text->pages[i];
    return NULL;
}

ls_status ls_map_pages(const ls_map *map, ls_text *text)
{
    ls_vision_quad found[AREAS_MAX];
    size_t count = 0;
    const double whole = (double)map->planes.width * map->planes.height;
    ls_status status = outlines(map, LS_MAP_PAGE, PAGE_MIN * whole, PAGE_TOLERANCE, PAGE_FILL, found, &count);
    for (size_t i = 0; i < count && status == LS_OK; i++) {
        if (found[i].area > PAGE_MAX * whole ||
            mean_within(map, found[i].corner, LS_MAP_PAGE, LS_MAP_PAGE) < PAGE_SURE)
            continue;
        ls_point quad[4];
        to_raster(map, found[i].corner, quad);
        ls_page *page = page_at(text, quad);
        if (!page && text->page_count < LS_PAGES_MAX) {
            page = ls_text_add_page(text);
            if (!page)
                return LS_E_NOMEM;
            memcpy(page->quad, quad, sizeof page->quad);
        }
        if (page)
            page->screen = mean_within(map, found[i].corner, LS_MAP_SCREEN, LS_MAP_PAGE) > 0.5f;
    }
    return status;
}

static bool seal_at(const ls_text *text, const ls_point quad[4])
{
    for (size_t i = 0; i < text->seal_count; i++)
        if (same_area(text->seals[i].quad, quad))
            return true;
    return false;
}

ls_status ls_map_seals(const ls_map *map, ls_text *text)
{
    ls_vision_quad found[AREAS_MAX];
    size_t count = 0;
    const double whole = (double)map->planes.width * map->planes.height;
    ls_status status = outlines(map, LS_MAP_SEAL, SEAL_PIXELS, SEAL_TOLERANCE, SEAL_FILL, found, &count);
    for (size_t i = 0; i < count && status == LS_OK; i++) {
        ls_point quad[4];
        to_raster(map, found[i].corner, quad);
        const float sure = mean_within(map, found[i].corner, LS_MAP_SEAL, LS_MAP_SEAL);
        if (found[i].area > SEAL_MAX * whole || sure < SEAL_SURE || seal_at(text, quad) ||
            text->seal_count == LS_SEALS_MAX)
            continue;
        ls_seal *seal = ls_text_add_seal(text);
        if (!seal)
            return LS_E_NOMEM;
        memcpy(seal->quad, quad, sizeof seal->quad);
        seal->confidence = (unsigned char)lroundf(100 * sure);
    }
    return status;
}
