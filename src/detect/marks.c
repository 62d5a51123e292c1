/* SPDX-License-Identifier: Apache-2.0 */
/* Marks that the matcher saw in the picture: one detection for each rule and place. */
#include "detect/detect.h"

#include <math.h>
#include <string.h>

/* Matches whose boxes share more than this part of the smaller one are of the same ink. */
#define SAME_PLACE 0.5
/*
 * The same glyphs are a mark of the system whose spelling they surely have: a pack takes 机密 for a 機密 that Tesseract has no
 * glyph for, and of two glyphs one that counts for another costs 20.
 */
#define SPELT_BETTER 10

typedef struct box {
    double left, top, right, bottom;
} box;

static box box_of(const ls_match *match)
{
    box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        all.left = fmin(all.left, match->quad[i].x);
        all.top = fmin(all.top, match->quad[i].y);
        all.right = fmax(all.right, match->quad[i].x);
        all.bottom = fmax(all.bottom, match->quad[i].y);
    }
    return all;
}

static double area_of(box one)
{
    return fmax(0, one.right - one.left) * fmax(0, one.bottom - one.top);
}

static bool same_place(const ls_match *one, const ls_match *other)
{
    if (one->line == other->line)
        return one->from < other->to && other->from < one->to;
    box a = box_of(one), b = box_of(other);
    box shared = {fmax(a.left, b.left), fmax(a.top, b.top), fmin(a.right, b.right), fmin(a.bottom, b.bottom)};
    return area_of(shared) > SAME_PLACE * fmin(area_of(a), area_of(b));
}

/* A better match of the same rule at the same place; of two equal ones the earlier counts. */
static bool beaten(const ls_matches *matches, size_t index)
{
    const ls_match *match = &matches->items[index];
    for (size_t i = 0; i < matches->count; i++) {
        const ls_match *other = &matches->items[i];
        bool better = other->confidence > match->confidence || (other->confidence == match->confidence && i < index);
        if (i != index && better && strcmp(other->rule->id, match->rule->id) == 0 && same_place(match, other))
            return true;
    }
    return false;
}

static bool another_system(const ls_match *one, const ls_match *other)
{
    return one->rule->system && other->rule->system && strcmp(one->rule->system, other->rule->system) != 0;
}

/* The very same glyphs as they were read are a mark of another system. */
static bool is_spelt_otherwise(const ls_matches *matches, const ls_match *match)
{
    for (size_t i = 0; i < matches->count; i++) {
        const ls_match *other = &matches->items[i];
        if (other->line == match->line && other->from == match->from && other->to == match->to &&
            other->quality >= match->quality + SPELT_BETTER && another_system(match, other))
            return true;
    }
    return false;
}

ls_status ls_detect_marks(const ls_evidence *evidence, ls_detections *detections)
{
    const ls_matches *matches = evidence->matches;
    for (size_t i = 0; matches && i < matches->count; i++) {
        const ls_match *match = &matches->items[i];
        if (beaten(matches, i) || is_spelt_otherwise(matches, match))
            continue;
        ls_detection *detection;
        ls_status status = ls_detections_add(detections, match->rule->id, &detection);
        if (status)
            return status;
        if (!detection)
            continue;
        detection->match = match;
        detection->text = match->text;
        detection->confidence = match->confidence;
    }
    return LS_OK;
}
