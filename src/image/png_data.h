/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LS_IMAGE_PNG_DATA_H
#define LS_IMAGE_PNG_DATA_H

#include <stddef.h>
#include <stdint.h>

/*
 * Is there anything in the IDAT chunks beside the pixels: bytes behind the end of the compressed stream, rows that the
 * header does not speak of, a stream that is damaged? NULL when not, else what it is, and *at the byte of the file where
 * it was noticed. A decoder skips all of it. The PNG has passed libpng, its header is whole.
 */
const char *ls_png_left_over(const unsigned char *data, size_t size, uint64_t *at);

#endif
