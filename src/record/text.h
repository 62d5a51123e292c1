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
#define LS_DOUBTS_MAX 64
#define LS_SEALS_MAX 64
#define LS_CODES_MAX 64
#define LS_PATCHES_MAX 256
#define LS_PICTURES_MAX 512            /* frames or pages of one file that are told of */
#define LS_CODE_BYTES 8192             /* a QR code holds 7,089 digits at most (ISO/IEC 18004) */

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
    bool mirrored;       /* as a front camera shows it: it reads right in a mirror; the quad then runs counter-clockwise */
    bool framed;         /* a frame was seen round it, as round a stamp; false says nothing */
    ls_unread unread;
    char language[16];   /* Tesseract's name of the data that read it, e.g. "chi_sim" */
    ls_glyph *glyphs;    /* in reading order */
    size_t count;
} ls_line;

/*
 * A row that was read too badly to be taken for writing: knots in wood and worn stamps alike. It is no line and is not
 * counted; but when what was read is a mark and nothing else, it was writing (ls_rules_take_doubts).
 */
typedef ls_line ls_doubt;

typedef struct ls_page {
    ls_point quad[4];
    bool red_rule;       /* a red rule under a row of large red glyphs: the header of GB/T 9704 */
    ls_point rule[2];    /* its ends, when red_rule */
} ls_page;

#define LS_SEAL_NAME 128 /* bytes: 40 ideographs */

/* A red area that looks like a seal: a ring, or a block with writing in it. */
typedef struct ls_seal {
    ls_point quad[4];
    bool ring, star;          /* what was made out in it */
    unsigned char confidence; /* 0–100 */
    char name[LS_SEAL_NAME];  /* the writing along its ring, UTF-8, misread here and there; "" when it was not read */
} ls_seal;

/* A QR or bar code. What it says is the photo's text like any other. */
typedef struct ls_code {
    ls_point quad[4];
    char format[16];          /* "QRCode", "EAN-13" … */
    bool mirrored, inverted;  /* read so, and not as it stands */
    char *content;            /* clean UTF-8; what is not text in it has been replaced with U+FFFD */
} ls_code;

typedef enum ls_patch_kind {
    LS_PATCH_OPAQUE,
    LS_PATCH_MOSAIC,
    LS_PATCH_BLUR,
    LS_PATCH_STRUCK, /* covers nothing: a line through writing */
    LS_PATCH_UNREADABLE, /* something that is no paper and cannot be read */
    LS_PATCH_COUNT
} ls_patch_kind;

/* An even, pixelated or blurred area on a page, sharply bounded: what somebody may have covered or struck through. */
typedef struct ls_patch {
    ls_point quad[4];
    int page;                 /* index into pages, or -1: among text that stands on no page */
    ls_patch_kind kind;
} ls_patch;

/* One picture of a file; an animation and a document have more. */
typedef struct ls_text {
    ls_arena *arena;
    uint32_t width, height;   /* of the decoded picture in stored orientation */
    uint32_t picture;         /* index of this frame or page in its file */
    uint32_t second;          /* 0: a picture of the file; else this is its second picture second − 1 of the request */
    uint32_t frames;          /* pictures in the file, as far as the reader counted */
    uint32_t frames_read;     /* of the first picture: pictures of the file that were looked at, this one and those that `next` leads to */
    struct ls_text *next;     /* the next picture of the file, after them second pictures, or NULL */
    ls_page *pages;
    size_t page_count, page_capacity;
    ls_line *lines;           /* top to bottom, then left to right, in display orientation */
    size_t line_count, line_capacity;
    ls_doubt *doubts;
    size_t doubt_count, doubt_capacity;
    ls_seal *seals;
    size_t seal_count, seal_capacity;
    ls_code *codes;
    size_t code_count, code_capacity;
    ls_patch *patches;
    size_t patch_count, patch_capacity;
    uint32_t glyph_budget;    /* how many glyphs the run was allowed to read */
    bool text_present;        /* the text map saw text, whether or not a line came of it */
} ls_text;

ls_page *ls_text_add_page(ls_text *text); /* NULL: no memory, or LS_PAGES_MAX reached */
ls_line *ls_text_add_line(ls_text *text); /* NULL: no memory, or LS_LINES_MAX reached; page is -1 */
ls_doubt *ls_text_add_doubt(ls_text *text); /* likewise, LS_DOUBTS_MAX */
ls_seal *ls_text_add_seal(ls_text *text);   /* likewise, LS_SEALS_MAX */
ls_code *ls_text_add_code(ls_text *text);   /* likewise, LS_CODES_MAX; content is "" */
ls_patch *ls_text_add_patch(ls_text *text); /* likewise, LS_PATCHES_MAX */
size_t ls_text_unread(const ls_text *text); /* lines that were found and not read */
/* Best reading of a line into arena memory; NULL: no memory. */
char *ls_line_best(const ls_line *line, ls_arena *arena);

#endif
