/* SPDX-License-Identifier: Apache-2.0 */
#include "share/jobs.h"

#include "base/clock.h"
#include "report/json_photo.h"
#include "share/base64.h"
#include "share/message.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum job_state { ARRIVING, WAITING, RUNNING } job_state;

typedef struct job {
    struct job *next;
    job_state state;
    json_t *id;
    char *name, *path;
    ls_buffer photo;
    size_t size;
    uint32_t deadline_ms;
    int64_t complete_at; /* ls_clock_ms() */
    volatile int cancel; /* written by one thread, seen by the other: atomically */
} job;

struct ls_jobs {
    const ls_engine *engine;
    int out;
    pthread_t thread;
    pthread_mutex_t lock, out_lock;
    pthread_cond_t changed;
    job *first; /* in the order in which they were asked for */
    size_t count, held;
    bool stopping;
};

/* -------------------------------------------------------------------------------------------------- answers */

ls_status ls_jobs_send(ls_jobs *jobs, json_t *message)
{
    if (!message)
        return LS_E_NOMEM;
    pthread_mutex_lock(&jobs->out_lock);
    ls_status status = ls_message_write(jobs->out, message);
    pthread_mutex_unlock(&jobs->out_lock);
    json_decref(message);
    return status;
}

static json_t *answer(const char *type, json_t *id)
{
    return json_pack("{s:s,s:O}", "type", type, "id", id);
}

/* A report that does not fit into one message loses findings from its end, and says how many. The verdict stays. */
static void send_photo(ls_jobs *jobs, const char *type, json_t *id, const ls_report *report)
{
    json_t *photo = ls_json_photo(report), *message = answer(type, id);
    json_t *findings = photo ? json_object_get(photo, "findings") : NULL;
    if (!photo || !message || json_object_set_new(message, "photo", photo)) {
        json_decref(message);
        ls_jobs_send(jobs, json_pack("{s:s,s:O,s:s,s:s}", "type", "error", "id", id, "code", "no-memory", "message",
                                     "the photo is unchecked: out of memory"));
        return;
    }
    size_t all = json_array_size(findings) + ls_report_left_out_count(report);
    while (ls_jobs_send(jobs, json_incref(message)) == LS_E_LIMIT && json_array_size(findings)) {
        size_t keep = json_array_size(findings) / 2;
        while (json_array_size(findings) > keep)
            json_array_remove(findings, json_array_size(findings) - 1);
        json_object_set_new(photo, "findings_left_out", json_integer((json_int_t)(all - keep)));
    }
    json_decref(message);
}

/* ----------------------------------------------------------------------------------- the list, with the lock */

static job **find(ls_jobs *jobs, const json_t *id)
{
    job **at = &jobs->first;
    while (*at && !json_equal((*at)->id, id))
        at = &(*at)->next;
    return at;
}

static void job_free(job *gone)
{
    if (!gone)
        return;
    ls_buffer_free(&gone->photo);
    json_decref(gone->id);
    free(gone->name);
    free(gone->path);
    free(gone);
}

static void remove_job(ls_jobs *jobs, job **at)
{
    job *gone = *at;
    *at = gone->next;
    jobs->count--;
    jobs->held -= gone->path ? 0 : gone->size;
    job_free(gone);
}

/* ---------------------------------------------------------------------------------------------- checking */

typedef struct listener {
    ls_jobs *jobs;
    json_t *id;
} listener;

static void partial(const ls_report *report, void *user)
{
    const listener *self = user;
    if (ls_report_is_partial(report)) /* the last one is whole: the result */
        send_photo(self->jobs, "partial", self->id, report);
}

/* What is left of the caller's deadline: time spent waiting for the photo before it counts. */
static uint32_t time_left(const job *work)
{
    if (!work->deadline_ms)
        return 0;
    int left = ls_clock_left(work->complete_at + work->deadline_ms);
    return left > 0 ? (uint32_t)left : 1; /* 0 would mean the default */
}

static ls_status check(ls_jobs *jobs, ls_scanner **scanner, job *work, ls_report **report, ls_error *error)
{
    if (!*scanner) {
        ls_status status = ls_scanner_new(jobs->engine, scanner, error);
        if (status)
            return status;
    }
    listener self = {jobs, work->id};
    ls_check ask = {.version = LS_CHECK_VERSION,
                    .name = work->name,
                    .fd = -1,
                    .data = work->photo.data,
                    .size = work->photo.size,
                    .cancel = &work->cancel,
                    .partial = partial,
                    .user = &self,
                    .folder = -1};
    if (work->path && ls_photo_open(work->path, &ask.fd, error))
        return LS_E_IO;
    if (work->path && ls_photo_folder(work->path, &ask.folder, &ask.file, error)) {
        close(ask.fd);
        return LS_E_IO;
    }
    ask.deadline_ms = time_left(work);
    ls_status status = ls_scanner_check(*scanner, &ask, report, error);
    if (ask.fd >= 0)
        close(ask.fd);
    if (ask.folder >= 0)
        close(ask.folder);
    return status;
}

static void run(ls_jobs *jobs, ls_scanner **scanner, job *work)
{
    ls_report *report = NULL;
    ls_error error = {""};
    bool over = __atomic_load_n(&work->cancel, __ATOMIC_RELAXED);
    ls_status status = over ? LS_E_CANCELLED : check(jobs, scanner, work, &report, &error);
    if (status == LS_E_CANCELLED) {
        ls_jobs_send(jobs, answer("cancel", work->id));
        return;
    }
    if (status) /* whatever it was, the photo was not checked, and that is the answer */
        status =
            ls_report_unopened(jobs->engine, work->name, *error.text ? error.text : ls_status_text(status), &report);
    if (status)
        ls_jobs_send(jobs, json_pack("{s:s,s:O,s:s,s:s}", "type", "error", "id", work->id, "code", "no-memory",
                                     "message", "the photo is unchecked: out of memory"));
    else
        send_photo(jobs, "result", work->id, report);
    ls_report_free(report);
}

static job *next_waiting(ls_jobs *jobs)
{
    for (job *at = jobs->first; at; at = at->next)
        if (at->state == WAITING)
            return at;
    return NULL;
}

static void *thread_main(void *user)
{
    ls_jobs *jobs = user;
    ls_scanner *scanner = NULL;
    ls_error error;
    if (ls_scanner_new(jobs->engine, &scanner, &error))
        scanner = NULL; /* tried again, and said, with the first photo */
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->stopping) {
        job *work = next_waiting(jobs);
        if (!work) {
            pthread_cond_wait(&jobs->changed, &jobs->lock);
            continue;
        }
        work->state = RUNNING;
        pthread_mutex_unlock(&jobs->lock);
        run(jobs, &scanner, work);
        pthread_mutex_lock(&jobs->lock);
        remove_job(jobs, find(jobs, work->id));
    }
    pthread_mutex_unlock(&jobs->lock);
    ls_scanner_free(scanner);
    return NULL;
}

ls_jobs *ls_jobs_start(const ls_engine *engine, int out)
{
    ls_jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs)
        return NULL;
    jobs->engine = engine;
    jobs->out = out;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_mutex_init(&jobs->out_lock, NULL);
    pthread_cond_init(&jobs->changed, NULL);
    if (pthread_create(&jobs->thread, NULL, thread_main, jobs) == 0)
        return jobs;
    free(jobs);
    return NULL;
}

void ls_jobs_stop(ls_jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    for (job *at = jobs->first; at; at = at->next)
        __atomic_store_n(&at->cancel, 1, __ATOMIC_RELAXED);
    pthread_cond_broadcast(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
    pthread_join(jobs->thread, NULL);
    while (jobs->first) {
        ls_jobs_send(jobs, answer("cancel", jobs->first->id));
        remove_job(jobs, &jobs->first);
    }
}

void ls_jobs_free(ls_jobs *jobs)
{
    pthread_cond_destroy(&jobs->changed);
    pthread_mutex_destroy(&jobs->out_lock);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

/* ------------------------------------------------------------------------------------------------ requests */

static const ls_refusal accepted = {NULL, NULL};

static void complete(ls_jobs *jobs, job *work)
{
    work->state = WAITING;
    work->complete_at = ls_clock_ms();
    pthread_cond_broadcast(&jobs->changed);
}

static job *job_new(const ls_job_request *request)
{
    job *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    made->id = json_incref(request->id);
    made->name = strdup(request->name);
    made->path = request->path ? strdup(request->path) : NULL;
    made->size = request->size;
    made->deadline_ms = request->deadline_ms;
    ls_buffer_init(&made->photo, request->size);
    if (made->name && (made->path || !request->path))
        return made;
    job_free(made);
    return NULL;
}

static ls_refusal add(ls_jobs *jobs, const ls_job_request *request)
{
    job **end = find(jobs, request->id);
    if (*end)
        return (ls_refusal){"duplicate-id", "a check with this id is not finished yet"};
    if (jobs->count >= LS_JOBS_MAX)
        return (ls_refusal){"too-many", "too many checks at once"};
    if (!request->path && (request->size > LS_PHOTO_MAX || request->size > LS_PHOTOS_MAX - jobs->held))
        return (ls_refusal){"too-large", "the photo is larger than may be sent in chunks"};
    if (!(*end = job_new(request)))
        return (ls_refusal){"no-memory", "out of memory"};
    jobs->count++;
    jobs->held += request->path ? 0 : request->size;
    if (request->path || !request->size)
        complete(jobs, *end);
    return accepted;
}

static ls_refusal chunk(ls_jobs *jobs, const json_t *id, const char *base64, size_t length)
{
    job **at = find(jobs, id);
    if (!*at || (*at)->state != ARRIVING)
        return (ls_refusal){"unknown-id", "no photo with this id is arriving"};
    job *work = *at;
    size_t size = 0;
    unsigned char *bytes = malloc(ls_base64_room(length) + 1);
    ls_refusal refusal = accepted;
    if (!bytes)
        refusal = (ls_refusal){"no-memory", "out of memory"};
    else if (!ls_base64_decode(base64, length, bytes, &size))
        refusal = (ls_refusal){"bad-base64", "the data is not base64"};
    else if (size > work->size - work->photo.size)
        refusal = (ls_refusal){"too-much-data", "the chunks hold more than the size that was announced"};
    else if (ls_buffer_add(&work->photo, bytes, size))
        refusal = (ls_refusal){"no-memory", "out of memory"};
    free(bytes);
    if (refusal.code)
        remove_job(jobs, at);
    else if (work->photo.size == work->size)
        complete(jobs, work);
    return refusal;
}

static ls_refusal cancel(ls_jobs *jobs, const json_t *id)
{
    job **at = find(jobs, id);
    if (!*at)
        return (ls_refusal){"unknown-id", "no check with this id is under way"};
    __atomic_store_n(&(*at)->cancel, 1, __ATOMIC_RELAXED);
    if ((*at)->state == RUNNING)
        return accepted; /* the checking thread answers */
    ls_jobs_send(jobs, answer("cancel", (*at)->id));
    remove_job(jobs, at);
    return accepted;
}

ls_refusal ls_jobs_add(ls_jobs *jobs, const ls_job_request *request)
{
    pthread_mutex_lock(&jobs->lock);
    ls_refusal refusal = add(jobs, request);
    pthread_mutex_unlock(&jobs->lock);
    return refusal;
}

ls_refusal ls_jobs_chunk(ls_jobs *jobs, const json_t *id, const char *base64, size_t length)
{
    pthread_mutex_lock(&jobs->lock);
    ls_refusal refusal = chunk(jobs, id, base64, length);
    pthread_mutex_unlock(&jobs->lock);
    return refusal;
}

ls_refusal ls_jobs_cancel(ls_jobs *jobs, const json_t *id)
{
    pthread_mutex_lock(&jobs->lock);
    ls_refusal refusal = cancel(jobs, id);
    pthread_mutex_unlock(&jobs->lock);
    return refusal;
}
