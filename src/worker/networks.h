/* SPDX-License-Identifier: Apache-2.0 */
/* The networks that the reader's zygote has loaded, or has tried to. */
#ifndef LS_WORKER_NETWORKS_H
#define LS_WORKER_NETWORKS_H

#include "record/request.h"
#include "record/stage.h"
#include "text/reader.h"

typedef struct ls_networks {
    uint32_t tried, loaded;  /* bits as in ls_request.models */
    ls_text_model *text_map; /* NULL until it is loaded */
    ls_mark_reader *marks;   /* likewise */
} ls_networks;

/*
 * Loads those of `wanted` that were not tried before, from the folder LS_MODELS_FD. A file that OpenCV cannot use stays
 * out of `loaded`, and every photo's report says so.
 */
void ls_networks_load(ls_networks *networks, uint32_t wanted);

/* Done, or limited by those of `used` that were tried and cannot be used, with their names. */
ls_outcome ls_networks_outcome(const ls_networks *networks, uint32_t used);

#endif
