/* SPDX-License-Identifier: Apache-2.0 */
/* PNG and animated PNG. */
#include "unit/container_look.h"

static void every_chunk_of_a_png_is_named(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    png_begin(b, 300, 200);                           /* 0…8, 8…33 */
    png_chunk(b, "gAMA", "\0\0\xB1\x8F", 4);          /* 33…49 */
    png_chunk(b, "tEXt", "Comment\0hi", 10);          /* 49…71 */
    png_chunk(b, "prVt", "mine", 4);                  /* 71…87 */
    png_chunk(b, "IDAT", "\x78", 1);                  /* 87…100 */
    png_chunk(b, "IDAT", "\x01", 1);                  /* 100…113 */
    png_chunk(b, "tIME", "\x07\xEA\5\1\12\13\14", 7); /* 113…132 */
    png_chunk(b, "IEND", "", 0);                      /* 132…144 */
    put(b, "remains", 7);
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_PNG);
    assert_int_equal(w->container.width, 300);
    assert_int_equal(w->container.height, 200);
    assert_int_equal(w->container.frames, 1);
    assert_int_equal(w->container.problem_count, 0);
    assert_range(w, "png/signature", LS_ROLE_STRUCTURE, 0, 8);
    assert_range(w, "png/IHDR", LS_ROLE_STRUCTURE, 8, 33);
    assert_range(w, "png/gAMA", LS_ROLE_STRUCTURE, 33, 49);
    assert_range(w, "png/tEXt", LS_ROLE_CARRIER, 49, 71);
    assert_range(w, "png/prVt", LS_ROLE_CARRIER, 71, 87);
    assert_range(w, "png/IDAT", LS_ROLE_IMAGE, 87, 113);
    assert_range(w, "png/tIME", LS_ROLE_CARRIER, 113, 132);
    assert_range(w, "png/IEND", LS_ROLE_STRUCTURE, 132, 144);
    assert_range(w, "png/trailing", LS_ROLE_TRAILING, 144, 151);
}

static void a_wrong_checksum_is_a_problem_and_a_fatal_one_where_pixels_are_lost(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    png_chunk(&w->file, "tEXt", "Comment\0hi", 10); /* 33…55 */
    png_rest(&w->file);                             /* IDAT 55…69 */
    w->file.data[54] ^= 1;
    walk(w);
    assert_problem(w, 33, false);
    assert_false(is_fatal(w));
    w->file.data[54] ^= 1;
    w->file.data[68] ^= 1;
    walk(w);
    assert_problem(w, 55, true);
}

static void a_lying_length_is_said_with_its_byte(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    size_t at = w->file.size;
    png_chunk(&w->file, "tEXt", "Comment\0hi", 10);
    png_rest(&w->file);
    w->file.data[at + 2] = 0x7F; /* 0x7F0A bytes */
    walk(w);
    assert_problem(w, at, true);
    assert_range(w, "png/tEXt", LS_ROLE_CARRIER, at, w->file.size);
    w->file.data[at] = 0xFF; /* above 2^31 - 1 */
    walk(w);
    assert_problem(w, at, true);
}

static void a_cut_png_is_broken(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    png_rest(&w->file);
    size_t whole = w->file.size;
    for (size_t size = 4; size < whole; size++) {
        w->file.size = size;
        walk(w);
        assert_int_equal(w->container.kind, LS_KIND_PNG);
        assert_true(is_fatal(w));
    }
}

static void chunks_that_a_decoder_must_refuse_are_fatal(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    png_chunk(&w->file, "XyZZ", "", 0); /* 33: critical and unknown */
    png_rest(&w->file);
    walk(w);
    assert_problem(w, 33, true);
    w->file.size = 33;
    png_chunk(&w->file, "1234", "", 0);
    walk(w);
    assert_problem(w, 33, true);
    assert_range(w, "png/broken", LS_ROLE_UNKNOWN, 33, 45);
    w->file.size = 0;
    png_begin(&w->file, 0, 1);
    png_rest(&w->file);
    walk(w);
    assert_problem(w, 8, true);
    w->file.size = 0;
    png_begin(&w->file, 1, 1);
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    assert_problem(w, 33, true);                  /* no IDAT */
    memcpy(w->file.data, "\x89PNG\n\n\x1A\n", 8); /* as a text-mode transfer leaves it */
    walk(w);
    assert_problem(w, 4, true);
}

static void bytes_in_the_end_chunk_are_unknown(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    png_chunk(&w->file, "IDAT", "\x78", 1); /* 33…46 */
    png_chunk(&w->file, "IEND", "secret", 6);
    walk(w);
    assert_range(w, "png/left-over", LS_ROLE_UNKNOWN, 54, 64);
    assert_problem(w, 46, false);
}

static uint32_t frames(struct walked *w, uint32_t said, bool default_is_frame, int more)
{
    unsigned char control[26] = {0}, animation[8] = {0};
    animation[3] = (unsigned char)said;
    w->file.size = 0;
    png_begin(&w->file, 1, 1);
    if (said)
        png_chunk(&w->file, "acTL", animation, 8);
    if (default_is_frame)
        png_chunk(&w->file, "fcTL", control, 26);
    png_chunk(&w->file, "IDAT", "\x78", 1);
    for (int i = 0; i < more; i++) {
        png_chunk(&w->file, "fcTL", control, 26);
        png_chunk(&w->file, "fdAT", "\0\0\0\1x", 5);
    }
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    return w->container.frames;
}

static void every_picture_of_an_animation_counts(void **state)
{
    struct walked *w = *state;
    assert_int_equal(frames(w, 0, false, 0), 1);
    assert_int_equal(frames(w, 1, true, 0), 1);
    assert_int_equal(frames(w, 3, true, 2), 3);
    assert_int_equal(frames(w, 2, false, 2), 3); /* the default image is none of the two */
    assert_int_equal(frames(w, 1, true, 2), 3);  /* more than the header admits */
    assert_int_equal(frames(w, 9, true, 2), 9);
    assert_int_equal(frames(w, 0, false, 1), 2);
}

/* Rows of 3 × 2 gray pixels: a zlib stream of eight bytes, 2 + 5 + 8 + 4 = 19. */
static void put_rows(struct built *stream)
{
    stream->size = 0;
    put_stored(stream, "\1abc\1def");
    assert_int_equal(stream->size, 19);
}

static void bytes_behind_the_rows_are_left_over(void **state)
{
    struct walked *w = *state;
    struct built stream;
    put_rows(&stream);
    png_begin(&w->file, 3, 2);
    png_chunk(&w->file, "IDAT", stream.data, stream.size); /* 33…64: data 41…60 */
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    assert_range(w, "png/IDAT", LS_ROLE_IMAGE, 33, 64);
    assert_int_equal(w->container.problem_count, 0);
    w->file.size = 33;
    put(&stream, "secret", 6);
    png_chunk(&w->file, "IDAT", stream.data, stream.size); /* 33…70: rows 41…60 */
    png_chunk(&w->file, "IDAT", "more", 4);                /* 70…86 */
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    assert_range(w, "png/IDAT", LS_ROLE_IMAGE, 33, 60);
    assert_range(w, "png/left-over", LS_ROLE_UNKNOWN, 60, 86);
    assert_problem(w, 60, false);
    assert_false(is_fatal(w));
    assert_range(w, "png/IEND", LS_ROLE_STRUCTURE, 86, 98);
}

static void more_rows_than_the_picture_has_are_left_over(void **state)
{
    struct walked *w = *state;
    struct built stream = {.size = 0};
    put_stored(&stream, "\1abc\1def\1and more");
    png_begin(&w->file, 3, 2);
    png_chunk(&w->file, "IDAT", stream.data, 10); /* 33…55 */
    png_chunk(&w->file, "IDAT", stream.data + 10, stream.size - 10); /* 55…: data 63…, five bytes of rows */
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    assert_range(w, "png/IDAT", LS_ROLE_IMAGE, 33, 68);
    assert_range(w, "png/left-over", LS_ROLE_UNKNOWN, 68, w->file.size - 12);
}

static void rows_in_two_chunks_with_an_empty_one_are_the_picture(void **state)
{
    struct walked *w = *state;
    struct built stream;
    put_rows(&stream);
    png_begin(&w->file, 3, 2);
    png_chunk(&w->file, "IDAT", stream.data, 7);
    png_chunk(&w->file, "IDAT", "", 0);
    png_chunk(&w->file, "IDAT", stream.data + 7, 12);
    png_chunk(&w->file, "IDAT", "", 0);
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    assert_range(w, "png/IDAT", LS_ROLE_IMAGE, 33, 33 + 19 + 4 * 12);
    assert_int_equal(w->container.problem_count, 0);
    w->file.size = 33;
    png_chunk(&w->file, "IDAT", stream.data, 19); /* 33…64 */
    png_chunk(&w->file, "tEXt", "a\0b", 3);       /* 64…79 */
    png_chunk(&w->file, "IDAT", "again", 5);      /* 79…96: rows that nothing asks for */
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    assert_range(w, "png/left-over", LS_ROLE_UNKNOWN, 79, 96);
}

static void each_frame_of_an_animation_has_rows_of_its_own(void **state)
{
    struct walked *w = *state;
    struct built stream, frame = {.size = 0};
    put_rows(&stream);
    png_begin(&w->file, 3, 2);
    png_chunk(&w->file, "acTL", "\0\0\0\3\0\0\0\0", 8);                                                                /* 33…53 */
    png_chunk(&w->file, "fcTL", "\0\0\0\0\0\0\0\3\0\0\0\2\0\0\0\0\0\0\0\0\0\1\0\x0A\0\0", 26);                          /* …91 */
    png_chunk(&w->file, "IDAT", stream.data, stream.size);                                                                /* …122 */
    png_chunk(&w->file, "fcTL", "\0\0\0\1\0\0\0\2\0\0\0\1\0\0\0\0\0\0\0\0\0\1\0\x0A\0\0", 26);                          /* …160 */
    put(&frame, "\0\0\0\2", 4);
    put_stored(&frame, "\1ab"); /* 2 × 1 pixels: 2 + 5 + 3 + 4 */
    put(&frame, "secret", 6);
    png_chunk(&w->file, "fdAT", frame.data, frame.size); /* 160…196: data 168, stream 172…186 */
    png_chunk(&w->file, "fcTL", "\0\0\0\3\0\0\0\2\0\0\0\1\0\0\0\0\0\0\0\0\0\1\0\x0A\0\0", 26); /* …234 */
    png_chunk(&w->file, "fdAT", frame.data, frame.size - 6);                                                     /* …264 */
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    assert_int_equal(w->container.frames, 3);
    assert_range(w, "png/IDAT", LS_ROLE_IMAGE, 91, 122);
    assert_range(w, "png/fdAT", LS_ROLE_IMAGE, 160, 186);
    assert_range(w, "png/left-over", LS_ROLE_UNKNOWN, 186, 196);
    assert_int_equal(w->container.problem_count, 1);
}

/* A decoder uses the first of each kind, before the data and of its size: anything else under such a name could be a text. */
static void chunks_that_no_decoder_uses_are_left_over(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1); /* gray, 33 bytes */
    png_chunk(&w->file, "gAMA", "\0\0\xB1\x8F", 4);                  /* 33: used */
    png_chunk(&w->file, "gAMA", "\0\0\xB1\x8F", 4);                  /* 49: again */
    png_chunk(&w->file, "pHYs", "\0\0\x0B\x12\0\0\x0B\x12\1 a secret", 18); /* 65: too long */
    png_chunk(&w->file, "hIST", "\0\1", 2);                          /* 95: of no palette */
    png_chunk(&w->file, "tRNS", "\0\0", 2);                          /* 109: used */
    png_rest(&w->file);                                              /* 123 */
    walk(w);
    assert_range(w, "png/gAMA", LS_ROLE_STRUCTURE, 33, 49);
    assert_range(w, "png/left-over", LS_ROLE_UNKNOWN, 49, 109);
    assert_range(w, "png/tRNS", LS_ROLE_STRUCTURE, 109, 123);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(chunks_that_no_decoder_uses_are_left_over),
        TEST(bytes_behind_the_rows_are_left_over),
        TEST(more_rows_than_the_picture_has_are_left_over),
        TEST(rows_in_two_chunks_with_an_empty_one_are_the_picture),
        TEST(each_frame_of_an_animation_has_rows_of_its_own),
        TEST(every_chunk_of_a_png_is_named),
        TEST(a_wrong_checksum_is_a_problem_and_a_fatal_one_where_pixels_are_lost),
        TEST(a_lying_length_is_said_with_its_byte),
        TEST(a_cut_png_is_broken),
        TEST(chunks_that_a_decoder_must_refuse_are_fatal),
        TEST(bytes_in_the_end_chunk_are_unknown),
        TEST(every_picture_of_an_animation_counts),
    };
    return cmocka_run_group_tests_name("container_png", tests, NULL, NULL);
}
