/* SPDX-License-Identifier: Apache-2.0 */
/* Short rows on a sheet of writing: a mark at the top of a page has two glyphs and stands by itself. */
#ifndef LS_TEXT_SHEET_H
#define LS_TEXT_SHEET_H

#include "record/text.h"
#include "text/chain.h"
#include "text/level.h"

/*
 * A row that by itself could be anything is likely writing (LS_CERTAINTY_BESIDE) when it lies on one of the text's pages,
 * or about a block of writing where no page has been made out, parallel to certain rows there and about as high; ink
 * that stands alone there and has the shape of a line is appended. Certainties have been set; quads of rows and pages
 * are in pixels of the full size. LS_E_NOMEM.
 */
ls_status ls_sheets_complete(const ls_levels *levels, const ls_text *text, ls_chains *rows);

#endif
