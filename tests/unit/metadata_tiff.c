/* SPDX-License-Identifier: Apache-2.0 */
/* What TIFF files say: on every page, in directories below them, and of where on Earth they lie. */
#include "unit/metadata_look.h"

#define SHORT(tag, ...) {tag, 3, sizeof(N(__VA_ARGS__)) / sizeof(double), NULL, N(__VA_ARGS__)}
#define LONG(tag, ...) {tag, 4, sizeof(N(__VA_ARGS__)) / sizeof(double), NULL, N(__VA_ARGS__)}
#define DOUBLE(tag, ...) {tag, 12, sizeof(N(__VA_ARGS__)) / sizeof(double), NULL, N(__VA_ARGS__)}

/* A page of 4 × 3 gray pixels whose only strip stands at `at`. */
#define PAGE(at) SHORT(256, 4), SHORT(257, 3), SHORT(258, 8), SHORT(262, 1), LONG(273, at), LONG(279, 12)

static void begin(struct photo *p, bool big, bool wide)
{
    if (wide)
        tiff_begin_wide(&p->tiff, big);
    else
        tiff_begin(&p->tiff, big);
    put(&p->tiff.bytes, "pixels pixel", 12);
}

#define STRIP (p->tiff.wide ? 16 : 8)

static void look_at(struct photo *p, uint32_t first)
{
    tiff_first(&p->tiff, first);
    p->file.size = 0;
    put(&p->file, p->tiff.bytes.data, p->tiff.bytes.size);
    look(p);
}

/* One page with these entries beside its own. */
static void look_page(struct photo *p, const struct entry *more, size_t count)
{
    struct entry entries[32] = {PAGE(8)};
    if (count)
        memcpy(entries + 6, more, count * sizeof *more);
    begin(p, false, false);
    look_at(p, tiff_ifd(&p->tiff, entries, 6 + count, 0));
}

static void a_plain_page_says_nothing(void **state)
{
    struct photo *p = *state;
    look_page(p, NULL, 0);
    assert_int_equal(p->facts.count, 0);
    assert_done(p);
}

static void texts_times_and_positions_of_a_file(void **state)
{
    struct photo *p = *state;
    for (int i = 0; i < 4; i++) {
        const bool big = i % 2, wide = i >= 2;
        begin(p, big, wide);
        const struct entry gps[] = {{1, 2, 2, "N\0", NULL}, {2, 5, 3, NULL, N(48, 1, 30, 1, 0, 1)}, {3, 2, 2, "W\0", NULL}, {4, 5, 3, NULL, N(2, 1, 15, 1, 0, 1)}};
        const double gps_at = tiff_ifd(&p->tiff, gps, COUNT(gps), 0);
        const struct entry exif[] = {TEXT_ENTRY(0x9003, "2026:05:01 10:20:30"), TEXT_ENTRY(0x9011, "+02:00"), TEXT_ENTRY(0xA431, "4711")};
        const double exif_at = tiff_ifd(&p->tiff, exif, COUNT(exif), 0);
        const struct entry page[] = {PAGE(STRIP), TEXT_ENTRY(0x010E, "a castle"), TEXT_ENTRY(0x010F, "Cam"), SHORT(0x0112, 6),
                                     TEXT_ENTRY(0x013B, "Anna Example"), {0x8769, 4, 1, NULL, &exif_at}, {0x8825, 4, 1, NULL, &gps_at}};
        look_at(p, tiff_ifd(&p->tiff, page, COUNT(page), 0));
        assert_text(p, LS_FACT_NOTE_TEXT, "a castle", "tiff/ifd");
        assert_text(p, LS_FACT_DEVICE_MAKE, "Cam", "tiff/ifd"); /* it stands in its entry */
        assert_text(p, LS_FACT_PERSON_ARTIST, "Anna Example", "tiff/ifd");
        assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30+02:00", "tiff/ifd/exif");
        assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "tiff/ifd/exif");
        assert_real(p, LS_FACT_GPS_LAT, 48.5);
        assert_real(p, LS_FACT_GPS_LON, -2.25);
        assert_string_equal(first(p, LS_FACT_GPS_LAT)->carrier, "tiff/ifd/gps");
        assert_int_equal(first(p, LS_FACT_IMAGE_ORIENTATION)->integer, 6);
        assert_done(p);
    }
}

static void every_page_is_read_and_repetitions_once(void **state)
{
    struct photo *p = *state;
    begin(p, false, false);
    const struct entry gps[] = {{1, 2, 2, "N\0", NULL}, {2, 5, 3, NULL, N(10, 1, 0, 1, 0, 1)}, {3, 2, 2, "E\0", NULL}, {4, 5, 3, NULL, N(20, 1, 0, 1, 0, 1)}};
    const double gps_at = tiff_ifd(&p->tiff, gps, COUNT(gps), 0);
    const struct entry second[] = {PAGE(8), TEXT_ENTRY(0x0131, "Scanner 1"), TEXT_ENTRY(40006, "555 0100"), TEXT_ENTRY(0x011D, "page two"), {0x8825, 4, 1, NULL, &gps_at}};
    const uint32_t next = tiff_ifd(&p->tiff, second, COUNT(second), 0);
    const struct entry main[] = {PAGE(8), TEXT_ENTRY(0x0131, "Scanner 1"), TEXT_ENTRY(40006, "555 0100")};
    look_at(p, tiff_ifd(&p->tiff, main, COUNT(main), next));
    assert_text(p, LS_FACT_DEVICE_SOFTWARE, "Scanner 1", "tiff/ifd");
    assert_text(p, LS_FACT_NOTE_TEXT, "page two", "tiff/ifd[2]");
    assert_string_equal(first(p, LS_FACT_GPS_LAT)->carrier, "tiff/ifd[2]/gps");
    unsigned software = 0;
    for (size_t i = 0; i < p->facts.count; i++)
        software += p->facts.items[i].key == LS_FACT_DEVICE_SOFTWARE;
    assert_int_equal(software, 1);
    assert_limited(p, "tiff/ifd/0x9C46");
}

static void blocks_in_a_page_are_read(void **state)
{
    struct photo *p = *state;
    static struct built profile;
    static const char xmp[] = XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END;
    profile.size = 0;
    put_profile(&profile, "desc", "desc\0\0\0\0\0\0\0\7my lamp", 19);
    const struct entry more[] = {{700, 1, sizeof xmp - 1, xmp, NULL},
                                 {33723, 7, 13, "\x1C\2\x5A\0\7Newtown\0", NULL},
                                 {34377, 1, 20, "8BIM\4\x0B\0\0\0\0\0\7example\0", NULL}, /* URL */
                                 {34675, 7, (uint32_t)profile.size, profile.data, NULL}};
    look_page(p, more, COUNT(more));
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "tiff/ifd/xmp");
    assert_text(p, LS_FACT_PLACE_NAME, "Newtown", "tiff/ifd/iptc");
    assert_text(p, LS_FACT_NOTE_TEXT, "example", "tiff/ifd/photoshop");
    assert_text(p, LS_FACT_NOTE_TEXT, "my lamp", "tiff/ifd/icc");
    assert_done(p);
}

static void what_is_not_understood_is_named(void **state)
{
    struct photo *p = *state;
    const struct entry private[] = {TEXT_ENTRY(40006, "555 0100")};
    look_page(p, private, 1);
    assert_text(p, LS_FACT_NOTE_TEXT, "555 0100", "tiff/ifd"); /* the words are told, their meaning is not known */
    assert_limited(p, "tiff/ifd/0x9C46");
    const struct entry layers[] = {{37724, 7, 12, "Layers: more", NULL}};
    look_page(p, layers, 1);
    assert_limited(p, "tiff/ifd/ImageSourceData");
    const struct entry odd[] = {TEXT_ENTRY(0x011A, "it is a text")}; /* XResolution */
    look_page(p, odd, 1);
    assert_text(p, LS_FACT_NOTE_TEXT, "it is a text", "tiff/ifd");
    assert_limited(p, "tiff/ifd/XResolution");
    const struct entry sensitivity[] = {TEXT_ENTRY(0x8824, "ask Anna")}; /* SpectralSensitivity, which nobody writes */
    look_page(p, sensitivity, 1);
    assert_limited(p, "tiff/ifd/0x8824");
    const struct entry note[] = {{0xC634, 1, 12, "maker's data", NULL}};
    look_page(p, note, 1);
    assert_int_equal(first(p, LS_FACT_MAKERNOTE)->integer, 12);
    assert_limited(p, "tiff/ifd/DNGPrivateData");
    const struct entry unknown_type[] = {{0x010E, 200, 4, "\0\0\0\0", NULL}};
    look_page(p, unknown_type, 1);
    assert_limited(p, "tiff/ifd/ImageDescription");
}

static void numbers_of_cameras_and_maps_tell_nothing(void **state)
{
    struct photo *p = *state;
    const struct entry more[] = {{0xC621, 10, 3, NULL, N(1, 2, 3, 4, 5, 6)}, SHORT(0xC61D, 1, 2, 3), {0xC612, 1, 4, "\1\4\0\0", NULL},
                                 TEXT_ENTRY(42113, "-9999.5"), {0xC740, 7, 28, "\0\0\0\1\0\0\0\1\1\3\0\0\0\0\0\1\0\0\0\x08warprect", NULL}};
    look_page(p, more, COUNT(more));
    assert_int_equal(p->facts.count, 0);
    assert_done(p);
    const struct entry words[] = {TEXT_ENTRY(42113, "ask Anna"), {0xC740, 7, 28, "\0\0\0\1\0\0\1\1\1\3\0\0\0\0\0\1\0\0\0\x08warprect", NULL}};
    look_page(p, words, COUNT(words));
    assert_text(p, LS_FACT_NOTE_TEXT, "ask Anna", "tiff/ifd");
    assert_limited(p, "tiff/ifd/OpcodeList1"); /* of a number that does not exist */
}

static void a_preview_is_a_thumbnail(void **state)
{
    struct photo *p = *state;
    begin(p, false, false);
    put(&p->tiff.bytes, "previewx", 8); /* 20…28 */
    const struct entry small[] = {LONG(254, 1), SHORT(256, 2), SHORT(257, 4), SHORT(258, 8), SHORT(262, 1), LONG(273, 20), LONG(279, 8),
                                  TEXT_ENTRY(0xC716, "Converter")};
    const double sub = tiff_ifd(&p->tiff, small, COUNT(small), 0);
    const struct entry page[] = {PAGE(8), {330, 4, 1, NULL, &sub}};
    look_at(p, tiff_ifd(&p->tiff, page, COUNT(page), 0));
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 8);
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->from, 20);
    assert_text(p, LS_FACT_DEVICE_SOFTWARE, "Converter", "tiff/ifd/sub");
    assert_done(p);
}

#define TIE(x, y) DOUBLE(33922, 0, 0, 0, x, y, 0)
#define SCALE(x, y) DOUBLE(33550, x, y, 0)
#define KEYS(model, system) SHORT(34735, 1, 1, 0, 2, 1024, 0, 1, model, 2048, 0, 1, system)

/* 4 × 3 pixels of 0.01°: the middle is two pixels east and one and a half south of the corner. */
static void geographic_coordinates_are_a_position(void **state)
{
    struct photo *p = *state;
    const struct entry geo[] = {SCALE(0.01, 0.01), TIE(-2.5, 48), KEYS(2, 4326)};
    look_page(p, geo, COUNT(geo));
    assert_real(p, LS_FACT_GPS_LAT, 47.985);
    assert_real(p, LS_FACT_GPS_LON, -2.48);
    assert_text(p, LS_FACT_GPS_DATUM, "WGS-84", "tiff/ifd/geotiff");
    /* half a diagonal: 0.02° × cos 47.985° and 0.015°, at 111,320 m a degree */
    const double error = hypot(0.02 * cos(47.985 * 3.14159265358979 / 180), 0.015) * 111320;
    assert_true(fabs(first(p, LS_FACT_GPS_ERROR_M)->real - error) < 0.01);
    assert_done(p);
    /* the same by a matrix, in another system */
    const struct entry matrix[] = {DOUBLE(34264, 0.01, 0, 0, -2.5, 0, -0.01, 0, 48, 0, 0, 0, 0, 0, 0, 0, 1), KEYS(2, 4214)};
    look_page(p, matrix, COUNT(matrix));
    assert_real(p, LS_FACT_GPS_LAT, 47.985);
    assert_real(p, LS_FACT_GPS_LON, -2.48);
    assert_text(p, LS_FACT_GPS_DATUM, "EPSG:4214", "tiff/ifd/geotiff");
    assert_true(fabs(first(p, LS_FACT_GPS_ERROR_M)->real - error - 1000) < 0.01);
    /* east of 180° is west */
    const struct entry turned[] = {SCALE(0.01, 0.01), TIE(357.5, -48), KEYS(2, 4326)};
    look_page(p, turned, COUNT(turned));
    assert_real(p, LS_FACT_GPS_LON, -2.48);
    assert_real(p, LS_FACT_GPS_LAT, -48.015);
}

static void coordinates_that_are_no_degrees_are_unread(void **state)
{
    struct photo *p = *state;
    const struct entry projected[] = {SCALE(10, 10), TIE(500000, 5300000), KEYS(1, 4326), TEXT_ENTRY(34737, "WGS 84 / UTM zone 33N|")};
    look_page(p, projected, COUNT(projected));
    assert_none(p, LS_FACT_GPS_LAT);
    assert_text(p, LS_FACT_NOTE_TEXT, "WGS 84 / UTM zone 33N|", "tiff/ifd");
    assert_true(first(p, LS_FACT_GPS_MALFORMED) != NULL);
    assert_limited(p, "tiff/ifd/geotiff");
    const struct entry unstated[] = {SCALE(0.01, 0.01), TIE(-2.5, 48)};
    look_page(p, unstated, COUNT(unstated));
    assert_none(p, LS_FACT_GPS_LAT);
    assert_limited(p, "tiff/ifd/geotiff");
    const struct entry gons[] = {SCALE(0.01, 0.01), TIE(-2.5, 48), SHORT(34735, 1, 1, 0, 2, 1024, 0, 1, 2, 2054, 0, 1, 9105)};
    look_page(p, gons, COUNT(gons));
    assert_none(p, LS_FACT_GPS_LAT);
    assert_limited(p, "tiff/ifd/geotiff");
    const struct entry nowhere[] = {SCALE(0.01, 0.01), TIE(-2.5, 480), KEYS(2, 4326)};
    look_page(p, nowhere, COUNT(nowhere));
    assert_none(p, LS_FACT_GPS_LAT);
    assert_limited(p, "tiff/ifd/geotiff");
}

static void polynomials_of_a_satellite_are_a_position(void **state)
{
    struct photo *p = *state;
    double numbers[92] = {0, 0, 2, 2, 48.25, -2.5, 0, 2, 2, 0.1, 0.2, 100};
    const struct entry rpc[] = {{50844, 12, 92, NULL, numbers}};
    look_page(p, rpc, 1);
    assert_real(p, LS_FACT_GPS_LAT, 48.25);
    assert_real(p, LS_FACT_GPS_LON, -2.5);
    assert_string_equal(first(p, LS_FACT_GPS_LAT)->carrier, "tiff/ifd/rpc");
    assert_done(p);
}

/* Sixteen directories of four thousand texts, all of them the same 300 KB. */
static void texts_that_share_their_bytes_cost_little(void **state)
{
    struct photo *p = *state;
    static struct entry entries[4000];
    begin(p, false, false);
    put_fill(&p->tiff.bytes, 'a', 300000);
    for (size_t i = 0; i < COUNT(entries); i++)
        entries[i] = (struct entry){0x9000 + (unsigned)i, 2, 4, "abc", NULL};
    uint32_t next = 0;
    for (int i = 0; i < 12; i++) {
        next = tiff_ifd(&p->tiff, entries, COUNT(entries), next);
        for (size_t j = 0; j < COUNT(entries); j++)
            memcpy(p->tiff.bytes.data + next + 2 + 12 * j + 4, "\xE0\x93\4\0\x14\0\0\0", 8);
    }
    look_at(p, next);
    assert_int_equal(p->outcome.state, LS_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_plain_page_says_nothing),
                                       TEST(texts_times_and_positions_of_a_file),
                                       TEST(every_page_is_read_and_repetitions_once),
                                       TEST(blocks_in_a_page_are_read),
                                       TEST(what_is_not_understood_is_named),
                                       TEST(numbers_of_cameras_and_maps_tell_nothing),
                                       TEST(a_preview_is_a_thumbnail),
                                       TEST(geographic_coordinates_are_a_position),
                                       TEST(coordinates_that_are_no_degrees_are_unread),
                                       TEST(polynomials_of_a_satellite_are_a_position),
                                       TEST(texts_that_share_their_bytes_cost_little)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
