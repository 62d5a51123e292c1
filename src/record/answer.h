/* SPDX-License-Identifier: Apache-2.0 */
/* A worker's whole answer for one photo: written by the child, read and validated by the parent. */
#ifndef LS_RECORD_ANSWER_H
#define LS_RECORD_ANSWER_H

#include "record/container.h"
#include "record/delivery.h"
#include "record/drawing.h"
#include "record/fact.h"
#include "record/frame.h"
#include "record/second.h"
#include "record/stage.h"
#include "record/tag_value.h"
#include "record/text.h"

/* ---- written by the child. Each appends frames to `out`; out->status tells of a failure. */
void ls_answer_put_container(ls_buffer *out, const ls_container *container);
void ls_answer_put_facts(ls_buffer *out, const ls_facts *facts);
void ls_answer_put_tags(ls_buffer *out, const ls_tag_values *tags);
void ls_answer_put_text(ls_buffer *out, const ls_text *text);
void ls_answer_put_second(ls_buffer *out, uint32_t index, ls_showing showing);
void ls_answer_put_outcome(ls_buffer *out, ls_stage stage, const ls_outcome *outcome);
void ls_answer_put_cleaned(ls_buffer *out, const ls_outcome *outcome);
void ls_answer_put_probe(ls_buffer *out, uint32_t probe, bool passed);
void ls_answer_put_end(ls_buffer *out);

/* ---- read by the parent. */
#define LS_PROBES_MAX 32

typedef struct ls_answer {
    ls_container container; /* set when has_container */
    ls_facts facts;
    ls_tag_values tags;
    bool tags_wanted;       /* set by the caller; otherwise one in the answer is a violation */
    ls_text text;           /* set when has_text: the first picture of the file */
    ls_text *last;          /* the picture that frames belong to */
    size_t text_count;      /* texts of pictures, second ones included */
    uint32_t second_count;  /* how many the request named, set by who sends it. Their texts come behind those of the file's pictures */
    bool second_seen[LS_SECONDS_MAX];
    ls_showing seconds[LS_SECONDS_MAX]; /* UNREAD until one is seen */
    ls_outcome outcomes[LS_STAGE_COUNT];
    bool has_outcome[LS_STAGE_COUNT];
    bool has_container, has_text;
    bool ended;             /* the END frame was there */
    bool probe_seen[LS_PROBES_MAX], probe_passed[LS_PROBES_MAX];
    ls_drawing *drawing;    /* where a drawing goes; NULL: none was asked for, and one in the answer is a violation */
    ls_delivery *delivery;  /* where a cleaned photo goes; likewise */
    ls_outcome cleaned;     /* set when has_cleaned */
    bool has_cleaned;
} ls_answer;

void ls_answer_init(ls_answer *answer, ls_arena *arena);
/* The same once more, for a photo that is tried again: what the caller wants stays, what had come is forgotten. */
void ls_answer_restart(ls_answer *answer);
/*
 * Reads frames into *answer; may be called again with further whole frames. Everything is checked: enumerations,
 * counts, bounds of facts.def, ranges in order and inside `file_size`, finite quads, clean UTF-8. LS_E_FORMAT and a
 * line about it in *error at the first violation; what was read before it is kept (findings survive a later failure).
 */
ls_status ls_answer_read(ls_answer *answer, const void *bytes, size_t size, uint64_t file_size, ls_error *error);

#endif
