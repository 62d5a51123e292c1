/* SPDX-License-Identifier: Apache-2.0 */
/* Covered parts of a page: pages drawn by hand, with and without, and what looks alike. */
#include "cmocka_all.h"

#include "text/paper.h"
#include "text/patch.h"

#include <math.h>
#include <string.h>

#define WIDTH 800
#define HEIGHT 1100
#define GLYPH 20

struct page {
    ls_arena *arena;
    ls_raster raster;
    ls_text text;
    unsigned seed;
};

/* The same numbers on every machine. */
static int noise(struct page *page, int range)
{
    page->seed = page->seed * 1664525u + 1013904223u;
    return (int)(page->seed >> 16) % range;
}

static void set(struct page *page, int x, int y, int red, int green, int blue)
{
    unsigned char *pixel = page->raster.data + (size_t)y * page->raster.stride + (size_t)x * 3;
    pixel[0] = (unsigned char)red;
    pixel[1] = (unsigned char)green;
    pixel[2] = (unsigned char)blue;
}

static void fill(struct page *page, int left, int top, int right, int bottom, int red, int green, int blue)
{
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) {
            const int off = noise(page, 5) - 2;
            set(page, x, y, red + off, green + off, blue + off);
        }
}

/* A row of glyphs, each some dark strokes, and the line that says so. */
static void write_row(struct page *page, int left, int top, int count)
{
    for (int i = 0; i < count; i++) {
        const int x = left + i * GLYPH;
        fill(page, x + 2, top + 2, x + 17, top + 4, 40, 40, 40);
        fill(page, x + 2, top + 9 + i % 3, x + 17, top + 11 + i % 3, 40, 40, 40);
        fill(page, x + 5 + i % 5, top + 2, x + 7 + i % 5, top + 18, 40, 40, 40);
        fill(page, x + 14, top + 5, x + 16, top + 18, 40, 40, 40);
    }
    ls_line *line = ls_text_add_line(&page->text);
    assert_non_null(line);
    if (!line)
        return;
    const double right = left + count * GLYPH;
    const ls_point quad[4] = {{left, top}, {right, top}, {right, top + GLYPH}, {left, top + GLYPH}};
    memcpy(line->quad, quad, sizeof quad);
    line->page = 0;
    line->height = GLYPH;
    line->confidence = 90;
    line->unread = LS_READ;
}

static int set_up(void **state)
{
    static struct page page;
    memset(&page, 0, sizeof page);
    page.seed = 7;
    page.arena = ls_arena_new(4 << 20);
    page.text = (ls_text){.arena = page.arena, .width = WIDTH, .height = HEIGHT};
    assert_int_equal(ls_raster_alloc(&page.raster, WIDTH, HEIGHT, 3), LS_OK);
    fill(&page, 0, 0, WIDTH, HEIGHT, 236, 236, 230);
    ls_page *sheet = ls_text_add_page(&page.text);
    assert_non_null(sheet);
    const ls_point corners[4] = {{0, 0}, {WIDTH, 0}, {WIDTH, HEIGHT}, {0, HEIGHT}};
    if (sheet)
        memcpy(sheet->quad, corners, sizeof corners);
    for (int row = 0; row < 12; row++)
        write_row(&page, 100, 400 + row * 38, 28);
    *state = &page;
    return 0;
}

static int tear_down(void **state)
{
    struct page *page = *state;
    ls_raster_free(&page->raster);
    ls_arena_free(page->arena);
    return 0;
}

static void find(struct page *page)
{
    assert_int_equal(ls_patches_find(&page->raster, &page->text), LS_OK);
}

/* Exactly one patch of the kind, with each side within `slack` pixels of the box's. */
static void is_one_on(const struct page *page, int index, ls_patch_kind kind, double left, double top, double right,
                      double bottom, double slack)
{
    assert_int_equal(page->text.patch_count, 1);
    const ls_patch *patch = &page->text.patches[0];
    assert_int_equal(patch->kind, kind);
    assert_int_equal(patch->page, index);
    double low[2] = {1e9, 1e9}, high[2] = {0, 0};
    for (int i = 0; i < 4; i++) {
        low[0] = patch->quad[i].x < low[0] ? patch->quad[i].x : low[0];
        low[1] = patch->quad[i].y < low[1] ? patch->quad[i].y : low[1];
        high[0] = patch->quad[i].x > high[0] ? patch->quad[i].x : high[0];
        high[1] = patch->quad[i].y > high[1] ? patch->quad[i].y : high[1];
    }
    const double wanted[4] = {left, top, right, bottom}, got[4] = {low[0], low[1], high[0], high[1]};
    for (int i = 0; i < 4; i++) {
        if (got[i] < wanted[i] - slack || got[i] > wanted[i] + slack)
            fail_msg("side %d at %.0f, not at %.0f", i, got[i], wanted[i]);
    }
}

static void is_one(const struct page *page, ls_patch_kind kind, double left, double top, double right, double bottom,
                   double slack)
{
    is_one_on(page, 0, kind, left, top, right, bottom, slack);
}

static void nothing_on_a_plain_page(void **state)
{
    struct page *page = *state;
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

static void black_box(void **state)
{
    struct page *page = *state;
    fill(page, 110, 140, 290, 176, 12, 12, 12);
    find(page);
    is_one(page, LS_PATCH_OPAQUE, 110, 140, 290, 176, 8);
}

static void yellow_tape(void **state)
{
    struct page *page = *state;
    fill(page, 100, 200, 400, 250, 240, 220, 60);
    find(page);
    is_one(page, LS_PATCH_OPAQUE, 100, 200, 400, 250, 8);
}

/* A strip of tape laid on at an angle. */
static void slanted_marker(void **state)
{
    struct page *page = *state;
    for (int x = 0; x < 240; x++)
        fill(page, 120 + x, 150 + x / 6, 121 + x, 190 + x / 6, 30, 30, 90);
    find(page);
    assert_int_equal(page->text.patch_count, 1);
    assert_int_equal(page->text.patches[0].kind, LS_PATCH_OPAQUE);
}

static void mosaic(void **state)
{
    struct page *page = *state;
    for (int y = 0; y < 120; y += 12)
        for (int x = 0; x < 240; x += 12) {
            const int gray = 60 + noise(page, 150);
            for (int dy = 0; dy < 12; dy++)
                for (int dx = 0; dx < 12; dx++)
                    set(page, 130 + x + dx, 150 + y + dy, gray, gray, gray);
        }
    find(page);
    is_one(page, LS_PATCH_MOSAIC, 130, 150, 370, 270, 60);
}

static void blur_box(struct page *page, int left, int top, int right, int bottom, int reach)
{
    static unsigned char before[HEIGHT][WIDTH];
    for (int round = 0; round < 3; round++) {
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++)
                before[y][x] = page->raster.data[(size_t)y * page->raster.stride + (size_t)x * 3];
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++) {
                int sum = 0;
                for (int dy = -reach; dy <= reach; dy++)
                    for (int dx = -reach; dx <= reach; dx++)
                        sum += before[y + dy][x + dx];
                sum /= (2 * reach + 1) * (2 * reach + 1);
                set(page, x, y, sum, sum, sum);
            }
    }
}

static void blurred_row(void **state)
{
    struct page *page = *state;
    write_row(page, 140, 180, 10);
    page->text.line_count--; /* nobody finds it any more */
    blur_box(page, 125, 165, 355, 215, 6);
    find(page);
    assert_int_equal(page->text.patch_count, 1);
    assert_int_equal(page->text.patches[0].kind, LS_PATCH_BLUR);
}

/* The outline took in a wall behind the sheet: what is soft there is covered with nothing, however much it looks like that. */
static void blurred_wall(void **state)
{
    struct page *page = *state;
    fill(page, 0, 0, WIDTH, 330, 184, 236, 228);
    fill(page, 140, 180, 340, 200, 120, 170, 164);
    blur_box(page, 125, 165, 355, 215, 6); /* leaves it gray, */
    for (int y = 165; y < 215; y++)
        for (int x = 125; x < 355; x++) { /* which it was not */
            const int level = page->raster.data[(size_t)y * page->raster.stride + (size_t)x * 3];
            set(page, x, y, level, level + 52, level + 44);
        }
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

/* The blur takes the feet of the row above along, which is read all the same. */
static void blurred_row_under_another(void **state)
{
    struct page *page = *state;
    write_row(page, 140, 180, 10);
    page->text.line_count--;
    write_row(page, 140, 140, 6);
    blur_box(page, 125, 156, 355, 215, 6);
    find(page);
    assert_int_equal(page->text.patch_count, 1);
    assert_int_equal(page->text.patches[0].kind, LS_PATCH_BLUR);
}

/* Cells as high as the row that they hide, and no second row of them. */
static void mosaic_of_one_row(void **state)
{
    struct page *page = *state;
    for (int x = 0; x < 120; x += 12) {
        const int gray = 110 + noise(page, 60);
        for (int dy = 0; dy < 20; dy++)
            for (int dx = 0; dx < 12; dx++)
                set(page, 130 + x + dx, 180 + dy, gray, gray, gray);
    }
    find(page);
    assert_int_equal(page->text.patch_count, 1);
    assert_int_not_equal(page->text.patches[0].kind, LS_PATCH_STRUCK);
}

/* A row that nobody found or read is writing all the same. */
static void unread_row(void **state)
{
    struct page *page = *state;
    write_row(page, 140, 180, 10);
    page->text.line_count--;
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

/* A finger from the page's left edge: skin, darker towards its sides. */
static void finger(void **state)
{
    struct page *page = *state;
    for (int y = 150; y < 210; y++)
        for (int x = 0; x < 290; x++) {
            const double off = (y - 180) / 30.0, end = x > 260 ? (x - 260) / 30.0 : 0, shade = 1 - 0.35 * off * off;
            if (off * off + end * end <= 1)
                set(page, x, y, (int)(214 * shade) + noise(page, 9), (int)(163 * shade) + noise(page, 9),
                    (int)(136 * shade) + noise(page, 9));
        }
    find(page);
    assert_int_equal(page->text.patch_count, 1);
    assert_int_equal(page->text.patches[0].kind, LS_PATCH_OPAQUE);
}

static void striped_tape(void **state)
{
    struct page *page = *state;
    for (int y = 190; y < 240; y++)
        for (int x = 110; x < 360; x++) {
            const double shade = (x + y) % 22 < 8 ? 0.72 : 1;
            set(page, x, y, (int)(222 * shade) + noise(page, 12), (int)(190 * shade) + noise(page, 12),
                (int)(126 * shade) + noise(page, 12));
        }
    find(page);
    is_one(page, LS_PATCH_OPAQUE, 110, 190, 360, 240, 10);
}

/* The table shows where the corner was torn off. */
static void torn_corner(void **state)
{
    struct page *page = *state;
    for (int y = 0; y < 260; y++)
        for (int x = 0; x < 330 - y * 330 / 260 + noise(page, 6); x++) {
            const int grain = noise(page, 14);
            set(page, x, y, 118 + grain, 82 + grain, 55 + grain);
        }
    find(page);
    assert_int_equal(page->text.patch_count, 1);
    assert_int_equal(page->text.patches[0].kind, LS_PATCH_OPAQUE);
}

/* One straight line joins what was a row of characters; nobody reads them any more. */
static void strike(struct page *page, int left, int top, int right, int bottom)
{
    for (int x = left; x < right; x++)
        for (int y = 0; y < 4; y++)
            set(page, x, top + (bottom - top) * (x - left) / (right - left) + y, 150, 30, 40);
}

static void struck_through(void **state)
{
    struct page *page = *state;
    static const int ends[][2] = {{198, 198}, {203, 191}, {190, 207}};
    for (int i = 0; i < 3; i++) {
        fill(page, 90, 100, 700, 300, 236, 236, 230);
        page->text.patch_count = 0;
        write_row(page, 140, 190, 6);
        page->text.line_count--;
        strike(page, 132, ends[i][0], 270, ends[i][1]);
        find(page);
        is_one(page, LS_PATCH_STRUCK, 132, 188, 270, 212, 8);
    }
}

/* ------------------------------------------------------------------------------------------ what looks alike */

/* A solid strip at a slant: a line runs through it, too, but no thin one. */
static void slanted_strip(void **state)
{
    struct page *page = *state;
    for (int x = 132; x < 270; x++)
        for (int y = 0; y < 22; y++)
            set(page, x, 180 + (x - 132) / 5 + y, 200, 40, 40);
    find(page);
    assert_true(page->text.patch_count > 0);
    for (size_t i = 0; i < page->text.patch_count; i++)
        assert_int_not_equal(page->text.patches[i].kind, LS_PATCH_STRUCK);
}

static void underlined(void **state)
{
    struct page *page = *state;
    write_row(page, 140, 190, 6);
    strike(page, 132, 211, 270, 211);
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

/* One large character has a straight stroke through its middle, too. */
static void large_character(void **state)
{
    struct page *page = *state;
    fill(page, 200, 140, 290, 146, 40, 40, 40);
    fill(page, 200, 180, 290, 186, 40, 40, 40);
    fill(page, 215, 140, 221, 230, 40, 40, 40);
    fill(page, 270, 140, 276, 230, 40, 40, 40);
    find(page);
    for (size_t i = 0; i < page->text.patch_count; i++)
        assert_int_not_equal(page->text.patches[i].kind, LS_PATCH_STRUCK);
}

static void shadow(void **state)
{
    struct page *page = *state;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            unsigned char *pixel = page->raster.data + (size_t)y * page->raster.stride + (size_t)x * 3;
            const double depth = x < 300 ? 0.6 : x < 420 ? 0.6 + 0.4 * (x - 300) / 120 : 1;
            for (int c = 0; c < 3; c++)
                pixel[c] = (unsigned char)(pixel[c] * depth);
        }
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

static void photograph(void **state)
{
    struct page *page = *state;
    for (int y = 120; y < 330; y++)
        for (int x = 120; x < 420; x++) {
            const int rough = 90 + (x * 3 + y * 5) % 61 + noise(page, 50);
            set(page, x, y, rough, rough - 20, rough / 2);
        }
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

static void table(void **state)
{
    struct page *page = *state;
    for (int row = 0; row <= 4; row++)
        fill(page, 100, 120 + row * 50, 700, 122 + row * 50, 30, 30, 30);
    for (int column = 0; column <= 5; column++)
        fill(page, 100 + column * 120 - (column == 5), 120, 102 + column * 120 - (column == 5), 322, 30, 30, 30);
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

/* White writing on a dark bar is a heading. */
static void heading_bar(void **state)
{
    struct page *page = *state;
    fill(page, 100, 150, 700, 200, 20, 40, 110);
    write_row(page, 200, 165, 12);
    for (int y = 150; y < 200; y++) /* the strokes are light */
        for (int x = 100; x < 700; x++) {
            const unsigned char *pixel = page->raster.data + (size_t)y * page->raster.stride + (size_t)x * 3;
            if (pixel[0] > 30 && pixel[0] < 50)
                set(page, x, y, 245, 245, 245);
        }
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

static void solid_rule_and_seal_ring(void **state)
{
    struct page *page = *state;
    fill(page, 100, 300, 700, 304, 200, 20, 20);
    for (int y = -60; y <= 60; y++)
        for (int x = -60; x <= 60; x++)
            if (x * x + y * y <= 60 * 60 && x * x + y * y >= 54 * 54)
                set(page, 600 + x, 950 + y, 210, 40, 40);
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

/* Without writing that was read nothing says how large a patch would be. */
static void page_without_lines(void **state)
{
    struct page *page = *state;
    page->text.line_count = 0;
    fill(page, 110, 140, 290, 176, 12, 12, 12);
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

static void text_on_no_page(void **state)
{
    struct page *page = *state;
    page->text.page_count = 0;
    for (size_t i = 0; i < page->text.line_count; i++)
        page->text.lines[i].page = -1;
    fill(page, 110, 350, 290, 386, 12, 12, 12);
    find(page);
    assert_int_equal(page->text.patch_count, 1);
    assert_int_equal(page->text.patches[0].page, -1);
}

/* Correction tape: a twentieth darker than the paper. */
static void faint_tape(void **state)
{
    struct page *page = *state;
    fill(page, 110, 200, 290, 240, 224, 224, 218);
    find(page);
    is_one(page, LS_PATCH_OPAQUE, 110, 200, 290, 240, 8);
}

/* A white box at the foot of a page that is half full, in light that falls off. */
static void faint_box_at_the_foot(void **state)
{
    struct page *page = *state;
    fill(page, 300, 1000, 520, 1036, 250, 250, 250);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            unsigned char *pixel = page->raster.data + (size_t)y * page->raster.stride + (size_t)x * 3;
            for (int c = 0; c < 3; c++)
                pixel[c] = (unsigned char)(pixel[c] * (1 - 0.2 * x / WIDTH));
        }
    find(page);
    is_one(page, LS_PATCH_OPAQUE, 300, 1000, 520, 1036, 8);
}

/* A field to be filled in: the same paper inside as outside. */
static void framed_field(void **state)
{
    struct page *page = *state;
    fill(page, 110, 200, 290, 240, 60, 60, 60);
    fill(page, 112, 202, 288, 238, 236, 236, 230);
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

/* As dark as the tape, but without a side. */
static void faint_stain(void **state)
{
    struct page *page = *state;
    for (int y = 190; y < 250; y++)
        for (int x = 100; x < 300; x++) {
            const double from_middle = hypot((x - 200) / 100.0, (y - 220) / 30.0);
            const int depth = (int)(14 * fmax(0, 1 - from_middle));
            set(page, x, y, 236 - depth, 236 - depth, 230 - depth);
        }
    find(page);
    assert_int_equal(page->text.patch_count, 0);
}

/* Of a blurred page the head alone is read: the other rows still say how large writing is. */
static void rows_that_could_not_be_read(void **state)
{
    struct page *page = *state;
    for (size_t i = 1; i < page->text.line_count; i++)
        page->text.lines[i].unread = LS_UNREAD_ILLEGIBLE;
    fill(page, 110, 200, 290, 240, 12, 12, 12);
    find(page);
    is_one(page, LS_PATCH_OPAQUE, 110, 200, 290, 240, 8);
}

/* ------------------------------------------------------------------------------------- over a red issuer line */

/* Ten glyphs of red, three times as high as the body's, in its middle; whatever is taken for the sheet is not. */
static void write_head(struct page *page)
{
    for (int i = 0; i < 10; i++) {
        const int x = 130 + i * 54;
        fill(page, x, 280, x + 44, 288, 200, 30, 40);
        fill(page, x + 18, 280, x + 26, 338, 200, 30, 40);
    }
    ls_line *line = ls_text_add_line(&page->text);
    assert_non_null(line);
    if (!line)
        return;
    const ls_point quad[4] = {{130, 280}, {660, 280}, {660, 340}, {130, 340}};
    memcpy(line->quad, quad, sizeof quad);
    line->page = 0;
    line->height = 60;
    line->confidence = 90;
    line->ink = LS_INK_RED;
    line->count = 10; /* what they are is not asked for */
    line->unread = LS_READ;
    const ls_point outline[4] = {{400, 0}, {WIDTH, 0}, {WIDTH, HEIGHT}, {300, HEIGHT}};
    memcpy(page->text.pages[0].quad, outline, sizeof outline);
}

static bool is_patched(const struct page *page, double x, double y)
{
    for (size_t i = 0; i < page->text.patch_count; i++) {
        const ls_point *q = page->text.patches[i].quad;
        const double left = fmin(fmin(q[0].x, q[1].x), fmin(q[2].x, q[3].x));
        const double right = fmax(fmax(q[0].x, q[1].x), fmax(q[2].x, q[3].x));
        const double top = fmin(fmin(q[0].y, q[1].y), fmin(q[2].y, q[3].y));
        const double bottom = fmax(fmax(q[0].y, q[1].y), fmax(q[2].y, q[3].y));
        if (x >= left && x <= right && y >= top && y <= bottom)
            return true;
    }
    return false;
}

static void plain_paper_over_a_head(void **state)
{
    struct page *page = *state;
    write_head(page);
    find(page);
    assert_false(is_patched(page, 180, 200));
}

/* Hardly unlike the paper, in light that falls off and off what was taken for the sheet. */
static void faint_tape_over_a_head(void **state)
{
    struct page *page = *state;
    write_head(page);
    fill(page, 110, 180, 250, 216, 227, 227, 221);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            unsigned char *pixel = page->raster.data + (size_t)y * page->raster.stride + (size_t)x * 3;
            for (int c = 0; c < 3; c++)
                pixel[c] = (unsigned char)(pixel[c] * (1 - 0.3 * x / WIDTH - 0.1 * (x / 800.0) * (x / 800.0)));
        }
    find(page);
    assert_true(is_patched(page, 180, 198));
}

/* From beyond the sheet, whose ground is as far from paper as the finger is. */
static void finger_over_a_head(void **state)
{
    struct page *page = *state;
    write_head(page);
    fill(page, 0, 0, 60, HEIGHT, 70, 90, 60);
    for (int y = 160; y < 220; y++)
        for (int x = 0; x < 270; x++) {
            const double off = (y - 190) / 30.0, end = x > 240 ? (x - 240) / 30.0 : 0, shade = 1 - 0.35 * off * off;
            if (off * off + end * end <= 1)
                set(page, x, y, (int)(214 * shade), (int)(163 * shade), (int)(136 * shade));
        }
    find(page);
    assert_true(is_patched(page, 200, 190));
}

/* A row that nobody could read says no less than a cover; one that was read hides nothing. */
static void rows_over_a_head(void **state)
{
    struct page *page = *state;
    write_head(page);
    write_row(page, 120, 190, 6);
    find(page);
    assert_false(is_patched(page, 180, 200));
    page->text.line_count--;
    find(page);
    assert_true(is_patched(page, 180, 200));
}

/* The edge of a shadow, and what the sheet lies on, go on beyond the place. */
static void shadow_and_table_over_a_head(void **state)
{
    struct page *page = *state;
    write_head(page);
    fill(page, 0, 0, WIDTH, 90, 90, 60, 40);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < 190; x++) {
            unsigned char *pixel = page->raster.data + (size_t)y * page->raster.stride + (size_t)x * 3;
            for (int c = 0; c < 3; c++)
                pixel[c] = (unsigned char)(pixel[c] * 0.7);
        }
    find(page);
    assert_false(is_patched(page, 150, 200));
}

/* ------------------------------------------------------------------------------------------------------ paper */

/* A twentieth darker in the middle of uneven light: as far from the paper there as it is, and nowhere else. */
static void paper_under_a_box(void **state)
{
    (void)state;
    ls_raster picture;
    ls_paper paper;
    assert_int_equal(ls_raster_alloc(&picture, 160, 96, 3), LS_OK);
    for (uint32_t y = 0; y < 96; y++)
        for (uint32_t x = 0; x < 160; x++)
            for (uint32_t c = 0; c < 3; c++) {
                const bool boxed = x >= 30 && x < 70 && y >= 30 && y < 50;
                const double light = 220 - 0.2 * x - 0.001 * x * y - (boxed ? 12 : 0);
                picture.data[(size_t)y * picture.stride + (size_t)x * 3 + c] = (unsigned char)lround(light - 4 * c);
            }
    assert_int_equal(ls_paper_fit(&picture, false, &paper), LS_OK);
    assert_true(paper.noise < 1.5);
    assert_true(fabs(ls_paper_apart(&paper, &picture, 50, 40) - 12) < 2);
    assert_true(ls_paper_apart(&paper, &picture, 120, 80) < 2);
    assert_true(ls_paper_apart(&paper, &picture, 10, 10) < 2);
    ls_raster_free(&picture);
}

/* Eight cells are too few to fit anything through. */
static void no_paper_at_all(void **state)
{
    (void)state;
    ls_raster picture;
    ls_paper paper;
    assert_int_equal(ls_raster_alloc(&picture, 48, 24, 1), LS_OK);
    memset(picture.data, 200, (size_t)picture.stride * picture.height);
    assert_int_equal(ls_paper_fit(&picture, false, &paper), LS_E_FORMAT);
    ls_raster_free(&picture);
}

int main(void)
{
#define ON_PAGE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ON_PAGE(nothing_on_a_plain_page),
        ON_PAGE(black_box),
        ON_PAGE(yellow_tape),
        ON_PAGE(slanted_marker),
        ON_PAGE(mosaic),
        ON_PAGE(blurred_row),
        ON_PAGE(blurred_row_under_another),
        ON_PAGE(blurred_wall),
        ON_PAGE(mosaic_of_one_row),
        ON_PAGE(unread_row),
        ON_PAGE(finger),
        ON_PAGE(striped_tape),
        ON_PAGE(torn_corner),
        ON_PAGE(struck_through),
        ON_PAGE(underlined),
        ON_PAGE(slanted_strip),
        ON_PAGE(large_character),
        ON_PAGE(shadow),
        ON_PAGE(photograph),
        ON_PAGE(table),
        ON_PAGE(heading_bar),
        ON_PAGE(solid_rule_and_seal_ring),
        ON_PAGE(page_without_lines),
        ON_PAGE(text_on_no_page),
        ON_PAGE(faint_tape),
        ON_PAGE(faint_box_at_the_foot),
        ON_PAGE(framed_field),
        ON_PAGE(faint_stain),
        ON_PAGE(rows_that_could_not_be_read),
        ON_PAGE(plain_paper_over_a_head),
        ON_PAGE(faint_tape_over_a_head),
        ON_PAGE(finger_over_a_head),
        ON_PAGE(rows_over_a_head),
        ON_PAGE(shadow_and_table_over_a_head),
        cmocka_unit_test(paper_under_a_box),
        cmocka_unit_test(no_paper_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
