/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The zygote: waits for requests on LS_WORKER_FD, forks a child for each and watches over it. It never looks at a byte
 * of a photo, and trusts its children with one exit code.
 */
#ifndef LS_WORKER_SERVE_H
#define LS_WORKER_SERVE_H

#include "worker/child.h"

typedef struct ls_program {
    const char *name;
    bool threads;             /* its children may start threads */
    ls_child_function *check; /* LS_OP_CHECK, in the child */
    ls_child_function *clean; /* LS_OP_CLEAN, in the child; NULL in the reader */
    ls_child_function *sidecar; /* LS_OP_SIDECAR, in the child; NULL in the reader */
    ls_child_function *probe; /* LS_OP_PROBE beyond those of probe.c, in the child */
    ls_status (*warm_up)(void); /* once, before the first fork */
    /* The following are the reader's, NULL in the core. */
    ls_child_function *annotate;                    /* LS_OP_ANNOTATE, in the child */
    void (*prepare)(const ls_request *request);     /* what every photo takes; before each fork for one */
    void (*load)(const ls_request *request);        /* what a photo with text takes: LS_EXIT_LANGUAGES, LS_OP_WARM */
    bool (*load_before)(const ls_request *request); /* must that be done before the first fork? */
    void (*missing)(const ls_request *request, char *names, size_t room); /* for the reply */
} ls_program;

/* Serves until the parent closes its end. The program's exit status. */
int ls_serve(const ls_program *program);

#endif
