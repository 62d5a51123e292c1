/* SPDX-License-Identifier: Apache-2.0 */
/* Which lines are read first: the glyph budget goes to those that can hold a mark. */
#ifndef LS_TEXT_PLAN_H
#define LS_TEXT_PLAN_H

#include "image/raster.h"
#include "record/text.h"

typedef struct ls_job {
    size_t line;         /* index into text->lines */
    ls_point stored[4];  /* the line's quadrilateral as found */
    ls_point quad[4];    /* the same in pixels of the raster */
    double height, length; /* pixels of the raster */
    int certainty;       /* the finder's, 0–100 */
    uint32_t glyphs;     /* it is as long as so many glyphs as wide as high; Latin letters count about half */
    double priority;
    bool steep;          /* found running from top to bottom rather than from left to right */
    bool tried;
    int confidence;      /* of the best reading, 0–100 */
    int way[2];          /* confidence as found, and turned */
} ls_job;

typedef struct ls_plan {
    ls_job *jobs; /* owned; in the order of reading */
    bool *keep;   /* owned; for the lines of the text */
    size_t count;
} ls_plan;

/* One job per line. LS_E_NOMEM. */
ls_status ls_plan_make(const ls_raster *raster, const ls_text *text, ls_plan *plan);
void ls_plan_free(ls_plan *plan);
/* The largest certain lines that are steep, or not, and not too long. Returns how many. */
size_t ls_plan_samples(const ls_plan *plan, bool steep, ls_job **samples, size_t most);

#endif
