/* SPDX-License-Identifier: Apache-2.0 */
/* Packs and help files: what is refused, and where; what the packs that we ship hold. */
#include "cmocka_all.h"

#include "rules/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const help_lines[] = {
    "format: 1",
    "system: t",
    "title: {en: T, zh: 题}",
    "basis:",
    "  - id: t.1",
    "    name: {en: Law, zh: 法}",
    "    version: \"1\"",
    "    url: https://example.org/law",
    "    checked: 2026-01-02",
    NULL,
};

static const char *const pack_lines[] = {
    "format: 1",                                                               /* 1 */
    "system: t",                                                               /* 2 */
    "title: {en: T, zh: 题}",                                                  /* 3 */
    "languages: [eng]",                                                        /* 4 */
    "help: [h]",                                                               /* 5 */
    "photo-verified: no",                                                      /* 6 */
    "contexts:",                                                               /* 7 */
    "  c: {alone: 10}",                                                        /* 8 */
    "rules:",                                                                  /* 9 */
    "  - id: t.one",                                                           /* 10 */
    "    severity: high",                                                      /* 11 */
    "    title: {en: One, zh: 一}",                                            /* 12 */
    "    what: {en: w, zh: 甲}",                                               /* 13 */
    "    why: {en: y, zh: 乙}",                                                /* 14 */
    "    do: {en: d, zh: 丙}",                                                 /* 15 */
    "    basis: [t.1]",                                                        /* 16 */
    "    patterns:",                                                           /* 17 */
    "      - {anchor: ALPHA, regex: \"ALPHA ?[0-9]\", score: 80, context: c}", /* 18 */
    "    examples:",                                                           /* 19 */
    "      must: [ALPHA 7]",                                                   /* 20 */
    "      not: [ALPHABET]",                                                   /* 21 */
    NULL,
};

static const char second_rule[] = "  - id: t.one\n    severity: low\n    title: {en: One, zh: 一}\n"
                                  "    what: {en: w, zh: 甲}\n    why: {en: y, zh: 乙}\n    do: {en: d, zh: 丙}\n"
                                  "    basis: [t.1]\n";

struct folder {
    char path[64];
};

static void path_in(const struct folder *folder, const char *name, char out[128])
{
    snprintf(out, 128, "%s/%s", folder->path, name);
}

/* The lines, one of them (from 1; 0: none) replaced; "": left out. */
static void write_file(const struct folder *folder, const char *name, const char *const *lines, size_t replaced,
                       const char *by)
{
    char path[128];
    path_in(folder, name, path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (size_t i = 0; lines[i]; i++) {
        const char *line = i + 1 == replaced ? by : lines[i];
        if (*line)
            fprintf(file, "%s\n", line);
    }
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    static struct folder folder;
    static const char *const parts[] = {"marks", "detect", "help"};
    snprintf(folder.path, sizeof folder.path, "/tmp/lightseal-test-XXXXXX");
    assert_non_null(mkdtemp(folder.path));
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        path_in(&folder, parts[i], path);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    write_file(&folder, "help/h.yaml", help_lines, 0, "");
    write_file(&folder, "marks/p.yaml", pack_lines, 0, "");
    *state = &folder;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"marks/p.yaml", "marks/q.yaml", "detect/d.yaml", "help/h.yaml",
                                        "marks",        "detect",       "help",          ""};
    struct folder *folder = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        path_in(folder, names[i], path);
        (void)remove(path);
    }
    return 0;
}

static ls_status load(const struct folder *folder, const char *pack, ls_rules **rules, ls_error *error)
{
    const char *folders[] = {folder->path};
    ls_rules_request request = {.folders = folders, .folder_count = 1, .all_marks_from = 1};
    request.mark_packs = &pack;
    request.mark_pack_count = pack ? 1 : 0;
    return ls_rules_load(&request, rules, error);
}

static void refuses(const struct folder *folder, const char *file, const char *place)
{
    ls_rules *rules = NULL;
    ls_error error = {""};
    char wanted[512];
    snprintf(wanted, sizeof wanted, "%s/%s:%s", folder->path, file, place);
    assert_int_equal(load(folder, "p", &rules, &error), LS_E_RULES);
    assert_null(rules);
    if (strncmp(error.text, wanted, strlen(wanted)) != 0)
        fail_msg("wanted %s\n   got %s", wanted, error.text);
}

static void packs_are_refused_where_they_are_wrong(void **state)
{
    static const struct {
        size_t line;
        const char *by, *place;
    } cases[] = {
        {11, "    severity: high\n    colour: red", "12:5: unknown key 'colour'"},
        {11, "    severity: grave", "11:15: 'severity' must be one of: info, low, medium, high, critical"},
        {11, "    severity: high\n    severity: low", "12:5: duplicate key 'severity', first given in line 11"},
        {16, "    basis: t.1", "16:12: 'basis' must be a list of texts, not a text"},
        {16, "    basis: []", "16:12: 'basis' needs at least 1 entries"},
        {16, "    basis: [t.2]", "16:13: no help file named here has a basis 't.2'"},
        {16, "", "10:5: missing key 'basis'"},
        {13, "    what: *w", "13:11: aliases are not allowed"},
        {13, "    what: &w {en: w, zh: 甲}", "13:11: anchors are not allowed"},
        {13, "    what: {en: w}", "13:11: missing key 'zh'"},
        {13, "    what: {zh: 甲}", "13:11: missing key 'en'"},
        {13, "    what: {en: w, zh: ''}", "13:23: 'zh' is empty"},
        {13, "    what: {en: w, zh: 甲, fr: w}", "13:26: unknown key 'fr'"},
        {14, "", "10:5: missing key 'why'"},
        {14, "    texts: nothing", "14:12: the pack has no texts 'nothing'"},
        {12, "", "10:5: missing key 'title'"},
        {20, "      must: []", "20:13: 'must' needs at least 1 entries"},
        {21, "", "20:7: missing key 'not'"},
        {21, "      not: [{text: a, ink: green}]", "21:28: 'ink' must be one of: dark, red, light, other"},
        {21, "      not: [{ink: red}]", "21:13: an example has either 'text' or 'lines'"},
        {18, "      - {anchor: ALPHA, regex: \"ALPHA(\", score: 80, context: c}", "18:32: bad pattern: "},
        {18, "      - {anchor: ALPHA, regex: \"A{x}\", score: 80, context: c}",
         "18:32: there is no class or fragment 'x'"},
        {18, "      - {anchor: ALPHA, regex: \"A\", score: 101, context: c}", "18:44: 'score' must be from 0 to 100"},
        {18, "      - {anchor: ALPHA, regex: \"A\", score: 80, context: d}", "18:57: there is no context 'd'"},
        {18, "      - {anchor: ALPHA, regex: \"A\", score: 80, context: c, errors: 2}",
         "18:68: 'errors' is more than one in 4 of the anchor's characters"},
        {18, "      - {anchor: ALPHA, regex: \"A\", score: 80, context: c, errors: 0}", "18:68: 'errors' must be from 1 to 8"},
        {8, "  c: {alone: 10, colour: 5}", "8:18: unknown key 'colour'"},
        {8, "  c: {alone: much}", "8:14: 'alone' must be a whole number"},
        {5, "help: [nope]", "5:8: there is no help file 'nope.yaml'"},
        {1, "format: 2", "1:9: 'format' must be from 1 to 1"},
        {6, "photo-verified: perhaps", "6:17: 'photo-verified' must be yes or no"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file(*state, "marks/p.yaml", pack_lines, cases[i].line, cases[i].by);
        refuses(*state, "marks/p.yaml", cases[i].place);
    }
}

static void an_id_is_used_once(void **state)
{
    char by[1024];
    snprintf(by, sizeof by, "%s\n%s", pack_lines[20], second_rule);
    write_file(*state, "marks/p.yaml", pack_lines, 21, by);
    refuses(*state, "marks/p.yaml", "22:9: rule 't.one' is already in ");
}

static void help_is_refused_where_it_is_wrong(void **state)
{
    static const struct {
        size_t line;
        const char *by, *place;
    } cases[] = {
        {9, "", "5:5: missing key 'checked'"},
        {9, "    checked: 2026-02-30", "9:14: 'checked' must be a date, YYYY-MM-DD"},
        {8, "", "5:5: missing key 'url'"},
        {6, "    name: {en: Law}", "6:11: missing key 'zh'"},
        {9,
         "    checked: 2026-01-02\n  - id: t.1\n    name: {en: L, zh: 法}\n    version: a\n    url: b\n"
         "    checked: 2026-01-02",
         "10:9: basis 't.1' is given twice"},
        {9, "    checked: 2026-01-02\ntopics:\n  leaked: {en: a, zh: 甲, basis: [t.9]}",
         "11:34: no help file named here has a basis 't.9'"},
        {9, "    checked: 2026-01-02\ntopics:\n  leaked: {en: a, zh: 甲}", "11:11: missing key 'basis'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file(*state, "help/h.yaml", help_lines, cases[i].line, cases[i].by);
        refuses(*state, "help/h.yaml", cases[i].place);
    }
}

static void only_what_is_needed_is_read(void **state)
{
    ls_rules *rules = NULL;
    ls_error error = {""};
    write_file(*state, "marks/q.yaml", pack_lines, 1, "format: [");
    assert_int_equal(load(*state, "p", &rules, &error), LS_OK);
    assert_int_equal(ls_rules_count(rules), 1);
    assert_string_equal(ls_rules_language(rules, 0), "eng");
    assert_null(ls_rules_language(rules, 1));
    ls_rules_free(rules);
    assert_int_equal(load(*state, NULL, &rules, &error), LS_OK);
    assert_int_equal(ls_rules_count(rules), 0);
    assert_null(ls_rules_find(rules, "t.one"));
    ls_rules_free(rules);
    assert_int_equal(load(*state, "q", &rules, &error), LS_E_RULES);
    assert_int_equal(load(*state, "r", &rules, &error), LS_E_RULES);
    assert_string_equal(error.text, "there is no rule pack marks/r.yaml in the rule folders");
}

static void folders_add_up(void **state)
{
    struct folder *folder = *state;
    const char *folders[] = {LS_SOURCE_DIR "/rules", folder->path};
    const char *packs[] = {"us"};
    ls_rules_request request = {
        .folders = folders, .folder_count = 2, .mark_packs = packs, .mark_pack_count = 1, .all_marks_from = 1};
    ls_rules *rules = NULL;
    ls_error error = {""};
    assert_int_equal(ls_rules_load(&request, &rules, &error), LS_OK);
    assert_non_null(ls_rules_find(rules, "t.one"));
    assert_non_null(ls_rules_find(rules, "us.secret"));
    assert_non_null(ls_rules_find(rules, "metadata.gps"));
    assert_null(ls_rules_find(rules, "cn.exam"));
    assert_int_equal(ls_rules_language_count(rules), 1);
    ls_rules_free(rules);
    folders[1] = "/nonexistent-rules";
    assert_int_equal(ls_rules_load(&request, &rules, &error), LS_E_RULES);
    assert_string_equal(error.text,
                        "/nonexistent-rules: no rules here: neither marks/ nor detect/ nor help/ nor documents/ holds a file");
    folders[1] = folders[0]; /* the same ids once more */
    assert_int_equal(ls_rules_load(&request, &rules, &error), LS_E_RULES);
    assert_non_null(strstr(error.text, "is already in"));
}

static void the_hash_is_that_of_the_files(void **state)
{
    ls_rules *rules = NULL;
    char first[LS_HASH_HEX], again[LS_HASH_HEX];
    assert_int_equal(load(*state, "p", &rules, NULL), LS_OK);
    assert_int_equal(ls_rules_hash(rules, first), LS_OK);
    assert_int_equal(strlen(first), 64);
    ls_rules_free(rules);
    assert_int_equal(load(*state, "p", &rules, NULL), LS_OK);
    assert_int_equal(ls_rules_hash(rules, again), LS_OK);
    assert_string_equal(again, first);
    ls_rules_free(rules);
    write_file(*state, "help/h.yaml", help_lines, 1, "format: 1 # a remark");
    assert_int_equal(load(*state, "p", &rules, NULL), LS_OK);
    assert_int_equal(ls_rules_hash(rules, again), LS_OK);
    assert_string_not_equal(again, first);
    ls_rules_free(rules);
}

/* ------------------------------------------------------------------------------------------ rules test */

struct failures {
    size_t count;
    char last[512];
};

static void note(const char *pack, const char *rule, const char *example, const char *problem, void *user)
{
    struct failures *failures = user;
    failures->count++;
    snprintf(failures->last, sizeof failures->last, "%s|%s|%s", rule, example, problem);
    if (failures->count > 3)
        return;
    print_message("%s: %s\n", pack, failures->last);
}

static void test_reports(const struct folder *folder, size_t line, const char *by, const char *report)
{
    ls_rules *rules = NULL;
    ls_error error = {""};
    struct failures failures = {0};
    size_t examples, count;
    write_file(folder, "marks/p.yaml", pack_lines, line, by);
    assert_int_equal(load(folder, "p", &rules, &error), LS_OK);
    assert_int_equal(ls_rules_test(rules, note, &failures, &examples, &count), LS_OK);
    assert_int_equal(examples, 2);
    assert_int_equal(count, report ? 1 : 0);
    assert_int_equal(failures.count, count);
    if (report)
        assert_string_equal(failures.last, report);
    ls_rules_free(rules);
}

static void rules_test_reports_failures(void **state)
{
    test_reports(*state, 0, "", NULL);
    test_reports(*state, 20, "      must: [BETA 7]", "t.one|BETA 7|must match and does not");
    test_reports(*state, 21, "      not: [ALPHA 8]", "t.one|ALPHA 8|must not match and does");
    test_reports(*state, 15, "    do: {en: Call 12339., zh: 丙}", "t.one|do|names 12339 outside the system cn");
    test_reports(*state, 14, "    why: {en: y, zh: 可处三年以上有期徒刑}", "t.one|why|names a sentence");
    test_reports(*state, 14, "    why: {en: Up to ten years in prison, zh: 乙}", "t.one|why|names a sentence");
    test_reports(*state, 13, "    what: {en: w, zh: 该文件属于国家秘密}",
                 "t.one|what|claims that something is secret: a tool cannot know");
    test_reports(*state, 13, "    what: {en: The page contains classified facts, zh: 甲}",
                 "t.one|what|claims that something is secret: a tool cannot know");
    test_reports(*state, 13, "    what: {en: \"at {palce}\", zh: 甲}",
                 "t.one|what|has a placeholder that nothing fills");
    test_reports(*state, 13, "    what: {en: A tool cannot tell whether it is secret, zh: 不能判断是否属于国家秘密}",
                 NULL);
}

static void shipped_packs_pass_their_own_examples(void **state)
{
    (void)state;
    const char *folders[] = {LS_SOURCE_DIR "/rules"};
    ls_rules_request request = {.folders = folders, .folder_count = 1, .every_pack = true};
    ls_rules *rules = NULL;
    ls_error error = {""};
    struct failures failures = {0};
    size_t examples, count;
    if (ls_rules_load(&request, &rules, &error))
        fail_msg("%s", error.text);
    assert_int_equal(ls_rules_test(rules, note, &failures, &examples, &count), LS_OK);
    assert_int_equal(count, 0);
    assert_true(examples > 100);
    ls_rules_free(rules);
}

static void shipped_packs_hold_what_the_detectors_and_policy_rely_on(void **state)
{
    static const struct {
        const char *id, *category;
        ls_severity severity;
    } wanted[] = {
        {"metadata.gps", "metadata", LS_MEDIUM},
        {"metadata.gps-no-fix", "metadata", LS_INFO},
        {"metadata.gps-malformed", "metadata", LS_MEDIUM},
        {"metadata.gps-remains", "metadata", LS_LOW},
        {"metadata.serial", "metadata", LS_MEDIUM},
        {"metadata.lens-serial", "metadata", LS_MEDIUM},
        {"metadata.owner", "metadata", LS_MEDIUM},
        {"metadata.copyright", "metadata", LS_LOW},
        {"metadata.place-name", "metadata", LS_MEDIUM},
        {"metadata.image-id", "metadata", LS_LOW},
        {"metadata.note", "metadata", LS_LOW},
        {"metadata.makernote", "metadata", LS_LOW},
        {"metadata.device", "metadata", LS_INFO},
        {"metadata.time", "metadata", LS_INFO},
        {"metadata.thumbnail", "metadata", LS_LOW},
        {"metadata.second-uncropped", "metadata", LS_CRITICAL},
        {"metadata.second-unredacted", "metadata", LS_CRITICAL},
        {"metadata.second-other", "metadata", LS_CRITICAL},
        {"metadata.sidecar", "metadata", LS_INFO},
        {"metadata.edits", "metadata", LS_LOW},
        {"metadata.motion-clip", "metadata", LS_MEDIUM},
        {"metadata.second-picture", "metadata", LS_MEDIUM},
        {"metadata.trailing", "metadata", LS_MEDIUM},
        {"metadata.unknown-bytes", "metadata", LS_MEDIUM},
        {"metadata.unread", "metadata", LS_MEDIUM},
        {"code.present", "identity", LS_LOW},
        {"document.red-header", "document", LS_MEDIUM},
        {"document.official", "document", LS_MEDIUM},
        {"document.inner-page", "document", LS_MEDIUM},
        {"document.fragment", "document", LS_MEDIUM},
        {"document.covered", "document", LS_HIGH},
        {"document.cut", "document", LS_MEDIUM},
        {"document.internal", "document", LS_MEDIUM},
        {"document.exam", "document", LS_LOW},
        {"document.stale", "document", LS_MEDIUM},
        {"document.unread", "document", LS_MEDIUM},
        {"place.inside", "place", LS_CRITICAL},
        {"place.near", "place", LS_HIGH},
        {"place.not-compared", "place", LS_MEDIUM},
        {"place.hemisphere", "place", LS_MEDIUM},
        {"place.secret-area", "place", LS_CRITICAL},
        {"cn.state-secret.juemi", "mark", LS_CRITICAL},
        {"cn.state-secret.jimi", "mark", LS_CRITICAL},
        {"cn.state-secret.mimi", "mark", LS_HIGH},
        {"cn.state-secret.unclear", "mark", LS_CRITICAL},
        {"cn.work-secret", "mark", LS_HIGH},
        {"cn.internal", "mark", LS_MEDIUM},
        {"cn.exam", "mark", LS_LOW},
        {"cn.trade-secret.core", "mark", LS_HIGH},
        {"cn.trade-secret.ordinary", "mark", LS_MEDIUM},
        {"cn.star-misuse", "mark", LS_MEDIUM},
        {"cn.classified-carrier", "mark", LS_MEDIUM},
        {"cn.declassified", "mark", LS_LOW},
        {"cn.urgency", "mark", LS_INFO},
        {"us.top-secret", "mark", LS_CRITICAL},
        {"us.secret", "mark", LS_CRITICAL},
        {"us.confidential", "mark", LS_HIGH},
        {"us.cui", "mark", LS_HIGH},
        {"us.fouo", "mark", LS_MEDIUM},
        {"us.les", "mark", LS_MEDIUM},
        {"us.legacy", "mark", LS_MEDIUM},
        {"us.restricted-data", "mark", LS_CRITICAL},
        {"us.authority-block", "mark", LS_MEDIUM},
    };
    (void)state;
    const char *folders[] = {LS_SOURCE_DIR "/rules"}, *packs[] = {"cn", "us"};
    ls_rules_request request = {
        .folders = folders, .folder_count = 1, .mark_packs = packs, .mark_pack_count = 2, .all_marks_from = 1};
    ls_rules *rules = NULL;
    assert_int_equal(ls_rules_load(&request, &rules, NULL), LS_OK);
    assert_int_equal(ls_rules_count(rules), sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const ls_rule *rule = ls_rules_find(rules, wanted[i].id);
        assert_non_null(rule);
        assert_string_equal(rule->category, wanted[i].category);
        assert_int_equal(rule->severity, wanted[i].severity);
        assert_true(rule->basis_count >= 1);
        assert_int_equal(rule->patterns != NULL, strcmp(rule->category, "mark") == 0);
    }
    for (size_t i = 1; i < ls_rules_count(rules); i++)
        assert_true(strcmp(ls_rules_at(rules, i - 1)->id, ls_rules_at(rules, i)->id) < 0);
    assert_int_equal(ls_rules_language_count(rules), 2);
    assert_string_equal(ls_rules_language(rules, 0), "chi_sim");
    assert_string_equal(ls_rules_language(rules, 1), "eng");
    assert_string_equal(ls_rules_find(rules, "cn.state-secret.jimi")->level, "机密");
    assert_string_equal(ls_rules_find(rules, "cn.state-secret.jimi")->system, "cn");
    assert_null(ls_rules_find(rules, "metadata.gps")->system);
    ls_rules_free(rules);
}

/* A check takes eight languages at most, and whoever wants may have every pack. */
static void all_packs_together_can_be_used(void **state)
{
    (void)state;
    const char *folders[] = {LS_SOURCE_DIR "/rules"};
    ls_rules_request request = {.folders = folders, .folder_count = 1, .every_pack = true};
    ls_rules *rules = NULL;
    assert_int_equal(ls_rules_load(&request, &rules, NULL), LS_OK);
    assert_int_equal(ls_rules_language_count(rules), 8);
    size_t signs = 0, systems = 0;
    const char *last = "";
    for (size_t i = 0; i < ls_rules_count(rules); i++) {
        const ls_rule *rule = ls_rules_at(rules, i);
        if (!rule->patterns)
            continue;
        bool sign = strncmp(rule->id, "signs.", 6) == 0;
        assert_string_equal(rule->category, sign ? "place" : "mark");
        assert_true(!sign || rule->severity >= LS_MEDIUM);
        signs += sign;
        systems += strcmp(rule->system, last) != 0;
        last = rule->system;
    }
    assert_int_equal(signs, 6);
    assert_int_equal(systems, 15);
    ls_rules_free(rules);
}

/* Examples are for rules test: a check reads over them, and errors behind them still name their line. */
static void a_check_reads_over_examples(void **state)
{
    (void)state;
    const char *folders[] = {LS_SOURCE_DIR "/rules"}, *packs[] = {"cn", "us"};
    ls_rules_request request = {.folders = folders, .folder_count = 1, .mark_packs = packs, .mark_pack_count = 2,
                                .all_marks_from = 1};
    ls_rules *with = NULL, *without = NULL;
    char full[LS_HASH_HEX], short_[LS_HASH_HEX];
    size_t examples, failures;
    assert_int_equal(ls_rules_load(&request, &with, NULL), LS_OK);
    request.without_examples = true;
    assert_int_equal(ls_rules_load(&request, &without, NULL), LS_OK);
    assert_int_equal(ls_rules_count(with), ls_rules_count(without));
    assert_int_equal(ls_rules_hash(with, full), LS_OK);
    assert_int_equal(ls_rules_hash(without, short_), LS_OK);
    assert_string_equal(full, short_);
    assert_int_equal(ls_rules_test(without, NULL, NULL, &examples, &failures), LS_OK);
    assert_int_equal(failures, 0);
    ls_rules_free(with);
    ls_rules_free(without);
}

static void contacts_follow_the_system(void **state)
{
    (void)state;
    const char *folders[] = {LS_SOURCE_DIR "/rules"};
    ls_rules_request request = {.folders = folders, .folder_count = 1, .every_pack = true};
    ls_rules *rules = NULL;
    assert_int_equal(ls_rules_load(&request, &rules, NULL), LS_OK);
    static const char *const systems[] = {"cn", "us", "tw", "hk", "nato", "eu", "uk", "ca", "jp", "kr", "ru", "vn", "general"};
    static const char *const topics[] = {"leaked", "advice"};
    enum { SYSTEMS = sizeof systems / sizeof *systems };
    for (size_t i = 0; i < SYSTEMS * 2 * LS_LANG_COUNT; i++) {
        const char *system = systems[i % SYSTEMS], *topic = topics[i / SYSTEMS % 2];
        const char *text = ls_rules_topic(rules, system, topic, (ls_language)(i / SYSTEMS / 2));
        assert_non_null(text);
        assert_int_equal(strstr(text, "12339") != NULL, strcmp(system, "cn") == 0);
        assert_int_equal(strchr(text, '\n') == NULL, strcmp(topic, "advice") == 0);
    }
    assert_null(ls_rules_topic(rules, "cn", "nothing", LS_LANG_EN));
    assert_null(ls_rules_topic(rules, "xx", "leaked", LS_LANG_EN));
    ls_rules_free(rules);
}

int main(void)
{
#define IN_FOLDER(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(packs_are_refused_where_they_are_wrong),
        IN_FOLDER(an_id_is_used_once),
        IN_FOLDER(help_is_refused_where_it_is_wrong),
        IN_FOLDER(only_what_is_needed_is_read),
        IN_FOLDER(folders_add_up),
        IN_FOLDER(the_hash_is_that_of_the_files),
        IN_FOLDER(rules_test_reports_failures),
        cmocka_unit_test(shipped_packs_pass_their_own_examples),
        cmocka_unit_test(shipped_packs_hold_what_the_detectors_and_policy_rely_on),
        cmocka_unit_test(all_packs_together_can_be_used),
        cmocka_unit_test(a_check_reads_over_examples),
        cmocka_unit_test(contacts_follow_the_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
