/* SPDX-License-Identifier: Apache-2.0 */
/* The number before 급비밀, counted in drawn strips. */
#include "cmocka_all.h"

#include "text/bars.h"

#include <stdlib.h>
#include <string.h>

#define WIDE 200u
#define HIGH 52u

static ls_raster strip;
static ls_ocr_line *line;

static int set_up(void **state)
{
    (void)state;
    assert_int_equal(ls_raster_alloc(&strip, WIDE, HIGH, 1), LS_OK);
    memset(strip.data, 230, (size_t)strip.stride * HIGH);
    line = calloc(1, sizeof *line);
    assert_non_null(line);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ls_raster_free(&strip);
    free(line);
    return 0;
}

static void block(uint32_t left, uint32_t right, uint32_t top, uint32_t foot)
{
    for (uint32_t y = top; y < foot; y++)
        memset(strip.data + (size_t)y * strip.stride + left, 30, right - left);
}

/* So many uprights from x = 20 on, and what stands for 급비밀 behind them. */
static void draw(int bars)
{
    for (int i = 0; i < bars; i++)
        block(20 + (uint32_t)i * 9, 24 + (uint32_t)i * 9, 8, 44);
    for (uint32_t i = 0; i < 3; i++)
        block(60 + i * 40, 92 + i * 40, 8, 44);
}

static void reads(const char *const *glyphs, size_t count)
{
    line->count = count;
    for (size_t i = 0; i < count; i++) {
        line->glyphs[i] = (ls_glyph){.count = 1, .left = (float)i / (float)count, .right = (float)(i + 1) / (float)count};
        memcpy(line->glyphs[i].readings[0].utf8, glyphs[i], strlen(glyphs[i]) + 1);
        line->glyphs[i].readings[0].score = 60;
    }
}

static const char *first(void)
{
    return line->glyphs[0].readings[0].utf8;
}

static void two_that_were_read_as_one(void **state)
{
    (void)state;
    draw(2);
    reads((const char *const[]){"I", " ", "급", "비", "밀"}, 5);
    assert_true(ls_bars_wanted(line));
    assert_int_equal(ls_bars_count(&strip, line), 2);
    assert_string_equal(first(), "Ⅱ");
    assert_int_equal(line->count, 4);
    assert_string_equal(line->glyphs[1].readings[0].utf8, "급");
}

static void three_that_were_read_as_three(void **state)
{
    (void)state;
    draw(3);
    reads((const char *const[]){"l", "I", "|", "급", "비", "밀"}, 6);
    assert_int_equal(ls_bars_count(&strip, line), 3);
    assert_string_equal(first(), "Ⅲ");
    assert_int_equal(line->count, 4);
}

static void one_that_was_not_read(void **state)
{
    (void)state;
    draw(1);
    reads((const char *const[]){"급", "비", "밀"}, 3);
    assert_int_equal(ls_bars_count(&strip, line), 1);
    assert_string_equal(first(), "Ⅰ");
    assert_int_equal(line->count, 4);
}

static void the_side_of_a_frame_is_none(void **state)
{
    (void)state;
    draw(2);
    block(4, 7, 0, HIGH);
    reads((const char *const[]){"I", "I", "급", "비", "밀"}, 5);
    assert_int_equal(ls_bars_count(&strip, line), 2);
    assert_string_equal(first(), "Ⅱ");
}

static void nothing_is_counted_elsewhere(void **state)
{
    (void)state;
    draw(2);
    reads((const char *const[]){"2", "급", "비", "밀"}, 4);
    assert_false(ls_bars_wanted(line));
    assert_int_equal(ls_bars_count(&strip, line), 0);
    assert_string_equal(first(), "2");
    reads((const char *const[]){"I", "급", "수"}, 3);
    assert_false(ls_bars_wanted(line));
    reads((const char *const[]){"급", "비", "밀"}, 3);
    memset(strip.data, 230, (size_t)strip.stride * HIGH);
    assert_int_equal(ls_bars_count(&strip, line), 0);
    assert_int_equal(line->count, 3);
}

/* The mark reader's number goes before what stood there, and before what would be counted. */
static void what_the_mark_reader_saw(void **state)
{
    (void)state;
    static ls_ocr_line marks;
    reads((const char *const[]){" ", "Ⅲ", " ", "급", "비", "밀"}, 6);
    marks = *line;
    reads((const char *const[]){"I", " ", "l", "급", "비", "밀"}, 6);
    assert_true(ls_bars_take(&marks, line));
    assert_string_equal(first(), "Ⅲ");
    assert_int_equal(line->glyphs[0].readings[0].score, 60);
    assert_int_equal(line->count, 4);
    marks.glyphs[1].readings[0].score = 40; /* it guessed */
    assert_false(ls_bars_take(&marks, line));
    reads((const char *const[]){"Ⅲ", "급", "수"}, 3);
    marks = *line;
    reads((const char *const[]){"I", "급", "비", "밀"}, 4);
    assert_false(ls_bars_take(&marks, line)); /* another word's number */
    reads((const char *const[]){"2", "급", "비", "밀"}, 4);
    marks = *line;
    assert_false(ls_bars_take(&marks, line));
    assert_string_equal(first(), "2");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(two_that_were_read_as_one), TEST(three_that_were_read_as_three), TEST(one_that_was_not_read),
        TEST(the_side_of_a_frame_is_none), TEST(nothing_is_counted_elsewhere), TEST(what_the_mark_reader_saw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
