/* SPDX-License-Identifier: Apache-2.0 */
/* JSON texts (RFC 8259), value by value in the order of the text: no tree, no recursion, and every value knows its bytes. */
#ifndef LS_METADATA_JSON_H
#define LS_METADATA_JSON_H

#include "metadata/meta.h"

#define LS_JSON_DEPTH 32
#define LS_JSON_PATH 256 /* bytes of a path, with its NUL; longer ones are cut, and then are no known name */

typedef enum ls_json_type { LS_JSON_STRING, LS_JSON_NUMBER, LS_JSON_TRUE, LS_JSON_FALSE, LS_JSON_NULL } ls_json_type;

typedef struct ls_json_value {
    const char *path; /* the names around it, "geoData/latitude"; an array adds none: its elements have its path */
    ls_json_type type;
    const char *text; /* STRING: unescaped, at most LS_META_TEXT bytes of it; NUMBER: as written; not NUL-terminated */
    size_t size;
    ls_span where;
} ls_json_value;

typedef void ls_json_callback(const ls_json_value *value, void *user);

/*
 * Calls back for every string, number, true, false and null that is a value. False when the text is no JSON or is nested more
 * deeply than LS_JSON_DEPTH: what came before that has been told. Duplicate names are told each.
 */
bool ls_json_read(const ls_bytes *text, ls_arena *arena, ls_json_callback *callback, void *user, ls_status *status);
/* A number, also one that stands in quotation marks. False when the value is none, or more than that. */
bool ls_json_number(const ls_json_value *value, double *number);

#endif
