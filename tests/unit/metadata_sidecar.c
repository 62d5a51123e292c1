/* SPDX-License-Identifier: Apache-2.0 */
/* What lies beside a photo: Google Takeout's JSON, Apple's records of changes, XMP packets; and JSON itself. */
#include "cmocka_all.h"

#include "metadata/json.h"
#include "metadata/sidecar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct beside {
    ls_arena *arena;
    ls_facts facts;
    ls_outcome outcome;
};

static int set_up(void **state)
{
    struct beside *b = calloc(1, sizeof *b);
    *state = b;
    return b ? 0 : -1;
}

static int tear_down(void **state)
{
    struct beside *b = *state;
    ls_arena_free(b->arena);
    free(b);
    return 0;
}

static void look(struct beside *b, ls_sidecar kind, const void *data, size_t size)
{
    unsigned char *copy = malloc(size + 1); /* so that a sanitizer sees a step beyond the end */
    assert_non_null(copy);
    memcpy(copy, data, size);
    copy = realloc(copy, size ? size : 1);
    const ls_source source = {copy, size};
    ls_arena_free(b->arena);
    b->arena = ls_arena_new(64u << 20);
    b->facts = (ls_facts){.arena = b->arena};
    assert_int_equal(ls_sidecar_read(&source, kind, "sidecar/x", &b->facts, &b->outcome), LS_OK);
    free(copy);
}

static void look_text(struct beside *b, ls_sidecar kind, const char *text)
{
    look(b, kind, text, strlen(text));
}

static void print_facts(const struct beside *b)
{
    for (size_t i = 0; i < b->facts.count; i++) {
        const ls_fact *fact = &b->facts.items[i];
        print_error("  %s = %s %.9g (%s)\n", ls_fact_key_name(fact->key), fact->text ? fact->text : "", fact->real,
                    fact->carrier);
    }
}

static void assert_text(const struct beside *b, ls_fact_key key, const char *text, const char *carrier)
{
    for (size_t i = 0; i < b->facts.count; i++) {
        const ls_fact *fact = &b->facts.items[i];
        if (fact->key == key && strcmp(fact->text, text) == 0 && strcmp(fact->carrier, carrier) == 0)
            return;
    }
    print_facts(b);
    fail_msg("no %s \"%s\" in %s", ls_fact_key_name(key), text, carrier);
}

static const ls_fact *real_of(const struct beside *b, ls_fact_key key, double expected, const char *carrier)
{
    for (size_t i = 0; i < b->facts.count; i++) {
        const ls_fact *fact = &b->facts.items[i];
        if (fact->key == key && strcmp(fact->carrier, carrier) == 0 && fabs(fact->real - expected) < 1e-9)
            return fact;
    }
    print_facts(b);
    fail_msg("no %s %.9g in %s", ls_fact_key_name(key), expected, carrier);
    return NULL;
}

static void assert_none(const struct beside *b, ls_fact_key key)
{
    if (ls_facts_find(&b->facts, key, 0)) {
        print_facts(b);
        fail_msg("unexpected %s", ls_fact_key_name(key));
    }
}

static void assert_done(const struct beside *b)
{
    if (b->outcome.state != LS_DONE) {
        print_facts(b);
        fail_msg("outcome %d: %s", b->outcome.state, b->outcome.detail);
    }
}

static void assert_unread(const struct beside *b, const char *why)
{
    assert_int_equal(b->outcome.state, LS_LIMITED);
    assert_int_equal(b->outcome.reason, LS_REASON_CARRIER_UNREAD);
    assert_text(b, LS_FACT_CARRIER_UNREAD, why, "sidecar/x");
}

/* --------------------------------------------------------------------------------------------------------- JSON */

struct told {
    char all[512];
};

static void note(const ls_json_value *value, void *user)
{
    struct told *told = user;
    const size_t used = strlen(told->all);
    snprintf(told->all + used, sizeof told->all - used, "%s%s=%.*s", used ? " " : "", value->path, (int)value->size, value->text);
}

static bool read_json(const char *text, struct told *told)
{
    const ls_source source = {(const unsigned char *)text, strlen(text)};
    const ls_bytes bytes = ls_bytes_file(&source);
    ls_arena *arena = ls_arena_new(1u << 20);
    ls_status status = LS_OK;
    *told = (struct told){""};
    const bool good = ls_json_read(&bytes, arena, note, told, &status);
    assert_int_equal(status, LS_OK);
    ls_arena_free(arena);
    return good;
}

static void json_values_have_paths(void **state)
{
    struct told told;
    (void)state;
    assert_true(read_json(" {\"a\": 1, \"b\":{\"c\":[true,[false],null,{\"d\":\"x\"}],\"e\":-2.5e3},\"f\":[],\"g\":{}} ", &told));
    assert_string_equal(told.all, "a=1 b/c=true b/c=false b/c=null b/c/d=x b/e=-2.5e3");
    assert_true(read_json("\"\\u0041\\n\\u00e9\\uD83D\\uDE00\\\"\\/\"", &told));
    assert_string_equal(told.all, "=A\né😀\"/");
    assert_true(read_json("\"\\uD83Dx\"", &told)); /* half of a pair */
    assert_string_equal(told.all, "=\xEF\xBF\xBDx");
    assert_true(read_json("\"\\uD83D\\uE000\"", &told)); /* likewise */
    assert_string_equal(told.all, "=\xEF\xBF\xBD\xEE\x80\x80");
    assert_true(read_json("{\"a/b\":1}", &told)); /* not the path of a "b" in an "a" */
    assert_string_equal(told.all, "a?b=1");
    assert_true(read_json("\xEF\xBB\xBF[1]", &told));
}

static void what_is_no_json_is_refused(void **state)
{
    static const char *const bad[] = {"",           "{",         "}",         "[1",   "[1,]",      "{\"a\"}", "{\"a\":}",
                                      "{\"a\":1,}", "{a:1}",     "[1 2]",     "1 2",  "\"a",       "\"\\x\"", "\"\\u12\"",
                                      "tru",        "[1}",       "{\"a\":1]", "[,1]", "{\"a\" 1}", "\"\\",    "\"\\uD800\\u\"",
                                      ":",          "[\"a\":1]", "nulll"};
    struct told told;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (read_json(bad[i], &told))
            fail_msg("taken for JSON: %s", bad[i]);
}

static void depth_is_bounded(void **state)
{
    struct told told;
    char text[2 * LS_JSON_DEPTH + 4] = "";
    (void)state;
    memset(text, '[', LS_JSON_DEPTH);
    memset(text + LS_JSON_DEPTH, ']', LS_JSON_DEPTH);
    assert_true(read_json(text, &told));
    memset(text, '[', LS_JSON_DEPTH + 1);
    memset(text + LS_JSON_DEPTH + 1, ']', LS_JSON_DEPTH + 1);
    assert_false(read_json(text, &told));
}

/* A name that is longer than paths are must not become another one, and nothing is written behind the path. */
static void long_names_are_cut(void **state)
{
    struct told told;
    char text[1200] = "{\"";
    (void)state;
    memset(text + 2, 'n', 500);
    snprintf(text + 502, sizeof text - 502, "%s", "\":{\"latitude\":1}}");
    assert_true(read_json(text, &told));
    assert_int_equal(strspn(told.all, "n"), LS_JSON_PATH - 1);
    assert_string_equal(told.all + LS_JSON_PATH - 1, "=1");
}

/* ------------------------------------------------------------------------------------------------------- Takeout */

static void takeout_tells_what_the_service_knows(void **state)
{
    struct beside *b = *state;
    static const char text[] =
        "{\"title\":\"IMG_1.jpg\",\"description\":\"by the lake\",\"imageViews\":\"3\","
        "\"creationTime\":{\"timestamp\":\"1777630530\",\"formatted\":\"1 May 2026\"},"
        "\"photoTakenTime\":{\"timestamp\":\"1777544130\",\"formatted\":\"30 Apr 2026\"},"
        "\"geoData\":{\"latitude\":47.2,\"longitude\":-110.013,\"altitude\":12.5,\"latitudeSpan\":0.0,\"longitudeSpan\":0.0},"
        "\"geoDataExif\":{\"latitude\":0.0,\"longitude\":0.0,\"altitude\":0.0,\"latitudeSpan\":0.0,\"longitudeSpan\":0.0},"
        "\"people\":[{\"name\":\"Ana Example\"},{\"name\":\"Bo Muster\"}],\"url\":\"https://photos.example.org/p/1\","
        "\"googlePhotosOrigin\":{\"mobileUpload\":{\"deviceFolder\":{\"localFolderName\":\"Camera\"},\"deviceType\":\"ANDROID_"
        "PHONE\"}},"
        "\"favorited\":true}";
    look_text(b, LS_SIDECAR_TAKEOUT, text);
    assert_done(b);
    assert_text(b, LS_FACT_NOTE_TEXT, "IMG_1.jpg", "sidecar/x/title");
    assert_text(b, LS_FACT_NOTE_TEXT, "by the lake", "sidecar/x/description");
    assert_text(b, LS_FACT_NOTE_TEXT, "Ana Example", "sidecar/x/people");
    assert_text(b, LS_FACT_NOTE_TEXT, "Bo Muster", "sidecar/x/people");
    assert_text(b, LS_FACT_NOTE_TEXT, "https://photos.example.org/p/1", "sidecar/x/url");
    assert_text(b, LS_FACT_NOTE_TEXT, "Camera", "sidecar/x/googlePhotosOrigin");
    assert_text(b, LS_FACT_DEVICE_MODEL, "ANDROID_PHONE", "sidecar/x/googlePhotosOrigin");
    assert_text(b, LS_FACT_TIME_MODIFIED, "2026-05-01T10:15:30Z", "sidecar/x/creationTime");
    assert_text(b, LS_FACT_TIME_TAKEN, "2026-04-30T10:15:30Z", "sidecar/x/photoTakenTime");
    const ls_fact *lat = real_of(b, LS_FACT_GPS_LAT, 47.2, "sidecar/x/geoData");
    assert_memory_equal(text + lat->from, "47.2", lat->to - lat->from);
    real_of(b, LS_FACT_GPS_LON, -110.013, "sidecar/x/geoData");
    real_of(b, LS_FACT_GPS_ALTITUDE, 12.5, "sidecar/x/geoData");
    for (size_t i = 0; i < b->facts.count; i++)
        assert_null(strstr(b->facts.items[i].carrier, "geoDataExif"));
}

static void the_two_positions_are_independent(void **state)
{
    struct beside *b = *state;
    look_text(b, LS_SIDECAR_TAKEOUT,
              "{\"geoData\":{\"latitude\":0.0,\"longitude\":0.0},\"geoDataExif\":{\"latitude\":1.0E1,\"longitude\":2.0E-5}}");
    assert_done(b);
    real_of(b, LS_FACT_GPS_LAT, 10, "sidecar/x/geoDataExif");
    real_of(b, LS_FACT_GPS_LON, 0.00002, "sidecar/x/geoDataExif");
    look_text(b, LS_SIDECAR_TAKEOUT, "{\"geoData\":{\"latitude\":0,\"longitude\":0,\"altitude\":88}}");
    assert_none(b, LS_FACT_GPS_LAT);
    assert_none(b, LS_FACT_GPS_NO_FIX);
    real_of(b, LS_FACT_GPS_ALTITUDE, 88, "sidecar/x/geoData");                            /* it was left behind */
    look_text(b, LS_SIDECAR_TAKEOUT, "{\"geoData\":{\"latitude\":0,\"longitude\":9.5}}"); /* on the equator */
    real_of(b, LS_FACT_GPS_LON, 9.5, "sidecar/x/geoData");
}

static void a_position_that_is_none_is_said(void **state)
{
    static const char *const bad[] = {"{\"geoData\":{\"latitude\":91,\"longitude\":1}}",
                                      "{\"geoData\":{\"latitude\":\"north\",\"longitude\":1}}",
                                      "{\"geoData\":{\"latitude\":1,\"longitude\":1,\"latitude\":2}}"};
    struct beside *b = *state;
    for (size_t i = 0; i < 3; i++) {
        look_text(b, LS_SIDECAR_TAKEOUT, bad[i]);
        assert_none(b, LS_FACT_GPS_LAT);
        assert_int_equal(b->outcome.state, LS_LIMITED);
        assert_non_null(ls_facts_find(&b->facts, LS_FACT_GPS_MALFORMED, 0));
    }
}

static void what_takeout_does_not_have_is_unread(void **state)
{
    struct beside *b = *state;
    look_text(b, LS_SIDECAR_TAKEOUT, "{\"title\":\"a\",\"shelf\":\"b\"}");
    assert_unread(b, "a value of an unknown name");
    look_text(b, LS_SIDECAR_TAKEOUT, "{}");
    assert_unread(b, "not of a kind that this version knows");
    look_text(b, LS_SIDECAR_TAKEOUT, "");
    assert_unread(b, "damaged, or nested beyond the bounds");
    look_text(b, LS_SIDECAR_TAKEOUT, "{\"geoData\":{\"latitude\":47.5,\"longitude\":8.5},");
    assert_unread(b, "damaged, or nested beyond the bounds");
    real_of(b, LS_FACT_GPS_LAT, 47.5, "sidecar/x/geoData"); /* and yet it is told */
    look_text(b, LS_SIDECAR_TAKEOUT, "{\"photoTakenTime\":{\"timestamp\":\"soon\"}}");
    assert_int_equal(b->outcome.state, LS_LIMITED);
}

static void more_facts_than_are_kept_is_a_failure(void **state)
{
    struct beside *b = *state;
    static char text[4 * 4096];
    size_t size = (size_t)snprintf(text, sizeof text, "{\"tags\":[\"x\"");
    for (int i = 1; i < 4000; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, ",\"x\"");
    snprintf(text + size, sizeof text - size, "]}");
    look_text(b, LS_SIDECAR_TAKEOUT, text);
    assert_int_equal(b->outcome.state, LS_FAILED);
}

/* ----------------------------------------------------------------------------------------------------------- AAE */

#define PLIST                                                                                                                    \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "                        \
    "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">"

static void a_record_of_changes_says_by_what_and_when(void **state)
{
    struct beside *b = *state;
    look_text(b, LS_SIDECAR_AAE,
              PLIST "<dict><key>adjustmentBaseVersion</key><integer>0</integer>"
                    "<key>adjustmentData</key><data>\nAQID\n</data>"
                    "<key>adjustmentEditorBundleID</key><string>com.example.editor</string>"
                    "<key>adjustmentFormatIdentifier</key><string>com.example.format</string>"
                    "<key>adjustmentFormatVersion</key><string>1.5</string>"
                    "<key>adjustmentTimestamp</key><date>2026-05-01T10:15:30Z</date></dict></plist>");
    assert_unread(b, "how the photo was changed");
    assert_text(b, LS_FACT_DEVICE_SOFTWARE, "com.example.editor", "sidecar/x");
    assert_text(b, LS_FACT_DEVICE_SOFTWARE, "com.example.format", "sidecar/x");
    assert_text(b, LS_FACT_TIME_MODIFIED, "2026-05-01T10:15:30Z", "sidecar/x");
    assert_int_equal(b->facts.count, 4);
}

static void nested_unknown_and_damaged_lists_are_unread(void **state)
{
    struct beside *b = *state;
    look_text(b, LS_SIDECAR_AAE,
              PLIST "<dict><key>adjustmentTimestamp</key><dict><key>a</key><string>x</string></dict></dict></plist>");
    assert_unread(b, "a value of an unknown name");
    look_text(b, LS_SIDECAR_AAE, PLIST "<dict><key>adjustmentFormatVersion</key><string>1");
    assert_unread(b, "a damaged property list");
    look_text(b, LS_SIDECAR_AAE,
              "<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY a "
              "\"b\">]><plist><dict><key>&a;</key><string>c</string></dict></plist>");
    assert_unread(b, "a damaged property list");
    look_text(b, LS_SIDECAR_AAE, "not a list");
    assert_unread(b, "a damaged property list");
}

/* "bplist00"; a dictionary of one pair; a key; a date; offsets of one byte; the trailer. */
static const unsigned char binary[] = {'b',  'p',  'l',  'i',  's',  't',  '0',  '0',  0xD1, 1,   2, /* 8: {1: 2} */
                                       0x5F, 0x10, 19,   'a',  'd',  'j',  'u',  's',  't',  'm', 'e', 'n', 't', 'T', 'i', 'm',
                                       'e',  's',  't',  'a',  'm',  'p',                    /* 11 */
                                       0x33, 0x41, 0xC7, 0xD7, 0x84, 0x00, 0x00, 0x00, 0x00, /* 33: 800 000 000 s after 2001 */
                                       8,    11,   33,                                       /* 42: the table */
                                       0,    0,    0,    0,    0,    0,    1,    1,    0,    0,   0,   0,   0,   0,   0,   3,
                                       0,    0,    0,    0,    0,    0,    0,    0,    0,    0,   0,   0,   0,   0,   0,   42};

static void binary_lists_are_read_too(void **state)
{
    struct beside *b = *state;
    look(b, LS_SIDECAR_AAE, binary, sizeof binary);
    assert_done(b);
    assert_text(b, LS_FACT_TIME_MODIFIED, "2026-05-09T06:13:20Z", "sidecar/x"); /* 978307200 + 800000000 = 1778307200 */
    assert_int_equal(b->facts.count, 1);
}

static void a_binary_list_cut_or_changed_anywhere_harms_nothing(void **state)
{
    struct beside *b = *state;
    unsigned char changed[sizeof binary];
    for (size_t size = 0; size < sizeof binary; size++) {
        look(b, LS_SIDECAR_AAE, binary, size);
        assert_int_equal(b->outcome.state, LS_LIMITED);
    }
    for (size_t i = 0; i < sizeof binary * 255; i++) {
        memcpy(changed, binary, sizeof binary);
        changed[i / 255] ^= (unsigned char)(i % 255 + 1);
        look(b, LS_SIDECAR_AAE, changed, sizeof changed);
    }
}

/* An array of a text in ASCII and one in UTF-16, as macOS notes where a file came from. */
static void texts_of_an_attribute_are_notes(void **state)
{
    static const unsigned char list[] = {'b',  'p',  'l',  'i',  's',  't', '0', '0', 0xA2, 1,   2,        /* 8 */
                                         0x5B, 'e',  'x',  'a',  'm',  'p', 'l', 'e', '.',  'o', 'r', 'g', /* 11 */
                                         0x62, 0x67, 0x3A, 0x5B, 0xC6, /* 23: 机密 is 673A 5BC6 */
                                         8,    11,   23,               /* 28 */
                                         0,    0,    0,    0,    0,    0,   1,   1,   0,    0,   0,   0,   0, 0, 0, 3,
                                         0,    0,    0,    0,    0,    0,   0,   0,   0,    0,   0,   0,   0, 0, 0, 28};
    struct beside *b = *state;
    look(b, LS_SIDECAR_PLIST, list, sizeof list);
    assert_done(b);
    assert_text(b, LS_FACT_NOTE_TEXT, "example.org", "sidecar/x");
    assert_text(b, LS_FACT_NOTE_TEXT, "机密", "sidecar/x");
}

/* ----------------------------------------------------------------------------------------------------------- XMP */

static void a_packet_beside_the_photo_does_not_turn_it(void **state)
{
    struct beside *b = *state;
    look_text(b, LS_SIDECAR_XMP,
              "<?xml version='1.0'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
              "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
              "<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:tiff='http://ns.adobe.com/tiff/1.0/' "
              "exif:GPSLatitude='47,12.0N' exif:GPSLongitude='110,0.78E' tiff:Orientation='6'/></rdf:RDF></x:xmpmeta>");
    assert_done(b);
    real_of(b, LS_FACT_GPS_LAT, 47.2, "sidecar/x");
    real_of(b, LS_FACT_GPS_LON, 110.013, "sidecar/x");
    assert_none(b, LS_FACT_IMAGE_ORIENTATION);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(json_values_have_paths),
        TEST(what_is_no_json_is_refused),
        TEST(depth_is_bounded),
        TEST(long_names_are_cut),
        TEST(takeout_tells_what_the_service_knows),
        TEST(the_two_positions_are_independent),
        TEST(a_position_that_is_none_is_said),
        TEST(what_takeout_does_not_have_is_unread),
        TEST(more_facts_than_are_kept_is_a_failure),
        TEST(a_record_of_changes_says_by_what_and_when),
        TEST(nested_unknown_and_damaged_lists_are_unread),
        TEST(binary_lists_are_read_too),
        TEST(a_binary_list_cut_or_changed_anywhere_harms_nothing),
        TEST(texts_of_an_attribute_are_notes),
        TEST(a_packet_beside_the_photo_does_not_turn_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
