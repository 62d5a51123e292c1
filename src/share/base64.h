/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 as RFC 4648 section 4 defines it: padding required, no blanks, no bits left over. */
#ifndef LS_SHARE_BASE64_H
#define LS_SHARE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

/* Most bytes that `length` characters can hold. */
size_t ls_base64_room(size_t length);
/* Decodes into `out`, which has that room. False when the text is no base64; *size is then undefined. */
bool ls_base64_decode(const char *text, size_t length, unsigned char *out, size_t *size);

#endif
