/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/scene.h"

#include "rules/cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Parts of a page. GB/T 9704 puts level and term on the second line of the type area, which starts 37 mm below the edge
 * of a page of 297 mm; 32 CFR 2001 wants banners at the top and the bottom. The margins allow for a page that was found
 * a little too small or too large.
 */
#define TOP_ENDS 0.25
#define BOTTOM_STARTS 0.8
#define LEFT_ENDS 0.35
#define RIGHT_STARTS 0.65
#define HEADER_ENDS 0.45
#define PROSE_CELLS 12
#define BLOCK_LINES 5  /* lines of one direction that show where a text begins and ends, whatever the page's outline is */
#define STRAY_HEIGHT 1.8F /* by the usual height of its page */
#define STRAY_SURE 50     /* confidence of a reading that is no nonsense */
#define COLUMN_GAP 2.0 /* line heights that a line of another column keeps away at least */
#define ENDS_HEIGHT 1.4 /* of the lower line's height that the head of one text may have, and the other way round */
#define ENDS_LEAN 0.1   /* of their distance that one may stand beside the other: the page is seen from the side */
#define PARALLEL 0.94  /* cosine of the angle between such lines: 20° */

/* --------------------------------------------------------------------------------------------------- plane */

static double dot(ls_point a, ls_point b)
{
    return a.x * b.x + a.y * b.y;
}

static ls_point minus(ls_point a, ls_point b)
{
    return (ls_point){a.x - b.x, a.y - b.y};
}

static ls_point blend(ls_point a, ls_point b, double t)
{
    return (ls_point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

static ls_point unit(ls_point v)
{
    double length = hypot(v.x, v.y);
    return length > 0 ? (ls_point){v.x / length, v.y / length} : (ls_point){0, 0};
}

static ls_point centre(const ls_point quad[4])
{
    return blend(blend(quad[0], quad[2], 0.5), blend(quad[1], quad[3], 0.5), 0.5);
}

void ls_scene_quad(const ls_line *line, size_t from, size_t to, ls_point quad[4])
{
    double left = (double)line->glyphs[from].left, right = (double)line->glyphs[to - 1].right;
    quad[0] = blend(line->quad[0], line->quad[1], left);
    quad[1] = blend(line->quad[0], line->quad[1], right);
    quad[2] = blend(line->quad[3], line->quad[2], right);
    quad[3] = blend(line->quad[3], line->quad[2], left);
}

/* Distance of a point from the straight line through a and b. */
static double distance(ls_point p, ls_point a, ls_point b)
{
    ls_point along = unit(minus(b, a)), to = minus(p, a);
    return fabs(along.x * to.y - along.y * to.x);
}

/*
 * The page's corners as someone sees them who reads the line: a page may lie on its side or upside down, and its quad
 * does not have to know where its text starts. Text on no page has the picture for its page.
 */
static bool page_corners(const ls_scene *scene, const ls_line *line, ls_point corners[4])
{
    double width = scene->text->width, height = scene->text->height;
    ls_point picture[4] = {{0, 0}, {width, 0}, {width, height}, {0, height}};
    const ls_point *page = line->page >= 0 ? scene->text->pages[line->page].quad : picture;
    ls_point right = unit(minus(line->quad[1], line->quad[0])), down = unit(minus(line->quad[3], line->quad[0]));
    for (int corner = 0; corner < 4; corner++) {
        double across = corner == 1 || corner == 2 ? 1 : -1, along = corner >= 2 ? 1 : -1, best = -INFINITY;
        for (int i = 0; i < 4; i++) {
            double value = across * dot(page[i], right) + along * dot(page[i], down);
            if (value > best) {
                best = value;
                corners[corner] = page[i];
            }
        }
    }
    return distance(corners[0], corners[3], corners[2]) > 1 && distance(corners[0], corners[1], corners[2]) > 1;
}

/* Where p stands between the page's edges: 0 at the left or top, 1 at the right or bottom. */
static ls_point on_page(const ls_point corners[4], ls_point p)
{
    double left = distance(p, corners[0], corners[3]), right = distance(p, corners[1], corners[2]);
    double top = distance(p, corners[0], corners[1]), bottom = distance(p, corners[3], corners[2]);
    return (ls_point){left + right > 0 ? left / (left + right) : 0.5, top + bottom > 0 ? top / (top + bottom) : 0.5};
}

/* ------------------------------------------------------------------------------------------------ features */

static bool is_header(const ls_scene *scene, const ls_line *line, const ls_line *other, const ls_point corners[4])
{
    float usual = scene->usual_height[other->page + 1];
    return other != line && other->page == line->page && other->ink == LS_INK_RED && other->height >= 1.4F * usual &&
           on_page(corners, centre(other->quad)).y < HEADER_ENDS;
}

static bool has_header(const ls_scene *scene, const ls_line *line, const ls_point corners[4])
{
    if (line->page >= 0 && scene->text->pages[line->page].red_rule)
        return true;
    for (size_t i = 0; i < scene->text->line_count; i++) {
        if (is_header(scene, line, &scene->text->lines[i], corners))
            return true;
    }
    return false;
}

static bool is_prose(const ls_candidate *candidate)
{
    static const char *const stops[] = {"。", "，", "、", "；", "“", "”", "《", ",", ". ", ";"};
    for (size_t i = 0; candidate->total >= PROSE_CELLS && i < sizeof stops / sizeof *stops; i++) {
        if (strstr(candidate->rest, stops[i]))
            return true;
    }
    return false;
}

/* The lines of one direction that belong with a line, as it sees them. */
typedef struct block {
    size_t lines, above, below;
    double left, right; /* where they begin and end, pixels along the line */
} block;

/* Windows, shelves and fences beyond a page's edge are read as large nonsense: where a page of text ends does not hang on them. */
static bool is_stray(const ls_scene *scene, const ls_line *line)
{
    const float usual = scene->usual_height[line->page + 1]; /* 0 where nothing was read */
    return usual > 0 && line->height > STRAY_HEIGHT * usual && (line->unread != LS_READ || line->confidence < STRAY_SURE);
}

static void add_line(block *text, const ls_line *line, const ls_line *other, ls_point right, ls_point down)
{
    const double apart = dot(minus(centre(other->quad), centre(line->quad)), down);
    text->above += apart < -(double)line->height;
    text->below += apart > (double)line->height;
    text->left = fmin(text->left, dot(other->quad[0], right));
    text->right = fmax(text->right, dot(other->quad[1], right));
    text->lines++;
}

/* Are they written above each other, or at least not a column apart? */
static bool overlap(const ls_line *line, const ls_line *other, ls_point right)
{
    const double room = COLUMN_GAP * (double)line->height;
    return dot(other->quad[1], right) > dot(line->quad[0], right) - room &&
           dot(other->quad[0], right) < dot(line->quad[1], right) + room;
}

/*
 * The first or the last line of a page of text: where a mark stands also when the page was found wrong, or not at all. A
 * shadow may have cut the page in two: then the lines count that the mark stands above or below, whatever page has them. Where
 * no page was found the picture may be a screen with a page in it, and what a window says above is no line of that.
 */
static void edge_features(const ls_scene *scene, const ls_line *line, bool *first, bool *last, bool *side)
{
    const ls_point right = unit(minus(line->quad[1], line->quad[0])), down = unit(minus(line->quad[3], line->quad[0]));
    block page = {.left = INFINITY, .right = -INFINITY}, column = page;
    for (size_t i = 0; i < scene->text->line_count; i++) {
        const ls_line *other = &scene->text->lines[i];
        if (other == line || is_stray(scene, other) || dot(unit(minus(other->quad[1], other->quad[0])), right) < PARALLEL)
            continue;
        if (other->page == line->page)
            add_line(&page, line, other, right, down);
        if (overlap(line, other, right))
            add_line(&column, line, other, right, down);
    }
    const block *text = line->page >= 0 && page.lines >= BLOCK_LINES ? &page : &column;
    const double middle = dot(centre(line->quad), right), third = (text->right - text->left) / 3;
    *first = text->lines >= BLOCK_LINES && !text->above;
    *last = text->lines >= BLOCK_LINES && !text->below;
    *side = text->lines >= BLOCK_LINES && (middle < text->left + third || middle > text->right - third);
}

bool ls_scene_are_ends(const ls_scene *scene, size_t upper, size_t lower)
{
    const ls_line *line = &scene->text->lines[upper], *end = &scene->text->lines[lower];
    const ls_point right = unit(minus(line->quad[1], line->quad[0])), down = unit(minus(line->quad[3], line->quad[0]));
    const ls_point apart = minus(centre(end->quad), centre(line->quad));
    const double distance = dot(apart, down), height = (double)fmaxf(line->height, end->height);
    if (line->page != end->page || dot(unit(minus(end->quad[1], end->quad[0])), right) < PARALLEL || distance <= 0 ||
        height > ENDS_HEIGHT * (double)fminf(line->height, end->height) || fabs(dot(apart, right)) > height + ENDS_LEAN * distance)
        return false;
    size_t between = 0;
    for (size_t i = 0; i < scene->text->line_count; i++) {
        const ls_line *other = &scene->text->lines[i];
        const double below = dot(minus(centre(other->quad), centre(line->quad)), down);
        between += other->page == line->page && overlap(line, other, right) && below > height && below < distance - height;
    }
    return between >= BLOCK_LINES;
}

static void zone_features(const ls_scene *scene, ls_candidate *candidate, bool has[LS_FEATURE_COUNT])
{
    const ls_line *line = &scene->text->lines[candidate->line];
    ls_point corners[4];
    has[LS_FEATURE_FRAME] = line->page < 0;
    if (!page_corners(scene, line, corners))
        return;
    ls_point middle = on_page(corners, centre(candidate->quad));
    double start = on_page(corners, blend(candidate->quad[0], candidate->quad[3], 0.5)).x;
    double end = on_page(corners, blend(candidate->quad[1], candidate->quad[2], 0.5)).x;
    bool first, last, beside;
    edge_features(scene, line, &first, &last, &beside);
    candidate->top = has[LS_FEATURE_TOP] = first || (middle.y < TOP_ENDS && !last);
    candidate->bottom = has[LS_FEATURE_BOTTOM] = last || (middle.y > BOTTOM_STARTS && !first);
    has[LS_FEATURE_MIDDLE] = !candidate->top && !candidate->bottom;
    bool side = (start < LEFT_ENDS && middle.x < 0.5) || (end > RIGHT_STARTS && middle.x > 0.5) || beside;
    has[LS_FEATURE_CORNER] = side && !has[LS_FEATURE_MIDDLE];
    has[LS_FEATURE_HEADER] = has_header(scene, line, corners);
}

bool ls_candidate_alone(const ls_candidate *candidate)
{
    return candidate->matched * 5 >= candidate->total * 4;
}

static void line_features(const ls_scene *scene, const ls_candidate *candidate, bool has[LS_FEATURE_COUNT])
{
    const ls_line *line = &scene->text->lines[candidate->line];
    float usual = scene->usual_height[line->page + 1];
    has[LS_FEATURE_ALONE] = ls_candidate_alone(candidate);
    has[LS_FEATURE_WITHIN] = candidate->matched * 2 < candidate->total;
    has[LS_FEATURE_RED] = line->ink == LS_INK_RED;
    has[LS_FEATURE_STAMPED] = line->framed && (line->ink == LS_INK_RED || line->ink == LS_INK_OTHER);
    has[LS_FEATURE_PROSE] = !has[LS_FEATURE_STAMPED] && is_prose(candidate); /* a comma in a stamp is a speck */
    has[LS_FEATURE_LIGHT] = line->ink == LS_INK_LIGHT;
    has[LS_FEATURE_SMALL] = line->height < 0.75F * usual;
    has[LS_FEATURE_LARGE] = line->height >= 1.25F * usual;
    has[LS_FEATURE_HUGE] = line->height >= 2.5F * usual;
}

/* -------------------------------------------------------------------------------------------------- around */

bool ls_scene_finds(ls_scene *scene, const pcre2_code *regex, const char *text)
{
    scene->runs++;
    int result = pcre2_match(regex, (PCRE2_SPTR)text, strlen(text), 0, PCRE2_NO_UTF_CHECK, scene->data, scene->limits);
    if (result < 0 && result != PCRE2_ERROR_NOMATCH)
        scene->limit_hit = true;
    return result >= 0;
}

/* On the same row, no further away than three glyphs. */
static bool is_beside(const ls_line *line, const ls_line *other)
{
    ls_point right = unit(minus(line->quad[1], line->quad[0])), down = unit(minus(line->quad[3], line->quad[0]));
    double height = hypot(line->quad[3].x - line->quad[0].x, line->quad[3].y - line->quad[0].y);
    ls_point apart = minus(centre(other->quad), centre(line->quad));
    double own = dot(minus(line->quad[1], line->quad[0]), right);
    double its = fabs(dot(minus(other->quad[1], other->quad[0]), right));
    return fabs(dot(apart, down)) < 0.7 * height && fabs(dot(apart, right)) - (own + its) / 2 < 3 * height;
}

static bool is_around(ls_scene *scene, const ls_candidate *candidate, const ls_around *around)
{
    if (around->where == LS_WHERE_LINE)
        return ls_scene_finds(scene, around->regex, candidate->rest);
    const ls_line *line = &scene->text->lines[candidate->line];
    for (size_t i = 0; i < scene->text->line_count; i++) {
        const ls_line *other = &scene->text->lines[i];
        if (!scene->lines[i] || other == line || other->page != line->page)
            continue;
        if (around->where == LS_WHERE_BESIDE && !is_beside(line, other))
            continue;
        if (ls_scene_finds(scene, around->regex, scene->lines[i]))
            return true;
    }
    return false;
}

void ls_scene_points(ls_scene *scene, ls_candidate *candidate)
{
    bool has[LS_FEATURE_COUNT] = {false};
    const ls_context *context = candidate->pattern->context;
    line_features(scene, candidate, has);
    zone_features(scene, candidate, has);
    candidate->points = candidate->pattern->score;
    for (size_t i = 0; i < LS_FEATURE_COUNT; i++)
        candidate->points += has[i] ? (int)context->points[i] : 0;
    for (size_t i = 0; i < context->around_count; i++)
        candidate->points += is_around(scene, candidate, &context->around[i]) ? context->around[i].points : 0;
}

/* ----------------------------------------------------------------------------------------------- the scene */

static int by_height(const void *left, const void *right)
{
    float a = *(const float *)left, b = *(const float *)right;
    return (a > b) - (a < b);
}

static ls_status read_heights(ls_scene *scene, ls_arena *arena)
{
    const ls_text *text = scene->text;
    scene->usual_height = ls_arena_array(arena, text->page_count + 1, sizeof *scene->usual_height);
    float *heights = ls_arena_array(arena, text->line_count, sizeof *heights);
    if (!scene->usual_height || !heights)
        return LS_E_NOMEM;
    for (size_t page = 0; page <= text->page_count; page++) {
        size_t count = 0;
        for (size_t i = 0; i < text->line_count; i++) {
            if ((size_t)(text->lines[i].page + 1) == page)
                heights[count++] = text->lines[i].height;
        }
        if (!count)
            continue;
        qsort(heights, count, sizeof *heights, by_height);
        scene->usual_height[page] = heights[count / 2];
    }
    return LS_OK;
}

ls_status ls_scene_read(ls_scene *scene, const ls_text *text, ls_arena *arena)
{
    ls_cells cells = {0};
    scene->text = text;
    scene->lines = ls_arena_array(arena, text->line_count, sizeof *scene->lines);
    if (!scene->lines)
        return LS_E_NOMEM;
    for (size_t i = 0; i < text->line_count; i++) {
        if (text->lines[i].unread != LS_READ || !text->lines[i].count)
            continue;
        if (ls_cells_read(&cells, arena, &text->lines[i]) ||
            !(scene->lines[i] = ls_cells_text(&cells, 0, cells.count, arena)))
            return LS_E_NOMEM;
    }
    return read_heights(scene, arena);
}
