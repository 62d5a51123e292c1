/* SPDX-License-Identifier: Apache-2.0 */
/* Ink against paper in a small picture, whatever the light: Otsu, IEEE Trans. SMC 9 (1979), 62–66. */
#ifndef LS_TEXT_OTSU_H
#define LS_TEXT_OTSU_H

#include "image/raster.h"

/* The last level of the lower of the two classes, 127 when there is but one level; `total`: the histogram's sum. */
int ls_otsu(const unsigned histogram[256], unsigned total);

typedef struct ls_two_classes { /* gray levels */
    int threshold;              /* the last level of the darker one */
    double dark, light;         /* their means; both 0 where there is but one level */
} ls_two_classes;

/* `gray` has one channel. */
ls_two_classes ls_two_classes_of(const ls_raster *gray);

#endif
