/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arithmetic coding of JPEG (ITU-T T.81, annex D and sections F.1.4, F.2.4, G.1.3, G.2.3): for the follower of scans,
 * without values.
 */
#ifndef LS_CONTAINER_JPEG_ARITH_H
#define LS_CONTAINER_JPEG_ARITH_H

#include "container/jpeg_tables.h"

#define JPEG_DC_BINS 64
#define JPEG_AC_BINS 256

typedef struct jpeg_arith {
    const unsigned char *at, *end;
    uint32_t code;
    uint32_t range;
    unsigned shifts; /* until the next byte */
    unsigned made;   /* zero bytes that were made up: encoders leave out those at the end */
    bool broken;     /* a number that is none */
    uint8_t dc[JPEG_ARITH_TABLES][JPEG_DC_BINS], ac[JPEG_ARITH_TABLES][JPEG_AC_BINS];
    uint8_t fixed;   /* for signs and single bits: both ways are as likely */
} jpeg_arith;

/* Which statistics a component has, and what it saw last. */
typedef struct jpeg_arith_part {
    unsigned dc, ac;       /* destinations */
    unsigned lower, upper; /* of differences that count as small (F.1.4.4.1.2) */
    unsigned kx;           /* up to this coefficient numbers count as low (F.1.4.4.2.1) */
    unsigned context;      /* class of the last difference: 0, 4, 8, 12 or 16 */
} jpeg_arith_part;

/* Begins an interval: every probability is even again. */
void ls_jpeg_arith_begin(jpeg_arith *arith, const unsigned char *from, const unsigned char *end);
/* More zeros were made up than any encoder leaves out: the data is cut short. */
bool ls_jpeg_arith_dry(const jpeg_arith *arith);
/*
 * A DC difference; AC coefficients [first, last] of a block, those that are not 0 noted in *seen; one bit; corrections of
 * such a block.
 */
void ls_jpeg_arith_dc(jpeg_arith *arith, jpeg_arith_part *part);
void ls_jpeg_arith_ac(jpeg_arith *arith, const jpeg_arith_part *part, unsigned first, unsigned last, uint64_t *seen);
void ls_jpeg_arith_bit(jpeg_arith *arith);
void ls_jpeg_arith_refine(jpeg_arith *arith, const jpeg_arith_part *part, unsigned first, unsigned last, uint64_t *seen);

#endif
