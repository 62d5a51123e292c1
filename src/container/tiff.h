/* SPDX-License-Identifier: Apache-2.0 */
/* What the directories of a TIFF file are to each other, and where their pictures stand: for its walker, its reader and its cleaner. */
#ifndef LS_CONTAINER_TIFF_H
#define LS_CONTAINER_TIFF_H

#include "container/ifd.h"

/* Tags that more than one of them asks for (tiff_tags.def has all). */
enum {
    TIFF_NEW_SUBFILE_TYPE = 0x00FE,
    TIFF_SUBFILE_TYPE = 0x00FF,
    TIFF_IMAGE_WIDTH = 0x0100,
    TIFF_IMAGE_LENGTH = 0x0101,
    TIFF_BITS_PER_SAMPLE = 0x0102,
    TIFF_COMPRESSION = 0x0103,
    TIFF_PHOTOMETRIC = 0x0106,
    TIFF_STRIP_OFFSETS = 0x0111,
    TIFF_SAMPLES_PER_PIXEL = 0x0115,
    TIFF_ROWS_PER_STRIP = 0x0116,
    TIFF_STRIP_BYTE_COUNTS = 0x0117,
    TIFF_PLANAR_CONFIGURATION = 0x011C,
    TIFF_TILE_WIDTH = 0x0142,
    TIFF_TILE_LENGTH = 0x0143,
    TIFF_TILE_OFFSETS = 0x0144,
    TIFF_TILE_BYTE_COUNTS = 0x0145,
    TIFF_JPEG_TABLES = 0x015B,
    TIFF_JPEG_OFFSET = 0x0201, /* JPEGInterchangeFormat */
    TIFF_JPEG_LENGTH = 0x0202,
    TIFF_JPEG_Q_TABLES = 0x0207,
    TIFF_JPEG_DC_TABLES = 0x0208,
    TIFF_JPEG_AC_TABLES = 0x0209,
    TIFF_YCBCR_SUBSAMPLING = 0x0212,
    TIFF_XMP = 0x02BC,
    TIFF_IPTC = 0x83BB,
    TIFF_PHOTOSHOP = 0x8649,
    TIFF_ICC_PROFILE = 0x8773,
    TIFF_MAKER_NOTE = 0x927C,
    TIFF_DNG_VERSION = 0xC612
};

enum { TIFF_UNCOMPRESSED = 1, TIFF_OLD_JPEG = 6, TIFF_NEW_JPEG = 7 }; /* values of Compression */
enum { TIFF_YCBCR = 6 }; /* a value of PhotometricInterpretation */

typedef enum ls_tiff_sense {
    LS_TIFF_PRIVATE, /* not in the table, or not what the table has it for */
    LS_TIFF_CODING,
    LS_TIFF_PLACE,
    LS_TIFF_NUMBERS,
    LS_TIFF_TELLING
} ls_tiff_sense;

/* Of a tag of a page or of a directory below it that is no Exif, GPS or interoperability directory: see tiff_tags.def. */
ls_tiff_sense ls_tiff_sense_of(const ls_tiff *tiff, const ls_tag *tag);
/* The same by its number alone, whatever its values are. */
ls_tiff_sense ls_tiff_sense_of_number(unsigned tag);
/* "ImageDescription", …; NULL for one that is not in the table. */
const char *ls_tiff_tag_name(unsigned tag);

/* What a directory's picture is. */
typedef enum ls_tiff_picture {
    LS_TIFF_NONE,      /* it has none: Exif, GPS … */
    LS_TIFF_PAGE,      /* a page, or the picture of a raw file */
    LS_TIFF_PREVIEW,   /* the same picture smaller, or another one that viewers do not show */
    LS_TIFF_AUXILIARY  /* depth, masks and other pictures beside a page */
} ls_tiff_picture;

ls_tiff_picture ls_tiff_picture_of(const ls_tiff *tiff, size_t directory);

/* "tiff/ifd", "tiff/ifd[2]/exif", "tiff/ifd/sub[3]" …, in the arena; NULL when memory ran out. */
const char *ls_tiff_path(const ls_tiff *tiff, ls_arena *arena, size_t directory);

/* An entry's integer, of the first with that tag in the directory; `otherwise` when there is none. */
uint64_t ls_tiff_integer(const ls_tiff *tiff, size_t directory, unsigned tag, uint64_t otherwise);

/* Strips or tiles, as the directory's fields say. */
typedef struct ls_tiff_layout {
    uint64_t width, length;           /* of the picture */
    uint64_t unit_width, unit_length; /* of a strip or tile */
    uint64_t across, down, planes;    /* how many of them */
    uint64_t needed;                  /* their product: a decoder asks for no more */
    uint64_t bits;                    /* of a pixel, or of the largest sample where each has a plane of its own */
    unsigned block_across, block_down; /* pixels that share their colour (YCbCr); 0: none do */
    const ls_tag *offsets, *lengths;  /* of their data; NULL when they are not there */
    bool tiled, coded;                /* in tiles; compressed in any way */
    bool jpeg_only;                   /* the picture is the stream of JPEGInterchangeFormat alone */
} ls_tiff_layout;

/* False when there is no picture, or one of no size; offsets, lengths and what is bool are set all the same. */
bool ls_tiff_layout_of(const ls_tiff *tiff, size_t directory, ls_tiff_layout *layout);
/* Bytes of the strip or tile of this index when nothing is compressed; UINT64_MAX when they cannot be told. */
uint64_t ls_tiff_unit_size(const ls_tiff_layout *layout, uint64_t index);

#endif
