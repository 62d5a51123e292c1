/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The C library's qsort() asks the kernel how much memory there is before it sorts more than a kilobyte, which the processes that hold a
 * photo may not.
 */
#ifndef LS_BASE_SORT_H
#define LS_BASE_SORT_H

#include <stddef.h>

/* As qsort(): in place, without memory, in n log n steps whatever the order (heapsort). Equal ones end in any order. */
void ls_sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *));

#endif
