/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures of one file, one after the other: frames of an animation as they are shown, pages of a document. */
#ifndef LS_IMAGE_PICTURES_H
#define LS_IMAGE_PICTURES_H

#include "image/decode.h"

typedef struct ls_pictures ls_pictures;

/*
 * Opens `data`, which must outlive *pictures. Nothing is decoded yet; sizes in the header are held against the pixel
 * limit. On anything but LS_OK *outcome says why, as with ls_image_decode().
 */
ls_status ls_pictures_open(const unsigned char *data, size_t size, ls_kind kind, const ls_decode_limits *limits,
                           ls_pictures **pictures, ls_outcome *outcome);
void ls_pictures_close(ls_pictures *pictures); /* NULL is fine */

/* How many the file says it has, at least 1; counting ends at LS_PICTURES_COUNTED. */
uint32_t ls_pictures_count(const ls_pictures *pictures);
#define LS_PICTURES_COUNTED 100000u

/* What else may show something in the file and cannot be decoded here (an image sequence, sub-images); or NULL. */
const char *ls_pictures_unread(const ls_pictures *pictures);

/*
 * The next one, as ls_image_decode() gives it: the first call the main picture. LS_E_FORMAT, LS_E_LIMIT or LS_E_NOMEM
 * with the outcome of that picture; after LS_E_FORMAT the next one may still be asked for, as long as fewer than
 * ls_pictures_count() were.
 */
ls_status ls_pictures_next(ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome);

/*
 * Thumbnails that the file keeps of its pictures, as many as its decoder knows of (HEIF; other formats keep theirs in carriers),
 * and one of them, in order of their identifiers. *of becomes the index of the picture that it belongs to. As
 * ls_pictures_next(); LS_E_USAGE when there is none.
 */
uint32_t ls_pictures_thumbnails(ls_pictures *pictures);
ls_status ls_pictures_thumbnail(ls_pictures *pictures, uint32_t index, ls_raster *raster, uint32_t *of, ls_outcome *outcome);

/*
 * May `later` be taken for `earlier`, of the same size, without being searched? Only when fewer pixels differ than the
 * smallest character has (sixteen, a few strokes of five pixels), counting every one that differs by more than eight of
 * 255 levels in any colour: a third of what is needed to see a stroke at all.
 */
bool ls_pictures_alike(const ls_raster *earlier, const ls_raster *later);

#endif
