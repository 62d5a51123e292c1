/* SPDX-License-Identifier: Apache-2.0 */
/* What the parent makes of a copy that a process has read again: the first one may have handed out the photo itself. */
#include "cmocka_all.h"

#include "record/copy.h"

#include <string.h>

static ls_arena *arena;
static ls_answer answer;

/* A copy as it should be: a JPEG of 100 bytes with an Exif block that turns it. */
static int set_up(void **state)
{
    (void)state;
    arena = ls_arena_new((size_t)1 << 20);
    ls_answer_init(&answer, arena);
    answer.container = (ls_container){.arena = arena, .kind = LS_KIND_JPEG, .size = 100, .width = 8, .height = 8, .frames = 1};
    answer.has_container = true;
    for (int stage = LS_STAGE_CONTAINER; stage <= LS_STAGE_METADATA; stage++) {
        answer.outcomes[stage] = ls_outcome_done();
        answer.has_outcome[stage] = true;
    }
    ls_container_range(&answer.container, 2, LS_ROLE_STRUCTURE, "jpeg/soi");
    ls_container_range(&answer.container, 40, LS_ROLE_CARRIER, "jpeg/app1/exif");
    ls_container_range(&answer.container, 90, LS_ROLE_IMAGE, "jpeg/scan");
    ls_facts_integer(&answer.facts, LS_FACT_IMAGE_ORIENTATION, 6, "jpeg/app1/exif/ifd0", 20, 22);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ls_arena_free(arena);
    return 0;
}

static void finish(ls_role role, const char *path)
{
    assert_int_equal(ls_container_range(&answer.container, 100, role, path), LS_OK);
}

static void assert_judged(ls_kind kind, unsigned keep, const char *detail)
{
    const ls_outcome outcome = ls_copy_judge(&answer, kind, keep);
    if (!detail) {
        if (outcome.state != LS_DONE)
            fail_msg("%s", outcome.detail);
        return;
    }
    assert_int_equal(outcome.state, LS_FAILED);
    assert_int_equal(outcome.reason, LS_REASON_CLEAN_UNPROVEN);
    assert_string_equal(outcome.detail, detail);
}

static void one_that_is_as_it_should_be(void **state)
{
    (void)state;
    finish(LS_ROLE_STRUCTURE, "jpeg/eoi");
    assert_judged(LS_KIND_JPEG, 0, NULL);
    assert_judged(LS_KIND_PNG, 0, "container"); /* of another format */
    answer.outcomes[LS_STAGE_METADATA].state = LS_LIMITED;
    assert_judged(LS_KIND_JPEG, 0, "metadata");
    answer.outcomes[LS_STAGE_METADATA].state = LS_DONE;
    answer.has_outcome[LS_STAGE_CONTAINER] = false;
    assert_judged(LS_KIND_JPEG, 0, "container");
}

static void one_that_was_not_read_to_its_end(void **state)
{
    (void)state;
    assert_judged(LS_KIND_JPEG, 0, "container");
    finish(LS_ROLE_STRUCTURE, "jpeg/eoi");
    answer.has_container = false;
    assert_judged(LS_KIND_JPEG, 0, "container");
}

static void one_with_a_carrier_that_it_may_not_have(void **state)
{
    (void)state;
    finish(LS_ROLE_CARRIER, "jpeg/com");
    assert_judged(LS_KIND_JPEG, 0, "jpeg/com");
}

static void one_with_bytes_behind_it(void **state)
{
    (void)state;
    finish(LS_ROLE_TRAILING, "jpeg/trailing");
    assert_judged(LS_KIND_JPEG, 0, "jpeg/trailing");
}

static void one_with_a_gain_map_behind_it(void **state)
{
    (void)state;
    ls_inner map = {.from = 90, .to = 100, .kind = LS_KIND_JPEG, .path = "jpeg/mpf/jpeg", .whole = true};
    assert_int_equal(ls_container_inner(&answer.container, &map), LS_OK);
    finish(LS_ROLE_TRAILING, "jpeg/mpf/jpeg/scan");
    assert_judged(LS_KIND_JPEG, LS_KEEP_HDR, NULL);
    assert_judged(LS_KIND_JPEG, LS_KEEP_CREDIT | LS_KEEP_TIME | LS_KEEP_CAMERA, "jpeg/mpf/jpeg/scan");
    answer.container.inner[0].kind = LS_KIND_VIDEO;
    assert_judged(LS_KIND_JPEG, LS_KEEP_HDR, "jpeg/mpf/jpeg/scan");
    answer.container.inner[0].kind = LS_KIND_JPEG;
    answer.container.inner[0].whole = false;
    assert_judged(LS_KIND_JPEG, LS_KEEP_HDR, "jpeg/mpf/jpeg/scan");
    answer.container.inner[0].whole = true;
    answer.container.inner[0].path = "jpeg/trailing/jpeg";
    assert_judged(LS_KIND_JPEG, LS_KEEP_HDR, "jpeg/mpf/jpeg/scan");
}

static void one_whose_gain_map_nobody_decodes(void **state)
{
    (void)state;
    finish(LS_ROLE_STRUCTURE, "jpeg/eoi");
    answer.outcomes[LS_STAGE_METADATA] = ls_outcome_make(LS_LIMITED, LS_REASON_CARRIER_UNREAD, "heif/item/gain-map");
    assert_judged(LS_KIND_JPEG, LS_KEEP_HDR, NULL);
    assert_judged(LS_KIND_JPEG, LS_KEEP_CREDIT, "metadata");
    answer.outcomes[LS_STAGE_METADATA] = ls_outcome_make(LS_LIMITED, LS_REASON_CARRIER_UNREAD, "heif/item/gain-map, heif/item/tmap");
    assert_judged(LS_KIND_JPEG, LS_KEEP_HDR, "metadata");
}

static void one_with_bytes_that_are_nothing(void **state)
{
    (void)state;
    finish(LS_ROLE_UNKNOWN, "jpeg/between");
    assert_judged(LS_KIND_JPEG, 0, "jpeg/between");
}

static void one_that_is_odd(void **state)
{
    (void)state;
    finish(LS_ROLE_STRUCTURE, "jpeg/eoi");
    ls_container_problem(&answer.container, 50, false, "a second frame header");
    assert_judged(LS_KIND_JPEG, 0, "a second frame header");
}

static void one_that_states_what_nobody_asked_for(void **state)
{
    (void)state;
    finish(LS_ROLE_STRUCTURE, "jpeg/eoi");
    ls_facts_text(&answer.facts, LS_FACT_PERSON_ARTIST, "Ann Example", 11, "jpeg/app1/exif/ifd0", 22, 33);
    assert_judged(LS_KIND_JPEG, 0, "person.artist");
    assert_judged(LS_KIND_JPEG, LS_KEEP_TIME | LS_KEEP_CAMERA, "person.artist");
    assert_judged(LS_KIND_JPEG, LS_KEEP_CREDIT, NULL);
    ls_facts_real(&answer.facts, LS_FACT_GPS_LAT, 51.2, "jpeg/app1/exif/gps", 22, 33);
    assert_judged(LS_KIND_JPEG, LS_KEEP_CREDIT | LS_KEEP_TIME | LS_KEEP_CAMERA, "gps.lat");
}

static void what_may_be_stated(void **state)
{
    (void)state;
    static const struct {
        ls_fact_key key;
        unsigned keep;
    } stated[] = {{LS_FACT_TIME_TAKEN, LS_KEEP_TIME},         {LS_FACT_PERSON_ARTIST, LS_KEEP_CREDIT},
                  {LS_FACT_PERSON_COPYRIGHT, LS_KEEP_CREDIT}, {LS_FACT_DEVICE_MAKE, LS_KEEP_CAMERA},
                  {LS_FACT_DEVICE_MODEL, LS_KEEP_CAMERA},     {LS_FACT_DEVICE_LENS, LS_KEEP_CAMERA},
                  {LS_FACT_DEVICE_FOCAL_35MM, LS_KEEP_CAMERA},
                  {LS_FACT_CARRIER_UNREAD, LS_KEEP_HDR}};
    for (int key = 0; key < LS_FACT_COUNT; key++)
        for (unsigned keep = 0; keep < 16; keep++) {
            bool expected = key == LS_FACT_IMAGE_ORIENTATION || key == LS_FACT_IMAGE_QUANTISATION;
            for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
                expected = expected || ((int)stated[i].key == key && (stated[i].keep & keep));
            assert_int_equal(ls_copy_may_state((ls_fact_key)key, keep), expected);
        }
}

static void what_it_may_have(void **state)
{
    (void)state;
    assert_true(ls_copy_may_have("png/iCCP", 0));
    assert_true(ls_copy_may_have("tiff/ifd[2]/icc", 0));
    assert_false(ls_copy_may_have("tiff/ifd[2]/iccx", 0));
    assert_false(ls_copy_may_have("tiff/ifd[", 0));
    assert_false(ls_copy_may_have("png/iCC", 0));
    assert_false(ls_copy_may_have("png/tEXt", 0));
    assert_false(ls_copy_may_have("", 0));
    assert_false(ls_copy_may_have("jpeg/app1/xmp", LS_KEEP_CREDIT | LS_KEEP_TIME | LS_KEEP_CAMERA));
    assert_true(ls_copy_may_have("jpeg/app1/xmp", LS_KEEP_HDR));
    assert_false(ls_copy_may_have("jpeg/mpf/jpeg/com", LS_KEEP_HDR));
    assert_false(ls_copy_may_have("heif/item/gain-map/sei", LS_KEEP_HDR));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_that_is_as_it_should_be),
        TEST(one_that_was_not_read_to_its_end),
        TEST(one_with_a_carrier_that_it_may_not_have),
        TEST(one_with_bytes_behind_it),
        TEST(one_with_a_gain_map_behind_it),
        TEST(one_whose_gain_map_nobody_decodes),
        TEST(one_with_bytes_that_are_nothing),
        TEST(one_that_is_odd),
        TEST(one_that_states_what_nobody_asked_for),
        TEST(what_may_be_stated),
        TEST(what_it_may_have),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
