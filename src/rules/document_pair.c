/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Covers of like size in the middle, or at one side, above and below a page's writing: where a banner line stands twice (32 CFR
 * 2001.23), whoever hides it has to hide it twice.
 */
#include "rules/document_parts.h"

#include <math.h>
#include <string.h>

/* In heights of the page's usual glyph. */
#define ROWS_LEAST 5     /* a page, not a label */
#define CLEAR 0.5        /* beyond the first and the last row */
#define LENGTH_LEAST 4.0 /* of what is covered: SECRET is five */
#define HEIGHT_MOST 8.0
#define HEAD_MOST 12.0 /* from the cover to the first row: further up is no head of this page */
#define FOOT_MOST 40.0 /* from the last row to the cover: a page may be half empty */
#define ALIKE 0.4      /* of the longer one's length: of a cover of the paper's own colour only a piece is seen, */
#define PIECE 0.2      /* or as little where it lies straight above or below the other, */
#define ASIDE 0.2      /* and not in its middle, where a page's number stands */
#define LEAN 0.3       /* of their distance that one may stand beside the other: seen from the side */
#define SHARE 0.9      /* of the writing's width that a cover may have: bars across the page are its design */
#define SURE 50        /* confidence of a line that is writing */
#define MIDDLE 0.3     /* of the writing's width from its middle, */
#define BESIDE 0.15    /* or so much between both ends, of covers that are two */

/* In the reader's directions, pixels: x along the rows, y down. */
struct box {
    double left, top, right, bottom;
};

static struct box box_of(const ls_sheet *sheet, const ls_point quad[4])
{
    struct box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        const double x = quad[i].x * -sheet->up.y + quad[i].y * sheet->up.x;
        const double y = -(quad[i].x * sheet->up.x + quad[i].y * sheet->up.y);
        box.left = fmin(box.left, x);
        box.top = fmin(box.top, y);
        box.right = fmax(box.right, x);
        box.bottom = fmax(box.bottom, y);
    }
    return box;
}

static void grow(struct box *box, struct box other)
{
    box->left = fmin(box->left, other.left);
    box->top = fmin(box->top, other.top);
    box->right = fmax(box->right, other.right);
    box->bottom = fmax(box->bottom, other.bottom);
}

static double middle(struct box box)
{
    return (box.left + box.right) / 2;
}

/* The box around lines that were read so surely. False for less than a page of writing. */
static bool block_of(const ls_sheet *sheet, int sure, struct box *block)
{
    size_t rows = 0;
    *block = (struct box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < sheet->text->line_count; i++) {
        const ls_line *line = &sheet->text->lines[i];
        if (!ls_sheet_has(sheet, line->page) || line->unread != LS_READ || line->confidence < sure)
            continue;
        grow(block, box_of(sheet, line->quad));
        rows++;
    }
    return rows >= ROWS_LEAST;
}

/* What lies beside a sheet is sometimes read as something, too, but hardly surely. */
static bool read_block(const ls_sheet *sheet, struct box *block)
{
    return block_of(sheet, SURE, block) || block_of(sheet, 0, block);
}

/* What the picture's edge cuts off is rather the table beside a torn slip than a cover. */
static bool is_cut_off(const ls_sheet *sheet, const ls_point quad[4])
{
    const double room = CLEAR * sheet->usual;
    for (int i = 0; i < 4; i++)
        if (quad[i].x < room || quad[i].y < room || quad[i].x > sheet->text->width - room ||
            quad[i].y > sheet->text->height - room)
            return true;
    return false;
}

/* On the sheet, as far as its outline is known; a line through writing covers nothing. */
static bool may_cover(const ls_sheet *sheet, const ls_patch *patch)
{
    static const ls_zone paper = {0, 0, 100, 100};
    return !is_cut_off(sheet, patch->quad) && patch->kind != LS_PATCH_STRUCK && (!sheet->whole || ls_sheet_holds(sheet, &paper, patch->quad));
}

/* Pieces of one cover stand in one row: a mosaic has gaps where the space between words was. */
static struct box row_of(const ls_sheet *sheet, struct box block, size_t seed)
{
    struct box row = box_of(sheet, sheet->text->patches[seed].quad);
    const double level = (row.top + row.bottom) / 2;
    for (size_t i = 0; i < sheet->text->patch_count; i++) {
        const struct box piece = box_of(sheet, sheet->text->patches[i].quad);
        if (may_cover(sheet, &sheet->text->patches[i]) && middle(piece) >= block.left && middle(piece) <= block.right &&
            fabs((piece.top + piece.bottom) / 2 - level) <= sheet->usual)
            grow(&row, piece);
    }
    return row;
}

/* A banner that stands in the middle, or, where there is another like it (`two`), begins or ends with the writing. */
static bool may_be_banner(const ls_sheet *sheet, struct box block, struct box cover, bool two)
{
    const double width = block.right - block.left, length = cover.right - cover.left;
    return length >= LENGTH_LEAST * sheet->usual && length <= SHARE * width &&
           cover.bottom - cover.top <= HEIGHT_MOST * sheet->usual &&
           (fabs(middle(cover) - middle(block)) <= MIDDLE * width ||
            (two && fmin(fabs(cover.right - block.right), fabs(cover.left - block.left)) <= BESIDE * width));
}

/* The same of what may be a piece of one. */
static bool may_be_rest(const ls_sheet *sheet, struct box block, struct box cover)
{
    const double width = block.right - block.left, length = cover.right - cover.left;
    return length >= PIECE * LENGTH_LEAST * sheet->usual && length <= SHARE * width && cover.bottom - cover.top <= HEIGHT_MOST * sheet->usual;
}

static bool are_alike(struct box above, struct box below)
{
    const double one = above.right - above.left, two = below.right - below.left;
    const struct box longer = one > two ? above : below, shorter = one > two ? below : above;
    const bool within = shorter.left >= longer.left && shorter.right <= longer.right &&
                        fabs(middle(shorter) - middle(longer)) > ASIDE * fmax(one, two);
    return fmin(one, two) >= (within ? PIECE : ALIKE) * fmax(one, two) &&
           fabs(middle(above) - middle(below)) <= LEAN * (below.top - above.bottom);
}

/* Nobody prints a mosaic or a blur. */
static bool is_spoilt(const ls_patch *patch)
{
    return patch->kind == LS_PATCH_MOSAIC || patch->kind == LS_PATCH_BLUR;
}

bool ls_banner_covered(const ls_sheet *sheet, bool foot, bool spoilt, ls_point quad[4])
{
    struct box block;
    if (!read_block(sheet, &block))
        return false;
    for (size_t i = 0; i < sheet->text->patch_count; i++) {
        const ls_patch *patch = &sheet->text->patches[i];
        const struct box cover = row_of(sheet, block, i);
        const double room = foot ? cover.top - block.bottom : block.top - cover.bottom;
        if ((spoilt && !is_spoilt(patch)) || !may_cover(sheet, patch) || room < CLEAR * sheet->usual ||
            room > (foot ? FOOT_MOST : HEAD_MOST) * sheet->usual || !may_be_banner(sheet, block, cover, false))
            continue;
        memcpy(quad, patch->quad, 4 * sizeof *quad);
        return true;
    }
    return false;
}

bool ls_pair_holds(const ls_sheet *sheet, bool spoilt, ls_point quad[4])
{
    struct box block;
    if (!read_block(sheet, &block))
        return false;
    const ls_text *text = sheet->text;
    for (size_t i = 0; i < text->patch_count; i++) {
        const struct box above = row_of(sheet, block, i);
        if (!may_cover(sheet, &text->patches[i]) || above.bottom > block.top - CLEAR * sheet->usual ||
            !may_be_banner(sheet, block, above, true))
            continue;
        for (size_t j = 0; j < text->patch_count; j++) {
            const struct box below = row_of(sheet, block, j);
            if (!may_cover(sheet, &text->patches[j]) || below.top < block.bottom + CLEAR * sheet->usual ||
                !may_be_rest(sheet, block, below) || !are_alike(above, below) ||
                (spoilt && !is_spoilt(&text->patches[i]) && !is_spoilt(&text->patches[j])))
                continue;
            memcpy(quad, text->patches[i].quad, 4 * sizeof *quad);
            return true;
        }
    }
    return false;
}
