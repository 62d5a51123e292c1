/* SPDX-License-Identifier: Apache-2.0 */
/* What the second look leaves: read, unread or no writing at all. */
#include "text/read_parts.h"

#include "text/quad.h"
#include "text/search.h"

#include <string.h>

#define SEEN_LENGTH 1.7    /* its length by its height: 机密; a number in a corner is shorter */
#define DOUBT_SENSE 45     /* how much sense a row makes whose reading is a doubt, or */
#define DOUBT_UNLIKELY 75  /* the same of rows that are hardly writing: of a photo's grain ⅢIi年 has 68, and may be ★11年 */
#define DOUBT_SURE 60      /* confidence of its reading: 秘 in a frame is one glyph, and makes no sense by itself */
#define TINY_SURE 97       /* certainty of one such row that counts by itself; they are what hair and lawns look like */
#define TINY_WRITING 55    /* the mark reader's confidence in it: rows of small print have a median of 60, windows and grass of 48 (tune split and
                              odd photos) */
#define SMALL 12.0         /* pixels: glyphs below it are small when they could not be read */
#define LOST_MOST 340      /* sum of the certainties of likely rows that could not be read */
#define SCARCE_WIDTH 2.0   /* heights that a glyph has at most on average, the spaces between letters included, */
#define SCARCE_SURE 50     /* unless the reading has this confidence: letters may be spaced out */
#define SMALL_DOUBT 10     /* confidence that small glyphs must have more */
#define LARGE_SURE 45      /* confidence of larger ones that were misread: prose that a person can read has 50 and more */
#define SMALL_SURE 75      /* confidence below which small glyphs that were read are doubtful */

/* Small glyphs are misread into other words: they are matched, but not relied on. */
static bool doubtful(const ls_job *job)
{
    return job->height < SMALL && job->confidence < SMALL_SURE &&
           job->certainty >= LS_CERTAINTY_SURE;
}

/* Blur makes other words of larger glyphs, too; one line of a photo may be a logo or an ornament, half of them are a page. */
static bool misread(const ls_job *job)
{
    return job->height >= SMALL && job->confidence < LARGE_SURE && job->certainty >= LS_CERTAINTY_SURE;
}

/* So few glyphs, and those so doubtful, that each would be twice as wide as high: the row was not read. */
static bool scarce(const ls_job *job, const ls_line *line)
{
    return job->confidence < SCARCE_SURE && SCARCE_WIDTH * (double)line->count * job->height < job->length;
}

/* Is it read, unread, or no writing at all? False: no writing. */
static bool judge(const ls_job *job, ls_line *line, size_t *doubts, int *lost)
{
    const int needed = job->height < LS_READ_TINY ? TINY_SURE : LS_CERTAINTY_SURE;
    const bool sure = job->certainty >= needed;
    const int doubt = job->height < SMALL ? SMALL_DOUBT : 0;
    if (job->tried && !scarce(job, line) && ls_reading_believed(line, job->certainty, job->confidence - doubt, job->seen - doubt)) {
        line->unread = LS_READ;
        *doubts += doubtful(job);
        return true;
    }
    line->glyphs = NULL;
    line->count = 0;
    line->confidence = 0;
    line->language[0] = '\0';
    *lost += !sure && !job->guess && !job->nothing && job->certainty >= LS_CERTAINTY_BESIDE ? job->certainty : 0;
    line->unread = job->height < SMALL ? LS_UNREAD_SMALL : job->tried ? LS_UNREAD_ILLEGIBLE : LS_UNREAD_BUDGET;
    /* a stamp or a line in a corner that surely is writing may be the mark that nobody could read */
    const bool seen = job->guess && job->seen >= LS_READ_SEEN_WRITING && job->height >= SMALL &&
                      job->length >= SEEN_LENGTH * job->height;
    return sure || seen || (!job->tried && job->height >= LS_READ_TINY && job->certainty >= LS_CERTAINTY_BESIDE);
}

/* May a row that could not be read be one that was read as a mark? */
static const ls_line *doubt_of(const ls_job *job, const ls_line *line)
{
    if (!job->tried || job->height < LS_READ_TINY)
        return NULL;
    if (job->alone || job->certainty >= LS_CERTAINTY_SURE)
        return job->alone;
    const int sense = job->certainty >= LS_CERTAINTY_BESIDE ? DOUBT_SENSE : DOUBT_UNLIKELY;
    return line->count && (job->seen >= sense || job->confidence >= DOUBT_SURE) ? line : NULL;
}

/* What may be nothing or cannot be read, and was read as something, badly: the rules are asked whether that is a mark. */
static ls_status keep_doubt(ls_second_look *look, const ls_job *job, const ls_line *before)
{
    const ls_line *line = doubt_of(job, before);
    if (!line)
        return LS_OK;
    if (look->text->doubt_count == LS_DOUBTS_MAX)
        return LS_OK;
    ls_doubt *doubt = ls_text_add_doubt(look->text);
    if (!doubt)
        return LS_E_NOMEM;
    *doubt = *line;
    doubt->unread = LS_READ;
    return LS_OK;
}

/* The next glyph from `at` on that is neither a space nor a side of a frame; the line's count behind the last one. */
static size_t next_glyph(const ls_line *line, size_t at)
{
    while (at < line->count && (strcmp(line->glyphs[at].readings[0].utf8, " ") == 0 || strcmp(line->glyphs[at].readings[0].utf8, "|") == 0))
        at++;
    return at;
}

/* Does the whole, from glyph `at` on, go as the piece does? */
static bool goes_as(const ls_line *whole, size_t at, const ls_line *piece)
{
    for (size_t i = next_glyph(piece, 0); i < piece->count; i = next_glyph(piece, i + 1), at++) {
        at = next_glyph(whole, at);
        if (at >= whole->count || strcmp(whole->glyphs[at].readings[0].utf8, piece->glyphs[i].readings[0].utf8) != 0)
            return false;
    }
    return true;
}

/*
 * Does a row say no more than a part of another line on the same place, as both the finder's row and that of its ink do of a stamp?
 * What was read otherwise may be the one that is right, and what stands in a frame is whole.
 */
static bool is_piece(const ls_text *text, const ls_line *line, const bool *keep)
{
    const ls_point at = ls_quad_middle(line->quad);
    for (size_t i = 0; i < text->line_count && line->count; i++) {
        const ls_line *other = &text->lines[i];
        if (other == line || !keep[i] || (line->framed && !other->framed) || other->count <= line->count || !ls_quad_holds(other->quad, at))
            continue;
        for (size_t from = 0; from < other->count; from++)
            if (goes_as(other, from, line))
                return true;
    }
    return false;
}

/*
 * Rows of glyphs too small to be tried, which may be windows of houses or blades of grass as well: those in which the mark reader sees
 * no glyphs whichever way are nothing.
 */
static ls_status look_at_tiny(ls_second_look *look)
{
    for (size_t i = 0; i < look->plan.count; i++) {
        ls_job *job = &look->plan.jobs[i];
        if (job->tried || job->guess || job->height >= LS_READ_TINY || job->certainty < LS_CERTAINTY_BESIDE || job->certainty >= LS_CERTAINTY_SURE)
            continue;
        unsigned way = look->way[job->steep];
        bool hopeless;
        ls_status status = ls_read_is_hopeless(look, job, LS_LIGHT_CLEAR, &way, &hopeless);
        if (status)
            return status;
        job->nothing = look->languages.marks && job->writing < TINY_WRITING;
    }
    return LS_OK;
}

ls_status ls_read_settle(ls_second_look *look)
{
    ls_status status = look_at_tiny(look);
    if (status)
        return status;
    ls_text *text = look->text;
    bool *keep = look->plan.keep;
    int lost = 0;
    size_t read = 0, misreadings = 0;
    for (size_t i = 0; i < look->plan.count; i++) {
        const ls_job *job = &look->plan.jobs[i];
        const ls_line before = text->lines[job->line];
        keep[job->line] = judge(job, &text->lines[job->line], &look->doubts, &lost);
        const bool has = text->lines[job->line].count > 0;
        read += has;
        misreadings += has && misread(job);
        status = has && !job->torn ? LS_OK : keep_doubt(look, job, &before);
        if (status)
            return status;
    }
    look->misread = 2 * misreadings >= read && misreadings > 1 ? misreadings : 0;
    /* one likely row that cannot be read is a fence; many of them are a page that cannot be read */
    for (size_t i = 0; i < look->plan.count && lost >= LOST_MOST; i++)
        if (look->plan.jobs[i].certainty >= LS_CERTAINTY_BESIDE && !look->plan.jobs[i].guess && !look->plan.jobs[i].nothing)
            keep[look->plan.jobs[i].line] = true;
    status = ls_read_stacks(look);
    if (status)
        return status;
    for (size_t i = 0; i < look->plan.count; i++) {
        const ls_job *job = &look->plan.jobs[i];
        if (job->guess && is_piece(text, &text->lines[job->line], keep))
            keep[job->line] = false;
    }
    size_t kept = 0;
    for (size_t i = 0; i < text->doubt_count; i++)
        if (!is_piece(text, &text->doubts[i], keep))
            text->doubts[kept++] = text->doubts[i];
    text->doubt_count = kept;
    kept = 0;
    for (size_t i = 0; i < text->line_count; i++)
        if (keep[i])
            text->lines[kept++] = text->lines[i];
    text->line_count = kept;
    text->text_present = kept > 0;
    ls_read_settle_pages(text);
    return LS_OK;
}

ls_outcome ls_read_outcome(const ls_second_look *look)
{
    const ls_text *text = look->text;
    size_t counts[LS_UNREAD_COUNT] = {0};
    for (size_t i = 0; i < text->line_count; i++)
        counts[text->lines[i].unread]++;
    const size_t open = text->line_count - counts[LS_READ] + look->doubts + look->misread;
    if (!open)
        return ls_outcome_done();
    return ls_outcome_make(LS_LIMITED, LS_REASON_LINES_UNREAD,
                           "%zu of %zu lines (%zu too small, %zu illegible, %zu beyond the glyph budget)", open,
                           text->line_count, counts[LS_UNREAD_SMALL] + look->doubts, counts[LS_UNREAD_ILLEGIBLE] + look->misread,
                           counts[LS_UNREAD_BUDGET]);
}
