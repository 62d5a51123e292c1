/* SPDX-License-Identifier: Apache-2.0 */
#include "image/pictures.h"

#include "image/sequence.h"

#include <stdlib.h>

#define ALIKE_LEVELS 8
#define ALIKE_PIXELS 16u

static const ls_sequence *const sequences[LS_KIND_COUNT] = {
    [LS_KIND_GIF] = &ls_sequence_gif,
    [LS_KIND_HEIF] = &ls_sequence_heif,
    [LS_KIND_TIFF] = &ls_sequence_tiff,
    [LS_KIND_WEBP] = &ls_sequence_webp,
};

/* One picture a file: APNG too, of which the core counts the frames and the engine says that they were not read. */
static ls_decoder *const singles[LS_KIND_COUNT] = {
    [LS_KIND_BMP] = ls_decode_bmp,
    [LS_KIND_JPEG] = ls_decode_jpeg,
    [LS_KIND_PNG] = ls_decode_png,
};

bool ls_image_supported(ls_kind kind)
{
    return (unsigned)kind < LS_KIND_COUNT && (singles[kind] || sequences[kind]);
}

ls_status ls_pictures_open(const unsigned char *data, size_t size, ls_kind kind, const ls_decode_limits *limits,
                           ls_pictures **pictures, ls_outcome *outcome)
{
    *pictures = NULL;
    *outcome = ls_outcome_done();
    if (!ls_image_supported(kind)) {
        *outcome = ls_outcome_make(LS_FAILED, LS_REASON_FORMAT_UNREAD, "%s", ls_kind_name(kind));
        return LS_E_FORMAT;
    }
    ls_pictures *opened = malloc(sizeof *opened);
    if (!opened)
        return ls_decode_no_memory(LS_E_NOMEM, outcome);
    *opened = (ls_pictures){.sequence = sequences[kind], .data = data, .size = size, .kind = kind, .limits = *limits,
                            .count = 1};
    ls_status status = opened->sequence ? opened->sequence->open(opened, outcome) : LS_OK;
    if (status)
        ls_pictures_close(opened);
    else
        *pictures = opened;
    return status;
}

void ls_pictures_close(ls_pictures *pictures)
{
    if (!pictures)
        return;
    if (pictures->sequence)
        pictures->sequence->close(pictures);
    free(pictures);
}

uint32_t ls_pictures_count(const ls_pictures *pictures)
{
    return pictures->count;
}

const char *ls_pictures_unread(const ls_pictures *pictures)
{
    return pictures->unread;
}

static ls_status decode_single(const ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome)
{
    const ls_decode_limits *limits = &pictures->limits;
    if (pictures->kind == LS_KIND_JPEG)
        return ls_decode_jpeg_smaller(pictures->data, pictures->size, limits->pixels, limits->least_side, raster, outcome);
    return singles[pictures->kind](pictures->data, pictures->size, limits->pixels, raster, outcome);
}

ls_status ls_pictures_next(ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome)
{
    const uint32_t orientation = pictures->limits.orientation;
    *raster = (ls_raster){0};
    *outcome = ls_outcome_done();
    if (pictures->next >= pictures->count)
        return LS_E_USAGE;
    ls_status status = pictures->sequence ? pictures->sequence->next(pictures, raster, outcome)
                                          : decode_single(pictures, raster, outcome);
    pictures->next++;
    if (status == LS_OK && !(pictures->sequence && pictures->sequence->oriented) && orientation >= 1 && orientation <= 8) {
        status = ls_raster_orient(raster, orientation);
        if (status)
            ls_decode_no_memory(status, outcome);
    }
    if (status)
        ls_raster_free(raster);
    return status;
}

uint32_t ls_pictures_thumbnails(ls_pictures *pictures)
{
    return pictures->sequence && pictures->sequence->thumbnails ? pictures->sequence->thumbnails(pictures) : 0;
}

ls_status ls_pictures_thumbnail(ls_pictures *pictures, uint32_t index, ls_raster *raster, uint32_t *of, ls_outcome *outcome)
{
    *raster = (ls_raster){0};
    *outcome = ls_outcome_done();
    if (index >= ls_pictures_thumbnails(pictures))
        return LS_E_USAGE;
    ls_status status = pictures->sequence->thumbnail(pictures, index, raster, of, outcome);
    if (status)
        ls_raster_free(raster);
    return status;
}

static bool differs(const unsigned char *one, const unsigned char *other)
{
    for (int c = 0; c < 3; c++)
        if (abs(one[c] - other[c]) > ALIKE_LEVELS)
            return true;
    return false;
}

bool ls_pictures_alike(const ls_raster *earlier, const ls_raster *later)
{
    if (earlier->width != later->width || earlier->height != later->height || earlier->channels != 3 ||
        later->channels != 3)
        return false;
    uint32_t count = 0;
    for (uint32_t y = 0; y < later->height; y++) {
        const unsigned char *one = earlier->data + (size_t)y * earlier->stride;
        const unsigned char *other = later->data + (size_t)y * later->stride;
        for (uint32_t x = 0; x < later->width; x++, one += 3, other += 3)
            if (differs(one, other) && ++count >= ALIKE_PIXELS)
                return false;
    }
    return true;
}
