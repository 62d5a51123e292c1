/* SPDX-License-Identifier: Apache-2.0 */
#include "record/frame.h"

#include <math.h>
#include <string.h>

static void put_number(ls_buffer *out, uint64_t value, size_t size)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < size; i++, value >>= 8)
        bytes[i] = (unsigned char)value;
    ls_buffer_add(out, bytes, size);
}

size_t ls_frame_begin(ls_buffer *out, ls_frame_type type)
{
    size_t begin = out->size;
    put_number(out, type, 4); /* type and the zero */
    put_number(out, 0, 4);
    return begin;
}

void ls_frame_end(ls_buffer *out, size_t begin)
{
    if (out->status)
        return;
    size_t length = out->size - begin - LS_FRAME_HEADER;
    if (length > LS_FRAME_MAX) {
        out->status = LS_E_LIMIT;
        return;
    }
    for (size_t i = 0; i < 4; i++)
        out->data[begin + 4 + i] = (char)(length >> (8 * i));
}

void ls_put_u8(ls_buffer *out, uint8_t value)
{
    put_number(out, value, 1);
}

void ls_put_u16(ls_buffer *out, uint16_t value)
{
    put_number(out, value, 2);
}

void ls_put_u32(ls_buffer *out, uint32_t value)
{
    put_number(out, value, 4);
}

void ls_put_u64(ls_buffer *out, uint64_t value)
{
    put_number(out, value, 8);
}

void ls_put_f64(ls_buffer *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_number(out, bits, 8);
}

void ls_put_text(ls_buffer *out, const char *text)
{
    size_t size = text ? strlen(text) : 0;
    ls_put_u32(out, (uint32_t)size);
    ls_buffer_add(out, text ? text : "", size);
}

static uint64_t get_number(ls_cursor *in, size_t size)
{
    if (in->failed || (size_t)(in->end - in->at) < size) {
        in->failed = true;
        return 0;
    }
    uint64_t value = 0;
    for (size_t i = size; i-- > 0;)
        value = value << 8 | in->at[i];
    in->at += size;
    return value;
}

uint8_t ls_get_u8(ls_cursor *in)
{
    return (uint8_t)get_number(in, 1);
}

uint16_t ls_get_u16(ls_cursor *in)
{
    return (uint16_t)get_number(in, 2);
}

uint32_t ls_get_u32(ls_cursor *in)
{
    return (uint32_t)get_number(in, 4);
}

uint64_t ls_get_u64(ls_cursor *in)
{
    return get_number(in, 8);
}

double ls_get_f64(ls_cursor *in)
{
    uint64_t bits = get_number(in, 8);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (!isfinite(value)) {
        in->failed = true;
        return 0;
    }
    return value;
}

const char *ls_get_text(ls_cursor *in, size_t limit, size_t *size)
{
    uint32_t length = ls_get_u32(in);
    if (in->failed || length > limit || (size_t)(in->end - in->at) < length) {
        in->failed = true;
        *size = 0;
        return "";
    }
    const char *text = (const char *)in->at;
    in->at += length;
    *size = length;
    return text;
}

unsigned ls_get_enum(ls_cursor *in, unsigned count)
{
    unsigned value = ls_get_u16(in);
    if (value >= count) {
        in->failed = true;
        return 0;
    }
    return value;
}

bool ls_cursor_finished(const ls_cursor *in)
{
    return !in->failed && in->at == in->end;
}

ls_status ls_frame_next(ls_cursor *in, unsigned *type, ls_cursor *payload)
{
    *type = ls_get_u16(in);
    uint16_t zero = ls_get_u16(in);
    uint32_t length = ls_get_u32(in);
    if (in->failed || zero)
        return LS_E_FORMAT;
    if (length > LS_FRAME_MAX)
        return LS_E_LIMIT;
    if ((size_t)(in->end - in->at) < length)
        return LS_E_FORMAT;
    *payload = (ls_cursor){in->at, in->at + length, false};
    in->at += length;
    return LS_OK;
}
