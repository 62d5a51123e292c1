/* SPDX-License-Identifier: Apache-2.0 */
/* What the files worker*.c share. */
#ifndef LS_ENGINE_WORKER_PARTS_H
#define LS_ENGINE_WORKER_PARTS_H

#include "engine/worker.h"

#include <sys/types.h>

struct ls_worker {
    ls_worker_program program;
    pid_t pid;  /* 0: not running, to be started by the next call */
    int pidfd;  /* waits and kills without the risk that the id was given to another process; -1: too old a kernel */
    int socket; /* our end of the control socket */
    /*
     * The program that we are in ignores SIGCHLD, or waits for children that are not its own: how a worker ended is lost
     * before we can ask. The zygote, which waits for its children itself, then has to stay.
     */
    bool end_unseen;
};

/* worker_spawn.c */
ls_status ls_worker_spawn(ls_worker *worker, ls_error *error);
/* Gives the zygote `grace_ms` to leave by itself, then kills it. Its wait status, -1 when nobody knows it. */
int ls_worker_reap(ls_worker *worker, int grace_ms);

/* worker_exchange.c: one request and its answer, once the worker runs. Sets worker->pid to 0 when it had to be reaped.
 */
ls_status ls_worker_exchange(ls_worker *worker, const ls_worker_call *call, ls_answer *answer, ls_reply *reply,
                             ls_outcome *outcome);

/* worker_judge.c: what a child's wait status means for its photo. */
ls_status ls_worker_judge(const ls_reply *reply, const ls_answer *answer, ls_outcome *outcome);
/* The zygote itself ended. */
ls_status ls_worker_judge_zygote(int wait_status, ls_outcome *outcome);

#endif
