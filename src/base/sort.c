/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"

#include <stdlib.h>

#define LARGE_SORT 4096u

static int by_value(const void *a, const void *b)
{
    const unsigned first = *(const unsigned *)a, second = *(const unsigned *)b;
    return (first > second) - (first < second);
}

ls_status ls_sort_warm_up(void)
{
    unsigned *values = malloc(LARGE_SORT * sizeof *values);
    if (!values)
        return LS_E_NOMEM;
    for (unsigned i = 0; i < LARGE_SORT; i++)
        values[i] = i * 2654435761u;
    qsort(values, LARGE_SORT, sizeof *values, by_value);
    const int sorted = values[0] <= values[LARGE_SORT - 1];
    free(values);
    return sorted ? LS_OK : LS_E_FORMAT;
}
