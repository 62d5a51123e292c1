/* SPDX-License-Identifier: Apache-2.0 */
#include "image/raster.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#define TILE 32 /* pixels: a square of source and one of destination stay in the first-level cache */

ls_status ls_raster_alloc(ls_raster *raster, uint32_t width, uint32_t height, uint32_t channels)
{
    *raster = (ls_raster){0};
    if (!width || !height || width > LS_RASTER_SIDE || height > LS_RASTER_SIDE || channels < 1 || channels > 4)
        return LS_E_LIMIT;
    unsigned char *data = malloc((size_t)width * channels * height);
    if (!data)
        return LS_E_NOMEM;
    *raster = (ls_raster){
        .data = data,
        .width = width,
        .height = height,
        .stride = width * channels,
        .channels = channels,
        .stored_width = width,
        .stored_height = height,
        .orientation = 1,
        .scale = 1,
    };
    return LS_OK;
}

void ls_raster_free(ls_raster *raster)
{
    if (!raster)
        return;
    free(raster->data);
    *raster = (ls_raster){0};
}

/*
 * Where the stored picture's pixel (x, y) is displayed (Exif 3.0, tag 0x0112): column = column_x·x + column_y·y + …,
 * the constant being the far edge when the coefficients are negative.
 */
typedef struct axes {
    signed char column_x, column_y, row_x, row_y;
} axes;

static const axes turns[9] = {
    {0, 0, 0, 0}, {1, 0, 0, 1},  {-1, 0, 0, 1},  {-1, 0, 0, -1}, {1, 0, 0, -1},
    {0, 1, 1, 0}, {0, -1, 1, 0}, {0, -1, -1, 0}, {0, 1, -1, 0},
};

static void copy_tile(const ls_raster *from, const ls_raster *to, const axes *turn, uint32_t left, uint32_t top)
{
    const uint32_t right = left + TILE < from->width ? left + TILE : from->width;
    const uint32_t bottom = top + TILE < from->height ? top + TILE : from->height;
    const ptrdiff_t pixel = from->channels, row = to->stride;
    const ptrdiff_t step = turn->column_x * pixel + turn->row_x * row;
    const ptrdiff_t origin = (turn->column_x + turn->column_y < 0 ? to->width - 1 : 0) * pixel +
                             (turn->row_x + turn->row_y < 0 ? to->height - 1 : 0) * row;
    for (uint32_t y = top; y < bottom; y++) {
        const unsigned char *in = from->data + (size_t)y * from->stride + (size_t)left * from->channels;
        ptrdiff_t out = origin + (ptrdiff_t)left * step + (ptrdiff_t)y * (turn->column_y * pixel + turn->row_y * row);
        for (uint32_t x = left; x < right; x++, in += pixel, out += step)
            for (ptrdiff_t c = 0; c < pixel; c++)
                to->data[out + c] = in[c];
    }
}

ls_status ls_raster_orient(ls_raster *raster, uint32_t orientation)
{
    if (orientation < 1 || orientation > 8 || raster->orientation != 1)
        return LS_E_USAGE;
    if (orientation == 1)
        return LS_OK;
    const bool swapped = orientation >= 5;
    ls_raster out;
    ls_status status = ls_raster_alloc(&out, swapped ? raster->height : raster->width,
                                       swapped ? raster->width : raster->height, raster->channels);
    if (status)
        return status;
    for (uint32_t top = 0; top < raster->height; top += TILE)
        for (uint32_t left = 0; left < raster->width; left += TILE)
            copy_tile(raster, &out, &turns[orientation], left, top);
    out.stored_width = raster->stored_width;
    out.stored_height = raster->stored_height;
    out.scale = raster->scale;
    out.orientation = orientation;
    ls_raster_free(raster);
    *raster = out;
    return LS_OK;
}

ls_point ls_raster_to_stored(const ls_raster *raster, ls_point point)
{
    const double x = point.x * raster->scale, y = point.y * raster->scale;
    const double w = raster->stored_width, h = raster->stored_height;
    switch (raster->orientation) {
    case 2: return (ls_point){w - x, y};
    case 3: return (ls_point){w - x, h - y};
    case 4: return (ls_point){x, h - y};
    case 5: return (ls_point){y, x};
    case 6: return (ls_point){y, h - x};
    case 7: return (ls_point){w - y, h - x};
    case 8: return (ls_point){w - y, x};
    default: return (ls_point){x, y};
    }
}

ls_point ls_raster_from_stored(const ls_raster *raster, ls_point point)
{
    const double x = point.x, y = point.y, w = raster->stored_width, h = raster->stored_height;
    ls_point shown = point;
    switch (raster->orientation) {
    case 2: shown = (ls_point){w - x, y}; break;
    case 3: shown = (ls_point){w - x, h - y}; break;
    case 4: shown = (ls_point){x, h - y}; break;
    case 5: shown = (ls_point){y, x}; break;
    case 6: shown = (ls_point){h - y, x}; break;
    case 7: shown = (ls_point){h - y, w - x}; break;
    case 8: shown = (ls_point){y, w - x}; break;
    default: break;
    }
    return (ls_point){shown.x / raster->scale, shown.y / raster->scale};
}

void ls_raster_brighten(ls_raster *raster, double gain)
{
    unsigned char table[256];
    for (int i = 0; i < 256; i++)
        table[i] = (unsigned char)(i * gain + 0.5 > 255 ? 255 : i * gain + 0.5);
    for (size_t i = 0; gain > 1 && i < (size_t)raster->stride * raster->height; i++)
        raster->data[i] = table[raster->data[i]];
}
