/* SPDX-License-Identifier: Apache-2.0 */
/* What a format's walker is given and what it may use; inside container/ only. */
#ifndef LS_CONTAINER_WALKER_H
#define LS_CONTAINER_WALKER_H

#include "container/bytes.h"
#include "record/container.h"

/*
 * A walker covers `file` with ranges from byte 0. What it leaves uncovered at the end becomes LS_ROLE_UNKNOWN. It ends
 * at once when a call below fails: *out is complete then, or memory has run out.
 */
typedef ls_status ls_walker(const ls_bytes *file, ls_container *out);
#define WALKER(kind, function) ls_walker function;
#include "container/walkers.def"
#undef WALKER

/* Runs a walker (or none, for NULL) and covers what it leaves. `out` has its arena, kind and size. */
ls_status ls_walk_with(ls_walker *walk, const ls_bytes *file, ls_container *out);
/* The same with the walker of out->kind. */
ls_status ls_walk_kind(const ls_bytes *file, ls_container *out);
/* Where the next range starts. */
uint64_t ls_walk_at(const ls_container *out);
/*
 * Adds the range up to `to`, or lengthens the last one when role and path are the same and it is no carrier. When only
 * one range is left it covers the rest of the file as unknown, with a fatal problem, and LS_E_LIMIT ends the walk.
 */
ls_status ls_walk_range(ls_container *out, uint64_t to, ls_role role, const char *path);
/* The same, always as a range of its own. */
ls_status ls_walk_apart(ls_container *out, uint64_t to, ls_role role, const char *path);
/* Makes neighbours one range where ls_walk_range() would have. */
void ls_walk_join(ls_container *out);
/* What stands after the end of the picture: trailing, or padding when every byte is 0x00 or every byte is 0xFF. */
ls_status ls_walk_trailing(const ls_bytes *file, ls_container *out, const char *trailing, const char *padding);

#endif
