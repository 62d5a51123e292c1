/* SPDX-License-Identifier: Apache-2.0 */
/* The colour that paper has in a small picture of a part of it: light falls on it unevenly, and other things lie on it.
 */
#ifndef LS_TEXT_PAPER_H
#define LS_TEXT_PAPER_H

#include "image/raster.h"

#include <stdbool.h>

/* Each channel is a surface of second order over the picture. */
#define LS_PAPER_TERMS 6
typedef struct ls_paper {
    double of[3][LS_PAPER_TERMS];
    double noise; /* gray levels that half of the paper's pixels do not differ from it by, see ls_paper_apart */
} ls_paper;

/*
 * Fits the paper of `picture` (gray or RGB, some dozens of pixels at least): the colour of most of its lower right
 * part, and of whatever goes on from there without a step. LS_E_FORMAT: there is no such colour. LS_E_NOMEM.
 */
ls_status ls_paper_fit(const ls_raster *picture, bool upper, ls_paper *paper);
/* How far the pixels around one are from the paper, gray levels: the mean of 3 × 3, in the channel that tells most. */
double ls_paper_apart(const ls_paper *paper, const ls_raster *picture, uint32_t x, uint32_t y);

#endif
