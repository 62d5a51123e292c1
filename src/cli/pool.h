/* SPDX-License-Identifier: Apache-2.0 */
/* Many photos at once, one scanner per core, with the results in the order of the photos. */
#ifndef LS_CLI_POOL_H
#define LS_CLI_POOL_H

#include <lightseal/lightseal.h>

#include <stdbool.h>

typedef struct ls_pool_result {
    ls_status status;  /* of the job; anything but LS_OK comes without an answer */
    void *answer;      /* the pool has it dropped */
    bool opened;       /* the job's own note to `deliver` */
} ls_pool_result;

typedef struct ls_pool {
    const ls_engine *engine;
    size_t count; /* of photos */
    const volatile int *cancel;
    /* Called in any thread. */
    void (*job)(ls_scanner *scanner, size_t index, ls_pool_result *result, ls_error *error, void *user);
    void (*drop)(void *answer); /* NULL is fine for it */
    /* Called in the thread of ls_pool_run, index after index; not for what was cancelled. False ends the run. */
    bool (*deliver)(size_t index, const ls_pool_result *result, void *user);
    void *user;
} ls_pool;

/*
 * Runs the jobs. *delivered gets how many photos have an answer. LS_OK; LS_E_CANCELLED when the flag was seen or
 * `deliver` asked to stop; or the first failure that concerns every photo (no worker, no sandbox, no memory).
 */
ls_status ls_pool_run(const ls_pool *pool, size_t *delivered, ls_error *error);

#endif
