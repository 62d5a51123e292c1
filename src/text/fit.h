/* SPDX-License-Identifier: Apache-2.0 */
/* A straight line through middles of marks, and the quadrilateral and features of the row they make. */
#ifndef LS_TEXT_FIT_H
#define LS_TEXT_FIT_H

#include "text/chain.h"

typedef struct ls_fit {
    double count, x, y, xx, xy, yy; /* sums */
} ls_fit;

static inline void ls_fit_add(ls_fit *fit, double x, double y)
{
    fit->count += 1;
    fit->x += x;
    fit->y += y;
    fit->xx += x * x;
    fit->xy += x * y;
    fit->yy += y * y;
}

/* Direction (unit) of the line that is nearest to the points, distances measured across it. */
void ls_fit_direction(const ls_fit *fit, float *dx, float *dy);

/* Appends the row of these marks, with the unused ones that lie inside it; all of them become used. LS_E_NOMEM. */
ls_status ls_fit_chain(ls_marks *marks, const int *links, size_t count, ls_chains *chains);

#endif
