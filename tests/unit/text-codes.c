/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Codes in pictures. The fixtures are one pixel a module and were made with zint, another program than the one that reads
 * them; what they say is fictional and was written before they were read.
 */
#include "cmocka_all.h"

#include "base/io.h"
#include "base/utf8.h"
#include "image/decode.h"
#include "text/code_places.h"
#include "text/codes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DATA LS_SOURCE_DIR "/tests/unit/data/"

/* A gray wall on which codes are put up. */
struct wall {
    ls_raster raster;
    ls_text text;
};

static void build(struct wall *wall, uint32_t width, uint32_t height)
{
    memset(wall, 0, sizeof *wall);
    assert_int_equal(ls_raster_alloc(&wall->raster, width, height, 3), LS_OK);
    memset(wall->raster.data, 128, (size_t)wall->raster.stride * height);
    wall->text.arena = ls_arena_new(64 << 20);
    wall->text.width = width;
    wall->text.height = height;
}

static void tear_down(struct wall *wall)
{
    ls_arena_free(wall->text.arena);
    ls_raster_free(&wall->raster);
}

static void load(const char *name, ls_raster *raster)
{
    char path[4096];
    snprintf(path, sizeof path, DATA "code-%s.png", name);
    ls_buffer file;
    ls_buffer_init(&file, 1 << 20);
    assert_int_equal(ls_read_file(path, &file), LS_OK);
    const ls_decode_limits limits = {.pixels = 1000000, .orientation = 1};
    ls_outcome outcome;
    assert_int_equal(
        ls_image_decode((unsigned char *)file.data, file.size, LS_KIND_PNG, &limits, raster, &outcome), LS_OK);
    ls_buffer_free(&file);
}

enum look { PLAIN = 0, INVERTED = 1, MIRRORED = 2, TURNED = 4 };

/* Puts a code up with its quiet zone, `module` pixels a module. */
static void put(struct wall *wall, const char *name, uint32_t left, uint32_t top, uint32_t module, unsigned look)
{
    ls_raster code;
    load(name, &code);
    for (uint32_t y = 0; y < code.height * module; y++)
        for (uint32_t x = 0; x < code.width * module; x++) {
            const uint32_t column = look & MIRRORED ? code.width - 1 - x / module : x / module;
            unsigned char value = code.data[(size_t)(y / module) * code.stride + column * code.channels];
            value = value > 127 ? 220 : 30;
            value = look & INVERTED ? (unsigned char)(250 - value) : value;
            const uint32_t to_x = look & TURNED ? left + code.height * module - 1 - y : left + x;
            const uint32_t to_y = look & TURNED ? top + x : top + y;
            assert_true(to_x < wall->raster.width && to_y < wall->raster.height);
            memset(wall->raster.data + (size_t)to_y * wall->raster.stride + to_x * 3, value, 3);
        }
    ls_raster_free(&code);
}

static const ls_code *find(struct wall *wall)
{
    assert_int_equal(ls_codes_find(&wall->raster, &wall->text), LS_OK);
    if (wall->text.code_count != 1) {
        for (size_t i = 0; i < wall->text.code_count; i++)
            print_error("%s: %s at %.0f, %.0f to %.0f, %.0f\n", wall->text.codes[i].format, wall->text.codes[i].content,
                        wall->text.codes[i].quad[0].x, wall->text.codes[i].quad[0].y, wall->text.codes[i].quad[2].x,
                        wall->text.codes[i].quad[2].y);
        fail_msg("%zu codes instead of one", wall->text.code_count);
    }
    return wall->text.codes;
}

static void assert_within(const ls_point quad[4], double left, double top, double right, double bottom)
{
    for (int i = 0; i < 4; i++)
        if (quad[i].x < left || quad[i].x > right || quad[i].y < top || quad[i].y > bottom)
            fail_msg("corner %d is at %.0f, %.0f", i, quad[i].x, quad[i].y);
}

static const struct {
    const char *file, *format, *content;
} kinds[] = {
    {"qr", "QRCode", "https://example.org/fictional?x=1"},
    {"qr-text", "QRCode", "WIFI:S:示例;P:not-a-secret;;"},
    {"micro-qr", "MicroQRCode", "FICT97"},
    {"data-matrix", "DataMatrix", "fictional matrix"},
    {"aztec", "Aztec", "fictional aztec"},
    {"pdf417", "PDF417", "fictional pdf417"},
    {"code128", "Code128", "FICT-128"},
    {"code39", "Code39", "FICT39"},
    {"ean13", "EAN-13", "4006381333931"},
    {"upca", "UPC-A", "036000291452"},
    {"ean8", "EAN-8", "96385074"},
    {"itf", "ITF", "12345678"},
};
#define KINDS (sizeof kinds / sizeof *kinds)

/* Each kind of code at a place of its own, under one look; text was seen, so that everything is tried. */
static void assert_read(unsigned look)
{
    for (size_t i = 0; i < KINDS; i++) {
        struct wall wall;
        build(&wall, 1400, 1000);
        wall.text.text_present = true;
        put(&wall, kinds[i].file, 300, 200, 4, look);
        const ls_code *code = find(&wall);
        assert_string_equal(code->format, kinds[i].format);
        assert_string_equal(code->content, kinds[i].content);
        assert_int_equal(code->inverted, (look & INVERTED) != 0);
        assert_within(code->quad, 290, 190, 1390, 990);
        tear_down(&wall);
    }
}

static void every_kind_as_it_stands(void **state)
{
    (void)state;
    assert_read(PLAIN);
}

static void every_kind_light_on_dark(void **state)
{
    (void)state;
    assert_read(INVERTED);
}

static void every_kind_in_the_mirror(void **state)
{
    (void)state;
    assert_read(MIRRORED);
}

static void every_kind_turned(void **state)
{
    (void)state;
    assert_read(TURNED);
}

static void every_kind_turned_mirrored_and_light_on_dark(void **state)
{
    (void)state;
    assert_read(TURNED | MIRRORED | INVERTED);
}

static void the_mirror_is_told(void **state)
{
    (void)state;
    static const char *const files[] = {"qr", "micro-qr", "data-matrix", "aztec"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        for (unsigned look = PLAIN; look <= MIRRORED; look += MIRRORED) {
            struct wall wall;
            build(&wall, 600, 600);
            wall.text.text_present = true;
            put(&wall, files[i], 150, 150, 6, look);
            assert_int_equal(find(&wall)->mirrored, look == MIRRORED);
            tear_down(&wall);
        }
}

/* 29 modules of 5 pixels and a quiet zone of 4 a side, from (1000, 700): the code itself is at 1020 … 1165. */
static void a_small_code_of_a_large_photo_without_text(void **state)
{
    (void)state;
    struct wall wall;
    build(&wall, 2000, 1500);
    put(&wall, "qr", 1000, 700, 5, PLAIN);
    const ls_code *code = find(&wall);
    assert_string_equal(code->content, "https://example.org/fictional?x=1");
    assert_within(code->quad, 1016, 716, 1169, 869);
    assert_true(fabs(code->quad[0].x - 1020) <= 5 && fabs(code->quad[0].y - 720) <= 5);
    assert_true(fabs(code->quad[2].x - 1165) <= 5 && fabs(code->quad[2].y - 865) <= 5);
    tear_down(&wall);
}

/* Decoded at half its size and turned: the corners are those of the stored picture. */
static void corners_are_those_of_the_stored_picture(void **state)
{
    (void)state;
    struct wall wall;
    build(&wall, 800, 600);
    put(&wall, "qr", 100, 200, 5, PLAIN);
    wall.raster.scale = 2;
    wall.raster.orientation = 6;
    wall.raster.stored_width = wall.text.width = 1200;
    wall.raster.stored_height = wall.text.height = 1600;
    const ls_code *code = find(&wall);
    /* shown 120, 220 is stored y·2 = 440 across, 1600 − 120·2 = 1360 down */
    assert_true(fabs(code->quad[0].x - 440) <= 10 && fabs(code->quad[0].y - 1360) <= 10);
    assert_true(fabs(code->quad[2].x - 730) <= 10 && fabs(code->quad[2].y - 1070) <= 10);
    tear_down(&wall);
}

static void several_in_one_picture_each_once(void **state)
{
    (void)state;
    struct wall wall;
    build(&wall, 1600, 1200);
    put(&wall, "qr", 100, 100, 6, PLAIN);
    put(&wall, "qr", 1100, 100, 6, PLAIN); /* the same words elsewhere are another code */
    put(&wall, "data-matrix", 200, 700, 6, INVERTED);
    put(&wall, "ean13", 700, 700, 4, PLAIN);
    assert_int_equal(ls_codes_find(&wall.raster, &wall.text), LS_OK);
    assert_int_equal(wall.text.code_count, 4);
    tear_down(&wall);
}

static void no_code_is_found_where_none_is(void **state)
{
    (void)state;
    struct wall wall;
    build(&wall, 1200, 900);
    wall.text.text_present = true;
    for (uint32_t y = 0; y < 900; y++) /* a fence, and a chessboard in the middle of it */
        for (uint32_t x = 0; x < 1200; x++) {
            const bool board = x >= 400 && x < 800 && y >= 300 && y < 600;
            const bool dark = board ? (x / 12 + y / 12) % 2 : x / 9 % 2;
            memset(wall.raster.data + (size_t)y * wall.raster.stride + x * 3, dark ? 40 : 210, 3);
        }
    assert_int_equal(ls_codes_find(&wall.raster, &wall.text), LS_OK);
    assert_int_equal(wall.text.code_count, 0);
    tear_down(&wall);
}

/* Version 40 with bytes that are no text: bounded, and clean whatever they are. */
static void what_is_no_text_is_replaced(void **state)
{
    (void)state;
    struct wall wall;
    build(&wall, 900, 900);
    put(&wall, "binary", 50, 50, 4, PLAIN);
    const ls_code *code = find(&wall);
    assert_true(ls_utf8_is_clean(code->content, strlen(code->content)));
    assert_true(strlen(code->content) <= LS_CODE_BYTES);
    assert_non_null(strstr(code->content, "\xEF\xBF\xBD"));
    assert_non_null(strstr(code->content, "fictional"));
    tear_down(&wall);
}

static void the_smallest_pictures_are_no_error(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = {{1, 1}, {1, 400}, {400, 1}, {16, 16}, {48, 48}, {3, 5000}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct wall wall;
        build(&wall, sizes[i][0], sizes[i][1]);
        wall.text.text_present = true;
        assert_int_equal(ls_codes_find(&wall.raster, &wall.text), LS_OK);
        assert_int_equal(wall.text.code_count, 0);
        tear_down(&wall);
    }
}

/* The gate: a code is a place of its own, with its quiet zone; a bare wall has none. */
static void places(void **state)
{
    (void)state;
    struct wall wall;
    build(&wall, 2000, 1500);
    ls_raster gray;
    ls_code_place found[4];
    size_t count = 9;
    assert_int_equal(ls_raster_gray(&wall.raster, &gray), LS_OK);
    assert_int_equal(ls_code_places(&gray, found, 4, &count), LS_OK);
    assert_int_equal(count, 0);
    ls_raster_free(&gray);
    put(&wall, "qr", 1000, 700, 4, PLAIN);
    assert_int_equal(ls_raster_gray(&wall.raster, &gray), LS_OK);
    assert_int_equal(ls_code_places(&gray, found, 4, &count), LS_OK);
    assert_int_equal(count, 1);
    assert_true(found->left <= 1004 && found->top <= 704);
    assert_true(found->left + found->width >= 1016 + 29 * 4 && found->width <= 300);
    ls_raster_free(&gray);
    tear_down(&wall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_as_it_stands),
        cmocka_unit_test(every_kind_light_on_dark),
        cmocka_unit_test(every_kind_in_the_mirror),
        cmocka_unit_test(every_kind_turned),
        cmocka_unit_test(every_kind_turned_mirrored_and_light_on_dark),
        cmocka_unit_test(the_mirror_is_told),
        cmocka_unit_test(a_small_code_of_a_large_photo_without_text),
        cmocka_unit_test(corners_are_those_of_the_stored_picture),
        cmocka_unit_test(several_in_one_picture_each_once),
        cmocka_unit_test(no_code_is_found_where_none_is),
        cmocka_unit_test(what_is_no_text_is_replaced),
        cmocka_unit_test(the_smallest_pictures_are_no_error),
        cmocka_unit_test(places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
