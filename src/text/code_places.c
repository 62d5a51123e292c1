/* SPDX-License-Identifier: Apache-2.0 */
#include "text/code_places.h"

#include <stdlib.h>
#include <string.h>

#define CELL 16u       /* pixels */
#define EDGE 48        /* gray levels between two neighbours of a pixel: print and screens have more, most nature less */
#define BUSY 18u       /* edge pixels of the 128 that are looked at in a cell: modules of up to 9 pixels give so many */
#define LEAST_LONG 3u  /* cells: 21 modules of 2 pixels fill that many */
#define LEAST_SHORT 2u
#define LEAST_FILL 0.4 /* of the box around it: a square that stands on its corner fills a half */
#define MARGIN 24u     /* pixels: a quiet zone of 4 modules (ISO/IEC 18004) where they have 6 pixels */

typedef struct grid {
    uint32_t columns, rows;
    uint16_t *edges; /* per cell, the larger of both directions; 0 once it belongs to a place */
    uint32_t *stack;
} grid;

static uint16_t larger(uint16_t a, uint16_t b)
{
    return a > b ? a : b;
}

static uint16_t count_edges(const ls_raster *gray, uint32_t left, uint32_t top)
{
    uint16_t across = 0, down = 0;
    for (uint32_t y = top; y < top + CELL; y += 2) { /* every other row says the same in half the time */
        const unsigned char *row = gray->data + (size_t)y * gray->stride + left;
        const unsigned char *above = row - gray->stride, *below = row + gray->stride;
        for (uint32_t x = 0; x < CELL; x++) {
            across += (uint16_t)(abs(row[x + 1] - row[(int)x - 1]) > EDGE);
            down += (uint16_t)(abs(below[x] - above[x]) > EDGE);
        }
    }
    return larger(across, down);
}

/* The outermost cells stay 0: a code that the frame cuts cannot be read, and every pixel looked at has neighbours. */
static void fill(const ls_raster *gray, grid *cells)
{
    for (uint32_t row = 1; row + 1 < cells->rows; row++)
        for (uint32_t column = 1; column + 1 < cells->columns; column++)
            cells->edges[row * cells->columns + column] = count_edges(gray, column * CELL, row * CELL);
}

struct region {
    uint32_t left, top, right, bottom, cells; /* in cells, both ends within */
    uint64_t edges;
};

/* Takes the busy cells that hang together, corners included, out of the grid. */
static struct region take(grid *cells, uint32_t start)
{
    struct region region = {.left = cells->columns, .top = cells->rows};
    size_t depth = 0;
    cells->stack[depth++] = start;
    region.edges += cells->edges[start];
    cells->edges[start] = 0;
    while (depth) {
        const uint32_t at = cells->stack[--depth], column = at % cells->columns, row = at / cells->columns;
        region.cells++;
        region.left = column < region.left ? column : region.left;
        region.right = column > region.right ? column : region.right;
        region.top = row < region.top ? row : region.top;
        region.bottom = row > region.bottom ? row : region.bottom;
        for (uint32_t y = row - 1; y <= row + 1; y++)
            for (uint32_t x = column - 1; x <= column + 1; x++) {
                const uint32_t next = y * cells->columns + x;
                if (cells->edges[next] < BUSY)
                    continue;
                region.edges += cells->edges[next];
                cells->edges[next] = 0;
                cells->stack[depth++] = next;
            }
    }
    return region;
}

static ls_code_place place_of(const ls_raster *gray, const struct region *region)
{
    const uint32_t width = region->right - region->left + 1, height = region->bottom - region->top + 1;
    const uint32_t left = region->left * CELL, top = region->top * CELL;
    ls_code_place place = {.left = left > MARGIN ? left - MARGIN : 0, .top = top > MARGIN ? top - MARGIN : 0};
    const uint32_t right = (region->right + 1) * CELL + MARGIN, bottom = (region->bottom + 1) * CELL + MARGIN;
    place.width = (right < gray->width ? right : gray->width) - place.left;
    place.height = (bottom < gray->height ? bottom : gray->height) - place.top;
    if ((width > height ? width : height) >= LEAST_LONG && (width < height ? width : height) >= LEAST_SHORT &&
        region->cells >= LEAST_FILL * width * height)
        place.weight = (double)region->edges / ((double)width * height * CELL * CELL / 2);
    return place;
}

/* Keeps the heaviest, in order. */
static void keep(const ls_code_place *place, ls_code_place *places, size_t capacity, size_t *count)
{
    size_t at = *count;
    while (at && places[at - 1].weight < place->weight)
        at--;
    if (at == capacity)
        return;
    const size_t moved = (*count < capacity ? *count : capacity - 1) - at;
    memmove(&places[at + 1], &places[at], moved * sizeof *places);
    places[at] = *place;
    *count += *count < capacity;
}

ls_status ls_code_places(const ls_raster *gray, ls_code_place *places, size_t capacity, size_t *count)
{
    grid cells = {.columns = gray->width / CELL, .rows = gray->height / CELL};
    const size_t all = (size_t)cells.columns * cells.rows;
    *count = 0;
    if (cells.columns < 3 || cells.rows < 3)
        return LS_OK;
    cells.edges = calloc(all, sizeof *cells.edges);
    cells.stack = calloc(all, sizeof *cells.stack);
    if (!cells.edges || !cells.stack) {
        free(cells.edges);
        free(cells.stack);
        return LS_E_NOMEM;
    }
    fill(gray, &cells);
    for (uint32_t i = 0; i < all; i++) {
        if (cells.edges[i] < BUSY)
            continue;
        const struct region region = take(&cells, i);
        const ls_code_place place = place_of(gray, &region);
        if (place.weight > 0)
            keep(&place, places, capacity, count);
    }
    free(cells.edges);
    free(cells.stack);
    return LS_OK;
}
