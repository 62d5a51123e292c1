/* SPDX-License-Identifier: Apache-2.0 */
/* What a format's cleaner is given and what it may use; inside clean/ only. */
#ifndef LS_CLEAN_CLEANER_H
#define LS_CLEAN_CLEANER_H

#include "clean/clean.h"
#include "container/bytes.h"

/* Segments of a JPEG beside those of its picture, its Exif block and its profile; a gain map needs three (gain_map.h). */
#define LS_SEGMENTS_MAX 3

typedef struct ls_segment {
    const char *path;     /* as its walker names it */
    unsigned marker;
    unsigned char *bytes; /* behind its length, of the arena */
    size_t size;
    size_t at; /* byte of the output where they stand */
} ls_segment;

typedef struct ls_cleaning {
    const ls_clean_input *in;
    ls_bytes file; /* the photo */
    ls_arena *arena;
    ls_buffer *out;
    ls_bytes exif;   /* the one Exif block (from the byte order mark on) that the cleaned file may have; empty: none */
    ls_bytes icc;    /* the one colour profile; empty: none */
    bool icc_common; /* it is one of icc_spaces.c: the same bytes in every photo */
    ls_segment segments[LS_SEGMENTS_MAX];
    size_t segment_count;
    struct ls_cleaning *gain_map; /* of a JPEG whose gain map stays, the cleaning of that; its `out` holds it until it is passed on */
    ls_outcome outcome;
    void *decoded; /* what a cleaner has decoded of the photo, for its prover: decoding it twice would prove no more */
    void (*release)(void *decoded);
} ls_cleaning;

/* The cleaned file, read again. */
typedef struct ls_made {
    ls_source source;
    ls_bytes file;
    ls_container container;
    ls_facts facts;
} ls_made;

/*
 * A cleaner writes the new file into cleaning->out. Its prover compares the pictures of `made` with those of the photo: it trusts
 * nothing of what the cleaner has written. Both return LS_OK, LS_E_NOMEM, or what ls_cleaning_refuse() gives.
 */
typedef ls_status ls_clean_function(ls_cleaning *cleaning);
typedef ls_status ls_prove_function(ls_cleaning *cleaning, const ls_made *made);

#define CLEANER(kind, name)                                                                                                      \
    ls_clean_function ls_clean_##name;                                                                                           \
    ls_prove_function ls_prove_##name;
#include "clean/cleaners.def"
#undef CLEANER

/*
 * Reads cleaning->out as if somebody else had made it, and holds it against the photo and against what cleaning->exif and ->icc
 * have to be in it: all that ls_clean_file() promises. LS_OK, LS_E_NOMEM, or LS_E_FORMAT, with cleaning->outcome saying what is
 * wrong with it.
 */
ls_status ls_cleaning_prove(ls_cleaning *cleaning);

/* It cannot be cleaned, for the reason given; or, from a prover, the copy is not what it should be. LS_E_FORMAT. */
ls_status ls_cleaning_refuse(ls_cleaning *cleaning, const char *format, ...) __attribute__((format(printf, 2, 3)));
ls_status ls_cleaning_unproven(ls_cleaning *cleaning, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The bytes of one of the photo's ranges. */
ls_bytes ls_cleaning_range(const ls_cleaning *cleaning, const ls_range *range);
/* Copies them to the output. */
void ls_cleaning_copy(ls_cleaning *cleaning, const ls_bytes *bytes);
/* Are they the same bytes? */
bool ls_cleaning_same(const ls_bytes *a, const ls_bytes *b);
void ls_cleaning_u8(ls_cleaning *cleaning, unsigned value);
void ls_cleaning_u16(ls_cleaning *cleaning, unsigned value, bool big);
void ls_cleaning_u32(ls_cleaning *cleaning, uint32_t value, bool big);

/*
 * exif.c: the block that is left of the photo's Exif block `tiff`: orientation where it turns the picture, and what input->keep
 * asks for. Of a TIFF file `tiff` is the file. Sets cleaning->exif, which is empty when nothing is left. LS_E_NOMEM.
 */
ls_status ls_clean_exif(ls_cleaning *cleaning, const ls_bytes *tiff);

/*
 * icc.c: the colours of the profile and nothing else of it: no texts, dates, makers, serial numbers. Widespread colour spaces
 * become the same bytes whoever wrote them. Sets cleaning->icc, empty when `profile` is none that a viewer would use. LS_E_NOMEM.
 */
ls_status ls_clean_icc(ls_cleaning *cleaning, const ls_bytes *profile);

/*
 * needles.c: searches `bytes` for every value that was read from the photo and not kept: as it stands there, as UTF-8 and as
 * UTF-16. Values under 8 bytes are looked for in `bytes` only when `coded` is false: in coded pictures they occur by chance.
 * LS_OK: none is there; LS_E_FORMAT with the key of the one that is in *found; LS_E_NOMEM.
 */
typedef struct ls_needles ls_needles;
ls_status ls_needles_new(const ls_cleaning *cleaning, ls_needles **needles);
ls_status ls_needles_search(const ls_needles *needles, const ls_bytes *bytes, bool coded, ls_fact_key *found);

#endif
