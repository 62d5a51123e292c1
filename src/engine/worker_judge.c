/* SPDX-License-Identifier: Apache-2.0 */
/* What it means for a photo that a process ended as it did. */
#include "engine/worker_parts.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static const char *signal_name(int number, char room[32])
{
    const char *name = sigabbrev_np(number);
    if (!name)
        return "an unknown signal";
    memcpy(room, "SIG", 3);
    size_t size = strlen(name);
    memcpy(room + 3, name, size < 28 ? size : 28);
    room[3 + (size < 28 ? size : 28)] = 0;
    return room;
}

static ls_status judge_signal(int number, ls_outcome *outcome)
{
    char room[32];
    switch (number) {
    case SIGXCPU: /* RLIMIT_CPU, which follows the time budget */
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DEADLINE, "%s", "");
        return LS_E_DEADLINE;
    case SIGKILL: /* the kernel short of memory, or somebody else: the two cannot be told apart */
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_KILLED, "SIGKILL");
        return LS_E_WORKER;
    case SIGSYS: /* seccomp */
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_CRASH, LS_FORBIDDEN_CALL);
        return LS_E_WORKER;
    default:
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_CRASH, "%s", signal_name(number, room));
        return LS_E_WORKER;
    }
}

static ls_status judge_exit(int code, const ls_answer *answer, ls_outcome *outcome)
{
    switch (code) {
    case LS_EXIT_DONE:
        if (answer->ended)
            return LS_OK;
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_PROTOCOL, "it has no end");
        return LS_E_FORMAT;
    case LS_EXIT_MEMORY: *outcome = ls_outcome_make(LS_FAILED, LS_REASON_MEMORY, "%s", ""); return LS_E_LIMIT;
    case LS_EXIT_SANDBOX:
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_WORKER, "the sandbox could not be entered");
        return LS_E_WORKER;
    default: *outcome = ls_outcome_make(LS_FAILED, LS_REASON_CRASH, "exit code %d", code); return LS_E_WORKER;
    }
}

ls_status ls_worker_judge(const ls_reply *reply, const ls_answer *answer, ls_outcome *outcome)
{
    if (WIFSIGNALED(reply->wait_status))
        return judge_signal(WTERMSIG(reply->wait_status), outcome);
    return judge_exit(WEXITSTATUS(reply->wait_status), answer, outcome);
}

ls_status ls_worker_judge_zygote(int wait_status, ls_outcome *outcome)
{
    char room[32];
    if (wait_status != -1 && WIFSIGNALED(wait_status))
        *outcome =
            ls_outcome_make(LS_FAILED, LS_REASON_WORKER, "it ended: %s", signal_name(WTERMSIG(wait_status), room));
    else if (wait_status != -1 && WIFEXITED(wait_status))
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_WORKER, "it ended: exit code %d", WEXITSTATUS(wait_status));
    else
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_WORKER, "it ended");
    return LS_E_WORKER;
}
