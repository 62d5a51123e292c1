/* SPDX-License-Identifier: Apache-2.0 */
/* Ⅰ, Ⅱ and Ⅲ before 급비밀 are uprights. Where the mark reader does not tell how many they are counted: Tesseract takes two for one. */
#ifndef LS_TEXT_BARS_H
#define LS_TEXT_BARS_H

#include "text/ocr.h"

#define LS_BARS_ROOM 1.4 /* heights of a line before 급비밀 in which its number stands: rows are often found without it */

/* Does the reading begin with 급비밀, or with bars before it? Then they are to be counted. */
bool ls_bars_wanted(const ls_ocr_line *line);

/*
 * The number that the mark reader saw before 급비밀 in the same strip becomes that of `line`, whatever stood there. false: it saw
 * none.
 */
bool ls_bars_take(const ls_ocr_line *marks, ls_ocr_line *line);

/*
 * How many uprights `strip` (gray, dark on light) shows before its first other glyph; one to three become the number of
 * `line`, a reading of the same writing.
 */
int ls_bars_count(const ls_raster *strip, ls_ocr_line *line);

#endif
