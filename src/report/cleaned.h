/* SPDX-License-Identifier: Apache-2.0 */
/* What `clean` writes of each photo: where its copy is, and what is not in it any more. */
#ifndef LS_REPORT_CLEANED_H
#define LS_REPORT_CLEANED_H

#include "report/writer.h"

#include <stdbool.h>

typedef struct ls_cleaned_photo {
    const char *source, *copy; /* paths; copy is NULL when there is none */
    const ls_cleaned *cleaned; /* NULL likewise */
    const char *reason;        /* why there is none */
    bool in_place;             /* the copy has taken the photo's place */
    unsigned keep;             /* LS_KEEP_…: what stayed on purpose */
} ls_cleaned_photo;

/*
 * Around all photos, and for each, in the format `format` (a name of report/writers.def). `not_started`: photos that were named and not reached.
 * LS_E_IO, LS_E_NOMEM.
 */
ls_status ls_cleaned_begin(ls_output *output, const char *format);
ls_status ls_cleaned_write(ls_output *output, const char *format, const ls_cleaned_photo *photo);
ls_status ls_cleaned_end(ls_output *output, const char *format, int not_started);

#endif
