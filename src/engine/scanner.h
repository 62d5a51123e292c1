/* SPDX-License-Identifier: Apache-2.0 */
/* What a scanner's calls share. */
#ifndef LS_ENGINE_SCANNER_H
#define LS_ENGINE_SCANNER_H

#include "engine/engine.h"

struct ls_scanner {
    const ls_engine *engine;
    ls_worker *core, *reader; /* NULL until they are needed */
};

/* Address space of a child beyond the photo itself: the core's libraries take 30 MB, the reader's 1 GB with models. */
#define LS_CORE_MEMORY_MB 256u
#define LS_READER_MEMORY_MB 3072u
/* Cleaning holds the coefficients of the photo and of its copy at once: two bytes for each of up to 3 samples of 100 million pixels. */
#define LS_CLEAN_MEMORY_MB 2048u
/* Pixels to decode: three bytes each stay within the reader's memory. */
#define LS_PIXEL_LIMIT (100u * 1000 * 1000)

/* Starts the worker unless it is there. LS_E_WORKER with the reason, LS_E_NOMEM. */
ls_status ls_scanner_ensure(ls_worker **worker, ls_worker_program program, ls_error *error);
/* A request about a photo of `size` bytes that may take `budget_ms`; its operation and what it alone needs are to be set. */
ls_request ls_scanner_request(const ls_scanner *scanner, uint64_t size, uint32_t budget_ms, uint32_t memory_mb);

#endif
