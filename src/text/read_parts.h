/* SPDX-License-Identifier: Apache-2.0 */
/* The second look at one picture, and its parts. */
#ifndef LS_TEXT_READ_PARTS_H
#define LS_TEXT_READ_PARTS_H

#include "text/language.h"
#include "text/level.h"
#include "text/plan.h"
#include "text/reader.h"
#include "text/strip.h"

#define LS_READ_TURN_GAIN 12    /* confidence by which a line read another way must be better */
#define LS_READ_SEEN_WRITING 70 /* how much sense a row makes that could not be read and is said to be unread by itself */
#define LS_READ_LOST_SHORT 12u  /* glyphs of a line that is tried all the same: 机密★启用前, TOP SECRET */
#define LS_READ_TINY 8.0        /* pixels: glyphs below it are not tried */

/* The line that the mark reader looked at last, in one light, one way. */
typedef struct ls_glance {
    const ls_job *job; /* NULL: none */
    ls_point quad[4];  /* of the job, as it runs that way */
    unsigned way;
    ls_light light;
    bool roomy;
    ls_strip strip;
    int confidence;    /* -1 without a mark reader */
} ls_glance;

typedef struct ls_second_look {
    ls_levels levels;
    ls_languages languages;
    ls_text *text;
    ls_plan plan;
    ls_ocr_line *best, *trial, *marks;
    ls_glance glance; /* whose reading is in `marks` */
    uint32_t budget; /* glyphs */
    uint32_t used;   /* of lines as they were read best */
    uint32_t spent;  /* in all attempts; they may cost as much again */
    size_t coloured; /* rows of red that made no sense but by their colour */
    size_t vain;     /* lines since the last one that a second attempt helped */
    size_t doubts;   /* lines that were read, of glyphs too small to rely on it */
    size_t misread;  /* larger ones that were read so badly, where they are half of what was read */
    unsigned way[2]; /* which way level and steep lines run that nothing else is known of, see ls_way */
    bool voted[2];   /* the mark reader was asked for it: */
    int votes[2][LS_WAYS]; /* its mean confidence each way */
} ls_second_look;

/* read_strip.c: reads one line one way; keeps the reading when it is better than the one there is. */
ls_status ls_read_way(ls_second_look *look, ls_job *job, unsigned way, ls_light light);
/* Reads a row that surely is writing, and that no language is tried on, by the mark reader alone: into job->alone. */
ls_status ls_read_alone(ls_second_look *look, ls_job *job, unsigned way);
/* The mark reader's confidence in a line that runs `way`, its reading in look->marks; -1 when nobody can say. */
ls_status ls_read_glance(ls_second_look *look, const ls_job *job, unsigned way, ls_light light, int *confidence);
void ls_glance_free(ls_glance *glance);

/* read_way.c: which way the picture's level or steep lines run, into look->way. */
ls_status ls_read_find_way(ls_second_look *look, bool steep);
/* Did the rows that are surely writing agree on their way? Then what may be nothing, and what cannot be read, has no other. */
bool ls_read_is_settled(const ls_second_look *look, bool steep);
/*
 * Is no language to be tried on this line? *way becomes the way in which it makes most sense, when that is much more than the
 * one that is given.
 */
ls_status ls_read_is_hopeless(ls_second_look *look, ls_job *job, ls_light light, unsigned *way, bool *hopeless);

/* read_seals.c: the names of seals, after the lines have told which way the picture runs. `raster`: that of the levels. */
ls_status ls_read_seals(ls_second_look *look, const ls_raster *raster);

/* read_stack.c: guesses that nobody could read and that stand in a stack as lines do are kept, as unread. LS_E_NOMEM. */
ls_status ls_read_stacks(ls_second_look *look);

/* read_pages.c: a line that is alone on an outline within a page of text belongs to that page. */
void ls_read_settle_pages(ls_text *text);

/* read_settle.c: what was read stays, what is writing stays as unread, the rest goes; doubts are for the rules. */
ls_status ls_read_settle(ls_second_look *look);
/* How much of the text that was found is open. */
ls_outcome ls_read_outcome(const ls_second_look *look);

#endif
