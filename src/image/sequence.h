/* SPDX-License-Identifier: Apache-2.0 */
/* A decoder of a format that may hold more than one picture: one file each, behind pictures.h. */
#ifndef LS_IMAGE_SEQUENCE_H
#define LS_IMAGE_SEQUENCE_H

#include "image/decoders.h"
#include "image/pictures.h"

/*
 * Pixels of an animation at most: its canvases of four bytes a pixel, the picture before and the one that is searched are
 * held at once, 16 bytes a pixel.
 */
#define LS_ANIMATION_PIXELS 32000000u

struct ls_pictures {
    const struct ls_sequence *sequence; /* NULL: a format of one picture */
    const unsigned char *data;          /* borrowed */
    size_t size;
    ls_kind kind;
    ls_decode_limits limits;
    uint32_t count;     /* set by open; 1 on entry */
    uint32_t next;      /* index of the picture that is asked for */
    const char *unread; /* set by open: see ls_pictures_unread() */
    void *state;        /* the decoder's own; close frees it */
};

typedef struct ls_sequence {
    ls_status (*open)(ls_pictures *pictures, ls_outcome *outcome); /* on failure close is called all the same */
    /*
     * Picture `next`, RGB. *outcome is "done" on entry. It may set raster->orientation through ls_raster_orient(); then
     * limits.orientation is not applied.
     */
    ls_status (*next)(ls_pictures *pictures, ls_raster *raster, ls_outcome *outcome);
    void (*close)(ls_pictures *pictures);
    uint32_t (*thumbnails)(ls_pictures *pictures); /* this and the next NULL: none that it knows of */
    ls_status (*thumbnail)(ls_pictures *pictures, uint32_t index, ls_raster *raster, uint32_t *of, ls_outcome *outcome);
    bool oriented; /* applies the file's own orientation: limits.orientation is ignored */
} ls_sequence;

extern const ls_sequence ls_sequence_gif, ls_sequence_heif, ls_sequence_tiff, ls_sequence_webp;

#endif
