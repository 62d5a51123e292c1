/* SPDX-License-Identifier: Apache-2.0 */
/* One line of the second look, one way. */
#include "text/read_parts.h"

#include "text/bars.h"
#include "text/search.h"
#include "text/sense.h"
#include "text/strip.h"

#include <math.h>
#include <string.h>

#define WIDER 0.5          /* heights by which the box of a last glyph may reach beyond its line */
#define LEAN_DOUBT 40      /* confidence that a row which may be nothing loses when it had to be set upright: the arc of a
                              seal finds a lean under which it reads as something */
#define ALONE_BELOW 40     /* confidence of a row of whose glyphs half are wrong; what is believed of such a row is left as it is */
#define ALONE_SENSE 45     /* how much sense it makes to the mark reader: of a field 密等及解密條件或保密期限 half are in its vocabulary */
#define ALONE_GUESS 75     /* the same of a row that may be nothing: no row of 100 odd photos without text made more with four glyphs (language.c) */
#define ALONE_WEIGHT 4     /* two ideographs, or four letters: one by itself is seen in a seal, too, but for 秘 in its frame */
#define WORD_SENSE 80      /* how much sense a strip of two ideographs or four letters makes that is a word of marks, and */
#define WORD_WORTH 40      /* what that is worth: by its colour alone 極秘 may be read as ю秘, and that more surely */
#define LEAN_SENSE 60      /* which is not so when it makes sense to the mark reader */

/* Where the strip went on beyond the outline to glyphs that the finder lost, the line is longer than it. `most`: of a glyph's box that is no matter. */
static void widen_to(const ls_ocr_line *line, float most, float *from, float *to)
{
    float first = *from, last = *to;
    for (size_t i = 0; i < line->count; i++) {
        first = fminf(first, line->glyphs[i].left);
        last = fmaxf(last, line->glyphs[i].right);
    }
    *from = first < *from - most ? first : *from;
    *to = last > *to + most ? last : *to;
}

/* The part of a quadrilateral's line, and what goes on beyond it, from one share of its length to another. */
static void stretch(ls_point quad[4], double from, double to)
{
    for (int i = 0; i < 2; i++) {
        ls_point *start = &quad[i ? 3 : 0], *end = &quad[i ? 2 : 1];
        const double x = end->x - start->x, y = end->y - start->y;
        *end = (ls_point){start->x + to * x, start->y + to * y};
        *start = (ls_point){start->x + from * x, start->y + from * y};
    }
}

/* Glyphs of a reading into the line, with places along the line instead of along the strip. */
static ls_status store(ls_second_look *look, const ls_job *job, unsigned way, const ls_strip *strip, const ls_ocr_line *reading,
                       ls_line *line)
{
    ls_glyph *glyphs = ls_arena_array(look->text->arena, reading->count + 1, sizeof *glyphs);
    if (!glyphs)
        return LS_E_NOMEM;
    float from = strip->from, to = strip->to;
    widen_to(reading, (float)(WIDER * job->height / job->length) * (to - from), &from, &to);
    const float length = to - from;
    for (size_t i = 0; i < reading->count; i++) {
        glyphs[i] = reading->glyphs[i];
        glyphs[i].left = fminf(1, fmaxf(0, (glyphs[i].left - from) / length));
        glyphs[i].right = fminf(1, fmaxf(glyphs[i].left, (glyphs[i].right - from) / length));
    }
    line->glyphs = glyphs;
    line->count = reading->count;
    line->confidence = reading->confidence;
    ls_way_apply(job->stored, way, line->quad);
    stretch(line->quad, (from - strip->from) / (strip->to - strip->from), (to - strip->from) / (strip->to - strip->from));
    line->mirrored = (way & LS_WAY_MIRRORED) != 0;
    line->height = job->found_height * strip->height;
    line->framed = line->framed || strip->framed;
    return LS_OK;
}

/*
 * Of a row that Tesseract cannot read the mark reader may still know enough glyphs to tell a mark: the rules are asked about that
 * reading as about a doubt. The row stays unread.
 */
static ls_status keep_alone(ls_second_look *look, ls_job *job, unsigned way, const ls_strip *strip)
{
    const int least = job->certainty >= LS_CERTAINTY_SURE ? ALONE_SENSE : ALONE_GUESS;
    if (job->certainty < LS_CERTAINTY_SURE && !strip->framed && ls_sense_weight(look->marks) < ALONE_WEIGHT)
        return LS_OK;
    if (ls_sense_of(look->marks) < least || (job->alone && job->alone->confidence >= look->marks->confidence))
        return LS_OK;
    if (!job->alone && !(job->alone = ls_arena_alloc(look->text->arena, sizeof *job->alone)))
        return LS_E_NOMEM;
    *job->alone = look->text->lines[job->line];
    return store(look, job, way, strip, look->marks, job->alone);
}

/* `cut` comes from `quad`, pixels of the full size; where it shows fewer than two bars the first may lie outside of it. */
static ls_status count_bars(ls_second_look *look, const ls_raster *cut, const ls_point quad[4], ls_ocr_line *line)
{
    if (!ls_bars_wanted(line) || ls_bars_take(look->marks, line) || ls_bars_count(cut, line) > 1)
        return LS_OK;
    const double high = hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y), wide = hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
    const double room = LS_BARS_ROOM * high / fmax(1, wide);
    ls_point roomy[4] = {quad[0], quad[1], quad[2], quad[3]};
    for (int i = 0; i < 4; i += 3) { /* both corners where it begins */
        const ls_point end = quad[i ? 2 : 1];
        roomy[i] = (ls_point){quad[i].x - room * (end.x - quad[i].x), quad[i].y - room * (end.y - quad[i].y)};
    }
    ls_strip strip;
    ls_status status = ls_strip_cut(&look->levels, roomy, false, &strip);
    if (status)
        return status == LS_E_NOMEM ? status : LS_OK;
    (void)ls_bars_count(&strip.gray, line);
    ls_raster_free(&strip.gray);
    return LS_OK;
}

/*
 * The strip of a line and the mark reader's reading of it, in look->marks, are kept until another is looked at: a line is read
 * right after it was glanced at.
 */
static ls_status look_at(ls_second_look *look, const ls_job *job, unsigned way, ls_light light)
{
    ls_glance *glance = &look->glance;
    const bool roomy = light == LS_LIGHT_THROUGH_RED || job->roomy;
    if (glance->job == job && glance->way == way && glance->light == light && glance->roomy == roomy)
        return LS_OK;
    ls_glance_free(glance);
    ls_way_apply(job->quad, way, glance->quad);
    look->levels.light = light;
    ls_status status = ls_strip_cut(&look->levels, glance->quad, roomy, &glance->strip);
    look->levels.light = LS_LIGHT_CLEAR;
    if (status)
        return status;
    glance->job = job;
    glance->way = way;
    glance->light = light;
    glance->roomy = roomy;
    return ls_languages_glance(&look->languages, &glance->strip.gray, look->marks, &glance->confidence);
}

void ls_glance_free(ls_glance *glance)
{
    if (glance->job)
        ls_raster_free(&glance->strip.gray);
    glance->job = NULL;
}

/* Too long or too thin to be a line. */
static bool is_no_strip(ls_status status)
{
    return status == LS_E_FORMAT || status == LS_E_LIMIT;
}

/* What a reading of this confidence is worth against another of the same row: the mark reader saw a word of marks in its strip, or none. */
static int worth_of(const ls_ocr_line *marks, int confidence)
{
    return confidence + (ls_sense_says_something(marks) && ls_sense_of(marks) >= WORD_SENSE ? WORD_WORTH : 0);
}

/* Keeps a reading when it is better than the one there is. */
static ls_status keep_better(ls_second_look *look, ls_job *job, unsigned way, ls_tongue *tongue)
{
    const ls_strip *strip = &look->glance.strip;
    ls_status status = count_bars(look, &strip->gray, look->glance.quad, tongue->line);
    if (status)
        return status;
    look->used += job->tried ? 0 : job->glyphs;
    look->spent += job->glyphs * tongue->attempts;
    if (strip->leaned && job->certainty < LS_CERTAINTY_SURE && job->seen < LEAN_SENSE)
        tongue->line->confidence -= (unsigned char)(tongue->line->confidence < LEAN_DOUBT ? tongue->line->confidence : LEAN_DOUBT);
    const int confidence = tongue->line->count ? tongue->line->confidence : 0;
    job->way[way] = confidence > job->way[way] ? confidence : job->way[way];
    const int worth = worth_of(look->marks, confidence);
    if (!job->tried || worth > job->worth) {
        ls_line *line = &look->text->lines[job->line];
        job->confidence = confidence;
        job->worth = worth;
        status = store(look, job, way, strip, tongue->line, line);
        memset(line->language, 0, sizeof line->language);
        strncpy(line->language, tongue->language, sizeof line->language - 1);
    }
    if (status == LS_OK && (confidence < ALONE_BELOW || job->certainty < LS_CERTAINTY_SURE)) /* foliage is eee in English, surely */
        status = keep_alone(look, job, way, strip);
    return status;
}

ls_status ls_read_way(ls_second_look *look, ls_job *job, unsigned way, ls_light light)
{
    ls_tongue tongue;
    ls_status status = look_at(look, job, way, light);
    if (is_no_strip(status) && look->glance.job != job) { /* it stays unread */
        job->tried = true;
        return LS_OK;
    }
    if (status)
        return status;
    status = ls_languages_read(&look->languages, &look->glance.strip.gray, look->marks, look->glance.confidence, look->best, look->trial, &tongue);
    if (status == LS_OK)
        status = keep_better(look, job, way, &tongue);
    job->tried = true;
    return status == LS_E_LIMIT ? LS_OK : status;
}

ls_status ls_read_alone(ls_second_look *look, ls_job *job, unsigned way)
{
    ls_status status = look_at(look, job, way, LS_LIGHT_CLEAR);
    if (status)
        return is_no_strip(status) && look->glance.job != job ? LS_OK : status;
    return keep_alone(look, job, way, &look->glance.strip);
}

ls_status ls_read_glance(ls_second_look *look, const ls_job *job, unsigned way, ls_light light, int *confidence)
{
    *confidence = -1;
    ls_status status = look_at(look, job, way, light);
    if (status)
        return is_no_strip(status) && look->glance.job != job ? LS_OK : status;
    *confidence = look->glance.confidence;
    return LS_OK;
}
