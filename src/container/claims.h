/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For formats whose parts are found by offsets, in any order: TIFF's directories and strips, the extents of HEIF's items, the
 * chunks of MP4's tracks. Each part claims its bytes as it is found; in the end the claims become the walker's ranges.
 */
#ifndef LS_CONTAINER_CLAIMS_H
#define LS_CONTAINER_CLAIMS_H

#include "container/walker.h"

typedef struct ls_claim {
    uint64_t from, to; /* of the walked file */
    ls_role role;
    const char *path; /* borrowed until ls_claims_settle() */
    uint32_t order;   /* in which it was made */
} ls_claim;

typedef struct ls_claims {
    ls_container *out; /* its arena holds the claims, its problems tell of conflicts */
    ls_claim *items;
    size_t count, capacity;
} ls_claims;

/* More parts than ranges may come of: strips that lie between each other in the file become one range in the end. */
#define LS_CLAIMS_MAX 262144

/*
 * [from, from + length) is part of `path`; what lies beyond the end of the file is cut off, and of nothing is left nothing. A claim that
 * goes on where the last one ended is one with it, unless it is a carrier. Beyond LS_CLAIMS_MAX the rest of the file is covered as
 * unknown, with a fatal problem, and LS_E_LIMIT ends the walk. LS_E_NOMEM.
 */
ls_status ls_claims_add(ls_claims *claims, uint64_t from, uint64_t length, ls_role role, const char *path);

/*
 * Turns claims into ranges from where the walk stands up to `to`. Where claims overlap a carrier wins over what is none, since it has to
 * be read, and otherwise the one that was made first; when two overlap that differ in more than who made them, a problem says so.
 * Bytes in between are LS_ROLE_PADDING with the path `padding` when all are 0x00 or all are 0xFF, else LS_ROLE_UNKNOWN with the path
 * `unknown`. LS_E_NOMEM, LS_E_LIMIT.
 */
ls_status ls_claims_settle(ls_claims *claims, const ls_bytes *file, uint64_t to, const char *padding, const char *unknown);

#endif
