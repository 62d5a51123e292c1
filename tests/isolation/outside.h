/* SPDX-License-Identifier: Apache-2.0 */
/* A worker as the tests of this folder use it: one call, and what came of it. */
#ifndef LS_TESTS_ISOLATION_OUTSIDE_H
#define LS_TESTS_ISOLATION_OUTSIDE_H

#include "engine/worker.h"

#include <sys/types.h>

#define PATIENCE_MS 60000 /* a guard against hangs, never what a test is about */

struct outside {
    ls_worker_program program;
    ls_worker *worker;
    ls_arena *arena; /* of the last call */
    ls_request request;
    const ls_box *boxes; /* request.box_count of them */
    ls_answer answer;
    ls_reply reply;
    ls_outcome outcome;
    int photo; /* descriptor, -1 for none */
    const volatile int *cancel;
    ls_drawing *drawing; /* where a drawing goes, or NULL */
    bool last; /* what follows is the last call for now */
};

/* Starts the worker; the request is a CHECK of `photo` under a required sandbox. */
void outside_start(struct outside *o, ls_worker_program program, const void *photo, size_t size);
void outside_stop(struct outside *o);
/* Makes the call with `patience_ms` until its deadline. */
ls_status outside_run(struct outside *o, int patience_ms);
/* One LS_OP_PROBE; the request is as before afterwards. */
ls_status outside_probe(struct outside *o, ls_probe probe, int patience_ms);
/* The worker is as good as new: a check of the photo comes to its end. */
void outside_assert_works(struct outside *o);

/* A JPEG that holds nothing but its structure and one gray 8×8 block. */
extern const unsigned char outside_jpeg[];
extern const size_t outside_jpeg_size;

/* The only child of process `parent`, waited for; 0 when none came. */
pid_t outside_child_of(pid_t parent);
/* Waits until the process is gone or a zombie. */
bool outside_is_gone(pid_t pid);
/* How many descriptors a process has open; -1 when that cannot be read. */
int outside_descriptors(pid_t pid);

#endif
