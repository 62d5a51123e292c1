/* SPDX-License-Identifier: Apache-2.0 */
/* What the samples of a PNG file hold and no viewer shows: colours of pixels that are fully transparent, colours that no pixel has. */
#ifndef LS_CLEAN_PNG_HIDDEN_H
#define LS_CLEAN_PNG_HIDDEN_H

#include "base/buffer.h"
#include "clean/png_lines.h"

typedef struct ls_png_survey {
    bool hidden;    /* fully transparent pixels have more than one colour: together they can show a picture */
    bool used[256]; /* of a palette: what some pixel has */
} ls_png_survey;

/* Is there anything to look for in pictures of this kind? */
bool ls_png_may_hide(const ls_bytes *header);
/* Looks at every pixel. LS_E_FORMAT when a picture is damaged, LS_E_NOMEM. */
ls_status ls_png_look(const ls_png_pictures *pictures, ls_arena *arena, ls_png_survey *survey);
/*
 * Codes a picture anew, with the same filters, so that fully transparent pixels are black: appends its zlib stream to `out`. The samples
 * that a viewer shows stay as they are. LS_E_FORMAT, LS_E_NOMEM.
 */
ls_status ls_png_blank(const ls_png_pictures *pictures, size_t index, ls_arena *arena, ls_buffer *out);
/*
 * Do the pictures show the same: the same opacity everywhere, the same colours where it is not 0, and in `after` none where it is? LS_E_FORMAT
 * when not, or when one is damaged; LS_E_NOMEM.
 */
ls_status ls_png_compare(const ls_png_pictures *before, const ls_png_pictures *after, ls_arena *arena);

#endif
