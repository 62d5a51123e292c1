/* SPDX-License-Identifier: Apache-2.0 */
/* HEIC and AVIF through libheif: the primary picture, then the others that stand by themselves in the file. */
#include "image/alpha.h"
#include "image/rows.h"
#include "image/sequence.h"

#include <stdlib.h>
#include <string.h>

#include <libheif/heif.h>

static ls_status refuse(struct heif_error error, ls_outcome *outcome)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "%s", error.message ? error.message : "libheif");
    return error.code == heif_error_Memory_allocation_error ? LS_E_NOMEM : LS_E_FORMAT;
}

static ls_status copy(const struct heif_image *image, bool alpha, uint64_t pixel_limit, ls_raster *raster,
                      ls_outcome *outcome)
{
    int stride = 0;
    const unsigned char *plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    const int width = heif_image_get_width(image, heif_channel_interleaved);
    const int height = heif_image_get_height(image, heif_channel_interleaved);
    if (!plane || width <= 0 || height <= 0 || stride < width * (alpha ? 4 : 3)) {
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "libheif gave no pixels");
        return LS_E_FORMAT;
    }
    /* the decoded picture may differ from what its header promised */
    ls_status status = ls_decode_check_size((uint64_t)width, (uint64_t)height, pixel_limit, outcome);
    if (status)
        return status;
    ls_raster rgba = {0}, *whole = alpha ? &rgba : raster;
    status = ls_raster_alloc(whole, (uint32_t)width, (uint32_t)height, alpha ? 4 : 3);
    if (status)
        return ls_decode_no_memory(status, outcome);
    for (uint32_t y = 0; y < whole->height; y++)
        memcpy(whole->data + (size_t)y * whole->stride, plane + (size_t)y * (size_t)stride, whole->stride);
    if (alpha)
        status = ls_alpha_flatten(&rgba, raster, outcome);
    ls_raster_free(&rgba);
    return status;
}

static ls_status decode_handle(const struct heif_image_handle *handle, uint64_t pixel_limit, ls_raster *raster,
                               ls_outcome *outcome)
{
    const int width = heif_image_handle_get_width(handle), height = heif_image_handle_get_height(handle);
    ls_status status =
        ls_decode_check_size(width > 0 ? (uint64_t)width : 0, height > 0 ? (uint64_t)height : 0, pixel_limit, outcome);
    if (!status) /* decoded whole, in its own colours and in RGB */
        status = ls_decode_check_memory((uint64_t)width, (uint64_t)height, LS_WHOLE_PIXELS, "HEIF", outcome);
    if (status)
        return status;
    const bool alpha = heif_image_handle_has_alpha_channel(handle);
    struct heif_image *image = NULL;
    /* default options: transformations are applied, 8 bits a sample because of the interleaved RGB asked for */
    struct heif_error error = heif_decode_image(
        handle, &image, heif_colorspace_RGB, alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, NULL);
    if (error.code != heif_error_Ok)
        return refuse(error, outcome);
    status = copy(image, alpha, pixel_limit, raster, outcome);
    heif_image_release(image);
    return status;
}

/* ------------------------------------------------------------------------------------------- the pictures */

#define ITEMS_MAX 4096 /* pictures of a file that are counted: a burst has some dozens */

typedef struct heif_state {
    struct heif_context *context;
    heif_item_id items[ITEMS_MAX]; /* the primary picture first */
} heif_state;

/* ISO 14496-12: a track of pictures (a burst, a live photo, an animation) is described by this box. libheif skips it. */
static bool has_track(const unsigned char *data, size_t size)
{
    for (uint64_t at = 0; at + 8 <= size;) {
        uint64_t length = (uint64_t)data[at] << 24 | (uint64_t)data[at + 1] << 16 | (uint64_t)data[at + 2] << 8 | data[at + 3];
        if (memcmp(data + at + 4, "moov", 4) == 0)
            return true;
        if (length == 1 && at + 16 <= size) {
            length = 0;
            for (int i = 8; i < 16; i++)
                length = length << 8 | data[at + i];
        }
        if (length < 8 || length > size - at)
            return false;
        at += length;
    }
    return false;
}

static ls_status list_items(ls_pictures *pictures, heif_state *state, ls_outcome *outcome)
{
    heif_item_id all[ITEMS_MAX], primary = 0;
    struct heif_error error = heif_context_get_primary_image_ID(state->context, &primary);
    if (error.code != heif_error_Ok)
        return refuse(error, outcome);
    const int there = heif_context_get_number_of_top_level_images(state->context);
    const int listed = heif_context_get_list_of_top_level_image_IDs(state->context, all, ITEMS_MAX);
    state->items[0] = primary;
    pictures->count = 1;
    for (int i = 0; i < listed && pictures->count < ITEMS_MAX; i++)
        if (all[i] != primary)
            state->items[pictures->count++] = all[i];
    if (there > ITEMS_MAX)
        pictures->unread = "more pictures than are counted";
    else if (has_track(pictures->data, pictures->size))
        pictures->unread = "the file holds a sequence of pictures";
    return LS_OK;
}

static ls_status open_heif(ls_pictures *pictures, ls_outcome *outcome)
{
    heif_state *state = pictures->state = calloc(1, sizeof *state);
    if (state)
        state->context = heif_context_alloc();
    if (!state || !state->context)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    heif_context_set_max_decoding_threads(state->context, 0);
    heif_context_set_maximum_image_size_limit(state->context, LS_RASTER_SIDE);
    struct heif_error error =
        heif_context_read_from_memory_without_copy(state->context, pictures->data, pictures->size, NULL);
    return error.code == heif_error_Ok ? list_items(pictures, state, outcome) : refuse(error, outcome);
}

static void close_heif(ls_pictures *pictures)
{
    heif_state *state = pictures->state;
    if (state)
        heif_context_free(state->context);
    free(state);
}

static ls_status next_heif(ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome)
{
    heif_state *state = pictures->state;
    struct heif_image_handle *handle = NULL;
    struct heif_error error = heif_context_get_image_handle(state->context, state->items[pictures->next], &handle);
    ls_status status = error.code == heif_error_Ok ? decode_handle(handle, pictures->limits.pixels, raster, outcome)
                                                   : refuse(error, outcome);
    heif_image_handle_release(handle);
    return status;
}

/* ----------------------------------------------------------------------------------------------- thumbnails */

#define THUMBNAILS_MAX 64 /* of all pictures of a file; what is asked about is fewer */

typedef struct thumbnail {
    heif_item_id item;
    uint32_t of; /* index of its picture */
} thumbnail;

static int by_item(const void *a, const void *b)
{
    const heif_item_id one = ((const thumbnail *)a)->item, other = ((const thumbnail *)b)->item;
    return (one > other) - (one < other);
}

static uint32_t list_thumbnails(ls_pictures *pictures, thumbnail list[THUMBNAILS_MAX])
{
    heif_state *state = pictures->state;
    uint32_t count = 0;
    for (uint32_t i = 0; i < pictures->count && count < THUMBNAILS_MAX; i++) {
        struct heif_image_handle *handle = NULL;
        heif_item_id items[THUMBNAILS_MAX];
        if (heif_context_get_image_handle(state->context, state->items[i], &handle).code != heif_error_Ok)
            continue;
        const int there = heif_image_handle_get_list_of_thumbnail_IDs(handle, items, (int)(THUMBNAILS_MAX - count));
        for (int j = 0; j < there; j++)
            list[count++] = (thumbnail){items[j], i};
        heif_image_handle_release(handle);
    }
    if (count)
        qsort(list, count, sizeof *list, by_item);
    return count;
}

static uint32_t thumbnails_heif(ls_pictures *pictures)
{
    thumbnail list[THUMBNAILS_MAX];
    return list_thumbnails(pictures, list);
}

static ls_status thumbnail_heif(ls_pictures *pictures, uint32_t index, ls_raster *raster, uint32_t *of, ls_outcome *outcome)
{
    heif_state *state = pictures->state;
    thumbnail list[THUMBNAILS_MAX];
    struct heif_image_handle *picture = NULL, *handle = NULL;
    if (index >= list_thumbnails(pictures, list))
        return LS_E_USAGE;
    *of = list[index].of;
    struct heif_error error = heif_context_get_image_handle(state->context, state->items[*of], &picture);
    if (error.code == heif_error_Ok)
        error = heif_image_handle_get_thumbnail(picture, list[index].item, &handle);
    ls_status status = error.code == heif_error_Ok ? decode_handle(handle, pictures->limits.pixels, raster, outcome)
                                                   : refuse(error, outcome);
    heif_image_handle_release(handle);
    heif_image_handle_release(picture);
    return status;
}

const ls_sequence ls_sequence_heif = {.open = open_heif,
                                      .next = next_heif,
                                      .close = close_heif,
                                      .thumbnails = thumbnails_heif,
                                      .thumbnail = thumbnail_heif,
                                      .oriented = true};
