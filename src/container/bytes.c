/* SPDX-License-Identifier: Apache-2.0 */
#include "container/bytes.h"

#include <string.h>

ls_bytes ls_bytes_file(const ls_source *source)
{
    return (ls_bytes){source->data, (size_t)source->size, 0, source->size, false};
}

ls_bytes ls_bytes_decoded(const void *data, size_t size, ls_span where)
{
    return (ls_bytes){data, size, where.from, where.to, true};
}

bool ls_bytes_has(const ls_bytes *bytes, uint64_t offset, uint64_t length)
{
    return offset <= bytes->size && length <= bytes->size - offset;
}

ls_span ls_bytes_where(const ls_bytes *bytes, uint64_t offset, uint64_t length)
{
    if (bytes->decoded)
        return (ls_span){bytes->from, bytes->to};
    if (offset > bytes->size)
        offset = bytes->size;
    if (length > bytes->size - offset)
        length = bytes->size - offset;
    return (ls_span){bytes->from + offset, bytes->from + offset + length};
}

ls_bytes ls_bytes_part(const ls_bytes *bytes, uint64_t offset, uint64_t length)
{
    if (offset > bytes->size)
        offset = bytes->size;
    if (length > bytes->size - offset)
        length = bytes->size - offset;
    ls_span where = ls_bytes_where(bytes, offset, length);
    const unsigned char *data = bytes->data ? bytes->data + offset : NULL;
    return (ls_bytes){data, (size_t)length, where.from, where.to, bytes->decoded};
}

ls_bytes ls_bytes_after(const ls_bytes *bytes, uint64_t offset)
{
    return ls_bytes_part(bytes, offset, UINT64_MAX);
}

static uint64_t number(const ls_bytes *bytes, uint64_t offset, unsigned size, bool big)
{
    if (!ls_bytes_has(bytes, offset, size))
        return 0;
    uint64_t value = 0;
    for (unsigned i = 0; i < size; i++)
        value = value << 8 | bytes->data[offset + (big ? i : size - 1 - i)];
    return value;
}

unsigned ls_bytes_u8(const ls_bytes *bytes, uint64_t offset)
{
    return (unsigned)number(bytes, offset, 1, true);
}

unsigned ls_bytes_u16(const ls_bytes *bytes, uint64_t offset, bool big)
{
    return (unsigned)number(bytes, offset, 2, big);
}

uint32_t ls_bytes_u32(const ls_bytes *bytes, uint64_t offset, bool big)
{
    return (uint32_t)number(bytes, offset, 4, big);
}

uint64_t ls_bytes_u64(const ls_bytes *bytes, uint64_t offset, bool big)
{
    return number(bytes, offset, 8, big);
}

bool ls_bytes_match(const ls_bytes *bytes, uint64_t offset, const void *expected, size_t size)
{
    return size && ls_bytes_has(bytes, offset, size) && memcmp(bytes->data + offset, expected, size) == 0;
}

size_t ls_bytes_find(const ls_bytes *bytes, uint64_t offset, unsigned char value)
{
    if (offset >= bytes->size)
        return bytes->size;
    const unsigned char *found = memchr(bytes->data + offset, value, bytes->size - (size_t)offset);
    return found ? (size_t)(found - bytes->data) : bytes->size;
}
