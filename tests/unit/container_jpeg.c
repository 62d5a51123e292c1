/* SPDX-License-Identifier: Apache-2.0 */
/* JPEG: every marker, and what damage does. */
#include "unit/container_look.h"

static void every_segment_of_a_jpeg_is_named(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    jpeg_soi(b);                                                       /* 0 */
    jpeg_app(b, 0, "JFIF\0", 5, "\1\2\0\0\1\0\1\0\0", 9);              /* 2…20 */
    jpeg_app(b, 1, "Exif\0\0", 6, "II*\0", 4);                         /* 20…34 */
    jpeg_app(b, 1, "http://ns.adobe.com/xap/1.0/\0", 29, "<x/>", 4);   /* 34…71 */
    jpeg_app(b, 1, "http://ns.adobe.com/xmp/extension/\0", 35, "", 0); /* 71…110 */
    jpeg_app(b, 2, "ICC_PROFILE\0", 12, "\1\1", 2);                    /* 110…128 */
    jpeg_app(b, 2, "MPF\0", 4, "II*\0", 4);                            /* 128…140 */
    jpeg_app(b, 13, "Photoshop 3.0\0", 14, "8BIM", 4);                 /* 140…162 */
    jpeg_app(b, 14, "Adobe", 5, "\0\x64\0\0\0\0\1", 7);                /* 162…178 */
    jpeg_app(b, 11, "JP", 2, "\0\1", 2);                               /* 178…186 */
    jpeg_app(b, 7, "maker", 5, "", 0);                                 /* 186…195 */
    jpeg_segment(b, 0xFE, "hello", 5);                                 /* 195…204 */
    jpeg_frame(b, 0xC0, 640, 480);                                     /* 204…273 DQT, …286 SOF, …308 DHT */
    jpeg_segment(b, 0xDD, "\0\4", 2);                                  /* 306… */
    size_t sos = b->size;
    jpeg_scan(b, "\x12\xFF\x00\x34\xFF\xD0\x56\xFF\xFF\xD1\x78\xFF\xFF\x00\x01", 15);
    size_t eoi = b->size;
    put_number(b, 0xFFD9, 2, true);
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_JPEG);
    assert_int_equal(w->container.width, 640);
    assert_int_equal(w->container.height, 480);
    assert_int_equal(w->container.frames, 1);
    assert_int_equal(w->container.problem_count, 0);
    assert_range(w, "jpeg/soi", LS_ROLE_STRUCTURE, 0, 2);
    assert_range(w, "jpeg/app0/jfif", LS_ROLE_CARRIER, 2, 20);
    assert_range(w, "jpeg/app1/exif", LS_ROLE_CARRIER, 20, 34);
    assert_range(w, "jpeg/app1/xmp", LS_ROLE_CARRIER, 34, 71);
    assert_range(w, "jpeg/app1/xmp-extension", LS_ROLE_CARRIER, 71, 110);
    assert_range(w, "jpeg/app2/icc", LS_ROLE_CARRIER, 110, 128);
    assert_range(w, "jpeg/app2/mpf", LS_ROLE_CARRIER, 128, 140);
    assert_range(w, "jpeg/app13/iptc", LS_ROLE_CARRIER, 140, 162);
    assert_range(w, "jpeg/app14/adobe", LS_ROLE_STRUCTURE, 162, 178);
    assert_range(w, "jpeg/app11/jumbf", LS_ROLE_CARRIER, 178, 186);
    assert_range(w, "jpeg/app7", LS_ROLE_CARRIER, 186, 195);
    assert_range(w, "jpeg/com", LS_ROLE_CARRIER, 195, 204);
    assert_range(w, "jpeg/dqt", LS_ROLE_STRUCTURE, 204, 273);
    assert_range(w, "jpeg/sof", LS_ROLE_STRUCTURE, 273, 286);
    assert_range(w, "jpeg/dht", LS_ROLE_STRUCTURE, 286, 308);
    assert_range(w, "jpeg/dri", LS_ROLE_STRUCTURE, 308, 314);
    assert_range(w, "jpeg/sos", LS_ROLE_STRUCTURE, sos, sos + 10);
    assert_range(w, "jpeg/scan", LS_ROLE_IMAGE, sos + 10, eoi);
    assert_range(w, "jpeg/eoi", LS_ROLE_STRUCTURE, eoi, eoi + 2);
}

static void a_longer_adobe_segment_is_a_carrier(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    jpeg_app(&w->file, 14, "Adobe", 5, "\0\x64\0\0\0\0\1 and more", 16);
    jpeg_rest(&w->file);
    walk(w);
    assert_range(w, "jpeg/app14", LS_ROLE_CARRIER, 2, 27);
}

static void a_progressive_jpeg_has_several_scans(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    jpeg_frame(&w->file, 0xC2, 16, 16);
    jpeg_scan(&w->file, "\1\2\3", 3);
    jpeg_segment(&w->file, 0xC4, "\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 18);
    jpeg_scan(&w->file, "\4\5", 2);
    put_number(&w->file, 0xFFD9, 2, true);
    walk(w);
    size_t scans = 0;
    for (size_t i = 0; i < w->container.range_count; i++)
        scans += w->container.ranges[i].role == LS_ROLE_IMAGE;
    assert_int_equal(scans, 2);
    assert_int_equal(w->container.problem_count, 0);
}

static void fill_bytes_and_trailing_bytes_have_their_roles(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    put_fill(&w->file, 0xFF, 3); /* 2…5, before a marker's own 0xFF */
    jpeg_segment(&w->file, 0xFE, "x", 1);
    jpeg_rest(&w->file);
    size_t end = w->file.size;
    put(&w->file, "remains", 7);
    walk(w);
    assert_range(w, "jpeg/fill", LS_ROLE_PADDING, 2, 5);
    assert_range(w, "jpeg/com", LS_ROLE_CARRIER, 5, 10);
    assert_range(w, "jpeg/trailing", LS_ROLE_TRAILING, end, end + 7);
    w->file.size = end;
    put_fill(&w->file, 0, 7);
    walk(w);
    assert_range(w, "jpeg/padding", LS_ROLE_PADDING, end, end + 7);
    w->file.data[end + 6] = 1; /* one byte that is not the others' is content */
    walk(w);
    assert_range(w, "jpeg/trailing", LS_ROLE_TRAILING, end, end + 7);
}

static void bytes_between_segments_are_unknown(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    put(&w->file, "hidden\xFF\x00here", 12); /* 2…14 */
    jpeg_rest(&w->file);
    walk(w);
    assert_range(w, "jpeg/between", LS_ROLE_UNKNOWN, 2, 14);
    assert_problem(w, 2, false);
    assert_false(is_fatal(w));
}

static void bytes_left_over_in_a_table_are_unknown(void **state)
{
    struct walked *w = *state;
    unsigned char table[70] = {0};
    jpeg_soi(&w->file);
    jpeg_segment(&w->file, 0xDD, "\0\4secret", 8); /* DRI is 2 bytes: 2…8, then 6 more */
    jpeg_segment(&w->file, 0xDB, table, 60);       /* a table of 65 bytes in 60 */
    jpeg_rest(&w->file);
    walk(w);
    assert_range(w, "jpeg/left-over", LS_ROLE_UNKNOWN, 8, 14);
    assert_problem(w, 8, false);
    assert_problem(w, 14, true);
}

static void a_cut_jpeg_says_where(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    jpeg_app(&w->file, 1, "Exif\0\0", 6, "II*\0\0\0\0\0", 8); /* 2…20 */
    jpeg_rest(&w->file);
    size_t whole = w->file.size;
    for (size_t size = 2; size < whole; size++) {
        w->file.size = size;
        walk(w);
        assert_true(is_fatal(w));
    }
    w->file.size = 12;
    walk(w);
    assert_problem(w, 2, true); /* the segment that runs past the end */
    assert_range(w, "jpeg/app1/exif", LS_ROLE_CARRIER, 2, 12);
    w->file.size = whole - 2;
    walk(w);
    assert_problem(w, whole - 2, true); /* no EOI */
    assert_int_equal(w->container.width, 8);
}

static void a_jpeg_without_its_parts_is_broken(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    put_number(&w->file, 0xFFD9, 2, true);
    walk(w);
    assert_problem(w, 4, true); /* neither SOF nor SOS */
    w->file.size = 2;
    jpeg_scan(&w->file, "x", 1);
    put_number(&w->file, 0xFFD9, 2, true);
    walk(w);
    assert_problem(w, 2, true); /* SOS before SOF */
    w->file.size = 2;
    put(&w->file, "\xFF\xE1\0\1", 4); /* a length that does not even count itself */
    walk(w);
    assert_problem(w, 2, true);
    assert_range(w, "jpeg/broken", LS_ROLE_UNKNOWN, 2, 6);
}

static void the_height_may_come_after_the_first_scan(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    jpeg_frame(&w->file, 0xC0, 10, 0);
    jpeg_scan(&w->file, "x", 1);
    size_t dnl = w->file.size;
    jpeg_segment(&w->file, 0xDC, "\0\x14", 2);
    put_number(&w->file, 0xFFD9, 2, true);
    walk(w);
    assert_int_equal(w->container.height, 20);
    assert_false(is_fatal(w));
    w->file.size = dnl;
    put_number(&w->file, 0xFFD9, 2, true);
    walk(w);
    assert_true(is_fatal(w));
}

static void a_huge_header_is_just_numbers(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    jpeg_frame(&w->file, 0xC0, 65500, 65500);
    jpeg_scan(&w->file, "x", 1);
    put_number(&w->file, 0xFFD9, 2, true);
    walk(w);
    assert_int_equal(w->container.width, 65500);
    assert_int_equal(w->container.height, 65500);
    assert_int_equal(w->container.problem_count, 0);
}

static void too_many_parts_are_one_fatal_problem(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    for (int i = 0; i < 70000; i++)
        jpeg_segment(&w->file, 0xFE, "x", 1);
    jpeg_rest(&w->file);
    walk(w);
    assert_int_equal(w->container.range_count, LS_RANGES_MAX);
    assert_true(is_fatal(w));
    assert_int_equal(w->container.ranges[LS_RANGES_MAX - 1].role, LS_ROLE_UNKNOWN);
}

static void a_long_run_of_fill_bytes_costs_no_time(void **state)
{
    struct walked *w = *state;
    jpeg_soi(&w->file);
    put_fill(&w->file, 0xFF, 900000);
    put_number(&w->file, 0, 1, true); /* and is no marker in the end */
    jpeg_rest(&w->file);
    walk(w);
    assert_range(w, "jpeg/between", LS_ROLE_UNKNOWN, 2, 900003);
}

/* A quantisation table for this destination that no encoder writes. */
static void put_table(unsigned char table[65], unsigned destination, unsigned first)
{
    table[0] = (unsigned char)destination;
    for (unsigned i = 0; i < 64; i++)
        table[1 + i] = (unsigned char)(first + i * 7 % 61);
}

static void tables_that_nothing_uses_are_unknown(void **state)
{
    struct walked *w = *state;
    unsigned char tables[130];
    jpeg_soi(&w->file);
    put_table(tables, 1, 3);
    put_table(tables + 65, 0, 9);
    jpeg_segment(&w->file, 0xDB, tables, 130); /* 2…136: the second one, 71…136, is defined again before it is used */
    jpeg_rest(&w->file);                       /* uses 0: 136…205 */
    walk(w);
    assert_range(w, "jpeg/dqt-unused", LS_ROLE_UNKNOWN, 2, 136);
    assert_range(w, "jpeg/dqt", LS_ROLE_STRUCTURE, 136, 205);
    /* behind the scan that has the component's table, another one for it is never asked */
    w->file.size -= 2;
    const size_t at = w->file.size;
    jpeg_segment(&w->file, 0xDB, tables + 65, 65);
    jpeg_scan(&w->file, "\x3F", 1);
    put_number(&w->file, 0xFFD9, 2, true);
    w->file.data[2 + 4] = 3; /* and the first is for another destination */
    walk(w);
    size_t unused = 0;
    for (size_t i = 0; i < w->container.range_count; i++)
        unused += strcmp(w->container.ranges[i].path, "jpeg/dqt-unused") == 0 && w->container.ranges[i].from == at;
    assert_int_equal(unused, 1);
}

static void tables_that_hide_nothing_are_structure(void **state)
{
    struct walked *w = *state;
    /* luminance of annex K at quality 75: half of 16, 11, 12 … rounded up */
    static const unsigned char half[64] = {8,  6,  6,  7,  6,  5,  8,  7,  7,  7,  9,  9,  8,  10, 12, 20, 13, 12, 11, 11, 12, 25,
                                           18, 19, 15, 20, 29, 26, 31, 30, 29, 26, 28, 28, 32, 36, 46, 39, 32, 34, 44, 35, 28, 28,
                                           40, 55, 41, 44, 48, 49, 52, 52, 52, 31, 39, 57, 61, 56, 50, 60, 46, 51, 52, 50};
    unsigned char table[65] = {1};
    memcpy(table + 1, half, 64);
    jpeg_soi(&w->file);
    jpeg_segment(&w->file, 0xDB, table, 65); /* 2…71 */
    memset(table + 1, 1, 64);
    jpeg_segment(&w->file, 0xDB, table, 65); /* 71…140: what the used one at 0 holds */
    jpeg_rest(&w->file);
    walk(w);
    assert_null(range_of(w, "jpeg/dqt-unused"));
    assert_range(w, "jpeg/dqt", LS_ROLE_STRUCTURE, 2, 209);
    w->file.data[2 + 4 + 64]++;
    walk(w);
    assert_range(w, "jpeg/dqt-unused", LS_ROLE_UNKNOWN, 2, 71);
}

static void codes_that_nothing_uses_are_unknown(void **state)
{
    struct walked *w = *state;
    static const unsigned char secret[] = "\x11\0\0\0\0\0\0\6\0\0\0\0\0\0\0\0\0secret";
    jpeg_soi(&w->file);
    jpeg_segment(&w->file, 0xC4, secret, sizeof secret - 1); /* 2…29: AC, destination 1 */
    jpeg_rest(&w->file);
    walk(w);
    assert_range(w, "jpeg/dht-unused", LS_ROLE_UNKNOWN, 2, 29);
    w->file.size = 2;
    jpeg_segment(&w->file, 0xC4, "\x44\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 18); /* no such class */
    jpeg_rest(&w->file);
    walk(w);
    assert_range(w, "jpeg/left-over", LS_ROLE_UNKNOWN, 2, 24);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_segment_of_a_jpeg_is_named),
        TEST(a_longer_adobe_segment_is_a_carrier),
        TEST(a_progressive_jpeg_has_several_scans),
        TEST(fill_bytes_and_trailing_bytes_have_their_roles),
        TEST(bytes_between_segments_are_unknown),
        TEST(bytes_left_over_in_a_table_are_unknown),
        TEST(a_cut_jpeg_says_where),
        TEST(a_jpeg_without_its_parts_is_broken),
        TEST(the_height_may_come_after_the_first_scan),
        TEST(a_huge_header_is_just_numbers),
        TEST(tables_that_nothing_uses_are_unknown),
        TEST(tables_that_hide_nothing_are_structure),
        TEST(codes_that_nothing_uses_are_unknown),
        TEST(too_many_parts_are_one_fatal_problem),
        TEST(a_long_run_of_fill_bytes_costs_no_time),
    };
    return cmocka_run_group_tests_name("container_jpeg", tests, NULL, NULL);
}
