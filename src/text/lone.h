/* SPDX-License-Identifier: Apache-2.0 */
/* Chops: a line of red ink, mostly in a frame, at any angle. */
#ifndef LS_TEXT_LONE_H
#define LS_TEXT_LONE_H

#include "image/raster.h"
#include "record/text.h"
#include "text/chain.h"

/*
 * `rgb` as in the first look. Appends the lines that stand in chops to `rows` (a guess, LS_CERTAINTY_BESIDE), and takes out
 * rows that are not sure and were the frame or a part of the line. On a page of `text` or beside rows that are certainly
 * writing any short red line counts, elsewhere only one with a whole frame. All in pixels of `rgb`. LS_E_NOMEM.
 */
ls_status ls_lone_find(const ls_raster *rgb, const ls_text *text, ls_chains *rows);

#endif
