/* SPDX-License-Identifier: Apache-2.0 */
/* Which glyph of the mark reader's stands where which glyph of another reader's of the same strip does. */
#ifndef LS_TEXT_MARKS_PAIR_H
#define LS_TEXT_MARKS_PAIR_H

#include "base/skeleton.h"
#include "text/marks.h"

#include <string.h>

#define LS_IDEOGRAPHS 0x3400 /* code points from here on, hangul among them */

typedef struct ls_view { /* the glyphs of a line that are no spaces; the line is the caller's */
    const ls_ocr_line *line;
    unsigned short index[LS_GLYPHS_PER_LINE];
    float place[LS_GLYPHS_PER_LINE]; /* their middles, as shares of the strip */
    size_t count;
} ls_view;

enum { LS_PAIR_BOTH, LS_PAIR_OTHERS_ONLY, LS_PAIR_MARKS_ONLY };

typedef struct ls_pairing {
    ls_view others, marks;
    float width;          /* of a glyph, as a share of the strip */
    float offset;         /* by which the other places glyphs behind the marks; in the marks' places already */
    int sure;             /* score from which a glyph of the marks' counts */
    ls_alphabet alphabet; /* that the other reads the line in */
    unsigned char *step;  /* (others + 1) × (marks + 1): how the cheapest way came here; the caller's to free */
} ls_pairing;

void ls_view_of(const ls_ocr_line *line, ls_view *out);

/*
 * The cheapest pairing in order goes to `step`, which has been NULL; all other members are given. `together`: first a
 * common offset of the two readers' places is taken away. LS_E_NOMEM.
 */
ls_status ls_marks_pair(ls_pairing *pair, bool together);

/* A letter of another alphabet than the line's that no letter of it looks like: the marks know no words. */
bool ls_pairing_is_stranger(const ls_pairing *pair, const ls_glyph *mark);
bool ls_pairing_is_sure(const ls_pairing *pair, const ls_glyph *mark);

/* How well the marks agree with one of the other's readings, 0–1. */
float ls_glyph_agreement(const ls_glyph *other, const ls_glyph *mark);

uint32_t ls_reading_code(const ls_reading *reading);             /* 0: it is not one code point */
bool ls_reading_alike(const ls_reading *a, const ls_reading *b); /* the same shape */

static inline bool ls_glyph_is(const ls_glyph *glyph, const char *utf8)
{
    return strcmp(glyph->readings[0].utf8, utf8) == 0;
}

static inline const ls_glyph *ls_view_at(const ls_view *seen, size_t i)
{
    return &seen->line->glyphs[seen->index[i]];
}

#endif
