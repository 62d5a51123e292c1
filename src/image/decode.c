/* SPDX-License-Identifier: Apache-2.0 */
#include "image/decoders.h"

#include <inttypes.h>

static ls_decoder *const decoders[LS_KIND_COUNT] = {
    [LS_KIND_JPEG] = ls_decode_jpeg,
    [LS_KIND_PNG] = ls_decode_png,
    [LS_KIND_HEIF] = ls_decode_heif,
};

bool ls_image_supported(ls_kind kind)
{
    return (unsigned)kind < LS_KIND_COUNT && decoders[kind];
}

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

ls_status ls_decode_no_memory(ls_status status, ls_outcome *outcome)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_MEMORY, "%s", "");
    return status;
}

ls_status ls_image_decode(const unsigned char *data, size_t size, ls_kind kind, const ls_decode_limits *limits,
                          ls_raster *raster, ls_outcome *outcome)
{
    *raster = (ls_raster){0};
    *outcome = ls_outcome_done();
    if (!ls_image_supported(kind)) {
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_FORMAT_UNREAD, "%s", ls_kind_name(kind));
        return LS_E_FORMAT;
    }
    ls_status status =
        kind == LS_KIND_JPEG
            ? ls_decode_jpeg_smaller(data, size, limits->pixels, limits->least_side, raster, outcome)
            : decoders[kind](data, size, limits->pixels, raster, outcome);
    if (status == LS_OK && kind != LS_KIND_HEIF && limits->orientation >= 1 && limits->orientation <= 8) {
        status = ls_raster_orient(raster, limits->orientation);
        if (status)
            ls_decode_no_memory(status, outcome);
    }
    if (status)
        ls_raster_free(raster);
    return status;
}
