/* SPDX-License-Identifier: Apache-2.0 */
/* The light in which a line is read: red ink is twice as dark in green light as in gray, and hardly there in red light. */
#ifndef LS_TEXT_LIGHT_H
#define LS_TEXT_LIGHT_H

#include "image/raster.h"

/* What a strip's gray is made of. */
typedef enum ls_light {
    LS_LIGHT_CLEAR,       /* luma, or green where that sets ink and ground much further apart */
    LS_LIGHT_THROUGH_RED, /* the same, but red where red ink lies over dark writing: a seal over the date */
    LS_LIGHT_RED_ALONE    /* redness: of a stamp across black print only the stamp is left */
} ls_light;

/* Gray from an RGB strip of one line, dark where its ink is. `gray` is allocated here. LS_E_NOMEM, LS_E_FORMAT. */
ls_status ls_light_gray(const ls_raster *rgb, ls_light light, ls_raster *gray);

#endif
