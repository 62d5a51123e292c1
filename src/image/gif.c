/* SPDX-License-Identifier: Apache-2.0 */
/* GIF through giflib, one frame at a time (its own way takes all of them into memory), each as it is shown. */
#include "image/alpha.h"
#include "image/sequence.h"

#include <stdlib.h>
#include <string.h>

#include <gif_lib.h>

/* GIF89a, sections 18 to 23 */
#define HEADER_SIZE 13 /* signature and logical screen descriptor */
#define EXTENSION 0x21
#define DESCRIPTOR 0x2C
#define DESCRIPTOR_SIZE 10
#define PASSES 4

typedef struct gif_state {
    GifFileType *gif;
    size_t at;               /* giflib has read so far */
    ls_raster canvas;        /* RGBA: what is shown, transparent where nothing was drawn */
    ls_raster saved;         /* of the canvas before the last frame, when that one is to be taken back */
    bool drawn;              /* there was a frame: `last` and `disposal` are of it */
    GifImageDesc last;
    int disposal;
    GraphicsControlBlock control; /* for the next frame */
} gif_state;

static int read_bytes(GifFileType *gif, GifByteType *out, int wanted)
{
    ls_pictures *pictures = gif->UserData;
    gif_state *state = pictures->state;
    const size_t left = pictures->size - state->at;
    const size_t count = (size_t)(wanted > 0 ? wanted : 0) < left ? (size_t)(wanted > 0 ? wanted : 0) : left;
    memcpy(out, pictures->data + state->at, count);
    state->at += count;
    return (int)count;
}

static size_t colours(unsigned flags)
{
    return flags & 0x80 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

/* Behind the sub-blocks that start at `at`; the end of the data when they do not end. */
static size_t skip_blocks(const unsigned char *data, size_t size, size_t at)
{
    while (at < size && data[at])
        at += 1 + (size_t)data[at];
    return at < size ? at + 1 : size;
}

/* Frames by their descriptors, nothing decoded. */
static uint32_t count_frames(const unsigned char *data, size_t size)
{
    uint32_t count = 0;
    size_t at = size > HEADER_SIZE ? HEADER_SIZE + colours(data[10]) : size;
    while (at < size && count < LS_PICTURES_COUNTED) {
        if (data[at] == EXTENSION) {
            at = skip_blocks(data, size, at + 2);
        } else if (data[at] == DESCRIPTOR) {
            count++;
            if (size - at < DESCRIPTOR_SIZE)
                break;
            /* the colours, the code size, the data */
            at = skip_blocks(data, size, at + DESCRIPTOR_SIZE + colours(data[at + 9]) + 1);
        } else {
            break;
        }
    }
    return count;
}

static ls_status failed(const char *what, ls_outcome *outcome)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "%s", what);
    return LS_E_FORMAT;
}

static ls_status complain(int error, ls_outcome *outcome)
{
    const char *text = GifErrorString(error);
    if (error == D_GIF_ERR_NOT_ENOUGH_MEM)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    return failed(text ? text : "damaged GIF data", outcome);
}

static ls_status open_gif(ls_pictures *pictures, ls_outcome *outcome)
{
    gif_state *state = pictures->state = calloc(1, sizeof *state);
    if (!state)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    int error = 0;
    state->gif = DGifOpen(pictures, read_bytes, &error);
    if (!state->gif)
        return complain(error, outcome);
    const int width = state->gif->SWidth, height = state->gif->SHeight;
    ls_status status = ls_decode_check_size((uint64_t)(width > 0 ? width : 0), (uint64_t)(height > 0 ? height : 0),
                                            pictures->limits.pixels, outcome);
    if (!status)
        status = ls_decode_check_memory((uint64_t)width, (uint64_t)height, LS_ANIMATION_PIXELS, "GIF", outcome);
    if (status)
        return status;
    pictures->count = count_frames(pictures->data, pictures->size);
    if (!pictures->count)
        return failed("no GIF frame", outcome);
    state->control.TransparentColor = NO_TRANSPARENT_COLOR;
    status = ls_raster_alloc(&state->canvas, (uint32_t)width, (uint32_t)height, 4);
    if (status)
        return ls_decode_no_memory(status, outcome);
    memset(state->canvas.data, 0, (size_t)state->canvas.stride * state->canvas.height);
    return LS_OK;
}

static void close_gif(ls_pictures *pictures)
{
    gif_state *state = pictures->state;
    if (!state)
        return;
    if (state->gif)
        DGifCloseFile(state->gif, NULL);
    ls_raster_free(&state->canvas);
    ls_raster_free(&state->saved);
    free(state);
}

/* ------------------------------------------------------------------------------------------- the canvas */

/* The part of a frame that lies on the canvas: pixels [left, right) × [top, bottom). */
struct area {
    uint32_t left, top, right, bottom;
};

static struct area on_canvas(const gif_state *state, const GifImageDesc *frame)
{
    const uint32_t width = state->canvas.width, height = state->canvas.height;
    struct area area = {(uint32_t)frame->Left, (uint32_t)frame->Top, (uint32_t)(frame->Left + frame->Width),
                        (uint32_t)(frame->Top + frame->Height)};
    area.left = area.left < width ? area.left : width;
    area.right = area.right < width ? area.right : width;
    area.top = area.top < height ? area.top : height;
    area.bottom = area.bottom < height ? area.bottom : height;
    return area;
}

static unsigned char *pixel_at(const ls_raster *raster, uint32_t x, uint32_t y)
{
    return raster->data + (size_t)y * raster->stride + (size_t)x * 4;
}

/* What the last frame asked to be done before the next one is drawn. */
static void dispose(gif_state *state)
{
    const struct area area = on_canvas(state, &state->last);
    for (uint32_t y = area.top; y < area.bottom && state->drawn && area.left < area.right; y++) {
        unsigned char *row = pixel_at(&state->canvas, area.left, y);
        const size_t bytes = (size_t)(area.right - area.left) * 4;
        if (state->disposal == DISPOSE_BACKGROUND) /* every viewer shows nothing there, whatever the background colour */
            memset(row, 0, bytes);
        else if (state->disposal == DISPOSE_PREVIOUS && state->saved.data)
            memcpy(row, pixel_at(&state->saved, area.left, y), bytes);
    }
    ls_raster_free(&state->saved);
}

static ls_status keep_canvas(gif_state *state, ls_outcome *outcome)
{
    ls_status status = ls_raster_alloc(&state->saved, state->canvas.width, state->canvas.height, 4);
    if (status)
        return ls_decode_no_memory(status, outcome);
    memcpy(state->saved.data, state->canvas.data, (size_t)state->canvas.stride * state->canvas.height);
    return LS_OK;
}

static void draw_row(gif_state *state, const GifPixelType *row, uint32_t y, const struct area *area)
{
    const ColorMapObject *map = state->gif->Image.ColorMap ? state->gif->Image.ColorMap : state->gif->SColorMap;
    unsigned char *out = pixel_at(&state->canvas, area->left, y);
    for (uint32_t x = area->left; x < area->right; x++, row++, out += 4) {
        if (*row == state->control.TransparentColor || *row >= map->ColorCount)
            continue;
        const GifColorType *colour = &map->Colors[*row];
        out[0] = colour->Red;
        out[1] = colour->Green;
        out[2] = colour->Blue;
        out[3] = 255;
    }
}

/* Rows of an interlaced frame come in four passes. True when the data had all of them. */
static bool draw_frame(gif_state *state, GifPixelType *row)
{
    static const struct {
        int from, step;
    } interlaced[PASSES] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}}, plain = {0, 1};
    GifFileType *gif = state->gif;
    const GifImageDesc *frame = &gif->Image;
    const struct area area = on_canvas(state, frame);
    for (int pass = 0; pass < (frame->Interlace ? PASSES : 1); pass++) {
        const int from = frame->Interlace ? interlaced[pass].from : plain.from;
        const int step = frame->Interlace ? interlaced[pass].step : plain.step;
        for (int y = from; y < frame->Height; y += step) {
            if (DGifGetLine(gif, row, frame->Width) != GIF_OK)
                return false;
            const uint32_t at = (uint32_t)(frame->Top + y);
            if (at < area.bottom && area.left < area.right)
                draw_row(state, row, at, &area);
        }
    }
    return true;
}

/* ------------------------------------------------------------------------------------------- the records */

static bool read_extension(gif_state *state)
{
    int code = 0;
    GifByteType *block = NULL;
    if (DGifGetExtension(state->gif, &code, &block) != GIF_OK)
        return false;
    if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] >= 4)
        DGifExtensionToGCB(block[0], block + 1, &state->control);
    while (block)
        if (DGifGetExtensionNext(state->gif, &block) != GIF_OK)
            return false;
    return true;
}

/* As far as the descriptor of the next frame. */
static bool find_frame(gif_state *state)
{
    for (;;) {
        GifRecordType type = UNDEFINED_RECORD_TYPE;
        if (DGifGetRecordType(state->gif, &type) != GIF_OK)
            return false;
        if (type == IMAGE_DESC_RECORD_TYPE)
            return DGifGetImageDesc(state->gif) == GIF_OK;
        if (type != EXTENSION_RECORD_TYPE || !read_extension(state))
            return false;
    }
}

static ls_status draw(gif_state *state, ls_outcome *outcome)
{
    const GifImageDesc *frame = &state->gif->Image;
    if (!frame->ColorMap && !state->gif->SColorMap)
        return failed("a GIF frame without colours", outcome);
    if (frame->Width <= 0 || frame->Height <= 0 || frame->Left < 0 || frame->Top < 0)
        return failed("an empty GIF frame", outcome);
    dispose(state);
    if (state->control.DisposalMode == DISPOSE_PREVIOUS) {
        ls_status status = keep_canvas(state, outcome);
        if (status)
            return status;
    }
    GifPixelType *row = malloc((size_t)frame->Width);
    if (!row)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    const bool whole = draw_frame(state, row);
    free(row);
    if (!whole)
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "%s", "damaged GIF data");
    else if (frame->Left + frame->Width > (int)state->canvas.width ||
             frame->Top + frame->Height > (int)state->canvas.height)
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "%s", "a GIF frame reaches beyond the picture");
    state->last = *frame;
    state->disposal = state->control.DisposalMode;
    state->drawn = true;
    return LS_OK;
}

static ls_status next_gif(ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome)
{
    gif_state *state = pictures->state;
    state->control = (GraphicsControlBlock){.TransparentColor = NO_TRANSPARENT_COLOR};
    if (!find_frame(state))
        return complain(state->gif->Error ? state->gif->Error : D_GIF_ERR_EOF_TOO_SOON, outcome);
    ls_status status = draw(state, outcome);
    ls_outcome flat = ls_outcome_done();
    if (status == LS_OK)
        status = ls_alpha_flatten(&state->canvas, raster, &flat);
    *outcome = ls_outcome_worse(*outcome, flat);
    return status;
}

const ls_sequence ls_sequence_gif = {.open = open_gif, .next = next_gif, .close = close_gif};
