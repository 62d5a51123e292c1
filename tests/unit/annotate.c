/* SPDX-License-Identifier: Apache-2.0 */
/* ls_scanner_annotate() with the real workers, and the file it makes. Needs samples/ and the OCR data of its packs. */
#include "cmocka_all.h"

#include "base/io.h"
#include "engine/paths.h"
#include "engine/png.h"

#include <lightseal/lightseal.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#define NOTICE LS_SOURCE_DIR "/samples/notice.jpg"       /* 1728 × 2304 */
#define LANDSCAPE LS_SOURCE_DIR "/samples/landscape.jpg" /* 1600 × 1200 */
#define PATIENCE "120s" /* a guard against hangs on a loaded machine, not a measurement */

static ls_engine *engine;
static ls_scanner *scanner;
static ls_report *notice, *landscape;

static int open_photo(const char *path)
{
    int fd = -1;
    ls_error error = {""};
    if (ls_photo_open(path, &fd, &error))
        fail_msg("%s", error.text);
    return fd;
}

static ls_report *checked(const char *path)
{
    ls_report *report = NULL;
    ls_check check = {.version = LS_CHECK_VERSION, .name = path, .fd = open_photo(path)};
    assert_int_equal(ls_scanner_check(scanner, &check, &report, NULL), LS_OK);
    close(check.fd);
    return report;
}

static int set_up(void **state)
{
    (void)state;
    ls_error error = {""};
    ls_options *options = ls_options_new();
    assert_int_equal(ls_options_set(options, "time-budget", PATIENCE, &error), LS_OK);
    if (ls_engine_new(options, &engine, &error))
        fail_msg("%s", error.text);
    ls_options_free(options);
    assert_int_equal(ls_scanner_new(engine, &scanner, NULL), LS_OK);
    notice = checked(NOTICE);
    landscape = checked(LANDSCAPE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ls_report_free(notice);
    ls_report_free(landscape);
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

static size_t size_of(int fd)
{
    return (size_t)lseek(fd, 0, SEEK_END);
}

/* ------------------------------------------------------------------------------------------------ the file */

static uint32_t number_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Signature, IHDR with that size, IDATs, IEND, every checksum right, and nothing else: the picture's rows are returned whole. */
static void assert_png(int fd, uint32_t width, uint32_t height)
{
    ls_buffer file;
    ls_buffer_init(&file, (size_t)64 << 20);
    lseek(fd, 0, SEEK_SET);
    assert_int_equal(ls_read_all(fd, &file), LS_OK);
    const unsigned char *data = (const unsigned char *)file.data;
    assert_memory_equal(data, "\x89PNG\r\n\x1a\n", 8);
    z_stream z = {0};
    unsigned char rows[4096];
    uint64_t inflated = 0;
    int result = Z_OK;
    assert_int_equal(inflateInit(&z), Z_OK);
    size_t at = 8, number = 0;
    for (bool ended = false; !ended; number++) {
        assert_true(file.size - at >= 12);
        const uint32_t size = number_at(data + at);
        assert_true(size <= file.size - at - 12);
        assert_int_equal(number_at(data + at + 8 + size), crc32(0, data + at + 4, size + 4));
        if (number == 0) {
            assert_memory_equal(data + at + 4, "IHDR", 4);
            assert_int_equal(number_at(data + at + 8), width);
            assert_int_equal(number_at(data + at + 12), height);
            assert_memory_equal(data + at + 16, "\x08\x02\0\0\0", 5);
        } else if (memcmp(data + at + 4, "IDAT", 4) == 0) {
            z.next_in = (Bytef *)(uintptr_t)(data + at + 8);
            z.avail_in = size;
            do {
                assert_int_equal(result, Z_OK);
                z.next_out = rows;
                z.avail_out = sizeof rows;
                result = inflate(&z, Z_NO_FLUSH);
                inflated += sizeof rows - z.avail_out;
                if (result == Z_BUF_ERROR) /* all of the chunk had just filled the room */
                    result = Z_OK;
            } while (z.avail_in || !z.avail_out);
        } else {
            assert_memory_equal(data + at + 4, "IEND", 4);
            ended = true;
        }
        at += size + 12;
    }
    inflateEnd(&z);
    assert_int_equal(at, file.size);
    assert_int_equal(result, Z_STREAM_END);
    assert_int_equal(inflated, ((uint64_t)width * 3 + 1) * height);
    ls_buffer_free(&file);
}

/* The smallest picture there is, byte for byte: one red pixel, stored without compression. */
static void a_file_is_what_the_standard_says(void **state)
{
    (void)state;
    static const unsigned char rows[] = {0x78, 0x01, 0x01, 4, 0, 0xfb, 0xff, 0, 255, 0, 0, 0x03, 0x01, 0x01, 0x00};
    static const unsigned char head[] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R',
                                         0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde};
    static const unsigned char tail[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};
    unsigned char got[128];
    int fd = paper();
    assert_int_equal(ls_png_begin(fd, 1, 1), LS_OK);
    assert_int_equal(ls_png_data(fd, rows, sizeof rows), LS_OK);
    assert_int_equal(ls_png_end(fd), LS_OK);
    assert_int_equal(size_of(fd), sizeof head + 12 + sizeof rows + sizeof tail);
    assert_int_equal(pread(fd, got, sizeof got, 0), size_of(fd));
    assert_memory_equal(got, head, sizeof head);
    assert_memory_equal(got + sizeof head, "\0\0\0\x0fIDAT", 8);
    assert_memory_equal(got + sizeof head + 12 + sizeof rows, tail, sizeof tail);
    assert_png(fd, 1, 1);
    close(fd);
    fd = open("/dev/null", O_RDONLY);
    assert_int_equal(ls_png_begin(fd, 1, 1), LS_E_IO);
    close(fd);
}

/* ------------------------------------------------------------------------------------------------ the call */

static ls_annotate asking(const ls_report *report, const char *path, int out)
{
    return (ls_annotate){.version = LS_ANNOTATE_VERSION, .report = report, .fd = open_photo(path), .out = out};
}

static void findings_are_numbered_as_they_stand(void **state)
{
    (void)state;
    assert_int_equal(ls_report_finding(notice, 0)->number, 1);
    for (size_t i = 1; i < ls_report_finding_count(notice); i++) {
        const ls_finding *one = ls_report_finding(notice, i - 1), *next = ls_report_finding(notice, i);
        const bool same = strcmp(one->rule, next->rule) == 0 && strcmp(one->title, next->title) == 0;
        assert_int_equal(next->number, one->number + !same);
    }
}

static void a_copy_is_a_png_of_the_photos_size(void **state)
{
    (void)state;
    size_t boxes = 0;
    for (size_t i = 0; i < ls_report_finding_count(notice); i++)
        boxes += ls_report_finding(notice, i)->has_quad != 0;
    ls_annotate ask = asking(notice, NOTICE, paper());
    assert_int_equal(ls_scanner_annotate(scanner, &ask, NULL), LS_OK);
    assert_true(boxes >= 2);
    assert_int_equal(ask.boxes, boxes);
    assert_int_equal(ask.boxes_left_out, 0);
    assert_int_equal(ask.boxes_elsewhere, 0);
    assert_int_equal(ask.picture, 0);
    assert_png(ask.out, 1728, 2304);
    close(ask.fd);
    close(ask.out);
}

static void from_memory_too_and_the_same(void **state)
{
    (void)state;
    ls_buffer photo, first, second;
    ls_buffer_init(&photo, (size_t)64 << 20);
    ls_buffer_init(&first, (size_t)64 << 20);
    ls_buffer_init(&second, (size_t)64 << 20);
    assert_int_equal(ls_read_file(NOTICE, &photo), LS_OK);
    ls_annotate ask = asking(notice, NOTICE, paper());
    assert_int_equal(ls_scanner_annotate(scanner, &ask, NULL), LS_OK);
    lseek(ask.out, 0, SEEK_SET);
    assert_int_equal(ls_read_all(ask.out, &first), LS_OK);
    close(ask.fd);
    close(ask.out);
    ask.fd = -1;
    ask.data = photo.data;
    ask.size = photo.size;
    ask.out = paper();
    assert_int_equal(ls_scanner_annotate(scanner, &ask, NULL), LS_OK);
    lseek(ask.out, 0, SEEK_SET);
    assert_int_equal(ls_read_all(ask.out, &second), LS_OK);
    close(ask.out);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    ls_buffer_free(&photo);
    ls_buffer_free(&first);
    ls_buffer_free(&second);
}

static void without_boxes_nothing_is_written(void **state)
{
    (void)state;
    ls_annotate ask = asking(landscape, LANDSCAPE, paper());
    ask.boxes = 77;
    assert_int_equal(ls_scanner_annotate(scanner, &ask, NULL), LS_OK);
    assert_int_equal(ask.boxes, 0);
    assert_int_equal(size_of(ask.out), 0);
    close(ask.fd);
    close(ask.out);
}

static void assert_fails(ls_annotate *ask, ls_status wanted)
{
    ls_error error = {""};
    const ls_status status = ls_scanner_annotate(scanner, ask, &error);
    if (status != wanted)
        fail_msg("%d (%s), not %d", status, error.text, wanted);
    assert_true(error.text[0] != 0);
    assert_int_equal(ls_scanner_annotate(scanner, ask, NULL), wanted);
}

/* The boxes would stand anywhere on it. */
static void the_report_of_another_photo_is_refused(void **state)
{
    (void)state;
    ls_annotate ask = asking(notice, LANDSCAPE, paper());
    assert_fails(&ask, LS_E_FORMAT);
    assert_int_equal(size_of(ask.out), 0);
    close(ask.fd);
    close(ask.out);
}

static void a_photo_that_is_gone_bad_is_said(void **state)
{
    (void)state;
    static const char bytes[] = "no picture at all";
    ls_annotate ask = {
        .version = LS_ANNOTATE_VERSION, .report = notice, .fd = -1, .data = bytes, .size = sizeof bytes, .out = paper()};
    assert_fails(&ask, LS_E_FORMAT);
    assert_int_equal(size_of(ask.out), 0);
    ask.size = 0; /* nothing to be mapped */
    assert_fails(&ask, LS_E_FORMAT);
    close(ask.out);
}

static void what_cannot_be_written_is_said(void **state)
{
    (void)state;
    ls_error error = {""};
    ls_annotate ask = asking(notice, NOTICE, open("/dev/full", O_WRONLY | O_CLOEXEC));
    assert_fails(&ask, LS_E_IO);
    assert_int_equal(ls_scanner_annotate(scanner, &ask, &error), LS_E_IO);
    assert_string_equal(error.text, strerror(ENOSPC));
    close(ask.out);
    ask.out = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_fails(&ask, LS_E_IO);
    close(ask.out);
    ask.out = paper();
    assert_int_equal(ls_scanner_annotate(scanner, &ask, NULL), LS_OK); /* the worker is as good as new */
    assert_png(ask.out, 1728, 2304);
    close(ask.fd);
    close(ask.out);
}

static void it_can_be_cancelled_and_has_a_deadline(void **state)
{
    (void)state;
    static const volatile int cancelled = 1;
    ls_annotate ask = asking(notice, NOTICE, paper());
    ask.cancel = &cancelled;
    assert_fails(&ask, LS_E_CANCELLED);
    ask.cancel = NULL;
    ask.deadline_ms = 1; /* starting a process takes as long */
    assert_fails(&ask, LS_E_DEADLINE);
    close(ask.fd);
    close(ask.out);
}

static void wrong_use_is_refused(void **state)
{
    (void)state;
    ls_annotate good = asking(notice, NOTICE, paper()), ask = good;
    assert_int_equal(ls_scanner_annotate(NULL, &ask, NULL), LS_E_USAGE);
    assert_int_equal(ls_scanner_annotate(scanner, NULL, NULL), LS_E_USAGE);
    ask.version = LS_ANNOTATE_VERSION + 1;
    assert_fails(&ask, LS_E_USAGE);
    ask = good;
    ask.report = NULL;
    assert_fails(&ask, LS_E_USAGE);
    ask = good;
    ask.out = -1;
    assert_fails(&ask, LS_E_USAGE);
    ask = good;
    ask.fd = -1;
    ask.size = 4;
    assert_fails(&ask, LS_E_USAGE);
    assert_int_equal(size_of(good.out), 0);
    close(good.fd);
    close(good.out);
}

int main(void)
{
    ls_paths_set_prefix(LS_STAGE_DIR);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_what_the_standard_says),
        cmocka_unit_test(findings_are_numbered_as_they_stand),
        cmocka_unit_test(a_copy_is_a_png_of_the_photos_size),
        cmocka_unit_test(from_memory_too_and_the_same),
        cmocka_unit_test(without_boxes_nothing_is_written),
        cmocka_unit_test(the_report_of_another_photo_is_refused),
        cmocka_unit_test(a_photo_that_is_gone_bad_is_said),
        cmocka_unit_test(what_cannot_be_written_is_said),
        cmocka_unit_test(it_can_be_cancelled_and_has_a_deadline),
        cmocka_unit_test(wrong_use_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
