/* SPDX-License-Identifier: Apache-2.0 */
/* Decoded pixels, and the way from them back to pixels of the stored picture. */
#ifndef LS_IMAGE_RASTER_H
#define LS_IMAGE_RASTER_H

#include "base/status.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define LS_NOEXCEPT noexcept /* a bridge's promise, which C has no word for */
#else
#define LS_NOEXCEPT
#endif

#define LS_RASTER_SIDE 65535u /* pixels: the longest side of a JPEG (ITU-T T.81), and a bound for every format */

typedef struct ls_raster {
    unsigned char *data;    /* owned; rows top to bottom in display orientation, see `orientation` */
    uint32_t width, height; /* of data */
    uint32_t stride;        /* bytes from row to row */
    uint32_t channels;      /* 1 gray, 3 RGB; 8 bits each */
    uint32_t stored_width, stored_height; /* of the stored picture */
    uint32_t orientation;   /* Exif 1–8, already applied to data */
    double scale;           /* stored pixels per raster pixel (after turning), ≥ 1 when decoded smaller */
} ls_raster;

/*
 * Room for width × height pixels of `channels` bytes, not initialised; stored size equal to the size, orientation 1,
 * scale 1. LS_E_LIMIT for an empty or too long side, LS_E_NOMEM.
 */
ls_status ls_raster_alloc(ls_raster *raster, uint32_t width, uint32_t height, uint32_t channels);
void ls_raster_free(ls_raster *raster); /* NULL and an empty raster are fine */

/* Gray from RGB (ITU-R BT.601 luma), same size. */
ls_status ls_raster_gray(const ls_raster *rgb, ls_raster *gray) LS_NOEXCEPT;
/*
 * 2, 4 or 8 times smaller, each pixel the mean of those it stands for: as often as leaves the shorter side `least_side` pixels, as
 * ls_decode_limits has it of a JPEG. Columns and rows that are left over at the far edges, up to 7, are not in it. *out stays
 * empty where nothing is to be gained. LS_E_NOMEM.
 */
ls_status ls_raster_smaller(const ls_raster *raster, uint32_t least_side, ls_raster *out) LS_NOEXCEPT;
/* Multiplies every value by `gain`, up to 255; 1 changes nothing. */
void ls_raster_brighten(ls_raster *raster, double gain) LS_NOEXCEPT;
/* Applies Exif orientation (1–8) to a raster that has none yet, and records it. LS_E_USAGE otherwise, LS_E_NOMEM. */
ls_status ls_raster_orient(ls_raster *raster, uint32_t orientation);

/*
 * From raster coordinates to pixels of the stored picture, and back. Both are continuous: pixel (0, 0) covers the
 * square from 0 to 1, so the far edge of the picture is (width, height) and maps to an edge again.
 */
ls_point ls_raster_to_stored(const ls_raster *raster, ls_point point);
ls_point ls_raster_from_stored(const ls_raster *raster, ls_point point);

#ifdef __cplusplus
}
#endif

#endif
