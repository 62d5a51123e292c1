/* SPDX-License-Identifier: Apache-2.0 */
/* Is a piece of evidence on a page, and where? */
#include "rules/document_parts.h"

#include <math.h>
#include <string.h>

#define EQUAL_TOP 20.0    /* per cent of the page: banners stand in the margins (32 CFR 2001.23) */
#define EQUAL_BOTTOM 80.0

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

static bool equal_holds(ls_inspection *run, const ls_sheet *sheet, const ls_clue *clue, ls_point quad[4])
{
    const ls_text *text = sheet->text;
    for (size_t i = 0; i < text->line_count; i++) {
        const char *top = sheet->scene->lines[i];
        if (!top || !stands_right(sheet, clue, &text->lines[i]) ||
            ls_sheet_place(sheet, ls_quad_centre(text->lines[i].quad)).y > EQUAL_TOP ||
            !ls_inspection_finds(run, clue->regex, top))
            continue;
        for (size_t j = 0; j < text->line_count; j++) {
            const char *bottom = sheet->scene->lines[j];
            if (bottom && stands_right(sheet, clue, &text->lines[j]) && strcmp(top, bottom) == 0 &&
                ls_sheet_place(sheet, ls_quad_centre(text->lines[j].quad)).y >= EQUAL_BOTTOM) {
                copy_quad(quad, text->lines[i].quad);
                return true;
            }
        }
    }
    return false;
}

static bool rule_holds(const ls_sheet *sheet, ls_point quad[4])
{
    if (sheet->page < 0 || !sheet->text->pages[sheet->page].red_rule)
        return false;
    const ls_point *ends = sheet->text->pages[sheet->page].rule;
    const ls_point around[4] = {ends[0], ends[1], ends[1], ends[0]};
    copy_quad(quad, around);
    return true;
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

static bool seal_holds(ls_inspection *run, const ls_sheet *sheet, const ls_clue *clue, ls_point quad[4])
{
    for (size_t i = 0; i < sheet->text->seal_count; i++) {
        const ls_seal *seal = &sheet->text->seals[i];
        if (!ls_sheet_holds(sheet, &clue->zone, seal->quad) || (clue->regex && !lies_over(run, sheet, clue, seal)))
            continue;
        copy_quad(quad, seal->quad);
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
    if (clue->screen && (sheet->page < 0 || !sheet->text->pages[sheet->page].screen))
        return false;
    switch ((ls_look)clue->look) {
    case LS_LOOK_LINE: return line_holds(run, sheet, clue, quad);
    case LS_LOOK_EQUAL: return equal_holds(run, sheet, clue, quad);
    case LS_LOOK_RED_RULE: return rule_holds(sheet, quad);
    case LS_LOOK_SEAL: return seal_holds(run, sheet, clue, quad);
    case LS_LOOK_GRID: return ls_grid_holds(sheet, quad);
    case LS_LOOK_MARK: return mark_holds(run, sheet, clue, quad);
    case LS_LOOK_COUNT: break;
    }
    return false;
}
