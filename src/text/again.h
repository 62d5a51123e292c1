/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of two looks at one picture, at half and at all of its pixels: each sees some that the other does not. */
#ifndef LS_TEXT_AGAIN_H
#define LS_TEXT_AGAIN_H

#include "text/reader.h"

/*
 * Is it worth searching all pixels? Where half of them may show writing there may be smaller writing beside it, unless they
 * showed a page of lines that are large enough for smaller ones to have been seen, too. Guesses may be writing where they stand
 * in a stack as the lines of a page do. LS_E_NOMEM.
 */
ls_status ls_again_is_worth(const ls_text *text, const ls_look_notes *notes, bool *worth);

/*
 * `text` and `notes` are those of the first look, `more` and `more_notes` those of a look at all pixels, `raster`, in the same
 * arena. Rows that the first look has not are added; where it has pieces of one that are not surely writing, the whole takes their
 * place. What it has seen stays as it was: half of the pixels have less noise. LS_E_NOMEM.
 */
ls_status ls_again_join(const ls_raster *raster, const ls_text *more, const ls_look_notes *more_notes, ls_text *text, ls_look_notes *notes);

#endif
