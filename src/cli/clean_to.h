/* SPDX-License-Identifier: Apache-2.0 */
/* Cleaned copies of photos as files: what they are called, and when they get their names. */
#ifndef LS_CLI_CLEAN_TO_H
#define LS_CLI_CLEAN_TO_H

#include "cli/copy.h"
#include "cli/photo.h"

#include <lightseal/lightseal.h>

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

/*
 * Makes the copy of the photo `name`, in a folder where what killed programs left behind is swept first. True: *cleaned (to be
 * freed) says what was taken out, `path` where the copy is. False: there is none, and *error says why. A copy that was to take the
 * place of its photo is not kept when somebody has changed or replaced the photo meanwhile.
 */
bool ls_clean_to(ls_clean_job *job, const char *name, const ls_cli_photo *photo, char path[PATH_MAX], ls_cleaned **cleaned,
                 ls_error *error);

/* What --keep and --profile ask for. False after a complaint. */
bool ls_clean_parse_keep(const char *list, const char *profile, unsigned *keep);

#endif
