/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that stand alone (lone.h) among the rows that are known. */
#ifndef LS_TEXT_LONE_ROWS_H
#define LS_TEXT_LONE_ROWS_H

#include "text/chain.h"

/*
 * Is the line a row already, as a whole and without its frame? What lies on a row that surely is writing is a piece of it, or
 * two of them run together; what holds one, or a line in its frame, is the outline of something larger.
 */
bool ls_lone_known(const ls_chains *rows, const ls_point line[4], bool red);

/* Appends the line as a guess; its frame and its pieces among the rows make way for it. LS_E_NOMEM. */
ls_status ls_lone_add(const ls_point quad[4], bool framed, bool red, ls_chains *rows);

/* The same for a red one that may be wrong: what it overlaps stays. */
ls_status ls_lone_add_beside(const ls_point quad[4], ls_chains *rows);

#endif
