/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Terms that have run out: 秘密★6个月 and the document's date give a day. Of several dates the latest counts, of several
 * marks the longest. This changes nothing about the mark: whether a document is declassified its issuer says.
 */
#include "base/utf8.h"
#include "rules/document_parts.h"

#include <string.h>

typedef struct day {
    int year, month, day;
} day;

/* 0 to 9 of Arabic or Chinese numerals, those that recognisers take for each other among them; 10 for 十; -1 for others. */
static int numeral(uint32_t c)
{
    static const struct {
        uint32_t c;
        int value;
    } chinese[] = {{0x3007, 0}, {0x25CB, 0}, {0x96F6, 0}, {'O', 0}, {'o', 0}, {0x4E00, 1}, {0x4E8C, 2}, {0x4E09, 3}, {0x56DB, 4},
                   {0x4E94, 5}, {0x516D, 6}, {0x4E03, 7}, {0x516B, 8}, {0x4E5D, 9}, {0x5341, 10}};
    for (size_t i = 0; i < sizeof chinese / sizeof *chinese; i++)
        if (chinese[i].c == c)
            return chinese[i].value;
    return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
}

/* 2031, 二〇三一, 十二, 二十五. What is no numeral is passed over. */
static int number_in(const char *text, size_t size)
{
    int value = 0;
    bool tens = false;
    for (size_t at = 0, length; at < size && value < 100000; at += length) {
        uint32_t c = 0;
        length = ls_utf8_decode(text + at, size - at, &c);
        const int digit = length ? numeral(c) : -1;
        length = length ? length : 1;
        if (digit == 10)
            value = 10 * (value ? value : 1);
        else if (digit >= 0)
            value = tens ? value + digit : 10 * value + digit;
        tens = digit == 10 || (tens && digit < 0);
    }
    return value;
}

static int number(ls_inspection *run, const pcre2_code *regex, const char *text, const char *name)
{
    int group = pcre2_substring_number_from_name(regex, (PCRE2_SPTR)name);
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(run->scene.data);
    if (group < 0 || (uint32_t)group >= pcre2_get_ovector_count(run->scene.data) || at[2 * group] == PCRE2_UNSET)
        return 0;
    return number_in(text + at[2 * group], at[2 * group + 1] - at[2 * group]);
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool is_day(const day *date)
{
    return date->year >= 1900 && date->year < 3000 && date->month >= 1 && date->month <= 12 && date->day >= 1 &&
           date->day <= days_of(date->year, date->month);
}

/* The 31st of a month that has none is its last day. */
static day later(day date, int years, int months, int days)
{
    int month = date.month - 1 + months;
    date.year += years + month / 12;
    date.month = month % 12 + 1;
    if (date.day > days_of(date.year, date.month))
        date.day = days_of(date.year, date.month);
    for (date.day += days; date.day > days_of(date.year, date.month);) {
        date.day -= days_of(date.year, date.month);
        date.year += date.month == 12;
        date.month = date.month % 12 + 1;
    }
    return date;
}

static bool before(const day *one, const day *other)
{
    int a = (one->year * 16 + one->month) * 32 + one->day, b = (other->year * 16 + other->month) * 32 + other->day;
    return a < b;
}

static bool read_day(ls_inspection *run, const pcre2_code *regex, const char *text, day *out)
{
    if (!ls_inspection_finds(run, regex, text))
        return false;
    *out = (day){number(run, regex, text, "year"), number(run, regex, text, "month"), number(run, regex, text, "day")};
    return is_day(out);
}

static bool latest_day(ls_inspection *run, const ls_sheet *sheet, const pcre2_code *regex, day *latest, ls_point quad[4])
{
    bool found = false;
    for (size_t i = 0; i < sheet->text->line_count; i++) {
        day one;
        if (!ls_sheet_has(sheet, sheet->text->lines[i].page) || !sheet->scene->lines[i] ||
            !read_day(run, regex, sheet->scene->lines[i], &one) || (found && before(&one, latest)))
            continue;
        found = true;
        *latest = one;
        memcpy(quad, sheet->text->lines[i].quad, 4 * sizeof *quad);
    }
    return found;
}

/* A mark with a bare ★ runs for as long as its level may. */
static bool end_of_bare(ls_inspection *run, const ls_term *term, const ls_match *match, const day *from, day *end)
{
    for (size_t i = 0; i < term->longest_count; i++) {
        if (strcmp(term->longest[i].level, match->rule->level) != 0 || !ls_inspection_finds(run, term->bare, match->text))
            continue;
        *end = later(*from, (int)term->longest[i].years, 0, 0);
        return true;
    }
    return false;
}

/* The last day of one mark's term: the one it names, or so long after the document's date (NULL: it has none). */
static bool end_of(ls_inspection *run, const ls_term *term, const ls_match *match, const day *from, day *end)
{
    const char *mark = match->text;
    if (term->until && read_day(run, term->until, mark, end))
        return true;
    if (!from)
        return false;
    if (!ls_inspection_finds(run, term->length, mark))
        return end_of_bare(run, term, match, from, end);
    *end = later(*from, number(run, term->length, mark, "years"), number(run, term->length, mark, "months"),
                 number(run, term->length, mark, "days"));
    return true;
}

/* The last day of the longest term among the page's marks. False when one of them has no end that can be told. */
static bool end_of_terms(ls_inspection *run, const ls_sheet *sheet, const ls_term *term, const char *system,
                         const day *from, day *end)
{
    bool found = false;
    day one;
    for (size_t i = 0; i < run->matches->count; i++) {
        const ls_match *match = &run->matches->items[i];
        if (!ls_sheet_has(sheet, sheet->text->lines[match->line].page) || !match->rule->system ||
            strcmp(match->rule->system, system) != 0 || !match->rule->level)
            continue;
        if (!end_of(run, term, match, from, &one))
            return false;
        if (!found || before(end, &one))
            *end = one;
        found = true;
    }
    return found;
}

ls_status ls_terms_check(ls_inspection *run, const ls_sheet *sheet, const ls_document_pack *pack)
{
    const ls_term *term = &pack->term;
    day today, end, from;
    ls_proof proof = {.id = term->clue->id, .title = &term->clue->title, .weight = (int)term->clue->weight};
    if (strlen(run->today) != 10)
        return LS_OK;
    today = (day){(run->today[0] - '0') * 1000 + (run->today[1] - '0') * 100 + (run->today[2] - '0') * 10 +
                      (run->today[3] - '0'),
                  (run->today[5] - '0') * 10 + (run->today[6] - '0'), (run->today[8] - '0') * 10 + (run->today[9] - '0')};
    bool known = term->end && latest_day(run, sheet, term->end, &end, proof.quad);
    if (!known && term->length)
        known = end_of_terms(run, sheet, term, pack->system,
                             latest_day(run, sheet, term->date, &from, proof.quad) ? &from : NULL, &end);
    if (!known || !before(&end, &today))
        return LS_OK;
    uint64_t bit = UINT64_C(1) << (term->clue - pack->clues);
    ls_proof proofs[LS_CLUES_MAX] = {0};
    proofs[term->clue - pack->clues] = proof;
    ls_document *document;
    ls_status status = ls_documents_add(run, sheet, pack, term->rule, proofs, bit, bit, &document);
    if (!status) {
        document->day = ls_arena_printf(run->out->arena, "%04d-%02d-%02d", end.year, end.month, end.day);
        status = document->day ? LS_OK : LS_E_NOMEM;
    }
    return status;
}
