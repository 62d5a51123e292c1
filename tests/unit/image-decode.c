/* SPDX-License-Identifier: Apache-2.0 */
/* Decoders: pixels of small pictures whose colours are known, and files that lie. */
#include "cmocka_all.h"

#include "base/io.h"
#include "image/decode.h"
#include "unit/container_build.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATA LS_SOURCE_DIR "/tests/unit/data/"
#define CORPUS LS_SOURCE_DIR "/../shared/corpus/metadata/"

static const ls_decode_limits limits = {.pixels = 20000000, .orientation = 1};

static ls_status decode_file(const char *path, ls_kind kind, const ls_decode_limits *with, ls_raster *raster,
                             ls_outcome *outcome)
{
    ls_buffer file;
    ls_buffer_init(&file, 64 << 20);
    assert_int_equal(ls_read_file(path, &file), LS_OK);
    ls_status status = ls_image_decode((const unsigned char *)file.data, file.size, kind, with, raster, outcome);
    ls_buffer_free(&file);
    return status;
}

static void expect_pixel(const ls_raster *raster, uint32_t x, uint32_t y, int r, int g, int b, int tolerance)
{
    const unsigned char *p = raster->data + (size_t)y * raster->stride + (size_t)x * 3;
    assert_in_range(p[0] - r + tolerance, 0, 2 * tolerance);
    assert_in_range(p[1] - g + tolerance, 0, 2 * tolerance);
    assert_in_range(p[2] - b + tolerance, 0, 2 * tolerance);
}

static void decode_png(const char *name, ls_raster *raster)
{
    ls_outcome outcome;
    assert_int_equal(decode_file(name, LS_KIND_PNG, &limits, raster, &outcome), LS_OK);
    assert_int_equal(outcome.state, LS_DONE);
    assert_int_equal(raster->width, 4);
    assert_int_equal(raster->height, 2);
    assert_int_equal(raster->channels, 3);
}

/* red green blue white over black gray yellow cyan */
static void test_png_colours(void **state)
{
    (void)state;
    static const char *const files[] = {DATA "image-rgb.png", DATA "image-palette.png"};
    for (int i = 0; i < 2; i++) {
        ls_raster raster;
        decode_png(files[i], &raster);
        expect_pixel(&raster, 0, 0, 255, 0, 0, 0);
        expect_pixel(&raster, 1, 0, 0, 255, 0, 0);
        expect_pixel(&raster, 2, 0, 0, 0, 255, 0);
        expect_pixel(&raster, 3, 0, 255, 255, 255, 0);
        expect_pixel(&raster, 0, 1, 0, 0, 0, 0);
        expect_pixel(&raster, 1, 1, 128, 128, 128, 0);
        expect_pixel(&raster, 2, 1, 255, 255, 0, 0);
        expect_pixel(&raster, 3, 1, 0, 255, 255, 0);
        ls_raster_free(&raster);
    }
}

/* 16 bits: 0, 16384, 32768, 65535, of which 8 stay */
static void test_png_16_bits(void **state)
{
    (void)state;
    ls_raster raster;
    decode_png(DATA "image-gray16.png", &raster);
    expect_pixel(&raster, 0, 0, 0, 0, 0, 0);
    expect_pixel(&raster, 1, 0, 64, 64, 64, 1);
    expect_pixel(&raster, 2, 0, 128, 128, 128, 1);
    expect_pixel(&raster, 3, 0, 255, 255, 255, 0);
    ls_raster_free(&raster);
}

/* what is see-through is seen over white: red, nothing at all, a fifth of black, blue */
static void test_png_alpha(void **state)
{
    (void)state;
    ls_raster raster;
    decode_png(DATA "image-alpha.png", &raster);
    expect_pixel(&raster, 0, 0, 255, 0, 0, 0);
    expect_pixel(&raster, 1, 0, 255, 255, 255, 0);
    expect_pixel(&raster, 2, 0, 204, 204, 204, 1);
    expect_pixel(&raster, 3, 0, 0, 0, 255, 0);
    ls_raster_free(&raster);
    decode_png(DATA "image-gray-alpha.png", &raster);
    expect_pixel(&raster, 0, 0, 0, 0, 0, 0);
    expect_pixel(&raster, 1, 0, 255, 255, 255, 0);
    expect_pixel(&raster, 2, 0, 100, 100, 100, 0);
    ls_raster_free(&raster);
}

static void test_png_bilevel(void **state)
{
    (void)state;
    ls_raster raster;
    decode_png(DATA "image-bilevel.png", &raster);
    expect_pixel(&raster, 0, 0, 0, 0, 0, 0);
    expect_pixel(&raster, 1, 0, 255, 255, 255, 0);
    expect_pixel(&raster, 0, 1, 255, 255, 255, 0);
    expect_pixel(&raster, 2, 1, 0, 0, 0, 0);
    ls_raster_free(&raster);
}

/* 64 × 48: red, green over blue, near white */
static void expect_quarters(const ls_raster *raster, int tolerance)
{
    assert_int_equal(raster->width, 64);
    assert_int_equal(raster->height, 48);
    expect_pixel(raster, 10, 8, 220, 30, 30, tolerance);
    expect_pixel(raster, 54, 8, 30, 200, 30, tolerance);
    expect_pixel(raster, 10, 40, 30, 30, 220, tolerance);
    expect_pixel(raster, 54, 40, 240, 240, 240, tolerance);
}

static void test_colour_coded(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        ls_kind kind;
        int tolerance;
    } cases[] = {
        {DATA "image-quarters.jpg", LS_KIND_JPEG, 4},      {DATA "image-quarters-progressive.jpg", LS_KIND_JPEG, 4},
        {DATA "image-quarters-cmyk.jpg", LS_KIND_JPEG, 8}, {DATA "image-quarters.heic", LS_KIND_HEIF, 10},
        {DATA "image-quarters.avif", LS_KIND_HEIF, 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_raster raster;
        ls_outcome outcome;
        assert_int_equal(decode_file(cases[i].file, cases[i].kind, &limits, &raster, &outcome), LS_OK);
        assert_int_equal(outcome.state, LS_DONE);
        expect_quarters(&raster, cases[i].tolerance);
        ls_raster_free(&raster);
    }
}

/* 0.299 · 220 + 0.587 · 30 + 0.114 · 30 = 86.8, and so on */
static void test_jpeg_gray(void **state)
{
    (void)state;
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(decode_file(DATA "image-quarters-gray.jpg", LS_KIND_JPEG, &limits, &raster, &outcome), LS_OK);
    expect_pixel(&raster, 10, 8, 87, 87, 87, 3);
    expect_pixel(&raster, 54, 8, 130, 130, 130, 3);
    expect_pixel(&raster, 10, 40, 52, 52, 52, 3);
    ls_raster_free(&raster);
}

/* Orientation 6 shows the stored left edge on top: blue and red above, white and green below. HEIF is left alone. */
static void test_orientation_is_applied(void **state)
{
    (void)state;
    const ls_decode_limits turned = {.pixels = 1000000, .orientation = 6};
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(decode_file(DATA "image-quarters.jpg", LS_KIND_JPEG, &turned, &raster, &outcome), LS_OK);
    assert_int_equal(raster.width, 48);
    assert_int_equal(raster.height, 64);
    assert_int_equal(raster.stored_width, 64);
    expect_pixel(&raster, 8, 10, 30, 30, 220, 4);
    expect_pixel(&raster, 40, 10, 220, 30, 30, 4);
    expect_pixel(&raster, 8, 54, 240, 240, 240, 4);
    expect_pixel(&raster, 40, 54, 30, 200, 30, 4);
    ls_raster_free(&raster);
    assert_int_equal(decode_file(DATA "image-quarters.heic", LS_KIND_HEIF, &turned, &raster, &outcome), LS_OK);
    assert_int_equal(raster.orientation, 1);
    expect_quarters(&raster, 10);
    ls_raster_free(&raster);
}

/* A header that promises 65500 × 65500 pixels, in the two formats where the test can write one by hand. */
static void test_pixel_limit(void **state)
{
    (void)state;
    static const unsigned char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xff\xdc\0\0\xff\xdc\x08\x02\0\0\0\0\0\0\0";
    static const unsigned char jpeg[] = {0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xDC, 0xFF, 0xDC, 1, 1, 0x11, 0,
                                         0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0};
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(ls_image_decode(png, sizeof png - 1, LS_KIND_PNG, &limits, &raster, &outcome), LS_E_LIMIT);
    assert_int_equal(outcome.reason, LS_REASON_PIXEL_LIMIT);
    assert_string_equal(outcome.detail, "65500×65500");
    assert_null(raster.data);
    assert_int_equal(ls_image_decode(jpeg, sizeof jpeg, LS_KIND_JPEG, &limits, &raster, &outcome), LS_E_LIMIT);
    assert_int_equal(outcome.reason, LS_REASON_PIXEL_LIMIT);
    const ls_decode_limits few = {.pixels = 64 * 48 - 1, .orientation = 1};
    assert_int_equal(decode_file(DATA "image-quarters.heic", LS_KIND_HEIF, &few, &raster, &outcome), LS_E_LIMIT);
    assert_int_equal(outcome.reason, LS_REASON_PIXEL_LIMIT);
    const ls_decode_limits just = {.pixels = 64 * 48, .orientation = 1};
    assert_int_equal(decode_file(DATA "image-quarters.jpg", LS_KIND_JPEG, &just, &raster, &outcome), LS_OK);
    ls_raster_free(&raster);
}

/* Cut in half a JPEG shows its upper rows, and says where it ends. */
static void test_truncated_jpeg(void **state)
{
    (void)state;
    ls_buffer file;
    ls_buffer_init(&file, 1 << 20);
    assert_int_equal(ls_read_file(DATA "image-quarters.jpg", &file), LS_OK);
    ls_raster raster;
    ls_outcome outcome;
    /* the coded data starts behind the SOS header, at byte 623, and goes on to the end: a third of it is cut off */
    const size_t cut = file.size - (file.size - 623) / 3;
    assert_int_equal(ls_image_decode((unsigned char *)file.data, cut, LS_KIND_JPEG, &limits, &raster, &outcome), LS_OK);
    assert_int_equal(outcome.state, LS_LIMITED);
    assert_int_equal(outcome.reason, LS_REASON_DECODE);
    char where[32];
    snprintf(where, sizeof where, "at byte %zu", cut);
    assert_non_null(strstr(outcome.detail, where));
    expect_pixel(&raster, 10, 8, 220, 30, 30, 4);
    ls_raster_free(&raster);
    assert_int_equal(ls_image_decode((unsigned char *)file.data, 100, LS_KIND_JPEG, &limits, &raster, &outcome),
                     LS_E_FORMAT);
    assert_int_equal(outcome.state, LS_FAILED);
    assert_null(raster.data);
    ls_buffer_free(&file);
}

/* The end of the picture's coded data: EOI is the last marker of the file. */
static size_t end_of_scan(const ls_buffer *file)
{
    size_t at = file->size - 2;
    assert_memory_equal(file->data + at, "\xFF\xD9", 2);
    return at;
}

static ls_outcome decode_with_insertion(const ls_buffer *file, size_t at, const char *text, size_t size)
{
    unsigned char *bytes = malloc(file->size + size);
    assert_non_null(bytes);
    memcpy(bytes, file->data, at);
    memcpy(bytes + at, text, size);
    memcpy(bytes + at + size, file->data + at, file->size - at);
    ls_raster raster;
    ls_outcome outcome;
    assert_int_equal(ls_image_decode(bytes, file->size + size, LS_KIND_JPEG, &limits, &raster, &outcome), LS_OK);
    ls_raster_free(&raster);
    free(bytes);
    return outcome;
}

/* What a decoder skips before EOI is no picture, whatever it is; two bytes are what cameras fill up with. */
static void test_jpeg_left_over(void **state)
{
    (void)state;
    static const char text[] = "a whole text between the last pixel and the end of the picture";
    ls_buffer file;
    ls_buffer_init(&file, 1 << 20);
    assert_int_equal(ls_read_file(DATA "image-quarters.jpg", &file), LS_OK);
    const size_t end = end_of_scan(&file);
    ls_outcome outcome = decode_with_insertion(&file, end, text, sizeof text - 1);
    assert_int_equal(outcome.state, LS_LIMITED);
    assert_int_equal(outcome.reason, LS_REASON_DECODE);
    assert_null(strstr(outcome.detail, "text"));
    assert_int_equal(decode_with_insertion(&file, end, "\0\0", 2).state, LS_DONE);
    ls_buffer_free(&file);
}

/* One wrong bit, after which the picture needs less coded data than there is: the pixels below are not its own. */
static void test_jpeg_wrong_bit(void **state)
{
    (void)state;
    ls_buffer file;
    ls_buffer_init(&file, 1 << 20);
    assert_int_equal(ls_read_file(DATA "image-quarters.jpg", &file), LS_OK);
    static const struct {
        size_t byte;
        int bit;
    } cases[] = {{771, 3}, {841, 0}, {854, 2}, {1198, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_raster raster;
        ls_outcome outcome;
        file.data[cases[i].byte] = (char)(file.data[cases[i].byte] ^ 1 << cases[i].bit);
        assert_int_equal(ls_image_decode((unsigned char *)file.data, file.size, LS_KIND_JPEG, &limits, &raster, &outcome),
                         LS_OK);
        assert_int_equal(outcome.state, LS_LIMITED);
        assert_int_equal(outcome.reason, LS_REASON_DECODE);
        ls_raster_free(&raster);
        file.data[cases[i].byte] = (char)(file.data[cases[i].byte] ^ 1 << cases[i].bit);
    }
    ls_buffer_free(&file);
}

static void test_damaged(void **state)
{
    (void)state;
    ls_buffer file;
    ls_buffer_init(&file, 1 << 20);
    assert_int_equal(ls_read_file(DATA "image-rgb.png", &file), LS_OK);
    ls_raster raster;
    ls_outcome outcome;
    /* IDAT starts at byte 33: 8 of signature, 25 of IHDR */
    assert_int_equal(ls_image_decode((unsigned char *)file.data, 50, LS_KIND_PNG, &limits, &raster, &outcome), LS_E_FORMAT);
    assert_string_equal(outcome.detail, "a PNG chunk is longer than the file at byte 33");
    assert_int_equal(ls_image_decode((unsigned char *)file.data, 20, LS_KIND_PNG, &limits, &raster, &outcome), LS_E_FORMAT);
    assert_int_equal(ls_image_decode((const unsigned char *)"no", 2, LS_KIND_JPEG, &limits, &raster, &outcome), LS_E_FORMAT);
    assert_int_equal(ls_image_decode((const unsigned char *)"no", 2, LS_KIND_HEIF, &limits, &raster, &outcome), LS_E_FORMAT);
    assert_int_equal(outcome.state, LS_FAILED);
    assert_int_equal(outcome.reason, LS_REASON_DECODE);
    assert_int_equal(ls_image_decode((unsigned char *)file.data, file.size, LS_KIND_VIDEO, &limits, &raster, &outcome),
                     LS_E_FORMAT);
    assert_int_equal(outcome.reason, LS_REASON_FORMAT_UNREAD);
    assert_string_equal(outcome.detail, ls_kind_name(LS_KIND_VIDEO));
    assert_true(ls_image_supported(LS_KIND_PNG) && !ls_image_supported(LS_KIND_OTHER) && !ls_image_supported(LS_KIND_NONE));
    ls_buffer_free(&file);
}

/* Appends an IDAT chunk with `text` before IEND, which is the last twelve bytes; a CRC of its own. */
static size_t put_behind_pixels(const ls_buffer *file, struct built *out, const char *text)
{
    out->size = 0;
    put(out, file->data, file->size - 12);
    size_t at = out->size + 8;
    png_chunk(out, "IDAT", text, strlen(text));
    png_chunk(out, "IEND", "", 0);
    return at;
}

/* libpng skips what stands behind the compressed pixels, or would be further rows. */
static void test_png_left_over(void **state)
{
    (void)state;
    static const char *const files[] = {DATA "image-rgb.png", DATA "image-palette.png", DATA "image-gray16.png",
                                        DATA "image-bilevel.png"};
    struct built *longer = calloc(1, sizeof *longer);
    assert_non_null(longer);
    ls_raster raster;
    ls_outcome outcome;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        ls_buffer file;
        ls_buffer_init(&file, 1 << 20);
        assert_int_equal(ls_read_file(files[i], &file), LS_OK);
        const size_t at = put_behind_pixels(&file, longer, "a text behind the pixels");
        assert_int_equal(ls_image_decode(longer->data, longer->size, LS_KIND_PNG, &limits, &raster, &outcome), LS_OK);
        assert_int_equal(outcome.state, LS_LIMITED);
        char expected[80];
        snprintf(expected, sizeof expected, "bytes behind the PNG image data at byte %zu", at);
        assert_string_equal(outcome.detail, expected);
        ls_raster_free(&raster);
        ls_buffer_free(&file);
    }
    /* two rows of one gray pixel each where the header speaks of one */
    static const unsigned char rows[] = {0x78, 1, 1, 4, 0, 0xFB, 0xFF, 0, 0x80, 0, 0x80, 0x02, 0x82, 0x01, 0x01};
    longer->size = 0;
    png_begin(longer, 1, 1);
    png_chunk(longer, "IDAT", rows, sizeof rows);
    png_chunk(longer, "IEND", "", 0);
    assert_int_equal(ls_image_decode(longer->data, longer->size, LS_KIND_PNG, &limits, &raster, &outcome), LS_OK);
    assert_int_equal(outcome.state, LS_LIMITED);
    assert_non_null(strstr(outcome.detail, "more PNG image data than the picture has pixels"));
    ls_raster_free(&raster);
    /* one row as it should be: whole, in two chunks, with a byte behind it in the same chunk and in one of its own */
    static const unsigned char row[] = {0x78, 1, 1, 2, 0, 0xFD, 0xFF, 0, 0x80, 0, 0x82, 0, 0x81, 'x'};
    static const struct {
        size_t size, cut;
        const char *wrong;
    } cases[] = {{13, 0, NULL},
                 {13, 6, NULL},
                 {14, 0, "bytes behind the PNG image data at byte 54"},
                 {14, 13, "bytes behind the PNG image data at byte 66"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        longer->size = 0;
        png_begin(longer, 1, 1);
        if (cases[i].cut)
            png_chunk(longer, "IDAT", row, cases[i].cut);
        png_chunk(longer, "IDAT", row + cases[i].cut, cases[i].size - cases[i].cut);
        png_chunk(longer, "IEND", "", 0);
        assert_int_equal(ls_image_decode(longer->data, longer->size, LS_KIND_PNG, &limits, &raster, &outcome), LS_OK);
        assert_int_equal(outcome.state, cases[i].wrong ? LS_LIMITED : LS_DONE);
        assert_true(!cases[i].wrong || strstr(outcome.detail, cases[i].wrong));
        ls_raster_free(&raster);
    }
    free(longer);
}

/* libpng has its say on standard error, which a worker sends to the same place. */
static int quiet(void)
{
    const int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
    return kept;
}

/* Every byte of a file is once made wrong: no crash, no reading out of bounds (the sanitizer build watches). */
static void test_every_byte_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        ls_kind kind;
    } cases[] = {{DATA "image-quarters-cmyk.jpg", LS_KIND_JPEG}, {DATA "image-quarters-progressive.jpg", LS_KIND_JPEG},
                 {DATA "image-alpha.png", LS_KIND_PNG},          {DATA "image-palette.png", LS_KIND_PNG}};
    const int kept = quiet();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_buffer file;
        ls_buffer_init(&file, 1 << 20);
        assert_int_equal(ls_read_file(cases[i].file, &file), LS_OK);
        for (size_t at = 0; at < file.size; at++) {
            const char was = file.data[at];
            file.data[at] = (char)~was;
            ls_raster raster;
            ls_outcome outcome;
            const ls_decode_limits few = {.pixels = 1000000, .orientation = 1};
            ls_status status = ls_image_decode((unsigned char *)file.data, file.size, cases[i].kind, &few, &raster, &outcome);
            assert_true(status == LS_OK ? raster.data != NULL : outcome.state == LS_FAILED);
            ls_raster_free(&raster);
            file.data[at] = was;
        }
        ls_buffer_free(&file);
    }
    dup2(kept, STDERR_FILENO);
    close(kept);
}

/* The collection's files show one scene in every orientation: shown upright, all must look alike. */
static void test_corpus_orientations(void **state)
{
    (void)state;
    ls_raster first = {0};
    for (uint32_t orientation = 1; orientation <= 8; orientation++) {
        char path[512];
        snprintf(path, sizeof path, CORPUS "orientation/Landscape_%u.jpg", orientation);
        FILE *there = fopen(path, "rb");
        if (!there) {
            print_message("SKIP: no %s\n", "shared/corpus/metadata/orientation");
            skip();
        }
        fclose(there);
        const ls_decode_limits turned = {.pixels = 20000000, .orientation = orientation};
        ls_raster raster;
        ls_outcome outcome;
        assert_int_equal(decode_file(path, LS_KIND_JPEG, &turned, &raster, &outcome), LS_OK);
        if (orientation == 1) {
            first = raster;
            continue;
        }
        assert_int_equal(raster.width, first.width);
        assert_int_equal(raster.height, first.height);
        double difference = 0;
        for (size_t i = 0; i < (size_t)first.stride * first.height; i++)
            difference += abs(first.data[i] - raster.data[i]);
        assert_true(difference / ((double)first.stride * first.height) < 6);
        ls_raster_free(&raster);
    }
    ls_raster_free(&first);
}

/* Odd and broken files of other projects' collections: an outcome for each, and pixels where it is not failed. */
static void test_corpus_odd_files(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        ls_kind kind;
    } sets[] = {{CORPUS "jpeg-color/*.jpg", LS_KIND_JPEG}, {CORPUS "avif/*.avif", LS_KIND_HEIF},
                {CORPUS "exifr/*.heic", LS_KIND_HEIF},     {CORPUS "animated/*.png", LS_KIND_PNG}};
    size_t files = 0, decoded = 0;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        glob_t found;
        if (glob(sets[i].pattern, 0, NULL, &found) != 0)
            continue;
        for (size_t f = 0; f < found.gl_pathc; f++) {
            ls_raster raster;
            ls_outcome outcome;
            ls_status status = decode_file(found.gl_pathv[f], sets[i].kind, &limits, &raster, &outcome);
            assert_true(status == LS_OK ? raster.data && outcome.state != LS_FAILED : outcome.state == LS_FAILED);
            files++;
            decoded += status == LS_OK;
            ls_raster_free(&raster);
        }
        globfree(&found);
    }
    if (!files) {
        print_message("SKIP: no %s\n", "shared/corpus/metadata");
        skip();
    }
    assert_true(decoded * 10 >= files * 8);
}

int main(void)
{
    assert_int_equal(ls_image_warm_up(), LS_OK);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_png_colours),      cmocka_unit_test(test_png_16_bits),
        cmocka_unit_test(test_png_alpha),        cmocka_unit_test(test_png_bilevel),
        cmocka_unit_test(test_colour_coded),     cmocka_unit_test(test_jpeg_gray),
        cmocka_unit_test(test_orientation_is_applied), cmocka_unit_test(test_pixel_limit),
        cmocka_unit_test(test_truncated_jpeg),   cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_png_left_over), cmocka_unit_test(test_jpeg_left_over),   cmocka_unit_test(test_jpeg_wrong_bit),
        cmocka_unit_test(test_every_byte_wrong), cmocka_unit_test(test_corpus_orientations),
        cmocka_unit_test(test_corpus_odd_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
