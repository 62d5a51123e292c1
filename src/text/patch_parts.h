/* SPDX-License-Identifier: Apache-2.0 */
/* One page while patches are looked for on it. */
#ifndef LS_TEXT_PATCH_PARTS_H
#define LS_TEXT_PATCH_PARTS_H

#include "text/patch.h"

#define LS_PATCH_GLYPH 10.0 /* pixels of ->small that the page's usual glyph is high */

typedef struct ls_patch_page {
    const ls_raster *raster;
    ls_text *text;
    int page;
    ls_point quad[4];     /* pixels of the raster, clockwise, a little inside the page's outline */
    uint32_t left, top, width, height; /* the box around it, pixels of the raster */
    int sheet;            /* the page whose outline bounds what is looked at, or -1 */
    double glyph;         /* height of most glyphs there, pixels of the raster */
    double scale;         /* raster pixels per pixel of `small` */
    ls_raster small;      /* the box, so that glyphs are LS_PATCH_GLYPH high, or as it is */
    ls_raster gray;       /* of `small` */
    bool toned;           /* the paper's tone is known: */
    double tone[3];       /* red, green, blue, 1–256 */
} ls_patch_page;

/* Does a line of the page have its middle in the quad, or (with room, in pixels) near it? Pixels of the raster. */
bool ls_patch_holds_line(const ls_patch_page *page, const ls_point quad[4], double room);
/* Between the darkest and the brightest of a hundred places in a quad of `small`, gray levels. */
int ls_patch_range(const ls_patch_page *page, const ls_point small[4]);
/* patch_tone.c: what the paper between the page's lines looks like, into ->tone, when its lines tell. */
void ls_patch_tone(ls_patch_page *page);
/* Is there some of that around a quad, pixels of the raster? True when nothing is known of it. */
bool ls_patch_is_on_paper(const ls_patch_page *page, const ls_point quad[4]);
/* Appends a patch unless it lies on one that is known, or on something else than paper; quad in pixels of the raster. LS_E_NOMEM. */
ls_status ls_patch_add(const ls_patch_page *page, const ls_point quad[4], ls_patch_kind kind);
/* Quad from pixels of `small` to pixels of the raster. */
void ls_patch_to_raster(const ls_patch_page *page, const ls_point small[4], ls_point out[4]);

ls_status ls_patches_opaque(const ls_patch_page *page);
ls_status ls_patches_mosaic(const ls_patch_page *page);
ls_status ls_patches_blur(const ls_patch_page *page);
ls_status ls_patches_struck(const ls_patch_page *page);
ls_status ls_patches_thing(const ls_patch_page *page);
ls_status ls_patches_slip(const ls_patch_page *page);
ls_status ls_patches_smear(const ls_patch_page *page);
ls_status ls_patches_over_head(const ls_patch_page *page);
/* In the middle above the writing (`foot`: below it). `middle` of its edge, in the raster; `right`, `down`: unit vectors. */
ls_status ls_patches_banner(const ls_patch_page *page, ls_point middle, ls_point right, ls_point down, bool foot);

#endif
