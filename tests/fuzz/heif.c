/* SPDX-License-Identifier: Apache-2.0 */
/* HEIF files: the input follows the box that says so. */
#include "fuzz/photo.h"

#include <string.h>

#define HEADER 20u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *file = malloc(size + HEADER);
    FUZZ_ASSERT(file);
    memcpy(file, "\0\0\0\x14" "ftypheic\0\0\0\0mif1", HEADER);
    memcpy(file + HEADER, data, size);
    fuzz_photo(file, size + HEADER);
    free(file);
    return 0;
}
