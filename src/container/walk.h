/* SPDX-License-Identifier: Apache-2.0 */
/* Which format is this, and what is every byte of it? Formats are told by their magic number, never by a name. */
#ifndef LS_CONTAINER_WALK_H
#define LS_CONTAINER_WALK_H

#include "container/source.h"
#include "record/container.h"

/* By magic number alone; LS_KIND_NONE for what is no picture. */
ls_kind ls_container_sniff(const ls_source *source);

/* True when this version has a walker for the format. */
bool ls_container_walked(ls_kind kind);

/*
 * Walks the whole file. `container` has its arena set and is otherwise zero. LS_OK also for a malformed file: then
 * problems say at which byte and what, and the ranges still cover every byte. A kind without a walker in this version
 * gives one LS_ROLE_UNKNOWN range. LS_E_NOMEM, LS_E_LIMIT.
 *
 * A range covers a whole part: a JPEG segment with its marker and length, a PNG chunk with its length, type and CRC.
 * Neighbours of the same role and path are one range, except for carriers. Files inside the file are walked, too (ls_inner).
 */
ls_status ls_container_walk(const ls_source *source, ls_container *container);

#endif
