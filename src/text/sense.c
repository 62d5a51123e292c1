/* SPDX-License-Identifier: Apache-2.0 */
#include "text/sense.h"

#include "base/skeleton.h"
#include "base/utf8.h"
#include "text/marks.h"

#include <string.h>

#define IDEOGRAPHS 0x3040  /* code points from here on, kana and hangul among them, */
#define HANGUL_LAST 0xD7A3 /* up to here */
#define STAR 0x2605
#define ENOUGH 4u        /* weight of a row that says something, */
#define FEW 3u           /* or so many letters, all different, */
#define FEW_SENSE 90     /* with such a sense */
#define UNKNOWN_PARTS 2 /* one part in so many of its score is what a glyph outside of the vocabulary is worth */

static uint32_t code_of_text(const char *utf8)
{
    uint32_t code = 0;
    ls_utf8_decode(utf8, strlen(utf8), &code);
    return code;
}

static uint32_t code_of(const ls_glyph *glyph)
{
    return code_of_text(glyph->readings[0].utf8);
}

bool ls_sense_is_rare(const char *utf8)
{
    const uint32_t code = code_of_text(utf8);
    return code == STAR || (code >= IDEOGRAPHS && code <= HANGUL_LAST);
}

/* The alphabet that most of the line's letters can be of. */
static ls_alphabet alphabet_of(const ls_ocr_line *line)
{
    int latin = 0, cyrillic = 0;
    for (size_t i = 0; i < line->count; i++) {
        latin += ls_skeleton_within(code_of(&line->glyphs[i]), LS_ALPHABET_LATIN);
        cyrillic += ls_skeleton_within(code_of(&line->glyphs[i]), LS_ALPHABET_CYRILLIC);
    }
    return cyrillic > latin ? LS_ALPHABET_CYRILLIC : LS_ALPHABET_LATIN;
}

static bool is_capital(const ls_ocr_line *line, size_t i)
{
    const uint32_t code = i < line->count ? code_of(&line->glyphs[i]) : 0, shape = ls_skeleton(code);
    return (code >= 'A' && code <= 'Z') || (code >= 0x80 && shape >= 'A' && shape <= 'Z'); /* Н of another alphabet, too */
}

/*
 * Half of the capitals are capitals on their heads, too, the others small letters: NO PHOTOS is SOLOHd ON. Not those that
 * differ from their capital by size alone, nor i and l, which are strokes.
 */
static bool is_small_among_capitals(const ls_ocr_line *line, size_t i)
{
    const uint32_t code = code_of(&line->glyphs[i]);
    if (!code || code >= 0x80 || !strchr("abdefghmnqrty", (int)code))
        return false;
    const size_t before = i ? i - 1 : line->count, after = i + 1;
    return (is_capital(line, before) && (is_capital(line, after) || (i > 1 && is_capital(line, i - 2)))) ||
           (is_capital(line, after) && is_capital(line, after + 1));
}

int ls_sense_of(const ls_ocr_line *line)
{
    const ls_alphabet alphabet = alphabet_of(line);
    int sum = 0, count = 0;
    for (size_t i = 0; i < line->count; i++) {
        const ls_glyph *glyph = &line->glyphs[i];
        const uint32_t code = code_of(glyph);
        const int score = glyph->readings[0].score;
        if (code == ' ')
            continue;
        count++;
        if (strcmp(glyph->readings[0].utf8, LS_MARKS_OTHER) == 0)
            sum += score / UNKNOWN_PARTS;
        else if (is_small_among_capitals(line, i))
            continue;
        else if (ls_alphabet_of(code) == LS_ALPHABET_NONE || ls_skeleton_within(code, alphabet))
            sum += score;
    }
    return count ? sum / count : 0;
}

unsigned ls_sense_weight(const ls_ocr_line *line)
{
    unsigned weight = 0;
    for (size_t i = 0; i < line->count; i++) {
        const ls_glyph *glyph = &line->glyphs[i];
        weight += ls_sense_is_rare(glyph->readings[0].utf8) ? 2 : ls_alphabet_of(code_of(glyph)) != LS_ALPHABET_NONE;
    }
    return weight;
}

bool ls_sense_says_something(const ls_ocr_line *line)
{
    const unsigned weight = ls_sense_weight(line);
    bool few = line->count == FEW && weight == FEW && ls_sense_of(line) >= FEW_SENSE;
    for (size_t i = 1; i < line->count && few; i++)
        for (size_t j = 0; j < i; j++)
            few = few && strcmp(line->glyphs[i].readings[0].utf8, line->glyphs[j].readings[0].utf8) != 0;
    return few || weight >= ENOUGH;
}
