/* SPDX-License-Identifier: Apache-2.0 */
#include "image/decoders.h"
#include "image/pictures.h"

#include <inttypes.h>

ls_status ls_decode_check_size(uint64_t width, uint64_t height, uint64_t pixel_limit, ls_outcome *outcome)
{
    if (!width || !height) {
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "the header says %" PRIu64 "×%" PRIu64 " pixels", width,
                                   height);
        return LS_E_FORMAT;
    }
    if (width <= LS_RASTER_SIDE && height <= LS_RASTER_SIDE && width * height <= pixel_limit)
        return LS_OK;
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_PIXEL_LIMIT, "%" PRIu64 "×%" PRIu64, width, height);
    return LS_E_LIMIT;
}

ls_status ls_decode_check_memory(uint64_t width, uint64_t height, uint64_t most, const char *kind, ls_outcome *outcome)
{
    if (width * height <= most)
        return LS_OK;
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_PIXEL_LIMIT, "%" PRIu64 "×%" PRIu64 " (%s: %" PRIu64 "×10⁶)", width,
                               height, kind, most / 1000000);
    return LS_E_LIMIT;
}

ls_status ls_decode_no_memory(ls_status status, ls_outcome *outcome)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_MEMORY, "%s", "");
    return status;
}

ls_status ls_image_decode(const unsigned char *data, size_t size, ls_kind kind, const ls_decode_limits *limits,
                          ls_raster *raster, ls_outcome *outcome)
{
    ls_pictures *pictures;
    *raster = (ls_raster){0};
    ls_status status = ls_pictures_open(data, size, kind, limits, &pictures, outcome);
    if (status == LS_OK)
        status = ls_pictures_next(pictures, raster, outcome);
    ls_pictures_close(pictures);
    return status;
}
