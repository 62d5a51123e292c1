/* SPDX-License-Identifier: Apache-2.0 */
/* Two readings of one strip: glyphs at the same place become one with the readings of both. */
#include "text/marks.h"

#include "base/skeleton.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VERY_SURE 90      /* score from which it refutes what it knows and does not see */
#define STROKE 0.2f    /* agreement below which a glyph is a stroke of another: its readings name that one last if at all */
#define SURE 70           /* score from which a glyph of the marks' counts without the other's word */
#define BEHIND 10         /* confidence by which the marks' reading may be lower than the other's for that; below it
                             only what they are very sure of counts */
#define ALPHABET_LEAST 3  /* letters that show which alphabet a line is written in */
#define ALPHABET_SHARE 3 / 4
#define WHOLE_LEAST 60    /* lowest score of a reading that is sure as a whole */
#define WHOLE_MEAN 88
#define WHOLE_WEIGHT 4    /* letters, ideographs counting double, that such a reading has at least */
#define HOPELESS 35       /* confidence below which the other's glyphs are not worth keeping beside such a reading */
#define WHOLE_DOUBT 12    /* what its confidence loses against the mean score */
#define WORTH_ADDING 8    /* score of another reading */
#define OVERRULED 1 / 2   /* of its score keeps a reading that the marks' sure one stands against */
#define SWALLOWED 1.6f    /* distance of two glyphs, in widths, between which another one has room */
#define IDEOGRAPHS 0x3400 /* code points from here on, hangul among them */
#define STAR "\u2605"
#define GAP 0.8f          /* cost of a glyph without a counterpart */
#define DISAGREE 0.45f    /* cost of two glyphs at one place that share no reading; part of it where a poor one */
#define FAR 1.6f          /* distance, in widths of a glyph, beyond which two are not the same */
#define FAR_AGREED 3.0f   /* the same where both read the same: Tesseract's boxes may be off by more than a glyph */
#define OFFSET_LEAST 2    /* glyphs that both read and that show how far apart the two place them */
#define NEAR 0.5f         /* cost of a distance of one width: both readers place narrow letters roughly */
#define FOREIGN_MOST 4    /* one glyph in so many may be outside of the vocabulary when the marks are read alone */
#define LEAD 5            /* confidence by which the marks' reading must be better to lead */
#define FAIR 60           /* confidence from which the marks' reading is better than a hopeless one */

typedef struct view { /* the glyphs that are no spaces */
    const ls_ocr_line *line;
    unsigned short index[LS_GLYPHS_PER_LINE];
    float place[LS_GLYPHS_PER_LINE]; /* their middles */
    size_t count;
} view;

typedef struct joining {
    view others, marks;
    float width;        /* of a glyph, as a share of the strip */
    float offset;       /* by which the other places glyphs behind the marks; in the marks' places already */
    bool prose;         /* too much that is no glyph of a mark: what the marks do not know they take for what they know */
    bool whole;         /* what the marks do not see is not there: ink of a frame, a space that was read as a letter */
    bool lead;          /* the marks' glyphs are those of the line, the other's only stand beside them */
    int sure;           /* score from which a glyph of the marks' counts */
    ls_alphabet alphabet; /* that the other reads the line in */
    unsigned char *step; /* (others + 1) × (marks + 1): how the cheapest way came here */
    ls_ocr_line *out;
} joining;

enum { BOTH, OTHERS_ONLY, MARKS_ONLY };

static bool is(const ls_glyph *glyph, const char *utf8)
{
    return strcmp(glyph->readings[0].utf8, utf8) == 0;
}

static const ls_glyph *at(const view *seen, size_t i)
{
    return &seen->line->glyphs[seen->index[i]];
}

/* The box of a word's last glyph often reaches to the end of the line: the next glyph's start is a better end for it. */
static void see(const ls_ocr_line *line, view *out)
{
    out->line = line;
    out->count = 0;
    for (size_t i = 0; i < line->count; i++)
        if (!is(&line->glyphs[i], " "))
            out->index[out->count++] = (unsigned short)i;
    for (size_t i = 0; i < out->count; i++) {
        float end = at(out, i)->right;
        if (i + 1 < out->count && at(out, i + 1)->left > at(out, i)->left)
            end = fminf(end, at(out, i + 1)->left);
        out->place[i] = (at(out, i)->left + end) / 2;
    }
}

static uint32_t code_of(const ls_reading *reading)
{
    uint32_t code = 0;
    const size_t size = strlen(reading->utf8);
    return size && ls_utf8_decode(reading->utf8, size, &code) == size ? code : 0;
}

static bool alike(const ls_reading *a, const ls_reading *b)
{
    const uint32_t left = code_of(a), right = code_of(b);
    return left && right ? ls_skeleton(left) == ls_skeleton(right) : strcmp(a->utf8, b->utf8) == 0;
}

/* A letter of another alphabet than the line's that no letter of it looks like: the marks know no words. */
static bool is_stranger(const joining *join, const ls_glyph *mark)
{
    const uint32_t code = code_of(&mark->readings[0]);
    return join->alphabet != LS_ALPHABET_NONE && ls_alphabet_of(code) != LS_ALPHABET_NONE &&
           !ls_skeleton_within(code, join->alphabet);
}

static bool is_sure(const joining *join, const ls_glyph *mark)
{
    return !is(mark, LS_MARKS_OTHER) && mark->readings[0].score >= join->sure && !is_stranger(join, mark);
}

/* How well the marks agree with one of the other's readings, 0–1. */
static float agreement(const ls_glyph *other, const ls_glyph *mark)
{
    for (int j = 0; j < mark->count; j++) /* the best first */
        for (int i = 0; i < other->count; i++)
            if (alike(&other->readings[i], &mark->readings[j]))
                return (float)mark->readings[j].score / 100;
    return 0;
}

static float cost_of(const joining *join, size_t other, size_t mark)
{
    const ls_glyph *a = at(&join->others, other), *b = at(&join->marks, mark);
    const float far = fabsf(join->others.place[other] - join->marks.place[mark]) / join->width;
    const float agreed = agreement(a, b);
    return far > (agreed > 0 ? FAR_AGREED : FAR) ? 2 * GAP + 1 : NEAR * far + DISAGREE * (1 - agreed);
}

static int by_size(const void *left, const void *right)
{
    const float a = *(const float *)left, b = *(const float *)right;
    return (a > b) - (a < b);
}

/* How far behind the mark Tesseract has the same glyph, where it is nearest. False: nowhere near. */
static bool offset_of(const joining *join, size_t mark, float *offset)
{
    *offset = INFINITY;
    for (size_t i = 0; i < join->others.count; i++) {
        const float apart = join->others.place[i] - join->marks.place[mark];
        if (fabsf(apart) < fabsf(*offset) && alike(&at(&join->others, i)->readings[0], &at(&join->marks, mark)->readings[0]))
            *offset = apart;
    }
    return fabsf(*offset) <= FAR_AGREED * join->width;
}

/*
 * A network that decides column by column speaks up early in a glyph, Tesseract's boxes are late: together that may be a
 * whole glyph, and in a line of which the marks know every third one nothing else would tell 单位 from 位 beside 单. A line
 * that the marks know as a whole needs none of that, and Tesseract may have read it in another language, its places astray.
 */
static void bring_together(joining *join)
{
    float offsets[LS_GLYPHS_PER_LINE];
    size_t known = 0;
    for (size_t j = 0; j < join->marks.count; j++)
        known += is_sure(join, at(&join->marks, j)) && offset_of(join, j, &offsets[known]);
    if (known < OFFSET_LEAST)
        return;
    qsort(offsets, known, sizeof *offsets, by_size);
    join->offset = offsets[known / 2];
    for (size_t j = 0; j < join->marks.count; j++)
        join->marks.place[j] += join->offset;
}

/* The cheapest pairing in order, by dynamic programming over both lines. */
static ls_status align(joining *join)
{
    const size_t rows = join->others.count + 1, columns = join->marks.count + 1;
    float *cost = malloc(rows * columns * sizeof *cost);
    join->step = malloc(rows * columns);
    if (!cost || !join->step) {
        free(cost);
        return LS_E_NOMEM;
    }
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            float best = i || j ? INFINITY : 0;
            unsigned char step = BOTH;
            if (i && j)
                best = cost[(i - 1) * columns + j - 1] + cost_of(join, i - 1, j - 1);
            if (i && cost[(i - 1) * columns + j] + GAP < best) {
                best = cost[(i - 1) * columns + j] + GAP;
                step = OTHERS_ONLY;
            }
            if (j && cost[i * columns + j - 1] + GAP < best) {
                best = cost[i * columns + j - 1] + GAP;
                step = MARKS_ONLY;
            }
            cost[i * columns + j] = best;
            join->step[i * columns + j] = step;
        }
    free(cost);
    return LS_OK;
}

/* ------------------------------------------------------------------------------------------------- the joined line */

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
        if (alike(&other->readings[i], mark)) {
            const unsigned char own = other->readings[i].score;
            add_reading(out, &other->readings[i], own > mark->score ? own : mark->score);
            return;
        }
}

/* An ideograph that the marks have no name for, well read in prose: 同 is not the 间 that they see in it. ★ has no other reader. */
static bool is_unknown(const joining *join, const ls_glyph *other, const ls_glyph *mark)
{
    return join->prose && other->readings[0].score >= VERY_SURE && code_of(&other->readings[0]) >= IDEOGRAPHS &&
           !ls_marks_know(other->readings[0].utf8) && !is(mark, STAR);
}

/*
 * The marks' sure reading comes first, and the other's further ones are worth less or nothing: 秘 that may be 机 must not
 * count as the 机 that it is not. A doubtful reading stands behind the other's.
 */
static void join_glyph(const joining *join, const ls_glyph *other, const ls_glyph *mark, ls_glyph *out)
{
    const bool lead = join->lead;
    *out = *other;
    if ((is_sure(join, mark) && !is_unknown(join, other, mark)) || (lead && !is(mark, LS_MARKS_OTHER) && !is_stranger(join, mark))) {
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
    if (is(mark, LS_MARKS_OTHER) && mark->readings[0].score >= VERY_SURE)
        out->count = 1; /* no glyph of a mark: what else the other might have read is no better */
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
    const size_t index = join->others.index[other];
    if (index > 0 && is(&join->others.line->glyphs[index - 1], " ") && join->out->count)
        put(join->out, &join->others.line->glyphs[index - 1]);
    put(join->out, glyph);
}

static bool is_within(const joining *join, const ls_glyph *mark, float place)
{
    return is_sure(join, mark) && place - join->offset > mark->left && place - join->offset < mark->right;
}

/* An ideograph of the vocabulary, well read: none of the strokes that another one falls into. */
static bool is_ideograph(const ls_glyph *other)
{
    return other->readings[0].score >= VERY_SURE && code_of(&other->readings[0]) >= IDEOGRAPHS &&
           ls_marks_know(other->readings[0].utf8);
}

/* Stands where a sure glyph of the marks' does, before or behind `mark`: a piece of it. */
static bool is_piece(const joining *join, size_t other, size_t mark)
{
    const float place = join->others.place[other];
    return (mark > 0 && is_within(join, at(&join->marks, mark - 1), place)) ||
           (mark < join->marks.count && is_within(join, at(&join->marks, mark), place));
}

/* A letter read well where the marks leave out as much as a glyph takes: one of two like HO or LL is easily swallowed. */
static bool is_swallowed(const joining *join, size_t other, size_t mark)
{
    return at(&join->others, other)->readings[0].score >= VERY_SURE && mark > 0 && mark < join->marks.count &&
           ls_marks_know(at(&join->others, other)->readings[0].utf8) &&
           join->marks.place[mark] - join->marks.place[mark - 1] > SWALLOWED * join->width;
}

/* The other's glyph at this place is the mark before or behind it, and the mark at its own place hardly: Ш that fell into two. */
static bool is_half(const joining *join, size_t other, size_t mark, size_t partner)
{
    return other < join->others.count && partner < join->marks.count &&
           at(&join->others, other)->readings[0].score >= VERY_SURE &&
           agreement(at(&join->others, other), at(&join->marks, mark)) > 0 &&
           agreement(at(&join->others, other), at(&join->marks, partner)) < STROKE;
}

/* Is a glyph that the other has nothing for to be added? `before`, `behind`: do its neighbours stand for one of the other's? */
static bool is_missed(const joining *join, size_t other, size_t mark, bool before, bool behind)
{
    if (join->lead)
        return true;
    return is_sure(join, at(&join->marks, mark)) && !(behind && is_half(join, other, mark, mark + 1)) &&
           !(before && mark > 0 && other > 0 && is_half(join, other - 1, mark, mark - 1));
}

/* Is a glyph that the marks have nothing for to stay? */
static bool stays(const joining *join, size_t other, size_t mark)
{
    return is_ideograph(at(&join->others, other)) || is_swallowed(join, other, mark) ||
           (!join->whole && !is_piece(join, other, mark));
}

static void follow(joining *join)
{
    const size_t columns = join->marks.count + 1;
    size_t i = join->others.count, j = join->marks.count, count = 0;
    unsigned char way[2 * LS_GLYPHS_PER_LINE];
    while (i || j) {
        const unsigned char step = join->step[i * columns + j];
        way[count++] = step;
        i -= step != MARKS_ONLY;
        j -= step != OTHERS_ONLY;
    }
    const size_t steps = count;
    while (count--) {
        ls_glyph glyph;
        const bool before = count + 1 < steps && way[count + 1] == BOTH, behind = count > 0 && way[count - 1] == BOTH;
        if (way[count] == BOTH) {
            join_glyph(join, at(&join->others, i), at(&join->marks, j), &glyph);
            put_other(join, i, &glyph);
        } else if (way[count] == OTHERS_ONLY && stays(join, i, j)) {
            put_other(join, i, at(&join->others, i));
        } else if (way[count] == MARKS_ONLY && is_missed(join, i, j, before, behind)) {
            put(join->out, at(&join->marks, j));
        }
        i += way[count] != MARKS_ONLY;
        j += way[count] != OTHERS_ONLY;
    }
}

/* What the marks' reading is worth by itself. */
typedef enum worth { WORTH_NOTHING, WORTH_SOMETHING, WORTH_WHOLE } worth;

/*
 * Whole: nothing but glyphs of the vocabulary, each sure, and enough of them not to be a fence. Something: mostly such
 * glyphs, read fairly well.
 */
static worth worth_of(const view *marks, int confidence)
{
    unsigned weight = 0, foreign = 0, least = 100;
    for (size_t i = 0; i < marks->count; i++) {
        const ls_glyph *glyph = at(marks, i);
        foreign += is(glyph, LS_MARKS_OTHER);
        least = glyph->readings[0].score < least ? glyph->readings[0].score : least;
        weight += strlen(glyph->readings[0].utf8) >= 3 ? 2 : 1; /* three bytes and more: ideographs, hangul, ★ */
    }
    if (weight < WHOLE_WEIGHT || confidence < FAIR || foreign * FOREIGN_MOST > marks->count)
        return WORTH_NOTHING;
    return !foreign && least >= WHOLE_LEAST && confidence >= WHOLE_MEAN ? WORTH_WHOLE : WORTH_SOMETHING;
}

static ls_alphabet alphabet_of(const view *seen)
{
    size_t counts[LS_ALPHABET_CYRILLIC + 1] = {0};
    for (size_t i = 0; i < seen->count; i++)
        counts[ls_alphabet_of(code_of(&at(seen, i)->readings[0]))]++;
    const size_t latin = counts[LS_ALPHABET_LATIN], cyrillic = counts[LS_ALPHABET_CYRILLIC], all = latin + cyrillic;
    if (all < ALPHABET_LEAST)
        return LS_ALPHABET_NONE;
    return cyrillic >= all * ALPHABET_SHARE ? LS_ALPHABET_CYRILLIC
           : latin >= all * ALPHABET_SHARE ? LS_ALPHABET_LATIN : LS_ALPHABET_NONE;
}

/* Widths of glyphs vary; their distances, from the marks' answer, do less. */
static float width_of(const view *marks)
{
    float sum = 0;
    for (size_t i = 0; i < marks->count; i++)
        sum += at(marks, i)->right - at(marks, i)->left;
    return sum / (float)marks->count;
}

ls_status ls_marks_join(const ls_ocr_line *marks, ls_ocr_line *line)
{
    joining *join = calloc(1, sizeof *join);
    ls_ocr_line *out = calloc(1, sizeof *out);
    ls_status status = join && out ? LS_OK : LS_E_NOMEM;
    if (status == LS_OK) {
        see(line, &join->others);
        see(marks, &join->marks);
    }
    if (status == LS_OK && join->marks.count) {
        join->out = out;
        join->width = width_of(&join->marks);
        const worth value = worth_of(&join->marks, marks->confidence);
        if (value != WORTH_NOTHING && line->confidence < HOPELESS) {
            memcpy(out, marks, sizeof *out);
        } else {
            join->whole = value == WORTH_WHOLE;
            join->sure = marks->confidence + BEHIND >= line->confidence ? SURE : VERY_SURE;
            join->alphabet = alphabet_of(&join->others);
            join->lead = value != WORTH_NOTHING && marks->confidence >= line->confidence + LEAD;
            join->prose = value == WORTH_NOTHING;
            if (!join->whole)
                bring_together(join);
            status = align(join);
            if (status == LS_OK)
                follow(join);
        }
        const int alone = value == WORTH_WHOLE ? marks->confidence - WHOLE_DOUBT
                          : value == WORTH_SOMETHING ? marks->confidence / 2 : 0;
        out->confidence = (unsigned char)(alone > line->confidence ? alone : line->confidence);
        if (status == LS_OK)
            memcpy(line, out, sizeof *line);
    }
    if (join)
        free(join->step);
    free(join);
    free(out);
    return status;
}
