/* SPDX-License-Identifier: Apache-2.0 */
/* The answer to LS_OP_CLEAN: the bytes of a cleaned photo, in pieces, which the parent puts into a file of its own making. */
#ifndef LS_RECORD_DELIVERY_H
#define LS_RECORD_DELIVERY_H

#include "record/frame.h"

/* ---- written by the child. */
#define LS_DELIVERY_PIECE ((size_t)60 << 10) /* bytes of a piece: with its frame just what a pipe holds at once */
/*
 * The largest copy of a photo of `size` bytes: cleaning only takes away, but coefficients may be written with other code tables, and a
 * small photo gets a whole colour profile.
 */
#define LS_DELIVERY_MAX(size) ((size) + (size) / 4 + (1u << 20))

void ls_delivery_put_piece(ls_buffer *out, const void *bytes, size_t size);

/* ---- read by the parent. */
typedef struct ls_delivery {
    ls_status (*piece)(const void *bytes, size_t size, void *user);
    void *user;
    uint64_t left; /* bytes that may still come */
} ls_delivery;

/* Hands on what it has read, and returns what that call did. LS_E_FORMAT: NULL, an empty piece, more than may come. */
ls_status ls_delivery_read_piece(ls_delivery *delivery, ls_cursor *in);

/* Bytes of the longest frames that a copy of a photo of `size` bytes comes in. */
size_t ls_delivery_frames_max(uint64_t size);

#endif
