/* SPDX-License-Identifier: Apache-2.0 */
/* What the evidence on each page adds up to. */
#include "rules/document_parts.h"

#include "base/clock.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH ((size_t)64 << 20)
#define MATCH_LIMIT 20000 /* PCRE2's count of steps: a sound pattern needs a few hundred on a long line */
#define HEAP_LIMIT 1024   /* KiB */
#define RUNS_MAX 200000   /* of any regex: a page of 60 lines needs 2,000 */

bool ls_inspection_finds(ls_inspection *run, const pcre2_code *regex, const char *text)
{
    if (++run->runs > RUNS_MAX)
        return false;
    return ls_scene_finds(&run->scene, regex, text);
}

int ls_weight_of(const ls_document_pack *pack, uint64_t clues)
{
    int64_t sum = 0;
    for (size_t i = 0; i < pack->clue_count; i++)
        sum += clues >> i & 1 ? pack->clues[i].weight : 0;
    return sum > 100 ? 100 : (int)sum;
}

/* -------------------------------------------------------------------------------------------- a document */

static int heaviest_first(const void *left, const void *right)
{
    const ls_proof *a = left, *b = right;
    return a->weight != b->weight ? (a->weight < b->weight ? 1 : -1) : strcmp(a->id, b->id);
}

/* The page itself, or the upright box around its evidence. */
static void outline(const ls_sheet *sheet, ls_document *document)
{
    if (sheet->page >= 0) {
        memcpy(document->quad, sheet->corners, sizeof document->quad);
        return;
    }
    ls_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < document->proof_count * 4; i++) {
        ls_point p = document->proofs[i / 4].quad[i % 4];
        low = (ls_point){fmin(low.x, p.x), fmin(low.y, p.y)};
        high = (ls_point){fmax(high.x, p.x), fmax(high.y, p.y)};
    }
    const ls_point box[4] = {low, {high.x, low.y}, high, {low.x, high.y}};
    memcpy(document->quad, box, sizeof box);
}

ls_status ls_documents_add(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack, const char *rule,
                           const ls_proof *proofs, uint64_t held, uint64_t counts, ls_document **out)
{
    ls_documents *documents = run->out;
    ls_document *items =
        ls_arena_grow(documents->arena, documents->items, documents->count, &documents->capacity, sizeof *items);
    ls_proof *kept = ls_arena_array(documents->arena, LS_PROOFS_MAX, sizeof *kept);
    if (!items || !kept)
        return LS_E_NOMEM;
    documents->items = items;
    ls_document *document = &items[documents->count++];
    *document = (ls_document){.rule = rule, .system = pack->system, .page = sheet->page, .proofs = kept};
    for (size_t i = 0; i < pack->clue_count && document->proof_count < LS_PROOFS_MAX - 1; i++) {
        if (held & counts & UINT64_C(1) << i)
            kept[document->proof_count++] = proofs[i];
    }
    qsort(kept, document->proof_count, sizeof *kept, heaviest_first);
    document->confidence = ls_weight_of(pack, held & counts);
    outline(sheet, document);
    *out = document;
    return LS_OK;
}

/* ---------------------------------------------------------------------------------------------- one page */

static bool is_one_of(const ls_texts *rules, const char *rule)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (strcmp(rules->items[i], rule) == 0)
            return true;
    }
    return false;
}

/* Is the sheet, or one that lies on it, this kind or a better one already? `from`: the sheet's own. */
static bool is_already(const ls_documents *documents, size_t from, const ls_sheet *sheet, const ls_kind_rule *kind)
{
    for (size_t i = 0; i < documents->count; i++) {
        const ls_document *document = &documents->items[i];
        bool within = document->page >= 0 && (sheet->within >> document->page & 1);
        if ((i >= from || within) &&
            (is_one_of(&kind->unless, document->rule) || (within && strcmp(document->rule, kind->rule) == 0)))
            return true;
    }
    return false;
}

static bool fits(const ls_document_pack *pack, const ls_kind_rule *kind, uint64_t held)
{
    return (held & kind->all) == kind->all && (!kind->any || (held & kind->any)) && !(held & kind->none) &&
           ls_weight_of(pack, held & kind->counts) >= kind->minimum;
}

static uint64_t gather(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack, ls_proof *proofs)
{
    uint64_t held = 0;
    for (size_t i = 0; i < pack->clue_count; i++) {
        const ls_clue *clue = &pack->clues[i];
        proofs[i] = (ls_proof){.id = clue->id, .title = &clue->title, .weight = (int)clue->weight};
        if (ls_clue_holds(run, sheet, clue, proofs[i].quad))
            held |= UINT64_C(1) << i;
    }
    return held;
}

static ls_status inspect(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack)
{
    ls_proof proofs[LS_CLUES_MAX];
    size_t from = run->out->count;
    uint64_t held = gather(run, sheet, pack, proofs);
    ls_status status = LS_OK;
    for (size_t i = 0; i < pack->kind_count && !status; i++) {
        const ls_kind_rule *kind = &pack->kinds[i];
        ls_document *document;
        if (fits(pack, kind, held) && !is_already(run->out, from, sheet, kind))
            status = ls_documents_add(run, sheet, pack, kind->rule, proofs, held, kind->counts, &document);
    }
    if (!status)
        status = ls_spots_check(run, sheet, pack, proofs, held);
    return status || !pack->term.rule ? status : ls_terms_check(run, sheet, pack);
}

/* ---------------------------------------------------------------------------------------------- all pages */

static ls_status time_is_up(const ls_matches *matches)
{
    if (matches->cancel && __atomic_load_n(matches->cancel, __ATOMIC_RELAXED))
        return LS_E_CANCELLED;
    return matches->deadline && !ls_clock_left(matches->deadline) ? LS_E_DEADLINE : LS_OK;
}

static ls_status inspect_sheet(ls_inspection *run, const ls_sheet *sheet)
{
    ls_status status = LS_OK;
    for (const ls_document_pack *pack = run->rules->documents; pack && !status; pack = pack->next) {
        status = time_is_up(run->matches);
        if (!status)
            status = inspect(run, sheet, pack);
        if (!status && run->runs > RUNS_MAX)
            status = LS_E_LIMIT;
    }
    return status;
}

static ls_status inspect_all(ls_inspection *run, const ls_text *text)
{
    ls_status status = ls_scene_read(&run->scene, text, run->scratch);
    bool taken = false; /* text on no page went to one */
    for (int page = (int)text->page_count - 1; page >= -1 && !status; page--) {
        ls_sheet sheet;
        if ((page < 0 && taken) || !ls_sheet_read(&sheet, &run->scene, page))
            continue;
        taken = taken || sheet.wide;
        const size_t before = run->out->count;
        status = inspect_sheet(run, &sheet);
        /* what was taken for the paper's edge may be the table's */
        if (!status && run->out->count == before && ls_sheet_unframe(&sheet))
            status = inspect_sheet(run, &sheet);
    }
    run->out->limit_hit = run->scene.limit_hit || status == LS_E_LIMIT;
    return status;
}

ls_status ls_rules_documents(const ls_rules *rules, const ls_text *text, const ls_matches *matches, const char *today,
                             ls_documents *documents)
{
    ls_inspection run = {
        .rules = rules, .matches = matches, .today = today, .out = documents, .scratch = ls_arena_new(SCRATCH)};
    run.scene.data = pcre2_match_data_create(16, NULL); /* groups of a date */
    run.scene.limits = pcre2_match_context_create(NULL);
    ls_status status = run.scratch && run.scene.data && run.scene.limits ? LS_OK : LS_E_NOMEM;
    if (!status) {
        pcre2_set_match_limit(run.scene.limits, MATCH_LIMIT);
        pcre2_set_heap_limit(run.scene.limits, HEAP_LIMIT);
        status = inspect_all(&run, text);
    }
    pcre2_match_data_free(run.scene.data);
    pcre2_match_context_free(run.scene.limits);
    ls_arena_free(run.scratch);
    return status;
}
