/* SPDX-License-Identifier: Apache-2.0 */
/* Second pictures: thumbnails, previews and other pictures inside a photo, which may show more than the photo does. */
#ifndef LS_RECORD_SECOND_H
#define LS_RECORD_SECOND_H

#include <stdint.h>

/* What a second picture shows beside the photo. */
typedef enum ls_relation {
    LS_RELATION_SAME,      /* the same, or less of it */
    LS_RELATION_UNCROPPED, /* the same and more around it */
    LS_RELATION_REDACTED,  /* the same, with something to be seen that is covered, blurred or changed in the photo */
    LS_RELATION_OTHER,     /* something else */
    LS_RELATION_UNREAD,    /* it could not be looked at */
    LS_RELATION_COUNT
} ls_relation;

#endif
