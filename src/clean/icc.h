/* SPDX-License-Identifier: Apache-2.0 */
/* Colour spaces that profiles of many makers describe, and their one description in a cleaned photo. */
#ifndef LS_CLEAN_ICC_H
#define LS_CLEAN_ICC_H

#include "clean/cleaner.h"

typedef struct ls_icc_space {
    bool colour;            /* RGB; otherwise gray, without primaries */
    double primaries[3][3]; /* X, Y, Z of red, green, blue, adapted to D50 */
    double gamma;           /* 0: the curve of sRGB (IEC 61966-2-1) */
} ls_icc_space;

extern const ls_icc_space ls_icc_spaces[];
extern const size_t ls_icc_space_count;

/* The space's curve at 0 to 1: from the stored value to light. */
double ls_icc_space_curve(const ls_icc_space *space, double x);
/* Its profile, the same bytes whatever the photo's was. */
void ls_icc_space_write(const ls_icc_space *space, ls_buffer *out);
/* The value of a curve (types curv and para) at 0 to 1; false for what is none. */
bool ls_icc_curve_at(const ls_bytes *curve, double x, double *y);

#endif
