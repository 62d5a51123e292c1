/* SPDX-License-Identifier: Apache-2.0 */
#include "place/areas.h"

#include "base/io.h"
#include "place/geojson.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_MAX ((size_t)1 << 30) /* bytes of all areas together */

static ls_areas *areas_new(void)
{
    ls_areas *areas = calloc(1, sizeof *areas);
    if (areas)
        areas->arena = ls_arena_new(ARENA_MAX);
    if (areas && !areas->arena) {
        free(areas);
        return NULL;
    }
    return areas;
}

void ls_areas_free(ls_areas *areas)
{
    if (!areas)
        return;
    ls_arena_free(areas->arena);
    free(areas);
}

size_t ls_areas_count(const ls_areas *areas)
{
    return areas->count;
}

size_t ls_areas_without_geometry(const ls_areas *areas)
{
    return areas->without_geometry;
}

static ls_status read_file(ls_areas *areas, const char *path, ls_error *error)
{
    ls_buffer buffer;
    ls_buffer_init(&buffer, LS_AREAS_FILE_MAX);
    ls_status status = ls_read_file(path, &buffer);
    if (status == LS_OK)
        status = ls_geojson_read(areas, path, buffer.data, buffer.size, error);
    else if (status == LS_E_LIMIT)
        status = ls_error_set(error, LS_E_AREAS, "%s:1:1: the area file is larger than %zu MB", path,
                              LS_AREAS_FILE_MAX >> 20);
    else if (status == LS_E_IO)
        ls_error_set(error, status, "%s: the area file cannot be read: %s", path,
                     errno == EINVAL ? "not a regular file" : strerror(errno));
    ls_buffer_free(&buffer);
    return status;
}

/* Hands over what was built, or frees it; the caller's pointer is NULL after a failure. */
static ls_status finish(ls_areas *built, ls_status status, ls_areas **areas, ls_error *error)
{
    if (status) {
        ls_areas_free(built);
        built = NULL;
    }
    *areas = built;
    return status == LS_E_NOMEM ? ls_error_set(error, status, "%s", ls_status_text(status)) : status;
}

ls_status ls_areas_load(const char *const *paths, size_t count, ls_areas **areas, ls_error *error)
{
    ls_areas *built = areas_new();
    ls_status status = built ? LS_OK : LS_E_NOMEM;
    for (size_t i = 0; i < count && !status; i++)
        status = read_file(built, paths[i], error);
    return finish(built, status, areas, error);
}

ls_status ls_areas_parse(const char *name, const void *data, size_t size, ls_areas **areas, ls_error *error)
{
    ls_areas *built = areas_new();
    ls_status status = built ? ls_geojson_read(built, name, data, size, error) : LS_E_NOMEM;
    return finish(built, status, areas, error);
}

/* --------------------------------------------------------------------------------------------------- testing */

/* True on a hit; *relation and *distance are then what the area says to one reading of the position. */
static bool test_area(const ls_area *area, ls_query *query, double error_m, ls_relation *relation, double *distance)
{
    double near_m = area->buffer_m + error_m, edge = INFINITY;
    ls_query_reach(query, area->radius_m + near_m);
    bool inside = false;
    for (size_t i = 0; i < area->part_count && !inside; i++) {
        const ls_part *part = &area->parts[i];
        double nearest = INFINITY;
        inside = ls_part_test(part, query, &nearest);
        if (!part->filled)
            nearest -= area->radius_m; /* what a radius covers has its edge there */
        inside = inside || (!part->filled && area->radius_m > 0 && nearest <= 0);
        edge = fmin(edge, nearest);
    }
    *relation = inside ? LS_INSIDE : LS_NEAR;
    *distance = inside ? 0 : fmax(edge, 0);
    return inside || edge <= near_m;
}

static void worst(ls_hit *hit, bool *found, ls_relation relation, double distance)
{
    if (!*found || relation > hit->relation) {
        hit->relation = relation;
        hit->distance_m = distance;
    } else if (relation == hit->relation) {
        hit->distance_m = fmin(hit->distance_m, distance);
    }
    *found = true;
}

/* What a position may be where hemispheres are not known: one to four places. */
typedef struct ls_readings {
    ls_query queries[4];
    size_t count;
    double error_m;
} ls_readings;

static ls_readings readings_of(const ls_position *position)
{
    ls_readings readings = {.error_m = position->error_m};
    for (int lat = 0; lat <= position->lat_sign_unknown; lat++)
        for (int lon = 0; lon <= position->lon_sign_unknown; lon++) {
            ls_vertex at = {lon ? -position->lon : position->lon, lat ? -position->lat : position->lat};
            readings.queries[readings.count++] = ls_query_make(at);
        }
    return readings;
}

static bool hit_area(const ls_area *area, ls_readings *readings, ls_hit *hit)
{
    bool found = false;
    for (size_t i = 0; i < readings->count; i++) {
        ls_relation relation;
        double distance;
        if (test_area(area, &readings->queries[i], readings->error_m, &relation, &distance))
            worst(hit, &found, relation, distance);
    }
    hit->area = area->name && !area->secret ? area->name : area->title;
    hit->category = area->secret ? NULL : area->category;
    hit->secret = area->secret;
    if (area->secret)
        hit->distance_m = 0; /* nor may the order of the hits tell it */
    return found;
}

/* The secret hit of the same file: how many of them are around is itself no one's business. */
static ls_hit *same_secret(ls_hit *hits, size_t count, const ls_hit *hit)
{
    for (size_t i = 0; i < count && hit->secret; i++)
        if (hits[i].secret && hits[i].area == hit->area)
            return &hits[i];
    return NULL;
}

static int nearer(const void *one, const void *other)
{
    const ls_hit *a = one, *b = other;
    if (a->relation != b->relation)
        return a->relation > b->relation ? -1 : 1;
    if (a->distance_m != b->distance_m)
        return a->distance_m < b->distance_m ? -1 : 1;
    return strcmp(a->area, b->area);
}

ls_status ls_areas_test(const ls_areas *areas, const ls_position *position, ls_arena *arena, ls_hit **hits,
                        size_t *count)
{
    *hits = NULL;
    *count = 0;
    size_t capacity = 0;
    ls_readings readings = readings_of(position);
    for (size_t i = 0; i < areas->count; i++) {
        ls_hit hit = {.relation = LS_NEAR};
        if (!hit_area(&areas->items[i], &readings, &hit))
            continue;
        ls_hit *earlier = same_secret(*hits, *count, &hit);
        if (earlier) {
            if (hit.relation > earlier->relation)
                *earlier = hit;
            continue;
        }
        ls_hit *list = ls_arena_grow(arena, *hits, *count, &capacity, sizeof *list);
        if (!list)
            return LS_E_NOMEM;
        *hits = list;
        list[(*count)++] = hit;
    }
    if (*count)
        qsort(*hits, *count, sizeof **hits, nearer);
    return LS_OK;
}
