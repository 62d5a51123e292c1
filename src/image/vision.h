/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The OpenCV bridge, the only way to OpenCV in this program: its headers do not compile as C, and its exceptions end
 * here. Every function returns LS_OK, LS_E_NOMEM, or LS_E_FORMAT when OpenCV refused. An `out` raster is allocated here
 * unless the comment says otherwise; it has orientation 1 and scale 1.
 */
#ifndef LS_IMAGE_VISION_H
#define LS_IMAGE_VISION_H

#include "image/raster.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reduces by averaging over areas, enlarges bilinearly. */
ls_status ls_vision_resize(const ls_raster *source, uint32_t width, uint32_t height, ls_raster *out) LS_NOEXCEPT;

/* Mean over a square of `side` pixels (odd), border repeated. */
ls_status ls_vision_mean(const ls_raster *gray, uint32_t side, ls_raster *out) LS_NOEXCEPT;

/*
 * What lies in `quad` (clockwise from what becomes the top left corner) as a width × height picture, bilinear, border
 * repeated. The caller sees to it that it is not reduced by much more than half: choose a smaller source instead.
 */
ls_status ls_vision_warp(const ls_raster *source, const ls_point quad[4], uint32_t width, uint32_t height,
                         ls_raster *out) LS_NOEXCEPT;

/* The homography that takes from[i] to to[i], row by row, h[8] = 1. LS_E_FORMAT for a degenerate quadrilateral. */
ls_status ls_vision_homography(const ls_point from[4], const ls_point to[4], double h[9]) LS_NOEXCEPT;

/*
 * `out`: the `columns` factors of which the sums over each of `count` rows (row by row in `rows`) are nearest to `values`,
 * in squares; of several the smallest. LS_E_FORMAT for none at all.
 */
ls_status ls_vision_least_squares(const double *rows, const double *values, size_t count, size_t columns,
                                  double *out) LS_NOEXCEPT;

/* Erodes (close false) after dilating or the other way round with a width × height rectangle, in place of its data. */
ls_status ls_vision_morph(ls_raster *mask, bool close, uint32_t width, uint32_t height) LS_NOEXCEPT;

/* Convex quadrilaterals that outline the white areas of `mask`, largest first. */
typedef struct ls_vision_quad {
    ls_point corner[4]; /* clockwise (y down), from the corner nearest to the top left */
    double area;        /* pixels, of the outline */
} ls_vision_quad;
/*
 * `tolerance`: how far an outline may leave its quadrilateral, as a share of its length; an outline that is no
 * quadrilateral within it but fills its smallest upright or turned rectangle to `fill` or more gives that rectangle.
 */
ls_status ls_vision_quads(const ls_raster *mask, double min_area, double tolerance, double fill, ls_vision_quad *out,
                          size_t capacity, size_t *count) LS_NOEXCEPT;

/*
 * The same with areas in the holes of others: a stamp on a sheet whose rim is as red as it. Each is followed by the quadrilateral
 * whose sides are laid through the points of its outline, where that is another one.
 */
ls_status ls_vision_quads_nested(const ls_raster *mask, double min_area, double tolerance, double fill,
                                 ls_vision_quad *out, size_t capacity, size_t *count) LS_NOEXCEPT;

typedef struct ls_colour {
    unsigned char red, green, blue;
} ls_colour;

/* Draws the sides of a quadrilateral, `thickness` pixels wide, on an RGB raster; corners up to a million pixels away. */
ls_status ls_vision_outline(ls_raster *rgb, const ls_point quad[4], double thickness, const ls_colour *colour) LS_NOEXCEPT;

/* One line of ASCII in a plain drawn face, `height` pixels with its margin: how wide it is; and on a filled rectangle. */
ls_status ls_vision_text_width(const char *text, double height, double *width) LS_NOEXCEPT;
ls_status ls_vision_text(ls_raster *rgb, const char *text, ls_point top_left, double height, const ls_colour *ink,
                         const ls_colour *ground) LS_NOEXCEPT;

/* First use of what OpenCV starts or caches: no threads, SVD (OpenBLAS), the code paths above on small pictures. */
ls_status ls_vision_warm_up(void) LS_NOEXCEPT;

/*
 * Runs a net made in memory on OpenCV's dnn module: one convolution (3×3 kernel over one channel, zero padding) and a
 * rectifier. `in` and `out` hold side × side numbers; they must not overlap.
 */
ls_status ls_vision_convolve(const float *in, size_t side, const float kernel[9], float bias, float *out) LS_NOEXCEPT;

/* A trained network, on one core, without threads. */
typedef struct ls_vision_net ls_vision_net;

/*
 * From an ONNX file in memory, which may go afterwards. LS_E_FORMAT when OpenCV cannot read it; a file cut short may be
 * read as a smaller network or none: what it answers has to be looked at (ls_vision_net_run() on a small picture).
 */
ls_status ls_vision_net_load(const void *onnx, size_t size, ls_vision_net **net) LS_NOEXCEPT;
void ls_vision_net_free(ls_vision_net *net) LS_NOEXCEPT; /* NULL is fine */

/* Numbers over a picture, one plane after the other, each row by row. */
typedef struct ls_planes {
    float *data; /* owned */
    uint32_t channels, width, height;
} ls_planes;

/*
 * Gives the network `rgb` (3 channels, value/255 − 0.5, planes R, G, B) and takes its answer, which is for the picture
 * continued to the right and below, by its border, until its sides are multiples of `grain`.
 */
ls_status ls_vision_net_run(ls_vision_net *net, const ls_raster *rgb, uint32_t grain, ls_planes *out) LS_NOEXCEPT;
void ls_planes_free(ls_planes *planes) LS_NOEXCEPT; /* NULL and empty planes are fine */

#ifdef __cplusplus
}
#endif

#endif
