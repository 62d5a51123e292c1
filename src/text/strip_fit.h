/* SPDX-License-Identifier: Apache-2.0 */
/* Where in a strip its line really lies: an outline that was guessed from run-together ink is too high, or lies askew.
 */
#ifndef LS_TEXT_STRIP_FIT_H
#define LS_TEXT_STRIP_FIT_H

#include "image/raster.h"

#include <stdbool.h>

typedef struct ls_strip_fit { /* shares of the strip's height at its left and its right end */
    double top[2], foot[2];
    bool tails; /* one letter reached out of the strip: set by a look at it, and then it is looked for in a higher one */
} ls_strip_fit;

typedef enum ls_fit_answer {
    LS_FIT_GOOD, /* the line fills its outline as it is, or nothing tells */
    LS_FIT_FOUND,
    LS_FIT_OUTSIDE /* there is ink at the strip's upper or lower edge */
} ls_fit_answer;

/*
 * `strip`: gray, dark on light; `margin`: rows above and below the line's outline. `fit` is zero at first, and only LS_FIT_FOUND defines where the line lies.
 * LS_E_NOMEM.
 */
ls_status ls_strip_fit_line(const ls_raster *strip, uint32_t margin, ls_strip_fit *fit, ls_fit_answer *answer);

#endif
