/* SPDX-License-Identifier: Apache-2.0 */
/* Pixels of a photo: one decoder per format behind our own choice of it. */
#ifndef LS_IMAGE_DECODE_H
#define LS_IMAGE_DECODE_H

#include "image/raster.h"
#include "record/container.h"
#include "record/stage.h"

typedef struct ls_decode_limits {
    uint64_t pixels;      /* width × height at most */
    /*
     * JPEG alone: for a first look it may come out 2, 4 or 8 times smaller, as long as its shorter side keeps this many
     * pixels (raster->scale tells); 0: full size. Huffman decoding stays, the rest shrinks by the square.
     */
    uint32_t least_side;
    uint32_t orientation; /* to apply, 1–8; 0 counts as 1. HEIF and TIFF ignore it: their decoders apply what the file says */
} ls_decode_limits;

/*
 * Decodes the main picture of `data` as RGB in display orientation. On anything but LS_OK *outcome says why
 * (PIXEL_LIMIT, DECODE with the decoder's message and byte where known, FORMAT_UNREAD). A picture that decodes only in
 * part (a truncated JPEG) gives the pixels there are, and *outcome is limited with DECODE. The pixel limit is checked
 * against the header, before a pixel is allocated. For HEIF the stored picture is that after irot and imir. A file with
 * several pictures gives the first: see pictures.h.
 */
ls_status ls_image_decode(const unsigned char *data, size_t size, ls_kind kind, const ls_decode_limits *limits,
                          ls_raster *raster, ls_outcome *outcome);

/* Does this version decode that kind? */
bool ls_image_supported(ls_kind kind);

/* What the decoders' libraries open or start at first use; before the first fork. */
ls_status ls_image_warm_up(void);

#endif
