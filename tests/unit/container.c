/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "container/bytes.h"
#include "container/walk.h"
#include "unit/container_build.h"

#include <sys/mman.h>
#include <unistd.h>

struct walked {
    struct built file;
    ls_arena *arena;
    ls_container container;
};

static int set_up(void **state)
{
    struct walked *w = calloc(1, sizeof *w);
    *state = w;
    return w ? 0 : -1;
}

static int tear_down(void **state)
{
    struct walked *w = *state;
    ls_arena_free(w->arena);
    free(w);
    return 0;
}

/* Walks an exact copy on the heap, so that a sanitizer sees a read beyond the file. */
static void walk(struct walked *w)
{
    unsigned char *copy = malloc(w->file.size ? w->file.size : 1);
    assert_non_null(copy);
    memcpy(copy, w->file.data, w->file.size);
    ls_source source = {w->file.size ? copy : NULL, w->file.size};
    ls_arena_free(w->arena);
    w->arena = ls_arena_new(64u << 20);
    w->container = (ls_container){.arena = w->arena};
    assert_int_equal(ls_container_walk(&source, &w->container), LS_OK);
    assert_true(ls_container_complete(&w->container));
    free(copy);
}

static const ls_range *range_of(const struct walked *w, const char *path)
{
    for (size_t i = 0; i < w->container.range_count; i++)
        if (strcmp(w->container.ranges[i].path, path) == 0)
            return &w->container.ranges[i];
    return NULL;
}

static void assert_range(const struct walked *w, const char *path, ls_role role, uint64_t from, uint64_t to)
{
    const ls_range *range = range_of(w, path);
    if (!range)
        print_error("no range %s\n", path);
    assert_non_null(range);
    assert_int_equal(range->role, role);
    assert_int_equal(range->from, from);
    assert_int_equal(range->to, to);
}

static void assert_problem(const struct walked *w, uint64_t at, bool fatal)
{
    for (size_t i = 0; i < w->container.problem_count; i++)
        if (w->container.problems[i].at == at && w->container.problems[i].fatal == fatal)
            return;
    for (size_t i = 0; i < w->container.problem_count; i++)
        print_error("there is: byte %llu: %s\n", (unsigned long long)w->container.problems[i].at,
                    w->container.problems[i].text);
    fail_msg("no %s problem at byte %llu", fatal ? "fatal" : "harmless", (unsigned long long)at);
}

static bool is_fatal(const struct walked *w)
{
    for (size_t i = 0; i < w->container.problem_count; i++)
        if (w->container.problems[i].fatal)
            return true;
    return false;
}

static ls_kind sniff(const char *bytes, size_t size)
{
    ls_source source = {(const unsigned char *)bytes, size};
    return ls_container_sniff(&source);
}

#define SNIFF(text) sniff(text, sizeof text - 1)

static void formats_are_told_by_their_magic_number(void **state)
{
    (void)state;
    assert_int_equal(SNIFF("\xFF\xD8\xFF\xE0"), LS_KIND_JPEG);
    assert_int_equal(SNIFF("\x89PNG\r\n\x1A\n"), LS_KIND_PNG);
    assert_int_equal(SNIFF("\0\0\0\x18" "ftypheic\0\0\0\0mif1heic"), LS_KIND_HEIF);
    assert_int_equal(SNIFF("\0\0\0\x18" "ftypavif\0\0\0\0mif1avif"), LS_KIND_HEIF);
    assert_int_equal(SNIFF("\0\0\0\x18" "ftypisom\0\0\0\0isommp41"), LS_KIND_VIDEO);
    assert_int_equal(SNIFF("\0\0\0\x14" "ftypxxxx\0\0\0\0mif1"), LS_KIND_HEIF); /* by a compatible brand */
    assert_int_equal(SNIFF("\0\0\0\x14" "ftypcrx \0\0\0\0crx "), LS_KIND_OTHER);
    assert_int_equal(SNIFF("RIFF\x10\0\0\0WEBPVP8 "), LS_KIND_WEBP);
    assert_int_equal(SNIFF("RIFF\x10\0\0\0AVI LIST"), LS_KIND_VIDEO);
    assert_int_equal(SNIFF("RIFF\x10\0\0\0WAVEfmt "), LS_KIND_NONE);
    assert_int_equal(SNIFF("GIF89a\1\0\1\0"), LS_KIND_GIF);
    assert_int_equal(SNIFF("II*\0\x08\0\0\0"), LS_KIND_TIFF);
    assert_int_equal(SNIFF("MM\0*\0\0\0\x08"), LS_KIND_TIFF);
    assert_int_equal(SNIFF("II*\0\x10\0\0\0CR\2\0"), LS_KIND_OTHER);
    assert_int_equal(SNIFF("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"), LS_KIND_BMP);
    assert_int_equal(SNIFF("BMW is a make of cars, not a bitmap"), LS_KIND_NONE);
    assert_int_equal(SNIFF("8BPS\0\1"), LS_KIND_OTHER);
    assert_int_equal(SNIFF("<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"/>"), LS_KIND_OTHER);
    assert_int_equal(SNIFF("<?xml version=\"1.0\"?>\n<html/>"), LS_KIND_NONE);
    assert_int_equal(SNIFF("P6\n1 1\n255\n"), LS_KIND_OTHER);
    assert_int_equal(SNIFF("Party on Friday"), LS_KIND_NONE);
    assert_int_equal(SNIFF("PK\3\4"), LS_KIND_NONE);
    assert_int_equal(SNIFF("\xFF"), LS_KIND_NONE);
    assert_int_equal(sniff(NULL, 0), LS_KIND_NONE);
}

static void a_source_is_the_bytes_of_its_descriptor(void **state)
{
    (void)state;
    int fd = memfd_create("photo", 0);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "seal", 4), 4);
    ls_source source;
    assert_int_equal(ls_source_map(fd, 4, &source), LS_OK);
    assert_memory_equal(source.data, "seal", 4);
    ls_source_unmap(&source);
    assert_null(source.data);
    assert_int_equal(ls_source_map(fd, 5, &source), LS_E_IO); /* a mapping beyond the end would be a SIGBUS */
    assert_int_equal(ls_source_map(fd, 0, &source), LS_OK);
    assert_null(source.data);
    close(fd);
    assert_int_equal(ls_source_map(fd, 4, &source), LS_E_IO);
}

static void numbers_beyond_the_end_are_zero(void **state)
{
    (void)state;
    static const unsigned char data[] = {1, 2, 3, 4};
    ls_source source = {data, sizeof data};
    ls_bytes all = ls_bytes_file(&source);
    assert_int_equal(ls_bytes_u16(&all, 0, true), 0x0102);
    assert_int_equal(ls_bytes_u16(&all, 2, false), 0x0403);
    assert_int_equal(ls_bytes_u32(&all, 0, false), 0x04030201);
    assert_int_equal(ls_bytes_u32(&all, 1, true), 0);
    assert_int_equal(ls_bytes_u16(&all, UINT64_MAX, true), 0);
    assert_false(ls_bytes_has(&all, 2, UINT64_MAX));
    ls_bytes tail = ls_bytes_part(&all, 3, 100);
    assert_int_equal(tail.size, 1);
    assert_int_equal(tail.from, 3);
    assert_int_equal(tail.to, 4);
    assert_int_equal(ls_bytes_after(&all, 99).size, 0);
    assert_int_equal(ls_bytes_find(&all, 1, 3), 2);
    assert_int_equal(ls_bytes_find(&all, 3, 3), 4);
    ls_bytes decoded = ls_bytes_decoded("abc", 3, (ls_span){10, 12});
    assert_int_equal(ls_bytes_where(&decoded, 1, 1).from, 10);
    assert_int_equal(ls_bytes_where(&decoded, 1, 1).to, 12);
}

static void every_segment_of_a_jpeg_is_named(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    jpeg_soi(b);                                                             /* 0 */
    jpeg_app(b, 0, "JFIF\0", 5, "\1\2\0\0\1\0\1\0\0", 9);                    /* 2…20 */
    jpeg_app(b, 1, "Exif\0\0", 6, "II*\0", 4);                               /* 20…34 */
    jpeg_app(b, 1, "http://ns.adobe.com/xap/1.0/\0", 29, "<x/>", 4);         /* 34…71 */
    jpeg_app(b, 1, "http://ns.adobe.com/xmp/extension/\0", 35, "", 0);       /* 71…110 */
    jpeg_app(b, 2, "ICC_PROFILE\0", 12, "\1\1", 2);                          /* 110…128 */
    jpeg_app(b, 2, "MPF\0", 4, "II*\0", 4);                                  /* 128…140 */
    jpeg_app(b, 13, "Photoshop 3.0\0", 14, "8BIM", 4);                       /* 140…162 */
    jpeg_app(b, 14, "Adobe", 5, "\0\x64\0\0\0\0\1", 7);                      /* 162…178 */
    jpeg_app(b, 11, "JP", 2, "\0\1", 2);                                     /* 178…186 */
    jpeg_app(b, 7, "maker", 5, "", 0);                                       /* 186…195 */
    jpeg_segment(b, 0xFE, "hello", 5);                                       /* 195…204 */
    jpeg_frame(b, 0xC0, 640, 480);                                           /* 204…273 DQT, …286 SOF, …308 DHT */
    jpeg_segment(b, 0xDD, "\0\4", 2);                                        /* 306… */
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

static void every_chunk_of_a_png_is_named(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    png_begin(b, 300, 200);                      /* 0…8, 8…33 */
    png_chunk(b, "gAMA", "\0\0\xB1\x8F", 4);     /* 33…49 */
    png_chunk(b, "tEXt", "Comment\0hi", 10);     /* 49…71 */
    png_chunk(b, "prVt", "mine", 4);             /* 71…87 */
    png_chunk(b, "IDAT", "\x78", 1);             /* 87…100 */
    png_chunk(b, "IDAT", "\x01", 1);             /* 100…113 */
    png_chunk(b, "tIME", "\x07\xEA\5\1\12\13\14", 7); /* 113…132 */
    png_chunk(b, "IEND", "", 0);                 /* 132…144 */
    put(b, "remains", 7);
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_PNG);
    assert_int_equal(w->container.width, 300);
    assert_int_equal(w->container.height, 200);
    assert_int_equal(w->container.frames, 1);
    assert_int_equal(w->container.problem_count, 0);
    assert_range(w, "png/signature", LS_ROLE_STRUCTURE, 0, 8);
    assert_range(w, "png/IHDR", LS_ROLE_STRUCTURE, 8, 33);
    assert_range(w, "png/gAMA", LS_ROLE_STRUCTURE, 33, 49);
    assert_range(w, "png/tEXt", LS_ROLE_CARRIER, 49, 71);
    assert_range(w, "png/prVt", LS_ROLE_CARRIER, 71, 87);
    assert_range(w, "png/IDAT", LS_ROLE_IMAGE, 87, 113);
    assert_range(w, "png/tIME", LS_ROLE_CARRIER, 113, 132);
    assert_range(w, "png/IEND", LS_ROLE_STRUCTURE, 132, 144);
    assert_range(w, "png/trailing", LS_ROLE_TRAILING, 144, 151);
}

static void a_wrong_checksum_is_a_problem_and_a_fatal_one_where_pixels_are_lost(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    png_chunk(&w->file, "tEXt", "Comment\0hi", 10); /* 33…55 */
    png_rest(&w->file);                             /* IDAT 55…69 */
    w->file.data[54] ^= 1;
    walk(w);
    assert_problem(w, 33, false);
    assert_false(is_fatal(w));
    w->file.data[54] ^= 1;
    w->file.data[68] ^= 1;
    walk(w);
    assert_problem(w, 55, true);
}

static void a_lying_length_is_said_with_its_byte(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    size_t at = w->file.size;
    png_chunk(&w->file, "tEXt", "Comment\0hi", 10);
    png_rest(&w->file);
    w->file.data[at + 2] = 0x7F; /* 0x7F0A bytes */
    walk(w);
    assert_problem(w, at, true);
    assert_range(w, "png/tEXt", LS_ROLE_CARRIER, at, w->file.size);
    w->file.data[at] = 0xFF; /* above 2^31 - 1 */
    walk(w);
    assert_problem(w, at, true);
}

static void a_cut_png_is_broken(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    png_rest(&w->file);
    size_t whole = w->file.size;
    for (size_t size = 4; size < whole; size++) {
        w->file.size = size;
        walk(w);
        assert_int_equal(w->container.kind, LS_KIND_PNG);
        assert_true(is_fatal(w));
    }
}

static void chunks_that_a_decoder_must_refuse_are_fatal(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    png_chunk(&w->file, "XyZZ", "", 0); /* 33: critical and unknown */
    png_rest(&w->file);
    walk(w);
    assert_problem(w, 33, true);
    w->file.size = 33;
    png_chunk(&w->file, "1234", "", 0);
    walk(w);
    assert_problem(w, 33, true);
    assert_range(w, "png/broken", LS_ROLE_UNKNOWN, 33, 45);
    w->file.size = 0;
    png_begin(&w->file, 0, 1);
    png_rest(&w->file);
    walk(w);
    assert_problem(w, 8, true);
    w->file.size = 0;
    png_begin(&w->file, 1, 1);
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    assert_problem(w, 33, true); /* no IDAT */
    memcpy(w->file.data, "\x89PNG\n\n\x1A\n", 8); /* as a text-mode transfer leaves it */
    walk(w);
    assert_problem(w, 4, true);
}

static void bytes_in_the_end_chunk_are_unknown(void **state)
{
    struct walked *w = *state;
    png_begin(&w->file, 1, 1);
    png_chunk(&w->file, "IDAT", "\x78", 1); /* 33…46 */
    png_chunk(&w->file, "IEND", "secret", 6);
    walk(w);
    assert_range(w, "png/left-over", LS_ROLE_UNKNOWN, 54, 64);
    assert_problem(w, 46, false);
}

static uint32_t frames(struct walked *w, uint32_t said, bool default_is_frame, int more)
{
    unsigned char control[26] = {0}, animation[8] = {0};
    animation[3] = (unsigned char)said;
    w->file.size = 0;
    png_begin(&w->file, 1, 1);
    if (said)
        png_chunk(&w->file, "acTL", animation, 8);
    if (default_is_frame)
        png_chunk(&w->file, "fcTL", control, 26);
    png_chunk(&w->file, "IDAT", "\x78", 1);
    for (int i = 0; i < more; i++) {
        png_chunk(&w->file, "fcTL", control, 26);
        png_chunk(&w->file, "fdAT", "\0\0\0\1x", 5);
    }
    png_chunk(&w->file, "IEND", "", 0);
    walk(w);
    return w->container.frames;
}

static void every_picture_of_an_animation_counts(void **state)
{
    struct walked *w = *state;
    assert_int_equal(frames(w, 0, false, 0), 1);
    assert_int_equal(frames(w, 1, true, 0), 1);
    assert_int_equal(frames(w, 3, true, 2), 3);
    assert_int_equal(frames(w, 2, false, 2), 3); /* the default image is none of the two */
    assert_int_equal(frames(w, 1, true, 2), 3);  /* more than the header admits */
    assert_int_equal(frames(w, 9, true, 2), 9);
    assert_int_equal(frames(w, 0, false, 1), 2);
}

static void formats_without_a_walker_are_wholly_unknown(void **state)
{
    struct walked *w = *state;
    put(&w->file, "GIF89a, and so on", 17);
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_GIF);
    assert_false(ls_container_walked(LS_KIND_GIF));
    assert_true(ls_container_walked(LS_KIND_PNG));
    assert_int_equal(w->container.range_count, 1);
    assert_int_equal(w->container.ranges[0].role, LS_ROLE_UNKNOWN);
    w->file.size = 0;
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_NONE);
    assert_int_equal(w->container.range_count, 0);
}

/* Any single byte of either format may be anything: the ranges still cover the file. */
static void any_damage_leaves_the_ranges_whole(void **state)
{
    struct walked *w = *state;
    static const unsigned char values[] = {0x00, 0x01, 0x7F, 0x80, 0xD9, 0xDA, 0xFF};
    for (int png = 0; png < 2; png++) {
        w->file.size = 0;
        if (png) {
            png_begin(&w->file, 5, 5);
            png_chunk(&w->file, "tEXt", "Comment\0hi", 10);
            png_rest(&w->file);
        } else {
            jpeg_soi(&w->file);
            jpeg_app(&w->file, 1, "Exif\0\0", 6, "II*\0\0\0\0\0", 8);
            jpeg_rest(&w->file);
        }
        for (size_t at = 0; at < w->file.size; at++)
            for (size_t i = 0; i < sizeof values; i++) {
                unsigned char saved = w->file.data[at];
                w->file.data[at] = values[i];
                walk(w); /* asserts completeness */
                w->file.data[at] = saved;
            }
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(formats_are_told_by_their_magic_number),
        TEST(a_source_is_the_bytes_of_its_descriptor),
        TEST(numbers_beyond_the_end_are_zero),
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
        TEST(too_many_parts_are_one_fatal_problem),
        TEST(a_long_run_of_fill_bytes_costs_no_time),
        TEST(every_chunk_of_a_png_is_named),
        TEST(a_wrong_checksum_is_a_problem_and_a_fatal_one_where_pixels_are_lost),
        TEST(a_lying_length_is_said_with_its_byte),
        TEST(a_cut_png_is_broken),
        TEST(chunks_that_a_decoder_must_refuse_are_fatal),
        TEST(bytes_in_the_end_chunk_are_unknown),
        TEST(every_picture_of_an_animation_counts),
        TEST(formats_without_a_walker_are_wholly_unknown),
        TEST(any_damage_leaves_the_ranges_whole),
    };
    return cmocka_run_group_tests_name("container", tests, NULL, NULL);
}
