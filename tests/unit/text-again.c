/* SPDX-License-Identifier: Apache-2.0 */
/* What a look at all pixels adds to a look at half of them. */
#include "cmocka_all.h"

#include "text/again.h"
#include "text/search.h"

#include <string.h>

static ls_raster raster;
static ls_text text, more;
static ls_look_notes notes, more_notes;
static struct ls_line_note first_notes[8], second_notes[8];

static int set_up(void **state)
{
    (void)state;
    raster = (ls_raster){.width = 1000, .height = 1000, .stored_width = 1000, .stored_height = 1000, .scale = 1, .orientation = 1};
    text = (ls_text){.arena = ls_arena_new(1 << 20), .width = 1000, .height = 1000};
    more = text;
    memset(first_notes, 0, sizeof first_notes);
    memset(second_notes, 0, sizeof second_notes);
    notes = (ls_look_notes){.lines = first_notes};
    more_notes = (ls_look_notes){.lines = second_notes};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ls_arena_free(text.arena);
    return 0;
}

static void add(ls_text *to, ls_look_notes *its, double left, double top, double length, double height, int certainty, bool guess)
{
    ls_line *line = ls_text_add_line(to);
    assert_non_null(line);
    const ls_point quad[4] = {{left, top}, {left + length, top}, {left + length, top + height}, {left, top + height}};
    memcpy(line->quad, quad, sizeof quad);
    line->height = (float)height;
    line->confidence = (unsigned char)certainty;
    its->lines[its->count++].guess = guess;
}

static void join(void)
{
    assert_int_equal(ls_again_join(&raster, &more, &more_notes, &text, &notes), LS_OK);
    assert_int_equal(notes.count, text.line_count);
}

static void a_row_that_half_missed(void **state)
{
    (void)state;
    add(&text, &notes, 100, 100, 300, 40, 90, false);
    add(&more, &more_notes, 100, 102, 298, 38, 95, false); /* the same one */
    add(&more, &more_notes, 100, 200, 200, 12, 80, false);
    join();
    assert_int_equal(text.line_count, 2);
    assert_true(text.lines[0].height == 40); /* as it was seen first */
    assert_true(text.lines[1].height == 12);
}

static void the_whole_of_a_doubtful_piece(void **state)
{
    (void)state;
    add(&text, &notes, 160, 100, 60, 20, 45, true); /* ★1年 */
    add(&more, &more_notes, 100, 100, 120, 20, 60, false);
    join();
    assert_int_equal(text.line_count, 1);
    assert_true(text.lines[0].quad[0].x == 100);
    assert_false(notes.lines[0].guess);
}

static void a_sure_piece_stays(void **state)
{
    (void)state;
    add(&text, &notes, 160, 100, 60, 20, LS_CERTAINTY_SURE, false);
    add(&more, &more_notes, 100, 100, 120, 20, 60, false);
    join();
    assert_int_equal(text.line_count, 1);
    assert_true(text.lines[0].quad[0].x == 160);
}

static void guesses_near_writing_alone(void **state)
{
    (void)state;
    add(&text, &notes, 100, 100, 300, 20, 90, false);
    add(&more, &more_notes, 100, 100, 300, 20, 90, false);
    add(&more, &more_notes, 120, 300, 40, 20, 45, true);
    add(&more, &more_notes, 900, 950, 40, 20, 45, true); /* more than thirty heights away */
    add(&more, &more_notes, 500, 500, 40, 20, 20, false); /* unlikely */
    join();
    assert_int_equal(text.line_count, 2);
    assert_true(text.lines[1].quad[0].y == 300 && notes.lines[1].guess);
}

static void added_rows_lie_on_their_page(void **state)
{
    (void)state;
    static const ls_point whole[4] = {{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}, sheet[4] = {{50, 50}, {500, 50}, {500, 600}, {50, 600}};
    memcpy(ls_text_add_page(&text)->quad, whole, sizeof whole);
    memcpy(ls_text_add_page(&text)->quad, sheet, sizeof sheet);
    add(&more, &more_notes, 100, 200, 200, 12, 90, false);
    add(&more, &more_notes, 600, 700, 200, 12, 90, false);
    join();
    assert_int_equal(text.lines[0].page, 1);
    assert_int_equal(text.lines[1].page, 0);
    assert_true(text.text_present);
}

static bool is_worth(void)
{
    bool worth;
    assert_int_equal(ls_again_is_worth(&text, &notes, &worth), LS_OK);
    return worth;
}

static void a_large_page_is_not_searched_again(void **state)
{
    (void)state;
    assert_false(is_worth());
    for (int i = 0; i < 5; i++)
        add(&text, &notes, 100, 100 + 50 * i, 300, 24, 90, false);
    assert_true(is_worth()); /* a few lines are no page */
    add(&text, &notes, 100, 400, 300, 24, 90, false);
    assert_false(is_worth());
    for (int i = 0; i < 6; i++)
        text.lines[i].height = 18;
    assert_true(is_worth());
}

static void guesses_in_a_stack_are_worth_it(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        add(&text, &notes, 100, 100 + 25 * i, 200, 24, 45, true);
    assert_false(is_worth());
    add(&text, &notes, 500, 600, 200, 24, 45, true); /* somewhere else */
    assert_false(is_worth());
    add(&text, &notes, 100, 200, 200, 24, 45, true);
    assert_true(is_worth());
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_row_that_half_missed), TEST(the_whole_of_a_doubtful_piece), TEST(a_sure_piece_stays), TEST(guesses_near_writing_alone),
        TEST(added_rows_lie_on_their_page), TEST(a_large_page_is_not_searched_again), TEST(guesses_in_a_stack_are_worth_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
