/* SPDX-License-Identifier: Apache-2.0 */
#include "clean/png_lines.h"

#include <string.h>

#define OVERHEAD 12u /* a chunk's length, type and CRC */
#define SEQUENCE 4u  /* fdAT begins with a number */
#define PASSES 7u

/* Section 8.2: column and row that each pass begins at, and how far it steps. */
static const unsigned char passes[PASSES][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

/* ------------------------------------------------------------------------------------------------ the pictures */

static size_t count_chunks(const ls_container *container, const ls_bytes *file)
{
    size_t count = 0;
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_bytes range = ls_bytes_part(file, container->ranges[i].from, container->ranges[i].to - container->ranges[i].from);
        for (uint64_t at = 0; ls_bytes_has(&range, at, OVERHEAD); at += (uint64_t)ls_bytes_u32(&range, at, true) + OVERHEAD)
            count++;
    }
    return count;
}

static void add_piece(ls_png_pictures *pictures, ls_bytes data)
{
    pictures->pieces[pictures->piece_count++] = data;
    pictures->items[pictures->count - 1].count++;
}

/* A frame's data follow its fcTL; those of a default image that is no frame come before the first. */
static void add_chunk(ls_png_pictures *pictures, const ls_container *container, const char *path, ls_bytes data)
{
    ls_png_picture *last = pictures->count ? &pictures->items[pictures->count - 1] : NULL;
    if (strcmp(path, "png/fcTL") == 0)
        pictures->items[pictures->count++] = (ls_png_picture){pictures->piece_count, 0, ls_bytes_u32(&data, 4, true), ls_bytes_u32(&data, 8, true)};
    else if (strcmp(path, "png/IDAT") == 0) {
        if (!last)
            pictures->items[pictures->count++] = (ls_png_picture){0, 0, container->width, container->height};
        add_piece(pictures, data);
    } else if (strcmp(path, "png/fdAT") == 0 && last)
        add_piece(pictures, ls_bytes_after(&data, SEQUENCE));
}

ls_status ls_png_list(const ls_bytes *file, const ls_container *container, ls_arena *arena, ls_png_pictures *pictures)
{
    const size_t chunks = count_chunks(container, file) + 1;
    *pictures = (ls_png_pictures){.header = ls_bytes_part(file, 16, 13),
                                  .pieces = ls_arena_array(arena, chunks, sizeof *pictures->pieces),
                                  .items = ls_arena_array(arena, chunks, sizeof *pictures->items)};
    if (!pictures->pieces || !pictures->items)
        return LS_E_NOMEM;
    for (size_t i = 0; i < container->range_count; i++) {
        const ls_range *range = &container->ranges[i];
        const ls_bytes bytes = ls_bytes_part(file, range->from, range->to - range->from);
        for (uint64_t at = 0; ls_bytes_has(&bytes, at, OVERHEAD);) {
            const ls_bytes data = ls_bytes_part(&bytes, at + 8, ls_bytes_u32(&bytes, at, true));
            add_chunk(pictures, container, range->path, data);
            at += data.size + OVERHEAD;
        }
    }
    return LS_OK;
}

/* ----------------------------------------------------------------------------------------------------- the rows */

static unsigned pixel_bits(const ls_bytes *header)
{
    static const unsigned char channels[] = {1, 0, 3, 1, 2, 0, 4};
    const unsigned type = ls_bytes_u8(header, 9);
    return ls_bytes_u8(header, 8) * (type < sizeof channels ? channels[type] : 0u);
}

unsigned ls_png_pixel_size(const ls_bytes *header)
{
    return (pixel_bits(header) + 7) / 8;
}

bool ls_png_has_alpha(const ls_bytes *header)
{
    return ls_bytes_u8(header, 9) == 4 || ls_bytes_u8(header, 9) == 6;
}

static bool has_passes(const ls_png_lines *rows)
{
    return ls_bytes_u8(&rows->pictures->header, 12) != 0;
}

static uint32_t steps(uint32_t size, unsigned from, unsigned step)
{
    return size > from ? (size - from + step - 1) / step : 0;
}

static uint32_t row_count(const ls_png_lines *rows)
{
    const ls_png_picture *picture = rows->picture;
    return has_passes(rows) ? steps(picture->height, passes[rows->pass][1], passes[rows->pass][3]) : picture->height;
}

static void enter_pass(ls_png_lines *rows)
{
    const ls_png_picture *picture = rows->picture;
    rows->row = 0;
    rows->columns = has_passes(rows) ? steps(picture->width, passes[rows->pass][0], passes[rows->pass][2]) : picture->width;
    rows->size = (size_t)(((uint64_t)rows->columns * pixel_bits(&rows->pictures->header) + 7) / 8);
    memset(rows->above, 0, rows->size + 1);
}

/* Skips passes that have no pixels (section 8.2: a pass without columns or rows has no rows at all). False behind the last. */
static bool find_row(ls_png_lines *rows)
{
    while (!rows->columns || rows->row >= row_count(rows)) {
        if (!has_passes(rows) || ++rows->pass >= PASSES)
            return false;
        enter_pass(rows);
    }
    return true;
}

static bool inflate_row(ls_png_lines *rows)
{
    rows->zlib.next_out = rows->line;
    rows->zlib.avail_out = (uInt)(rows->size + 1);
    while (rows->zlib.avail_out) {
        if (!rows->zlib.avail_in && rows->piece < rows->picture->first + rows->picture->count) {
            const ls_bytes *piece = &rows->pictures->pieces[rows->piece++];
            rows->zlib.next_in = (Bytef *)(uintptr_t)piece->data;
            rows->zlib.avail_in = (uInt)piece->size;
            continue;
        }
        const int result = inflate(&rows->zlib, Z_NO_FLUSH);
        if (result != Z_OK && !(result == Z_STREAM_END && !rows->zlib.avail_out))
            return false;
    }
    return true;
}

/* Section 9.2: each byte was stored as its difference from what those before and above it predict. */
static void unfilter(ls_png_lines *rows)
{
    unsigned char *line = rows->line + 1;
    const unsigned char *above = rows->above + 1;
    const size_t size = rows->size, pixel = ls_png_pixel_size(&rows->pictures->header), first = pixel < size ? pixel : size;
    switch (rows->filter) {
    case 1:
        for (size_t i = pixel; i < size; i++)
            line[i] = (unsigned char)(line[i] + line[i - pixel]);
        break;
    case 2:
        for (size_t i = 0; i < size; i++)
            line[i] = (unsigned char)(line[i] + above[i]);
        break;
    case 3:
        for (size_t i = 0; i < first; i++)
            line[i] = (unsigned char)(line[i] + above[i] / 2);
        for (size_t i = pixel; i < size; i++)
            line[i] = (unsigned char)(line[i] + (line[i - pixel] + above[i]) / 2);
        break;
    case 4:
        for (size_t i = 0; i < first; i++)
            line[i] = (unsigned char)(line[i] + above[i]);
        for (size_t i = pixel; i < size; i++)
            line[i] = (unsigned char)(line[i] + ls_png_paeth(line[i - pixel], above[i], above[i - pixel]));
        break;
    default: break;
    }
}

ls_status ls_png_lines_begin(ls_png_lines *rows, const ls_png_pictures *pictures, size_t index, ls_arena *arena)
{
    const ls_png_picture *picture = &pictures->items[index];
    const size_t room = (size_t)(((uint64_t)picture->width * pixel_bits(&pictures->header) + 7) / 8) + 1;
    *rows = (ls_png_lines){.pictures = pictures, .picture = picture, .piece = picture->first};
    rows->line = ls_arena_alloc(arena, room);
    rows->above = ls_arena_alloc(arena, room);
    rows->open = rows->line && rows->above && inflateInit(&rows->zlib) == Z_OK;
    if (!rows->open)
        return LS_E_NOMEM;
    enter_pass(rows);
    rows->row = UINT32_MAX; /* before the first */
    return LS_OK;
}

bool ls_png_lines_next(ls_png_lines *rows)
{
    unsigned char *above = rows->above;
    rows->row++;
    if (rows->row) { /* the present row is the one above the next */
        rows->above = rows->line;
        rows->line = above;
    }
    if (!find_row(rows))
        return false;
    if (!inflate_row(rows) || rows->line[0] > 4) {
        rows->failed = true;
        return false;
    }
    rows->filter = rows->line[0];
    unfilter(rows);
    return true;
}

bool ls_png_lines_complete(ls_png_lines *rows)
{
    unsigned char more;
    rows->zlib.next_out = &more;
    rows->zlib.avail_out = sizeof more;
    while (!rows->zlib.avail_in && rows->piece < rows->picture->first + rows->picture->count) {
        rows->zlib.next_in = (Bytef *)(uintptr_t)rows->pictures->pieces[rows->piece].data;
        rows->zlib.avail_in = (uInt)rows->pictures->pieces[rows->piece++].size;
    }
    const int result = inflate(&rows->zlib, Z_NO_FLUSH); /* what is left is its checksum, in this piece or cut in two by chunks */
    return result == Z_STREAM_END && rows->zlib.avail_out && !rows->zlib.avail_in && rows->piece == rows->picture->first + rows->picture->count;
}

void ls_png_lines_end(ls_png_lines *rows)
{
    if (rows->open)
        inflateEnd(&rows->zlib);
    rows->open = false;
}
