/* SPDX-License-Identifier: Apache-2.0 */
/* GIF. */
#include "unit/container_look.h"

static void every_block_of_a_gif_is_named(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    gif_begin(b, 300, 200);                                     /* 0…19 */
    gif_application(b, "NETSCAPE2.0", "\1\0\0", 3);             /* 19…38 */
    gif_extension(b, 0xFE, "taken at home", 13);                /* 38…55 */
    gif_extension(b, 0xF9, "\0\5\0\0", 4);                      /* 55…63 */
    gif_image(b);                                               /* 63…78: descriptor of 10, data of 5 */
    gif_application(b, "XMP DataXMP", "<x/>", 4);               /* 78…98 */
    gif_application(b, "ICCRGBG1012", "profile", 7);            /* 98…121 */
    gif_application(b, "MAKER  0001", "x", 1);                  /* 121…138 */
    gif_extension(b, 0x01, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);     /* 138…154 */
    gif_image(b);                                               /* 154…169 */
    gif_end(b);                                                 /* 169…170 */
    put(b, "remains", 7);
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_GIF);
    assert_int_equal(w->container.width, 300);
    assert_int_equal(w->container.height, 200);
    assert_int_equal(w->container.frames, 2);
    assert_int_equal(w->container.problem_count, 0);
    assert_range(w, "gif/screen", LS_ROLE_STRUCTURE, 0, 19);
    assert_range(w, "gif/app/loop", LS_ROLE_STRUCTURE, 19, 38);
    assert_range(w, "gif/comment", LS_ROLE_CARRIER, 38, 55);
    assert_range(w, "gif/control", LS_ROLE_STRUCTURE, 55, 63);
    assert_range(w, "gif/descriptor", LS_ROLE_STRUCTURE, 63, 73);
    assert_range(w, "gif/image", LS_ROLE_IMAGE, 73, 78);
    assert_range(w, "gif/app/xmp", LS_ROLE_CARRIER, 78, 98);
    assert_range(w, "gif/app/icc", LS_ROLE_CARRIER, 98, 121);
    assert_range(w, "gif/app/other", LS_ROLE_CARRIER, 121, 138);
    assert_range(w, "gif/plain-text", LS_ROLE_CARRIER, 138, 154);
    assert_range(w, "gif/trailer", LS_ROLE_STRUCTURE, 169, 170);
    assert_range(w, "gif/trailing", LS_ROLE_TRAILING, 170, 177);
}

/* What is longer than the loop count or the delay that belongs there can hold anything. */
static void known_blocks_that_are_too_long_are_carriers(void **state)
{
    struct walked *w = *state;
    gif_begin(&w->file, 1, 1);
    gif_application(&w->file, "NETSCAPE2.0", "\1\0\0hidden", 9);
    gif_extension(&w->file, 0xF9, "\0\5\0\0hidden", 10);
    gif_image(&w->file);
    gif_end(&w->file);
    walk(w);
    assert_non_null(range_of(w, "gif/app/other"));
    assert_non_null(range_of(w, "gif/control-long"));
    assert_null(range_of(w, "gif/app/loop"));
    assert_false(is_fatal(w));
}

/* Behind the end code: decoders stop there. */
static void bytes_behind_the_last_code_are_left_over(void **state)
{
    struct walked *w = *state;
    gif_begin(&w->file, 1, 1);
    put(&w->file, "\x2C\0\0\0\0\1\0\1\0\0" "\2", 11); /* 19…30 */
    gif_blocks(&w->file, "\x44\1hidden", 8);                /* 30…40 */
    put(&w->file, "\x2C\0\0\0\0\1\0\1\0\0" "\2", 11);
    gif_blocks(&w->file, "\x44\1\0", 3); /* some writers' */
    gif_end(&w->file);
    walk(w);
    assert_range(w, "gif/left-over", LS_ROLE_UNKNOWN, 33, 39);
    assert_range(w, "gif/padding", LS_ROLE_PADDING, 54, 55);
    assert_false(is_fatal(w));
}

/*
 * Codes grow by a bit each time there is one more than fits: of 300 pixels of eight bits, none of which is said twice, the end code has ten.
 */
static void codes_grow(void **state)
{
    struct walked *w = *state;
    static unsigned char data[1024];
    memset(data, 0, sizeof data);
    unsigned bits = 0, width = 9, known = 257, count = 0;
    for (unsigned i = 0; i < 302; i++) { /* clear, 300 colours, end */
        const unsigned code = i == 0 ? 256 : i == 301 ? 257 : i & 0xFF;
        for (unsigned b = 0; b < width; b++, bits++)
            data[bits / 8] |= (unsigned char)((code >> b & 1) << bits % 8);
        count += i > 0;
        known += count > 1; /* as a decoder counts */
        width += known + 1 == 1u << width;
    }
    assert_int_equal(width, 10);
    const size_t size = (bits + 7) / 8;
    data[size] = 'x';
    gif_begin(&w->file, 300, 1);
    put(&w->file, "\x2C\0\0\0\0\x2C\1\1\0\0" "\x08", 11);
    gif_blocks(&w->file, data, size + 1);
    gif_end(&w->file);
    walk(w);
    assert_range(w, "gif/left-over", LS_ROLE_UNKNOWN, w->file.size - 3, w->file.size - 2);
}

/* Without an end code: what follows the last pixel. One of these codes stands for two pixels: 0, and the one that it makes. */
static void bytes_behind_the_last_pixel_are_left_over(void **state)
{
    struct walked *w = *state;
    gif_begin(&w->file, 3, 1);
    put(&w->file, "\x2C\0\0\0\0\3\0\1\0\0" "\2", 11); /* 19…30; clear 4, 0, 6 which is 0 0: 100 000 110 */
    gif_blocks(&w->file, "\x84\1hidden", 8);
    gif_end(&w->file);
    walk(w);
    assert_range(w, "gif/left-over", LS_ROLE_UNKNOWN, 33, 39);
}

static void what_ends_too_early_is_said(void **state)
{
    struct walked *w = *state;
    gif_begin(&w->file, 1, 1);
    gif_image(&w->file);
    walk(w);
    assert_problem(w, w->file.size, true); /* no trailer */
    const size_t whole = w->file.size;
    for (w->file.size = 7; w->file.size < whole; w->file.size++) {
        walk(w);
        assert_true(is_fatal(w));
    }
}

static void a_file_without_a_picture_is_none(void **state)
{
    struct walked *w = *state;
    gif_begin(&w->file, 1, 1);
    gif_end(&w->file);
    walk(w);
    assert_true(is_fatal(w));
    w->file.size--;
    put(&w->file, "\x55" "anything", 9); /* no block begins so */
    walk(w);
    assert_problem(w, 19, true);
    assert_range(w, "gif/broken", LS_ROLE_UNKNOWN, 19, 28);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(every_block_of_a_gif_is_named), TEST(known_blocks_that_are_too_long_are_carriers),
                                       TEST(bytes_behind_the_last_code_are_left_over), TEST(codes_grow), TEST(bytes_behind_the_last_pixel_are_left_over),
                                       TEST(what_ends_too_early_is_said), TEST(a_file_without_a_picture_is_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
