/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration file: the option names of options.c, and `ignore:`. */
#include "engine/options.h"

#include "rules/yaml.h"

#include <string.h>

#define CONFIG_MEMORY ((size_t)4 << 20)

struct ignore_entry {
    const char *rule, *reason, *until;
};

static ls_status read_ignore(const ls_yaml *yaml, const ls_node *list, ls_options *options)
{
    static const ls_field fields[] = {
        {"rule", LS_FIELD_TEXT, LS_REQUIRED, offsetof(struct ignore_entry, rule), 0, 128, NULL},
        {"reason", LS_FIELD_TEXT, LS_REQUIRED, offsetof(struct ignore_entry, reason), 0, 500, NULL},
        {"until", LS_FIELD_DATE, LS_REQUIRED, offsetof(struct ignore_entry, until), 0, 0, NULL},
    };
    if (list->kind != LS_NODE_SEQUENCE)
        return ls_yaml_fail(yaml, list, "a list of {rule, reason, until} is needed here");
    for (const ls_node *node = list->first; node; node = node->next) {
        struct ignore_entry entry = {0};
        ls_status status = ls_yaml_read(yaml, node, fields, LS_FIELD_COUNT(fields), &entry);
        if (!status)
            status = ls_options_add_ignore(options, entry.rule, entry.reason, entry.until);
        if (status)
            return status;
    }
    return LS_OK;
}

/* A path in a configuration file is meant from that file's folder. */
static const char *beside(const ls_yaml *yaml, const char *value)
{
    const char *slash = strrchr(yaml->file, '/');
    if (*value == '/' || !slash)
        return value;
    return ls_arena_printf(yaml->arena, "%.*s%s", (int)(slash - yaml->file) + 1, yaml->file, value);
}

static ls_status set_one(const ls_yaml *yaml, const ls_node *key, const ls_node *node, ls_options *options)
{
    if (node->kind != LS_NODE_SCALAR)
        return ls_yaml_fail(yaml, node, "%s: a single value is needed here", key->text);
    bool path = !strcmp(key->text, "areas") || !strcmp(key->text, "rules") ||
                (!strcmp(key->text, "policy") && strchr(node->text, '/'));
    const char *value = path ? beside(yaml, node->text) : node->text;
    ls_error error = {""};
    ls_status status = value ? ls_options_set(options, key->text, value, &error) : LS_E_NOMEM;
    if (status == LS_E_USAGE)
        return ls_yaml_fail(yaml, strncmp(error.text, "unknown", 7) == 0 ? key : node, "%s", error.text);
    return status;
}

static ls_status set_joined(const ls_yaml *yaml, const ls_node *list, ls_options *options)
{
    ls_node joined = *list;
    joined.kind = LS_NODE_SCALAR;
    joined.text = "";
    for (const ls_node *item = list->first; item; item = item->next) {
        if (item->kind != LS_NODE_SCALAR)
            return ls_yaml_fail(yaml, item, "a name is needed here");
        joined.text = ls_arena_printf(yaml->arena, "%s%s%s", joined.text, item == list->first ? "" : ",", item->text);
        if (!joined.text)
            return LS_E_NOMEM;
    }
    return set_one(yaml, list->key, &joined, options);
}

static ls_status set_key(const ls_yaml *yaml, const ls_node *node, ls_options *options)
{
    if (strcmp(node->key->text, "ignore") == 0)
        return read_ignore(yaml, node, options);
    if (node->kind != LS_NODE_SEQUENCE)
        return set_one(yaml, node->key, node, options);
    /* Set one by one, the last of several values would win in silence. */
    ls_list_use use = ls_options_list_use(node->key->text);
    if (use == LS_LIST_REFUSED)
        return ls_yaml_fail(yaml, node, "%s: a single value is needed here", node->key->text);
    if (use == LS_LIST_JOINED)
        return set_joined(yaml, node, options);
    ls_status status = LS_OK;
    for (const ls_node *item = node->first; item && !status; item = item->next)
        status = set_one(yaml, node->key, item, options);
    return status;
}

ls_status ls_options_load(ls_options *options, const char *path, ls_error *error)
{
    ls_arena *arena = ls_arena_new(CONFIG_MEMORY);
    if (!arena)
        return ls_error_set(error, LS_E_NOMEM, "out of memory");
    ls_yaml yaml = {.arena = arena, .code = LS_E_CONFIG, .error = error};
    ls_status status = ls_yaml_load(&yaml, path);
    if (!status && yaml.root->kind != LS_NODE_MAPPING)
        status = ls_yaml_fail(&yaml, yaml.root, "a mapping of option names is needed here");
    for (const ls_node *node = status ? NULL : yaml.root->first; node && !status; node = node->next)
        status = set_key(&yaml, node, options);
    ls_arena_free(arena);
    return status;
}
