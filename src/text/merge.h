/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the classical finder and the lines of the text map made one list; what both found counts once. */
#ifndef LS_TEXT_MERGE_H
#define LS_TEXT_MERGE_H

#include "text/chain.h"

/* Takes the lines of `mapped` into `rows`. `mapped` stays as it is. LS_E_NOMEM. */
ls_status ls_merge(ls_chains *rows, const ls_chains *mapped);
/* Of lines that two looks at the map found, the finer one's stay (`fine`: those from that index on). */
void ls_merge_looks(ls_chains *mapped, size_t fine);

/* Does the point lie in one of the first `count` rows that are at least so certain? */
bool ls_chains_hold(const ls_chains *rows, size_t count, int certainty, ls_point point);

#define LS_WAY_SURE 75 /* of ls_chain.way: such a line is not tried the other way round */

/*
 * A line whose direction nobody is sure of is made to run as the finder's rows do, from left to right or from top to
 * bottom, unmirrored: what is found out about the others then holds for it as well.
 */
void ls_chain_forget_way(ls_chain *line);

/* Turns the row so that it runs the way of `line`, mirrored or not as that one is. */
void ls_chain_follow(ls_chain *row, const ls_chain *line);

#endif
