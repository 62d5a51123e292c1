/* SPDX-License-Identifier: Apache-2.0 */
/* A cleaned copy: it is made and proven by one process and read again by another, and both know nothing of each other. */
#include "engine/scanner.h"

#include "base/clock.h"
#include "base/io.h"
#include "engine/build.h"
#include "engine/draw.h"
#include "engine/photo.h"
#include "record/copy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is learnt of both files: ranges and facts. */
#define ANSWER_MEMORY ((size_t)128 << 20)

/* One call. */
struct cleaning {
    ls_scanner *scanner;
    const ls_clean *ask;
    ls_photo photo;
    int64_t deadline;
    uint32_t budget_ms;
    ls_arena *arena; /* of the answers */
    ls_answer before, after;
    int written; /* errno of a write that failed */
    uint64_t made; /* bytes that were written */
    const char *rendered; /* why the copy is made of pixels; NULL: it is not */
};

/* The public result owns itself: one allocation for all of it would be as much as a report needs. */
typedef struct clean_result {
    ls_cleaned public;
    ls_arena *arena;
} clean_result;

void ls_cleaned_free(ls_cleaned *cleaned)
{
    if (cleaned)
        ls_arena_free(((clean_result *)(void *)cleaned)->arena);
}

/* ------------------------------------------------------------------------------------------------- two processes */

static ls_status take_piece(const void *bytes, size_t size, void *user)
{
    struct cleaning *self = user;
    const ls_status status = ls_write_full(self->ask->out, bytes, size);
    if (status)
        self->written = errno;
    self->made += size;
    return status;
}

static ls_status say(const struct cleaning *self, ls_status status, const ls_outcome *outcome, ls_error *error)
{
    const char *reason = outcome->reason == LS_REASON_NONE ? ls_status_text(status) : ls_build_reason(self->arena, outcome);
    return ls_error_set(error, status, "%s", reason ? reason : ls_status_text(LS_E_NOMEM));
}

static ls_status call(struct cleaning *self, ls_request *request, int fd, bool last, ls_answer *answer, ls_error *error)
{
    const ls_worker_call call = {
        .request = request,
        .photo_fd = fd,
        .answer_max = LS_ANSWER_MAX + ls_delivery_frames_max(self->photo.size),
        .deadline = self->deadline,
        .cancel = self->ask->cancel,
        .last = last,
    };
    ls_reply reply;
    ls_outcome failure = ls_outcome_done();
    ls_status status = ls_scanner_ensure(&self->scanner->core, LS_WORKER_CORE, error);
    if (status)
        return status;
    status = ls_worker_run(self->scanner->core, &call, answer, &reply, &failure);
    if (self->written)
        return ls_error_set(error, LS_E_IO, "%s", strerror(self->written));
    return status ? say(self, status, &failure, error) : LS_OK;
}

static ls_status make(struct cleaning *self, ls_error *error)
{
    ls_request request = ls_scanner_request(self->scanner, self->photo.size, self->budget_ms, LS_CLEAN_MEMORY_MB);
    ls_delivery delivery = {.piece = take_piece, .user = self, .left = LS_DELIVERY_MAX(self->photo.size)};
    request.operation = LS_OP_CLEAN;
    request.keep = self->ask->keep;
    ls_answer_init(&self->before, self->arena);
    self->before.delivery = &delivery;
    const ls_status status = call(self, &request, self->photo.fd, false, &self->before, error);
    self->before.delivery = NULL;
    if (status)
        return status;
    if (!self->before.has_cleaned || !self->before.has_container)
        return ls_error_set(error, LS_E_FORMAT, "%s", ls_status_text(LS_E_FORMAT));
    return self->before.cleaned.state == LS_DONE ? LS_OK : say(self, LS_E_FORMAT, &self->before.cleaned, error);
}

/* What a photo that has taken the first process over could still smuggle in is seen by one that it has not touched. */
static ls_status judge_copy(const struct cleaning *self, ls_error *error)
{
    const ls_kind kind = self->rendered ? LS_KIND_PNG : self->before.container.kind;
    const ls_outcome outcome = ls_copy_judge(&self->after, kind, self->rendered ? 0 : self->ask->keep);
    return outcome.state == LS_DONE ? LS_OK : say(self, LS_E_FORMAT, &outcome, error);
}

/* Its pixels alone, when the photo is a picture that is not to be cleaned as it is. */
static bool may_be_rendered(const struct cleaning *self)
{
    return self->ask->render && self->before.has_cleaned && self->before.has_container && self->before.container.kind != LS_KIND_NONE &&
           self->before.container.kind != LS_KIND_VIDEO;
}

static ls_status render(struct cleaning *self, ls_error *error)
{
    const ls_fact *orientation = ls_facts_find(&self->before.facts, LS_FACT_IMAGE_ORIENTATION, 0);
    const ls_draw draw = {.photo = &self->photo,
                          .kind = self->before.container.kind,
                          .orientation = orientation ? (uint32_t)orientation->integer : 1,
                          .out = self->ask->out,
                          .deadline_ms = self->ask->deadline_ms,
                          .cancel = self->ask->cancel};
    self->rendered = ls_arena_strdup(self->arena, error->text);
    if (!self->rendered)
        return ls_error_set(error, LS_E_NOMEM, "%s", ls_status_text(LS_E_NOMEM));
    if (ftruncate(self->ask->out, 0) || lseek(self->ask->out, 0, SEEK_SET))
        return ls_error_set(error, LS_E_IO, "%s", strerror(errno));
    return ls_scanner_draw(self->scanner, &draw, error);
}

static ls_status read_again(struct cleaning *self, ls_error *error)
{
    struct stat about;
    if (fstat(self->ask->out, &about) != 0)
        return ls_error_set(error, LS_E_IO, "%s", strerror(errno));
    if (!self->rendered && (uint64_t)about.st_size != self->made) /* it was not empty, or does not keep what it is given */
        return ls_error_set(error, LS_E_IO, "%s", strerror(EIO));
    ls_request request = ls_scanner_request(self->scanner, (uint64_t)about.st_size, self->budget_ms, LS_CORE_MEMORY_MB);
    request.written = true;
    ls_answer_init(&self->after, self->arena);
    const ls_status status = call(self, &request, self->ask->out, self->ask->last, &self->after, error);
    return status ? status : judge_copy(self, error);
}

/* ---------------------------------------------------------------------------------------------------- the ledger */

static uint64_t bytes_of(const ls_container *container, const char *path)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < container->range_count; i++)
        if (strcmp(container->ranges[i].path, path) == 0)
            bytes += container->ranges[i].to - container->ranges[i].from;
    return bytes;
}

static bool is_listed(const ls_cleaned *cleaned, const char *path)
{
    for (size_t i = 0; i < cleaned->part_count; i++)
        if (strcmp(cleaned->parts[i].path, path) == 0)
            return true;
    return false;
}

/* A file of many parts is a file of few kinds of them; a hostile one gets no longer list than this. */
#define PARTS_MAX 64u

/* Structure and pictures differ in how they are coded, not in what they tell. */
static bool tells(ls_role role)
{
    return role != LS_ROLE_STRUCTURE && role != LS_ROLE_IMAGE;
}

static ls_status list_parts(const struct cleaning *self, clean_result *result)
{
    const ls_container *before = &self->before.container;
    ls_cleaned_part *parts = ls_arena_array(result->arena, PARTS_MAX, sizeof *parts);
    result->public.parts = parts;
    for (size_t i = 0; i < before->range_count && parts && result->public.part_count < PARTS_MAX; i++) {
        const char *path = before->ranges[i].path;
        if (!tells(before->ranges[i].role) || is_listed(&result->public, path))
            continue;
        const ls_cleaned_part part = {ls_arena_strdup(result->arena, path), bytes_of(before, path), bytes_of(&self->after.container, path)};
        if (!part.path)
            return LS_E_NOMEM;
        if (part.after < part.before)
            parts[result->public.part_count++] = part;
    }
    return parts ? LS_OK : LS_E_NOMEM;
}

static ls_status tell(const struct cleaning *self, ls_cleaned **cleaned)
{
    ls_arena *arena = ls_arena_new(ANSWER_MEMORY);
    clean_result *result = arena ? ls_arena_alloc(arena, sizeof *result) : NULL;
    if (!result) {
        ls_arena_free(arena);
        return LS_E_NOMEM;
    }
    const ls_fact *taken = ls_facts_find(&self->before.facts, LS_FACT_TIME_TAKEN, 0);
    result->arena = arena;
    result->public.format = ls_kind_name(self->after.container.kind);
    result->public.rendered = self->rendered ? ls_arena_strdup(arena, self->rendered) : NULL;
    result->public.before = self->before.container.size;
    result->public.after = self->after.container.size;
    result->public.taken = taken ? ls_arena_strdup(arena, taken->text) : NULL;
    ls_status status = (taken && !result->public.taken) || (self->rendered && !result->public.rendered) ? LS_E_NOMEM : LS_OK;
    if (!status && !self->rendered)
        status = list_parts(self, result);
    *cleaned = &result->public;
    if (status) {
        ls_arena_free(arena);
        *cleaned = NULL;
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------ the call */

static ls_status run(struct cleaning *self, ls_cleaned **cleaned, ls_error *error)
{
    ls_status status = make(self, error);
    if (status == LS_E_FORMAT && may_be_rendered(self))
        status = render(self, error);
    if (!status)
        status = read_again(self, error);
    if (status)
        return status;
    status = tell(self, cleaned);
    return status ? ls_error_set(error, status, "%s", ls_status_text(status)) : LS_OK;
}

ls_status ls_scanner_clean(ls_scanner *scanner, const ls_clean *clean, ls_cleaned **cleaned, ls_error *error)
{
    const unsigned known = LS_KEEP_CREDIT | LS_KEEP_TIME | LS_KEEP_CAMERA;
    if (!scanner || !clean || !cleaned || clean->version != LS_CLEAN_VERSION || clean->out < 0 || (clean->keep & ~known) ||
        (clean->fd < 0 && !clean->data && clean->size))
        return ls_error_set(error, LS_E_USAGE, "ls_clean: a version, a photo and a file are needed");
    *cleaned = NULL;
    struct cleaning self = {.scanner = scanner, .ask = clean};
    self.budget_ms = clean->deadline_ms ? clean->deadline_ms : scanner->engine->options->time_budget_ms;
    self.deadline = ls_clock_ms() + self.budget_ms;
    ls_status status = ls_photo_hold(&self.photo, clean->fd, clean->data, clean->size, error);
    if (status)
        return status;
    self.arena = ls_arena_new(ANSWER_MEMORY);
    status = self.arena ? run(&self, cleaned, error) : ls_error_set(error, LS_E_NOMEM, "%s", ls_status_text(LS_E_NOMEM));
    ls_arena_free(self.arena);
    ls_photo_release(&self.photo);
    return status;
}
