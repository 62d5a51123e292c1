/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/child.h"

#include "base/io.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void limit(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit value = {soft, hard};
    setrlimit(resource, &value); /* lowering never fails but for a hard limit that is lower still */
}

static void set_limits(const ls_request *request, bool threads)
{
    if (request->memory_mb)
        limit(RLIMIT_AS, (rlim_t)request->memory_mb << 20, (rlim_t)request->memory_mb << 20);
    if (request->cpu_seconds) /* SIGXCPU first, which tells why; SIGKILL for a child that would not listen */
        limit(RLIMIT_CPU, request->cpu_seconds, (rlim_t)request->cpu_seconds + 1);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_FSIZE, 0, 0); /* a pipe has no size: the answer is not bound by this, every file is */
#ifndef LS_SANITIZE            /* whose runtime reads its own memory map for a report */
    limit(RLIMIT_NOFILE, LS_ANSWER_FD + 1, LS_ANSWER_FD + 1);
#endif
    if (!threads)
        limit(RLIMIT_NPROC, 0, 0); /* counts threads too, so not for the reader */
}

/* Where a child without a zygote keeps the control socket, which it can neither read nor write: see follow_parent(). */
#define LEASH_FD (LS_ANSWER_FD + 1)

/* The answer's pipe takes the place of the control socket, which stays as a leash or not at all; nothing else is open. */
static int keep_answer_only(int answer_fd, bool leash)
{
    int socket = leash ? fcntl(LS_WORKER_FD, F_DUPFD_CLOEXEC, LEASH_FD + 1) : -1;
    if (leash && socket < 0)
        return errno;
    if (answer_fd != LS_ANSWER_FD && dup2(answer_fd, LS_ANSWER_FD) < 0)
        return errno;
    if (leash && dup2(socket, LEASH_FD) < 0)
        return errno;
    return syscall(SYS_close_range, LS_ANSWER_FD + 1 + leash, ~0u, 0) == 0 ? 0 : errno;
}

/* Ends this process when its zygote ends, which may have happened before the first line took effect. */
static bool follow_zygote(int zygote)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && getppid() == zygote;
}

/*
 * Ends this process when the parent says a word or closes its end: the kernel sends the signal, nothing in the sandbox can
 * refuse it. PR_SET_PDEATHSIG will not do: it is about the thread that started us, and a program that uses the library may
 * start a worker in one thread and go on in another.
 */
static bool follow_parent(void)
{
    struct pollfd socket = {.fd = LS_WORKER_FD, .events = POLLIN};
    shutdown(LS_WORKER_FD, SHUT_WR); /* the reply is out: from here on nothing can be said in the zygote's name */
    return fcntl(LS_WORKER_FD, F_SETSIG, SIGKILL) == 0 && fcntl(LS_WORKER_FD, F_SETOWN, getpid()) == 0 &&
           fcntl(LS_WORKER_FD, F_SETFL, O_ASYNC) == 0 && poll(&socket, 1, 0) == 0;
}

/*
 * Only descriptors and lengths are handled here, no byte of the photo: so the mapping can be made outside of the
 * sandbox, which then needs none of the calls that making it takes.
 */
static ls_status map_photo(const ls_child_setup *setup, ls_source *source)
{
    *source = (ls_source){0};
    if (setup->photo_fd < 0)
        return LS_OK;
    return ls_source_map(setup->photo_fd, setup->request->size, source);
}

/* Everything that a child may not keep, from the outside in; the filter comes last because it forbids the rest. */
static int drop_rights(const ls_child_setup *setup)
{
    int failed = ls_sandbox_enter_landlock(setup->sandbox, setup->state);
    if (!failed)
        failed = keep_answer_only(setup->answer_fd, !setup->zygote);
    if (!failed && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) /* nobody attaches, nothing reads its memory */
        failed = errno;
    set_limits(setup->request, setup->threads);
    if (!failed)
        failed = ls_sandbox_enter_filter(setup->sandbox, setup->state);
    return failed;
}

_Noreturn void ls_child_main(const ls_child_setup *setup)
{
    if (!(setup->zygote ? follow_zygote(setup->zygote) : follow_parent()))
        _exit(LS_EXIT_SANDBOX);
    ls_job job = {.request = setup->request, .boxes = setup->boxes, .final = setup->final};
    ls_buffer_init(&job.out, LS_ANSWER_MAX);
    job.source_status = map_photo(setup, &job.source);
    if (drop_rights(setup))
        _exit(LS_EXIT_SANDBOX);
    _exit(setup->run(&job));
}

void ls_job_flush(ls_job *job)
{
    if (job->out.status)
        _exit(LS_EXIT_MEMORY);
    if (job->out.size && ls_write_full(LS_ANSWER_FD, job->out.data, job->out.size))
        _exit(LS_EXIT_REFUSED);
    ls_buffer_clear(&job->out);
}

/* Decoders' messages end in a newline, and could quote anything. */
static void tidy(char *detail)
{
    size_t size = strlen(detail);
    while (size && !ls_utf8_valid(detail, size)) /* cut within a character */
        size--;
    detail[size] = 0;
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)detail[i] < ' ' || detail[i] == 0x7F)
            detail[i] = ' ';
    while (size && detail[size - 1] == ' ')
        detail[--size] = 0;
    if (!ls_utf8_is_clean(detail, size))
        detail[0] = 0;
}

void ls_job_outcome(ls_job *job, ls_stage stage, ls_outcome outcome)
{
    tidy(outcome.detail);
    ls_answer_put_outcome(&job->out, stage, &outcome);
}

int ls_job_end(ls_job *job)
{
    ls_answer_put_end(&job->out);
    ls_job_flush(job);
    return LS_EXIT_DONE;
}

ls_outcome ls_job_unopened(void)
{
    return ls_outcome_make(LS_FAILED, LS_REASON_UNOPENED, "it is no regular file, or became shorter");
}

ls_outcome ls_job_overrun(ls_status status)
{
    if (status == LS_E_NOMEM)
        return ls_outcome_make(LS_FAILED, LS_REASON_MEMORY, "%s", "");
    return ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "more parts than any sound file has");
}
