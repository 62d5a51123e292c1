/* SPDX-License-Identifier: Apache-2.0 */
/* Does a picture that travels with a photo, a thumbnail or a preview, show what the photo shows? */
#ifndef LS_IMAGE_LIKENESS_H
#define LS_IMAGE_LIKENESS_H

#include "image/overlay.h"
#include "record/second.h"

/* The photo, as it is compared with each of its second pictures. */
typedef struct ls_original {
    ls_luma luma; /* in display orientation; empty: there is none */
    bool gray;    /* it has no colour */
} ls_original;

/* From a raster of the photo in display orientation. `arena` outlives it. LS_E_NOMEM. */
ls_status ls_original_read(const ls_raster *raster, ls_original *original, ls_arena *arena);

/*
 * What `second`, in the orientation it is stored in, shows beside the photo. `orientation` (Exif 1–8) is the photo's own, in
 * which a camera stores its thumbnail too; others are tried. A picture that shows nothing is the same. Compression,
 * sharpening, other tones, bars, a border that was added to the photo and less than the photo shows make no difference.
 * LS_E_NOMEM.
 */
ls_status ls_likeness_judge(const ls_original *original, const ls_raster *second, uint32_t orientation,
                            ls_showing *showing);

#endif
