/* SPDX-License-Identifier: Apache-2.0 */
/* What the boxes of films tell: times, positions, user data, keys and values, telemetry. */
#include "unit/bmff_build.h"
#include "unit/metadata_look.h"

/* 2026-05-01 10:20:30 UTC, and a second before midnight of 29 February 2024, in seconds since 1904 began. */
#define MAY_2026 3860475630u
#define FEBRUARY_2024 3792095999u

static const struct film_track picture = {"vide", "avc1", NULL, 2, 5};

struct film {
    struct built *b;
    size_t moov, place;
};

static struct film begin(struct photo *p)
{
    struct film film = {.b = &p->file};
    p->file.size = 0;
    put_ftyp(&p->file, "mp42");
    film.moov = box_begin(&p->file, "moov");
    put_mvhd(&p->file, 0, 0);
    film.place = put_track(&p->file, 1, &picture);
    return film;
}

static void end(struct photo *p, const struct film *film)
{
    box_end(film->b, film->moov);
    set_number(film->b, film->place, film->b->size + 8, 4);
    box(film->b, "mdat", "frameframe", 10);
    look(p);
}

static void a_film_without_anything_tells_nothing(void **state)
{
    struct photo *p = *state;
    const struct film film = begin(p);
    end(p, &film);
    assert_int_equal(p->facts.count, 0);
    assert_done(p);
}

static void headers_say_when(void **state)
{
    struct photo *p = *state;
    p->file.size = 0;
    put_ftyp(&p->file, "mp42");
    struct film film = {.b = &p->file, .moov = box_begin(&p->file, "moov")};
    const size_t at = p->file.size;
    put_mvhd(&p->file, MAY_2026, FEBRUARY_2024);
    film.place = put_track(&p->file, 1, &picture);
    end(p, &film);
    assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30Z", "mp4/moov/mvhd");
    assert_text(p, LS_FACT_TIME_MODIFIED, "2024-02-29T23:59:59Z", "mp4/moov/mvhd");
    assert_int_equal(first(p, LS_FACT_TIME_TAKEN)->from, at + 12);
    assert_int_equal(first(p, LS_FACT_TIME_TAKEN)->to, at + 16);
    assert_int_equal(p->facts.count, 2);
    assert_done(p);
}

static void times_of_64_bits_and_times_that_are_none(void **state)
{
    struct photo *p = *state;
    p->file.size = 0;
    put_ftyp(&p->file, "mp42");
    struct film film = {.b = &p->file, .moov = box_begin(&p->file, "moov")};
    const size_t mvhd = box_full(&p->file, "mvhd", 1, 0);
    put_number(&p->file, MAY_2026, 8, true);
    put_number(&p->file, 0x7FFFFFFFFFFFFFFF, 8, true);
    put_zero(&p->file, 92);
    box_end(&p->file, mvhd);
    film.place = put_track(&p->file, 1, &picture);
    end(p, &film);
    assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30Z", "mp4/moov/mvhd");
    assert_limited(p, "mp4/moov/mvhd");
}

static void user_data(struct photo *p, const char *type, const void *data, size_t size)
{
    const struct film film = begin(p);
    const size_t udta = box_begin(&p->file, "udta");
    box(&p->file, type, data, size);
    box_end(&p->file, udta);
    end(p, &film);
}

static void positions_in_user_data(void **state)
{
    struct photo *p = *state;
    user_data(p, "\xA9xyz", "\0\x12\x15\xC7+39.9055+116.3976/", 22);
    assert_real(p, LS_FACT_GPS_LAT, 39.9055);
    assert_real(p, LS_FACT_GPS_LON, 116.3976);
    assert_string_equal(first(p, LS_FACT_GPS_LAT)->carrier, "mp4/moov/udta/©xyz");
    assert_done(p);
    /* 3GPP: language, name, role, longitude 7.5, latitude -33.25, altitude 100 */
    user_data(p, "loci", "\0\0\0\0\x15\xC7" "Quay\0\0\0\x07\x80\0\xFF\xDE\xC0\0\0\x64\0\0" "earth\0note", 34);
    assert_real(p, LS_FACT_GPS_LAT, -33.25);
    assert_real(p, LS_FACT_GPS_LON, 7.5);
    assert_real(p, LS_FACT_GPS_ALTITUDE, 100);
    assert_text(p, LS_FACT_PLACE_NAME, "Quay", "mp4/moov/udta/loci");
    assert_text(p, LS_FACT_NOTE_TEXT, "note", "mp4/moov/udta/loci");
    user_data(p, "\xA9xyz", "\0\x04\x15\xC7here", 8);
    assert_none(p, LS_FACT_GPS_LAT);
    assert_limited(p, "mp4/moov/udta/©xyz");
    user_data(p, "\xA9xyz", "\0\x0C\x15\xC7+00.0+000.0/", 16);
    assert_none(p, LS_FACT_GPS_LAT);
    first(p, LS_FACT_GPS_NO_FIX);
    assert_done(p);
}

/* Two boxes of one path: their facts must not be mixed up. */
static void each_position_is_a_carrier_of_its_own(void **state)
{
    struct photo *p = *state;
    const struct film film = begin(p);
    const size_t udta = box_begin(&p->file, "udta");
    box(&p->file, "\xA9xyz", "\0\x0C\x15\xC7+10.0+020.0/", 16);
    box(&p->file, "\xA9xyz", "\0\x0C\x15\xC7+30.0+040.0/", 16);
    box_end(&p->file, udta);
    end(p, &film);
    const ls_fact *lat = ls_facts_find(&p->facts, LS_FACT_GPS_LAT, 1);
    assert_non_null(lat);
    lat = ls_facts_find(&p->facts, LS_FACT_GPS_LAT, (size_t)(first(p, LS_FACT_GPS_LAT) - p->facts.items) + 1);
    assert_string_equal(lat->carrier, "mp4/moov/udta/©xyz[2]");
    assert_float_equal(ls_facts_beside(&p->facts, lat, LS_FACT_GPS_LON)->real, 40, 1e-9);
}

static void texts_in_user_data(void **state)
{
    static const struct {
        const char *type;
        const char *data;
        size_t size;
        ls_fact_key key;
        const char *text, *carrier;
    } cases[] = {
        {"\xA9mak", "\0\5\0\0Firma", 9, LS_FACT_DEVICE_MAKE, "Firma", "mp4/moov/udta/©mak"},
        {"\xA9mod", "\0\4\0\0Cam1", 8, LS_FACT_DEVICE_MODEL, "Cam1", "mp4/moov/udta/©mod"},
        {"\xA9swr", "\0\3\0\0v42", 7, LS_FACT_DEVICE_SOFTWARE, "v42", "mp4/moov/udta/©swr"},
        {"\xA9" "day", "\0\x0A\0\0" "2026-05-01", 14, LS_FACT_TIME_TAKEN, "2026-05-01", "mp4/moov/udta/©day"},
        {"\xA9zzz", "\0\2\0\0hi", 6, LS_FACT_NOTE_TEXT, "hi", "mp4/moov/udta/©zzz"},
        {"\xA9" "cmt", "\0\2\0\0hi\0\3\0\1Ola", 13, LS_FACT_NOTE_TEXT, "Ola", "mp4/moov/udta/©cmt"},
        {"auth", "\0\0\0\0\x15\xC7M. Muster", 15, LS_FACT_PERSON_ARTIST, "M. Muster", "mp4/moov/udta/auth"},
        {"titl", "\0\0\0\0\x15\xC7\xFE\xFF\0H\0i", 12, LS_FACT_NOTE_TEXT, "Hi", "mp4/moov/udta/titl"},
        {"name", "Front door", 10, LS_FACT_NOTE_TEXT, "Front door", "mp4/moov/udta/name"},
        {"FIRM", "HD9.01", 6, LS_FACT_DEVICE_SOFTWARE, "HD9.01", "mp4/moov/udta/FIRM"},
        {"CAME", "\x01\xAB\xFF", 3, LS_FACT_DEVICE_SERIAL, "01abff", "mp4/moov/udta/CAME"},
    };
    struct photo *p = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        user_data(p, cases[i].type, cases[i].data, cases[i].size);
        assert_text(p, cases[i].key, cases[i].text, cases[i].carrier);
        assert_done(p);
    }
    user_data(p, "GPMF", "DEVC", 4);
    assert_limited(p, "mp4/moov/udta/GPMF");
}

static void put_key(struct built *b, const char *name)
{
    put_number(b, strlen(name) + 8, 4, true);
    put(b, "mdta", 4);
    put(b, name, strlen(name));
}

static void put_value(struct built *b, const char *key, unsigned type, const void *value, size_t size)
{
    const size_t item = box_begin(b, key), data = box_begin(b, "data");
    put_number(b, type, 4, true);
    put_zero(b, 4);
    put(b, value, size);
    box_end(b, data);
    box_end(b, item);
}

static void keys_and_values(void **state)
{
    struct photo *p = *state;
    const struct film film = begin(p);
    struct built *b = &p->file;
    const size_t meta = box_begin(b, "meta"); /* QuickTime's has no version */
    put_hdlr(b, "mdta", "");
    const size_t keys = box_full(b, "keys", 0, 0);
    put_number(b, 6, 4, true);
    put_key(b, "com.apple.quicktime.location.ISO6709");
    put_key(b, "com.apple.quicktime.model");
    put_key(b, "com.apple.quicktime.content.identifier");
    put_key(b, "com.apple.quicktime.location.accuracy.horizontal");
    put_key(b, "org.example.diary");
    put_key(b, "com.apple.quicktime.live-photo.auto");
    box_end(b, keys);
    const size_t ilst = box_begin(b, "ilst");
    put_value(b, "\0\0\0\1", 1, "-33.8568+151.2153+005.0CRSWGS_84/", 33);
    put_value(b, "\0\0\0\2", 1, "Phone 9", 7);
    put_value(b, "\0\0\0\3", 1, "ABCD-1234", 9);
    put_value(b, "\0\0\0\4", 1, "4.75", 4);
    put_value(b, "\0\0\0\5", 1, "met a friend", 12);
    put_value(b, "\0\0\0\6", 22, "\1", 1);
    box_end(b, ilst);
    box_end(b, meta);
    end(p, &film);
    assert_real(p, LS_FACT_GPS_LAT, -33.8568);
    assert_real(p, LS_FACT_GPS_LON, 151.2153);
    assert_real(p, LS_FACT_GPS_ALTITUDE, 5);
    assert_real(p, LS_FACT_GPS_ERROR_M, 4.75);
    assert_text(p, LS_FACT_GPS_DATUM, "WGS_84", "mp4/moov/meta/com.apple.quicktime.location.ISO6709");
    assert_text(p, LS_FACT_DEVICE_MODEL, "Phone 9", "mp4/moov/meta/com.apple.quicktime.model");
    assert_text(p, LS_FACT_IMAGE_ID, "ABCD-1234", "mp4/moov/meta/com.apple.quicktime.content.identifier");
    assert_text(p, LS_FACT_NOTE_TEXT, "met a friend", "mp4/moov/meta/ilst");
    assert_text(p, LS_FACT_NOTE_TEXT, "org.example.diary", "mp4/moov/meta/keys");
    assert_done(p);
}

static void values_of_unknown_kinds_are_unread(void **state)
{
    struct photo *p = *state;
    const struct film film = begin(p);
    struct built *b = &p->file;
    const size_t udta = box_begin(b, "udta"), meta = box_full(b, "meta", 0, 0);
    put_hdlr(b, "mdir", "");
    const size_t ilst = box_begin(b, "ilst");
    put_value(b, "\xA9nam", 1, "A walk", 6);
    put_value(b, "\xA9" "day", 1, "2026", 4);
    put_value(b, "ownr", 1, "M. Muster", 9);
    put_value(b, "tmpo", 21, "\0\1", 2);
    put_value(b, "covr", 13, "\xFF\xD8\xFF", 3);
    put_value(b, "mine", 0, "\1\2\3", 3);
    box_end(b, ilst);
    box_end(b, meta);
    box_end(b, udta);
    end(p, &film);
    assert_text(p, LS_FACT_NOTE_TEXT, "A walk", "mp4/moov/udta/meta/©nam");
    assert_text(p, LS_FACT_TIME_TAKEN, "2026", "mp4/moov/udta/meta/©day");
    assert_text(p, LS_FACT_PERSON_OWNER, "M. Muster", "mp4/moov/udta/meta/ownr");
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 3);
    assert_limited(p, "mp4/moov/udta/meta/covr, mp4/moov/udta/meta/ilst");
}

static void xmp_and_other_user_types(void **state)
{
    static const char packet[] = XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END;
    struct photo *p = *state;
    const struct film film = begin(p);
    struct built *b = &p->file;
    const size_t uuid = box_begin(b, "uuid");
    put(b, "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC", 16);
    put(b, packet, sizeof packet - 1);
    box_end(b, uuid);
    box(b, "uuid", "sixteen letters!data", 20);
    end(p, &film);
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "mp4/moov/uuid/xmp");
    assert_limited(p, "mp4/moov/uuid");
}

static void encoders_and_handlers_are_software(void **state)
{
    static const struct film_track named = {"vide", "avc1", "Fictional Cam 9", 2, 5};
    struct photo *p = *state;
    struct film film = begin(p);
    p->file.size = film.moov + 8;
    put_mvhd(&p->file, 0, 0);
    film.place = put_track(&p->file, 1, &named);
    put_hdlr(&p->file, "mdta", "\x0F" "Fictional Maker");
    end(p, &film);
    assert_text(p, LS_FACT_DEVICE_SOFTWARE, "Fictional Cam 9", "mp4/moov/trak/mdia/minf/stbl/stsd/avc1");
    assert_text(p, LS_FACT_DEVICE_SOFTWARE, "Fictional Maker", "mp4/moov/hdlr");
    assert_done(p);
}

static void telemetry_is_unread_and_says_how_much(void **state)
{
    static const struct film_track telemetry = {"meta", "gpmd", NULL, 2, 7};
    struct photo *p = *state;
    struct film film = begin(p);
    const size_t place = put_track(&p->file, 2, &telemetry);
    box_end(&p->file, film.moov);
    set_number(&p->file, film.place, p->file.size + 8, 4);
    set_number(&p->file, place, p->file.size + 18, 4);
    box(&p->file, "mdat", "frameframepositionpositio", 24);
    look(p);
    assert_text(p, LS_FACT_CARRIER_UNREAD, "a track of telemetry, text or times, 14 bytes in 1 pieces", "mp4/track/gpmd");
    assert_limited(p, "mp4/moov/trak/mdia/minf/stbl/stsd/gpmd, mp4/track/gpmd");
}

static void text_in_an_empty_box_is_a_note(void **state)
{
    struct photo *p = *state;
    const struct film film = begin(p);
    box(&p->file, "free", "made with a program\0\0", 21);
    end(p, &film);
    assert_text(p, LS_FACT_NOTE_TEXT, "made with a program", "mp4/moov/free");
    assert_done(p);
    const struct film other = begin(p);
    box(&p->file, "free", "\1\2\3", 3);
    end(p, &other);
    assert_limited(p, "mp4/moov/free");
}

/* ISO 6709 annex H in its three forms, and what is none of them. */
static void positions_in_words(void **state)
{
    static const struct {
        const char *text;
        double lat, lon;
    } good[] = {
        {"+40.6894-074.0447/", 40.6894, -74.0447},
        {"+4041.36-07402.68/", 40.689333333, -74.044666667},
        {"-334124.5+1511255.08+010/", -33.690138889, 151.2153},
        {"+7-8/", 7, -8},
        {"-90+180/", -90, 180},
    };
    static const char *const bad[] = {"+91+000.5/", "+1+181/", "40.6-74.0/", "+40.6", "+4060.0+00100.0/", "+40..6+074/", "+40.6,+074/"};
    struct photo *p = *state;
    char data[64];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const size_t size = strlen(good[i].text);
        memcpy(data, (const char[]){0, (char)size, 0x15, 0x47}, 4);
        memcpy(data + 4, good[i].text, size);
        user_data(p, "\xA9xyz", data, size + 4);
        assert_real(p, LS_FACT_GPS_LAT, good[i].lat);
        assert_real(p, LS_FACT_GPS_LON, good[i].lon);
        assert_none(p, LS_FACT_GPS_HEMISPHERE_UNSTATED);
        assert_done(p);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const size_t size = strlen(bad[i]);
        memcpy(data, (const char[]){0, (char)size, 0x15, 0x47}, 4);
        memcpy(data + 4, bad[i], size);
        user_data(p, "\xA9xyz", data, size + 4);
        assert_none(p, LS_FACT_GPS_LAT);
        assert_limited(p, "mp4/moov/udta/©xyz");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_film_without_anything_tells_nothing),
        TEST(headers_say_when),
        TEST(times_of_64_bits_and_times_that_are_none),
        TEST(positions_in_user_data),
        TEST(each_position_is_a_carrier_of_its_own),
        TEST(texts_in_user_data),
        TEST(keys_and_values),
        TEST(values_of_unknown_kinds_are_unread),
        TEST(xmp_and_other_user_types),
        TEST(encoders_and_handlers_are_software),
        TEST(telemetry_is_unread_and_says_how_much),
        TEST(text_in_an_empty_box_is_a_note),
        TEST(positions_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
