/* SPDX-License-Identifier: Apache-2.0 */
/* A JPEG that is nothing but one application segment with the input in it. */
#ifndef LS_TESTS_FUZZ_SEGMENT_H
#define LS_TESTS_FUZZ_SEGMENT_H

#include "fuzz/photo.h"

#include <string.h>

static inline int fuzz_segment(const char *identifier, size_t length, const uint8_t *data, size_t size)
{
    if (size > 65000)
        return 0;
    size_t total = 6 + length + size, segment = 2 + length + size;
    uint8_t *file = malloc(total);
    FUZZ_ASSERT(file);
    memcpy(file, "\xFF\xD8\xFF\xE1", 4);
    file[4] = (uint8_t)(segment >> 8);
    file[5] = (uint8_t)segment;
    memcpy(file + 6, identifier, length);
    memcpy(file + 6 + length, data, size);
    fuzz_photo(file, total);
    free(file);
    return 0;
}

#endif
