/* SPDX-License-Identifier: Apache-2.0 */
/* A photo's whole way through the library, with the real workers. Needs samples/ and the OCR data of its packs. */
#include "cmocka_all.h"

#include "base/io.h"
#include "engine/paths.h"
#include "unit/bmff_build.h"

#include <lightseal/lightseal.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOTICE LS_SOURCE_DIR "/samples/notice.jpg"
/* A guard against hangs on a loaded machine, not a measurement. */
#define PATIENCE "120s"

static ls_engine *engine_with(const char *const (*options)[2], size_t count)
{
    ls_options *made = ls_options_new();
    ls_error error = {""};
    assert_int_equal(ls_options_set(made, "time-budget", PATIENCE, &error), LS_OK);
    for (size_t i = 0; i < count; i++)
        if (ls_options_set(made, options[i][0], options[i][1], &error))
            fail_msg("%s", error.text);
    ls_engine *engine = NULL;
    if (ls_engine_new(made, &engine, &error))
        fail_msg("%s", error.text);
    ls_options_free(made);
    return engine;
}

static ls_scanner *scanner_for(const ls_engine *engine)
{
    ls_scanner *scanner = NULL;
    assert_int_equal(ls_scanner_new(engine, &scanner, NULL), LS_OK);
    return scanner;
}

static int open_notice(void)
{
    int fd = -1;
    ls_error error = {""};
    if (ls_photo_open(NOTICE, &fd, &error))
        fail_msg("%s", error.text);
    return fd;
}

struct watched {
    size_t calls;
    ls_verdict last;
    bool first_was_partial;
};

static void watch(const ls_report *report, void *user)
{
    struct watched *watched = user;
    if (watched->calls++ == 0)
        watched->first_was_partial = ls_report_is_partial(report);
    assert_true(ls_report_verdict(report) >= watched->last); /* the level only rises */
    watched->last = ls_report_verdict(report);
}

static void a_partial_answer_comes_first_and_only_rises(void **state)
{
    (void)state;
    ls_engine *engine = engine_with(NULL, 0);
    ls_scanner *scanner = scanner_for(engine);
    struct watched watched = {.last = LS_VERDICT_OK};
    ls_check check = {.version = LS_CHECK_VERSION, .name = "notice", .fd = open_notice(), .partial = watch, .user = &watched};
    ls_report *report = NULL;
    assert_int_equal(ls_scanner_check(scanner, &check, &report, NULL), LS_OK);
    assert_true(watched.calls >= 2);
    assert_true(watched.first_was_partial);
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_BLOCK);
    assert_int_equal(ls_report_is_partial(report), 0);
    assert_string_equal(ls_report_finding(report, 0)->rule, "cn.state-secret.jimi");
    assert_string_equal(ls_report_finding(report, 0)->level, "机密");
    assert_non_null(strstr(ls_report_advice(report), "12339"));
    ls_report_free(report);
    close(check.fd);
    ls_scanner_free(scanner);
    ls_engine_free(engine);
}

static void memory_and_descriptor_give_the_same_report(void **state)
{
    (void)state;
    ls_engine *engine = engine_with(NULL, 0);
    ls_scanner *scanner = scanner_for(engine);
    ls_buffer bytes;
    ls_buffer_init(&bytes, 64u << 20);
    assert_int_equal(ls_read_file(NOTICE, &bytes), LS_OK);
    ls_check check = {.version = LS_CHECK_VERSION, .name = "n", .fd = open_notice()};
    ls_report *first = NULL, *second = NULL;
    assert_int_equal(ls_scanner_check(scanner, &check, &first, NULL), LS_OK);
    close(check.fd);
    check.fd = -1;
    check.data = bytes.data;
    check.size = bytes.size;
    assert_int_equal(ls_scanner_check(scanner, &check, &second, NULL), LS_OK);
    assert_int_equal(ls_report_finding_count(first), ls_report_finding_count(second));
    for (size_t i = 0; i < ls_report_finding_count(first); i++) {
        const ls_finding *a = ls_report_finding(first, i), *b = ls_report_finding(second, i);
        assert_string_equal(a->rule, b->rule);
        assert_int_equal(a->confidence, b->confidence);
        assert_memory_equal(a->quad, b->quad, sizeof a->quad);
    }
    ls_report_free(first);
    ls_report_free(second);
    ls_buffer_free(&bytes);
    ls_scanner_free(scanner);
    ls_engine_free(engine);
}

static void a_missed_deadline_is_unchecked(void **state)
{
    (void)state;
    ls_engine *engine = engine_with(NULL, 0);
    ls_scanner *scanner = scanner_for(engine);
    ls_check check = {.version = LS_CHECK_VERSION, .name = "n", .fd = open_notice(), .deadline_ms = 1};
    ls_report *report = NULL;
    assert_int_equal(ls_scanner_check(scanner, &check, &report, NULL), LS_OK);
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_UNCHECKED);
    ls_report_free(report);
    check.deadline_ms = 0; /* and the scanner still works */
    assert_int_equal(ls_scanner_check(scanner, &check, &report, NULL), LS_OK);
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_BLOCK);
    ls_report_free(report);
    close(check.fd);
    ls_scanner_free(scanner);
    ls_engine_free(engine);
}

static void a_cancelled_check_gives_no_report(void **state)
{
    (void)state;
    ls_engine *engine = engine_with(NULL, 0);
    ls_scanner *scanner = scanner_for(engine);
    volatile int cancel = 1;
    ls_check check = {.version = LS_CHECK_VERSION, .name = "n", .fd = open_notice(), .cancel = &cancel};
    ls_report *report = NULL;
    assert_int_equal(ls_scanner_check(scanner, &check, &report, NULL), LS_E_CANCELLED);
    assert_null(report);
    close(check.fd);
    ls_scanner_free(scanner);
    ls_engine_free(engine);
}

static const ls_coverage *coverage_of(const ls_report *report, const char *stage)
{
    static const ls_coverage none = {.stage = "", .reason = ""};
    for (size_t i = 0; i < ls_report_coverage_count(report); i++)
        if (strcmp(ls_report_coverage(report, i)->stage, stage) == 0)
            return ls_report_coverage(report, i);
    fail_msg("no coverage of %s", stage);
    return &none;
}

static ls_report *check_with(const char *const (*options)[2], size_t count, const void *data, size_t size)
{
    ls_engine *engine = engine_with(options, count);
    ls_scanner *scanner = scanner_for(engine);
    ls_check check = {.version = LS_CHECK_VERSION, .name = "n", .fd = -1, .data = data, .size = size};
    ls_report *report = NULL;
    assert_int_equal(ls_scanner_check(scanner, &check, &report, NULL), LS_OK);
    ls_scanner_free(scanner);
    ls_engine_free(engine); /* a report outlives both */
    return report;
}

static void bytes_that_are_no_picture_are_unchecked(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *words;
    } cases[] = {
        {"", 0, "empty"},
        {"Dear reader, this is a letter.\n", 31, "no picture"},
        {"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", 20, "byte"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_report *report = check_with(NULL, 0, cases[i].bytes, cases[i].size);
        assert_int_equal(ls_report_verdict(report), LS_VERDICT_UNCHECKED);
        const ls_coverage *container = coverage_of(report, "container");
        assert_int_equal(container->state, LS_FAILED);
        if (!strstr(container->reason, cases[i].words))
            fail_msg("case %zu: %s", i, container->reason);
        assert_int_equal(ls_report_is_picture(report), i == 2);
        ls_report_free(report);
    }
}

static void an_office_needs_an_area_file(void **state)
{
    (void)state;
    static const char *const options[][2] = {{"policy", "office"}, {"only", "metadata,place"}};
    ls_buffer bytes;
    ls_buffer_init(&bytes, 64u << 20);
    assert_int_equal(ls_read_file(NOTICE, &bytes), LS_OK);
    ls_report *report = check_with(options, 2, bytes.data, bytes.size);
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_UNCHECKED);
    assert_int_equal(coverage_of(report, "place")->state, LS_SKIPPED);
    assert_int_equal(coverage_of(report, "place")->required, 1);
    ls_report_free(report);
    ls_buffer_free(&bytes);
}

static void only_asks_for_less_and_says_so(void **state)
{
    (void)state;
    static const char *const options[][2] = {{"only", "metadata"}};
    ls_buffer bytes;
    ls_buffer_init(&bytes, 64u << 20);
    assert_int_equal(ls_read_file(NOTICE, &bytes), LS_OK);
    ls_report *report = check_with(options, 1, bytes.data, bytes.size);
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_OK); /* its metadata are clean, its mark was not asked about */
    assert_string_equal(ls_report_only(report), "metadata");
    assert_int_equal(coverage_of(report, "text")->state, LS_SKIPPED);
    ls_report_free(report);
    ls_buffer_free(&bytes);
}

/* A film with a position, and the same without; nobody reads its frames. */
static void a_video_is_unchecked_unless_metadata_is_enough(void **state)
{
    (void)state;
    static const char *const accept[][2] = {{"accept", "video-frames"}}, *const refuse[][2] = {{"accept", "nothing"}};
    static struct built film;
    put_small_film(&film);
    for (int plain = 0; plain < 2; plain++) {
        ls_report *report = check_with(refuse, 1, film.data, film.size);
        assert_int_equal(ls_report_verdict(report), LS_VERDICT_UNCHECKED);
        assert_int_equal(coverage_of(report, "text")->state, LS_FAILED);
        assert_string_equal(coverage_of(report, "text")->reason, "the frames of a video are not read");
        assert_null(ls_report_accepted(report));
        ls_report_free(report);
        report = check_with(accept, 1, film.data, film.size);
        assert_int_equal(ls_report_verdict(report), plain ? LS_VERDICT_OK : LS_VERDICT_REVIEW);
        assert_int_equal(coverage_of(report, "text")->state, LS_SKIPPED);
        assert_int_equal(coverage_of(report, "text")->required, 0);
        assert_int_equal(coverage_of(report, "metadata")->state, LS_DONE);
        assert_string_equal(ls_report_accepted(report), "video-frames");
        ls_report_free(report);
        unsigned char *udta = memmem(film.data, film.size, "udta", 4);
        if (udta) {
            memcpy(udta, "free", 4);
            memset(udta + 4, 0, 30); /* one box of 8 and 22 bytes */
        }
    }
}

/* Of photos nothing is given up, and of those that cannot be read to their end neither. */
static void only_frames_of_videos_are_given_up(void **state)
{
    (void)state;
    static const char *const accept[][2] = {{"accept", "video-frames"}};
    static struct built film;
    ls_buffer bytes;
    ls_buffer_init(&bytes, 64u << 20);
    assert_int_equal(ls_read_file(LS_SOURCE_DIR "/samples/landscape.jpg", &bytes), LS_OK);
    put_small_film(&film);
    ls_buffer_add(&bytes, film.data, film.size);
    ls_report *report = check_with(accept, 1, bytes.data, bytes.size);
    assert_null(ls_report_accepted(report));
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_UNCHECKED);
    assert_int_equal(coverage_of(report, "text")->required, 1);
    ls_report_free(report);
    report = check_with(accept, 1, film.data, film.size - 3);
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_UNCHECKED);
    ls_report_free(report);
    ls_buffer_free(&bytes);
}

/* A position could stand in what was not read: place is then not "nothing to compare". Byte 2 starts no segment. */
static void place_alone_depends_on_metadata(void **state)
{
    (void)state;
    static const char *const options[][2] = {{"only", "place"}};
    static const char damaged[] = "\xFF\xD8\xFF\xE1\x7F\xFF" "Exif\0\0II*\0";
    ls_report *report = check_with(options, 1, damaged, sizeof damaged - 1);
    assert_int_equal(coverage_of(report, "place")->state, LS_FAILED);
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_UNCHECKED);
    ls_report_free(report);
}

/* The landscape with the notice behind its end: what is to be read in the second picture is to be read in the file. */
static void a_second_picture_behind_the_first_is_read(void **state)
{
    (void)state;
    static const char *const options[][2] = {{"only", "text"}};
    ls_buffer bytes;
    ls_buffer_init(&bytes, 64u << 20);
    assert_int_equal(ls_read_file(LS_SOURCE_DIR "/samples/landscape.jpg", &bytes), LS_OK);
    size_t first = bytes.size;
    assert_int_equal(ls_read_file(NOTICE, &bytes), LS_OK);
    assert_true(bytes.size > first);
    ls_engine *engine = engine_with(options, 1);
    ls_scanner *scanner = scanner_for(engine);
    const ls_check check = {.version = LS_CHECK_VERSION, .name = "n", .fd = -1, .data = bytes.data, .size = bytes.size};
    ls_report *report = NULL;
    assert_int_equal(ls_scanner_check(scanner, &check, &report, NULL), LS_OK);
    const ls_finding *finding = ls_report_finding(report, 0);
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_BLOCK);
    assert_int_equal(coverage_of(report, "text")->state, LS_DONE);
    assert_string_equal(finding->rule, "cn.state-secret.jimi");
    assert_string_equal(finding->carrier, "jpeg/trailing/jpeg");
    assert_true(finding->has_bytes && finding->bytes[0] == first && finding->bytes[1] == bytes.size);
    assert_int_equal(finding->picture, 0); /* it is not one of those that a viewer counts */
    ls_report_free(report);
    ls_scanner_free(scanner);
    ls_engine_free(engine);
    ls_buffer_free(&bytes);
}

/* A pack that needs Korean, in a folder of its own; where Korean is installed the test has nothing to say. */
static void missing_language_data_is_named_with_the_command(void **state)
{
    (void)state;
    if (access("/usr/share/tesseract-ocr/5/tessdata/kor.traineddata", F_OK) == 0) {
        print_message("SKIP: Korean data are installed\n");
        skip();
    }
    static const char *const options[][2] = {{"rules", LS_SOURCE_DIR "/tests/unit/data/korean-rules"}};
    ls_buffer bytes;
    ls_buffer_init(&bytes, 64u << 20);
    assert_int_equal(ls_read_file(LS_SOURCE_DIR "/samples/menu.jpg", &bytes), LS_OK);
    ls_report *report = check_with(options, 1, bytes.data, bytes.size);
    assert_int_equal(ls_report_verdict(report), LS_VERDICT_UNCHECKED);
    const ls_coverage *text = coverage_of(report, "text");
    assert_int_equal(text->state, LS_LIMITED);
    assert_non_null(strstr(text->reason, "kor"));
    assert_string_equal(text->fix, "sudo apt install tesseract-ocr-kor");
    ls_report_free(report);
    ls_buffer_free(&bytes);
}

struct racer {
    const ls_engine *engine;
    ls_verdict verdict;
    pthread_t thread;
};

static void *race(void *user)
{
    struct racer *racer = user;
    ls_scanner *scanner = NULL;
    ls_report *report = NULL;
    int fd = -1;
    if (!ls_scanner_new(racer->engine, &scanner, NULL) && !ls_photo_open(NOTICE, &fd, NULL)) {
        ls_check check = {.version = LS_CHECK_VERSION, .name = "n", .fd = fd};
        if (!ls_scanner_check(scanner, &check, &report, NULL))
            racer->verdict = ls_report_verdict(report);
    }
    ls_report_free(report);
    ls_scanner_free(scanner);
    close(fd);
    return NULL;
}

static void threads_share_an_engine(void **state)
{
    (void)state;
    ls_engine *engine = engine_with(NULL, 0);
    struct racer racers[3] = {0};
    for (size_t i = 0; i < 3; i++) {
        racers[i].engine = engine;
        assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < 3; i++) {
        pthread_join(racers[i].thread, NULL);
        assert_int_equal(racers[i].verdict, LS_VERDICT_BLOCK);
    }
    ls_engine_free(engine);
}

static void what_cannot_be_opened_is_said_in_one_line(void **state)
{
    (void)state;
    char folder[] = "/tmp/lightseal-test-XXXXXX", fifo[64];
    assert_non_null(mkdtemp(folder));
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    int fd = 5;
    ls_error error = {""};
    assert_int_equal(ls_photo_open(fifo, &fd, &error), LS_E_IO); /* and does not wait for a writer */
    assert_int_equal(fd, -1);
    assert_string_equal(error.text, "is a FIFO");
    assert_int_equal(ls_photo_open(folder, &fd, &error), LS_E_IO);
    assert_string_equal(error.text, "is a directory");
    unlink(fifo);
    rmdir(folder);
}

int main(void)
{
    ls_paths_set_prefix(LS_STAGE_DIR);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_partial_answer_comes_first_and_only_rises),
        cmocka_unit_test(memory_and_descriptor_give_the_same_report),
        cmocka_unit_test(a_missed_deadline_is_unchecked),
        cmocka_unit_test(a_cancelled_check_gives_no_report),
        cmocka_unit_test(bytes_that_are_no_picture_are_unchecked),
        cmocka_unit_test(an_office_needs_an_area_file),
        cmocka_unit_test(only_asks_for_less_and_says_so),
        cmocka_unit_test(a_video_is_unchecked_unless_metadata_is_enough),
        cmocka_unit_test(only_frames_of_videos_are_given_up),
        cmocka_unit_test(place_alone_depends_on_metadata),
        cmocka_unit_test(a_second_picture_behind_the_first_is_read),
        cmocka_unit_test(missing_language_data_is_named_with_the_command),
        cmocka_unit_test(threads_share_an_engine),
        cmocka_unit_test(what_cannot_be_opened_is_said_in_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
