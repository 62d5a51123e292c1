/* SPDX-License-Identifier: Apache-2.0 */
/* WebP, still and animated. */
#include "unit/container_look.h"

static void every_chunk_of_a_webp_is_named(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    webp_begin(b);                           /* 0…12 */
    webp_canvas(b, 300, 200);                /* 12…30 */
    webp_chunk(b, "ICCP", "profile", 7);     /* 30…46, one byte of padding */
    webp_chunk(b, "ALPH", "\0\0", 2);        /* 46…56 */
    webp_chunk(b, "VP8 ", "\x10\2\0\x9D\1\x2A\x0A\0\x14\0", 10); /* 56…74: 10 × 20, the canvas counts */
    webp_chunk(b, "EXIF", "II*\0\x08\0\0\0", 8); /* 74…90 */
    webp_chunk(b, "XMP ", "<x/>", 4);        /* 90…102 */
    webp_chunk(b, "mine", "x", 1);           /* 102…112 */
    webp_end(b);
    put(b, "remains", 7);
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_WEBP);
    assert_int_equal(w->container.width, 300);
    assert_int_equal(w->container.height, 200);
    assert_int_equal(w->container.frames, 1);
    assert_int_equal(w->container.problem_count, 0);
    assert_range(w, "webp/header", LS_ROLE_STRUCTURE, 0, 12);
    assert_range(w, "webp/VP8X", LS_ROLE_STRUCTURE, 12, 30);
    assert_range(w, "webp/ICCP", LS_ROLE_CARRIER, 30, 46);
    assert_range(w, "webp/ALPH", LS_ROLE_IMAGE, 46, 56);
    assert_range(w, "webp/VP8", LS_ROLE_IMAGE, 56, 74);
    assert_range(w, "webp/EXIF", LS_ROLE_CARRIER, 74, 90);
    assert_range(w, "webp/XMP", LS_ROLE_CARRIER, 90, 102);
    assert_range(w, "webp/unknown", LS_ROLE_CARRIER, 102, 112);
    assert_range(w, "webp/trailing", LS_ROLE_TRAILING, 112, 119);
}

static void a_still_picture_says_its_size_itself(void **state)
{
    struct walked *w = *state;
    webp_begin(&w->file);
    webp_lossless(&w->file, 10, 20);
    webp_end(&w->file);
    walk(w);
    assert_int_equal(w->container.width, 10);
    assert_int_equal(w->container.height, 20);
    w->file.size = 0;
    webp_begin(&w->file);
    webp_chunk(&w->file, "VP8 ", "\x10\2\0\x9D\1\x2A\x40\1\xF0\0", 10); /* 320 × 240 */
    webp_end(&w->file);
    walk(w);
    assert_int_equal(w->container.width, 320);
    assert_int_equal(w->container.height, 240);
    assert_false(is_fatal(w));
}

static void frames_hold_chunks_of_their_own(void **state)
{
    struct walked *w = *state;
    static struct built frame;
    frame.size = 0;
    put_fill(&frame, 0, 16);
    webp_lossless(&frame, 10, 20);        /* 14 */
    webp_chunk(&frame, "note", "abc", 3); /* 12 */
    webp_begin(&w->file);
    webp_canvas(&w->file, 10, 20);                           /* 12…30 */
    webp_chunk(&w->file, "ANIM", "\0\0\0\0\0\0", 6);         /* 30…44 */
    webp_chunk(&w->file, "ANMF", frame.data, frame.size);    /* 44…94 */
    webp_chunk(&w->file, "ANMF", frame.data, frame.size - 12);
    webp_end(&w->file);
    walk(w);
    assert_int_equal(w->container.frames, 2);
    assert_int_equal(w->container.problem_count, 0);
    assert_range(w, "webp/ANIM", LS_ROLE_STRUCTURE, 30, 44);
    assert_range(w, "webp/ANMF", LS_ROLE_STRUCTURE, 44, 68);
    assert_range(w, "webp/ANMF/VP8L", LS_ROLE_IMAGE, 68, 82);
    assert_range(w, "webp/ANMF/unknown", LS_ROLE_CARRIER, 82, 94);
}

/* Decoders take the first picture and a header's own fields: whatever else stands there can hold anything. */
static void what_no_decoder_looks_at_is_surplus(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    webp_begin(b);
    webp_chunk(b, "VP8X", "\0\0\0\0\x09\0\0\x13\0\0hidden", 16); /* 12…36 */
    webp_lossless(b, 10, 20);                                       /* 36…50 */
    webp_lossless(b, 30, 40);                                       /* 50…64 */
    webp_chunk(b, "ALPH", "\0\0", 2);
    webp_end(b);
    walk(w);
    assert_range(w, "webp/surplus", LS_ROLE_UNKNOWN, 12, 36);
    assert_range(w, "webp/VP8L", LS_ROLE_IMAGE, 36, 50);
    assert_int_equal(w->container.ranges[w->container.range_count - 1].role, LS_ROLE_UNKNOWN);
    assert_int_equal(w->container.ranges[w->container.range_count - 1].from, 50);
    assert_int_equal(w->container.frames, 1);
    b->size = 0;
    webp_begin(b);
    webp_chunk(b, "ALPH", "\0text", 5); /* 12…26: a lossless picture has its own */
    webp_lossless(b, 10, 20);
    webp_chunk(b, "VP8 ", "\x10\2\0\x9D\1\x2A\x0A\0\x14\0", 10);
    webp_end(b);
    walk(w);
    assert_range(w, "webp/surplus", LS_ROLE_UNKNOWN, 12, 26);
    assert_range(w, "webp/VP8L", LS_ROLE_IMAGE, 26, 40);
}

static void a_frame_beside_a_picture_is_fatal(void **state)
{
    struct walked *w = *state;
    static struct built frame;
    frame.size = 0;
    put_fill(&frame, 0, 16);
    webp_lossless(&frame, 10, 20);
    webp_begin(&w->file);
    webp_canvas(&w->file, 10, 20);
    webp_lossless(&w->file, 10, 20); /* 30…44 */
    webp_chunk(&w->file, "ANMF", frame.data, frame.size);
    webp_end(&w->file);
    walk(w);
    assert_problem(w, 44, true);
    w->file.size = 0;
    webp_begin(&w->file);
    webp_canvas(&w->file, 10, 20);
    webp_chunk(&w->file, "ANMF", frame.data, 16); /* an empty one */
    webp_end(&w->file);
    walk(w);
    assert_problem(w, 30, true);
}

static void padding_is_zero(void **state)
{
    struct walked *w = *state;
    webp_begin(&w->file);
    webp_lossless(&w->file, 10, 20); /* 12…26: five bytes and one of padding at 25 */
    webp_end(&w->file);
    w->file.data[25] = 'x';
    walk(w);
    assert_problem(w, 25, false);
    assert_range(w, "webp/left-over", LS_ROLE_UNKNOWN, 25, 26);
}

static void lengths_that_lie_are_said(void **state)
{
    struct walked *w = *state;
    webp_begin(&w->file);
    webp_lossless(&w->file, 10, 20);
    webp_chunk(&w->file, "EXIF", "II*\0", 4);
    webp_end(&w->file);
    w->file.data[30] = 0x7F; /* EXIF says that it has 127 bytes */
    walk(w);
    assert_problem(w, 26, true);
    w->file.data[30] = 4;
    w->file.data[4]++; /* the file says that it is longer than it is */
    walk(w);
    assert_problem(w, 4, true);
    webp_end(&w->file);
    walk(w);
    assert_false(is_fatal(w));
    const size_t whole = w->file.size;
    for (w->file.size = 12; w->file.size < whole; w->file.size++) {
        walk(w);
        assert_true(is_fatal(w));
    }
}

static void a_file_without_a_picture_is_none(void **state)
{
    struct walked *w = *state;
    webp_begin(&w->file);
    webp_canvas(&w->file, 10, 20);
    webp_chunk(&w->file, "XMP ", "<x/>", 4);
    webp_end(&w->file);
    walk(w);
    assert_true(is_fatal(w));
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(every_chunk_of_a_webp_is_named), TEST(a_still_picture_says_its_size_itself),
                                       TEST(frames_hold_chunks_of_their_own), TEST(padding_is_zero), TEST(what_no_decoder_looks_at_is_surplus),
                                       TEST(a_frame_beside_a_picture_is_fatal), TEST(lengths_that_lie_are_said),
                                       TEST(a_file_without_a_picture_is_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
