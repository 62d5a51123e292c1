/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/search.h"

#include "base/skeleton.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define MATCHES_MAX 1024
#define ALIKE_SCORE 95   /* per cent of its score that a letter keeps as one of the same shape */
#define ERROR_POINTS 5   /* points that every glyph lost, added or misread takes */
#define WINDOW 16        /* cells on each side of the anchor whose other readings are tried */
#define DOUBTFUL_MAX 8   /* of those, at most so many, the nearest ones */
#define READINGS_MAX 32  /* readings of a line that are tried for one anchor */
#define TRIES_MAX 16     /* matches of one pattern in one reading that are looked at */
#define RUNS_MAX 200000  /* regex runs in one picture: some hundred in an ordinary one */

/* ------------------------------------------------------------------------------------------------- anchors */

static bool anchor_at(ls_search *m, const ls_pattern *pattern, size_t at)
{
    for (size_t i = 0; i < pattern->anchor_length; i++) {
        int score = ls_readable_as(&m->cells.items[at + i], pattern, pattern->anchor[i]);
        if (score < 0)
            return false;
        m->reading[at + i] = (ls_option){pattern->anchor[i], (unsigned char)score};
    }
    return true;
}

/* ------------------------------------------------------------------------------------------------ readings */

struct doubt {
    size_t cell;
    unsigned char count;
    ls_option options[LS_ALTERNATIVES]; /* the best reading first, then those that the pattern can want */
};

struct choice {
    int cost; /* what the readings lose against the best ones */
    unsigned char option[DOUBTFUL_MAX];
};

static int by_code(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool is_wanted(const ls_pattern *pattern, uint32_t code)
{
    return bsearch(&code, pattern->alphabet, pattern->alphabet_count, sizeof code, by_code) != NULL;
}

static bool spells(const ls_pattern *pattern, uint32_t code)
{
    return bsearch(&code, pattern->letters, pattern->letter_count, sizeof code, by_code) != NULL;
}

static bool doubt_about(const ls_cell *cell, ls_option plain, const ls_pattern *pattern, size_t index, struct doubt *doubt)
{
    *doubt = (struct doubt){.cell = index, .count = 1, .options = {plain}};
    for (size_t i = 1; i < cell->count; i++) {
        if (is_wanted(pattern, cell->options[i].code))
            doubt->options[doubt->count++] = cell->options[i];
    }
    return doubt->count > 1;
}

/* Nearest first, right of the anchor before left of it: terms follow their level. */
static size_t find_doubts(const ls_search *m, const ls_pattern *pattern, size_t at, struct doubt doubts[DOUBTFUL_MAX])
{
    size_t count = 0, end = at + pattern->anchor_length;
    for (size_t step = 0; step < WINDOW && count < DOUBTFUL_MAX; step++) {
        if (end + step < m->cells.count)
            count += doubt_about(&m->cells.items[end + step], m->reading[end + step], pattern, end + step, &doubts[count]);
        if (step < at && count < DOUBTFUL_MAX)
            count += doubt_about(&m->cells.items[at - 1 - step], m->reading[at - 1 - step], pattern, at - 1 - step, &doubts[count]);
    }
    return count;
}

static int by_cost(const void *left, const void *right)
{
    const struct choice *a = left, *b = right;
    return a->cost != b->cost ? (a->cost > b->cost) - (a->cost < b->cost)
                              : memcmp(a->option, b->option, sizeof a->option);
}

/* A beam over the doubtful cells: the likeliest combinations, likeliest first. */
static size_t choose(const struct doubt *doubts, size_t count, struct choice best[READINGS_MAX])
{
    struct choice wider[READINGS_MAX * LS_ALTERNATIVES];
    size_t kept = 1;
    best[0] = (struct choice){0};
    for (size_t i = 0; i < count; i++) {
        size_t grown = 0;
        for (size_t j = 0; j < kept; j++) {
            for (unsigned char k = 0; k < doubts[i].count; k++) {
                wider[grown] = best[j];
                wider[grown].option[i] = k;
                wider[grown++].cost += doubts[i].options[0].score - doubts[i].options[k].score;
            }
        }
        qsort(wider, grown, sizeof *wider, by_cost);
        kept = grown < READINGS_MAX ? grown : READINGS_MAX;
        memcpy(best, wider, kept * sizeof *best);
    }
    return kept;
}

static size_t write_subject(ls_search *m)
{
    size_t size = 0;
    for (size_t i = 0; i < m->cells.count; i++) {
        m->offsets[i] = size;
        size += ls_utf8_encode(m->reading[i].code, m->subject + size);
    }
    m->offsets[m->cells.count] = size;
    m->subject[size] = 0;
    return size;
}

/* ------------------------------------------------------------------------------------------------ matching */

static size_t cell_at(const ls_search *m, size_t offset)
{
    size_t cell = 0;
    while (m->offsets[cell] < offset)
        cell++;
    return cell;
}

/* Looks in the subject for a match that holds the anchor [from, to); its cells go to the same two. */
static bool find(ls_search *m, const ls_pattern *pattern, size_t size, size_t *from, size_t *to)
{
    for (size_t start = 0, tries = 0; start <= size && tries < TRIES_MAX; tries++) {
        m->scene.runs++;
        int result = pcre2_match(pattern->regex, (PCRE2_SPTR)m->subject, size, start, PCRE2_NO_UTF_CHECK, m->scene.data,
                                 m->scene.limits);
        if (result < 0) {
            m->scene.limit_hit = m->scene.limit_hit || result != PCRE2_ERROR_NOMATCH;
            return false;
        }
        const size_t *span = pcre2_get_ovector_pointer(m->scene.data);
        if (span[0] <= m->offsets[*from] && span[1] >= m->offsets[*to]) {
            *from = cell_at(m, span[0]);
            *to = cell_at(m, span[1]);
            return true;
        }
        if (span[0] > m->offsets[*from] || span[1] >= size)
            return false;
        start = m->offsets[cell_at(m, span[1] > start ? span[1] : start + 1)];
    }
    return false;
}

static char *add_best(const ls_search *m, size_t from, size_t to, char *at)
{
    for (size_t i = from; i < to; i++)
        at += ls_utf8_encode(m->cells.items[i].options[0].code, at);
    return at;
}

static void describe(ls_search *m, size_t from, size_t to, ls_candidate *candidate)
{
    int sum = 0, seen = 0;
    for (size_t i = from; i < to; i++) {
        if (m->reading[i].code == ' ')
            continue;
        sum += m->reading[i].score;
        seen++;
    }
    candidate->quality = seen ? sum / seen : 0;
    candidate->matched = to - from;
    candidate->total = m->cells.count;
    candidate->from = m->cells.items[from].glyph;
    candidate->to = m->cells.items[to - 1].glyph + 1;
    m->subject[m->offsets[to]] = 0;
    candidate->text = m->subject + m->offsets[from];
    char *at = add_best(m, 0, from, m->rest);
    *at++ = '\n';
    *add_best(m, to, m->cells.count, at) = 0;
    candidate->rest = m->rest;
    ls_scene_quad(&m->scene.text->lines[candidate->line], candidate->from, candidate->to, candidate->quad);
}

int ls_candidate_confidence(const ls_candidate *candidate)
{
    int points = candidate->points < 0 ? 0 : candidate->points > 100 ? 100 : candidate->points;
    return points * (60 + candidate->quality * 2 / 5) / 100;
}

/* Its place in the list: that of what the rule already found in this line, or a new one. NULL: no memory. */
static ls_candidate *place_for(ls_search *m, const ls_candidate *candidate)
{
    for (size_t i = m->candidate_count; i-- > 0 && m->candidates[i].line == candidate->line;) {
        if (m->candidates[i].rule == candidate->rule)
            return &m->candidates[i];
    }
    ls_candidate *grown =
        ls_arena_grow(m->scratch, m->candidates, m->candidate_count, &m->candidate_capacity, sizeof *grown);
    if (!grown)
        return NULL;
    m->candidates = grown;
    grown[m->candidate_count] = (ls_candidate){0};
    return &grown[m->candidate_count++];
}

/* Keeps the better of the two when the rule has already found something in this line. */
static ls_status keep(ls_search *m, const ls_candidate *candidate)
{
    ls_candidate *place = place_for(m, candidate);
    if (!place)
        return LS_E_NOMEM;
    if (place->rule && ls_candidate_confidence(candidate) <= ls_candidate_confidence(place))
        return LS_OK;
    *place = *candidate;
    place->rest = NULL;
    place->text = ls_arena_strdup(m->scratch, candidate->text);
    if (!place->text)
        return LS_E_NOMEM;
    return m->candidate_count > MATCHES_MAX ? LS_E_LIMIT : LS_OK;
}

/* The first of the readings, likeliest first, that satisfies the pattern. */
static ls_status try_readings(ls_search *m, size_t line, const ls_rule *rule, const ls_pattern *pattern, size_t at)
{
    struct doubt doubts[DOUBTFUL_MAX];
    struct choice choices[READINGS_MAX];
    size_t doubt_count = find_doubts(m, pattern, at, doubts), count = choose(doubts, doubt_count, choices);
    for (size_t i = 0; i < count && !m->scene.limit_hit; i++) {
        for (size_t j = 0; j < doubt_count; j++)
            m->reading[doubts[j].cell] = doubts[j].options[choices[i].option[j]];
        size_t from = at, to = at + pattern->anchor_length;
        if (!find(m, pattern, write_subject(m), &from, &to))
            continue;
        ls_candidate candidate = {.rule = rule, .pattern = pattern, .line = line};
        describe(m, from, to, &candidate);
        ls_scene_points(&m->scene, &candidate);
        candidate.points -= ERROR_POINTS * m->errors;
        return keep(m, &candidate);
    }
    return LS_OK;
}

/* As it was read best; a letter that the pattern never has in the shape of one that it has: С in SECRET is a C. */
static ls_option plain_reading(const ls_cell *cell, const ls_pattern *pattern)
{
    ls_option option = cell->options[0];
    if (ls_alphabet_of(option.code) == LS_ALPHABET_NONE || spells(pattern, option.code))
        return option;
    const uint32_t shape = ls_skeleton(option.code);
    for (size_t i = 0; i < pattern->letter_count; i++) {
        if (ls_skeleton(pattern->letters[i]) == shape)
            return (ls_option){pattern->letters[i], (unsigned char)(option.score * ALIKE_SCORE / 100)};
    }
    return option;
}

static void read_plainly(ls_search *m, const ls_pattern *pattern)
{
    for (size_t i = 0; i < m->cells.count; i++)
        m->reading[i] = plain_reading(&m->cells.items[i], pattern);
}

static ls_status make_room(ls_search *m)
{
    if (m->cells.count < m->reading_capacity)
        return LS_OK;
    m->reading_capacity = m->cells.count + 1;
    m->reading = ls_arena_array(m->scratch, m->reading_capacity, sizeof *m->reading);
    m->offsets = ls_arena_array(m->scratch, m->reading_capacity, sizeof *m->offsets);
    m->subject = ls_arena_array(m->scratch, m->reading_capacity, 4);
    m->rest = ls_arena_array(m->scratch, m->reading_capacity + 1, 4);
    return m->reading && m->offsets && m->subject && m->rest ? LS_OK : LS_E_NOMEM;
}

static bool is_found(const ls_search *m, size_t line, const ls_rule *rule)
{
    for (size_t i = m->candidate_count; i-- > 0 && m->candidates[i].line == line;) {
        if (m->candidates[i].rule == rule)
            return true;
    }
    return false;
}

/* The line as it is when the anchor's glyphs stand where they nearly do. */
static ls_status match_misspelt(ls_search *m, size_t line, const ls_rule *rule, const ls_pattern *pattern, bool last_end)
{
    ls_status status;
    size_t at;
    int errors;
    if (!ls_spelling_mend(&m->spelling, &m->cells, pattern, last_end, m->scratch, &at, &errors, &status))
        return status;
    m->errors = errors;
    const ls_cells read = m->cells;
    m->cells = m->spelling.mended;
    status = make_room(m);
    if (!status) {
        read_plainly(m, pattern);
        status = try_readings(m, line, rule, pattern, at);
    }
    m->cells = read;
    m->errors = 0;
    return status;
}

static ls_status match_pattern(ls_search *m, size_t line, const ls_rule *rule, const ls_pattern *pattern)
{
    ls_status status = LS_OK;
    for (size_t at = 0; at + pattern->anchor_length <= m->cells.count && !status && !m->scene.limit_hit; at++) {
        if (ls_readable_as(&m->cells.items[at], pattern, pattern->anchor[0]) < 0)
            continue;
        read_plainly(m, pattern);
        if (anchor_at(m, pattern, at))
            status = try_readings(m, line, rule, pattern, at);
        if (!status && m->scene.runs > RUNS_MAX)
            status = LS_E_LIMIT;
    }
    for (int last_end = 0; last_end <= 1 && pattern->errors && !status && !m->scene.limit_hit && !is_found(m, line, rule); last_end++)
        status = match_misspelt(m, line, rule, pattern, last_end);
    if (m->scene.limit_hit && !m->limit_rule)
        m->limit_rule = rule;
    m->scene.limit_hit = false;
    return status;
}

ls_status ls_search_line(ls_search *m, size_t index)
{
    const ls_line *line = &m->scene.text->lines[index];
    if (line->unread != LS_READ || !line->count)
        return LS_OK;
    ls_status status = ls_cells_read(&m->cells, m->scratch, line);
    if (!status)
        status = make_room(m);
    for (size_t i = 0; i < m->rules->rule_count && !status; i++) {
        const ls_rule *rule = &m->rules->rules[i];
        for (size_t j = 0; rule->patterns && j < rule->patterns->count && !status; j++)
            status = match_pattern(m, index, rule, &rule->patterns->patterns[j]);
    }
    return status;
}
