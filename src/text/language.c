/* SPDX-License-Identifier: Apache-2.0 */
#include "text/language.h"

#include "base/skeleton.h"
#include "base/utf8.h"
#include "text/marks.h"
#include "text/search.h"
#include "text/sense.h"

#include <ctype.h>
#include <string.h>

#define SURE 78        /* confidence that needs no second opinion */
#define HOPELESS 8     /* below it, in a language with thousands of glyphs, there is nothing to be read in it */
#define WRITING 50     /* the mark reader's confidence from which it may still be writing in another alphabet */
#define SCRIPT_GLYPHS 5u /* glyphs that tell what a line is written in */
#define SCRIPT_RARE 4u   /* the same for ideographs, of which one that is known counts twice: 機密 */
#define OWN_SURE 70      /* score of a letter that shows its alphabet: the other has none like it */
#define OWN_LEAST 2u     /* such letters */
#define OWN_CLEAR 3u     /* times as many as of the other alphabet */
#define SCRIPT_CLEAR 5u /* one kind of them outnumbers the other so many times */
#define IDEOGRAPHS 0.2 /* of a line's glyphs: it is Chinese, with numbers and names in between */
#define LATIN_BONUS 60
#define CHINESE_BONUS 90
#define VARIED 6         /* different glyphs that chance does not give */
#define VARIED_LESS 12   /* confidence */
#define CERTAIN 90       /* confidence that chance does not give three different letters */
#define SENSIBLE 75        /* sense to the mark reader from which its word is enough */
#define SENSIBLE_SHORT 80  /* the same for 機密 */
#define SENSIBLE_GLYPHS 4u /* different ones, ideographs counting double */
#define LONG 8u   /* width of a strip by its height: a line of a dozen ideographs, longer than most marks */
#define LEGIBLE 50 /* confidence below which no other language has helped */
#define SETTLED 3u /* such lines after which a page's long lines are read in one language: small and blurred ones cost most */
#define CHINESE_LEAST 35 /* confidence from which ideographs are believed at all */

bool ls_languages_parse(const ls_recogniser *recogniser, const char *list, ls_languages *languages)
{
    *languages = (ls_languages){0};
    strncpy(languages->names, list, sizeof languages->names - 1);
    languages->marks = recogniser->marks;
    char *at = languages->names;
    while (*at && languages->count < LS_LANGUAGES_TRIED) {
        char *end = at + strcspn(at, "+");
        const bool last = !*end;
        *end = '\0';
        ls_ocr *ocr = ls_recogniser_get(recogniser, at);
        if (ocr) {
            languages->name[languages->count] = at;
            languages->ocr[languages->count++] = ocr;
        }
        at = last ? end : end + 1;
    }
    return languages->count > 0;
}

/* CJK unified ideographs, kana and hangul: what the networks of those languages alone can give. */
static bool ideograph(const char *utf8)
{
    uint32_t code = 0;
    return ls_utf8_decode(utf8, strlen(utf8), &code) &&
           ((code >= 0x3040 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xAC00 && code <= 0xD7A3));
}

static double ideographs(const ls_ocr_line *line)
{
    size_t found = 0, glyphs = 0;
    for (size_t i = 0; i < line->count; i++) {
        if (strcmp(line->glyphs[i].readings[0].utf8, " ") == 0)
            continue;
        glyphs++;
        found += ideograph(line->glyphs[i].readings[0].utf8);
    }
    return glyphs ? (double)found / (double)glyphs : 0;
}

static bool has_alphabet(const char *language)
{
    return strncmp(language, "chi_", 4) != 0 && strncmp(language, "jpn", 3) != 0 && strncmp(language, "kor", 3) != 0;
}

/*
 * A reading's worth against one in another language. Confidences of two networks cannot be compared as they are: the
 * Latin one is sure of (2031) and 000 inside a Chinese line, the Chinese one reads SECRET//NOFORN as SECRETIINOFORN and
 * is surer of it than the Latin one of what is right.
 */
static int worth(const ls_ocr_line *line, const char *language)
{
    if (has_alphabet(language))
        return line->confidence + LATIN_BONUS;
    const bool chinese = ideographs(line) >= IDEOGRAPHS && line->confidence >= CHINESE_LEAST;
    return line->confidence + (chinese ? CHINESE_BONUS : 0);
}

/* Is one reading enough? A language with ideographs reads Latin letters too, but // as II. */
static bool enough(const ls_ocr_line *line, const char *language)
{
    if (has_alphabet(language))
        return line->confidence >= SURE;
    const bool chinese = ideographs(line) >= IDEOGRAPHS;
    return line->confidence < HOPELESS || (chinese && line->confidence >= SURE - 20);
}

static const char *glyph_at(const ls_ocr_line *line, size_t index)
{
    return line->glyphs[index].readings[0].utf8;
}

/* Do two readings of one strip say about the same? Glyphs are compared in order, one or two may be missing between. */
static bool agree(const ls_ocr_line *a, const ls_ocr_line *b)
{
    size_t same = 0, from = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = from; j < b->count && j < from + 3; j++)
            if (strcmp(glyph_at(a, i), glyph_at(b, j)) == 0) {
                same++;
                from = j + 1;
                break;
            }
    const size_t longer = a->count > b->count ? a->count : b->count;
    return same >= 3 && same * 10 >= longer * 6;
}

/*
 * When a Chinese network finds no ideograph and a Latin one says about the same, the Latin reading is the right one
 * however low its confidence: capitals and slashes are no words of its dictionary. Each makes the other believable.
 */
static bool settle_latin(ls_ocr_line *a, const char *language_a, ls_ocr_line *b, const char *language_b, bool *first)
{
    if (has_alphabet(language_a) == has_alphabet(language_b) || !agree(a, b))
        return false;
    *first = has_alphabet(language_a);
    if (ideographs(*first ? b : a) > 0)
        return false;
    ls_ocr_line *latin = *first ? a : b, *other = *first ? b : a;
    latin->confidence = latin->confidence > other->confidence ? latin->confidence : other->confidence;
    return true;
}

/* Of any alphabet: the Latin one with all its accents, or Cyrillic. */
static bool letter(const char *utf8)
{
    uint32_t code = 0;
    return ls_utf8_decode(utf8, strlen(utf8), &code) &&
           (code < 0x80 ? isalpha((int)code) != 0 : (code >= 0xC0 && code < 0x530) || (code >= 0x1E00 && code < 0x1F00));
}

/* A number says nothing about the language of the next line. */
static size_t letters(const ls_ocr_line *line)
{
    size_t count = 0;
    for (size_t i = 0; i < line->count; i++)
        count += letter(glyph_at(line, i));
    return count;
}

static void prefer(ls_languages *languages, size_t winner)
{
    const char *name = languages->name[winner];
    ls_ocr *ocr = languages->ocr[winner];
    memmove(languages->name + 1, languages->name, winner * sizeof *languages->name);
    memmove(languages->ocr + 1, languages->ocr, winner * sizeof *languages->ocr);
    languages->name[0] = name;
    languages->ocr[0] = ocr;
}

/* Different letters and digits, or ideographs and ★, which count for more: chance hardly hits them. */
static unsigned variety(const ls_line *line)
{
    unsigned different = 0;
    for (size_t i = 0; i < line->count; i++) {
        const char *glyph = line->glyphs[i].readings[0].utf8;
        const bool rare = ls_sense_is_rare(glyph);
        bool new = rare || letter(glyph) || isdigit((unsigned char)glyph[0]);
        for (size_t j = 0; new && j < i; j++)
            new = strcmp(line->glyphs[j].readings[0].utf8, glyph) != 0;
        different += new ? (rare ? 2 : 1) : 0;
    }
    return different;
}

/*
 * In foliage, fences and fabrics one row in fifty is read with a confidence above 50, in Chinese one in two thousand
 * above 70 (three glyphs or more; odd photos without text); writing that can be read at all has 60 to 98. The mark reader is
 * harder to fool: no row of a third of those photos, likely or not, made sense of 75 to it with four different glyphs.
 */
bool ls_reading_believed(const ls_line *line, int certainty, int confidence, int sense)
{
    if (!line->count)
        return false;
    if (certainty >= LS_CERTAINTY_SURE)
        return confidence >= 22;
    const bool likely = certainty >= LS_CERTAINTY_BESIDE;
    const unsigned glyphs = variety(line);
    if (glyphs >= VARIED ? sense >= SENSIBLE : likely && glyphs >= SENSIBLE_GLYPHS && sense >= SENSIBLE_SHORT)
        return true;
    if (glyphs < (likely || confidence >= CERTAIN ? 3u : 4u))
        return false;
    const int least = has_alphabet(line->language) ? (likely ? 56 : 72) : (likely ? 48 : 58);
    return confidence >= least - (glyphs >= VARIED ? VARIED_LESS : 0);
}

ls_status ls_languages_glance(const ls_languages *languages, const ls_raster *strip, ls_ocr_line *line, int *confidence)
{
    *confidence = -1;
    if (!languages->marks)
        return LS_OK;
    ls_status status = ls_marks_read(languages->marks, strip, line);
    *confidence = status ? -1 : line->confidence;
    return status;
}

typedef enum script { SCRIPT_ANY, SCRIPT_LETTERS, SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_IDEOGRAPHS } script;

/* By the letters that the other alphabet has none like: Д, И and Л against D, R and N. Of either there may be a misread one. */
static script alphabet_of(const ls_ocr_line *marks)
{
    size_t latin = 0, cyrillic = 0;
    for (size_t i = 0; i < marks->count; i++) {
        uint32_t code = 0;
        const char *glyph = glyph_at(marks, i);
        if (!ls_utf8_decode(glyph, strlen(glyph), &code) || marks->glyphs[i].readings[0].score < OWN_SURE)
            continue;
        const ls_alphabet own = ls_alphabet_of(code);
        latin += own == LS_ALPHABET_LATIN && !ls_skeleton_within(code, LS_ALPHABET_CYRILLIC);
        cyrillic += own == LS_ALPHABET_CYRILLIC && !ls_skeleton_within(code, LS_ALPHABET_LATIN);
    }
    return cyrillic >= OWN_LEAST && cyrillic > OWN_CLEAR * latin ? SCRIPT_CYRILLIC
           : latin >= OWN_LEAST && latin > OWN_CLEAR * cyrillic  ? SCRIPT_LATIN
                                                                 : SCRIPT_LETTERS;
}

/* What the mark reader sees most of: it does not know which ideograph one is, but that it is none of its letters. */
static script script_of(const ls_ocr_line *marks)
{
    size_t alphabetic = 0, ideographic = 0, known = 0;
    for (size_t i = 0; i < marks->count; i++) {
        const char *glyph = glyph_at(marks, i);
        alphabetic += letter(glyph);
        known += ideograph(glyph);
        ideographic += ideograph(glyph) || strcmp(glyph, LS_MARKS_OTHER) == 0;
    }
    const size_t glyphs = alphabetic + ideographic;
    if (glyphs >= SCRIPT_GLYPHS && alphabetic >= SCRIPT_CLEAR * ideographic)
        return alphabet_of(marks);
    if ((glyphs >= SCRIPT_GLYPHS || (known > 1 && glyphs + known >= SCRIPT_RARE)) && ideographic >= SCRIPT_CLEAR * alphabetic)
        return SCRIPT_IDEOGRAPHS;
    return SCRIPT_ANY;
}

static bool is_of(const char *language, script written)
{
    const bool cyrillic = strncmp(language, "rus", 3) == 0;
    switch (written) {
    case SCRIPT_ANY: break;
    case SCRIPT_LETTERS: return has_alphabet(language);
    case SCRIPT_LATIN: return has_alphabet(language) && !cyrillic;
    case SCRIPT_CYRILLIC: return cyrillic;
    case SCRIPT_IDEOGRAPHS: return !has_alphabet(language);
    }
    return true;
}

static bool any_of(const ls_languages *languages, script written)
{
    for (size_t i = 0; i < languages->count; i++)
        if (is_of(languages->name[i], written))
            return true;
    return false;
}

/* What of `written` the languages can tell: Russian without a language of its alphabet is still letters. */
static script told(const ls_languages *languages, script written)
{
    if ((written == SCRIPT_LATIN || written == SCRIPT_CYRILLIC) && !any_of(languages, written))
        written = SCRIPT_LETTERS;
    return any_of(languages, written) ? written : SCRIPT_ANY;
}

ls_status ls_languages_read(ls_languages *languages, const ls_raster *strip, const ls_ocr_line *marks, int seen, ls_ocr_line *best,
                            ls_ocr_line *trial, ls_tongue *out)
{
    *out = (ls_tongue){0};
    int best_worth = -1;
    size_t winner = 0, first = 0;
    const bool is_long = strip->width > LONG * strip->height;
    ls_status status = LS_OK;
    /* a language of another kind makes nonsense of the line, slowly */
    const script written = told(languages, seen >= WRITING ? script_of(marks) : SCRIPT_ANY);
    const bool torn = written == SCRIPT_LETTERS && any_of(languages, SCRIPT_LATIN) && any_of(languages, SCRIPT_CYRILLIC);
    for (size_t i = 0; i < languages->count && status == LS_OK; i++) {
        if (!is_of(languages->name[i], written))
            continue;
        status = ls_ocr_read(languages->ocr[i], strip, trial);
        if (status)
            return status == LS_E_FORMAT ? LS_E_LIMIT : status;
        out->attempts++;
        bool stop = enough(trial, languages->name[i]);
        const bool hopeless = stop && trial->confidence < HOPELESS;
        int value = worth(trial, languages->name[i]);
        bool best_stays = false;
        if (out->attempts > 1 && settle_latin(best, languages->name[winner], trial, languages->name[i], &best_stays))
            value = best_stays ? best_worth : best_worth + 1;
        if (value > best_worth) {
            best_worth = value;
            winner = i;
            ls_ocr_line *swap = best;
            best = trial;
            trial = swap;
        }
        first = out->attempts == 1 ? i : first;
        if (torn && out->attempts == 1)
            stop = false; /* CEKPETHO is read well in English */
        if (hopeless)
            stop = seen < WRITING; /* a Chinese network makes nothing of Russian; writing is tried in the other languages */
        if (stop || (is_long && languages->settled >= SETTLED))
            break;
    }
    if (status)
        return status;
    out->line = best;
    out->language = languages->name[winner];
    if (is_long && out->attempts > 1)
        languages->settled = winner == first || best->confidence < LEGIBLE ? languages->settled + 1 : 0;
    if (best->confidence >= SURE - 20 && (!has_alphabet(out->language) || letters(best) >= VARIED))
        prefer(languages, winner);
    return languages->marks ? ls_marks_join(marks, best) : LS_OK;
}
