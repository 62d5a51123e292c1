/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of writing out of the text map: core pixels that touch are one line. How it lies its pixels show; which of the two
 * ways it runs they vote on, for one glyph by itself may be taken for another one on its head.
 */
#include "text/map.h"

#include "text/fit.h"
#include "text/search.h"
#include "text/vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME_AXIS 0.7f     /* cosine between the axes that neighbours are said to run along, 45°; the last resort */
#define PIXELS_MIN 3u      /* of the answer: a line of two small glyphs */
#define THICK 0.5f         /* standard deviation across by height, above which lines have run together */
#define LONG 2.0f          /* length by height from which where the pixels lie tells the axis better than what they say */
#define CORE_SHARE 0.6f    /* of its line's height that a core is high */
#define HEIGHT_DOUBT 1.5f  /* ratio of the height that is said and the one that follows from the core's */
#define SIZE_LEAST (-2.0f) /* of LS_MAP_SIZE: 2 to 128 input pixels; beyond it the network was shown nothing */
#define SIZE_MOST 4.0f
#define HALF_PIXEL 0.5f    /* a core is as long as its line, from the first pixel's edge to the last one's */

/*
 * How certain a region is to be writing: a logistic regression over its mean probability, how long it is and how large its
 * glyphs are. Fitted to the lines found in the scenes that tools/train keeps for validation, and in photos without text
 * that have an odd number in the project's collection.
 */
#define CERTAIN_CORE 1.804f
#define CERTAIN_LENGTH 0.847f /* logarithm of length by height */
#define CERTAIN_HEIGHT (-1.254f) /* logarithm, input pixels */
#define CERTAIN_BIAS (-0.995f)

/* And a second one over the first and what runs beside the line: a text has more than one. */
#define OWN_WEIGHT 0.777f
#define SUPPORT_WEIGHT 0.801f
#define FIRST_SUPPORT_WEIGHT (-0.200f)
#define SECOND_BIAS (-0.884f)
#define SUPPORT_MOST 4.0f

/* Logits that make a core pixel; where lines have run together the next one is tried. */
static const float levels[] = {0, 1.5f, 3};
#define LEVELS (sizeof levels / sizeof *levels)

typedef struct region { /* connected pixels */
    uint32_t *pixels;   /* index y·width + x */
    size_t count;
    float agreement;    /* of the pixels on the way it runs, 0–1 */
    float core;         /* mean probability of a core */
    float mirrored;     /* mean probability */
    float said;         /* height of the glyphs as its pixels say, pixels of the answer */
    float height;       /* the same, within what the core's own thickness allows */
    float along_from, along_to, across, spread; /* of the pixels, from the origin, in the region's own axes */
    float ux, uy;       /* those axes: reading direction, unit */
} region;

typedef struct search {
    const ls_map *map;
    unsigned char *open; /* per pixel: 1 not yet part of a line, 0 settled, 2 to be tried at the next level */
    uint32_t *pixels;    /* room for a region */
    ls_chains *chains;
} search;

static float probability(float logit)
{
    return 1 / (1 + expf(-logit));
}

static void direction_at(const ls_map *map, uint32_t x, uint32_t y, float *dx, float *dy)
{
    const float c = ls_map_at(map, LS_MAP_COSINE, x, y), s = ls_map_at(map, LS_MAP_SINE, x, y);
    const float length = hypotf(c, s);
    *dx = length > 1e-6f ? c / length : 1;
    *dy = length > 1e-6f ? s / length : 0;
}

/* Takes the pixel into the region when it is open and a core; on the last level it must run about along (dx, dy), too. */
static void take(search *s, region *r, int64_t x, int64_t y, float dx, float dy, size_t level)
{
    const ls_map *map = s->map;
    if (x < 0 || y < 0 || x >= map->planes.width || y >= map->planes.height)
        return;
    const uint32_t column = (uint32_t)x, row = (uint32_t)y, at = row * map->planes.width + column;
    if (s->open[at] != 1 || !(ls_map_at(map, LS_MAP_LINE, column, row) > levels[level]))
        return;
    float ex, ey;
    direction_at(map, column, row, &ex, &ey);
    if (level + 1 == LEVELS && fabsf(dx * ex + dy * ey) < SAME_AXIS)
        return;
    s->open[at] = 0;
    r->pixels[r->count++] = at;
}

static void flood(search *s, region *r, uint32_t start, size_t level)
{
    const uint32_t width = s->map->planes.width;
    *r = (region){.pixels = s->pixels, .count = 1};
    r->pixels[0] = start;
    s->open[start] = 0;
    for (size_t i = 0; i < r->count; i++) {
        const uint32_t x = r->pixels[i] % width, y = r->pixels[i] / width;
        float dx, dy;
        direction_at(s->map, x, y, &dx, &dy);
        for (int j = -1; j <= 1; j++)
            for (int k = -1; k <= 1; k++)
                take(s, r, (int64_t)x + k, (int64_t)y + j, dx, dy, level);
    }
}

static void average(const ls_map *map, region *r)
{
    float size = 0, c = 0, s = 0; /* of twice the angle: there an axis has one direction */
    for (size_t i = 0; i < r->count; i++) {
        const uint32_t x = r->pixels[i] % map->planes.width, y = r->pixels[i] / map->planes.width;
        float dx, dy;
        direction_at(map, x, y, &dx, &dy);
        c += dx * dx - dy * dy;
        s += 2 * dx * dy;
        r->core += probability(ls_map_at(map, LS_MAP_LINE, x, y));
        r->mirrored += probability(ls_map_at(map, LS_MAP_MIRRORED, x, y));
        size += fminf(SIZE_MOST, fmaxf(SIZE_LEAST, ls_map_at(map, LS_MAP_SIZE, x, y)));
    }
    const float n = (float)r->count;
    r->ux = cosf(atan2f(s, c) / 2);
    r->uy = sinf(atan2f(s, c) / 2);
    r->core /= n;
    r->mirrored /= n;
    r->said = 8 * exp2f(size / n) / LS_MAP_STEP;
    r->height = r->said;
}

/* Turns the axis the way its pixels run. A direction that the network is not sure of is shorter than 1 and counts less. */
static void vote(const ls_map *map, region *r)
{
    float sum = 0;
    for (size_t i = 0; i < r->count; i++) {
        const uint32_t x = r->pixels[i] % map->planes.width, y = r->pixels[i] / map->planes.width;
        sum += ls_map_at(map, LS_MAP_COSINE, x, y) * r->ux + ls_map_at(map, LS_MAP_SINE, x, y) * r->uy;
    }
    if (sum < 0) {
        r->ux = -r->ux;
        r->uy = -r->uy;
    }
    r->agreement = fminf(1, fabsf(sum) / (float)r->count);
}

static void extent(const ls_map *map, region *r)
{
    double across = 0, squares = 0;
    r->along_from = INFINITY;
    r->along_to = -INFINITY;
    for (size_t i = 0; i < r->count; i++) {
        const float x = (float)(r->pixels[i] % map->planes.width) + 0.5f;
        const float y = (float)(r->pixels[i] / map->planes.width) + 0.5f;
        const float along = x * r->ux + y * r->uy, aside = y * r->ux - x * r->uy;
        r->along_from = fminf(r->along_from, along);
        r->along_to = fmaxf(r->along_to, along);
        across += (double)aside;
        squares += (double)aside * (double)aside;
    }
    const double n = (double)r->count, mean = across / n;
    r->across = (float)mean;
    r->spread = (float)sqrt(fmax(0, squares / n - mean * mean));
}

/* The axes: the mean of what the pixels say, or where they lie when the line is long enough to tell. */
static void measure(const ls_map *map, region *r)
{
    average(map, r);
    vote(map, r);
    extent(map, r);
    if (r->along_to - r->along_from < LONG * r->height)
        return;
    ls_fit fit = {0};
    for (size_t i = 0; i < r->count; i++)
        ls_fit_add(&fit, r->pixels[i] % map->planes.width, r->pixels[i] / map->planes.width);
    float ax, ay;
    ls_fit_direction(&fit, &ax, &ay);
    r->ux = ax;
    r->uy = ay;
    vote(map, r);
    extent(map, r);
    /* a pixel's probability is about the share of it that the core covers */
    const float thick = r->core * (float)r->count / (r->along_to - r->along_from + 1) / CORE_SHARE;
    r->height = fminf(thick * HEIGHT_DOUBT, fmaxf(thick / HEIGHT_DOUBT, r->height));
}

static ls_point place(const ls_map *map, const region *r, float along, float across)
{
    const double x = (double)(along * r->ux - across * r->uy), y = (double)(along * r->uy + across * r->ux);
    return (ls_point){map->left + x * map->scale_x, map->top + y * map->scale_y};
}

static float likelihood(const region *r)
{
    const float core = fminf(0.995f, fmaxf(0.5f, r->core));
    const float ratio = fmaxf(0.25f, (r->along_to - r->along_from + 1) / r->height);
    return probability(CERTAIN_CORE * logf(core / (1 - core)) + CERTAIN_LENGTH * logf(ratio) +
                       CERTAIN_HEIGHT * logf(r->height * LS_MAP_STEP) + CERTAIN_BIAS);
}

static float support(const ls_chains *lines, const ls_chain *line)
{
    float sum = 0;
    for (size_t i = 0; i < lines->count && sum < SUPPORT_MOST; i++)
        if (ls_chain_beside(line, &lines->items[i]))
            sum += lines->items[i].likely;
    return fminf(sum, SUPPORT_MOST);
}

void ls_map_certainties_set(ls_chains *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        ls_chain *line = &lines->items[i];
        const float own = fminf(0.999f, fmaxf(0.001f, line->likely)), beside = support(lines, line);
        line->certainty = (int)lroundf(100 * probability(OWN_WEIGHT * logf(own / (1 - own)) + SUPPORT_WEIGHT * beside +
                                                         FIRST_SUPPORT_WEIGHT * fminf(beside, 1) + SECOND_BIAS));
    }
}

static ls_status add(search *s, const region *r)
{
    ls_chains *chains = s->chains;
    if (!ls_vector_room((void **)&chains->items, chains->count, &chains->capacity, sizeof *chains->items))
        return LS_E_NOMEM;
    const ls_map *map = s->map;
    const bool mirrored = r->mirrored > 0.5f;
    const float from = r->along_from - HALF_PIXEL, to = r->along_to + HALF_PIXEL;
    const float half = mirrored ? -r->height / 2 : r->height / 2; /* in a mirror the other side is the top */
    ls_chain chain = {
        .quad = {place(map, r, from, r->across - half), place(map, r, to, r->across - half),
                 place(map, r, to, r->across + half), place(map, r, from, r->across + half)},
        .stroke = 1, /* the map says nothing of these: all rows are alike to ls_chains_join() */
        .contrast = 1,
        .marks = (size_t)fmaxf(1, (to - from) / r->height),
        .mapped = true,
        .mirrored = mirrored,
        .likely = likelihood(r),
        .features = {[LS_FEATURE_DENSITY] = r->core},
        .way = (int)lroundf(100 * r->agreement * fmaxf(r->mirrored, 1 - r->mirrored)),
    };
    const ls_point *q = chain.quad;
    chain.height = (float)fmax(1, hypot(q[3].x - q[0].x, q[3].y - q[0].y));
    chain.length = (float)fmax(1, hypot(q[1].x - q[0].x, q[1].y - q[0].y));
    chain.angle = (float)atan2(q[1].y - q[0].y, q[1].x - q[0].x);
    chains->items[chains->count++] = chain;
    return LS_OK;
}

/* What has run together is opened again, for the next level. */
static ls_status sort_out(search *s, uint32_t start, size_t level)
{
    region r;
    flood(s, &r, start, level);
    if (r.count < PIXELS_MIN)
        return LS_OK;
    measure(s->map, &r);
    if (r.spread > THICK * r.said && level + 1 < LEVELS) {
        for (size_t i = 0; i < r.count; i++)
            s->open[r.pixels[i]] = 2;
        return LS_OK;
    }
    return add(s, &r);
}

static ls_status find(search *s)
{
    const uint32_t width = s->map->planes.width, height = s->map->planes.height;
    for (size_t level = 0; level < LEVELS; level++) {
        bool again = false;
        for (uint32_t at = 0; at < width * height; at++) {
            if (s->open[at] != 1 || !(s->map->planes.data[at] > levels[level]))
                continue;
            ls_status status = sort_out(s, at, level);
            if (status)
                return status;
        }
        for (uint32_t at = 0; at < width * height; at++) { /* only what was opened again takes part further on */
            again = again || s->open[at] == 2;
            s->open[at] = s->open[at] == 2;
        }
        if (!again)
            break;
    }
    return LS_OK;
}

ls_status ls_map_lines(const ls_map *map, ls_chains *chains)
{
    const size_t pixels = (size_t)map->planes.width * map->planes.height;
    search s = {.map = map, .open = malloc(pixels), .pixels = malloc(pixels * sizeof *s.pixels), .chains = chains};
    ls_status status = LS_E_NOMEM;
    if (s.open && s.pixels) {
        memset(s.open, 1, pixels);
        status = find(&s);
    }
    free(s.open);
    free(s.pixels);
    return status;
}
