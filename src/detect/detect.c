/* SPDX-License-Identifier: Apache-2.0 */
#include "detect/detect.h"

#include <inttypes.h>
#include <string.h>

ls_status ls_detections_add(ls_detections *detections, const char *rule, ls_detection **detection)
{
    size_t same = 0;
    *detection = NULL;
    for (size_t i = 0; i < detections->count; i++)
        same += strcmp(detections->items[i].rule, rule) == 0;
    if (same >= LS_DETECTIONS_PER_RULE) {
        detections->left_out++;
        return LS_OK;
    }
    if (detections->count >= LS_DETECTIONS_MAX)
        return LS_E_LIMIT;
    ls_detection *items =
        ls_arena_grow(detections->arena, detections->items, detections->count, &detections->capacity, sizeof *items);
    if (!items)
        return LS_E_NOMEM;
    detections->items = items;
    *detection = &items[detections->count++];
    **detection = (ls_detection){.rule = rule, .confidence = 100};
    return LS_OK;
}

void ls_detection_argument(ls_detection *detection, const char *name, const char *value, bool sensitive)
{
    if (detection->argument_count < LS_ARGUMENTS_MAX)
        detection->arguments[detection->argument_count++] = (ls_argument){name, value, sensitive};
}

static bool same_value(const ls_fact *one, const ls_fact *other)
{
    if (strcmp(one->carrier, other->carrier) != 0)
        return false;
    switch (ls_fact_key_type(one->key)) {
    case LS_TYPE_TEXT: return strcmp(one->text, other->text) == 0;
    case LS_TYPE_INTEGER: return one->integer == other->integer;
    default: return one->real == other->real;
    }
}

static bool told(const ls_detections *detections, const char *rule, const ls_fact *fact)
{
    for (size_t i = 0; i < detections->count; i++) {
        const ls_detection *item = &detections->items[i];
        if (item->fact && ls_fact_key_type(item->fact->key) == ls_fact_key_type(fact->key) &&
            strcmp(item->rule, rule) == 0 && same_value(item->fact, fact))
            return true;
    }
    return false;
}

ls_status ls_detect_facts(const ls_evidence *evidence, ls_fact_key key, const char *rule, ls_fact_use use,
                          ls_detections *detections)
{
    for (size_t i = 0; evidence->facts && i < evidence->facts->count; i++) {
        const ls_fact *fact = &evidence->facts->items[i];
        if (fact->key != key || told(detections, rule, fact))
            continue;
        ls_detection *detection;
        ls_status status = ls_detections_add(detections, rule, &detection);
        if (status)
            return status;
        if (!detection)
            continue;
        detection->fact = fact;
        if (use == LS_USE_QUOTE) {
            detection->text = fact->text;
        } else if (use == LS_USE_REASON) {
            ls_detection_argument(detection, "value", fact->text, false);
        } else {
            const char *count = ls_arena_printf(detections->arena, "%" PRId64, fact->integer);
            if (!count)
                return LS_E_NOMEM;
            ls_detection_argument(detection, "count", count, false);
        }
    }
    return LS_OK;
}

ls_status ls_detect_run(const ls_evidence *evidence, ls_detections *detections)
{
    static ls_detector *const detectors[] = {
#define DETECTOR(name) ls_detect_##name,
#include "detect/detectors.def"
#undef DETECTOR
    };
    ls_status first = LS_OK;
    for (size_t i = 0; i < sizeof detectors / sizeof *detectors; i++) {
        ls_status status = detectors[i](evidence, detections);
        first = first ? first : status;
    }
    return first;
}
