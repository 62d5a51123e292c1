/* SPDX-License-Identifier: Apache-2.0 */
#include "text/level.h"

#include "image/vision.h"

static ls_status half(const ls_raster *source, ls_raster *out)
{
    return ls_vision_resize(source, (source->width + 1) / 2, (source->height + 1) / 2, out);
}

ls_status ls_levels_make(const ls_raster *rgb, uint32_t least, ls_levels *levels)
{
    *levels = (ls_levels){.scale = {1}};
    ls_status status = ls_raster_gray(rgb, &levels->gray[0]);
    for (levels->count = status ? 0 : 1; status == LS_OK && levels->count < LS_LEVELS_MAX; levels->count++) {
        const ls_raster *last = &levels->gray[levels->count - 1];
        if (last->width <= least && last->height <= least)
            break;
        status = half(last, &levels->gray[levels->count]);
        if (status)
            break;
        levels->scale[levels->count] = (double)levels->gray[0].width / levels->gray[levels->count].width;
    }
    if (status)
        ls_levels_free(levels);
    return status;
}

void ls_levels_free(ls_levels *levels)
{
    for (uint32_t i = 0; i < LS_LEVELS_MAX; i++)
        ls_raster_free(&levels->gray[i]);
    levels->count = 0;
}
