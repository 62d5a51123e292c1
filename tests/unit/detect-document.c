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

/* What the rules made of a page goes into the detection as it is; the page's red head is not told twice. */
static void what_the_rules_found(void **state)
{
    struct scene *scene = *state;
    ls_text text = {.arena = scene->arena, .width = 1000, .height = 1000, .text_present = true};
    ls_text_add_page(&text)->red_rule = true;
    static const ls_words words = {{"document number", "发文字号"}};
    ls_proof proof = {.id = "number", .title = &words, .weight = 35};
    ls_document items[] = {
        {.rule = "document.official", .system = "cn", .confidence = 75, .proofs = &proof, .proof_count = 1},
        {.rule = "document.stale", .system = "cn", .page = -1, .confidence = 40, .day = "2031-09-05"},
    };
    const ls_documents documents = {.items = items, .count = 2};
    scene->evidence.text = &text;
    scene->evidence.documents = &documents;
    run(scene);
    assert_int_equal(scene->found.count, 2);
    const ls_detection *official = only(scene, "document.official");
    assert_string_equal(official->system, "cn");
    assert_int_equal(official->confidence, 75);
    assert_int_equal(official->proof_count, 1);
    assert_string_equal(official->proofs[0].id, "number");
    assert_null(official->text);
    /* a day out of the photo is as sensitive as its text */
    assert_string_equal(argument(only(scene, "document.stale"), "value"), "");
    assert_string_equal(only(scene, "document.stale")->arguments[0].value, "2031-09-05");
    assert_true(only(scene, "document.stale")->arguments[0].sensitive);
}

static void add_lines(ls_text *text, int page, size_t count, ls_unread unread)
{
    for (size_t i = 0; i < count; i++) {
        ls_line *line = ls_text_add_line(text);
        line->page = page;
        line->unread = unread;
        line->confidence = unread == LS_READ ? 90 : 0;
    }
}

/* A newspaper has a red head and a red rule: where the rules had text to go by, what they make of it stands. */
static void a_red_head_that_the_rules_refused(void **state)
{
    struct scene *scene = *state;
    ls_text text = {.arena = scene->arena, .width = 1000, .height = 1000, .text_present = true};
    ls_page *page = ls_text_add_page(&text);
    page->red_rule = true;
    page->quad[1].x = page->quad[2].x = 900;
    page->quad[2].y = page->quad[3].y = 700;
    const ls_documents none = {0};
    scene->evidence.text = &text;
    scene->evidence.documents = &none;
    add_lines(&text, -1, 1, LS_READ);
    text.lines[0].quad[2] = (ls_point){1000, 1600}; /* beside the page */
    run(scene);
    assert_int_equal(scene->found.count, 1);
    only(scene, "document.red-header");
    text.lines[0].quad[2] = (ls_point){800, 200};
    run(scene);
    assert_int_equal(scene->found.count, 0);
}

static void pages_that_cannot_be_read(void **state)
{
    static const struct {
        size_t read, small, illegible, late;
        bool told;
        const char *count;
    } cases[] = {
        {0, 4, 0, 0, true, "4"},   {0, 2, 3, 0, true, "5"},  {4, 3, 3, 0, true, "6"},
        {0, 3, 0, 0, false, ""},   {5, 4, 0, 0, false, ""},  {20, 0, 0, 0, false, ""},
        {0, 0, 0, 30, false, ""}, /* the budget: coverage tells */
    };
    struct scene *scene = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_text text = {.arena = scene->arena, .width = 1000, .height = 1000, .text_present = true};
        assert_non_null(ls_text_add_page(&text));
        add_lines(&text, 0, cases[i].read, LS_READ);
        add_lines(&text, 0, cases[i].small, LS_UNREAD_SMALL);
        add_lines(&text, 0, cases[i].illegible, LS_UNREAD_ILLEGIBLE);
        add_lines(&text, 0, cases[i].late, LS_UNREAD_BUDGET);
        add_lines(&text, -1, 9, LS_UNREAD_SMALL); /* on no page */
        scene->evidence.text = &text;
        run(scene);
        assert_int_equal(scene->found.count, cases[i].told);
        if (cases[i].told)
            assert_string_equal(argument(only(scene, "document.unread"), "count"), cases[i].count);
    }
}

static void no_text_no_document(void **state)
{
    struct scene *scene = *state;
    run(scene);
    assert_int_equal(scene->found.count, 0);
}

/* Lines that were read as nonsense are as unread as the others. */
static void nonsense_is_unread(void **state)
{
    struct scene *scene = *state;
    ls_text text = {.arena = scene->arena, .width = 1000, .height = 1000, .text_present = true};
    assert_non_null(ls_text_add_page(&text));
    scene->evidence.text = &text;
    add_lines(&text, 0, 2, LS_UNREAD_ILLEGIBLE);
    add_lines(&text, 0, 3, LS_READ);
    text.lines[2].confidence = text.lines[3].confidence = 30;
    run(scene);
    assert_string_equal(argument(only(scene, "document.unread"), "count"), "4");
    text.lines[3].confidence = 60;
    run(scene);
    assert_int_equal(scene->found.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SCENE_TEST(only_pages_with_a_red_rule), SCENE_TEST(what_the_rules_found),
                                       SCENE_TEST(a_red_head_that_the_rules_refused),
                                       SCENE_TEST(pages_that_cannot_be_read), SCENE_TEST(nonsense_is_unread), SCENE_TEST(no_text_no_document)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
