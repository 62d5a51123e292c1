/* SPDX-License-Identifier: Apache-2.0 */
/* The report of one photo while it is built; lightseal.h shows the rest of the world its accessors only. */
#ifndef LS_ENGINE_REPORT_H
#define LS_ENGINE_REPORT_H

#include "base/arena.h"
#include "record/stage.h"

#include <stdbool.h>

struct ls_report {
    ls_arena *arena; /* owns everything below, and whatever was learnt about the photo */
    const char *source, *only, *sandbox, *advice;
    ls_verdict verdict;
    bool partial, picture;
    ls_coverage coverage[LS_STAGE_COUNT];
    ls_finding *findings;
    size_t finding_count, finding_capacity;
    size_t ignored, expired, left_out;
};

/* All of one photo, its evidence included, stays below this; beyond it the photo is unchecked, not the program dead. */
#define LS_PHOTO_MEMORY ((size_t)256 << 20)

/* NULL: no memory. The name is cleaned: a file name is hostile input too. */
ls_report *ls_report_new(const char *source);
/* Puts findings into their order and draws the verdict from findings and coverage. */
void ls_report_finish(ls_report *report);

#endif
