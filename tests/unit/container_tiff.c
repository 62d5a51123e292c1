/* SPDX-License-Identifier: Apache-2.0 */
/* TIFF, BigTIFF and DNG: pages, what stands below them, and their strips. */
#include "unit/container_look.h"

#include <time.h>

#define N(...) ((const double[]){__VA_ARGS__})
#define COUNT(entries) (sizeof entries / sizeof *entries)
#define SHORT(tag, ...) {tag, 3, sizeof(N(__VA_ARGS__)) / sizeof(double), NULL, N(__VA_ARGS__)}
#define LONG(tag, ...) {tag, 4, sizeof(N(__VA_ARGS__)) / sizeof(double), NULL, N(__VA_ARGS__)}
#define TEXT(tag, text) {tag, 2, sizeof text, text, NULL}

/* A page of 4 × 3 gray pixels whose only strip stands at `at`. */
#define PAGE(at) SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), SHORT(262, 1), LONG(273, at), SHORT(278, 3), LONG(279, 12)

static struct tiff t; /* a megabyte: not for the stack */

static void take(struct walked *w)
{
    w->file.size = 0;
    put(&w->file, t.bytes.data, t.bytes.size);
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_TIFF);
}

/* `offset` is that of the first directory. */
static void finish(struct walked *w, uint32_t offset)
{
    tiff_first(&t, offset);
    take(w);
}

static void begin_with_strip(void)
{
    tiff_begin(&t, false);
    put(&t.bytes, "pixels pixel", 12); /* 8…20 */
}

static void every_byte_of_a_page_is_named(void **state)
{
    struct walked *w = *state;
    for (int big = 0; big < 2; big++) {
        tiff_begin(&t, big);
        put(&t.bytes, "pixels pixel", 12);
        const struct entry page[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), SHORT(259, 1), SHORT(262, 1), TEXT(270, "a castle"),
                                     LONG(273, 8),  SHORT(277, 1), SHORT(278, 3), LONG(279, 12)};
        finish(w, tiff_ifd(&t, page, COUNT(page), 0));
        assert_int_equal(w->container.problem_count, 0);
        assert_int_equal(w->container.width, 4);
        assert_int_equal(w->container.height, 3);
        assert_int_equal(w->container.frames, 1);
        assert_int_equal(w->container.range_count, 4);
        assert_range(w, "tiff/header", LS_ROLE_STRUCTURE, 0, 8);
        assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 20);
        assert_range(w, "tiff/ifd/ImageDescription", LS_ROLE_CARRIER, 20, 29);
        assert_range(w, "tiff/ifd", LS_ROLE_STRUCTURE, 29, 29 + 2 + 10 * 12 + 4);
    }
}

/* Counts and offsets of eight bytes; a value of up to eight stands in its entry. */
static void every_byte_of_a_big_tiff_is_named(void **state)
{
    struct walked *w = *state;
    for (int big = 0; big < 2; big++) {
        tiff_begin_wide(&t, big);
        put(&t.bytes, "pixels pixel", 12);
        const struct entry page[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), SHORT(262, 1), TEXT(270, "a castle"),
                                     {273, 16, 1, NULL, N(16)}, SHORT(278, 3), {279, 16, 1, NULL, N(12)}, TEXT(305, "in here")};
        finish(w, tiff_ifd(&t, page, COUNT(page), 0));
        assert_int_equal(w->container.problem_count, 0);
        assert_int_equal(w->container.range_count, 4);
        assert_range(w, "tiff/header", LS_ROLE_STRUCTURE, 0, 16);
        assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 16, 28);
        assert_range(w, "tiff/ifd/ImageDescription", LS_ROLE_CARRIER, 28, 37);
        assert_range(w, "tiff/ifd", LS_ROLE_STRUCTURE, 37, 37 + 8 + 9 * 20 + 8);
    }
    t.bytes.data[4] = 4; /* offsets of four bytes */
    take(w);
    assert_true(is_fatal(w));
}

static void pages_are_counted_and_private_tags_numbered(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    put(&t.bytes, "second page.", 12); /* 20…32 */
    const struct entry second[] = {PAGE(20), {0xC4A5, 7, 6, "secret", NULL}};
    const uint32_t next = tiff_ifd(&t, second, COUNT(second), 0);
    assert_int_equal(next, 38);
    const struct entry first[] = {PAGE(8)};
    finish(w, tiff_ifd(&t, first, COUNT(first), next));
    assert_int_equal(w->container.frames, 2);
    assert_int_equal(w->container.problem_count, 0);
    assert_range(w, "tiff/ifd[2]/0xC4A5", LS_ROLE_CARRIER, 32, 38);
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 32);
    assert_null(range_of(w, "tiff/slack"));
}

static void what_no_directory_points_to_is_unknown(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    put(&t.bytes, "hidden", 6);    /* 20…26 */
    put_fill(&t.bytes, 0xFF, 4);   /* 26…30, but a gap is one */
    const struct entry page[] = {PAGE(8)};
    const uint32_t offset = tiff_ifd(&t, page, COUNT(page), 0);
    put_fill(&t.bytes, 0, 5);
    finish(w, offset);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 20, 30);
    assert_range(w, "tiff/padding", LS_ROLE_PADDING, t.bytes.size - 5, t.bytes.size);
}

/* A strip is as long as its rows are; what stands behind them is shown by nobody. */
static void an_uncompressed_strip_ends_with_its_rows(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    put(&t.bytes, "cropped off", 11); /* 20…31 */
    const struct entry page[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), SHORT(262, 1), LONG(273, 8), LONG(279, 23)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 20);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 20, 31);
    /* the last strip is as long as the rows that are left: two of four bytes, then one */
    begin_with_strip();
    put(&t.bytes, "cropped off", 11);
    const struct entry strips[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), SHORT(262, 1), LONG(273, 8, 16), SHORT(278, 2), LONG(279, 8, 8)};
    finish(w, tiff_ifd(&t, strips, COUNT(strips), 0));
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 20);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 20, 31);
    /* rows of 3 bits: 4 × 3 = 12 bits are two bytes, three rows six */
    tiff_begin(&t, false);
    put(&t.bytes, "pixels and more", 15);
    const struct entry bits[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 1, 1, 1), SHORT(262, 2), LONG(273, 8), SHORT(277, 3), LONG(279, 15)};
    finish(w, tiff_ifd(&t, bits, COUNT(bits), 0));
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 14);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 14, 23);
}

/* A page of 4 × 3 gray pixels in one strip of `size` bytes, all of which its fields say belong to it. */
static void take_coded(struct walked *w, unsigned compression, const char *bytes, uint32_t size)
{
    tiff_begin(&t, false);
    put(&t.bytes, bytes, size);
    const struct entry page[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), SHORT(259, compression), SHORT(262, 1), LONG(273, 8), LONG(279, size)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
}

static void a_coded_strip_ends_with_its_codes(void **state)
{
    struct walked *w = *state;
    /* PackBits: four bytes as they are, nothing, eight times one byte; section 9's counts */
    take_coded(w, 32773, "\3abcd\x80\xF9x" "hidden", 14);
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 16);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 16, 22);
    /* LZW: clear, A, 258 = AA, 259 = AAA, 260 = AAAA, 258, end: 1 + 2 + 3 + 4 + 2 = 12; seven codes of nine bits
     * 100000000 001000001 100000010 100000011 100000100 100000010 100000001 */
    take_coded(w, 5, "\x80\x10\x60\x50\x38\x24\x0A\x02" "hidden", 14);
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 16);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 16, 22);
    /* without its end code: 54 bits */
    take_coded(w, 5, "\x80\x10\x60\x50\x38\x24\x08" "hidden", 13);
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 15);
    /* deflate: one stored block */
    static struct built stream;
    stream.size = 0;
    put_stored(&stream, "pixels pixel"); /* 23 bytes */
    put(&stream, "hidden", 6);
    take_coded(w, 8, (const char *)stream.data, (uint32_t)stream.size);
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 31);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 31, 37);
    /* more rows than the page has: nobody can say which bytes they are in */
    stream.size = 0;
    put_stored(&stream, "pixels pixels cropped off");
    take_coded(w, 8, (const char *)stream.data, (uint32_t)stream.size);
    assert_problem(w, 8, false);
    assert_null(range_of(w, "tiff/strips"));
    assert_false(is_fatal(w));
    /* rows that are missing hide nothing */
    take_coded(w, 32773, "\3ab", 3);
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 11);
    take_coded(w, 5, "\x80\x10\x60\x20" "hidden", 10); /* clear, A, end */
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 12);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 12, 18);
    assert_false(is_fatal(w));
    /* of damaged codes nobody can say where they end */
    take_coded(w, 8, "no stream at all", 16);
    assert_problem(w, 8, true);
    take_coded(w, 5, "\x80\x10\xFF\xFF\xFF", 5);
    assert_problem(w, 8, true);
}

/* YCbCr with one colour for two by two pixels: 4 × 3 pixels are two by two blocks of 4 + 2 bytes. */
static void subsampled_colour_is_reckoned_with(void **state)
{
    struct walked *w = *state;
    tiff_begin(&t, false);
    put(&t.bytes, "YYYYbrYYYYbrYYYYbrYYYYbrmore", 28);
    const struct entry page[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8, 8, 8), SHORT(262, 6), LONG(273, 8),
                                 SHORT(277, 3), LONG(279, 28), SHORT(530, 2, 2)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 32);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 32, 36);
}

/* Three rows in strips of two are two strips: a third entry points to nothing that is shown, and is shown by nobody itself. */
static void more_strips_than_rows_are_no_picture(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    put(&t.bytes, "hidden", 6); /* 20…26 */
    const struct entry page[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), SHORT(262, 1), LONG(273, 8, 16, 20),
                                 SHORT(278, 2), LONG(279, 8, 4, 6)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0)); /* 26…38 offsets, 38…50 lengths */
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 20);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 20, 26);
    assert_int_equal(w->container.ranges[3].from, 26);
    assert_int_equal(w->container.ranges[3].to, 34);
    assert_string_equal(w->container.ranges[3].path, "tiff/ifd/values");
    assert_string_equal(w->container.ranges[4].path, "tiff/slack");
}

static void tiles_are_whole_even_at_the_edge(void **state)
{
    struct walked *w = *state;
    tiff_begin(&t, false);
    put_fill(&t.bytes, 'p', 2 * 16 * 16); /* 17 × 3 pixels are two tiles of 16 × 16 */
    const struct entry page[] = {SHORT(256, 17), SHORT(257, 3), SHORT(258, 8), SHORT(262, 1),
                                 SHORT(322, 16), SHORT(323, 16), LONG(324, 8, 264), LONG(325, 256, 256)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/tiles", LS_ROLE_IMAGE, 8, 520);
    assert_range(w, "tiff/ifd/values", LS_ROLE_STRUCTURE, 520, 536);
    assert_int_equal(w->container.problem_count, 0);
}

static void planes_have_strips_of_their_own(void **state)
{
    struct walked *w = *state;
    tiff_begin(&t, false);
    put_fill(&t.bytes, 'p', 36);
    const struct entry page[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8, 8, 8), SHORT(262, 2), LONG(273, 8, 20, 32),
                                 SHORT(277, 3), SHORT(278, 3), LONG(279, 12, 12, 12), SHORT(284, 2)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 44);
    assert_int_equal(w->container.problem_count, 0);
}

/* Exif, GPS and interoperability tell of the photo alone: all of them are carriers, their directories too. */
static void directories_below_a_page_are_carriers(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    const struct entry interop[] = {{1, 2, 4, "R98", NULL}};
    const double interop_at = tiff_ifd(&t, interop, 1, 0); /* 20…38 */
    const struct entry exif[] = {TEXT(0x9003, "2026:05:01 10:20:30"), {0xA005, 4, 1, NULL, &interop_at}};
    const double exif_at = tiff_ifd(&t, exif, 2, 0); /* value 38…58, directory 58…88 */
    const struct entry gps[] = {{1, 2, 2, "N\0", NULL}};
    const double gps_at = tiff_ifd(&t, gps, 1, 0); /* 88…106 */
    const struct entry page[] = {PAGE(8), {0x8769, 4, 1, NULL, &exif_at}, {0x8825, 4, 1, NULL, &gps_at}};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/ifd/interop", LS_ROLE_CARRIER, 20, 38);
    assert_range(w, "tiff/ifd/exif", LS_ROLE_CARRIER, 38, 58);
    assert_range(w, "tiff/ifd/gps", LS_ROLE_CARRIER, 88, 106);
    assert_int_equal(w->container.problem_count, 0);
}

static void smaller_pictures_are_previews(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    put(&t.bytes, "previewx", 8); /* 20…28 */
    const struct entry small[] = {LONG(254, 1), SHORT(256, 2), SHORT(257, 4), SHORT(258, 8), SHORT(262, 1), LONG(273, 20, 24), SHORT(278, 2), LONG(279, 4, 4)};
    const double sub = tiff_ifd(&t, small, COUNT(small), 0);
    const struct entry page[] = {PAGE(8), {330, 4, 1, NULL, &sub}};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/preview", LS_ROLE_CARRIER, 20, 28); /* two strips, one carrier */
    assert_int_equal(w->container.frames, 1);
    assert_int_equal(w->container.problem_count, 0);
    /* the same one as a second page, and a picture below a page that does not say that it is smaller: no viewer shows it */
    begin_with_strip();
    put(&t.bytes, "previewx", 8);
    uint32_t next = tiff_ifd(&t, small, COUNT(small), 0);
    const struct entry first[] = {PAGE(8)};
    finish(w, tiff_ifd(&t, first, COUNT(first), next));
    assert_range(w, "tiff/preview", LS_ROLE_CARRIER, 20, 28);
    assert_int_equal(w->container.frames, 1);
    begin_with_strip();
    put(&t.bytes, "another pict", 12);
    const struct entry other[] = {PAGE(20)};
    const double below = tiff_ifd(&t, other, COUNT(other), 0);
    const struct entry above[] = {PAGE(8), {330, 4, 1, NULL, &below}};
    finish(w, tiff_ifd(&t, above, COUNT(above), 0));
    assert_range(w, "tiff/preview", LS_ROLE_CARRIER, 20, 32);
}

/* Where there is nothing else, a file shows what calls itself reduced. */
static void a_lone_reduced_picture_is_the_page(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    const struct entry page[] = {LONG(254, 1), PAGE(8)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 20);
    assert_int_equal(w->container.frames, 1);
}

/* DNG: the first directory is a preview, the picture stands below it, and so does a map of depth. */
static void a_dng_shows_what_stands_below(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    put(&t.bytes, "preview", 7);  /* 20…27 */
    put(&t.bytes, "depth", 5);    /* 27…32 */
    const struct entry raw[] = {LONG(254, 0), PAGE(8)};
    double below[2];
    below[0] = tiff_ifd(&t, raw, COUNT(raw), 0);
    const struct entry depth[] = {LONG(254, 8), SHORT(256, 5), SHORT(257, 1), SHORT(258, 8), SHORT(262, 51177), LONG(273, 27), LONG(279, 5)};
    below[1] = tiff_ifd(&t, depth, COUNT(depth), 0);
    const struct entry main[] = {LONG(254, 1),  SHORT(256, 7),  SHORT(257, 1), SHORT(258, 8), SHORT(262, 1), LONG(273, 20),
                                 LONG(279, 7), {330, 4, 2, NULL, below}, {0xC612, 1, 4, "\1\7\0\0", NULL}, TEXT(0xC634, "Maker, and so on")};
    finish(w, tiff_ifd(&t, main, COUNT(main), 0));
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 20);
    assert_range(w, "tiff/preview", LS_ROLE_CARRIER, 20, 27);
    assert_range(w, "tiff/auxiliary", LS_ROLE_CARRIER, 27, 32);
    assert_non_null(range_of(w, "tiff/ifd/DNGPrivateData"));
    assert_int_equal(w->container.frames, 1);
    assert_int_equal(w->container.width, 4);
    assert_int_equal(w->container.problem_count, 0);
}

/* A small JPEG stream, with a comment when one is given; returns where that stands. */
static size_t make_stream(struct built *stream, const char *comment)
{
    stream->size = 0;
    jpeg_soi(stream);
    jpeg_segment(stream, 0xE0, "JFIF\0\1\2\0\0\1\0\1\0\0", 14); /* nothing but the size of a pixel */
    const size_t at = stream->size;
    if (comment)
        jpeg_segment(stream, 0xFE, comment, strlen(comment));
    jpeg_rest(stream);
    return at;
}

/* Exif's thumbnail in the second directory does not say that it is smaller, nor how large it is. */
static void a_jpeg_thumbnail_is_a_preview(void **state)
{
    struct walked *w = *state;
    static struct built stream;
    for (int i = 0; i < 2; i++) {
        const size_t comment = 20 + make_stream(&stream, i ? "Anna" : NULL), end = 20 + stream.size;
        begin_with_strip();
        put(&t.bytes, stream.data, stream.size);
        const struct entry thumb[] = {SHORT(259, 6), LONG(513, 20), LONG(514, (double)stream.size)};
        const uint32_t next = tiff_ifd(&t, thumb, COUNT(thumb), 0);
        const struct entry page[] = {PAGE(8)};
        finish(w, tiff_ifd(&t, page, COUNT(page), next));
        assert_range(w, "tiff/preview", LS_ROLE_CARRIER, 20, i ? comment : end);
        if (i) /* what stands inside of it is not passed over */
            assert_range(w, "tiff/preview/jpeg/com", LS_ROLE_CARRIER, comment, comment + 8);
        assert_int_equal(w->container.frames, 1);
        assert_int_equal(w->container.problem_count, 0);
        /* the same as a strip of a preview */
        begin_with_strip();
        put(&t.bytes, stream.data, stream.size);
        const struct entry small[] = {LONG(254, 1), SHORT(256, 8), SHORT(257, 8), SHORT(259, 7), LONG(273, 20), LONG(279, (double)stream.size)};
        const double sub = tiff_ifd(&t, small, COUNT(small), 0);
        const struct entry above[] = {PAGE(8), {330, 4, 1, NULL, &sub}};
        finish(w, tiff_ifd(&t, above, COUNT(above), 0));
        assert_range(w, "tiff/preview", LS_ROLE_CARRIER, 20, i ? comment : end);
        assert_true((range_of(w, "tiff/preview/jpeg/com") != NULL) == (i == 1));
    }
}

/* A JPEG stream as a strip: what is no picture in it is told, and what follows it. */
static void strips_of_jpeg_are_looked_into(void **state)
{
    struct walked *w = *state;
    static struct built stream;
    const size_t comment = make_stream(&stream, "Anna");
    const size_t end = stream.size;
    put(&stream, "remains", 7);
    tiff_begin(&t, false);
    put(&t.bytes, stream.data, stream.size);
    const struct entry page[] = {SHORT(256, 8), SHORT(257, 8), SHORT(258, 8), SHORT(259, 7), SHORT(262, 1), LONG(273, 8), LONG(279, (double)stream.size)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/strips/jpeg/com", LS_ROLE_CARRIER, 8 + comment, 8 + comment + 8);
    assert_range(w, "tiff/strips/jpeg/trailing", LS_ROLE_UNKNOWN, 8 + end, 8 + end + 7);
    assert_null(range_of(w, "tiff/strips/jpeg/app0/jfif"));
    assert_int_equal(w->container.problem_count, 0);
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 8 + comment);
    /* no JPEG at all is no picture */
    memcpy(t.bytes.data + 8, "XX", 2);
    take(w);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 8, 8 + end + 7);
}

static void tables_of_jpeg_are_looked_into(void **state)
{
    struct walked *w = *state;
    static struct built tables;
    tables.size = 0;
    jpeg_soi(&tables);
    unsigned char table[65] = {0};
    memset(table + 1, 1, 64);
    jpeg_segment(&tables, 0xDB, table, sizeof table); /* 2…71 */
    jpeg_segment(&tables, 0xFE, "Anna", 4);           /* 71…79 */
    put_number(&tables, 0xFFD9, 2, true);             /* 79…81 */
    begin_with_strip();
    const struct entry page[] = {PAGE(8), {347, 7, (uint32_t)tables.size, tables.data, NULL}};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/tables", LS_ROLE_STRUCTURE, 20, 20 + 71);
    assert_range(w, "tiff/tables/jpeg/com", LS_ROLE_CARRIER, 20 + 71, 20 + 79);
    assert_false(is_fatal(w));
}

/* The number of a tag does not make a text a resolution, nor a thousand values one. */
static void a_coding_tag_that_is_none_is_a_carrier(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    const struct entry page[] = {PAGE(8), TEXT(0x011A, "it is a text"), SHORT(0x0153, 1, 1, 1, 1, 1, 1),
                                 {283, 5, 1, NULL, N(300, 1)}, {283, 5, 1, NULL, N(1, 2)}};
    finish(w, tiff_ifd(&t, page, COUNT(page), 0));
    assert_range(w, "tiff/ifd/XResolution", LS_ROLE_CARRIER, 20, 33);
    assert_range(w, "tiff/ifd/SampleFormat", LS_ROLE_CARRIER, 33, 45); /* more than a sample's */
    assert_range(w, "tiff/ifd/values", LS_ROLE_STRUCTURE, 45, 53);
    assert_range(w, "tiff/ifd/YResolution", LS_ROLE_CARRIER, 53, 61); /* a second one */
}

/* What Pillow writes: pages behind each other, each with a header of its own in front of its data or of its directory. */
static void a_page_may_have_a_header_of_its_own(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    put(&t.bytes, "II*\0", 4); /* 20…28: counted from here the directory stands at 20 */
    put_number(&t.bytes, 20, 4, false);
    put(&t.bytes, "second page.", 12); /* 28…40 */
    const struct entry second[] = {PAGE(28)};
    const uint32_t next = tiff_ifd(&t, second, COUNT(second), 0);
    assert_int_equal(next, 40);
    const struct entry first[] = {PAGE(8)};
    const uint32_t offset = tiff_ifd(&t, first, COUNT(first), next);
    finish(w, offset);
    assert_null(range_of(w, "tiff/slack"));
    assert_int_equal(w->container.frames, 2);
    t.bytes.data[24]++; /* it points somewhere else: then it may be anything */
    take(w);
    assert_range(w, "tiff/slack", LS_ROLE_UNKNOWN, 20, 28);
}

static void circles_and_shared_directories_are_said(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    const struct entry page[] = {PAGE(8), LONG(330, 20)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 20)); /* it stands at 20 and is its own successor and its own part */
    assert_problem(w, 20, true);
    assert_int_equal(w->container.frames, 1);
    begin_with_strip();
    const struct entry exif[] = {TEXT(0x9003, "2026")};
    const double at = tiff_ifd(&t, exif, 1, 0);
    const struct entry second[] = {PAGE(8), {0x8769, 4, 1, NULL, &at}};
    const uint32_t next = tiff_ifd(&t, second, COUNT(second), 0);
    finish(w, tiff_ifd(&t, second, COUNT(second), next));
    assert_problem(w, (uint64_t)at, false);
    assert_false(is_fatal(w));
}

static void what_lies_beyond_the_file_is_fatal(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    const struct entry strip[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), SHORT(259, 5), LONG(273, 9999), LONG(279, 12)};
    finish(w, tiff_ifd(&t, strip, COUNT(strip), 0));
    assert_true(is_fatal(w));
    begin_with_strip();
    const struct entry page[] = {PAGE(8)};
    finish(w, tiff_ifd(&t, page, COUNT(page), 4000)); /* the next directory */
    assert_true(is_fatal(w));
    finish(w, 4000); /* the first */
    assert_true(is_fatal(w));
    assert_int_equal(w->container.frames, 0);
    begin_with_strip();
    const struct entry text[] = {PAGE(8), TEXT(270, "a castle")};
    const uint32_t offset = tiff_ifd(&t, text, COUNT(text), 0);
    t.bytes.data[offset + 2 + 7 * 12 + 9] = 0x7F; /* where the text stands */
    finish(w, offset);
    assert_true(is_fatal(w));
}

static void a_page_without_a_picture_is_fatal(void **state)
{
    struct walked *w = *state;
    begin_with_strip();
    const struct entry none[] = {SHORT(256, 4), SHORT(257, 3)};
    finish(w, tiff_ifd(&t, none, COUNT(none), 0));
    assert_true(is_fatal(w));
    begin_with_strip();
    const struct entry sizeless[] = {SHORT(256, 4), SHORT(257, 0), LONG(273, 8), LONG(279, 12)};
    finish(w, tiff_ifd(&t, sizeless, COUNT(sizeless), 0));
    assert_true(is_fatal(w));
    begin_with_strip();
    const struct entry lengths[] = {SHORT(256, 4), SHORT(257, 3), SHORT(259, 5), LONG(273, 8)}; /* LZW of unknown length */
    finish(w, tiff_ifd(&t, lengths, COUNT(lengths), 0));
    assert_true(is_fatal(w));
    begin_with_strip();
    const struct entry plain[] = {SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), LONG(273, 8)}; /* what is not compressed needs none */
    finish(w, tiff_ifd(&t, plain, COUNT(plain), 0));
    assert_range(w, "tiff/strips", LS_ROLE_IMAGE, 8, 20);
    assert_false(is_fatal(w));
}

static void any_damage_of_a_tiff_is_survived(void **state)
{
    struct walked *w = *state;
    static const unsigned char values[] = {0x00, 0x01, 0x08, 0x7F, 0x80, 0xFF};
    static struct built saved;
    for (int wide = 0; wide < 2; wide++) {
        if (wide)
            tiff_begin_wide(&t, true);
        else
            tiff_begin(&t, false);
        const double at = (double)t.bytes.size;
        put(&t.bytes, "pixels pixel", 12);
        const struct entry small[] = {LONG(254, 1), PAGE(at)};
        const double sub = tiff_ifd(&t, small, COUNT(small), 0);
        const struct entry page[] = {PAGE(at), TEXT(270, "a long text"), {330, 4, 1, NULL, &sub}, {0x8769, 4, 1, NULL, &sub}};
        tiff_first(&t, tiff_ifd(&t, page, COUNT(page), 0));
        saved = t.bytes;
        for (size_t i = 0; i < saved.size; i++)
            for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
                w->file = saved;
                w->file.data[i] = values[j];
                walk(w);
            }
        for (size_t size = 8; size < saved.size; size++) {
            w->file = saved;
            w->file.size = size;
            walk(w);
            assert_true(is_fatal(w));
        }
    }
}

/* A thousand pages that share a hundred thousand strips, and a thousand that share a JPEG of 100 KB. */
static void pages_that_share_everything_cost_little(void **state)
{
    struct walked *w = *state;
    const clock_t start = clock();
    for (int jpeg = 0; jpeg < 2; jpeg++) {
        tiff_begin(&t, false);
        put_fill(&t.bytes, 1, 400000);
        memcpy(t.bytes.data + 8, "\xFF\xD8", 2);
        uint32_t next = 0;
        for (int i = 0; i < 1000; i++) {
            const struct entry page[] = {SHORT(256, 1), LONG(257, 100000), SHORT(258, 8), SHORT(259, jpeg ? 7 : 1), SHORT(262, 1),
                                         {273, 4, 1, NULL, N(8)}, LONG(278, jpeg ? 100000 : 1), LONG(279, 100000)};
            next = tiff_ifd(&t, page, COUNT(page), next);
            if (jpeg)
                continue;
            unsigned char *offsets = t.bytes.data + next + 2 + 5 * 12; /* all have the same hundred thousand offsets and lengths */
            memcpy(offsets + 4, "\xA0\x86\1\0\x08\0\0\0", 8);
            memcpy(offsets + 2 * 12 + 4, "\xA0\x86\1\0\x08\0\0\0", 8);
        }
        finish(w, next);
        assert_true(is_fatal(w));
    }
    assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
}

/* Four thousand entries that each point to the same four thousand directories. */
static void directories_that_all_point_to_each_other_cost_little(void **state)
{
    struct walked *w = *state;
    static struct entry entries[4000];
    const clock_t start = clock();
    begin_with_strip();
    for (unsigned i = 0; i < COUNT(entries); i++) /* 20…16020: directories without entries, at 20000 and behind */
        put_number(&t.bytes, 20000 + i, 4, false);
    put_fill(&t.bytes, 0, 10000);
    for (size_t i = 0; i < COUNT(entries); i++)
        entries[i] = (struct entry){330, 4, 1, "here", NULL};
    const uint32_t offset = tiff_ifd(&t, entries, COUNT(entries), 0);
    for (size_t i = 0; i < COUNT(entries); i++)
        memcpy(t.bytes.data + offset + 2 + 12 * i + 4, "\xA0\x0F\0\0\x14\0\0\0", 8);
    finish(w, offset);
    assert_true(is_fatal(w));
    assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(every_byte_of_a_page_is_named),
                                       TEST(every_byte_of_a_big_tiff_is_named),
                                       TEST(pages_are_counted_and_private_tags_numbered),
                                       TEST(what_no_directory_points_to_is_unknown),
                                       TEST(an_uncompressed_strip_ends_with_its_rows),
                                       TEST(a_coded_strip_ends_with_its_codes),
                                       TEST(subsampled_colour_is_reckoned_with),
                                       TEST(more_strips_than_rows_are_no_picture),
                                       TEST(tiles_are_whole_even_at_the_edge),
                                       TEST(planes_have_strips_of_their_own),
                                       TEST(directories_below_a_page_are_carriers),
                                       TEST(smaller_pictures_are_previews),
                                       TEST(a_lone_reduced_picture_is_the_page),
                                       TEST(a_dng_shows_what_stands_below),
                                       TEST(a_jpeg_thumbnail_is_a_preview),
                                       TEST(strips_of_jpeg_are_looked_into),
                                       TEST(tables_of_jpeg_are_looked_into),
                                       TEST(a_coding_tag_that_is_none_is_a_carrier),
                                       TEST(a_page_may_have_a_header_of_its_own),
                                       TEST(circles_and_shared_directories_are_said),
                                       TEST(what_lies_beyond_the_file_is_fatal),
                                       TEST(a_page_without_a_picture_is_fatal),
                                       TEST(any_damage_of_a_tiff_is_survived),
                                       TEST(directories_that_all_point_to_each_other_cost_little),
                                       TEST(pages_that_share_everything_cost_little)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
