/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of ITU-T T.81 annex K, which most encoders write and which tell nothing. */
#ifndef LS_CONTAINER_JPEG_STANDARD_H
#define LS_CONTAINER_JPEG_STANDARD_H

#include "container/bytes.h"

/* Counts and values as in a DHT segment; empty for destinations that annex K has no table for. */
ls_bytes ls_jpeg_standard_huffman(bool ac, unsigned destination);
/* One of annex K's quantisation tables at some quality, 64 numbers of one byte or two. */
bool ls_jpeg_is_standard_quant(const ls_bytes *table);

#endif
