/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files inside the photo: a film clip, a second picture, a maker's trailer. What they tell is told like the rest; that
 * they are there is a finding.
 */
#include "detect/detect.h"

#include <inttypes.h>

static const char *rule_of(ls_kind kind)
{
    switch (kind) {
    case LS_KIND_VIDEO: return "metadata.motion-clip";
    case LS_KIND_NONE: return "metadata.trailing";
    default: return "metadata.second-picture";
    }
}

static ls_status tell(const ls_inner *inner, ls_detections *detections)
{
    ls_detection *detection;
    ls_status status = ls_detections_add(detections, rule_of(inner->kind), &detection);
    if (status || !detection)
        return status;
    const uint64_t bytes = inner->to - inner->from;
    ls_fact *fact = ls_arena_alloc(detections->arena, sizeof *fact);
    const char *count = ls_arena_printf(detections->arena, "%" PRIu64, bytes);
    if (!fact || !count)
        return LS_E_NOMEM;
    *fact = (ls_fact){.key = LS_FACT_CARRIER_TRAILING,
                      .integer = (int64_t)bytes,
                      .carrier = inner->path,
                      .from = inner->from,
                      .to = inner->to};
    detection->fact = fact;
    ls_detection_argument(detection, "count", count, false);
    return LS_OK;
}

ls_status ls_detect_inner(const ls_evidence *evidence, ls_detections *detections)
{
    const ls_container *container = evidence->container;
    ls_status status = LS_OK;
    for (size_t i = 0; container && i < container->inner_count && !status; i++)
        status = tell(&container->inner[i], detections);
    return status;
}
