/* SPDX-License-Identifier: Apache-2.0 */
/* The second look: lines are read, those that can hold a mark first, and what cannot be read is said. */
#include "text/reader.h"

#include "text/bars.h"
#include "text/language.h"
#include "text/level.h"
#include "text/page.h"
#include "text/plan.h"
#include "text/search.h"
#include "text/sense.h"
#include "text/strip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SMALLEST_LEVEL 150u
#define TURN_SAMPLES 3     /* lines from which a picture's reading direction is told */
#define TURN_GLYPHS 24u    /* of such a line at most */
#define VOTES 7            /* lines that the mark reader is asked for the direction: it takes a hundredth of the time */
#define VOTE_GLYPHS 48u
#define VOTE_LEAD 10       /* mean confidence by which one way must lead to be taken at the mark reader's word */
#define WORD_SENSE 60      /* how much sense a row makes that speaks for its way beyond the confidence, */
#define WORD_BONUS 2       /* so many points for each of what it has more */
#define FOUND_BONUS 2      /* confidence a line by which another direction must be better: most pictures stand upright */
#define NO_WRITING 50      /* the mark reader's confidence below which a row that may be nothing is nothing: of rows in
                              photos without text (odd numbers, 77 rows) 95 of 100 are below 43 upright and 60 in any
                              way, of marks from 8 pixels on 97 of 100 above 62; no row that surely is writing and lies
                              below it was read with 60 (26 of 331 rows, two thirds of the time; tune split) */
#define TURN_TRIAL 50      /* their mean confidence below which other ways are tried: the right one is above it, */
#define TURN_FEW 12        /* and so much more for each line that is missing: one alone is read with 50 by chance */
#define TURN_GAIN 12       /* and by how much that must be better */
#define STRAY_GAIN 25      /* the same for one row against all lines of its picture that were asked */
#define LEAN_DOUBT 40      /* confidence that a row which may be nothing loses when it had to be set upright: the arc of a
                              seal finds a lean under which it reads as something */
#define LEAN_SENSE 60      /* which is not so when it makes sense to the mark reader */
#define RETRY 35           /* confidence below which a line that is surely writing is tried the other way round */
#define SEEN_WRITING 70    /* how much sense a row makes that could not be read and is said to be unread by itself */
#define SEEN_WEIGHT 4u     /* letters, ideographs counting double, that such a row has at least */
#define SEEN_LENGTH 1.7    /* its length by its height: 机密; a number in a corner is shorter */
#define DOUBT_SENSE 45     /* how much sense a row makes whose reading is a doubt, or */
#define DOUBT_SURE 60      /* confidence of its reading: 秘 in a frame is one glyph, and makes no sense by itself */
#define VAIN_MOST 3        /* lines in a row that no second attempt helped, after which there are no more such attempts */
#define LOST_LINES 5u      /* illegible lines after which others like them are not tried */
#define LEGIBLE 50         /* confidence of a line that shows that its size can be read */
#define LOST_SHORT 12u     /* glyphs of a line that is tried all the same: 机密★启用前, TOP SECRET */
#define LOST_LARGER 1.1    /* ratio of heights of lines of one size */
#define TINY 8.0           /* pixels: glyphs below it are not tried */
#define TINY_SURE 97       /* certainty of one such row that counts by itself; they are what hair and lawns look like */
#define MAP_SURE 95        /* certainty of one row that the text map alone takes for writing, to count by itself */
#define SMALL 12.0         /* pixels: glyphs below it are small when they could not be read */
#define LOST_MOST 340      /* sum of the certainties of likely rows that could not be read */
#define SMALL_DOUBT 10     /* confidence that small glyphs must have more */
#define SMALL_SURE 75      /* confidence below which small glyphs that were read are doubtful */

typedef struct second_look {
    ls_levels levels;
    ls_languages languages;
    ls_text *text;
    ls_plan plan;
    ls_ocr_line *best, *trial;
    uint32_t budget; /* glyphs */
    uint32_t used;   /* of lines as they were read best */
    uint32_t spent;  /* in all attempts; they may cost as much again */
    size_t vain;     /* lines since the last one that a second attempt helped */
    size_t doubts;   /* lines that were read, of glyphs too small to rely on it */
    unsigned way[2]; /* which way level and steep lines run that nothing else is known of, see ls_way */
    bool voted[2];   /* the mark reader was asked for it: */
    int votes[2][LS_WAYS]; /* its mean confidence each way */
} second_look;

/* Glyphs of a reading into the line, with places along the line instead of along the strip. */
static ls_status store(second_look *look, const ls_job *job, unsigned way, const ls_strip *strip, const ls_tongue *tongue)
{
    ls_line *line = &look->text->lines[job->line];
    ls_glyph *glyphs = ls_arena_array(look->text->arena, tongue->line->count + 1, sizeof *glyphs);
    if (!glyphs)
        return LS_E_NOMEM;
    const float length = strip->to - strip->from;
    for (size_t i = 0; i < tongue->line->count; i++) {
        glyphs[i] = tongue->line->glyphs[i];
        glyphs[i].left = fminf(1, fmaxf(0, (glyphs[i].left - strip->from) / length));
        glyphs[i].right = fminf(1, fmaxf(glyphs[i].left, (glyphs[i].right - strip->from) / length));
    }
    line->glyphs = glyphs;
    line->count = tongue->line->count;
    line->confidence = tongue->line->confidence;
    memset(line->language, 0, sizeof line->language);
    strncpy(line->language, tongue->language, sizeof line->language - 1);
    ls_way_apply(job->stored, way, line->quad);
    line->mirrored = job->mirrored != ((way & LS_WAY_MIRRORED) != 0);
    line->height = job->found_height * strip->height;
    return LS_OK;
}

/* `cut` comes from `quad`, pixels of the full size; where it shows fewer than two bars the first may lie outside of it. */
static ls_status count_bars(second_look *look, const ls_raster *cut, const ls_point quad[4], ls_ocr_line *line)
{
    if (!ls_bars_wanted(line) || ls_bars_count(cut, line) > 1)
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

/* Reads one line one way; keeps the reading when it is better than the one there is. */
static ls_status read_way(second_look *look, ls_job *job, unsigned way, bool roomy)
{
    ls_strip strip;
    ls_point quad[4];
    ls_way_apply(job->quad, way, quad);
    ls_status status = ls_strip_cut(&look->levels, quad, roomy, &strip);
    if (status == LS_E_FORMAT || status == LS_E_LIMIT) { /* too long or too thin to be a line: stays unread */
        job->tried = true;
        return LS_OK;
    }
    if (status)
        return status;
    ls_tongue tongue;
    status = ls_languages_read(&look->languages, &strip.gray, look->best, look->trial, &tongue);
    if (status == LS_OK)
        status = count_bars(look, &strip.gray, quad, tongue.line);
    if (status == LS_OK) {
        look->used += job->tried ? 0 : job->glyphs;
        look->spent += job->glyphs * tongue.attempts;
        if (strip.leaned && job->certainty < LS_CERTAINTY_SURE && job->seen < LEAN_SENSE)
            tongue.line->confidence -= (unsigned char)(tongue.line->confidence < LEAN_DOUBT ? tongue.line->confidence : LEAN_DOUBT);
        const int confidence = tongue.line->count ? tongue.line->confidence : 0;
        job->way[way] = confidence > job->way[way] ? confidence : job->way[way];
        if (!job->tried || confidence > job->confidence) {
            job->confidence = confidence;
            status = store(look, job, way, &strip, &tongue);
        }
    } else if (status == LS_E_LIMIT) {
        status = LS_OK;
    }
    job->tried = true;
    ls_raster_free(&strip.gray);
    return status;
}

/* The mark reader's confidence in a line that runs `way`; -1 when nobody can say. */
static ls_status glance(second_look *look, const ls_job *job, unsigned way, int *confidence)
{
    ls_strip strip;
    ls_point quad[4];
    *confidence = -1;
    ls_way_apply(job->quad, way, quad);
    ls_status status = ls_strip_cut(&look->levels, quad, false, &strip);
    if (status)
        return status == LS_E_NOMEM ? status : LS_OK;
    status = ls_languages_glance(&look->languages, &strip.gray, look->trial, confidence);
    ls_raster_free(&strip.gray);
    return status;
}

/* A word of marks is read one way only; of other writing the mark reader is about as sure on its head. */
static int word_bonus(const ls_ocr_line *line)
{
    const int sense = ls_sense_weight(line) >= SEEN_WEIGHT ? ls_sense_of(line) : 0;
    return sense > WORD_SENSE ? WORD_BONUS * (sense - WORD_SENSE) : 0;
}

/* Puts the ways into the order in which the mark reader finds them likely. */
static ls_status vote(second_look *look, bool steep, unsigned ways[LS_WAYS])
{
    int *sums = look->votes[steep];
    ls_job *samples[VOTES];
    const size_t count = ls_plan_samples(&look->plan, steep, VOTE_GLYPHS, samples, VOTES);
    int voters = 0;
    for (size_t i = 0; i < count; i++) {
        int points[LS_WAYS], least = 0;
        for (unsigned way = 0; way < LS_WAYS; way++) {
            ls_status status = glance(look, samples[i], way, &points[way]);
            if (status)
                return status;
            least = points[way] < least ? points[way] : least;
            points[way] += points[way] < 0 ? 0 : word_bonus(look->trial);
        }
        for (unsigned way = 0; way < LS_WAYS && least >= 0; way++)
            sums[way] += points[way] + (way == LS_WAY_FOUND ? FOUND_BONUS : 0);
        voters += least >= 0; /* there may be no mark reader, and a row too thin to be cut */
    }
    for (unsigned way = 0; way < LS_WAYS && voters; way++)
        sums[way] /= voters;
    look->voted[steep] = voters > 0;
    for (int i = 1; i < LS_WAYS; i++)
        for (int j = i; j > 0 && sums[ways[j]] > sums[ways[j - 1]]; j--) {
            const unsigned swap = ways[j];
            ways[j] = ways[j - 1];
            ways[j - 1] = swap;
        }
    return LS_OK;
}

static ls_status read_samples(second_look *look, ls_job **samples, size_t count, unsigned way, int *sum)
{
    *sum = 0;
    for (size_t i = 0; i < count; i++) {
        ls_status status = read_way(look, samples[i], way, false);
        if (status)
            return status;
        *sum += samples[i]->way[way];
    }
    return LS_OK;
}

/*
 * The text map tells which way lines run, or the mark reader; where both are in doubt, the largest certain ones are read.
 * Writing that is upside
 * down or in a mirror has a confidence of 13 to 33, upright 46 to 87: the other ways are tried when it is low.
 */
static ls_status find_way(second_look *look, bool steep)
{
    /* in the order of their frequency: as found, on its head, as a front camera shows it, that on its head */
    unsigned ways[LS_WAYS] = {LS_WAY_FOUND, LS_WAY_TURNED, LS_WAY_TURNED | LS_WAY_MIRRORED, LS_WAY_MIRRORED};
    if (ls_plan_known_way(&look->plan, steep, &look->way[steep]))
        return LS_OK;
    const int *votes = look->votes[steep];
    ls_status status = vote(look, steep, ways);
    if (status)
        return status;
    look->way[steep] = ways[0];
    if (look->voted[steep] && (votes[ways[0]] < NO_WRITING || votes[ways[0]] - votes[ways[1]] >= VOTE_LEAD))
        return LS_OK;
    ls_job *samples[TURN_SAMPLES];
    const size_t count = ls_plan_samples(&look->plan, steep, TURN_GLYPHS, samples, TURN_SAMPLES);
    int best = 0;
    const int enough = TURN_TRIAL + TURN_FEW * (TURN_SAMPLES - (int)count);
    for (int i = 0; i < LS_WAYS && count && best < enough * (int)count; i++) {
        int sum;
        status = read_samples(look, samples, count, ways[i], &sum);
        if (status)
            return status;
        if (sum > best + (i ? (TURN_GAIN + votes[ways[0]] - votes[ways[i]]) * (int)count : 0)) {
            best = sum;
            look->way[steep] = ways[i];
        }
    }
    return LS_OK;
}

/* By how much more sense a row must make another way than its picture's: the closer the vote was, the less that says. */
static int gain_needed(const second_look *look, const ls_job *job, unsigned usual, unsigned way)
{
    const int *votes = look->votes[job->steep];
    if (way == usual)
        return 0;
    const int lead = look->voted[job->steep] ? votes[usual] - votes[way] : 0;
    return TURN_GAIN + (lead < 0 ? 0 : lead > STRAY_GAIN - TURN_GAIN ? STRAY_GAIN - TURN_GAIN : lead);
}

/*
 * Wood, cloth, lawns and leaves make rows, which take a Chinese network up to half a second each and end as nothing; so does
 * writing that is blurred beyond reading. The mark reader tells them from writing that can be read. *way becomes the way in
 * which it makes most sense of a row that may be nothing, when that is much more; a sure one runs as its picture does, but for
 * a short one that makes sense another way alone.
 */
static ls_status is_hopeless(second_look *look, ls_job *job, unsigned *way, bool *hopeless)
{
    *hopeless = false;
    const bool sure = job->certainty >= LS_CERTAINTY_SURE;
    int best = -1, most = 0;
    const unsigned usual = *way;
    for (unsigned turn = 0; turn < LS_WAYS; turn++) {
        int confidence;
        ls_status status = glance(look, job, usual ^ turn, &confidence);
        if (status)
            return status;
        const int sense = confidence < 0 ? 0 : ls_sense_of(look->trial);
        const bool astray = job->glyphs <= LOST_SHORT && !job->known && sense < SEEN_WRITING;
        if (confidence < 0 || (sure && confidence >= NO_WRITING && !turn && !astray))
            return LS_OK;
        most = confidence > most ? confidence : most;
        if (sense > best + gain_needed(look, job, usual, usual ^ turn) && (!sure || !turn || sense >= SEEN_WRITING)) {
            best = sense;
            job->seen = !sure && ls_sense_weight(look->trial) >= SEEN_WEIGHT ? sense : 0;
            *way = usual ^ turn;
        }
    }
    *hopeless = most < NO_WRITING;
    return LS_OK;
}

/*
 * A page out of focus has thirty lines that no attempt makes legible, and each costs more than one that is read at once: when
 * several of a page were lost and none of that size was read, long ones of that size or smaller are lost, too. Short ones may be marks.
 */
static bool is_like_lost(const second_look *look, const ls_job *job)
{
    if (job->glyphs <= LOST_SHORT)
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

/* One line, and again with more room and the other way round when it is surely writing, cannot be read, and that may help. */
static ls_status read_line(second_look *look, ls_job *job)
{
    unsigned way = job->known ? LS_WAY_FOUND : look->way[job->steep];
    bool hopeless = !job->tried && job->certainty >= LS_CERTAINTY_SURE && is_like_lost(look, job);
    ls_status status = job->tried || hopeless ? LS_OK : is_hopeless(look, job, &way, &hopeless);
    if (status || hopeless) {
        job->tried = true;
        job->nothing = job->certainty < LS_CERTAINTY_SURE; /* else it is writing, and said to be illegible */
        return status;
    }
    if (!job->tried)
        status = read_way(look, job, way, false);
    const int first = job->confidence;
    for (int attempt = 0; attempt < 2 && status == LS_OK; attempt++) {
        if (job->confidence >= RETRY || job->certainty < LS_CERTAINTY_SURE || look->spent > 2 * look->budget ||
            look->vain >= VAIN_MOST)
            break;
        status = read_way(look, job, attempt ? way ^ LS_WAY_TURNED : way, attempt == 0);
    }
    if (first < RETRY && job->certainty >= LS_CERTAINTY_SURE)
        look->vain = job->confidence >= (job->glyphs > LOST_SHORT ? LEGIBLE : RETRY) ? 0 : look->vain + 1;
    /* the picture's rows were taken for running the other way: the next one need not be read twice before that is seen */
    const unsigned turned = look->way[job->steep] ^ LS_WAY_TURNED;
    if (way == look->way[job->steep] && !job->known && job->glyphs > LOST_SHORT && job->way[turned] >= job->way[way] + TURN_GAIN)
        look->way[job->steep] = turned;
    return status;
}

static ls_status read_lines(second_look *look)
{
    for (int steep = 0; steep < 2; steep++) {
        ls_status status = find_way(look, steep);
        if (status)
            return status;
    }
    for (size_t i = 0; i < look->plan.count; i++) {
        ls_job *job = &look->plan.jobs[i];
        if (!job->tried && (job->height < TINY || look->used + job->glyphs / 2 > look->budget ||
                            look->spent > 2 * look->budget))
            continue; /* a shorter one may still fit */
        ls_status status = read_line(look, job);
        if (status)
            return status;
    }
    return LS_OK;
}

/* Small glyphs are misread into other words: they are matched, but not relied on. */
static bool doubtful(const ls_job *job)
{
    return job->height < SMALL && job->confidence < SMALL_SURE &&
           job->certainty >= (job->map_only ? MAP_SURE : LS_CERTAINTY_SURE);
}

/* Is it read, unread, or no writing at all? False: no writing. */
static bool judge(const ls_job *job, ls_line *line, size_t *doubts, int *lost)
{
    const int needed = job->height < TINY ? TINY_SURE : job->map_only ? MAP_SURE : LS_CERTAINTY_SURE;
    const bool sure = job->certainty >= needed;
    /* what is large enough to be read, and the map alone takes for writing, may be a rule, a fold or an ornament */
    const bool ornament = job->map_only && job->height >= SMALL;
    const int doubt = job->height < SMALL ? SMALL_DOUBT : 0;
    if (job->tried && ls_reading_believed(line, job->certainty, job->confidence - doubt, job->seen - doubt)) {
        line->unread = LS_READ;
        *doubts += doubtful(job);
        return true;
    }
    line->glyphs = NULL;
    line->count = 0;
    line->confidence = 0;
    line->language[0] = '\0';
    *lost += !sure && !ornament && !job->guess && !job->nothing && job->certainty >= LS_CERTAINTY_BESIDE ? job->certainty : 0;
    line->unread = job->height < SMALL ? LS_UNREAD_SMALL : job->tried ? LS_UNREAD_ILLEGIBLE : LS_UNREAD_BUDGET;
    /* a stamp or a line in a corner that surely is writing may be the mark that nobody could read */
    const bool seen = job->guess && job->seen >= SEEN_WRITING && job->height >= SMALL &&
                      job->length >= SEEN_LENGTH * job->height;
    return sure || seen || (!job->tried && job->height >= TINY && job->certainty >= LS_CERTAINTY_BESIDE);
}

/* A row that may be nothing and was read as something, badly: the rules are asked whether that is a mark. */
static ls_status keep_doubt(second_look *look, const ls_job *job, const ls_line *line)
{
    if (!job->tried || !line->count || job->certainty >= LS_CERTAINTY_SURE || job->height < TINY ||
        (job->seen < DOUBT_SENSE && job->confidence < DOUBT_SURE))
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

static ls_status settle(second_look *look)
{
    ls_text *text = look->text;
    bool *keep = look->plan.keep;
    int lost = 0;
    for (size_t i = 0; i < look->plan.count; i++) {
        const ls_job *job = &look->plan.jobs[i];
        const ls_line before = text->lines[job->line];
        keep[job->line] = judge(job, &text->lines[job->line], &look->doubts, &lost);
        ls_status status = text->lines[job->line].count ? LS_OK : keep_doubt(look, job, &before);
        if (status)
            return status;
    }
    /* one likely row that cannot be read is a fence; many of them are a page that cannot be read */
    for (size_t i = 0; i < look->plan.count && lost >= LOST_MOST; i++)
        if (look->plan.jobs[i].certainty >= LS_CERTAINTY_BESIDE && !look->plan.jobs[i].guess && !look->plan.jobs[i].nothing)
            keep[look->plan.jobs[i].line] = true;
    size_t kept = 0;
    for (size_t i = 0; i < text->line_count; i++)
        if (keep[i])
            text->lines[kept++] = text->lines[i];
    text->line_count = kept;
    text->text_present = kept > 0;
    return LS_OK;
}

static ls_outcome outcome_of(const ls_text *text, size_t doubts)
{
    size_t counts[LS_UNREAD_COUNT] = {0};
    for (size_t i = 0; i < text->line_count; i++)
        counts[text->lines[i].unread]++;
    const size_t open = text->line_count - counts[LS_READ] + doubts;
    if (!open)
        return ls_outcome_done();
    return ls_outcome_make(LS_LIMITED, LS_REASON_LINES_UNREAD,
                           "%zu of %zu lines (%zu too small, %zu illegible, %zu beyond the glyph budget)", open,
                           text->line_count, counts[LS_UNREAD_SMALL] + doubts, counts[LS_UNREAD_ILLEGIBLE],
                           counts[LS_UNREAD_BUDGET]);
}

static ls_status look_twice(const ls_raster *raster, const ls_look_notes *notes, second_look *look)
{
    ls_status status = ls_levels_make(raster, SMALLEST_LEVEL, &look->levels);
    if (status == LS_OK)
        status = ls_plan_make(raster, look->text, notes, &look->plan);
    look->best = malloc(sizeof *look->best);
    look->trial = malloc(sizeof *look->trial);
    if (status == LS_OK && (!look->best || !look->trial))
        status = LS_E_NOMEM;
    if (status == LS_OK)
        status = read_lines(look);
    if (status == LS_OK)
        status = settle(look);
    free(look->best);
    free(look->trial);
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
    second_look look = {.text = text, .budget = glyph_budget};
    if (!ls_languages_parse(recogniser, languages, &look.languages)) {
        *outcome = ls_outcome_make(LS_LIMITED, LS_REASON_LANGUAGE_MISSING, "%.100s", languages);
        return LS_OK;
    }
    ls_status status = look_twice(raster, notes, &look);
    if (status)
        *outcome = ls_outcome_make(LS_FAILED, status == LS_E_NOMEM ? LS_REASON_MEMORY : LS_REASON_DECODE, "%s", "");
    else
        *outcome = outcome_of(text, look.doubts);
    return status;
}
