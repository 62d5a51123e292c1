/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints what the finder sees in a photo: one line for each row of marks, certain or not, with the features that certainty
 * is computed from. tools/train rows learns from this; it is not installed.
 *
 *   eval-rows PHOTO
 *
 * A line: x and y of the four corners (pixels of the photo as it is stored), height, length, angle (radians), whether it is
 * light and whether it is too short to be told by itself (0 or 1), certainty, features in the order of ls_feature.
 */
#include "container/walk.h"
#include "image/decode.h"
#include "text/search.h"

#include <stdio.h>
#include <stdlib.h>

#define PIXELS_MOST 200000000u /* of a photo in the project's collections */
#define BYTES_MOST (256u << 20)

static unsigned char *read_all(const char *path, size_t *size)
{
    unsigned char *bytes = malloc(BYTES_MOST);
    FILE *file = bytes ? fopen(path, "rb") : NULL;
    *size = file ? fread(bytes, 1, BYTES_MOST, file) : 0;
    if (file)
        fclose(file);
    return bytes;
}

static void print_row(const ls_raster *raster, const ls_chain *row)
{
    for (int i = 0; i < 4; i++) {
        const ls_point at = ls_raster_to_stored(raster, row->quad[i]);
        printf("%.1f %.1f ", at.x, at.y);
    }
    printf("%.2f %.2f %.4f %d %d %d", (double)row->height * raster->scale, (double)row->length * raster->scale,
           (double)row->angle, row->light, row->beside, row->certainty);
    for (int i = 0; i < LS_FEATURE_COUNT; i++)
        printf(" %.4f", (double)row->features[i]);
    putchar('\n');
}

int main(int argc, char **argv)
{
    size_t size = 0;
    unsigned char *bytes = argc == 2 ? read_all(argv[1], &size) : NULL;
    const ls_source source = {.data = bytes, .size = size};
    const ls_decode_limits limits = {.pixels = PIXELS_MOST, .orientation = 1, .least_side = 1000};
    ls_raster raster = {0};
    ls_outcome outcome;
    ls_levels levels;
    ls_chains rows = {0};
    int failed = 1;
    if (size && ls_image_decode(bytes, size, ls_container_sniff(&source), &limits, &raster, &outcome) == LS_OK &&
        ls_levels_make(&raster, &levels) == LS_OK) {
        failed = ls_search_levels(&levels, &rows) != LS_OK;
        for (size_t i = 0; i < rows.count && !failed; i++)
            print_row(&raster, &rows.items[i]);
        ls_levels_free(&levels);
    }
    ls_chains_free(&rows);
    ls_raster_free(&raster);
    free(bytes);
    return failed;
}
