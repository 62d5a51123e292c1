/* SPDX-License-Identifier: Apache-2.0 */
/* Files inside files: what stands behind a picture's end, or in a part that is made to hold a file, is walked as one. */
#ifndef LS_CONTAINER_NEST_H
#define LS_CONTAINER_NEST_H

#include "container/walker.h"

/* A file of this depth is still looked into; 1 is one that stands in the photo itself. */
#define LS_NEST_DEPTH 4

/* Where files may begin, as an index in the photo says. */
typedef struct ls_marks {
    uint64_t at[LS_INNER_MAX];
    size_t count;
} ls_marks;

typedef struct ls_found {
    uint64_t at;
    ls_kind kind;
    bool marked; /* an index names the place */
    bool sure;   /* it stands where a file would: at the start, behind zeros, where an index says */
} ls_found;

/*
 * The first file of a format that has a walker, or will have one, in bytes [from, to) of the photo. `sought` is `from`, or behind
 * it when what begins before it was looked at and is none. False when there is none.
 */
bool ls_nest_find(const ls_bytes *photo, uint64_t from, uint64_t to, uint64_t sought, const ls_marks *marks, ls_found *found);

/*
 * Replaces ranges of `container`, which is that of the whole `photo` alone, by those of the files inside: each is noted
 * (ls_inner) and walked, its parts have the path of the range in front of theirs. Of a file inside the photo carriers, padding
 * and unknown
 * bytes keep their role; all else is LS_ROLE_TRAILING, so that nothing of it passes for the picture, and what that file's own
 * walker calls
 * trailing is LS_ROLE_UNKNOWN. Bytes behind its end are searched like those before it. Problems in such a file are told and are
 * not fatal for the photo: `whole` says so. Files beyond LS_INNER_MAX, or deeper than LS_NEST_DEPTH, stay the ranges that they
 * were.
 * LS_E_NOMEM.
 */
ls_status ls_nest(const ls_bytes *photo, ls_container *container);

#endif
