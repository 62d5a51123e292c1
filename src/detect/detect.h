/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Detectors: from evidence to detections. A detector is one function in one file of this folder and one line in
 * detectors.def; its texts and severity are a rule of rules/detect/*.yaml (or, for marks, the mark's own rule), found
 * by the detection's rule id. Detectors know no policy and make no words.
 */
#ifndef LS_DETECT_DETECT_H
#define LS_DETECT_DETECT_H

#include "place/areas.h"
#include "record/container.h"
#include "record/fact.h"
#include "record/text.h"
#include "rules/match.h"

typedef struct ls_place_result {
    const ls_position *position;
    const ls_hit *hits;
    size_t hit_count;
} ls_place_result;

/* All that is known of one photo. What a stage did not produce is NULL; a partial report has metadata and place only. */
typedef struct ls_evidence {
    ls_arena *arena;
    const ls_container *container;
    const ls_facts *facts;
    const ls_position *positions;
    size_t position_count;
    bool areas_given;             /* positions were compared with at least one area file */
    const ls_place_result *places; /* position_count of them when areas_given */
    const ls_text *text;
    const ls_matches *matches;
} ls_evidence;

/* One {name} of a rule's texts. Sensitive values are masked unless --show-evidence. */
typedef struct ls_argument {
    const char *name, *value;
    bool sensitive;
} ls_argument;

#define LS_ARGUMENTS_MAX 4

typedef struct ls_detection {
    const char *rule;      /* id */
    int confidence;        /* 0–100 */
    const ls_fact *fact;   /* evidence: carrier and bytes come from it; or NULL */
    const ls_match *match; /* evidence: text and quad; or NULL */
    bool has_quad;         /* evidence without a match: quad, e.g. of a page */
    ls_point quad[4];
    const ls_hit *hit;     /* evidence: place; or NULL */
    const char *text;      /* what was read, always treated as sensitive; or NULL */
    ls_argument arguments[LS_ARGUMENTS_MAX];
    size_t argument_count;
} ls_detection;

#define LS_DETECTIONS_MAX 1024

typedef struct ls_detections {
    ls_arena *arena;
    ls_detection *items;
    size_t count, capacity;
} ls_detections;

/* NULL: no memory or LS_DETECTIONS_MAX reached (the caller then returns LS_E_LIMIT). Confidence starts at 100. */
ls_detection *ls_detections_add(ls_detections *detections, const char *rule);
void ls_detection_argument(ls_detection *detection, const char *name, const char *value, bool sensitive);

typedef ls_status ls_detector(const ls_evidence *evidence, ls_detections *detections);

#define DETECTOR(name) ls_detector ls_detect_##name;
#include "detect/detectors.def"
#undef DETECTOR

/* Runs every detector of detectors.def. */
ls_status ls_detect_run(const ls_evidence *evidence, ls_detections *detections);

#endif
