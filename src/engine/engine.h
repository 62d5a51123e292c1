/* SPDX-License-Identifier: Apache-2.0 */
/* The immutable part of a run: options, policy, rules and areas, read once and shared between threads. */
#ifndef LS_ENGINE_ENGINE_H
#define LS_ENGINE_ENGINE_H

#include "engine/model_data.h"
#include "engine/options.h"
#include "engine/policy.h"
#include "engine/worker.h"
#include "place/areas.h"
#include "record/request.h"
#include "rules/pack.h"

#include <pthread.h>
#include <stdatomic.h>

struct ls_engine {
    ls_arena *arena;
    /* What ls_engine_load() reads late is written through `self`, once, under `lock`; the rest never changes. */
    ls_engine *self;
    pthread_mutex_t lock;
    bool loaded;
    ls_status load_status;
    ls_error load_error;
    /*
     * A core worker for the first scanner that asks: starting a process takes about as long as reading the rules, and
     * this lets both go on at once. The one thing that changes in an engine, so it stands outside of it.
     */
    _Atomic(ls_worker *) *spare_core;
    ls_options *options;
    ls_policy policy;
    ls_rules *rules;    /* this, the languages and the help: after ls_engine_load() only */
    ls_areas *areas;    /* NULL when no area file was given */
    ls_language language;
    bool asked[LS_STAGE_COUNT];    /* stages that run */
    bool required[LS_STAGE_COUNT]; /* stages that must end as done for "ok" */
    bool accepts_video_frames;     /* of films metadata is enough, by option or else by policy */
    char languages[LS_LANGUAGES_MAX]; /* for the reader: what the packs need and the machine has, joined by '+' */
    char languages_missing[LS_LANGUAGES_MAX]; /* what the packs need and the machine lacks, joined by ", " */
    const char *languages_fix; /* the command that installs them, or NULL */
    ls_models models;          /* for the reader, when text is asked for */
    const char *help_leaked;   /* made at start: ls_engine_help hands out borrowed text */
};

/* Today as "2026-11-22", local time: what `until:` of an ignore entry is compared with. */
void ls_engine_today(char out[11]);
/* True when findings of this rule are left out; *expired when an ignore entry names it that no longer holds. */
bool ls_engine_ignores(const ls_engine *engine, const char *rule, const char *today, bool *expired);
/* The spare core worker, once; NULL when it is taken. The caller owns it. */
ls_worker *ls_engine_take_core(const ls_engine *engine);
/* Every mark pack that a run of this language enables by policy; used by doctor. */
bool ls_engine_wants_marks(const ls_engine *engine);

#endif
