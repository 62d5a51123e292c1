/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/language_data.h"

#include "record/request.h"
#include "rules/yaml.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const ls_field fields[] = {
    {"name", LS_FIELD_TEXT, LS_REQUIRED, offsetof(ls_language_data, name), 0, 15, NULL},
    {"package", LS_FIELD_TEXT, LS_REQUIRED, offsetof(ls_language_data, package), 0, 64, NULL},
    {"version", LS_FIELD_TEXT, LS_REQUIRED, offsetof(ls_language_data, version), 0, 64, NULL},
    {"sha256", LS_FIELD_TEXT, LS_REQUIRED, offsetof(ls_language_data, sha256), 0, 64, NULL},
};

ls_status ls_language_data_load(ls_arena *arena, const char *path, ls_language_data **items, size_t *count,
                                ls_error *error)
{
    struct {
        const ls_node *languages;
    } file = {0};
    const ls_field top[] = {{"languages", LS_FIELD_SEQUENCE, LS_REQUIRED, 0, 1, 0, NULL}};
    ls_yaml yaml = {.arena = arena, .code = LS_E_CONFIG, .error = error};
    ls_status status = ls_yaml_load(&yaml, path);
    if (!status)
        status = ls_yaml_read(&yaml, yaml.root, top, 1, &file);
    if (status)
        return status;
    *count = 0;
    *items = ls_arena_array(arena, file.languages->count, sizeof **items);
    if (!*items)
        return LS_E_NOMEM;
    for (const ls_node *node = file.languages->first; node && !status; node = node->next)
        status = ls_yaml_read(&yaml, node, fields, LS_FIELD_COUNT(fields), &(*items)[(*count)++]);
    return status;
}

bool ls_language_data_path(const char *name, char *out, size_t room)
{
    return !strchr(name, '/') && (size_t)snprintf(out, room, LS_TESSDATA "/%s.traineddata", name) < room;
}

bool ls_language_data_installed(const char *name)
{
    char path[256];
    return ls_language_data_path(name, path, sizeof path) && access(path, R_OK) == 0;
}

char *ls_language_data_package(ls_arena *arena, const char *name)
{
    char *package = ls_arena_printf(arena, "tesseract-ocr-%s", name);
    for (char *at = package; at && *at; at++)
        if (*at == '_')
            *at = '-'; /* Debian's package names have no underscore */
    return package;
}
