/* SPDX-License-Identifier: Apache-2.0 */
/* PNG files: the input follows the signature. */
#include "fuzz/photo.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *file = malloc(size + 8);
    FUZZ_ASSERT(file);
    memcpy(file, "\x89PNG\r\n\x1A\n", 8);
    memcpy(file + 8, data, size);
    fuzz_photo(file, size + 8);
    free(file);
    return 0;
}
