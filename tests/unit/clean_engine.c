/* SPDX-License-Identifier: Apache-2.0 */
/* ls_scanner_clean() with the real workers. */
#include "cmocka_all.h"

#include "base/io.h"
#include "engine/paths.h"
#include "unit/container_build.h"

#include <lightseal/lightseal.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define NOTICE LS_SOURCE_DIR "/samples/notice.jpg"
#define PATIENCE "120s" /* a guard against hangs on a loaded machine, not a measurement */

static ls_engine *engine;
static ls_scanner *scanner;
static struct built photo; /* the sample with values planted */
static size_t exif_size;   /* of the segment in it */

static int set_up(void **state)
{
    (void)state;
    ls_error error = {""};
    ls_options *options = ls_options_new();
    ls_buffer sample;
    struct tiff *tiff = calloc(1, sizeof *tiff);
    ls_buffer_init(&sample, (size_t)64 << 20);
    assert_non_null(tiff);
    assert_int_equal(ls_read_file(NOTICE, &sample), LS_OK);
    tiff_begin(tiff, true);
    const double orientation = 6;
    const struct entry exif[] = {{0x9003, 2, 20, "2024:05:06 07:08:09\0", NULL}};
    const double at = tiff_ifd(tiff, exif, 1, 0);
    const struct entry main[] = {{0x010F, 2, 8, "Fictron\0", NULL},
                                 {0x0112, 3, 1, NULL, &orientation},
                                 {0x013B, 2, 14, "Avalon Artist\0", NULL},
                                 {0x8769, 4, 1, NULL, &at}};
    tiff_first(tiff, tiff_ifd(tiff, main, 4, 0));
    jpeg_soi(&photo);
    jpeg_app(&photo, 1, "Exif\0\0", 6, tiff->bytes.data, tiff->bytes.size);
    exif_size = photo.size - 2;
    jpeg_segment(&photo, 0xFE, "Avalon harbour", 14);
    put(&photo, sample.data + 2, sample.size - 2);
    put(&photo, "Avalon behind", 13);
    ls_buffer_free(&sample);
    free(tiff);
    assert_int_equal(ls_options_set(options, "time-budget", PATIENCE, &error), LS_OK);
    if (ls_engine_new(options, &engine, &error))
        fail_msg("%s", error.text);
    ls_options_free(options);
    assert_int_equal(ls_scanner_new(engine, &scanner, NULL), LS_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ls_scanner_free(scanner);
    ls_engine_free(engine);
    return 0;
}

static int paper(void)
{
    int fd = memfd_create("out", MFD_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static ls_clean asking(void)
{
    return (ls_clean){.version = LS_CLEAN_VERSION, .fd = -1, .data = photo.data, .size = photo.size, .out = paper()};
}

static size_t size_of(int fd)
{
    return (size_t)lseek(fd, 0, SEEK_END);
}

static bool holds(int fd, const char *text)
{
    ls_buffer file;
    ls_buffer_init(&file, (size_t)64 << 20);
    lseek(fd, 0, SEEK_SET);
    assert_int_equal(ls_read_all(fd, &file), LS_OK);
    const bool found = memmem(file.data, file.size, text, strlen(text));
    ls_buffer_free(&file);
    return found;
}

static ls_cleaned *clean(const ls_clean *ask)
{
    ls_error error = {""};
    ls_cleaned *cleaned = NULL;
    if (ls_scanner_clean(scanner, ask, &cleaned, &error))
        fail_msg("%s", error.text);
    assert_non_null(cleaned);
    return cleaned;
}

static void assert_part(const ls_cleaned *cleaned, const char *path, uint64_t before, uint64_t after)
{
    for (size_t i = 0; i < cleaned->part_count; i++)
        if (strcmp(cleaned->parts[i].path, path) == 0) {
            assert_int_equal(cleaned->parts[i].before, before);
            assert_int_equal(cleaned->parts[i].after, after);
            return;
        }
    fail_msg("no %s", path);
}

static void a_copy_holds_the_picture_alone_and_the_ledger_says_what_went(void **state)
{
    (void)state;
    ls_clean ask = asking();
    ls_cleaned *cleaned = clean(&ask);
    assert_false(holds(ask.out, "Avalon"));
    assert_false(holds(ask.out, "Fictron"));
    assert_true(holds(ask.out, "Exif"));
    assert_string_equal(cleaned->format, "JPEG");
    assert_int_equal(cleaned->before, photo.size);
    assert_int_equal(cleaned->after, size_of(ask.out));
    assert_string_equal(cleaned->taken, "2024-05-06T07:08:09");
    assert_null(cleaned->rendered);
    assert_part(cleaned, "jpeg/com", 18, 0);
    assert_part(cleaned, "jpeg/trailing", 13, 0);
    assert_part(cleaned, "jpeg/app1/exif", exif_size, 36);
    ls_cleaned_free(cleaned);
    close(ask.out);
}

static void what_is_asked_for_stays(void **state)
{
    (void)state;
    ls_clean ask = asking();
    ask.keep = LS_KEEP_CREDIT | LS_KEEP_TIME;
    ls_cleaned_free(clean(&ask));
    assert_true(holds(ask.out, "Avalon Artist"));
    assert_true(holds(ask.out, "2024:05:06 07:08:09"));
    assert_false(holds(ask.out, "Avalon harbour"));
    assert_false(holds(ask.out, "Fictron"));
    close(ask.out);
}

static void a_file_is_as_good_as_bytes(void **state)
{
    (void)state;
    ls_clean ask = asking();
    ask.fd = paper();
    assert_int_equal(ls_write_full(ask.fd, photo.data, photo.size), LS_OK);
    ask.data = NULL;
    ask.size = 0;
    ask.last = 1;
    ls_cleaned_free(clean(&ask));
    ls_clean again = asking();
    ls_cleaned_free(clean(&again)); /* and the scanner goes on behind a last one */
    assert_int_equal(size_of(ask.out), size_of(again.out));
    close(ask.fd);
    close(ask.out);
    close(again.out);
}

static void assert_fails(const ls_clean *ask, ls_status wanted, const char *text)
{
    ls_error error = {""};
    ls_cleaned *cleaned = NULL;
    const ls_status status = ls_scanner_clean(scanner, ask, &cleaned, &error);
    if (status != wanted || !strstr(error.text, text))
        fail_msg("%d (%s), not %d (%s)", status, error.text, wanted, text);
    assert_null(cleaned);
    assert_int_equal(ls_scanner_clean(scanner, ask, &cleaned, NULL), wanted);
}

static void what_cannot_be_cleaned_is_said(void **state)
{
    (void)state;
    static const char words[] = "no picture at all";
    ls_clean ask = asking();
    ask.data = words;
    ask.size = sizeof words;
    assert_fails(&ask, LS_E_FORMAT, "");
    ask.size = 0;
    assert_fails(&ask, LS_E_FORMAT, "");
    ask.data = photo.data;
    ask.size = photo.size / 2;
    assert_fails(&ask, LS_E_FORMAT, "malformed");
    assert_int_equal(size_of(ask.out), 0);
    close(ask.out);
}

static void what_cannot_be_written_is_said(void **state)
{
    (void)state;
    ls_clean ask = asking();
    const int good = ask.out;
    ask.out = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_fails(&ask, LS_E_IO, strerror(ENOSPC));
    close(ask.out);
    ask.out = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_fails(&ask, LS_E_IO, "");
    close(ask.out);
    ask.out = good;
    ls_cleaned_free(clean(&ask)); /* the worker is as good as new */
    close(good);
}

/* A file that loses what it is given, and one that was not empty: what stands behind the copy is no part of it. */
static void what_was_written_is_read_again(void **state)
{
    (void)state;
    ls_clean ask = asking();
    close(ask.out);
    ask.out = open("/dev/null", O_RDWR | O_CLOEXEC);
    assert_fails(&ask, LS_E_IO, "");
    close(ask.out);
    ask.out = paper();
    assert_int_equal(ftruncate(ask.out, 2 * (off_t)photo.size + 100), 0);
    assert_fails(&ask, LS_E_IO, "");
    close(ask.out);
}

static void it_can_be_cancelled_and_has_a_deadline(void **state)
{
    (void)state;
    static const volatile int cancelled = 1;
    ls_clean ask = asking();
    ask.cancel = &cancelled;
    assert_fails(&ask, LS_E_CANCELLED, "");
    ask.cancel = NULL;
    ask.deadline_ms = 1;
    assert_fails(&ask, LS_E_DEADLINE, "");
    close(ask.out);
}

static void wrong_use_is_refused(void **state)
{
    (void)state;
    ls_cleaned *cleaned = NULL;
    const ls_clean good = asking();
    ls_clean ask = good;
    assert_int_equal(ls_scanner_clean(NULL, &ask, &cleaned, NULL), LS_E_USAGE);
    assert_int_equal(ls_scanner_clean(scanner, NULL, &cleaned, NULL), LS_E_USAGE);
    assert_int_equal(ls_scanner_clean(scanner, &ask, NULL, NULL), LS_E_USAGE);
    ask.version = LS_CLEAN_VERSION + 1;
    assert_fails(&ask, LS_E_USAGE, "");
    ask = good;
    ask.out = -1;
    assert_fails(&ask, LS_E_USAGE, "");
    ask = good;
    ask.keep = 16;
    assert_fails(&ask, LS_E_USAGE, "");
    ask = good;
    ask.data = NULL;
    assert_fails(&ask, LS_E_USAGE, "");
    assert_int_equal(size_of(good.out), 0);
    ls_cleaned_free(NULL);
    close(good.out);
}

int main(void)
{
    ls_paths_set_prefix(LS_STAGE_DIR);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_holds_the_picture_alone_and_the_ledger_says_what_went),
        cmocka_unit_test(what_is_asked_for_stays),
        cmocka_unit_test(a_file_is_as_good_as_bytes),
        cmocka_unit_test(what_cannot_be_cleaned_is_said),
        cmocka_unit_test(what_cannot_be_written_is_said),
        cmocka_unit_test(what_was_written_is_read_again),
        cmocka_unit_test(it_can_be_cancelled_and_has_a_deadline),
        cmocka_unit_test(wrong_use_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
