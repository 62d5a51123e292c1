/* SPDX-License-Identifier: Apache-2.0 */
/* The lean of writing, measured on stems drawn here; and which readings are more than chance. */
#include "cmocka_all.h"

#include "text/language.h"
#include "text/slant.h"

#include <math.h>
#include <string.h>

#define WIDTH 240u
#define HEIGHT 44u

/* Eight letters of two stems and a bar, 24 rows high, that lean by `slant` columns a row. */
static void draw(ls_raster *strip, double slant)
{
    assert_int_equal(ls_raster_alloc(strip, WIDTH, HEIGHT, 1), LS_OK);
    memset(strip->data, 220, (size_t)strip->stride * HEIGHT);
    for (uint32_t y = 10; y < 34; y++)
        for (int letter = 0; letter < 8; letter++)
            for (int x = 0; x < 16; x++) {
                const long at = 40 + 20 * letter + x + lround(slant * (22 - (double)y));
                if (x < 3 || x >= 13 || (letter % 2 ? y < 13 : y >= 31))
                    strip->data[y * strip->stride + (uint32_t)at] = 40;
            }
}

static double measured(double slant)
{
    ls_raster strip;
    double found = 9;
    draw(&strip, slant);
    assert_int_equal(ls_slant_measure(&strip, &found), LS_OK);
    ls_raster_free(&strip);
    return found;
}

static void upright_writing_does_not_lean(void **state)
{
    (void)state;
    assert_true(measured(0) == 0);
}

static void the_lean_is_found_both_ways(void **state)
{
    (void)state;
    static const double slants[] = {0.3, 0.5, 0.7, -0.3, -0.5, -0.7};
    for (size_t i = 0; i < sizeof slants / sizeof *slants; i++)
        assert_true(fabs(measured(slants[i]) - slants[i]) < 0.11);
}

static void nothing_leans_where_nothing_stands(void **state)
{
    (void)state;
    ls_raster strip;
    double found = 9;
    static const uint32_t sizes[][2] = {{200, 40}, {15, 40}, {200, 15}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_int_equal(ls_raster_alloc(&strip, sizes[i][0], sizes[i][1], 1), LS_OK);
        memset(strip.data, 200, (size_t)strip.stride * strip.height);
        assert_int_equal(ls_slant_measure(&strip, &found), LS_OK);
        assert_true(found == 0);
        ls_raster_free(&strip);
    }
}

/* ---------------------------------------------------------------------------------------------------- belief */

static bool believed(const char *language, int confidence, const char *const *glyphs)
{
    ls_glyph read[16] = {{0}};
    ls_line line = {.glyphs = read};
    for (; glyphs[line.count]; line.count++) {
        read[line.count].count = 1;
        memcpy(read[line.count].readings[0].utf8, glyphs[line.count], strlen(glyphs[line.count]) + 1);
    }
    memcpy(line.language, language, strlen(language) + 1);
    return ls_reading_believed(&line, 80, confidence, 0); /* a row that is likely, not certain, to be writing */
}

#define BELIEVED(language, confidence, ...) believed(language, confidence, (const char *const[]){__VA_ARGS__, NULL})

/* A letter is a letter in every alphabet. */
static void short_words_of_any_alphabet_are_believed(void **state)
{
    (void)state;
    assert_true(BELIEVED("eng", 90, "C", "U", "I"));
    assert_true(BELIEVED("vie", 90, "M", "Ậ", "T"));
    assert_true(BELIEVED("rus", 90, "Д", "С", "П"));
    assert_true(BELIEVED("chi_sim", 90, "机", "密"));
}

static void strokes_are_not(void **state)
{
    (void)state;
    assert_false(BELIEVED("eng", 90, "|", "|", "-", "."));
    assert_false(BELIEVED("rus", 90, "ш", "ш", "ш", "ш"));
    assert_false(BELIEVED("eng", 90, "—", "’", "•", "»"));
    assert_false(BELIEVED("rus", 40, "Д", "С", "П"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(upright_writing_does_not_lean),
        cmocka_unit_test(the_lean_is_found_both_ways),
        cmocka_unit_test(nothing_leans_where_nothing_stands),
        cmocka_unit_test(short_words_of_any_alphabet_are_believed),
        cmocka_unit_test(strokes_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
