/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bounded frames in which a worker's child answers. A frame is a type (u16), a zero (u16), a payload length (u32)
 * and the payload; numbers are little-endian, strings are a u32 length and bytes. The child is hostile as soon as a
 * photo has taken it over, so the reader checks every length, every enumeration and every bound.
 */
#ifndef LS_RECORD_FRAME_H
#define LS_RECORD_FRAME_H

#include "base/buffer.h"

#include <stdbool.h>

#define LS_FRAME_HEADER 8u
#define LS_FRAME_MAX (1u << 20)    /* bytes of one payload */
#define LS_ANSWER_MAX (32u << 20)  /* bytes of all frames of one answer */

typedef enum ls_frame_type {
    LS_FRAME_CONTAINER = 1,
    LS_FRAME_RANGE,
    LS_FRAME_PROBLEM,
    LS_FRAME_FACT,
    LS_FRAME_TAG,     /* one tag's value: see record/tag_value.h */
    LS_FRAME_TAGS_LEFT_OUT, /* u64: how many more there are */
    LS_FRAME_TEXT,
    LS_FRAME_PAGE,
    LS_FRAME_LINE,
    LS_FRAME_DOUBT,
    LS_FRAME_SEAL,
    LS_FRAME_CODE,
    LS_FRAME_PATCH,
    LS_FRAME_OUTCOME, /* stage, state, reason, detail */
    LS_FRAME_PROBE,   /* one line of a sandbox probe: u32 probe, u8 passed */
    LS_FRAME_DRAWING, /* u32 width, u32 height: see record/drawing.h */
    LS_FRAME_PIECE,   /* bytes of it */
    LS_FRAME_COPY,    /* bytes of a cleaned photo: see record/delivery.h */
    LS_FRAME_CLEANED, /* state, reason, detail: behind them, whether they are proven, or why there are none */
    LS_FRAME_END,     /* always last; an answer without it is cut short */
    LS_FRAME_INNER,   /* a file inside the photo; before the ranges */
    LS_FRAME_SECOND   /* what a second picture shows: index in the request, ls_showing */
} ls_frame_type;

/* Writing: appends one frame to `out`. Begin gives the offset that end needs. */
size_t ls_frame_begin(ls_buffer *out, ls_frame_type type);
void ls_frame_end(ls_buffer *out, size_t begin);
void ls_put_u8(ls_buffer *out, uint8_t value);
void ls_put_u16(ls_buffer *out, uint16_t value);
void ls_put_u32(ls_buffer *out, uint32_t value);
void ls_put_u64(ls_buffer *out, uint64_t value);
void ls_put_f64(ls_buffer *out, double value);
void ls_put_text(ls_buffer *out, const char *text);

/* Reading: a cursor with a sticky error. After a failure every get gives 0 or "" and `failed` is true. */
typedef struct ls_cursor {
    const unsigned char *at, *end;
    bool failed;
} ls_cursor;

uint8_t ls_get_u8(ls_cursor *in);
uint16_t ls_get_u16(ls_cursor *in);
uint32_t ls_get_u32(ls_cursor *in);
uint64_t ls_get_u64(ls_cursor *in);
double ls_get_f64(ls_cursor *in); /* NaN and infinities fail */
/* Borrowed bytes, not NUL-terminated; at most `limit` of them. */
const char *ls_get_text(ls_cursor *in, size_t limit, size_t *size);
/* An enumeration value below `count`; fails otherwise. */
unsigned ls_get_enum(ls_cursor *in, unsigned count);
/* All of the payload was used and nothing failed. */
bool ls_cursor_finished(const ls_cursor *in);

/*
 * Takes the next frame off `in`. LS_OK with type and payload; LS_E_FORMAT when the bytes are no frame; LS_E_LIMIT when
 * the frame is too large. `in->at == in->end` is the end of the bytes.
 */
ls_status ls_frame_next(ls_cursor *in, unsigned *type, ls_cursor *payload);

#endif
