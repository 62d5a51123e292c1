/* SPDX-License-Identifier: Apache-2.0 */
/* The light in which a line is read: red ink is twice as dark in green light as in gray, and hardly there in red light. */
#ifndef LS_TEXT_LIGHT_H
#define LS_TEXT_LIGHT_H

#include "image/raster.h"

/*
 * Gray from an RGB strip of one line: its luma, or its green where that sets ink and ground much further apart. `gray` is
 * allocated here. LS_E_NOMEM, LS_E_FORMAT.
 */
ls_status ls_light_choose(const ls_raster *rgb, ls_raster *gray);

/* The same, but its red where red ink lies over dark writing: a seal over the date. Only what is red would be lost there. */
ls_status ls_light_through_red(const ls_raster *rgb, ls_raster *gray);

#endif
