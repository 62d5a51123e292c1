/* SPDX-License-Identifier: Apache-2.0 */
/* The tags of image file directories, in an Exif block or in a TIFF file: what each says. */
#ifndef LS_METADATA_EXIF_H
#define LS_METADATA_EXIF_H

#include "container/tiff.h"
#include "metadata/meta.h"

typedef struct ls_exif {
    ls_meta *meta;
    ls_tiff tiff;
    const char **carriers;  /* of each directory */
    const char *note_under; /* carrier of a block's maker note; NULL: it stands under its own directory */
    const ls_tag *note;     /* the maker note that was read */
    size_t blocks_left;     /* other blocks inside that may still be read */
    uint64_t bytes_left;    /* of values, since entries may all point to the same bytes */
} ls_exif;

/* Sets everything but the carriers, for which there is room. False when memory ran out. */
bool ls_exif_begin(ls_exif *exif, ls_meta *meta);
/* States what all directories say of themselves: positions first, then each tag. */
void ls_exif_read(ls_exif *exif);
/* Where a tag's value stands in the file. */
ls_span ls_exif_where(const ls_tag *tag);

/* What GeoTIFF (OGC 19-008r4) and RPC tags say of where the picture of a page was taken. */
void ls_read_geotiff(ls_meta *meta, const ls_tiff *tiff, size_t directory, const char *carrier);

#endif
