/* SPDX-License-Identifier: Apache-2.0 */
/* A photo as the workers get it: a descriptor and a size, wherever it came from. */
#ifndef LS_ENGINE_PHOTO_H
#define LS_ENGINE_PHOTO_H

#include "base/status.h"

#include <stdbool.h>

typedef struct ls_photo {
    int fd;
    uint64_t size;
    bool made; /* the descriptor is ours: a sealed memory file */
} ls_photo;

/* From an open regular file, borrowed; or with fd -1 from memory, copied. LS_E_USAGE, LS_E_IO. */
ls_status ls_photo_hold(ls_photo *photo, int fd, const void *data, size_t size, ls_error *error);
void ls_photo_release(ls_photo *photo);

#endif
