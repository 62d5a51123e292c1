/* SPDX-License-Identifier: Apache-2.0 */
#include "image/rows.h"

#include <stdlib.h>
#include <string.h>

bool ls_rows_halve(uint64_t width, uint64_t height)
{
    return width * height > LS_WHOLE_PIXELS;
}

ls_status ls_rows_begin(ls_rows *rows, uint32_t width, uint32_t height, uint32_t channels, ls_raster *raster,
                        ls_outcome *outcome)
{
    const uint32_t step = ls_rows_halve(width, height) ? 2 : 1;
    *rows = (ls_rows){.raster = raster, .width = width, .height = height, .channels = channels};
    ls_status status = ls_raster_alloc(raster, (width + step - 1) / step, (height + step - 1) / step, channels);
    if (!status && step > 1 && !(rows->pair = malloc((size_t)width * channels * 2)))
        status = LS_E_NOMEM;
    if (status) {
        ls_raster_free(raster);
        return ls_decode_no_memory(status, outcome);
    }
    raster->stored_width = width;
    raster->stored_height = height;
    raster->scale = (double)width / raster->width;
    memset(raster->data, 255, (size_t)raster->stride * raster->height);
    return LS_OK;
}

unsigned char *ls_rows_place(ls_rows *rows, uint32_t y)
{
    return rows->pair ? rows->pair + (size_t)(y % 2) * rows->width * rows->channels
                      : rows->raster->data + (size_t)y * rows->raster->stride;
}

/* The mean of each two by two pixels; at an odd edge of what there is. */
static void halve(const unsigned char *upper, const unsigned char *lower, const ls_rows *rows, unsigned char *out)
{
    const uint32_t channels = rows->channels;
    for (uint32_t x = 0; x < rows->width; x += 2) {
        const size_t left = (size_t)x * channels, right = x + 1 < rows->width ? left + channels : left;
        for (uint32_t c = 0; c < channels; c++)
            *out++ = (unsigned char)((upper[left + c] + upper[right + c] + lower[left + c] + lower[right + c] + 2u) / 4);
    }
}

void ls_rows_put(ls_rows *rows, uint32_t y)
{
    const uint32_t other = y ^ 1u;
    if (!rows->pair)
        return;
    rows->held[y % 2] = y + 1;
    if (other < rows->height && rows->held[other % 2] != other + 1)
        return;
    halve(ls_rows_place(rows, y), ls_rows_place(rows, other < rows->height ? other : y), rows,
          rows->raster->data + (size_t)(y / 2) * rows->raster->stride);
}

void ls_rows_end(ls_rows *rows)
{
    free(rows->pair);
    rows->pair = NULL;
}
