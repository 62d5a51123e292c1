/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/xmp.h"

#include <string.h>

enum schema {
#define SCHEMA(id, uri) SCHEMA_##id,
#include "metadata/xmp_names.def"
    SCHEMA_COUNT
};

static const char *const uris[SCHEMA_COUNT] = {
#define SCHEMA(id, uri) uri,
#include "metadata/xmp_names.def"
};

static const struct {
    enum schema schema;
    const char *name;
    ls_xmp_kind kind;
    ls_fact_key key;
} properties[] = {
#define TEXT(schema, name, key) {SCHEMA_##schema, name, LS_XMP_TEXT, LS_FACT_##key},
#define TIME(schema, name, key) {SCHEMA_##schema, name, LS_XMP_TIME, LS_FACT_##key},
#define NUMBER(schema, name, key) {SCHEMA_##schema, name, LS_XMP_NUMBER, LS_FACT_##key},
#define OTHER(schema, name, kind) {SCHEMA_##schema, name, LS_XMP_##kind, LS_FACT_COUNT},
#include "metadata/xmp_names.def"
};

ls_xmp_name ls_xmp_lookup(const char *name)
{
    const char *space = strrchr(name, ' ');
    size_t length = space ? (size_t)(space - name) : 0;
    for (int i = 0; space && i < SCHEMA_COUNT; i++) {
        if (strlen(uris[i]) != length || memcmp(uris[i], name, length) != 0)
            continue;
        for (size_t j = 0; j < sizeof properties / sizeof *properties; j++)
            if (properties[j].schema == (enum schema)i && strcmp(properties[j].name, space + 1) == 0)
                return (ls_xmp_name){properties[j].kind, properties[j].key, i == SCHEMA_DRONE};
        return (ls_xmp_name){LS_XMP_QUIET, LS_FACT_COUNT, false};
    }
    return (ls_xmp_name){LS_XMP_UNKNOWN, LS_FACT_COUNT, false};
}
