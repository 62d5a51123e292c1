/* SPDX-License-Identifier: Apache-2.0 */
/* The report of one photo while it is built; lightseal.h shows the rest of the world its accessors only. */
#ifndef LS_ENGINE_REPORT_H
#define LS_ENGINE_REPORT_H

#include "base/arena.h"
#include "record/container.h"
#include "record/stage.h"

#include <stdbool.h>

/* A frame or page, by its index in the file, as it is stored. */
typedef struct ls_picture_size {
    uint32_t picture, width, height;
} ls_picture_size;

struct ls_report {
    ls_arena *arena; /* owns everything below, and whatever was learnt about the photo */
    const char *source, *only, *sandbox, *advice;
    const char *copy_of; /* NULL: no copy */
    const char *accepted; /* what was not looked at because the caller accepts that; NULL: nothing */
    ls_verdict verdict;
    bool partial, picture;
    ls_coverage coverage[LS_STAGE_COUNT];
    ls_finding *findings;
    size_t finding_count, finding_capacity;
    size_t ignored, expired, left_out;
    /* for ls_scanner_annotate(): how to decode the photo again, and of which size its pictures were */
    ls_kind kind;
    uint32_t orientation;
    const ls_picture_size *sizes;
    size_t size_count;
};

/* All of one photo, its evidence included, stays below this; beyond it the photo is unchecked, not the program dead. */
#define LS_PHOTO_MEMORY ((size_t)256 << 20)

/* NULL: no memory. The name is cleaned: a file name is hostile input too. */
ls_report *ls_report_new(const char *source);
/*
 * Takes over, as findings of a copy, what is known of the place that the photo's metadata named. Before ls_report_finish(). LS_E_NOMEM.
 */
ls_status ls_report_inherit(ls_report *report, const ls_report *original);
/* Puts findings into their order and draws the verdict from findings and coverage. */
void ls_report_finish(ls_report *report);

#endif
