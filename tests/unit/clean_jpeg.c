/* SPDX-License-Identifier: Apache-2.0 */
/* JPEGs of every kind that libjpeg writes, cleaned: the same pixels and nothing else; and copies that the prover must not let
 * pass. */
#include "unit/clean_look.h"

#include <stdio.h>

#include <jpeglib.h>

/* How a picture is coded. */
struct kind {
    const char *name;
    unsigned width, height;
    int components;                                 /* 1 gray, 3 colour, 4 inks */
    J_COLOR_SPACE space;                            /* that is coded */
    int h, v;                                       /* sampling of the first component */
    bool progressive, arithmetic, optimised, apart; /* apart: one sequential scan for each component */
    unsigned restart;                               /* rows of units */
    int quality;
    bool bare; /* without JFIF and Adobe markers */
};

/* Something with edges and noise, so that all coefficients occur. */
static unsigned char sample(unsigned x, unsigned y, int c)
{
    return (unsigned char)((x * 7 + y * 13 + (unsigned)c * 50) ^ (x * y / 3) ^ ((x / 5 + y / 7) % 2 ? 0x55 : 0));
}

static void write_rows(j_compress_ptr to)
{
    unsigned char row[4 * 512];
    while (to->next_scanline < to->image_height) {
        JSAMPROW rows[1] = {row};
        for (unsigned x = 0; x < to->image_width; x++)
            for (int c = 0; c < to->input_components; c++)
                row[x * (unsigned)to->input_components + (unsigned)c] = sample(x, to->next_scanline, c);
        jpeg_write_scanlines(to, rows, 1);
    }
}

/* The picture alone, as an encoder writes it: *data is malloc'ed. */
static void encode(const struct kind *kind, unsigned char **data, unsigned long *size)
{
    static const jpeg_scan_info scans[] = {
        {1, {0}, 0, 63, 0, 0}, {1, {1}, 0, 63, 0, 0}, {1, {2}, 0, 63, 0, 0}, {1, {3}, 0, 63, 0, 0}};
    static const J_COLOR_SPACE given[] = {JCS_UNKNOWN, JCS_GRAYSCALE, JCS_UNKNOWN, JCS_RGB, JCS_CMYK};
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct to = {.err = jpeg_std_error(&errors)};
    jpeg_create_compress(&to);
    jpeg_mem_dest(&to, data, size);
    to.image_width = kind->width;
    to.image_height = kind->height;
    to.input_components = kind->components;
    to.in_color_space = given[kind->components];
    jpeg_set_defaults(&to);
    jpeg_set_colorspace(&to, kind->space);
    jpeg_set_quality(&to, kind->quality, TRUE);
    if (kind->components > 1) {
        to.comp_info[0].h_samp_factor = kind->h;
        to.comp_info[0].v_samp_factor = kind->v;
    }
    if (kind->progressive)
        jpeg_simple_progression(&to);
    if (kind->apart) {
        to.scan_info = scans;
        to.num_scans = kind->components;
    }
    to.arith_code = kind->arithmetic;
    to.optimize_coding = kind->optimised;
    to.restart_in_rows = (int)kind->restart;
    if (kind->bare)
        to.write_JFIF_header = to.write_Adobe_marker = FALSE;
    jpeg_start_compress(&to, TRUE);
    write_rows(&to);
    jpeg_finish_compress(&to);
    jpeg_destroy_compress(&to);
}

/* What a viewer shows, and how it is coded. */
struct shown {
    unsigned char *pixels;
    size_t size;
    unsigned width, height;
    bool progressive, arithmetic;
    unsigned restart;
};

static struct shown decode(const void *data, size_t size)
{
    struct shown shown = {0};
    struct jpeg_error_mgr errors;
    struct jpeg_decompress_struct from = {.err = jpeg_std_error(&errors)};
    jpeg_create_decompress(&from);
    jpeg_mem_src(&from, data, size);
    assert_int_equal(jpeg_read_header(&from, TRUE), JPEG_HEADER_OK);
    jpeg_start_decompress(&from);
    const size_t stride = (size_t)from.output_width * (size_t)from.output_components;
    shown.width = from.output_width;
    shown.height = from.output_height;
    shown.size = stride * from.output_height;
    shown.pixels = malloc(shown.size);
    assert_non_null(shown.pixels);
    while (from.output_scanline < from.output_height) {
        JSAMPROW rows[1] = {shown.pixels + stride * from.output_scanline};
        jpeg_read_scanlines(&from, rows, 1);
    }
    shown.progressive = from.progressive_mode;
    shown.arithmetic = from.arith_code;
    shown.restart = from.restart_interval;
    jpeg_finish_decompress(&from);
    jpeg_destroy_decompress(&from);
    return shown;
}

static void assert_same_picture(const struct photo *p, const void *before, size_t size)
{
    struct shown a = decode(before, size), b = decode(p->out.data, p->out.size);
    assert_int_equal(a.width, b.width);
    assert_int_equal(a.height, b.height);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.pixels, b.pixels, a.size);
    assert_int_equal(a.progressive, b.progressive);
    assert_int_equal(a.arithmetic, b.arithmetic);
    assert_int_equal(a.restart, b.restart);
    free(a.pixels);
    free(b.pixels);
}

static const struct kind plain = {"plain", 64, 48, 3, JCS_YCbCr, 2, 2, .quality = 90};

static void put_kind(struct photo *p, const struct kind *kind)
{
    unsigned char *data = NULL;
    unsigned long size = 0;
    encode(kind, &data, &size);
    p->file.size = 0;
    put(&p->file, data, size);
    free(data);
}

static void insert(struct photo *p, size_t at, const void *bytes, size_t size)
{
    const size_t rest = p->file.size - at;
    put(&p->file, bytes, size); /* room */
    memmove(p->file.data + at + size, p->file.data + at, rest);
    memcpy(p->file.data + at, bytes, size);
}

/* Where the n-th marker of its kind stands. */
static size_t marker_at(const unsigned char *data, size_t size, unsigned marker, unsigned n)
{
    for (size_t at = 0; at + 1 < size; at++)
        if (data[at] == 0xFF && data[at + 1] == marker && n-- == 0)
            return at;
    fail_msg("no marker FF %02X", marker);
    return 0;
}

static size_t in_file(const struct photo *p, unsigned marker, unsigned n)
{
    return marker_at(p->file.data, p->file.size, marker, n);
}

/* Everything that a photo may carry, in the places where cameras and programs put it; before the frame header. */
static void plant(struct photo *p)
{
    struct tiff *tiff = calloc(1, sizeof *tiff);
    struct built *all = calloc(1, sizeof *all);
    assert_non_null(tiff);
    assert_non_null(all);
    put_exif(tiff, false, 3, 6);
    jpeg_app(all, 1, "Exif\0\0", 6, tiff->bytes.data, tiff->bytes.size);
    put_exif(tiff, true, 3, 3);
    jpeg_app(all, 1, "Exif\0\0", 6, tiff->bytes.data, tiff->bytes.size); /* a second one */
    jpeg_app(all, 1, "http://ns.adobe.com/xap/1.0/\0", 29, "<x:xmpmeta>Avalon</x:xmpmeta>", 29);
    jpeg_app(all, 0, "JFXX\0", 5, "\x13\1\1Avalon", 9);
    jpeg_app(all, 13, "Photoshop 3.0\0", 14, "8BIM\4\4\0\0\0\0\0\13\x1C\2\x5A\0\6Avalon", 23);
    jpeg_app(all, 9, "Private\0", 8, "Avalon", 6);
    jpeg_segment(all, 0xFE, "Avalon bay", 10);
    put(all, "\xFF\xFF\xFF", 3);
    insert(p, in_file(p, 0xDB, 0), all->data, all->size);
    put(&p->file, "Avalon behind the end", 21);
    free(tiff);
    free(all);
}

static const struct kind kinds[] = {
    {"4:2:0, the standard's tables", 64, 48, 3, JCS_YCbCr, 2, 2, .quality = 90},
    {"4:4:4", 33, 17, 3, JCS_YCbCr, 1, 1, .quality = 75},
    {"4:2:2, odd", 37, 29, 3, JCS_YCbCr, 2, 1, .quality = 75},
    {"4:4:0, odd", 37, 29, 3, JCS_YCbCr, 1, 2, .quality = 75},
    {"4:1:1, odd", 67, 31, 3, JCS_YCbCr, 4, 1, .quality = 50},
    {"4:1:0", 70, 41, 3, JCS_YCbCr, 4, 2, .quality = 60},
    {"one pixel", 1, 1, 3, JCS_YCbCr, 2, 2, .quality = 90},
    {"own tables", 64, 48, 3, JCS_YCbCr, 2, 2, .optimised = true, .quality = 85},
    {"finest", 61, 43, 3, JCS_YCbCr, 1, 1, .optimised = true, .quality = 100},
    {"coarse: tables of 16 bits", 61, 43, 3, JCS_YCbCr, 1, 1, .quality = 1},
    {"gray", 50, 50, 1, JCS_GRAYSCALE, 1, 1, .quality = 80},
    {"gray, progressive", 51, 49, 1, JCS_GRAYSCALE, 1, 1, .progressive = true, .quality = 80},
    {"progressive", 100, 75, 3, JCS_YCbCr, 2, 2, .progressive = true, .quality = 80},
    {"progressive, restarts", 101, 75, 3, JCS_YCbCr, 2, 1, .progressive = true, .restart = 2, .quality = 80},
    {"scan by scan", 64, 50, 3, JCS_YCbCr, 2, 2, .apart = true, .quality = 80},
    {"scan by scan, own tables", 64, 50, 3, JCS_YCbCr, 2, 1, .apart = true, .optimised = true, .quality = 80},
    {"restarts", 90, 70, 3, JCS_YCbCr, 2, 2, .restart = 1, .quality = 80},
    {"arithmetic", 64, 48, 3, JCS_YCbCr, 2, 2, .arithmetic = true, .quality = 80},
    {"arithmetic, progressive", 64, 48, 3, JCS_YCbCr, 2, 2, .arithmetic = true, .progressive = true, .quality = 80},
    {"RGB, told by Adobe", 64, 48, 3, JCS_RGB, 1, 1, .quality = 80},
    {"inks, told by Adobe", 64, 48, 4, JCS_CMYK, 1, 1, .quality = 80},
    {"inks as YCCK", 64, 48, 4, JCS_YCCK, 2, 2, .quality = 80},
    {"inks as YCCK, progressive", 65, 47, 4, JCS_YCCK, 2, 2, .progressive = true, .quality = 80},
    {"no markers", 64, 48, 3, JCS_YCbCr, 2, 2, .quality = 80, .bare = true},
    {"RGB, told by its components", 64, 48, 3, JCS_RGB, 1, 1, .quality = 80, .bare = true},
    {"inks, no markers", 64, 48, 4, JCS_CMYK, 1, 1, .quality = 80, .bare = true},
};

static void every_kind_keeps_its_pixels_and_nothing_else(void **state)
{
    struct photo *p = *state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        print_message("%s\n", kinds[i].name);
        put_kind(p, &kinds[i]);
        plant(p);
        unsigned char *before = malloc(p->file.size);
        const size_t size = p->file.size;
        assert_non_null(before);
        memcpy(before, p->file.data, size);
        clean(p);
        assert_same_picture(p, before, size);
        assert_false(HOLDS(p, "Avalon"));
        assert_true(holds(p, ORIENTED(\6), 26));
        take_copy(p);
        clean(p); /* and again: nothing changes any more */
        assert_int_equal(p->out.size, p->file.size);
        assert_memory_equal(p->out.data, p->file.data, p->file.size);
        free(before);
    }
}

static void one_quantisation_table_or_three(void **state)
{
    struct photo *p = *state;
    put_kind(p, &plain);
    /* both components take the first table: the second is there and not used */
    p->file.data[in_file(p, 0xC0, 0) + 4 + 6 + 5] = 0;
    p->file.data[in_file(p, 0xC0, 0) + 4 + 6 + 8] = 0;
    const struct built before = p->file;
    clean(p);
    assert_same_picture(p, before.data, before.size);
    size_t tables = 0;
    for (size_t at = 0; at + 69 < p->out.size; at++)
        tables += memcmp(p->out.data + at, "\xFF\xDB\0\x43", 4) == 0;
    assert_int_equal(tables, 1);
    /* a table that is nothing but a text */
    put_kind(p, &plain);
    unsigned char text[69] = {0xFF, 0xDB, 0, 67, 3};
    for (int i = 0; i < 64; i++)
        text[5 + i] = (unsigned char)"Avalon harbour "[i % 15];
    insert(p, in_file(p, 0xDB, 0), text, sizeof text);
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
}

static void data_between_and_inside_and_behind_scans_is_gone(void **state)
{
    struct photo *p = *state;
    const struct kind kind = {"", 64, 50, 3, JCS_YCbCr, 1, 1, .progressive = true, .quality = 80};
    put_kind(p, &kind);
    const struct built before = p->file;
    insert(p, in_file(p, 0xDA, 3), "\xFF\xFE\0\14Avalon bay", 14); /* a comment */
    insert(p, in_file(p, 0xDA, 5), "\xFF\xE1\0\24Exif\0\0Avalon.12345", 22);
    insert(p, in_file(p, 0xDA, 6), "Avalon between", 14);        /* bytes of no segment */
    insert(p, in_file(p, 0xD9, 0), "Avalon before the end", 21); /* in the last scan */
    insert(p, in_file(p, 0xC4, 0), "Avalon", 6);                 /* between segments */
    clean(p);
    assert_same_picture(p, before.data, before.size);
    assert_false(HOLDS(p, "Avalon"));
}

/* Viewers have decided how to show the picture when they meet the first scan. */
static void what_comes_behind_the_first_scan_turns_nothing(void **state)
{
    struct photo *p = *state;
    const struct kind kind = {"", 64, 50, 3, JCS_RGB, 1, 1, .progressive = true, .quality = 80, .bare = true};
    put_kind(p, &kind);
    const struct built before = p->file;
    insert(p, in_file(p, 0xDA, 2),
           "\xFF\xE1\0\x22"
           "Exif\0\0" ORIENTED(\6),
           36);
    insert(p, in_file(p, 0xDA, 2), "\xFF\xE0\0\20JFIF\0\1\1\0\0\1\0\1\0\0", 18);
    clean(p);
    assert_same_picture(p, before.data, before.size);
    assert_false(HOLDS(p, "Exif"));
    assert_false(HOLDS(p, "JFIF"));
}

/* Four code words of the standard's 162 give room for a text in a table that decodes all the same. */
static void codes_that_no_coefficient_needs_are_gone(void **state)
{
    struct photo *p = *state;
    const struct kind kind = {"", 8, 8, 1, JCS_GRAYSCALE, 1, 1, .optimised = true, .quality = 50};
    put_kind(p, &kind);
    const size_t at = in_file(p, 0xC4, 1); /* AC */
    const unsigned length = (unsigned)p->file.data[at + 2] << 8 | p->file.data[at + 3];
    assert_int_equal(p->file.data[at + 4], 0x10);
    const struct built before = p->file;
    insert(p, at + 2 + length, "Zyxwvut", 7); /* seven more values, of 16 bits each */
    p->file.data[at + 3] = (unsigned char)(length + 7);
    p->file.data[at + 4 + 16] = (unsigned char)(p->file.data[at + 4 + 16] + 7);
    clean(p);
    assert_same_picture(p, before.data, before.size);
    assert_false(HOLDS(p, "Zyxwvut"));
}

static void put_profile_part(struct photo *p, const void *profile, size_t size, unsigned number, unsigned of)
{
    struct built segment = {.size = 0};
    const unsigned char head[14] = {
        'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0, (unsigned char)number, (unsigned char)of};
    jpeg_app(&segment, 2, head, sizeof head, profile, size);
    insert(p, 2, segment.data, segment.size);
}

/* A gray profile by hand: its curve is none of the widespread ones. */
static size_t odd_profile(unsigned char *out)
{
    struct built b = {.size = 0};
    put_number(&b, 128 + 4 + 24 + 16 + 24, 4, true);
    put(&b, "TEST\2\x20\0\0mntrGRAYXYZ ", 20);
    put_fill(&b, 0, 12);
    put(&b, "acsp", 4);
    put_fill(&b, 0, 28);
    put(&b, "\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 12);
    put_fill(&b, 0, 48);
    put_number(&b, 2, 4, true);
    put(&b, "kTRC\0\0\0\x9C\0\0\0\16desc\0\0\0\xAC\0\0\0\30", 24);
    put(&b, "curv\0\0\0\0\0\0\0\1\1\xE0\0\0", 16);
    put(&b, "text\0\0\0\0Avalon display", 22);
    put_fill(&b, 0, 2);
    memcpy(out, b.data, b.size);
    return b.size;
}

static void a_profile_comes_in_parts_of_any_order(void **state)
{
    struct photo *p = *state;
    unsigned char profile[512];
    const size_t size = odd_profile(profile);
    put_kind(p, &plain);
    put_profile_part(p, profile, 100, 1, 2); /* inserted in front: the second comes first now */
    put_profile_part(p, profile + 100, size - 100, 2, 2);
    clean(p);
    assert_true(HOLDS(p, "ICC_PROFILE\0\1\1"));
    assert_true(holds(p, "curv\0\0\0\0\0\0\0\1\1\xE0", 14));
    assert_false(HOLDS(p, "Avalon"));
    /* a part too many: no viewer makes a profile of it */
    put_kind(p, &plain);
    put_profile_part(p, profile, size, 1, 1);
    put_profile_part(p, profile, size, 1, 1);
    clean(p);
    assert_false(HOLDS(p, "ICC_PROFILE"));
    put_kind(p, &plain);
    put_profile_part(p, profile, size, 2, 2);
    clean(p);
    assert_false(HOLDS(p, "ICC_PROFILE"));
}

/* ------------------------------------------------------------------------------------------------- what is refused */

static void what_cannot_be_read_whole_is_refused(void **state)
{
    struct photo *p = *state;
    put_kind(p, &plain);
    const struct built whole = p->file;
    p->file.size -= 2; /* no EOI */
    assert_refused(p, LS_REASON_MALFORMED, "no EOI");
    p->file = whole; /* half a scan and an end */
    p->file.size = in_file(p, 0xDA, 0) + 200;
    put(&p->file, "\xFF\xD9", 2);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "libjpeg");
    p->file = whole; /* codes that no table has */
    for (size_t i = 0; i < 20; i++)
        memcpy(p->file.data + in_file(p, 0xDA, 0) + 300 + 2 * i, "\xFF", 2);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "libjpeg");
    p->file = whole; /* lossless */
    p->file.data[in_file(p, 0xC0, 0) + 1] = 0xC3;
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "libjpeg");
    p->file = whole; /* twelve bits a sample */
    p->file.data[in_file(p, 0xC0, 0) + 4] = 12;
    p->file.data[in_file(p, 0xC0, 0) + 1] = 0xC1;
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "libjpeg");
    p->file = whole; /* one scan of three components has one of them */
    const size_t scan = in_file(p, 0xDA, 0);
    memmove(p->file.data + scan + 7, p->file.data + scan + 11, p->file.size - scan - 11);
    p->file.size -= 4;
    p->file.data[scan + 3] = 8;
    p->file.data[scan + 4] = 1;
    clean_keeping(p, 0);
    assert_int_equal(p->outcome.reason, LS_REASON_CLEAN_REFUSED);
    p->file = whole; /* its height only comes behind the scan */
    memset(p->file.data + in_file(p, 0xC0, 0) + 5, 0, 2);
    insert(p, in_file(p, 0xD9, 0), "\xFF\xDC\0\4\0\x30", 6);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "libjpeg");
}

/* A code for eleven bits, which no sample of eight bits needs: writing fails when a profile has gone out already. */
static void a_coefficient_that_cannot_be_written_ends_it_well(void **state)
{
    struct photo *p = *state;
    unsigned char profile[20000];
    const size_t size = odd_profile(profile);
    p->file.size = 0;
    jpeg_soi(&p->file);
    unsigned char table[65] = {0};
    memset(table + 1, 1, 64);
    jpeg_segment(&p->file, 0xDB, table, sizeof table);
    jpeg_segment(&p->file, 0xC0, "\x08\0\x08\0\x08\1\1\x11\0", 9);
    jpeg_segment(&p->file, 0xC4, "\x00\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 18);
    jpeg_segment(&p->file, 0xC4, "\x10\1\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0E\0", 19); /* '0': 14 bits; '10': end of block */
    jpeg_segment(&p->file, 0xDA, "\1\1\0\0\x3F\0", 6);
    put(&p->file, "\x3F\xFE\x80\x7F\xFF\0", 6); /* 0 | 0 11111111111111 | 10 … */
    put(&p->file, "\xFF\xD9", 2);
    /* a table of the profile makes it longer than libjpeg's first room */
    memset(profile + size, 0, sizeof profile - size);
    profile[0] = 0;
    profile[1] = 0;
    profile[2] = sizeof profile >> 8;
    profile[3] = sizeof profile & 0xFF;
    memcpy(profile + 132, "kTRC\0\0\0\xC4\0\0\x40\x0C", 12);
    memcpy(profile + 196, "curv\0\0\0\0\0\0\x20\0", 12);
    put_profile_part(p, profile, sizeof profile, 1, 1);
    assert_refused(p, LS_REASON_CLEAN_UNPROVEN, "libjpeg"); /* the standard has no code for it */
}

static void more_scans_than_anybody_writes_are_refused(void **state)
{
    struct photo *p = *state;
    const struct kind kind = {"", 16, 16, 1, JCS_GRAYSCALE, 1, 1, .progressive = true, .quality = 80};
    put_kind(p, &kind);
    const size_t from = in_file(p, 0xDA, 0), to = in_file(p, 0xC4, 1);
    struct built scan = {.size = 0};
    put(&scan, p->file.data + from, to - from);
    for (int i = 0; i < 300; i++)
        insert(p, from, scan.data, scan.size);
    clean_keeping(p, 0);
    assert_int_equal(p->outcome.reason, LS_REASON_CLEAN_REFUSED);
    assert_int_equal(p->out.size, 0);
}

static void a_copy_has_a_limit(void **state)
{
    struct photo *p = *state;
    ls_buffer_free(&p->out);
    ls_buffer_init(&p->out, 1000);
    put_kind(p, &plain);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "larger than it may be");
    const struct kind large = {"", 500, 500, 3, JCS_YCbCr, 1, 1, .quality = 100};
    put_kind(p, &large);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "larger than it may be");
}

/* -------------------------------------------------------------------------------------------------- the proofs */

/* The picture again, its coefficients altered by `alter`, coded as `kind` says. */
static void recode(struct photo *p, void (*alter)(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to))
{
    unsigned char *data = NULL;
    unsigned long size = 0;
    struct jpeg_error_mgr errors;
    struct jpeg_decompress_struct from = {.err = jpeg_std_error(&errors)};
    struct jpeg_compress_struct to = {.err = &errors};
    jpeg_create_decompress(&from);
    jpeg_create_compress(&to);
    jpeg_mem_src(&from, (unsigned char *)p->out.data, p->out.size);
    jpeg_read_header(&from, TRUE);
    jvirt_barray_ptr *coefficients = jpeg_read_coefficients(&from);
    jpeg_copy_critical_parameters(&from, &to);
    alter(&from, coefficients, &to);
    jpeg_mem_dest(&to, &data, &size);
    jpeg_write_coefficients(&to, coefficients);
    jpeg_finish_compress(&to);
    jpeg_destroy_compress(&to);
    jpeg_destroy_decompress(&from);
    replace_copy(p, data, size);
    free(data);
}

static void nothing(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to)
{
    (void)from;
    (void)coefficients;
    (void)to;
}

static void last_coefficient(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to)
{
    (void)to;
    const jpeg_component_info *last = &from->comp_info[from->num_components - 1];
    JBLOCKARRAY rows = from->mem->access_virt_barray((j_common_ptr)from, coefficients[from->num_components - 1],
                                                     last->height_in_blocks - 1, 1, TRUE);
    rows[0][last->width_in_blocks - 1][63]++;
}

static void progressive(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to)
{
    (void)from;
    (void)coefficients;
    jpeg_simple_progression(to);
}

static void arithmetic(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to)
{
    (void)from;
    (void)coefficients;
    to->arith_code = TRUE;
}

static void with_adobe(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to)
{
    (void)from;
    (void)coefficients;
    to->write_Adobe_marker = TRUE;
}

static void without_jfif(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to)
{
    (void)from;
    (void)coefficients;
    to->write_JFIF_header = FALSE;
}

static void density(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to)
{
    (void)from;
    (void)coefficients;
    to->X_density++;
}

static void quantiser(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to)
{
    (void)from;
    (void)coefficients;
    to->quant_tbl_ptrs[1]->quantval[63]++;
}

static void a_different_picture_is_no_proof(void **state)
{
    struct photo *p = *state;
    static const struct {
        void (*alter)(j_decompress_ptr from, jvirt_barray_ptr *coefficients, j_compress_ptr to);
        const char *detail;
    } cases[] = {{last_coefficient, "a coefficient"}, {progressive, "the coding"},  {arithmetic, "the coding"},
                 {with_adobe, "the coding"},          {without_jfif, "the coding"}, {density, "the density"},
                 {quantiser, "quantisation table"}};
    put_kind(p, &plain);
    make_copy(p, ls_clean_jpeg, 0);
    const struct built good = p->file;
    recode(p, nothing);
    assert_int_equal(ls_cleaning_prove(&p->cleaning), LS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        p->file = good;
        make_copy(p, ls_clean_jpeg, 0);
        recode(p, cases[i].alter);
        assert_unproven(p, cases[i].detail);
    }
}

/* The copy with bytes put in at a marker. */
static void alter_copy(struct photo *p, unsigned marker, unsigned n, const void *bytes, size_t size)
{
    make_copy(p, ls_clean_jpeg, 0);
    struct built copy = {.size = 0};
    const size_t at = marker_at((unsigned char *)p->out.data, p->out.size, marker, n);
    put(&copy, p->out.data, at);
    put(&copy, bytes, size);
    put(&copy, p->out.data + at, p->out.size - at);
    replace_copy(p, copy.data, copy.size);
}

static void anything_more_is_no_proof(void **state)
{
    struct photo *p = *state;
    struct built profile = {.size = 0};
    unsigned char table[69] = {0xFF, 0xDB, 0, 67, 3}, bytes[512];
    memset(table + 5, 1, 64);
    put_kind(p, &plain);
    insert(p, 2,
           "\xFF\xE1\0\x22"
           "Exif\0\0" ORIENTED(\6),
           36);
    alter_copy(p, 0xDB, 0, "\xFF\xFE\0\3x", 5);
    assert_unproven(p, "jpeg/com is still in it");
    alter_copy(p, 0xDB, 0, "\xFF\xE9\0\3x", 5);
    assert_unproven(p, "is still in it");
    alter_copy(p, 0xDB, 0, "abc", 3);
    assert_unproven(p, "byte");
    alter_copy(p, 0xDB, 0, "\xFF", 1); /* fill */
    assert_unproven(p, "jpeg/fill");
    alter_copy(p, 0xDB, 0, "\xFF\xDF\0\3\0", 5); /* EXP, for hierarchical pictures */
    assert_unproven(p, "libjpeg");
    alter_copy(p, 0xDB, 0, "\xFF\x01", 2); /* TEM, which libjpeg passes over */
    assert_unproven(p, "jpeg/tem");
    alter_copy(p, 0xDB, 0, table, sizeof table);
    assert_unproven(p, "3 quantisation tables, not 2");
    alter_copy(p, 0xDB, 0, "\xFF\xE0\0\20JFIF\0\1\1\0\0\1\0\1\0\0", 18);
    assert_unproven(p, "jpeg/app0/jfif");
    alter_copy(p, 0xDB, 0,
               "\xFF\xE1\0\x22"
               "Exif\0\0" ORIENTED(\6),
               36);
    assert_unproven(p, "jpeg/app1/exif");
    const size_t size = odd_profile(bytes);
    jpeg_app(&profile, 2, "ICC_PROFILE\0\1\1", 14, bytes, size);
    alter_copy(p, 0xDB, 0, profile.data, profile.size);
    assert_unproven(p, "it still states note.text");
    bytes[172] = 'x'; /* of a type that nobody reads: no text of it becomes a value */
    memcpy(bytes + 156 + 16, "curv\0\0\0\0\0\0\0\0\0\0\0\0", 16);
    profile.size = 0;
    jpeg_app(&profile, 2, "ICC_PROFILE\0\1\1", 14, bytes, size);
    alter_copy(p, 0xDB, 0, profile.data, profile.size);
    assert_unproven(p, "jpeg/app2/icc");
    make_copy(p, ls_clean_jpeg, 0);
    ls_buffer_add(&p->out, "x", 1);
    assert_unproven(p, "jpeg/trailing");
    make_copy(p, ls_clean_jpeg, 0);
    ls_buffer_add(&p->out, "\0", 1); /* padding says nothing, but nobody wrote it */
    assert_unproven(p, "jpeg/padding");
}

static void anything_less_or_other_is_no_proof(void **state)
{
    struct photo *p = *state;
    struct built copy = {.size = 0};
    put_kind(p, &plain);
    insert(p, 2,
           "\xFF\xE1\0\x22"
           "Exif\0\0" ORIENTED(\6),
           36);
    make_copy(p, ls_clean_jpeg, 0);
    const size_t at = marker_at((unsigned char *)p->out.data, p->out.size, 0xE1, 0);
    p->out.data[at + 4 + 6 + 19] = 3; /* turned another way: a value that the photo does not state */
    assert_unproven(p, "it still states image.orientation");
    make_copy(p, ls_clean_jpeg, 0);
    p->out.data[at + 4 + 6 + 21] = 1; /* behind the value */
    assert_unproven(p, "jpeg/app1/exif");
    make_copy(p, ls_clean_jpeg, 0);
    put(&copy, p->out.data, at);
    put(&copy, p->out.data + at + 36, p->out.size - at - 36);
    replace_copy(p, copy.data, copy.size);
    assert_unproven(p, "orientation");
    make_copy(p, ls_clean_jpeg, 0);
    p->out.size -= 2;
    assert_unproven(p, "byte");
    replace_copy(p, "GIF89a", 6);
    assert_unproven(p, "not accounted for");
    replace_copy(p, "", 0);
    assert_unproven(p, "");
    const struct kind taller = {"", 64, 49, 3, JCS_YCbCr, 2, 2, .quality = 90};
    unsigned char *data = NULL;
    unsigned long size = 0;
    encode(&taller, &data, &size);
    replace_copy(p, data, size);
    assert_unproven(p, "another size");
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_keeps_its_pixels_and_nothing_else),
        TEST(one_quantisation_table_or_three),
        TEST(data_between_and_inside_and_behind_scans_is_gone),
        TEST(what_comes_behind_the_first_scan_turns_nothing),
        TEST(codes_that_no_coefficient_needs_are_gone),
        TEST(a_profile_comes_in_parts_of_any_order),
        TEST(what_cannot_be_read_whole_is_refused),
        TEST(a_coefficient_that_cannot_be_written_ends_it_well),
        TEST(more_scans_than_anybody_writes_are_refused),
        TEST(a_copy_has_a_limit),
        TEST(a_different_picture_is_no_proof),
        TEST(anything_more_is_no_proof),
        TEST(anything_less_or_other_is_no_proof),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
