/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that stand alone, by their ink: chops in red, mostly in a frame, and short dark lines beside other writing, at any angle. */
#ifndef LS_TEXT_LONE_H
#define LS_TEXT_LONE_H

#include "image/raster.h"
#include "record/text.h"
#include "text/chain.h"

/*
 * `rgb` as in the first look. Appends the lines found to `rows` (a guess, LS_CERTAINTY_BESIDE; each reads from left to right or
 * from top to bottom), and takes out rows that are not sure and were the frame or a part of the line. Beside rows that are
 * certainly writing, or on a page of `text` where none is, any short line of its height counts; elsewhere only a red one with a
 * whole frame. All in pixels of `rgb`. LS_E_NOMEM.
 */
ls_status ls_lone_find(const ls_raster *rgb, const ls_text *text, ls_chains *rows);

#endif
