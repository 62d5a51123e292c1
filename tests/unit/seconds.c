/* SPDX-License-Identifier: Apache-2.0 */
/* Which pictures inside a photo are held against it, of what the core says of the file. */
#include "cmocka_all.h"

#include "engine/seconds.h"

#include <stdio.h>
#include <string.h>

#define SIZE 100000u

struct fixture {
    ls_arena *arena;
    ls_answer core;
    ls_seconds seconds;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = ls_arena_new(4 << 20);
    ls_answer_init(&fixture.core, fixture.arena);
    fixture.core.container.size = SIZE;
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ls_arena_free(f->arena);
    return 0;
}

static void thumbnail(struct fixture *f, const char *carrier, uint64_t from, uint64_t to, uint64_t bytes)
{
    assert_int_equal(ls_facts_integer(&f->core.facts, LS_FACT_THUMBNAIL, (int64_t)bytes, carrier, from, to), LS_OK);
}

static void inner(struct fixture *f, ls_kind kind, const char *path, uint64_t from, uint64_t to)
{
    const ls_inner made = {.from = from, .to = to, .kind = kind, .path = path, .whole = true};
    assert_int_equal(ls_container_inner(&f->core.container, &made), LS_OK);
}

static void thumbnails_and_files_inside_are_asked_about(void **state)
{
    struct fixture *f = *state;
    ls_request request = {0};
    thumbnail(f, "jpeg/app1/exif/ifd1", 100, 6100, 6000);
    inner(f, LS_KIND_JPEG, "jpeg/trailing/jpeg", 50000, 70000);
    inner(f, LS_KIND_VIDEO, "jpeg/trailing/mp4", 70000, 90000);     /* a film has frames, and no one of them is the photo */
    inner(f, LS_KIND_NONE, "jpeg/trailing/samsung", 90000, 100000); /* no picture */
    ls_seconds_gather(&f->core, &f->seconds);
    ls_seconds_ask(&f->seconds, &request);
    assert_int_equal(request.second_count, 2);
    assert_int_equal(request.seconds[0].from, 100);
    assert_int_equal(request.seconds[0].to, 6100);
    assert_int_equal(request.seconds[1].from, 50000);
    assert_string_equal(f->seconds.found[1].fact.carrier, "jpeg/trailing/jpeg");
    assert_int_equal(f->seconds.found[0].showing, LS_SHOWS_UNREAD);
    assert_int_equal(ls_seconds_unread(&f->seconds), 2); /* until the reader has said something */
}

/* The index and the trailer may both name a picture. */
static void a_picture_is_asked_about_once(void **state)
{
    struct fixture *f = *state;
    thumbnail(f, "jpeg/app2/mpf", 50000, 70000, 20000);
    inner(f, LS_KIND_JPEG, "jpeg/trailing/jpeg", 50000, 70000);
    ls_seconds_gather(&f->core, &f->seconds);
    assert_int_equal(f->seconds.count, 1);
    assert_int_equal(f->seconds.unasked, 0);
}

/* Base64 in XMP, a resource in several segments: what stands at the place that is named is no picture file. */
static void what_is_not_in_one_piece_stays_unread(void **state)
{
    struct fixture *f = *state;
    thumbnail(f, "jpeg/app1/xmp", 100, 9000, 4000);
    thumbnail(f, "png/zTXt/raw-profile/exif/ifd1", 0, 0, 5000);
    ls_seconds_gather(&f->core, &f->seconds);
    assert_int_equal(f->seconds.count, 0);
    assert_int_equal(ls_seconds_unread(&f->seconds), 2);
}

static void a_thousand_thumbnails_are_bounded(void **state)
{
    struct fixture *f = *state;
    for (uint64_t i = 0; i < 1000; i++)
        thumbnail(f, "jpeg/app1/exif/ifd1", i, i + 20, 20);
    ls_seconds_gather(&f->core, &f->seconds);
    assert_int_equal(f->seconds.count, LS_SECONDS_MAX);
    assert_int_equal(ls_seconds_unread(&f->seconds), 1000);
}

/* Ranges may lie over each other: all of them together must not cost more than the file has bytes. */
static void overlapping_ranges_are_bounded(void **state)
{
    struct fixture *f = *state;
    thumbnail(f, "jpeg/app1/exif/ifd1", 0, 60000, 60000);
    thumbnail(f, "jpeg/app1/exif/ifd1", 1, 60001, 60000);
    thumbnail(f, "jpeg/app1/exif/ifd1", 10, 40010, 40000);
    ls_seconds_gather(&f->core, &f->seconds);
    assert_int_equal(f->seconds.count, 2);
    assert_int_equal(f->seconds.asked[1].from, 10);
    assert_int_equal(f->seconds.unasked, 1);
}

static void ranges_outside_are_not_asked_about(void **state)
{
    struct fixture *f = *state;
    thumbnail(f, "jpeg/app1/exif/ifd1", 99000, 199000, 100000);
    ls_seconds_gather(&f->core, &f->seconds);
    assert_int_equal(f->seconds.count, 0);
    assert_int_equal(ls_seconds_unread(&f->seconds), 1);
}

static void pixels(struct fixture *f, const char *text, uint64_t from, uint64_t to)
{
    assert_int_equal(ls_facts_text(&f->core.facts, LS_FACT_THUMBNAIL_PIXELS, text, strlen(text), "jpeg/app0/jfif", from, to), LS_OK);
}

/* Rows of RGB, when there are as many bytes as that takes; else the bytes are asked about as a file, which they are not. */
static void pixels_are_asked_about_as_pixels(void **state)
{
    struct fixture *f = *state;
    thumbnail(f, "jpeg/app0/jfif", 20, 20 + 96 * 72 * 3, 96 * 72 * 3);
    pixels(f, "96x72", 20, 20 + 96 * 72 * 3);
    thumbnail(f, "jpeg/app0/jfif", 50000, 50300, 300);
    pixels(f, "10x11", 50000, 50300);
    ls_seconds_gather(&f->core, &f->seconds);
    assert_int_equal(f->seconds.count, 2);
    assert_int_equal(f->seconds.asked[0].form, LS_SECOND_RGB);
    assert_int_equal(f->seconds.asked[0].width, 96);
    assert_int_equal(f->seconds.asked[0].height, 72);
    assert_int_equal(f->seconds.asked[1].form, LS_SECOND_FILE);
}

/* Of a HEIF photo the decoder finds thumbnails by itself; in a HEIF file inside a JPEG nobody does. */
static void items_are_counted(void **state)
{
    struct fixture *f = *state;
    f->core.container.kind = LS_KIND_HEIF;
    thumbnail(f, "heif/item/thumbnail", 20, 400, 300); /* in several pieces */
    thumbnail(f, "heif/item/Exif/ifd1", 500, 600, 100);
    thumbnail(f, "heif/item/thumbnail[2]", 700, 900, 200);
    ls_seconds_gather(&f->core, &f->seconds);
    assert_int_equal(f->seconds.count, 3);
    assert_int_equal(f->seconds.asked[0].form, LS_SECOND_ITEM);
    assert_int_equal(f->seconds.asked[0].number, 0);
    assert_int_equal(f->seconds.asked[1].form, LS_SECOND_FILE);
    assert_int_equal(f->seconds.asked[2].number, 1);
    f->core.container.kind = LS_KIND_JPEG;
    ls_seconds_gather(&f->core, &f->seconds);
    assert_int_equal(f->seconds.asked[0].form, LS_SECOND_FILE);
}

static void what_the_reader_says_is_taken(void **state)
{
    struct fixture *f = *state;
    ls_answer reader = {.second_count = 3, .seconds = {LS_SHOWS_SAME, LS_SHOWS_REDACTED, LS_SHOWS_UNREAD}};
    thumbnail(f, "one", 0, 10, 10);
    thumbnail(f, "two", 10, 20, 10);
    thumbnail(f, "three", 20, 30, 10);
    ls_seconds_gather(&f->core, &f->seconds);
    ls_seconds_take(&reader, &f->seconds);
    assert_int_equal(f->seconds.found[1].showing, LS_SHOWS_REDACTED);
    assert_int_equal(ls_seconds_unread(&f->seconds), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(thumbnails_and_files_inside_are_asked_about),
        TEST(a_picture_is_asked_about_once),
        TEST(what_is_not_in_one_piece_stays_unread),
        TEST(a_thousand_thumbnails_are_bounded),
        TEST(overlapping_ranges_are_bounded),
        TEST(ranges_outside_are_not_asked_about),
        TEST(pixels_are_asked_about_as_pixels),
        TEST(items_are_counted),
        TEST(what_the_reader_says_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
