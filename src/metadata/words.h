/* SPDX-License-Identifier: Apache-2.0 */
/* Texts in the encodings that carriers use, and numbers in texts. No locale and no conversion tables of the system. */
#ifndef LS_METADATA_WORDS_H
#define LS_METADATA_WORDS_H

#include "metadata/meta.h"

/* UTF-8 when it is valid as such, else Latin-1. */
void ls_words_guess(ls_meta *meta, ls_fact_key key, const ls_bytes *text, const char *carrier);
/*
 * An Exif ASCII value. What stands behind a NUL (the editor in Copyright, remains in others) becomes a fact of its own
 * when it is text.
 */
void ls_words_ascii(ls_meta *meta, ls_fact_key key, const ls_bytes *value, const char *carrier);
void ls_words_utf16(ls_meta *meta, ls_fact_key key, const ls_bytes *value, bool big, const char *carrier);
/*
 * A value with the eight-byte character code of Exif 3.0 section 4.6.6 in front (UserComment, GPSProcessingMethod).
 * `big` is the block's byte order. What is not ASCII in a JIS text is not interpreted and noted as unread.
 */
void ls_words_coded(ls_meta *meta, ls_fact_key key, const ls_bytes *value, bool big, const char *carrier);
/*
 * A decimal number "[+-]12.5" or a fraction "25/2" at the start of the text, always with a point whatever the locale.
 * Returns how many bytes it takes, 0 when there is none.
 */
size_t ls_words_number(const char *text, size_t size, double *number);

#endif
