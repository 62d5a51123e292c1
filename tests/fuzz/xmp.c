/* SPDX-License-Identifier: Apache-2.0 */
/* XMP packets. */
#include "fuzz/segment.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char identifier[] = "http://ns.adobe.com/xap/1.0/";
    return fuzz_segment(identifier, sizeof identifier, data, size);
}
