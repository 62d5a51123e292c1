/* SPDX-License-Identifier: Apache-2.0 */
/* Text that travels with the picture, bytes that belong to no structure, and carriers nobody interpreted. */
#include "detect/detect.h"

#include <string.h>

static bool stated(const ls_facts *facts, ls_fact_key key, const ls_range *range)
{
    for (size_t i = 0; facts && i < facts->count; i++) {
        const ls_fact *fact = &facts->items[i];
        /* a fact that cannot name its bytes is taken to mean these */
        if (fact->key == key && ((fact->from < range->to && range->from < fact->to) || fact->to == 0))
            return true;
    }
    return false;
}

static const ls_detection *of_path(const ls_detections *detections, const char *rule, const char *path)
{
    for (size_t i = 0; i < detections->count; i++) {
        const ls_detection *item = &detections->items[i];
        if (item->fact && strcmp(item->rule, rule) == 0 && strcmp(item->fact->carrier, path) == 0)
            return item;
    }
    return NULL;
}

/*
 * The walker's ranges with this role that no fact speaks of: metadata may have failed where the container did not, and
 * silence would then pass for "nothing there". One detection per path, its first range for evidence.
 */
static ls_status unstated(const ls_evidence *evidence, ls_role role, ls_fact_key key, const char *rule,
                          ls_detections *detections)
{
    const ls_container *container = evidence->container;
    if (container && container->range_count == 1 && container->ranges[0].role == LS_ROLE_UNKNOWN)
        return LS_OK; /* a file that nothing walked: the container's outcome says so for all of it */
    for (size_t i = 0; container && i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        if (role == LS_ROLE_TRAILING && range->inner)
            continue; /* the file inside the file is told as a whole */
        if (range->role != role || stated(evidence->facts, key, range) || of_path(detections, rule, range->path))
            continue;
        ls_detection *detection;
        ls_status status = ls_detections_add(detections, rule, &detection);
        if (status)
            return status;
        if (!detection)
            continue;
        uint64_t bytes = 0;
        for (size_t j = i; j < container->range_count; j++)
            if (container->ranges[j].role == role && strcmp(container->ranges[j].path, range->path) == 0)
                bytes += container->ranges[j].to - container->ranges[j].from;
        ls_fact *fact = ls_arena_alloc(detections->arena, sizeof *fact);
        const char *count = ls_arena_printf(detections->arena, "%llu", (unsigned long long)bytes);
        if (!fact || !count)
            return LS_E_NOMEM;
        *fact = (ls_fact){
            .key = key, .integer = (int64_t)bytes, .carrier = range->path, .from = range->from, .to = range->to};
        detection->fact = fact;
        ls_detection_argument(detection, "count", count, false);
    }
    return LS_OK;
}

ls_status ls_detect_carrier(const ls_evidence *evidence, ls_detections *detections)
{
    static const char trailing[] = "metadata.trailing", unknown[] = "metadata.unknown-bytes";
    ls_status status = ls_detect_facts(evidence, LS_FACT_NOTE_TEXT, "metadata.note", LS_USE_QUOTE, detections);
    if (!status)
        status = ls_detect_facts(evidence, LS_FACT_CARRIER_TRAILING, trailing, LS_USE_COUNT, detections);
    if (!status)
        status = unstated(evidence, LS_ROLE_TRAILING, LS_FACT_CARRIER_TRAILING, trailing, detections);
    if (!status)
        status = ls_detect_facts(evidence, LS_FACT_CARRIER_UNKNOWN, unknown, LS_USE_COUNT, detections);
    if (!status)
        status = unstated(evidence, LS_ROLE_UNKNOWN, LS_FACT_CARRIER_UNKNOWN, unknown, detections);
    if (!status)
        status = ls_detect_facts(evidence, LS_FACT_CARRIER_UNREAD, "metadata.unread", LS_USE_REASON, detections);
    return status;
}
