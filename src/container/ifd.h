/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The structure of TIFF (TIFF 6.0, BigTIFF) and of an Exif block (Exif 3.0): image file directories and where each value stands. It gives
 * no meaning. Cycles, counts and offsets are checked; directories wait in a queue, so that nothing recurses.
 */
#ifndef LS_CONTAINER_IFD_H
#define LS_CONTAINER_IFD_H

#include "base/arena.h"
#include "container/bytes.h"

typedef enum ls_ifd {
    LS_IFD_0, /* the primary picture */
    LS_IFD_1, /* in an Exif block the thumbnail, in a file the second page; and whatever else is chained after it */
    LS_IFD_EXIF,
    LS_IFD_GPS,
    LS_IFD_INTEROP,
    LS_IFD_SUB,    /* SubIFDs: previews and raw data */
    LS_IFD_GLOBAL, /* GlobalParametersIFD of TIFF-FX (RFC 3949) */
    LS_IFD_COUNT
} ls_ifd;

/* TIFF 6.0 section 2, Exif 3.0 table 3 and BigTIFF: types of values. */
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
    TIFF_LONG8 = 16,
    TIFF_SLONG8 = 17,
    TIFF_IFD8 = 18,
    TIFF_UTF8 = 129
};

typedef struct ls_tag {
    ls_ifd ifd;
    size_t directory; /* in ls_tiff.directories: there may be several of a kind */
    unsigned tag, type;
    uint64_t count;  /* of values, as stated */
    uint64_t offset; /* of the value in the block */
    ls_bytes value;  /* what of it stands inside the block */
    bool in_entry;   /* it is so short that it stands in the directory itself */
    bool broken;     /* the value runs past the end of the block, or its type does not exist */
} ls_tag;

typedef struct ls_directory {
    ls_ifd ifd;
    uint64_t offset, length; /* of the number of entries, the entries and the offset of the next one, as far as they are in the block */
    size_t page;             /* in the chain, from 0: the one that it belongs to */
    size_t ordinal;          /* among those of its kind and page, from 1 */
    size_t first, count;     /* its entries in ls_tiff.tags */
} ls_directory;

/* What is wrong, and where in the block. A fatal one: the structure could not be followed to its end. */
typedef struct ls_tiff_flaw {
    uint64_t at;
    const char *text;
    bool fatal;
} ls_tiff_flaw;

#define LS_TIFF_FLAWS_MAX 8

typedef struct ls_tiff {
    ls_bytes block; /* from the byte order mark on */
    bool big;       /* byte order: "MM" */
    bool wide;      /* BigTIFF: offsets and counts have eight bytes */
    bool whole;     /* a file, not an Exif block in another one */
    ls_directory *directories; /* in the order in which they were met */
    size_t directory_count, directory_capacity;
    ls_tag *tags; /* in the order of the directories */
    size_t count, capacity;
    size_t followed; /* offsets of directories that were looked at */
    ls_tiff_flaw flaws[LS_TIFF_FLAWS_MAX]; /* the first ones */
    size_t flaw_count;
    bool damaged; /* one of them is fatal */
} ls_tiff;

/* More entries than this in one block, directory or file, or more directories, are hostile. */
#define LS_BLOCK_TAGS_MAX 4096
#define LS_BLOCK_IFDS_MAX 32
#define LS_FILE_TAGS_MAX 65536
#define LS_FILE_IFDS_MAX 4096

/* An Exif block; directories met twice are read once. LS_E_NOMEM; a damaged block is no error. */
ls_status ls_tiff_read(const ls_bytes *block, ls_arena *arena, ls_tiff *tiff);
/* The same of a whole file: it may be a BigTIFF, it may be larger, and a chain that runs in a circle is a flaw. */
ls_status ls_tiff_read_file(const ls_bytes *file, ls_arena *arena, ls_tiff *tiff);
/* The first entry with this tag; NULL when there is none. */
const ls_tag *ls_tiff_find(const ls_tiff *tiff, ls_ifd ifd, unsigned tag);
/* The same in one directory alone. */
const ls_tag *ls_tiff_find_in(const ls_tiff *tiff, size_t directory, unsigned tag);
/*
 * The first gap that no directory, value, thumbnail or strip accounts for and that holds a text or a thousand bytes of
 * anything: offsets in the block. Empty when there is none. For an Exif block: a file's bytes are its walker's business.
 */
ls_span ls_tiff_slack(const ls_tiff *tiff);
/* Bytes of one value of a type; 0 for a type that does not exist. */
unsigned ls_tag_type_size(unsigned type);
/* How many values of the entry really are there. */
size_t ls_tag_present(const ls_tag *tag);
/*
 * The value at `index` as a fraction, whatever its numeric type (the denominator is 1 for all but rationals). False
 * when it is not there or no number.
 */
bool ls_tag_fraction(const ls_tiff *tiff, const ls_tag *tag, size_t index, double *numerator, double *denominator);
/* The value as a number: false also for a denominator of 0 and what is not finite. */
bool ls_tag_number(const ls_tiff *tiff, const ls_tag *tag, size_t index, double *number);
/* The value as an offset, length or count: false when it is not there, negative or no integer. */
bool ls_tag_integer(const ls_tiff *tiff, const ls_tag *tag, size_t index, uint64_t *number);

#endif
