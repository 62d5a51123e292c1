/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/model_data.h"

#include "rules/yaml.h"

#include <errno.h>
#include <libintl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define LIST "models.yaml"

#define _(text) dgettext("lightseal", text)

static const struct {
    const char *name;
    bool needed;
} known[LS_NETWORK_COUNT] = {
#define NETWORK(id, name, needed) {name, needed},
#include "record/networks.def"
#undef NETWORK
};

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
            if (strcmp(models->items[i].name, read.name) == 0) {
                read.network = models->items[i].network;
                models->items[i] = read;
            }
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

/* What is wrong, for coverage. */
static const char *describe(ls_arena *arena, const ls_model *model)
{
    switch (model->state) {
    case LS_MODEL_MISSING: return ls_arena_printf(arena, _("%s.onnx cannot be read"), model->name);
    case LS_MODEL_OTHER: return ls_arena_printf(arena, _("%s.onnx is not the file that models.yaml records"), model->name);
    case LS_MODEL_UNRECORDED: return ls_arena_printf(arena, _("%s.onnx is not recorded in models.yaml"), model->name);
    case LS_MODEL_UNLISTED: return ls_arena_printf(arena, _("%s.onnx is not used, for models.yaml cannot be read"), model->name);
    case LS_MODEL_SOUND: break;
    }
    return "";
}

static ls_status add_problem(ls_arena *arena, ls_models *models, const ls_model *model)
{
    const char *words = describe(arena, model);
    if (words && models->problem)
        words = ls_arena_printf(arena, "%s; %s", models->problem, words);
    models->problem = words;
    return words ? LS_OK : LS_E_NOMEM;
}

/* Those of which nothing is recorded and nothing is wanting are not spoken of. */
static void leave_out_unneeded(ls_models *models)
{
    size_t kept = 0;
    for (size_t i = 0; i < models->count; i++)
        if (models->items[i].sha256 || known[models->items[i].network].needed)
            models->items[kept++] = models->items[i];
    models->count = kept;
}

ls_status ls_models_check(ls_arena *arena, const char *folder, ls_models *models)
{
    *models = (ls_models){.items = ls_arena_array(arena, LS_NETWORK_COUNT, sizeof *models->items), .count = LS_NETWORK_COUNT};
    const char *path = ls_arena_printf(arena, "%s/" LIST, folder);
    if (!models->items || !path)
        return LS_E_NOMEM;
    for (size_t i = 0; i < models->count; i++)
        models->items[i] = (ls_model){.network = (ls_network)i, .name = known[i].name};
    ls_error error = {""};
    const ls_status list = read_list(arena, path, models, &error);
    if (list == LS_E_NOMEM || (list && !(models->list_error = ls_arena_strdup(arena, error.text))))
        return LS_E_NOMEM;
    leave_out_unneeded(models);
    for (size_t i = 0; i < models->count; i++) {
        ls_model *model = &models->items[i];
        compare(folder, model);
        if (list) /* a list with a mistake in it vouches for nothing, not even for what stands before the mistake */
            model->state = LS_MODEL_UNLISTED;
        if (model->state == LS_MODEL_SOUND)
            models->sound |= 1u << model->network;
        else if (add_problem(arena, models, model))
            return LS_E_NOMEM;
    }
    return LS_OK;
}
