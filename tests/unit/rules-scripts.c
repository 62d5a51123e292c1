/* SPDX-License-Identifier: Apache-2.0 */
/* Marks whose letters were taken for those of another alphabet, whose frame was read along, or that two systems share. */
#include "rules_lines.h"

static int load_shipped(void **state)
{
    (void)state;
    static const char *const packs[] = {"cn", "us", "uk", "company", "tw", "hk", "jp", "kr", "ru", "vn"};
    return load_packs(packs, sizeof packs / sizeof *packs);
}

static void assert_only(const struct fixture *f, const char *rule)
{
    found(f, rule);
    for (size_t i = 0; i < f->matches.count; i++)
        assert_string_equal(f->matches.items[i].rule->id, rule);
}

static void assert_said(struct fixture *f, const char *text, const char *rule)
{
    f->text.line_count = 0;
    add_line(f, text, 700, 100, 90);
    add_body(f);
    match(f);
    if (rule)
        assert_only(f, rule);
    else
        assert_int_equal(f->matches.count, 0);
}

/* ----------------------------------------------------------------------------------------------- alphabets */

/* C, e, K, T, O are Latin here, and Н stands for н: one shape each. */
static void latin_letters_spell_russian(void **state)
{
    struct fixture *f = *state;
    assert_said(f, "Ceкретно", "ru.secret");
    assert_said(f, "CЕКРЕТHO", "ru.secret");
    assert_said(f, "СОBЕРШЕHHO CЕКPЕТHО", "ru.top-secret");
    assert_said(f, "Соверщенно ceкретно", "ru.top-secret"); /* щ is no ш, and one of eighteen letters */
    assert_said(f, "Совершеннo сеКретНо", "ru.top-secret");
    assert_said(f, "Для cлужeбнoгo пользoвания", "ru.dsp");
}

static void russian_letters_spell_english(void **state)
{
    struct fixture *f = *state;
    assert_said(f, "ТОР SЕСRЕТ//NОFОRN", "us.top-secret");
    assert_said(f, "ToP SECRET//NOFoRN", "us.top-secret");
}

/* What looks alike is still another word; a letter that only resembles one is not taken for it. */
static void neighbours_are_other_words(void **state)
{
    struct fixture *f = *state;
    static const char *const words[] = {"Cекреты",   "секретка",   "CЕКРЕТАРЬ", "Конкретно",        "Секретный",
                                        "декретно",  "SECRETARY",  "SЕСRЕТ5ARY", "SACRED//NOTE",     "ТОР SELLER",
                                        "Для служебных помещений", "Для домашнего пользования"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_said(f, words[i], NULL);
}

/* ----------------------------------------------------------------------------------------------- misspelt */

/* Lost, added and misread glyphs, as blur, a fold and a seal's edge leave them. */
static void a_few_wrong_glyphs(void **state)
{
    struct fixture *f = *state;
    assert_said(f, "ОВЕРШЕHНО СЕКРЕТН0", "ru.top-secret");
    assert_said(f, "Для служебного | пользоваия", "ru.dsp");
    assert_said(f, "UNCLASSlFIED//FOR OFFlClAL USF ONLY", "us.fouo");
    assert_said(f, "ED//FOR OFFICIAL USE", "us.fouo"); /* both ends cut off */
    assert_said(f, "TOP SECRET//SITK//ORCON/NOFORN", "us.top-secret");
    assert_said(f, "內部资料 注意保存", "cn.internal");
    assert_said(f, "密性2情報", "jp.confidentiality-2");
    assert_said(f, "限閱] RESTRICTED", "hk.restricted");
    assert_said(f, "Confidential and Propretary", "company.confidential");
    assert_said(f, "OFFIClAL-SENSlTIVF", "uk.official-sensitive");
}

/* What is short of a word, or has another number, is no mark, or another one. */
static void too_many_wrong_glyphs(void **state)
{
    struct fixture *f = *state;
    static const char *const words[] = {"FOR OFFICE USE ONLY", "FOR EXTERNAL USE ONLY", "機密性情報",        "機密性1情報",
                                        "Совершенно серьёзно", "内部装修 注意安全",     "RESTRICTED ACCESS", "OFFICIAL SENSORS"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_said(f, words[i], NULL);
}

/* -------------------------------------------------------------------------------------------------- frames */

static void a_frame_is_no_part_of_the_mark(void **state)
{
    struct fixture *f = *state;
    assert_said(f, "| 極秘 |", "jp.gokuhi");
    assert_said(f, "極秘 ]", "jp.gokuhi");
    assert_said(f, "「 極機密", "tw.secret.extreme");
    assert_said(f, "| |極秘", "jp.gokuhi");
    assert_said(f, "極秘|レシピ", NULL);
}

/* A speck beside a word of capitals is read as a small letter; a capital there is another word's. */
static void a_small_letter_beside_capitals_is_no_part_of_the_mark(void **state)
{
    struct fixture *f = *state;
    assert_said(f, "fTOP SECRET//NOFORN", "us.top-secret");
    assert_said(f, "SECRET//NOFORNi", "us.secret");
    assert_said(f, "aSECRETARY", NULL);
}

/* Brackets that close are somebody's own, and more than two strokes are no frame. */
static void quoted_words_stay_quoted(void **state)
{
    struct fixture *f = *state;
    assert_said(f, "「極機密」", NULL);
    assert_said(f, "|||極秘", NULL);
}

/* ------------------------------------------------------------------------------------------ shared and doubtful */

static void the_better_reading_of_a_number_counts(void **state)
{
    struct fixture *f = *state;
    ls_line *line = add_line(f, "Ⅲ급비밀", 400, 100, 90);
    add_reading(line, 0, "|", 46);
    add_body(f);
    match(f);
    assert_only(f, "kr.secret-3");
    assert_said(f, "|급비밀", "kr.secret-1"); /* a bar alone is what Ⅰ looks like, not a frame */
}

/* Of two numbers on one page the one that was read much better is told, wherever they stand; of two that were read as well both are. */
static void a_number_that_was_read_much_worse_is_the_other_one(void **state)
{
    struct fixture *f = *state;
    add_line(f, "Ⅱ급비밀", 400, 100, 95)->ink = LS_INK_RED;
    add_line(f, "|급비밀", 700, 1300, 60)->ink = LS_INK_RED;
    add_body(f);
    match(f);
    assert_only(f, "kr.secret-2");
    f->text.line_count = 0;
    add_line(f, "Ⅱ급비밀", 400, 100, 95)->ink = LS_INK_RED;
    add_line(f, "Ⅰ급비밀", 700, 1300, 95)->ink = LS_INK_RED;
    add_body(f);
    match(f);
    assert_non_null(find(f, "kr.secret-1"));
    assert_non_null(find(f, "kr.secret-2"));
}

/* 機密 on a page with kana is Japanese, with an office of Taiwan that of Taiwan. */
static void what_else_is_on_the_page_tells_whose_word_it_is(void **state)
{
    struct fixture *f = *state;
    add_line(f, "機密", 700, 100, 95)->ink = LS_INK_RED;
    add_line(f, "作業は二名以上で行い、終了後に報告してください", 100, 600, 95);
    match(f);
    assert_only(f, "jp.kimitsu");
}

/* 絕密 before it makes TOP SECRET that of Hong Kong, wherever it stands. */
static void bilingual_marks_are_of_one_system(void **state)
{
    struct fixture *f = *state;
    add_line(f, "絕密 TOP SECRET", 400, 80, 90);
    add_line(f, "絕密 TOP SECRET", 400, 1350, 90);
    add_body(f);
    match(f);
    assert_only(f, "hk.top-secret");
}

/* ------------------------------------------------------------------------------------------------ where it stands */

/* A sheet in the middle of the picture whose outline was not found: its own first and last lines are its head and foot. */
static void add_sheet(struct fixture *f, size_t lines, size_t mark)
{
    f->text.line_count = 0;
    for (size_t i = 0; i < lines; i++)
        add_line(f, i == mark ? "TOP SECRET" : "Pallets are moved in order", 300, 500 + 40 * (double)i, 90);
}

static void head_and_foot_of_a_text_are_known_without_its_page(void **state)
{
    struct fixture *f = *state;
    add_sheet(f, 9, 0);
    add_line(f, "TOP SECRET", 300, 900, 90);
    match(f);
    assert_only(f, "us.top-secret");
    add_sheet(f, 10, 4); /* in the middle of the text */
    match(f);
    assert_int_equal(f->matches.count, 0);
    add_sheet(f, 3, 0); /* three lines show no text's head */
    add_line(f, "TOP SECRET", 300, 700, 90);
    match(f);
    assert_int_equal(f->matches.count, 0);
}

static void a_companys_mark_is_not_the_states(void **state)
{
    struct fixture *f = *state;
    assert_said(f, "公司机密 请勿外传", "company.confidential");
    assert_said(f, "内部资料 请勿外传", "cn.internal");
}

/* A shadow cut the sheet in two pages: the mark heads the column all the same, and stands on its right side. */
static void head_of_a_column_that_a_shadow_cut(void **state)
{
    struct fixture *f = *state;
    ls_page *rest = ls_text_add_page(&f->text);
    assert_non_null(rest);
    const ls_point lit[4] = {{0, 300}, {1000, 300}, {1000, 1400}, {0, 1400}}, dark[4] = {{0, 0}, {1000, 0}, {1000, 620}, {0, 620}};
    memcpy(f->text.pages[0].quad, lit, sizeof lit);
    memcpy(f->text.pages[1].quad, dark, sizeof dark);
    add_line(f, "СЕКРЕТНО", 640, 520, 90)->page = 1; /* in the lower half of the outline that it was given */
    for (int i = 0; i < 6; i++)
        add_line(f, "Проверку теплиц провести дважды", 180, 700 + 40 * i, 90);
    match(f);
    assert_non_null(find(f, "ru.secret"));
    add_line(f, "Отдел садовых работ", 500, 400, 90)->page = 1; /* no longer the first line */
    match(f);
    assert_null(find(f, "ru.secret"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_PAGE(head_of_a_column_that_a_shadow_cut),
        ON_PAGE(a_number_that_was_read_much_worse_is_the_other_one),
        ON_PAGE(latin_letters_spell_russian),
        ON_PAGE(russian_letters_spell_english),
        ON_PAGE(neighbours_are_other_words),
        ON_PAGE(a_few_wrong_glyphs),
        ON_PAGE(too_many_wrong_glyphs),
        ON_PAGE(a_frame_is_no_part_of_the_mark),
        ON_PAGE(a_small_letter_beside_capitals_is_no_part_of_the_mark),
        ON_PAGE(quoted_words_stay_quoted),
        ON_PAGE(the_better_reading_of_a_number_counts),
        ON_PAGE(what_else_is_on_the_page_tells_whose_word_it_is),
        ON_PAGE(bilingual_marks_are_of_one_system),
        ON_PAGE(a_companys_mark_is_not_the_states),
        ON_PAGE(head_and_foot_of_a_text_are_known_without_its_page),
    };
    return cmocka_run_group_tests(tests, load_shipped, free_shipped);
}
