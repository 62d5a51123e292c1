/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Restricted areas from GeoJSON files, and a point held against them in metres on WGS-84.
 *
 * An area file is GeoJSON (RFC 7946): a FeatureCollection, a Feature or a geometry. A byte order mark, a third
 * coordinate and features without a geometry are tolerated. It may carry a member
 *   "areas": {"format": 1, "title", "issued", "source", "licence", "crs"}
 * and its features the properties
 *   name, category   shown in a finding
 *   radius_m         of a point or line: everything this near is inside
 *   buffer_m         how far around the area is near it; 0 when absent
 *   secret           true: neither name nor distance is ever shown, but the file's title, which it then must have
 *   crs              as above, for one feature
 * Every other property is ignored. A coordinate reference system other than WGS-84 and CGCS2000 is refused.
 */
#ifndef LS_PLACE_AREAS_H
#define LS_PLACE_AREAS_H

#include "place/position.h"

typedef struct ls_areas ls_areas;

typedef enum ls_relation { LS_NEAR, LS_INSIDE } ls_relation; /* near: within buffer_m (plus the error radius) */

typedef struct ls_hit {
    ls_relation relation;
    const char *area;     /* name, or the file's title for a secret or nameless feature; borrowed from the areas */
    const char *category; /* as in the file; NULL when it has none or the feature is secret */
    double distance_m;    /* to the edge, 0 when inside; 0 for a secret feature */
    bool secret;          /* never show name or distance */
} ls_hit;

#define LS_AREAS_FILE_MAX ((size_t)64 << 20) /* bytes */

/*
 * Reads files in order. LS_E_AREAS with "file:line:column: …" for what is wrong in one, LS_E_IO when one cannot be
 * read, LS_E_NOMEM. A file without any area is an error: nothing would be compared. `paths` may be empty: then no area
 * is ever hit.
 */
ls_status ls_areas_load(const char *const *paths, size_t count, ls_areas **areas, ls_error *error);
/* The same from memory: one file's bytes, and how errors name it. */
ls_status ls_areas_parse(const char *name, const void *data, size_t size, ls_areas **areas, ls_error *error);
void ls_areas_free(ls_areas *areas);
size_t ls_areas_count(const ls_areas *areas);
/* Features that were left out because they have no geometry. */
size_t ls_areas_without_geometry(const ls_areas *areas);
/*
 * Every area that the position is inside (boundary included) or near (buffer_m plus the error radius), inside first,
 * then nearest first; of a file's secret areas one alone, the strongest. Where a hemisphere is not known, the worst
 * reading counts. Arena memory. LS_E_NOMEM. Thread-safe on shared `areas`.
 */
ls_status ls_areas_test(const ls_areas *areas, const ls_position *position, ls_arena *arena, ls_hit **hits,
                        size_t *count);

#endif
