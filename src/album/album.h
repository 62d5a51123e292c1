/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of an export of photos, in an order that depends on their names alone. Symbolic links are never followed:
 * a folder that is about to be published must not lead the check out of itself, and there are no cycles.
 */
#ifndef LS_ALBUM_ALBUM_H
#define LS_ALBUM_ALBUM_H

#include <lightseal/lightseal.h>

#include <stdbool.h>

typedef struct ls_album ls_album;

typedef enum ls_entry_kind {
    LS_ENTRY_FILE,    /* a regular file: to be checked */
    LS_ENTRY_LINK,    /* a symbolic link */
    LS_ENTRY_SPECIAL, /* a FIFO, a socket or a device */
    LS_ENTRY_FAILED,  /* a folder, or an entry of one, that could not be read */
} ls_entry_kind;

typedef struct ls_entry {
    ls_entry_kind kind;
    const char *path; /* as the folder was named, and the way below it */
    int error;        /* LS_ENTRY_FAILED: errno, else 0 */
} ls_entry;

/* Folders nested deeper than this are reported as failed, so that the walk's memory and descriptors are bounded. */
#define LS_ALBUM_DEPTH 100

/* NULL when out of memory. */
ls_album *ls_album_new(void);
void ls_album_free(ls_album *album);

/*
 * Adds all entries below the folder `root` (a regular file is an album of one). Whatever cannot be read becomes an
 * LS_ENTRY_FAILED; the only error is LS_E_NOMEM. `cancel` may be NULL; when it is seen the walk ends early.
 */
ls_status ls_album_walk(ls_album *album, const char *root, const volatile int *cancel);

size_t ls_album_count(const ls_album *album);
const ls_entry *ls_album_entry(const ls_album *album, size_t index);

/*
 * Opens a regular file of the album for reading, close-on-exec, from its root downwards without following a link that
 * has taken the place of a folder meanwhile. LS_E_IO with the reason. Several threads may call it at once.
 */
ls_status ls_album_open(const ls_album *album, size_t index, int *fd, ls_error *error);

/* The folder that such a file stands in (O_PATH, the caller's), reached as by ls_album_open(); its name there is borrowed. */
ls_status ls_album_folder(const ls_album *album, size_t index, int *folder, const char **file, ls_error *error);

/*
 * Does the name end like that of a picture (".jpg", ".HEIC", ".nef", …), also of a kind that this version cannot read?
 * What does and cannot be read is never passed over.
 */
bool ls_album_named_like_picture(const char *path);

#endif
