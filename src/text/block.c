/* SPDX-License-Identifier: Apache-2.0 */
#include "text/block.h"

#include <math.h>

#define SHARED_COS 0.94 /* of twice the difference: rows of one page differ by perspective, up to 10° */
#define ROOM_ACROSS 44.0 /* heights of a row: from the last line of a short text down to the mark at the foot of A4 */
#define ROOM_ALONG 14.0  /* from the end of short lines to a mark in the corner */

void ls_block_start(ls_block *block)
{
    *block = (ls_block){.left = INFINITY, .top = INFINITY, .right = -INFINITY, .bottom = -INFINITY};
}

static void extend(ls_block *block, ls_point point)
{
    const double c = cos((double)block->angle), s = sin((double)block->angle);
    const double along = point.x * c + point.y * s, down = point.y * c - point.x * s;
    block->left = fmin(block->left, along);
    block->right = fmax(block->right, along);
    block->top = fmin(block->top, down);
    block->bottom = fmax(block->bottom, down);
}

void ls_block_add(ls_block *block, const ls_chain *chain, int pass)
{
    if (pass == 0) {
        block->cosine += (double)chain->length * cos(2 * (double)chain->angle);
        block->sine += (double)chain->length * sin(2 * (double)chain->angle);
        block->angle = (float)(atan2(block->sine, block->cosine) / 2);
        return;
    }
    if (cos(2 * ((double)chain->angle - (double)block->angle)) < SHARED_COS)
        return;
    block->rows++;
    block->lights += chain->light;
    block->light = 2 * block->lights > block->rows;
    block->heights += (double)chain->height;
    block->height = (float)(block->heights / (double)block->rows);
    for (int i = 0; i < 4; i++)
        extend(block, chain->quad[i]);
}

void ls_block_region(const ls_block *block, ls_point region[4])
{
    const double c = cos((double)block->angle), s = sin((double)block->angle), h = (double)block->height;
    const double left = block->left - ROOM_ALONG * h, right = block->right + ROOM_ALONG * h;
    const double top = block->top - ROOM_ACROSS * h, bottom = block->bottom + ROOM_ACROSS * h;
    const ls_point turned[4] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    for (int i = 0; i < 4; i++)
        region[i] = (ls_point){turned[i].x * c - turned[i].y * s, turned[i].x * s + turned[i].y * c};
}
