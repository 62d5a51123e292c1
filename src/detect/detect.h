/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Detectors: from evidence to detections. A detector is one function in one file of this folder and one line in
 * detectors.def; its texts and severity are a rule of the packs in rules/detect (or, for marks, the mark's own rule),
 * found by the detection's rule id. Detectors know no policy and make no words.
 */
#ifndef LS_DETECT_DETECT_H
#define LS_DETECT_DETECT_H

#include "place/areas.h"
#include "record/container.h"
#include "record/fact.h"
#include "record/second.h"
#include "record/text.h"
#include "rules/document.h"
#include "rules/match.h"

typedef struct ls_place_result {
    const ls_position *position;
    const ls_hit *hits;
    size_t hit_count;
} ls_place_result;

/* A picture inside the photo, and what it shows beside it. */
typedef struct ls_second_evidence {
    ls_showing showing;
    ls_fact fact; /* its carrier and bytes alone */
} ls_second_evidence;

/* All that is known of one photo. What a stage did not produce is NULL; a partial report has metadata and place only */
typedef struct ls_evidence {
    ls_arena *arena;
    const ls_container *container;
    const ls_facts *facts;
    const ls_position *positions;
    size_t position_count;
    bool areas_given;              /* positions were compared with at least one area file */
    const ls_place_result *places; /* position_count of them when areas_given */
    const ls_second_evidence *seconds;
    size_t second_count;
    const ls_text *text;           /* of one picture; for each further one detectors run once more, with these three alone */
    const ls_matches *matches;
    const ls_documents *documents;
} ls_evidence;

/*
 * One {name} of a rule's texts that the detection's evidence does not give: "count" (bytes, or how many), "format" (of a code)
 * and "value" (a reason, names of keys). {carrier} comes from the fact, {area} and {distance} from the hit, {value} of a finding
 * that quotes from the photo from text, of one about a place from position. Sensitive ones are masked unless
 * --show-evidence.
 */
typedef struct ls_argument {
    const char *name, *value;
    bool sensitive;
} ls_argument;

#define LS_ARGUMENTS_MAX 4

typedef struct ls_detection {
    const char *rule;      /* id */
    int confidence;        /* 0–100 */
    uint32_t picture;      /* of a file with several: the number, from 1, of that which it is about; else 0 */
    const ls_fact *fact;   /* evidence: carrier and bytes come from it; or NULL */
    const ls_match *match; /* evidence: text and quad; or NULL */
    bool has_quad;         /* evidence without a match: quad, e.g. of a page */
    ls_point quad[4];
    const ls_hit *hit;           /* evidence: place; or NULL */
    const ls_position *position; /* the position that it is about, or NULL; as sensitive as text */
    const char *text;            /* what was read, always treated as sensitive; or NULL */
    const char *system;          /* when the rule itself belongs to none: "cn"; or NULL */
    const ls_proof *proofs;      /* what a document is told from; words of the rules, never of the photo */
    size_t proof_count;
    ls_argument arguments[LS_ARGUMENTS_MAX];
    size_t argument_count;
} ls_detection;

#define LS_DETECTIONS_MAX 1024
/* A photo that says one thing more often than this is not worse for it, and must not crowd out what else it says. */
#define LS_DETECTIONS_PER_RULE 32

typedef struct ls_detections {
    ls_arena *arena;
    ls_detection *items;
    size_t count, capacity;
    size_t left_out; /* further ones of rules that are in the list LS_DETECTIONS_PER_RULE times */
} ls_detections;

/*
 * Appends a detection of confidence 100 and gives it in *detection: to be filled by the caller, valid until the next
 * call. *detection is NULL, with LS_OK, when the rule has had LS_DETECTIONS_PER_RULE already. LS_E_NOMEM; LS_E_LIMIT
 * at LS_DETECTIONS_MAX.
 */
ls_status ls_detections_add(ls_detections *detections, const char *rule, ls_detection **detection);
/* Both strings are borrowed. Beyond LS_ARGUMENTS_MAX nothing happens. */
void ls_detection_argument(ls_detection *detection, const char *name, const char *value, bool sensitive);

/* What a fact says, taken for the finding's text or, where it is a number of bytes, its count. */
typedef enum ls_fact_use { LS_USE_QUOTE, LS_USE_REASON, LS_USE_COUNT } ls_fact_use;
/*
 * One detection for each carrier and value of the facts with this key; the same value twice in one carrier is one.
 * QUOTE: text out of the photo, sensitive. REASON: words of the program. COUNT: a number. LS_E_NOMEM, LS_E_LIMIT.
 */
ls_status ls_detect_facts(const ls_evidence *evidence, ls_fact_key key, const char *rule, ls_fact_use use,
                          ls_detections *detections);

typedef ls_status ls_detector(const ls_evidence *evidence, ls_detections *detections);

#define DETECTOR(name) ls_detector ls_detect_##name;
#include "detect/detectors.def"
#undef DETECTOR

/* Runs every detector of detectors.def, all of them even when one fails; the first failure is returned. */
ls_status ls_detect_run(const ls_evidence *evidence, ls_detections *detections);

#endif
