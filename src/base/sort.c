/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"

#include <string.h>

struct sort {
    unsigned char *items;
    size_t size;
    int (*compare)(const void *, const void *);
};

static void swap(const struct sort *s, size_t a, size_t b)
{
    unsigned char *left = s->items + a * s->size, *right = s->items + b * s->size, kept[64];
    for (size_t at = 0; at < s->size; at += sizeof kept) {
        const size_t part = s->size - at < sizeof kept ? s->size - at : sizeof kept;
        memcpy(kept, left + at, part);
        memcpy(left + at, right + at, part);
        memcpy(right + at, kept, part);
    }
}

static int compare(const struct sort *s, size_t a, size_t b)
{
    return s->compare(s->items + a * s->size, s->items + b * s->size);
}

/* Lets an item sink until none below it is larger. */
static void sink(const struct sort *s, size_t at, size_t count)
{
    for (size_t below; (below = 2 * at + 1) < count; at = below) {
        if (below + 1 < count && compare(s, below, below + 1) < 0)
            below++;
        if (compare(s, at, below) >= 0)
            return;
        swap(s, at, below);
    }
}

void ls_sort(void *items, size_t count, size_t size, int (*compare_items)(const void *, const void *))
{
    const struct sort s = {items, size, compare_items};
    for (size_t at = count / 2; at-- > 0;)
        sink(&s, at, count);
    for (size_t last = count; last-- > 1;) {
        swap(&s, 0, last);
        sink(&s, 0, last);
    }
}
