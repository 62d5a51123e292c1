/* SPDX-License-Identifier: Apache-2.0 */
#include "text/look.h"

#include "text/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows that are no more than guesses: each takes 8 ms to be found to be nothing, and 60 to be read. */
#define JUDGED_LEAST 10u
#define JUDGED_PIXELS (1632.0 * 1224)

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

/* The map of the picture, of so many pixels at most; `gain`: by which it is brightened before the network sees it. */
static ls_status map_of(ls_text_model *model, const ls_raster *raster, double gain, double pixels, ls_map *map)
{
    const double scale = fmax(1, sqrt((double)raster->width * raster->height / pixels));
    const uint32_t width = (uint32_t)fmax(1, round(raster->width / scale)), height = (uint32_t)fmax(1, round(raster->height / scale));
    ls_raster input;
    *map = (ls_map){.scale_x = LS_MAP_STEP * (double)raster->width / width, .scale_y = LS_MAP_STEP * (double)raster->height / height};
    ls_status status = ls_vision_resize(raster, width, height, &input);
    if (status)
        return status;
    ls_raster_brighten(&input, gain);
    status = ls_vision_net_run(model->net, &input, LS_MAP_GRAIN, &map->planes);
    ls_raster_free(&input);
    return status || map->planes.channels == LS_MAP_PLANES ? status : LS_E_FORMAT;
}

/* ------------------------------------------------------------------------------------------------ the guesses */

ls_status ls_look_judge(ls_text_model *model, const ls_raster *raster, double gain, ls_chains *rows)
{
    if (ls_map_doubted(rows) < JUDGED_LEAST)
        return LS_OK;
    ls_map map;
    ls_status status = map_of(model, raster, gain, JUDGED_PIXELS, &map);
    if (status == LS_OK)
        ls_map_judge(&map, rows);
    ls_planes_free(&map.planes);
    return status;
}
