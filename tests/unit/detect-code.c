/* SPDX-License-Identifier: Apache-2.0 */
/* QR and bar codes as detections. */
#include "unit/detect.h"

static void each_code_with_its_place_and_kind(void **state)
{
    struct scene *scene = *state;
    ls_text text = {.arena = scene->arena, .width = 1000, .height = 1000};
    scene->evidence.text = &text;
    run(scene);
    assert_int_equal(scene->found.count, 0);
    static char first[] = "fictional", second[] = "4006381333931";
    ls_code *code = ls_text_add_code(&text);
    code->content = first;
    memcpy(code->format, "QRCode", 7);
    code->quad[2] = (ls_point){400, 500};
    code = ls_text_add_code(&text);
    code->content = second;
    memcpy(code->format, "EAN-13", 7);
    run(scene);
    assert_int_equal(count_of(scene, "code.present"), 2);
    const ls_detection *found = nth(scene, "code.present", 0);
    assert_true(found->has_quad);
    assert_memory_equal(found->quad, text.codes[0].quad, sizeof found->quad);
    assert_string_equal(found->text, "fictional");
    assert_string_equal(argument(found, "format"), "QRCode");
    assert_string_equal(argument(nth(scene, "code.present", 1), "format"), "EAN-13");
}

/* What it says is masked as all text is: no argument may carry it past the mask. */
static void what_it_says_is_in_the_text_alone(void **state)
{
    struct scene *scene = *state;
    ls_text text = {.arena = scene->arena, .width = 1000, .height = 1000};
    scene->evidence.text = &text;
    static char secret[] = "not-for-everybody";
    ls_code *code = ls_text_add_code(&text);
    code->content = secret;
    memcpy(code->format, "QRCode", 7);
    run(scene);
    const ls_detection *found = only(scene, "code.present");
    for (size_t i = 0; i < found->argument_count; i++)
        assert_null(strstr(found->arguments[i].value, secret));
}

int main(void)
{
    const struct CMUnitTest tests[] = {SCENE_TEST(each_code_with_its_place_and_kind),
                                       SCENE_TEST(what_it_says_is_in_the_text_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
