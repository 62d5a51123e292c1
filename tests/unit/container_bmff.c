/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes of any file of boxes: sizes, what is in none, what no reader needs. */
#include "unit/bmff_build.h"
#include "unit/container_look.h"

static const struct film_track picture = {"vide", "avc1", NULL, 2, 5};

/* A film of one track with two samples of five bytes: ftyp, moov, mdat. */
static void put_film(struct built *b)
{
    put_ftyp(b, "mp42");
    const size_t moov = box_begin(b, "moov");
    put_mvhd(b, 0, 0);
    const size_t place = put_track(b, 1, &picture);
    box_end(b, moov);
    set_number(b, place, b->size + 8, 4);
    box(b, "mdat", "frameframe", 10);
}

static void a_film_is_boxes_and_samples(void **state)
{
    struct walked *w = *state;
    put_film(&w->file);
    const size_t mdat = w->file.size - 18;
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_VIDEO);
    assert_int_equal(w->container.problem_count, 0);
    assert_int_equal(w->container.frames, 2);
    assert_int_equal(w->container.width, 640);
    assert_int_equal(w->container.height, 480);
    assert_range(w, "mp4/ftyp", LS_ROLE_STRUCTURE, 0, 20);
    assert_range(w, "mp4/moov", LS_ROLE_STRUCTURE, 20, 28);
    assert_range(w, "mp4/moov/mvhd", LS_ROLE_STRUCTURE, 28, 136);
    const ls_range *last = &w->container.ranges[w->container.range_count - 1];
    assert_string_equal(last->path, "mp4/mdat");
    assert_int_equal(last->role, LS_ROLE_IMAGE);
    assert_int_equal(last->from, mdat + 8);
    for (size_t i = 0; i < w->container.range_count; i++)
        assert_true(w->container.ranges[i].role == LS_ROLE_STRUCTURE || w->container.ranges[i].role == LS_ROLE_IMAGE);
}

static void sizes_of_64_bits_and_to_the_end(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    put_film(b);
    const size_t end = b->size;
    put(b, "\0\0\0\1free\0\0\0\0\0\0\0\x18\0\0\0\0\0\0\0\0", 24);
    put(b, "\0\0\0\0mine", 8);
    put(b, "to the end", 10);
    walk(w);
    assert_false(is_fatal(w));
    assert_range(w, "mp4/free", LS_ROLE_PADDING, end, end + 24);
    assert_range(w, "mp4/mine", LS_ROLE_CARRIER, end + 24, end + 42);
}

static void what_is_no_box_behind_the_last_one_trails(void **state)
{
    struct walked *w = *state;
    put_film(&w->file);
    const size_t end = w->file.size;
    put(&w->file, "\xFF\xD8\xFF\xE0 another picture", 20);
    walk(w);
    assert_range(w, "mp4/trailing/jpeg/soi", LS_ROLE_TRAILING, end, end + 2); /* a file of its own, which is broken */
    assert_int_equal(w->container.ranges[w->container.range_count - 1].to, end + 20);
    w->file.size = end;
    put_zero(&w->file, 33);
    walk(w);
    assert_range(w, "mp4/padding", LS_ROLE_PADDING, end, end + 33);
    w->file.size = end;
    put(&w->file, "\0\0\0\x7FSAMPLE", 10); /* an unknown box that runs past the end */
    walk(w);
    assert_range(w, "mp4/trailing", LS_ROLE_TRAILING, end, end + 10);
    assert_false(is_fatal(w));
}

static void a_known_box_that_runs_past_the_end_is_fatal(void **state)
{
    struct walked *w = *state;
    put_film(&w->file);
    const size_t whole = w->file.size, mdat = whole - 18;
    for (w->file.size = mdat + 8; w->file.size < whole; w->file.size++) {
        walk(w);
        assert_problem(w, mdat, true);
    }
}

/* Every length that a file may be cut to: complete, and never as if nothing were wrong. */
static void a_cut_film_is_never_whole(void **state)
{
    struct walked *w = *state;
    put_film(&w->file);
    const size_t whole = w->file.size;
    for (w->file.size = 12; w->file.size < whole; w->file.size++) {
        walk(w);
        assert_true(is_fatal(w));
    }
}

static void empty_boxes_are_padding_and_filled_ones_tell(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    put_film(b);
    const size_t end = b->size;
    box(b, "skip", "\0\0\0\0", 4);
    box(b, "free", "left here", 9);
    box(b, "wide", "", 0);
    walk(w);
    assert_range(w, "mp4/skip", LS_ROLE_PADDING, end, end + 12);
    assert_range(w, "mp4/free", LS_ROLE_CARRIER, end + 12, end + 29);
    assert_range(w, "mp4/wide", LS_ROLE_PADDING, end + 29, end + 37);
}

static void boxes_that_no_standard_needs_are_carriers_with_their_path(void **state)
{
    static const unsigned char c2pa[16] = {0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81};
    struct walked *w = *state;
    struct built *b = &w->file;
    put_film(b);
    const size_t end = b->size;
    box(b, "uuid", c2pa, 16);                 /* 24 */
    box(b, "uuid", "sixteen letters!data", 20); /* 28 */
    box(b, "mpvd", "clip", 4);                /* 12 */
    box(b, "sefd", "x", 1);                   /* 9 */
    const size_t udta = box_begin(b, "udta");
    box(b, "\xA9xyz", "\0\0\0\0", 4);
    box(b, "a/b ", "", 0);
    put_zero(b, 4); /* how QuickTime ends a list */
    box_end(b, udta);
    walk(w);
    assert_range(w, "mp4/uuid/c2pa", LS_ROLE_CARRIER, end, end + 24);
    assert_range(w, "mp4/uuid", LS_ROLE_CARRIER, end + 24, end + 52);
    assert_range(w, "mp4/mpvd", LS_ROLE_CARRIER, end + 52, end + 64);
    assert_range(w, "mp4/sefd", LS_ROLE_CARRIER, end + 64, end + 73);
    assert_range(w, "mp4/udta/©xyz", LS_ROLE_CARRIER, end + 81, end + 93);
    assert_range(w, "mp4/udta/0x612f6220", LS_ROLE_CARRIER, end + 93, end + 101);
    assert_range(w, "mp4/udta/left-over", LS_ROLE_PADDING, end + 101, end + 105);
    assert_int_equal(w->container.problem_count, 0);
}

static void more_than_a_box_accounts_for_is_surplus(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "mp42");
    const size_t moov = box_begin(b, "moov");
    put_mvhd(b, 0, 0);
    put(b, "hidden", 6); /* becomes part of mvhd, at 136 */
    set_number(b, 28, 114, 4);
    const size_t place = put_track(b, 1, &picture);
    box_end(b, moov);
    set_number(b, place, b->size + 8, 4);
    box(b, "mdat", "frameframe", 10);
    walk(w);
    assert_range(w, "mp4/moov/mvhd", LS_ROLE_STRUCTURE, 28, 136);
    assert_range(w, "mp4/moov/mvhd/surplus", LS_ROLE_UNKNOWN, 136, 142);
}

static void a_second_box_of_one_kind_is_surplus(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    put_film(b);
    const size_t end = b->size;
    box(b, "moov", "", 0); /* the first has been read */
    const size_t moov = box_begin(b, "moov");
    put_mvhd(b, 1, 1);
    box_end(b, moov);
    walk(w);
    assert_range(w, "mp4/moov/surplus", LS_ROLE_UNKNOWN, end, end + 124);
}

static void headers_with_times_are_carriers(void **state)
{
    struct walked *w = *state;
    put_film(&w->file);
    set_number(&w->file, 28 + 12, 1, 4);
    walk(w);
    assert_range(w, "mp4/moov/mvhd", LS_ROLE_CARRIER, 28, 136);
}

static void bytes_between_boxes_are_unknown(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "mp42");
    const size_t moov = box_begin(b, "moov");
    put_mvhd(b, 0, 0);
    const size_t place = put_track(b, 1, &picture);
    const size_t at = b->size;
    put(b, "\0\0\0\2junk", 8); /* smaller than its own header */
    box_end(b, moov);
    set_number(b, place, b->size + 8, 4);
    box(b, "mdat", "frameframe and more", 19);
    walk(w);
    assert_range(w, "mp4/moov/left-over", LS_ROLE_UNKNOWN, at, at + 8);
    assert_range(w, "mp4/mdat/slack", LS_ROLE_UNKNOWN, b->size - 9, b->size);
    assert_problem(w, at, false);
}

static void boxes_nested_without_end_are_told(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    size_t open[40];
    put_ftyp(b, "mp42");
    for (int i = 0; i < 40; i++)
        open[i] = box_begin(b, "udta");
    for (int i = 40; i--;)
        box_end(b, open[i]);
    walk(w);
    assert_problem(w, open[15], true);
}

/* What a decoder's parameters may hold besides: messages. */
static void parameters_with_messages_are_carriers(void **state)
{
    static const unsigned char hevc[] = "\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3\1\x67\0\1\0\4text"; /* an SEI message, type 39 */
    struct walked *w = *state;
    struct heif *h = heif_new(&w->file);
    heif_item(h, "hvc1", false);
    heif_property(h, 1, "hvcC", hevc, sizeof hevc - 1);
    heif_meta(h, 0);
    heif_meta_end(h);
    const size_t mdat = box_begin(&w->file, "mdat");
    heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    box_end(&w->file, mdat);
    free(h);
    walk(w);
    assert_int_equal(role_of(w, "heif/meta/iprp/ipco/hvcC"), LS_ROLE_CARRIER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_film_is_boxes_and_samples),
        TEST(sizes_of_64_bits_and_to_the_end),
        TEST(what_is_no_box_behind_the_last_one_trails),
        TEST(a_known_box_that_runs_past_the_end_is_fatal),
        TEST(a_cut_film_is_never_whole),
        TEST(empty_boxes_are_padding_and_filled_ones_tell),
        TEST(boxes_that_no_standard_needs_are_carriers_with_their_path),
        TEST(more_than_a_box_accounts_for_is_surplus),
        TEST(a_second_box_of_one_kind_is_surplus),
        TEST(headers_with_times_are_carriers),
        TEST(bytes_between_boxes_are_unknown),
        TEST(boxes_nested_without_end_are_told),
        TEST(parameters_with_messages_are_carriers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
