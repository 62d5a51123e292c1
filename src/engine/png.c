/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/png.h"

#include "base/io.h"

/* Annex D: the CRC of one byte after the other, lowest bit first; a table of half bytes is small and fast enough. */
static uint32_t crc_of(uint32_t crc, const unsigned char *bytes, size_t size)
{
    static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                       0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                       0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return crc;
}

static void put_number(unsigned char out[4], uint32_t value)
{
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(value >> (24 - 8 * i));
}

static ls_status put_chunk(int fd, const char type[5], const void *bytes, size_t size)
{
    unsigned char head[8], tail[4];
    put_number(head, (uint32_t)size);
    for (int i = 0; i < 4; i++)
        head[4 + i] = (unsigned char)type[i];
    put_number(tail, ~crc_of(crc_of(~0u, head + 4, 4), bytes, size));
    ls_status status = ls_write_full(fd, head, sizeof head);
    if (!status)
        status = ls_write_full(fd, bytes, size);
    return status ? status : ls_write_full(fd, tail, sizeof tail);
}

ls_status ls_png_begin(int fd, uint32_t width, uint32_t height)
{
    static const unsigned char signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    unsigned char header[13] = {[8] = 8, [9] = 2}; /* bits of a sample; red, green, blue */
    put_number(header, width);
    put_number(header + 4, height);
    ls_status status = ls_write_full(fd, signature, sizeof signature);
    return status ? status : put_chunk(fd, "IHDR", header, sizeof header);
}

ls_status ls_png_data(int fd, const void *bytes, size_t size)
{
    return put_chunk(fd, "IDAT", bytes, size);
}

ls_status ls_png_end(int fd)
{
    return put_chunk(fd, "IEND", "", 0);
}
