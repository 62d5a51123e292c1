/* SPDX-License-Identifier: Apache-2.0 */
/* One writer per format. It is handed the photos one after the other and keeps nothing of them. */
#ifndef LS_REPORT_WRITER_H
#define LS_REPORT_WRITER_H

#include "report/tally.h"

#include <stdio.h>

/* Where a report goes, and how it may look there. */
typedef struct ls_output {
    FILE *file;
    int width;            /* columns of a line of text */
    bool color;           /* ANSI colours are understood and wanted */
    bool scan;            /* many photos: leave out those with nothing to say */
    bool all;             /* inspect: list every part of a long map */
    const char *language; /* of the texts: "en" or "zh" */
    const char *fail_on;  /* threshold of the exit code */
    size_t written;       /* photos so far; the writers' own */
} ls_output;

/* The functions return LS_OK, LS_E_IO or LS_E_NOMEM. What was written up to a failure is no complete report. */
typedef struct ls_writer {
    const char *name;
    ls_status (*begin)(ls_output *output);
    ls_status (*photo)(ls_output *output, const ls_report *report);
    ls_status (*end)(ls_output *output, const ls_tally *tally); /* flushes */
} ls_writer;

#define WRITER(name) extern const ls_writer ls_writer_##name;
#include "report/writers.def"
#undef WRITER

/* NULL for a name that is no format. */
const ls_writer *ls_writer_find(const char *name);

/*
 * What is true of `file`: columns when it is a terminal (between 40 and 120), 80 when not; colour on a terminal alone,
 * and not with NO_COLOR (any value that is not empty) or TERM=dumb.
 */
void ls_output_init(ls_output *output, FILE *file);

/* LS_E_IO when anything that was written to the output so far did not arrive. */
ls_status ls_output_flush(ls_output *output);

#endif
