/* SPDX-License-Identifier: Apache-2.0 */
#include "text/paper.h"

#include "image/vision.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELL 12u /* pixels: a glyph and the space around it */
#define CELLS_MOST 1024
#define CELLS_LEAST 12 /* twice as many as there are terms */
#define PLANES 2       /* rounds with a plane only, before the surface may bend */
#define ROUNDS 6
#define START 30.0       /* gray levels from the middle colour of the part to start from */
#define SLACK_FIRST 10.0 /* gray levels from the fit, in the rounds with a plane and the one after */
#define SLACK 4.0
#define SPREADS 3.0 /* or so many times what is usual */
#define MAD 1.48    /* standard deviations of a normal distribution to its median distance */

typedef struct cells {
    size_t count;
    double terms[CELLS_MOST][LS_PAPER_TERMS];
    double value[3][CELLS_MOST];
    double off[CELLS_MOST]; /* from the fit, in the channel that tells most */
    bool kept[CELLS_MOST];
} cells;

static int ascending(const void *a, const void *b)
{
    const double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, ascending);
    return count ? values[count / 2] : 0;
}

static uint32_t channels_of(const ls_raster *picture)
{
    return picture->channels < 3 ? 1 : 3;
}

static void terms_at(const ls_raster *picture, double x, double y, double terms[LS_PAPER_TERMS])
{
    const double u = x / picture->width - 0.5, v = y / picture->height - 0.5;
    const double all[LS_PAPER_TERMS] = {1, u, v, u * u, u * v, v * v};
    memcpy(terms, all, sizeof all);
}

static double value_of(const double of[LS_PAPER_TERMS], const double terms[LS_PAPER_TERMS])
{
    double sum = 0;
    for (int i = 0; i < LS_PAPER_TERMS; i++)
        sum += of[i] * terms[i];
    return sum;
}

/* The middle one of a cell's values: writing is less than half of it. */
static double middle_of(const ls_raster *picture, uint32_t left, uint32_t top, uint32_t channel)
{
    double values[CELL * CELL];
    size_t count = 0;
    for (uint32_t y = top; y < top + CELL; y++)
        for (uint32_t x = left; x < left + CELL; x++)
            values[count++] = picture->data[(size_t)y * picture->stride + (size_t)x * picture->channels + channel];
    return median(values, count);
}

static void cut_up(const ls_raster *picture, cells *all)
{
    for (uint32_t top = 0; top + CELL <= picture->height; top += CELL)
        for (uint32_t left = 0; left + CELL <= picture->width && all->count < CELLS_MOST; left += CELL) {
            terms_at(picture, left + CELL / 2.0, top + CELL / 2.0, all->terms[all->count]);
            for (uint32_t c = 0; c < channels_of(picture); c++)
                all->value[c][all->count] = middle_of(picture, left, top, c);
            all->count++;
        }
}

static bool is_start(const double terms[LS_PAPER_TERMS], bool upper)
{
    return terms[1] > -0.1 && (upper ? terms[2] < 0.15 : terms[2] > -0.15);
}

/* Cells of the colour that most of the part has where paper is likeliest. */
static void begin(const ls_raster *picture, bool upper, cells *all)
{
    double middle[3] = {0}, values[CELLS_MOST];
    for (uint32_t c = 0; c < channels_of(picture); c++) {
        size_t count = 0;
        for (size_t i = 0; i < all->count; i++)
            if (is_start(all->terms[i], upper))
                values[count++] = all->value[c][i];
        middle[c] = median(values, count);
    }
    for (size_t i = 0; i < all->count; i++) {
        all->kept[i] = true;
        for (uint32_t c = 0; c < channels_of(picture); c++)
            all->kept[i] = all->kept[i] && fabs(all->value[c][i] - middle[c]) < START;
    }
}

/* The surfaces through the cells that are kept, and how far each cell is from them. */
static ls_status fit(const ls_raster *picture, cells *all, size_t terms, ls_paper *paper)
{
    double rows[CELLS_MOST * LS_PAPER_TERMS], values[CELLS_MOST];
    memset(all->off, 0, sizeof all->off);
    for (uint32_t c = 0; c < channels_of(picture); c++) {
        size_t count = 0;
        for (size_t i = 0; i < all->count; i++) {
            if (!all->kept[i])
                continue;
            memcpy(&rows[count * terms], all->terms[i], terms * sizeof *rows);
            values[count++] = all->value[c][i];
        }
        if (count < CELLS_LEAST)
            return LS_E_FORMAT;
        memset(paper->of[c], 0, sizeof paper->of[c]);
        ls_status status = ls_vision_least_squares(rows, values, count, terms, paper->of[c]);
        if (status)
            return status;
        for (size_t i = 0; i < all->count; i++)
            all->off[i] = fmax(all->off[i], fabs(all->value[c][i] - value_of(paper->of[c], all->terms[i])));
    }
    return LS_OK;
}

/* Cells near the fit stay, or come back. */
static void choose(cells *all, double slack)
{
    double off[CELLS_MOST];
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->kept[i])
            off[count++] = all->off[i];
    const double most = fmax(slack, SPREADS * MAD * median(off, count));
    for (size_t i = 0; i < all->count; i++)
        all->kept[i] = all->off[i] < most;
}

double ls_paper_apart(const ls_paper *paper, const ls_raster *picture, uint32_t x, uint32_t y)
{
    const uint32_t left = x ? x - 1 : x, top = y ? y - 1 : y;
    const uint32_t right = x + 1 < picture->width ? x + 1 : x, bottom = y + 1 < picture->height ? y + 1 : y;
    double terms[LS_PAPER_TERMS], most = 0;
    terms_at(picture, x, y, terms);
    for (uint32_t c = 0; c < channels_of(picture); c++) {
        double sum = 0;
        for (uint32_t v = top; v <= bottom; v++)
            for (uint32_t u = left; u <= right; u++)
                sum += picture->data[(size_t)v * picture->stride + (size_t)u * picture->channels + c];
        most = fmax(most, fabs(sum / ((right - left + 1) * (bottom - top + 1)) - value_of(paper->of[c], terms)));
    }
    return most;
}

/* Half of all pixels of paper cells are nearer; asked at four places of each. */
static double noise_of(const ls_raster *picture, const cells *all, const ls_paper *paper)
{
    double off[4 * CELLS_MOST];
    size_t count = 0, index = 0;
    for (uint32_t top = 0; top + CELL <= picture->height; top += CELL)
        for (uint32_t left = 0; left + CELL <= picture->width && index < all->count; left += CELL, index++)
            for (uint32_t at = 0; at < 4 && all->kept[index]; at++)
                off[count++] = ls_paper_apart(paper, picture, left + 3 + 5 * (at % 2), top + 3 + 5 * (at / 2));
    return median(off, count);
}

ls_status ls_paper_fit(const ls_raster *picture, bool upper, ls_paper *paper)
{
    memset(paper, 0, sizeof *paper);
    cells *all = calloc(1, sizeof *all);
    if (!all)
        return LS_E_NOMEM;
    cut_up(picture, all);
    begin(picture, upper, all);
    ls_status status = LS_OK;
    for (int round = 0; round < ROUNDS && !status; round++) {
        status = fit(picture, all, round < PLANES ? 3 : LS_PAPER_TERMS, paper);
        choose(all, round <= PLANES ? SLACK_FIRST : SLACK);
    }
    if (!status)
        paper->noise = noise_of(picture, all, paper);
    free(all);
    return status;
}
