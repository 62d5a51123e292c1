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
