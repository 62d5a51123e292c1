/* SPDX-License-Identifier: Apache-2.0 */
/* What of a cleaned JPEG is proven without its coefficients. */
#ifndef LS_CLEAN_JPEG_H
#define LS_CLEAN_JPEG_H

#include "clean/cleaner.h"

/*
 * Its segments: those that libjpeg writes for a picture, JFIF without a thumbnail, the one Exif block and the one profile that
 * were made for it, those of its gain map byte for byte, and no more quantisation tables than `tables`, each once. LS_OK,
 * LS_E_NOMEM, or what ls_cleaning_unproven() gives.
 */
ls_status ls_prove_jpeg_segments(ls_cleaning *cleaning, const ls_made *made, unsigned tables);

#endif
