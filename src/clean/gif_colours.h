/* SPDX-License-Identifier: Apache-2.0 */
/* Which colours of a GIF file's tables some pixel has; the others can be anything. */
#ifndef LS_CLEAN_GIF_COLOURS_H
#define LS_CLEAN_GIF_COLOURS_H

#include "container/bytes.h"
#include "record/container.h"

/*
 * Of the table in the range `index`, which is the walker's of the screen or of an image's descriptor: *table is where in the range it
 * begins, `used` says which of its colours are seen (the background's, too).
 */
void ls_gif_colours(const ls_bytes *file, const ls_container *container, size_t index, size_t *table, bool used[256]);

#endif
