/* SPDX-License-Identifier: Apache-2.0 */
/* JPEG's rarer carriers: indices of pictures, makers' trailers, segments of programs and cameras. */
#include "unit/bmff_build.h"
#include "unit/metadata_look.h"

static void look_segment(struct photo *p, unsigned n, const void *payload, size_t size)
{
    p->file.size = 0;
    jpeg_soi(&p->file);
    jpeg_segment(&p->file, 0xE0 + n, payload, size);
    jpeg_rest(&p->file);
    look(p);
}

#define SEGMENT(n, text) look_segment(p, n, text, sizeof text - 1)

static void an_index_of_pictures_is_read(void **state)
{
    struct photo *p = *state;
    /* main picture 225 bytes as in container_nest.c; the second, of 119 bytes, begins where it ends: 225 - 10 */
    struct indexed pictures[] = {{0x20030000, 225, 0}, {0x00010001, 119, 215}, {0, 50, 5000}};
    jpeg_soi(&p->file);
    jpeg_mpf(&p->file, pictures, 3);
    jpeg_rest(&p->file);
    jpeg_soi(&p->file);
    jpeg_rest(&p->file);
    assert_int_equal(p->file.size, 225 + 119);
    look(p);
    assert_done(p);
    const ls_fact *preview = first(p, LS_FACT_THUMBNAIL);
    assert_int_equal(preview->integer, 119);
    assert_true(preview->from == 225 && preview->to == 344);
    assert_string_equal(preview->carrier, "jpeg/app2/mpf");
    /* an entry that points to something else */
    pictures[1].offset--;
    p->file.size = 2;
    jpeg_mpf(&p->file, pictures, 3);
    jpeg_rest(&p->file);
    jpeg_soi(&p->file);
    jpeg_rest(&p->file);
    look(p);
    assert_limited(p, "jpeg/app2/mpf");
}

static void an_index_that_is_none_is_said(void **state)
{
    struct photo *p = *state;
    SEGMENT(2, "MPF\0II*\0");
    assert_limited(p, "jpeg/app2/mpf");
    /* a directory of one tag: the number of this picture, as pictures behind the first have it */
    SEGMENT(2, "MPF\0MM\0*\0\0\0\x08\0\1\xB1\1\0\4\0\0\0\1\0\0\0\2\0\0\0\0");
    assert_done(p);
    SEGMENT(2, "MPF\0MM\0*\0\0\0\x08\0\1\xB0\1\0\4\0\0\0\1\0\0\0\2\0\0\0\0"); /* two pictures, and no entries */
    assert_limited(p, "jpeg/app2/mpf");
    SEGMENT(2, "MPF\0MM\0*\0\0\0\x08\0\1\xBE\1\0\4\0\0\0\1\0\0\0\2\0\0\0\0"); /* a tag of nobody's */
    assert_limited(p, "jpeg/app2/mpf");
    SEGMENT(2, "MPF\0MM\0*\0\0\0\x08\0\1\xB1\1\0\4\0\0\0\1\0\0\0\2\0\0\0\0and a secret that no tag points to");
    assert_limited(p, "jpeg/app2/mpf");
}

static void a_makers_trailer_is_read(void **state)
{
    struct photo *p = *state;
    struct seft seft = {.count = 0};
    jpeg_soi(&p->file);
    jpeg_rest(&p->file);
    seft_block(&p->file, &seft, 0x0A01, "Image_UTC_Data", "1709164800123", 13);
    seft_block(&p->file, &seft, 0x0AA1, "MCC_Data", "450", 3);
    seft_block(&p->file, &seft, 0x0C61, "Camera_Capture_Mode_Info", "1", 1);
    seft_block(&p->file, &seft, 0x0BA1, "PhotoEditor_Re_Edit_Data", "{\"originalPath\":\"/DCIM/old.jpg\"}", 32);
    seft_end(&p->file, &seft);
    look(p);
    assert_done(p);
    assert_text(p, LS_FACT_TIME_TAKEN, "2024-02-29T00:00:00Z", "jpeg/trailing/seft/Image_UTC_Data");
    assert_text(p, LS_FACT_PLACE_NAME, "mobile country code 450", "jpeg/trailing/seft/MCC_Data");
    assert_text(p, LS_FACT_NOTE_TEXT, "{\"originalPath\":\"/DCIM/old.jpg\"}", "jpeg/trailing/seft/PhotoEditor_Re_Edit_Data");
    assert_none(p, LS_FACT_CARRIER_TRAILING);
    assert_int_equal(p->facts.count, 4); /* the fingerprint of the tables with them */
}

static void the_film_in_a_makers_trailer_is_read(void **state)
{
    struct photo *p = *state;
    static struct built film;
    struct seft seft = {.count = 0};
    film.size = 0;
    put_small_film(&film);
    jpeg_soi(&p->file);
    jpeg_rest(&p->file);
    seft_block(&p->file, &seft, 0x0A30, "MotionPhoto_Data", film.data, film.size);
    seft_end(&p->file, &seft);
    look(p);
    assert_done(p);
    assert_real(p, LS_FACT_GPS_LAT, 31.5);
    assert_real(p, LS_FACT_GPS_LON, 121.25);
    assert_string_equal(first(p, LS_FACT_GPS_LAT)->carrier, "jpeg/trailing/seft/MotionPhoto_Data/mp4/moov/udta/©xyz");
}

static void what_a_makers_trailer_hides_is_said(void **state)
{
    struct photo *p = *state;
    static const struct {
        const char *name, *data, *unread;
        size_t size;
    } cases[] = {{"Image_UTC_Data", "yesterday", "jpeg/trailing/seft/Image_UTC_Data", 9},
                 {"MCC_Data", "4504", "jpeg/trailing/seft/MCC_Data", 4},
                 {"MotionPhoto_Data", "no film", "jpeg/trailing/seft/MotionPhoto_Data", 7},
                 {"Camera_Capture_Mode_Info", "a\0b", "jpeg/trailing/seft/Camera_Capture_Mode_Info", 3},
                 {"Ada was here", "1", "jpeg/trailing/seft/other", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct seft seft = {.count = 0};
        p->file.size = 0;
        jpeg_soi(&p->file);
        jpeg_rest(&p->file);
        seft_block(&p->file, &seft, 1, cases[i].name, cases[i].data, cases[i].size);
        seft_end(&p->file, &seft);
        look(p);
        assert_limited(p, cases[i].unread);
    }
}

static void times_are_right_at_the_ends_of_years(void **state)
{
    struct photo *p = *state;
    static const char *const cases[][2] = {{"0000000000000", "1970-01-01T00:00:00Z"},
                                           {"951782399999", "2000-02-28T23:59:59Z"},
                                           {"951868800000", "2000-03-01T00:00:00Z"},
                                           {"1735689599000", "2024-12-31T23:59:59Z"},
                                           {"4107542400000", "2100-03-01T00:00:00Z"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct seft seft = {.count = 0};
        p->file.size = 0;
        jpeg_soi(&p->file);
        jpeg_rest(&p->file);
        seft_block(&p->file, &seft, 1, "Image_UTC_Data", cases[i][0], strlen(cases[i][0]));
        seft_end(&p->file, &seft);
        look(p);
        assert_text(p, LS_FACT_TIME_TAKEN, cases[i][1], "jpeg/trailing/seft/Image_UTC_Data");
    }
}

static void segments_of_programs_are_read(void **state)
{
    struct photo *p = *state;
    SEGMENT(12, "Ducky\0\1\0\4\0\0\0\x3C\0\2\0\x0A\0\0\0\3\0A\0d\0a\0\3\0\x0C\0\0\0\4\0(\0c\0)\0!\0\0");
    assert_done(p);
    assert_text(p, LS_FACT_NOTE_TEXT, "Ada", "jpeg/app12/ducky");
    assert_text(p, LS_FACT_PERSON_COPYRIGHT, "(c)!", "jpeg/app12/ducky");
    SEGMENT(12, "Ducky\0\1\0\4\0\0\0\x3C\0\0and more");
    assert_limited(p, "jpeg/app12/ducky");
    SEGMENT(12, "Ducky\0\x09\0\1x\0\0");
    assert_limited(p, "jpeg/app12/ducky");
    SEGMENT(12, "Ducky\0\2\0\xFF\0\0");
    assert_limited(p, "jpeg/app12/ducky");
    SEGMENT(13, "Adobe_CM\0\0\2");
    assert_done(p);
    SEGMENT(13, "Adobe_CM\0\0\2secret");
    assert_limited(p, "jpeg/app13/adobe-cm");
    SEGMENT(15, "Q  90\0");
    assert_done(p);
    SEGMENT(15, "Q Ada");
    assert_limited(p, "jpeg/app15/quality");
}

static void segments_of_cameras_are_read(void **state)
{
    struct photo *p = *state;
    SEGMENT(12, "[picture info] ID=4711\n");
    assert_text(p, LS_FACT_NOTE_TEXT, "[picture info] ID=4711", "jpeg/app12/picture-info");
    assert_done(p);
    SEGMENT(5, "ssuniqueid\0A7XLLM0001");
    assert_text(p, LS_FACT_IMAGE_ID, "A7XLLM0001", "jpeg/app5/unique-id");
    assert_done(p);
    SEGMENT(10, "UNICODE\0\0h\0i");
    assert_text(p, LS_FACT_NOTE_TEXT, "hi", "jpeg/app10/comment");
    assert_done(p);
    SEGMENT(7, "HUAWEI\0\0secret");
    assert_limited(p, "jpeg/app7/huawei");
    SEGMENT(6, "GoPro\0DEVC");
    assert_limited(p, "jpeg/app6/gopro");
}

/* Lossless coding is not followed, so what stands behind the last unit is not seen: nobody may take it for read. */
static void a_scan_that_is_not_followed_is_unread(void **state)
{
    struct photo *p = *state;
    jpeg_soi(&p->file);
    jpeg_frame(&p->file, 0xC3, 8, 8);
    jpeg_scan(&p->file, "\x3F", 1);
    put_number(&p->file, 0xFFD9, 2, true);
    look(p);
    assert_limited(p, "jpeg/scan-unfollowed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_index_of_pictures_is_read),         TEST(an_index_that_is_none_is_said), TEST(a_makers_trailer_is_read),
        TEST(the_film_in_a_makers_trailer_is_read),
        TEST(what_a_makers_trailer_hides_is_said),  TEST(times_are_right_at_the_ends_of_years),
        TEST(segments_of_programs_are_read),        TEST(segments_of_cameras_are_read),
        TEST(a_scan_that_is_not_followed_is_unread),
    };
    return cmocka_run_group_tests_name("metadata_jpeg", tests, NULL, NULL);
}
