/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#define THREADS_MAX 64
#define SLOTS_PER_THREAD 8 /* how far the others may run ahead of a slow photo: bounds the answers held */

typedef struct slot {
    ls_pool_result result;
    bool ready;
} slot;

typedef struct state {
    const ls_pool *pool;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    slot *slots;
    size_t slot_count, next, delivered, running;
    bool stop;
    ls_status failure; /* the first that concerns every photo */
    ls_error error;
} state;

static void fail(state *self, ls_status status, const ls_error *error)
{
    if (!self->failure) {
        self->failure = status;
        self->error = *error;
    }
    self->stop = true;
}

static bool stopping(const state *self)
{
    return self->stop || (self->pool->cancel && __atomic_load_n(self->pool->cancel, __ATOMIC_RELAXED));
}

/* With the lock held: waits until a photo may be begun. */
static bool take(state *self, size_t *index)
{
    while (!stopping(self) && self->next < self->pool->count && self->next >= self->delivered + self->slot_count)
        pthread_cond_wait(&self->changed, &self->lock);
    if (stopping(self) || self->next >= self->pool->count)
        return false;
    *index = self->next++;
    return true;
}

static void work(state *self, ls_scanner *scanner)
{
    size_t index;
    pthread_mutex_lock(&self->lock);
    while (take(self, &index)) {
        pthread_mutex_unlock(&self->lock);
        ls_pool_result result = {0};
        ls_error error = {""};
        self->pool->job(scanner, index, &result, &error, self->pool->user);
        pthread_mutex_lock(&self->lock);
        if (result.status && result.status != LS_E_CANCELLED)
            fail(self, result.status, &error);
        self->slots[index % self->slot_count] = (slot){result, true};
        pthread_cond_broadcast(&self->changed);
    }
    pthread_mutex_unlock(&self->lock);
}

static void *thread_main(void *user)
{
    state *self = user;
    ls_scanner *scanner = NULL;
    ls_error error = {""};
    ls_status status = ls_scanner_new(self->pool->engine, &scanner, &error);
    if (!status)
        work(self, scanner);
    ls_scanner_free(scanner);
    pthread_mutex_lock(&self->lock);
    if (status)
        fail(self, status, &error);
    self->running--;
    pthread_cond_broadcast(&self->changed);
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

/* Hands out what is there, photo after photo; those that were never begun or were cancelled are passed over. */
static size_t deliver_all(state *self)
{
    size_t answered = 0;
    bool go_on = true;
    pthread_mutex_lock(&self->lock);
    for (size_t i = 0; i < self->pool->count; i++) {
        slot *wanted = &self->slots[i % self->slot_count];
        while (!wanted->ready && self->running)
            pthread_cond_wait(&self->changed, &self->lock);
        if (i >= self->next)
            break; /* nobody is left to begin it */
        ls_pool_result result = wanted->result;
        *wanted = (slot){0};
        pthread_mutex_unlock(&self->lock);
        if (result.answer && go_on) {
            answered++;
            go_on = self->pool->deliver(i, &result, self->pool->user);
        }
        self->pool->drop(result.answer);
        pthread_mutex_lock(&self->lock);
        if (!go_on)
            self->stop = true;
        self->delivered++;
        pthread_cond_broadcast(&self->changed);
    }
    pthread_mutex_unlock(&self->lock);
    return answered;
}

static size_t thread_count(size_t photos)
{
    cpu_set_t cores;
    size_t count = sched_getaffinity(0, sizeof cores, &cores) == 0 ? (size_t)CPU_COUNT(&cores) : 1;
    if (count > THREADS_MAX)
        count = THREADS_MAX;
    return count < photos ? count : photos;
}

ls_status ls_pool_run(const ls_pool *pool, size_t *delivered, ls_error *error)
{
    *delivered = 0;
    size_t wanted = thread_count(pool->count), started = 0;
    if (!wanted)
        return LS_OK;
    pthread_t threads[THREADS_MAX];
    state self = {.pool = pool, .slot_count = wanted * SLOTS_PER_THREAD};
    self.slots = calloc(self.slot_count, sizeof *self.slots);
    if (!self.slots)
        return LS_E_NOMEM;
    pthread_mutex_init(&self.lock, NULL);
    pthread_cond_init(&self.changed, NULL);
    pthread_mutex_lock(&self.lock);
    while (started < wanted && pthread_create(&threads[started], NULL, thread_main, &self) == 0)
        started++;
    self.running = started;
    pthread_mutex_unlock(&self.lock);
    *delivered = deliver_all(&self);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&self.changed);
    pthread_mutex_destroy(&self.lock);
    free(self.slots);
    *error = self.error;
    if (!started)
        return LS_E_NOMEM;
    if (self.failure)
        return self.failure;
    return stopping(&self) ? LS_E_CANCELLED : LS_OK;
}
