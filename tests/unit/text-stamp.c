/* SPDX-License-Identifier: Apache-2.0 */
/* Stamps: the frame round a line, rows of red ink, a strip by its colour alone. */
#include "cmocka_all.h"

#include "text/enclosure.h"
#include "text/light.h"
#include "text/lone_rows.h"
#include "text/red_rows.h"
#include "text/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAPER 230
#define INK 60

typedef struct colour {
    unsigned char red, green, blue;
} colour;

static const colour paper = {232, 230, 226}, black = {30, 30, 32}, stamp = {200, 60, 62};

static void fill(ls_raster *picture, uint32_t left, uint32_t top, uint32_t right, uint32_t foot, colour ink)
{
    const unsigned char channels[3] = {ink.red, ink.green, ink.blue};
    for (uint32_t y = top; y < foot; y++)
        for (uint32_t x = left; x < right; x++)
            memcpy(picture->data + (size_t)y * picture->stride + (size_t)picture->channels * x, channels, picture->channels);
}

static void make(ls_raster *picture, uint32_t width, uint32_t height, unsigned channels, colour ground)
{
    assert_int_equal(ls_raster_alloc(picture, width, height, channels), LS_OK);
    fill(picture, 0, 0, width, height, ground);
}

/* ------------------------------------------------------------------------------------------------- enclosure */

/* A frame whose sides lean by a tenth, as perspective makes them, round a block of writing in rows 20 to 35. */
static void draw_frame(ls_raster *strip, bool closed)
{
    const colour ink = {INK, 0, 0};
    for (uint32_t y = 8; y < 48; y++) {
        const uint32_t lean = y / 10;
        fill(strip, 10 + lean, y, 12 + lean, y + 1, ink);
        if (closed)
            fill(strip, 140 + lean, y, 142 + lean, y + 1, ink);
    }
    for (uint32_t x = 10; x < 144; x++) {
        const uint32_t lean = x / 40;
        fill(strip, x, 6 + lean, x + 1, 8 + lean, ink);
        fill(strip, x, 46 + lean, x + 1, 48 + lean, ink);
    }
}

static bool is_enclosed(const ls_raster *strip)
{
    bool enclosed;
    assert_int_equal(ls_enclosure_find(strip, 26, 18, 126, 38, &enclosed), LS_OK);
    return enclosed;
}

static void a_frame_encloses(void **state)
{
    (void)state;
    ls_raster strip;
    const colour ground = {PAPER, 0, 0}, ink = {INK, 0, 0};
    make(&strip, 152, 56, 1, ground);
    for (uint32_t x = 30; x < 120; x += 16)
        fill(&strip, x, 20, x + 10, 36, ink);
    assert_false(is_enclosed(&strip));
    draw_frame(&strip, false);
    assert_false(is_enclosed(&strip)); /* its right side is open */
    draw_frame(&strip, true);
    assert_true(is_enclosed(&strip));
    fill(&strip, 70, 6, 72, 10, ground); /* worn away for two pixels */
    assert_true(is_enclosed(&strip));
    fill(&strip, 70, 6, 84, 10, ground);
    assert_false(is_enclosed(&strip));
    ls_raster_free(&strip);
}

/* Letters close in their own counters; a line that fills its strip has no ground beside it to ask for. */
static void letters_do_not_enclose(void **state)
{
    (void)state;
    ls_raster strip;
    bool enclosed = true;
    const colour ground = {PAPER, 0, 0}, ink = {INK, 0, 0};
    make(&strip, 152, 56, 1, ground);
    for (uint32_t x = 30; x < 120; x += 20) {
        fill(&strip, x, 20, x + 14, 36, ink);
        fill(&strip, x + 4, 24, x + 10, 32, ground);
    }
    assert_false(is_enclosed(&strip));
    assert_int_equal(ls_enclosure_find(&strip, 26, 1, 126, 55, &enclosed), LS_OK);
    assert_false(enclosed);
    fill(&strip, 0, 0, 152, 56, ground); /* no two levels */
    assert_false(is_enclosed(&strip));
    ls_raster_free(&strip);
}

/* --------------------------------------------------------------------------------------------------- colour */

/* Black print is paper by colour alone; of the stamp across it the part beside the print is left. */
static void by_colour_alone_print_is_paper(void **state)
{
    (void)state;
    ls_raster strip, gray;
    make(&strip, 200, 40, 3, paper);
    fill(&strip, 10, 12, 90, 28, black);
    fill(&strip, 120, 12, 150, 28, stamp);
    assert_int_equal(ls_light_gray(&strip, LS_LIGHT_RED_ALONE, &gray), LS_OK);
    assert_true(gray.data[20 * gray.stride + 50] > 200);
    assert_true(gray.data[20 * gray.stride + 135] < 20);
    assert_true(gray.data[2 * gray.stride + 135] > 240);
    ls_raster_free(&gray);
    ls_raster_free(&strip);
}

/* Blocks of 14 by 16 pixels, 20 apart, with a slit, so that they are glyphs and not bars. */
static void write_row(ls_raster *picture, uint32_t from, uint32_t count, uint32_t top, colour ink)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t x = from + 20 * i;
        fill(picture, x, top, x + 14, top + 4, ink);
        fill(picture, x, top + 12, x + 14, top + 16, ink);
        fill(picture, x + 2 + i % 3 * 3, top, x + 6 + i % 3 * 3, top + 16, ink);
    }
}

static const ls_chain *row_at(const ls_chains *rows, double top)
{
    for (size_t i = 0; i < rows->count; i++)
        if (fabs(rows->items[i].quad[0].y - top) < 8)
            return &rows->items[i];
    return NULL;
}

static void red_rows_are_found_and_black_ones_left(void **state)
{
    (void)state;
    ls_raster picture;
    ls_chains rows = {0};
    make(&picture, 600, 300, 3, paper);
    write_row(&picture, 100, 14, 60, black);
    write_row(&picture, 200, 12, 160, stamp);
    assert_int_equal(ls_red_rows_find(&picture, &rows), LS_OK);
    assert_null(row_at(&rows, 60));
    const ls_chain *red = row_at(&rows, 160);
    if (!red) {
        fail_msg("the red row was not found");
        return;
    }
    assert_true(red->row_of_red && red->guess && red->certainty == LS_CERTAINTY_BESIDE);
    assert_true(fabs(red->quad[0].x - 200) < 10 && fabs(red->quad[1].x - 434) < 10);
    ls_chains_free(&rows);
    ls_raster_free(&picture);
}

/* The finder saw the stamp from behind the print that it crosses on; its row becomes as long as the stamp is. */
static void a_row_is_as_long_as_its_red(void **state)
{
    (void)state;
    ls_raster picture;
    make(&picture, 600, 300, 3, paper);
    write_row(&picture, 200, 12, 160, stamp);
    ls_chain *known = calloc(1, sizeof *known);
    assert_non_null(known);
    *known = (ls_chain){.quad = {{280, 160}, {434, 160}, {434, 176}, {280, 176}}, .height = 16, .length = 154,
                        .marks = 8, .certainty = LS_CERTAINTY_SURE};
    ls_chains rows = {.items = known, .count = 1, .capacity = 1};
    assert_int_equal(ls_red_rows_find(&picture, &rows), LS_OK);
    assert_int_equal(rows.count, 1);
    assert_true(rows.items[0].row_of_red && !rows.items[0].guess && rows.items[0].certainty == LS_CERTAINTY_SURE);
    assert_true(fabs(rows.items[0].quad[0].x - 200) < 10);
    /* but not when it is the line within a frame, whose sides are red as well */
    rows.items[0].framed = true;
    rows.items[0].quad[0].x = rows.items[0].quad[3].x = 280;
    rows.items[0].length = 154;
    assert_int_equal(ls_red_rows_find(&picture, &rows), LS_OK);
    assert_true(fabs(rows.items[0].quad[0].x - 280) < 1);
    ls_chains_free(&rows);
    ls_raster_free(&picture);
}

/* A stamp that leans beside a heading has its glyphs in the heading's row, which is black. */
static void a_leaning_stamp_is_no_piece_of_a_black_row(void **state)
{
    (void)state;
    ls_raster picture;
    make(&picture, 600, 300, 3, paper);
    for (uint32_t i = 0; i < 8; i++) { /* each glyph 4 pixels lower than the one before */
        write_row(&picture, 120 + 20 * i, 1, 100 + 4 * i, stamp);
    }
    write_row(&picture, 300, 14, 110, black);
    ls_chain *known = calloc(4, sizeof *known);
    assert_non_null(known);
    *known = (ls_chain){.quad = {{120, 100}, {576, 100}, {576, 132}, {120, 132}}, .height = 32, .length = 456,
                        .marks = 22, .certainty = LS_CERTAINTY_SURE};
    ls_chains rows = {.items = known, .count = 1, .capacity = 4};
    assert_int_equal(ls_red_rows_find(&picture, &rows), LS_OK);
    assert_int_equal(rows.count, 2);
    assert_true(rows.items[1].row_of_red && fabs((double)rows.items[1].angle - 0.2) < 0.06);
    /* a row along the stamp is its own, whatever its ink */
    rows.count = 1;
    known->angle = 0.2f;
    assert_int_equal(ls_red_rows_find(&picture, &rows), LS_OK);
    assert_int_equal(rows.count, 1);
    ls_chains_free(&rows);
    ls_raster_free(&picture);
}

/* Of four large glyphs in red the finder linked upper and lower parts: that row does not stand for their line. */
static void a_row_across_a_line_does_not_stand_for_it(void **state)
{
    (void)state;
    static const ls_point line[4] = {{800, 126}, {900, 126}, {900, 152}, {800, 152}};
    ls_chain across = {.quad = {{831, 124}, {898, 141}, {894, 158}, {827, 141}}, .height = 18, .length = 69, .angle = 0.25f,
                       .marks = 3, .certainty = LS_CERTAINTY_SURE};
    ls_chains rows = {.items = &across, .count = 1, .capacity = 1};
    assert_false(ls_lone_known(&rows, line, true));
    across.angle = 0.02f;
    assert_true(ls_lone_known(&rows, line, true));
}

/* TLP:AMBER on black: the black is no line, however doubtful the row of letters on it. */
static void a_label_is_known_by_its_writing(void **state)
{
    (void)state;
    static const ls_point label[4] = {{100, 100}, {280, 100}, {280, 146}, {100, 146}};
    ls_chain letters = {.quad = {{110, 113}, {264, 113}, {264, 133}, {110, 133}}, .height = 20, .length = 154, .marks = 8, .light = true,
                        .certainty = LS_CERTAINTY_SURE - 5};
    ls_chains rows = {.items = &letters, .count = 1, .capacity = 1};
    assert_true(ls_lone_known(&rows, label, false));
    letters.light = false;
    assert_false(ls_lone_known(&rows, label, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_encloses),
        cmocka_unit_test(letters_do_not_enclose),
        cmocka_unit_test(by_colour_alone_print_is_paper),
        cmocka_unit_test(red_rows_are_found_and_black_ones_left),
        cmocka_unit_test(a_row_is_as_long_as_its_red),
        cmocka_unit_test(a_leaning_stamp_is_no_piece_of_a_black_row),
        cmocka_unit_test(a_row_across_a_line_does_not_stand_for_it),
        cmocka_unit_test(a_label_is_known_by_its_writing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
