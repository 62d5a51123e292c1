/* SPDX-License-Identifier: Apache-2.0 */
/* Ink against paper in a small picture, whatever the light: Otsu, IEEE Trans. SMC 9 (1979), 62–66. */
#ifndef LS_TEXT_OTSU_H
#define LS_TEXT_OTSU_H

/* The last level of the lower of the two classes, 127 when there is but one level; `total`: the histogram's sum. */
int ls_otsu(const unsigned histogram[256], unsigned total);

#endif
