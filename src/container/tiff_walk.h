/* SPDX-License-Identifier: Apache-2.0 */
/* The walk of one TIFF file, for the two halves of its walker: directories with their values, and pictures. */
#ifndef LS_CONTAINER_TIFF_WALK_H
#define LS_CONTAINER_TIFF_WALK_H

#include "container/claims.h"
#include "container/tiff.h"

#define TIFF_VALUES_PATH "tiff/ifd/values"
#define TIFF_TABLES_PATH "tiff/tables"

typedef struct tiff_walk {
    ls_tiff tiff;
    ls_claims claims;
    ls_container *out;
    /* Pages may all have the same strips: how many strips and bytes of coded data are still looked at. */
    uint64_t units_left, coded_left;
    uint64_t run_from, run_to; /* strips of a preview that are no claim yet */
} tiff_walk;

/* What bytes are. */
typedef struct tiff_content {
    ls_role role;
    const char *path;
} tiff_content;

/* A fatal problem: something that begins at `at` and is named by `what` lies beyond the end. */
ls_status ls_tiff_outside(tiff_walk *walk, uint64_t at, const char *what);
/* The strips, tiles and streams of a directory, or nothing when it has no picture. */
ls_status ls_tiff_claim_picture(tiff_walk *walk, size_t directory);
/*
 * A JPEG stream: what a decoder needs is `content`, other segments and what follows the end are claimed under its path. What does not begin
 * as one is no picture that anybody shows, and stays unclaimed.
 */
ls_status ls_tiff_claim_jpeg(tiff_walk *walk, uint64_t from, uint64_t length, const tiff_content *content);

#endif
