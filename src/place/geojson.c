/* SPDX-License-Identifier: Apache-2.0 */
/* An area file: its members, features and their properties. */
#include "place/geojson.h"

#include "base/utf8.h"
#include "place/loader.h"

#include <string.h>

#define FORMAT 1             /* of the member "areas" that this version reads */
#define RADIUS_MAX 1000000.0 /* metres; more than that is a mistake in the unit */

/* Bytes that jansson may take for one file: its own structures, generously, per array or object and per value. */
#define TREE_MAX ((size_t)1 << 30)
#define TREE_CONTAINER 256u
#define TREE_VALUE 48u

/* ---------------------------------------------------------------------------------------------------- syntax */

/* Would a tree of this text be too large? Counts structure characters, those in strings too: an upper bound. */
static bool too_large(const char *text, size_t size)
{
    size_t cost = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '[' || text[i] == '{')
            cost += TREE_CONTAINER;
        else if (text[i] == ',')
            cost += TREE_VALUE;
    }
    return cost > TREE_MAX;
}

/* jansson's messages end in a quotation of the file, which may be of what nobody shall see. */
static int without_quotation(const char *message)
{
    const char *quotation = strstr(message, " near '");
    return (int)(quotation ? (size_t)(quotation - message) : strlen(message));
}

static ls_status parse(ls_loader *loader, json_t **root)
{
    if (too_large(loader->text, loader->size))
        return ls_error_set(loader->error, LS_E_AREAS, "%s:1:1: the area file holds too many values", loader->file);
    json_error_t problem;
    *root = json_loadb(loader->text, loader->size, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &problem);
    if (*root)
        return LS_OK;
    if (json_error_code(&problem) == json_error_out_of_memory)
        return LS_E_NOMEM;
    return ls_error_set(loader->error, LS_E_AREAS, "%s:%d:%d: %.*s", loader->file, problem.line > 0 ? problem.line : 1,
                        problem.column > 0 ? problem.column : 1, without_quotation(problem.text), problem.text);
}

/* -------------------------------------------------------------------------------------------------- features */

static ls_status read_secret(ls_loader *loader, const json_t *properties, bool *secret)
{
    const json_t *value = json_object_get(properties, "secret");
    *secret = json_is_true(value);
    if (value && !json_is_boolean(value))
        return LS_LOADER_FAIL_AT(loader, "secret", "secret must be true or false");
    if (*secret && !loader->has_title)
        return LS_LOADER_FAIL_AT(loader, "secret", "a secret feature needs the member areas.title to be shown as");
    return LS_OK;
}

static ls_status read_properties(ls_loader *loader, const json_t *properties, ls_area *area)
{
    ls_status status = read_secret(loader, properties, &area->secret); /* first: it says whether errors may name it */
    if (!status)
        status = ls_loader_text(loader, properties, "name", &area->name);
    if (!status && !area->secret)
        loader->name = area->name;
    if (!status)
        status = ls_loader_text(loader, properties, "category", &area->category);
    if (!status)
        status = ls_loader_metres(loader, properties, "radius_m", RADIUS_MAX, &area->radius_m);
    if (!status)
        status = ls_loader_metres(loader, properties, "buffer_m", RADIUS_MAX, &area->buffer_m);
    if (!status)
        status = ls_loader_crs(loader, properties, "crs");
    return status;
}

/* Points and lines are areas by their radius or buffer only; a polygon has no radius. */
static ls_status check_radius(ls_loader *loader, const ls_area *area)
{
    size_t filled = 0;
    for (size_t i = 0; i < area->part_count; i++)
        filled += area->parts[i].filled;
    if (filled < area->part_count && area->radius_m <= 0 && area->buffer_m <= 0)
        return ls_loader_fail(loader, "a point or line needs a radius_m or buffer_m above 0 to be an area");
    if (filled == area->part_count && area->radius_m > 0)
        return ls_loader_fail(loader, "radius_m belongs to points and lines; around a polygon it is buffer_m");
    return LS_OK;
}

static ls_status add_area(ls_loader *loader, const ls_area *area)
{
    ls_areas *areas = loader->areas;
    ls_area *items = ls_arena_grow(areas->arena, areas->items, areas->count, &areas->capacity, sizeof *items);
    if (!items)
        return LS_E_NOMEM;
    areas->items = items;
    items[areas->count++] = *area;
    return LS_OK;
}

static ls_status read_feature(ls_loader *loader, const json_t *feature)
{
    ls_area area = {.title = loader->title};
    const char *type = json_string_value(json_object_get(feature, "type"));
    if (!type || strcmp(type, "Feature") != 0)
        return ls_loader_fail(loader, "this is not an object of type Feature");
    const json_t *properties = json_object_get(feature, "properties"), *geometry = json_object_get(feature, "geometry");
    if (properties && !json_is_object(properties) && !json_is_null(properties))
        return LS_LOADER_FAIL_AT(loader, "properties", "the properties must be an object or null");
    ls_status status = ls_loader_crs(loader, feature, "crs");
    if (status)
        return status;
    ls_loader_member(loader, "properties");
    status = read_properties(loader, properties, &area);
    if (status)
        return status;
    ls_loader_leave(loader);
    if (!geometry)
        return ls_loader_fail(loader, "the feature has no geometry");
    if (json_is_null(geometry)) {
        loader->areas->without_geometry++;
        return LS_OK;
    }
    ls_loader_member(loader, "geometry");
    status = ls_geometry_read(loader, geometry, &area);
    if (!status)
        status = check_radius(loader, &area);
    if (!status)
        ls_loader_leave(loader);
    return status ? status : add_area(loader, &area);
}

static ls_status read_collection(ls_loader *loader, const json_t *root)
{
    const json_t *features = json_object_get(root, "features");
    if (!features)
        return ls_loader_fail(loader, "the collection has no features");
    ls_loader_member(loader, "features");
    if (!json_is_array(features))
        return ls_loader_fail(loader, "features must be an array");
    for (size_t i = 0; i < json_array_size(features); i++) {
        loader->feature = i + 1;
        loader->name = NULL;
        ls_loader_element(loader, i);
        ls_status status = read_feature(loader, json_array_get(features, i));
        if (status)
            return status;
        ls_loader_leave(loader);
    }
    loader->feature = 0;
    ls_loader_leave(loader);
    return LS_OK;
}

/* -------------------------------------------------------------------------------------------------- document */

/* The member of our own: strict, so that a misspelt "crs" is not taken for none. */
static ls_status read_about(ls_loader *loader, json_t *root)
{
    static const char *const texts[] = {"title", "issued", "source", "licence"};
    json_t *about = json_object_get(root, "areas"), *value;
    if (!about)
        return LS_OK;
    ls_loader_member(loader, "areas");
    if (!json_is_object(about))
        return ls_loader_fail(loader, "areas must be an object");
    const char *name, *text;
    ls_status status = LS_OK;
    json_object_foreach(about, name, value)
    {
        bool known = strcmp(name, "crs") == 0 || strcmp(name, "format") == 0;
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            if (strcmp(name, texts[i]) == 0) {
                known = true;
                status = ls_loader_text(loader, about, name, &text);
                if (status)
                    return status;
                if (i == 0 && text) {
                    loader->title = text;
                    loader->has_title = true;
                }
            }
        if (!known)
            return LS_LOADER_FAIL_AT(loader, name,
                                     "areas has format, title, issued, source, licence and crs, and no other member");
    }
    value = json_object_get(about, "format");
    if (value && json_number_value(value) != FORMAT)
        return LS_LOADER_FAIL_AT(loader, "format", "this version reads format %d", FORMAT);
    status = ls_loader_crs(loader, about, "crs");
    if (!status)
        ls_loader_leave(loader);
    return status;
}

static ls_status read_root(ls_loader *loader, json_t *root)
{
    const char *type = json_string_value(json_object_get(root, "type"));
    if (!type)
        return ls_loader_fail(loader, "this is no GeoJSON: an object with a type is expected");
    ls_status status = read_about(loader, root);
    if (!status)
        status = ls_loader_crs(loader, root, "crs");
    if (status)
        return status;
    if (strcmp(type, "FeatureCollection") == 0)
        return read_collection(loader, root);
    if (strcmp(type, "Feature") == 0)
        return read_feature(loader, root);
    if (!ls_geometry_type(type))
        return LS_LOADER_FAIL_AT(loader, "type", "this type is none of GeoJSON's (RFC 7946)");
    ls_area area = {.title = loader->title};
    status = ls_geometry_read(loader, root, &area);
    if (!status)
        status = check_radius(loader, &area);
    return status ? status : add_area(loader, &area);
}

static ls_status default_title(ls_loader *loader)
{
    const char *slash = strrchr(loader->file, '/'), *base = slash ? slash + 1 : loader->file;
    loader->title = ls_utf8_clean(loader->areas->arena, base, strlen(base));
    return loader->title ? LS_OK : LS_E_NOMEM;
}

ls_status ls_geojson_read(ls_areas *areas, const char *file, const char *text, size_t size, ls_error *error)
{
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) { /* a byte order mark, which Windows programs write */
        text += 3;
        size -= 3;
    }
    ls_loader loader = {.areas = areas, .file = file, .text = text, .size = size, .error = error};
    size_t before = areas->count;
    json_t *root = NULL;
    ls_status status = default_title(&loader);
    if (!status)
        status = parse(&loader, &root);
    if (!status)
        status = read_root(&loader, root);
    json_decref(root);
    if (!status && areas->count == before)
        status =
            ls_error_set(error, LS_E_AREAS, "%s:1:1: there is no area in this file: nothing could be compared", file);
    return status;
}
