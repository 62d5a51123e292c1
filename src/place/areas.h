/* SPDX-License-Identifier: Apache-2.0 */
/* Restricted areas from GeoJSON files, and a point held against them in metres on WGS-84. */
#ifndef LS_PLACE_AREAS_H
#define LS_PLACE_AREAS_H

#include "place/position.h"

typedef struct ls_areas ls_areas;

typedef enum ls_relation { LS_NEAR, LS_INSIDE } ls_relation; /* near: within buffer_m (plus the error radius) */

typedef struct ls_hit {
    ls_relation relation;
    const char *area;    /* name, or the pack's title for a secret feature; borrowed from the areas */
    const char *category;
    double distance_m;   /* to the edge, 0 when inside */
    bool secret;         /* never show name or distance */
} ls_hit;

/* Reads files in order. LS_E_AREAS with "file:line:column: …". `paths` may be empty: then no area is ever hit. */
ls_status ls_areas_load(const char *const *paths, size_t count, ls_areas **areas, ls_error *error);
void ls_areas_free(ls_areas *areas);
size_t ls_areas_count(const ls_areas *areas);
/* Every area that the position is inside or near, nearest first; arena memory. LS_E_NOMEM. */
ls_status ls_areas_test(const ls_areas *areas, const ls_position *position, ls_arena *arena, ls_hit **hits,
                        size_t *count);

#endif
