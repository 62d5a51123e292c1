/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the coded pictures of a WebP file really end: VP8 (RFC 6386), VP8L (RFC 9649, section 3) and alpha (section 2.7.1.2). Codes are
 * followed for the bits they stand for; no pixel is kept. What stands behind the last one no decoder looks at.
 */
#ifndef LS_CONTAINER_WEBP_CODED_H
#define LS_CONTAINER_WEBP_CODED_H

#include "base/arena.h"
#include "base/status.h"
#include "container/bytes.h"

#define LS_WEBP_PIECES 9u /* a lossy picture's header with its first partition, and up to eight partitions of tokens */

typedef enum ls_webp_ending {
    LS_WEBP_FOLLOWED,   /* to its last pixel, or to the end of the data where that comes first */
    LS_WEBP_DAMAGED,    /* there is no such code: no decoder makes a picture of it */
    LS_WEBP_UNFOLLOWED, /* more work or memory than is given to one file */
} ls_webp_ending;

typedef struct ls_webp_coded {
    ls_webp_ending ending;
    unsigned count;
    ls_span pieces[LS_WEBP_PIECES]; /* offsets in the data of what is used of it, when followed: ascending, the first from 0 */
} ls_webp_coded;

/* What one file may cost, all its frames together, and memory that they use one after the other. All zero, but for the arena. */
typedef struct ls_webp_means {
    ls_arena *arena;
    uint64_t steps;             /* of pixels and macroblocks that next to no bytes stand for */
    uint16_t *tables;           /* of prefix codes */
    size_t table_capacity;
    struct webp_group *groups;  /* of five codes each */
    size_t group_capacity;
    uint32_t *tiles;            /* which group is whose */
    size_t tile_capacity;
    unsigned char *columns;     /* what a macroblock leaves for the one below */
    size_t column_capacity;
} ls_webp_means;

/* `data`: the content of the chunk. Time is in proportion to its bytes, memory bounded. LS_OK, LS_E_NOMEM. */
ls_status ls_webp_follow_lossy(ls_webp_means *means, const ls_bytes *data, ls_webp_coded *coded);
ls_status ls_webp_follow_lossless(ls_webp_means *means, const ls_bytes *data, ls_webp_coded *coded);
/* Of ALPH; it has the size of the lossy picture that it is for. */
ls_status ls_webp_follow_alpha(ls_webp_means *means, const ls_bytes *data, uint32_t width, uint32_t height, ls_webp_coded *coded);

/* Makes room for `count` items of `size` bytes; what was in `array` is lost. NULL: out of memory. */
void *ls_webp_room(ls_arena *arena, void *array, size_t count, size_t *capacity, size_t size);

#endif
