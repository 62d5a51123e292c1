/* SPDX-License-Identifier: Apache-2.0 */
/* Second pictures of a photo (record/second.h): decoded from the bytes that the request names, and held against the photo. */
#ifndef LS_WORKER_SECONDS_H
#define LS_WORKER_SECONDS_H

#include "image/likeness.h"
#include "image/pictures.h"
#include "worker/child.h"

/* Pictures of a file that are kept to be compared with; each takes up to 4 MB. */
#define LS_ORIGINALS_MAX 8

typedef struct ls_originals {
    ls_pictures *pictures; /* of the file, open */
    ls_original kept[LS_ORIGINALS_MAX]; /* by index of the picture; empty: it was not decoded */
    ls_arena *arena;
} ls_originals;

/*
 * What second picture `index` of the request shows beside the pictures of the file; a thumbnail that belongs to one of them
 * beside that. Anything that is not decoded whole, or has further pictures in it, is unread, unless what could be seen is
 * different already. *pixels_left is what all of them together may still have; it becomes less.
 */
ls_showing ls_second_judge(const ls_job *job, uint32_t index, const ls_originals *originals, uint64_t *pixels_left);

/* All of its pixels, in the photo's orientation, to be read like a picture of the file. As ls_image_decode(). */
ls_status ls_second_decode(const ls_job *job, uint32_t index, const ls_originals *originals, ls_raster *raster,
                           ls_outcome *outcome);

#endif
