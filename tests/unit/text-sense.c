/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "text/marks.h"
#include "text/sense.h"

#include <stdlib.h>
#include <string.h>

static ls_ocr_line line;

/* Glyphs, each with its score. */
static void say(size_t count, const char *const glyphs[], const unsigned char scores[])
{
    memset(&line, 0, sizeof line);
    for (size_t i = 0; i < count; i++) {
        ls_glyph *glyph = &line.glyphs[line.count++];
        glyph->count = 1;
        strncpy(glyph->readings[0].utf8, glyphs[i], sizeof glyph->readings[0].utf8 - 1);
        glyph->readings[0].score = scores[i];
    }
}

/* 機密 read at 78 makes more sense than two unknown glyphs at 96: those are it on its head. */
static void test_known_glyphs_count_more(void **state)
{
    (void)state;
    say(2, (const char *const[]){"機", "密"}, (const unsigned char[]){78, 78});
    assert_int_equal(ls_sense_of(&line), 78);
    say(2, (const char *const[]){LS_MARKS_OTHER, LS_MARKS_OTHER}, (const unsigned char[]){96, 96});
    assert_int_equal(ls_sense_of(&line), 48);
}

/* CFFICI in one alphabet; the Г and the Э among Latin letters are worth nothing, О and С look like Latin ones. */
static void test_alphabets_do_not_mix(void **state)
{
    (void)state;
    say(4, (const char *const[]){"V", "I", "Г", "L"}, (const unsigned char[]){80, 80, 80, 80});
    assert_int_equal(ls_sense_of(&line), 80); /* Г is of the shape of r */
    say(4, (const char *const[]){"V", "I", "Э", "L"}, (const unsigned char[]){80, 80, 80, 80});
    assert_int_equal(ls_sense_of(&line), 60);
    say(4, (const char *const[]){"О", "С", "V", "L"}, (const unsigned char[]){80, 80, 80, 80});
    assert_int_equal(ls_sense_of(&line), 80);
    say(4, (const char *const[]){"С", "Э", "К", "Ж"}, (const unsigned char[]){80, 80, 80, 80});
    assert_int_equal(ls_sense_of(&line), 80);
}

/* NO PHOTOS on its head is SOLOHd ON; a word that begins with a capital, and letters of one shape, are nothing strange. */
static void test_cases_do_not_mix(void **state)
{
    (void)state;
    say(6, (const char *const[]){"S", "O", "L", "O", "Н", "d"}, (const unsigned char[]){90, 90, 90, 90, 90, 90});
    assert_int_equal(ls_sense_of(&line), 75);
    say(4, (const char *const[]){"A", "A", "b", "A"}, (const unsigned char[]){80, 80, 80, 80});
    assert_int_equal(ls_sense_of(&line), 60);
    say(4, (const char *const[]){"g", "A", "A", "A"}, (const unsigned char[]){80, 80, 80, 80});
    assert_int_equal(ls_sense_of(&line), 60);
    say(6, (const char *const[]){"S", "e", "c", "r", "e", "t"}, (const unsigned char[]){90, 90, 90, 90, 90, 90});
    assert_int_equal(ls_sense_of(&line), 90);
    say(4, (const char *const[]){"T", "o", "P", "l"}, (const unsigned char[]){80, 80, 80, 80});
    assert_int_equal(ls_sense_of(&line), 80);
    say(4, (const char *const[]){"a", " ", "T", "O"}, (const unsigned char[]){80, 0, 80, 80});
    assert_int_equal(ls_sense_of(&line), 80);
}

/* Digits, stars and ideographs are of no alphabet; spaces are not counted; nothing makes no sense. */
static void test_neutral_glyphs(void **state)
{
    (void)state;
    say(4, (const char *const[]){"密", "★", " ", "2"}, (const unsigned char[]){90, 90, 0, 60});
    assert_int_equal(ls_sense_of(&line), 80);
    say(0, NULL, NULL);
    assert_int_equal(ls_sense_of(&line), 0);
}

static void test_weight(void **state)
{
    (void)state;
    say(3, (const char *const[]){"-", "1", "-"}, (const unsigned char[]){99, 99, 99});
    assert_int_equal(ls_sense_weight(&line), 0);
    say(4, (const char *const[]){"机", LS_MARKS_OTHER, "★", "S"}, (const unsigned char[]){99, 99, 99, 99});
    assert_int_equal(ls_sense_weight(&line), 5);
}

/* CUI is a mark, III a fence; three letters must be read almost surely, four need not. */
static void test_few_letters(void **state)
{
    (void)state;
    say(3, (const char *const[]){"C", "U", "I"}, (const unsigned char[]){95, 100, 88});
    assert_true(ls_sense_says_something(&line));
    say(3, (const char *const[]){"C", "U", "I"}, (const unsigned char[]){80, 90, 88});
    assert_false(ls_sense_says_something(&line));
    say(3, (const char *const[]){"I", "I", "I"}, (const unsigned char[]){99, 99, 99});
    assert_false(ls_sense_says_something(&line));
    say(4, (const char *const[]){"D", "O", "O", "R"}, (const unsigned char[]){50, 50, 50, 50});
    assert_true(ls_sense_says_something(&line));
    say(2, (const char *const[]){"机", "密"}, (const unsigned char[]){50, 50});
    assert_true(ls_sense_says_something(&line));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_glyphs_count_more),
        cmocka_unit_test(test_alphabets_do_not_mix),
        cmocka_unit_test(test_cases_do_not_mix),
        cmocka_unit_test(test_neutral_glyphs),
        cmocka_unit_test(test_weight),
        cmocka_unit_test(test_few_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
