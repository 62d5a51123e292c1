/* SPDX-License-Identifier: Apache-2.0 */
/* Options, configuration, policy, and the way from a detection to a finding. */
#include "cmocka_all.h"

#include "engine/build.h"
#include "engine/language_data.h"

#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

/* ------------------------------------------------------------------------------------------------ options */

static void options_take_what_the_manual_says(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
        ls_status status;
    } cases[] = {
        {"time-budget", "500ms", LS_OK},    {"time-budget", "10s", LS_OK},     {"time-budget", "2m", LS_OK},
        {"time-budget", "10", LS_E_USAGE},  {"time-budget", "-1s", LS_E_USAGE}, {"time-budget", "nans", LS_E_USAGE},
        {"time-budget", "1e9s", LS_E_USAGE}, {"time-budget", "", LS_E_USAGE},  {"only", "metadata,place", LS_OK},
        {"only", "metadata, text", LS_OK},  {"only", "metadata,", LS_E_USAGE}, {"only", "faces", LS_E_USAGE},
        {"only", "album", LS_E_USAGE},      {"lang", "zh", LS_OK},             {"lang", "zh_CN", LS_E_USAGE},
        {"sandbox", "require", LS_OK},      {"sandbox", "maybe", LS_E_USAGE},  {"fail-on", "never", LS_OK},
        {"show-evidence", "yes", LS_OK},    {"show-evidence", "1", LS_E_USAGE}, {"policy", "", LS_E_USAGE},
        {"disable", "metadata.gps,cn.exam", LS_OK}, {"color", "yes", LS_E_USAGE},
        {"accept", "video-frames", LS_OK},  {"accept", "nothing", LS_OK},      {"accept", "frames", LS_E_USAGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_options *options = ls_options_new();
        ls_error error = {""};
        assert_int_equal(ls_options_set(options, cases[i].name, cases[i].value, &error), cases[i].status);
        assert_true((cases[i].status == LS_OK) == (error.text[0] == 0));
        ls_options_free(options);
    }
    assert_int_equal(ls_options_set(NULL, "lang", "en", NULL), LS_E_USAGE);
}

static void a_copy_holds_everything(void **state)
{
    (void)state;
    ls_options *options = ls_options_new();
    assert_int_equal(ls_options_set(options, "areas", "a.geojson", NULL), LS_OK);
    assert_int_equal(ls_options_set(options, "areas", "b.geojson", NULL), LS_OK);
    assert_int_equal(ls_options_set(options, "only", "text", NULL), LS_OK);
    assert_int_equal(ls_options_set(options, "time-budget", "3s", NULL), LS_OK);
    assert_int_equal(ls_options_add_ignore(options, "cn.exam", "we print them", "2027-01-01"), LS_OK);
    ls_options *copy = ls_options_copy(options);
    ls_options_free(options);
    assert_int_equal(copy->lists[LS_OPTION_AREAS].count, 2);
    assert_string_equal(copy->lists[LS_OPTION_AREAS].items[1], "b.geojson");
    assert_true(copy->has_only && copy->only[LS_STAGE_TEXT] && !copy->only[LS_STAGE_PLACE]);
    assert_int_equal(copy->time_budget_ms, 3000);
    assert_string_equal(copy->ignores[0].until, "2027-01-01");
    ls_options_free(copy);
}

/* ------------------------------------------------------------------------------------------ configuration */

static ls_status load_config(const char *text, ls_options *options, ls_error *error)
{
    char path[] = "/tmp/lightseal-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    ls_status status = ls_options_load(options, path, error);
    unlink(path);
    return status;
}

static void a_configuration_uses_the_same_names(void **state)
{
    (void)state;
    ls_options *options = ls_options_new();
    ls_error error = {""};
    assert_int_equal(load_config("time-budget: 4s\nareas: [one.geojson, /two.geojson]\nshow-evidence: yes\n"
                                 "ignore:\n  - {rule: metadata.gps, reason: holiday photos, until: 2027-03-01}\n",
                                 options, &error),
                     LS_OK);
    assert_int_equal(options->time_budget_ms, 4000);
    assert_true(options->show_evidence);
    assert_string_equal(options->lists[LS_OPTION_AREAS].items[0], "/tmp/one.geojson"); /* beside the file */
    assert_string_equal(options->lists[LS_OPTION_AREAS].items[1], "/two.geojson");
    assert_int_equal(options->ignore_count, 1);
    assert_int_equal(load_config("only: [metadata, text]\n", options, &error), LS_OK);
    assert_true(options->only[LS_STAGE_METADATA] && options->only[LS_STAGE_TEXT] && !options->only[LS_STAGE_PLACE]);
    ls_options_free(options);
}

static void a_bad_configuration_names_line_and_column(void **state)
{
    (void)state;
    static const struct {
        const char *text, *place;
    } cases[] = {
        {"lang: zh\ncolour: yes\n", ":2:1: "},
        {"lang: zh\ntime-budget: soon\n", ":2:14: "},
        {"ignore:\n  - {rule: a, until: 2027-03-01}\n", ":2:5: "},
        {"ignore:\n  - {rule: a, reason: b, until: 2027-02-30}\n", ":2:33: "},
        {"ignore: everything\n", ":1:9: "},
        {"lang: {a: b}\n", ":1:7: "},
        {"fail-on: [review, never]\n", ":1:10: "}, /* the last one would win in silence */
        {"only: [metadata, [text]]\n", ":1:18: "},
        {"- lang\n", ":1:1: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_options *options = ls_options_new();
        ls_error error = {""};
        assert_int_equal(load_config(cases[i].text, options, &error), LS_E_CONFIG);
        if (!strstr(error.text, cases[i].place))
            fail_msg("case %zu: %s", i, error.text);
        ls_options_free(options);
    }
}

/* -------------------------------------------------------------------------------------------------- policy */

static void the_policies_say_what_design_says(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_policy policy;
    ls_error error = {""};
    assert_int_equal(ls_policy_load(&policy, arena, LS_SOURCE_DIR "/rules/policy", "default", &error), LS_OK);
    assert_false(policy.areas_required);
    assert_true(policy.requires[LS_STAGE_METADATA] && policy.requires[LS_STAGE_TEXT] && !policy.requires[LS_STAGE_PLACE]);
    assert_int_equal(ls_policy_effect(&policy, "mark", LS_CRITICAL), LS_VERDICT_BLOCK);
    assert_int_equal(ls_policy_effect(&policy, "metadata", LS_MEDIUM), LS_VERDICT_REVIEW);
    assert_int_equal(ls_policy_effect(&policy, "metadata", LS_LOW), LS_VERDICT_OK);
    assert_int_equal(ls_policy_effect(&policy, "identity", LS_HIGH), LS_VERDICT_REVIEW); /* a category it does not name */
    assert_false(policy.accepts_video_frames);
    assert_string_equal(policy.packs.items[0], "cn");
    assert_int_equal(policy.languages.count, 3);
    assert_string_equal(policy.languages_zh.items[0], "chi_tra");
    assert_int_equal(ls_policy_load(&policy, arena, LS_SOURCE_DIR "/rules/policy", "office", &error), LS_OK);
    assert_true(policy.areas_required && policy.requires[LS_STAGE_PLACE]);
    assert_int_equal(ls_policy_load(&policy, arena, LS_SOURCE_DIR "/rules/policy", "nobody", &error), LS_E_CONFIG);
    ls_arena_free(arena);
}

/* -------------------------------------------------------------------------------------- verdict and masks */

static ls_report *report_with(ls_verdict effect, ls_state state, int required)
{
    ls_report *report = ls_report_new("a\x1b[31m.jpg");
    report->coverage[LS_STAGE_TEXT] = (ls_coverage){.stage = "text", .state = state, .required = required};
    report->findings = ls_arena_alloc(report->arena, sizeof *report->findings);
    report->findings[0] = (ls_finding){.rule = "x", .category = "mark", .effect = effect};
    report->finding_count = 1;
    ls_report_finish(report);
    return report;
}

static void what_was_not_checked_is_never_ok(void **state)
{
    (void)state;
    static const struct {
        ls_verdict effect;
        ls_state text;
        int required;
        ls_verdict verdict;
    } cases[] = {
        {LS_VERDICT_OK, LS_DONE, 1, LS_VERDICT_OK},
        {LS_VERDICT_OK, LS_SKIPPED, 0, LS_VERDICT_OK},
        {LS_VERDICT_OK, LS_SKIPPED, 1, LS_VERDICT_UNCHECKED},
        {LS_VERDICT_OK, LS_LIMITED, 1, LS_VERDICT_UNCHECKED},
        {LS_VERDICT_REVIEW, LS_FAILED, 1, LS_VERDICT_UNCHECKED},
        {LS_VERDICT_REVIEW, LS_DONE, 1, LS_VERDICT_REVIEW},
        {LS_VERDICT_BLOCK, LS_FAILED, 1, LS_VERDICT_BLOCK}, /* findings survive a failure */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_report *report = report_with(cases[i].effect, cases[i].text, cases[i].required);
        assert_int_equal(ls_report_verdict(report), cases[i].verdict);
        assert_null(strchr(ls_report_source(report), '\x1b'));
        ls_report_free(report);
    }
}

struct scene {
    ls_engine engine;
    ls_report *report;
    ls_detections detections;
};

static void set_scene(struct scene *scene, bool show)
{
    memset(scene, 0, sizeof *scene);
    scene->engine.arena = ls_arena_new(1 << 22);
    scene->engine.options = ls_options_new();
    scene->engine.options->show_evidence = show;
    for (int i = 0; i < LS_STAGE_COUNT; i++)
        scene->engine.asked[i] = true;
    const char *folder = LS_SOURCE_DIR "/rules";
    ls_rules_request request = {.folders = &folder, .folder_count = 1, .every_pack = true};
    ls_error error = {""};
    if (ls_rules_load(&request, &scene->engine.rules, &error))
        fail_msg("%s", error.text);
    assert_int_equal(ls_policy_load(&scene->engine.policy, scene->engine.arena, LS_SOURCE_DIR "/rules/policy", "default",
                                    &error),
                     LS_OK);
    scene->report = ls_report_new("photo.jpg");
    scene->detections.arena = scene->report->arena;
}

static ls_detection *add(struct scene *scene, const char *rule)
{
    ls_detection *detection = NULL;
    assert_int_equal(ls_detections_add(&scene->detections, rule, &detection), LS_OK);
    assert_non_null(detection);
    return detection;
}

static void strike_scene(struct scene *scene)
{
    ls_report_free(scene->report);
    ls_rules_free(scene->engine.rules);
    ls_options_free(scene->engine.options);
    ls_arena_free(scene->engine.arena);
}

static bool anywhere(const ls_finding *finding, const char *needle)
{
    const char *texts[] = {finding->title, finding->what, finding->why, finding->action, finding->text, finding->area};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i] && strstr(texts[i], needle))
            return true;
    return false;
}

static void evidence_is_masked_unless_it_is_asked_for(void **state)
{
    (void)state;
    for (int show = 0; show < 2; show++) {
        struct scene scene;
        set_scene(&scene, show);
        ls_fact serial = {.key = LS_FACT_DEVICE_SERIAL, .text = "SN4711815", .carrier = "jpeg/app1/exif", .from = 10, .to = 19};
        ls_fact lat = {.key = LS_FACT_GPS_LAT, .real = 31.177428, .carrier = "jpeg/app1/exif/gps", .from = 30, .to = 54};
        ls_position position = {.lat = 31.177428, .lon = -121.527211, .fact = &lat};
        ls_detection *detection = add(&scene, "metadata.serial");
        detection->fact = &serial;
        ls_detection_argument(detection, "value", serial.text, true);
        detection->text = serial.text;
        detection = add(&scene, "metadata.gps");
        detection->fact = &lat;
        detection->position = &position;
        assert_int_equal(ls_build_findings(&scene.engine, &scene.detections, scene.report), LS_OK);
        assert_int_equal(scene.report->finding_count, 2);
        for (size_t i = 0; i < 2; i++) {
            const ls_finding *finding = &scene.report->findings[i];
            bool gps = strcmp(finding->rule, "metadata.gps") == 0;
            assert_int_equal(anywhere(finding, gps ? "31.177" : "SN4711815"), show);
            assert_int_equal(anywhere(finding, gps ? "121.5272" : "SN4711815"), show);
            assert_false(anywhere(finding, "{"));
            assert_int_equal(finding->has_bytes, 1);
            assert_true(finding->effect == LS_VERDICT_REVIEW);
        }
        strike_scene(&scene);
    }
}

static void a_distance_is_coarse_and_never_rounded_to_nothing(void **state)
{
    (void)state;
    struct scene scene;
    set_scene(&scene, false);
    ls_hit near = {.relation = LS_NEAR, .area = "Example Ridge", .category = "military", .distance_m = 12.3};
    ls_hit secret = {.relation = LS_NEAR, .area = "Pack title", .category = "military", .distance_m = 12.3, .secret = true};
    add(&scene, "place.near")->hit = &near;
    add(&scene, "place.secret-area")->hit = &secret;
    assert_int_equal(ls_build_findings(&scene.engine, &scene.detections, scene.report), LS_OK);
    assert_int_equal(scene.report->finding_count, 2);
    assert_int_equal(scene.report->findings[0].has_distance, 1);
    assert_true(scene.report->findings[0].distance_m > 999 && scene.report->findings[0].distance_m < 1001);
    assert_int_equal(scene.report->findings[1].has_distance, 0);
    assert_false(anywhere(&scene.report->findings[1], "12"));
    strike_scene(&scene);
}

static void ignored_rules_are_counted_and_expired_ones_come_back(void **state)
{
    (void)state;
    struct scene scene;
    set_scene(&scene, false);
    assert_int_equal(ls_options_set(scene.engine.options, "disable", "metadata.gps", NULL), LS_OK);
    assert_int_equal(ls_options_add_ignore(scene.engine.options, "metadata.serial", "r", "2020-01-01"), LS_OK);
    assert_int_equal(ls_options_add_ignore(scene.engine.options, "metadata.note", "r", "9998-01-01"), LS_OK);
    add(&scene, "metadata.gps");
    add(&scene, "metadata.serial");
    add(&scene, "metadata.note");
    assert_int_equal(ls_build_findings(&scene.engine, &scene.detections, scene.report), LS_OK);
    assert_int_equal(scene.report->finding_count, 1);
    assert_string_equal(scene.report->findings[0].rule, "metadata.serial");
    assert_int_equal(scene.report->ignored, 2);
    assert_int_equal(scene.report->expired, 1);
    strike_scene(&scene);
}

static void a_stage_that_was_not_asked_for_has_no_findings(void **state)
{
    (void)state;
    struct scene scene;
    set_scene(&scene, false);
    scene.engine.asked[LS_STAGE_METADATA] = false;
    add(&scene, "metadata.gps");
    add(&scene, "place.not-compared");
    assert_int_equal(ls_build_findings(&scene.engine, &scene.detections, scene.report), LS_OK);
    assert_int_equal(scene.report->finding_count, 1);
    assert_string_equal(scene.report->findings[0].rule, "place.not-compared");
    strike_scene(&scene);
}

static void packages_are_named_as_debian_names_them(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1 << 16);
    assert_string_equal(ls_language_data_package(arena, "chi_sim"), "tesseract-ocr-chi-sim");
    char path[256];
    assert_false(ls_language_data_path("../../etc/passwd", path, sizeof path));
    ls_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_take_what_the_manual_says),
        cmocka_unit_test(a_copy_holds_everything),
        cmocka_unit_test(a_configuration_uses_the_same_names),
        cmocka_unit_test(a_bad_configuration_names_line_and_column),
        cmocka_unit_test(the_policies_say_what_design_says),
        cmocka_unit_test(what_was_not_checked_is_never_ok),
        cmocka_unit_test(evidence_is_masked_unless_it_is_asked_for),
        cmocka_unit_test(a_distance_is_coarse_and_never_rounded_to_nothing),
        cmocka_unit_test(ignored_rules_are_counted_and_expired_ones_come_back),
        cmocka_unit_test(a_stage_that_was_not_asked_for_has_no_findings),
        cmocka_unit_test(packages_are_named_as_debian_names_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
