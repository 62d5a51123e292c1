/* SPDX-License-Identifier: Apache-2.0 */
/* Ⅰ, Ⅱ and Ⅲ before 급비밀 are uprights, and no recogniser tells two from one surely where they stand close: they are counted. */
#ifndef LS_TEXT_BARS_H
#define LS_TEXT_BARS_H

#include "text/ocr.h"

/*
 * `line` is a reading of `strip` (gray, dark on light). Where it says that bars stand before 급비밀 and the strip shows two or
 * three of them, they become one glyph, Ⅱ or Ⅲ.
 */
void ls_bars_count(const ls_raster *strip, ls_ocr_line *line);

#endif
