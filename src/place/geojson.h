/* SPDX-License-Identifier: Apache-2.0 */
/* Areas in memory, and the GeoJSON loader that makes them. Private to the folder. */
#ifndef LS_PLACE_GEOJSON_H
#define LS_PLACE_GEOJSON_H

#include "place/areas.h"
#include "place/shape.h"

typedef struct ls_area {
    const char *name, *category; /* NULL when the file has none */
    const char *title;           /* of its file; one pointer per file */
    double buffer_m, radius_m;
    bool secret;
    ls_part *parts;
    size_t part_count, part_capacity;
} ls_area;

struct ls_areas {
    ls_arena *arena; /* owns everything */
    ls_area *items;
    size_t count, capacity;
    size_t without_geometry;
};

/* Appends the areas of one file. LS_E_AREAS, LS_E_NOMEM; *areas then holds some of them and is of no use. */
ls_status ls_geojson_read(ls_areas *areas, const char *file, const char *text, size_t size, ls_error *error);

#endif
