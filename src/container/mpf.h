/* SPDX-License-Identifier: Apache-2.0 */
/* The index of the Multi-Picture Format (CIPA DC-007, section 5.2.3): where further pictures of a JPEG file stand. */
#ifndef LS_CONTAINER_MPF_H
#define LS_CONTAINER_MPF_H

#include "container/bytes.h"

/* Individual image attribute (table 4): what the upper byte of an image's type says. */
#define LS_MPF_CLASS(attribute) ((attribute) >> 16 & 0xFF)
#define LS_MPF_CLASS_PREVIEW 1u /* "large thumbnail" */

typedef struct ls_mpf_image {
    uint32_t attribute;
    uint64_t from, to; /* bytes of the file; of the first picture, which the index does not place, both 0 */
} ls_mpf_image;

typedef struct ls_mpf {
    ls_bytes entries; /* 16 bytes each */
    uint64_t origin;  /* byte of the file from which offsets count */
    bool big;
    size_t count;
} ls_mpf;

/*
 * `content` is what follows "MPF" and a NUL. False: no index, or one that is cut short or has as many pictures as it does
 * not say.
 */
bool ls_mpf_open(const ls_bytes *content, ls_mpf *mpf);
ls_mpf_image ls_mpf_at(const ls_mpf *mpf, size_t index);

#endif
