/* SPDX-License-Identifier: Apache-2.0 */
/* What a decoder uses of a PNG file, for its walker and for who writes such files. */
#ifndef LS_CONTAINER_PNG_H
#define LS_CONTAINER_PNG_H

#include "container/bytes.h"

/* IHDR, and of a frame of an animation its own width and height. */
typedef struct ls_png_shape {
    uint32_t width, height;
    unsigned depth, colour;
    bool interlaced;
} ls_png_shape;

/* Bytes of the rows with their filter bytes, all passes together; UINT64_MAX when that is no sensible number. */
uint64_t ls_png_rows(const ls_png_shape *shape);

/*
 * Where the compressed rows end that begin in the chunk at `at`, an IDAT or fdAT, and run on in those of its type behind it: the offset
 * behind the last byte that a decoder needs; that of the last such chunk's data when the stream is cut short.
 */
uint64_t ls_png_data_end(const ls_bytes *file, uint64_t at, const ls_png_shape *shape);

/* What has been seen of a file's chunks so far. */
typedef struct ls_png_rules {
    ls_bytes header; /* IHDR's content, to be set; the rest begins as zero */
    uint32_t seen;
    bool data; /* IDAT */
    size_t colours;
} ls_png_rules;

/*
 * Does a decoder use a chunk of this type with so many bytes of content? To be asked of all of a file's in turn. Of each type but the
 * frames' controls it is the first alone, before the picture data, and of the right size: anything else under such a name can hold what
 * it likes. False, too, for types of data, texts and profiles, which have rules of their own.
 */
bool ls_png_is_used(ls_png_rules *rules, const char *type, size_t size);

#endif
