/* SPDX-License-Identifier: Apache-2.0 */
/* From a picture with transparency to one without, in which nothing is hidden that another viewer would show. */
#ifndef LS_IMAGE_ALPHA_H
#define LS_IMAGE_ALPHA_H

#include "image/raster.h"
#include "record/stage.h"

/*
 * Lays `rgba` (4 channels, alpha not multiplied in) over white, or over black or gray when white would hide edges that
 * those show, and gives RGB in *raster. When each of them hides edges, or colours under transparent pixels make a
 * picture of their own, *outcome is limited with DECODE: white letters on nothing, or a page under alpha 0, are seen by
 * whoever has another background or drops the alpha channel. LS_E_NOMEM.
 */
ls_status ls_alpha_flatten(const ls_raster *rgba, ls_raster *raster, ls_outcome *outcome);

#endif
