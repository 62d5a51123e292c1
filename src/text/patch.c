/* SPDX-License-Identifier: Apache-2.0 */
#include "text/patch_parts.h"

#include "image/vision.h"
#include "text/quad.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LINES_LEAST 3 /* read lines without which a page has no usual glyph to compare with */
#define HEAD_TIMES                                                                                                     \
    2.7 /* but for a red head alone: an issuer line's glyphs are so many of the body's (GB/T 9704, 7.2.4) */
#define HEAD_GLYPHS 5
#define LINES_ASKED 256
#define INSET 0.03       /* of the page's size: what lies beside the sheet is no patch on it */
#define MARGIN 8.0       /* usual glyphs around text on no page: a covered row was its first, perhaps */
#define SIDE_MOST 2000.0 /* pixels of `small` */

bool ls_patch_holds_line(const ls_patch_page *page, const ls_point quad[4], double room)
{
    ls_point first, last;
    ls_quad_box(quad, &first, &last);
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        if (page->page >= 0 && line->page != page->page)
            continue;
        ls_point shown[4], low, high;
        for (int c = 0; c < 4; c++)
            shown[c] = ls_raster_from_stored(page->raster, line->quad[c]);
        ls_quad_box(shown, &low, &high);
        const ls_point middle = {(low.x + high.x) / 2, (low.y + high.y) / 2};
        const bool near = low.x < last.x + room && high.x > first.x - room && low.y < last.y + room && high.y > first.y - room;
        if (room > 0 ? near : ls_quad_holds(quad, middle))
            return true;
    }
    return false;
}

void ls_patch_to_raster(const ls_patch_page *page, const ls_point small[4], ls_point out[4])
{
    for (int i = 0; i < 4; i++)
        out[i] = (ls_point){page->left + small[i].x * page->scale, page->top + small[i].y * page->scale};
}

int ls_patch_range(const ls_patch_page *page, const ls_point small[4])
{
    int low = 255, high = 0;
    for (int i = 0; i < 100; i++) {
        const double u = (i % 10 + 0.5) / 10, v = ((double)(i / 10) + 0.5) / 10;
        const double x =
            (1 - v) * ((1 - u) * small[0].x + u * small[1].x) + v * ((1 - u) * small[3].x + u * small[2].x);
        const double y =
            (1 - v) * ((1 - u) * small[0].y + u * small[1].y) + v * ((1 - u) * small[3].y + u * small[2].y);
        if (x < 0 || y < 0 || x >= page->gray.width || y >= page->gray.height)
            continue;
        const int value = page->gray.data[(size_t)y * page->gray.stride + (size_t)x];
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    return high < low ? 0 : high - low;
}

ls_status ls_patch_add(const ls_patch_page *page, const ls_point quad[4], ls_patch_kind kind)
{
    ls_text *text = page->text;
    const ls_point middle = ls_quad_middle(quad);
    for (size_t i = 0; i < text->patch_count; i++) {
        ls_point known[4];
        for (int c = 0; c < 4; c++)
            known[c] = ls_raster_from_stored(page->raster, text->patches[i].quad[c]);
        if (ls_quad_holds(known, middle) || ls_quad_holds(quad, ls_quad_middle(known)))
            return LS_OK;
    }
    if (text->patch_count == LS_PATCHES_MAX || (kind <= LS_PATCH_BLUR && !ls_patch_is_on_paper(page, quad)))
        return LS_OK;
    ls_patch *patch = ls_text_add_patch(text);
    if (!patch)
        return LS_E_NOMEM;
    const bool on_sheet =
        page->sheet >= 0 && ls_quad_holds(text->pages[page->sheet].quad, ls_raster_to_stored(page->raster, middle));
    patch->page = page->page >= 0 ? page->page : on_sheet ? page->sheet : -1;
    patch->kind = kind;
    for (int c = 0; c < 4; c++)
        patch->quad[c] = ls_raster_to_stored(page->raster, quad[c]);
    return LS_OK;
}

/* ------------------------------------------------------------------------------------------------ the page */

static int ascending(const void *a, const void *b)
{
    const double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Median height of the lines that were read, or of all; 0 when there are too few. */
static double median_height(const ls_patch_page *page, bool all)
{
    double heights[LINES_ASKED];
    size_t count = 0;
    for (size_t i = 0; i < page->text->line_count && count < LINES_ASKED; i++) {
        const ls_line *line = &page->text->lines[i];
        if ((page->page < 0 || line->page == page->page) && (all || line->unread == LS_READ))
            heights[count++] = (double)line->height / page->raster->scale;
    }
    if (count < LINES_LEAST)
        return 0;
    qsort(heights, count, sizeof *heights, ascending);
    return heights[count / 2];
}

/* Of a page with hardly anything but a red line of some length; 0 without one. */
static double under_head(const ls_patch_page *page)
{
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        if ((page->page < 0 || line->page == page->page) && line->unread == LS_READ && line->ink == LS_INK_RED &&
            line->count >= HEAD_GLYPHS)
            return (double)line->height / page->raster->scale / HEAD_TIMES;
    }
    return 0;
}

/* Of lines that were read; those of a blurred page are rows as well, where its head alone could be read. */
static double usual_glyph(const ls_patch_page *page)
{
    const double read = median_height(page, false), all = read > 0 ? read : median_height(page, true);
    return all > 0 ? all : under_head(page);
}

/* The page's outline drawn in, or the box around all text. */
static void outline(ls_patch_page *page)
{
    const ls_text *text = page->text;
    if (page->page >= 0) {
        const ls_point middle = ls_quad_middle(text->pages[page->page].quad);
        for (int c = 0; c < 4; c++) {
            const ls_point corner = text->pages[page->page].quad[c];
            page->quad[c] = ls_raster_from_stored(page->raster, (ls_point){corner.x + INSET * (middle.x - corner.x),
                                                                           corner.y + INSET * (middle.y - corner.y)});
        }
        return;
    }
    ls_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < text->line_count * 4; i++) {
        const ls_point p = ls_raster_from_stored(page->raster, text->lines[i / 4].quad[i % 4]);
        low = (ls_point){fmin(low.x, p.x), fmin(low.y, p.y)};
        high = (ls_point){fmax(high.x, p.x), fmax(high.y, p.y)};
    }
    const double room = MARGIN * page->glyph;
    const ls_point box[4] = {{low.x - room, low.y - room},
                             {high.x + room, low.y - room},
                             {high.x + room, high.y + room},
                             {low.x - room, high.y + room}};
    memcpy(page->quad, box, sizeof box);
}

static bool bound(ls_patch_page *page)
{
    ls_point low, high;
    ls_quad_box(page->quad, &low, &high);
    const double left = floor(fmax(0, low.x)), top = floor(fmax(0, low.y));
    const double right = fmin(high.x, page->raster->width), bottom = fmin(high.y, page->raster->height);
    if (!(right - left > 8 * page->glyph && bottom - top > 4 * page->glyph))
        return false;
    page->left = (uint32_t)left;
    page->top = (uint32_t)top;
    page->width = (uint32_t)(right - left);
    page->height = (uint32_t)(bottom - top);
    return true;
}

static ls_status reduce(ls_patch_page *page)
{
    const ls_raster *raster = page->raster;
    const double longest = fmax(page->width, page->height);
    page->scale = fmax(1, fmax(page->glyph / LS_PATCH_GLYPH, longest / SIDE_MOST));
    ls_raster view = *raster; /* borrows its pixels */
    view.data += (size_t)page->top * raster->stride + (size_t)page->left * raster->channels;
    view.width = page->width;
    view.height = page->height;
    const uint32_t width = (uint32_t)fmax(8, page->width / page->scale);
    page->scale = (double)page->width / width;
    ls_status status = ls_vision_resize(&view, width, (uint32_t)fmax(8, page->height / page->scale), &page->small);
    if (!status)
        status = ls_raster_gray(&page->small, &page->gray);
    if (!status)
        ls_patch_tone(page);
    return status;
}

static ls_status find_on(ls_patch_page *page)
{
    page->glyph = usual_glyph(page);
    if (page->glyph <= 0)
        return LS_OK;
    outline(page);
    ls_quad_make_clockwise(page->quad);
    if (!bound(page))
        return LS_OK;
    ls_status status = reduce(page);
    if (!status)
        status = ls_patches_opaque(page);
    if (!status)
        status = ls_patches_mosaic(page);
    if (!status)
        status = ls_patches_thing(page);
    if (!status)
        status = ls_patches_blur(page);
    if (!status)
        status = ls_patches_struck(page);
    ls_raster_free(&page->small);
    ls_raster_free(&page->gray);
    return status;
}

/* Corners of a sheet are seen between 50 and 130 degrees; other outlines took a shadow's edge for the paper's. */
static bool is_sheet_like(const ls_point quad[4])
{
    for (int i = 0; i < 4; i++) {
        const ls_point next = {quad[(i + 1) % 4].x - quad[i].x, quad[(i + 1) % 4].y - quad[i].y};
        const ls_point before = {quad[(i + 3) % 4].x - quad[i].x, quad[(i + 3) % 4].y - quad[i].y};
        const double lengths = hypot(next.x, next.y) * hypot(before.x, before.y);
        if (!(fabs(next.x * before.x + next.y * before.y) <= 0.65 * lengths))
            return false;
    }
    return true;
}

/* Is there text on no page, or on one whose outline is not to be trusted? Then all text is one page more. */
static bool is_homeless(const ls_text *text)
{
    for (size_t i = 0; i < text->line_count; i++) {
        const int page = text->lines[i].page;
        if (page < 0 || !is_sheet_like(text->pages[page].quad))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------- above and below the writing */

/*
 * Where heads and banners stand, seen from the writing and not from the paper's outline, which is often wrong. GB/T
 * 9704 has the mark up to 9 glyphs above the issuer line and its own rows within 10 below the first; a banner at the
 * foot of a page that is half full stands further below.
 */
#define ABOVE 14.0 /* usual glyphs above the first line that was read */
#define HEAD 10.0  /* and below its top */
#define FOOT 2.0   /* above the end of the last one */
#define BELOW 26.0
#define BESIDE 12.0

#define SURE 30 /* confidence: what lies beside a sheet is read as something, too, with less than the writing on it */

static bool is_sure(const ls_line *line)
{
    return line->unread == LS_READ && line->confidence >= SURE;
}

/* Where the lines that were read run and which way down is, unit vectors in the raster. False without such lines. */
static bool read_direction(const ls_patch_page *page, ls_point *right, ls_point *down)
{
    *right = *down = (ls_point){0, 0};
    for (size_t i = 0; i < page->text->line_count; i++) {
        const ls_line *line = &page->text->lines[i];
        const ls_point a = ls_raster_from_stored(page->raster, line->quad[0]);
        const ls_point b = ls_raster_from_stored(page->raster, line->quad[1]);
        const ls_point c = ls_raster_from_stored(page->raster, line->quad[3]);
        const double length = hypot(b.x - a.x, b.y - a.y), height = hypot(c.x - a.x, c.y - a.y);
        if (!is_sure(line) || !(height > 0))
            continue;
        *right = (ls_point){right->x + b.x - a.x, right->y + b.y - a.y};
        *down = (ls_point){down->x + (c.x - a.x) * length / height, down->y + (c.y - a.y) * length / height};
    }
    const double along = hypot(right->x, right->y), across = hypot(down->x, down->y);
    if (!(along > 0 && across > 0))
        return false;
    *right = (ls_point){right->x / along, right->y / along};
    *down = (ls_point){down->x / across, down->y / across};
    return fabs(right->x * down->y - right->y * down->x) > 0.3;
}

/*
 * The zone of the head or of the foot, corners in the raster, and the middle of the writing's edge there. False when
 * the zone lies outside of the picture.
 */
static bool place_zone(ls_patch_page *page, ls_point right, ls_point down, bool foot, ls_point *middle)
{
    /* the two need not be at right angles: coordinates are taken in their own basis */
    const double det = right.x * down.y - right.y * down.x;
    ls_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < page->text->line_count * 4; i++) {
        if (!is_sure(&page->text->lines[i / 4]))
            continue;
        const ls_point p = ls_raster_from_stored(page->raster, page->text->lines[i / 4].quad[i % 4]);
        const ls_point at = {(p.x * down.y - p.y * down.x) / det, (right.x * p.y - right.y * p.x) / det};
        low = (ls_point){fmin(low.x, at.x), fmin(low.y, at.y)};
        high = (ls_point){fmax(high.x, at.x), fmax(high.y, at.y)};
    }
    const ls_point edge = {(low.x + high.x) / 2, foot ? high.y : low.y};
    *middle = (ls_point){edge.x * right.x + edge.y * down.x, edge.x * right.y + edge.y * down.y};
    const double top = foot ? high.y - FOOT * page->glyph : low.y - ABOVE * page->glyph;
    const double bottom = foot ? high.y + BELOW * page->glyph : low.y + HEAD * page->glyph;
    const double from = low.x - BESIDE * page->glyph, to = high.x + BESIDE * page->glyph;
    const ls_point corners[4] = {{from, top}, {to, top}, {to, bottom}, {from, bottom}};
    for (int c = 0; c < 4; c++)
        page->quad[c] =
            (ls_point){corners[c].x * right.x + corners[c].y * down.x, corners[c].x * right.y + corners[c].y * down.y};
    ls_quad_make_clockwise(page->quad);
    return bound(page);
}

/* The page that most lines stand on that were read; -1 when that is none, or no sheet's outline. */
static int common_page(const ls_text *text)
{
    size_t most = 0;
    int best = -1;
    for (int page = -1; page < (int)text->page_count; page++) {
        size_t count = 0;
        for (size_t i = 0; i < text->line_count; i++)
            count += text->lines[i].unread == LS_READ && text->lines[i].page == page;
        if (count > most) {
            most = count;
            best = page;
        }
    }
    return best >= 0 && is_sheet_like(text->pages[best].quad) ? best : -1;
}

/* What covers the places where marks stand, into a list of its own: `places` is the text without patches. */
static ls_status find_in_places(const ls_patch_page *zone, ls_text *places, ls_point middle, ls_point right,
                                ls_point down, bool foot)
{
    ls_patch_page own = *zone;
    own.text = places;
    ls_status status = foot ? LS_OK : ls_patches_over_head(&own);
    return status ? status : ls_patches_banner(&own, middle, right, down, foot);
}

static ls_status find_beyond(const ls_raster *raster, ls_text *text, ls_text *places)
{
    ls_status status = LS_OK;
    for (int foot = 0; foot < 2 && !status; foot++) {
        ls_patch_page zone = {.raster = raster, .text = text, .page = -1, .sheet = common_page(text)};
        ls_point right, down, middle;
        zone.glyph = usual_glyph(&zone);
        if (!(zone.glyph > 0) || !read_direction(&zone, &right, &down) ||
            !place_zone(&zone, right, down, foot, &middle))
            continue;
        status = reduce(&zone);
        if (!status)
            status = find_in_places(&zone, places, middle, right, down, foot);
        if (!status)
            status = ls_patches_slip(&zone);
        if (!status)
            status = ls_patches_smear(&zone);
        ls_raster_free(&zone.small);
        ls_raster_free(&zone.gray);
    }
    return status;
}

/* In the raster, where their corners run clockwise. */
static bool hold_each_other(const ls_raster *raster, const ls_patch *a, const ls_patch *b)
{
    ls_point one[4], other[4];
    for (int c = 0; c < 4; c++) {
        one[c] = ls_raster_from_stored(raster, a->quad[c]);
        other[c] = ls_raster_from_stored(raster, b->quad[c]);
    }
    return ls_quad_holds(one, ls_quad_middle(other)) && ls_quad_holds(other, ls_quad_middle(one));
}

/* Those that nothing else was found at: it would know better where they end. They are worth more than the last ones. */
static ls_status add_places(const ls_raster *raster, ls_text *text, const ls_text *places)
{
    ls_status status = LS_OK;
    if (text->patch_count + places->patch_count > LS_PATCHES_MAX)
        text->patch_count = LS_PATCHES_MAX - places->patch_count;
    for (size_t i = 0; i < places->patch_count && !status; i++) {
        const ls_patch *patch = &places->patches[i];
        bool known = false;
        for (size_t k = 0; k < text->patch_count && !known; k++)
            known = hold_each_other(raster, patch, &text->patches[k]);
        ls_patch *added = known ? NULL : ls_text_add_patch(text);
        if (added)
            *added = *patch;
        else if (!known)
            status = LS_E_NOMEM;
    }
    return status;
}

/* Beyond the writing first: only so many patches are kept, and what lies behind a page may look like any number of
 * them. */
ls_status ls_patches_find(const ls_raster *raster, ls_text *text)
{
    const int last = is_homeless(text) ? -1 : 0;
    ls_text places = *text;
    places.patches = NULL;
    places.patch_count = places.patch_capacity = 0;
    ls_status status = find_beyond(raster, text, &places);
    for (int index = (int)text->page_count - 1; index >= last && !status; index--) {
        ls_patch_page page = {.raster = raster, .text = text, .page = index, .sheet = index};
        status = find_on(&page);
    }
    return status ? status : add_places(raster, text, &places);
}
