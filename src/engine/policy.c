/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/policy.h"

#include <stdio.h>
#include <string.h>

struct file {
    const char *policy;
    int64_t format;
    const ls_node *title, *effects;
    ls_texts requires, packs, languages, languages_zh;
    int areas, accept;
};

static const char *const severities[] = {"info", "low", "medium", "high", "critical", NULL};
static const char *const effects[] = {"ok", "review", "block", NULL};
static const ls_verdict effect_values[] = {LS_VERDICT_OK, LS_VERDICT_REVIEW, LS_VERDICT_BLOCK};
static const char *const areas_words[] = {"optional", "required", NULL};
static const char *const accept_words[] = {"nothing", "video-frames", NULL};
static const char *const categories[] = {"metadata", "mark", "document", "place", "identity", "album", "repair", NULL};

static ls_status read_requires(const ls_yaml *yaml, const ls_texts *names, ls_policy *policy)
{
    const ls_node *node = names->node->first;
    for (size_t i = 0; i < names->count; i++, node = node->next) {
        ls_stage stage;
        if (!ls_stage_parse(names->items[i], &stage) || !ls_stage_present(stage))
            return ls_yaml_fail(yaml, node, "'%.40s' is not a stage of this version", names->items[i]);
        policy->requires[stage] = true;
    }
    return LS_OK;
}

static ls_status read_category(const ls_yaml *yaml, const ls_node *node, ls_policy *policy)
{
    int known = 0;
    ls_status status = ls_yaml_choice(yaml, node->key, categories, &known);
    if (status)
        return status;
    if (node->kind != LS_NODE_MAPPING)
        return ls_yaml_fail(yaml, node, "severities with review or block are needed here");
    size_t at = policy->category_count++;
    policy->categories[at] = categories[known];
    for (const ls_node *item = node->first; item; item = item->next) {
        int severity = 0, effect = 0;
        status = ls_yaml_choice(yaml, item->key, severities, &severity);
        if (!status)
            status = ls_yaml_choice(yaml, item, effects, &effect);
        if (status)
            return status;
        policy->effects[at][severity] = effect_values[effect];
    }
    return LS_OK;
}

static ls_status read_file(ls_yaml *yaml, ls_policy *policy)
{
    struct file file = {0};
    const ls_field fields[] = {
        {"format", LS_FIELD_INTEGER, LS_REQUIRED, offsetof(struct file, format), 1, 1, NULL},
        {"policy", LS_FIELD_TEXT, LS_REQUIRED, offsetof(struct file, policy), 0, 64, NULL},
        {"title", LS_FIELD_MAPPING, LS_OPTIONAL, offsetof(struct file, title), 0, 0, NULL},
        {"requires", LS_FIELD_TEXTS, LS_REQUIRED, offsetof(struct file, requires), 1, 0, NULL},
        {"areas", LS_FIELD_CHOICE, LS_REQUIRED, offsetof(struct file, areas), 0, 0, areas_words},
        {"accept", LS_FIELD_CHOICE, LS_OPTIONAL, offsetof(struct file, accept), 0, 0, accept_words},
        {"packs", LS_FIELD_TEXTS, LS_OPTIONAL, offsetof(struct file, packs), 0, 0, NULL},
        {"languages", LS_FIELD_TEXTS, LS_OPTIONAL, offsetof(struct file, languages), 0, 0, NULL},
        {"languages-zh", LS_FIELD_TEXTS, LS_OPTIONAL, offsetof(struct file, languages_zh), 0, 0, NULL},
        {"effects", LS_FIELD_MAPPING, LS_REQUIRED, offsetof(struct file, effects), 0, 0, NULL},
    };
    ls_status status = ls_yaml_read(yaml, yaml->root, fields, LS_FIELD_COUNT(fields), &file);
    if (status)
        return status;
    policy->name = file.policy;
    policy->packs = file.packs;
    policy->languages = file.languages;
    policy->languages_zh = file.languages_zh;
    policy->areas_required = file.areas == 1;
    policy->accepts_video_frames = file.accept == 1;
    status = read_requires(yaml, &file.requires, policy);
    for (const ls_node *node = file.effects->first; node && !status; node = node->next)
        status = read_category(yaml, node, policy);
    return status;
}

ls_status ls_policy_load(ls_policy *policy, ls_arena *arena, const char *folder, const char *name, ls_error *error)
{
    memset(policy, 0, sizeof *policy);
    size_t length = strlen(name);
    bool is_file = strchr(name, '/') || (length > 5 && strcmp(name + length - 5, ".yaml") == 0);
    policy->path = is_file ? ls_arena_strdup(arena, name) : ls_arena_printf(arena, "%s/%s.yaml", folder, name);
    if (!policy->path)
        return ls_error_set(error, LS_E_NOMEM, "out of memory");
    ls_yaml yaml = {.arena = arena, .code = LS_E_CONFIG, .error = error};
    ls_status status = ls_yaml_load(&yaml, policy->path);
    return status ? status : read_file(&yaml, policy);
}

ls_verdict ls_policy_effect(const ls_policy *policy, const char *category, ls_severity severity)
{
    for (size_t i = 0; i < policy->category_count; i++)
        if (strcmp(policy->categories[i], category) == 0)
            return policy->effects[i][severity];
    return severity >= LS_MEDIUM ? LS_VERDICT_REVIEW : LS_VERDICT_OK;
}
