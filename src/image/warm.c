/* SPDX-License-Identifier: Apache-2.0 */
#include "image/decode.h"
#include "image/vision.h"

#include <libheif/heif.h>

ls_status ls_image_warm_up(void)
{
    /* registers the decoders that are compiled in; never undone, the process ends with it */
    struct heif_error error = heif_init(NULL);
    return error.code == heif_error_Ok ? ls_vision_warm_up() : LS_E_FORMAT;
}
