/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures inside the photo that show what was cropped away or covered in it, or something else: somebody meant it to be gone. */
#include "detect/detect.h"

static const char *rule_of(ls_showing showing)
{
    switch (showing) {
    case LS_SHOWS_UNCROPPED: return "metadata.second-uncropped";
    case LS_SHOWS_REDACTED: return "metadata.second-unredacted";
    case LS_SHOWS_OTHER: return "metadata.second-other";
    default: return NULL;
    }
}

ls_status ls_detect_second(const ls_evidence *evidence, ls_detections *detections)
{
    for (size_t i = 0; i < evidence->second_count; i++) {
        const ls_second_evidence *second = &evidence->seconds[i];
        const char *rule = rule_of(second->showing);
        ls_detection *detection = NULL;
        ls_status status = rule ? ls_detections_add(detections, rule, &detection) : LS_OK;
        if (status)
            return status;
        if (detection)
            detection->fact = &second->fact;
    }
    return LS_OK;
}
