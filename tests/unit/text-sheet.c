/* SPDX-License-Identifier: Apache-2.0 */
/* Seals, chops and lines that stand alone, on sheets and by their ink, pictures from dim rooms: drawn here, pixel by pixel. */
#include "cmocka_all.h"

#include "image/vision.h"
#include "text/apart.h"
#include "text/island.h"
#include "text/lone.h"
#include "text/page.h"
#include "text/quad.h"
#include "text/seal.h"
#include "text/search.h"
#include "text/sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIDE 600u

static ls_raster rgb;
static ls_text text;
static ls_chains rows;

static int set_up(void **state)
{
    (void)state;
    assert_int_equal(ls_raster_alloc(&rgb, SIDE, SIDE, 3), LS_OK);
    memset(rgb.data, 240, (size_t)rgb.stride * SIDE);
    text = (ls_text){.arena = ls_arena_new(1 << 20)};
    rows = (ls_chains){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ls_raster_free(&rgb);
    ls_arena_free(text.arena);
    ls_chains_free(&rows);
    return 0;
}

static void dot(int x, int y, unsigned char r, unsigned char g, unsigned char b)
{
    unsigned char *p = rgb.data + (size_t)y * rgb.stride + 3u * (size_t)x;
    p[0] = r;
    p[1] = g;
    p[2] = b;
}

/* A point of the chop's own axes, turned by `angle` about the middle of the picture. */
static void turned(double x, double y, double angle, unsigned char red)
{
    const double c = cos(angle), s = sin(angle);
    dot((int)(SIDE / 2 + x * c - y * s), (int)(SIDE / 2 + x * s + y * c), red, 40, 45);
}

static ls_status find_red(void)
{
    ls_status status = ls_seals_find(&rgb, 1, &text);
    return status ? status : ls_lone_find(&rgb, &text, &rows);
}

/* A frame of 160 × 48 with four blocks, 22 high, as glyphs in it. */
static void draw_chop(double angle, unsigned char red)
{
    for (double y = -24; y < 24; y += 0.4)
        for (double x = -80; x < 80; x += 0.4) {
            const bool frame = fabs(x) > 77 || fabs(y) > 21;
            const bool glyph = fabs(y) < 11 && fabs(x) < 52 && fmod(x + 520, 26) < 20 && fmod(fabs(x) + fabs(y), 6) < 4;
            if (frame || glyph)
                turned(x, y, angle, red);
        }
}

static void check_chop(double degrees)
{
    draw_chop(degrees * M_PI / 180, 200);
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(rows.count, 1);
    const ls_chain *row = &rows.items[0];
    assert_true(fabs((double)row->angle * 180 / M_PI - degrees) < 4);
    assert_true(row->height > 18 && row->height < 34); /* the line, not the frame */
    assert_true(row->length > 95 && row->length < 140);
    assert_int_equal(row->certainty, LS_CERTAINTY_BESIDE);
    assert_int_equal(text.seal_count, 0);
}

/* A glyph as 秘 has ink on all sides and in its corners: no ring, which touches four sides. */
static void test_square_is_no_seal(void **state)
{
    (void)state;
    for (double y = -20; y < 20; y += 0.4)
        for (double x = -20; x < 20; x += 0.4)
            if (fmod(fabs(x) + fabs(y), 6) < 3)
                turned(x, y, 0, 200);
    assert_int_equal(ls_seals_find(&rgb, 1, &text), LS_OK);
    assert_int_equal(text.seal_count, 0);
    for (double angle = 0; angle < 2 * M_PI; angle += 0.01)
        for (double r = 36; r < 40; r += 0.4)
            turned(r * cos(angle), r * sin(angle), 0, 200);
    assert_int_equal(ls_seals_find(&rgb, 1, &text), LS_OK);
    assert_int_equal(text.seal_count, 1);
}

static void test_chop_level(void **state)
{
    (void)state;
    check_chop(0);
}

static void test_chop_leaning(void **state)
{
    (void)state;
    check_chop(27);
}

static void test_chop_steep(void **state)
{
    (void)state;
    check_chop(66);
}

static void test_chop_upright(void **state)
{
    (void)state;
    check_chop(90);
}

/* The same in black is no chop; a red field without anything in it is none either. */
static void test_no_chop(void **state)
{
    (void)state;
    draw_chop(0.3, 40);
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(rows.count, 0);
    for (int y = 100; y < 140; y++)
        for (int x = 100; x < 220; x++)
            dot(x, y, 210, 30, 40);
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(rows.count, 0);
}

/* In a dim room the red of a chop is 10 levels above the rest: what counts is that its surroundings are less red. */
static void test_dim_chop(void **state)
{
    (void)state;
    memset(rgb.data, 44, (size_t)rgb.stride * SIDE);
    draw_chop(0.2, 58);
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(rows.count, 1);
}

static void draw_ring(double inner, double star)
{
    for (int y = 0; y < (int)SIDE; y++)
        for (int x = 0; x < (int)SIDE; x++) {
            const double r = hypot(x - 300, y - 280);
            if ((r < 60 && r > inner) || r < star)
                dot(x, y, 205, 35, 40);
        }
}

static void test_seal(void **state)
{
    (void)state;
    draw_ring(55, 18);
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(text.seal_count, 1);
    assert_true(text.seals[0].ring && text.seals[0].star);
    assert_true(fabs(text.seals[0].quad[0].x - 240) < 8 || fabs(text.seals[0].quad[0].y - 220) < 8 ||
                text.seals[0].quad[0].x + text.seals[0].quad[0].y < 520);
    assert_int_equal(rows.count, 0);
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(text.seal_count, 1); /* known already */
}

static void test_disc_is_no_seal(void **state)
{
    (void)state;
    draw_ring(-1, 0);
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(text.seal_count, 0);
}

/* ------------------------------------------------------------------------------------------------------- sheets */

/* Bars as narrow letters have them, so that closing joins them to one line. */
static void draw_line(int x, int y, int length, int height)
{
    for (int dy = 0; dy < height; dy++)
        for (int dx = 0; dx < length; dx++)
            if (dx % 5 < 3 && (dy % 5 || dx % 10 < 5))
                dot(x + dx, y + dy, 30, 30, 30);
}

static void add_row(double x, double y, double length, int certainty)
{

    ls_chain row = {.quad = {{x, y}, {x + length, y}, {x + length, y + 14}, {x, y + 14}},
                    .height = 14, .length = (float)length, .marks = 9, .stroke = 1, .contrast = 1, .certainty = certainty};
    ls_chain *grown = realloc(rows.items, (rows.count + 1) * sizeof *grown);
    assert_non_null(grown);
    rows.items = grown;
    rows.items[rows.count++] = row;
    rows.capacity = rows.count;
}

static void add_body(void)
{
    for (int i = 0; i < 4; i++)
        add_row(120, 300 + 30 * i, 360, 95);
}

static void add_page(double left, double top, double right, double bottom)
{
    ls_page *page = ls_text_add_page(&text);
    const ls_point quad[4] = {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
    memcpy(page->quad, quad, sizeof quad);
}

static void complete(void)
{
    ls_levels levels;
    assert_int_equal(ls_levels_make(&rgb, &levels), LS_OK);
    assert_int_equal(ls_sheets_complete(&levels, &text, &rows), LS_OK);
    ls_levels_free(&levels);
}

static void test_short_row_on_a_page(void **state)
{
    (void)state;
    add_page(60, 40, 540, 560);
    add_body();
    add_row(120, 80, 60, 12);  /* a mark in the corner */
    add_row(120, 20, 60, 12);  /* above the page */
    complete();
    assert_int_equal(rows.items[4].certainty, LS_CERTAINTY_BESIDE);
    assert_int_equal(rows.items[5].certainty, 12);
}

static void test_nothing_without_a_body(void **state)
{
    (void)state;
    add_page(60, 40, 540, 560);
    add_row(120, 300, 360, 95);
    add_row(120, 80, 60, 12);
    draw_line(300, 120, 70, 14);
    complete();
    assert_int_equal(rows.items[1].certainty, 12);
    assert_int_equal(rows.count, 3); /* all that is on the page: it may be a board */
    assert_true(rows.items[2].guess);
}

static void test_ink_alone(void **state)
{
    (void)state;
    add_page(60, 40, 540, 560);
    add_body();
    draw_line(300, 120, 70, 14);
    complete();
    assert_int_equal(rows.count, 5);
    const ls_chain *row = &rows.items[4];
    assert_true(fabs(row->quad[0].x - 300) < 4 && fabs(row->quad[0].y - 120) < 4);
    assert_true(fabs(row->quad[2].x - 368) < 6 && fabs(row->quad[2].y - 134) < 6);
    complete(); /* it is a likely row now */
    assert_int_equal(rows.count, 5);
}

/* Much higher than the body, or a rule: no line of the sheet. */
static void test_other_ink(void **state)
{
    (void)state;
    add_page(60, 40, 540, 560);
    add_body();
    for (int y = 60; y < 180; y++)
        for (int x = 350; x < 530; x++)
            dot(x, y, 60, 60, 60);
    for (int x = 100; x < 500; x++)
        dot(x, 250, 20, 20, 20);
    complete();
    assert_int_equal(rows.count, 4);
}

/* Glyphs run into each other, as a blurred camera has them: no row of marks, but the page says which way lines may run. */
static void draw_blurred(int x, int y, int length, int height, bool down)
{
    for (int across = 0; across < height; across++)
        for (int along = 0; along < length; along++)
            if ((along % 16 < 13 || along % 32 > 16) && (across % 5 || along % 10 < 5) && (along + across) % 3)
                dot(down ? x + across : x + along, down ? y + along : y + across, 90, 90, 90);
}

static void test_page_of_unseen_rows(void **state)
{
    (void)state;
    add_page(60, 40, 540, 560);
    for (int i = 0; i < 5; i++)
        draw_blurred(120, 200 + 36 * i, 320, 11, false);
    draw_blurred(440, 90, 40, 11, false);
    complete();
    assert_int_equal(rows.count, 6);
    bool short_one = false;
    for (size_t i = 0; i < rows.count; i++) {
        const ls_chain *row = &rows.items[i];
        assert_true(row->guess && row->certainty == LS_CERTAINTY_BESIDE && fabs((double)row->angle) < 0.1);
        short_one = short_one || (fabs(row->quad[0].x - 440) < 6 && fabs(row->quad[0].y - 90) < 6 && row->length < 60);
    }
    assert_true(short_one);
}

static void test_page_lying_on_its_side(void **state)
{
    (void)state;
    add_page(40, 60, 560, 540);
    for (int i = 0; i < 5; i++)
        draw_blurred(200 + 36 * i, 120, 320, 11, true);
    complete();
    assert_int_equal(rows.count, 5);
    for (size_t i = 0; i < rows.count; i++) {
        assert_true(fabs(cos((double)rows.items[i].angle)) < 0.1);
        assert_true(fabs((double)rows.items[i].length - 320) < 20 && fabs((double)rows.items[i].height - 11) < 6);
    }
}

/* Bars both ways are a window or a grid; two lines are no body, but a board. */
static void test_page_of_a_grid(void **state)
{
    (void)state;
    add_page(60, 40, 540, 560);
    for (int i = 0; i < 2; i++)
        draw_blurred(120, 200 + 36 * i, 320, 11, false);
    complete();
    assert_int_equal(rows.count, 2);
    rows.count = 0;
    for (int i = 0; i < 5; i++)
        draw_blurred(120, 300 + 36 * i, 180, 11, false);
    for (int i = 0; i < 5; i++)
        draw_blurred(330 + 36 * i, 300, 180, 11, true);
    complete();
    assert_int_equal(rows.count, 0);
}

/* Pink paper on a green wall, as light as it and cut off by the foot of the picture: nothing for a threshold of brightness. */
static void test_page_as_light_as_the_wall(void **state)
{
    (void)state;
    ls_raster gray;
    for (int y = 0; y < (int)SIDE; y++)
        for (int x = 0; x < (int)SIDE; x++) {
            const bool paper = x >= 150 && x < 450 && y >= 100;
            dot(x, y, paper ? 205 : 180, paper ? 186 : 200, paper ? 196 : 180);
        }
    draw_line(200, 200, 200, 14);
    assert_int_equal(ls_raster_gray(&rgb, &gray), LS_OK);
    assert_int_equal(ls_pages_find(&gray, &text), LS_OK);
    assert_int_equal(text.page_count, 0);
    assert_int_equal(ls_pages_find_even(&rgb, 1, &text), LS_OK);
    int sheets = 0; /* the wall's foot may be another */
    for (size_t i = 0; i < text.page_count; i++) {
        const ls_point *corner = text.pages[i].quad;
        sheets += fabs(corner[0].x - 150) < 9 && fabs(corner[0].y - 100) < 9 && fabs(corner[2].x - 450) < 9 &&
                  fabs(corner[2].y - 600) < 9;
    }
    assert_int_equal(sheets, 1);
    text.page_count = 0;
    add_page(150, 100, 450, 600);
    add_row(200, 200, 200, 95);
    assert_true(ls_pages_hold(&text, &rows));
    add_row(20, 200, 60, 95);
    assert_false(ls_pages_hold(&text, &rows));
    ls_raster_free(&gray);
}

/* A shadow's edge runs through rows, the sheet's does not; an outline with many rows in it stays whatever crosses it. */
static void test_outline_through_rows(void **state)
{
    (void)state;
    add_page(60, 40, 540, 590);
    add_page(300, 50, 520, 560);
    add_body();
    add_row(480, 200, 100, 60); /* it may be nothing */
    ls_pages_drop_crossed(&text, &rows);
    assert_int_equal(text.page_count, 1);
    assert_true(text.pages[0].quad[0].x == 60);
    add_row(500, 200, 90, 95);
    ls_pages_drop_crossed(&text, &rows);
    assert_int_equal(text.page_count, 1);
}

/* ------------------------------------------------------------------------------------------------- lines by their ink */

static void test_dark_line_beside_writing(void **state)
{
    (void)state;
    draw_line(300, 220, 70, 14);
    assert_int_equal(ls_lone_find(&rgb, &text, &rows), LS_OK);
    assert_int_equal(rows.count, 0); /* alone in a picture it is nothing */
    add_body();
    assert_int_equal(ls_lone_find(&rgb, &text, &rows), LS_OK);
    assert_int_equal(rows.count, 5);
    const ls_chain *row = &rows.items[4];
    assert_true(row->guess && row->certainty == LS_CERTAINTY_BESIDE);
    assert_true(fabs(row->quad[0].x - 300) < 5 && fabs(row->quad[0].y - 220) < 5);
    assert_true(fabs(row->quad[2].x - 368) < 6 && fabs(row->quad[2].y - 234) < 5);
    assert_int_equal(ls_lone_find(&rgb, &text, &rows), LS_OK);
    assert_int_equal(rows.count, 5); /* known already */
}

/* A row that is frame and line in one makes way for the line; a sure row and one that stands elsewhere stay. */
static void test_line_takes_the_place_of_its_frame(void **state)
{
    (void)state;
    draw_chop(0, 200);
    const double middle = SIDE / 2.0;
    const ls_chain frame = {.quad = {{middle - 80, middle - 24}, {middle + 80, middle - 24}, {middle + 80, middle + 24}, {middle - 80, middle + 24}},
                            .height = 48, .length = 160, .marks = 4, .stroke = 1, .contrast = 1, .certainty = LS_CERTAINTY_BESIDE};
    add_row(120, 500, 60, LS_CERTAINTY_BESIDE);
    add_row(120, 540, 60, 95);
    add_row(0, 0, 0, 0);
    rows.items[2] = frame;
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(rows.count, 3);
    assert_true(rows.items[0].quad[0].y == 500 && rows.items[1].quad[0].y == 540);
    assert_true(rows.items[2].guess && rows.items[2].height < 34);
}

/* In dim light red is dark, too: the heading beside a chop and the foot of its frame look like one line, and are not the mark. */
static void test_line_in_its_frame_stays(void **state)
{
    (void)state;
    draw_chop(0.2, 110);
    draw_line(60, 264, 150, 20);
    for (int i = 0; i < 4; i++)
        add_row(120, 420 + 30 * i, 360, 95);
    assert_int_equal(ls_lone_find(&rgb, &text, &rows), LS_OK);
    int marks = 0;
    for (size_t i = 4; i < rows.count; i++) {
        const ls_point at = ls_quad_middle(rows.items[i].quad);
        const bool here = fabs(at.x - SIDE / 2.0) < 12 && fabs(at.y - SIDE / 2.0) < 8;
        marks += here && rows.items[i].framed && rows.items[i].length < 140 && rows.items[i].height < 34;
    }
    assert_int_equal(marks, 1);
}

/* What runs across a row and is no longer than the row is high is an upright of its glyphs. */
static void test_upright_is_no_line(void **state)
{
    (void)state;
    add_body();
    add_row(120, 180, 300, LS_CERTAINTY_BESIDE);
    rows.items[4].height = 60;
    for (int c = 2; c < 4; c++)
        rows.items[4].quad[c].y = 240;
    for (int y = 184; y < 236; y++)
        for (int x = 200; x < 216; x++)
            if (y % 5 < 3 && (x % 5 || y % 10 < 5))
                dot(x, y, 200, 40, 45);
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(rows.count, 5);
    assert_true(rows.items[4].height == 60 && !rows.items[4].guess);
    rows.count = 4; /* the same without the row is one */
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(rows.count, 5);
}

/* Paper in warm light is redder than gray all over. */
static void test_chop_on_tinted_paper(void **state)
{
    (void)state;
    for (int y = 0; y < (int)SIDE; y++)
        for (int x = 0; x < (int)SIDE; x++)
            dot(x, y, 235, 180, 160);
    draw_chop(0.3, 190);
    assert_int_equal(find_red(), LS_OK);
    assert_int_equal(rows.count, 1);
    assert_true(rows.items[0].height > 18 && rows.items[0].height < 34);
}

/* A row of glyphs as the finder gives them, of which it makes nothing. */
static void add_unlikely(double left, double top, double right, double foot)
{
    rows.items = calloc(1, sizeof *rows.items);
    assert_non_null(rows.items);
    rows.count = rows.capacity = 1;
    rows.items[0] = (ls_chain){.quad = {{left, top}, {right, top}, {right, foot}, {left, foot}}, .marks = 4, .contrast = 150,
                               .height = (float)(foot - top), .length = (float)(right - left), .certainty = 1};
}

static void raise_apart(void)
{
    ls_levels levels;
    assert_int_equal(ls_levels_make(&rgb, &levels), LS_OK);
    ls_apart_raise(&levels, &rows);
    ls_levels_free(&levels);
}

static void test_row_on_plain_ground(void **state)
{
    (void)state;
    for (int y = 290; y < 310; y++)
        for (int x = 250; x < 340; x++)
            if (x % 24 < 20 && (x + y) % 6 < 4)
                dot(x, y, 40, 40, 40);
    add_unlikely(250, 290, 340, 310);
    raise_apart();
    assert_int_equal(rows.items[0].certainty, LS_CERTAINTY_BESIDE);
    assert_true(rows.items[0].guess);
}

static void test_row_among_others(void **state)
{
    (void)state;
    for (int y = 200; y < 400; y++) /* bricks: more of the same above and below */
        for (int x = 150; x < 450; x++)
            if (y % 24 < 20 && x % 24 < 20)
                dot(x, y, 40, 40, 40);
    add_unlikely(250, 290, 340, 310);
    raise_apart();
    assert_int_equal(rows.items[0].certainty, 1);
}

static void test_row_at_the_edge(void **state)
{
    (void)state;
    add_unlikely(4, 290, 94, 310); /* what lies beside it nobody knows */
    raise_apart();
    assert_int_equal(rows.items[0].certainty, 1);
}

/* One line of six blocks in the middle of a board of 400 × 300, and nothing else. */
static void draw_word(bool steep)
{
    for (int i = 0; i < 6; i++)
        for (int y = 0; y < 16; y++)
            for (int x = 0; x < 14; x++)
                if ((x + y) % 6 < 4)
                    dot(steep ? 290 + y : 240 + i * 20 + x, steep ? 240 + i * 20 + x : 290 + y, 40, 40, 40);
}

static void find_words(void)
{
    static const ls_point board[4] = {{100, 150}, {500, 150}, {500, 450}, {100, 450}};
    ls_levels levels;
    assert_int_equal(ls_levels_make(&rgb, &levels), LS_OK);
    assert_int_equal(ls_islands_on_board(&levels, board, &rows), LS_OK);
    ls_levels_free(&levels);
}

static void test_word_on_a_board(void **state)
{
    (void)state;
    draw_word(false);
    find_words();
    assert_int_equal(rows.count, 1);
    assert_true(rows.items[0].guess && rows.items[0].length > 100 && rows.items[0].length < 130);
}

static void test_word_on_a_board_on_its_side(void **state)
{
    (void)state;
    draw_word(true);
    find_words();
    assert_int_equal(rows.count, 1);
    assert_true(fabs(sin((double)rows.items[0].angle)) > 0.99);
}

static void test_board_full_of_things(void **state)
{
    (void)state;
    draw_word(false);
    for (int i = 0; i < 8; i++) /* leaves in front of a window */
        for (int y = 0; y < 34; y++)
            for (int x = 0; x < 30; x++)
                if ((x + y) % 3)
                    dot(120 + i * 46 + x, (i % 2 ? 180 : 380) + y, 60, 60, 60);
    find_words();
    assert_int_equal(rows.count, 0);
}

static void test_gain(void **state)
{
    (void)state;
    ls_levels levels;
    assert_int_equal(ls_levels_make(&rgb, &levels), LS_OK);
    assert_true(levels.gain == 1 && levels.gray[0].data[0] == 240);
    ls_levels_free(&levels);
    memset(rgb.data, 70, (size_t)rgb.stride * SIDE);
    assert_int_equal(ls_levels_make(&rgb, &levels), LS_OK);
    assert_true(fabs(levels.gain - 3) < 0.01 && levels.gray[0].data[0] == 210);
    ls_levels_free(&levels);
    memset(rgb.data, 10, (size_t)rgb.stride * SIDE); /* night */
    assert_int_equal(ls_levels_make(&rgb, &levels), LS_OK);
    assert_true(levels.gain == 5);
    ls_levels_free(&levels);
}

int main(void)
{
    assert_int_equal(ls_vision_warm_up(), LS_OK);
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_square_is_no_seal), TEST(test_chop_level), TEST(test_chop_leaning), TEST(test_chop_steep), TEST(test_chop_upright),
        TEST(test_no_chop), TEST(test_dim_chop), TEST(test_seal),
        TEST(test_disc_is_no_seal), TEST(test_short_row_on_a_page), TEST(test_nothing_without_a_body),
        TEST(test_dark_line_beside_writing), TEST(test_line_takes_the_place_of_its_frame), TEST(test_line_in_its_frame_stays),
        TEST(test_outline_through_rows), TEST(test_page_as_light_as_the_wall), TEST(test_chop_on_tinted_paper),
        TEST(test_upright_is_no_line), TEST(test_ink_alone), TEST(test_other_ink), TEST(test_page_of_unseen_rows),
        TEST(test_page_lying_on_its_side), TEST(test_page_of_a_grid), TEST(test_gain),
        TEST(test_row_on_plain_ground), TEST(test_row_among_others), TEST(test_row_at_the_edge), TEST(test_word_on_a_board),
        TEST(test_word_on_a_board_on_its_side), TEST(test_board_full_of_things),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
