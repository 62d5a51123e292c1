/* SPDX-License-Identifier: Apache-2.0 */
/* Files that libtiff writes: pages of every coding, in strips and tiles, are accounted for to the last byte. */
#include "cmocka_all.h"

#include "container/tiff_coding.h"
#include "container/walk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tiffio.h>

#define SIDE 64u

struct coding {
    unsigned compression, samples, tile, photometric;
};

static const struct coding codings[] = {
    {COMPRESSION_NONE, 3, 0, PHOTOMETRIC_RGB},       {COMPRESSION_LZW, 3, 0, PHOTOMETRIC_RGB},
    {COMPRESSION_ADOBE_DEFLATE, 4, 32, PHOTOMETRIC_RGB}, {COMPRESSION_PACKBITS, 1, 0, PHOTOMETRIC_MINISBLACK},
    {COMPRESSION_JPEG, 3, 0, PHOTOMETRIC_YCBCR},     {COMPRESSION_NONE, 1, 16, PHOTOMETRIC_MINISBLACK},
};

static void write_page(TIFF *tiff, const struct coding *coding)
{
    unsigned char row[SIDE * SIDE * 4];
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, SIDE);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, SIDE);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, coding->samples);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, coding->compression);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, coding->photometric);
    if (coding->compression == COMPRESSION_JPEG)
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    if (coding->samples == 4)
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, (uint16_t[]){EXTRASAMPLE_UNASSALPHA});
    for (size_t i = 0; i < sizeof row; i++)
        row[i] = (unsigned char)(i * 7);
    if (coding->tile) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, coding->tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, coding->tile);
        for (uint32_t i = 0; i < TIFFNumberOfTiles(tiff); i++)
            assert_true(TIFFWriteEncodedTile(tiff, i, row, TIFFTileSize(tiff)) > 0);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 16);
        for (uint32_t y = 0; y < SIDE; y++)
            assert_int_equal(TIFFWriteScanline(tiff, row + y, y, 0), 1);
    }
    assert_int_equal(TIFFWriteDirectory(tiff), 1);
}

static void walk_file(int fd)
{
    const off_t size = lseek(fd, 0, SEEK_END);
    unsigned char *bytes = malloc((size_t)size);
    assert_non_null(bytes);
    assert_int_equal(pread(fd, bytes, (size_t)size, 0), size);
    const ls_source source = {bytes, (uint64_t)size};
    ls_arena *arena = ls_arena_new(64u << 20);
    ls_container container = {.arena = arena};
    assert_int_equal(ls_container_walk(&source, &container), LS_OK);
    assert_int_equal(container.kind, LS_KIND_TIFF);
    assert_int_equal(container.problem_count, 0);
    assert_int_equal(container.frames, sizeof codings / sizeof *codings);
    for (size_t i = 0; i < container.range_count; i++)
        if (container.ranges[i].role == LS_ROLE_UNKNOWN || container.ranges[i].role == LS_ROLE_CARRIER)
            fail_msg("%s at %llu", container.ranges[i].path, (unsigned long long)container.ranges[i].from);
    ls_arena_free(arena);
    free(bytes);
}

static void written_pages_are_accounted_for(void **state)
{
    static const char *const modes[] = {"wl", "wb", "wl8", "wb8"}; /* both byte orders, classic and BigTIFF */
    (void)state;
    for (size_t mode = 0; mode < 4; mode++) {
        char path[] = "/tmp/lightseal-tiff-XXXXXX";
        const int fd = mkstemp(path);
        assert_true(fd >= 0);
        unlink(path);
        TIFF *tiff = TIFFFdOpen(dup(fd), "", modes[mode]);
        assert_non_null(tiff);
        for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
            write_page(tiff, &codings[i]);
        TIFFClose(tiff);
        walk_file(fd);
        close(fd);
    }
}

#define NOISE 300u
#define HIDDEN "and some words that no decoder looks at"

/* A strip as libtiff codes it; *size is that of what is coded. The caller frees it. */
static unsigned char *code(unsigned compression, uint32_t level, tmsize_t *size)
{
    char path[] = "/tmp/lightseal-tiff-XXXXXX";
    const int fd = mkstemp(path);
    static unsigned char pixels[NOISE * NOISE];
    uint32_t state = 7;
    assert_true(fd >= 0);
    unlink(path);
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (unsigned char)((state = state * 1664525u + 1013904223u) >> 24 & level);
    TIFF *tiff = TIFFFdOpen(fd, "", "w+");
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, NOISE);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, NOISE);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, NOISE);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    assert_true(TIFFWriteEncodedStrip(tiff, 0, pixels, sizeof pixels) > 0);
    assert_true(TIFFWriteDirectory(tiff) && TIFFSetDirectory(tiff, 0));
    *size = (tmsize_t)TIFFGetStrileByteCount(tiff, 0);
    unsigned char *coded = calloc(1, (size_t)*size + sizeof HIDDEN);
    assert_non_null(coded);
    assert_int_equal(pread(fd, coded, (size_t)*size, (off_t)TIFFGetStrileOffset(tiff, 0)), *size);
    TIFFClose(tiff);
    return coded;
}

/* Behind the codes of a strip, which fill their tables and begin anew, words are found to the byte. */
static void what_follows_the_codes_is_found(void **state)
{
    static const unsigned compressions[] = {COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS};
    static const uint32_t levels[] = {0, 1, 3, 15, 255};
    (void)state;
    for (size_t i = 0; i < 3 * 5; i++) {
        tmsize_t size;
        unsigned char *coded = code(compressions[i % 3], levels[i / 3], &size);
        memcpy(coded + size, HIDDEN, sizeof HIDDEN);
        for (int hidden = 0; hidden < 2; hidden++) {
            const ls_bytes data = {coded, (size_t)size + (hidden ? sizeof HIDDEN : 0), 0, 0, false};
            uint64_t end = 0;
            assert_int_equal(ls_tiff_coded_end(compressions[i % 3], &data, NOISE * NOISE, &end), LS_CODED_ENDS);
            assert_int_equal(end, size);
        }
        free(coded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(written_pages_are_accounted_for), cmocka_unit_test(what_follows_the_codes_is_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
