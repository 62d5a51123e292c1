/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Official documents by their look: a red rule under a row of large red characters is the head that GB/T 9704 gives to
 * documents of Chinese authorities. It is seen where no mark can be read: too small, covered, cut off, or not there.
 */
#include "detect/detect.h"

#include <string.h>

ls_status ls_detect_document(const ls_evidence *evidence, ls_detections *detections)
{
    const ls_text *text = evidence->text;
    for (size_t i = 0; text && i < text->page_count; i++) {
        const ls_page *page = &text->pages[i];
        if (!page->red_rule)
            continue;
        ls_detection *detection;
        ls_status status = ls_detections_add(detections, "document.red-header", &detection);
        if (status)
            return status;
        if (!detection)
            break;
        detection->has_quad = true;
        memcpy(detection->quad, page->quad, sizeof detection->quad);
    }
    return LS_OK;
}
