/* SPDX-License-Identifier: Apache-2.0 */
#include "text/light.h"

#include "text/otsu.h"

#define GAIN_LEAST 1.2 /* ratio of contrasts; of red ink (200, 40, 45) on white paper it is 1.3, of black ink 1 */

/* Gray levels between the means of what is darker and what is lighter than the threshold. */
static double contrast_of(const ls_raster *gray)
{
    const ls_two_classes classes = ls_two_classes_of(gray);
    return classes.light - classes.dark;
}

ls_status ls_light_choose(const ls_raster *rgb, ls_raster *gray)
{
    ls_raster green;
    ls_status status = ls_raster_gray(rgb, gray);
    if (status || rgb->channels != 3)
        return status;
    status = ls_raster_alloc(&green, rgb->width, rgb->height, 1);
    if (status) {
        ls_raster_free(gray);
        return status;
    }
    for (uint32_t y = 0; y < rgb->height; y++)
        for (uint32_t x = 0; x < rgb->width; x++)
            green.data[(size_t)y * green.stride + x] = rgb->data[(size_t)y * rgb->stride + 3u * x + 1];
    if (contrast_of(&green) > GAIN_LEAST * contrast_of(gray)) {
        const ls_raster luma = *gray;
        *gray = green;
        green = luma;
    }
    ls_raster_free(&green);
    return LS_OK;
}
