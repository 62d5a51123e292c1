/* SPDX-License-Identifier: Apache-2.0 */
/* From matches to detections: the best of each rule and place, and no other lost. */
#include "unit/detect.h"

#include <stdio.h>

static const ls_rule secret = {.id = "xx.secret"}, top = {.id = "xx.top"};

static ls_match match(const ls_rule *rule, size_t line, double x, double y, int confidence, const char *text)
{
    ls_match made = {.rule = rule,
                     .line = line,
                     .from = 2,
                     .to = 4,
                     .confidence = confidence,
                     .text = text,
                     .quad = {{x, y}, {x + 40, y}, {x + 40, y + 20}, {x, y + 20}}};
    return made;
}

static void best_of_a_place(void **state)
{
    struct scene *scene = *state;
    ls_match items[] = {
        match(&secret, 0, 100, 100, 60, "first"),
        match(&secret, 1, 105, 102, 90, "same ink, read better"), /* 35 × 18 of 40 × 20 shared */
        match(&secret, 2, 130, 100, 70, "beside"), /* 10 × 20 shared with the first, 15 × 18 with the second */
        match(&top, 1, 105, 102, 50, "another rule"),
        match(&secret, 3, 100, 500, 55, "far below"),
        match(&secret, 3, 100, 500, 55, "a tie: the earlier stays"),
    };
    ls_matches matches = {.items = items, .count = sizeof items / sizeof *items};
    scene->evidence.matches = &matches;
    run(scene);
    assert_int_equal(scene->found.count, 4);
    assert_string_equal(nth(scene, "xx.secret", 0)->text, "same ink, read better");
    assert_int_equal(nth(scene, "xx.secret", 0)->confidence, 90);
    assert_ptr_equal(nth(scene, "xx.secret", 0)->match, &items[1]);
    assert_string_equal(nth(scene, "xx.secret", 1)->text, "beside");
    assert_string_equal(nth(scene, "xx.secret", 2)->text, "far below");
    assert_string_equal(only(scene, "xx.top")->text, "another rule");
}

/* On one line glyphs decide, not boxes: a turned line's boxes overlap where its glyphs do not. */
static void glyphs_of_one_line(void **state)
{
    struct scene *scene = *state;
    ls_match items[] = {match(&secret, 0, 0, 0, 60, "glyphs 2 and 3"), match(&secret, 0, 0, 0, 90, "glyphs 4 and 5")};
    items[1].from = 4;
    items[1].to = 6;
    ls_matches matches = {.items = items, .count = 2};
    scene->evidence.matches = &matches;
    run(scene);
    assert_int_equal(scene->found.count, 2);
    items[1].from = 3;
    run(scene);
    assert_string_equal(only(scene, "xx.secret")->text, "glyphs 4 and 5");
}

/* 机密 read as it is: the pack that would take it for 機密 has no say; where the readings are as good, both have. */
static void another_spelling(void **state)
{
    static const ls_rule simplified = {.id = "xx.ji", .system = "xx"}, traditional = {.id = "yy.ji", .system = "yy"};
    struct scene *scene = *state;
    ls_match items[] = {match(&simplified, 0, 0, 0, 55, "as read"), match(&traditional, 0, 0, 0, 70, "one glyph for another")};
    items[0].quality = 99;
    items[1].quality = 79;
    ls_matches matches = {.items = items, .count = 2};
    scene->evidence.matches = &matches;
    run(scene);
    assert_string_equal(only(scene, "xx.ji")->text, "as read");
    assert_int_equal(scene->found.count, 1);
    items[1].quality = 95;
    run(scene);
    assert_int_equal(scene->found.count, 2);
    items[1].quality = 79;
    items[1].to++; /* a longer mark is another one */
    run(scene);
    assert_int_equal(scene->found.count, 2);
}

/* Facts by the thousand leave room for a mark. */
static void a_flood_hides_no_mark(void **state)
{
    struct scene *scene = *state;
    for (int i = 0; i < LS_FACTS_MAX; i++) {
        char note[32];
        snprintf(note, sizeof note, "note %d", i);
        fact_text(scene, LS_FACT_NOTE_TEXT, note, "png/tEXt");
    }
    ls_match item = match(&top, 0, 0, 0, 80, "mark");
    ls_matches matches = {.items = &item, .count = 1};
    scene->evidence.matches = &matches;
    run(scene);
    assert_string_equal(scene->found.items[0].rule, "xx.top");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(best_of_a_place),
        SCENE_TEST(glyphs_of_one_line),
        SCENE_TEST(another_spelling),
        SCENE_TEST(a_flood_hides_no_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
