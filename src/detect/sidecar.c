/* SPDX-License-Identifier: Apache-2.0 */
/* Files beside the photo. What they tell is told like the rest; that they are there, and go along when a folder is shared, is a
 * finding. */
#include "detect/detect.h"

#include "record/sidecar.h"

#include <string.h>

static bool is_record_of_edits(const ls_fact *fact)
{
    return strncmp(fact->carrier, LS_BESIDE_SIDECAR "aae", sizeof LS_BESIDE_SIDECAR "aae" - 1) == 0;
}

ls_status ls_detect_sidecar(const ls_evidence *evidence, ls_detections *detections)
{
    ls_status status = LS_OK;
    for (size_t i = 0; evidence->facts && i < evidence->facts->count && !status; i++) {
        const ls_fact *fact = &evidence->facts->items[i];
        ls_detection *detection = NULL;
        if (fact->key == LS_FACT_SIDECAR)
            status = ls_detections_add(detections, is_record_of_edits(fact) ? "metadata.edits" : "metadata.sidecar", &detection);
        if (!detection)
            continue;
        detection->fact = fact;
        ls_detection_argument(detection, "value", fact->text, false); /* made of the photo's own name, which heads the report */
    }
    return status;
}
