/* SPDX-License-Identifier: Apache-2.0 */
/* Pages that look like official documents. */
#include "unit/detect.h"

static void only_pages_with_a_red_rule(void **state)
{
    struct scene *scene = *state;
    ls_text text = {.arena = scene->arena, .width = 1000, .height = 1000, .text_present = true};
    scene->evidence.text = &text;
    ls_page *plain = ls_text_add_page(&text);
    plain->quad[2] = (ls_point){400, 500};
    run(scene);
    assert_int_equal(scene->found.count, 0);
    ls_page *red = ls_text_add_page(&text);
    red->red_rule = true;
    red->quad[0] = (ls_point){500, 20};
    red->quad[2] = (ls_point){900, 700};
    run(scene);
    const ls_detection *found = only(scene, "document.red-header");
    assert_true(found->has_quad);
    assert_memory_equal(found->quad, red->quad, sizeof red->quad);
}

static void no_text_no_document(void **state)
{
    struct scene *scene = *state;
    run(scene);
    assert_int_equal(scene->found.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SCENE_TEST(only_pages_with_a_red_rule), SCENE_TEST(no_text_no_document)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
