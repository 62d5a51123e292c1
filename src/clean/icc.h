/* SPDX-License-Identifier: Apache-2.0 */
/* Colour spaces that profiles of many makers describe, and their one description in a cleaned photo; and the values of other
 * profiles. */
#ifndef LS_CLEAN_ICC_H
#define LS_CLEAN_ICC_H

#include "clean/cleaner.h"

#define LS_ICC_MAX ((size_t)16 << 20) /* bytes of a profile: the largest in use, for printing, have three million */
#define LS_ICC_BROKEN_XYZ "\x17\xA5\x05\xB8"
#define LS_ICC_CHANNELS 15u /* ICC.1:2022, table 19: colour spaces have no more */

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

/*
 * icc_values.c: the numbers of a tag's value, for types that have nothing else, in *numbers (of the arena); empty for other types
 * and for a value that is shorter than it says. LS_E_NOMEM.
 */
ls_status ls_icc_value(const ls_bytes *value, ls_arena *arena, ls_bytes *numbers);

#endif
