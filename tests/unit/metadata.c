/* SPDX-License-Identifier: Apache-2.0 */
/* The small carriers, and what a photo's outcome says. */
#include "unit/metadata_look.h"

static void put_dataset(struct built *b, unsigned dataset, const char *text)
{
    put(b, "\x1C\x02", 2);
    put_number(b, dataset, 1, true);
    put_number(b, strlen(text), 2, true);
    put(b, text, strlen(text));
}

static void put_resource(struct built *b, unsigned id, const void *data, size_t size)
{
    put(b, "8BIM", 4);
    put_number(b, id, 2, true);
    put(b, "\0\0", 2);
    put_number(b, size, 4, true);
    put(b, data, size);
    put_fill(b, 0, size & 1);
}

static void photoshop_resources_are_read(void **state)
{
    struct photo *p = *state;
    struct built iim = {.size = 0}, resources = {.size = 0};
    put_dataset(&iim, 80, "Ada Example");
    put_dataset(&iim, 90, "Exampleton");
    put_dataset(&iim, 92, "Mill Lane");
    put_dataset(&iim, 101, "Nowhere");
    put_dataset(&iim, 105, "A headline");
    put_dataset(&iim, 116, "(c) Ada");
    put_dataset(&iim, 120, "Caf\xE9"); /* Latin-1 */
    put_dataset(&iim, 55, "20260501");
    put_dataset(&iim, 60, "102030+0800");
    put_resource(&resources, 0x03ED, "resolution info.", 16);
    put_resource(&resources, 0x0404, iim.data, iim.size);
    char thumbnail[28 + 11] = "";
    put_resource(&resources, 1036, thumbnail, sizeof thumbnail);
    jpeg_soi(&p->file);
    /* cut in the middle of a resource: it runs on in the next segment */
    jpeg_app(&p->file, 13, "Photoshop 3.0\0", 14, resources.data, 60);
    jpeg_app(&p->file, 13, "Photoshop 3.0\0", 14, resources.data + 60, resources.size - 60);
    jpeg_rest(&p->file);
    look(p);
    assert_text(p, LS_FACT_PERSON_ARTIST, "Ada Example", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_PLACE_NAME, "Exampleton", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_PLACE_NAME, "Mill Lane", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_PLACE_NAME, "Nowhere", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_NOTE_TEXT, "A headline", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_PERSON_COPYRIGHT, "(c) Ada", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_NOTE_TEXT, "Café", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30+08:00", "jpeg/app13/iptc");
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 11);
    assert_done(p);
    p->file.size = 2;
    put_resource(&resources, 0x0BB8, "what is this", 12);
    jpeg_app(&p->file, 13, "Photoshop 3.0\0", 14, resources.data, resources.size);
    jpeg_rest(&p->file);
    look(p);
    assert_limited(p, "jpeg/app13/iptc");
}

static void small_jpeg_segments_are_read(void **state)
{
    struct photo *p = *state;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 0, "JFIF\0", 5, "\1\2\0\0\1\0\1\1\1rgb", 12);
    struct built profile = {.size = 0};
    put(&profile, "\1\1", 2);
    put_profile(&profile, "cprt", "text\0\0\0\0Public Domain", 22);
    jpeg_app(&p->file, 2, "ICC_PROFILE\0", 12, profile.data, profile.size);
    jpeg_segment(&p->file, 0xFE, "hello\0", 6);
    jpeg_rest(&p->file);
    look(p);
    assert_text(p, LS_FACT_NOTE_TEXT, "hello", "jpeg/com");
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 3);
    assert_done(p);
}

static void look_profile(struct photo *p, const struct built *profile)
{
    p->file.size = 0;
    jpeg_soi(&p->file);
    struct built segment = {.size = 0};
    put(&segment, "\1\1", 2);
    put(&segment, profile->data, profile->size);
    jpeg_app(&p->file, 2, "ICC_PROFILE\0", 12, segment.data, segment.size);
    jpeg_rest(&p->file);
    look(p);
}

static void a_colour_profile_is_more_than_colours(void **state)
{
    struct photo *p = *state;
    struct built profile = {.size = 0};
    put_profile(&profile, "desc", "desc\0\0\0\0\0\0\0\x0EScreen of Ada\0\0\0\0\0\0\0\0\0", 34);
    look_profile(p, &profile);
    assert_text(p, LS_FACT_NOTE_TEXT, "Screen of Ada", "jpeg/app2/icc");
    assert_done(p);
    profile.size = 0;
    put_profile(&profile, "desc",
                "mluc\0\0\0\0\0\0\0\1\0\0\0\x0C"
                "enUS\0\0\0\6\0\0\0\x1C\0A\0d\0a",
                34);
    look_profile(p, &profile);
    assert_text(p, LS_FACT_NOTE_TEXT, "Ada", "jpeg/app2/icc");
    profile.size = 0;
    put_profile(&profile, "mmod", "mmod\0\0\0\0\0\0\x06\x10\0\0\x9C\x1F\0\0\x12\x34\0\0\0\0", 24);
    look_profile(p, &profile);
    assert_text(p, LS_FACT_DEVICE_SERIAL, "00001234", "jpeg/app2/icc");
    assert_done(p);
    put(&profile, "and a text behind it", 20); /* bytes of no tag */
    look_profile(p, &profile);
    assert_limited(p, "jpeg/app2/icc");
    profile.size = 0;
    put_profile(&profile, "priv", "what is this", 12);
    look_profile(p, &profile);
    assert_limited(p, "jpeg/app2/icc");
    profile.size = 0;
    put(&profile, "owner and serial number in place of a colour profile", 52);
    look_profile(p, &profile);
    assert_limited(p, "jpeg/app2/icc");
}

static void look_iptc(struct photo *p, unsigned record, unsigned dataset, const char *text)
{
    struct built iim = {.size = 0}, resources = {.size = 0};
    put_number(&iim, 0x1C, 1, true);
    put_number(&iim, record, 1, true);
    put_number(&iim, dataset, 1, true);
    put_number(&iim, strlen(text), 2, true);
    put(&iim, text, strlen(text));
    put_resource(&resources, 0x0404, iim.data, iim.size);
    p->file.size = 0;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 13, "Photoshop 3.0\0", 14, resources.data, resources.size);
    jpeg_rest(&p->file);
    look(p);
}

static void iptc_datasets_of_no_known_meaning_are_said(void **state)
{
    struct photo *p = *state;
    look_iptc(p, 2, 20, "Family");
    assert_text(p, LS_FACT_NOTE_TEXT, "Family", "jpeg/app13/iptc");
    assert_done(p);
    look_iptc(p, 1, 90, "\x1B%G"); /* the character set */
    assert_done(p);
    look_iptc(p, 1, 100, "UNO:Example");
    assert_text(p, LS_FACT_IMAGE_ID, "UNO:Example", "jpeg/app13/iptc");
    look_iptc(p, 2, 221, "what is this");
    assert_limited(p, "jpeg/app13/iptc");
    look_iptc(p, 9, 5, "another record");
    assert_limited(p, "jpeg/app13/iptc");
    look_iptc(p, 2, 10, "an urgency of many more than the one character that the standard gives it");
    assert_limited(p, "jpeg/app13/iptc");
}

static void carriers_that_are_not_interpreted_are_named(void **state)
{
    struct photo *p = *state;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 2, "MPF\0", 4, "II*\0", 4);
    jpeg_app(&p->file, 2, "FPXR\0", 5, "x", 1);
    jpeg_app(&p->file, 11, "JP", 2, "\0\1", 2);
    jpeg_app(&p->file, 7, "vendor", 6, "secret", 6);
    jpeg_app(&p->file, 7, "vendor", 6, "again", 5);
    put(&p->file, "stray", 5);
    jpeg_rest(&p->file);
    put(&p->file, "trailer", 7);
    look(p);
    assert_limited(p, "jpeg/app2/mpf, jpeg/app2/flashpix, jpeg/app7, jpeg/between, jpeg/trailing, jpeg/app11/jumbf");
    assert_int_equal(first(p, LS_FACT_CARRIER_TRAILING)->integer, 7);
    assert_int_equal(first(p, LS_FACT_CARRIER_UNKNOWN)->integer, 5);
    for (size_t i = 0; i < p->facts.count; i++)
        assert_true(!p->facts.items[i].text || !strstr(p->facts.items[i].text, "secret"));
}

static void the_list_of_names_is_cut_and_says_so(void **state)
{
    struct photo *p = *state;
    png_begin(&p->file, 1, 1);
    for (int i = 0; i < 26; i++) {
        char type[] = "aaXa";
        type[1] = (char)('a' + i);
        png_chunk(&p->file, type, "x", 1);
    }
    png_rest(&p->file);
    look(p);
    assert_int_equal(p->outcome.state, LS_LIMITED);
    size_t length = strlen(p->outcome.detail);
    assert_true(length < LS_DETAIL_MAX);
    assert_string_equal(p->outcome.detail + length - strlen(", …"), ", …");
}

static void too_many_facts_are_not_passed_over(void **state)
{
    struct photo *p = *state;
    jpeg_soi(&p->file);
    for (int i = 0; i < 3000; i++)
        jpeg_segment(&p->file, 0xFE, "hello", 5);
    jpeg_rest(&p->file);
    look(p);
    assert_int_equal(p->facts.count, LS_FACTS_MAX);
    assert_int_equal(p->outcome.state, LS_FAILED);
}

static void two_exif_blocks_are_two_carriers(void **state)
{
    struct photo *p = *state;
    look_axes(p, "N\0", 12, N(10.5), 1, N(20.5));
    p->file.size = 2;
    for (int i = 0; i < 2; i++)
        jpeg_app(&p->file, 1, "Exif\0\0", 6, p->tiff.bytes.data, p->tiff.bytes.size);
    jpeg_rest(&p->file);
    look(p);
    const ls_fact *one = first(p, LS_FACT_GPS_LAT);
    const ls_fact *two = ls_facts_find(&p->facts, LS_FACT_GPS_LAT, (size_t)(one - p->facts.items) + 1);
    assert_string_equal(one->carrier, "jpeg/app1/exif/gps");
    assert_string_equal(two->carrier, "jpeg/app1/exif[2]/gps");
}

/* A picture behind the picture is read like one; its facts name it, and its orientation is not the photo's. */
static void a_file_inside_the_file_is_read_as_one(void **state)
{
    struct photo *p = *state;
    static const double turned = 6;
    tiff_begin(&p->tiff, false);
    const struct entry main[] = {{0x0112, 3, 1, NULL, &turned}, {0xA431, 2, 7, "SEAL-1", NULL}};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 2, 0));
    struct built profile = {.size = 0};
    put(&profile, "\1\1", 2); /* each is the first and only part of its own file's profile */
    put_profile(&profile, "cprt", "text\0\0\0\0A profile of ours", 25);
    for (int i = 0; i < 3; i++) {
        jpeg_soi(&p->file);
        jpeg_app(&p->file, 2, "ICC_PROFILE\0", 12, profile.data, profile.size);
        if (i)
            jpeg_app(&p->file, 1, "Exif\0\0", 6, p->tiff.bytes.data, p->tiff.bytes.size);
        jpeg_rest(&p->file);
    }
    look(p);
    assert_done(p);
    assert_text(p, LS_FACT_NOTE_TEXT, "A profile of ours", "jpeg/app2/icc");
    assert_text(p, LS_FACT_NOTE_TEXT, "A profile of ours", "jpeg/trailing/jpeg/app2/icc");
    assert_text(p, LS_FACT_NOTE_TEXT, "A profile of ours", "jpeg/trailing[2]/jpeg/app2/icc");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "SEAL-1", "jpeg/trailing/jpeg/app1/exif/ifd0");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "SEAL-1", "jpeg/trailing[2]/jpeg/app1/exif/ifd0");
    assert_none(p, LS_FACT_IMAGE_ORIENTATION);
    assert_none(p, LS_FACT_CARRIER_TRAILING);
}

static void a_file_inside_the_file_that_is_cut_short_is_said(void **state)
{
    struct photo *p = *state;
    jpeg_soi(&p->file);
    jpeg_rest(&p->file);
    jpeg_soi(&p->file);
    jpeg_rest(&p->file);
    look(p);
    assert_done(p);
    p->file.size -= 2;
    look(p);
    assert_limited(p, "jpeg/trailing/jpeg");
}

static void what_cannot_be_read_fails_with_its_reason(void **state)
{
    struct photo *p = *state;
    look(p);
    assert_int_equal(p->outcome.state, LS_FAILED);
    assert_int_equal(p->outcome.reason, LS_REASON_EMPTY);
    put(&p->file, "This is a text file.", 20);
    look(p);
    assert_int_equal(p->outcome.state, LS_FAILED);
    assert_int_equal(p->outcome.reason, LS_REASON_NO_PICTURE);
    p->file.size = 0;
    put(&p->file, "BM\0\0\0\0\0\0\0\0\x1A\0\0\0\x0C\0\0\0\1\0\1\0\1\0\x18\0", 26);
    look(p);
    assert_int_equal(p->outcome.state, LS_FAILED);
    assert_int_equal(p->outcome.reason, LS_REASON_FORMAT_UNREAD);
    assert_string_equal(p->outcome.detail, "BMP");
    look_axes(p, "N\0", 12, N(10.5), 1, N(20.5));
    assert_done(p);
    p->file.size -= 2; /* no EOI */
    look(p);
    assert_int_equal(p->outcome.state, LS_FAILED);
    assert_int_equal(p->outcome.reason, LS_REASON_MALFORMED);
    char expected[32];
    snprintf(expected, sizeof expected, "byte %zu: ", p->file.size);
    assert_memory_equal(p->outcome.detail, expected, strlen(expected));
    assert_real(p, LS_FACT_GPS_LAT, 10.5); /* findings survive */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(photoshop_resources_are_read),
        TEST(small_jpeg_segments_are_read),
        TEST(a_colour_profile_is_more_than_colours),
        TEST(iptc_datasets_of_no_known_meaning_are_said),
        TEST(carriers_that_are_not_interpreted_are_named),
        TEST(the_list_of_names_is_cut_and_says_so),
        TEST(too_many_facts_are_not_passed_over),
        TEST(two_exif_blocks_are_two_carriers),
        TEST(a_file_inside_the_file_is_read_as_one),
        TEST(a_file_inside_the_file_that_is_cut_short_is_said),
        TEST(what_cannot_be_read_fails_with_its_reason),
    };
    return cmocka_run_group_tests_name("metadata", tests, NULL, NULL);
}
