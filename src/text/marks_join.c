/* SPDX-License-Identifier: Apache-2.0 */
/* Two readings of one strip: glyphs at the same place become one with the readings of both. */
#include "text/marks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VERY_SURE 90      /* score from which it refutes what it knows and does not see */
#define SURE 70           /* score from which a glyph of the marks' counts without the other's word */
#define WHOLE_LEAST 60    /* lowest score of a reading that is sure as a whole */
#define WHOLE_MEAN 88
#define WHOLE_WEIGHT 4    /* letters, ideographs counting double, that such a reading has at least */
#define HOPELESS 35       /* confidence below which the other's glyphs are not worth keeping beside such a reading */
#define WHOLE_DOUBT 12    /* what its confidence loses against the mean score */
#define WORTH_ADDING 8    /* score of another reading */
#define OVERRULED 1 / 2   /* of its score keeps a reading that the marks' sure one stands against */
#define GAP 0.8f          /* cost of a glyph without a counterpart */
#define DISAGREE 0.45f    /* cost of two glyphs at one place that share no reading */
#define FAR 1.6f          /* distance, in widths of a glyph, beyond which two are not the same */
#define FAR_AGREED 3.0f   /* the same where both read the same: Tesseract's boxes may be off by more than a glyph */
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
    bool whole;         /* what the marks do not see is not there: ink of a frame, a space that was read as a letter */
    bool lead;          /* the marks' glyphs are those of the line, the other's only stand beside them */
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

static bool is_sure(const ls_glyph *mark)
{
    return !is(mark, LS_MARKS_OTHER) && mark->readings[0].score >= SURE;
}

static bool share_reading(const ls_glyph *a, const ls_glyph *b)
{
    for (int i = 0; i < a->count; i++)
        for (int j = 0; j < b->count; j++)
            if (strcmp(a->readings[i].utf8, b->readings[j].utf8) == 0)
                return true;
    return false;
}

static float cost_of(const joining *join, size_t other, size_t mark)
{
    const ls_glyph *a = at(&join->others, other), *b = at(&join->marks, mark);
    const float far = fabsf(join->others.place[other] - join->marks.place[mark]) / join->width;
    const bool agreed = share_reading(a, b);
    return far > (agreed ? FAR_AGREED : FAR) ? 2 * GAP + 1 : NEAR * far + (agreed ? 0 : DISAGREE);
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

/*
 * The marks' sure reading comes first, and the other's further ones are worth less or nothing: 秘 that may be 机 must not
 * count as the 机 that it is not. A doubtful reading stands behind the other's.
 */
static void join_glyph(const ls_glyph *other, const ls_glyph *mark, bool lead, ls_glyph *out)
{
    *out = *other;
    if (is_sure(mark) || (lead && !is(mark, LS_MARKS_OTHER))) {
        out->count = 0;
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

static bool is_within(const ls_glyph *mark, float place)
{
    return is_sure(mark) && place > mark->left && place < mark->right;
}

/* Stands where a sure glyph of the marks' does, before or behind `mark`: a piece of it. */
static bool is_piece(const joining *join, size_t other, size_t mark)
{
    const float place = join->others.place[other];
    return (mark > 0 && is_within(at(&join->marks, mark - 1), place)) ||
           (mark < join->marks.count && is_within(at(&join->marks, mark), place));
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
    while (count--) {
        ls_glyph glyph;
        if (way[count] == BOTH) {
            join_glyph(at(&join->others, i), at(&join->marks, j), join->lead, &glyph);
            put_other(join, i, &glyph);
        } else if (way[count] == OTHERS_ONLY && !join->whole && !is_piece(join, i, j)) {
            put_other(join, i, at(&join->others, i));
        } else if (way[count] == MARKS_ONLY && (join->lead || is_sure(at(&join->marks, j)))) {
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
            join->lead = value != WORTH_NOTHING && marks->confidence >= line->confidence + LEAD;
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
