/* SPDX-License-Identifier: Apache-2.0 */
/* The text map: what a small network says about every fourth pixel of a picture. models/textmap.md is the network's card. */
#ifndef LS_TEXT_MAP_H
#define LS_TEXT_MAP_H

#include "image/vision.h"
#include "text/chain.h"

#define LS_MAP_STEP 4u   /* input pixels per pixel of the answer */
#define LS_MAP_GRAIN 32u /* the input's sides are multiples of it: the network halves five times */

/* Planes of the answer. */
typedef enum ls_map_plane {
    LS_MAP_LINE,     /* logit: the core of a line of writing */
    LS_MAP_COSINE,   /* the direction from a line's first to its last glyph, in the picture, y down; shorter where unsure */
    LS_MAP_SINE,
    LS_MAP_MIRRORED, /* logit: the writing reads right in a mirror */
    LS_MAP_PAGE,     /* logit: a page or a screen */
    LS_MAP_SCREEN,   /* logit: a screen rather than paper; means nothing beside a page */
    LS_MAP_SEAL,     /* logit: a red seal or chop */
    LS_MAP_SIZE,     /* log2(height of the glyphs in input pixels / 8) */
    LS_MAP_PLANES
} ls_map_plane;

typedef struct ls_map {
    ls_planes planes;
    double scale_x, scale_y; /* pixels of the raster per pixel of the answer */
    ls_point origin;         /* where in the raster the answer begins: it may be of a part of it */
} ls_map;

/* One plane's value. */
static inline float ls_map_at(const ls_map *map, ls_map_plane plane, uint32_t x, uint32_t y)
{
    return map->planes.data[((size_t)plane * map->planes.height + y) * map->planes.width + x];
}

/* A row that is no more than a guess, and of which neither colour nor frame says more: what the map is asked about. */
bool ls_map_is_doubted(const ls_chain *row);
/* The highest logit of a line's core within `quad`, in pixels of the raster that the map is of; -INFINITY where it shows none of it. */
float ls_map_core_within(const ls_map *map, const ls_point quad[4]);
/* Doubted rows in which the map sees no writing, `core` of each row being the highest logit within, lose their certainty. */
void ls_map_judge(const float *core, ls_chains *rows);

#endif
