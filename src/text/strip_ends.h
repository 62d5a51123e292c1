/* SPDX-License-Identifier: Apache-2.0 */
/* Where a line really ends: 公 begins with a stroke that stands apart, and a row of glyphs may have been found without
 * it. */
#ifndef LS_TEXT_STRIP_ENDS_H
#define LS_TEXT_STRIP_ENDS_H

#include "image/raster.h"

#include <stdbool.h>

/*
 * Does an end of the strip (gray, dark on light; `margin`: rows above and below the line) cut through writing? What is
 * as high as the strip is the side of a frame or a page's edge, and no writing.
 */
bool ls_strip_is_cut(const ls_raster *strip, uint32_t margin, bool right);

/*
 * A strip that reaches further at that end, by `reach` columns: how many of them the glyph that was cut through takes.
 * 0 when it does not end there.
 */
uint32_t ls_strip_rest(const ls_raster *strip, uint32_t margin, bool right, uint32_t reach);

/*
 * How many of the `reach` columns beyond an end hold further glyphs of the line: the finder lost those, for they touch a frame or
 * are paler. 0: none, or what stands there is as high as the strip.
 */
uint32_t ls_strip_more(const ls_raster *strip, uint32_t margin, bool right, uint32_t reach);

#endif
