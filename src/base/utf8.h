/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 as RFC 3629 defines it: no surrogates, no overlong forms, at most U+10FFFF. */
#ifndef LS_BASE_UTF8_H
#define LS_BASE_UTF8_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Decodes the code point at `text` (of `size` bytes). Returns its length in bytes, 0 when it is not valid. */
size_t ls_utf8_decode(const char *text, size_t size, uint32_t *code_point);
/* Writes 1–4 bytes, returns how many; 0 for what is no code point. */
size_t ls_utf8_encode(uint32_t code_point, char out[4]);
bool ls_utf8_valid(const char *text, size_t size);
/*
 * A copy that is valid UTF-8 whatever came in: a bad byte becomes U+FFFD, C0, DEL and C1 controls and the
 * bidirectional overrides U+202A–U+202E, U+2066–U+2069 become U+FFFD too (a terminal would act on them). NULL: no memory.
 */
char *ls_utf8_clean(ls_arena *arena, const char *text, size_t size);
/* True when ls_utf8_clean would have nothing to replace. */
bool ls_utf8_is_clean(const char *text, size_t size);
/* The same for Latin-1 bytes and for UTF-16 (big: byte order; a BOM wins). */
char *ls_utf8_from_latin1(ls_arena *arena, const char *text, size_t size);
char *ls_utf8_from_utf16(ls_arena *arena, const void *text, size_t size, bool big);

#endif
