/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TIFF through libtiff, from memory, one directory a picture. Of the many codings that libtiff knows those of scanners,
 * faxes and cameras are read; the rest are other people's decoders behind a number in the file.
 */
#include "image/alpha.h"
#include "image/rows.h"
#include "image/sequence.h"
#include "image/tiff_chain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

/* One allocation of libtiff at most: a page of 100 megapixels in one strip of 4 samples. What it decodes is held apart. */
#define ALLOCATION_MAX ((tmsize_t)400 << 20)

#define BAND_PIXELS 4000000u        /* decoded at a time, at four bytes each */
#define LARGE_BAND_PIXELS 16000000u /* of one strip */

typedef struct tiff_state {
    const unsigned char *data;
    uint64_t size, at;
    TIFF *tiff;
    bool complained;
    char complaint[LS_DETAIL_MAX];
} tiff_state;

/* --------------------------------------------------------------------------------------------- the memory */

static tmsize_t read_bytes(thandle_t handle, void *out, tmsize_t wanted)
{
    tiff_state *state = handle;
    if (wanted <= 0 || state->at >= state->size)
        return 0;
    uint64_t count = state->size - state->at;
    if (count > (uint64_t)wanted)
        count = (uint64_t)wanted;
    memcpy(out, state->data + state->at, (size_t)count);
    state->at += count;
    return (tmsize_t)count;
}

static tmsize_t write_bytes(thandle_t handle, void *bytes, tmsize_t count)
{
    (void)handle, (void)bytes, (void)count;
    return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence)
{
    tiff_state *state = handle;
    state->at = whence == SEEK_SET ? offset : whence == SEEK_CUR ? state->at + offset : state->size + offset;
    return state->at;
}

static int close_nothing(thandle_t handle)
{
    (void)handle;
    return 0;
}

static toff_t size_of(thandle_t handle)
{
    return ((tiff_state *)handle)->size;
}

static int map_bytes(thandle_t handle, void **base, toff_t *size)
{
    tiff_state *state = handle;
    union {
        const unsigned char *in;
        void *out;
    } data = {state->data}; /* libtiff was opened for reading: it does not write there */
    *base = data.out;
    *size = state->size;
    return 1;
}

static void unmap_nothing(thandle_t handle, void *base, toff_t size)
{
    (void)handle, (void)base, (void)size;
}

/* The first complaint is nearest to the cause. libtiff's words name tags and numbers, no text out of the file. */
__attribute__((format(printf, 4, 0))) static int note(TIFF *tiff, void *user, const char *module, const char *format,
                                                     va_list arguments)
{
    (void)tiff, (void)module;
    tiff_state *state = user;
    if (!state->complained)
        vsnprintf(state->complaint, sizeof state->complaint, format, arguments);
    state->complained = true;
    return 1;
}

__attribute__((format(printf, 4, 0))) static int ignore(TIFF *tiff, void *user, const char *module, const char *format,
                                                       va_list arguments)
{
    (void)tiff, (void)user, (void)module, (void)format, (void)arguments;
    return 1;
}

static ls_status refuse(const tiff_state *state, const char *what, ls_outcome *outcome)
{
    *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "%s", state->complained ? state->complaint : what);
    return LS_E_FORMAT;
}

static ls_status open_tiff(ls_pictures *pictures, ls_outcome *outcome)
{
    tiff_state *state = pictures->state = calloc(1, sizeof *state);
    TIFFOpenOptions *options = state ? TIFFOpenOptionsAlloc() : NULL;
    if (!options)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    state->data = pictures->data;
    state->size = pictures->size;
    ls_tiff_chain chain;
    ls_tiff_chain_read(pictures->data, pictures->size, &chain);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, ALLOCATION_MAX);
    TIFFOpenOptionsSetErrorHandlerExtR(options, note, state);
    TIFFOpenOptionsSetWarningHandlerExtR(options, ignore, state);
    state->tiff = chain.count ? TIFFClientOpenExt("", "r", state, read_bytes, write_bytes, seek, close_nothing, size_of,
                                                  map_bytes, unmap_nothing, options)
                              : NULL;
    TIFFOpenOptionsFree(options);
    if (!state->tiff)
        return refuse(state, "no TIFF directory", outcome);
    pictures->count = chain.count;
    if (chain.sub_images)
        pictures->unread = "the TIFF has sub-images";
    else if (chain.broken)
        pictures->unread = "the list of TIFF pages is damaged";
    return LS_OK;
}

static void close_tiff(ls_pictures *pictures)
{
    tiff_state *state = pictures->state;
    if (state && state->tiff)
        TIFFClose(state->tiff);
    free(state);
}

/* ------------------------------------------------------------------------------------------------ a page */

static bool coding_is_read(TIFF *tiff, unsigned *coding)
{
    uint16_t value = COMPRESSION_NONE;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &value);
    *coding = value;
    switch (value) {
    case COMPRESSION_NONE:
    case COMPRESSION_CCITTRLE:
    case COMPRESSION_CCITTFAX3:
    case COMPRESSION_CCITTFAX4:
    case COMPRESSION_LZW:
    case COMPRESSION_JPEG:
    case COMPRESSION_ADOBE_DEFLATE:
    case COMPRESSION_DEFLATE:
    case COMPRESSION_PACKBITS: return true;
    default: return false;
    }
}

/*
 * libtiff multiplies colours with their alpha, which hides what stands under it: told that they are multiplied already,
 * it leaves them. True when they are so in fact and have to be divided.
 */
static bool take_alpha(TIFF *tiff)
{
    uint16_t count = 0, *kinds = NULL;
    if (!TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) || !count || kinds[0] == EXTRASAMPLE_ASSOCALPHA)
        return true;
    if (kinds[0] == EXTRASAMPLE_UNASSALPHA) {
        uint16_t *changed = malloc(count * sizeof *changed);
        if (!changed)
            return true;
        memcpy(changed, kinds, count * sizeof *changed);
        changed[0] = EXTRASAMPLE_ASSOCALPHA;
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, count, changed);
        free(changed);
    }
    return false;
}

static unsigned char divided(unsigned value, unsigned alpha)
{
    return alpha == 0 || value >= alpha ? (unsigned char)(alpha ? 255 : value) : (unsigned char)(value * 255 / alpha);
}

static void copy_row(const uint32_t *abgr, bool divide, const ls_rows *rows, unsigned char *pixel)
{
    for (uint32_t x = 0; x < rows->width; x++, abgr++, pixel += rows->channels) {
        pixel[0] = (unsigned char)TIFFGetR(*abgr);
        pixel[1] = (unsigned char)TIFFGetG(*abgr);
        pixel[2] = (unsigned char)TIFFGetB(*abgr);
        if (rows->channels == 3)
            continue;
        pixel[3] = (unsigned char)TIFFGetA(*abgr);
        for (int c = 0; c < 3 && divide && pixel[3] < 255; c++)
            pixel[c] = divided(pixel[c], pixel[3]);
    }
}

/*
 * Rows that are decoded at a time: as many strips or rows of tiles as make a few megapixels. A strip that is larger than
 * that is decoded from its start for each part of it.
 */
static uint32_t band_height(TIFF *tiff, const TIFFRGBAImage *image)
{
    uint32_t unit = 0;
    if (TIFFIsTiled(tiff))
        TIFFGetField(tiff, TIFFTAG_TILELENGTH, &unit);
    else
        TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &unit);
    const uint32_t few = BAND_PIXELS / image->width + 1, many = LARGE_BAND_PIXELS / image->width + 1;
    if (unit == 0 || unit > many)
        unit = many;
    const uint32_t band = unit * (unit < few ? few / unit : 1);
    return band < image->height ? band : image->height;
}

/*
 * Rows in stored order, whatever the file says of its orientation: libtiff can mirror, but not turn. False: some are not
 * whole.
 */
static bool read_bands(tiff_state *state, TIFFRGBAImage *image, uint32_t *abgr, uint32_t band, bool divide, ls_rows *rows)
{
    bool whole = true;
    image->req_orientation = image->orientation;
    for (uint32_t top = 0; top < image->height; top += band) {
        const uint32_t count = band < image->height - top ? band : image->height - top;
        memset(abgr, 0, (size_t)image->width * count * sizeof *abgr);
        image->row_offset = (int)top;
        whole = TIFFRGBAImageGet(image, abgr, image->width, count) && whole;
        if (!whole && !state->complained)
            return false;
        for (uint32_t y = 0; y < count; y++) {
            copy_row(abgr + (size_t)y * image->width, divide, rows, ls_rows_place(rows, top + y));
            ls_rows_put(rows, top + y);
        }
    }
    return whole;
}

static ls_status read_rgba(tiff_state *state, TIFFRGBAImage *image, bool divide, ls_raster *raster, ls_outcome *outcome)
{
    const bool alpha = image->alpha != 0;
    const uint32_t band = band_height(state->tiff, image);
    ls_raster rgba = {0};
    ls_rows rows;
    ls_status status =
        ls_rows_begin(&rows, image->width, image->height, alpha ? 4 : 3, alpha ? &rgba : raster, outcome);
    if (status)
        return status;
    uint32_t *abgr = malloc((size_t)image->width * band * sizeof *abgr);
    const bool whole = abgr && read_bands(state, image, abgr, band, divide, &rows);
    free(abgr);
    ls_rows_end(&rows);
    ls_outcome flat = ls_outcome_done();
    if (!abgr)
        status = ls_decode_no_memory(LS_E_NOMEM, outcome);
    else if (!whole && !state->complained)
        status = refuse(state, "damaged TIFF data", outcome);
    else if (alpha)
        status = ls_alpha_flatten(&rgba, raster, &flat);
    ls_raster_free(&rgba);
    if (status == LS_OK && state->complained)
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_DECODE, "%s", state->complaint);
    *outcome = ls_outcome_worse(*outcome, flat);
    return status;
}

static ls_status read_page(tiff_state *state, uint64_t pixel_limit, ls_raster *raster, ls_outcome *outcome)
{
    uint32_t width = 0, height = 0;
    unsigned coding = 0;
    TIFFGetField(state->tiff, TIFFTAG_IMAGEWIDTH, &width);
    TIFFGetField(state->tiff, TIFFTAG_IMAGELENGTH, &height);
    ls_status status = ls_decode_check_size(width, height, pixel_limit, outcome);
    if (status)
        return status;
    if (!coding_is_read(state->tiff, &coding)) {
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_DECODE, "TIFF compression %u is not read", coding);
        return LS_E_FORMAT;
    }
    const bool divide = take_alpha(state->tiff);
    char words[1024] = "";
    TIFFRGBAImage image;
    if (!TIFFRGBAImageOK(state->tiff, words) || !TIFFRGBAImageBegin(&image, state->tiff, 0, words))
        return refuse(state, words, outcome);
    status = read_rgba(state, &image, divide, raster, outcome);
    TIFFRGBAImageEnd(&image);
    return status;
}

static ls_status next_tiff(ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome)
{
    tiff_state *state = pictures->state;
    state->complained = false;
    /* directories after a damaged one are out of reach: each holds the place of the next */
    if (pictures->next && !TIFFReadDirectory(state->tiff))
        return refuse(state, "a damaged TIFF directory", outcome);
    ls_status status = read_page(state, pictures->limits.pixels, raster, outcome);
    uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetFieldDefaulted(state->tiff, TIFFTAG_ORIENTATION, &orientation);
    if (status == LS_OK && orientation > 1 && orientation <= 8) {
        status = ls_raster_orient(raster, orientation);
        if (status)
            ls_decode_no_memory(status, outcome);
    }
    return status;
}

const ls_sequence ls_sequence_tiff = {.open = open_tiff, .next = next_tiff, .close = close_tiff, .oriented = true};
