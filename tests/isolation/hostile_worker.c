/* SPDX-License-Identifier: Apache-2.0 */
/* Stands where lightseal-core stands and answers as badly as it can. */
#include "isolation/hostile.h"

#include "base/io.h"
#include "record/answer.h"
#include "record/request.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool receive(ls_request *request, int *photo, int *answer)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec part = {request, sizeof *request};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    if (recvmsg(LS_WORKER_FD, &message, 0) != sizeof *request)
        return false;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    int fds[2] = {-1, -1};
    if (header)
        memcpy(fds, CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0));
    *photo = fds[0];
    *answer = fds[1];
    return true;
}

static void put_outcome(ls_buffer *out, const char *detail)
{
    ls_outcome outcome = {.state = LS_DONE};
    memcpy(outcome.detail, detail, strlen(detail) + 1);
    ls_answer_put_outcome(out, LS_STAGE_CONTAINER, &outcome);
}

static void put_fact(ls_buffer *out, double value)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_FACT);
    ls_put_u16(out, LS_FACT_GPS_LAT);
    ls_put_u64(out, 0);
    ls_put_u64(out, 0);
    ls_put_text(out, "jpeg/app1/exif");
    ls_put_f64(out, value);
    ls_frame_end(out, begin);
}

static void put_container(ls_buffer *out, uint64_t size)
{
    ls_container container = {.kind = LS_KIND_JPEG, .size = size};
    ls_answer_put_container(out, &container);
}

static void put_range_beyond(ls_buffer *out, uint64_t size)
{
    put_container(out, size);
    size_t begin = ls_frame_begin(out, LS_FRAME_RANGE);
    ls_put_u64(out, size + 1);
    ls_put_u16(out, LS_ROLE_IMAGE);
    ls_put_text(out, "jpeg");
    ls_frame_end(out, begin);
}

static void put_stage_that_is_none(ls_buffer *out)
{
    size_t begin = ls_frame_begin(out, LS_FRAME_OUTCOME);
    ls_put_u16(out, 999);
    ls_put_u16(out, 0);
    ls_put_u16(out, 0);
    ls_put_text(out, "");
    ls_frame_end(out, begin);
}

/* Writes `out` again and again until nobody reads it any more. */
static void write_for_ever(int answer, const ls_buffer *out)
{
    while (ls_write_full(answer, out->data, out->size) == LS_OK)
        ;
}

static void put_drawing(ls_buffer *out, uint32_t width)
{
    ls_drawing_put_size(out, width, 8);
    ls_drawing_put_piece(out, "piece", 5);
}

static void draw_badly(hostile_act act, ls_buffer *out, int answer)
{
    switch (act) {
    case ACT_DRAWN:
    case ACT_DRAWN_NO_END: put_drawing(out, 8); break;
    case ACT_DRAWN_LARGER: put_drawing(out, 9); break;
    case ACT_DRAWN_TWICE: put_drawing(out, 8), put_drawing(out, 8); break;
    case ACT_DRAWN_NO_SIZE: ls_drawing_put_piece(out, "piece", 5); break;
    case ACT_DRAWN_ENDLESS:
        put_drawing(out, 8);
        ls_write_full(answer, out->data, out->size);
        ls_buffer_clear(out);
        ls_drawing_put_piece(out, "piece", 5);
        write_for_ever(answer, out);
        break;
    default: break;
    }
}

static void answer_badly(hostile_act act, const ls_request *request, int answer)
{
    ls_buffer out;
    ls_buffer_init(&out, LS_ANSWER_MAX);
    if (act != ACT_SILENCE && act != ACT_GARBAGE && act != ACT_OVERSIZE && act != ACT_TWO_CONTAINERS)
        put_outcome(&out, "");
    switch (act) {
    case ACT_GARBAGE: ls_buffer_add(&out, "\x93\x81\xff\x07 no frame at all", 20); break;
    case ACT_OVERSIZE: ls_buffer_add(&out, "\x04\x00\x00\x00\xff\xff\xff\xff", 8); break;
    case ACT_HALF_A_FRAME:
    case ACT_STALL: ls_buffer_add(&out, "\x08\x00\x00\x00\x10\x00\x00\x00\x00", 9); break;
    case ACT_AFTER_END: ls_answer_put_end(&out), put_outcome(&out, ""); break;
    case ACT_BYTES_AFTER_END: ls_answer_put_end(&out), ls_buffer_add(&out, "abc", 3); break;
    case ACT_ENDLESS: write_for_ever(answer, &out); break;
    case ACT_ENDLESS_FACTS: put_fact(&out, 31.5), write_for_ever(answer, &out); break;
    case ACT_BAD_ENUM: put_stage_that_is_none(&out); break;
    case ACT_BEYOND_FILE: put_range_beyond(&out, request->size); break;
    case ACT_NOT_A_NUMBER: put_fact(&out, NAN); break;
    case ACT_BAD_TEXT: put_outcome(&out, "\xff\xfe"); break;
    case ACT_ESCAPE: put_outcome(&out, "\x1b]2;read me\x07"); break;
    case ACT_TWO_CONTAINERS: put_container(&out, request->size), put_container(&out, request->size); break;
    case ACT_LONG_PAYLOAD: ls_buffer_add(&out, "\x0a\x00\x00\x00\x01\x00\x00\x00\x00", 9); break;
    default: draw_badly(act, &out, answer); break;
    }
    if (act != ACT_NO_END && act != ACT_DRAWN_NO_END && act != ACT_HALF_A_FRAME && act != ACT_STALL && act != ACT_SILENCE && act != ACT_LEAVE &&
        act != ACT_LONG_PAYLOAD && act != ACT_AFTER_END && act != ACT_BYTES_AFTER_END)
        ls_answer_put_end(&out);
    ls_write_full(answer, out.data, out.size);
    ls_buffer_free(&out);
}

static void reply_badly(hostile_act act)
{
    struct {
        ls_reply reply;
        char more[16];
    } message = {.reply = {.protocol = LS_PROTOCOL, .operation = LS_OP_CHECK, .sandbox = LS_SANDBOX_SECCOMP}};
    size_t size = sizeof message.reply;
    switch (act) {
    case ACT_OTHER_PROTOCOL: message.reply.protocol++; break;
    case ACT_OTHER_REPLY: message.reply.operation = LS_OP_WARM; break;
    case ACT_SHORT_REPLY: size--; break;
    case ACT_LONG_REPLY: size++; break;
    case ACT_CHILD_FAILED: message.reply.wait_status = 1 << 8; break;
    default: break;
    }
    send(LS_WORKER_FD, &message, size, MSG_NOSIGNAL);
}

int main(void)
{
    ls_request request;
    int photo, answer;
    signal(SIGPIPE, SIG_IGN);
    while (receive(&request, &photo, &answer)) {
        hostile_act act = (hostile_act)request.probe;
        if (request.operation == LS_OP_CANCEL)
            continue;
        answer_badly(act, &request, answer);
        if (act == ACT_SILENCE || act == ACT_STALL)
            for (;;)
                pause();
        if (act == ACT_LEAVE)
            return 3;
        close(photo);
        if (act != ACT_KEEP_PIPE)
            close(answer);
        reply_badly(act);
    }
    return 0;
}
