/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/tiles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONG_SIDE 2000u   /* pixels: a shorter picture is searched at full size in one look */
#define LONG_RATIO 3u     /* longer than this many times its width; a phone's screen has 2.2 */
#define TILE_LEAST 1000u  /* pixels: length of a piece of a narrow strip */
#define BORDER 6.0        /* pixels from a cut within which an outline counts as cut */
#define SAME_ALONG 0.3    /* of the shorter line, along and across: outlines of one line */
#define SAME_ACROSS 0.4
#define SAME_AREA 0.5     /* of the smaller of two boxes */

/* The part of a side [from, to) that is searched, and whether the picture goes on before and behind it. */
typedef struct tile {
    uint32_t from, to;
    bool upright; /* the picture is cut across its height */
    bool before, behind;
} tile;

/* A line of the picture with what is only known of it here. */
typedef struct tiled_line {
    ls_line line;
    uint32_t tile;
    bool cut, gone;
} tiled_line;

typedef struct tiling {
    ls_text *text;
    tiled_line *lines;
    size_t count, capacity;
    uint32_t number; /* of the tile */
} tiling;

bool ls_tiles_needed(const ls_raster *raster)
{
    const uint32_t longer = raster->width > raster->height ? raster->width : raster->height;
    const uint32_t shorter = raster->width > raster->height ? raster->height : raster->width;
    return longer > LONG_SIDE && longer / LONG_RATIO > shorter;
}

/* ---------------------------------------------------------------------------------------------- geometry */

static ls_point middle(const ls_point quad[4])
{
    return (ls_point){(quad[0].x + quad[1].x + quad[2].x + quad[3].x) / 4,
                      (quad[0].y + quad[1].y + quad[2].y + quad[3].y) / 4};
}

static void shift(ls_point *points, size_t count, const tile *part)
{
    for (size_t i = 0; i < count; i++) {
        points[i].x += part->upright ? 0 : part->from;
        points[i].y += part->upright ? part->from : 0;
    }
}

/* Does an outline reach a border behind which the picture goes on? */
static bool is_cut(const ls_point quad[4], const tile *part)
{
    for (int i = 0; i < 4; i++) {
        const double at = part->upright ? quad[i].y : quad[i].x;
        if ((part->before && at < part->from + BORDER) || (part->behind && at > part->to - BORDER))
            return true;
    }
    return false;
}

/* Where `quad` lies in the directions along and across `axis`: least and greatest of each. */
typedef struct extent {
    double along[2], across[2];
} extent;

static extent extent_of(const ls_point quad[4], const ls_point axis[4])
{
    const double x = axis[1].x - axis[0].x, y = axis[1].y - axis[0].y, length = fmax(hypot(x, y), 1e-9);
    extent all = {{INFINITY, -INFINITY}, {INFINITY, -INFINITY}};
    for (int i = 0; i < 4; i++) {
        const double along = (quad[i].x * x + quad[i].y * y) / length, across = (quad[i].y * x - quad[i].x * y) / length;
        all.along[0] = fmin(all.along[0], along);
        all.along[1] = fmax(all.along[1], along);
        all.across[0] = fmin(all.across[0], across);
        all.across[1] = fmax(all.across[1], across);
    }
    return all;
}

static double share(const double one[2], const double other[2])
{
    const double both = fmin(one[1], other[1]) - fmax(one[0], other[0]);
    return both / fmax(fmin(one[1] - one[0], other[1] - other[0]), 1e-9);
}

static bool same_area(const ls_point one[4], const ls_point other[4])
{
    static const ls_point upright[4] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    const extent a = extent_of(one, upright), b = extent_of(other, upright);
    const double along = share(a.along, b.along), across = share(a.across, b.across);
    return along > 0 && across > 0 && along * across > SAME_AREA;
}

/* ------------------------------------------------------------------------------------------------- lines */

static bool same_line(const tiled_line *one, const tiled_line *other)
{
    const ls_point *a = one->line.quad, *b = other->line.quad;
    const double ax = a[1].x - a[0].x, ay = a[1].y - a[0].y, bx = b[1].x - b[0].x, by = b[1].y - b[0].y;
    if (fabs(ax * by - ay * bx) > 0.3 * hypot(ax, ay) * hypot(bx, by)) /* 17° */
        return false;
    const extent of_one = extent_of(a, a), of_other = extent_of(b, a);
    /* of a line that runs on through several pieces two show no more than what they share */
    const double along = one->cut && other->cut ? 0 : SAME_ALONG;
    return share(of_one.along, of_other.along) > along && share(of_one.across, of_other.across) > SAME_ACROSS;
}

/* Both are pieces of one line that is longer than what two tiles share: the first grows by what the second adds. */
static void join(tiled_line *into, const tiled_line *other)
{
    ls_point *quad = into->line.quad;
    const extent own = extent_of(quad, quad), more = extent_of(other->line.quad, quad);
    const double x = quad[1].x - quad[0].x, y = quad[1].y - quad[0].y, length = fmax(hypot(x, y), 1e-9);
    const double before = fmax(0, own.along[0] - more.along[0]) / length;
    const double behind = fmax(0, more.along[1] - own.along[1]) / length;
    for (int side = 0; side < 2; side++) {
        ls_point *start = &quad[side ? 3 : 0], *end = &quad[side ? 2 : 1];
        *start = (ls_point){start->x - before * x, start->y - before * y};
        *end = (ls_point){end->x + behind * x, end->y + behind * y};
    }
    if (other->line.confidence > into->line.confidence)
        into->line.confidence = other->line.confidence;
    into->tile = other->tile; /* and may go on in the next */
}

static double worth(const tiled_line *line)
{
    const ls_point *q = line->line.quad;
    return hypot(q[1].x - q[0].x, q[1].y - q[0].y) * (10.0 + line->line.confidence);
}

/* Of a line that two tiles show one outline stays: the whole one, else the better one. */
static void settle_pair(tiled_line *one, tiled_line *other)
{
    if (one->cut && other->cut) {
        join(one, other);
        other->gone = true;
    } else if (one->cut != other->cut) {
        (one->cut ? one : other)->gone = true;
    } else {
        (worth(one) < worth(other) ? one : other)->gone = true;
    }
}

static void settle_lines(tiling *all)
{
    for (size_t i = 0; i < all->count; i++)
        for (size_t j = i + 1; j < all->count && all->lines[j].tile <= all->lines[i].tile + 1 && !all->lines[i].gone; j++)
            if (all->lines[j].tile != all->lines[i].tile && !all->lines[j].gone &&
                same_line(&all->lines[i], &all->lines[j]))
                settle_pair(&all->lines[i], &all->lines[j]);
}

/* From the top to the bottom, then from left to right. */
static int reading_order(const void *a, const void *b)
{
    const ls_point first = middle(((const tiled_line *)a)->line.quad), second = middle(((const tiled_line *)b)->line.quad);
    if (first.y < second.y || first.y > second.y)
        return first.y > second.y ? 1 : -1;
    return (first.x > second.x) - (first.x < second.x);
}

static ls_status put_lines(tiling *all)
{
    settle_lines(all);
    if (all->count)
        qsort(all->lines, all->count, sizeof *all->lines, reading_order);
    for (size_t i = 0; i < all->count; i++) {
        ls_line *line = all->lines[i].gone ? NULL : ls_text_add_line(all->text);
        if (line)
            *line = all->lines[i].line;
        else if (!all->lines[i].gone)
            return all->text->line_count == LS_LINES_MAX ? LS_OK : LS_E_NOMEM;
    }
    return LS_OK;
}

/* ------------------------------------------------------------------------------------------------- tiles */

/* The page of the picture that a tile's page is, or -1 when there is no room for another. */
static int add_page(tiling *all, ls_page *page, const tile *part)
{
    shift(page->quad, 4, part);
    shift(page->rule, 2, part);
    for (size_t i = 0; i < all->text->page_count; i++)
        if (all->text->pages[i].red_rule == page->red_rule && same_area(all->text->pages[i].quad, page->quad))
            return (int)i;
    ls_page *added = ls_text_add_page(all->text);
    if (added)
        *added = *page;
    return added ? (int)all->text->page_count - 1 : -1;
}

static ls_status add_lines(tiling *all, const ls_text *found, const int *pages, const tile *part)
{
    for (size_t i = 0; i < found->line_count; i++) {
        tiled_line *lines = ls_arena_grow(all->text->arena, all->lines, all->count, &all->capacity, sizeof *lines);
        if (!lines)
            return LS_E_NOMEM;
        all->lines = lines;
        tiled_line *added = &lines[all->count++];
        *added = (tiled_line){.line = found->lines[i], .tile = all->number};
        shift(added->line.quad, 4, part);
        added->cut = is_cut(added->line.quad, part);
        added->line.page = added->line.page >= 0 ? pages[added->line.page] : -1;
    }
    return LS_OK;
}

static void add_seals(tiling *all, const ls_text *found, const tile *part)
{
    for (size_t i = 0; i < found->seal_count; i++) {
        ls_seal seal = found->seals[i];
        bool known = false;
        shift(seal.quad, 4, part);
        for (size_t j = 0; j < all->text->seal_count && !known; j++)
            known = same_area(all->text->seals[j].quad, seal.quad);
        ls_seal *added = known ? NULL : ls_text_add_seal(all->text);
        if (added)
            *added = seal;
    }
}

static void add_patches(tiling *all, const ls_text *found, const int *pages, const tile *part)
{
    for (size_t i = 0; i < found->patch_count; i++) {
        ls_patch patch = found->patches[i];
        patch.page = patch.page >= 0 ? pages[patch.page] : -1;
        bool known = false;
        shift(patch.quad, 4, part);
        for (size_t j = 0; j < all->text->patch_count && !known; j++)
            known = all->text->patches[j].kind == patch.kind && same_area(all->text->patches[j].quad, patch.quad);
        ls_patch *added = known ? NULL : ls_text_add_patch(all->text);
        if (added)
            *added = patch;
    }
}

static void add_codes(tiling *all, const ls_text *found, const tile *part)
{
    for (size_t i = 0; i < found->code_count; i++) {
        ls_code code = found->codes[i];
        bool known = false;
        shift(code.quad, 4, part);
        for (size_t j = 0; j < all->text->code_count && !known; j++)
            known = strcmp(all->text->codes[j].content, code.content) == 0 &&
                    same_area(all->text->codes[j].quad, code.quad);
        ls_code *added = known ? NULL : ls_text_add_code(all->text);
        if (added)
            *added = code;
    }
}

static ls_status search_tile(tiling *all, const ls_raster *raster, const tile *part, ls_find_text *find, void *user)
{
    ls_raster view = *raster; /* of pixels that belong to the picture */
    const uint32_t length = part->to - part->from;
    view.data += part->upright ? (size_t)part->from * raster->stride : (size_t)part->from * raster->channels;
    view.width = view.stored_width = part->upright ? raster->width : length;
    view.height = view.stored_height = part->upright ? length : raster->height;
    view.orientation = 1;
    view.scale = 1;
    ls_text found = {.arena = all->text->arena};
    ls_status status = find(&view, &found, user);
    if (status)
        return status;
    int pages[LS_PAGES_MAX];
    for (size_t i = 0; i < found.page_count; i++)
        pages[i] = add_page(all, &found.pages[i], part);
    add_seals(all, &found, part);
    add_patches(all, &found, pages, part);
    add_codes(all, &found, part);
    all->text->text_present |= found.text_present;
    return add_lines(all, &found, pages, part);
}

/* ------------------------------------------------------------------------------------------------- stored */

static void to_stored(const ls_raster *raster, ls_point quad[4], bool mirrored)
{
    for (int c = 0; c < 4; c++)
        quad[c] = ls_raster_to_stored(raster, quad[c]);
    if (mirrored) { /* an area stays clockwise */
        const ls_point swap = quad[1];
        quad[1] = quad[3];
        quad[3] = swap;
    }
}

static void all_to_stored(const ls_raster *raster, ls_text *text)
{
    const uint32_t turn = raster->orientation;
    const bool mirrored = turn == 2 || turn == 4 || turn == 5 || turn == 7;
    for (size_t i = 0; i < text->line_count; i++) { /* lines start where their text does */
        to_stored(raster, text->lines[i].quad, false);
        text->lines[i].height *= (float)raster->scale;
    }
    for (size_t i = 0; i < text->page_count; i++) {
        to_stored(raster, text->pages[i].quad, mirrored);
        for (int c = 0; c < 2; c++)
            text->pages[i].rule[c] = ls_raster_to_stored(raster, text->pages[i].rule[c]);
    }
    for (size_t i = 0; i < text->seal_count; i++)
        to_stored(raster, text->seals[i].quad, mirrored);
    for (size_t i = 0; i < text->code_count; i++)
        to_stored(raster, text->codes[i].quad, mirrored);
    for (size_t i = 0; i < text->patch_count; i++)
        to_stored(raster, text->patches[i].quad, mirrored);
}

ls_status ls_tiles_find(const ls_raster *raster, ls_find_text *find, void *user, ls_text *text)
{
    tiling all = {.text = text};
    tile part = {.upright = raster->height > raster->width};
    const uint32_t side = part.upright ? raster->height : raster->width;
    const uint32_t width = part.upright ? raster->width : raster->height;
    const uint32_t length = 2 * width > TILE_LEAST ? 2 * width : TILE_LEAST, step = length - length / 4;
    ls_status status = LS_OK;
    for (uint32_t from = 0; status == LS_OK; from += step, all.number++) {
        part.from = from;
        part.to = side - from > length ? from + length : side;
        part.before = from > 0;
        part.behind = part.to < side;
        status = search_tile(&all, raster, &part, find, user);
        if (!part.behind)
            break;
    }
    if (status == LS_OK)
        status = put_lines(&all);
    text->width = raster->stored_width;
    text->height = raster->stored_height;
    all_to_stored(raster, text);
    return status;
}
