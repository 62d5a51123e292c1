/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program as a stranger would write it: it includes the installed header and nothing else of ours, is compiled as
 * C99 and as C++, and is linked with what pkg-config says.
 *
 *     client NOTHING-TO-HIDE.jpg
 */
#include <lightseal/lightseal.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

#define CHECK(condition) check((condition) ? 1 : 0, #condition, __LINE__)

static void check(int holds, const char *what, int line)
{
    if (holds)
        return;
    printf("line %d: not so: %s\n", line, what);
    failures++;
}

/*
 * What it looks like on a 64-bit machine. A program that was compiled against it goes on working with every
 * liblightseal.so.0: structures grow at their end only.
 */
static void check_layout(void)
{
    CHECK(LS_CHECK_VERSION == 2);
    CHECK(offsetof(ls_check, version) == 0);
    CHECK(offsetof(ls_check, name) == 8);
    CHECK(offsetof(ls_check, fd) == 16);
    CHECK(offsetof(ls_check, data) == 24);
    CHECK(offsetof(ls_check, size) == 32);
    CHECK(offsetof(ls_check, deadline_ms) == 40);
    CHECK(offsetof(ls_check, cancel) == 48);
    CHECK(offsetof(ls_check, partial) == 56);
    CHECK(offsetof(ls_check, user) == 64);
    CHECK(offsetof(ls_check, retry) == 72);
    CHECK(offsetof(ls_check, folder) == 80); /* where version 1 ends */
    CHECK(offsetof(ls_check, file) == 88);
    CHECK(sizeof(ls_check) == 96);
    CHECK(sizeof(ls_error) == 512);

    CHECK(offsetof(ls_coverage, reason) == 16);
    CHECK(offsetof(ls_coverage, required) == 24);
    CHECK(offsetof(ls_coverage, fix) == 32);

    CHECK(offsetof(ls_finding, severity) == 16);
    CHECK(offsetof(ls_finding, title) == 32);
    CHECK(offsetof(ls_finding, bytes) == 80);
    CHECK(offsetof(ls_finding, quad) == 104);
    CHECK(offsetof(ls_finding, relation) == 168);
    CHECK(offsetof(ls_finding, distance_m) == 192);
    CHECK(offsetof(ls_finding, basis) == 224);
    CHECK(offsetof(ls_finding, picture) == 232);
    CHECK(offsetof(ls_finding, evidence) == 240);
    CHECK(offsetof(ls_finding, number) == 256);

    CHECK(LS_ANNOTATE_VERSION == 1);
    CHECK(offsetof(ls_annotate, version) == 0);
    CHECK(offsetof(ls_annotate, report) == 8);
    CHECK(offsetof(ls_annotate, fd) == 16);
    CHECK(offsetof(ls_annotate, data) == 24);
    CHECK(offsetof(ls_annotate, size) == 32);
    CHECK(offsetof(ls_annotate, out) == 40);
    CHECK(offsetof(ls_annotate, deadline_ms) == 44);
    CHECK(offsetof(ls_annotate, cancel) == 48);
    CHECK(offsetof(ls_annotate, picture) == 56);
    CHECK(offsetof(ls_annotate, boxes) == 64);
    CHECK(offsetof(ls_annotate, boxes_left_out) == 72);
    CHECK(offsetof(ls_annotate, boxes_elsewhere) == 80);
    CHECK(sizeof(ls_annotate) == 88);

    CHECK(LS_INSPECT_VERSION == 2);
    CHECK(offsetof(ls_inspect, version) == 0);
    CHECK(offsetof(ls_inspect, name) == 8);
    CHECK(offsetof(ls_inspect, fd) == 16);
    CHECK(offsetof(ls_inspect, data) == 24);
    CHECK(offsetof(ls_inspect, size) == 32);
    CHECK(offsetof(ls_inspect, deadline_ms) == 40);
    CHECK(offsetof(ls_inspect, cancel) == 48);
    CHECK(offsetof(ls_inspect, retry) == 56);
    CHECK(offsetof(ls_inspect, last) == 60);
    CHECK(offsetof(ls_inspect, folder) == 64); /* where version 1 ends */
    CHECK(offsetof(ls_inspect, file) == 72);
    CHECK(sizeof(ls_inspect) == 80);

    CHECK(offsetof(ls_inspected_range, role) == 16);
    CHECK(offsetof(ls_inspected_range, path) == 24);
    CHECK(offsetof(ls_inspected_value, type) == 8);
    CHECK(offsetof(ls_inspected_value, text) == 16);
    CHECK(offsetof(ls_inspected_value, integer) == 24);
    CHECK(offsetof(ls_inspected_value, real) == 32);
    CHECK(offsetof(ls_inspected_value, carrier) == 40);
    CHECK(offsetof(ls_inspected_value, from) == 48);
    CHECK(offsetof(ls_inspected_value, to) == 56);
    CHECK(offsetof(ls_inspected_value, raw) == 64);
    CHECK(offsetof(ls_inspected_value, raw_size) == 72);
    CHECK(offsetof(ls_inspected_problem, text) == 8);
    CHECK(offsetof(ls_inspected_problem, fatal) == 16);
    CHECK(LS_VALUE_TEXT == 0 && LS_VALUE_INTEGER == 1 && LS_VALUE_REAL == 2);

    CHECK(LS_CLEAN_VERSION == 1);
    CHECK(offsetof(ls_clean, version) == 0);
    CHECK(offsetof(ls_clean, fd) == 4);
    CHECK(offsetof(ls_clean, data) == 8);
    CHECK(offsetof(ls_clean, size) == 16);
    CHECK(offsetof(ls_clean, keep) == 24);
    CHECK(offsetof(ls_clean, out) == 28);
    CHECK(offsetof(ls_clean, deadline_ms) == 32);
    CHECK(offsetof(ls_clean, cancel) == 40);
    CHECK(offsetof(ls_clean, last) == 48);
    CHECK(offsetof(ls_clean, render) == 52);
    CHECK(sizeof(ls_clean) == 56);
    CHECK(LS_KEEP_CREDIT == 1 && LS_KEEP_TIME == 2 && LS_KEEP_CAMERA == 4 && LS_KEEP_HDR == 8);
    CHECK(offsetof(ls_cleaned_part, before) == 8);
    CHECK(sizeof(ls_cleaned_part) == 24);
    CHECK(offsetof(ls_cleaned, format) == 0);
    CHECK(offsetof(ls_cleaned, before) == 8);
    CHECK(offsetof(ls_cleaned, parts) == 24);
    CHECK(offsetof(ls_cleaned, part_count) == 32);
    CHECK(offsetof(ls_cleaned, taken) == 40);
    CHECK(offsetof(ls_cleaned, rendered) == 48);

    CHECK(LS_VERDICT_OK == 0 && LS_VERDICT_REVIEW == 1 && LS_VERDICT_UNCHECKED == 2 && LS_VERDICT_BLOCK == 3);
    CHECK(LS_DONE == 0 && LS_SKIPPED == 1 && LS_LIMITED == 2 && LS_FAILED == 3);
    CHECK(LS_E_NOMEM == -1 && LS_E_USAGE == -2 && LS_E_IO == -6 && LS_E_CANCELLED == -12);
}

static void check_nothing_is_fine_to_free(void)
{
    ls_options_free(NULL);
    ls_engine_free(NULL);
    ls_scanner_free(NULL);
    ls_report_free(NULL);
    ls_inspection_free(NULL);
}

static void check_words(void)
{
    CHECK(strcmp(ls_version(), LS_VERSION) == 0);
    CHECK(strcmp(ls_verdict_word(LS_VERDICT_OK), "ok") == 0);
    CHECK(strcmp(ls_verdict_word(LS_VERDICT_UNCHECKED), "unchecked") == 0);
    CHECK(strcmp(ls_severity_word(LS_CRITICAL), "critical") == 0);
    CHECK(strcmp(ls_state_word(LS_LIMITED), "limited") == 0);
    CHECK(ls_status_text(LS_E_USAGE) != NULL);
    CHECK(ls_status_text(12345) != NULL);
}

static void check_options(void)
{
    ls_error error;
    ls_options *options = ls_options_new();
    CHECK(options != NULL);
    error.text[0] = 0;
    CHECK(ls_options_set(options, "no-such-option", "1", &error) == LS_E_USAGE);
    CHECK(strstr(error.text, "no-such-option") != NULL);
    CHECK(ls_options_set(options, "lang", "klingon", NULL) == LS_E_USAGE);
    CHECK(ls_options_set(options, "lang", "en", &error) == LS_OK);
    CHECK(strcmp(ls_options_get(options, "lang"), "en") == 0);
    CHECK(ls_options_get(options, "no-such-option") == NULL);
    ls_options_free(options);
}

static ls_engine *new_engine(const char *only)
{
    ls_error error;
    ls_engine *engine = NULL;
    ls_options *options = ls_options_new();
    ls_status status;
    error.text[0] = 0;
    CHECK(ls_options_set(options, "lang", "en", &error) == LS_OK);
    CHECK(ls_options_set(options, "only", only, &error) == LS_OK);
    status = ls_engine_new(options, &engine, &error);
    if (status)
        printf("ls_engine_new: %s: %s\n", ls_status_text(status), error.text);
    /* the engine keeps its own copy */
    ls_options_free(options);
    return engine;
}

/* A structure of another version is refused, and nothing is returned for it. */
static void check_versions(ls_scanner *scanner)
{
    static const unsigned wrong[] = {0, LS_CHECK_VERSION + 1, 0xffffffffu};
    static const char bytes[] = "no picture";
    size_t i;
    for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ls_error error;
        ls_report *report = NULL;
        ls_check request;
        memset(&request, 0, sizeof request);
        request.version = wrong[i];
        request.name = "note";
        request.fd = -1;
        request.data = bytes;
        request.size = sizeof bytes - 1;
        error.text[0] = 0;
        CHECK(ls_scanner_check(scanner, &request, &report, &error) == LS_E_USAGE);
        CHECK(report == NULL);
        CHECK(error.text[0] != 0);
        /* *error is for those who want it */
        CHECK(ls_scanner_check(scanner, &request, &report, NULL) == LS_E_USAGE);
    }
}

/* Bytes that are no picture are a result: unchecked, with a stage that says so. Of version 1 nothing is read that it does not have. */
static void check_bytes(ls_scanner *scanner, unsigned version)
{
    static const char bytes[] = "no picture";
    ls_error error;
    ls_report *report = NULL;
    ls_check request;
    memset(&request, 0, sizeof request);
    request.version = version;
    request.name = "note";
    request.fd = -1;
    request.data = bytes;
    request.size = sizeof bytes - 1;
    if (version == 1) /* what happens to stand behind it */
        memset(&request.folder, 0x55, sizeof request - offsetof(ls_check, folder));
    CHECK(ls_scanner_check(scanner, &request, &report, &error) == LS_OK);
    if (!report)
        return;
    CHECK(ls_report_verdict(report) == LS_VERDICT_UNCHECKED);
    CHECK(!ls_report_is_picture(report));
    CHECK(!ls_report_is_partial(report));
    CHECK(strcmp(ls_report_source(report), "note") == 0);
    CHECK(ls_report_coverage_count(report) > 0);
    CHECK(ls_report_coverage(report, ls_report_coverage_count(report)) == NULL);
    CHECK(ls_report_finding(report, ls_report_finding_count(report)) == NULL);
    ls_report_free(report);
}

/* The same of what is asked for a copy; and a report without boxes gives none. */
static void check_annotate(ls_scanner *scanner)
{
    static const char bytes[] = "no picture";
    ls_error error;
    ls_report *report = NULL;
    ls_check request;
    ls_annotate annotate;
    memset(&request, 0, sizeof request);
    request.version = LS_CHECK_VERSION;
    request.fd = -1;
    request.data = bytes;
    request.size = sizeof bytes - 1;
    CHECK(ls_scanner_check(scanner, &request, &report, &error) == LS_OK);
    memset(&annotate, 0, sizeof annotate);
    annotate.report = report;
    annotate.fd = -1;
    annotate.data = bytes;
    annotate.size = sizeof bytes - 1;
    annotate.out = 1;
    error.text[0] = 0;
    CHECK(ls_scanner_annotate(scanner, &annotate, &error) == LS_E_USAGE);
    CHECK(error.text[0] != 0);
    annotate.version = LS_ANNOTATE_VERSION;
    annotate.boxes = 5;
    CHECK(ls_scanner_annotate(scanner, &annotate, NULL) == LS_OK);
    CHECK(annotate.boxes == 0);
    ls_report_free(report);
}

/* The same of an inspection; and what a photo is. */
static void check_inspect(ls_scanner *scanner, const char *path)
{
    ls_error error;
    ls_inspection *inspection = NULL;
    ls_inspect request;
    memset(&request, 0, sizeof request);
    request.name = "photo";
    error.text[0] = 0;
    CHECK(ls_photo_open(path, &request.fd, &error) == LS_OK);
    CHECK(ls_scanner_inspect(scanner, &request, &inspection, &error) == LS_E_USAGE);
    CHECK(inspection == NULL && error.text[0] != 0);
    request.version = LS_INSPECT_VERSION;
    CHECK(ls_scanner_inspect(scanner, &request, &inspection, NULL) == LS_OK);
    close(request.fd);
    if (!inspection)
        return;
    CHECK(strcmp(ls_inspection_source(inspection), "photo") == 0);
    CHECK(strcmp(ls_inspection_kind(inspection), "JPEG") == 0);
    CHECK(ls_inspection_is_whole(inspection));
    CHECK(ls_inspection_width(inspection) > 0 && ls_inspection_height(inspection) > 0);
    CHECK(ls_inspection_frames(inspection) == 1);
    CHECK(ls_inspection_range_count(inspection) > 0);
    CHECK(ls_inspection_range(inspection, ls_inspection_range_count(inspection) - 1)->to == ls_inspection_size(inspection));
    CHECK(ls_inspection_value_count(inspection) > 0);
    CHECK(strcmp(ls_inspection_value(inspection, 0)->carrier, "jpeg/dqt") == 0);
    CHECK(ls_inspection_tag_count(inspection) > 0);
    CHECK(strncmp(ls_inspection_tag(inspection, 0)->carrier, "jpeg/", 5) == 0);
    CHECK(ls_inspection_tag(inspection, 0)->name[0] != 0 && ls_inspection_tag(inspection, 0)->value[0] != 0);
    CHECK(ls_inspection_tag(inspection, ls_inspection_tag_count(inspection)) == NULL);
    CHECK(ls_inspection_tags_left_out(inspection) == 0);
    CHECK(ls_inspection_problem_count(inspection) == 0);
    CHECK(ls_inspection_problem(inspection, 0) == NULL);
    CHECK(ls_inspection_coverage_count(inspection) == 2);
    CHECK(ls_inspection_coverage(inspection, 0)->state == LS_DONE);
    CHECK(ls_inspection_sandbox(inspection)[0] != 0);
    ls_inspection_free(inspection);
    CHECK(ls_inspection_unopened("photo", "no such file", &inspection) == LS_OK);
    CHECK(!ls_inspection_is_whole(inspection));
    ls_inspection_free(inspection);
}

/* A structure of another version is refused; so is what is no photo, with a reason. */
static void check_clean(ls_scanner *scanner)
{
    static const char bytes[] = "no picture";
    ls_error error;
    ls_cleaned *cleaned = NULL;
    ls_clean request;
    memset(&request, 0, sizeof request);
    request.fd = -1;
    request.data = bytes;
    request.size = sizeof bytes - 1;
    request.out = 1;
    error.text[0] = 0;
    CHECK(ls_scanner_clean(scanner, &request, &cleaned, &error) == LS_E_USAGE);
    CHECK(error.text[0] != 0);
    request.version = LS_CLEAN_VERSION;
    error.text[0] = 0;
    CHECK(ls_scanner_clean(scanner, &request, &cleaned, &error) == LS_E_FORMAT);
    CHECK(cleaned == NULL);
    CHECK(error.text[0] != 0);
}

static void check_cancel(ls_scanner *scanner, const char *path)
{
    static const volatile int cancelled = 1;
    ls_error error;
    ls_report *report = NULL;
    ls_check request;
    memset(&request, 0, sizeof request);
    request.version = LS_CHECK_VERSION;
    request.name = "photo";
    request.cancel = &cancelled;
    CHECK(ls_photo_open(path, &request.fd, &error) == LS_OK);
    CHECK(ls_scanner_check(scanner, &request, &report, &error) == LS_E_CANCELLED);
    CHECK(report == NULL);
    close(request.fd);
}

struct partials {
    int calls;
    int fell;
    ls_verdict level;
};

static void note_partial(const ls_report *report, void *user)
{
    struct partials *seen = (struct partials *)user;
    ls_verdict level = ls_report_verdict(report);
    /* unchecked stands for stages that are still to come: only the level of findings must not fall */
    if (seen->level == LS_VERDICT_BLOCK && level != LS_VERDICT_BLOCK)
        seen->fell = 1;
    seen->level = level;
    seen->calls++;
}

#define ROUNDS 3

struct user {
    const ls_engine *engine;
    const char *path;
    ls_verdict verdicts[ROUNDS];
    size_t findings[ROUNDS];
    int done;
};

static void *use_scanner(void *argument)
{
    struct user *user = (struct user *)argument;
    ls_scanner *scanner = NULL;
    ls_error error;
    int round;
    if (ls_scanner_new(user->engine, &scanner, &error))
        return NULL;
    for (round = 0; round < ROUNDS; round++) {
        struct partials seen;
        ls_report *report = NULL;
        ls_check request;
        memset(&seen, 0, sizeof seen);
        memset(&request, 0, sizeof request);
        request.version = LS_CHECK_VERSION;
        request.name = "photo";
        request.partial = note_partial;
        request.user = &seen;
        if (ls_photo_open(user->path, &request.fd, &error))
            break;
        if (ls_scanner_check(scanner, &request, &report, &error) == LS_OK) {
            user->verdicts[round] = ls_report_verdict(report);
            user->findings[round] = ls_report_finding_count(report);
            if (seen.calls >= 1 && !seen.fell)
                user->done++;
            ls_report_free(report);
        }
        close(request.fd);
    }
    ls_scanner_free(scanner);
    return NULL;
}

/* Two threads share the engine, each with a scanner of its own, and come to the same answer every time. */
static void check_threads(const ls_engine *engine, const char *path)
{
    struct user users[2];
    pthread_t threads[2];
    int i, round;
    memset(users, 0, sizeof users);
    for (i = 0; i < 2; i++) {
        users[i].engine = engine;
        users[i].path = path;
        CHECK(pthread_create(&threads[i], NULL, use_scanner, &users[i]) == 0);
    }
    for (i = 0; i < 2; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    for (i = 0; i < 2; i++) {
        CHECK(users[i].done == ROUNDS);
        for (round = 0; round < ROUNDS; round++) {
            CHECK(users[i].verdicts[round] == LS_VERDICT_OK);
            CHECK(users[i].findings[round] == users[0].findings[0]);
        }
    }
}

int main(int count, char **words)
{
    ls_engine *engine;
    ls_scanner *scanner = NULL;
    ls_error error;
    if (count != 2)
        return 2;
    check_layout();
    check_nothing_is_fine_to_free();
    check_words();
    check_options();
    engine = new_engine("metadata");
    CHECK(engine != NULL);
    if (engine) {
        CHECK(strcmp(ls_engine_language(engine), "en") == 0);
        CHECK(ls_scanner_new(engine, &scanner, &error) == LS_OK);
        if (scanner) {
            check_versions(scanner);
            check_bytes(scanner, 1);
            check_bytes(scanner, LS_CHECK_VERSION);
            check_annotate(scanner);
            check_clean(scanner);
            check_inspect(scanner, words[1]);
            check_cancel(scanner, words[1]);
            ls_scanner_free(scanner);
        }
        check_threads(engine, words[1]);
        ls_engine_free(engine);
    }
    printf("%d wrong\n", failures);
    return failures ? 1 : 0;
}
