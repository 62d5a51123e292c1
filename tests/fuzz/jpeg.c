/* SPDX-License-Identifier: Apache-2.0 */
/* JPEG files: the input follows SOI. */
#include "fuzz/photo.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *file = malloc(size + 2);
    FUZZ_ASSERT(file);
    memcpy(file, "\xFF\xD8", 2);
    memcpy(file + 2, data, size);
    fuzz_photo(file, size + 2);
    free(file);
    return 0;
}
