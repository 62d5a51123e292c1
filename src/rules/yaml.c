/* SPDX-License-Identifier: Apache-2.0 */
/* From libyaml's events to a tree of nodes. */
#include "rules/yaml.h"

#include "base/io.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

struct reader {
    ls_yaml *yaml;
    yaml_parser_t parser;
    yaml_event_t event; /* the current one; deleted by next_event */
    size_t nodes;
};

ls_status ls_yaml_fail(const ls_yaml *yaml, const ls_node *node, const char *format, ...)
{
    char text[sizeof((ls_error *)0)->text];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    return ls_error_set(yaml->error, yaml->code, "%s:%u:%u: %s", yaml->file, node->line, node->column, text);
}

static ls_status fail_at(const ls_yaml *yaml, yaml_mark_t mark, const char *text)
{
    ls_node place = {.line = (unsigned)mark.line + 1, .column = (unsigned)mark.column + 1};
    return ls_yaml_fail(yaml, &place, "%s", text);
}

/* Where a byte stands, for what is found before or below libyaml's own counting. */
static ls_node place_of(const char *data, size_t offset)
{
    ls_node place = {.line = 1, .column = 1};
    for (size_t i = 0; i < offset; i++) {
        if (data[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)data[i] & 0xC0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

static ls_status check_encoding(const ls_yaml *yaml, const char *data, size_t size)
{
    uint32_t ignored;
    for (size_t at = 0; at < size;) {
        size_t length = (unsigned char)data[at] < 0x80 ? 1 : ls_utf8_decode(data + at, size - at, &ignored);
        if (!length) {
            ls_node place = place_of(data, at);
            return ls_yaml_fail(yaml, &place, "this byte is not UTF-8");
        }
        at += length;
    }
    return LS_OK;
}

static ls_status parser_problem(const struct reader *reader, const char *data)
{
    const yaml_parser_t *parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        return LS_E_NOMEM;
    const char *problem = parser->problem ? parser->problem : "not YAML";
    if (parser->error == YAML_READER_ERROR) {
        ls_node place = place_of(data, parser->problem_offset);
        return ls_yaml_fail(reader->yaml, &place, "%s", problem);
    }
    return fail_at(reader->yaml, parser->problem_mark, problem);
}

static ls_status next_event(struct reader *reader)
{
    yaml_event_delete(&reader->event);
    if (!yaml_parser_parse(&reader->parser, &reader->event)) {
        memset(&reader->event, 0, sizeof reader->event);
        return LS_E_FORMAT; /* parser_problem tells */
    }
    return LS_OK;
}

/* What the events of nodes may carry and these files may not. */
static const char *refusal(const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    switch (event->type) {
    case YAML_ALIAS_EVENT: return "aliases are not allowed";
    case YAML_SCALAR_EVENT:
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
        break;
    default: return NULL;
    }
    return anchor ? "anchors are not allowed" : tag ? "tags are not allowed" : NULL;
}

/* Escapes of double-quoted scalars could bring in NUL, escape sequences or reordered text. */
static bool is_clean(const char *text, size_t size)
{
    uint32_t c;
    for (size_t at = 0, length; at < size; at += length) {
        length = ls_utf8_decode(text + at, size - at, &c);
        if (!length || (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0))
            return false;
        if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
            return false;
    }
    return true;
}

static ls_status new_node(struct reader *reader, ls_node **out)
{
    const yaml_event_t *event = &reader->event;
    const char *refused = refusal(event);
    if (!refused && ++reader->nodes > LS_YAML_NODES_MAX)
        refused = "too many values in one file";
    if (refused)
        return fail_at(reader->yaml, event->start_mark, refused);
    ls_node *node = ls_arena_alloc(reader->yaml->arena, sizeof *node);
    if (!node)
        return LS_E_NOMEM;
    node->line = (unsigned)event->start_mark.line + 1;
    node->column = (unsigned)event->start_mark.column + 1;
    node->kind = event->type == YAML_MAPPING_START_EVENT    ? LS_NODE_MAPPING
                 : event->type == YAML_SEQUENCE_START_EVENT ? LS_NODE_SEQUENCE
                                                            : LS_NODE_SCALAR;
    *out = node;
    if (node->kind != LS_NODE_SCALAR)
        return LS_OK;
    node->size = event->data.scalar.length;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = ls_arena_strndup(reader->yaml->arena, (const char *)event->data.scalar.value, node->size);
    if (!node->text)
        return LS_E_NOMEM;
    if (!is_clean(node->text, node->size))
        return ls_yaml_fail(reader->yaml, node, "the text holds a control character");
    return LS_OK;
}

static ls_status check_key(const ls_yaml *yaml, const ls_node *mapping, const ls_node *key)
{
    if (key->kind != LS_NODE_SCALAR || !key->size)
        return ls_yaml_fail(yaml, key, "a key must be a word");
    if (key->size > LS_YAML_KEY_MAX)
        return ls_yaml_fail(yaml, key, "a key of more than %d bytes", LS_YAML_KEY_MAX);
    const ls_node *before = ls_yaml_get(mapping, key->text);
    if (before)
        return ls_yaml_fail(yaml, key, "duplicate key '%s', first given in line %u", key->text, before->key->line);
    return LS_OK;
}

static ls_status read_node(struct reader *reader, unsigned depth, ls_node **out);

/* The current event started `parent`; reads up to and including its end. */
static ls_status read_children(struct reader *reader, unsigned depth, ls_node *parent)
{
    const yaml_event_type_t end = parent->kind == LS_NODE_MAPPING ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    ls_node **last = &parent->first;
    for (;;) {
        ls_status status = next_event(reader);
        if (status || reader->event.type == end)
            return status;
        ls_node *key = NULL, *child = NULL;
        if (parent->kind == LS_NODE_MAPPING) {
            if ((status = read_node(reader, depth, &key)) || (status = check_key(reader->yaml, parent, key)) ||
                (status = next_event(reader)))
                return status;
        }
        if ((status = read_node(reader, depth, &child)))
            return status;
        child->key = key;
        if (++parent->count > LS_YAML_CHILDREN_MAX)
            return ls_yaml_fail(reader->yaml, child, "more than %d entries", LS_YAML_CHILDREN_MAX);
        *last = child;
        last = &child->next;
    }
}

/* Builds the node that the current event starts. */
static ls_status read_node(struct reader *reader, unsigned depth, ls_node **out)
{
    ls_status status = new_node(reader, out);
    if (status || (*out)->kind == LS_NODE_SCALAR)
        return status;
    if (depth >= LS_YAML_DEPTH_MAX)
        return ls_yaml_fail(reader->yaml, *out, "nested deeper than %d levels", LS_YAML_DEPTH_MAX);
    return read_children(reader, depth + 1, *out);
}

static ls_status read_document(struct reader *reader)
{
    ls_status status = next_event(reader); /* stream start */
    if (status || (status = next_event(reader)))
        return status;
    ls_yaml *yaml = reader->yaml;
    if (reader->event.type == YAML_STREAM_END_EVENT) {
        yaml->root = ls_arena_alloc(yaml->arena, sizeof *yaml->root);
        if (!yaml->root)
            return LS_E_NOMEM;
        *yaml->root = (ls_node){.kind = LS_NODE_MAPPING, .line = 1, .column = 1};
        return LS_OK;
    }
    if (reader->event.data.document_start.version_directive ||
        reader->event.data.document_start.tag_directives.start != reader->event.data.document_start.tag_directives.end)
        return fail_at(yaml, reader->event.start_mark, "directives are not allowed");
    if ((status = next_event(reader)) || (status = read_node(reader, 0, &yaml->root)) ||
        (status = next_event(reader)) || (status = next_event(reader)))
        return status;
    if (reader->event.type != YAML_STREAM_END_EVENT)
        return fail_at(yaml, reader->event.start_mark, "more than one document in the file");
    return LS_OK;
}

ls_status ls_yaml_parse(ls_yaml *yaml, const char *data, size_t size)
{
    static const ls_node top = {.line = 1, .column = 1};
    if (size > LS_YAML_BYTES_MAX)
        return ls_yaml_fail(yaml, &top, "larger than %zu bytes", LS_YAML_BYTES_MAX);
    ls_status status = check_encoding(yaml, data, size);
    if (status)
        return status;
    struct reader reader = {.yaml = yaml};
    if (!yaml_parser_initialize(&reader.parser))
        return LS_E_NOMEM;
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)data, size);
    status = read_document(&reader);
    if (status == LS_E_FORMAT)
        status = parser_problem(&reader, data);
    yaml_event_delete(&reader.event);
    yaml_parser_delete(&reader.parser);
    return status;
}

ls_status ls_yaml_load(ls_yaml *yaml, const char *path)
{
    yaml->file = ls_arena_strdup(yaml->arena, path);
    if (!yaml->file)
        return LS_E_NOMEM;
    ls_buffer bytes;
    ls_buffer_init(&bytes, LS_YAML_BYTES_MAX);
    ls_status status = ls_read_file(path, &bytes);
    int reason = errno;
    if (status == LS_E_IO)
        status = ls_error_set(yaml->error, yaml->code, "%s: %s", path, strerror(reason));
    else if (status == LS_E_LIMIT)
        status = ls_error_set(yaml->error, yaml->code, "%s: larger than %zu bytes", path, LS_YAML_BYTES_MAX);
    else if (!status)
        status = ls_yaml_parse(yaml, bytes.data, bytes.size);
    ls_buffer_free(&bytes);
    errno = reason;
    return status;
}
