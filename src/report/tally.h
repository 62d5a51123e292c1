/* SPDX-License-Identifier: Apache-2.0 */
/* What all photos of a run add up to, and the exit code that follows from it. */
#ifndef LS_REPORT_TALLY_H
#define LS_REPORT_TALLY_H

#include <lightseal/lightseal.h>

#include <stdbool.h>

/* Exit codes of the program. 1 beats 3: a leak that was found matters more than a stage that failed. */
typedef enum ls_exit {
    LS_EXIT_CHECKED = 0,   /* everything checked, nothing at or above the threshold */
    LS_EXIT_FINDINGS = 1,  /* findings at or above the threshold */
    LS_EXIT_USAGE = 2,     /* wrong usage, configuration or rules */
    LS_EXIT_UNCHECKED = 3, /* something could not be checked */
} ls_exit;

typedef struct ls_tally {
    size_t photos;
    size_t verdicts[LS_VERDICT_BLOCK + 1]; /* indexed by ls_verdict */
    size_t ignored, expired;
    size_t not_pictures; /* scan: files that are no picture */
    /* scan: nobody looked at what is behind these, so a run that has any was not complete */
    size_t links;       /* symbolic links, never followed */
    size_t special;     /* FIFOs, sockets, devices */
    size_t unreadable;  /* folders or entries that could not be read */
    size_t accepted;    /* videos of which metadata alone was checked, as was accepted */
    size_t not_started; /* photos left when the run was interrupted */
    bool scan;
    bool failing;    /* a photo reached the threshold */
    bool incomplete; /* something that was required was not done */
} ls_tally;

/* `fail_on`: "review", "block" or "never". */
void ls_tally_add(ls_tally *tally, const ls_report *report, const char *fail_on);
ls_exit ls_tally_exit(const ls_tally *tally);

#endif
