/* SPDX-License-Identifier: Apache-2.0 */
/* WebP through libwebp; animations through libwebpdemux, which gives the frames as they are shown. */
#include "image/alpha.h"
#include "image/rows.h"
#include "image/sequence.h"

#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

static ls_status damaged(const char *what, ls_outcome *outcome)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "%s", what);
    return LS_E_FORMAT;
}

/* The decoder of an animation holds two canvases: they are held against the limit before it is made. */
static ls_status open_animation(ls_pictures *pictures, ls_outcome *outcome)
{
    const WebPData bytes = {pictures->data, pictures->size};
    WebPDemuxer *demuxer = WebPDemux(&bytes);
    if (!demuxer)
        return damaged("the WebP animation is damaged or ends too soon", outcome);
    const uint32_t width = WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH);
    const uint32_t height = WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_HEIGHT);
    const uint32_t count = WebPDemuxGetI(demuxer, WEBP_FF_FRAME_COUNT);
    WebPDemuxDelete(demuxer);
    if (!count)
        return damaged("no WebP frame", outcome);
    ls_status status = ls_decode_check_size(width, height, pictures->limits.pixels, outcome);
    if (!status)
        status = ls_decode_check_memory(width, height, LS_ANIMATION_PIXELS, "WebP", outcome);
    if (status)
        return status;
    WebPAnimDecoderOptions options;
    if (!WebPAnimDecoderOptionsInit(&options))
        return damaged("another version of libwebpdemux", outcome);
    options.color_mode = MODE_RGBA;
    options.use_threads = 0;
    pictures->count = count < LS_PICTURES_COUNTED ? count : LS_PICTURES_COUNTED;
    pictures->state = WebPAnimDecoderNew(&bytes, &options);
    return pictures->state ? LS_OK : damaged("the WebP animation could not be opened", outcome);
}

static ls_status open_webp(ls_pictures *pictures, ls_outcome *outcome)
{
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(pictures->data, pictures->size, &features) != VP8_STATUS_OK)
        return damaged("no WebP header", outcome);
    ls_status status =
        ls_decode_check_size((uint64_t)(features.width > 0 ? features.width : 0),
                             (uint64_t)(features.height > 0 ? features.height : 0), pictures->limits.pixels, outcome);
    return status == LS_OK && features.has_animation ? open_animation(pictures, outcome) : status;
}

static void close_webp(ls_pictures *pictures)
{
    WebPAnimDecoderDelete(pictures->state);
}

static ls_status next_frame(ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome)
{
    WebPAnimInfo info;
    uint8_t *pixels = NULL;
    int milliseconds = 0;
    if (!WebPAnimDecoderGetInfo(pictures->state, &info) ||
        !WebPAnimDecoderGetNext(pictures->state, &pixels, &milliseconds) || !pixels)
        return damaged("a damaged WebP frame", outcome);
    const ls_raster canvas = {.data = pixels, .width = info.canvas_width, .height = info.canvas_height,
                              .stride = info.canvas_width * 4, .channels = 4, .stored_width = info.canvas_width,
                              .stored_height = info.canvas_height, .orientation = 1, .scale = 1};
    return ls_alpha_flatten(&canvas, raster, outcome);
}

/* Rows up to the end of the data, or of what is sound in it, are kept; the rest stays white. */
static ls_status decode_rows(const ls_pictures *pictures, WebPDecoderConfig *config, ls_outcome *outcome)
{
    WebPIDecoder *decoder = WebPIDecode(NULL, 0, config);
    if (!decoder)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    const VP8StatusCode code = WebPIUpdate(decoder, pictures->data, pictures->size);
    int rows = 0;
    const bool some = WebPIDecGetRGB(decoder, &rows, NULL, NULL, NULL) && rows > 0;
    WebPIDelete(decoder);
    if (code == VP8_STATUS_OK)
        return LS_OK;
    if (code == VP8_STATUS_OUT_OF_MEMORY)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    if (!some)
        return damaged("damaged WebP data", outcome);
    *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "damaged WebP data after row %d", rows);
    return LS_OK;
}

static ls_status decode_still(ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config) ||
        WebPGetFeatures(pictures->data, pictures->size, &config.input) != VP8_STATUS_OK)
        return damaged("no WebP header", outcome);
    const bool alpha = config.input.has_alpha;
    ls_raster rgba = {0};
    ls_rows rows;
    ls_status status = ls_rows_begin(&rows, (uint32_t)config.input.width, (uint32_t)config.input.height, alpha ? 4 : 3,
                                     alpha ? &rgba : raster, outcome);
    ls_rows_end(&rows); /* libwebp itself puts rows into the raster, and makes them smaller */
    if (status)
        return status;
    const ls_raster *whole = rows.raster;
    const size_t bytes = (size_t)whole->stride * whole->height;
    config.options.use_scaling = whole->scale > 1;
    config.options.scaled_width = (int)whole->width;
    config.options.scaled_height = (int)whole->height;
    config.output.colorspace = alpha ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = (WebPRGBABuffer){whole->data, (int)whole->stride, bytes};
    status = decode_rows(pictures, &config, outcome);
    WebPFreeDecBuffer(&config.output);
    if (status == LS_OK && alpha) {
        ls_outcome flat = ls_outcome_done();
        status = ls_alpha_flatten(&rgba, raster, &flat);
        *outcome = ls_outcome_worse(*outcome, flat);
    }
    ls_raster_free(&rgba);
    return status;
}

static ls_status next_webp(ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome)
{
    return pictures->state ? next_frame(pictures, raster, outcome) : decode_still(pictures, raster, outcome);
}

const ls_sequence ls_sequence_webp = {.open = open_webp, .next = next_webp, .close = close_webp};
