/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What follows from a map. The maps are made by hand: four pixels of the picture per pixel, planes filled with what the
 * network would answer. Expected corners were computed on paper from the definitions in map.h and map.c.
 */
#include "cmocka_all.h"

#include "text/look.h"
#include "text/merge.h"
#include "text/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 80u
#define HEIGHT 60u
#define YES 4.0f
#define NO (-4.0f)

static void start(ls_map *map)
{
    *map = (ls_map){.planes = {calloc(LS_MAP_PLANES * WIDTH * HEIGHT, sizeof(float)), LS_MAP_PLANES, WIDTH, HEIGHT},
                    .scale_x = 4, .scale_y = 4};
    assert_non_null(map->planes.data);
    for (size_t i = 0; i < (size_t)LS_MAP_PLANES * WIDTH * HEIGHT; i++)
        map->planes.data[i] = NO;
}

static void set(ls_map *map, ls_map_plane plane, uint32_t x, uint32_t y, float value)
{
    map->planes.data[((size_t)plane * HEIGHT + y) * WIDTH + x] = value;
}

struct core {
    uint32_t left, top, right, bottom; /* pixels of the map */
    float cosine, sine;
    bool mirrored;
};

/* A line of 16 input pixels: four pixels of the map high. */
static void draw(ls_map *map, const struct core *core)
{
    for (uint32_t y = core->top; y < core->bottom; y++)
        for (uint32_t x = core->left; x < core->right; x++) {
            set(map, LS_MAP_LINE, x, y, YES);
            set(map, LS_MAP_COSINE, x, y, core->cosine);
            set(map, LS_MAP_SINE, x, y, core->sine);
            set(map, LS_MAP_MIRRORED, x, y, core->mirrored ? YES : NO);
            set(map, LS_MAP_SIZE, x, y, 1);
        }
}

static void fill(ls_map *map, ls_map_plane plane, uint32_t left, uint32_t top, uint32_t right, uint32_t bottom)
{
    for (uint32_t y = top; y < bottom; y++)
        for (uint32_t x = left; x < right; x++)
            set(map, plane, x, y, YES);
}

static void assert_near(ls_point a, double x, double y, double reach)
{
    if (fabs(a.x - x) > reach || fabs(a.y - y) > reach)
        fail_msg("(%.2f, %.2f) instead of (%.2f, %.2f)", a.x, a.y, x, y);
}

static void assert_quad(const ls_point quad[4], const double expected[8], double reach)
{
    for (int i = 0; i < 4; i++)
        assert_near(quad[i], expected[2 * i], expected[2 * i + 1], reach);
}

/*
 * The core begins at 10 and ends at 40, in the picture 40 to 160. Its middle is at 21, the line is 4 high and goes from
 * 19 to 23: 76 to 92.
 */
static void test_directions(void **state)
{
    (void)state;
    static const struct {
        struct core core;
        double expected[8];
    } cases[] = {
        {{10, 20, 40, 22, 1, 0, false}, {40, 76, 160, 76, 160, 92, 40, 92}},
        /* upside down: starts at the right, its top is below */
        {{10, 20, 40, 22, -1, 0, false}, {160, 92, 40, 92, 40, 76, 160, 76}},
        /* as a front camera shows it: starts at the right, its top is above */
        {{10, 20, 40, 22, -1, 0, true}, {160, 76, 40, 76, 40, 92, 160, 92}},
        /* in a puddle: starts at the left, its top is below */
        {{10, 20, 40, 22, 1, 0, true}, {40, 92, 160, 92, 160, 76, 40, 76}},
        /* a page turned clockwise by a quarter: runs down, its top is at the right */
        {{20, 10, 22, 40, 0, 1, false}, {92, 40, 92, 160, 76, 160, 76, 40}},
        /* by a quarter the other way */
        {{20, 10, 22, 40, 0, -1, false}, {76, 160, 76, 40, 92, 40, 92, 160}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_map map;
        ls_chains lines = {0};
        start(&map);
        draw(&map, &cases[i].core);
        assert_int_equal(ls_map_lines(&map, &lines), LS_OK);
        assert_int_equal(lines.count, 1);
        assert_quad(lines.items[0].quad, cases[i].expected, 0.2);
        assert_int_equal(lines.items[0].mirrored, cases[i].core.mirrored);
        assert_true(lines.items[0].mapped);
        assert_int_equal(lines.items[0].way, 98); /* 1 / (1 + e⁻⁴) */
        assert_true(fabsf(lines.items[0].height - 16) < 0.1f && fabsf(lines.items[0].length - 120) < 0.3f);
        ls_chains_free(&lines);
        ls_planes_free(&map.planes);
    }
}

/* A fifth of the pixels takes the line for one on its head: they are outvoted, and the line is less sure of its way. */
static void test_vote(void **state)
{
    (void)state;
    ls_map map;
    ls_chains lines = {0};
    start(&map);
    draw(&map, &(struct core){10, 20, 40, 22, 1, 0, false});
    draw(&map, &(struct core){20, 20, 26, 22, -1, 0, false});
    assert_int_equal(ls_map_lines(&map, &lines), LS_OK);
    assert_int_equal(lines.count, 1);
    assert_quad(lines.items[0].quad, (double[]){40, 76, 160, 76, 160, 92, 40, 92}, 0.2);
    assert_in_range(lines.items[0].way, 58, 60); /* (24 − 6) / 30, times 0.98 for not being mirrored */
    ls_chains_free(&lines);
    ls_planes_free(&map.planes);
}

/* A longer and a clearer line is more certain to be one. */
static void test_certainty(void **state)
{
    (void)state;
    ls_map map;
    ls_chains lines = {0};
    start(&map);
    draw(&map, &(struct core){10, 10, 70, 12, 1, 0, false});
    draw(&map, &(struct core){10, 20, 20, 22, 1, 0, false});
    draw(&map, &(struct core){10, 30, 70, 32, 1, 0, false});
    for (uint32_t y = 30; y < 32; y++)
        for (uint32_t x = 10; x < 70; x++)
            set(&map, LS_MAP_LINE, x, y, 0.5f);
    assert_int_equal(ls_map_lines(&map, &lines), LS_OK);
    assert_int_equal(lines.count, 3);
    assert_true(lines.items[0].likely > lines.items[1].likely);
    assert_true(lines.items[0].likely > lines.items[2].likely);
    /* and one with another beside it more than one that stands alone */
    ls_chains alone = {lines.items, 1, 1};
    ls_map_certainties_set(&alone);
    const int before = alone.items[0].certainty;
    ls_map_certainties_set(&lines);
    assert_true(lines.items[0].certainty > before);
    ls_chains_free(&lines);
    ls_planes_free(&map.planes);
}

/* Steps of a staircase at 45° are one line that runs at 45°. */
static void test_slanted(void **state)
{
    (void)state;
    ls_map map;
    ls_chains lines = {0};
    start(&map);
    for (uint32_t i = 0; i < 30; i++)
        draw(&map, &(struct core){10 + i, 10 + i, 12 + i, 11 + i, (float)M_SQRT1_2, (float)M_SQRT1_2, false});
    assert_int_equal(ls_map_lines(&map, &lines), LS_OK);
    assert_int_equal(lines.count, 1);
    assert_true(fabsf(lines.items[0].angle - (float)M_PI_4) < 0.03f);
    ls_chains_free(&lines);
    ls_planes_free(&map.planes);
}

/* Lines that touch and run across each other are two; so are those that only a faint core joins. Specks are none. */
static void test_apart(void **state)
{
    (void)state;
    ls_map map;
    ls_chains lines = {0};
    start(&map);
    draw(&map, &(struct core){10, 20, 40, 22, 1, 0, false});
    draw(&map, &(struct core){22, 22, 24, 50, 0, 1, false});
    set(&map, LS_MAP_LINE, 60, 50, YES);
    assert_int_equal(ls_map_lines(&map, &lines), LS_OK);
    assert_int_equal(lines.count, 2);
    lines.count = 0;
    ls_planes_free(&map.planes);
    start(&map);
    draw(&map, &(struct core){10, 20, 40, 30, 1, 0, false});
    for (uint32_t y = 23; y < 27; y++)
        for (uint32_t x = 10; x < 40; x++)
            set(&map, LS_MAP_LINE, x, y, 0.5f); /* above even odds, below the next level */
    assert_int_equal(ls_map_lines(&map, &lines), LS_OK);
    assert_int_equal(lines.count, 2);
    assert_true(fabs(lines.items[0].quad[0].y - lines.items[1].quad[0].y) > 20);
    ls_chains_free(&lines);
    ls_planes_free(&map.planes);
}

static void test_pages(void **state)
{
    (void)state;
    ls_map map;
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_text text = {.arena = arena};
    start(&map);
    assert_int_equal(ls_map_pages(&map, &text), LS_OK);
    assert_int_equal(text.page_count, 0);
    fill(&map, LS_MAP_PAGE, 10, 5, 50, 45);
    assert_int_equal(ls_map_pages(&map, &text), LS_OK);
    assert_int_equal(text.page_count, 1);
    assert_quad(text.pages[0].quad, (double[]){40, 20, 200, 20, 200, 180, 40, 180}, 6);
    assert_false(text.pages[0].screen);
    /* the same one again, now lit: still one page, and a screen */
    fill(&map, LS_MAP_SCREEN, 10, 5, 50, 45);
    assert_int_equal(ls_map_pages(&map, &text), LS_OK);
    assert_int_equal(text.page_count, 1);
    assert_true(text.pages[0].screen);
    /* what fills the picture has no outline in it */
    fill(&map, LS_MAP_PAGE, 0, 0, WIDTH, HEIGHT);
    text.page_count = 0;
    assert_int_equal(ls_map_pages(&map, &text), LS_OK);
    assert_int_equal(text.page_count, 0);
    ls_arena_free(arena);
    ls_planes_free(&map.planes);
}

static void test_seals(void **state)
{
    (void)state;
    ls_map map;
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_text text = {.arena = arena};
    start(&map);
    for (uint32_t y = 0; y < HEIGHT; y++)
        for (uint32_t x = 0; x < WIDTH; x++)
            if (hypot(x + 0.5 - 30, y + 0.5 - 25) < 6)
                set(&map, LS_MAP_SEAL, x, y, YES);
    assert_int_equal(ls_map_seals(&map, &text), LS_OK);
    assert_int_equal(ls_map_seals(&map, &text), LS_OK);
    assert_int_equal(text.seal_count, 1); /* the second one was there already */
    double x = 0, y = 0;
    for (int i = 0; i < 4; i++) {
        x += text.seals[0].quad[i].x / 4;
        y += text.seals[0].quad[i].y / 4;
    }
    assert_true(fabs(x - 120) < 5 && fabs(y - 100) < 5);
    assert_int_equal(text.seals[0].confidence, 98);
    assert_false(text.seals[0].ring || text.seals[0].star);
    fill(&map, LS_MAP_SEAL, 0, 0, WIDTH, HEIGHT); /* a red wall */
    text.seal_count = 0;
    assert_int_equal(ls_map_seals(&map, &text), LS_OK);
    assert_int_equal(text.seal_count, 0);
    ls_arena_free(arena);
    ls_planes_free(&map.planes);
}

static ls_chain row(double left, double top, double right, double bottom)
{
    return (ls_chain){.quad = {{left, top}, {right, top}, {right, bottom}, {left, bottom}},
                      .height = (float)(bottom - top), .length = (float)(right - left),
                      .certainty = 40, .stroke = 1, .contrast = 1, .marks = 4};
}

/* Turned round and seen in a mirror: starts at the right, top above. */
static void test_follow(void **state)
{
    (void)state;
    ls_chain seen = row(100, 50, 300, 70), line = seen;
    line.angle = (float)M_PI;
    line.mirrored = true;
    ls_chain_follow(&seen, &line);
    assert_quad(seen.quad, (double[]){300, 50, 100, 50, 100, 70, 300, 70}, 0);
    assert_true(seen.mirrored);
    ls_chain_follow(&seen, &line);
    assert_quad(seen.quad, (double[]){300, 50, 100, 50, 100, 70, 300, 70}, 0);
}

/* A line that may be on its head or in a mirror is one that runs from left to right until it has been read. */
static void test_forget(void **state)
{
    (void)state;
    ls_chain line = {.quad = {{300, 50}, {100, 50}, {100, 70}, {300, 70}}, .angle = (float)M_PI, .mirrored = true, .way = 60};
    ls_chain_forget_way(&line);
    assert_quad(line.quad, (double[]){100, 50, 300, 50, 300, 70, 100, 70}, 0);
    assert_false(line.mirrored);
    assert_int_equal(line.way, 0);
    ls_chain steep = {.quad = {{70, 300}, {70, 100}, {90, 100}, {90, 300}}, .angle = -(float)M_PI_2, .way = 60};
    ls_chain_forget_way(&steep);
    assert_quad(steep.quad, (double[]){90, 100, 90, 300, 70, 300, 70, 100}, 0);
}

static void test_merge(void **state)
{
    (void)state;
    ls_chain own[] = {
        row(100, 100, 300, 120), /* found by both */
        row(100, 200, 140, 218), /* two pieces of what the map sees whole */
        row(200, 201, 240, 220),
        row(100, 300, 300, 320), /* found by the finder alone */
    };
    ls_chain seen[] = {row(96, 98, 306, 122), row(95, 198, 400, 222), row(100, 400, 300, 420), row(100, 500, 300, 520)};
    for (int i = 0; i < 4; i++) {
        seen[i].certainty = i == 3 ? 5 : 90; /* the last one is too unlike writing */
        seen[i].mapped = true;
        seen[i].way = 95;
    }
    ls_chains rows = {malloc(sizeof own), 4, 4}, mapped = {seen, 4, 4};
    memcpy(rows.items, own, sizeof own);
    assert_int_equal(ls_merge(&rows, &mapped), LS_OK);
    assert_int_equal(rows.count, 4);
    assert_near(rows.items[0].quad[0], 100, 100, 0); /* the finder's outline, the map's knowledge */
    assert_int_equal(rows.items[0].certainty, 90);
    assert_int_equal(rows.items[0].way, 95);
    assert_near(rows.items[1].quad[0], 100, 300, 0);
    assert_int_equal(rows.items[1].certainty, 40);
    assert_int_equal(rows.items[1].way, 0);
    assert_near(rows.items[2].quad[0], 95, 198, 0);
    assert_near(rows.items[3].quad[0], 100, 400, 0);
    ls_chains_free(&rows);
}

/* A line across a row that the finder is sure of is a stroke of its glyphs; across one that may be nothing it counts. */
static void test_across(void **state)
{
    (void)state;
    ls_chain own = row(100, 100, 300, 140), stroke = row(0, 0, 36, 16);
    stroke.angle = (float)M_PI_2;
    memcpy(stroke.quad, (ls_point[]){{158, 102}, {158, 138}, {142, 138}, {142, 102}}, sizeof stroke.quad);
    stroke.certainty = 90;
    ls_chains mapped = {&stroke, 1, 1};
    for (int sure = 0; sure < 2; sure++) {
        ls_chains rows = {malloc(sizeof own), 1, 1};
        rows.items[0] = own;
        rows.items[0].certainty = sure ? 95 : 40;
        assert_int_equal(ls_merge(&rows, &mapped), LS_OK);
        assert_int_equal(rows.count, sure ? 1 : 2);
        ls_chains_free(&rows);
    }
}

/* Of two looks the finer one's line stays; what it did not see stays as well. */
static void test_two_looks(void **state)
{
    (void)state;
    ls_chain seen[] = {row(100, 100, 300, 120), row(100, 200, 300, 220), row(104, 102, 296, 118)};
    ls_chains lines = {seen, 3, 3};
    ls_merge_looks(&lines, 2);
    assert_int_equal(lines.count, 2);
    assert_near(lines.items[0].quad[0], 100, 200, 0);
    assert_near(lines.items[1].quad[0], 104, 102, 0);
}

static void test_ways(void **state)
{
    (void)state;
    const ls_point quad[4] = {{0, 0}, {10, 0}, {10, 2}, {0, 2}};
    ls_point out[4];
    ls_way_apply(quad, LS_WAY_TURNED, out);
    assert_quad(out, (double[]){10, 2, 0, 2, 0, 0, 10, 0}, 0);
    ls_way_apply(quad, LS_WAY_MIRRORED, out);
    assert_quad(out, (double[]){0, 2, 10, 2, 10, 0, 0, 0}, 0);
    ls_way_apply(quad, LS_WAY_TURNED | LS_WAY_MIRRORED, out);
    assert_quad(out, (double[]){10, 0, 0, 0, 0, 2, 10, 2}, 0);
}

/* Most of the length decides; a single line does not. */
static void test_known_way(void **state)
{
    (void)state;
    ls_job jobs[3] = {
        {.quad = {{300, 0}, {0, 0}, {0, 20}, {300, 20}}, .length = 300, .known = true, .mirrored = true},
        {.quad = {{200, 50}, {0, 50}, {0, 70}, {200, 70}}, .length = 200, .known = true, .mirrored = true},
        {.quad = {{0, 90}, {100, 90}, {100, 110}, {0, 110}}, .length = 100, .known = true},
    };
    ls_plan plan = {.jobs = jobs, .count = 3};
    unsigned way;
    assert_true(ls_plan_known_way(&plan, false, &way));
    assert_int_equal(way, LS_WAY_TURNED | LS_WAY_MIRRORED);
    assert_false(ls_plan_known_way(&plan, true, &way));
    plan.count = 1;
    assert_false(ls_plan_known_way(&plan, false, &way));
}

static void test_bad_models(void **state)
{
    (void)state;
    unsigned char noise[4096];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (unsigned char)(i * 2654435761u >> 13);
    ls_text_model *model = (ls_text_model *)noise;
    assert_int_equal(ls_text_model_load(noise, sizeof noise, &model), LS_E_FORMAT);
    assert_null(model);
    assert_int_equal(ls_text_model_load("", 0, &model), LS_E_FORMAT);
    assert_null(model);
    ls_text_model_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_directions), cmocka_unit_test(test_vote), cmocka_unit_test(test_forget),
        cmocka_unit_test(test_certainty),  cmocka_unit_test(test_slanted),   cmocka_unit_test(test_apart),
        cmocka_unit_test(test_pages),      cmocka_unit_test(test_seals),     cmocka_unit_test(test_follow),
        cmocka_unit_test(test_merge),     cmocka_unit_test(test_across),      cmocka_unit_test(test_two_looks), cmocka_unit_test(test_ways),
        cmocka_unit_test(test_known_way),  cmocka_unit_test(test_bad_models),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
