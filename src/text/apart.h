/* SPDX-License-Identifier: Apache-2.0 */
/* Rows by themselves on plain ground: the four glyphs of a board, a stamp on an empty sheet. */
#ifndef LS_TEXT_APART_H
#define LS_TEXT_APART_H

#include "text/chain.h"
#include "text/level.h"

/*
 * A row that by itself could be anything is worth a look (a guess, LS_CERTAINTY_BESIDE) when there is nothing but plain
 * ground all around it: leaves, bricks and windows have others of their kind beside them. Certainties have been set;
 * quads are in pixels of the full size.
 */
void ls_apart_raise(const ls_levels *levels, ls_chains *rows);

#endif
