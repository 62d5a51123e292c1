/* SPDX-License-Identifier: Apache-2.0 */
/* Pixels of PNG files. */
#include "fuzz/pixels.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_pixels(data, size, LS_KIND_PNG);
    return 0;
}
