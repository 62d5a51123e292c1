/* SPDX-License-Identifier: Apache-2.0 */
/* Files inside files: behind the end of a picture, where an index says, and in makers' trailers. */
#include "unit/bmff_build.h"
#include "unit/container_look.h"

/* A JPEG of 129 bytes: SOI 0, COM 2…12, DQT …81, SOF …94, DHT …116, SOS …126, scan …127, EOI …129. */
#define LITTLE 129u

static void little_jpeg(struct built *b, const char *comment)
{
    jpeg_soi(b);
    jpeg_segment(b, 0xFE, comment, 6);
    jpeg_rest(b);
}

static struct built film;

static void put_film(struct built *b)
{
    film.size = 0;
    put_small_film(&film);
    put(b, film.data, film.size);
}

static const ls_range *at(const struct walked *w, uint64_t from)
{
    for (size_t i = 0; i < w->container.range_count; i++)
        if (w->container.ranges[i].from == from)
            return &w->container.ranges[i];
    fail_msg("no range begins at %llu", (unsigned long long)from);
    return &w->container.ranges[0];
}

static void a_picture_and_a_film_behind_a_picture_are_files(void **state)
{
    struct walked *w = *state;
    little_jpeg(&w->file, "first!");
    little_jpeg(&w->file, "second");
    put_film(&w->file);
    walk(w);
    assert_int_equal(w->file.size, 2 * LITTLE + film.size);
    assert_int_equal(w->container.inner_count, 2);
    assert_inner(w, 0, "jpeg/trailing/jpeg", LS_KIND_JPEG, LITTLE, 2 * LITTLE);
    assert_inner(w, 1, "jpeg/trailing[2]/mp4", LS_KIND_VIDEO, 2 * LITTLE, 2 * LITTLE + film.size);
    assert_true(w->container.inner[0].whole && w->container.inner[1].whole);
    assert_int_equal(w->container.inner[0].width, 8);
    assert_int_equal(w->container.inner[0].parent, 0);
    assert_range(w, "jpeg/scan", LS_ROLE_IMAGE, 126, 127);
    assert_range(w, "jpeg/trailing/jpeg/soi", LS_ROLE_TRAILING, LITTLE, LITTLE + 2);
    assert_range(w, "jpeg/trailing/jpeg/com", LS_ROLE_CARRIER, LITTLE + 2, LITTLE + 12);
    assert_range(w, "jpeg/trailing/jpeg/scan", LS_ROLE_TRAILING, LITTLE + 126, LITTLE + 127);
    assert_string_equal(at(w, LITTLE + 2)->local, "jpeg/com");
    assert_int_equal(at(w, LITTLE + 2)->inner, 1);
    assert_string_equal(at(w, 2)->local, "jpeg/com");
    assert_int_equal(at(w, 2)->inner, 0);
    assert_int_equal(at(w, 2 * LITTLE)->inner, 2);
    assert_string_equal(at(w, 2 * LITTLE)->path, "jpeg/trailing[2]/mp4/ftyp");
    assert_int_equal(w->container.width, 8);
    assert_int_equal(w->container.problem_count, 0);
}

static void nothing_of_a_file_inside_passes_for_the_picture(void **state)
{
    struct walked *w = *state;
    little_jpeg(&w->file, "first!");
    png_begin(&w->file, 3, 2);
    png_rest(&w->file);
    gif_begin(&w->file, 1, 1);
    gif_image(&w->file);
    gif_end(&w->file);
    walk(w);
    assert_int_equal(w->container.inner_count, 2);
    for (size_t i = 0; i < w->container.range_count; i++) {
        const ls_range *range = &w->container.ranges[i];
        if (range->from >= LITTLE)
            assert_true(range->role != LS_ROLE_IMAGE && range->role != LS_ROLE_STRUCTURE && range->inner);
        else
            assert_false(range->inner);
    }
    assert_int_equal(w->container.inner[0].width, 3);
    assert_string_equal(w->container.inner[1].path, "jpeg/trailing[2]/gif");
}

static void zeros_before_a_file_are_padding(void **state)
{
    struct walked *w = *state;
    little_jpeg(&w->file, "first!");
    put_fill(&w->file, 0, 100);
    put_film(&w->file); /* begins with three zeros of its own */
    walk(w);
    assert_inner(w, 0, "jpeg/trailing/mp4", LS_KIND_VIDEO, LITTLE + 100, LITTLE + 100 + film.size);
    assert_range(w, "jpeg/trailing", LS_ROLE_PADDING, LITTLE, LITTLE + 100);
    w->file.size = LITTLE;
    little_jpeg(&w->file, "second");
    put_fill(&w->file, 0, 100);
    little_jpeg(&w->file, "third!");
    put(&w->file, "and more", 8);
    walk(w);
    assert_inner(w, 0, "jpeg/trailing/jpeg", LS_KIND_JPEG, LITTLE, 2 * LITTLE);
    assert_inner(w, 1, "jpeg/trailing[2]/jpeg", LS_KIND_JPEG, 2 * LITTLE + 100, 3 * LITTLE + 100);
    assert_int_equal(at(w, 2 * LITTLE)->role, LS_ROLE_PADDING);
    const ls_range *rest = at(w, 3 * LITTLE + 100);
    assert_int_equal(rest->role, LS_ROLE_TRAILING);
    assert_string_equal(rest->path, "jpeg/trailing");
    assert_int_equal(rest->inner, 0);
}

static void a_file_behind_other_bytes_is_found_by_its_beginning(void **state)
{
    struct walked *w = *state;
    little_jpeg(&w->file, "first!");
    put(&w->file, "MotionPhoto_Data", 16);
    put_film(&w->file);
    walk(w);
    assert_range(w, "jpeg/trailing", LS_ROLE_TRAILING, LITTLE, LITTLE + 16);
    assert_inner(w, 0, "jpeg/trailing/mp4", LS_KIND_VIDEO, LITTLE + 16, LITTLE + 16 + film.size);
    w->file.size = LITTLE + 16;
    little_jpeg(&w->file, "second");
    walk(w);
    assert_inner(w, 0, "jpeg/trailing/jpeg", LS_KIND_JPEG, LITTLE + 16, 2 * LITTLE + 16);
    assert_true(w->container.inner[0].whole);
}

/* Three bytes of a JPEG's beginning turn up anywhere; so does the word ftyp. */
static void what_only_looks_like_a_file_stays_what_it_is(void **state)
{
    struct walked *w = *state;
    little_jpeg(&w->file, "first!");
    put(&w->file, "some \xFF\xD8\xFF bytes and ftyp, a word", 32);
    walk(w);
    assert_int_equal(w->container.inner_count, 0);
    assert_range(w, "jpeg/trailing", LS_ROLE_TRAILING, LITTLE, LITTLE + 32);
    assert_int_equal(w->container.problem_count, 0);
}

static void a_damaged_file_inside_is_not_whole_and_not_fatal(void **state)
{
    struct walked *w = *state;
    little_jpeg(&w->file, "first!");
    little_jpeg(&w->file, "second");
    w->file.size -= 2; /* its EOI */
    walk(w);
    assert_inner(w, 0, "jpeg/trailing/jpeg", LS_KIND_JPEG, LITTLE, 2 * LITTLE - 2);
    assert_false(w->container.inner[0].whole);
    assert_false(is_fatal(w));
    assert_problem(w, 2 * LITTLE - 2, false);
}

static void an_index_names_pictures(void **state)
{
    struct walked *w = *state;
    static const struct indexed pictures[] = {{0x20030000, 0, 0}, {0, LITTLE, 225 + 8 - 10}, {0, LITTLE, 999999}};
    jpeg_soi(&w->file);
    jpeg_mpf(&w->file, pictures, 3); /* 2…108; byte order mark at 10 */
    assert_int_equal(w->file.size, 2 + 4 + 4 + 50 + 48);
    jpeg_rest(&w->file);
    assert_int_equal(w->file.size, 108 + 117);
    put(&w->file, "a header", 8);
    little_jpeg(&w->file, "second");
    walk(w);
    assert_inner(w, 0, "jpeg/mpf/jpeg", LS_KIND_JPEG, 225 + 8, 225 + 8 + LITTLE);
    assert_range(w, "jpeg/trailing", LS_ROLE_TRAILING, 225, 225 + 8);
    assert_range(w, "jpeg/mpf/jpeg/com", LS_ROLE_CARRIER, 233 + 2, 233 + 12);
    assert_problem(w, 2, false); /* the third picture is not in the file */
    assert_int_equal(w->container.problem_count, 1);
    w->file.data[233 + LITTLE - 1] = 0; /* cut short: an index is believed all the same */
    walk(w);
    assert_int_equal(w->container.inner_count, 1);
    assert_false(w->container.inner[0].whole);
}

static void a_makers_trailer_is_taken_apart(void **state)
{
    struct walked *w = *state;
    struct seft seft = {.count = 0};
    film.size = 0;
    put_small_film(&film);
    const size_t more = film.size;
    little_jpeg(&w->file, "first!");
    seft_block(&w->file, &seft, 0x0A01, "Image_UTC_Data", "1750000000000", 13);     /* 129: head 8 + 14, content 151…164 */
    seft_block(&w->file, &seft, 0x0A30, "MotionPhoto_Data", film.data, film.size); /* 164: head 8 + 16, film 188… */
    seft_block(&w->file, &seft, 0x0B00, "a name that somebody made up", "x", 1);   /* 188 + more: head 8 + 28, content 224… */
    seft_end(&w->file, &seft);                                                      /* 225 + more: 12 + 3 × 12, tail 8 */
    assert_int_equal(w->file.size, 281 + more);
    walk(w);
    assert_int_equal(w->container.inner_count, 2);
    assert_inner(w, 0, "jpeg/trailing/seft", LS_KIND_NONE, 129, 281 + more);
    assert_inner(w, 1, "jpeg/trailing/seft/MotionPhoto_Data/mp4", LS_KIND_VIDEO, 188, 188 + more);
    assert_int_equal(w->container.inner[1].parent, 1);
    assert_range(w, "jpeg/trailing/seft/Image_UTC_Data", LS_ROLE_CARRIER, 151, 164);
    assert_string_equal(at(w, 151)->local, "seft/Image_UTC_Data");
    assert_range(w, "jpeg/trailing/seft/other", LS_ROLE_CARRIER, 224 + more, 225 + more);
    assert_range(w, "jpeg/trailing/seft/directory", LS_ROLE_TRAILING, 225 + more, 281 + more);
    assert_string_equal(at(w, 188)->path, "jpeg/trailing/seft/MotionPhoto_Data/mp4/ftyp");
    assert_int_equal(w->container.problem_count, 0);
    w->file.data[225 + more + 12 + 4 + 3] = 0x7F; /* the first block begins far before the file */
    walk(w);
    assert_problem(w, 225 + more, false);
    assert_inner(w, 0, "jpeg/trailing/seft", LS_KIND_NONE, 164, 281 + more);
    assert_range(w, "jpeg/trailing", LS_ROLE_TRAILING, 129, 164);
}

static void a_film_in_a_box_is_a_file(void **state)
{
    struct walked *w = *state;
    put_film(&w->file);
    const size_t from = w->file.size;
    box(&w->file, "mpvd", film.data, film.size);
    walk(w);
    assert_range(w, "mp4/mpvd", LS_ROLE_STRUCTURE, from, from + 8);
    assert_inner(w, 0, "mp4/mpvd/mp4", LS_KIND_VIDEO, from + 8, from + 8 + film.size);
    assert_true(w->container.inner[0].whole);
    assert_string_equal(at(w, from + 8)->local, "mp4/ftyp");
    w->file.size = from;
    box(&w->file, "mpvd", "no film at all", 14);
    walk(w);
    assert_range(w, "mp4/mpvd", LS_ROLE_CARRIER, from, from + 22);
    assert_int_equal(w->container.inner_count, 0);
}

/* What a hostile photo can make of this is bounded; what is not looked into stays trailing. */
static void there_is_an_end_to_files_in_files(void **state)
{
    struct walked *w = *state;
    little_jpeg(&w->file, "first!");
    for (int i = 0; i < 100; i++)
        little_jpeg(&w->file, "number");
    walk(w);
    assert_int_equal(w->container.inner_count, LS_INNER_MAX);
    assert_string_equal(w->container.inner[LS_INNER_MAX - 1].path, "jpeg/trailing[64]/jpeg");
    const ls_range *rest = at(w, (1 + LS_INNER_MAX) * (uint64_t)LITTLE);
    assert_int_equal(rest->role, LS_ROLE_TRAILING);
    assert_int_equal(rest->to, w->file.size);
    assert_int_equal(rest->inner, 0);
}

/* A trailer in a block of a trailer in a block … */
static void there_is_an_end_to_depth(void **state)
{
    struct walked *w = *state;
    struct built inside = {.size = 0};
    put(&inside, "deep", 4);
    for (int depth = 0; depth < 6; depth++) {
        struct built around = {.size = 0};
        struct seft seft = {.count = 0};
        seft_block(&around, &seft, 1, "EmbeddedImage", inside.data, inside.size);
        seft_end(&around, &seft);
        inside = around;
    }
    little_jpeg(&w->file, "first!");
    put(&w->file, inside.data, inside.size);
    walk(w);
    assert_int_equal(w->container.inner_count, 4);
    assert_string_equal(w->container.inner[3].path,
                        "jpeg/trailing/seft/EmbeddedImage/seft/EmbeddedImage/seft/EmbeddedImage/seft");
    assert_int_equal(w->container.inner[3].parent, 3);
}

static void too_many_parts_inside_leave_the_photo_as_it_is(void **state)
{
    struct walked *w = *state;
    little_jpeg(&w->file, "first!");
    jpeg_soi(&w->file);
    for (int i = 0; i < LS_RANGES_MAX - 12; i++)
        jpeg_segment(&w->file, 0xFE, "x", 1);
    jpeg_rest(&w->file);
    walk(w);
    assert_int_equal(w->container.inner_count, 0);
    assert_range(w, "jpeg/trailing", LS_ROLE_TRAILING, LITTLE, w->file.size);
    assert_problem(w, 0, false);
}

static void any_damage_leaves_the_ranges_whole(void **state)
{
    struct walked *w = *state;
    static const unsigned char values[] = {0x00, 0x01, 0x7F, 0x80, 0xD9, 0xFF};
    struct seft seft = {.count = 0};
    film.size = 0;
    put_small_film(&film);
    little_jpeg(&w->file, "first!");
    little_jpeg(&w->file, "second");
    seft_block(&w->file, &seft, 0x0A30, "MotionPhoto_Data", film.data, film.size);
    seft_end(&w->file, &seft);
    for (size_t i = LITTLE - 2; i < w->file.size; i++)
        for (size_t j = 0; j < sizeof values; j++) {
            unsigned char saved = w->file.data[i];
            w->file.data[i] = values[j];
            walk(w); /* asserts completeness */
            w->file.data[i] = saved;
        }
    for (size_t size = w->file.size; size > LITTLE; size--) {
        w->file.size = size;
        walk(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_picture_and_a_film_behind_a_picture_are_files),
        TEST(nothing_of_a_file_inside_passes_for_the_picture),
        TEST(zeros_before_a_file_are_padding),
        TEST(a_file_behind_other_bytes_is_found_by_its_beginning),
        TEST(what_only_looks_like_a_file_stays_what_it_is),
        TEST(a_damaged_file_inside_is_not_whole_and_not_fatal),
        TEST(an_index_names_pictures),
        TEST(a_makers_trailer_is_taken_apart),
        TEST(a_film_in_a_box_is_a_file),
        TEST(there_is_an_end_to_files_in_files),
        TEST(there_is_an_end_to_depth),
        TEST(too_many_parts_inside_leave_the_photo_as_it_is),
        TEST(any_damage_leaves_the_ranges_whole),
    };
    return cmocka_run_group_tests_name("container_nest", tests, NULL, NULL);
}
