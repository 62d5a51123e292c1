/* SPDX-License-Identifier: Apache-2.0 */
/* Decoded pixels, and the way from them back to pixels of the stored picture. */
#ifndef LS_IMAGE_RASTER_H
#define LS_IMAGE_RASTER_H

#include "base/status.h"

typedef struct ls_raster {
    unsigned char *data;    /* owned; rows top to bottom in display orientation, see `orientation` */
    uint32_t width, height; /* of data */
    uint32_t stride;        /* bytes from row to row */
    uint32_t channels;      /* 1 gray, 3 RGB; 8 bits each */
    uint32_t stored_width, stored_height; /* of the stored picture */
    uint32_t orientation;   /* Exif 1–8, already applied to data */
    double scale;           /* stored pixels per raster pixel (after turning), ≥ 1 when decoded smaller */
} ls_raster;

ls_status ls_raster_alloc(ls_raster *raster, uint32_t width, uint32_t height, uint32_t channels);
void ls_raster_free(ls_raster *raster);
/* Gray from RGB (ITU-R BT.601 luma), same size. */
ls_status ls_raster_gray(const ls_raster *rgb, ls_raster *gray);
/* Applies Exif orientation to `raster` in place of its data and records it. */
ls_status ls_raster_orient(ls_raster *raster, uint32_t orientation);
/* From raster coordinates to pixels of the stored picture. */
ls_point ls_raster_to_stored(const ls_raster *raster, ls_point point);

#endif
