/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/container_look.h"

#include "container/bytes.h"

#include <sys/mman.h>
#include <unistd.h>

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
    assert_int_equal(SNIFF("\0\0\0\x18"
                           "ftypheic\0\0\0\0mif1heic"),
                     LS_KIND_HEIF);
    assert_int_equal(SNIFF("\0\0\0\x18"
                           "ftypavif\0\0\0\0mif1avif"),
                     LS_KIND_HEIF);
    assert_int_equal(SNIFF("\0\0\0\x18"
                           "ftypisom\0\0\0\0isommp41"),
                     LS_KIND_VIDEO);
    assert_int_equal(SNIFF("\0\0\0\x14"
                           "ftypxxxx\0\0\0\0mif1"),
                     LS_KIND_HEIF); /* by a compatible brand */
    assert_int_equal(SNIFF("\0\0\0\x14"
                           "ftypcrx \0\0\0\0crx "),
                     LS_KIND_OTHER);
    assert_int_equal(SNIFF("RIFF\x10\0\0\0WEBPVP8 "), LS_KIND_WEBP);
    assert_int_equal(SNIFF("RIFF\x10\0\0\0AVI LIST"), LS_KIND_OTHER); /* a film that no walker knows */
    assert_int_equal(SNIFF("\x1A\x45\xDF\xA3"), LS_KIND_OTHER);
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

/* A file of zeros with these bytes in it. */
static ls_kind sniff_at(size_t offset, const char *bytes, size_t size, size_t whole)
{
    char file[512] = "";
    memcpy(file + offset, bytes, size);
    return sniff(file, whole);
}

static void pictures_that_nobody_reads_are_pictures_still(void **state)
{
    (void)state;
    static const char *const starts[] = {"icns\1\2\3\4",      "%PDF-1.7\n",     "AT&TFORM\1\2\3\4DJVU",
                                         "gimp xcf file",     "FLIF\x31\x31",   "SIMPLE  =       T",
                                         "/* XPM */\nstatic", "%!PS-Adobe-3.0", "\xFF\x4F\xFF\x51",
                                         "II\xBC\1",          "\xFF\x0A\x01"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        assert_int_equal(sniff(starts[i], strlen(starts[i])), LS_KIND_OTHER);
    assert_int_equal(SNIFF("\0\0\1\0\1\0"), LS_KIND_OTHER);
    assert_int_equal(SNIFF("\0\0\2\0\1\0"), LS_KIND_OTHER);
    assert_int_equal(SNIFF("\0\0\0\x0CjP  \r\n\x87\n"), LS_KIND_OTHER);
    assert_int_equal(sniff_at(128, "DICM", 4, 200), LS_KIND_OTHER);
    assert_int_equal(sniff_at(40, " EMF", 4, 100), LS_KIND_OTHER);
    /* PCX of 10 × 10 pixels */
    assert_int_equal(sniff_at(0, "\x0A\5\1\x08\0\0\0\0\x09\0\x09", 11, 140), LS_KIND_OTHER);
    assert_int_equal(sniff_at(0, "\x0A\5\1\x07\0\0\0\0\x09\0\x09", 11, 140), LS_KIND_NONE);
    /* TGA of 4 × 5 gray pixels: 20 bytes behind 18 of header */
    static const char tga[] = "\0\0\3\0\0\0\0\0\0\0\0\0\4\0\5\0\x08";
    assert_int_equal(sniff_at(0, tga, sizeof tga, 38), LS_KIND_OTHER);
    assert_int_equal(sniff_at(0, tga, sizeof tga, 37), LS_KIND_NONE);
    assert_int_equal(sniff_at(100, "TRUEVISION-XFILE.", 18, 118), LS_KIND_OTHER);
    assert_int_equal(sniff_at(0, "", 0, 500), LS_KIND_NONE); /* zeros */
    assert_int_equal(SNIFF("\nA line of text, and nothing else in this file."), LS_KIND_NONE);
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

static void formats_without_a_walker_are_wholly_unknown(void **state)
{
    struct walked *w = *state;
    put(&w->file, "BM\0\0\0\0\0\0\0\0\x1A\0\0\0\x0C\0\0\0\1\0\1\0\1\0\x18\0", 26);
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_BMP);
    assert_false(ls_container_walked(LS_KIND_BMP));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(formats_are_told_by_their_magic_number),      TEST(pictures_that_nobody_reads_are_pictures_still),
        TEST(a_source_is_the_bytes_of_its_descriptor),     TEST(numbers_beyond_the_end_are_zero),
        TEST(formats_without_a_walker_are_wholly_unknown), TEST(any_damage_leaves_the_ranges_whole),
    };
    return cmocka_run_group_tests_name("container", tests, NULL, NULL);
}
