/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A worker process seen from outside: start it, hand it a photo, read its bounded answer before the deadline, and turn
 * whatever goes wrong into an outcome. One worker does one photo at a time; the calls below are made by one thread at
 * a time. Nothing here touches the program's signal dispositions or children other than its own.
 */
#ifndef LS_ENGINE_WORKER_H
#define LS_ENGINE_WORKER_H

#include "record/answer.h"
#include "record/request.h"

typedef struct ls_worker ls_worker;

/* The detail of a CRASH outcome when seccomp ended the child. */
#define LS_FORBIDDEN_CALL "forbidden system call"

typedef enum ls_worker_program { LS_WORKER_CORE, LS_WORKER_READER } ls_worker_program;

/*
 * Starts the program with posix_spawn and a clean environment and returns at once: the program makes itself ready
 * while the caller goes on. LS_E_WORKER with the reason, LS_E_NOMEM.
 */
ls_status ls_worker_start(ls_worker_program program, ls_worker **worker, ls_error *error);
/* Ends the program and its child; waits for it. NULL is fine. */
void ls_worker_stop(ls_worker *worker);
/* For `tools/test share` and the tests: process id of the zygote, 0 when it is not running. */
int ls_worker_pid(const ls_worker *worker);

typedef struct ls_worker_call {
    const ls_request *request;
    const ls_box *boxes;        /* request->box_count of them */
    size_t answer_max;          /* bytes of the whole answer; 0: LS_ANSWER_MAX */
    int photo_fd;               /* -1 for operations without a photo */
    int64_t deadline;           /* ls_clock_ms() */
    const volatile int *cancel; /* or NULL; looked at every 50 ms at least */
    bool last;                  /* no other call follows for now: a core may end with this one, and is restarted if need be */
    void (*meanwhile)(void *user); /* or NULL: called once the request is on its way, before the answer is waited for */
    void *user;
} ls_worker_call;

/*
 * Sends the request, reads frames into *answer (initialised by the caller) and waits for the reply. LS_OK: the answer
 * ended with END and the child ended well; a reply of LS_OP_WARM needs neither. Otherwise *outcome says what happened
 * (DEADLINE, CRASH with the signal's name, KILLED, MEMORY, PROTOCOL, WORKER), what had arrived is in *answer, and the
 * worker is ready for the next photo or marked for a restart, which the next call does by itself. The status is then
 *   LS_E_DEADLINE   for DEADLINE           LS_E_LIMIT   for MEMORY
 *   LS_E_FORMAT     for PROTOCOL           LS_E_WORKER  for CRASH, KILLED and WORKER
 *   LS_E_CANCELLED  the cancel flag was seen
 *   LS_E_SANDBOX    the request says `require` and the sandbox cannot be had; the photo was not looked at
 *   LS_E_NOMEM      memory ran out on this side
 */
ls_status ls_worker_run(ls_worker *worker, const ls_worker_call *call, ls_answer *answer, ls_reply *reply,
                        ls_outcome *outcome);

#endif
