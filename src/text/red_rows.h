/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of red glyphs, by their colour alone: a stamp across black print is one row again, and on a sheet in the shade it stands
 * out from a ground that has no colour.
 */
#ifndef LS_TEXT_RED_ROWS_H
#define LS_TEXT_RED_ROWS_H

#include "image/raster.h"
#include "text/chain.h"

/* A row of `rows` that goes on in red is made as long as it is; one that is not known is appended as a guess. LS_E_NOMEM, LS_E_LIMIT. */
ls_status ls_red_rows_find(const ls_raster *rgb, ls_chains *rows);

#endif
