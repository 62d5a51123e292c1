/* SPDX-License-Identifier: Apache-2.0 */
/*
 * QR and bar codes: that one is there, of which kind and where. What it says is the photo's text and may be a password or
 * a key, so it is quoted like any other text: masked, unless evidence is asked for.
 */
#include "detect/detect.h"

#include <string.h>

ls_status ls_detect_code(const ls_evidence *evidence, ls_detections *detections)
{
    const ls_text *text = evidence->text;
    for (size_t i = 0; text && i < text->code_count; i++) {
        const ls_code *code = &text->codes[i];
        ls_detection *detection;
        ls_status status = ls_detections_add(detections, "code.present", &detection);
        if (status)
            return status;
        if (!detection)
            continue;
        detection->has_quad = true;
        memcpy(detection->quad, code->quad, sizeof detection->quad);
        detection->text = code->content;
        ls_detection_argument(detection, "format", code->format, false);
    }
    return LS_OK;
}
