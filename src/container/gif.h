/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of GIF's blocks, for its walker and for who reads them. */
#ifndef LS_CONTAINER_GIF_H
#define LS_CONTAINER_GIF_H

#include "container/bytes.h"

/*
 * The sub-block at *at, which is behind it then. false: it was the empty one, the last; or there is none, and *at is beyond the end
 * of `data`. One that is cut short is followed by none.
 */
bool ls_gif_block(const ls_bytes *data, uint64_t *at, ls_bytes *block);

/*
 * Where the codes of an image end (GIF89a, appendix F): the offset behind the byte with the end code or, where there is none, with
 * the code of its last pixel. `at`: of the first sub-block; `least`: bits of a colour, which stand before it; `pixels`: of the image.
 * 0: the codes end before both, and decoders take what there is. `used`, when it is not NULL: the colours that pixels have are set to true;
 * codes that stand for several pixels are made of such as have come before.
 */
uint64_t ls_gif_codes_end(const ls_bytes *file, uint64_t at, unsigned least, uint64_t pixels, bool used[256]);

#endif
