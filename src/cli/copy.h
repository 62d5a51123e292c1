/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file that is made from a photo. It is readable by its owner alone and has no name before it is kept, where the file system can do that,
 * so that nothing stays behind however the program ends; elsewhere it has one that ls_copy_sweep() knows.
 */
#ifndef LS_CLI_COPY_H
#define LS_CLI_COPY_H

#include <limits.h>
#include <stdbool.h>

typedef struct ls_copy {
    int fd;              /* for reading and writing; -1: not open */
    char path[PATH_MAX]; /* where it is kept; "" when that is not decided yet */
    char part[PATH_MAX]; /* its unfinished name; "": none */
} ls_copy;

/* In that folder. False with errno; nothing is there then. */
bool ls_copy_begin(ls_copy *copy, const char *folder);
/* To be kept as `path`, which must not exist. False with errno. */
bool ls_copy_open(ls_copy *copy, const char *path);
/* The file gets its name on disk, whole. False with errno (EEXIST: the name is taken): then it is open still. */
bool ls_copy_keep_as(ls_copy *copy, const char *path);
/* The same with the path that it was opened with; it is closed and gone when that fails. */
bool ls_copy_keep(ls_copy *copy);
/* It takes the place of the file `path`, in one step: before it there is the old one, after it the new one. False with errno. */
bool ls_copy_replace(ls_copy *copy, const char *path);
/* What was written is gone. Does nothing after it was kept. */
void ls_copy_drop(ls_copy *copy);

/* The folder that `path` is in, as "…/" or "./". False: too long. */
bool ls_copy_folder(const char *path, char folder[PATH_MAX]);
/* Removes what programs that were killed left unfinished in a folder: files of ours that nobody holds any more. */
void ls_copy_sweep(const char *folder);

#endif
