/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/cells.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define SPECKS_MAX 2 /* pieces of a frame, at either end of a line */
#define STRAY_WORD 3 /* capitals of a word, at least, beside which a small letter is a stray one */

/* Codes that one reading can have: its bytes. */
#define READING_CODES (sizeof((ls_reading *)0)->utf8)

/* 0: drop it. */
static uint32_t fold(uint32_t code)
{
    if (code >= 0xFF01 && code <= 0xFF5E) /* full-width ASCII */
        return code - 0xFF01 + '!';
    if ((code >= 0x2000 && code <= 0x200A) || (code >= 0x2010 && code <= 0x2015))
        return code <= 0x200A ? ' ' : '-';
    switch (code) {
    case '\t':
    case '\n':
    case 0xA0:
    case 0x202F:
    case 0x205F:
    case 0x3000: return ' ';
    case 0x200B: /* zero-width space, joiners and the byte order mark */
    case 0x200C:
    case 0x200D:
    case 0xFEFF: return 0;
    case 0x2212:
    case 0xFE63: return '-';
    case 0x2044:
    case 0x2215:
    case 0x29F8: return '/';
    case 0x2236:
    case 0xFE55: return ':';
    default: return code;
    }
}

static size_t decode(const char *utf8, uint32_t codes[READING_CODES])
{
    size_t size = strnlen(utf8, READING_CODES), count = 0;
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t code;
        if (!(length = ls_utf8_decode(utf8 + at, size - at, &code)))
            break;
        if ((code = fold(code)))
            codes[count++] = code;
    }
    return count;
}

static ls_cell *add(ls_cells *cells, size_t glyph, uint32_t code, unsigned char score)
{
    ls_cell *cell = &cells->items[cells->count++];
    *cell = (ls_cell){.glyph = glyph, .count = 1, .options = {{code, score}}};
    return cell;
}

static void add_option(ls_cell *cell, uint32_t code, unsigned char score)
{
    for (size_t i = 0; i < cell->count; i++) {
        if (cell->options[i].code == code)
            return;
    }
    if (cell->count < LS_ALTERNATIVES)
        cell->options[cell->count++] = (ls_option){code, score};
}

static void add_glyph(ls_cells *cells, const ls_line *line, size_t index)
{
    const ls_glyph *glyph = &line->glyphs[index];
    uint32_t codes[READING_CODES];
    size_t count = decode(glyph->readings[0].utf8, codes);
    ls_cell *cell = NULL;
    for (size_t i = 0; i < count; i++)
        cell = add(cells, index, codes[i], glyph->readings[0].score);
    for (size_t i = 1; count == 1 && codes[0] != ' ' && i < glyph->count && i < LS_ALTERNATIVES; i++) {
        uint32_t other[READING_CODES];
        if (decode(glyph->readings[i].utf8, other) == 1 && other[0] != ' ')
            add_option(cell, other[0], glyph->readings[i].score);
    }
}

static int by_size(const void *left, const void *right)
{
    float a = *(const float *)left, b = *(const float *)right;
    return (a > b) - (a < b);
}

/* Glyphs wider apart than this part of the line are two words: half of the median glyph width. */
static float word_gap(const ls_line *line, ls_arena *arena)
{
    float *widths = ls_arena_array(arena, line->count, sizeof *widths);
    if (!widths)
        return -1;
    for (size_t i = 0; i < line->count; i++)
        widths[i] = line->glyphs[i].right - line->glyphs[i].left;
    qsort(widths, line->count, sizeof *widths, by_size);
    return widths[line->count / 2] / 2;
}

static bool is_ascii_word(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
}

/* A space is only worth keeping between two Latin words. */
static bool keeps_space(const ls_cells *cells, size_t at)
{
    if (at == 0 || at + 1 >= cells->count)
        return false;
    const ls_cell *items = cells->items;
    if (!is_ascii_word(items[at - 1].options[0].code) || !is_ascii_word(items[at + 1].options[0].code))
        return false;
    bool single_before = at < 2 || items[at - 2].options[0].code == ' ';
    bool single_after = at + 2 >= cells->count || items[at + 2].options[0].code == ' ';
    return !(single_before && single_after); /* letter-spaced */
}

static void drop_spaces(ls_cells *cells, bool *keep)
{
    size_t kept = 0;
    for (size_t i = 0; i < cells->count; i++)
        keep[i] = cells->items[i].options[0].code != ' ' || keeps_space(cells, i);
    for (size_t i = 0; i < cells->count; i++) {
        if (keep[i])
            cells->items[kept++] = cells->items[i];
    }
    cells->count = kept;
}

static bool holds(const ls_cells *cells, uint32_t code)
{
    for (size_t i = 0; i < cells->count; i++) {
        if (cells->items[i].options[0].code == code)
            return true;
    }
    return false;
}

/*
 * What the side of a frame, its corner or a speck beside the line is read as. A bracket is one when nothing closes it;
 * beside hangul a bar may be a number, Ⅰ급.
 */
static bool is_speck(const ls_cells *cells, uint32_t code, uint32_t beside)
{
    static const uint32_t brackets[][2] = {{'[', ']'}, {'{', '}'}, {0x300C, 0x300D}, {0x300E, 0x300F}}; /* 「」『』 */
    for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++) {
        if (code == brackets[i][0] || code == brackets[i][1])
            return !holds(cells, brackets[i][code == brackets[i][0]]);
    }
    if (code == '|' || code == 0x2502) /* │ */
        return beside < 0xAC00 || beside > 0xD7A3;
    return code == '.' || code == ',' || code == '\'' || code == '`' || code == '_' || code == '~' || code == '\\' ||
           code == 0x2018 || code == 0x2019; /* ‘’ */
}

static bool is_capital(const ls_cell *cell)
{
    return cell->options[0].code >= 'A' && cell->options[0].code <= 'Z';
}

/* A small letter at the end of a word of capitals is no part of it: a speck beside the line was read as one. */
static bool is_stray(const ls_cell *end, int inwards)
{
    const uint32_t code = end->options[0].code;
    return code >= 'a' && code <= 'z' && is_capital(end + inwards) && is_capital(end + 2 * inwards) &&
           is_capital(end + 3 * inwards);
}

static void drop_strays(ls_cells *cells)
{
    if (cells->count > STRAY_WORD && is_stray(&cells->items[cells->count - 1], -1))
        cells->count--;
    if (cells->count > STRAY_WORD && is_stray(cells->items, 1))
        memmove(cells->items, cells->items + 1, --cells->count * sizeof *cells->items);
}

static void drop_specks(ls_cells *cells)
{
    for (int i = 0; i < SPECKS_MAX && cells->count > 2; i++) {
        const ls_cell *last = &cells->items[cells->count - 1];
        if (last->options[0].code == ' ' || is_speck(cells, last->options[0].code, last[-1].options[0].code))
            cells->count--;
    }
    for (int i = 0; i < SPECKS_MAX && cells->count > 2; i++) {
        const ls_cell *first = cells->items;
        if (first->options[0].code == ' ' || is_speck(cells, first->options[0].code, first[1].options[0].code))
            memmove(cells->items, first + 1, --cells->count * sizeof *first);
    }
}

static bool has_space(const ls_line *line)
{
    uint32_t codes[READING_CODES];
    for (size_t i = 0; i < line->count; i++) {
        for (size_t j = decode(line->glyphs[i].readings[0].utf8, codes); j-- > 0;) {
            if (codes[j] == ' ')
                return true;
        }
    }
    return false;
}

static ls_status make_room(ls_cells *cells, ls_arena *arena, const ls_line *line)
{
    uint32_t codes[READING_CODES];
    size_t needed = 1;
    for (size_t i = 0; i < line->count; i++)
        needed += decode(line->glyphs[i].readings[0].utf8, codes) + 1; /* and a space before it */
    cells->count = 0;
    if (needed <= cells->capacity)
        return LS_OK;
    cells->items = ls_arena_array(arena, needed, sizeof *cells->items);
    cells->capacity = cells->items ? needed : 0;
    return cells->items ? LS_OK : LS_E_NOMEM;
}

ls_status ls_cells_read(ls_cells *cells, ls_arena *arena, const ls_line *line)
{
    ls_status status = make_room(cells, arena, line);
    if (status || !line->count)
        return status;
    float gap = has_space(line) ? 2 : word_gap(line, arena);
    bool *keep = ls_arena_array(arena, cells->capacity, sizeof *keep);
    if (gap < 0 || !keep)
        return LS_E_NOMEM;
    for (size_t i = 0; i < line->count; i++) {
        if (i && line->glyphs[i].left - line->glyphs[i - 1].right > gap)
            add(cells, i, ' ', 0);
        add_glyph(cells, line, i);
    }
    drop_spaces(cells, keep);
    drop_specks(cells);
    drop_strays(cells);
    return LS_OK;
}

char *ls_cells_text(const ls_cells *cells, size_t from, size_t to, ls_arena *arena)
{
    char *text = ls_arena_alloc(arena, (to - from) * 4 + 1), *at = text;
    for (size_t i = from; text && i < to; i++)
        at += ls_utf8_encode(cells->items[i].options[0].code, at);
    return text;
}
