/* SPDX-License-Identifier: Apache-2.0 */
/* TIFF files, whole. */
#include "fuzz/photo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_photo(data, size);
    return 0;
}
