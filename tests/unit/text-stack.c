/* SPDX-License-Identifier: Apache-2.0 */
/* Rows made by hand: which of them stand as the lines of a page do, and which page a line belongs to. */
#include "cmocka_all.h"

#include "text/read_parts.h"

#include <stdlib.h>
#include <string.h>

static ls_second_look look;
static ls_text text;

/* A row of `length` × `height` pixels, level, from the top left corner on. */
static void place(ls_point quad[4], double x, double y, double length, double height)
{
    const ls_point corners[4] = {{x, y}, {x + length, y}, {x + length, y + height}, {x, y + height}};
    memcpy(quad, corners, sizeof corners);
}

/* `count` guesses of 200 × 20 pixels that were not read, each `pitch` pixels below the one before. */
static void make_rows(size_t count, double pitch)
{
    memset(&look, 0, sizeof look);
    memset(&text, 0, sizeof text);
    text.arena = ls_arena_new(1 << 20);
    look.text = &text;
    look.plan.jobs = calloc(count, sizeof *look.plan.jobs);
    look.plan.keep = calloc(count, sizeof *look.plan.keep);
    look.plan.count = count;
    assert_true(text.arena && look.plan.jobs && look.plan.keep);
    for (size_t i = 0; i < count; i++) {
        ls_line *line = ls_text_add_line(&text);
        assert_non_null(line);
        line->unread = LS_UNREAD_ILLEGIBLE;
        ls_job *job = &look.plan.jobs[i];
        *job = (ls_job){.line = i, .height = 20, .length = 200, .guess = true, .writing = 80};
        place(job->quad, 100, 100 + pitch * (double)i, job->length, job->height);
    }
}

static size_t kept(void)
{
    assert_int_equal(ls_read_stacks(&look), LS_OK);
    size_t count = 0;
    for (size_t i = 0; i < look.plan.count; i++)
        count += look.plan.keep[i];
    return count;
}

static void put_away(void)
{
    free(look.plan.jobs);
    free(look.plan.keep);
    ls_arena_free(text.arena);
}

static void test_stack(void **state)
{
    (void)state;
    make_rows(5, 36);
    assert_int_equal(kept(), 5);
    put_away();
    make_rows(4, 36); /* slats and shelves come in fours */
    assert_int_equal(kept(), 0);
    put_away();
    make_rows(6, 90); /* farther apart than any lines of prose */
    assert_int_equal(kept(), 0);
    put_away();
    make_rows(6, 3); /* one row, found six times over */
    assert_int_equal(kept(), 0);
    put_away();
}

/* One of five is no line of that page: none is left. */
static void test_one_too_few(void **state)
{
    (void)state;
    static const char *const what[] = {"read", "surely writing", "no glyphs", "tiny", "short", "larger", "askew", "beside the others"};
    for (size_t i = 0; i < sizeof what / sizeof *what; i++) {
        make_rows(5, 36);
        ls_job *job = &look.plan.jobs[4];
        switch (i) {
        case 0: text.lines[4].unread = LS_READ; break;
        case 1: job->guess = false; break;
        case 2: job->writing = 60; break;
        case 3: job->height = 7; break;
        case 4: job->length = 70; break;
        case 5: job->height = 30; break;
        case 6: job->quad[1].y += 30, job->quad[2].y += 30; break;
        default: place(job->quad, 260, 100 + 4 * 36, 200, 20); break;
        }
        if (kept())
            fail_msg("%s", what[i]);
        put_away();
    }
}

/* A page that lies steep in the picture has its lines beside each other. */
static void test_steep_stack(void **state)
{
    (void)state;
    make_rows(6, 36);
    for (size_t i = 0; i < look.plan.count; i++) {
        const double x = 400 - 36.0 * (double)i;
        const ls_point corners[4] = {{x, 100}, {x, 300}, {x - 20, 300}, {x - 20, 100}};
        memcpy(look.plan.jobs[i].quad, corners, sizeof corners);
    }
    assert_int_equal(kept(), 6);
    put_away();
}

static ls_page *add_page(double x, double y, double width, double height)
{
    ls_page *page = ls_text_add_page(&text);
    assert_non_null(page);
    place(page->quad, x, y, width, height);
    return page;
}

static void add_lines(size_t count, int page, double x, double y)
{
    for (size_t i = 0; i < count; i++) {
        ls_line *line = ls_text_add_line(&text);
        assert_non_null(line);
        place(line->quad, x, y + 30 * (double)i, 120, 16);
        line->page = page;
    }
}

/*
 * Pages come from large to small: a sheet with `body` lines, and within it an outline of its own with `inner` lines, the last one
 * level. Returns where that line belongs afterwards.
 */
static int page_of_inner(size_t body, size_t inner, bool steep)
{
    memset(&text, 0, sizeof text);
    text.arena = ls_arena_new(1 << 20);
    assert_non_null(text.arena);
    add_page(0, 0, 800, 1000);
    add_page(600, 20, 190, 200);
    add_lines(body, 0, 100, 300);
    add_lines(inner, 1, 620, 40);
    ls_line *line = &text.lines[text.line_count - 1];
    if (steep) {
        const ls_point corners[4] = {{640, 40}, {640, 160}, {624, 160}, {624, 40}};
        memcpy(line->quad, corners, sizeof corners);
    }
    ls_read_settle_pages(&text);
    const int page = text.lines[text.line_count - 1].page;
    ls_arena_free(text.arena);
    return page;
}

static void test_pages(void **state)
{
    (void)state;
    assert_int_equal(page_of_inner(6, 1, false), 0); /* a mark on a light corner of its sheet */
    assert_int_equal(page_of_inner(6, 3, false), 0); /* two others beside it do not make a page */
    assert_int_equal(page_of_inner(6, 4, false), 1); /* a badge on a notice */
    assert_int_equal(page_of_inner(5, 1, false), 1); /* the sheet is no page of text */
    assert_int_equal(page_of_inner(9, 1, true), 1);  /* and this one runs across it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_stack), cmocka_unit_test(test_one_too_few), cmocka_unit_test(test_steep_stack),
                                       cmocka_unit_test(test_pages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
