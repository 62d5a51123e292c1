/* SPDX-License-Identifier: Apache-2.0 */
/* The file of --annotate: it shows what the photo shows, so nothing of it may be left over by accident. */
#ifndef LS_CLI_COPY_H
#define LS_CLI_COPY_H

#include <stdbool.h>

typedef struct ls_copy {
    const char *path; /* borrowed */
    int fd;           /* to be written; -1 for none */
    bool named;       /* it stands in its folder already */
} ls_copy;

/*
 * A new file for its owner alone. It gets its name when it is kept; until then it has none, and goes with this process
 * however that ends. Where the file system knows no files without a name, it has it at once and loses it when it is dropped.
 * False with errno: EEXIST for whatever is there, a symbolic link too.
 */
bool ls_copy_open(ls_copy *copy, const char *path);
/* Closes it: it is whole and stays. False with errno: it is gone. */
bool ls_copy_keep(ls_copy *copy);
/* Closes it: it was not to be. Fine after either of the others. */
void ls_copy_drop(ls_copy *copy);

#endif
