/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frame of a body of text, from its own rows: the outline of a page is wrong where paper and table are alike, and
 * there is none where a page goes on beyond the picture. Justified rows begin on one straight line and end on another,
 * and with the first and the last long row these are four sides of a rectangle, seen in perspective.
 */
#include "rules/document_parts.h"

#include <math.h>

#define NEAR 0.6       /* glyph heights: an end that lies on the line */
#define BEYOND 1.5     /* the same: one that lies outside of it */
#define BEYOND_PARTS 8 /* one end in so many may: a stamp, a note in the margin */
#define ON_LINE 3u     /* ends that make a line */
#define LONG_SHARE 0.6 /* of the longest row's length: a row whose direction is known */

/* a·x + b·y = c with (a, b) of length 1, pointing out of the body. */
struct side {
    double a, b, c;
};

static struct side through(ls_point p, ls_point q, ls_point out)
{
    double a = q.y - p.y, b = p.x - q.x, length = hypot(a, b);
    if (!(length > 0))
        return (struct side){0, 0, 0};
    const double sign = a * out.x + b * out.y < 0 ? -1 : 1;
    a *= sign / length;
    b *= sign / length;
    return (struct side){a, b, a * p.x + b * p.y};
}

static double outside(const struct side *side, ls_point p)
{
    return side->a * p.x + side->b * p.y - side->c;
}

static bool cross(const struct side *one, const struct side *other, ls_point *at)
{
    const double det = one->a * other->b - other->a * one->b;
    if (fabs(det) < 0.1)
        return false;
    *at = (ls_point){(one->c * other->b - other->c * one->b) / det, (one->a * other->c - other->a * one->c) / det};
    return true;
}

/* The straight line that most ends lie on and hardly any lies outside of. */
static bool side_of(const ls_point *ends, size_t count, ls_point out, double height, struct side *best)
{
    size_t most = ON_LINE - 1;
    double span = 0; /* of two lines with as many ends the one that is known better */
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            const struct side side = through(ends[i], ends[j], out);
            const double apart = hypot(ends[i].x - ends[j].x, ends[i].y - ends[j].y);
            size_t on = 0, beyond = 0;
            if (apart < 2 * height || fabs(side.a * out.x + side.b * out.y) < 0.5)
                continue;
            for (size_t k = 0; k < count; k++) {
                const double off = outside(&side, ends[k]);
                on += fabs(off) <= NEAR * height;
                beyond += off > BEYOND * height;
            }
            if (beyond * BEYOND_PARTS > count || on < most || (on == most && apart <= span))
                continue;
            most = on;
            span = apart;
            *best = side;
        }
    return most >= ON_LINE;
}

bool ls_frame_of(const ls_row_ends *rows, size_t count, ls_point down, double height, ls_point corners[4])
{
    ls_point starts[LS_ROWS_MOST], ends[LS_ROWS_MOST], right = {0, 0};
    double longest = 0;
    for (size_t i = 0; i < count; i++) {
        starts[i] = rows[i].start;
        ends[i] = rows[i].end;
        right = (ls_point){right.x + ends[i].x - starts[i].x, right.y + ends[i].y - starts[i].y};
        longest = fmax(longest, hypot(ends[i].x - starts[i].x, ends[i].y - starts[i].y));
    }
    const double length = hypot(right.x, right.y);
    if (!(length > 0))
        return false;
    right = (ls_point){right.x / length, right.y / length};
    struct side sides[4] = {{0, 0, 0}};
    double first = INFINITY, last = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        const double at = (starts[i].x + ends[i].x) / 2 * down.x + (starts[i].y + ends[i].y) / 2 * down.y;
        if (hypot(ends[i].x - starts[i].x, ends[i].y - starts[i].y) < LONG_SHARE * longest)
            continue;
        if (at < first) {
            first = at;
            sides[0] = through(starts[i], ends[i], (ls_point){-down.x, -down.y});
        }
        if (at > last) {
            last = at;
            sides[2] = through(starts[i], ends[i], down);
        }
    }
    return last - first > 2 * height && side_of(ends, count, right, height, &sides[1]) &&
           side_of(starts, count, (ls_point){-right.x, -right.y}, height, &sides[3]) &&
           cross(&sides[3], &sides[0], &corners[0]) && cross(&sides[0], &sides[1], &corners[1]) &&
           cross(&sides[1], &sides[2], &corners[2]) && cross(&sides[2], &sides[3], &corners[3]);
}
