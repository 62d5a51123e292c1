/* SPDX-License-Identifier: Apache-2.0 */
/* Where a match stands, and what stands around it: the half of a mark that its letters do not tell. */
#ifndef LS_RULES_SCENE_H
#define LS_RULES_SCENE_H

#include "rules/store.h"

/* What is known of a picture's lines before any pattern is tried. */
typedef struct ls_scene {
    const ls_text *text;
    const char **lines;  /* best reading of each line, folded as in cells.h; NULL for lines that were not read */
    float *usual_height; /* median glyph height by page index + 1; 0 is the text that stands on no page */
    pcre2_match_data *data;
    pcre2_match_context *limits;
    size_t runs; /* of any regex */
    bool limit_hit;
} ls_scene;

/* A reading of some cells of a line that satisfies a pattern. */
typedef struct ls_candidate {
    const ls_rule *rule;
    const ls_pattern *pattern;
    size_t line, from, to; /* glyphs [from, to) */
    ls_point quad[4];
    const char *text;      /* as it was read to match */
    const char *rest;      /* the line before and after it, best reading; for ls_scene_points only */
    size_t matched, total; /* cells of the match and of its line */
    int quality;           /* 0–100, mean of the readings' scores */
    bool top, bottom;      /* set by ls_scene_points */
    int points;            /* pattern and context, before quality; set by ls_scene_points */
} ls_candidate;

/* Everything but ->data and ->limits, in arena memory. LS_E_NOMEM. */
ls_status ls_scene_read(ls_scene *scene, const ls_text *text, ls_arena *arena);
/* Adds up the pattern's score and its context, but for `repeated`, which needs all candidates. */
void ls_scene_points(ls_scene *scene, ls_candidate *candidate);
/* Is it all that its line says, or nearly? */
bool ls_candidate_alone(const ls_candidate *candidate);
/*
 * Do the two lines stand above and below one text, one over the other and of one size, as a banner does? Below may be more:
 * the next page, another window.
 */
bool ls_scene_are_ends(const ls_scene *scene, size_t upper, size_t lower);
/* One regex against one string under the run's limits; false and limit_hit when they are reached. */
bool ls_scene_finds(ls_scene *scene, const pcre2_code *regex, const char *text);
/* Glyphs [from, to) of a line, interpolated on its quad. */
void ls_scene_quad(const ls_line *line, size_t from, size_t to, ls_point quad[4]);

#endif
