/* SPDX-License-Identifier: Apache-2.0 */
/* The text in a picture: pages, lines and, per glyph, every reading that the recogniser thought possible. */
#ifndef LS_RECORD_TEXT_H
#define LS_RECORD_TEXT_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

#define LS_ALTERNATIVES 6      /* readings kept per glyph, best first */
#define LS_GLYPHS_PER_LINE 512
#define LS_LINES_MAX 4096
#define LS_PAGES_MAX 64

typedef struct ls_reading {
    char utf8[16];       /* one glyph (or what the recogniser took for one), clean UTF-8, NUL-terminated */
    unsigned char score; /* 0–100, the recogniser's own */
} ls_reading;

typedef struct ls_glyph {
    float left, right;   /* along the line, 0 at its start and 1 at its end */
    unsigned char count; /* readings, 1…LS_ALTERNATIVES */
    ls_reading readings[LS_ALTERNATIVES];
} ls_glyph;

typedef enum ls_ink { LS_INK_DARK, LS_INK_RED, LS_INK_LIGHT, LS_INK_OTHER, LS_INK_COUNT } ls_ink;

/* Why a line that was found has no glyphs. */
typedef enum ls_unread {
    LS_READ,             /* it has been read */
    LS_UNREAD_BUDGET,    /* the glyph budget was used up first */
    LS_UNREAD_SMALL,     /* glyphs too small to be read */
    LS_UNREAD_ILLEGIBLE, /* the recogniser's confidence was too low to trust anything */
    LS_UNREAD_COUNT
} ls_unread;

typedef struct ls_line {
    ls_point quad[4];    /* pixels of the stored picture, clockwise from the text's own top left */
    int page;            /* index into pages, or -1: text that stands on no page */
    float height;        /* glyph height in pixels of the stored picture */
    ls_ink ink;
    unsigned char confidence; /* 0–100, mean over the line's words */
    ls_unread unread;
    char language[16];   /* Tesseract's name of the data that read it, e.g. "chi_sim" */
    ls_glyph *glyphs;    /* in reading order */
    size_t count;
} ls_line;

typedef struct ls_page {
    ls_point quad[4];
    bool red_rule;       /* a red rule under a row of large red glyphs: the header of GB/T 9704 */
    ls_point rule[2];    /* its ends, when red_rule */
} ls_page;

typedef struct ls_text {
    ls_arena *arena;
    uint32_t width, height;   /* of the decoded picture in stored orientation */
    uint32_t frames, frames_read;
    ls_page *pages;
    size_t page_count, page_capacity;
    ls_line *lines;           /* top to bottom, then left to right, in display orientation */
    size_t line_count, line_capacity;
    uint32_t glyph_budget;    /* how many glyphs the run was allowed to read */
    bool text_present;        /* the text map saw text, whether or not a line came of it */
} ls_text;

ls_page *ls_text_add_page(ls_text *text); /* NULL: no memory, or LS_PAGES_MAX reached */
ls_line *ls_text_add_line(ls_text *text); /* NULL: no memory, or LS_LINES_MAX reached; page is -1 */
size_t ls_text_unread(const ls_text *text); /* lines that were found and not read */
/* Best reading of a line into arena memory; NULL: no memory. */
char *ls_line_best(const ls_line *line, ls_arena *arena);

#endif
