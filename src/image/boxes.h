/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LS_IMAGE_BOXES_H
#define LS_IMAGE_BOXES_H

#include "image/raster.h"
#include "record/request.h"

#include <stddef.h>

/*
 * Draws the outlines on an RGB raster, in the colours of their effects, each with its number beside it. The first is on top.
 * Corners may lie anywhere. LS_E_USAGE for a raster that is not RGB, LS_E_NOMEM, LS_E_FORMAT when OpenCV refused.
 */
ls_status ls_boxes_draw(ls_raster *rgb, const ls_box *boxes, size_t count);

#endif
