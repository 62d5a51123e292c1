/* SPDX-License-Identifier: Apache-2.0 */
/* What the candidates of a whole picture amount to. */
#include "rules/match.h"

#include "base/clock.h"
#include "rules/search.h"

#include <stdlib.h>
#include <string.h>

#define SCRATCH ((size_t)64 << 20)
#define MATCH_LIMIT 20000 /* PCRE2's count of steps: a sound pattern needs a few hundred on a long line */
#define HEAP_LIMIT 1024   /* KiB */
#define SYSTEM_LEAD 4     /* quality by which glyphs must be read better to be another system's mark: variants of one ideograph */

#define TWIN_LEAD 5       /* by which one end of a page must be read better to say what the other is: worn stamps lose some */
#define CLEAR_LEAD 12     /* the same of marks of one page that stand anywhere on it */

/* Hardly anything else on its line: one glyph at either end may be a fleck. */
static bool is_almost_alone(const ls_candidate *candidate)
{
    return candidate->matched * 5 >= candidate->total * 3;
}

/* Head and foot of one text. */
static bool are_twins(const ls_search *m, const ls_candidate *one, const ls_candidate *two)
{
    return is_almost_alone(one) && is_almost_alone(two) &&
           ((one->top && ls_scene_are_ends(&m->scene, one->line, two->line)) ||
            (two->top && ls_scene_are_ends(&m->scene, two->line, one->line)));
}

/* A banner is a banner because it stands at the top and at the bottom. */
static bool is_repeated(const ls_search *m, const ls_candidate *candidate)
{
    const ls_line *lines = m->scene.text->lines;
    for (size_t i = 0; i < m->candidate_count; i++) {
        const ls_candidate *other = &m->candidates[i];
        if (other->rule == candidate->rule && lines[other->line].page == lines[candidate->line].page &&
            ((candidate->top && other->bottom) || (candidate->bottom && other->top) || are_twins(m, candidate, other)))
            return true;
    }
    return false;
}

static bool is_mark(const ls_candidate *candidate)
{
    return ls_candidate_confidence(candidate) >= candidate->rule->patterns->minimum;
}

static bool is_replaced(const ls_search *m, const ls_candidate *candidate)
{
    for (size_t i = 0; i < m->candidate_count; i++) {
        const ls_candidate *other = &m->candidates[i];
        if (other->line != candidate->line || other->to <= candidate->from || candidate->to <= other->from ||
            !is_mark(other))
            continue;
        const ls_texts *over = &other->rule->patterns->over;
        for (size_t j = 0; j < over->count; j++) {
            if (strcmp(over->items[j], candidate->rule->id) == 0)
                return true;
        }
    }
    return false;
}

/*
 * The same glyphs taken for another mark, and better so: Ⅲ that might be a bar is Ⅲ급비밀 and not Ⅰ급비밀 as well, and 機密
 * whose first glyph might be 机 is no mark of mainland China. Where two systems have one word both are told.
 */
static bool is_outread(const ls_search *m, const ls_candidate *candidate)
{
    for (size_t i = 0; i < m->candidate_count; i++) {
        const ls_candidate *other = &m->candidates[i];
        if (other->rule == candidate->rule || other->line != candidate->line || other->from != candidate->from ||
            other->to != candidate->to || !is_mark(other) || !other->rule->system || !candidate->rule->system)
            continue;
        const bool same = strcmp(other->rule->system, candidate->rule->system) == 0;
        if (other->quality > candidate->quality + (same ? 0 : SYSTEM_LEAD))
            return true;
    }
    return false;
}

/*
 * What the head of a page has, its foot has: of Ⅰ급비밀 above and Ⅲ급비밀 below one is misread, the one that was read worse; and
 * wherever they stand when it was read much worse, unless it would be the graver one.
 */
static bool is_misread_twin(const ls_search *m, const ls_candidate *candidate)
{
    const ls_line *lines = m->scene.text->lines;
    for (size_t i = 0; i < m->candidate_count; i++) {
        const ls_candidate *other = &m->candidates[i];
        const size_t more = other->matched > candidate->matched ? other->matched : candidate->matched;
        if (other->rule != candidate->rule && other->rule->system && candidate->rule->system &&
            strcmp(other->rule->system, candidate->rule->system) == 0 && is_mark(other) &&
            other->matched + candidate->matched + 1 >= 2 * more &&
            ((other->quality >= candidate->quality + TWIN_LEAD && are_twins(m, candidate, other)) ||
             (other->quality >= candidate->quality + CLEAR_LEAD && other->rule->severity >= candidate->rule->severity &&
              lines[other->line].page == lines[candidate->line].page)))
            return true;
    }
    return false;
}

static ls_status add_match(ls_matches *matches, const ls_candidate *candidate)
{
    ls_match *items = ls_arena_grow(matches->arena, matches->items, matches->count, &matches->capacity, sizeof *items);
    if (!items)
        return LS_E_NOMEM;
    matches->items = items;
    char *text = ls_arena_strdup(matches->arena, candidate->text);
    if (!text)
        return LS_E_NOMEM;
    ls_match *match = &items[matches->count++];
    *match = (ls_match){.rule = candidate->rule,
                        .line = candidate->line,
                        .from = candidate->from,
                        .to = candidate->to,
                        .confidence = ls_candidate_confidence(candidate),
                        .quality = candidate->quality,
                        .text = text};
    memcpy(match->quad, candidate->quad, sizeof match->quad);
    return LS_OK;
}

static int by_strength(const void *left, const void *right)
{
    const ls_match *a = left, *b = right;
    if (a->rule->severity != b->rule->severity)
        return a->rule->severity < b->rule->severity ? 1 : -1;
    if (a->confidence != b->confidence)
        return a->confidence < b->confidence ? 1 : -1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return strcmp(a->rule->id, b->rule->id);
}

static ls_status conclude(ls_search *m, ls_matches *matches)
{
    ls_status status = LS_OK;
    for (size_t i = 0; i < m->candidate_count; i++) {
        ls_candidate *candidate = &m->candidates[i];
        if (is_repeated(m, candidate))
            candidate->points += (int)candidate->pattern->context->points[LS_FEATURE_REPEATED];
    }
    for (size_t i = 0; i < m->candidate_count && !status; i++) {
        if (is_mark(&m->candidates[i]) && !is_replaced(m, &m->candidates[i]) && !is_outread(m, &m->candidates[i]) &&
            !is_misread_twin(m, &m->candidates[i]))
            status = add_match(matches, &m->candidates[i]);
    }
    if (m->limit_rule) {
        matches->limit_hit = true;
        matches->limit_rule = m->limit_rule->id;
    }
    if (matches->count)
        qsort(matches->items, matches->count, sizeof *matches->items, by_strength);
    return status;
}

static ls_status time_is_up(const ls_matches *matches)
{
    if (matches->cancel && __atomic_load_n(matches->cancel, __ATOMIC_RELAXED))
        return LS_E_CANCELLED;
    return matches->deadline && !ls_clock_left(matches->deadline) ? LS_E_DEADLINE : LS_OK;
}

static ls_status run(ls_search *m, const ls_text *text, size_t first, ls_matches *matches)
{
    m->scene.data = pcre2_match_data_create(1, NULL);
    m->scene.limits = pcre2_match_context_create(NULL);
    if (!m->scene.data || !m->scene.limits)
        return LS_E_NOMEM;
    pcre2_set_match_limit(m->scene.limits, MATCH_LIMIT);
    pcre2_set_heap_limit(m->scene.limits, HEAP_LIMIT);
    ls_status status = ls_scene_read(&m->scene, text, m->scratch);
    for (size_t i = first; i < text->line_count && !status; i++) {
        status = time_is_up(matches);
        if (!status)
            status = ls_search_line(m, i);
    }
    /* what was found before a limit is still told */
    bool told = !status || status == LS_E_LIMIT || status == LS_E_DEADLINE;
    ls_status concluded = told ? conclude(m, matches) : status;
    return status ? status : concluded;
}

ls_status ls_match_from(const ls_rules *rules, const ls_text *text, size_t first, ls_matches *matches)
{
    ls_search m = {.rules = rules, .scratch = ls_arena_new(SCRATCH)};
    if (!m.scratch)
        return LS_E_NOMEM;
    ls_status status = run(&m, text, first, matches);
    pcre2_match_data_free(m.scene.data);
    pcre2_match_context_free(m.scene.limits);
    ls_arena_free(m.scratch);
    return status;
}

ls_status ls_rules_match(const ls_rules *rules, const ls_text *text, ls_matches *matches)
{
    return ls_match_from(rules, text, 0, matches);
}
