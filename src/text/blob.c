/* SPDX-License-Identifier: Apache-2.0 */
#include "text/blob.h"

#include "text/vector.h"

#include <stdlib.h>

#define RUNS_MAX 4000000u /* 12 bytes each */

/* Pixels from..to of one row that belong together. */
typedef struct run {
    int from, to;     /* to exclusive */
    unsigned parent;  /* index of another run of the same blob; the lowest is its own parent */
} run;

/* Sums over a blob while it grows; kept at its lowest run. */
typedef struct run_sums {
    int left, top, right, bottom;
    unsigned area, runs, shared; /* shared: pixels that have one of the same blob right above */
    unsigned long contrast, tone;
} run_sums;

typedef struct run_list {
    run *runs;
    run_sums *sums;
    size_t count, run_capacity, sum_capacity;
} run_list;

static unsigned root_of(run *runs, unsigned index)
{
    while (runs[index].parent != index) {
        runs[index].parent = runs[runs[index].parent].parent;
        index = runs[index].parent;
    }
    return index;
}

static ls_status add_run(run_list *work, int row, int from, int to, const unsigned char *gray, const unsigned char *mean)
{
    if (work->count == RUNS_MAX)
        return LS_E_LIMIT;
    if (!ls_vector_room((void **)&work->runs, work->count, &work->run_capacity, sizeof *work->runs) ||
        !ls_vector_room((void **)&work->sums, work->count, &work->sum_capacity, sizeof *work->sums))
        return LS_E_NOMEM;
    run_sums sum = {.left = from, .top = row, .right = to, .bottom = row + 1, .area = (unsigned)(to - from), .runs = 1};
    for (int x = from; x < to; x++) {
        sum.contrast += (unsigned)abs(gray[x] - mean[x]);
        sum.tone += gray[x];
    }
    work->sums[work->count] = sum;
    work->runs[work->count] = (run){from, to, (unsigned)work->count};
    work->count++;
    return LS_OK;
}

static ls_status find_runs(run_list *work, int row, int width, const unsigned char *gray, const unsigned char *mean,
                           const signed char *threshold, bool light)
{
    for (int x = 0; x < width;) {
        const int difference = light ? gray[x] - mean[x] : mean[x] - gray[x];
        if (difference <= threshold[mean[x]]) {
            x++;
            continue;
        }
        const int from = x;
        while (x < width && (light ? gray[x] - mean[x] : mean[x] - gray[x]) > threshold[mean[x]])
            x++;
        ls_status status = add_run(work, row, from, x, gray, mean);
        if (status)
            return status;
    }
    return LS_OK;
}

static int lower(int a, int b)
{
    return a < b ? a : b;
}

static int higher(int a, int b)
{
    return a > b ? a : b;
}

/* Joins runs of the row that begins at `current` with those of the row before, which begins at `previous`. */
static void join_rows(run *runs, run_sums *sums, size_t previous, size_t current, size_t end)
{
    size_t above = previous;
    for (size_t below = current; below < end; below++) {
        while (above < current && runs[above].to < runs[below].from)
            above++;
        for (size_t i = above; i < current && runs[i].from <= runs[below].to; i++) {
            const int overlap = lower(runs[i].to, runs[below].to) - higher(runs[i].from, runs[below].from);
            sums[below].shared += overlap > 0 ? (unsigned)overlap : 0;
            const unsigned a = root_of(runs, (unsigned)i), b = root_of(runs, (unsigned)below);
            runs[a > b ? a : b].parent = a > b ? b : a;
        }
    }
}

static void add_sums(run_sums *into, const run_sums *from)
{
    into->left = lower(into->left, from->left);
    into->top = lower(into->top, from->top);
    into->right = higher(into->right, from->right);
    into->bottom = higher(into->bottom, from->bottom);
    into->area += from->area;
    into->runs += from->runs;
    into->shared += from->shared;
    into->contrast += from->contrast;
    into->tone += from->tone;
}

static bool wanted(const run_sums *sum, const ls_blob_filter *filter)
{
    const int width = sum->right - sum->left, height = sum->bottom - sum->top;
    const int longer = higher(width, height), shorter = lower(width, height);
    return longer >= filter->min_side && longer <= filter->max_length && shorter <= filter->max_side &&
           sum->area >= filter->min_area;
}

static ls_status collect(run_list *work, const ls_blob_filter *filter, ls_blobs *blobs)
{
    for (size_t i = 0; i < work->count; i++) {
        const unsigned root = root_of(work->runs, (unsigned)i);
        if (root != i)
            add_sums(&work->sums[root], &work->sums[i]);
    }
    for (size_t i = 0; i < work->count; i++) {
        const run_sums *sum = &work->sums[i];
        if (work->runs[i].parent != i || !wanted(sum, filter))
            continue;
        if (!ls_vector_room((void **)&blobs->items, blobs->count, &blobs->capacity, sizeof *blobs->items))
            return LS_E_NOMEM;
        const unsigned outline = 2 * sum->runs + 2 * (sum->area - sum->shared);
        blobs->items[blobs->count++] = (ls_blob){
            .left = sum->left,
            .top = sum->top,
            .right = sum->right,
            .bottom = sum->bottom,
            .area = sum->area,
            .stroke = 2.0f * (float)sum->area / (float)outline,
            .contrast = (float)sum->contrast / (float)sum->area,
            .tone = (float)sum->tone / (float)sum->area,
        };
    }
    return LS_OK;
}

ls_status ls_blobs_find(const ls_raster *gray, const ls_raster *mean, const ls_blob_filter *filter, ls_blobs *blobs)
{
    signed char threshold[256];
    for (int i = 0; i < 256; i++)
        threshold[i] = (signed char)ls_blob_threshold(i);
    run_list work = {0};
    ls_status status = LS_OK;
    size_t previous = 0, current = 0;
    for (uint32_t y = 0; y < gray->height && status == LS_OK; y++) {
        status = find_runs(&work, (int)y, (int)gray->width, gray->data + (size_t)y * gray->stride,
                           mean->data + (size_t)y * mean->stride, threshold, filter->light);
        if (status == LS_OK)
            join_rows(work.runs, work.sums, previous, current, work.count);
        previous = current;
        current = work.count;
    }
    *blobs = (ls_blobs){0};
    if (status == LS_OK)
        status = collect(&work, filter, blobs);
    if (status)
        ls_blobs_free(blobs);
    free(work.runs);
    free(work.sums);
    return status;
}

void ls_blobs_free(ls_blobs *blobs)
{
    free(blobs->items);
    *blobs = (ls_blobs){0};
}
