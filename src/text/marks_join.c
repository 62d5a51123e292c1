/* SPDX-License-Identifier: Apache-2.0 */
/* Two readings of one strip: glyphs at the same place become one with the readings of both. */
#include "text/marks_pair.h"

#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

#define VERY_SURE 90 /* score from which it refutes what it knows and does not see */
#define STROKE                                                                                                         \
    0.2f        /* agreement below which a glyph is a stroke of another: its readings name that one last if at all */
#define SURE 70 /* score from which a glyph of the marks' counts without the other's word */
#define BEHIND                                                                                                         \
    10                   /* confidence by which the marks' reading may be lower than the other's for that; below it    \
                            only what they are very sure of counts */
#define ALPHABET_LEAST 3 /* letters that show which alphabet a line is written in */
#define ALPHABET_SHARE 3 / 4
#define WHOLE_LEAST 60 /* lowest score of a reading that is sure as a whole */
#define WHOLE_MEAN 88
#define WHOLE_WEIGHT 4    /* letters, ideographs counting double, that such a reading has at least */
#define HOPELESS 35       /* confidence below which the other's glyphs are not worth keeping beside such a reading */
#define WHOLE_DOUBT 12    /* what its confidence loses against the mean score */
#define WORTH_ADDING 8    /* score of another reading */
#define OVERRULED 1 / 2   /* of its score keeps a reading that the marks' sure one stands against */
#define SWALLOWED 1.6f    /* distance of two glyphs, in widths, between which another one has room */
#define CROWDED 2.2f      /* the same for two ideographs, whose own widths are told too small where they are large */
#define STAR "\u2605"
#define FOREIGN_MOST 4 /* one glyph in so many may be outside of the vocabulary when the marks are read alone */
#define LEAD 5         /* confidence by which the marks' reading must be better to lead */
#define FAIR 60        /* confidence from which the marks' reading is better than a hopeless one */

typedef struct joining {
    ls_pairing pair;
    bool prose; /* too much that is no glyph of a mark: what the marks do not know they take for what they know */
    bool whole; /* what the marks do not see is not there: ink of a frame, a space that was read as a letter */
    bool lead;  /* the marks' glyphs are those of the line, the other's only stand beside them */
    ls_ocr_line *out;
} joining;

static void add_reading(ls_glyph *glyph, const ls_reading *reading, unsigned char score)
{
    for (int i = 0; i < glyph->count; i++)
        if (strcmp(glyph->readings[i].utf8, reading->utf8) == 0) {
            if (glyph->readings[i].score < score)
                glyph->readings[i].score = score;
            return;
        }
    if (glyph->count == LS_ALTERNATIVES)
        glyph->count--;
    glyph->readings[glyph->count] = *reading;
    glyph->readings[glyph->count++].score = score;
}

/* Does the mark reader know that glyph, and not see it here, while it is very sure of what it sees? */
static bool is_refuted(const ls_glyph *mark, const char *utf8)
{
    if (mark->readings[0].score < VERY_SURE || !ls_marks_know(utf8))
        return false;
    for (int i = 0; i < mark->count; i++)
        if (strcmp(mark->readings[i].utf8, utf8) == 0)
            return false;
    return true;
}

/* The other reads a letter of that shape: which alphabet and case it is, is what the other knows better. */
static void confirm(const ls_glyph *other, const ls_reading *mark, ls_glyph *out)
{
    for (int i = 0; i < other->count; i++)
        if (ls_reading_alike(&other->readings[i], mark)) {
            const unsigned char own = other->readings[i].score;
            add_reading(out, &other->readings[i], own > mark->score ? own : mark->score);
            return;
        }
}

/* An ideograph that the marks have no name for, well read in prose: 同 is not the 间 that they see in it. ★ has no
 * other reader. */
static bool is_unknown(const joining *join, const ls_glyph *other, const ls_glyph *mark)
{
    return join->prose && other->readings[0].score >= VERY_SURE && ls_reading_code(&other->readings[0]) >= LS_IDEOGRAPHS &&
           !ls_marks_know(other->readings[0].utf8) && !ls_glyph_is(mark, STAR);
}

/*
 * The marks' sure reading comes first, and the other's further ones are worth less or nothing: 秘 that may be 机 must
 * not count as the 机 that it is not. A doubtful reading stands behind the other's.
 */
static void join_glyph(const joining *join, const ls_glyph *other, const ls_glyph *mark, ls_glyph *out)
{
    const bool lead = join->lead;
    *out = *other;
    if ((ls_pairing_is_sure(&join->pair, mark) && !is_unknown(join, other, mark)) ||
        (lead && !ls_glyph_is(mark, LS_MARKS_OTHER) && !ls_pairing_is_stranger(&join->pair, mark))) {
        out->count = 0;
        confirm(other, &mark->readings[0], out);
        for (int i = 0; i < (lead ? 3 : 1) && i < mark->count; i++)
            add_reading(out, &mark->readings[i], mark->readings[i].score);
        for (int i = 0; i < other->count && out->count < LS_ALTERNATIVES; i++) {
            const bool same = strcmp(other->readings[i].utf8, mark->readings[0].utf8) == 0;
            if (same || !is_refuted(mark, other->readings[i].utf8))
                add_reading(out, &other->readings[i],
                            same ? other->readings[i].score : (unsigned char)(other->readings[i].score * OVERRULED));
        }
        return;
    }
    if (ls_glyph_is(mark, LS_MARKS_OTHER) && mark->readings[0].score >= VERY_SURE)
        out->count = 1;                /* no glyph of a mark: what else the other might have read is no better */
    if (out->count == LS_ALTERNATIVES) /* room for one from here */
        out->count--;
    for (int i = 0; i < mark->count && out->count < LS_ALTERNATIVES; i++)
        if (strcmp(mark->readings[i].utf8, LS_MARKS_OTHER) != 0 && strcmp(mark->readings[i].utf8, " ") != 0 &&
            mark->readings[i].score >= WORTH_ADDING)
            add_reading(out, &mark->readings[i], mark->readings[i].score);
}

static void put(ls_ocr_line *out, const ls_glyph *glyph)
{
    if (out->count < LS_GLYPHS_PER_LINE)
        out->glyphs[out->count++] = *glyph;
}

/* The other's glyph, and the space that it has before it. */
static void put_other(joining *join, size_t other, const ls_glyph *glyph)
{
    const size_t index = join->pair.others.index[other];
    if (index > 0 && ls_glyph_is(&join->pair.others.line->glyphs[index - 1], " ") && join->out->count)
        put(join->out, &join->pair.others.line->glyphs[index - 1]);
    put(join->out, glyph);
}

static bool is_within(const joining *join, const ls_glyph *mark, float place)
{
    return ls_pairing_is_sure(&join->pair, mark) && place - join->pair.offset > mark->left &&
           place - join->pair.offset < mark->right;
}

/* An ideograph of the vocabulary, well read: none of the strokes that another one falls into. */
static bool is_ideograph(const ls_glyph *other)
{
    return other->readings[0].score >= VERY_SURE && ls_reading_code(&other->readings[0]) >= LS_IDEOGRAPHS &&
           ls_marks_know(other->readings[0].utf8);
}

/* Stands where a sure glyph of the marks' does, before or behind `mark`: a piece of it. */
static bool is_piece(const joining *join, size_t other, size_t mark)
{
    const float place = join->pair.others.place[other];
    return (mark > 0 && is_within(join, ls_view_at(&join->pair.marks, mark - 1), place)) ||
           (mark < join->pair.marks.count && is_within(join, ls_view_at(&join->pair.marks, mark), place));
}

/* A letter read well where the marks leave out as much as a glyph takes: one of two like HO or LL is easily swallowed.
 */
static bool is_swallowed(const joining *join, size_t other, size_t mark)
{
    return ls_view_at(&join->pair.others, other)->readings[0].score >= VERY_SURE && mark > 0 &&
           mark < join->pair.marks.count && ls_marks_know(ls_view_at(&join->pair.others, other)->readings[0].utf8) &&
           join->pair.marks.place[mark] - join->pair.marks.place[mark - 1] > SWALLOWED * join->pair.width;
}

/* The other's glyph at this place is the mark before or behind it, and the mark at its own place hardly: Ш that fell
 * into two. */
static bool is_half(const joining *join, size_t other, size_t mark, size_t partner)
{
    return other < join->pair.others.count && partner < join->pair.marks.count &&
           ls_view_at(&join->pair.others, other)->readings[0].score >= VERY_SURE &&
           ls_glyph_agreement(ls_view_at(&join->pair.others, other), ls_view_at(&join->pair.marks, mark)) > 0 &&
           ls_glyph_agreement(ls_view_at(&join->pair.others, other), ls_view_at(&join->pair.marks, partner)) < STROKE;
}

/* Is a glyph that the other has nothing for to be added? `before`, `behind`: do its neighbours stand for one of the
 * other's? */
static bool is_missed(const joining *join, size_t other, size_t mark, bool before, bool behind)
{
    if (join->lead)
        return true;
    return ls_pairing_is_sure(&join->pair, ls_view_at(&join->pair.marks, mark)) &&
           !(behind && is_half(join, other, mark, mark + 1)) &&
           !(before && mark > 0 && other > 0 && is_half(join, other - 1, mark, mark - 1));
}

/*
 * Two sure ideographs of the marks stand so close that nothing has room between 機 and 密, whatever another language
 * makes of the one: 機 is #8 in English.
 */
static bool is_crowded(const joining *join, size_t other, size_t mark)
{
    if (mark == 0 || mark >= join->pair.marks.count ||
        ls_reading_code(&ls_view_at(&join->pair.others, other)->readings[0]) >= LS_IDEOGRAPHS)
        return false;
    const ls_glyph *before = ls_view_at(&join->pair.marks, mark - 1), *behind = ls_view_at(&join->pair.marks, mark);
    const float apart = (behind->left + behind->right - before->left - before->right) / 2;
    return ls_pairing_is_sure(&join->pair, before) && ls_pairing_is_sure(&join->pair, behind) &&
           ls_reading_code(&before->readings[0]) >= LS_IDEOGRAPHS && ls_reading_code(&behind->readings[0]) >= LS_IDEOGRAPHS &&
           apart < CROWDED * fmaxf(before->right - before->left, behind->right - behind->left);
}

/* Is a glyph that the marks have nothing for to stay? */
static bool stays(const joining *join, size_t other, size_t mark)
{
    return is_ideograph(ls_view_at(&join->pair.others, other)) ||
           (!is_crowded(join, other, mark) &&
            (is_swallowed(join, other, mark) || (!join->whole && !is_piece(join, other, mark))));
}

static void follow(joining *join)
{
    const size_t columns = join->pair.marks.count + 1;
    size_t i = join->pair.others.count, j = join->pair.marks.count, count = 0;
    unsigned char way[2 * LS_GLYPHS_PER_LINE];
    while (i || j) {
        const unsigned char step = join->pair.step[i * columns + j];
        way[count++] = step;
        i -= step != LS_PAIR_MARKS_ONLY;
        j -= step != LS_PAIR_OTHERS_ONLY;
    }
    const size_t steps = count;
    while (count--) {
        ls_glyph glyph;
        const bool before = count + 1 < steps && way[count + 1] == LS_PAIR_BOTH,
                   behind = count > 0 && way[count - 1] == LS_PAIR_BOTH;
        if (way[count] == LS_PAIR_BOTH) {
            join_glyph(join, ls_view_at(&join->pair.others, i), ls_view_at(&join->pair.marks, j), &glyph);
            put_other(join, i, &glyph);
        } else if (way[count] == LS_PAIR_OTHERS_ONLY && stays(join, i, j)) {
            put_other(join, i, ls_view_at(&join->pair.others, i));
        } else if (way[count] == LS_PAIR_MARKS_ONLY && is_missed(join, i, j, before, behind)) {
            put(join->out, ls_view_at(&join->pair.marks, j));
        }
        i += way[count] != LS_PAIR_MARKS_ONLY;
        j += way[count] != LS_PAIR_OTHERS_ONLY;
    }
}

/* What the marks' reading is worth by itself. */
typedef enum worth { WORTH_NOTHING, WORTH_SOMETHING, WORTH_WHOLE } worth;

/*
 * Whole: nothing but glyphs of the vocabulary, each sure, and enough of them not to be a fence. Something: mostly such
 * glyphs, read fairly well.
 */
static worth worth_of(const ls_view *marks, int confidence)
{
    unsigned weight = 0, foreign = 0, least = 100;
    for (size_t i = 0; i < marks->count; i++) {
        const ls_glyph *glyph = ls_view_at(marks, i);
        foreign += ls_glyph_is(glyph, LS_MARKS_OTHER);
        least = glyph->readings[0].score < least ? glyph->readings[0].score : least;
        weight += strlen(glyph->readings[0].utf8) >= 3 ? 2 : 1; /* three bytes and more: ideographs, hangul, ★ */
    }
    if (weight < WHOLE_WEIGHT || confidence < FAIR || foreign * FOREIGN_MOST > marks->count)
        return WORTH_NOTHING;
    return !foreign && least >= WHOLE_LEAST && confidence >= WHOLE_MEAN ? WORTH_WHOLE : WORTH_SOMETHING;
}

static ls_alphabet alphabet_of(const ls_view *seen)
{
    size_t counts[LS_ALPHABET_CYRILLIC + 1] = {0};
    for (size_t i = 0; i < seen->count; i++)
        counts[ls_alphabet_of(ls_reading_code(&ls_view_at(seen, i)->readings[0]))]++;
    const size_t latin = counts[LS_ALPHABET_LATIN], cyrillic = counts[LS_ALPHABET_CYRILLIC], all = latin + cyrillic;
    if (all < ALPHABET_LEAST)
        return LS_ALPHABET_NONE;
    return cyrillic >= all * ALPHABET_SHARE ? LS_ALPHABET_CYRILLIC
           : latin >= all * ALPHABET_SHARE  ? LS_ALPHABET_LATIN
                                            : LS_ALPHABET_NONE;
}

/* Widths of glyphs vary; their distances, from the marks' answer, do less. */
static float width_of(const ls_view *marks)
{
    float sum = 0;
    for (size_t i = 0; i < marks->count; i++)
        sum += ls_view_at(marks, i)->right - ls_view_at(marks, i)->left;
    return sum / (float)marks->count;
}

ls_status ls_marks_join(const ls_ocr_line *marks, ls_ocr_line *line)
{
    joining *join = calloc(1, sizeof *join);
    ls_ocr_line *out = calloc(1, sizeof *out);
    ls_status status = join && out ? LS_OK : LS_E_NOMEM;
    if (status == LS_OK) {
        ls_view_of(line, &join->pair.others);
        ls_view_of(marks, &join->pair.marks);
    }
    if (status == LS_OK && join->pair.marks.count) {
        join->out = out;
        join->pair.width = width_of(&join->pair.marks);
        const worth value = worth_of(&join->pair.marks, marks->confidence);
        if (value != WORTH_NOTHING && line->confidence < HOPELESS) {
            memcpy(out, marks, sizeof *out);
        } else {
            join->whole = value == WORTH_WHOLE;
            join->pair.sure = marks->confidence + BEHIND >= line->confidence ? SURE : VERY_SURE;
            join->pair.alphabet = alphabet_of(&join->pair.others);
            join->lead = value != WORTH_NOTHING && marks->confidence >= line->confidence + LEAD;
            join->prose = value == WORTH_NOTHING;
            status = ls_marks_pair(&join->pair, !join->whole);
            if (status == LS_OK)
                follow(join);
        }
        const int alone = value == WORTH_WHOLE       ? marks->confidence - WHOLE_DOUBT
                          : value == WORTH_SOMETHING ? marks->confidence / 2
                                                     : 0;
        out->confidence = (unsigned char)(alone > line->confidence ? alone : line->confidence);
        if (status == LS_OK)
            memcpy(line, out, sizeof *line);
    }
    if (join)
        free(join->pair.step);
    free(join);
    free(out);
    return status;
}
