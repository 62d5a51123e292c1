/* SPDX-License-Identifier: Apache-2.0 */
/* Thumbnails and previews: they keep what was cropped away or covered in the picture itself. */
#include "detect/detect.h"

ls_status ls_detect_thumbnail(const ls_evidence *evidence, ls_detections *detections)
{
    return ls_detect_facts(evidence, LS_FACT_THUMBNAIL, "metadata.thumbnail", LS_USE_COUNT, detections);
}
