/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The answer to LS_OP_ANNOTATE: the size of a picture, then in pieces a zlib stream (RFC 1950) of its rows as PNG has them
 * (PNG, third edition, 9 and 10): 8-bit RGB, a filter byte before each row, not interlaced. The child makes no file: the
 * other side puts the stream into one of its own making, so that nothing but pixels can come of it, no metadata and no
 * chunk that somebody's viewer stumbles over. What the pixels show is the photo's business, as it always was.
 */
#ifndef LS_RECORD_DRAWING_H
#define LS_RECORD_DRAWING_H

#include "record/frame.h"

/* ---- written by the child. */
#define LS_DRAWING_PIECE ((size_t)60 << 10) /* bytes of a piece: with its frame just what a pipe holds at once */

void ls_drawing_put_size(ls_buffer *out, uint32_t width, uint32_t height);
void ls_drawing_put_piece(ls_buffer *out, const void *bytes, size_t size);

/* ---- read by the parent. */
typedef struct ls_drawing {
    uint32_t width, height; /* of the picture as it is stored: it may come lying on its side, as it is shown, or at half its size */
    uint32_t pixels;        /* where both are 0, nobody knows them: it may have so many pixels */
    ls_status (*begin)(uint32_t width, uint32_t height, void *user); /* once, before any piece */
    ls_status (*piece)(const void *bytes, size_t size, void *user);
    void *user;
    bool begun;
    uint64_t left; /* bytes that the stream may still have */
} ls_drawing;

/*
 * Both hand on what they have read, and return what that call did. LS_E_FORMAT: NULL for a drawing, a picture of another
 * size, a second size, a piece before it or without a byte, a stream that is longer than any of this size must be.
 */
ls_status ls_drawing_read_size(ls_drawing *drawing, ls_cursor *in);
ls_status ls_drawing_read_piece(ls_drawing *drawing, ls_cursor *in);

/* Bytes of the longest answer with a picture of so many pixels, frames and all. */
size_t ls_drawing_answer_max(uint32_t width, uint32_t height);

#endif
