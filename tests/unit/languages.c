/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "worker/languages.h"

#include <stdlib.h>
#include <string.h>

/* A machine on which eng and chi_sim are installed. */
struct ls_recogniser {
    bool eng, chi_sim;
};

static int loads; /* how often anything was looked for */

ls_recogniser *ls_recogniser_new(void)
{
    return calloc(1, sizeof(ls_recogniser));
}

void ls_recogniser_free(ls_recogniser *recogniser)
{
    free(recogniser);
}

ls_status ls_recogniser_load(ls_recogniser *recogniser, const char *language)
{
    loads++;
    if (strcmp(language, "eng") == 0)
        recogniser->eng = true;
    else if (strcmp(language, "chi_sim") == 0)
        recogniser->chi_sim = true;
    else
        return LS_E_IO;
    return LS_OK;
}

bool ls_recogniser_has(const ls_recogniser *recogniser, const char *language)
{
    return (recogniser->eng && strcmp(language, "eng") == 0) ||
           (recogniser->chi_sim && strcmp(language, "chi_sim") == 0);
}

static void absent_ones_are_tried_once(void **state)
{
    (void)state;
    ls_languages languages = {0};
    char names[LS_LANGUAGES_MAX];
    loads = 0;
    assert_false(ls_languages_settled(&languages, "chi_sim+eng+kor"));
    ls_languages_load(&languages, "chi_sim+eng+kor");
    assert_int_equal(loads, 3);
    assert_true(ls_languages_settled(&languages, "chi_sim+eng+kor"));
    assert_true(ls_languages_settled(&languages, "kor"));
    assert_false(ls_languages_settled(&languages, "jpn"));
    ls_languages_select(&languages, "chi_sim+eng+kor", true, names, sizeof names);
    assert_string_equal(names, "chi_sim+eng");
    ls_languages_select(&languages, "chi_sim+eng+kor", false, names, sizeof names);
    assert_string_equal(names, "kor");
    ls_languages_load(&languages, "kor");
    assert_int_equal(loads, 3);
    ls_recogniser_free(languages.recogniser);
}

static void odd_lists_are_read_as_they_are(void **state)
{
    (void)state;
    ls_languages languages = {0};
    char names[LS_LANGUAGES_MAX];
    assert_true(ls_languages_settled(&languages, ""));
    assert_true(ls_languages_settled(&languages, "++"));
    ls_languages_load(&languages, "+eng++");
    ls_languages_select(&languages, "+eng++", true, names, sizeof names);
    assert_string_equal(names, "eng");
    /* a name is never taken for one that it begins with */
    assert_false(ls_languages_settled(&languages, "en"));
    assert_false(ls_languages_settled(&languages, "eng_old"));
    ls_recogniser_free(languages.recogniser);
}

/* Nothing loaded is nothing hidden: everything asked for is among the missing. */
static void before_anything_is_loaded_all_are_missing(void **state)
{
    (void)state;
    ls_languages languages = {0};
    char names[LS_LANGUAGES_MAX];
    ls_languages_select(&languages, "chi_sim+eng", false, names, sizeof names);
    assert_string_equal(names, "chi_sim+eng");
    ls_languages_select(&languages, "chi_sim+eng", true, names, sizeof names);
    assert_string_equal(names, "");
}

static void too_many_names_are_cut_at_a_name(void **state)
{
    (void)state;
    ls_languages languages = {0};
    char names[8];
    ls_languages_load(&languages, "aa+bbb+cccc");
    ls_languages_select(&languages, "aa+bbb+cccc", false, names, sizeof names);
    assert_string_equal(names, "aa+bbb");
    ls_recogniser_free(languages.recogniser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_ones_are_tried_once),
        cmocka_unit_test(odd_lists_are_read_as_they_are),
        cmocka_unit_test(before_anything_is_loaded_all_are_missing),
        cmocka_unit_test(too_many_names_are_cut_at_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
