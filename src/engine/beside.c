/* SPDX-License-Identifier: Apache-2.0 */
/* What lies beside a photo is read by the core, file by file, and what it tells is told with the photo. */
#include "engine/beside.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void ls_beside_drop(ls_beside *beside)
{
    for (size_t i = 0; i < beside->count; i++)
        if (beside->items[i].photo.fd >= 0)
            close(beside->items[i].photo.fd);
    beside->count = 0;
}

ls_status ls_beside_time(int fd, ls_facts *facts)
{
    struct stat about;
    struct tm utc;
    char text[64];
    if (fstat(fd, &about) || !gmtime_r(&about.st_mtim.tv_sec, &utc) || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
        return LS_OK;
    return ls_facts_text(facts, LS_FACT_TIME_MODIFIED, text, strlen(text), LS_BESIDE_TIME, 0, 0);
}

/* ------------------------------------------------------------------------------------------------------- facts */

static ls_status add(ls_facts *facts, const ls_fact *fact)
{
    switch (ls_fact_key_type(fact->key)) {
    case LS_TYPE_TEXT: return ls_facts_text(facts, fact->key, fact->text, strlen(fact->text), fact->carrier, 0, 0);
    case LS_TYPE_INTEGER: return ls_facts_integer(facts, fact->key, fact->integer, fact->carrier, 0, 0);
    default: return ls_facts_real(facts, fact->key, fact->real, fact->carrier, 0, 0);
    }
}

static bool belongs(const char *carrier, const ls_beside_item *item)
{
    const size_t length = strlen(item->carrier);
    return strncmp(carrier, item->carrier, length) == 0 && strchr("/[", carrier[length]);
}

/* What a process says that a sidecar may have taken over: of no other carrier than its own. */
static ls_status take(ls_facts *facts, const ls_facts *told, const ls_beside_item *item, ls_outcome *outcome)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < told->count && !status; i++) {
        if (belongs(told->items[i].carrier, item))
            status = add(facts, &told->items[i]);
        else
            *outcome = ls_outcome_make(LS_FAILED, LS_REASON_PROTOCOL, "%s", "a carrier that was not asked for");
    }
    return status;
}

static ls_status unread(ls_facts *facts, const char *carrier, const char *why)
{
    return ls_facts_text(facts, LS_FACT_CARRIER_UNREAD, why, strlen(why), carrier, 0, 0);
}

/* ------------------------------------------------------------------------------------------------------ the core */

/* An outcome is given in every case; a status that is not LS_OK ends the caller's request. */
static ls_status ask(ls_scanner *scanner, const ls_core_call *call, const ls_beside_item *item, bool last, ls_answer *answer,
                     ls_outcome *outcome, ls_held *held, ls_error *error)
{
    ls_request request = ls_scanner_request(scanner, item->photo.size, call->budget_ms, LS_CORE_MEMORY_MB);
    request.operation = LS_OP_SIDECAR;
    request.kind = (uint32_t)item->kind;
    snprintf(request.name, sizeof request.name, "%s", item->carrier);
    const ls_worker_call work = {
        .request = &request, .photo_fd = item->photo.fd, .deadline = call->deadline, .cancel = call->cancel, .last = last};
    ls_reply reply = {.wait_status = -1};
    ls_outcome failure = ls_outcome_done();
    const ls_status status = ls_scanner_call(scanner->core, &work, call->retry, answer, &reply, &failure);
    if (ls_scanner_ends(status))
        return ls_error_set(error, status, "%s", ls_status_text(status));
    ls_held_note(held, &reply);
    if (status)
        *outcome = failure;
    else if (answer->has_outcome[LS_STAGE_METADATA])
        *outcome = answer->outcomes[LS_STAGE_METADATA];
    else
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_PROTOCOL, "%s", "a stage is missing from the answer");
    return LS_OK;
}

static ls_status read_item(ls_scanner *scanner, const ls_core_call *call, const ls_beside_item *item, bool last, ls_facts *facts,
                           ls_outcome *outcome, ls_held *held, ls_error *error)
{
    ls_status status =
        item->name ? ls_facts_text(facts, LS_FACT_SIDECAR, item->name, strlen(item->name), item->carrier, 0, 0) : LS_OK;
    if (status)
        return status;
    if (item->problem) {
        *outcome = ls_outcome_worse(*outcome, ls_outcome_make(LS_LIMITED, LS_REASON_CARRIER_UNREAD, "%.190s", item->carrier));
        return unread(facts, item->carrier, item->problem);
    }
    ls_outcome own = ls_outcome_done();
    ls_answer *answer = ls_arena_alloc(facts->arena, sizeof *answer);
    if (!answer)
        return LS_E_LIMIT;
    ls_answer_init(answer, facts->arena);
    status = ask(scanner, call, item, last, answer, &own, held, error);
    if (!status)
        status = take(facts, &answer->facts, item, &own);
    if (!status && own.state == LS_FAILED)
        status = unread(facts, item->carrier, "it could not be read to its end");
    *outcome = ls_outcome_worse(*outcome, own);
    return status;
}

ls_status ls_beside_run(ls_scanner *scanner, const ls_core_call *call, const ls_beside *beside, ls_facts *facts,
                        ls_outcome *outcome, ls_held *held, ls_error *error)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < beside->count && !status; i++)
        status = read_item(scanner, call, &beside->items[i], call->last && i + 1 == beside->count, facts, outcome, held, error);
    if (!status && beside->more) {
        *outcome = ls_outcome_worse(*outcome, ls_outcome_make(LS_LIMITED, LS_REASON_CARRIER_UNREAD, "%s", "sidecar"));
        status = unread(facts, "sidecar/more", "more files or attributes than are read");
    }
    if (status != LS_E_LIMIT)
        return status;
    *outcome = ls_outcome_worse(*outcome, ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "more than %d facts", LS_FACTS_MAX));
    return LS_OK;
}
