/* SPDX-License-Identifier: Apache-2.0 */
#include "text/marks_pair.h"

#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

#define GAP 0.8f        /* cost of a glyph without a counterpart */
#define DISAGREE 0.45f  /* cost of two glyphs at one place that share no reading; part of it where a poor one */
#define FAR 1.6f        /* distance, in widths of a glyph, beyond which two are not the same */
#define FAR_AGREED 3.0f /* the same where both read the same: Tesseract's boxes may be off by more than a glyph */
#define OFFSET_LEAST 2  /* glyphs that both read and that show how far apart the two place them */
#define NEAR 0.5f       /* cost of a distance of one width: both readers place narrow letters roughly */

/* The box of a word's last glyph often reaches to the end of the line: the next glyph's start is a better end for it.
 */
void ls_view_of(const ls_ocr_line *line, ls_view *out)
{
    out->line = line;
    out->count = 0;
    for (size_t i = 0; i < line->count; i++)
        if (!ls_glyph_is(&line->glyphs[i], " "))
            out->index[out->count++] = (unsigned short)i;
    for (size_t i = 0; i < out->count; i++) {
        float end = ls_view_at(out, i)->right;
        if (i + 1 < out->count && ls_view_at(out, i + 1)->left > ls_view_at(out, i)->left)
            end = fminf(end, ls_view_at(out, i + 1)->left);
        out->place[i] = (ls_view_at(out, i)->left + end) / 2;
    }
}

uint32_t ls_reading_code(const ls_reading *reading)
{
    uint32_t code = 0;
    const size_t size = strlen(reading->utf8);
    return size && ls_utf8_decode(reading->utf8, size, &code) == size ? code : 0;
}

bool ls_reading_alike(const ls_reading *a, const ls_reading *b)
{
    const uint32_t left = ls_reading_code(a), right = ls_reading_code(b);
    return left && right ? ls_skeleton(left) == ls_skeleton(right) : strcmp(a->utf8, b->utf8) == 0;
}

bool ls_pairing_is_stranger(const ls_pairing *pair, const ls_glyph *mark)
{
    const uint32_t code = ls_reading_code(&mark->readings[0]);
    return pair->alphabet != LS_ALPHABET_NONE && ls_alphabet_of(code) != LS_ALPHABET_NONE &&
           !ls_skeleton_within(code, pair->alphabet);
}

bool ls_pairing_is_sure(const ls_pairing *pair, const ls_glyph *mark)
{
    return !ls_glyph_is(mark, LS_MARKS_OTHER) && mark->readings[0].score >= pair->sure &&
           !ls_pairing_is_stranger(pair, mark);
}

/* One ideograph as China, Taiwan and Japan write it, of those in marks: what stands for the same word at one place is one glyph. */
static const char *const variants[] = {"机機", "绝絕絶", "极極", "级級", "对對", "内內", "阅閱", "国國", "军軍", "务務", "区區",
                                       "号號", "录錄", "报報", "员員", "资資", "标標", "书書", "会會", "开開", "关關", "时時",
                                       "条條", "传傳", "处處", "长長", "办辦", "发發", "实實"};

static bool is_variant(const ls_reading *a, const ls_reading *b)
{
    if (ls_reading_code(a) < LS_IDEOGRAPHS || ls_reading_code(b) < LS_IDEOGRAPHS)
        return false;
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (strstr(variants[i], a->utf8) && strstr(variants[i], b->utf8))
            return true;
    return false;
}

float ls_glyph_agreement(const ls_glyph *other, const ls_glyph *mark)
{
    for (int j = 0; j < mark->count; j++) /* the best first */
        for (int i = 0; i < other->count; i++)
            if (ls_reading_alike(&other->readings[i], &mark->readings[j]) || is_variant(&other->readings[i], &mark->readings[j]))
                return (float)mark->readings[j].score / 100;
    return 0;
}

static float cost_of(const ls_pairing *pair, size_t other, size_t mark)
{
    const ls_glyph *a = ls_view_at(&pair->others, other), *b = ls_view_at(&pair->marks, mark);
    const float far = fabsf(pair->others.place[other] - pair->marks.place[mark]) / pair->width;
    const float agreed = ls_glyph_agreement(a, b);
    return far > (agreed > 0 ? FAR_AGREED : FAR) ? 2 * GAP + 1 : NEAR * far + DISAGREE * (1 - agreed);
}

static int by_size(const void *left, const void *right)
{
    const float a = *(const float *)left, b = *(const float *)right;
    return (a > b) - (a < b);
}

/* How far behind the mark Tesseract has the same glyph, where it is nearest. False: nowhere near. */
static bool offset_of(const ls_pairing *pair, size_t mark, float *offset)
{
    *offset = INFINITY;
    for (size_t i = 0; i < pair->others.count; i++) {
        const float apart = pair->others.place[i] - pair->marks.place[mark];
        if (fabsf(apart) < fabsf(*offset) &&
            ls_reading_alike(&ls_view_at(&pair->others, i)->readings[0], &ls_view_at(&pair->marks, mark)->readings[0]))
            *offset = apart;
    }
    return fabsf(*offset) <= FAR_AGREED * pair->width;
}

/*
 * A network that decides column by column speaks up early in a glyph, Tesseract's boxes are late: together that may be
 * a whole glyph, and in a line of which the marks know every third one nothing else would tell 单位 from 位 beside 单.
 * A line that the marks know as a whole needs none of that, and Tesseract may have read it in another language, its
 * places astray.
 */
static void bring_together(ls_pairing *pair)
{
    float offsets[LS_GLYPHS_PER_LINE];
    size_t known = 0;
    for (size_t j = 0; j < pair->marks.count; j++)
        known += ls_pairing_is_sure(pair, ls_view_at(&pair->marks, j)) && offset_of(pair, j, &offsets[known]);
    if (known < OFFSET_LEAST)
        return;
    qsort(offsets, known, sizeof *offsets, by_size);
    pair->offset = offsets[known / 2];
    for (size_t j = 0; j < pair->marks.count; j++)
        pair->marks.place[j] += pair->offset;
}

/* The cheapest pairing in order, by dynamic programming over both lines. */
static ls_status align(ls_pairing *pair)
{
    const size_t rows = pair->others.count + 1, columns = pair->marks.count + 1;
    float *cost = malloc(rows * columns * sizeof *cost);
    pair->step = malloc(rows * columns);
    if (!cost || !pair->step) {
        free(cost);
        return LS_E_NOMEM;
    }
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            float best = i || j ? INFINITY : 0;
            unsigned char step = LS_PAIR_BOTH;
            if (i && j)
                best = cost[(i - 1) * columns + j - 1] + cost_of(pair, i - 1, j - 1);
            if (i && cost[(i - 1) * columns + j] + GAP < best) {
                best = cost[(i - 1) * columns + j] + GAP;
                step = LS_PAIR_OTHERS_ONLY;
            }
            if (j && cost[i * columns + j - 1] + GAP < best) {
                best = cost[i * columns + j - 1] + GAP;
                step = LS_PAIR_MARKS_ONLY;
            }
            cost[i * columns + j] = best;
            pair->step[i * columns + j] = step;
        }
    free(cost);
    return LS_OK;
}

ls_status ls_marks_pair(ls_pairing *pair, bool together)
{
    if (together)
        bring_together(pair);
    return align(pair);
}
