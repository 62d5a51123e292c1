/* SPDX-License-Identifier: Apache-2.0 */
/* Exif blocks: the input is the TIFF structure. */
#include "fuzz/segment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_segment("Exif\0", 6, data, size);
}
