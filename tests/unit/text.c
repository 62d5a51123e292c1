/* SPDX-License-Identifier: Apache-2.0 */
/* The finder's parts on pictures of a few hand-set pixels. */
#include "cmocka_all.h"

#include "image/vision.h"
#include "text/block.h"
#include "text/ink.h"
#include "text/language.h"
#include "text/light.h"
#include "text/page.h"
#include "text/plan.h"
#include "text/quad.h"
#include "text/search.h"
#include "text/strip.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void paper(ls_raster *raster, uint32_t width, uint32_t height, uint32_t channels, int value)
{
    assert_int_equal(ls_raster_alloc(raster, width, height, channels), LS_OK);
    memset(raster->data, value, (size_t)raster->stride * height);
}

static void box(ls_raster *raster, uint32_t left, uint32_t top, uint32_t right, uint32_t bottom, const int colour[3])
{
    for (uint32_t y = top; y < bottom; y++)
        for (uint32_t x = left; x < right; x++)
            for (uint32_t c = 0; c < raster->channels; c++)
                raster->data[y * raster->stride + x * raster->channels + c] = (unsigned char)colour[c];
}

static const int black[3] = {20, 20, 20}, white[3] = {240, 240, 240}, red[3] = {200, 30, 30};

/* A glyph of our own: a frame with a cross bar, strokes 3 pixels wide. */
static void glyph(ls_raster *raster, uint32_t left, uint32_t top, uint32_t side, const int ink[3], const int ground[3])
{
    box(raster, left, top, left + side, top + side, ink);
    box(raster, left + 3, top + 3, left + side - 3, top + side / 2 - 1, ground);
    box(raster, left + 3, top + side / 2 + 2, left + side - 3, top + side - 3, ground);
}

/* An L of 3 + 2 pixels, touching another pixel by a corner; a bar that the filter refuses. */
static void test_blobs(void **state)
{
    (void)state;
    ls_raster gray, mean;
    paper(&gray, 40, 20, 1, 200);
    paper(&mean, 40, 20, 1, 200);
    const int ink[3] = {100, 0, 0};
    box(&gray, 5, 5, 6, 8, ink);   /* | */
    box(&gray, 6, 7, 8, 8, ink);   /* __ */
    box(&gray, 8, 8, 9, 9, ink);   /* by a corner */
    box(&gray, 1, 15, 39, 17, ink); /* 38 long */
    const ls_blob_filter filter = {.min_side = 2, .max_side = 10, .max_length = 20, .min_area = 3};
    ls_blobs blobs;
    assert_int_equal(ls_blobs_find(&gray, &mean, &filter, &blobs), LS_OK);
    assert_int_equal(blobs.count, 1);
    const ls_blob *blob = &blobs.items[0];
    assert_int_equal(blob->left, 5);
    assert_int_equal(blob->top, 5);
    assert_int_equal(blob->right, 9);
    assert_int_equal(blob->bottom, 9);
    assert_int_equal(blob->area, 6);
    assert_true(blob->contrast == 100.0f && blob->tone == 100.0f);
    ls_blobs_free(&blobs);
    const ls_blob_filter light = {.light = true, .min_side = 1, .max_side = 10, .max_length = 20, .min_area = 1};
    assert_int_equal(ls_blobs_find(&gray, &mean, &light, &blobs), LS_OK);
    assert_int_equal(blobs.count, 0);
    ls_blobs_free(&blobs);
    ls_raster_free(&gray);
    ls_raster_free(&mean);
}

/* A 20 × 3 bar: outline 46, so strokes of 2 · 60 / 46. */
static void test_stroke_width(void **state)
{
    (void)state;
    ls_raster gray, mean;
    paper(&gray, 40, 20, 1, 200);
    paper(&mean, 40, 20, 1, 200);
    box(&gray, 5, 5, 25, 8, black);
    const ls_blob_filter filter = {.min_side = 2, .max_side = 10, .max_length = 30, .min_area = 3};
    ls_blobs blobs;
    assert_int_equal(ls_blobs_find(&gray, &mean, &filter, &blobs), LS_OK);
    assert_int_equal(blobs.count, 1);
    assert_true(fabsf(blobs.items[0].stroke - 120.0f / 46.0f) < 1e-4f);
    ls_blobs_free(&blobs);
    ls_raster_free(&gray);
    ls_raster_free(&mean);
}

/* Eight glyphs of 20 pixels, 6 apart, from (40, 60): one row from (40, 60) to (242, 80), whatever the ink. */
static void expect_row(const int ink[3], const int ground[3], bool light)
{
    ls_raster gray;
    paper(&gray, 300, 140, 1, ground[0]);
    for (uint32_t i = 0; i < 8; i++)
        glyph(&gray, 40 + 26 * i, 60, 20, ink, ground);
    ls_chains chains = {0};
    assert_int_equal(ls_search(&gray, &chains), LS_OK);
    const ls_chain *row = NULL;
    for (size_t i = 0; i < chains.count; i++)
        if (chains.items[i].marks >= 8 && chains.items[i].light == light)
            row = &chains.items[i];
    assert_non_null(row);
    const ls_point expected[4] = {{40, 60}, {242, 60}, {242, 80}, {40, 80}};
    for (int i = 0; i < 4; i++)
        assert_true(fabs(row->quad[i].x - expected[i].x) <= 3 && fabs(row->quad[i].y - expected[i].y) <= 3);
    assert_true(row->height > 17 && row->height < 24);
    ls_chains_free(&chains);
    ls_raster_free(&gray);
}

static void test_row_dark(void **state)
{
    (void)state;
    expect_row(black, white, false);
}

static void test_row_light(void **state)
{
    (void)state;
    expect_row(white, black, true);
}

/* The same row turned by a quarter runs from top to bottom, and its quadrilateral starts right of its top. */
static void test_row_steep(void **state)
{
    (void)state;
    ls_raster gray;
    paper(&gray, 140, 300, 1, 240);
    for (uint32_t i = 0; i < 8; i++)
        glyph(&gray, 60, 40 + 26 * i, 20, black, white);
    ls_chains chains = {0};
    assert_int_equal(ls_search(&gray, &chains), LS_OK);
    bool found = false;
    for (size_t i = 0; i < chains.count; i++) {
        const ls_chain *row = &chains.items[i];
        found = found || (row->marks >= 8 && fabs(row->quad[0].x - 80) <= 3 && fabs(row->quad[0].y - 40) <= 3 &&
                          fabs(row->quad[1].y - 242) <= 3);
    }
    assert_true(found);
    ls_chains_free(&chains);
    ls_raster_free(&gray);
}

/* Nothing is found on plain paper, and nothing breaks on the smallest picture. */
static void test_nothing(void **state)
{
    (void)state;
    static const uint32_t sides[] = {1, 7, 130, 500};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        ls_raster gray;
        paper(&gray, sides[i], sides[i], 1, 200);
        ls_chains chains = {0};
        assert_int_equal(ls_search(&gray, &chains), LS_OK);
        assert_int_equal(chains.count, 0);
        ls_chains_free(&chains);
        ls_raster_free(&gray);
    }
}

static ls_chain flat_row(double left, double right, double top, double bottom)
{
    return (ls_chain){.quad = {{left, top}, {right, top}, {right, bottom}, {left, bottom}},
                      .height = (float)(bottom - top),
                      .length = (float)(right - left),
                      .stroke = 2,
                      .contrast = 100,
                      .marks = 5};
}

/* 10 high: a gap of 20 is joined, one of 30 is not, nor is a row half a height lower. */
static void test_join(void **state)
{
    (void)state;
    ls_chain rows[3] = {flat_row(0, 100, 0, 10), flat_row(120, 200, 0, 10), flat_row(230, 300, 0, 10)};
    ls_chains chains = {.items = rows, .count = 3, .capacity = 3};
    ls_chains_join(&chains, 0);
    assert_int_equal(chains.count, 2);
    assert_true(rows[0].quad[1].x == 200 && rows[0].marks == 10 && fabsf(rows[0].length - 200) < 1e-3f);
    ls_chain lower[2] = {flat_row(0, 100, 0, 10), flat_row(110, 200, 5, 15)};
    chains = (ls_chains){.items = lower, .count = 2, .capacity = 2};
    ls_chains_join(&chains, 0);
    assert_int_equal(chains.count, 2);
}

static void test_beside(void **state)
{
    (void)state;
    const ls_chain row = flat_row(0, 100, 0, 10), below = flat_row(0, 100, 20, 30), far = flat_row(0, 100, 400, 410);
    const ls_chain larger = flat_row(0, 100, 40, 80), same_line = flat_row(150, 250, 0, 10);
    ls_chain light = below;
    light.light = true;
    ls_chain steep = below;
    steep.angle = 0.3f;
    assert_true(ls_chain_beside(&row, &below));
    assert_false(ls_chain_beside(&row, &row));
    assert_false(ls_chain_beside(&row, &far));
    assert_false(ls_chain_beside(&row, &larger));
    assert_false(ls_chain_beside(&row, &same_line));
    assert_false(ls_chain_beside(&row, &light));
    assert_false(ls_chain_beside(&row, &steep));
}

static void test_ink(void **state)
{
    (void)state;
    static const struct {
        const int *ink, *ground;
        bool light;
        ls_ink expected;
    } cases[] = {{black, white, false, LS_INK_DARK}, {red, white, false, LS_INK_RED}, {white, black, true, LS_INK_LIGHT}};
    const ls_point quad[4] = {{20, 20}, {120, 20}, {120, 40}, {20, 40}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_raster rgb;
        paper(&rgb, 140, 60, 3, cases[i].ground[0]);
        for (uint32_t g = 0; g < 4; g++)
            glyph(&rgb, 20 + 26 * g, 20, 20, cases[i].ink, cases[i].ground);
        assert_int_equal(ls_ink_of(&rgb, quad, cases[i].light), cases[i].expected);
        ls_raster_free(&rgb);
    }
}

/* A rule of 4 pixels, 60 below a row of 40 and longer than it; no rule; a red area, which is none. */
static void test_red_rule(void **state)
{
    (void)state;
    ls_raster rgb;
    const ls_point row[4] = {{100, 20}, {300, 20}, {300, 60}, {100, 60}};
    ls_point rule[2];
    paper(&rgb, 400, 200, 3, 240);
    assert_false(ls_ink_red_rule(&rgb, row, rule));
    box(&rgb, 60, 120, 340, 124, red);
    assert_true(ls_ink_red_rule(&rgb, row, rule));
    assert_true(fabs(rule[0].x - 60) < 8 && fabs(rule[1].x - 340) < 8);
    assert_true(rule[0].y >= 118 && rule[0].y <= 126);
    box(&rgb, 60, 120, 340, 180, red);
    assert_false(ls_ink_red_rule(&rgb, row, rule));
    ls_raster_free(&rgb);
}

/* A bright sheet from (100, 50) to (300, 350) on a dark table. */
static void test_page(void **state)
{
    (void)state;
    ls_raster gray;
    paper(&gray, 400, 400, 1, 60);
    box(&gray, 100, 50, 300, 350, white);
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_text text = {.arena = arena};
    assert_int_equal(ls_pages_find(&gray, &text), LS_OK);
    assert_int_equal(text.page_count, 1);
    const ls_point expected[4] = {{100, 50}, {300, 50}, {300, 350}, {100, 350}};
    for (int i = 0; i < 4; i++)
        assert_true(fabs(text.pages[0].quad[i].x - expected[i].x) < 6 && fabs(text.pages[0].quad[i].y - expected[i].y) < 6);
    assert_true(ls_quad_holds(expected, (ls_point){200, 200}));
    assert_false(ls_quad_holds(expected, (ls_point){90, 200}));
    assert_true(ls_quad_area(expected) == 200.0 * 300.0);
    ls_arena_free(arena);
    ls_raster_free(&gray);
}

/* A strip is dark on light, upright or turned, whatever the picture was. */
static void test_strip(void **state)
{
    (void)state;
    ls_raster rgb;
    paper(&rgb, 300, 200, 3, 20);
    box(&rgb, 60, 80, 100, 120, white); /* a white square at the start of a line of 180 × 40 */
    const ls_point quad[4] = {{60, 80}, {240, 80}, {240, 120}, {60, 120}};
    ls_levels levels;
    assert_int_equal(ls_levels_make(&rgb, &levels), LS_OK);
    assert_int_equal(levels.count, 2);
    ls_strip strip;
    assert_int_equal(ls_strip_cut(&levels, quad, false, &strip), LS_OK);
    const uint32_t middle = strip.gray.height / 2 * strip.gray.stride;
    const uint32_t first = (uint32_t)((strip.from + 0.08f) * (float)strip.gray.width);
    const uint32_t last = (uint32_t)((strip.to - 0.08f) * (float)strip.gray.width);
    assert_true(strip.gray.data[middle + first] < 60 && strip.gray.data[middle + last] > 200);
    ls_raster_free(&strip.gray);
    ls_point turned[4];
    ls_way_apply(quad, LS_WAY_TURNED, turned);
    assert_int_equal(ls_strip_cut(&levels, turned, false, &strip), LS_OK);
    assert_true(strip.inverted);
    assert_true(strip.gray.data[middle + first] > 200 && strip.gray.data[middle + last] < 60);
    ls_raster_free(&strip.gray);
    const ls_point point[4] = {{5, 5}, {5, 5}, {5, 5}, {5, 5}};
    assert_int_equal(ls_strip_cut(&levels, point, false, &strip), LS_E_FORMAT);
    ls_levels_free(&levels);
    ls_raster_free(&rgb);
}

/* Red ink in a dim room: 120, 48, 50 on 96 is 26 levels darker in gray, and 48 in green light. Black ink gains nothing. */
static void test_light(void **state)
{
    (void)state;
    const int dim_red[3] = {120, 48, 50}, dim_black[3] = {20, 26, 30};
    ls_raster rgb, gray;
    paper(&rgb, 200, 40, 3, 96);
    box(&rgb, 40, 10, 120, 30, dim_red);
    assert_int_equal(ls_light_gray(&rgb, LS_LIGHT_CLEAR, &gray), LS_OK);
    assert_int_equal(gray.channels, 1);
    assert_int_equal(gray.data[20 * gray.stride + 80], 48);
    assert_int_equal(gray.data[20 * gray.stride + 10], 96);
    ls_raster_free(&gray);
    box(&rgb, 40, 10, 120, 30, dim_black);
    assert_int_equal(ls_light_gray(&rgb, LS_LIGHT_CLEAR, &gray), LS_OK);
    assert_true(abs(gray.data[20 * gray.stride + 80] - 25) <= 1); /* luma */
    ls_raster_free(&gray);
    ls_raster_free(&rgb);
    paper(&rgb, 20, 10, 3, 96); /* nothing on it */
    assert_int_equal(ls_light_gray(&rgb, LS_LIGHT_CLEAR, &gray), LS_OK);
    assert_int_equal(gray.data[0], 96);
    ls_raster_free(&gray);
    ls_raster_free(&rgb);
}

/* A red seal over black writing is paper in red light; red writing alone stays in the light that shows it. */
static void test_light_through_red(void **state)
{
    (void)state;
    const int seal[3] = {205, 40, 50}, writing[3] = {30, 30, 30};
    ls_raster rgb, gray;
    paper(&rgb, 200, 40, 3, 230);
    box(&rgb, 120, 5, 180, 35, seal);
    assert_int_equal(ls_light_gray(&rgb, LS_LIGHT_THROUGH_RED, &gray), LS_OK);
    assert_true(gray.data[20 * gray.stride + 150] < 100);
    ls_raster_free(&gray);
    box(&rgb, 20, 10, 140, 30, writing);
    assert_int_equal(ls_light_gray(&rgb, LS_LIGHT_THROUGH_RED, &gray), LS_OK);
    assert_int_equal(gray.data[20 * gray.stride + 160], 205);
    assert_int_equal(gray.data[20 * gray.stride + 130], 30);
    ls_raster_free(&gray);
    ls_raster_free(&rgb);
}

static ls_line *add_line(ls_text *text, double left, double top, double right, double height, ls_ink ink)
{
    ls_line *line = ls_text_add_line(text);
    const ls_point quad[4] = {{left, top}, {right, top}, {right, top + height}, {left, top + height}};
    memcpy(line->quad, quad, sizeof quad);
    line->height = (float)height;
    line->ink = ink;
    line->confidence = 95;
    return line;
}

/* Of a page's lines the short one on top comes first, then the red title, then the body; an unlikely row is last. */
static void test_plan(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_text text = {.arena = arena};
    ls_raster raster = {.width = 1000, .height = 1000, .orientation = 1, .scale = 1};
    for (int i = 0; i < 8; i++)
        add_line(&text, 100, 400 + 40 * i, 900, 20, LS_INK_DARK);
    const size_t mark = text.line_count;
    add_line(&text, 100, 60, 200, 20, LS_INK_RED);
    const size_t unlikely = text.line_count;
    add_line(&text, 100, 20, 160, 20, LS_INK_RED)->confidence = 12;
    ls_plan plan;
    const ls_look_notes nothing = {0};
    assert_int_equal(ls_plan_make(&raster, &text, &nothing, &plan), LS_OK);
    assert_int_equal(plan.count, 10);
    assert_int_equal(plan.jobs[0].line, mark);
    assert_int_equal(plan.jobs[9].line, unlikely);
    assert_int_equal(plan.jobs[0].glyphs, 100 / 20 + 1);
    assert_false(plan.jobs[0].steep);
    ls_plan_free(&plan);
    ls_arena_free(arena);
}

/* Lines of a turned page run down or up by who found them; all count as running the way of those that are surely writing. */
static void test_plan_aligns(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_text text = {.arena = arena};
    ls_raster raster = {.width = 1000, .height = 1000, .orientation = 1, .scale = 1};
    static const ls_point down[4] = {{400, 100}, {390, 500}, {370, 500}, {380, 100}},
                          up[4] = {{600, 300}, {605, 200}, {625, 200}, {620, 300}};
    for (int i = 0; i < 4; i++) {
        ls_line *line = ls_text_add_line(&text);
        line->confidence = i == 3 ? 45 : 99;
        line->height = 20;
        memcpy(line->quad, i == 3 ? up : down, sizeof up);
        for (int c = 0; c < 4 && i < 3; c++)
            line->quad[c].x -= 40 * i;
    }
    ls_plan plan;
    const ls_look_notes nothing = {0};
    assert_int_equal(ls_plan_make(&raster, &text, &nothing, &plan), LS_OK);
    for (size_t i = 0; i < plan.count; i++) {
        const ls_job *job = &plan.jobs[i];
        assert_true(job->steep && job->quad[1].y > job->quad[0].y && job->stored[1].y > job->stored[0].y);
    }
    ls_plan_free(&plan);
    ls_arena_free(arena);
}

/* A stamp of one glyph that is seen from the side stands on end: it is taken to run as the lines of its page do, if those agree. */
static void test_plan_directs_squares(void **state)
{
    (void)state;
    static const ls_point square[4] = {{617, 80}, {617, 103}, {600, 103}, {600, 80}}, tall[4] = {{817, 80}, {817, 130}, {800, 130}, {800, 80}};
    for (int lines = 2; lines <= 3; lines++) {
        ls_text text = {.arena = ls_arena_new(1 << 20)};
        ls_raster raster = {.width = 1000, .height = 1000, .orientation = 1, .scale = 1};
        for (int i = 0; i < 2; i++) {
            ls_line *line = ls_text_add_line(&text);
            line->confidence = 45;
            memcpy(line->quad, i ? tall : square, sizeof square);
        }
        for (int i = 0; i < lines; i++)
            add_line(&text, 100, 200 + 40 * i, 900, 20, LS_INK_DARK);
        ls_plan plan;
        const ls_look_notes nothing = {0};
        assert_int_equal(ls_plan_make(&raster, &text, &nothing, &plan), LS_OK);
        for (size_t i = 0; i < plan.count; i++) {
            const ls_job *job = &plan.jobs[i];
            if (job->line == 0) {
                assert_int_equal(job->steep, lines < 3);
                assert_true(job->steep ? job->length == 23 : job->length == 17 && job->quad[1].x > job->quad[0].x && job->stored[1].x > job->stored[0].x);
            } else if (job->line == 1)
                assert_true(job->steep); /* three glyphs below each other */
        }
        ls_plan_free(&plan);
        ls_arena_free(text.arena);
    }
}

/* The certain are believed although read badly; the doubtful must be read well and say something. */
static void test_believed(void **state)
{
    (void)state;
    ls_glyph glyphs[4] = {0};
    ls_line line = {.glyphs = glyphs, .count = 4, .language = "eng"};
    for (int i = 0; i < 4; i++)
        glyphs[i] = (ls_glyph){.count = 1, .readings = {{.utf8 = "e", .score = 99}}};
    assert_true(ls_reading_believed(&line, 100, 40, 0));
    assert_false(ls_reading_believed(&line, 100, 5, 0));
    assert_false(ls_reading_believed(&line, 60, 90, 0)); /* eeee */
    static const char *const words[4] = {"S", "T", "O", "P"};
    for (int i = 0; i < 4; i++)
        memcpy(glyphs[i].readings[0].utf8, words[i], 2);
    assert_true(ls_reading_believed(&line, 60, 90, 0));
    assert_false(ls_reading_believed(&line, 60, 30, 0));
    assert_true(ls_reading_believed(&line, 15, 90, 0));
    assert_false(ls_reading_believed(&line, 15, 60, 0));
    /* what makes sense to the mark reader needs no confidence, on a likely row of four different glyphs */
    assert_false(ls_reading_believed(&line, 45, 10, 79));
    assert_true(ls_reading_believed(&line, 45, 10, 95));
    assert_false(ls_reading_believed(&line, 15, 10, 95));
    static const char *const marked[4] = {"\u5bc6", "\u2605", "2", "0"}; /* 密★20 */
    for (int i = 0; i < 4; i++)
        snprintf(glyphs[i].readings[0].utf8, sizeof glyphs[i].readings[0].utf8, "%s", marked[i]);
    assert_true(ls_reading_believed(&line, 45, 10, 80));
    assert_false(ls_reading_believed(&line, 45, 10, 70));
    assert_true(ls_reading_believed(&line, 15, 10, 80)); /* six are enough on any row */
    line.count = 0;
    assert_false(ls_reading_believed(&line, 100, 100, 100));
}

static void test_block(void **state)
{
    (void)state;
    const ls_chain rows[2] = {flat_row(100, 300, 100, 110), flat_row(100, 250, 130, 140)};
    ls_block block;
    ls_block_start(&block);
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < 2; i++)
            ls_block_add(&block, &rows[i], pass);
    assert_int_equal(block.rows, 2);
    assert_true(block.height == 10 && block.angle == 0);
    ls_point region[4];
    ls_block_region(&block, region);
    /* fourteen heights to the sides, forty-four above and below */
    assert_true(region[0].x == -40 && region[0].y == -340 && region[2].x == 440 && region[2].y == 580);
}

/* A line that runs the other way begins where it ended; in a mirror its foot is its top. */
static void test_ways(void **state)
{
    (void)state;
    const ls_point quad[4] = {{0, 0}, {10, 0}, {10, 2}, {0, 2}};
    static const struct {
        unsigned way;
        ls_point expected[4];
    } cases[] = {{LS_WAY_TURNED, {{10, 2}, {0, 2}, {0, 0}, {10, 0}}},
                 {LS_WAY_MIRRORED, {{0, 2}, {10, 2}, {10, 0}, {0, 0}}},
                 {LS_WAY_TURNED | LS_WAY_MIRRORED, {{10, 0}, {0, 0}, {0, 2}, {10, 2}}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_point out[4];
        ls_way_apply(quad, cases[i].way, out);
        for (int c = 0; c < 4; c++)
            assert_true(out[c].x == cases[i].expected[c].x && out[c].y == cases[i].expected[c].y);
    }
}

int main(void)
{
    assert_int_equal(ls_vision_warm_up(), LS_OK);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blobs),     cmocka_unit_test(test_stroke_width), cmocka_unit_test(test_row_dark),
        cmocka_unit_test(test_row_light), cmocka_unit_test(test_row_steep),    cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_join),      cmocka_unit_test(test_beside),       cmocka_unit_test(test_ink),
        cmocka_unit_test(test_red_rule),  cmocka_unit_test(test_page),         cmocka_unit_test(test_strip),
        cmocka_unit_test(test_light),     cmocka_unit_test(test_light_through_red), cmocka_unit_test(test_plan), cmocka_unit_test(test_ways),
        cmocka_unit_test(test_plan_aligns), cmocka_unit_test(test_plan_directs_squares),      cmocka_unit_test(test_believed),     cmocka_unit_test(test_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
