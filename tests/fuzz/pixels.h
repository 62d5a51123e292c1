/* SPDX-License-Identifier: Apache-2.0 */
/* Pixels of a file of one kind: what comes out is a picture of the size it says, or an outcome that says why not. */
#ifndef LS_TESTS_FUZZ_PIXELS_H
#define LS_TESTS_FUZZ_PIXELS_H

#include "fuzz/fuzz.h"
#include "image/pictures.h"

#define FUZZ_PIXELS 1000000u
#define FUZZ_PICTURES 12u

static inline void fuzz_picture(const ls_raster *raster, ls_status status, const ls_outcome *outcome)
{
    if (status) {
        FUZZ_ASSERT(!raster->data && outcome->state == LS_FAILED && outcome->reason != LS_REASON_NONE);
        return;
    }
    FUZZ_ASSERT(raster->data && raster->channels == 3 && outcome->state != LS_FAILED);
    FUZZ_ASSERT((uint64_t)raster->width * raster->height <= FUZZ_PIXELS);
    static volatile unsigned sum; /* of all pixels: a sanitizer sees what was never written or lies outside */
    for (size_t at = 0; at < (size_t)raster->stride * raster->height; at++)
        sum = sum + raster->data[at];
}

static inline void fuzz_pixels(const uint8_t *data, size_t size, ls_kind kind)
{
    const ls_decode_limits limits = {.pixels = FUZZ_PIXELS, .orientation = 1};
    ls_pictures *pictures;
    ls_outcome outcome;
    ls_status status = ls_pictures_open(data, size, kind, &limits, &pictures, &outcome);
    FUZZ_ASSERT(status ? !pictures && outcome.state == LS_FAILED : ls_pictures_count(pictures) >= 1);
    for (uint32_t i = 0; !status && i < ls_pictures_count(pictures) && i < FUZZ_PICTURES; i++) {
        ls_raster raster;
        fuzz_picture(&raster, ls_pictures_next(pictures, &raster, &outcome), &outcome);
        ls_raster_free(&raster);
    }
    ls_pictures_close(pictures);
}

#endif
