/* SPDX-License-Identifier: Apache-2.0 */
/* WebP files: the input follows the file's header, which gives its length as it is. */
#include "fuzz/photo.h"

#include <string.h>

#define HEADER 12u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *file = malloc(size + HEADER);
    FUZZ_ASSERT(file);
    memcpy(file, "RIFF\0\0\0\0WEBP", HEADER);
    for (unsigned i = 0; i < 4; i++)
        file[4 + i] = (uint8_t)((size + HEADER - 8) >> 8 * i);
    memcpy(file + HEADER, data, size);
    fuzz_photo(file, size + HEADER);
    free(file);
    return 0;
}
