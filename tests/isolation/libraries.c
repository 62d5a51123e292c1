/* SPDX-License-Identifier: Apache-2.0 */
/* The big libraries do real work where no file can be opened: libexif, Tesseract, OpenCV's dnn, libheif. */
#include "isolation/outside.h"

#include "cmocka_all.h"

#include "base/io.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEIC_MAX ((size_t)64 << 20)

static void assert_lives(ls_worker_program program, ls_probe probe)
{
    struct outside o;
    outside_start(&o, program, outside_jpeg, outside_jpeg_size);
    ls_status status = outside_probe(&o, probe, PATIENCE_MS);
    if (status)
        fail_msg("%s: %s", ls_status_text(status), o.outcome.detail);
    assert_true(o.answer.probe_seen[probe]);
    assert_true(o.answer.probe_passed[probe]);
    assert_true(o.reply.sandbox >= LS_SANDBOX_SECCOMP);
    outside_stop(&o);
}

static void libexif_works(void **state)
{
    (void)state;
    assert_lives(LS_WORKER_CORE, LS_PROBE_LIBEXIF);
}

static void tesseract_works(void **state)
{
    (void)state;
    assert_lives(LS_WORKER_READER, LS_PROBE_TESSERACT);
}

static void dnn_works(void **state)
{
    (void)state;
    assert_lives(LS_WORKER_READER, LS_PROBE_DNN);
}

/* A probe of the other program's library is no success. */
static void a_probe_that_is_not_its_own_does_not_pass(void **state)
{
    (void)state;
    struct outside o;
    outside_start(&o, LS_WORKER_CORE, outside_jpeg, outside_jpeg_size);
    assert_int_equal(outside_probe(&o, LS_PROBE_DNN, PATIENCE_MS), LS_OK);
    assert_true(o.answer.probe_seen[LS_PROBE_DNN]);
    assert_false(o.answer.probe_passed[LS_PROBE_DNN]);
    outside_stop(&o);
}

/* Of a camera's own files, from the test corpus: each decoder behind libheif starts threads of its own. */
static void assert_is_decoded(const char *path)
{
    ls_buffer bytes;
    ls_buffer_init(&bytes, HEIC_MAX);
    if (ls_read_file(path, &bytes) != LS_OK) {
        ls_buffer_free(&bytes);
        print_message("SKIP: %s is absent\n", strrchr(path, '/') + 1);
        skip();
    }
    struct outside o;
    outside_start(&o, LS_WORKER_READER, bytes.data, bytes.size);
    ls_buffer_free(&bytes);
    assert_int_equal(outside_probe(&o, LS_PROBE_HEIC, PATIENCE_MS), LS_OK);
    assert_true(o.answer.probe_passed[LS_PROBE_HEIC]);
    /* and the whole way of a photo: decoder, text map, the answer */
    o.request.kind = LS_KIND_HEIF;
    outside_assert_works(&o);
    assert_int_not_equal(o.answer.outcomes[LS_STAGE_TEXT].state, LS_FAILED);
    assert_true(o.answer.has_text);
    assert_true(o.answer.text.width > 0);
    outside_stop(&o);
}

static void heic_is_decoded(void **state)
{
    (void)state;
    assert_is_decoded(LS_SOURCE_DIR "/../shared/corpus/metadata/camera/heic__cheers_1440x960.heic");
}

static void avif_is_decoded(void **state)
{
    (void)state;
    assert_is_decoded(LS_SOURCE_DIR "/../shared/corpus/metadata/exifr/test__fixtures__avif__Irvine_CA.avif");
}

struct drawn {
    uint32_t width, height;
    size_t bytes;
};

static ls_status begin(uint32_t width, uint32_t height, void *user)
{
    *(struct drawn *)user = (struct drawn){.width = width, .height = height};
    return LS_OK;
}

static ls_status piece(const void *bytes, size_t size, void *user)
{
    (void)bytes;
    ((struct drawn *)user)->bytes += size;
    return LS_OK;
}

/* OpenCV's lines and letters, zlib's deflate. */
static void boxes_are_drawn(void **state)
{
    (void)state;
    static const ls_box boxes[2] = {{.quad = {{1, 1}, {6, 1}, {6, 6}, {1, 6}}, .number = 12, .effect = LS_VERDICT_BLOCK},
                                    {.quad = {{2, 2}, {3, 2}, {3, 3}, {2, 3}}, .effect = LS_VERDICT_REVIEW}};
    struct outside o;
    struct drawn seen = {0};
    ls_drawing drawing = {.width = 8, .height = 8, .begin = begin, .piece = piece, .user = &seen};
    outside_start(&o, LS_WORKER_READER, outside_jpeg, outside_jpeg_size);
    o.request.operation = LS_OP_ANNOTATE;
    o.request.box_count = 2;
    o.boxes = boxes;
    o.drawing = &drawing;
    assert_int_equal(outside_run(&o, PATIENCE_MS), LS_OK);
    assert_int_equal(o.answer.outcomes[LS_STAGE_TEXT].state, LS_DONE);
    assert_int_equal(seen.width, 8);
    assert_int_equal(seen.height, 8);
    assert_true(seen.bytes > 8);
    assert_true(o.reply.sandbox >= LS_SANDBOX_SECCOMP);
    o.request.picture = 1; /* there is one, and it is picture 0 */
    drawing.begun = false;
    seen = (struct drawn){0};
    assert_int_equal(outside_run(&o, PATIENCE_MS), LS_OK);
    assert_int_equal(o.answer.outcomes[LS_STAGE_TEXT].state, LS_FAILED);
    assert_int_equal(seen.width, 0);
    outside_stop(&o);
}

/* The core has checked the ranges; a reader that was told nonsense is none the worse for it. */
static void second_pictures_that_stand_nowhere_are_unread(void **state)
{
    (void)state;
    struct outside o;
    outside_start(&o, LS_WORKER_READER, outside_jpeg, outside_jpeg_size);
    const uint64_t size = outside_jpeg_size;
    const ls_second seconds[] = {
        {.from = 0, .to = size},
        {.from = size, .to = size + 100},
        {.from = 0, .to = UINT64_MAX},
        {.from = 9, .to = 9},
        {.from = 20, .to = 10},
        {.from = UINT64_MAX, .to = 3},
        {.from = 5, .to = size},
        {.from = 0, .to = 12, .form = LS_SECOND_RGB, .width = 2, .height = 3},
        {.from = 0, .to = 3, .form = LS_SECOND_RGB, .width = UINT32_MAX, .height = UINT32_MAX},
        {.from = 0, .to = 12, .form = LS_SECOND_ITEM, .number = 7},
        {.from = 0, .to = size, .form = 99},
    };
    o.request.second_count = sizeof seconds / sizeof *seconds;
    memcpy(o.request.seconds, seconds, sizeof seconds);
    assert_int_equal(outside_run(&o, PATIENCE_MS), LS_OK);
    assert_int_equal(o.answer.outcomes[LS_STAGE_TEXT].state, LS_DONE);
    assert_int_equal(o.answer.seconds[0], LS_SHOWS_SAME); /* the photo itself, which is one even block */
    for (size_t i = 1; i < sizeof seconds / sizeof *seconds; i++)
        assert_int_equal(o.answer.seconds[i], LS_SHOWS_UNREAD);
    o.request.second_count = 0;
    outside_assert_works(&o);
    outside_stop(&o);
}

/* leptonica writes to stderr: there is one, and it is /dev/null. */
static void a_complaint_is_no_crash(void **state)
{
    (void)state;
    struct outside o;
    outside_start(&o, LS_WORKER_READER, outside_jpeg, outside_jpeg_size);
    o.request.kind = LS_KIND_PNG;
    assert_int_equal(outside_run(&o, PATIENCE_MS), LS_OK);
    assert_int_equal(o.answer.outcomes[LS_STAGE_TEXT].state, LS_FAILED);
    assert_int_equal(o.answer.outcomes[LS_STAGE_TEXT].reason, LS_REASON_DECODE);
    outside_stop(&o);
}

static void a_jpeg_is_no_heic(void **state)
{
    (void)state;
    struct outside o;
    outside_start(&o, LS_WORKER_READER, outside_jpeg, outside_jpeg_size);
    assert_int_equal(outside_probe(&o, LS_PROBE_HEIC, PATIENCE_MS), LS_OK);
    assert_false(o.answer.probe_passed[LS_PROBE_HEIC]);
    outside_stop(&o);
}

static void a_language_that_is_not_installed_is_named(void **state)
{
    (void)state;
    struct outside o;
    outside_start(&o, LS_WORKER_READER, outside_jpeg, outside_jpeg_size);
    o.request.operation = LS_OP_WARM;
    memcpy(o.request.languages, "eng+zz_none", sizeof "eng+zz_none");
    int photo = o.photo;
    o.photo = -1;
    assert_int_equal(outside_run(&o, PATIENCE_MS), LS_OK);
    assert_string_equal(o.reply.languages_missing, "zz_none");
    o.photo = photo;
    o.request.operation = LS_OP_CHECK;
    outside_assert_works(&o);
    assert_string_equal(o.reply.languages_missing, "zz_none");
    outside_stop(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(libexif_works),
        cmocka_unit_test(tesseract_works),
        cmocka_unit_test(dnn_works),
        cmocka_unit_test(a_probe_that_is_not_its_own_does_not_pass),
        cmocka_unit_test(heic_is_decoded),
        cmocka_unit_test(avif_is_decoded),
        cmocka_unit_test(second_pictures_that_stand_nowhere_are_unread),
        cmocka_unit_test(boxes_are_drawn),
        cmocka_unit_test(a_complaint_is_no_crash),
        cmocka_unit_test(a_jpeg_is_no_heic),
        cmocka_unit_test(a_language_that_is_not_installed_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
