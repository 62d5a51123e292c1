/* SPDX-License-Identifier: Apache-2.0 */
/* What a run is asked to do: one table of names for flags, environment and configuration file. */
#ifndef LS_ENGINE_OPTIONS_H
#define LS_ENGINE_OPTIONS_H

#include "base/arena.h"
#include "record/stage.h"

#include <stdbool.h>

typedef enum ls_option {
    LS_OPTION_POLICY,
    LS_OPTION_ONLY,
    LS_OPTION_AREAS,
    LS_OPTION_RULES,
    LS_OPTION_DEFAULT_RULES,
    LS_OPTION_DISABLE,
    LS_OPTION_LANG,
    LS_OPTION_TIME_BUDGET,
    LS_OPTION_SHOW_EVIDENCE,
    LS_OPTION_SANDBOX,
    LS_OPTION_FAIL_ON,
    LS_OPTION_ACCEPT,
    LS_OPTION_COUNT
} ls_option;

typedef struct ls_ignore {
    const char *rule, *reason, *until; /* until: ISO date, the last day on which it holds */
} ls_ignore;

typedef struct ls_strings {
    const char **items;
    size_t count, capacity;
} ls_strings;

struct ls_options {
    ls_arena *arena;
    const char *values[LS_OPTION_COUNT]; /* the single-valued ones as text, NULL when never set */
    ls_strings lists[LS_OPTION_COUNT];   /* the ones that collect */
    ls_ignore *ignores;
    size_t ignore_count, ignore_capacity;
    /* parsed from the above */
    bool only[LS_STAGE_COUNT], has_only;
    uint32_t time_budget_ms;
    bool show_evidence, default_rules;
    unsigned sandbox; /* 0 off, 1 auto, 2 require: as ls_request says */
};

/* A deep copy: the engine outlives the caller's options. NULL: no memory. */
ls_options *ls_options_copy(const ls_options *options);
/* How a list of values is meant for an option: not at all, one after the other, or as one text with commas. */
typedef enum ls_list_use { LS_LIST_REFUSED, LS_LIST_EACH, LS_LIST_JOINED } ls_list_use;
ls_list_use ls_options_list_use(const char *name);
/* An unused option is not an error; used by `ignore:` of the configuration. LS_E_NOMEM. */
ls_status ls_options_add_ignore(ls_options *options, const char *rule, const char *reason, const char *until);

#endif
