/* SPDX-License-Identifier: Apache-2.0 */
/* Which way lines run, and which make no sense any way. */
#include "text/read_parts.h"

#include "text/search.h"
#include "text/sense.h"

#define TURN_SAMPLES 3     /* lines from which a picture's reading direction is told */
#define TURN_GLYPHS 24u    /* of such a line at most */
#define VOTES 7            /* lines that the mark reader is asked for the direction: it takes a hundredth of the time */
#define VOTE_GLYPHS 48u
#define VOTERS_LEAST 4     /* lines after which a clear vote is over: */
#define VOTE_CLEAR 20      /* twice the lead that is asked of seven */
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
#define CLOSE_GAIN 4       /* how much more sense a row must make another way where the vote was a draw, */
#define STRAY_GAIN 25      /* and at most, against all lines of its picture that were asked */

/* A word of marks is read one way only; of other writing the mark reader is about as sure on its head. */
static int word_bonus(const ls_ocr_line *line)
{
    const int sense = ls_sense_says_something(line) ? ls_sense_of(line) : 0;
    return sense > WORD_SENSE ? WORD_BONUS * (sense - WORD_SENSE) : 0;
}

/* Does one way lead by so much that further voters would change nothing? */
static bool is_clear(const int sums[LS_WAYS], int voters)
{
    int first = 0, second = 0;
    for (unsigned way = 0; way < LS_WAYS; way++)
        if (sums[way] > first) {
            second = first;
            first = sums[way];
        } else if (sums[way] > second) {
            second = sums[way];
        }
    return voters >= VOTERS_LEAST && first - second >= VOTE_CLEAR * voters;
}

/* Puts the ways into the order in which the mark reader finds them likely. */
static ls_status vote(ls_second_look *look, bool steep, unsigned ways[LS_WAYS])
{
    int *sums = look->votes[steep];
    ls_job *samples[VOTES];
    const size_t count = ls_plan_samples(&look->plan, steep, VOTE_GLYPHS, samples, VOTES);
    int voters = 0;
    for (size_t i = 0; i < count && !is_clear(sums, voters); i++) {
        int points[LS_WAYS], least = 0;
        for (unsigned way = 0; way < LS_WAYS; way++) {
            ls_status status = ls_read_glance(look, samples[i], way, LS_LIGHT_CLEAR, &points[way]);
            if (status)
                return status;
            least = points[way] < least ? points[way] : least;
            points[way] += points[way] < 0 ? 0 : word_bonus(look->marks);
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

static ls_status read_samples(ls_second_look *look, ls_job **samples, size_t count, unsigned way, int *sum)
{
    *sum = 0;
    for (size_t i = 0; i < count; i++) {
        ls_status status = ls_read_way(look, samples[i], way, LS_LIGHT_CLEAR);
        if (status)
            return status;
        *sum += samples[i]->way[way];
    }
    return LS_OK;
}

/*
 * The mark reader tells which way lines run; where it is in doubt, the largest certain ones are read.
 * Writing that is upside down or in a mirror has a confidence of 13 to 33, upright 46 to 87: the other ways are tried when
 * it is low.
 */
ls_status ls_read_find_way(ls_second_look *look, bool steep)
{
    /* in the order of their frequency: as found, on its head, as a front camera shows it, that on its head */
    unsigned ways[LS_WAYS] = {LS_WAY_FOUND, LS_WAY_TURNED, LS_WAY_TURNED | LS_WAY_MIRRORED, LS_WAY_MIRRORED};
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
        if (look->voted[steep] && votes[ways[0]] - votes[ways[i]] >= VOTE_LEAD)
            break; /* nor need what the vote has ruled out be read */
        status = read_samples(look, samples, count, ways[i], &sum);
        if (status)
            return status;
        if (sum > best + (i ? (LS_READ_TURN_GAIN + votes[ways[0]] - votes[ways[i]]) * (int)count : 0)) {
            best = sum;
            look->way[steep] = ways[i];
        }
    }
    return LS_OK;
}

/* By how much more sense a row must make another way than its picture's: the closer the vote was, the less that says. */
static int gain_needed(const ls_second_look *look, const ls_job *job, unsigned usual, unsigned way)
{
    const int *votes = look->votes[job->steep];
    if (way == usual)
        return 0;
    const int lead = look->voted[job->steep] ? votes[usual] - votes[way] : 0;
    return CLOSE_GAIN + (lead < 0 ? 0 : lead > STRAY_GAIN - CLOSE_GAIN ? STRAY_GAIN - CLOSE_GAIN : lead);
}

bool ls_read_is_settled(const ls_second_look *look, bool steep)
{
    const int *votes = look->votes[steep];
    for (unsigned way = 0; way < LS_WAYS; way++)
        if (way != look->way[steep] && votes[look->way[steep]] - votes[way] < VOTE_LEAD)
            return false;
    return look->voted[steep];
}

/*
 * Wood, cloth, lawns and leaves make rows, which take a Chinese network up to half a second each and end as nothing; so does
 * writing that is blurred beyond reading. The mark reader tells them from writing that can be read. *way becomes the way in
 * which it makes most sense of a row that may be nothing, when that is much more; a sure one runs as its picture does, but for
 * a short one that makes sense another way alone.
 */
ls_status ls_read_is_hopeless(ls_second_look *look, ls_job *job, ls_light light, unsigned *way, bool *hopeless)
{
    /* confidence of a guess below which no more ways are tried, after one and after two: writing on its head or in a mirror has 40 and more */
    static const int nothing[2] = {25, 40};
    *hopeless = false;
    const bool sure = job->certainty >= LS_CERTAINTY_SURE;
    int best = -1, most = 0;
    const unsigned usual = *way, ways = job->guess && ls_read_is_settled(look, job->steep) ? 1 : LS_WAYS;
    for (unsigned turn = 0; turn < ways; turn++) {
        int confidence;
        ls_status status = ls_read_glance(look, job, usual ^ turn, light, &confidence);
        if (status)
            return status;
        const int sense = confidence < 0 ? 0 : ls_sense_of(look->marks);
        const bool astray = job->glyphs <= LS_READ_LOST_SHORT && sense < LS_READ_SEEN_WRITING;
        if (confidence < 0 || (sure && confidence >= NO_WRITING && !turn && !astray))
            return LS_OK;
        most = confidence > most ? confidence : most;
        job->writing = most > job->writing ? most : job->writing;
        if (job->guess && turn < 2 && most < nothing[turn]) {
            *hopeless = true;
            return LS_OK;
        }
        if (sense > best + gain_needed(look, job, usual, usual ^ turn) && (!sure || !turn || sense >= LS_READ_SEEN_WRITING)) {
            best = sense;
            job->seen = !sure && ls_sense_says_something(look->marks) ? sense : 0;
            *way = usual ^ turn;
        }
    }
    *hopeless = most < NO_WRITING;
    return LS_OK;
}
