/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows that were read too badly to be taken for writing. In a row that is nothing some pattern's word may be read by
 * chance; that all of it is one mark is another thing.
 */
#include "base/utf8.h"
#include "rules/search.h"

#include <string.h>

#define WHOLE 70          /* per cent of the row's glyphs that the mark takes at least: a frame's side is read as one, too */
#define QUALITY_LEAST 35  /* how surely they are those of the mark */
#define WEIGHT_LEAST 5    /* letters and digits of the mark; an ideograph, kana, hangul and ★ count for two: lamps out of focus are 绝密 */
#define SURE 85           /* quality of a mark of one or two such glyphs: 秘 in its frame */
#define SURE_WEIGHT 2

static uint32_t code_of(const ls_glyph *glyph)
{
    uint32_t code = 0;
    ls_utf8_decode(glyph->readings[0].utf8, strnlen(glyph->readings[0].utf8, sizeof glyph->readings[0].utf8), &code);
    return code;
}

static int weight_of(uint32_t code)
{
    if ((code >= 0x3040 && code <= 0xD7A3) || code == 0x2605)
        return 2;
    return code > ' ' && code != '|' && code != '_';
}

/* Is the match all that the row is? */
static bool is_whole(const ls_line *row, const ls_match *match)
{
    int all = 0, taken = 0, weight = 0;
    for (size_t i = 0; i < row->count; i++) {
        const int counts = weight_of(code_of(&row->glyphs[i]));
        const bool inside = i >= match->from && i < match->to;
        all += counts > 0;
        taken += counts > 0 && inside;
        weight += inside ? counts : 0;
    }
    return taken * 100 >= WHOLE * all && match->quality >= QUALITY_LEAST &&
           weight >= (match->quality >= SURE ? SURE_WEIGHT : WEIGHT_LEAST);
}

/* The text with its doubts behind its lines; they stay where they are. */
static ls_line *lines_with_doubts(const ls_text *text)
{
    ls_line *lines = ls_arena_array(text->arena, text->line_count + text->doubt_count, sizeof *lines);
    if (!lines)
        return NULL;
    if (text->line_count)
        memcpy(lines, text->lines, text->line_count * sizeof *lines);
    memcpy(lines + text->line_count, text->doubts, text->doubt_count * sizeof *lines);
    return lines;
}

ls_status ls_rules_take_doubts(const ls_rules *rules, ls_text *text, ls_matches *limits)
{
    if (!text->doubt_count)
        return LS_OK;
    ls_text both = *text;
    both.lines = lines_with_doubts(text);
    both.line_count = text->line_count + text->doubt_count;
    if (!both.lines)
        return LS_E_NOMEM;
    ls_matches found = {.arena = text->arena, .deadline = limits->deadline, .cancel = limits->cancel};
    const size_t first = text->line_count;
    ls_status status = ls_match_from(rules, &both, first, &found);
    for (size_t i = 0; i < text->doubt_count && !status; i++) {
        bool whole = false;
        for (size_t m = 0; m < found.count; m++)
            whole = whole || (found.items[m].line == first + i && is_whole(&text->doubts[i], &found.items[m]));
        ls_line *line = whole ? ls_text_add_line(text) : NULL;
        if (line)
            *line = text->doubts[i];
        else if (whole && text->line_count < LS_LINES_MAX)
            status = LS_E_NOMEM;
    }
    text->doubt_count = 0;
    return status;
}
