/* SPDX-License-Identifier: Apache-2.0 */
/* Every picture of a file, one after the other, within limits that are said when they are reached. */
#ifndef LS_WORKER_FRAMES_H
#define LS_WORKER_FRAMES_H

#include "image/raster.h"
#include "worker/child.h"

/*
 * Finds and reads the text of one picture. text->glyph_budget says how many glyphs it may read. `decoded` is how its
 * decoding went, *outcome becomes how all of it went. Returns LS_EXIT_DONE, or an exit code that ends the child at once.
 */
typedef int ls_frame_look(ls_job *job, ls_raster *raster, ls_text *text, ls_outcome decoded, ls_outcome *outcome);

/*
 * Decodes the pictures of the job's photo and has each looked at, as long as request->frame_limit, and pixel and glyph
 * budgets that all share, allow. A picture that shows what the one before it did is not looked at again. The first look
 * may be at a smaller size (ls_decode_limits.least_side). Then the second pictures that the request names are held against
 * the first picture, and those that show something else are looked at, too. Writes the answer; the child's exit code.
 */
int ls_frames_check(ls_job *job, uint32_t least_side, ls_frame_look *look);

#endif
