/* SPDX-License-Identifier: Apache-2.0 */
#include "place/locate.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

typedef struct scan {
    const char *at, *end;
} scan;

static void skip_space(scan *in)
{
    while (in->at < in->end && strchr(" \t\r\n", *in->at) && *in->at)
        in->at++;
}

/* Also steps over the one character that must stand there; false when another does. */
static bool take(scan *in, char expected)
{
    skip_space(in);
    if (in->at >= in->end || *in->at != expected)
        return false;
    in->at++;
    skip_space(in);
    return true;
}

static void skip_string(scan *in)
{
    for (in->at++; in->at < in->end && *in->at != '"'; in->at++)
        if (*in->at == '\\' && in->at + 1 < in->end)
            in->at++;
    if (in->at < in->end)
        in->at++;
}

static void skip_value(scan *in)
{
    size_t depth = 0;
    do {
        skip_space(in);
        if (in->at >= in->end)
            return;
        if (*in->at == '"') {
            skip_string(in);
            continue;
        }
        depth += *in->at == '[' || *in->at == '{';
        if (*in->at == ']' || *in->at == '}')
            depth -= depth > 0;
        in->at++;
        /* the rest of a number or a word, and what stands between the values of a container */
        while (in->at < in->end && !strchr("\"[]{}", *in->at) && (depth || *in->at != ','))
            in->at++;
    } while (depth);
}

/* Reads the name of a member and compares it; jansson undoes escapes where there are any. */
static bool take_name(scan *in, const char *name)
{
    const char *from = in->at;
    skip_string(in);
    size_t size = (size_t)(in->at - from);
    json_t *string = json_loadb(from, size, JSON_DECODE_ANY, NULL);
    bool same = string && json_is_string(string) && strcmp(json_string_value(string), name) == 0;
    json_decref(string);
    return same;
}

static bool enter_member(scan *in, const char *name)
{
    if (!take(in, '{'))
        return false;
    while (in->at < in->end && *in->at == '"') {
        bool found = take_name(in, name);
        take(in, ':');
        if (found)
            return true;
        skip_value(in);
        take(in, ',');
    }
    return false;
}

static bool enter_element(scan *in, size_t index)
{
    if (!take(in, '['))
        return false;
    for (size_t i = 0; i < index; i++) {
        skip_value(in);
        if (!take(in, ','))
            return false;
    }
    return true;
}

void ls_locate(const char *text, size_t size, const ls_step *path, size_t depth, size_t *line, size_t *column)
{
    scan in = {text, text + size};
    skip_space(&in);
    const char *found = in.at;
    for (size_t i = 0; i < depth; i++) {
        if (!(path[i].key ? enter_member(&in, path[i].key) : enter_element(&in, path[i].index)))
            break;
        found = in.at;
    }
    *line = *column = 1;
    for (const char *at = text; at < found; at++) {
        if (*at == '\n') {
            *line += 1;
            *column = 1;
        } else {
            *column += ((unsigned char)*at & 0xC0) != 0x80;
        }
    }
}
