/* SPDX-License-Identifier: Apache-2.0 */
/* Second pictures: thumbnails, previews and other pictures inside a photo, which may show more than the photo does. */
#ifndef LS_RECORD_SECOND_H
#define LS_RECORD_SECOND_H

#include <stdint.h>

/* Cameras put four into a file at most; more is an album, or a file made to cost time. */
#define LS_SECONDS_MAX 16

/* Bytes [from, to) of the photo that hold a picture file of its own. */
typedef struct ls_second {
    uint64_t from, to;
} ls_second;

/* What a second picture shows beside the photo. */
typedef enum ls_showing {
    LS_SHOWS_UNREAD,    /* it could not be looked at, or not all of it */
    LS_SHOWS_SAME,      /* the same, or less of it */
    LS_SHOWS_UNCROPPED, /* the same and more around it */
    LS_SHOWS_REDACTED,  /* the same, with something to be seen that is covered, blurred or changed in the photo */
    LS_SHOWS_OTHER,     /* something else */
    LS_SHOWS_COUNT
} ls_showing;

#endif
