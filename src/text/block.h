/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that run the same way: a block of writing. */
#ifndef LS_TEXT_BLOCK_H
#define LS_TEXT_BLOCK_H

#include "text/chain.h"

typedef struct ls_block {
    double cosine, sine;  /* sums of the doubled angle, weighted by length: a row and its reverse are one direction */
    float angle;          /* of the rows, radians, −π/2…π/2 */
    float height;         /* mean of the rows' */
    double heights;
    size_t rows;
    bool light;           /* most of them are light on a darker ground */
    size_t lights;
    double left, top, right, bottom; /* in coordinates turned by `angle` */
} ls_block;

/* First pass of ls_block_add(): all rows, for the direction; second pass: those that share it, for the extent. */
void ls_block_start(ls_block *block);
void ls_block_add(ls_block *block, const ls_chain *chain, int pass);
/* The block with the room around it where its header or footer may stand; clockwise. */
void ls_block_region(const ls_block *block, ls_point region[4]);

#endif
