/* SPDX-License-Identifier: Apache-2.0 */
/* What a scanner's calls share. */
#ifndef LS_ENGINE_SCANNER_H
#define LS_ENGINE_SCANNER_H

#include "engine/engine.h"
#include "engine/photo.h"

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

/* Bytes of a photo. A 100-megapixel raw file has 200 MB. */
#define LS_FILE_LIMIT ((uint64_t)512 << 20)

/* Runs a worker on a photo, and once more when its child died and the caller wants that. As ls_worker_run(). */
ls_status ls_scanner_call(ls_worker *worker, const ls_worker_call *call, bool retry, ls_answer *answer, ls_reply *reply,
                          ls_outcome *outcome);
/* Cancelled and refused sandboxes and no memory end a caller's request; every other failure is an outcome. */
bool ls_scanner_ends(ls_status status);

/* The sandboxes of a photo's children: the weakest counts. */
typedef struct ls_held {
    bool known; /* at least one child has run */
    ls_sandbox_state state;
} ls_held;

void ls_held_note(ls_held *held, const ls_reply *reply);
/* "seccomp+landlock", "seccomp", "off: REASON"; "" when no child has run. */
const char *ls_held_text(const ls_held *held, const ls_engine *engine);

/* A photo with the core worker. */
typedef struct ls_core_call {
    int fd;
    uint64_t size;
    uint32_t budget_ms;
    int64_t deadline; /* ls_clock_ms() */
    const volatile int *cancel;
    bool retry, last;
    int folder;       /* with `file`: where the photo's file stands, for what lies beside it; -1 for none */
    const char *file; /* what it is called there; NULL: nothing but its bytes is looked at */
    void (*meanwhile)(void *user); /* or NULL, as in ls_worker_call */
    void *user;
} ls_core_call;

/*
 * What every byte of the photo is, and what its carriers tell: into *answer (set up with the caller's arena) and, for the
 * stages container and metadata, into outcomes[]. Facts of its file's name and of what lies beside it come last and have no bytes.
 * A container whose bytes are not all accounted for is no done one. A status other than LS_OK ends the caller's request, too.
 */
ls_status ls_core_run(ls_scanner *scanner, const ls_core_call *call, ls_answer *answer, ls_outcome outcomes[LS_STAGE_COUNT],
                      ls_held *held, ls_error *error);

#endif
