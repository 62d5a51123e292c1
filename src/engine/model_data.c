/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/model_data.h"

#include "record/request.h"
#include "rules/yaml.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define LIST "models.yaml"

/* By bit of ls_request.models. */
static const char *const known[] = {LS_MODEL_NAMES, "marks"};
#define KNOWN (sizeof known / sizeof *known)
#define NEEDED (KNOWN - 1) /* the mark reader is a second opinion: without a record of it nothing is wanting */

static const ls_field fields[] = {
    {"name", LS_FIELD_TEXT, LS_REQUIRED, offsetof(ls_model, name), 0, 32, NULL},
    {"sha256", LS_FIELD_TEXT, LS_REQUIRED, offsetof(ls_model, sha256), 0, 64, NULL},
    {"card", LS_FIELD_TEXT, LS_REQUIRED, offsetof(ls_model, card), 0, 64, NULL},
};

static ls_status read_list(ls_arena *arena, const char *path, ls_models *models, ls_error *error)
{
    struct {
        const ls_node *models;
    } file = {0};
    const ls_field top[] = {{"models", LS_FIELD_SEQUENCE, LS_REQUIRED, 0, 0, 0, NULL}};
    ls_yaml yaml = {.arena = arena, .code = LS_E_CONFIG, .error = error};
    ls_status status = ls_yaml_load(&yaml, path);
    if (!status)
        status = ls_yaml_read(&yaml, yaml.root, top, 1, &file);
    for (const ls_node *node = status ? NULL : file.models->first; node && !status; node = node->next) {
        ls_model read = {0};
        status = ls_yaml_read(&yaml, node, fields, LS_FIELD_COUNT(fields), &read);
        for (size_t i = 0; i < models->count && !status; i++)
            if (strcmp(models->items[i].name, read.name) == 0)
                models->items[i] = read;
    }
    return status;
}

static void compare(const char *folder, ls_model *model)
{
    char path[PATH_MAX];
    const int length = snprintf(path, sizeof path, "%s/%s.onnx", folder, model->name);
    if (!model->sha256)
        model->state = LS_MODEL_UNRECORDED;
    else if (length < 0 || (size_t)length >= sizeof path || ls_hash_file(path, model->found))
        model->state = LS_MODEL_MISSING;
    else
        model->state = strcmp(model->found, model->sha256) == 0 ? LS_MODEL_SOUND : LS_MODEL_OTHER;
}

static const char *describe(ls_arena *arena, const ls_model *model)
{
    static const char *const words[] = {
        [LS_MODEL_SOUND] = "",
        [LS_MODEL_MISSING] = "cannot be read",
        [LS_MODEL_OTHER] = "is not the file that " LIST " records",
        [LS_MODEL_UNRECORDED] = "is not recorded in " LIST,
    };
    return ls_arena_printf(arena, "%s.onnx %s", model->name, words[model->state]);
}

ls_status ls_models_check(ls_arena *arena, const char *folder, ls_models *models)
{
    *models = (ls_models){.items = ls_arena_array(arena, KNOWN, sizeof *models->items), .count = KNOWN};
    const char *path = ls_arena_printf(arena, "%s/" LIST, folder);
    if (!models->items || !path)
        return LS_E_NOMEM;
    for (size_t i = 0; i < KNOWN; i++)
        models->items[i].name = known[i];
    ls_error error = {""};
    ls_status status = read_list(arena, path, models, &error);
    if (status == LS_E_NOMEM)
        return status;
    while (models->count > NEEDED && !models->items[models->count - 1].sha256)
        models->count--;
    for (size_t i = 0; i < models->count; i++) {
        ls_model *model = &models->items[i];
        compare(folder, model);
        if (model->state == LS_MODEL_SOUND)
            models->sound |= 1u << i;
        else if (!models->problem && !(models->problem = describe(arena, model)))
            return LS_E_NOMEM;
    }
    return LS_OK;
}
