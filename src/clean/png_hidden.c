/* SPDX-License-Identifier: Apache-2.0 */
#include "clean/png_hidden.h"

#include <string.h>

#define PALETTE 3u
#define SCRATCH ((size_t)64 << 10)
#define PIXEL_MAX 8u /* bytes of red, green, blue and opacity of 16 bits each */

static bool is_palette(const ls_bytes *header)
{
    return ls_bytes_u8(header, 9) == PALETTE;
}

bool ls_png_may_hide(const ls_bytes *header)
{
    return is_palette(header) || ls_png_has_alpha(header);
}

/* Opacity is the last sample of a pixel, of one byte or two. */
static bool is_transparent(const unsigned char *pixel, size_t size, size_t sample)
{
    return pixel[size - 1] == 0 && (sample == 1 || pixel[size - 2] == 0);
}

/* --------------------------------------------------------------------------------------------------- looking */

struct look {
    ls_png_survey *survey;
    unsigned char colour[PIXEL_MAX]; /* of the first transparent pixel */
    bool any;
};

static void look_at_colours(struct look *look, const ls_png_lines *rows)
{
    const ls_bytes *header = &rows->pictures->header;
    const size_t size = ls_png_pixel_size(header), sample = ls_bytes_u8(header, 8) / 8;
    const unsigned char *line = rows->line + 1;
    for (size_t at = 0; at + size <= rows->size && !look->survey->hidden; at += size) {
        if (!is_transparent(line + at, size, sample))
            continue;
        if (!look->any)
            memcpy(look->colour, line + at, size);
        look->any = true;
        look->survey->hidden = memcmp(look->colour, line + at, size) != 0;
    }
}

static void look_at_indexes(struct look *look, const ls_png_lines *rows)
{
    const unsigned depth = ls_bytes_u8(&rows->pictures->header, 8), mask = (1u << depth) - 1;
    const unsigned char *line = rows->line + 1;
    for (uint32_t x = 0; x < rows->columns && depth <= 8; x++) {
        const uint64_t bit = (uint64_t)x * depth;
        look->survey->used[line[bit / 8] >> (8 - depth - bit % 8) & mask] = true;
    }
}

ls_status ls_png_look(const ls_png_pictures *pictures, ls_arena *arena, ls_png_survey *survey)
{
    struct look look = {.survey = survey};
    ls_status status = LS_OK;
    *survey = (ls_png_survey){.hidden = false};
    for (size_t i = 0; i < pictures->count && !status; i++) {
        ls_png_lines rows;
        status = ls_png_lines_begin(&rows, pictures, i, arena);
        while (!status && ls_png_lines_next(&rows))
            (is_palette(&pictures->header) ? look_at_indexes : look_at_colours)(&look, &rows);
        if (!status && rows.failed)
            status = LS_E_FORMAT;
        ls_png_lines_end(&rows);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------ coding */

struct coder {
    z_stream zlib;
    unsigned char *scratch, *line, *above, *filtered; /* rows of the new picture, and one as it is stored */
    ls_buffer *out;
    bool open;
};

static void blank(unsigned char *line, const ls_png_lines *rows)
{
    const ls_bytes *header = &rows->pictures->header;
    const size_t size = ls_png_pixel_size(header), sample = ls_bytes_u8(header, 8) / 8;
    for (size_t at = 0; at + size <= rows->size; at += size)
        if (is_transparent(line + at, size, sample))
            memset(line + at, 0, size);
}

/* The differences that ls_png_lines_next() adds up again. */
static void filter(struct coder *coder, const ls_png_lines *rows)
{
    const size_t pixel = ls_png_pixel_size(&rows->pictures->header);
    coder->filtered[0] = (unsigned char)rows->filter;
    for (size_t i = 0; i < rows->size; i++) {
        const unsigned left = i >= pixel ? coder->line[i - pixel] : 0, up = coder->above[i], corner = i >= pixel ? coder->above[i - pixel] : 0;
        const unsigned predicted[] = {0, left, up, (left + up) / 2, ls_png_paeth(left, up, corner)};
        coder->filtered[i + 1] = (unsigned char)(coder->line[i] - predicted[rows->filter]);
    }
}

static ls_status deflate_row(struct coder *coder, size_t size, int flush)
{
    int result;
    coder->zlib.next_in = coder->filtered;
    coder->zlib.avail_in = (uInt)size;
    do {
        coder->zlib.next_out = coder->scratch;
        coder->zlib.avail_out = SCRATCH;
        result = deflate(&coder->zlib, flush);
        ls_buffer_add(coder->out, coder->scratch, SCRATCH - coder->zlib.avail_out);
    } while (result == Z_OK && !coder->zlib.avail_out);
    return coder->out->status;
}

static ls_status code_row(struct coder *coder, const ls_png_lines *rows)
{
    unsigned char *above = coder->line;
    coder->line = coder->above;
    coder->above = above;
    if (!rows->row) /* of its pass */
        memset(coder->above, 0, rows->size);
    memcpy(coder->line, rows->line + 1, rows->size);
    blank(coder->line, rows);
    filter(coder, rows);
    return deflate_row(coder, rows->size + 1, Z_NO_FLUSH);
}

static ls_status open_coder(struct coder *coder, const ls_png_picture *picture, ls_arena *arena)
{
    const size_t room = (size_t)picture->width * PIXEL_MAX + 1;
    coder->scratch = ls_arena_alloc(arena, SCRATCH);
    coder->line = ls_arena_alloc(arena, room);
    coder->above = ls_arena_alloc(arena, room);
    coder->filtered = ls_arena_alloc(arena, room);
    coder->open = coder->scratch && coder->line && coder->above && coder->filtered && deflateInit(&coder->zlib, Z_DEFAULT_COMPRESSION) == Z_OK;
    return coder->open ? LS_OK : LS_E_NOMEM;
}

ls_status ls_png_blank(const ls_png_pictures *pictures, size_t index, ls_arena *arena, ls_buffer *out)
{
    struct coder coder = {.out = out};
    ls_png_lines rows;
    ls_status status = ls_png_lines_begin(&rows, pictures, index, arena);
    if (!status)
        status = open_coder(&coder, &pictures->items[index], arena);
    while (!status && ls_png_lines_next(&rows))
        status = code_row(&coder, &rows);
    if (!status)
        status = rows.failed ? LS_E_FORMAT : deflate_row(&coder, 0, Z_FINISH);
    if (coder.open)
        deflateEnd(&coder.zlib);
    ls_png_lines_end(&rows);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- comparing */

static bool same_row(const ls_png_lines *a, const ls_png_lines *b)
{
    const ls_bytes *header = &a->pictures->header;
    const size_t size = ls_png_pixel_size(header), sample = ls_bytes_u8(header, 8) / 8;
    const unsigned char *before = a->line + 1, *after = b->line + 1, nothing[PIXEL_MAX] = {0};
    if (a->size != b->size)
        return false;
    for (size_t at = 0; at + size <= a->size; at += size)
        if (is_transparent(before + at, size, sample) ? memcmp(after + at, nothing, size) != 0 : memcmp(before + at, after + at, size) != 0)
            return false;
    return true;
}

static ls_status compare_picture(const ls_png_pictures *before, const ls_png_pictures *after, size_t index, ls_arena *arena)
{
    ls_png_lines a, b = {.open = false};
    ls_status status = ls_png_lines_begin(&a, before, index, arena);
    if (!status)
        status = ls_png_lines_begin(&b, after, index, arena);
    while (!status) {
        const bool more = ls_png_lines_next(&a), copied = ls_png_lines_next(&b);
        if (more != copied || (more && !same_row(&a, &b)))
            status = LS_E_FORMAT;
        if (!more)
            break;
    }
    if (!status && (a.failed || b.failed))
        status = LS_E_FORMAT;
    ls_png_lines_end(&a);
    ls_png_lines_end(&b);
    return status;
}

ls_status ls_png_compare(const ls_png_pictures *before, const ls_png_pictures *after, ls_arena *arena)
{
    ls_status status = before->count == after->count ? LS_OK : LS_E_FORMAT;
    for (size_t i = 0; i < before->count && !status; i++)
        status = compare_picture(before, after, i, arena);
    return status;
}
