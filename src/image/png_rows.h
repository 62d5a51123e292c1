/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LS_IMAGE_PNG_ROWS_H
#define LS_IMAGE_PNG_ROWS_H

#include "image/raster.h"

#include <stddef.h>

/* Takes the next `size` bytes of the stream. What it returns ends the writing, unless it is LS_OK. */
typedef ls_status ls_png_take(const void *bytes, size_t size, void *user);

/*
 * An RGB raster as the stream that PNG's IDAT chunks hold (record/drawing.h), handed to `take` in parts of `part` bytes and a
 * rest. LS_E_USAGE for a raster that is not RGB, LS_E_NOMEM.
 */
ls_status ls_png_write_rows(const ls_raster *rgb, size_t part, ls_png_take *take, void *user);

#endif
