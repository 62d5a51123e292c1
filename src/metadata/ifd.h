/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The structure of an Exif block (TIFF 6.0, Exif 3.0): image file directories and where each value stands. It gives no
 * meaning. Cycles, counts and offsets are checked; directories wait in a queue, so that nothing recurses.
 */
#ifndef LS_METADATA_IFD_H
#define LS_METADATA_IFD_H

#include "base/arena.h"
#include "container/bytes.h"

typedef enum ls_ifd {
    LS_IFD_0, /* the primary picture */
    LS_IFD_1, /* the thumbnail, and whatever else is chained after it */
    LS_IFD_EXIF,
    LS_IFD_GPS,
    LS_IFD_INTEROP,
    LS_IFD_SUB, /* SubIFDs: previews and raw data */
    LS_IFD_COUNT
} ls_ifd;

/* TIFF 6.0 section 2 and Exif 3.0 table 3: types of values. */
enum {
    TIFF_BYTE = 1,
    TIFF_ASCII = 2,
    TIFF_SHORT = 3,
    TIFF_LONG = 4,
    TIFF_RATIONAL = 5,
    TIFF_SBYTE = 6,
    TIFF_UNDEFINED = 7,
    TIFF_SSHORT = 8,
    TIFF_SLONG = 9,
    TIFF_SRATIONAL = 10,
    TIFF_FLOAT = 11,
    TIFF_DOUBLE = 12,
    TIFF_IFD = 13,
    TIFF_UTF8 = 129
};

typedef struct ls_tag {
    ls_ifd ifd;
    size_t directory; /* in ls_tiff.directories: there may be several of a kind */
    unsigned tag, type;
    uint32_t count; /* of values, as stated */
    ls_bytes value; /* what of it stands inside the block */
    bool broken;    /* the value runs past the end of the block, or its type does not exist */
} ls_tag;

/* More entries than this in one block, or more directories, are a hostile file. */
#define LS_TAGS_MAX 4096
#define LS_IFDS_MAX 32

typedef struct ls_directory {
    ls_ifd ifd;
    uint32_t offset;
} ls_directory;

typedef struct ls_tiff {
    ls_bytes block; /* from the byte order mark on */
    bool big;       /* byte order: "MM" */
    ls_directory directories[LS_IFDS_MAX]; /* in the order in which they were met */
    size_t directory_count;
    ls_tag *tags;   /* in the order of the directories */
    size_t count, capacity;
    bool damaged; /* the structure could not be followed to its end */
} ls_tiff;

/* LS_E_NOMEM; a damaged block is no error. */
ls_status ls_tiff_read(const ls_bytes *block, ls_arena *arena, ls_tiff *tiff);
/* The first entry with this tag; NULL when there is none. */
const ls_tag *ls_tiff_find(const ls_tiff *tiff, ls_ifd ifd, unsigned tag);
/* The same in one directory alone. */
const ls_tag *ls_tiff_find_in(const ls_tiff *tiff, size_t directory, unsigned tag);
/*
 * The first gap that no directory, value, thumbnail or strip accounts for and that holds a text or a thousand bytes of
 * anything: offsets in the block. Empty when there is none.
 */
ls_span ls_tiff_slack(const ls_tiff *tiff);
/* How many values of the entry really are there. */
size_t ls_tag_present(const ls_tag *tag);
/*
 * The value at `index` as a fraction, whatever its numeric type (the denominator is 1 for all but rationals). False
 * when it is not there or no number.
 */
bool ls_tag_fraction(const ls_tiff *tiff, const ls_tag *tag, size_t index, double *numerator, double *denominator);
/* The value as a number: false also for a denominator of 0 and what is not finite. */
bool ls_tag_number(const ls_tiff *tiff, const ls_tag *tag, size_t index, double *number);

#endif
