/* SPDX-License-Identifier: Apache-2.0 */
/* Is a piece of evidence on a page, and where? */
#include "rules/document_parts.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

#define EQUAL_TOP 20.0    /* per cent of the page: banners stand in the margins (32 CFR 2001.23) */
#define EQUAL_BOTTOM 80.0
#define EQUAL_GLYPHS 96u  /* of the line, which is no longer */
#define EQUAL_SHARE 8u    /* of so many glyphs one may have been read in another way */

struct box {
    double left, top, right, bottom;
};

static struct box box_of(const ls_point quad[4])
{
    struct box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        box.left = fmin(box.left, quad[i].x);
        box.top = fmin(box.top, quad[i].y);
        box.right = fmax(box.right, quad[i].x);
        box.bottom = fmax(box.bottom, quad[i].y);
    }
    return box;
}

static bool overlap(const ls_point one[4], const ls_point other[4])
{
    struct box a = box_of(one), b = box_of(other);
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static void copy_quad(ls_point to[4], const ls_point from[4])
{
    memcpy(to, from, 4 * sizeof *to);
}

/* A line of the clue's ink, size and place; what it says is asked afterwards. */
static bool stands_right(const ls_sheet *sheet, const ls_clue *clue, const ls_line *line)
{
    double size = 100 * (double)line->height / sheet->usual;
    return ls_sheet_has(sheet, line->page) && (clue->ink == LS_INK_COUNT || (int)line->ink == clue->ink) &&
           (!clue->smallest || size >= (double)clue->smallest) && (!clue->largest || size <= (double)clue->largest) &&
           ls_sheet_holds(sheet, &clue->zone, line->quad);
}

static bool line_holds(ls_inspection *run, const ls_sheet *sheet, const ls_clue *clue, ls_point quad[4])
{
    int64_t found = 0;
    for (size_t i = 0; i < sheet->text->line_count && found < clue->least; i++) {
        const char *text = sheet->scene->lines[i];
        const ls_line *line = &sheet->text->lines[i];
        if (!text || !stands_right(sheet, clue, line) || !ls_inspection_finds(run, clue->regex, text))
            continue;
        if (!found++)
            copy_quad(quad, line->quad);
    }
    return found >= clue->least;
}

static size_t decode(const char *text, uint32_t *out)
{
    size_t size = strlen(text), count = 0;
    for (size_t at = 0, length; at < size && count < EQUAL_GLYPHS; at += length) {
        length = ls_utf8_decode(text + at, size - at, &out[count]);
        if (!length)
            break;
        count += out[count] != ' ';
    }
    return count;
}

/* The same line read twice: Levenshtein's distance, of an eighth of its glyphs at most. */
static bool is_same(const char *one, const char *other)
{
    uint32_t a[EQUAL_GLYPHS + 1], b[EQUAL_GLYPHS + 1];
    size_t row[EQUAL_GLYPHS + 1], count = decode(one, a), length = decode(other, b);
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 1; i <= count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return count && row[length] * EQUAL_SHARE <= count;
}

static bool equal_holds(ls_inspection *run, const ls_sheet *sheet, const ls_clue *clue, ls_point quad[4])
{
    const ls_text *text = sheet->text;
    for (size_t i = 0; i < text->line_count; i++) {
        const char *top = sheet->scene->lines[i];
        if (!top || !stands_right(sheet, clue, &text->lines[i]) ||
            ls_sheet_place(sheet, ls_quad_centre(text->lines[i].quad)).y > EQUAL_TOP)
            continue;
        for (size_t j = 0; j < text->line_count; j++) {
            const char *bottom = sheet->scene->lines[j];
            if (bottom && stands_right(sheet, clue, &text->lines[j]) &&
                ls_sheet_place(sheet, ls_quad_centre(text->lines[j].quad)).y >= EQUAL_BOTTOM && is_same(top, bottom) &&
                (ls_inspection_finds(run, clue->regex, top) || ls_inspection_finds(run, clue->regex, bottom))) {
                copy_quad(quad, text->lines[i].quad);
                return true;
            }
        }
    }
    return false;
}

static bool has_lines(const ls_text *text, int page)
{
    for (size_t i = 0; i < text->line_count; i++) {
        if (text->lines[i].page == page)
            return true;
    }
    return false;
}

/* On the sheet; or, for text on no page, on one that fills the picture and therefore has no text assigned to it. */
static bool rule_holds(const ls_sheet *sheet, ls_point quad[4])
{
    const ls_text *text = sheet->text;
    for (int i = 0; i < (int)text->page_count; i++) {
        if (!text->pages[i].red_rule || !(ls_sheet_has(sheet, i) || (sheet->page < 0 && !has_lines(text, i))))
            continue;
        const ls_point *ends = text->pages[i].rule;
        const ls_point around[4] = {ends[0], ends[1], ends[1], ends[0]};
        copy_quad(quad, around);
        return true;
    }
    return false;
}

/* A line below a seal is often unread for it: such a one counts as what the seal should lie over. */
static bool lies_over(ls_inspection *run, const ls_sheet *sheet, const ls_clue *clue, const ls_seal *seal)
{
    for (size_t i = 0; i < sheet->text->line_count; i++) {
        const ls_line *line = &sheet->text->lines[i];
        if (!ls_sheet_has(sheet, line->page) || !overlap(line->quad, seal->quad))
            continue;
        const char *text = sheet->scene->lines[i];
        if (!text || ls_inspection_finds(run, clue->regex, text))
            return true;
    }
    return false;
}

#define MASTHEAD_SHARE 0.6 /* of a seal's side: a row of red glyphs so high, */
#define MASTHEAD_LENGTH 2.0 /* and so many sides long, is no writing in a seal */

/* A glyph of a newspaper's red masthead is a red block with strokes in it, as a seal is. */
static bool is_of_masthead(const ls_sheet *sheet, const ls_seal *seal)
{
    const double side = hypot(seal->quad[3].x - seal->quad[0].x, seal->quad[3].y - seal->quad[0].y);
    for (size_t i = 0; i < sheet->text->line_count; i++) {
        const ls_line *line = &sheet->text->lines[i];
        const double length = hypot(line->quad[1].x - line->quad[0].x, line->quad[1].y - line->quad[0].y);
        if (line->ink == LS_INK_RED && (double)line->height >= MASTHEAD_SHARE * side && length >= MASTHEAD_LENGTH * side &&
            overlap(line->quad, seal->quad))
            return true;
    }
    return false;
}

static bool seal_holds(ls_inspection *run, const ls_sheet *sheet, const ls_clue *clue, ls_point quad[4])
{
    for (size_t i = 0; i < sheet->text->seal_count; i++) {
        const ls_seal *seal = &sheet->text->seals[i];
        if (!ls_sheet_holds(sheet, &clue->zone, seal->quad) || is_of_masthead(sheet, seal) || (clue->regex && !lies_over(run, sheet, clue, seal)) || (clue->name && !ls_inspection_finds(run, clue->name, seal->name)))
            continue;
        copy_quad(quad, seal->quad);
        return true;
    }
    return false;
}

bool ls_patch_shows_text(const ls_sheet *sheet, const ls_patch *patch)
{
    for (size_t i = 0; i < sheet->text->line_count; i++) {
        if (sheet->scene->lines[i] && overlap(sheet->text->lines[i].quad, patch->quad))
            return true;
    }
    return false;
}

static bool struck_holds(const ls_sheet *sheet, const ls_clue *clue, ls_point quad[4])
{
    for (size_t i = 0; i < sheet->text->patch_count; i++) {
        const ls_patch *patch = &sheet->text->patches[i];
        if (patch->kind != LS_PATCH_STRUCK || !ls_sheet_holds(sheet, &clue->zone, patch->quad) ||
            !ls_patch_shows_text(sheet, patch))
            continue;
        copy_quad(quad, patch->quad);
        return true;
    }
    return false;
}

static bool is_one_of(const ls_texts *ids, const char *id)
{
    for (size_t i = 0; i < ids->count; i++) {
        if (strncmp(id, ids->items[i], strlen(ids->items[i])) == 0)
            return true;
    }
    return false;
}

static bool mark_holds(const ls_inspection *run, const ls_sheet *sheet, const ls_clue *clue, ls_point quad[4])
{
    for (size_t i = 0; i < run->matches->count; i++) {
        const ls_match *match = &run->matches->items[i];
        if (!ls_sheet_has(sheet, sheet->text->lines[match->line].page) || !is_one_of(&clue->marks, match->rule->id) ||
            !ls_sheet_holds(sheet, &clue->zone, match->quad))
            continue;
        copy_quad(quad, match->quad);
        return true;
    }
    return false;
}

bool ls_clue_holds(ls_inspection *run, const ls_sheet *sheet, const ls_clue *clue, ls_point quad[4])
{
    switch ((ls_look)clue->look) {
    case LS_LOOK_LINE: return line_holds(run, sheet, clue, quad);
    case LS_LOOK_EQUAL: return equal_holds(run, sheet, clue, quad);
    case LS_LOOK_RED_RULE: return rule_holds(sheet, quad);
    case LS_LOOK_SEAL: return seal_holds(run, sheet, clue, quad);
    case LS_LOOK_GRID: return ls_grid_holds(sheet, quad);
    case LS_LOOK_STRUCK: return struck_holds(sheet, clue, quad);
    case LS_LOOK_MARK: return mark_holds(run, sheet, clue, quad);
    case LS_LOOK_PAIR: return ls_pair_holds(sheet, false, quad);
    case LS_LOOK_SPOILT: return ls_pair_holds(sheet, true, quad);
    case LS_LOOK_SPOILT_HEAD: return ls_banner_covered(sheet, false, true, quad);
    case LS_LOOK_SPOILT_FOOT: return ls_banner_covered(sheet, true, true, quad);
    case LS_LOOK_HEAD_COVER: return ls_banner_covered(sheet, false, false, quad);
    case LS_LOOK_FOOT_COVER: return ls_banner_covered(sheet, true, false, quad);
    case LS_LOOK_COUNT: break;
    }
    return false;
}
