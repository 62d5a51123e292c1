/* SPDX-License-Identifier: Apache-2.0 */
#include "text/otsu.h"

int ls_otsu(const unsigned histogram[256], unsigned total)
{
    double sum = 0, below = 0, sum_below = 0, best = -1;
    int at = 127;
    for (int i = 0; i < 256; i++)
        sum += (double)i * histogram[i];
    for (int i = 0; i < 255; i++) {
        below += histogram[i];
        sum_below += (double)i * histogram[i];
        const double above = total - below;
        if (below <= 0 || above <= 0)
            continue;
        const double difference = sum_below / below - (sum - sum_below) / above;
        const double between = below * above * difference * difference;
        if (between > best) {
            best = between;
            at = i;
        }
    }
    return at;
}

ls_two_classes ls_two_classes_of(const ls_raster *gray)
{
    unsigned histogram[256] = {0};
    for (uint32_t y = 0; y < gray->height; y++)
        for (uint32_t x = 0; x < gray->width; x++)
            histogram[gray->data[(size_t)y * gray->stride + x]]++;
    ls_two_classes classes = {.threshold = ls_otsu(histogram, gray->width * gray->height)};
    double sums[2] = {0}, counts[2] = {0};
    for (int level = 0; level < 256; level++) {
        sums[level > classes.threshold] += (double)level * histogram[level];
        counts[level > classes.threshold] += histogram[level];
    }
    if (counts[0] > 0 && counts[1] > 0) {
        classes.dark = sums[0] / counts[0];
        classes.light = sums[1] / counts[1];
    }
    return classes;
}
