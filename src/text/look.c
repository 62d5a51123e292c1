/* SPDX-License-Identifier: Apache-2.0 */
#include "text/look.h"

#include "text/map.h"
#include "text/quad.h"
#include "text/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows that are no more than guesses: each takes 8 ms to be found to be nothing, and 60 to be read. */
#define JUDGED_LEAST 10u
#define JUDGED_PIXELS 4e6 /* of the input at most; it is the picture, or that halved once or more: other sizes take longer to make than to judge */
#define ASKED_LEAST 2u /* guesses in a square that take as long as looking at it */
#define LARGE 22.0 /* pixels of the network's input: higher rows are judged at half the size, where they are as high as those that it was trained with */
#define INNER 256u /* pixels of the network's input: it is asked about squares of that side, and sees */
#define MARGIN 32u /* so much more on every side, its coarsest cell */
#define TILE (INNER + 2 * MARGIN)

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

/* What the network sees: the picture reduced, and those of the rows that are judged at that size. */
typedef struct ls_seen {
    const ls_raster *input;
    double scale_x, scale_y; /* pixels of the raster per pixel of the input */
    double least, most;      /* heights of those rows, pixels of the raster */
    const ls_chains *rows;
    float *core; /* of each row, the highest yet */
} ls_seen;

static bool is_judged(const ls_seen *seen, const ls_chain *row)
{
    return ls_map_is_doubted(row) && (double)row->height >= seen->least && (double)row->height < seen->most;
}

/* A square of the input with what lies around it: at most INNER + 2 * MARGIN a side, and within the picture. */
static ls_raster square(const ls_raster *input, uint32_t x, uint32_t y, uint32_t *left, uint32_t *top)
{
    ls_raster part = *input;
    part.width = input->width < TILE ? input->width : TILE;
    part.height = input->height < TILE ? input->height : TILE;
    const uint32_t before_x = x > MARGIN ? x - MARGIN : 0, before_y = y > MARGIN ? y - MARGIN : 0;
    *left = before_x < input->width - part.width ? before_x : input->width - part.width;
    *top = before_y < input->height - part.height ? before_y : input->height - part.height;
    part.data = input->data + (size_t)*top * input->stride + (size_t)*left * input->channels;
    return part;
}

static bool reaches(const ls_seen *seen, const ls_chain *row, uint32_t x, uint32_t y)
{
    ls_point low, high;
    ls_quad_box(row->quad, &low, &high);
    return high.x / seen->scale_x >= x && low.x / seen->scale_x < (double)x + INNER && high.y / seen->scale_y >= y &&
           low.y / seen->scale_y < (double)y + INNER;
}

/* Is it worth the time to look at the square that begins at x, y of the input? */
static bool is_asked_for(const ls_seen *seen, uint32_t x, uint32_t y)
{
    size_t count = 0;
    for (size_t i = 0; i < seen->rows->count; i++)
        count += is_judged(seen, &seen->rows->items[i]) && reaches(seen, &seen->rows->items[i], x, y);
    return count >= ASKED_LEAST;
}

/* Rows that reach into a square that is not looked at are left as they are. */
static void pass_over(ls_seen *seen, uint32_t x, uint32_t y)
{
    for (size_t i = 0; i < seen->rows->count; i++)
        if (is_judged(seen, &seen->rows->items[i]) && reaches(seen, &seen->rows->items[i], x, y))
            seen->core[i] = INFINITY;
}

static ls_status look_at(ls_text_model *model, const ls_raster *part, uint32_t left, uint32_t top, ls_seen *seen)
{
    ls_map map = {.scale_x = LS_MAP_STEP * seen->scale_x, .scale_y = LS_MAP_STEP * seen->scale_y,
                  .origin = {left * seen->scale_x, top * seen->scale_y}};
    ls_status status = ls_vision_net_run(model->net, part, LS_MAP_GRAIN, &map.planes);
    if (status == LS_OK && map.planes.channels != LS_MAP_PLANES)
        status = LS_E_FORMAT;
    for (size_t i = 0; i < seen->rows->count && status == LS_OK; i++)
        if (is_judged(seen, &seen->rows->items[i]))
            seen->core[i] = fmaxf(seen->core[i], ls_map_core_within(&map, seen->rows->items[i].quad));
    ls_planes_free(&map.planes);
    return status;
}

/* The squares in which there are guesses, or the whole where these are most of it. */
static ls_status look_where_asked(ls_text_model *model, ls_seen *seen)
{
    const ls_raster *input = seen->input;
    uint64_t cost = 0;
    for (uint32_t y = 0; y < input->height; y += INNER)
        for (uint32_t x = 0; x < input->width; x += INNER)
            cost += is_asked_for(seen, x, y) ? (uint64_t)TILE * TILE : 0;
    if (cost >= (uint64_t)input->width * input->height)
        return look_at(model, input, 0, 0, seen);
    ls_status status = LS_OK;
    for (uint32_t y = 0; y < input->height; y += INNER)
        for (uint32_t x = 0; x < input->width && status == LS_OK; x += INNER) {
            uint32_t left, top;
            const ls_raster part = square(input, x, y, &left, &top);
            if (is_asked_for(seen, x, y))
                status = look_at(model, &part, left, top, seen);
            else
                pass_over(seen, x, y);
        }
    return status;
}

/* ------------------------------------------------------------------------------------------------ the guesses */

static size_t doubted(const ls_chains *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        count += ls_map_is_doubted(&rows->items[i]);
    return count;
}

/* The picture, halved so often that `scale` of its pixels become one; *own: to be freed. */
static ls_status reduced(const ls_raster *raster, double gain, uint32_t scale, ls_raster *input, bool *own)
{
    *own = scale > 1 || gain > 1;
    *input = *raster;
    if (!*own)
        return LS_OK;
    const uint32_t width = raster->width / scale ? raster->width / scale : 1, height = raster->height / scale ? raster->height / scale : 1;
    ls_status status = ls_vision_resize(raster, width, height, input);
    if (status == LS_OK)
        ls_raster_brighten(input, gain);
    return status;
}

/* One size of the picture, for the rows that are from `least` to `most` pixels of the raster high. */
static ls_status judge_at(ls_text_model *model, const ls_raster *raster, double gain, uint32_t scale, double least, double most,
                          const ls_chains *rows, float *core)
{
    ls_raster input;
    bool own;
    ls_status status = reduced(raster, gain, scale, &input, &own);
    if (status)
        return status;
    ls_seen seen = {&input, (double)raster->width / input.width, (double)raster->height / input.height, least, most, rows, core};
    status = look_where_asked(model, &seen);
    if (own)
        ls_raster_free(&input);
    return status;
}

ls_status ls_look_judge(ls_text_model *model, const ls_raster *raster, double gain, ls_chains *rows)
{
    if (doubted(rows) < JUDGED_LEAST)
        return LS_OK;
    uint32_t scale = 1;
    while ((double)raster->width * raster->height > JUDGED_PIXELS * scale * scale)
        scale *= 2;
    float *core = malloc(rows->count * sizeof *core);
    if (!core)
        return LS_E_NOMEM;
    for (size_t i = 0; i < rows->count; i++)
        core[i] = -INFINITY;
    ls_status status = judge_at(model, raster, gain, scale, 0, LARGE * scale, rows, core);
    if (status == LS_OK)
        status = judge_at(model, raster, gain, 2 * scale, LARGE * scale, INFINITY, rows, core);
    if (status == LS_OK)
        ls_map_judge(core, rows);
    free(core);
    return status;
}
