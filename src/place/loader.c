/* SPDX-License-Identifier: Apache-2.0 */
#include "place/loader.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX 1024u /* bytes of a name or title */
#define SHOWN_NAME 60  /* bytes of a name in an error */

void ls_loader_member(ls_loader *loader, const char *name)
{
    loader->path[loader->depth++] = (ls_step){.key = name};
}

void ls_loader_element(ls_loader *loader, size_t index)
{
    loader->path[loader->depth++] = (ls_step){.index = index};
}

void ls_loader_leave(ls_loader *loader)
{
    loader->depth--;
}

/* Bytes of the name that fit into an error without cutting a character. */
static int shown(const char *name)
{
    size_t size = strnlen(name, SHOWN_NAME + 1);
    if (size > SHOWN_NAME)
        for (size = SHOWN_NAME; ((unsigned char)name[size] & 0xC0) == 0x80;)
            size--;
    return (int)size;
}

ls_status ls_loader_fail(ls_loader *loader, const char *format, ...)
{
    char problem[200], feature[SHOWN_NAME + 40] = "";
    va_list list;
    va_start(list, format);
    vsnprintf(problem, sizeof problem, format, list);
    va_end(list);
    if (loader->feature && loader->name)
        snprintf(feature, sizeof feature, "feature %zu (%.*s): ", loader->feature, shown(loader->name), loader->name);
    else if (loader->feature)
        snprintf(feature, sizeof feature, "feature %zu: ", loader->feature);
    size_t line, column;
    ls_locate(loader->text, loader->size, loader->path, loader->depth, &line, &column);
    return ls_error_set(loader->error, LS_E_AREAS, "%s:%zu:%zu: %s%s", loader->file, line, column, feature, problem);
}

ls_status ls_loader_text(ls_loader *loader, const json_t *object, const char *name, const char **text)
{
    const json_t *value = json_object_get(object, name);
    *text = NULL;
    if (!value || json_is_null(value))
        return LS_OK;
    if (!json_is_string(value))
        return LS_LOADER_FAIL_AT(loader, name, "%s must be text", name);
    size_t size = json_string_length(value);
    if (size > TEXT_MAX)
        return LS_LOADER_FAIL_AT(loader, name, "%s is longer than %u bytes", name, TEXT_MAX);
    if (!size)
        return LS_OK;
    *text = ls_utf8_clean(loader->areas->arena, json_string_value(value), size);
    return *text ? LS_OK : LS_E_NOMEM;
}

ls_status ls_loader_metres(ls_loader *loader, const json_t *object, const char *name, double maximum, double *metres)
{
    const json_t *value = json_object_get(object, name);
    *metres = 0;
    if (!value || json_is_null(value))
        return LS_OK;
    if (!json_is_number(value))
        return LS_LOADER_FAIL_AT(loader, name, "%s must be a number of metres", name);
    *metres = json_number_value(value);
    if (*metres < 0 || *metres > maximum)
        return LS_LOADER_FAIL_AT(loader, name, "%s must be between 0 and %.0f metres", name, maximum);
    return LS_OK;
}

/*
 * Names of longitude and latitude on WGS-84, and on CGCS2000, which agrees with it to some centimetres. EPSG names are
 * written into GeoJSON with longitude first all the same (RFC 7946, section 4).
 */
static bool same_as_wgs84(const char *name)
{
    static const char *const names[] = {"WGS-84",
                                        "WGS84",
                                        "WGS 84",
                                        "CRS84",
                                        "OGC:CRS84",
                                        "urn:ogc:def:crs:OGC:1.3:CRS84",
                                        "EPSG:4326",
                                        "urn:ogc:def:crs:OGC::CRS84",
                                        "urn:ogc:def:crs:EPSG::4326",
                                        "CGCS2000",
                                        "EPSG:4490",
                                        "urn:ogc:def:crs:EPSG::4490"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

ls_status ls_loader_crs(ls_loader *loader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!value || json_is_null(value))
        return LS_OK;
    /* a name; or the object of GeoJSON 2008 that wraps one */
    const char *crs = json_string_value(value);
    if (!crs)
        crs = json_string_value(json_object_get(json_object_get(value, "properties"), "name"));
    if (!crs)
        return LS_LOADER_FAIL_AT(loader, name, "the coordinate reference system has no name");
    if (!same_as_wgs84(crs))
        return LS_LOADER_FAIL_AT(loader, name,
                                 "this version reads areas in WGS-84 (EPSG:4326, CRS84) and CGCS2000 alone");
    return LS_OK;
}
