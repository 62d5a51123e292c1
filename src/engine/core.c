/* SPDX-License-Identifier: Apache-2.0 */
/* The first part of every photo's way: the core worker, and how far its two stages came. */
#include "engine/beside.h"

#include <stdio.h>
#include <string.h>

static bool child_died(const ls_outcome *outcome)
{
    return outcome->reason == LS_REASON_CRASH || outcome->reason == LS_REASON_KILLED ||
           outcome->reason == LS_REASON_WORKER || outcome->reason == LS_REASON_PROTOCOL;
}

ls_status ls_scanner_call(ls_worker *worker, const ls_worker_call *call, bool retry, ls_answer *answer, ls_reply *reply,
                          ls_outcome *outcome)
{
    ls_status status = ls_worker_run(worker, call, answer, reply, outcome);
    if (!retry || !child_died(outcome) || status == LS_E_CANCELLED || status == LS_E_SANDBOX)
        return status;
    ls_answer_restart(answer);
    return ls_worker_run(worker, call, answer, reply, outcome);
}

bool ls_scanner_ends(ls_status status)
{
    return status == LS_E_CANCELLED || status == LS_E_SANDBOX || status == LS_E_NOMEM;
}

void ls_held_note(ls_held *held, const ls_reply *reply)
{
    if (reply->wait_status == -1)
        return;
    if (!held->known || reply->sandbox < held->state)
        held->state = (ls_sandbox_state)reply->sandbox;
    held->known = true;
}

const char *ls_held_text(const ls_held *held, const ls_engine *engine)
{
    if (!held->known)
        return "";
    switch (held->state) {
    case LS_SANDBOX_SECCOMP_LANDLOCK: return "seccomp+landlock";
    case LS_SANDBOX_SECCOMP: return "seccomp";
    default: return engine->options->sandbox == 0 ? "off: asked for" : "off: not available here";
    }
}

static void take_outcomes(const ls_answer *answer, const ls_outcome *failure, bool ended, ls_outcome *outcomes)
{
    static const ls_stage stages[] = {LS_STAGE_CONTAINER, LS_STAGE_METADATA};
    for (size_t i = 0; i < 2; i++) {
        ls_stage stage = stages[i];
        if (answer->has_outcome[stage] && (ended || stage == LS_STAGE_CONTAINER))
            outcomes[stage] = answer->outcomes[stage];
        else
            outcomes[stage] = *failure;
    }
    if (answer->has_container && ls_container_complete(&answer->container))
        return;
    if (outcomes[LS_STAGE_CONTAINER].state == LS_DONE)
        outcomes[LS_STAGE_CONTAINER] =
            ls_outcome_make(LS_FAILED, LS_REASON_PROTOCOL, "%s", "not every byte was accounted for");
}

static ls_status run_photo(ls_scanner *scanner, const ls_core_call *call, bool last, ls_answer *answer,
                           ls_outcome outcomes[LS_STAGE_COUNT], ls_held *held, ls_error *error)
{
    if (!scanner->core)
        scanner->core = ls_engine_take_core(scanner->engine);
    ls_status status = ls_scanner_ensure(&scanner->core, LS_WORKER_CORE, error);
    if (status)
        return status;
    ls_request request = ls_scanner_request(scanner, call->size, call->budget_ms, LS_CORE_MEMORY_MB);
    if (call->file)
        snprintf(request.name, sizeof request.name, "%s", call->file);
    request.tags = answer->tags_wanted;
    const ls_worker_call work = {
        .request = &request, .photo_fd = call->fd, .deadline = call->deadline, .cancel = call->cancel, .last = last,
        .meanwhile = call->meanwhile, .user = call->user};
    ls_reply reply = {.wait_status = -1};
    ls_outcome failure = ls_outcome_done();
    status = ls_scanner_call(scanner->core, &work, call->retry, answer, &reply, &failure);
    if (ls_scanner_ends(status))
        return ls_error_set(error, status, "%s", ls_status_text(status));
    ls_held_note(held, &reply);
    if (!status && failure.state == LS_DONE)
        failure = ls_outcome_make(LS_FAILED, LS_REASON_PROTOCOL, "%s", "a stage is missing from the answer");
    take_outcomes(answer, &failure, !status, outcomes);
    return LS_OK;
}

/* Whether the photo's process is the last one depends on what lies beside it: so that is looked up first, and read last. */
static ls_status run_with_beside(ls_scanner *scanner, const ls_core_call *call, ls_beside *beside, ls_answer *answer,
                                 ls_outcome outcomes[LS_STAGE_COUNT], ls_held *held, ls_error *error)
{
    ls_outcome *metadata = &outcomes[LS_STAGE_METADATA];
    ls_beside_find(beside, call->folder, call->file, call->fd);
    ls_status status = run_photo(scanner, call, call->last && !beside->count, answer, outcomes, held, error);
    if (status || !answer->has_container || answer->container.kind == LS_KIND_NONE)
        return status;
    status = ls_beside_attributes(call->fd, &answer->facts, metadata);
    if (status == LS_E_LIMIT)
        *metadata = ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "more than %d facts", LS_FACTS_MAX);
    else if (status)
        return ls_error_set(error, status, "%s", ls_status_text(status));
    return ls_beside_run(scanner, call, beside, &answer->facts, metadata, held, error);
}

ls_status ls_core_run(ls_scanner *scanner, const ls_core_call *call, ls_answer *answer, ls_outcome outcomes[LS_STAGE_COUNT],
                      ls_held *held, ls_error *error)
{
    if (!call->file)
        return run_photo(scanner, call, call->last, answer, outcomes, held, error);
    ls_beside *beside = ls_arena_alloc(answer->facts.arena, sizeof *beside);
    if (!beside)
        return ls_error_set(error, LS_E_NOMEM, "%s", ls_status_text(LS_E_NOMEM));
    *beside = (ls_beside){.arena = answer->facts.arena};
    const ls_status status = run_with_beside(scanner, call, beside, answer, outcomes, held, error);
    ls_beside_drop(beside);
    return status;
}
