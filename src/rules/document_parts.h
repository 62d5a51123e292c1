/* SPDX-License-Identifier: Apache-2.0 */
/* What packs of documents are made of, and what is known of one page while it is held against them. */
#ifndef LS_RULES_DOCUMENT_PARTS_H
#define LS_RULES_DOCUMENT_PARTS_H

#include "rules/document.h"
#include "rules/scene.h"
#include "rules/store.h"

#define LS_CLUES_MAX 64 /* of one pack: sets of them are bits of one number */

/* Per cent of the page: 0, 0 is the top left of someone who reads it, 100, 100 the bottom right. */
typedef struct ls_zone {
    double left, top, right, bottom;
} ls_zone;

typedef enum ls_look {
    LS_LOOK_LINE,     /* a line that the regex fits */
    LS_LOOK_EQUAL,    /* the same line at the top and at the bottom of the page, and the regex fits it */
    LS_LOOK_RED_RULE, /* the red rule of a header */
    LS_LOOK_SEAL,     /* a seal; with a regex: one that lies over such a line */
    LS_LOOK_GRID,     /* a body set on the grid of GB/T 9704: 22 rows of 28 characters */
    LS_LOOK_STRUCK,   /* writing that was struck through and can still be read */
    LS_LOOK_MARK,     /* a mark of one of the named rules was read */
    LS_LOOK_PAIR,     /* covers of like size in the middle above and below the writing */
    LS_LOOK_SPOILT,   /* such covers, a mosaic or a blur at least one of them */
    LS_LOOK_SPOILT_HEAD, /* a mosaic or a blur in the middle above the writing */
    LS_LOOK_SPOILT_FOOT, /* or in the middle below it */
    LS_LOOK_HEAD_COVER,  /* any cover above it */
    LS_LOOK_FOOT_COVER,  /* or below it */
    LS_LOOK_COUNT
} ls_look;

/* A kind of evidence. */
typedef struct ls_clue {
    const char *id;
    ls_words title;
    int64_t weight;
    int look, ink; /* ink: LS_INK_COUNT for any */
    ls_zone zone;
    const pcre2_code *regex;   /* or NULL */
    const pcre2_code *name;    /* LS_LOOK_SEAL: what the writing along its ring must say, or NULL */
    int64_t smallest, largest; /* glyph height, per cent of the page's usual one; 0: any */
    int64_t least;             /* that many lines of it */
    ls_texts marks;            /* LS_LOOK_MARK: ids of rules, or their beginnings */
} ls_clue;

/* A class of document: counted are `counts`, in sum `minimum` or more; all of `all`, one of `any`, none of `none`. */
typedef struct ls_kind_rule {
    const char *rule;
    int64_t minimum;
    uint64_t counts, all, any, none;
    ls_texts unless; /* not when the page is one of these already */
} ls_kind_rule;

/*
 * A place where a mark or what identifies the document belongs, if the sum of `counts` is `minimum` or more. `above`
 * 0: covered when a patch lies there, or where the standard has it over the evidence of `over`, at most `rise` heights of
 * the page's usual glyph, which holds where the page's outline is not known or wrong. Else cut off when above the topmost of that evidence the picture ends within so
 * many heights of the page's usual glyph.
 */
typedef struct ls_spot {
    const char *rule;
    ls_words title;
    ls_zone zone;
    int64_t minimum, above, rise;
    uint64_t counts, any, none, over;
} ls_spot;

/* What the law allows at most, for a mark that names no term. */
typedef struct ls_longest {
    const char *level;
    int64_t years;
} ls_longest;

/* When a mark's term ends, worked out of what is written: named groups years, months, days; year, month, day. */
typedef struct ls_term {
    const char *rule;          /* NULL: the pack knows no terms */
    const pcre2_code *length;  /* on the text of a mark */
    const pcre2_code *until;   /* likewise: the day that the mark itself names */
    const pcre2_code *bare;    /* likewise: it names none, and the longest of its level runs */
    ls_longest *longest;
    size_t longest_count;
    const pcre2_code *date;    /* on a line: the day from which it runs */
    const pcre2_code *end;     /* on a line: the last day itself */
    const ls_clue *clue;       /* what the finding calls its evidence */
} ls_term;

typedef struct ls_document_pack {
    const char *file, *system;
    ls_clue *clues;
    size_t clue_count;
    ls_kind_rule *kinds;
    size_t kind_count;
    ls_spot *spots;
    size_t spot_count;
    ls_term term;
    const ls_node *examples; /* read when they are run */
    struct ls_document_pack *next;
} ls_document_pack;

/* One page, or the text on none, as a unit square that is read upright. */
typedef struct ls_sheet {
    const ls_text *text;
    const ls_scene *scene;
    int page;
    uint64_t within;     /* pages that lie on this one: a bit each; parts of one sheet are often found as sheets, too */
    bool part;           /* it lies on another page itself */
    bool whole;          /* the page's outline is known: lengths on it are those of A4 */
    bool wide;           /* the outline is not to be trusted: text on no page belongs to it too, and makes the outline */
    bool strip;          /* it is not, and the text is far wider than high: where on a page that was nobody can tell */
    ls_point corners[4]; /* of the page, or around its text; from the reader's top left, clockwise (or mirrored) */
    double unit[9];      /* homography from pixels of the stored picture to the unit square */
    ls_point up;         /* unit vector in the picture */
    double usual;        /* height of most glyphs, pixels */
} ls_sheet;

typedef struct ls_inspection {
    ls_scene scene;
    const ls_rules *rules;
    const ls_matches *matches;
    const char *today;
    ls_arena *scratch;
    ls_documents *out;
    size_t runs;
} ls_inspection;

/* False when the page has no text that tells which way up it is, or is no quadrilateral. */
bool ls_sheet_read(ls_sheet *sheet, const ls_scene *scene, int page);
/* The same with the box around its text for its outline. False when that is what it has already. */
bool ls_sheet_unframe(ls_sheet *sheet);
/* Is what stands on this page (-1: on none) on the sheet? At most LS_PAGES_MAX pages, 64. */
static inline bool ls_sheet_has(const ls_sheet *sheet, int page)
{
    return page == sheet->page || (page == -1 ? sheet->wide : (sheet->within >> page & 1) != 0);
}
/* A point of the stored picture on the page, per cent. */
ls_point ls_sheet_place(const ls_sheet *sheet, ls_point point);
/* Is the quad's middle in the zone? On a strip only left and right count. */
bool ls_sheet_holds(const ls_sheet *sheet, const ls_zone *zone, const ls_point quad[4]);
ls_point ls_quad_centre(const ls_point quad[4]);

/* One regex under the run's limits. */
bool ls_inspection_finds(ls_inspection *run, const pcre2_code *regex, const char *text);
/* Is there such evidence on the sheet? True with where it is. */
bool ls_clue_holds(ls_inspection *run, const ls_sheet *sheet, const ls_clue *clue, ls_point quad[4]);
/* Can anything be read under the patch? A line through writing covers what cannot. */
bool ls_patch_shows_text(const ls_sheet *sheet, const ls_patch *patch);
/* Rows on the grid of GB/T 9704: true with the quad around them. */
bool ls_grid_holds(const ls_sheet *sheet, ls_point quad[4]);

/* Where a row of text begins and ends, in the middle of its height. */
#define LS_ROWS_MOST 64
typedef struct ls_row_ends {
    ls_point start, end;
} ls_row_ends;
/*
 * The corners of the body that at most LS_ROWS_MOST rows make, from the reader's top left: its first and its last long row
 * between where rows begin and where they end. `down`: unit vector; `height`: of the glyphs, pixels. False: too few.
 */
bool ls_frame_of(const ls_row_ends *rows, size_t count, ls_point down, double height, ls_point corners[4]);
/* The sheet with these corners instead of its own, which are those of no page. False when they are no quadrilateral. */
bool ls_sheet_reframe(const ls_sheet *sheet, const ls_point corners[4], ls_sheet *framed);

/* LS_LOOK_PAIR, with `spoilt` LS_LOOK_SPOILT: true with the upper one's quad. */
bool ls_pair_holds(const ls_sheet *sheet, bool spoilt, ls_point quad[4]);
/* Likewise one cover as long as a banner line, in the middle above the writing, or (`foot`) below it; `spoilt` as above. */
bool ls_banner_covered(const ls_sheet *sheet, bool foot, bool spoilt, ls_point quad[4]);

/* Appends a document with those proofs that `counts` names; *out is valid until the next one. LS_E_NOMEM. */
ls_status ls_documents_add(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack, const char *rule,
                           const ls_proof *proofs, uint64_t held, uint64_t counts, ls_document **out);
/* What covers or cuts off the places of the pack. `proofs` by clue, valid where `held`. LS_E_NOMEM. */
ls_status ls_spots_check(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack, const ls_proof *proofs,
                         uint64_t held);
/* Terms that have run out. LS_E_NOMEM. */
ls_status ls_terms_check(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack);

/* The sum of the weights of these clues, 100 at most. */
int ls_weight_of(const ls_document_pack *pack, uint64_t clues);

/* Reads documents/NAME.yaml. After detect/ of the same folder: classes name its rules. */
ls_status ls_document_pack_load(ls_rules *rules, size_t folder, const char *name, ls_error *error);
/* Runs the packs' examples; counts them and the failures up. LS_E_NOMEM. */
ls_status ls_documents_test(const ls_rules *rules, ls_rules_failure *callback, void *user, size_t *examples,
                            size_t *failures);

#endif
