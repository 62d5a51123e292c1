/* SPDX-License-Identifier: Apache-2.0 */
/* What a cleaned copy may have: asked by the process that makes it, and by the parent of the one that reads it again. */
#ifndef LS_RECORD_COPY_H
#define LS_RECORD_COPY_H

#include "record/answer.h"

/* Is this a carrier that a cleaned file may have when `keep` (LS_KEEP_… of lightseal.h) was asked for? Numbers of pages count for nothing. */
bool ls_copy_may_have(const char *path, unsigned keep);
/* Is this a part that it may have? Behind its end there is nothing but a gain map that was asked for. */
bool ls_copy_may_hold(const ls_container *container, const ls_range *range, unsigned keep);
/* May it state this? */
bool ls_copy_may_state(ls_fact_key key, unsigned keep);
/*
 * Was all of it read, as the metadata stage's outcome says? Of a gain map that was asked for the picture need not be: no reader decodes
 * that of a HEIF file, and the photo's checks say so.
 */
bool ls_copy_is_read(const ls_outcome *metadata, unsigned keep);

/*
 * Is a file a cleaned copy of format `kind`, by what a process says that knows nothing of the photo? LS_DONE, or LS_FAILED with
 * CLEAN_UNPROVEN and what is wrong: it was not read whole, or it has or states what it may not.
 */
ls_outcome ls_copy_judge(const ls_answer *answer, ls_kind kind, unsigned keep);

#endif
