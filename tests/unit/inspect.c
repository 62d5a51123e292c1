/* SPDX-License-Identifier: Apache-2.0 */
/* ls_scanner_inspect() with the real core worker. */
#include "cmocka_all.h"

#include "base/io.h"
#include "engine/paths.h"

#include <lightseal/lightseal.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define IDENTITY LS_SOURCE_DIR "/samples/identity.jpg"
/* A guard against hangs on a loaded machine, not a measurement. */
#define PATIENCE "120s"

struct fixture {
    ls_engine *engine;
    ls_scanner *scanner;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    ls_options *options = ls_options_new();
    if (!f || ls_options_set(options, "time-budget", PATIENCE, NULL))
        return -1;
    ls_status status = ls_engine_begin(options, &f->engine, NULL); /* rules are never read */
    ls_options_free(options);
    return status || ls_scanner_new(f->engine, &f->scanner, NULL) ? -1 : 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ls_scanner_free(f->scanner);
    ls_engine_free(f->engine);
    free(f);
    return 0;
}

static ls_inspection *inspect(const struct fixture *f, const ls_inspect *ask)
{
    ls_error error = {""};
    ls_inspection *inspection = NULL;
    if (ls_scanner_inspect(f->scanner, ask, &inspection, &error))
        fail_msg("%s", error.text);
    assert_non_null(inspection);
    return inspection;
}

static ls_inspection *inspect_bytes(const struct fixture *f, const void *data, size_t size)
{
    const ls_inspect ask = {.version = LS_INSPECT_VERSION, .name = "bytes", .fd = -1, .data = data, .size = size};
    return inspect(f, &ask);
}

static ls_inspected_value find(const ls_inspection *inspection, const char *key)
{
    for (size_t i = 0; i < ls_inspection_value_count(inspection); i++)
        if (strcmp(ls_inspection_value(inspection, i)->key, key) == 0)
            return *ls_inspection_value(inspection, i);
    fail_msg("no %s", key);
    return (ls_inspected_value){0};
}

static void assert_covered(const ls_inspection *inspection)
{
    uint64_t at = 0;
    for (size_t i = 0; i < ls_inspection_range_count(inspection); i++) {
        const ls_inspected_range *range = ls_inspection_range(inspection, i);
        assert_int_equal(range->from, at);
        assert_true(range->to > range->from);
        at = range->to;
    }
    assert_int_equal(at, ls_inspection_size(inspection));
}

static void a_photo_is_told_in_full(void **state)
{
    ls_inspect ask = {.version = LS_INSPECT_VERSION, .name = "identity"};
    assert_int_equal(ls_photo_open(IDENTITY, &ask.fd, NULL), LS_OK);
    ls_inspection *inspection = inspect(*state, &ask);
    assert_string_equal(ls_inspection_source(inspection), "identity");
    assert_string_equal(ls_inspection_kind(inspection), "JPEG");
    assert_int_equal(ls_inspection_width(inspection), 1200);
    assert_int_equal(ls_inspection_height(inspection), 900);
    assert_int_equal(ls_inspection_frames(inspection), 1);
    assert_true(ls_inspection_is_whole(inspection));
    assert_covered(inspection);
    const ls_inspected_value owner = find(inspection, "person.owner");
    assert_int_equal(owner.type, LS_VALUE_TEXT);
    assert_string_equal(owner.text, "Kim Sample"); /* what tools/render writes; nothing is masked */
    assert_string_equal(owner.carrier, "jpeg/app1/exif/exif");
    assert_true(owner.raw_size == owner.to - owner.from && memcmp(owner.raw, "Kim Sample", 10) == 0);
    assert_int_equal(find(inspection, "image.orientation").integer, 1);
    assert_null(ls_inspection_value(inspection, ls_inspection_value_count(inspection)));
    assert_null(ls_inspection_range(inspection, ls_inspection_range_count(inspection)));
    assert_null(ls_inspection_problem(inspection, ls_inspection_problem_count(inspection)));
    assert_null(ls_inspection_coverage(inspection, ls_inspection_coverage_count(inspection)));
    assert_true(strncmp(ls_inspection_sandbox(inspection), "seccomp", 7) == 0 ||
                strncmp(ls_inspection_sandbox(inspection), "off: ", 5) == 0);
    ls_inspection_free(inspection);
    close(ask.fd);
}

/* A descriptor and memory, the first photo, a later one and the last: the same answer. */
static void every_way_gives_the_same(void **state)
{
    ls_buffer bytes;
    ls_buffer_init(&bytes, 1u << 20);
    assert_int_equal(ls_read_file(IDENTITY, &bytes), LS_OK);
    ls_inspection *first = inspect_bytes(*state, bytes.data, bytes.size);
    for (int last = 0; last < 2; last++) {
        ls_inspect ask = {.version = LS_INSPECT_VERSION, .name = "bytes", .last = last};
        assert_int_equal(ls_photo_open(IDENTITY, &ask.fd, NULL), LS_OK);
        ls_inspection *again = inspect(*state, &ask);
        assert_int_equal(ls_inspection_range_count(again), ls_inspection_range_count(first));
        assert_int_equal(ls_inspection_value_count(again), ls_inspection_value_count(first));
        for (size_t i = 0; i < ls_inspection_value_count(first); i++) {
            const ls_inspected_value *one = ls_inspection_value(first, i), *other = ls_inspection_value(again, i);
            assert_string_equal(one->key, other->key);
            assert_int_equal(one->from, other->from);
            assert_int_equal(one->raw_size, other->raw_size);
            if (one->raw)
                assert_memory_equal(one->raw, other->raw, one->raw_size);
        }
        ls_inspection_free(again);
        close(ask.fd);
    }
    ls_inspection_free(first);
    ls_buffer_free(&bytes);
}

static void what_is_broken_is_not_whole(void **state)
{
    ls_buffer bytes;
    ls_buffer_init(&bytes, 1u << 20);
    assert_int_equal(ls_read_file(IDENTITY, &bytes), LS_OK);
    ls_inspection *inspection = inspect_bytes(*state, bytes.data, 5000);
    assert_false(ls_inspection_is_whole(inspection));
    assert_covered(inspection);
    assert_string_equal(find(inspection, "person.owner").text, "Kim Sample"); /* found before the cut */
    assert_true(ls_inspection_problem_count(inspection) > 0);
    assert_true(ls_inspection_problem(inspection, 0)->fatal);
    assert_int_equal(ls_inspection_coverage(inspection, 0)->state, LS_FAILED);
    assert_non_null(ls_inspection_coverage(inspection, 0)->reason);
    ls_inspection_free(inspection);
    ls_buffer_free(&bytes);

    inspection = inspect_bytes(*state, NULL, 0);
    assert_false(ls_inspection_is_whole(inspection));
    assert_int_equal(ls_inspection_size(inspection), 0);
    ls_inspection_free(inspection);
    inspection = inspect_bytes(*state, "no picture", 10);
    assert_false(ls_inspection_is_whole(inspection));
    assert_string_equal(ls_inspection_kind(inspection), "no picture");
    assert_covered(inspection);
    ls_inspection_free(inspection);
}

/* Larger than any photo may be: refused before a worker sees it, and never as whole. */
static void what_is_too_large_is_refused(void **state)
{
    char path[] = "/tmp/ls-inspect-XXXXXX";
    ls_inspect ask = {.version = LS_INSPECT_VERSION, .name = "large"};
    ask.fd = mkstemp(path);
    assert_true(ask.fd >= 0 && ftruncate(ask.fd, ((off_t)512 << 20) + 1) == 0);
    unlink(path);
    ls_inspection *inspection = inspect(*state, &ask);
    assert_false(ls_inspection_is_whole(inspection));
    assert_int_equal(ls_inspection_size(inspection), ((uint64_t)512 << 20) + 1);
    assert_int_equal(ls_inspection_range_count(inspection), 0);
    assert_non_null(strstr(ls_inspection_coverage(inspection, 1)->reason, "512 MiB"));
    ls_inspection_free(inspection);
    close(ask.fd);
}

static void a_wrong_request_gives_nothing(void **state)
{
    const struct fixture *f = *state;
    static const volatile int cancelled = 1;
    ls_inspection *inspection = NULL;
    ls_error error = {""};
    ls_inspect ask = {.version = LS_INSPECT_VERSION + 1, .fd = -1, .data = "x", .size = 1};
    assert_int_equal(ls_scanner_inspect(f->scanner, &ask, &inspection, &error), LS_E_USAGE);
    assert_true(error.text[0] && !inspection);
    ask = (ls_inspect){.version = LS_INSPECT_VERSION, .fd = -1, .size = 1};
    assert_int_equal(ls_scanner_inspect(f->scanner, &ask, &inspection, NULL), LS_E_USAGE);
    assert_int_equal(ls_scanner_inspect(NULL, &ask, &inspection, NULL), LS_E_USAGE);
    ask = (ls_inspect){.version = LS_INSPECT_VERSION, .fd = -1, .data = "x", .size = 1, .cancel = &cancelled};
    assert_int_equal(ls_scanner_inspect(f->scanner, &ask, &inspection, &error), LS_E_CANCELLED);
    assert_null(inspection);
    ls_inspection_free(NULL);
}

static void what_could_not_be_opened_is_an_answer(void **state)
{
    (void)state;
    ls_inspection *inspection = NULL;
    assert_int_equal(ls_inspection_unopened("a\x1B[31mb\xFF", "no such file", &inspection), LS_OK);
    assert_string_equal(ls_inspection_source(inspection), "a\uFFFD[31mb\uFFFD");
    assert_string_equal(ls_inspection_kind(inspection), "unknown");
    assert_false(ls_inspection_is_whole(inspection));
    for (size_t i = 0; i < ls_inspection_coverage_count(inspection); i++) {
        assert_int_equal(ls_inspection_coverage(inspection, i)->state, LS_FAILED);
        assert_non_null(strstr(ls_inspection_coverage(inspection, i)->reason, "no such file"));
    }
    ls_inspection_free(inspection);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_photo_is_told_in_full),       TEST(every_way_gives_the_same),
        TEST(what_is_broken_is_not_whole),   TEST(what_is_too_large_is_refused),
        TEST(a_wrong_request_gives_nothing), TEST(what_could_not_be_opened_is_an_answer),
    };
    ls_paths_set_prefix(LS_STAGE_DIR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
