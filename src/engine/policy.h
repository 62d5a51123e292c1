/* SPDX-License-Identifier: Apache-2.0 */
/* Policy as data: which stages and packs a run requires, and what a severity means in a category. */
#ifndef LS_ENGINE_POLICY_H
#define LS_ENGINE_POLICY_H

#include "engine/options.h"
#include "rules/yaml.h"

typedef struct ls_policy {
    const char *name, *path;
    bool requires[LS_STAGE_COUNT];
    bool areas_required;
    bool accepts_video_frames; /* of films metadata is enough */
    ls_texts packs; /* names of rules/marks/NAME.yaml */
    /* Of the OCR languages that these name, those that are used, and those besides when the user's language is Chinese; none:
     * all. What is written in another is left to the mark reader, which knows the marks of every system. */
    ls_texts languages, languages_zh;
    const char *categories[16];
    ls_verdict effects[16][LS_CRITICAL + 1];
    size_t category_count;
} ls_policy;

/*
 * `name` is a policy of `folder` (rules/policy) or, when it holds a '/' or ends in .yaml, a file of its own. Arena
 * memory. LS_E_CONFIG with file, line and column.
 */
ls_status ls_policy_load(ls_policy *policy, ls_arena *arena, const char *folder, const char *name, ls_error *error);
/* ok (shown, changes nothing), review or block. A category the policy does not name counts as review from medium on. */
ls_verdict ls_policy_effect(const ls_policy *policy, const char *category, ls_severity severity);

#endif
