/* SPDX-License-Identifier: Apache-2.0 */
#include "image/png_data.h"

#include <stdbool.h>
#include <string.h>
#include <zlib.h>

#define SIGNATURE_SIZE 8u
#define CHUNK_OVERHEAD 12u

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Rows of width × height pixels with the filter byte in front of each; an empty pass has none. */
static uint64_t rows_size(uint64_t width, uint64_t height, unsigned bits)
{
    return width ? height * ((width * bits + 7) / 8 + 1) : 0;
}

/* What the stream must inflate to: PNG, third edition, sections 7.2 and 8.1 (Adam7). */
static uint64_t expected_size(const unsigned char *header)
{
    static const unsigned char samples[] = {1, 0, 3, 1, 2, 0, 4};
    static const struct {
        unsigned char x, y, step_x, step_y;
    } passes[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    const uint64_t width = big_endian(header), height = big_endian(header + 4);
    const unsigned bits = header[8] * (header[9] < sizeof samples ? samples[header[9]] : 0u);
    if (!header[12])
        return rows_size(width, height, bits);
    uint64_t size = 0;
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++)
        size += rows_size((width + passes[i].step_x - 1u - passes[i].x) / passes[i].step_x,
                          (height + passes[i].step_y - 1u - passes[i].y) / passes[i].step_y, bits);
    return size;
}

struct reading {
    z_stream z;
    uint64_t inflated, expected;
    bool ended;
};

/* One chunk's part of the stream. What is wrong with it, and *used bytes of it were taken until then. */
static const char *read_part(struct reading *reading, const unsigned char *part, uint32_t size, uint32_t *used)
{
    unsigned char scratch[1 << 15];
    z_stream *z = &reading->z;
    z->next_in = (Bytef *)(uintptr_t)part;
    z->avail_in = size;
    int result = Z_OK;
    while (!reading->ended && result == Z_OK && reading->inflated <= reading->expected) {
        z->next_out = scratch;
        z->avail_out = sizeof scratch;
        result = inflate(z, Z_NO_FLUSH);
        reading->inflated += sizeof scratch - z->avail_out;
        reading->ended = result == Z_STREAM_END;
        if (z->avail_in == 0 && z->avail_out)
            break;
    }
    *used = size - z->avail_in;
    if (reading->inflated > reading->expected)
        return "more PNG image data than the picture has pixels";
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
        return "damaged PNG image data";
    return reading->ended && z->avail_in ? "bytes behind the PNG image data" : NULL;
}

const char *ls_png_left_over(const unsigned char *data, size_t size, uint64_t *at)
{
    struct reading reading = {.expected = expected_size(data + SIGNATURE_SIZE + 8)};
    const char *wrong = NULL;
    if (inflateInit(&reading.z) != Z_OK)
        return "PNG image data that was not checked";
    for (*at = SIGNATURE_SIZE; !wrong && size - *at >= CHUNK_OVERHEAD;) {
        const uint32_t length = big_endian(data + *at);
        if (length > size - *at - CHUNK_OVERHEAD)
            break;
        uint32_t used = 0;
        if (memcmp(data + *at + 4, "IDAT", 4) == 0)
            wrong = read_part(&reading, data + *at + 8, length, &used);
        *at += wrong ? 8 + used : length + CHUNK_OVERHEAD;
    }
    inflateEnd(&reading.z);
    return wrong;
}
