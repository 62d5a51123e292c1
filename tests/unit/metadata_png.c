/* SPDX-License-Identifier: Apache-2.0 */
/* The texts and blocks of PNG. */
#include "unit/metadata_look.h"

static void png_texts_are_read(void **state)
{
    struct photo *p = *state;
    struct built *b = &p->file, text = {.size = 0};
    png_begin(b, 1, 1);
    png_chunk(b, "tEXt", "Comment\0Caf\xE9", 12);
    png_chunk(b, "tEXt", "Author\0Ada Example", 18);
    png_chunk(b, "tEXt", "parameters\0a castle", 19);
    png_chunk(b, "tEXt",
              "Creation Time\0"
              "2026-05-01T10:20:30Z",
              34);
    put(&text, "Description\0\0", 13);
    put_stored(&text, "squeezed");
    png_chunk(b, "zTXt", text.data, text.size);
    png_chunk(b, "iTXt", "Title\0\0\0zh\0\0\xE5\x8D\xB0", 15);
    text.size = 0;
    put(&text, "Comment\0\1\0\0\0", 12);
    put_stored(&text, "both");
    png_chunk(b, "iTXt", text.data, text.size);
    png_chunk(b, "tIME", "\x07\xEA\5\1\x0A\x14\x1E", 7);
    png_rest(b);
    look(p);
    assert_text(p, LS_FACT_NOTE_TEXT, "Café", "png/tEXt");
    assert_text(p, LS_FACT_PERSON_ARTIST, "Ada Example", "png/tEXt");
    assert_text(p, LS_FACT_NOTE_TEXT, "parameters: a castle", "png/tEXt");
    assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30Z", "png/tEXt");
    assert_text(p, LS_FACT_NOTE_TEXT, "squeezed", "png/zTXt");
    assert_text(p, LS_FACT_NOTE_TEXT, "印", "png/iTXt");
    assert_text(p, LS_FACT_NOTE_TEXT, "both", "png/iTXt");
    assert_text(p, LS_FACT_TIME_MODIFIED, "2026-05-01T10:20:30Z", "png/tIME");
    assert_done(p);
}

static void png_carries_exif_and_xmp_too(void **state)
{
    struct photo *p = *state;
    struct built text = {.size = 0};
    tiff_begin(&p->tiff, true);
    const struct entry main[] = {TEXT_ENTRY(0x0110, "Camera 1")};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, 0));
    png_begin(&p->file, 1, 1);
    png_chunk(&p->file, "eXIf", p->tiff.bytes.data, p->tiff.bytes.size);
    put(&text, "XML:com.adobe.xmp\0\0\0\0\0", 22);
    put(&text, XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END, strlen(XMP_BEGIN "aux:SerialNumber='4711'>" XMP_END));
    png_chunk(&p->file, "iTXt", text.data, text.size);
    text.size = 0;
    put(&text, "Raw profile type exif\0\nexif\n      ", 34);
    char line[512];
    size_t used = (size_t)snprintf(line, sizeof line, "%zu\n457869660000", p->tiff.bytes.size + 6);
    for (size_t i = 0; i < p->tiff.bytes.size; i++)
        used += (size_t)snprintf(line + used, sizeof line - used, "%02x%s", p->tiff.bytes.data[i], i % 36 ? "" : "\n");
    put(&text, line, used);
    png_chunk(&p->file, "tEXt", text.data, text.size);
    png_rest(&p->file);
    look(p);
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 1", "png/eXIf/ifd0");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "png/iTXt/xmp");
    assert_text(p, LS_FACT_DEVICE_MODEL, "Camera 1", "png/tEXt/exif/ifd0");
    assert_done(p);
}

static void damaged_png_texts_are_said(void **state)
{
    struct photo *p = *state;
    png_begin(&p->file, 1, 1);
    png_chunk(&p->file, "zTXt", "Comment\0\0not zlib", 17);
    png_chunk(&p->file, "tEXt", "no keyword", 10);
    png_chunk(&p->file, "tEXt", "Raw profile type exif\0\nexif\n 4\nzzzz", 36);
    png_rest(&p->file);
    look(p);
    assert_limited(p, "png/zTXt, png/tEXt");
}

/* A stream of blocks of zeros: deflate's fixed codes, one literal and then matches of 258 bytes, by hand. */
static void look_chunk(struct photo *p, const char *type, const void *data, size_t size)
{
    p->file.size = 0;
    png_begin(&p->file, 1, 1);
    png_chunk(&p->file, type, data, size);
    png_rest(&p->file);
    look(p);
}

static void chunks_that_are_not_what_they_say_are_unread(void **state)
{
    struct photo *p = *state;
    static const char raw[] = "Raw profile type icc\0\nicc\n       4\n61626364\n";
    struct built chunk = {.size = 0};
    put(&chunk, "sRGB\0\0", 6);
    put_stored(&chunk, "no profile");
    const struct {
        const char *type;
        const void *data;
        size_t size;
        const char *unread;
    } cases[] = {
        {"tIME", "\x07\xEA\5\1\12\13\14", 7, NULL},
        {"tIME", "\x07\xEA\5\1\12\13\14 and a text", 18, "png/tIME"},
        {"tIME", "\x07\xEA\x55\1\12\13\14", 7, "png/tIME"}, /* month 85 */
        {"sPLT", "a palette\0\x08 rgbaf", 17, "png/sPLT"},
        {"iCCP", "profile\0\0no zlib stream", 23, "png/iCCP"},
        {"iCCP", chunk.data, chunk.size, "png/iCCP"},
        {"tEXt", raw, sizeof raw - 1, "png/tEXt"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        look_chunk(p, cases[i].type, cases[i].data, cases[i].size);
        if (cases[i].unread)
            assert_limited(p, cases[i].unread);
        else
            assert_done(p);
    }
}

static void a_decompression_bomb_is_bounded(void **state)
{
    struct photo *p = *state;
    struct built text = {.size = 0};
    png_begin(&p->file, 1, 1);
    put(&text, "Comment\0\0", 9);
    put(&text, "\x78\x01", 2);
    /* BFINAL 1, BTYPE 01; literal 'a'; then <length 258 (code 285: 11000101), distance 1 (00000)> again and again */
    unsigned char bits[8] = {1, 1, 0, 0, 0, 0, 0, 0};
    unsigned byte = 0, filled = 0;
    size_t produced = 0;
    for (int i = 0; i < 3; i++, filled++)
        byte |= (i < 2 ? (unsigned)bits[i] : 0u) << filled;
    for (int i = 7; i >= 0; i--) { /* literal 0x61: code 0x30 + 0x61 in 8 bits, high bit first */
        byte |= ((0x30u + 0x61u) >> i & 1u) << filled;
        if (++filled == 8) {
            put_number(&text, byte, 1, true);
            byte = filled = 0;
        }
    }
    while (text.size < 60000) {
        static const char match[] = "1100010100000";
        for (const char *at = match; *at; at++) {
            byte |= (unsigned)(*at - '0') << filled;
            if (++filled == 8) {
                put_number(&text, byte, 1, true);
                byte = filled = 0;
            }
        }
        produced += 258;
    }
    assert_true(produced > 8u << 20);
    for (int i = 0; i < 6; i++)
        png_chunk(&p->file, "zTXt", text.data, text.size);
    png_rest(&p->file);
    look(p);
    assert_limited(p, "png/zTXt");
    assert_int_equal(strlen(first(p, LS_FACT_NOTE_TEXT)->text), 4096); /* the beginning is still told */
}

/* ImageMagick's way: values and hemispheres in chunks of their own, in any order, in any of the three kinds of text. */
static void texts_state_a_position_together(void **state)
{
    struct photo *p = *state;
    png_begin(&p->file, 1, 1);
    static const char lon[] = "exif:GPSLongitude\0" "110/1, 78/100, 0/1", lon_ref[] = "exif:GPSLongitudeRef\0" "W";
    static const char lat_ref[] = "exif:GPSLatitudeRef\0\0\0\0\0S", lat[] = "exif:GPSLatitude\0" "47/1, 12/1, 0/1", made[] = "exif:Make\0" "Fictional";
    png_chunk(&p->file, "tEXt", lon, sizeof lon - 1);
    png_chunk(&p->file, "iTXt", lat_ref, sizeof lat_ref - 1);
    png_chunk(&p->file, "tEXt", lat, sizeof lat - 1);
    png_chunk(&p->file, "tEXt", lon_ref, sizeof lon_ref - 1);
    png_chunk(&p->file, "tEXt", made, sizeof made - 1);
    png_rest(&p->file);
    look(p);
    assert_done(p);
    assert_real(p, LS_FACT_GPS_LAT, -47.2);
    assert_real(p, LS_FACT_GPS_LON, -110.013);
    assert_string_equal(first(p, LS_FACT_GPS_LAT)->carrier, "png/text/exif:GPS");
    assert_none(p, LS_FACT_GPS_HEMISPHERE_UNSTATED);
    assert_text(p, LS_FACT_DEVICE_MAKE, "Fictional", "png/tEXt");
}

static void half_a_position_in_texts_is_malformed(void **state)
{
    struct photo *p = *state;
    png_begin(&p->file, 1, 1);
    static const char lat[] = "exif:GPSLatitude\0" "47/1, 12/1, 0/1";
    png_chunk(&p->file, "tEXt", lat, sizeof lat - 1);
    png_rest(&p->file);
    look(p);
    assert_int_equal(p->outcome.state, LS_LIMITED);
    first(p, LS_FACT_GPS_MALFORMED);
    assert_none(p, LS_FACT_GPS_LAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(png_texts_are_read),
        TEST(png_carries_exif_and_xmp_too),
        TEST(damaged_png_texts_are_said),
        TEST(chunks_that_are_not_what_they_say_are_unread),
        TEST(a_decompression_bomb_is_bounded),
        TEST(texts_state_a_position_together),
        TEST(half_a_position_in_texts_is_malformed),
    };
    return cmocka_run_group_tests_name("metadata_png", tests, NULL, NULL);
}
