/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a zlib stream (RFC 1950) of DEFLATE blocks (RFC 1951) really ends. Codes are followed for the lengths they stand for
 * and nothing
 * is put out, which takes a fifth of the time of decompressing it.
 */
#ifndef LS_CONTAINER_DEFLATE_H
#define LS_CONTAINER_DEFLATE_H

#include "container/bytes.h"

/* The next piece of the stream in *piece; false when there is none. Pieces may be empty. */
typedef bool ls_piece(void *user, ls_bytes *piece);

typedef struct ls_deflated {
    uint64_t used;   /* bytes of the stream that its first `wanted` bytes take, with end and checksum where nothing more follows */
    uint64_t length; /* what it decompresses to, as far as it could be followed */
    bool ended;      /* the stream's own end was found; else it is cut short or damaged at `used` */
} ls_deflated;

/* `wanted`: how much of what it decompresses to is used by whoever does. Takes time in proportion to the bytes of the stream. */
ls_deflated ls_deflate_follow(ls_piece *next, void *user, uint64_t wanted);

#endif
