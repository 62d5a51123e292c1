/* SPDX-License-Identifier: Apache-2.0 */
/* Long pictures in pieces: a search that knows what is where stands in for the real one. */
#include "cmocka_all.h"

#include "worker/tiles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 600u
#define HEIGHT 6000u /* pieces of 1200 that start every 900: at 0, 900 … 4500 and 5400 */

typedef struct thing {
    double left, top, right, bottom; /* of the picture */
} thing;

typedef struct scene {
    const ls_raster *picture;
    const thing *lines;
    size_t count;
    const thing *page;
    uint32_t searches;
} scene;

static void fill_quad(ls_point quad[4], double left, double top, double right, double bottom, bool steep)
{
    const ls_point level[4] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    for (int i = 0; i < 4; i++)
        quad[i] = level[steep ? (i + 1) % 4 : i]; /* its first side runs down */
}

/* Sees what of each thing lies within the piece, as the real search would. */
static ls_status find(const ls_raster *raster, ls_text *text, void *user)
{
    scene *s = user;
    s->searches++;
    const size_t offset = (size_t)(raster->data - s->picture->data);
    const double x0 = (double)(offset % s->picture->stride) / 3, y0 = (double)(offset / s->picture->stride);
    const bool sees_page = s->page && s->page->bottom > y0 && s->page->top < y0 + raster->height;
    if (sees_page) {
        ls_page *page = ls_text_add_page(text);
        fill_quad(page->quad, s->page->left - x0, fmax(0, s->page->top - y0), s->page->right - x0,
                  fmin(raster->height, s->page->bottom - y0), false);
    }
    for (size_t i = 0; i < s->count; i++) {
        const double left = fmax(0, s->lines[i].left - x0), right = fmin(raster->width, s->lines[i].right - x0);
        const double top = fmax(0, s->lines[i].top - y0), bottom = fmin(raster->height, s->lines[i].bottom - y0);
        if (right - left < 4 || bottom - top < 4)
            continue;
        ls_line *line = ls_text_add_line(text);
        const bool steep = s->lines[i].bottom - s->lines[i].top > s->lines[i].right - s->lines[i].left;
        fill_quad(line->quad, left, top, right, bottom, steep);
        line->height = (float)(steep ? right - left : bottom - top);
        line->confidence = 90;
        line->page = sees_page ? 0 : -1;
        text->text_present = true;
    }
    return LS_OK;
}

typedef struct fixture {
    ls_raster picture;
    ls_text text;
    scene scene;
} fixture;

static void search(fixture *f, uint32_t width, uint32_t height, const thing *lines, size_t count, const thing *page)
{
    assert_int_equal(ls_raster_alloc(&f->picture, width, height, 3), LS_OK);
    f->text = (ls_text){.arena = ls_arena_new(1 << 22)};
    f->scene = (scene){.picture = &f->picture, .lines = lines, .count = count, .page = page};
    assert_true(ls_tiles_needed(&f->picture));
    assert_int_equal(ls_tiles_find(&f->picture, find, &f->scene, &f->text), LS_OK);
}

static void end(fixture *f)
{
    ls_raster_free(&f->picture);
    ls_arena_free(f->text.arena);
}

static void expect_box(const ls_point quad[4], double left, double top, double right, double bottom)
{
    double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        box[0] = fmin(box[0], quad[i].x);
        box[1] = fmin(box[1], quad[i].y);
        box[2] = fmax(box[2], quad[i].x);
        box[3] = fmax(box[3], quad[i].y);
    }
    assert_true(fabs(box[0] - left) < 1 && fabs(box[1] - top) < 1);
    assert_true(fabs(box[2] - right) < 1 && fabs(box[3] - bottom) < 1);
}

static void only_long_pictures_are_cut(void **state)
{
    (void)state;
    const ls_raster phone = {.width = 1080, .height = 2400}, banner = {.width = 1900, .height = 100};
    const ls_raster chat = {.width = 1080, .height = 20000}, strip = {.width = 9000, .height = 800};
    assert_false(ls_tiles_needed(&phone));
    assert_false(ls_tiles_needed(&banner));
    assert_true(ls_tiles_needed(&chat));
    assert_true(ls_tiles_needed(&strip));
}

/* Wherever a line stands, whole in two pieces or cut by the border of one, it is there once, as it is. */
static void a_line_is_found_once_wherever_it_stands(void **state)
{
    (void)state;
    for (double top = 20; top < HEIGHT - 60; top += 7) {
        const thing line = {100, top, 400, top + 40};
        fixture f;
        search(&f, WIDTH, HEIGHT, &line, 1, NULL);
        assert_int_equal(f.text.line_count, 1);
        assert_true(f.text.text_present);
        expect_box(f.text.lines[0].quad, 100, top, 400, top + 40);
        end(&f);
    }
}

/* Lines close to each other stay apart, in their order. */
static void neighbours_stay_apart(void **state)
{
    (void)state;
    thing lines[100];
    for (int i = 0; i < 100; i++)
        lines[i] = (thing){100, 20 + i * 55, 400, 60 + i * 55};
    fixture f;
    search(&f, WIDTH, HEIGHT, lines, 100, NULL);
    assert_int_equal(f.text.line_count, 100);
    for (size_t i = 0; i < 100; i++)
        expect_box(f.text.lines[i].quad, 100, 20 + (double)i * 55, 400, 60 + (double)i * 55);
    end(&f);
}

/* Writing along the strip, longer than what two pieces share, is one line again: in both directions. */
static void a_line_along_the_strip_is_joined(void **state)
{
    (void)state;
    const thing down = {100, 700, 140, 3200}, level = {700, 100, 3200, 140};
    fixture f;
    search(&f, WIDTH, HEIGHT, &down, 1, NULL);
    assert_int_equal(f.text.line_count, 1);
    expect_box(f.text.lines[0].quad, 100, 700, 140, 3200);
    end(&f);
    search(&f, HEIGHT, WIDTH, &level, 1, NULL);
    assert_int_equal(f.text.line_count, 1);
    expect_box(f.text.lines[0].quad, 700, 100, 3200, 140);
    end(&f);
}

/* A page that two pieces show whole is one, and its line stands on it. */
static void a_page_is_found_once(void **state)
{
    (void)state;
    const thing page = {50, 910, 550, 1190}, line = {100, 1000, 400, 1040};
    fixture f;
    search(&f, WIDTH, 2200, &line, 1, &page); /* pieces from 0, 900 and 1800 */
    assert_int_equal(f.scene.searches, 3);
    assert_int_equal(f.text.line_count, 1);
    assert_in_range(f.text.lines[0].page, 0, f.text.page_count - 1);
    expect_box(f.text.pages[f.text.lines[0].page].quad, 50, 910, 550, 1190);
    end(&f);
}

/* Orientation 6: what is at the top right of what is shown is stored at the top left. */
static void places_are_those_of_the_stored_picture(void **state)
{
    (void)state;
    fixture f = {.text = {.arena = ls_arena_new(1 << 22)}};
    assert_int_equal(ls_raster_alloc(&f.picture, HEIGHT, WIDTH, 3), LS_OK);
    assert_int_equal(ls_raster_orient(&f.picture, 6), LS_OK);
    const thing line = {100, 3000, 400, 3040};
    f.scene = (scene){.picture = &f.picture, .lines = &line, .count = 1};
    assert_int_equal(ls_tiles_find(&f.picture, find, &f.scene, &f.text), LS_OK);
    assert_int_equal(f.text.line_count, 1);
    assert_int_equal(f.text.width, HEIGHT);
    expect_box(f.text.lines[0].quad, 3000, WIDTH - 400, 3040, WIDTH - 100);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_long_pictures_are_cut),
        cmocka_unit_test(a_line_is_found_once_wherever_it_stands),
        cmocka_unit_test(neighbours_stay_apart),
        cmocka_unit_test(a_line_along_the_strip_is_joined),
        cmocka_unit_test(a_page_is_found_once),
        cmocka_unit_test(places_are_those_of_the_stored_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
