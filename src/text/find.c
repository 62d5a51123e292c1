/* SPDX-License-Identifier: Apache-2.0 */
/* The first look: pages and lines, nothing read. */
#include "text/reader.h"

#include "image/vision.h"
#include "text/apart.h"
#include "text/ink.h"
#include "text/level.h"
#include "text/lone.h"
#include "text/look.h"
#include "text/page.h"
#include "text/quad.h"
#include "text/seal.h"
#include "text/search.h"
#include "text/sheet.h"
#include "text/strip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RULE_GLYPHS 4      /* large red glyphs above a red rule, at least */
#define RULE_LARGER 1.25f  /* they are larger than the median line by this */

typedef struct first_look {
    const ls_raster *raster;
    ls_levels levels;
    ls_text_model *model;
    ls_chains chains;
    ls_text *text;
    ls_look_notes *notes;
} first_look;

/* Display order: from the top of the picture to its bottom, then from left to right. */
static int reading_order(const void *a, const void *b)
{
    const ls_point first = ls_quad_middle(((const ls_chain *)a)->quad);
    const ls_point second = ls_quad_middle(((const ls_chain *)b)->quad);
    if (first.y != second.y)
        return first.y > second.y ? 1 : -1;
    return (first.x > second.x) - (first.x < second.x);
}

/* What is too unlike writing to be looked at again goes; a short row stays when a certain one runs beside it. */
static void keep_likely(ls_chains *chains)
{
    size_t kept = 0;
    for (size_t i = 0; i < chains->count; i++)
        if (chains->items[i].certainty >= LS_CERTAINTY_LEAST)
            chains->items[kept++] = chains->items[i];
    chains->count = kept;
    if (kept)
        qsort(chains->items, kept, sizeof *chains->items, reading_order);
}

/* The smallest page that holds the line's middle, -1 for none; pages are sorted from large to small. */
static int page_of(const ls_text *text, const ls_point quad[4])
{
    int page = -1;
    for (size_t i = 0; i < text->page_count; i++)
        if (ls_quad_holds(text->pages[i].quad, ls_quad_middle(quad)))
            page = (int)i;
    return page;
}

static int most_certain(const ls_chains *chains)
{
    int most = 0;
    for (size_t i = 0; i < chains->count; i++)
        most = chains->items[i].certainty > most ? chains->items[i].certainty : most;
    return most;
}

/* Only a row of the finder's own says whether its ink is lighter than its ground. */
static bool is_light(const first_look *look, const ls_chain *chain)
{
    ls_strip strip;
    if (chain->features[LS_FEATURE_MARKS] > 0)
        return chain->light;
    if (ls_strip_cut(&look->levels, chain->quad, false, &strip) != LS_OK)
        return false;
    ls_raster_free(&strip.gray);
    return strip.inverted;
}

static ls_status add_lines(first_look *look)
{
    ls_text *text = look->text;
    look->notes->lines = ls_arena_array(text->arena, look->chains.count + 1, sizeof *look->notes->lines);
    if (!look->notes->lines)
        return LS_E_NOMEM;
    for (size_t i = 0; i < look->chains.count; i++) {
        const ls_chain *chain = &look->chains.items[i];
        ls_line *line = ls_text_add_line(text);
        if (!line)
            return text->line_count == LS_LINES_MAX ? LS_OK : LS_E_NOMEM;
        memcpy(line->quad, chain->quad, sizeof line->quad);
        line->page = page_of(text, chain->quad);
        line->height = chain->height;
        line->ink = chain->row_of_red ? LS_INK_RED : ls_ink_of(look->raster, chain->quad, is_light(look, chain));
        line->framed = chain->framed;
        look->notes->lines[look->notes->count++] =
            (struct ls_line_note){.guess = chain->guess, .red = chain->row_of_red};
        line->confidence = (unsigned char)chain->certainty;
        line->unread = LS_UNREAD_BUDGET;
    }
    text->text_present = text->line_count > 0;
    return LS_OK;
}

static int ascending(const void *a, const void *b)
{
    const float first = *(const float *)a, second = *(const float *)b;
    return (first > second) - (first < second);
}

static float median_height(const ls_text *text)
{
    float heights[64];
    size_t count = 0;
    for (size_t i = 0; i < text->line_count && count < sizeof heights / sizeof *heights; i++)
        heights[count++] = text->lines[i].height;
    qsort(heights, count, sizeof *heights, ascending);
    return count ? heights[count / 2] : 0;
}

/* The page that a rule belongs to; a page that fills the whole picture has no outline and is made here. */
static ls_page *page_for(first_look *look, const ls_line *line)
{
    if (line->page >= 0)
        return &look->text->pages[line->page];
    ls_page *page = ls_text_add_page(look->text);
    if (!page)
        return NULL;
    const double width = look->raster->width, height = look->raster->height;
    const ls_point whole[4] = {{0, 0}, {width, 0}, {width, height}, {0, height}};
    memcpy(page->quad, whole, sizeof whole);
    return page;
}

static void find_red_rules(first_look *look)
{
    ls_text *text = look->text;
    const float usual = median_height(text);
    for (size_t i = 0; i < text->line_count; i++) {
        const ls_line *line = &text->lines[i];
        const double length = hypot(line->quad[1].x - line->quad[0].x, line->quad[1].y - line->quad[0].y);
        if (line->ink != LS_INK_RED || line->confidence < LS_CERTAINTY_BESIDE || look->notes->lines[i].guess || line->height < RULE_LARGER * usual ||
            length < RULE_GLYPHS * (double)line->height * 0.8)
            continue;
        /* nobody knows yet which side of the row is its foot */
        const ls_point turned[4] = {line->quad[2], line->quad[3], line->quad[0], line->quad[1]};
        ls_point rule[2];
        if (!ls_ink_red_rule(look->raster, line->quad, rule) && !ls_ink_red_rule(look->raster, turned, rule))
            continue;
        ls_page *page = page_for(look, line);
        if (!page || page->red_rule)
            continue;
        page->red_rule = true;
        memcpy(page->rule, rule, sizeof rule);
    }
}

/* Pages and seals stay clockwise; lines start where their text does. */
static void area_to_stored(const ls_raster *raster, ls_point quad[4], bool mirrored)
{
    for (int c = 0; c < 4; c++)
        quad[c] = ls_raster_to_stored(raster, quad[c]);
    if (mirrored) {
        const ls_point swap = quad[1];
        quad[1] = quad[3];
        quad[3] = swap;
    }
}

/* Everything so far was in pixels of the raster. */
static void to_stored(const ls_raster *raster, ls_text *text)
{
    for (size_t i = 0; i < text->line_count; i++) {
        for (int c = 0; c < 4; c++)
            text->lines[i].quad[c] = ls_raster_to_stored(raster, text->lines[i].quad[c]);
        text->lines[i].height *= (float)raster->scale;
    }
    const bool mirrored = raster->orientation == 2 || raster->orientation == 4 || raster->orientation == 5 ||
                          raster->orientation == 7;
    for (size_t i = 0; i < text->seal_count; i++)
        area_to_stored(raster, text->seals[i].quad, mirrored);
    for (size_t i = 0; i < text->page_count; i++) {
        ls_page *page = &text->pages[i];
        area_to_stored(raster, page->quad, mirrored);
        for (int c = 0; c < 2 && page->red_rule; c++)
            page->rule[c] = ls_raster_to_stored(raster, page->rule[c]);
    }
}

static ls_status find_pages(first_look *look)
{
    ls_status status = ls_pages_find(&look->levels.gray[0], look->text);
    ls_pages_drop_crossed(look->text, &look->chains);
    if (status || ls_pages_hold(look->text, &look->chains))
        return status;
    status = ls_pages_find_even(look->raster, look->levels.gain, look->text);
    ls_pages_drop_crossed(look->text, &look->chains);
    return status;
}

static ls_status find(first_look *look)
{
    ls_status status = ls_search_levels(&look->levels, &look->chains);
    if (status)
        return status;
    if (look->notes->gate && most_certain(&look->chains) >= LS_CERTAINTY_SURE) {
        look->text->text_present = true;
        return LS_OK;
    }
    status = find_pages(look);
    if (status == LS_OK)
        status = ls_seals_find(look->raster, look->levels.gain, look->text);
    if (status == LS_OK)
        status = ls_lone_find(look->raster, look->text, &look->chains);
    if (status == LS_OK)
        status = ls_sheets_complete(&look->levels, look->text, &look->chains);
    ls_apart_raise(&look->levels, &look->chains);
    if (status == LS_OK && look->model)
        status = ls_look_judge(look->model, look->raster, look->levels.gain, &look->chains);
    keep_likely(&look->chains);
    if (status == LS_OK)
        status = add_lines(look);
    if (status == LS_OK) {
        find_red_rules(look);
        to_stored(look->raster, look->text);
    }
    return status;
}

ls_status ls_text_find(const ls_raster *raster, ls_text_model *model, ls_text *text, ls_look_notes *notes)
{
    first_look look = {.raster = raster, .model = model, .text = text, .notes = notes};
    *notes = (ls_look_notes){.gate = notes->gate};
    text->width = raster->stored_width;
    text->height = raster->stored_height;
    ls_status status = ls_levels_make(raster, &look.levels);
    if (status == LS_OK)
        status = find(&look);
    ls_levels_free(&look.levels);
    ls_chains_free(&look.chains);
    return status;
}
