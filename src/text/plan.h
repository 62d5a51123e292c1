/* SPDX-License-Identifier: Apache-2.0 */
/* Which lines are read first: the glyph budget goes to those that can hold a mark. */
#ifndef LS_TEXT_PLAN_H
#define LS_TEXT_PLAN_H

#include "image/raster.h"
#include "record/text.h"
#include "text/reader.h"

/* A line may run otherwise than it was found, three ways; bits. */
typedef enum ls_way { LS_WAY_FOUND = 0, LS_WAY_TURNED = 1, LS_WAY_MIRRORED = 2, LS_WAYS = 4 } ls_way;

typedef struct ls_job {
    size_t line;         /* index into text->lines */
    ls_point stored[4];  /* the line's quadrilateral as found */
    ls_point quad[4];    /* the same in pixels of the raster */
    double height, length; /* pixels of the raster */
    float found_height;    /* of the line, stored pixels */
    int certainty;       /* the finder's, 0–100 */
    uint32_t glyphs;     /* it is as long as so many glyphs as wide as high; Latin letters count about half */
    double priority;
    bool steep;          /* found running from top to bottom rather than from left to right */
    bool guess;          /* likely only by where it lies */
    bool red;            /* a row by its colour alone */
    bool roomy;          /* its strip takes more of what is around it, so that a frame can be seen whole */
    bool tried;
    bool torn;           /* `alone` runs another way than what was read, and nothing tells which is right */
    bool nothing;        /* the mark reader sees no writing in it */
    int writing;         /* its confidence in a row that may be nothing, 0–100, of whichever way it saw most */
    int seen;            /* how much sense it makes to it as a mark (ls_sense_of), 0 when it was not asked */
    int confidence;      /* of the best reading, 0–100 */
    int worth;           /* of that, by which others are held against it */
    int way[LS_WAYS];    /* confidence of the best reading each way */
    ls_line *alone;      /* what the mark reader by itself made of a row that was read badly, or NULL */
} ls_job;

typedef struct ls_plan {
    ls_job *jobs; /* owned; in the order of reading */
    bool *keep;   /* owned; for the lines of the text */
    size_t count;
} ls_plan;

/* One job per line. LS_E_NOMEM. */
ls_status ls_plan_make(const ls_raster *raster, const ls_text *text, const ls_look_notes *notes, ls_plan *plan);
void ls_plan_free(ls_plan *plan);
/* The quadrilateral of a line that runs another way. */
void ls_way_apply(const ls_point quad[4], unsigned way, ls_point out[4]);
/* The largest certain lines that are steep, or not, of `longest` glyphs at most. Returns how many. */
size_t ls_plan_samples(const ls_plan *plan, bool steep, uint32_t longest, ls_job **samples, size_t most);

#endif
