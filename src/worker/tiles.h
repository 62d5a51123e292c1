/* SPDX-License-Identifier: Apache-2.0 */
/* Long pictures (a screenshot of a whole conversation, a strip) are searched piece by piece at full size, not shrunk. */
#ifndef LS_WORKER_TILES_H
#define LS_WORKER_TILES_H

#include "image/raster.h"
#include "record/text.h"

/* The first look at one picture: ls_text_find() with what it takes. */
typedef ls_status ls_find_text(const ls_raster *raster, ls_text *text, void *user);

/* Is the picture so long that one look at the whole would see it shrunk? */
bool ls_tiles_needed(const ls_raster *raster);

/*
 * As `find` on the whole picture: pieces twice as long as they are wide, which share a quarter with the next, are
 * searched one after the other. What stands in a shared part is kept once; a line that runs through it is joined.
 */
ls_status ls_tiles_find(const ls_raster *raster, ls_find_text *find, void *user, ls_text *text);

#endif
