/* SPDX-License-Identifier: Apache-2.0 */
/* Growing arrays of working memory: they live for one look at one picture, and are freed by who made them. */
#ifndef LS_TEXT_VECTOR_H
#define LS_TEXT_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* Sees to it that *array has room for one element more than `used`. False: no memory, and *array is as it was. */
static inline bool ls_vector_room(void **array, size_t used, size_t *capacity, size_t size)
{
    if (used < *capacity)
        return true;
    const size_t wanted = *capacity ? *capacity * 2 : 64;
    void *grown = wanted > (size_t)-1 / 2 / size ? NULL : realloc(*array, wanted * size);
    if (!grown)
        return false;
    *array = grown;
    *capacity = wanted;
    return true;
}

#endif
