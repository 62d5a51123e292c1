/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at a picture through the text map: is what the finder guessed at writing? */
#ifndef LS_TEXT_LOOK_H
#define LS_TEXT_LOOK_H

#include "text/chain.h"
#include "text/reader.h"

/*
 * Guesses of `rows` that the map sees no writing in lose their certainty; those of red ink or in a frame keep it, which the map
 * knows less of than their colour. Only where there are so many guesses that asking costs less than reading them. LS_E_NOMEM, LS_E_FORMAT.
 */
ls_status ls_look_judge(ls_text_model *model, const ls_raster *raster, double gain, ls_chains *rows);

#endif
