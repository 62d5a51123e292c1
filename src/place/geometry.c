/* SPDX-License-Identifier: Apache-2.0 */
/* Geometry objects of RFC 7946, section 3.1. */
#include "place/loader.h"

#include <math.h>
#include <string.h>

#define LON_MAX 360.0 /* degrees: from 0 to 360, or past 180 across the antimeridian, are ways to write it */

static ls_status read_position(ls_loader *loader, const json_t *position, ls_vertex *vertex)
{
    size_t size = json_array_size(position);
    if (!json_is_array(position) || size < 2 || size > 4)
        return ls_loader_fail(loader, "a position must be an array of longitude, latitude and perhaps an altitude");
    for (size_t i = 0; i < size; i++)
        if (!json_is_number(json_array_get(position, i)))
            return ls_loader_fail(loader, "a coordinate must be a number");
    vertex->lon = json_number_value(json_array_get(position, 0));
    vertex->lat = json_number_value(json_array_get(position, 1));
    if (fabs(vertex->lat) > 90)
        return ls_loader_fail(loader, "the latitude is beyond 90 degrees (longitude stands first, then latitude)");
    if (fabs(vertex->lon) > LON_MAX)
        return ls_loader_fail(loader, "the longitude is beyond 360 degrees");
    return LS_OK;
}

static ls_part *add_part(ls_loader *loader, ls_area *area, size_t rings, bool filled)
{
    ls_arena *arena = loader->areas->arena;
    ls_part *parts = ls_arena_grow(arena, area->parts, area->part_count, &area->part_capacity, sizeof *parts);
    ls_ring *list = ls_arena_array(arena, rings, sizeof *list);
    if (!parts || !list)
        return NULL;
    area->parts = parts;
    ls_part *part = &parts[area->part_count++];
    *part = (ls_part){.rings = list, .count = rings, .filled = filled};
    return part;
}

/* A line or a ring: its positions, unrolled. */
static ls_status read_ring(ls_loader *loader, const json_t *positions, bool filled, ls_ring *ring)
{
    size_t size = json_array_size(positions), least = filled ? 4 : 2;
    if (!json_is_array(positions))
        return ls_loader_fail(loader, "%s must be an array of positions", filled ? "a ring" : "a line");
    if (size < least)
        return ls_loader_fail(loader, "%s of %zu positions, at least %zu are needed", filled ? "a ring" : "a line",
                              size, least);
    ring->vertices = ls_arena_array(loader->areas->arena, size + LS_RING_SPARE, sizeof *ring->vertices);
    if (!ring->vertices)
        return LS_E_NOMEM;
    for (size_t i = 0; i < size; i++) {
        ls_loader_element(loader, i);
        ls_status status = read_position(loader, json_array_get(positions, i), &ring->vertices[i]);
        if (status)
            return status;
        ls_loader_leave(loader);
    }
    ring->count = size;
    if (filled && (ring->vertices[0].lon != ring->vertices[size - 1].lon ||
                   ring->vertices[0].lat != ring->vertices[size - 1].lat))
        return ls_loader_fail(loader, "the ring is not closed: its last position must repeat the first");
    ls_ring_unroll(ring, filled);
    return LS_OK;
}

static ls_status read_point(ls_loader *loader, const json_t *position, ls_area *area)
{
    ls_part *part = add_part(loader, area, 1, false);
    if (!part)
        return LS_E_NOMEM;
    ls_vertex *vertices = ls_arena_array(loader->areas->arena, 2 + LS_RING_SPARE, sizeof *vertices);
    if (!vertices)
        return LS_E_NOMEM;
    ls_status status = read_position(loader, position, &vertices[0]);
    vertices[1] = vertices[0]; /* an edge without length */
    part->rings[0] = (ls_ring){.vertices = vertices, .count = 2};
    ls_ring_unroll(&part->rings[0], false);
    return status;
}

static ls_status read_line(ls_loader *loader, const json_t *positions, ls_area *area)
{
    ls_part *part = add_part(loader, area, 1, false);
    return part ? read_ring(loader, positions, false, &part->rings[0]) : LS_E_NOMEM;
}

static ls_status read_polygon(ls_loader *loader, const json_t *rings, ls_area *area)
{
    size_t size = json_array_size(rings);
    if (!json_is_array(rings) || !size)
        return ls_loader_fail(loader, "a polygon must be an array of at least one ring");
    ls_part *part = add_part(loader, area, size, true);
    if (!part)
        return LS_E_NOMEM;
    for (size_t i = 0; i < size; i++) {
        ls_loader_element(loader, i);
        ls_status status = read_ring(loader, json_array_get(rings, i), true, &part->rings[i]);
        if (status)
            return status;
        ls_loader_leave(loader);
    }
    return LS_OK;
}

typedef ls_status read_one(ls_loader *loader, const json_t *coordinates, ls_area *area);

static ls_status read_many(ls_loader *loader, const json_t *coordinates, ls_area *area, read_one *read)
{
    size_t size = json_array_size(coordinates);
    if (!json_is_array(coordinates) || !size)
        return ls_loader_fail(loader, "the coordinates must be an array that is not empty");
    for (size_t i = 0; i < size; i++) {
        ls_loader_element(loader, i);
        ls_status status = read(loader, json_array_get(coordinates, i), area);
        if (status)
            return status;
        ls_loader_leave(loader);
    }
    return LS_OK;
}

static const struct {
    const char *type;
    read_one *read;
    bool many;
} types[] = {{"Point", read_point, false},     {"MultiPoint", read_point, true},
             {"LineString", read_line, false}, {"MultiLineString", read_line, true},
             {"Polygon", read_polygon, false}, {"MultiPolygon", read_polygon, true}};

static ls_status read_simple(ls_loader *loader, const json_t *geometry, const char *type, ls_area *area)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(type, types[i].type) != 0)
            continue;
        const json_t *coordinates = json_object_get(geometry, "coordinates");
        if (!coordinates)
            return ls_loader_fail(loader, "the geometry has no coordinates");
        ls_loader_member(loader, "coordinates");
        ls_status status = types[i].many ? read_many(loader, coordinates, area, types[i].read)
                                         : types[i].read(loader, coordinates, area);
        if (!status)
            ls_loader_leave(loader);
        return status;
    }
    return LS_LOADER_FAIL_AT(loader, "type", "this is no type of geometry that an area can have");
}

static ls_status read_member(ls_loader *loader, const json_t *geometry, ls_area *area)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    if (!type)
        return ls_loader_fail(loader, "a geometry must be an object with a type");
    ls_status status = ls_loader_crs(loader, geometry, "crs");
    return status ? status : read_simple(loader, geometry, type, area);
}

bool ls_geometry_type(const char *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i].type) == 0)
            return true;
    return strcmp(type, "GeometryCollection") == 0;
}

ls_status ls_geometry_read(ls_loader *loader, const json_t *geometry, ls_area *area)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    if (!type || strcmp(type, "GeometryCollection") != 0)
        return read_member(loader, geometry, area);
    const json_t *geometries = json_object_get(geometry, "geometries");
    if (!geometries)
        return ls_loader_fail(loader, "the collection has no geometries");
    ls_loader_member(loader, "geometries");
    ls_status status = read_many(loader, geometries, area, read_member); /* a collection in a collection is refused */
    if (!status)
        ls_loader_leave(loader);
    return status;
}
