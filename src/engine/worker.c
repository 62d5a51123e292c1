/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/worker_parts.h"

#include <stdlib.h>

/* An idle zygote leaves as soon as the socket closes; one that is loading a language needs this long to notice. */
#define LEAVE_MS 300

ls_status ls_worker_start(ls_worker_program program, ls_worker **worker, ls_error *error)
{
    ls_worker *made = malloc(sizeof *made);
    if (!made)
        return ls_error_set(error, LS_E_NOMEM, "%s", ls_status_text(LS_E_NOMEM));
    *made = (ls_worker){.program = program, .pidfd = -1, .socket = -1};
    ls_status status = ls_worker_spawn(made, error);
    if (status) {
        free(made);
        return status;
    }
    *worker = made;
    return LS_OK;
}

void ls_worker_stop(ls_worker *worker)
{
    if (worker)
        ls_worker_reap(worker, LEAVE_MS);
    free(worker);
}

int ls_worker_pid(const ls_worker *worker)
{
    return (int)worker->pid;
}

static ls_status run_once(ls_worker *worker, const ls_worker_call *call, ls_answer *answer, ls_reply *reply,
                          ls_outcome *outcome)
{
    ls_error error = {0};
    *outcome = ls_outcome_done();
    *reply = (ls_reply){.wait_status = -1};
    if (!worker->pid) {
        ls_status status = ls_worker_spawn(worker, &error);
        if (status) {
            *outcome = ls_outcome_make(LS_FAILED, LS_REASON_WORKER, "%.190s", error.text);
            return status;
        }
    }
    return ls_worker_exchange(worker, call, answer, reply, outcome);
}

ls_status ls_worker_run(ls_worker *worker, const ls_worker_call *call, ls_answer *answer, ls_reply *reply,
                        ls_outcome *outcome)
{
    bool unseen = worker->end_unseen;
    ls_status status = run_once(worker, call, answer, reply, outcome);
    if (unseen || !worker->end_unseen)
        return status;
    ls_answer_restart(answer);
    return run_once(worker, call, answer, reply, outcome);
}
