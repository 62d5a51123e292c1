/* SPDX-License-Identifier: Apache-2.0 */
/* HEIC and AVIF through libheif. */
#include "image/alpha.h"
#include "image/decoders.h"

#include <string.h>

#include <libheif/heif.h>

static ls_status refuse(struct heif_error error, ls_outcome *outcome)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "%s", error.message ? error.message : "libheif");
    return error.code == heif_error_Memory_allocation_error ? LS_E_NOMEM : LS_E_FORMAT;
}

static ls_status copy(const struct heif_image *image, bool alpha, uint64_t pixel_limit, ls_raster *raster,
                      ls_outcome *outcome)
{
    int stride = 0;
    const unsigned char *plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    const int width = heif_image_get_width(image, heif_channel_interleaved);
    const int height = heif_image_get_height(image, heif_channel_interleaved);
    if (!plane || width <= 0 || height <= 0 || stride < width * (alpha ? 4 : 3)) {
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "libheif gave no pixels");
        return LS_E_FORMAT;
    }
    /* the decoded picture may differ from what its header promised */
    ls_status status = ls_decode_check_size((uint64_t)width, (uint64_t)height, pixel_limit, outcome);
    if (status)
        return status;
    ls_raster rgba = {0}, *whole = alpha ? &rgba : raster;
    status = ls_raster_alloc(whole, (uint32_t)width, (uint32_t)height, alpha ? 4 : 3);
    if (status)
        return ls_decode_no_memory(status, outcome);
    for (uint32_t y = 0; y < whole->height; y++)
        memcpy(whole->data + (size_t)y * whole->stride, plane + (size_t)y * (size_t)stride, whole->stride);
    if (alpha)
        status = ls_alpha_flatten(&rgba, raster, outcome);
    ls_raster_free(&rgba);
    return status;
}

static ls_status decode_handle(const struct heif_image_handle *handle, uint64_t pixel_limit, ls_raster *raster,
                               ls_outcome *outcome)
{
    const int width = heif_image_handle_get_width(handle), height = heif_image_handle_get_height(handle);
    ls_status status =
        ls_decode_check_size(width > 0 ? (uint64_t)width : 0, height > 0 ? (uint64_t)height : 0, pixel_limit, outcome);
    if (status)
        return status;
    const bool alpha = heif_image_handle_has_alpha_channel(handle);
    struct heif_image *image = NULL;
    /* default options: transformations are applied, 8 bits a sample because of the interleaved RGB asked for */
    struct heif_error error = heif_decode_image(
        handle, &image, heif_colorspace_RGB, alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, NULL);
    if (error.code != heif_error_Ok)
        return refuse(error, outcome);
    status = copy(image, alpha, pixel_limit, raster, outcome);
    heif_image_release(image);
    return status;
}

ls_status ls_decode_heif(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_raster *raster,
                         ls_outcome *outcome)
{
    struct heif_context *context = heif_context_alloc();
    if (!context)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    heif_context_set_max_decoding_threads(context, 0);
    heif_context_set_maximum_image_size_limit(context, LS_RASTER_SIDE);
    struct heif_image_handle *handle = NULL;
    struct heif_error error = heif_context_read_from_memory_without_copy(context, data, size, NULL);
    if (error.code == heif_error_Ok)
        error = heif_context_get_primary_image_handle(context, &handle);
    ls_status status = LS_OK;
    if (error.code != heif_error_Ok)
        status = refuse(error, outcome);
    else
        status = decode_handle(handle, pixel_limit, raster, outcome);
    heif_image_handle_release(handle);
    heif_context_free(context);
    return status;
}
