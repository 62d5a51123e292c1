/* SPDX-License-Identifier: Apache-2.0 */
/* GIF files: the input follows the signature. */
#include "fuzz/photo.h"

#include <string.h>

#define SIGNATURE 6u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *file = malloc(size + SIGNATURE);
    FUZZ_ASSERT(file);
    memcpy(file, "GIF89a", SIGNATURE);
    memcpy(file + SIGNATURE, data, size);
    fuzz_photo(file, size + SIGNATURE);
    free(file);
    return 0;
}
