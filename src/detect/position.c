/* SPDX-License-Identifier: Apache-2.0 */
/* A position, what the areas say to it, and what is left of one. */
#include "detect/detect.h"

#include <string.h>

/* Each reading of an unstated hemisphere is as likely as the others. */
static int confidence(const ls_position *position)
{
    return 100 >> (position->lat_sign_unknown + position->lon_sign_unknown);
}

static ls_status add(ls_detections *detections, const char *rule, const ls_position *position, const ls_hit *hit)
{
    ls_detection *detection;
    ls_status status = ls_detections_add(detections, rule, &detection);
    if (!detection)
        return status;
    detection->fact = position->fact;
    detection->position = position;
    if (hit) {
        detection->hit = hit;
        detection->confidence = confidence(position);
    }
    return LS_OK;
}

static ls_status add_hits(const ls_place_result *place, ls_detections *detections)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < place->hit_count && !status; i++) {
        const ls_hit *hit = &place->hits[i];
        const char *rule = hit->secret                  ? "place.secret-area"
                           : hit->relation == LS_INSIDE ? "place.inside"
                                                        : "place.near";
        status = add(detections, rule, place->position, hit);
    }
    return status;
}

/* The same position in the same carrier, e.g. written twice by a careless program, is told once. */
static bool repeated(const ls_evidence *evidence, size_t index)
{
    const ls_position *one = &evidence->positions[index];
    for (size_t i = 0; i < index; i++) {
        const ls_position *other = &evidence->positions[i];
        if (one->lat == other->lat && one->lon == other->lon && one->fact && other->fact &&
            strcmp(one->fact->carrier, other->fact->carrier) == 0)
            return true;
    }
    return false;
}

static ls_status positions(const ls_evidence *evidence, ls_detections *detections)
{
    bool compared = evidence->areas_given && evidence->places;
    ls_status status = LS_OK;
    for (size_t i = 0; i < evidence->position_count && !status; i++) {
        const ls_position *position = &evidence->positions[i];
        if (repeated(evidence, i))
            continue;
        status = add(detections, "metadata.gps", position, NULL);
        if (!status && (position->lat_sign_unknown || position->lon_sign_unknown))
            status = add(detections, "place.hemisphere", position, NULL);
        if (!status && compared)
            status = add_hits(&evidence->places[i], detections);
    }
    if (!status && evidence->position_count && !compared)
        status = add(detections, "place.not-compared", &evidence->positions[0], NULL);
    return status;
}

/* ------------------------------------------------------------------------------------------------- remains */

/* Facts that tell of a place without being the position of the camera; the others only describe a position. */
static bool tells(const ls_fact *fact, bool has_position)
{
    switch (fact->key) {
    case LS_FACT_GPS_DEST_LAT: /* a place of its own, and one that is not compared with areas */
    case LS_FACT_GPS_DEST_LON: return true;
    case LS_FACT_GPS_LAT:
    case LS_FACT_GPS_LON:
    case LS_FACT_GPS_ALTITUDE:
    case LS_FACT_GPS_DIRECTION:
    case LS_FACT_GPS_TIME: return !has_position;
    default: return false;
    }
}

static bool has_position(const ls_evidence *evidence, const char *carrier)
{
    for (size_t i = 0; i < evidence->position_count; i++)
        if (evidence->positions[i].fact && strcmp(evidence->positions[i].fact->carrier, carrier) == 0)
            return true;
    return false;
}

/* Names of the keys, not their values: "gps.altitude, gps.time". */
static const char *names(const ls_evidence *evidence, const char *carrier, bool positioned, ls_arena *arena)
{
    const char *line = NULL;
    bool named[LS_FACT_COUNT] = {false};
    for (size_t i = 0; i < evidence->facts->count; i++) {
        const ls_fact *fact = &evidence->facts->items[i];
        if (named[fact->key] || !tells(fact, positioned) || strcmp(fact->carrier, carrier) != 0)
            continue;
        named[fact->key] = true;
        const char *name = ls_fact_key_name(fact->key);
        line = line ? ls_arena_printf(arena, "%s, %s", line, name) : name;
        if (!line)
            return NULL;
    }
    return line;
}

static bool told(const ls_detections *detections, const char *rule, const char *carrier)
{
    for (size_t i = 0; i < detections->count; i++)
        if (strcmp(detections->items[i].rule, rule) == 0 && strcmp(detections->items[i].fact->carrier, carrier) == 0)
            return true;
    return false;
}

static ls_status remains(const ls_evidence *evidence, ls_detections *detections)
{
    static const char rule[] = "metadata.gps-remains";
    for (size_t i = 0; i < evidence->facts->count; i++) {
        const ls_fact *fact = &evidence->facts->items[i];
        bool positioned = has_position(evidence, fact->carrier);
        if (!tells(fact, positioned) || told(detections, rule, fact->carrier))
            continue;
        ls_detection *detection;
        ls_status status = ls_detections_add(detections, rule, &detection);
        if (status)
            return status;
        if (!detection)
            continue;
        const char *value = names(evidence, fact->carrier, positioned, detections->arena);
        if (!value)
            return LS_E_NOMEM;
        detection->fact = fact;
        ls_detection_argument(detection, "value", value, false);
    }
    return LS_OK;
}

ls_status ls_detect_position(const ls_evidence *evidence, ls_detections *detections)
{
    ls_status status = positions(evidence, detections);
    if (!status)
        status = ls_detect_facts(evidence, LS_FACT_GPS_NO_FIX, "metadata.gps-no-fix", LS_USE_REASON, detections);
    if (!status)
        status = ls_detect_facts(evidence, LS_FACT_GPS_MALFORMED, "metadata.gps-malformed", LS_USE_REASON, detections);
    if (!status && evidence->facts)
        status = remains(evidence, detections);
    return status;
}
