/* SPDX-License-Identifier: Apache-2.0 */
/* Where scans of JPEG end: libjpeg makes the pictures and is the oracle. */
#include "unit/container_look.h"

#include <jpeglib.h>

struct kind {
    unsigned width, height;
    int components, across, down, quality; /* sampling factors of the first component */
    unsigned interval;                     /* MCUs between restarts */
    bool progressive, arithmetic, flat;    /* `flat`: all gray, so that most blocks are in runs */
};

static uint32_t dice;

static unsigned roll(unsigned sides)
{
    dice = dice * 1103515245u + 12345u;
    return (dice >> 16) % sides;
}

static void set_up_jpeg(struct jpeg_compress_struct *jpeg, const struct kind *kind)
{
    jpeg->image_width = kind->width;
    jpeg->image_height = kind->height;
    jpeg->input_components = kind->components;
    jpeg->in_color_space = kind->components == 1 ? JCS_GRAYSCALE : kind->components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, kind->quality, TRUE);
    jpeg->comp_info[0].h_samp_factor = kind->across;
    jpeg->comp_info[0].v_samp_factor = kind->down;
    jpeg->restart_interval = kind->interval;
    jpeg->optimize_coding = !kind->arithmetic && kind->quality % 2;
    jpeg->arith_code = kind->arithmetic;
    if (kind->progressive)
        jpeg_simple_progression(jpeg);
}

static void make(struct built *b, const struct kind *kind)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *out = NULL, row[4 * 200];
    unsigned long size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &out, &size);
    set_up_jpeg(&jpeg, kind);
    jpeg_start_compress(&jpeg, TRUE);
    for (unsigned y = 0; y < kind->height; y++) {
        for (size_t x = 0; x < (size_t)kind->width * (size_t)kind->components; x++)
            row[x] = (unsigned char)(kind->flat && (x / 90 + y / 30) % 2 ? 77 : roll(256));
        JSAMPROW rows[] = {row};
        jpeg_write_scanlines(&jpeg, rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    b->size = 0;
    put(b, out, size);
    free(out);
}

static void insert(struct built *b, size_t at, const char *bytes, size_t size)
{
    memmove(b->data + at + size, b->data + at, b->size - at);
    memcpy(b->data + at, bytes, size);
    b->size += size;
}

static size_t count(const struct walked *w, const char *path)
{
    size_t found = 0;
    for (size_t i = 0; i < w->container.range_count; i++)
        found += strcmp(w->container.ranges[i].path, path) == 0;
    return found;
}

static const struct kind kinds[] = {
    {8, 8, 1, 1, 1, 90, 0, false, false, false},     {1, 1, 3, 2, 2, 75, 0, false, false, false},
    {100, 75, 3, 1, 1, 95, 0, false, false, false},  {100, 75, 3, 2, 1, 50, 3, false, false, false},
    {100, 75, 3, 2, 2, 5, 1, false, false, false},   {33, 17, 3, 1, 2, 99, 2, false, false, true},
    {100, 75, 4, 1, 1, 80, 5, false, false, false},  {200, 150, 3, 4, 1, 71, 0, false, false, true},
    {100, 75, 1, 1, 1, 91, 0, true, false, false},   {100, 75, 3, 2, 2, 95, 0, true, false, false},
    {200, 150, 3, 2, 1, 60, 7, true, false, true},   {33, 17, 3, 1, 2, 100, 1, true, false, false},
    {200, 150, 3, 1, 1, 30, 0, true, false, true},   {9, 9, 4, 1, 1, 85, 0, true, false, false},
    {100, 75, 1, 1, 1, 92, 0, false, true, false},   {100, 75, 3, 2, 2, 95, 0, false, true, false},
    {200, 150, 3, 2, 1, 40, 3, false, true, true},   {33, 17, 4, 1, 1, 100, 1, false, true, false},
    {100, 75, 3, 2, 2, 95, 0, true, true, false},    {200, 150, 3, 1, 1, 30, 7, true, true, true},
};

#define KINDS (sizeof kinds / sizeof *kinds)

static void whole_scans_are_the_picture(void **state)
{
    struct walked *w = *state;
    for (size_t i = 0; i < KINDS; i++)
        for (dice = 0; dice < 20; dice++) {
            uint32_t seed = dice;
            make(&w->file, &kinds[i]);
            walk(w);
            assert_int_equal(w->container.problem_count, 0);
            assert_int_equal(count(w, "jpeg/scan-left-over") + count(w, "jpeg/scan-unfollowed"), 0);
            dice = seed;
        }
}

static void bytes_behind_the_last_unit_are_left_over(void **state)
{
    struct walked *w = *state;
    for (size_t i = 0; i < KINDS; i++) {
        dice = 4711;
        make(&w->file, &kinds[i]);
        const size_t end = w->file.size - 2;
        insert(&w->file, end, "hidden\xFF\0here", 12);
        walk(w);
        assert_false(is_fatal(w));
        if (kinds[i].arithmetic) { /* a decoder of it takes some of whatever follows for its last decisions */
            const ls_range *rest = range_of(w, "jpeg/scan-left-over");
            assert_true(rest && rest->from >= end && rest->to == end + 12);
        } else {
            assert_range(w, "jpeg/scan-left-over", LS_ROLE_UNKNOWN, end, end + 12);
            assert_problem(w, end, false);
        }
        w->file.size = end;
        put(&w->file, "\xFF\xD3\xFF\xD9", 4); /* a last restart marker, as some cameras write it */
        walk(w);
        assert_int_equal(count(w, "jpeg/scan-left-over"), 0);
        w->file.size = end;
        put(&w->file, "\xFF\xD3more\xFF\xD9", 8);
        walk(w);
        assert_range(w, "jpeg/scan-left-over", LS_ROLE_UNKNOWN, end, end + 6);
    }
}

/* Behind each interval's last unit, too; and the other intervals are followed all the same. */
static void bytes_before_a_restart_are_left_over(void **state)
{
    struct walked *w = *state;
    for (size_t i = 0; i < KINDS; i++) {
        dice = 42;
        make(&w->file, &kinds[i]);
        size_t restart = 0;
        for (size_t at = 0; at + 1 < w->file.size && !restart; at++)
            if (w->file.data[at] == 0xFF && w->file.data[at + 1] == 0xD1)
                restart = at;
        if (!kinds[i].interval || !restart || kinds[i].arithmetic)
            continue;
        insert(&w->file, restart, "hidden", 6);
        walk(w);
        assert_range(w, "jpeg/scan-left-over", LS_ROLE_UNKNOWN, restart, restart + 6);
        assert_int_equal(count(w, "jpeg/scan-left-over"), 1);
    }
}

static void scans_that_are_cut_short_are_used_up(void **state)
{
    struct walked *w = *state;
    for (size_t i = 0; i < KINDS; i++) {
        dice = 7;
        make(&w->file, &kinds[i]);
        for (size_t size = w->file.size - 3; size > 700; size -= size / 9) {
            w->file.size = size;
            walk(w);
            assert_true(count(w, "jpeg/scan-left-over") == 0 || w->file.data[size - 1] == 0xFF); /* half of a pair */
        }
    }
}

static void what_cannot_be_followed_is_said(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    jpeg_frame(&w->file, 0xC3, 16, 16); /* lossless */
    jpeg_scan(&w->file, "\1\2\3", 3);
    put_number(&w->file, 0xFFD9, 2, true);
    walk(w);
    assert_int_equal(count(w, "jpeg/scan-unfollowed"), 1);
    assert_int_equal(count(w, "jpeg/scan"), 0);
    w->file.size = 2;
    jpeg_frame(&w->file, 0xC2, 16, 16);
    jpeg_scan(&w->file, "\1\2\3", 3); /* all coefficients at once: no decoder takes that as progressive */
    put_number(&w->file, 0xFFD9, 2, true);
    walk(w);
    assert_int_equal(count(w, "jpeg/scan-unfollowed"), 1);
}

static void codes_that_do_not_exist_end_the_picture(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    jpeg_frame(&w->file, 0xC0, 64, 64); /* 0 is its only code for the first coefficient; 1010 ends a block */
    jpeg_scan(&w->file, "\x52\x94\xA5\x29\x4A\xC0 this was never a picture", 31); /* 01010 eight times, then 1 */
    put_number(&w->file, 0xFFD9, 2, true);
    walk(w);
    const size_t from = w->file.size - 2 - 31;
    assert_range(w, "jpeg/scan", LS_ROLE_IMAGE, from, from + 5);
    assert_range(w, "jpeg/scan-left-over", LS_ROLE_UNKNOWN, from + 5, from + 31);
}

static void any_damage_of_scans_is_survived(void **state)
{
    struct walked *w = *state;
    for (size_t i = 0; i < KINDS; i++) {
        dice = 99;
        make(&w->file, &kinds[i]);
        for (int j = 0; j < 300; j++) {
            const size_t at = 2 + roll((unsigned)w->file.size - 2);
            const unsigned char saved = w->file.data[at];
            w->file.data[at] = (unsigned char)roll(256);
            walk(w); /* asserts completeness */
            w->file.data[at] = saved;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whole_scans_are_the_picture),           TEST(bytes_behind_the_last_unit_are_left_over),
        TEST(bytes_before_a_restart_are_left_over),  TEST(scans_that_are_cut_short_are_used_up),
        TEST(what_cannot_be_followed_is_said),       TEST(codes_that_do_not_exist_end_the_picture),
        TEST(any_damage_of_scans_is_survived),
    };
    return cmocka_run_group_tests_name("container_scan", tests, NULL, NULL);
}
