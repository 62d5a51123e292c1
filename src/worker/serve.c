/* SPDX-License-Identifier: Apache-2.0 */
#include "worker/serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PHOTO 0
#define ANSWER 1

struct call {
    ls_request request;
    ls_box boxes[LS_BOXES_MAX];
    int fds[2]; /* PHOTO and ANSWER; -1 for none */
};

/* ------------------------------------------------------------------------------------------------ the socket */

/* Descriptors of one message, in order: photo and answer, or the answer alone. */
static void take_descriptors(struct msghdr *message, int fds[2])
{
    int got[2] = {-1, -1};
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
        size_t size = header->cmsg_len - CMSG_LEN(0);
        memcpy(got, CMSG_DATA(header), size < sizeof got ? size : sizeof got);
    }
    fds[PHOTO] = got[1] < 0 ? -1 : got[0];
    fds[ANSWER] = got[1] < 0 ? got[0] : got[1];
}

/* False: the parent is gone, or speaks another protocol. */
static bool receive(struct call *call)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec parts[] = {{&call->request, sizeof call->request}, {call->boxes, sizeof call->boxes}};
    struct msghdr message = {
        .msg_iov = parts, .msg_iovlen = 2, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got;
    do
        got = recvmsg(LS_WORKER_FD, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        return false;
    take_descriptors(&message, call->fds);
    call->request.languages[LS_LANGUAGES_MAX - 1] = 0;
    call->request.name[LS_NAME_MAX - 1] = 0;
    return (size_t)got >= sizeof call->request && !(message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) &&
           call->request.protocol == LS_PROTOCOL && call->request.box_count <= LS_BOXES_MAX &&
           call->request.second_count <= LS_SECONDS_MAX &&
           (size_t)got == sizeof call->request + call->request.box_count * sizeof *call->boxes;
}

static bool send_reply(const ls_reply *reply)
{
    return send(LS_WORKER_FD, reply, sizeof *reply, MSG_NOSIGNAL) == sizeof *reply;
}

/* What the parent says while a child runs: nothing but "end it", in words or by going away. */
static void read_interruption(bool *gone)
{
    ls_request request;
    ssize_t got = recv(LS_WORKER_FD, &request, sizeof request, MSG_DONTWAIT);
    *gone = !(got == sizeof request && request.operation == LS_OP_CANCEL);
}

/* ---------------------------------------------------------------------------------------------- the children */

/* Waits for the child, and for the parent's wish to end it. The child's wait status. */
static int watch(pid_t child, int child_fd, bool *cancelled, bool *gone)
{
    struct pollfd events[2] = {{.fd = child_fd, .events = POLLIN}, {.fd = LS_WORKER_FD, .events = POLLIN}};
    while (!(events[0].revents & POLLIN)) {
        if (poll(events, 2, -1) < 0 && errno != EINTR)
            break;
        if (events[1].revents) {
            read_interruption(gone);
            *cancelled = true;
            break;
        }
    }
    if (*cancelled || !(events[0].revents & POLLIN))
        kill(child, SIGKILL);
    int status = -1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static ls_child_function *function_for(const ls_program *program, uint32_t operation)
{
    switch (operation) {
    case LS_OP_PROBE: return program->probe;
    case LS_OP_ANNOTATE: return program->annotate;
    case LS_OP_CLEAN: return program->clean;
    case LS_OP_SIDECAR: return program->sidecar;
    default: return program->check;
    }
}

static ls_child_setup setup_for(const ls_program *program, const ls_sandbox *sandbox, const struct call *call,
                                const ls_reply *reply)
{
    return (ls_child_setup){
        .sandbox = sandbox,
        .state = (ls_sandbox_state)reply->sandbox,
        .request = &call->request,
        .boxes = call->boxes,
        .photo_fd = call->fds[PHOTO],
        .answer_fd = call->fds[ANSWER],
        .threads = program->threads,
        .run = function_for(program, call->request.operation),
    };
}

static void run_child(const ls_program *program, const ls_sandbox *sandbox, const struct call *call, bool final,
                      ls_reply *reply, bool *cancelled, bool *gone)
{
    ls_child_setup setup = setup_for(program, sandbox, call, reply);
    setup.final = final;
    setup.zygote = getpid();
    pid_t child = fork();
    if (child == 0)
        ls_child_main(&setup);
    int child_fd = child < 0 ? -1 : (int)syscall(SYS_pidfd_open, child, 0);
    if (child_fd < 0) {
        reply->error = (uint32_t)errno;
        if (child > 0) {
            kill(child, SIGKILL);
            waitpid(child, NULL, 0);
        }
        return;
    }
    reply->wait_status = watch(child, child_fd, cancelled, gone);
    close(child_fd);
}

/*
 * No other photo follows, so no zygote is needed after this one, and none before it: what a fork, its page faults, a second
 * end of a process and two more wake-ups cost is a tenth of a quick check. Everything that the parent has to know from us
 * is said while no byte of the photo has been looked at; then the photo's process is a child of the parent itself.
 */
static bool become_child(const ls_program *program, const ls_sandbox *sandbox, const struct call *call,
                         const ls_reply *reply)
{
    ls_child_setup setup = setup_for(program, sandbox, call, reply);
    setup.final = true;
    if (send_reply(reply))
        ls_child_main(&setup);
    return false;
}

/* A child's only say over its zygote. */
static bool wants_languages(const ls_reply *reply)
{
    return reply->wait_status != -1 && WIFEXITED(reply->wait_status) &&
           WEXITSTATUS(reply->wait_status) == LS_EXIT_LANGUAGES;
}

/* False: the parent is gone. */
static bool serve_photo(const ls_program *program, const ls_sandbox *sandbox, const struct call *call, ls_reply *reply)
{
    const bool reads_text = program->load && call->request.operation != LS_OP_ANNOTATE;
    bool cancelled = false, gone = false, final = !reads_text;
    reply->sandbox = ls_sandbox_state_for(sandbox, call->request.sandbox);
    if (call->request.sandbox == 2 && reply->sandbox == LS_SANDBOX_OFF) {
        reply->error = (uint32_t)sandbox->error;
        return true;
    }
    if (call->request.alone && !program->load)
        return become_child(program, sandbox, call, reply);
    if (reads_text && program->prepare)
        program->prepare(&call->request);
    if (reads_text && program->load_before && program->load_before(&call->request)) {
        program->load(&call->request);
        final = true;
    }
    run_child(program, sandbox, call, final, reply, &cancelled, &gone);
    if (!cancelled && !final && wants_languages(reply)) {
        program->load(&call->request);
        run_child(program, sandbox, call, true, reply, &cancelled, &gone);
    }
    return !gone;
}

static bool serve(const ls_program *program, const ls_sandbox *sandbox, const struct call *call)
{
    ls_reply reply = {.protocol = LS_PROTOCOL, .operation = call->request.operation, .wait_status = -1};
    bool served = true;
    if (!function_for(program, call->request.operation))
        return false;
    switch (call->request.operation) {
    case LS_OP_CHECK:
    case LS_OP_ANNOTATE:
    case LS_OP_CLEAN:
    case LS_OP_SIDECAR:
    case LS_OP_PROBE: served = serve_photo(program, sandbox, call, &reply); break;
    case LS_OP_WARM:
        if (program->load)
            program->load(&call->request);
        break;
    case LS_OP_CANCEL: return true; /* its child had just ended, and has been answered */
    default: return false;
    }
    if (program->missing)
        program->missing(&call->request, reply.languages_missing, sizeof reply.languages_missing);
    for (int i = 0; i < 2; i++)
        if (call->fds[i] >= 0)
            close(call->fds[i]); /* before the reply: the parent then sees the end of the answer */
    return served && send_reply(&reply);
}

int ls_serve(const ls_program *program)
{
    int type = 0;
    socklen_t size = sizeof type;
    if (getsockopt(LS_WORKER_FD, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_SEQPACKET) {
        fprintf(stderr, "%s: started by lightseal, not by hand\n", program->name);
        return 2;
    }
    ls_sandbox sandbox;
    ls_sandbox_prepare(&sandbox, program->threads);
    if (program->warm_up && program->warm_up())
        return 1;
    struct call call;
    while (receive(&call) && serve(program, &sandbox, &call))
        ;
    /* No exit handlers: they would take the big libraries apart for nothing while the parent waits. */
    _exit(0);
}
