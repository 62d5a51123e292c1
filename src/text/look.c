/* SPDX-License-Identifier: Apache-2.0 */
#include "text/look.h"

#include "text/merge.h"
#include "text/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The network takes 0.09 µs a pixel: 13 ms, 110 ms and 37 ms a piece. */
#define FIRST_PIXELS (416.0 * 320)
#define NEARLY 1.1           /* how far the first look may be from its size for a whole number of pixels to become one */
#define SECOND_PIXELS (1280.0 * 960)
#define PIECE 640u           /* pixels a side, neither reduced nor enlarged */
#define PIECES_MAX 6u
#define OVERLAP 64u          /* of neighbouring pieces: a line of large enough glyphs lies whole in one of them */
#define FINER 1.25           /* a look at less than this many times the last one's pixels a side shows nothing new */

/*
 * What makes a first look worth a second one. Far less than what makes a line or a page: at this size a sheet that fills a
 * twentieth of a photo has glyphs of two pixels. Of 100 photos without text that have an odd number some 40 pass.
 */
#define WORTH_LINE 15        /* certainty of a line */
#define WORTH_PAGE 0.3f      /* logit of a page */
#define WORTH_PAGE_SHARE 0.01 /* of the pixels above it */

/* What makes a place of the second look worth a closer one. */
#define MAYBE_LINE (-0.5f)   /* logit */
#define SMALL_SIZE 0.3f      /* of LS_MAP_SIZE: glyphs below 10 input pixels */
#define SMALL_PIXELS 60u     /* two or three short lines */

struct ls_text_model {
    ls_vision_net *net;
};

/* ------------------------------------------------------------------------------------------------- the network */

#define TRIAL_WIDTH 96u
#define TRIAL_HEIGHT 64u

/* What it answers to an even gray: numbers, in the shape that is expected. */
static ls_status try_out(ls_vision_net *net)
{
    ls_raster gray;
    ls_planes planes;
    ls_status status = ls_raster_alloc(&gray, TRIAL_WIDTH, TRIAL_HEIGHT, 3);
    if (status)
        return status;
    memset(gray.data, 127, (size_t)gray.stride * gray.height);
    status = ls_vision_net_run(net, &gray, LS_MAP_GRAIN, &planes);
    ls_raster_free(&gray);
    if (status)
        return status;
    bool sound = planes.channels == LS_MAP_PLANES && planes.width == TRIAL_WIDTH / LS_MAP_STEP &&
                 planes.height == TRIAL_HEIGHT / LS_MAP_STEP;
    for (size_t i = 0; sound && i < (size_t)planes.channels * planes.width * planes.height; i++)
        sound = isfinite(planes.data[i]);
    ls_planes_free(&planes);
    return sound ? LS_OK : LS_E_FORMAT;
}

ls_status ls_text_model_load(const void *onnx, size_t size, ls_text_model **model)
{
    *model = calloc(1, sizeof **model);
    if (!*model)
        return LS_E_NOMEM;
    ls_status status = ls_vision_net_load(onnx, size, &(*model)->net);
    if (status == LS_OK)
        status = try_out((*model)->net);
    if (status) {
        ls_text_model_free(*model);
        *model = NULL;
    }
    return status;
}

void ls_text_model_free(ls_text_model *model)
{
    if (!model)
        return;
    ls_vision_net_free(model->net);
    free(model);
}

/* --------------------------------------------------------------------------------------------------- one look */

typedef struct frame { /* a part of the raster */
    uint32_t left, top, width, height;
} frame;

typedef struct viewed {
    const ls_raster *raster;
    double gain; /* by which it is brightened before the network sees it */
} viewed;

/* The map of a part of the raster, reduced `scale` times. */
static ls_status map_part(ls_text_model *model, const viewed *seen, const frame *part, double scale, ls_map *map)
{
    const ls_raster *raster = seen->raster;
    ls_raster view = *raster, input;
    view.data += (size_t)part->top * raster->stride + (size_t)part->left * raster->channels;
    view.width = part->width;
    view.height = part->height;
    *map = (ls_map){.left = part->left, .top = part->top};
    const uint32_t whole = (uint32_t)scale;
    if (whole == scale) { /* whole pixels become one, which takes a quarter of the time */
        view.width = view.width > whole ? view.width / whole * whole : view.width;
        view.height = view.height > whole ? view.height / whole * whole : view.height;
    }
    const uint32_t width = (uint32_t)fmax(1, round(view.width / scale)), height = (uint32_t)fmax(1, round(view.height / scale));
    ls_status status = ls_vision_resize(&view, width, height, &input);
    if (status)
        return status;
    ls_raster_brighten(&input, seen->gain);
    status = ls_vision_net_run(model->net, &input, LS_MAP_GRAIN, &map->planes);
    ls_raster_free(&input);
    if (status)
        return status;
    map->scale_x = LS_MAP_STEP * (double)view.width / width;
    map->scale_y = LS_MAP_STEP * (double)view.height / height;
    return map->planes.channels == LS_MAP_PLANES ? LS_OK : LS_E_FORMAT;
}

/* ----------------------------------------------------------------------------------------------------- pieces */

/* Which pixels may be writing that is too small for this map and that the finder is not sure of. Owned; NULL: no memory. */
static bool *small_writing(const ls_map *map, const ls_chains *rows)
{
    bool *small = calloc((size_t)map->planes.width * map->planes.height, sizeof *small);
    for (uint32_t y = 0; small && y < map->planes.height; y++)
        for (uint32_t x = 0; x < map->planes.width; x++) {
            const ls_point at = {map->left + (x + 0.5) * map->scale_x, map->top + (y + 0.5) * map->scale_y};
            small[(size_t)y * map->planes.width + x] =
                ls_map_at(map, LS_MAP_LINE, x, y) > MAYBE_LINE && ls_map_at(map, LS_MAP_SIZE, x, y) < SMALL_SIZE &&
                !ls_chains_hold(rows, rows->count, LS_CERTAINTY_SURE, at);
        }
    return small;
}

static size_t count_within(const bool *small, const ls_map *map, const frame *part)
{
    size_t count = 0;
    for (uint32_t y = 0; y < map->planes.height; y++) {
        const double at_y = map->top + (y + 0.5) * map->scale_y - part->top;
        if (at_y < 0 || at_y >= part->height)
            continue;
        for (uint32_t x = 0; x < map->planes.width; x++) {
            const double at_x = map->left + (x + 0.5) * map->scale_x - part->left;
            count += at_x >= 0 && at_x < part->width && small[(size_t)y * map->planes.width + x];
        }
    }
    return count;
}

typedef struct piece {
    frame part;
    size_t small;
} piece;

static void keep_best(piece best[PIECES_MAX], size_t *count, const piece *new)
{
    size_t at = *count < PIECES_MAX ? (*count)++ : PIECES_MAX;
    if (at == PIECES_MAX) {
        if (new->small <= best[PIECES_MAX - 1].small)
            return;
        at--;
    }
    for (; at > 0 && best[at - 1].small < new->small; at--)
        best[at] = best[at - 1];
    best[at] = *new;
}

static size_t choose_pieces(const ls_map *map, const bool *small, const ls_raster *raster, piece best[PIECES_MAX])
{
    size_t count = 0;
    for (uint32_t top = 0; top < raster->height; top += PIECE - OVERLAP)
        for (uint32_t left = 0; left < raster->width; left += PIECE - OVERLAP) {
            /* the last one of a row or column is moved back, so that it is as large as the others */
            const uint32_t width = raster->width < PIECE ? raster->width : PIECE;
            const uint32_t height = raster->height < PIECE ? raster->height : PIECE;
            piece new = {.part = {left + width > raster->width ? raster->width - width : left,
                                  top + height > raster->height ? raster->height - height : top, width, height}};
            new.small = count_within(small, map, &new.part);
            if (new.small >= SMALL_PIXELS)
                keep_best(best, &count, &new);
        }
    return count;
}

static ls_status look_closer(ls_text_model *model, const viewed *seen, const ls_map *map, const ls_chains *rows,
                             ls_chains *lines)
{
    piece pieces[PIECES_MAX];
    bool *small = small_writing(map, rows);
    const size_t count = small ? choose_pieces(map, small, seen->raster, pieces) : 0;
    ls_status status = small ? LS_OK : LS_E_NOMEM;
    free(small);
    for (size_t i = 0; i < count && status == LS_OK; i++) {
        ls_map closer;
        const size_t before = lines->count;
        status = map_part(model, seen, &pieces[i].part, 1, &closer);
        if (status == LS_OK)
            status = ls_map_lines(&closer, lines);
        ls_merge_looks(lines, before);
        ls_planes_free(&closer.planes);
    }
    return status;
}

/* -------------------------------------------------------------------------------------------------- the whole */

static ls_status take_all(const ls_map *map, ls_chains *lines, ls_text *text)
{
    ls_status status = ls_map_lines(map, lines);
    if (status == LS_OK)
        status = ls_map_pages(map, text);
    return status ? status : ls_map_seals(map, text);
}

/* Something else than a few pixels that could be anything? */
static bool worth_more(const ls_map *map, const ls_chains *lines, size_t seals)
{
    const size_t pixels = (size_t)map->planes.width * map->planes.height;
    size_t page = 0;
    for (size_t i = 0; i < pixels; i++)
        page += map->planes.data[LS_MAP_PAGE * pixels + i] > WORTH_PAGE;
    bool more = seals > 0 || (double)page >= WORTH_PAGE_SHARE * (double)pixels;
    for (size_t i = 0; i < lines->count; i++)
        more = more || lines->items[i].certainty >= WORTH_LINE;
    return more;
}

static ls_status look_again(ls_text_model *model, const viewed *seen, double scale, const ls_chains *rows,
                            ls_chains *lines, ls_text *text)
{
    ls_map map;
    const frame all = {0, 0, seen->raster->width, seen->raster->height};
    ls_status status = map_part(model, seen, &all, scale, &map);
    if (status == LS_OK)
        status = take_all(&map, lines, text);
    if (status == LS_OK && scale >= FINER)
        status = look_closer(model, seen, &map, rows, lines);
    ls_planes_free(&map.planes);
    return status;
}

/* Reducing by a whole number takes a quarter of the time. */
static double first_scale(double pixels)
{
    const double wanted = fmax(1, sqrt(pixels / FIRST_PIXELS)), whole = round(wanted);
    return whole < NEARLY * wanted && wanted < NEARLY * whole ? whole : wanted;
}

static bool any_likely(const ls_chains *rows)
{
    bool any = false;
    for (size_t i = 0; i < rows->count; i++)
        any = any || rows->items[i].certainty >= LS_CERTAINTY_BESIDE;
    return any;
}

ls_status ls_look(ls_text_model *model, const ls_raster *raster, double gain, const ls_chains *rows, ls_chains *lines,
                  ls_text *text)
{
    const viewed seen = {raster, gain};
    const frame all = {0, 0, raster->width, raster->height};
    /* by area, not by the longer side: a long screenshot is not shrunk to a thread */
    const double pixels = (double)raster->width * raster->height;
    const double first = first_scale(pixels), second = fmax(1, sqrt(pixels / SECOND_PIXELS));
    ls_map map;
    ls_status status = map_part(model, &seen, &all, first, &map);
    if (status == LS_OK)
        status = take_all(&map, lines, text);
    ls_map_certainties_set(lines);
    const bool more = status == LS_OK && first >= second * FINER &&
                      (any_likely(rows) || worth_more(&map, lines, text->seal_count));
    ls_planes_free(&map.planes);
    if (more) {
        const size_t before = lines->count;
        status = look_again(model, &seen, second, rows, lines, text);
        ls_merge_looks(lines, before);
    }
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i].way < LS_WAY_SURE)
            ls_chain_forget_way(&lines->items[i]);
    if (status == LS_OK)
        ls_chains_join(lines, 0);
    ls_map_certainties_set(lines);
    return status;
}
