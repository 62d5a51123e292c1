/* SPDX-License-Identifier: Apache-2.0 */
#include "image/luma.h"

#include <math.h>

ls_status ls_luma_alloc(ls_luma *luma, size_t capacity, ls_arena *arena)
{
    *luma = (ls_luma){.data = ls_arena_array(arena, capacity, sizeof *luma->data), .capacity = capacity};
    return luma->data ? LS_OK : LS_E_NOMEM;
}

static uint32_t shorter(uint32_t side, uint32_t longest)
{
    const uint32_t made = longest > LS_LUMA_SIDE ? (uint32_t)((uint64_t)side * LS_LUMA_SIDE / longest) : side;
    return made ? made : 1;
}

static float brightness(const unsigned char *pixel, uint32_t channels)
{
    return channels < 3 ? (float)pixel[0]
                        : 0.299F * (float)pixel[0] + 0.587F * (float)pixel[1] + 0.114F * (float)pixel[2];
}

/* Where the pixels begin that one of the smaller picture stands for; up to one behind the last. */
static uint32_t start_of(uint32_t at, uint32_t made, uint32_t side)
{
    return (uint32_t)((uint64_t)at * side / made);
}

/* Adds the row's pixels to those that stand for them. */
static void add_row(const ls_raster *raster, uint32_t y, const uint32_t *starts, uint32_t width, float *sums)
{
    const unsigned char *pixel = raster->data + (size_t)y * raster->stride;
    for (uint32_t x = 0; x < width; x++) {
        float sum = 0;
        for (uint32_t i = starts[x]; i < starts[x + 1]; i++, pixel += raster->channels)
            sum += brightness(pixel, raster->channels);
        sums[x] += sum;
    }
}

ls_status ls_luma_read(const ls_raster *raster, ls_luma *luma, ls_arena *arena)
{
    const uint32_t longest = raster->width > raster->height ? raster->width : raster->height;
    const uint32_t width = shorter(raster->width, longest), height = shorter(raster->height, longest);
    uint32_t starts[LS_LUMA_SIDE + 1];
    ls_status status = ls_luma_alloc(luma, (size_t)width * height, arena);
    if (status)
        return status;
    luma->width = width;
    luma->height = height;
    for (uint32_t x = 0; x <= width; x++)
        starts[x] = start_of(x, width, raster->width);
    for (uint32_t y = 0; y < height; y++) {
        const uint32_t from = start_of(y, height, raster->height), to = start_of(y + 1, height, raster->height);
        float *row = luma->data + (size_t)y * width;
        for (uint32_t i = from; i < to; i++)
            add_row(raster, i, starts, width, row);
        for (uint32_t x = 0; x < width; x++)
            row[x] /= (float)((uint64_t)(to - from) * (starts[x + 1] - starts[x]));
    }
    return LS_OK;
}

/* ------------------------------------------------------------------------------------------------ other sizes */

/* Pixels first, first + 1 … last that a smaller picture's pixel stands for; of the outer ones parts alone. */
typedef struct span {
    uint32_t first, last;
    float head, tail; /* how much of the first and of the last; they are one when first is last */
    float share;      /* that each whole one has in the mean */
} span;

static span span_of(double from, double to, uint32_t limit)
{
    const double last = limit - 1.0, low = fmin(fmax(0, floor(from)), last);
    const double high = fmin(fmax(low, ceil(to) - 1), last), length = to - from;
    if (high <= low)
        return (span){(uint32_t)low, (uint32_t)low, 1, 0, 1};
    return (span){(uint32_t)low, (uint32_t)high, (float)(low + 1 - from), (float)(to - high), (float)(1 / length)};
}

static void mean_of_rows(const ls_luma *source, const span *rows, uint32_t left, uint32_t right, float *mean)
{
    const float *line = source->data + (size_t)rows->first * source->width;
    for (uint32_t x = left; x <= right; x++)
        mean[x] = line[x] * rows->head * rows->share;
    for (uint32_t y = rows->first + 1; y <= rows->last; y++) {
        const float share = rows->share * (y == rows->last ? rows->tail : 1);
        line = source->data + (size_t)y * source->width;
        for (uint32_t x = left; x <= right; x++)
            mean[x] += line[x] * share;
    }
}

static float mean_of(const float *values, const span *columns)
{
    float sum = values[columns->first] * columns->head;
    for (uint32_t x = columns->first + 1; x < columns->last; x++)
        sum += values[x];
    if (columns->last > columns->first)
        sum += values[columns->last] * columns->tail;
    return sum * columns->share;
}

void ls_luma_cut(const ls_luma *source, const ls_window *window, uint32_t width, uint32_t height, ls_luma *out)
{
    const double across = (window->right - window->left) / width, down = (window->bottom - window->top) / height;
    span columns[LS_LUMA_SIDE];
    float means[LS_LUMA_SIDE];
    for (uint32_t x = 0; x < width; x++)
        columns[x] = span_of(window->left + x * across, window->left + (x + 1.0) * across, source->width);
    for (uint32_t y = 0; y < height; y++) {
        const span rows = span_of(window->top + y * down, window->top + (y + 1.0) * down, source->height);
        mean_of_rows(source, &rows, columns[0].first, columns[width - 1].last, means);
        for (uint32_t x = 0; x < width; x++)
            out->data[(size_t)y * width + x] = mean_of(means, &columns[x]);
    }
    out->width = width;
    out->height = height;
}

/* -------------------------------------------------------------------------------------------- what they show */

/* Sum of `count` values, `step` apart, in a window of radius around each; `out` likewise. */
static void mean_along(const float *in, float *out, uint32_t count, uint32_t step, uint32_t radius)
{
    double sum = 0;
    uint32_t held = 0;
    for (uint32_t i = 0; i < radius && i < count; i++, held++)
        sum += (double)in[(size_t)i * step];
    for (uint32_t i = 0; i < count; i++) {
        if (i + radius < count) {
            sum += (double)in[(size_t)(i + radius) * step];
            held++;
        }
        if (i > radius) {
            sum -= (double)in[(size_t)(i - radius - 1) * step];
            held--;
        }
        out[(size_t)i * step] = (float)(sum / held);
    }
}

void ls_luma_detail(const ls_luma *source, uint32_t radius, ls_luma *out)
{
    float column[LS_LUMA_SIDE] = {0}, mean[LS_LUMA_SIDE];
    const uint32_t width = source->width, height = source->height;
    out->width = width;
    out->height = height;
    for (uint32_t y = 0; y < height; y++)
        mean_along(source->data + (size_t)y * width, out->data + (size_t)y * width, width, 1, radius);
    for (uint32_t x = 0; x < width; x++) {
        for (uint32_t y = 0; y < height; y++)
            column[y] = out->data[(size_t)y * width + x];
        mean_along(column, mean, height, 1, radius);
        for (uint32_t y = 0; y < height; y++)
            out->data[(size_t)y * width + x] = source->data[(size_t)y * width + x] - mean[y];
    }
}

void ls_luma_edges(const ls_luma *source, ls_luma *out)
{
    const uint32_t width = source->width, height = source->height;
    out->width = width;
    out->height = height;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            const size_t at = (size_t)y * width + x;
            const float value = source->data[at];
            out->data[at] = (x + 1 < width ? fabsf(source->data[at + 1] - value) : 0) +
                            (y + 1 < height ? fabsf(source->data[at + width] - value) : 0);
        }
}

void ls_luma_turn(const ls_luma *source, uint32_t orientation, ls_luma *out)
{
    const bool swapped = orientation >= 5;
    const uint32_t width = source->width, height = source->height;
    /* which side of the display a stored row and column count from: Exif 3.0, tag 0x0112 */
    const bool mirrored_x = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    const bool mirrored_y = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    out->width = swapped ? height : width;
    out->height = swapped ? width : height;
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            const uint32_t column = swapped ? y : x, row = swapped ? x : y;
            const uint32_t shown_x = mirrored_x ? out->width - 1 - column : column;
            const uint32_t shown_y = mirrored_y ? out->height - 1 - row : row;
            out->data[(size_t)shown_y * out->width + shown_x] = source->data[(size_t)y * width + x];
        }
}

double ls_luma_deviation(const ls_luma *luma, uint32_t left, uint32_t top, uint32_t right, uint32_t bottom)
{
    double sum = 0, squares = 0;
    const double count = (double)(right - left) * (bottom - top);
    for (uint32_t y = top; y < bottom; y++)
        for (uint32_t x = left; x < right; x++) {
            const double value = (double)luma->data[(size_t)y * luma->width + x];
            sum += value;
            squares += value * value;
        }
    return right > left && bottom > top ? sqrt(fmax(0, squares / count - sum / count * (sum / count))) : 0;
}

double ls_luma_correlation(const ls_luma *one, const ls_luma *other)
{
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    const size_t count = (size_t)one->width * one->height;
    for (size_t i = 0; i < count; i++) {
        const double p = (double)one->data[i], q = (double)other->data[i];
        a += p;
        b += q;
        aa += p * p;
        bb += q * q;
        ab += p * q;
    }
    const double n = (double)count, spread = (aa - a * a / n) * (bb - b * b / n);
    return spread > 1e-6 ? (ab - a * b / n) / sqrt(spread) : 0;
}
