/* SPDX-License-Identifier: Apache-2.0 */
/* From nodes to structures: what a mapping may hold, and one clear line when it holds something else. */
#include "rules/yaml.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *kind_name(const ls_node *node)
{
    switch (node->kind) {
    case LS_NODE_MAPPING: return "a mapping";
    case LS_NODE_SEQUENCE: return "a list";
    default: return node->plain && !node->size ? "nothing" : "a text";
    }
}

/* What the messages call a value: by its key when it has one. */
static const char *name_of(const ls_node *node)
{
    return node->key ? node->key->text : "this entry";
}

static ls_status expect(const ls_yaml *yaml, const ls_node *node, ls_node_kind kind, const char *wanted)
{
    if (node->kind == kind)
        return LS_OK;
    return ls_yaml_fail(yaml, node, "'%s' must be %s, not %s", name_of(node), wanted, kind_name(node));
}

const ls_node *ls_yaml_get(const ls_node *mapping, const char *key)
{
    if (mapping->kind != LS_NODE_MAPPING)
        return NULL;
    for (const ls_node *child = mapping->first; child; child = child->next) {
        if (strcmp(child->key->text, key) == 0)
            return child;
    }
    return NULL;
}

ls_status ls_yaml_text(const ls_yaml *yaml, const ls_node *node, const char **out)
{
    ls_status status = expect(yaml, node, LS_NODE_SCALAR, "a text");
    if (status)
        return status;
    if (!node->size)
        return ls_yaml_fail(yaml, node, "'%s' is empty", name_of(node));
    *out = node->text;
    return LS_OK;
}

ls_status ls_yaml_texts(const ls_yaml *yaml, const ls_node *node, ls_texts *out)
{
    ls_status status = expect(yaml, node, LS_NODE_SEQUENCE, "a list of texts");
    if (status)
        return status;
    const char **items = ls_arena_array(yaml->arena, node->count, sizeof *items);
    if (!items)
        return LS_E_NOMEM;
    size_t count = 0;
    for (const ls_node *child = node->first; child; child = child->next) {
        if ((status = ls_yaml_text(yaml, child, &items[count++])))
            return status;
    }
    *out = (ls_texts){.items = items, .count = count, .node = node};
    return LS_OK;
}

ls_status ls_yaml_integer(const ls_yaml *yaml, const ls_node *node, int64_t minimum, int64_t maximum, int64_t *out)
{
    char *end = NULL;
    long long value = 0;
    errno = 0;
    bool digits =
        node->kind == LS_NODE_SCALAR && node->plain && node->size && strspn(node->text, "-0123456789") == node->size;
    if (digits)
        value = strtoll(node->text, &end, 10);
    if (!digits || errno || *end)
        return ls_yaml_fail(yaml, node, "'%s' must be a whole number", name_of(node));
    if ((minimum || maximum) && (value < minimum || value > maximum))
        return ls_yaml_fail(yaml, node, "'%s' must be from %" PRId64 " to %" PRId64, name_of(node), minimum, maximum);
    *out = value;
    return LS_OK;
}

ls_status ls_yaml_bool(const ls_yaml *yaml, const ls_node *node, bool *out)
{
    if (node->kind == LS_NODE_SCALAR && node->plain) {
        *out = strcmp(node->text, "yes") == 0 || strcmp(node->text, "true") == 0;
        if (*out || strcmp(node->text, "no") == 0 || strcmp(node->text, "false") == 0)
            return LS_OK;
    }
    return ls_yaml_fail(yaml, node, "'%s' must be yes or no", name_of(node));
}

ls_status ls_yaml_choice(const ls_yaml *yaml, const ls_node *node, const char *const *choices, int *out)
{
    for (int i = 0; node->kind == LS_NODE_SCALAR && choices[i]; i++) {
        if (strcmp(choices[i], node->text) == 0) {
            *out = i;
            return LS_OK;
        }
    }
    ls_buffer list;
    ls_buffer_init(&list, 256);
    for (size_t i = 0; choices[i]; i++)
        ls_buffer_printf(&list, "%s%s", i ? ", " : "", choices[i]);
    ls_status status = ls_yaml_fail(yaml, node, "'%s' must be one of: %s", name_of(node), list.data ? list.data : "");
    ls_buffer_free(&list);
    return status;
}

bool ls_yaml_is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (size_t i = 0; i < 10; i++) {
        bool dash = i == 4 || i == 7;
        if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    }
    int year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
    int month = (text[5] - '0') * 10 + (text[6] - '0'), day = (text[8] - '0') * 10 + (text[9] - '0');
    if (text[10] || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap);
}

static ls_status read_text(const ls_yaml *yaml, const ls_field *field, const ls_node *node, const char **out)
{
    ls_status status = ls_yaml_text(yaml, node, out);
    if (!status && field->maximum && node->size > (size_t)field->maximum)
        return ls_yaml_fail(yaml, node, "'%s' is longer than %" PRId64 " bytes", name_of(node), field->maximum);
    if (!status && field->type == LS_FIELD_DATE && !ls_yaml_is_date(*out))
        return ls_yaml_fail(yaml, node, "'%s' must be a date, YYYY-MM-DD", name_of(node));
    return status;
}

static ls_status read_list(const ls_yaml *yaml, const ls_field *field, const ls_node *node, void *out)
{
    ls_status status =
        field->type == LS_FIELD_TEXTS ? ls_yaml_texts(yaml, node, out) : expect(yaml, node, LS_NODE_SEQUENCE, "a list");
    if (!status && (int64_t)node->count < field->minimum)
        return ls_yaml_fail(yaml, node, "'%s' needs at least %" PRId64 " entries", name_of(node), field->minimum);
    if (!status && field->type == LS_FIELD_SEQUENCE)
        *(const ls_node **)out = node;
    return status;
}

static ls_status read_field(const ls_yaml *yaml, const ls_field *field, const ls_node *node, void *out)
{
    ls_status status = LS_OK;
    switch (field->type) {
    case LS_FIELD_TEXT:
    case LS_FIELD_DATE: return read_text(yaml, field, node, out);
    case LS_FIELD_INTEGER: return ls_yaml_integer(yaml, node, field->minimum, field->maximum, out);
    case LS_FIELD_BOOL: return ls_yaml_bool(yaml, node, out);
    case LS_FIELD_CHOICE: return ls_yaml_choice(yaml, node, field->choices, out);
    case LS_FIELD_TEXTS:
    case LS_FIELD_SEQUENCE: return read_list(yaml, field, node, out);
    case LS_FIELD_MAPPING: status = expect(yaml, node, LS_NODE_MAPPING, "a mapping"); break;
    case LS_FIELD_ANY: break;
    }
    if (!status)
        *(const ls_node **)out = node;
    return status;
}

static const ls_field *find_field(const ls_field *fields, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i].key, key) == 0)
            return &fields[i];
    }
    return NULL;
}

ls_status ls_yaml_read(const ls_yaml *yaml, const ls_node *mapping, const ls_field *fields, size_t count, void *out)
{
    ls_status status = LS_OK;
    if (mapping->kind != LS_NODE_MAPPING)
        return ls_yaml_fail(yaml, mapping, "expected a mapping, found %s", kind_name(mapping));
    for (const ls_node *child = mapping->first; child && !status; child = child->next) {
        const ls_field *field = find_field(fields, count, child->key->text);
        if (!field)
            return ls_yaml_fail(yaml, child->key, "unknown key '%s'", child->key->text);
        status = read_field(yaml, field, child, (char *)out + field->offset);
    }
    for (size_t i = 0; i < count && !status; i++) {
        if (fields[i].presence == LS_REQUIRED && !ls_yaml_get(mapping, fields[i].key))
            status = ls_yaml_fail(yaml, mapping, "missing key '%s'", fields[i].key);
    }
    return status;
}
