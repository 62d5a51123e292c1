/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LS_WORKER_ANNOTATE_H
#define LS_WORKER_ANNOTATE_H

#include "worker/child.h"

/*
 * LS_OP_ANNOTATE: decodes picture request->picture of the job's photo, as large as it is decoded, as it is shown, draws the job's
 * boxes on it and answers with it. The outcome of the text stage says how decoding went. The child's exit code.
 */
int ls_annotate_photo(ls_job *job);

#endif
