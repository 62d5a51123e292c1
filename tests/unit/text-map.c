/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from a map, which is made by hand: four pixels of the picture per pixel, its core plane filled in. */
#include "cmocka_all.h"

#include "text/map.h"
#include "text/reader.h"
#include "text/search.h"

#include <stdlib.h>

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
        map->planes.data[i] = i < (size_t)WIDTH * HEIGHT ? NO : YES; /* what the other planes say is no matter */
}

static void set_core(ls_map *map, uint32_t x, uint32_t y, float logit)
{
    map->planes.data[((size_t)LS_MAP_LINE * HEIGHT + y) * WIDTH + x] = logit;
}

/* A guess of 16 by 120 pixels whose first corner is given. */
static ls_chain guess_at(double left, double top)
{
    return (ls_chain){.quad = {{left, top}, {left + 120, top}, {left + 120, top + 16}, {left, top + 16}},
                      .height = 16, .length = 120, .guess = true, .certainty = LS_CERTAINTY_BESIDE};
}

static size_t doubted(const ls_chains *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        count += ls_map_is_doubted(&rows->items[i]);
    return count;
}

/* What ls_look_judge does with one map of the whole picture. */
static void judge(const ls_map *map, ls_chains *rows)
{
    float core[8];
    assert_true(rows->count <= 8);
    for (size_t i = 0; i < rows->count; i++)
        core[i] = ls_map_core_within(map, rows->items[i].quad);
    ls_map_judge(core, rows);
}

static void guesses_without_writing_go(void **state)
{
    (void)state;
    ls_map map;
    start(&map);
    set_core(&map, 12, 21, YES); /* 48 to 52 and 84 to 88: in the first row */
    set_core(&map, 12, 31, -1.5f); /* 124 to 128: in the second, and too little */
    ls_chain items[] = {guess_at(40, 80), guess_at(40, 120), guess_at(40, 160)};
    ls_chains rows = {.items = items, .count = 3, .capacity = 3};
    assert_int_equal(doubted(&rows), 3);
    judge(&map, &rows);
    assert_int_equal(items[0].certainty, LS_CERTAINTY_BESIDE);
    assert_int_equal(items[1].certainty, 0);
    assert_int_equal(items[2].certainty, 0);
    ls_planes_free(&map.planes);
}

static void what_says_more_than_the_map_stays(void **state)
{
    (void)state;
    ls_map map;
    start(&map);
    ls_chain items[] = {guess_at(40, 20), guess_at(40, 60), guess_at(40, 100), guess_at(40, 140)};
    items[0].framed = true;
    items[1].row_of_red = true;
    items[2].certainty = LS_CERTAINTY_SURE;
    items[3].guess = false;
    ls_chains rows = {.items = items, .count = 4, .capacity = 4};
    assert_int_equal(doubted(&rows), 0);
    judge(&map, &rows);
    for (size_t i = 0; i < 4; i++)
        assert_true(items[i].certainty >= LS_CERTAINTY_BESIDE);
    ls_planes_free(&map.planes);
}

/* Rows at the picture's edge, and beyond it, and one that runs up. */
static void rows_at_the_edge(void **state)
{
    (void)state;
    ls_map map;
    start(&map);
    set_core(&map, WIDTH - 1, HEIGHT - 1, YES);
    set_core(&map, 0, 30, YES);
    ls_chain items[] = {guess_at(280, 230), guess_at(400, 300), guess_at(-200, -100)};
    const ls_point up[4] = {{-6, 180}, {-6, 60}, {10, 60}, {10, 180}};
    ls_chain steep = guess_at(0, 0);
    for (int i = 0; i < 4; i++)
        steep.quad[i] = up[i];
    ls_chain all[] = {items[0], items[1], items[2], steep};
    ls_chains rows = {.items = all, .count = 4, .capacity = 4};
    judge(&map, &rows);
    assert_int_equal(all[0].certainty, LS_CERTAINTY_BESIDE);
    assert_int_equal(all[1].certainty, 0);
    assert_int_equal(all[2].certainty, 0);
    assert_int_equal(all[3].certainty, LS_CERTAINTY_BESIDE);
    ls_planes_free(&map.planes);
}

/* A map of a picture that was reduced: eight pixels of it across per pixel, four down. */
static void other_scales(void **state)
{
    (void)state;
    ls_map map;
    start(&map);
    map.scale_x = 8;
    set_core(&map, 12, 21, YES); /* 96 to 104 and 84 to 88 */
    ls_chain items[] = {guess_at(40, 80), guess_at(110, 80)};
    ls_chains rows = {.items = items, .count = 2, .capacity = 2};
    judge(&map, &rows);
    assert_int_equal(items[0].certainty, LS_CERTAINTY_BESIDE);
    assert_int_equal(items[1].certainty, 0);
    ls_planes_free(&map.planes);
}

/* A map of a part of the picture that begins at 400, 200. */
static void part_of_the_picture(void **state)
{
    (void)state;
    ls_map map;
    start(&map);
    map.origin = (ls_point){400, 200};
    set_core(&map, 12, 21, YES); /* 448 to 452 and 284 to 288 */
    ls_chain items[] = {guess_at(440, 280), guess_at(40, 80)};
    assert_true(ls_map_core_within(&map, items[0].quad) > 3);
    assert_true(ls_map_core_within(&map, items[1].quad) < -1e30f); /* it shows nothing of it */
    ls_planes_free(&map.planes);
}

static void bad_models(void **state)
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
        cmocka_unit_test(guesses_without_writing_go),
        cmocka_unit_test(what_says_more_than_the_map_stays),
        cmocka_unit_test(rows_at_the_edge),
        cmocka_unit_test(other_scales),
        cmocka_unit_test(part_of_the_picture),
        cmocka_unit_test(bad_models),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
