/* SPDX-License-Identifier: Apache-2.0 */
#include "text/enclosure.h"

#include "text/otsu.h"

#include <stdlib.h>

#define PALE 0.5      /* of the way from Otsu's threshold to the ground, up to which a frame's thin sides are ink */
#define MORE 1        /* pixels by which ink grows on every side: half of the widest break in a frame */
#define BESIDE 0.25   /* of the line's height, above and below it: the ground that is asked for */
#define CLOSED 0.9    /* share of it that must be closed in */

enum { GROUND, INK, OPEN };

static bool has_ink(const ls_raster *strip, double threshold, int x, int y)
{
    for (int v = y - MORE; v <= y + MORE; v++)
        for (int u = x - MORE; u <= x + MORE; u++)
            if (v >= 0 && u >= 0 && v < (int)strip->height && u < (int)strip->width &&
                strip->data[(size_t)v * strip->stride + (size_t)u] <= threshold)
                return true;
    return false;
}

/* Ground to which a way leads from the border becomes OPEN; `todo` has room for every cell. */
static void open_from_border(unsigned char *cells, uint32_t *todo, uint32_t width, uint32_t height)
{
    size_t count = 0;
    for (uint32_t i = 0; i < width * height; i++) {
        const uint32_t x = i % width, y = i / width;
        if (cells[i] == GROUND && (x == 0 || y == 0 || x == width - 1 || y == height - 1)) {
            cells[i] = OPEN;
            todo[count++] = i;
        }
    }
    while (count) {
        const uint32_t at = todo[--count], x = at % width, y = at / width;
        const uint32_t next[4] = {at - 1, at + 1, at - width, at + width};
        const bool there[4] = {x > 0, x + 1 < width, y > 0, y + 1 < height};
        for (int i = 0; i < 4; i++)
            if (there[i] && cells[next[i]] == GROUND) {
                cells[next[i]] = OPEN;
                todo[count++] = next[i];
            }
    }
}

/* Share of the row's cells, ink left out, that no way leads to; a row full of ink is no ground. */
static double closed_in(const unsigned char *row, uint32_t left, uint32_t right)
{
    uint32_t ground = 0, open = 0;
    for (uint32_t x = left; x < right; x++) {
        ground += row[x] != INK;
        open += row[x] == OPEN;
    }
    return 2 * ground < right - left ? 0 : 1 - (double)open / ground;
}

ls_status ls_enclosure_find(const ls_raster *strip, uint32_t left, uint32_t top, uint32_t right, uint32_t foot, bool *enclosed)
{
    const uint32_t width = strip->width, height = strip->height, beside = (uint32_t)(BESIDE * (foot - top) + 0.5);
    *enclosed = false;
    const ls_two_classes classes = ls_two_classes_of(strip);
    if (left >= right || right > width || top < beside || foot + beside >= height || classes.light <= classes.threshold)
        return LS_OK;
    unsigned char *cells = malloc((size_t)width * height);
    uint32_t *todo = calloc((size_t)width * height, sizeof *todo);
    const ls_status status = cells && todo ? LS_OK : LS_E_NOMEM;
    if (status == LS_OK) {
        const double threshold = classes.threshold + PALE * (classes.light - classes.threshold);
        for (uint32_t i = 0; i < width * height; i++)
            cells[i] = has_ink(strip, threshold, (int)(i % width), (int)(i / width)) ? INK : GROUND;
        open_from_border(cells, todo, width, height);
        *enclosed = closed_in(cells + (size_t)(top - beside) * width, left, right) >= CLOSED &&
                    closed_in(cells + (size_t)(foot + beside) * width, left, right) >= CLOSED;
    }
    free(cells);
    free(todo);
    return status;
}
