/* SPDX-License-Identifier: Apache-2.0 */
/* A line cut out of the picture, straightened, dark on light, at the size that the recogniser likes. */
#ifndef LS_TEXT_STRIP_H
#define LS_TEXT_STRIP_H

#include "record/text.h"
#include "text/level.h"

typedef struct ls_strip {
    ls_raster gray;
    bool inverted;  /* the writing was lighter than its ground */
    bool leaned;    /* it was set upright */
    bool framed;    /* it was cut out of a frame that showed in the strip */
    float height;   /* of the line, in heights of its outline: less than 1 for what was found in a frame */
    float from, to; /* where the line's own ends lie in the strip's width, 0–1 */
} ls_strip;

/*
 * `quad` in pixels of levels->gray[0], its first corner the text's own top left, counter-clockwise for mirrored writing,
 * which is cut out unmirrored. `roomy`: with more ground
 * around it and smaller, for a line whose outline may be wrong. Light writing is inverted.
 * LS_E_NOMEM, LS_E_FORMAT for a degenerate quadrilateral, LS_E_LIMIT for one that is too long.
 */
ls_status ls_strip_cut(const ls_levels *levels, const ls_point quad[4], bool roomy, ls_strip *strip);

/*
 * Has the line a frame of its own, as a stamp has? `quad`: its outline, pixels of levels->gray[0], whichever way it runs.
 * *framed is false for what cannot be cut. LS_E_NOMEM.
 */
ls_status ls_strip_seek_frame(const ls_levels *levels, const ls_point quad[4], bool *framed);

#endif
