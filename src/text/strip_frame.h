/* SPDX-License-Identifier: Apache-2.0 */
/* The frame of a small stamp, which its row was taken for: the writing in it is half as high as the strip makes it. */
#ifndef LS_TEXT_STRIP_FRAME_H
#define LS_TEXT_STRIP_FRAME_H

#include "image/raster.h"

#include <stdbool.h>

typedef struct ls_strip_box { /* shares of the strip's width and height */
    double left, top, right, foot;
} ls_strip_box;

/* `strip`: gray, dark on light. Four sides with plain ground between them and what they hold; `inside`: what lies within. */
bool ls_strip_frame(const ls_raster *strip, ls_strip_box *inside);

#endif
