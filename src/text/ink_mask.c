/* SPDX-License-Identifier: Apache-2.0 */
#include "text/ink_mask.h"

#include "image/vision.h"

#define SURROUNDINGS 31u /* pixels: three times a line of the size that is looked for; ink is a third of it at most */
#define ZERO 64          /* redness of a gray pixel; green paper is below it */
#define NOISE_RED 4      /* levels above the surroundings that are no ink */
#define NOISE_GRAY 6
#define SHARE_RED 18     /* one part in so many of the pixel's own red: that much colour paper has by itself */
#define SHARE_GRAY 16    /* and of the surroundings' gray: paper's grain, a shadow's edge */

static int clamp(int value)
{
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

ls_status ls_ink_measure(const ls_raster *rgb, ls_ink_kind kind, ls_raster *out)
{
    ls_status status = ls_raster_alloc(out, rgb->width, rgb->height, 1);
    if (status)
        return status;
    for (uint32_t y = 0; y < rgb->height; y++) {
        const unsigned char *from = rgb->data + (size_t)y * rgb->stride;
        unsigned char *to = out->data + (size_t)y * out->stride;
        for (uint32_t x = 0; x < rgb->width; x++, from += 3) {
            const int gray = (from[0] + 2 * from[1] + from[2]) / 4;
            to[x] = (unsigned char)(kind == LS_INK_KIND_RED ? clamp(ZERO + from[0] - (from[1] + from[2]) / 2) : 255 - gray);
        }
    }
    return LS_OK;
}

/* `out` has the measure and becomes the mask. */
static void compare(const ls_raster *rgb, ls_ink_kind kind, const ls_raster *around, ls_raster *out)
{
    for (uint32_t y = 0; y < out->height; y++) {
        const unsigned char *pixel = rgb->data + (size_t)y * rgb->stride, *mean = around->data + (size_t)y * around->stride;
        unsigned char *to = out->data + (size_t)y * out->stride;
        for (uint32_t x = 0; x < out->width; x++, pixel += 3) {
            const int more = to[x] - mean[x];
            bool ink = more > NOISE_RED && more * SHARE_RED > pixel[0] && to[x] > ZERO;
            if (kind == LS_INK_KIND_DARK)
                ink = more > NOISE_GRAY && more * SHARE_GRAY > 255 - mean[x];
            to[x] = ink ? 255 : 0;
        }
    }
}

ls_status ls_ink_mask(const ls_raster *rgb, ls_ink_kind kind, ls_raster *out)
{
    *out = (ls_raster){0};
    if (rgb->channels != 3 || rgb->width < SURROUNDINGS || rgb->height < SURROUNDINGS)
        return LS_E_FORMAT;
    ls_raster around;
    ls_status status = ls_ink_measure(rgb, kind, out);
    if (status)
        return status;
    status = ls_vision_mean(out, SURROUNDINGS, &around);
    if (status) {
        ls_raster_free(out);
        return status;
    }
    compare(rgb, kind, &around, out);
    ls_raster_free(&around);
    return LS_OK;
}
