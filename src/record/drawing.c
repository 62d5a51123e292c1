/* SPDX-License-Identifier: Apache-2.0 */
#include "record/drawing.h"

/* Rows that do not shrink: deflate stores them in blocks of 16 KiB or more, each with five bytes before it. */
static uint64_t stream_max(uint32_t width, uint32_t height)
{
    const uint64_t longest = width > height ? width : height;
    const uint64_t raw = (uint64_t)width * height * 3 + longest; /* a filter byte for each row, whichever way up */
    return raw + raw / 1024 + 64;
}

size_t ls_drawing_answer_max(uint32_t width, uint32_t height)
{
    const uint64_t stream = stream_max(width, height);
    /* the child sends whole pieces but for the last; size, an outcome and END beside them */
    return (size_t)(stream + (stream / LS_DRAWING_PIECE + 1) * LS_FRAME_HEADER + 4096);
}

void ls_drawing_put_size(ls_buffer *out, uint32_t width, uint32_t height)
{
    const size_t begin = ls_frame_begin(out, LS_FRAME_DRAWING);
    ls_put_u32(out, width);
    ls_put_u32(out, height);
    ls_frame_end(out, begin);
}

void ls_drawing_put_piece(ls_buffer *out, const void *bytes, size_t size)
{
    const size_t begin = ls_frame_begin(out, LS_FRAME_PIECE);
    ls_buffer_add(out, bytes, size);
    ls_frame_end(out, begin);
}

/* A side of a picture that is decoded at half its size may have lost its odd pixel or not. */
static bool is_half(uint32_t side, uint32_t stored)
{
    return side == stored / 2 || side == stored - stored / 2;
}

static bool is_of(const ls_drawing *drawing, uint32_t width, uint32_t height)
{
    if (!drawing->width && !drawing->height)
        return (uint64_t)width * height <= drawing->pixels;
    return (width == drawing->width && height == drawing->height) ||
           (is_half(width, drawing->width) && is_half(height, drawing->height));
}

ls_status ls_drawing_read_size(ls_drawing *drawing, ls_cursor *in)
{
    const uint32_t width = ls_get_u32(in), height = ls_get_u32(in);
    if (!drawing || drawing->begun || !ls_cursor_finished(in) || !width || !height)
        return LS_E_FORMAT;
    if (!is_of(drawing, width, height) && !is_of(drawing, height, width))
        return LS_E_FORMAT;
    drawing->begun = true;
    drawing->left = stream_max(width, height);
    return drawing->begin(width, height, drawing->user);
}

ls_status ls_drawing_read_piece(ls_drawing *drawing, ls_cursor *in)
{
    const size_t size = (size_t)(in->end - in->at);
    if (!drawing || !drawing->begun || !size || size > drawing->left)
        return LS_E_FORMAT;
    const unsigned char *bytes = in->at;
    in->at = in->end;
    drawing->left -= size;
    return drawing->piece(bytes, size, drawing->user);
}
