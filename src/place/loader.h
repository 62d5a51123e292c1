/* SPDX-License-Identifier: Apache-2.0 */
/* What the loader of an area file knows while it reads: where it is, and how to say so. Private to the folder. */
#ifndef LS_PLACE_LOADER_H
#define LS_PLACE_LOADER_H

#include "place/geojson.h"
#include "place/locate.h"

#include <jansson.h>

#define LS_LOADER_DEPTH 16 /* features, n, geometry, geometries, n, coordinates, part, ring, position: with reserve */

typedef struct ls_loader {
    ls_areas *areas;
    const char *file, *text; /* text: `size` bytes that jansson has accepted */
    size_t size;
    ls_error *error;
    ls_step path[LS_LOADER_DEPTH]; /* from the root to the value being read */
    size_t depth;
    const char *title; /* areas.title, else the file's name */
    bool has_title;
    size_t feature;   /* from 1; 0 outside of features */
    const char *name; /* of the feature; NULL when it has none or may not be shown */
} ls_loader;

void ls_loader_member(ls_loader *loader, const char *name);
void ls_loader_element(ls_loader *loader, size_t index);
void ls_loader_leave(ls_loader *loader);
/*
 * LS_E_AREAS with "file:line:column: feature N (name): …" for the value being read. Never quotes coordinates or other
 * values: which places a file lists is itself sensitive.
 */
ls_status ls_loader_fail(ls_loader *loader, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for a member of the value being read. */
#define LS_LOADER_FAIL_AT(loader, member, ...) (ls_loader_member(loader, member), ls_loader_fail(loader, __VA_ARGS__))

/* Optional members. Text is cleaned, "" and null count as absent. LS_E_AREAS for another type, LS_E_NOMEM. */
ls_status ls_loader_text(ls_loader *loader, const json_t *object, const char *name, const char **text);
/* A number from 0 to `maximum`. */
ls_status ls_loader_metres(ls_loader *loader, const json_t *object, const char *name, double maximum, double *metres);
/* Refuses a named coordinate reference system whose coordinates are not longitude and latitude on WGS-84. */
ls_status ls_loader_crs(ls_loader *loader, const json_t *object, const char *name);

/* Reads a geometry object into the parts of an area. LS_E_AREAS, LS_E_NOMEM. */
ls_status ls_geometry_read(ls_loader *loader, const json_t *geometry, ls_area *area);
/* True for the seven type names of a geometry. */
bool ls_geometry_type(const char *type);

#endif
