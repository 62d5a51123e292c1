/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a worker process: start it, end it. */
#include "engine/paths.h"
#include "engine/worker_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Nothing of the caller's descriptors: the standard ones are /dev/null, LS_WORKER_FD is the socket, LS_MODELS_FD the folder
 * of the networks (`models`, above both, or -1), the rest is closed.
 */
static int set_descriptors(posix_spawn_file_actions_t *actions, int socket, int models)
{
    /* the socket first: it may itself be one of the standard descriptors, in a program that closed them */
    int failed = posix_spawn_file_actions_adddup2(actions, socket, LS_WORKER_FD);
    if (!failed && models >= 0)
        failed = posix_spawn_file_actions_adddup2(actions, models, LS_MODELS_FD);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
#ifndef LS_SANITIZE /* whose reports go to stderr */
    if (!failed)
        failed = posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0);
#endif
    if (!failed)
        failed = posix_spawn_file_actions_addclosefrom_np(actions, (models >= 0 ? LS_MODELS_FD : LS_WORKER_FD) + 1);
    return failed;
}

/* The caller may have blocked or ignored signals, and a ^C on its terminal is its own business: it ends us itself. */
static int set_signals(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int failed =
        posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    if (!failed)
        failed = posix_spawnattr_setsigmask(attributes, &none);
    if (!failed)
        failed = posix_spawnattr_setsigdefault(attributes, &all);
    if (!failed)
        failed = posix_spawnattr_setpgroup(attributes, 0);
    return failed;
}

/* The folder the reader takes its networks from; -1: the core, or there is none, which the engine has noticed. */
static int open_models(const ls_worker *worker)
{
    if (worker->program != LS_WORKER_READER)
        return -1;
    int folder = open(ls_paths_models(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || folder > LS_MODELS_FD)
        return folder;
    int moved = fcntl(folder, F_DUPFD_CLOEXEC, LS_MODELS_FD + 1); /* out of the way of what is put below it */
    close(folder);
    return moved;
}

static int spawn(const char *path, char *name, int socket, int models, pid_t *pid)
{
    /* Without the first, a forked child that uses OpenMP waits for threads that its parent had. */
    static char omp[] = "OMP_THREAD_LIMIT=1", blas[] = "OPENBLAS_NUM_THREADS=1";
    char *const environment[] = {omp, blas, NULL}, *const arguments[] = {name, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (!failed) {
        failed = set_descriptors(&actions, socket, models);
        if (!failed)
            failed = set_signals(&attributes);
        if (!failed)
            failed = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

ls_status ls_worker_spawn(ls_worker *worker, ls_error *error)
{
    static char core[] = "lightseal-core", reader[] = "lightseal-reader";
    char *name = worker->program == LS_WORKER_CORE ? core : reader, path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", ls_paths_libexec(), name), ends[2];
    if (length < 0 || (size_t)length >= sizeof path || path[0] != '/')
        return ls_error_set(error, LS_E_WORKER, "%s: where it is installed is not known", name);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return ls_error_set(error, LS_E_WORKER, "%s: no socket: %s", name, strerror(errno));
    int models = open_models(worker);
    int failed = spawn(path, name, ends[1], models, &worker->pid);
    close(ends[1]);
    if (models >= 0)
        close(models);
    if (failed) {
        close(ends[0]);
        worker->pid = 0;
        return ls_error_set(error, LS_E_WORKER, "%s: %s", path, strerror(failed));
    }
    worker->socket = ends[0];
    worker->pidfd = (int)syscall(SYS_pidfd_open, worker->pid, 0);
    return LS_OK;
}

/* Without a pidfd there is no waiting with a time limit: the grace is then none. */
static void wait_or_kill(const ls_worker *worker, int grace_ms)
{
    struct pollfd gone = {.fd = worker->pidfd, .events = POLLIN};
    if (worker->pidfd < 0) {
        kill(worker->pid, SIGKILL);
        return;
    }
    int ready;
    do
        ready = poll(&gone, 1, grace_ms);
    while (ready < 0 && errno == EINTR);
    if (ready <= 0)
        syscall(SYS_pidfd_send_signal, worker->pidfd, SIGKILL, NULL, 0);
}

int ls_worker_reap(ls_worker *worker, int grace_ms)
{
    int status = -1;
    if (!worker->pid)
        return status;
    close(worker->socket); /* what tells the zygote to leave */
    wait_or_kill(worker, grace_ms);
    pid_t reaped;
    do
        reaped = waitpid(worker->pid, &status, 0);
    while (reaped < 0 && errno == EINTR);
    if (worker->pidfd >= 0)
        close(worker->pidfd);
    worker->pid = 0;
    worker->socket = worker->pidfd = -1;
    return reaped < 0 ? -1 : status; /* a program that ignores SIGCHLD never learns */
}
