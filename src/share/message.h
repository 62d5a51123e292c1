/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages on standard streams as browsers frame them for native messaging: a length of four bytes in the machine's
 * byte order, then that many bytes of JSON, one object per message.
 */
#ifndef LS_SHARE_MESSAGE_H
#define LS_SHARE_MESSAGE_H

#include "base/buffer.h"

#include <jansson.h>
#include <stdbool.h>

#define LS_MESSAGE_MAX (1u << 20) /* bytes of JSON, in both directions: what browsers accept from a host */

typedef enum ls_message_state {
    LS_MESSAGE_OK,      /* an object */
    LS_MESSAGE_END,     /* the stream ended between two messages */
    LS_MESSAGE_REFUSED, /* not a message; *code and *text say why, and the next one can be read */
    LS_MESSAGE_BROKEN   /* the same, but the stream is lost: nothing behind it can be understood */
} ls_message_state;

typedef struct ls_message {
    json_t *object;   /* LS_MESSAGE_OK: a reference that the caller gives back */
    const char *code; /* for programs; a constant */
    const char *text; /* for people; a constant, never what was sent */
} ls_message;

/* Reads one message. `scratch` is a buffer with at least LS_MESSAGE_MAX as its bound; its content is replaced. */
ls_message_state ls_message_read(int fd, ls_buffer *scratch, ls_message *message);

/* Writes one; the caller holds whatever keeps two writers apart. LS_E_LIMIT when it is longer than LS_MESSAGE_MAX. */
ls_status ls_message_write(int fd, const json_t *object);

#endif
