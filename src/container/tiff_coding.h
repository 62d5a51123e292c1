/* SPDX-License-Identifier: Apache-2.0 */
/* Where the coded data of a strip or tile end: what stands behind that is decoded by nobody. */
#ifndef LS_CONTAINER_TIFF_CODING_H
#define LS_CONTAINER_TIFF_CODING_H

#include "container/bytes.h"

typedef enum ls_coded {
    LS_CODED_UNKNOWN, /* a coding that is not followed, or one of a kind that is not */
    LS_CODED_ENDS,
    LS_CODED_MORE,   /* more is decoded than the rows need, which nobody shows */
    LS_CODED_DAMAGED /* before the rows are whole: what decoders make of it, and where they stop, is their own */
} ls_coded;

/* True for codings that ls_tiff_coded_end() follows: LZW, PackBits and deflate. */
bool ls_tiff_coding_followed(uint64_t compression);
/*
 * `needed`: bytes of the decoded strip or tile. With LS_CODED_ENDS *end is the offset in `data` behind the end code or, where there is
 * none, behind the code of the last byte that is needed. Takes time in proportion to the bytes of `data`, and no memory.
 */
ls_coded ls_tiff_coded_end(uint64_t compression, const ls_bytes *data, uint64_t needed, uint64_t *end);

#endif
