/* SPDX-License-Identifier: Apache-2.0 */
/* The decoders of formats with one picture, and what all decoders share. One file each. */
#ifndef LS_IMAGE_DECODERS_H
#define LS_IMAGE_DECODERS_H

#include "image/decode.h"

/* Stored orientation out, RGB; *outcome is "done" on entry. */
typedef ls_status ls_decoder(const unsigned char *data, size_t size, uint64_t pixel_limit, ls_raster *raster,
                             ls_outcome *outcome);

ls_decoder ls_decode_bmp, ls_decode_jpeg, ls_decode_png;
/* As ls_decode_limits.least_side says. */
ls_status ls_decode_jpeg_smaller(const unsigned char *data, size_t size, uint64_t pixel_limit, uint32_t least_side,
                                 ls_raster *raster, ls_outcome *outcome);

/* LS_OK when width × height is within the limit; otherwise *outcome says what it is. */
ls_status ls_decode_check_size(uint64_t width, uint64_t height, uint64_t pixel_limit, ls_outcome *outcome);
/*
 * The same for what has to be held whole while it is decoded: LS_OK up to `most` pixels, otherwise *outcome names the kind
 * and the limit.
 */
ls_status ls_decode_check_memory(uint64_t width, uint64_t height, uint64_t most, const char *kind, ls_outcome *outcome);
/* Sets *outcome to failed for this status (LS_E_NOMEM or LS_E_LIMIT of an allocation) and returns it. */
ls_status ls_decode_no_memory(ls_status status, ls_outcome *outcome);

#endif
