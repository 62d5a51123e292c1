/* SPDX-License-Identifier: Apache-2.0 */
/* A photo that the command line names: a file, or standard input. */
#ifndef LS_CLI_PHOTO_H
#define LS_CLI_PHOTO_H

#include "base/buffer.h"

typedef struct ls_cli_photo {
    int fd;          /* of the file; -1: it is in `bytes` */
    int folder;      /* that the file stands in; -1 likewise */
    const char *file; /* what it is called there, part of the name that was given; NULL likewise */
    ls_buffer bytes; /* what standard input brought */
    ls_error reason; /* why it cannot be had; "" when it can */
} ls_cli_photo;

/*
 * Opens the file, or reads standard input for "-". LS_OK also for a photo that cannot be had: `reason` says why then. What
 * concerns every photo (no memory) is a status. ls_cli_photo_drop() is needed in every case.
 */
ls_status ls_cli_photo_take(ls_cli_photo *photo, const char *name);
void ls_cli_photo_drop(ls_cli_photo *photo);

#endif
