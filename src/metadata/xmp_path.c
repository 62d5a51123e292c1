/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/xmp_path.h"

#include <stdio.h>
#include <string.h>

#define META "adobe:ns:meta/ "
#define LANGUAGE "http://www.w3.org/XML/1998/namespace lang"

ls_xmp_path *ls_xmp_path_new(ls_arena *arena)
{
    ls_xmp_path *path = ls_arena_alloc(arena, sizeof *path);
    if (path) {
        memset(path, 0, sizeof *path);
        path->arena = arena;
    }
    return path;
}

void ls_xmp_path_declare(ls_xmp_path *path, const char *prefix, const char *uri)
{
    if (!prefix || !uri || path->prefix_count == LS_XMP_PREFIXES)
        return;
    for (size_t i = 0; i < path->prefix_count; i++)
        if (strcmp(path->prefixes[i].uri, uri) == 0)
            return;
    const char *copy = ls_arena_strdup(path->arena, uri);
    if (!copy)
        return;
    snprintf(path->prefixes[path->prefix_count].prefix, LS_XMP_PREFIX_MAX, "%s", prefix);
    path->prefixes[path->prefix_count++].uri = copy;
}

/* The prefix that the packet gives the namespace in front of `space`; "" when it gives none. */
static const char *prefix_of(const ls_xmp_path *path, const char *name, const char *space)
{
    const size_t length = (size_t)(space - name);
    for (size_t i = 0; i < path->prefix_count; i++)
        if (strlen(path->prefixes[i].uri) == length && memcmp(path->prefixes[i].uri, name, length) == 0)
            return path->prefixes[i].prefix;
    return "";
}

/* Appends "/prefix:local" at `size`; the new size. */
static size_t append(const ls_xmp_path *path, const char *name, char *text, size_t size)
{
    const char *space = strrchr(name, ' '), *prefix = space ? prefix_of(path, name, space) : "";
    if (size >= LS_XMP_PATH_MAX - 1)
        return size;
    const int added = snprintf(text + size, LS_XMP_PATH_MAX - size, "%s%s%s%s", size ? "/" : "", prefix, *prefix ? ":" : "",
                               space ? space + 1 : name);
    return added > 0 && size + (size_t)added < LS_XMP_PATH_MAX ? size + (size_t)added : LS_XMP_PATH_MAX - 1;
}

static const char *language_of(const char **attributes)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(attributes[0], LANGUAGE) == 0)
            return attributes[1];
    return "x-default";
}

/* rdf:li: its number, or its language. */
static void append_item(ls_xmp_path *path, const char **attributes)
{
    const size_t around = path->depth - 1, room = LS_XMP_PATH_MAX - path->size;
    int added = 0;
    path->levels[around].items++;
    if (path->levels[around].list)
        added = snprintf(path->text + path->size, room, "[%u]", path->levels[around].items);
    else if (path->levels[around].languages && strcmp(language_of(attributes), "x-default") != 0)
        added = snprintf(path->text + path->size, room, "[%s]", language_of(attributes));
    if (added > 0)
        path->size = (size_t)added < room ? path->size + (size_t)added : LS_XMP_PATH_MAX - 1;
}

void ls_xmp_path_push(ls_xmp_path *path, const char *name, const char **attributes)
{
    const bool rdf = strncmp(name, LS_RDF, sizeof LS_RDF - 1) == 0;
    const char *local = rdf ? name + sizeof LS_RDF - 1 : "";
    const size_t size = path->size;
    if (rdf && path->depth && strcmp(local, "li") == 0)
        append_item(path, attributes);
    else if (!rdf && strncmp(name, META, sizeof META - 1) != 0)
        path->size = append(path, name, path->text, path->size);
    path->levels[path->depth].size = size;
    path->levels[path->depth].items = 0;
    path->levels[path->depth].list = strcmp(local, "Bag") == 0 || strcmp(local, "Seq") == 0;
    path->levels[path->depth].languages = strcmp(local, "Alt") == 0;
    path->depth++;
}

void ls_xmp_path_pop(ls_xmp_path *path)
{
    path->size = path->levels[--path->depth].size;
    path->text[path->size] = 0;
}

void ls_xmp_path_write(const ls_xmp_path *path, const char *attribute, char out[LS_XMP_PATH_MAX])
{
    memcpy(out, path->text, path->size);
    out[path->size] = 0;
    if (attribute)
        append(path, attribute, out, path->size);
}
