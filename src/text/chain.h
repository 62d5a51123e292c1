/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of marks: what stands at even distances along a straight line, alike in size, stroke and ink, may be writing. */
#ifndef LS_TEXT_CHAIN_H
#define LS_TEXT_CHAIN_H

#include "text/glyph.h"

/* What certainty is computed from (certain.c); ratios unless a unit is given. */
typedef enum ls_feature {
    LS_FEATURE_MARKS,         /* how many */
    LS_FEATURE_SIZE_SPREAD,   /* standard deviation by mean */
    LS_FEATURE_STROKE_SPREAD, /* the same of stroke widths */
    LS_FEATURE_INK_SPREAD,    /* the same of contrasts */
    LS_FEATURE_TONE_SPREAD,   /* standard deviation of mean grays by mean contrast */
    LS_FEATURE_BEND,          /* standard deviation of the middles from the line, by height */
    LS_FEATURE_GAP_SPREAD,    /* standard deviation of the distances between middles, by height */
    LS_FEATURE_FILL,          /* marks' widths by the length of the line */
    LS_FEATURE_DENSITY,       /* ink by the area of the line */
    LS_FEATURE_STROKE,        /* mean stroke width by height */
    LS_FEATURE_CONTRAST,      /* gray levels */
    LS_FEATURE_CROWD,         /* marks outside, close above or below and half its size or more, by its own count */
    LS_FEATURE_HEIGHT,        /* pixels of the level where it was found */
    LS_FEATURE_SHARE_SPREAD,  /* the spread of contrasts by the ground's brightness: a shadow changes both alike */
    LS_FEATURE_GROUND_SPREAD, /* standard deviation of the ground's brightness by its mean */
    LS_FEATURE_COUNT
} ls_feature;

typedef struct ls_chain {
    ls_point quad[4]; /* pixels of the picture searched; clockwise from the start's top; runs left to right or, steeper
                         than 45°, top to bottom */
    float height;     /* mean distance from top to bottom */
    float length;
    float angle;      /* radians, clockwise from rightwards */
    bool light;       /* light ink on a darker ground */
    bool guess;       /* likely only by where it lies: on a sheet of writing, in a chop */
    bool red;         /* a line that stands alone in red ink (lone.c): dark ink that holds it is its frame's */
    bool row_of_red;  /* a row by its colour alone (red_rows.c) */
    bool framed;      /* a line that stands alone in a frame: what holds it is the frame (lone.c) */
    bool beside;      /* too short to be told from nothing, but parallel to certain rows nearby */
    float stroke, contrast;
    size_t marks;
    float likely;     /* 0–1, by its own features; set by ls_certainties_set() */
    int certainty;    /* 0–100, with what runs beside it; likewise */
    float features[LS_FEATURE_COUNT];
} ls_chain;

typedef struct ls_chains {
    ls_chain *items; /* owned */
    size_t count, capacity;
} ls_chains;

/* Appends rows of at least `least` marks; their marks become used. LS_E_NOMEM. */
ls_status ls_chains_find(ls_marks *marks, size_t least, ls_chains *chains);
/* Joins rows that continue each other along the same line at a distance of a few glyphs. */
void ls_chains_join(ls_chains *chains, size_t from);
/*
 * Appends rows of two or more unused marks that run along `angle` (radians), whose marks are `size` or larger and lie
 * inside `region`: short lines beside longer ones, such as 机密 alone at the top of a page.
 */
ls_status ls_chains_find_short(ls_marks *marks, float angle, float size, const ls_point region[4], ls_chains *chains);
/* Does the point lie in one of the first `count` rows that are at least so certain? */
bool ls_chains_hold(const ls_chains *rows, size_t count, int certainty, ls_point point);
void ls_chains_free(ls_chains *chains);

#endif
