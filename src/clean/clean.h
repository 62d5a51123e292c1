/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A photo without what it carries: rebuilt from a list of what may be in it, with the same coded pictures, and proven before
 * anybody gets it. Runs in the core's child, in memory; nothing is written here.
 */
#ifndef LS_CLEAN_CLEAN_H
#define LS_CLEAN_CLEAN_H

#include "base/buffer.h"
#include "container/source.h"
#include "record/container.h"
#include "record/fact.h"
#include "record/stage.h"

typedef struct ls_clean_input {
    const ls_source *source;
    const ls_container *container; /* what ls_container_walk() says of it */
    const ls_facts *facts;         /* what ls_metadata_read() says of it: the values that must be gone */
    unsigned keep;                 /* LS_KEEP_… of lightseal.h: what stays on purpose */
} ls_clean_input;

/* True when files of this kind can be cleaned at all. */
bool ls_clean_knows(ls_kind kind);

/*
 * The cleaned file in *out (initialised by the caller, whose limit bounds it), and in *outcome LS_DONE: then it is proven that
 *   - a walk of it accounts for every byte, finds no problem and no carrier but those that a cleaned file may have,
 *   - what can be read in it is what was kept on purpose, with the values of the photo,
 *   - the coded pictures are those of the photo,
 *   - no value that was read from the photo stands anywhere in it, but for those that were kept.
 * Otherwise *outcome is LS_FAILED and says why (CLEAN_FORMAT, CLEAN_REFUSED, CLEAN_UNPROVEN, MALFORMED), and *out is empty.
 * LS_E_NOMEM when memory ran out.
 */
ls_status ls_clean_file(const ls_clean_input *input, ls_arena *arena, ls_buffer *out, ls_outcome *outcome);

#endif
