/* SPDX-License-Identifier: Apache-2.0 */
/* All that a photo's bytes are and say, as lightseal.h hands it out: the core's answer, without a judgement. */
#include "engine/scanner.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "engine/beside.h"
#include "engine/build.h"
#include "engine/photo.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const ls_stage stages[] = {LS_STAGE_CONTAINER, LS_STAGE_METADATA};
#define STAGES (sizeof stages / sizeof *stages)

struct ls_inspection {
    ls_arena *arena; /* owns everything below */
    const char *source, *kind, *sandbox;
    uint64_t size;
    uint32_t width, height, frames;
    ls_inspected_range *ranges;
    ls_inspected_value *values;
    ls_inspected_tag *tags;
    ls_inspected_problem *problems;
    size_t range_count, value_count, tag_count, problem_count;
    uint64_t tags_left_out;
    ls_coverage coverage[STAGES];
};

/* ----------------------------------------------------------------------------------------------- the answer */

static ls_status take_ranges(ls_inspection *to, const ls_container *container)
{
    to->ranges = ls_arena_array(to->arena, container->range_count + 1, sizeof *to->ranges);
    if (!to->ranges)
        return LS_E_LIMIT;
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        to->ranges[i] = (ls_inspected_range){range->from, range->to, ls_role_name(range->role), range->path};
    }
    to->range_count = container->range_count;
    return LS_OK;
}

static ls_status take_problems(ls_inspection *to, const ls_container *container)
{
    to->problems = ls_arena_array(to->arena, container->problem_count + 1, sizeof *to->problems);
    if (!to->problems)
        return LS_E_LIMIT;
    for (size_t i = 0; i < container->problem_count; i++) {
        const ls_problem *problem = &container->problems[i];
        to->problems[i] = (ls_inspected_problem){problem->at, problem->text, problem->fatal};
    }
    to->problem_count = container->problem_count;
    return LS_OK;
}

/* Bytes of the file as they stand; they are handed on and not looked at, so they may be read outside of the sandbox. */
static void read_raw(ls_inspection *to, int fd, ls_inspected_value *value)
{
    const uint64_t size = value->to - value->from;
    if (value->to <= value->from || size > LS_RAW_MAX || value->to > to->size)
        return;
    unsigned char *raw = ls_arena_alloc(to->arena, (size_t)size);
    ssize_t got;
    do
        got = raw ? pread(fd, raw, (size_t)size, (off_t)value->from) : -1;
    while (raw && got < 0 && errno == EINTR);
    if (got != (ssize_t)size)
        return;
    value->raw = raw;
    value->raw_size = (size_t)size;
}

static ls_status take_values(ls_inspection *to, const ls_facts *facts, int fd)
{
    static const ls_value_type types[] = {
        [LS_TYPE_TEXT] = LS_VALUE_TEXT, [LS_TYPE_INTEGER] = LS_VALUE_INTEGER, [LS_TYPE_REAL] = LS_VALUE_REAL};
    to->values = ls_arena_array(to->arena, facts->count + 1, sizeof *to->values);
    if (!to->values)
        return LS_E_LIMIT;
    for (size_t i = 0; i < facts->count; i++) {
        const ls_fact *fact = &facts->items[i];
        to->values[i] = (ls_inspected_value){
            .key = ls_fact_key_name(fact->key), .type = types[ls_fact_key_type(fact->key)], .text = fact->text,
            .integer = fact->integer, .real = fact->real, .carrier = fact->carrier, .from = fact->from, .to = fact->to};
        read_raw(to, fd, &to->values[i]);
    }
    to->value_count = facts->count;
    return LS_OK;
}

static ls_status take_tags(ls_inspection *to, const ls_tag_values *tags)
{
    to->tags = ls_arena_array(to->arena, tags->count + 1, sizeof *to->tags);
    if (!to->tags)
        return LS_E_LIMIT;
    for (size_t i = 0; i < tags->count; i++) {
        const ls_tag_value *tag = &tags->items[i];
        to->tags[i] = (ls_inspected_tag){tag->name, tag->value, tag->carrier, tag->from, tag->to};
    }
    to->tag_count = tags->count;
    to->tags_left_out = tags->left_out;
    return LS_OK;
}

static ls_status take_coverage(ls_inspection *to, const ls_outcome outcomes[LS_STAGE_COUNT])
{
    for (size_t i = 0; i < STAGES; i++) {
        const ls_outcome *outcome = &outcomes[stages[i]];
        const char *reason = outcome->reason == LS_REASON_NONE ? "" : ls_build_reason(to->arena, outcome);
        if (!reason)
            return LS_E_LIMIT;
        to->coverage[i] = (ls_coverage){
            .stage = ls_stage_name(stages[i]), .state = outcome->state, .reason = *reason ? reason : NULL, .required = 1};
    }
    return LS_OK;
}

static ls_status take_answer(ls_inspection *to, const ls_answer *answer, int fd)
{
    if (!answer->has_container)
        return LS_OK;
    const ls_container *container = &answer->container;
    to->kind = ls_kind_name(container->kind);
    to->width = container->width;
    to->height = container->height;
    to->frames = container->frames;
    ls_status status = take_ranges(to, container);
    if (!status)
        status = take_problems(to, container);
    if (!status)
        status = take_values(to, &answer->facts, fd);
    return status ? status : take_tags(to, &answer->tags);
}

/* --------------------------------------------------------------------------------------------------- the call */

static ls_inspection *new_inspection(const char *name)
{
    ls_arena *arena = ls_arena_new(LS_PHOTO_MEMORY);
    ls_inspection *made = arena ? ls_arena_alloc(arena, sizeof *made) : NULL;
    if (made) {
        *made = (ls_inspection){.arena = arena, .kind = "unknown", .sandbox = ""};
        made->source = ls_utf8_clean(arena, name ? name : "", name ? strlen(name) : 0);
    }
    if (made && made->source)
        return made;
    ls_arena_free(arena);
    return NULL;
}

/* A photo of which nothing is known, for this one reason. */
static ls_status refuse(ls_inspection *to, ls_reason reason, const char *detail)
{
    ls_outcome outcomes[LS_STAGE_COUNT];
    for (size_t i = 0; i < STAGES; i++)
        outcomes[stages[i]] = ls_outcome_make(LS_FAILED, reason, "%.190s", detail);
    return take_coverage(to, outcomes);
}

static ls_status run(ls_scanner *scanner, const ls_inspect *ask, const ls_photo *photo, ls_inspection *to, ls_error *error)
{
    const uint32_t budget = ask->deadline_ms ? ask->deadline_ms : scanner->engine->options->time_budget_ms;
    const ls_core_call call = {
        .fd = photo->fd, .size = photo->size, .budget_ms = budget, .deadline = ls_clock_ms() + budget,
        .cancel = ask->cancel, .retry = ask->retry != 0, .last = ask->last != 0,
        .folder = ask->version > 1 ? ask->folder : -1, .file = ask->version > 1 ? ask->file : NULL};
    ls_outcome outcomes[LS_STAGE_COUNT];
    ls_held held = {0};
    ls_answer *answer = ls_arena_alloc(to->arena, sizeof *answer);
    if (!answer)
        return ls_error_set(error, LS_E_NOMEM, "%s", ls_status_text(LS_E_NOMEM));
    ls_answer_init(answer, to->arena);
    answer->tags_wanted = true;
    ls_status status = ls_core_run(scanner, &call, answer, outcomes, &held, error);
    if (status)
        return status;
    to->sandbox = ls_held_text(&held, scanner->engine);
    if (call.file && answer->has_container && ls_beside_time(photo->fd, &answer->facts))
        outcomes[LS_STAGE_METADATA] = ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "more than %d facts", LS_FACTS_MAX);
    status = take_answer(to, answer, photo->fd);
    return status ? status : take_coverage(to, outcomes);
}

static ls_status inspect(ls_scanner *scanner, const ls_inspect *ask, ls_inspection **to, ls_error *error)
{
    ls_photo photo;
    ls_status status = ls_photo_hold(&photo, ask->fd, ask->data, ask->size, error);
    if (status)
        return status;
    (*to)->size = photo.size;
    if (photo.size > LS_FILE_LIMIT) {
        char limit[32];
        snprintf(limit, sizeof limit, "%llu MiB", (unsigned long long)(LS_FILE_LIMIT >> 20));
        status = refuse(*to, LS_REASON_TOO_LARGE, limit);
    } else {
        status = run(scanner, ask, &photo, *to, error);
    }
    if (status == LS_E_LIMIT) { /* a photo that outgrew a bound of ours is a result */
        ls_inspection_free(*to);
        *to = new_inspection(ask->name);
        status = *to ? refuse(*to, LS_REASON_MEMORY, "") : LS_E_NOMEM;
        if (*to)
            (*to)->size = photo.size;
    }
    ls_photo_release(&photo);
    return status;
}

ls_status ls_scanner_inspect(ls_scanner *scanner, const ls_inspect *ask, ls_inspection **inspection, ls_error *error)
{
    *inspection = NULL;
    if (!scanner || !ask || ask->version - 1 > LS_INSPECT_VERSION - 1 || (ask->fd < 0 && !ask->data && ask->size))
        return ls_error_set(error, LS_E_USAGE, "ls_inspect: a version, and a descriptor or memory, are needed");
    ls_inspection *made = new_inspection(ask->name);
    if (!made)
        return ls_error_set(error, LS_E_NOMEM, "%s", ls_status_text(LS_E_NOMEM));
    ls_status status = inspect(scanner, ask, &made, error);
    if (status)
        ls_inspection_free(made);
    else
        *inspection = made;
    return status;
}

ls_status ls_inspection_unopened(const char *name, const char *reason, ls_inspection **inspection)
{
    *inspection = new_inspection(name);
    ls_status status = *inspection ? refuse(*inspection, LS_REASON_UNOPENED, reason ? reason : "") : LS_E_NOMEM;
    if (status) {
        ls_inspection_free(*inspection);
        *inspection = NULL;
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------- accessors */

void ls_inspection_free(ls_inspection *inspection)
{
    if (inspection)
        ls_arena_free(inspection->arena); /* holds the inspection itself, too */
}

const char *ls_inspection_source(const ls_inspection *inspection)
{
    return inspection->source;
}

const char *ls_inspection_kind(const ls_inspection *inspection)
{
    return inspection->kind;
}

uint64_t ls_inspection_size(const ls_inspection *inspection)
{
    return inspection->size;
}

uint32_t ls_inspection_width(const ls_inspection *inspection)
{
    return inspection->width;
}

uint32_t ls_inspection_height(const ls_inspection *inspection)
{
    return inspection->height;
}

uint32_t ls_inspection_frames(const ls_inspection *inspection)
{
    return inspection->frames;
}

const char *ls_inspection_sandbox(const ls_inspection *inspection)
{
    return inspection->sandbox;
}

int ls_inspection_is_whole(const ls_inspection *inspection)
{
    for (size_t i = 0; i < STAGES; i++)
        if (inspection->coverage[i].state != LS_DONE)
            return 0;
    return 1;
}

size_t ls_inspection_range_count(const ls_inspection *inspection)
{
    return inspection->range_count;
}

const ls_inspected_range *ls_inspection_range(const ls_inspection *inspection, size_t index)
{
    return index < inspection->range_count ? &inspection->ranges[index] : NULL;
}

size_t ls_inspection_value_count(const ls_inspection *inspection)
{
    return inspection->value_count;
}

const ls_inspected_value *ls_inspection_value(const ls_inspection *inspection, size_t index)
{
    return index < inspection->value_count ? &inspection->values[index] : NULL;
}

size_t ls_inspection_tag_count(const ls_inspection *inspection)
{
    return inspection->tag_count;
}

const ls_inspected_tag *ls_inspection_tag(const ls_inspection *inspection, size_t index)
{
    return index < inspection->tag_count ? &inspection->tags[index] : NULL;
}

uint64_t ls_inspection_tags_left_out(const ls_inspection *inspection)
{
    return inspection->tags_left_out;
}

size_t ls_inspection_problem_count(const ls_inspection *inspection)
{
    return inspection->problem_count;
}

const ls_inspected_problem *ls_inspection_problem(const ls_inspection *inspection, size_t index)
{
    return index < inspection->problem_count ? &inspection->problems[index] : NULL;
}

size_t ls_inspection_coverage_count(const ls_inspection *inspection)
{
    (void)inspection;
    return STAGES;
}

const ls_coverage *ls_inspection_coverage(const ls_inspection *inspection, size_t index)
{
    return index < STAGES ? &inspection->coverage[index] : NULL;
}
