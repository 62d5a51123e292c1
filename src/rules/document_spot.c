/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places where a mark belongs, and where none can be seen: somebody covered them, or the picture ends there. What stands
 * under a cover is never guessed: the evidence is what can still be seen.
 */
#include "rules/document_parts.h"

#include <math.h>
#include <string.h>

/* Heights of the page's usual glyph: a patch that hides a mark is no lower, and no whole page. */
#define PATCH_LOWEST 0.6
#define SPOT_SURE 90 /* confidence for a sharply bounded patch */
#define CUT_SURE 60
#define CUT_SLACK 0.5 /* per cent of the page that its outline may be off */

static const struct {
    const char *id;
    ls_words title;
} patches[LS_PATCH_COUNT] = {
    [LS_PATCH_OPAQUE] = {"patch-opaque", {{"an opaque patch on it", "该处有不透明遮挡块"}}},
    [LS_PATCH_MOSAIC] = {"patch-mosaic", {{"a mosaic on it", "该处有马赛克"}}},
    [LS_PATCH_BLUR] = {"patch-blur", {{"a blurred patch on it", "该处被模糊处理"}}},
    [LS_PATCH_STRUCK] = {"patch-struck", {{"writing on it that was crossed out and cannot be read", "该处文字被划去且无法识读"}}},
    [LS_PATCH_UNREADABLE] = {"patch-unreadable", {{"something on it that cannot be read", "该处有无法识读的内容"}}},
};

static double height_of(const ls_sheet *sheet, const ls_point quad[4])
{
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < 4; i++) {
        double at = quad[i].x * sheet->up.x + quad[i].y * sheet->up.y;
        low = fmin(low, at);
        high = fmax(high, at);
    }
    return high - low;
}

/*
 * Where the page's outline is not known, the box around its text stands for it; what is covered above the first row that
 * can be read lies outside of that box, by the rows of a head at most.
 */
#define OUTSIDE 25.0 /* per cent */

/*
 * GB/T 9704 has the mark in the rows of 5.6 mm glyphs between the body's upper edge and the issuer line 35 mm below it,
 * flush with the left of a body of 28 characters that the issuer stands in the middle of.
 */
#define OVER_LEAST 0.5  /* usual glyphs from the top of the evidence to the patch's middle */
#define LEFT_MOST 23.0  /* half a body, of glyphs that are seen lower than their cells, and the slack of a tilted page */
#define RIGHT_MOST -1.0 /* the longest mark ends before the middle */
#define HIGHEST 8.0     /* of the patch: what is higher is no row's cover */

/* The topmost of the evidence that the spot is over; NULL when there is none. */
static const ls_proof *highest_of(const ls_sheet *sheet, uint64_t set, const ls_proof *proofs)
{
    const ls_proof *best = NULL;
    double height = -INFINITY;
    for (size_t i = 0; i < LS_CLUES_MAX; i++) {
        if (!(set & UINT64_C(1) << i))
            continue;
        const ls_point p = ls_quad_centre(proofs[i].quad);
        const double at = p.x * sheet->up.x + p.y * sheet->up.y;
        if (at > height) {
            height = at;
            best = &proofs[i];
        }
    }
    return best;
}

static bool is_over(const ls_sheet *sheet, const ls_proof *below, double most, const ls_point quad[4])
{
    const ls_point from = ls_quad_centre(below->quad), to = ls_quad_centre(quad), *c = sheet->corners;
    const double x = to.x - from.x, y = to.y - from.y, u = sheet->usual;
    const double rise = x * sheet->up.x + y * sheet->up.y - height_of(sheet, below->quad) / 2;
    /* to the reader's right: across `up`, on the side of the sheet's right corners, which are mirrored in a mirrored photo */
    const bool clockwise = (c[1].x - c[0].x) * -sheet->up.y + (c[1].y - c[0].y) * sheet->up.x >= 0;
    const double along = (clockwise ? 1 : -1) * (x * -sheet->up.y + y * sheet->up.x);
    return rise >= OVER_LEAST * u && rise <= most * u && along >= -LEFT_MOST * u && along <= RIGHT_MOST * u &&
           height_of(sheet, quad) <= HIGHEST * u;
}

/* A mark that was read in the zone, or (below not NULL) where it belongs over that evidence. */
static bool is_read_there(const ls_inspection *run, const ls_sheet *sheet, const ls_zone *zone, const ls_proof *below,
                          double most)
{
    for (size_t i = 0; i < run->matches->count; i++) {
        const ls_match *match = &run->matches->items[i];
        if (ls_sheet_has(sheet, sheet->text->lines[match->line].page) && match->rule->severity > LS_INFO &&
            strcmp(match->rule->category, "mark") == 0 &&
            (ls_sheet_holds(sheet, zone, match->quad) || (below && is_over(sheet, below, most, match->quad))))
            return true;
    }
    return false;
}

static const ls_patch *find_patch(const ls_sheet *sheet, const ls_spot *spot, const ls_proof *below)
{
    ls_zone room = spot->zone;
    if (!sheet->whole) {
        room.left -= OUTSIDE / 2;
        room.top -= OUTSIDE;
    }
    const ls_zone *zone = &room;
    for (size_t i = 0; i < sheet->text->patch_count; i++) {
        const ls_patch *patch = &sheet->text->patches[i];
        if (((!sheet->strip && ls_sheet_holds(sheet, zone, patch->quad)) || (below && is_over(sheet, below, (double)spot->rise, patch->quad))) &&
            (patch->kind != LS_PATCH_STRUCK || !ls_patch_shows_text(sheet, patch)) &&
            height_of(sheet, patch->quad) >= PATCH_LOWEST * sheet->usual)
            return patch;
    }
    return NULL;
}

static ls_status tell(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack, const ls_spot *spot,
                      const ls_proof *proofs, uint64_t held, const ls_proof *cover, int confidence)
{
    ls_document *document;
    ls_status status = ls_documents_add(run, sheet, pack, spot->rule, proofs, held, spot->counts, &document);
    if (status)
        return status;
    ls_proof *all = document->proofs; /* ls_documents_add leaves room for this one */
    memmove(all + 1, all, document->proof_count * sizeof *all);
    all[0] = *cover;
    document->proof_count++;
    document->confidence = confidence;
    memcpy(document->quad, cover->quad, sizeof document->quad);
    return LS_OK;
}

/* Where the page's topmost evidence of the spot begins. */
static bool topmost(const ls_sheet *sheet, const ls_spot *spot, const ls_document_pack *pack, const ls_proof *proofs,
                    uint64_t held, ls_point *top)
{
    double best = -INFINITY;
    bool found = false;
    *top = (ls_point){0, 0};
    for (size_t i = 0; i < pack->clue_count; i++) {
        for (int c = 0; c < 4 && held & spot->counts & UINT64_C(1) << i; c++) {
            ls_point p = proofs[i].quad[c];
            double at = p.x * sheet->up.x + p.y * sheet->up.y;
            if (at > best) {
                best = at;
                *top = p;
                found = true;
            }
        }
    }
    return found;
}

/* A mark, other than what the spot's own evidence is: an authority block says that there is one, and not which. */
static bool is_marked(const ls_inspection *run, const ls_sheet *sheet, const ls_proof *proofs, uint64_t evidence)
{
    for (size_t i = 0; i < run->matches->count; i++) {
        const ls_match *match = &run->matches->items[i];
        const ls_point at = ls_quad_centre(match->quad);
        bool counted = !ls_sheet_has(sheet, sheet->text->lines[match->line].page) ||
                       match->rule->severity <= LS_INFO || strcmp(match->rule->category, "mark") != 0;
        for (size_t c = 0; c < LS_CLUES_MAX && !counted; c++) {
            const ls_point known = ls_quad_centre(proofs[c].quad);
            const double rise = (at.x - known.x) * sheet->up.x + (at.y - known.y) * sheet->up.y;
            counted = evidence & UINT64_C(1) << c && fabs(rise) < sheet->usual / 2; /* in its row */
        }
        if (!counted)
            return true;
    }
    return false;
}

static ls_status check_edge(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack, const ls_spot *spot,
                            const ls_proof *proofs, uint64_t held)
{
    ls_point top, above;
    if (is_marked(run, sheet, proofs, held & spot->counts) || !topmost(sheet, spot, pack, proofs, held, &top))
        return LS_OK;
    double reach = (double)spot->above * sheet->usual;
    above = (ls_point){top.x + reach * sheet->up.x, top.y + reach * sheet->up.y};
    bool in_picture = above.x >= 0 && above.y >= 0 && above.x <= sheet->text->width && above.y <= sheet->text->height;
    bool on_sheet = !sheet->whole || sheet->part || sheet->strip || ls_sheet_place(sheet, above).y >= -CUT_SLACK;
    if (in_picture && on_sheet)
        return LS_OK;
    ls_proof cover = {.id = "frame-edge", .title = &spot->title, .weight = CUT_SURE};
    memcpy(cover.quad, sheet->corners, sizeof cover.quad);
    return tell(run, sheet, pack, spot, proofs, held, &cover, CUT_SURE);
}

static ls_status check_patch(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack,
                             const ls_spot *spot, const ls_proof *proofs, uint64_t held)
{
    const ls_proof *below = highest_of(sheet, held & spot->over, proofs);
    const ls_patch *patch = find_patch(sheet, spot, below);
    if (!patch || is_read_there(run, sheet, &spot->zone, below, (double)spot->rise))
        return LS_OK;
    ls_proof cover = {.id = patches[patch->kind].id, .title = &patches[patch->kind].title, .weight = SPOT_SURE};
    memcpy(cover.quad, patch->quad, sizeof cover.quad);
    return tell(run, sheet, pack, spot, proofs, held, &cover, SPOT_SURE);
}

/* Once for a sheet and what lies on it. */
static bool is_told(const ls_documents *documents, const ls_sheet *sheet, const char *rule)
{
    for (size_t i = 0; i < documents->count; i++) {
        if (ls_sheet_has(sheet, documents->items[i].page) && strcmp(documents->items[i].rule, rule) == 0)
            return true;
    }
    return false;
}

ls_status ls_spots_check(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack, const ls_proof *proofs,
                         uint64_t held)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < pack->spot_count && !status; i++) {
        const ls_spot *spot = &pack->spots[i];
        if (ls_weight_of(pack, held & spot->counts) < spot->minimum || (spot->any && !(held & spot->any)) ||
            (held & spot->none) || is_told(run->out, sheet, spot->rule))
            continue;
        status = spot->above ? check_edge(run, sheet, pack, spot, proofs, held)
                             : check_patch(run, sheet, pack, spot, proofs, held);
    }
    return status;
}
