/* SPDX-License-Identifier: Apache-2.0 */
#include "share/message.h"

#include "base/io.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 8 /* no message of ours nests deeper than 2 */

static ls_message_state refuse(ls_message *message, ls_message_state state, const char *code, const char *text)
{
    message->code = code;
    message->text = text;
    return state;
}

/* Nesting is measured before anything recurses into it. */
static bool too_deep(const char *text, size_t size)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > DEPTH_MAX)
                return true;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return false;
}

static ls_message_state parse(const ls_buffer *text, ls_message *message)
{
    if (too_deep(text->data, text->size))
        return refuse(message, LS_MESSAGE_REFUSED, "too-deep", "the message nests too deeply");
    json_error_t error;
    message->object = json_loadb(text->data, text->size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!message->object)
        return refuse(message, LS_MESSAGE_REFUSED, "not-json", "the message is not valid JSON in UTF-8");
    if (json_is_object(message->object))
        return LS_MESSAGE_OK;
    json_decref(message->object);
    message->object = NULL;
    return refuse(message, LS_MESSAGE_REFUSED, "wrong-type", "a message is a JSON object");
}

/* Appends exactly `size` bytes, block by block: a length is believed only as far as its bytes really come. */
static ls_status read_body(int fd, size_t size, ls_buffer *body)
{
    char block[16384];
    while (size) {
        size_t part = size < sizeof block ? size : sizeof block;
        ls_status status = ls_read_full(fd, block, part);
        if (!status)
            status = ls_buffer_add(body, block, part);
        if (status)
            return status;
        size -= part;
    }
    return ls_buffer_add(body, "", 0);
}

ls_message_state ls_message_read(int fd, ls_buffer *scratch, ls_message *message)
{
    *message = (ls_message){0};
    ls_buffer_clear(scratch);
    unsigned char prefix[sizeof(uint32_t)];
    ls_status first = ls_read_full(fd, prefix, 1);
    if (first == LS_E_FORMAT)
        return LS_MESSAGE_END;
    if (first || ls_read_full(fd, prefix + 1, sizeof prefix - 1))
        return refuse(message, LS_MESSAGE_BROKEN, "truncated", "the stream ended within the length of a message");
    uint32_t size;
    memcpy(&size, prefix, sizeof size);
    if (size > LS_MESSAGE_MAX)
        return refuse(message, LS_MESSAGE_BROKEN, "too-long", "a message is longer than 1 MiB");
    ls_status status = read_body(fd, size, scratch);
    if (status == LS_E_NOMEM)
        return refuse(message, LS_MESSAGE_BROKEN, "no-memory", "out of memory");
    if (status)
        return refuse(message, LS_MESSAGE_BROKEN, "truncated", "the stream ended within a message");
    return parse(scratch, message);
}

ls_status ls_message_write(int fd, const json_t *object)
{
    /* the length and the text leave in one write: a reader that polls never sees half a message of ours */
    size_t size = json_dumpb(object, NULL, 0, JSON_COMPACT | JSON_REAL_PRECISION(10));
    if (!size)
        return LS_E_NOMEM;
    if (size > LS_MESSAGE_MAX)
        return LS_E_LIMIT;
    char *frame = malloc(sizeof(uint32_t) + size);
    if (!frame)
        return LS_E_NOMEM;
    uint32_t length = (uint32_t)size;
    memcpy(frame, &length, sizeof length);
    ls_status status = LS_E_NOMEM;
    if (json_dumpb(object, frame + sizeof length, size, JSON_COMPACT | JSON_REAL_PRECISION(10)) == size)
        status = ls_write_full(fd, frame, sizeof length + size);
    explicit_bzero(frame, sizeof length + size);
    free(frame);
    return status;
}
