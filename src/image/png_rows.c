/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Not libpng: what leaves the sandbox is to be rows of pixels and nothing else, so there is no file to be written here, and
 * what is left of its work is a filter in front of zlib.
 */
#include "image/png_rows.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define CHANNELS 3u
#define LEVEL 1 /* of 9: 0.4 s for 12 megapixels; level 6 takes 2 s for a sixth less */

/* PNG, third edition, 9.2: what a byte is predicted from. Up is for even areas and screens, Paeth for everything else. */
enum { FILTER_UP = 2, FILTER_PAETH = 4 };

typedef struct writing {
    z_stream z;
    unsigned char *rows[2]; /* filter byte and filtered bytes, by FILTER_UP and FILTER_PAETH */
    unsigned char *above;   /* the row before; zeros above the first */
    unsigned char *part;
    size_t part_size;
    ls_png_take *take;
    void *user;
} writing;

/* The neighbour nearest to left + above − corner (9.4); of equal ones the first of left, above, corner. */
static unsigned char paeth(int left, int above, int corner)
{
    const int to_left = abs(above - corner), to_above = abs(left - corner), to_corner = abs(left + above - 2 * corner);
    if (to_left <= to_above && to_left <= to_corner)
        return (unsigned char)left;
    return (unsigned char)(to_above <= to_corner ? above : corner);
}

static void filter_up(const unsigned char *row, const unsigned char *above, size_t size, unsigned char *out)
{
    *out++ = FILTER_UP;
    for (size_t i = 0; i < size; i++)
        out[i] = (unsigned char)(row[i] - above[i]);
}

static void filter_paeth(const unsigned char *row, const unsigned char *above, size_t size, unsigned char *out)
{
    *out++ = FILTER_PAETH;
    for (size_t i = 0; i < CHANNELS; i++)
        out[i] = (unsigned char)(row[i] - above[i]); /* left and corner are 0 */
    for (size_t i = CHANNELS; i < size; i++)
        out[i] = (unsigned char)(row[i] - paeth(row[i - CHANNELS], above[i], above[i - CHANNELS]));
}

/* The sum of the differences, as signed numbers: the smaller one mostly shrinks better (12.7). */
static uint64_t weight(const unsigned char *row, size_t size)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += row[i] < 128 ? row[i] : 256u - row[i];
    return sum;
}

static ls_status hand_on(writing *out)
{
    const size_t size = out->part_size - out->z.avail_out;
    out->z.next_out = out->part;
    out->z.avail_out = (uInt)out->part_size;
    return size ? out->take(out->part, size, out->user) : LS_OK;
}

/* Until all of it is taken; with Z_FINISH, until all of the stream is handed on. */
static ls_status deflate_bytes(writing *out, const unsigned char *bytes, size_t size, int flush)
{
    z_stream *z = &out->z;
    ls_status status = LS_OK;
    int result = Z_OK;
    z->next_in = (Bytef *)(uintptr_t)bytes;
    z->avail_in = (uInt)size;
    do {
        if (!z->avail_out)
            status = hand_on(out);
        if (!status)
            result = deflate(z, flush);
        if (result == Z_STREAM_ERROR)
            status = LS_E_USAGE; /* of zlib: a mistake of ours */
    } while (!status && (z->avail_in || (flush == Z_FINISH && result != Z_STREAM_END)));
    return status || flush != Z_FINISH ? status : hand_on(out);
}

static ls_status write_row(writing *out, const unsigned char *row, size_t size)
{
    filter_up(row, out->above, size, out->rows[0]);
    filter_paeth(row, out->above, size, out->rows[1]);
    const bool up = weight(out->rows[0] + 1, size) <= weight(out->rows[1] + 1, size);
    return deflate_bytes(out, out->rows[up ? 0 : 1], size + 1, Z_NO_FLUSH);
}

static ls_status write_all(writing *out, const ls_raster *rgb)
{
    const size_t size = (size_t)rgb->width * CHANNELS;
    ls_status status = LS_OK;
    for (uint32_t y = 0; y < rgb->height && !status; y++) {
        const unsigned char *row = rgb->data + (size_t)y * rgb->stride;
        status = write_row(out, row, size);
        memcpy(out->above, row, size);
    }
    return status ? status : deflate_bytes(out, NULL, 0, Z_FINISH);
}

ls_status ls_png_write_rows(const ls_raster *rgb, size_t part, ls_png_take *take, void *user)
{
    if (rgb->channels != CHANNELS || !rgb->data || !part)
        return LS_E_USAGE;
    const size_t size = (size_t)rgb->width * CHANNELS + 1;
    unsigned char *room = calloc(1, 3 * size + part);
    if (!room)
        return LS_E_NOMEM;
    writing out = {.rows = {room, room + size}, .above = room + 2 * size, .part = room + 3 * size, .part_size = part,
                   .take = take, .user = user};
    ls_status status = LS_E_NOMEM;
    if (deflateInit2(&out.z, LEVEL, Z_DEFLATED, MAX_WBITS, MAX_MEM_LEVEL, Z_FILTERED) == Z_OK) {
        out.z.next_out = out.part;
        out.z.avail_out = (uInt)part;
        status = write_all(&out, rgb);
        deflateEnd(&out.z);
    }
    free(room);
    return status;
}
