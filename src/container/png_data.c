/* SPDX-License-Identifier: Apache-2.0 */
#include "container/png.h"

#include "container/deflate.h"

#include <string.h>

#define CHUNK_HEAD 8u     /* length and type */
#define CHUNK_OVERHEAD 12u /* with the checksum */

/* PNG, section 8.2: each pass takes every `step`th pixel from `from` on. */
static const struct {
    unsigned char from_x, from_y, step_x, step_y;
} passes[7] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

static uint64_t rows_of(const ls_png_shape *shape, uint64_t width, uint64_t height)
{
    static const unsigned char channels[7] = {1, 0, 3, 1, 2, 0, 4};
    const unsigned bits = shape->colour < 7 ? channels[shape->colour] * shape->depth : 0;
    return width && height ? ((width * bits + 7) / 8 + 1) * height : 0;
}

uint64_t ls_png_rows(const ls_png_shape *shape)
{
    if ((uint64_t)shape->width * shape->height >> 40 || shape->depth > 16)
        return UINT64_MAX;
    if (!shape->interlaced)
        return rows_of(shape, shape->width, shape->height);
    uint64_t sum = 0;
    for (unsigned i = 0; i < 7; i++) {
        const uint64_t width = (uint64_t)shape->width + passes[i].step_x - 1 - passes[i].from_x;
        const uint64_t height = (uint64_t)shape->height + passes[i].step_y - 1 - passes[i].from_y;
        sum += rows_of(shape, width / passes[i].step_x, height / passes[i].step_y);
    }
    return sum;
}

struct chunks {
    const ls_bytes *file;
    uint64_t at;
    unsigned char type[4];
    unsigned skip; /* in front of the data: an fdAT's sequence number */
};

static bool next_chunk(void *user, ls_bytes *piece)
{
    struct chunks *chunks = user;
    const uint32_t length = ls_bytes_u32(chunks->file, chunks->at, true);
    if (!ls_bytes_match(chunks->file, chunks->at + 4, chunks->type, 4))
        return false;
    const ls_bytes data = ls_bytes_part(chunks->file, chunks->at + CHUNK_HEAD, length);
    *piece = ls_bytes_after(&data, chunks->skip);
    chunks->at += (uint64_t)length + CHUNK_OVERHEAD;
    return true;
}

uint64_t ls_png_data_end(const ls_bytes *file, uint64_t at, const ls_png_shape *shape)
{
    struct chunks chunks = {.file = file, .at = at};
    for (unsigned i = 0; i < 4; i++)
        chunks.type[i] = (unsigned char)ls_bytes_u8(file, at + 4 + i);
    chunks.skip = memcmp(chunks.type, "fdAT", 4) == 0 ? 4 : 0;
    const ls_deflated stream = ls_deflate_follow(next_chunk, &chunks, ls_png_rows(shape));
    uint64_t left = stream.used;
    ls_bytes piece = {0};
    chunks.at = at;
    do
        left -= piece.size;
    while (next_chunk(&chunks, &piece) && left > piece.size);
    return (uint64_t)(piece.data - file->data) + (left < piece.size ? left : piece.size);
}
