/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one bounded reader of everything left of the wall: a view of bytes that knows where in the file they stand. Every
 * access is checked; beyond the end a number is 0 and a part is empty, so a caller asks ls_bytes_has() where the
 * difference matters. Nothing here recurses and nothing allocates.
 */
#ifndef LS_CONTAINER_BYTES_H
#define LS_CONTAINER_BYTES_H

#include "container/source.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ls_bytes {
    const unsigned char *data;
    size_t size;
    uint64_t from, to; /* where in the file: data[i] is byte from + i, unless decoded */
    bool decoded;      /* inflated or put together out of [from, to): single bytes have no place of their own */
} ls_bytes;

typedef struct ls_span {
    uint64_t from, to;
} ls_span;

ls_bytes ls_bytes_file(const ls_source *source);
/* Bytes that were made out of what stands at `where`. */
ls_bytes ls_bytes_decoded(const void *data, size_t size, ls_span where);
bool ls_bytes_has(const ls_bytes *bytes, uint64_t offset, uint64_t length);
/* The part [offset, offset + length), cut at the end of `bytes`. */
ls_bytes ls_bytes_part(const ls_bytes *bytes, uint64_t offset, uint64_t length);
ls_bytes ls_bytes_after(const ls_bytes *bytes, uint64_t offset);
/* Where [offset, offset + length) stands in the file; all of it for decoded bytes. */
ls_span ls_bytes_where(const ls_bytes *bytes, uint64_t offset, uint64_t length);

unsigned ls_bytes_u8(const ls_bytes *bytes, uint64_t offset);
unsigned ls_bytes_u16(const ls_bytes *bytes, uint64_t offset, bool big);
uint32_t ls_bytes_u32(const ls_bytes *bytes, uint64_t offset, bool big);
uint64_t ls_bytes_u64(const ls_bytes *bytes, uint64_t offset, bool big);
bool ls_bytes_match(const ls_bytes *bytes, uint64_t offset, const void *expected, size_t size);
/* Offset of the first `value` at or after `offset`; bytes->size when there is none. */
size_t ls_bytes_find(const ls_bytes *bytes, uint64_t offset, unsigned char value);

#endif
