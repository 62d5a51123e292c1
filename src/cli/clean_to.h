/* SPDX-License-Identifier: Apache-2.0 */
/* Cleaned copies of photos as files: what they are called, and when they get their names. */
#ifndef LS_CLI_CLEAN_TO_H
#define LS_CLI_CLEAN_TO_H

#include "cli/copy.h"
#include "cli/photo.h"

#include <lightseal/lightseal.h>

#include <sys/stat.h>

typedef struct ls_clean_job {
    ls_scanner *scanner;
    unsigned keep;        /* LS_KEEP_… */
    const char *folder;   /* copies go there, under neutral names; NULL: beside the photo */
    const char *file;     /* or this is the copy; NULL */
    bool in_place;        /* or it takes the place of the photo */
    bool render;          /* what cannot be cleaned as it is becomes a PNG file */
    unsigned next;        /* number of the next neutral name */
    bool last;            /* no other call follows for now */
    char swept[PATH_MAX]; /* the folder that was swept last */
} ls_clean_job;

/* A copy that is whole and proven and has no name yet. */
typedef struct ls_clean_copy {
    char folder[PATH_MAX];
    struct stat before; /* the photo's file, when the copy was begun */
    ls_copy copy;
    ls_cleaned *cleaned;
} ls_clean_copy;

/* Removes what killed programs left behind where the copy of `name` will be; once for each folder in a row. */
void ls_clean_sweep(ls_clean_job *job, const char *name);
/* Makes it; in any thread, each with a scanner of its own. False: there is none, and *error says why. ls_clean_drop() in either case. */
bool ls_clean_make(const ls_clean_job *job, ls_scanner *scanner, const char *name, const ls_cli_photo *photo, ls_clean_copy *copy, ls_error *error);
/* Gives it its name, which `path` is then; in one thread, as numbers are given in turn. False: *error says why. */
bool ls_clean_keep(ls_clean_job *job, const char *name, const ls_cli_photo *photo, ls_clean_copy *copy, char path[PATH_MAX], ls_error *error);
void ls_clean_drop(ls_clean_copy *copy);

/*
 * All of it: makes the copy of the photo `name`, in a folder where what killed programs left behind is swept first. True: *cleaned (to be
 * freed) says what was taken out, `path` where the copy is. False: there is none, and *error says why. A copy that was to take the
 * place of its photo is not kept when somebody has changed or replaced the photo meanwhile.
 */
bool ls_clean_to(ls_clean_job *job, const char *name, const ls_cli_photo *photo, char path[PATH_MAX], ls_cleaned **cleaned,
                 ls_error *error);

/* What --keep and --profile ask for. False after a complaint. */
bool ls_clean_parse_keep(const char *list, const char *profile, unsigned *keep);

#endif
