/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ls_buffer_init(ls_buffer *buffer, size_t limit)
{
    *buffer = (ls_buffer){.limit = limit};
}

void ls_buffer_free(ls_buffer *buffer)
{
    if (buffer->data)
        explicit_bzero(buffer->data, buffer->capacity);
    free(buffer->data);
    *buffer = (ls_buffer){.limit = buffer->limit};
}

void ls_buffer_clear(ls_buffer *buffer)
{
    buffer->size = 0;
    buffer->status = LS_OK;
    if (buffer->data)
        buffer->data[0] = 0;
}

static ls_status reserve(ls_buffer *buffer, size_t more)
{
    if (buffer->status)
        return buffer->status;
    if (more > buffer->limit - buffer->size)
        return buffer->status = LS_E_LIMIT;
    size_t needed = buffer->size + more + 1;
    if (needed <= buffer->capacity)
        return LS_OK;
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    while (capacity < needed)
        capacity *= 2;
    /* malloc and copy, not realloc: realloc could leave an unwiped copy behind */
    char *data = malloc(capacity);
    if (!data)
        return buffer->status = LS_E_NOMEM;
    if (buffer->data) {
        memcpy(data, buffer->data, buffer->size + 1);
        explicit_bzero(buffer->data, buffer->capacity);
        free(buffer->data);
    } else {
        data[0] = 0;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return LS_OK;
}

ls_status ls_buffer_add(ls_buffer *buffer, const void *data, size_t size)
{
    if (reserve(buffer, size))
        return buffer->status;
    if (size)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    buffer->data[buffer->size] = 0;
    return LS_OK;
}

ls_status ls_buffer_text(ls_buffer *buffer, const char *text)
{
    return ls_buffer_add(buffer, text, strlen(text));
}

ls_status ls_buffer_printf(ls_buffer *buffer, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    if (length < 0)
        buffer->status = LS_E_LIMIT;
    else if (!reserve(buffer, (size_t)length)) {
        vsnprintf(buffer->data + buffer->size, (size_t)length + 1, format, again);
        buffer->size += (size_t)length;
    }
    va_end(again);
    va_end(list);
    return buffer->status;
}
