/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a value in an XMP packet is called: the path of ISO 16684-1 annex C, such as "xmpMM:History[2]/stEvt:when" or "dc:title[de]", with
 * the packet's own prefixes. Texts in the default language have no mark.
 */
#ifndef LS_METADATA_XMP_PATH_H
#define LS_METADATA_XMP_PATH_H

#include "base/arena.h"

#include <stdbool.h>

#define LS_XMP_DEPTH 64
#define LS_XMP_PREFIXES 64
#define LS_XMP_PATH_MAX 256 /* bytes; what is longer is cut */
#define LS_XMP_PREFIX_MAX 24

#define LS_RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns# "

typedef struct ls_xmp_path {
    ls_arena *arena;
    struct {
        char prefix[LS_XMP_PREFIX_MAX];
        const char *uri;
    } prefixes[LS_XMP_PREFIXES];
    size_t prefix_count;
    struct {
        size_t size; /* of the text without this level */
        unsigned items;
        bool list, languages; /* rdf:Bag and rdf:Seq; rdf:Alt */
    } levels[LS_XMP_DEPTH];
    size_t depth;
    char text[LS_XMP_PATH_MAX];
    size_t size;
} ls_xmp_path;

/* NULL when memory ran out. */
ls_xmp_path *ls_xmp_path_new(ls_arena *arena);
/* A namespace is declared: "" and NULL are no prefix. Beyond LS_XMP_PREFIXES names have none. */
void ls_xmp_path_declare(ls_xmp_path *path, const char *prefix, const char *uri);
/* An element begins and ends; names and attributes as expat gives them. At most LS_XMP_DEPTH of them are open. */
void ls_xmp_path_push(ls_xmp_path *path, const char *name, const char **attributes);
void ls_xmp_path_pop(ls_xmp_path *path);
/* Writes the path, and behind it the name of an attribute unless that is NULL. */
void ls_xmp_path_write(const ls_xmp_path *path, const char *attribute, char out[LS_XMP_PATH_MAX]);

#endif
