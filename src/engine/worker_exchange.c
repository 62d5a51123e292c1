/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request, its answer's frames and the zygote's reply. The frames come from a process that a photo may have taken
 * over: it can send anything, for ever, or nothing. So there is a bound on every frame and on their sum, each whole
 * frame is checked as it arrives, and the deadline holds whatever the other side does.
 */
#include "engine/worker_parts.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CANCEL_POLL_MS 50
/*
 * From CANCEL to the reply. Killing a child takes a millisecond, but the reader's zygote may be loading languages, 100 ms
 * each and more on a slow machine; killed then, it would have to load them again for the next photo, and again be late.
 */
#define GRACE_CORE_MS 300
#define GRACE_READER_MS 1000
/* How soon a zygote that has closed its socket is expected to be gone. */
#define GONE_MS 1000
#define BLOCK ((size_t)64 << 10) /* what a pipe holds */

struct exchange {
    const ls_worker_call *call;
    ls_worker *worker;
    ls_answer *answer;
    ls_reply *reply;
    ls_outcome *outcome;
    int pipe;                    /* read end, -1 once it is finished with */
    ls_buffer bytes;             /* frames not yet read into the answer */
    size_t total;                /* bytes of the whole answer so far */
    bool replied, dead, refused; /* refused: the answer is wrong, no more of it is read */
    bool alone;                  /* the program itself handles the photo: its end takes the place of its child's */
    int end;                     /* wait status of the program once it was reaped, -1 before or when nobody knows it */
    ls_status status;            /* why the child is being ended before its time, with *outcome; LS_OK until then */
    int64_t deadline;            /* the call's, and after that the end of the grace */
};

/* The first reason stands: what a child does while it is being ended matters no more. */
static ls_status fail(struct exchange *x, ls_status status, ls_outcome outcome)
{
    if (!x->status) {
        x->status = status;
        *x->outcome = outcome;
    }
    return x->status;
}

static void refuse(struct exchange *x, const char *why)
{
    x->refused = true;
    fail(x, LS_E_FORMAT, ls_outcome_make(LS_FAILED, LS_REASON_PROTOCOL, "%.190s", why));
}

/* ---------------------------------------------------------------------------------------------- the request */

static ls_status send_request(const struct exchange *x, int answer_fd)
{
    int fds[2] = {x->call->photo_fd, answer_fd};
    bool warm = x->call->request->operation == LS_OP_WARM, photo = x->call->photo_fd >= 0;
    size_t size = photo ? sizeof fds : sizeof *fds;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof fds)];
    } control = {0};
    ls_request request = *x->call->request;
    const size_t boxes = request.box_count * sizeof(ls_box);
    struct iovec parts[] = {{&request, sizeof request}, {(void *)(uintptr_t)x->call->boxes, boxes}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = boxes ? 2 : 1};
    request.protocol = LS_PROTOCOL;
    request.alone = x->alone;
    if (!warm) {
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(size);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(header), photo ? fds : fds + 1, size);
    }
    ssize_t sent;
    do
        sent = sendmsg(x->worker->socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)(sizeof request + boxes) ? LS_OK : LS_E_IO;
}

/* Ends the child; its zygote answers with the reply that is due anyway. */
static void send_cancel(struct exchange *x)
{
    ls_request request = {.protocol = LS_PROTOCOL, .operation = LS_OP_CANCEL};
    if (x->alone)
        syscall(SYS_pidfd_send_signal, x->worker->pidfd, SIGKILL, NULL, 0);
    else if (send(x->worker->socket, &request, sizeof request, MSG_NOSIGNAL | MSG_DONTWAIT) != sizeof request)
        x->dead = true;
    x->deadline = ls_clock_ms() + (x->worker->program == LS_WORKER_CORE ? GRACE_CORE_MS : GRACE_READER_MS);
}

/* ----------------------------------------------------------------------------------------------- the answer */

static void close_pipe(struct exchange *x)
{
    if (x->pipe >= 0)
        close(x->pipe);
    x->pipe = -1;
}

static size_t frame_size(const unsigned char *header)
{
    return LS_FRAME_HEADER +
           ((size_t)header[4] | (size_t)header[5] << 8 | (size_t)header[6] << 16 | (size_t)header[7] << 24);
}

/* Length of the whole frames at the start of `bytes`; *too_large: the frame after them can never be whole. */
static size_t whole_frames(const ls_buffer *bytes, bool *too_large)
{
    size_t at = 0;
    *too_large = false;
    while (bytes->size - at >= LS_FRAME_HEADER) {
        size_t size = frame_size((const unsigned char *)bytes->data + at);
        *too_large = size > LS_FRAME_HEADER + LS_FRAME_MAX;
        if (size > bytes->size - at)
            break;
        at += size;
    }
    return at;
}

/* Reads the whole frames into the answer and keeps the rest. */
static void digest(struct exchange *x)
{
    ls_error error = {0};
    bool too_large;
    size_t size = whole_frames(&x->bytes, &too_large);
    if (ls_answer_read(x->answer, x->bytes.data, size, x->call->request->size, &error))
        refuse(x, error.text);
    else if (too_large)
        refuse(x, "a frame is too large");
    memmove(x->bytes.data, x->bytes.data + size, x->bytes.size - size);
    x->bytes.size -= size;
    if (x->answer->ended && x->bytes.size)
        refuse(x, "it goes on after its end");
}

/* Takes one block off the pipe. False: there is nothing more for now, or for good. */
static bool take_block(struct exchange *x)
{
    char block[BLOCK];
    ssize_t got = read(x->pipe, block, sizeof block);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (got <= 0) {
        close_pipe(x);
        return false;
    }
    x->total += (size_t)got;
    if (x->total > (x->call->answer_max ? x->call->answer_max : LS_ANSWER_MAX))
        refuse(x, "it is too long");
    else if (ls_buffer_add(&x->bytes, block, (size_t)got)) {
        x->refused = true;
        fail(x, LS_E_NOMEM, ls_outcome_make(LS_FAILED, LS_REASON_MEMORY, "%s", ""));
    } else
        digest(x);
    if (x->refused)
        close_pipe(x); /* a child that goes on writing ends by that */
    return !x->refused;
}

/* ------------------------------------------------------------------------------------------------ the reply */

static void take_reply(struct exchange *x)
{
    ls_reply reply;
    ssize_t got = recv(x->worker->socket, &reply, sizeof reply, MSG_DONTWAIT | MSG_TRUNC);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got != sizeof reply || reply.protocol != LS_PROTOCOL || reply.operation != x->call->request->operation) {
        x->dead = true; /* gone, or a program of another version: not to be used again */
        return;
    }
    reply.languages_missing[LS_LANGUAGES_MAX - 1] = 0;
    *x->reply = reply;
    x->replied = true;
}

/* The program that handled the photo has ended. It said what it had to say before it began. */
static void take_end(struct exchange *x)
{
    take_reply(x);
    x->end = ls_worker_reap(x->worker, 0);
    if (!x->replied)
        x->dead = true;
    else if (!x->reply->error)
        x->reply->wait_status = x->end;
}

/* Without a pidfd (Linux before 5.3) there is no waiting for the program's end beside the answer. */
static bool may_be_alone(const ls_worker *worker, const ls_worker_call *call)
{
    return call->last && worker->program == LS_WORKER_CORE && worker->pidfd >= 0 && !worker->end_unseen &&
           call->request->operation != LS_OP_WARM;
}

/* ----------------------------------------------------------------------------------------------- the waiting */

static int wait_time(const struct exchange *x)
{
    int left = ls_clock_left(x->deadline);
    return x->call->cancel && !x->status && left > CANCEL_POLL_MS ? CANCEL_POLL_MS : left;
}

/* The caller changed its mind, or time is up: end the child, once. */
static void check_time(struct exchange *x)
{
    if (!x->status && x->call->cancel && __atomic_load_n(x->call->cancel, __ATOMIC_RELAXED))
        fail(x, LS_E_CANCELLED, ls_outcome_make(LS_FAILED, LS_REASON_KILLED, "cancelled"));
    else if (!x->status && ls_clock_left(x->deadline) == 0)
        fail(x, LS_E_DEADLINE, ls_outcome_make(LS_FAILED, LS_REASON_DEADLINE, "%s", ""));
}

/* Until the zygote has replied, is dead, or has not even reacted to being told to end its child. */
static void wait_for_reply(struct exchange *x)
{
    bool told = false;
    while (!x->replied && !x->dead) {
        check_time(x);
        if (x->status && !told) {
            told = true;
            send_cancel(x);
            continue;
        }
        if (told && ls_clock_left(x->deadline) == 0) {
            x->dead = true;
            return;
        }
        int other = x->alone ? x->worker->pidfd : x->worker->socket;
        struct pollfd events[2] = {{.fd = other, .events = POLLIN}, {.fd = x->pipe, .events = POLLIN}};
        if (poll(events, 2, wait_time(x)) < 0 && errno != EINTR) {
            x->dead = true;
            return;
        }
        if (events[1].revents && x->pipe >= 0)
            take_block(x);
        if (events[0].revents)
            (x->alone ? take_end : take_reply)(x);
    }
}

static ls_status judge(struct exchange *x)
{
    const ls_request *request = x->call->request;
    if (x->dead) {
        if (x->worker->pid)
            x->end = ls_worker_reap(x->worker, x->status ? 0 : GONE_MS);
        if (!x->status)
            x->status = ls_worker_judge_zygote(x->end, x->outcome);
        return x->status;
    }
    if (x->status)
        return x->status;
    if (request->operation == LS_OP_WARM)
        return LS_OK;
    if (x->reply->wait_status == -1 && request->sandbox == 2 && x->reply->sandbox == LS_SANDBOX_OFF)
        return fail(x, LS_E_SANDBOX,
                    ls_outcome_make(LS_FAILED, LS_REASON_WORKER, "no sandbox: %s", strerror((int)x->reply->error)));
    if (x->reply->wait_status == -1 && x->alone && !x->reply->error) {
        x->worker->end_unseen = true;
        return ls_worker_judge_zygote(-1, x->outcome);
    }
    if (x->reply->wait_status == -1)
        return fail(x, LS_E_WORKER,
                    ls_outcome_make(LS_FAILED, LS_REASON_WORKER, "no process: %s", strerror((int)x->reply->error)));
    return ls_worker_judge(x->reply, x->answer, x->outcome);
}

/* A pipe whose read end does not block: the deadline is kept by poll(). */
static ls_status open_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0)
        return LS_E_IO;
    if (fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        return LS_OK;
    close(ends[0]);
    close(ends[1]);
    return LS_E_IO;
}

ls_status ls_worker_exchange(ls_worker *worker, const ls_worker_call *call, ls_answer *answer, ls_reply *reply,
                             ls_outcome *outcome)
{
    struct exchange x = {.call = call,
                         .worker = worker,
                         .answer = answer,
                         .reply = reply,
                         .outcome = outcome,
                         .alone = may_be_alone(worker, call),
                         .end = -1,
                         .deadline = call->deadline};
    int ends[2];
    if (open_pipe(ends)) {
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_WORKER, "no pipe: %s", strerror(errno));
        return LS_E_WORKER;
    }
    x.pipe = ends[0];
    answer->second_count = call->request->second_count;
    ls_buffer_init(&x.bytes, LS_FRAME_HEADER + LS_FRAME_MAX + BLOCK);
    x.dead = send_request(&x, ends[1]) != LS_OK;
    close(ends[1]); /* the child's is the only one left */
    if (call->meanwhile && !x.dead)
        call->meanwhile(call->user);
    wait_for_reply(&x);
    /* The child is dead, what it had written is not: read on. Nothing waits here, and the bound still holds. */
    while (x.pipe >= 0 && x.replied && take_block(&x))
        ;
    close_pipe(&x);
    ls_buffer_free(&x.bytes);
    return judge(&x);
}
