/* SPDX-License-Identifier: Apache-2.0 */
/* Second pictures of a photo (record/second.h): decoded from the bytes that the request names, and held against the photo. */
#ifndef LS_WORKER_SECONDS_H
#define LS_WORKER_SECONDS_H

#include "image/likeness.h"
#include "worker/child.h"

/*
 * What second picture `index` of the request shows beside the original. Anything that is not decoded whole, or has further
 * pictures in it, is unread, unless what could be seen is different already. *pixels_left is what all of them together may
 * still have; it becomes less. `original` may be empty: then nothing can be said.
 */
ls_showing ls_second_judge(const ls_job *job, uint32_t index, const ls_original *original, uint64_t *pixels_left);

/* All of its pixels, in the photo's orientation, to be read like a picture of the file. As ls_image_decode(). */
ls_status ls_second_decode(const ls_job *job, uint32_t index, ls_raster *raster, ls_outcome *outcome);

#endif
