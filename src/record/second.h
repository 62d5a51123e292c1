/* SPDX-License-Identifier: Apache-2.0 */
/* Second pictures: thumbnails, previews and other pictures inside a photo, which may show more than the photo does. */
#ifndef LS_RECORD_SECOND_H
#define LS_RECORD_SECOND_H

#include <stdint.h>

/* Cameras put four into a file at most; more is an album, or a file made to cost time. */
#define LS_SECONDS_MAX 16

typedef enum ls_second_form {
    LS_SECOND_FILE, /* a picture file of its own, told by its magic number */
    LS_SECOND_RGB,  /* width × height pixels of three bytes, rows from the top */
    LS_SECOND_ITEM  /* a thumbnail of a HEIF file, which its decoder finds by itself: the `number`-th in order of their identifiers */
} ls_second_form;

/* Bytes [from, to) of the photo that hold a picture. */
typedef struct ls_second {
    uint64_t from, to;
    uint32_t form;          /* ls_second_form */
    uint32_t width, height; /* RGB */
    uint32_t number;        /* ITEM, from 0 */
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
