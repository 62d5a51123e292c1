/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML for files that people write: packs, help, policy, configuration. libyaml's events become a small tree whose
 * every node knows its line and column, and a table of fields says what a mapping may hold; so each mistake is one
 * line "FILE:LINE:COLUMN: what is wrong". Of YAML only what such files need is taken: UTF-8, one document, mappings,
 * sequences and scalars. Anchors, aliases, tags, directives and duplicate keys are refused.
 *
 *     struct pack { const char *title; int64_t format; ls_texts languages; };
 *     static const ls_field fields[] = {
 *         LS_FIELD("title", TEXT, REQUIRED, struct pack, title, .maximum = 200),
 *         LS_FIELD("format", INTEGER, REQUIRED, struct pack, format, .minimum = 1, .maximum = 1),
 *         LS_FIELD("languages", TEXTS, OPTIONAL, struct pack, languages),
 *     };
 *     ls_yaml yaml = {.arena = arena, .code = LS_E_RULES, .error = error};
 *     if ((status = ls_yaml_load(&yaml, path)) ||
 *         (status = ls_yaml_read(&yaml, yaml.root, fields, LS_FIELD_COUNT(fields), &pack)))
 *         return status;
 */
#ifndef LS_RULES_YAML_H
#define LS_RULES_YAML_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"

#include <stdbool.h>

/* Bounds of one file. Our largest pack uses a twentieth of each. */
#define LS_YAML_BYTES_MAX ((size_t)1 << 20)
#define LS_YAML_NODES_MAX 50000
#define LS_YAML_CHILDREN_MAX 4096
#define LS_YAML_DEPTH_MAX 16
#define LS_YAML_KEY_MAX 64 /* bytes of a key */

typedef enum ls_node_kind { LS_NODE_SCALAR, LS_NODE_SEQUENCE, LS_NODE_MAPPING } ls_node_kind;

typedef struct ls_node {
    ls_node_kind kind;
    unsigned line, column; /* of its first character, both from 1; columns count characters */
    const char *text;      /* SCALAR: NUL-terminated UTF-8 without control characters but tab and line feed */
    size_t size;           /* SCALAR: bytes of text */
    bool plain;            /* SCALAR: written without quotes and not as a block; only such can be yes/no or a number */
    const struct ls_node *key;    /* the scalar that names it, when it is a value of a mapping */
    struct ls_node *first, *next; /* children in the order of the file; the next one of the same parent */
    size_t count;                 /* children */
} ls_node;

/* One file while it is read. Set arena, code and error; `file` too when ls_yaml_parse is called directly. */
typedef struct ls_yaml {
    ls_arena *arena;  /* everything that is read lives in it */
    ls_status code;   /* what a mistake in the file returns: LS_E_RULES, LS_E_CONFIG … */
    ls_error *error;  /* may be NULL */
    const char *file; /* as it is named in errors; ls_yaml_load copies its path */
    ls_node *root;
} ls_yaml;

/*
 * Reads `size` bytes into yaml->root; an empty file is an empty mapping. yaml->code with the place in yaml->error for
 * what is not accepted, LS_E_NOMEM.
 */
ls_status ls_yaml_parse(ls_yaml *yaml, const char *data, size_t size);
/* The same for a regular file; one that cannot be read gives yaml->code and "FILE: reason", errno kept. */
ls_status ls_yaml_load(ls_yaml *yaml, const char *path);
/* Returns yaml->code, and puts "FILE:LINE:COLUMN: …" for `node` into yaml->error. */
ls_status ls_yaml_fail(const ls_yaml *yaml, const ls_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* ------------------------------------------------------------------------------------------------- schema */

typedef struct ls_texts {
    const char *const *items; /* never empty strings */
    size_t count;
    const ls_node *node; /* the sequence; its children are the items' nodes */
} ls_texts;

/*
 * What a field holds, and what is put at its place in the structure:
 *
 *   TEXT      const char *: not empty; at most `maximum` bytes when that is not 0
 *   INTEGER   int64_t, decimal, in minimum…maximum; both 0: any
 *   BOOL      bool: yes, no, true or false
 *   CHOICE    int: index into `choices`
 *   DATE      const char *: YYYY-MM-DD of a day that exists
 *   TEXTS     ls_texts: a list of texts, at least `minimum` of them
 *   MAPPING, SEQUENCE, ANY   const ls_node *, read further by the caller; SEQUENCE: at least `minimum` children
 */
typedef enum ls_field_type {
    LS_FIELD_TEXT,
    LS_FIELD_INTEGER,
    LS_FIELD_BOOL,
    LS_FIELD_CHOICE,
    LS_FIELD_DATE,
    LS_FIELD_TEXTS,
    LS_FIELD_MAPPING,
    LS_FIELD_SEQUENCE,
    LS_FIELD_ANY
} ls_field_type;

typedef enum ls_presence { LS_OPTIONAL, LS_REQUIRED } ls_presence;

typedef struct ls_field {
    const char *key;
    ls_field_type type;
    ls_presence presence; /* what is absent and optional leaves its place in the structure as it was */
    size_t offset;
    int64_t minimum, maximum;
    const char *const *choices; /* ends with NULL */
} ls_field;

/* LS_FIELD("key", TEXT, REQUIRED, struct pack, title, .maximum = 200) */
/* clang-format off */
#define LS_FIELD(name, kind, need, structure, member, ...) \
    {.key = (name), .type = LS_FIELD_##kind, .presence = LS_##need, .offset = offsetof(structure, member), __VA_ARGS__}
/* clang-format on */
#define LS_FIELD_COUNT(fields) (sizeof(fields) / sizeof *(fields))

/* Fills *out from a mapping: unknown, missing and wrongly typed keys are mistakes. */
ls_status ls_yaml_read(const ls_yaml *yaml, const ls_node *mapping, const ls_field *fields, size_t count, void *out);

/* For nodes that no table describes. The same rules and messages. */
ls_status ls_yaml_text(const ls_yaml *yaml, const ls_node *node, const char **out);
ls_status ls_yaml_texts(const ls_yaml *yaml, const ls_node *node, ls_texts *out);
ls_status ls_yaml_integer(const ls_yaml *yaml, const ls_node *node, int64_t minimum, int64_t maximum, int64_t *out);
ls_status ls_yaml_bool(const ls_yaml *yaml, const ls_node *node, bool *out);
ls_status ls_yaml_choice(const ls_yaml *yaml, const ls_node *node, const char *const *choices, int *out);
/* The value of a key, or NULL. */
const ls_node *ls_yaml_get(const ls_node *mapping, const char *key);
/* Is it YYYY-MM-DD, and a day of the Gregorian calendar? */
bool ls_yaml_is_date(const char *text);

#endif
