/* SPDX-License-Identifier: Apache-2.0 */
/* The second look: lines are read, those that can hold a mark first, and what cannot be read is said. */
#include "text/read_parts.h"

#include "text/search.h"
#include "text/sense.h"
#include "text/strip.h"

#include <stdlib.h>

#define RETRY 35           /* confidence below which a line that is surely writing is tried the other way round */
#define VAIN_MOST 2        /* lines in a row that no second attempt helped, after which there are no more such attempts */
#define LOST_LINES 3u      /* illegible lines after which others like them are not tried */
#define LEGIBLE 50         /* confidence of a line that shows that its size can be read */
#define COLOUR_SENSE 50    /* how much sense a row of red must make by its colour alone that made none before, */
#define HEADER_SENSE 35    /* or, of glyphs larger by so much than what surely is writing, as an issuer's line is, */
#define HEADER_LARGER 1.5
#define COLOURED_MOST 4u   /* and how many of them are read: a picture may be full of roses */
#define CLEAR 75           /* confidence of a red line that need not be read once more */
#define TORN_GLYPHS 24u    /* of a line that is asked about other ways: a sign's, or a mark's */
#define TORN_SENSE 75      /* how much sense it makes another way */
#define FRAMED_GLYPHS 48u   /* of a line that is a stamp at most, spaces included: CONFIDENTIEL UE/EU CONFIDENTIAL has 30 */
#define LOST_LARGER 1.1    /* ratio of heights of lines of one size */

/*
 * A page out of focus has thirty lines that no attempt makes legible, and each costs more than one that is read at once: when
 * several of a page were lost and none of that size was read, long ones of that size or smaller are lost, too. Short ones may be marks.
 */
static bool is_like_lost(const ls_second_look *look, const ls_job *job)
{
    if (job->glyphs <= LS_READ_LOST_SHORT)
        return false;
    const ls_line *lines = look->text->lines;
    size_t lost = 0;
    for (size_t i = 0; i < look->plan.count; i++) {
        const ls_job *other = &look->plan.jobs[i];
        if (!other->tried || other->certainty < LS_CERTAINTY_SURE || lines[other->line].page != lines[job->line].page)
            continue;
        if (other->confidence >= LEGIBLE && other->height <= LOST_LARGER * job->height)
            return false;
        lost += other->confidence < RETRY && other->height * LOST_LARGER >= job->height;
    }
    return lost >= LOST_LINES;
}

/*
 * A stamp's outline is that of its frame, or cuts through it: what red ink of a short row says is asked once more with the frame
 * in sight, which is then left out.
 */
static ls_status read_stamp(ls_second_look *look, ls_job *job, unsigned way)
{
    bool hopeless;
    if (job->certainty >= LS_CERTAINTY_SURE || job->certainty < LS_CERTAINTY_BESIDE || job->confidence >= RETRY ||
        job->glyphs > LS_READ_LOST_SHORT || look->text->lines[job->line].ink != LS_INK_RED)
        return LS_OK;
    job->roomy = true;
    ls_status status = ls_read_is_hopeless(look, job, LS_LIGHT_CLEAR, &way, &hopeless);
    if (status || hopeless)
        return status;
    job->nothing = false;
    return ls_read_way(look, job, way, LS_LIGHT_CLEAR);
}

/* Is it so much larger than the rows that surely are writing as the line of an issuer in red is? */
static bool is_header(const ls_second_look *look, const ls_job *job)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < look->plan.count; i++)
        if (look->plan.jobs[i].certainty >= LS_CERTAINTY_SURE) {
            sum += look->plan.jobs[i].height;
            count++;
        }
    return count && job->height * (double)count >= HEADER_LARGER * sum;
}

/*
 * A red line that was read with doubt, or in which nobody saw writing, may run across print or lie in the shade: it is looked at
 * once more by its colour alone.
 */
static ls_status read_by_colour(ls_second_look *look, ls_job *job, unsigned way)
{
    bool hopeless = false;
    if (job->confidence >= CLEAR || job->glyphs > FRAMED_GLYPHS || look->text->lines[job->line].ink != LS_INK_RED ||
        look->spent > 2 * look->budget)
        return LS_OK;
    if (!job->red && job->certainty < LS_CERTAINTY_SURE && job->confidence < RETRY)
        return LS_OK; /* leaves and curtains are red as well */
    ls_status status = job->confidence ? LS_OK : ls_read_is_hopeless(look, job, LS_LIGHT_RED_ALONE, &way, &hopeless);
    const bool unseen = !job->confidence && job->certainty < LS_CERTAINTY_SURE;
    if (status || hopeless || (unseen && (job->seen < (is_header(look, job) ? HEADER_SENSE : COLOUR_SENSE) || look->coloured >= COLOURED_MOST)))
        return status;
    look->coloured += unseen;
    job->nothing = false;
    return ls_read_way(look, job, way, LS_LIGHT_RED_ALONE);
}

/* What the rules take for a stamp: a few glyphs that were read, in no ink of plain print, with a frame round them. */
static ls_status note_frame(ls_second_look *look, const ls_job *job)
{
    ls_line *line = &look->text->lines[job->line];
    if (line->framed || !line->count || line->count > FRAMED_GLYPHS || (line->ink != LS_INK_RED && line->ink != LS_INK_OTHER))
        return LS_OK;
    return ls_strip_seek_frame(&look->levels, job->quad, &line->framed);
}

/*
 * NO PHOTOS is SOLOHd ON to somebody on his head, and a board has one line: where no way leads, what the mark reader makes of another
 * one is a doubt for the rules.
 */
static ls_status read_torn(ls_second_look *look, ls_job *job, unsigned way)
{
    if (job->certainty < LS_CERTAINTY_SURE || job->glyphs > TORN_GLYPHS || ls_read_is_settled(look, job->steep))
        return LS_OK;
    for (unsigned turn = 1; turn < LS_WAYS; turn++) {
        int confidence;
        ls_status status = ls_read_glance(look, job, way ^ turn, LS_LIGHT_CLEAR, &confidence);
        if (status == LS_OK && confidence > 0 && ls_sense_says_something(look->marks) && ls_sense_of(look->marks) >= TORN_SENSE) {
            job->torn = true;
            status = ls_read_alone(look, job, way ^ turn);
        }
        if (status)
            return status;
    }
    return LS_OK;
}

/* One line, and again with more room and the other way round when it is surely writing, cannot be read, and that may help. */
static ls_status read_line(ls_second_look *look, ls_job *job)
{
    unsigned way = look->way[job->steep];
    bool hopeless = !job->tried && job->certainty >= LS_CERTAINTY_SURE && is_like_lost(look, job);
    ls_status status = job->tried || hopeless ? LS_OK : ls_read_is_hopeless(look, job, LS_LIGHT_CLEAR, &way, &hopeless);
    if (status || hopeless) {
        job->tried = true;
        job->nothing = job->certainty < LS_CERTAINTY_SURE; /* else it is writing, and said to be illegible */
        if (status == LS_OK && !job->nothing)
            status = ls_read_alone(look, job, way);
        if (status == LS_OK)
            status = read_stamp(look, job, look->way[job->steep]);
        return status ? status : read_by_colour(look, job, look->way[job->steep]);
    }
    if (!job->tried)
        status = ls_read_way(look, job, way, LS_LIGHT_CLEAR);
    if (status == LS_OK)
        status = read_stamp(look, job, look->way[job->steep]);
    if (status == LS_OK)
        status = read_by_colour(look, job, way);
    const int first = job->confidence;
    const int attempts = ls_read_is_settled(look, job->steep) ? 1 : 2;
    for (int attempt = 0; attempt < attempts && status == LS_OK; attempt++) {
        if (job->confidence >= RETRY || job->certainty < LS_CERTAINTY_SURE || look->spent > 2 * look->budget ||
            look->vain >= VAIN_MOST)
            break;
        status = ls_read_way(look, job, attempt ? way ^ LS_WAY_TURNED : way, attempt ? LS_LIGHT_CLEAR : LS_LIGHT_THROUGH_RED); /* it may lie under a seal */
    }
    if (first < RETRY && job->certainty >= LS_CERTAINTY_SURE)
        look->vain = job->confidence >= (job->glyphs > LS_READ_LOST_SHORT ? LEGIBLE : RETRY) ? 0 : look->vain + 1;
    /* the picture's rows were taken for running the other way: the next one need not be read twice before that is seen */
    if (status == LS_OK)
        status = read_torn(look, job, way);
    const unsigned turned = look->way[job->steep] ^ LS_WAY_TURNED;
    if (way == look->way[job->steep] && job->glyphs > LS_READ_LOST_SHORT && job->way[turned] >= job->way[way] + LS_READ_TURN_GAIN)
        look->way[job->steep] = turned;
    return status;
}

static ls_status read_lines(ls_second_look *look)
{
    for (int steep = 0; steep < 2; steep++) {
        ls_status status = ls_read_find_way(look, steep);
        if (status)
            return status;
    }
    for (size_t i = 0; i < look->plan.count; i++) {
        ls_job *job = &look->plan.jobs[i];
        if (!job->tried && (job->height < LS_READ_TINY || look->used + job->glyphs / 2 > look->budget ||
                            look->spent > 2 * look->budget))
            continue; /* a shorter one may still fit */
        ls_status status = read_line(look, job);
        if (status == LS_OK)
            status = note_frame(look, job);
        if (status)
            return status;
    }
    return LS_OK;
}

static ls_status look_twice(const ls_raster *raster, const ls_look_notes *notes, ls_second_look *look)
{
    ls_status status = ls_levels_make(raster, &look->levels);
    if (status == LS_OK)
        status = ls_plan_make(raster, look->text, notes, &look->plan);
    look->best = malloc(sizeof *look->best);
    look->trial = malloc(sizeof *look->trial);
    look->marks = malloc(sizeof *look->marks);
    if (status == LS_OK && (!look->best || !look->trial || !look->marks))
        status = LS_E_NOMEM;
    if (status == LS_OK)
        look->marks->count = 0; /* it stays so where there is no mark reader */
    if (status == LS_OK)
        status = read_lines(look);
    if (status == LS_OK)
        status = ls_read_seals(look, raster);
    if (status == LS_OK)
        status = ls_read_settle(look);
    ls_glance_free(&look->glance);
    free(look->best);
    free(look->trial);
    free(look->marks);
    ls_plan_free(&look->plan);
    ls_levels_free(&look->levels);
    return status;
}

ls_status ls_text_read(const ls_raster *raster, ls_recogniser *recogniser, const char *languages,
                       uint32_t glyph_budget, const ls_look_notes *notes, ls_text *text, ls_outcome *outcome)
{
    *outcome = ls_outcome_done();
    text->glyph_budget = glyph_budget;
    if (!text->line_count)
        return LS_OK;
    ls_second_look look = {.text = text, .budget = glyph_budget};
    if (!ls_languages_parse(recogniser, languages, &look.languages)) {
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_LANGUAGE_MISSING, "%.100s", languages);
        return LS_OK;
    }
    ls_status status = look_twice(raster, notes, &look);
    if (status)
        *outcome = ls_outcome_make(LS_FAILED, status == LS_E_NOMEM ? LS_REASON_MEMORY : LS_REASON_DECODE, "%s", "");
    else
        *outcome = ls_read_outcome(&look);
    return status;
}
