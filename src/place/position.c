/* SPDX-License-Identifier: Apache-2.0 */
#include "place/position.h"

#include <string.h>

static bool same_carrier(const ls_fact *one, const ls_fact *other)
{
    return strcmp(one->carrier, other->carrier) == 0;
}

/* A carrier that states several positions pairs its first latitude with its first longitude, and so on. */
static const ls_fact *longitude_of(const ls_facts *facts, const ls_fact *lat)
{
    size_t earlier = 0;
    for (const ls_fact *fact = facts->items; fact < lat; fact++)
        earlier += fact->key == LS_FACT_GPS_LAT && same_carrier(fact, lat);
    for (size_t i = 0; i < facts->count; i++) {
        const ls_fact *fact = &facts->items[i];
        if (fact->key == LS_FACT_GPS_LON && same_carrier(fact, lat) && earlier-- == 0)
            return fact;
    }
    return NULL;
}

/* ASCII only: the words are those of Exif 3.0 (GPSProcessingMethod) and of Android, whatever the locale. */
static bool same_word(const char *text, const char *word)
{
    for (; *word; text++, word++) {
        char letter = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
        if (letter != *word)
            return false;
    }
    return *text == 0;
}

static double error_radius(const ls_facts *facts, const ls_fact *lat)
{
    const ls_fact *stated = ls_facts_beside(facts, lat, LS_FACT_GPS_ERROR_M);
    if (stated && stated->real > 0) /* 0 is what writers put there that do not know */
        return stated->real;
    const ls_fact *method = ls_facts_beside(facts, lat, LS_FACT_GPS_METHOD);
    if (method && same_word(method->text, "cellid"))
        return LS_ERROR_CELL;
    if (method && (same_word(method->text, "network") || same_word(method->text, "wlan")))
        return LS_ERROR_NETWORK;
    const ls_fact *dop = ls_facts_beside(facts, lat, LS_FACT_GPS_DOP);
    if (dop && dop->real > 0)
        return dop->real * LS_ERROR_PER_DOP;
    return LS_ERROR_DEFAULT;
}

static ls_position make(const ls_facts *facts, const ls_fact *lat, const ls_fact *lon)
{
    ls_position position = {.lat = lat->real, .lon = lon->real, .error_m = error_radius(facts, lat), .fact = lat};
    const ls_fact *unstated = ls_facts_beside(facts, lat, LS_FACT_GPS_HEMISPHERE_UNSTATED);
    if (unstated) {
        position.lat_sign_unknown = strstr(unstated->text, "lat") != NULL;
        position.lon_sign_unknown = strstr(unstated->text, "lon") != NULL;
        if (!position.lat_sign_unknown && !position.lon_sign_unknown) /* words we do not know: assume the worst */
            position.lat_sign_unknown = position.lon_sign_unknown = true;
    }
    return position;
}

ls_status ls_positions_read(const ls_facts *facts, ls_position **positions, size_t *count)
{
    *positions = NULL;
    *count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < facts->count; i++) {
        const ls_fact *lat = &facts->items[i];
        const ls_fact *lon = lat->key == LS_FACT_GPS_LAT ? longitude_of(facts, lat) : NULL;
        if (!lon)
            continue;
        ls_position *list = ls_arena_grow(facts->arena, *positions, *count, &capacity, sizeof *list);
        if (!list)
            return LS_E_NOMEM;
        *positions = list;
        list[(*count)++] = make(facts, lat, lon);
    }
    return LS_OK;
}
