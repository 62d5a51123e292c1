/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two readings of one strip made one, by hand; and the network that is shipped, on strips drawn here: a row of bars, an
 * even ground, a file that is no network.
 */
#include "cmocka_all.h"

#include "text/marks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ls_ocr_line others, marks;

/* Glyphs side by side, each `score`; U+FFFD stands for what the marks do not know. */
static void write_line(ls_ocr_line *line, const char *const *glyphs, float from, float width, unsigned char score)
{
    memset(line, 0, sizeof *line);
    for (; glyphs[line->count]; line->count++) {
        ls_glyph *glyph = &line->glyphs[line->count];
        glyph->left = from + width * (float)line->count;
        glyph->right = glyph->left + width;
        glyph->count = 1;
        glyph->readings[0].score = score;
        memcpy(glyph->readings[0].utf8, glyphs[line->count], strlen(glyphs[line->count]) + 1);
    }
    line->confidence = score;
}

#define WRITE(line, from, width, score, ...) \
    write_line(line, (const char *const[]){__VA_ARGS__, NULL}, from, width, score)

static void assert_reads(const ls_ocr_line *line, const char *expected)
{
    char text[512] = "";
    for (size_t i = 0; i < line->count; i++)
        memcpy(text + strlen(text), line->glyphs[i].readings[0].utf8, strlen(line->glyphs[i].readings[0].utf8) + 1);
    assert_string_equal(text, expected);
}

static int score_of(const ls_glyph *glyph, const char *utf8)
{
    for (int i = 0; i < glyph->count; i++)
        if (strcmp(glyph->readings[i].utf8, utf8) == 0)
            return glyph->readings[i].score;
    return -1;
}

static void the_star_comes_in(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 90, "机", "密", "女", "2", "0", "年");
    WRITE(&marks, 0.1f, 0.1f, 95, "机", "密", "★", "2", "0", "年");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "机密★20年");
    assert_int_equal(others.count, 6);
    assert_int_equal(score_of(&others.glyphs[2], "★"), 95);
    assert_int_equal(score_of(&others.glyphs[2], "女"), 45); /* 90, overruled: half */
    assert_int_equal(score_of(&others.glyphs[0], "机"), 95);
}

/* 女 is not in the vocabulary and may stay behind ★; 机 is, and is not seen. */
static void what_is_not_seen_is_refuted(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 90, "秘", "密");
    others.glyphs[0].readings[1] = (ls_reading){"机", 88};
    others.glyphs[0].readings[2] = (ls_reading){"钢", 30};
    others.glyphs[0].count = 3;
    WRITE(&marks, 0.1f, 0.1f, 97, "秘", "密");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_int_equal(score_of(&others.glyphs[0], "机"), -1);
    assert_int_equal(score_of(&others.glyphs[0], "钢"), 15);
}

static void doubtful_glyphs_stand_behind(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 80, "秒", "密");
    WRITE(&marks, 0.1f, 0.1f, 40, "秘", "密");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "秒密");
    assert_int_equal(score_of(&others.glyphs[0], "秘"), 40);
    assert_int_equal(others.confidence, 80);
}

static void ordinary_text_stays_as_it_is(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 90, "机", "器", "人");
    WRITE(&marks, 0.1f, 0.1f, 99, "机", LS_MARKS_OTHER, LS_MARKS_OTHER);
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "机器人");
    assert_int_equal(others.glyphs[1].count, 1); /* what matches nothing is not even another reading */
    assert_int_equal(others.confidence, 90);
}

/* The marks' places lie most of a glyph ahead: 位 is that of 单位, not the 单 before it, and 同 is no 间. */
static void places_are_brought_together(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.08f, 95, "的", "单", "位", "给", "予", "通", "报", "同", "期");
    WRITE(&marks, 0.04f, 0.08f, 98, LS_MARKS_OTHER, LS_MARKS_OTHER, "位", LS_MARKS_OTHER, LS_MARKS_OTHER, "通",
          LS_MARKS_OTHER, "间", "期");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "的单位给予通报同期");
    assert_int_equal(score_of(&others.glyphs[2], "位"), 98);
    assert_int_equal(score_of(&others.glyphs[7], "间"), 98); /* it may be one, though */
}

static void words_stay_apart(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 60, "T", "O", "P", " ", "S", "I");
    WRITE(&marks, 0.1f, 0.1f, 95, "T", "O", "P", " ", "S", "I");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "TOP SI");
}

static void glyph_split_in_two_becomes_one(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.05f, 50, "木", "几", "宓", "山", "女", "2");
    WRITE(&marks, 0.1f, 0.1f, 95, "机", "密", "★");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "机密★");
}

/* The marks see Ш at the left of ш, and a stroke of it where ш stands: one letter, which the other has read. */
static void letter_in_two_is_not_doubled(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 99, "е", "ш", "е", "н");
    WRITE(&marks, 0.1f, 0.1f, 72, "е", "Ш", "I", "е", "н");
    others.confidence = 83;
    marks.confidence = 74;
    marks.glyphs[1].left = 0.15f;
    marks.glyphs[1].right = 0.2f;
    marks.glyphs[2] = (ls_glyph){.left = 0.2f, .right = 0.3f, .count = 2, .readings = {{"I", 43}, {"Ш", 7}}};
    for (int i = 3; i < 5; i++) {
        marks.glyphs[i].left -= 0.1f;
        marks.glyphs[i].right -= 0.1f;
    }
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "ешен");
    /* two letters are two, also where the other saw one */
    WRITE(&others, 0.1f, 0.1f, 99, "е", "н", "о");
    WRITE(&marks, 0.1f, 0.1f, 90, "е", "н", "н", "о");
    others.glyphs[2].left = 0.4f;
    others.glyphs[2].right = 0.5f;
    others.glyphs[1].right = 0.4f;
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "енно");
}

/* Two alphabets share shapes: which one it is, and which case, Tesseract knows from the word. D looks like no Russian letter. */
static void words_keep_their_alphabet(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 90, "с", "е", "к", "р", "е", "т", "н", "о");
    WRITE(&marks, 0.1f, 0.1f, 95, "C", "e", "К", "D", "е", "T", "Н", "O");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "секретно");
    assert_int_equal(score_of(&others.glyphs[0], "с"), 95);
    WRITE(&others, 0.1f, 0.1f, 90, "T", "O", "P", "S");
    WRITE(&marks, 0.1f, 0.1f, 95, "Т", "o", "Р", "S");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "TOPS");
}

/* What Tesseract misread is still put right by a letter of the line's alphabet. */
static void a_letter_of_the_alphabet_comes_in(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 90, "с", "е", "ж", "р", "е", "т");
    WRITE(&marks, 0.1f, 0.1f, 95, "с", "е", "к", "р", "е", "т");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "секрет");
}

/* A line that the marks read much worse as a whole is Tesseract's: 80 for one glyph is then not sure. */
static void poor_readings_overrule_nothing(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 90, "U", "S", "E", "O", "N");
    WRITE(&marks, 0.1f, 0.1f, 50, "U", "S", "G", "O", "N");
    marks.glyphs[2].readings[0].score = 80;
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "USEON");
    assert_int_equal(score_of(&others.glyphs[2], "G"), 80); /* it stands behind */
}

/* Between H and T there is room for another letter, and Tesseract read one: the marks swallowed it. */
static void a_swallowed_letter_comes_back(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.05f, 97, "P", "H", "O", "T", "O", "S");
    WRITE(&marks, 0.1f, 0.05f, 97, "P", "H", "T", "O", "S");
    for (int i = 2; i < 5; i++) {
        marks.glyphs[i].left += 0.05f;
        marks.glyphs[i].right += 0.05f;
    }
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "PHOTOS");
    WRITE(&others, 0.1f, 0.05f, 97, "P", "H", "|", "T", "O", "S");
    WRITE(&marks, 0.1f, 0.05f, 97, "P", "H", "T", "O", "S"); /* one beside the other: a bar is not between them */
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "PHTOS");
}

/* 機 is a glyph of its own, however near Tesseract put it to the next one. */
static void an_ideograph_is_no_piece_of_the_next(void **state)
{
    (void)state;
    WRITE(&others, 0.2f, 0.1f, 97, "極", "機", "密");
    WRITE(&marks, 0.2f, 0.1f, 97, "極", "密", "密");
    marks.count = 2;
    marks.glyphs[1].left = 0.32f;
    marks.glyphs[1].right = 0.5f;
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "極機密");
}

/* An English reading of 機密 CO: 機 falls into two, and the second half stands beside both glyphs' places. */
static void between_two_close_ideographs_is_nothing(void **state)
{
    (void)state;
    static const float from[] = {0.1f, 0.21f, 0.24f, 0.36f, 0.42f}, to[] = {0.18f, 0.23f, 0.33f, 0.42f, 0.48f};
    WRITE(&others, 0, 0.1f, 95, "#", "8", "@", "C", "O");
    WRITE(&marks, 0.1f, 0.1f, 97, "機", "密", "C", "O");
    for (int i = 0; i < 5; i++) {
        others.glyphs[i].left = from[i];
        others.glyphs[i].right = to[i];
    }
    static const float middles[] = {0.14f, 0.28f, 0.39f, 0.45f};
    for (int i = 0; i < 4; i++) {
        const float half = i < 2 ? 0.05f : 0.03f;
        marks.glyphs[i].left = middles[i] - half;
        marks.glyphs[i].right = middles[i] + half;
    }
    marks.confidence = 85; /* the marks do not lead: every glyph that the other has and they have not would stay */
    marks.glyphs[3].readings[0].score = 55;
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "機密CO");
}

static void what_another_cannot_read_at_all_is_taken_from_the_marks(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.3f, 12, "ㄊ", "卩");
    WRITE(&marks, 0.1f, 0.1f, 95, "대", "외", "비");
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "대외비");
    assert_int_equal(others.confidence, 83); /* 95, less 12 for being alone */
}

static void two_bars_are_no_reading(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.3f, 12, "|", "|");
    WRITE(&marks, 0.1f, 0.1f, 99, "l", "I", "1"); /* three letters: a fence is read so */
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_int_equal(others.confidence, 12);
}

static void nothing_joined_changes_nothing(void **state)
{
    (void)state;
    WRITE(&others, 0.1f, 0.1f, 70, "A");
    memset(&marks, 0, sizeof marks);
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "A");
    WRITE(&marks, 0.1f, 0.1f, 95, "密");
    others.count = 0;
    assert_int_equal(ls_marks_join(&marks, &others), LS_OK);
    assert_reads(&others, "密");
}

/* ------------------------------------------------------------------------------------------------- the network */

static char *network;
static size_t network_size;
static ls_mark_reader *reader;

static int load_network(void **state)
{
    (void)state;
    FILE *file = fopen(LS_SOURCE_DIR "/models/marks.onnx", "rb");
    if (!file)
        return -1;
    network = malloc(4u << 20);
    network_size = network ? fread(network, 1, 4u << 20, file) : 0;
    fclose(file);
    return ls_mark_reader_load(network, network_size, &reader) == LS_OK ? 0 : -1;
}

static int free_network(void **state)
{
    (void)state;
    ls_mark_reader_free(reader);
    free(network);
    return 0;
}

static void only_a_mark_reader_is_taken(void **state)
{
    (void)state;
    ls_mark_reader *none = NULL;
    assert_int_not_equal(ls_mark_reader_load("no network", 10, &none), LS_OK);
    assert_null(none);
    assert_int_not_equal(ls_mark_reader_load(network, network_size / 2, &none), LS_OK);
    assert_null(none);
    ls_mark_reader_free(NULL);
}

/* An even strip holds nothing, whatever its size; one that is narrower than a column of the answer is no line. */
static void even_ground_holds_nothing(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = {{200, 52}, {53, 52}, {2000, 40}, {2, 52}};
    for (size_t i = 0; i < 4; i++) {
        ls_raster strip;
        assert_int_equal(ls_raster_alloc(&strip, sizes[i][0], sizes[i][1], 1), LS_OK);
        memset(strip.data, 200, (size_t)strip.stride * strip.height);
        assert_int_equal(ls_marks_read(reader, &strip, &marks), LS_OK);
        assert_int_equal(marks.count, 0);
        assert_int_equal(marks.confidence, 0);
        ls_raster_free(&strip);
    }
}

/* Letters of two bars each, as any font without serifs draws them. */
static void glyph_is_found_where_it_stands(void **state)
{
    (void)state;
    ls_raster strip;
    assert_int_equal(ls_raster_alloc(&strip, 200, 52, 1), LS_OK);
    memset(strip.data, 230, (size_t)strip.stride * strip.height);
    for (uint32_t y = 10; y < 42; y++) /* a capital T at a quarter, a capital L at three quarters */
        for (uint32_t x = 0; x < 26; x++) {
            if (y < 15 || (x >= 10 && x < 15))
                strip.data[y * strip.stride + 37 + x] = 20;
            if (y >= 37 || x < 5)
                strip.data[y * strip.stride + 137 + x] = 20;
        }
    assert_int_equal(ls_marks_read(reader, &strip, &marks), LS_OK);
    assert_true(marks.count >= 2);
    assert_true(marks.glyphs[0].left < 0.25f && marks.glyphs[0].right > 0.22f);
    assert_true(marks.glyphs[marks.count - 1].left < 0.78f && marks.glyphs[marks.count - 1].right > 0.7f);
    for (size_t i = 0; i < marks.count; i++) {
        assert_true(marks.glyphs[i].left <= marks.glyphs[i].right && marks.glyphs[i].count >= 1);
        for (int j = 1; j < marks.glyphs[i].count; j++)
            assert_true(marks.glyphs[i].readings[j].score <= marks.glyphs[i].readings[j - 1].score);
    }
    ls_raster_free(&strip);
}

int main(void)
{
    const struct CMUnitTest joining[] = {
        cmocka_unit_test(the_star_comes_in),
        cmocka_unit_test(what_is_not_seen_is_refuted),
        cmocka_unit_test(doubtful_glyphs_stand_behind),
        cmocka_unit_test(ordinary_text_stays_as_it_is),
        cmocka_unit_test(places_are_brought_together),
        cmocka_unit_test(words_stay_apart),
        cmocka_unit_test(glyph_split_in_two_becomes_one),
        cmocka_unit_test(letter_in_two_is_not_doubled),
        cmocka_unit_test(words_keep_their_alphabet),
        cmocka_unit_test(a_letter_of_the_alphabet_comes_in),
        cmocka_unit_test(poor_readings_overrule_nothing),
        cmocka_unit_test(a_swallowed_letter_comes_back),
        cmocka_unit_test(an_ideograph_is_no_piece_of_the_next),
        cmocka_unit_test(between_two_close_ideographs_is_nothing),
        cmocka_unit_test(what_another_cannot_read_at_all_is_taken_from_the_marks),
        cmocka_unit_test(two_bars_are_no_reading),
        cmocka_unit_test(nothing_joined_changes_nothing),
    };
    const struct CMUnitTest reading[] = {
        cmocka_unit_test(only_a_mark_reader_is_taken),
        cmocka_unit_test(even_ground_holds_nothing),
        cmocka_unit_test(glyph_is_found_where_it_stands),
    };
    const int failures = cmocka_run_group_tests(joining, NULL, NULL);
    return failures + cmocka_run_group_tests(reading, load_network, free_network);
}
