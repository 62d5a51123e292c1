/* SPDX-License-Identifier: Apache-2.0 */
/* Cleaned TIFF files: what is gone, and that libtiff decodes every page to the same pixels. */
#include "cmocka_all.h"

#include "clean/clean.h"
#include "container/walk.h"
#include "metadata/read.h"

#include <lightseal/lightseal.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tiffio.h>

#define CORPUS LS_SOURCE_DIR "/../shared/corpus/metadata"
#define SIDE 48u

/* A photo, what is read of it, and its cleaned copy. */
struct cleaned {
    unsigned char *bytes;
    ls_source source;
    ls_arena *arena;
    ls_container container;
    ls_facts facts;
    ls_buffer out;
    ls_outcome outcome;
};

static void clean(struct cleaned *c, unsigned keep)
{
    ls_outcome outcome;
    c->arena = ls_arena_new(256u << 20);
    c->container = (ls_container){.arena = c->arena};
    c->facts = (ls_facts){.arena = c->arena};
    assert_int_equal(ls_container_walk(&c->source, &c->container), LS_OK);
    assert_int_equal(ls_metadata_read(&c->source, &c->container, &c->facts, &outcome), LS_OK);
    ls_buffer_init(&c->out, (size_t)c->source.size + (1u << 20));
    const ls_clean_input input = {&c->source, &c->container, &c->facts, keep};
    assert_int_equal(ls_clean_file(&input, c->arena, &c->out, &c->outcome), LS_OK);
}

static void release(struct cleaned *c)
{
    ls_buffer_free(&c->out);
    ls_arena_free(c->arena);
    free(c->bytes);
    *c = (struct cleaned){0};
}

static bool take_file(struct cleaned *c, int fd)
{
    const off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
    if (size <= 0)
        return false;
    c->bytes = malloc((size_t)size);
    assert_non_null(c->bytes);
    assert_int_equal(pread(fd, c->bytes, (size_t)size, 0), size);
    c->source = (ls_source){c->bytes, (uint64_t)size};
    close(fd);
    return true;
}

static void assert_cleaned(const struct cleaned *c)
{
    if (c->outcome.state != LS_DONE)
        fail_msg("%d: %s", c->outcome.reason, c->outcome.detail);
}

static bool holds(const ls_buffer *out, const char *text)
{
    return memmem(out->data, out->size, text, strlen(text)) != NULL;
}

/* ------------------------------------------------------------------------------------- files that libtiff writes */

static int temporary(void)
{
    char path[] = "/tmp/lightseal-clean-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    return fd;
}

struct coding {
    unsigned compression, samples, bits, tile, photometric, planar;
};

static const struct coding codings[] = {
    {COMPRESSION_NONE, 3, 8, 0, PHOTOMETRIC_RGB, PLANARCONFIG_CONTIG},
    {COMPRESSION_NONE, 3, 8, 0, PHOTOMETRIC_RGB, PLANARCONFIG_SEPARATE},
    {COMPRESSION_LZW, 4, 8, 0, PHOTOMETRIC_RGB, PLANARCONFIG_CONTIG},
    {COMPRESSION_ADOBE_DEFLATE, 3, 16, 16, PHOTOMETRIC_RGB, PLANARCONFIG_CONTIG},
    {COMPRESSION_PACKBITS, 1, 8, 0, PHOTOMETRIC_PALETTE, PLANARCONFIG_CONTIG},
    {COMPRESSION_CCITTFAX4, 1, 1, 0, PHOTOMETRIC_MINISWHITE, PLANARCONFIG_CONTIG},
    {COMPRESSION_JPEG, 3, 8, 0, PHOTOMETRIC_YCBCR, PLANARCONFIG_CONTIG},
    {COMPRESSION_NONE, 4, 8, 16, PHOTOMETRIC_SEPARATED, PLANARCONFIG_CONTIG},
};

#define CODINGS (sizeof codings / sizeof *codings)

static void write_fields(TIFF *tiff, const struct coding *coding)
{
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, SIDE);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, SIDE);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, coding->bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, coding->samples);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, coding->planar);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, coding->compression);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, coding->photometric);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_RIGHTTOP);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 300.5);
    if (coding->compression == COMPRESSION_JPEG)
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    if (coding->samples == 4 && coding->photometric == PHOTOMETRIC_RGB)
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, (uint16_t[]){EXTRASAMPLE_UNASSALPHA});
    if (coding->photometric == PHOTOMETRIC_PALETTE) {
        uint16_t map[3][256];
        for (unsigned i = 0; i < 256; i++)
            map[0][i] = map[1][255 - i] = map[2][i ^ 85] = (uint16_t)(i * 257);
        TIFFSetField(tiff, TIFFTAG_COLORMAP, map[0], map[1], map[2]);
    }
}

/* Noise of sixteen levels, another for each seed. */
static void write_pixels(TIFF *tiff, const struct coding *coding, uint32_t seed)
{
    unsigned char row[SIDE * SIDE * 8];
    uint32_t state = seed;
    for (size_t i = 0; i < sizeof row; i++)
        row[i] = (unsigned char)((state = state * 1664525u + 1013904223u) >> 28 << 4);
    if (coding->tile) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, coding->tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, coding->tile);
        for (uint32_t i = 0; i < TIFFNumberOfTiles(tiff); i++)
            assert_true(TIFFWriteEncodedTile(tiff, i, row + i * 8, TIFFTileSize(tiff)) > 0);
        return;
    }
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 16);
    for (unsigned plane = 0; plane < (coding->planar == PLANARCONFIG_SEPARATE ? coding->samples : 1); plane++)
        for (uint32_t y = 0; y < SIDE; y++)
            assert_int_equal(TIFFWriteScanline(tiff, row + y * 8, y, (uint16_t)plane), 1);
}

static void put_32(unsigned char *at, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (unsigned char)(number >> 8 * (3 - i));
}

#define LAMP "the lamp over my own desk, bought at the corner shop in Newtown"

/* A gray profile (ICC.1:2022): a curve of gamma 1.5, the white of D50, and words. */
static size_t make_profile(unsigned char profile[512])
{
    static const uint32_t entries[3][2] = {{168, 14}, {184, 20}, {204, 12 + sizeof LAMP}};
    const size_t size = 204 + 12 + sizeof LAMP;
    memset(profile, 0, 512);
    put_32(profile, (uint32_t)size);
    put_32(profile + 8, 0x02100000);
    memcpy(profile + 12, "mntrGRAYXYZ ", 12);
    memcpy(profile + 36, "acsp", 4);
    put_32(profile + 68, 0xF6D6);
    put_32(profile + 72, 0x10000);
    put_32(profile + 76, 0xD32D);
    put_32(profile + 128, 3);
    for (unsigned i = 0; i < 3; i++) {
        memcpy(profile + 132 + 12 * i, "kTRCwtptdesc" + 4 * i, 4);
        put_32(profile + 136 + 12 * i, entries[i][0]);
        put_32(profile + 140 + 12 * i, entries[i][1]);
    }
    memcpy(profile + 168, "curv\0\0\0\0\0\0\0\1\1\x80", 14);
    memcpy(profile + 184, "XYZ ", 4);
    memcpy(profile + 192, profile + 68, 12);
    memcpy(profile + 204, "desc", 4);
    put_32(profile + 212, sizeof LAMP);
    memcpy(profile + 216, LAMP, sizeof LAMP);
    return size;
}

static void write_page(TIFF *tiff, const struct coding *coding, uint32_t seed)
{
    write_fields(tiff, coding);
    TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, "a castle by the river");
    TIFFSetField(tiff, TIFFTAG_ARTIST, "Anna Example");
    TIFFSetField(tiff, TIFFTAG_MAKE, "Makers of cameras");
    TIFFSetField(tiff, TIFFTAG_DATETIME, "2026:05:01 10:20:30");
    TIFFSetField(tiff, TIFFTAG_XMLPACKET, 9, "<x>hi</x>");
    write_pixels(tiff, coding, seed);
    assert_int_equal(TIFFWriteDirectory(tiff), 1);
}

/* A page with a smaller one below it. */
static void write_with_preview(TIFF *tiff)
{
    uint64_t offsets[1] = {0};
    TIFFSetField(tiff, TIFFTAG_SUBIFD, 1, offsets);
    write_page(tiff, &codings[0], 2);
    TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
    write_page(tiff, &codings[4], 3);
}

/* ---------------------------------------------------------------------------------------------- decoding again */

struct memory {
    const unsigned char *data;
    uint64_t size, at;
};

static tmsize_t read_bytes(thandle_t handle, void *out, tmsize_t wanted)
{
    struct memory *memory = handle;
    const uint64_t left = memory->at < memory->size ? memory->size - memory->at : 0;
    const tmsize_t count = left < (uint64_t)wanted ? (tmsize_t)left : wanted;
    if (count > 0)
        memcpy(out, memory->data + memory->at, (size_t)count);
    memory->at += (uint64_t)count;
    return count;
}

static tmsize_t write_bytes(thandle_t handle, void *bytes, tmsize_t count)
{
    (void)handle, (void)bytes, (void)count;
    return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence)
{
    struct memory *memory = handle;
    return memory->at = whence == SEEK_SET ? offset : whence == SEEK_CUR ? memory->at + offset : memory->size + offset;
}

static int close_nothing(thandle_t handle)
{
    (void)handle;
    return 0;
}

static toff_t size_of(thandle_t handle)
{
    return ((struct memory *)handle)->size;
}

static TIFF *open_memory(struct memory *memory)
{
    return TIFFClientOpen("", "rm", memory, read_bytes, write_bytes, seek, close_nothing, size_of, NULL, NULL);
}

static bool is_reduced(TIFF *tiff)
{
    uint32_t type = 0;
    TIFFGetField(tiff, TIFFTAG_SUBFILETYPE, &type);
    return type & FILETYPE_REDUCEDIMAGE;
}

/* The pixels of the page that is open, as a viewer shows them; NULL when libtiff does not know how. */
static uint32_t *decode(TIFF *tiff, uint32_t *width, uint32_t *height)
{
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, height);
    uint32_t *pixels = calloc((size_t)*width * *height, sizeof *pixels);
    assert_non_null(pixels);
    if (TIFFReadRGBAImageOriented(tiff, *width, *height, pixels, ORIENTATION_TOPLEFT, 0))
        return pixels;
    free(pixels);
    return NULL;
}

/* Pages of both files in step; those that say that they are smaller are not in the copy. */
static unsigned assert_same_pixels(const struct cleaned *c)
{
    struct memory before = {c->source.data, c->source.size, 0}, after = {(const unsigned char *)c->out.data, c->out.size, 0};
    TIFF *a = open_memory(&before), *b = open_memory(&after);
    unsigned pages = 0;
    bool more_a = a != NULL, more_b = b != NULL;
    assert_true(more_a && more_b);
    while (more_a && more_b) {
        uint32_t size_a[2], size_b[2];
        uint16_t turn_a = 1, turn_b = 1;
        for (; more_a && pages && is_reduced(a); more_a = TIFFReadDirectory(a))
            ;
        if (!more_a)
            break;
        uint32_t *pixels_a = decode(a, &size_a[0], &size_a[1]), *pixels_b = decode(b, &size_b[0], &size_b[1]);
        TIFFGetFieldDefaulted(a, TIFFTAG_ORIENTATION, &turn_a);
        TIFFGetFieldDefaulted(b, TIFFTAG_ORIENTATION, &turn_b);
        assert_int_equal(turn_a, turn_b);
        assert_int_equal(TIFFGetStrileOffset(b, 0) % 2, 0); /* TIFF 6.0, section 2 */
        assert_memory_equal(size_a, size_b, sizeof size_a);
        assert_int_equal(pixels_a == NULL, pixels_b == NULL);
        if (pixels_a)
            assert_memory_equal(pixels_a, pixels_b, (size_t)size_a[0] * size_a[1] * 4);
        free(pixels_a);
        free(pixels_b);
        pages++;
        more_a = TIFFReadDirectory(a);
        more_b = TIFFReadDirectory(b);
    }
    for (; more_a && is_reduced(a); more_a = TIFFReadDirectory(a))
        ;
    assert_false(more_a || more_b);
    TIFFClose(a);
    TIFFClose(b);
    return pages;
}

/* ------------------------------------------------------------------------------------------------------- tests */

static void pages_of_every_coding_stay_as_they_are(void **state)
{
    static const char *const modes[] = {"wl", "wb", "wl8", "wb8"}; /* both byte orders, classic and BigTIFF */
    (void)state;
    for (size_t mode = 0; mode < 4; mode++) {
        struct cleaned c = {0};
        const int fd = temporary();
        TIFF *tiff = TIFFFdOpen(dup(fd), "", modes[mode]);
        for (size_t i = 0; i < CODINGS; i++)
            write_page(tiff, &codings[i], 1);
        write_with_preview(tiff);
        TIFFClose(tiff);
        assert_true(take_file(&c, fd));
        clean(&c, 0);
        assert_cleaned(&c);
        assert_int_equal(assert_same_pixels(&c), CODINGS + 1);
        assert_memory_equal(c.out.data, c.bytes, 4); /* byte order, and classic or BigTIFF */
        static const char *const gone[] = {"castle", "Anna", "Makers", "2026", "<x>"};
        for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
            assert_false(holds(&c.out, gone[i]));
        assert_true(c.out.size < c.source.size);
        release(&c);
    }
}

/* Each page has its own; of a profile the colours stay and the words go. */
static void profiles_keep_their_colours(void **state)
{
    static const struct coding gray = {COMPRESSION_LZW, 1, 8, 0, PHOTOMETRIC_MINISBLACK, PLANARCONFIG_CONTIG};
    unsigned char profile[512];
    struct cleaned c = {0};
    const int fd = temporary();
    const size_t size = make_profile(profile);
    (void)state;
    TIFF *tiff = TIFFFdOpen(dup(fd), "", "wb");
    for (unsigned page = 0; page < 2; page++) {
        TIFFSetField(tiff, TIFFTAG_ICCPROFILE, (uint32_t)size, profile);
        write_page(tiff, &gray, page + 1);
    }
    TIFFClose(tiff);
    assert_true(take_file(&c, fd));
    assert_non_null(memmem(c.bytes, (size_t)c.source.size, LAMP, sizeof LAMP));
    clean(&c, 0);
    assert_cleaned(&c);
    assert_false(holds(&c.out, LAMP));
    struct memory memory = {(const unsigned char *)c.out.data, c.out.size, 0};
    TIFF *copy = open_memory(&memory);
    for (unsigned page = 0; page < 2; page++) {
        uint32_t left = 0;
        void *bytes = NULL;
        assert_int_equal(TIFFSetDirectory(copy, (tdir_t)page), 1);
        assert_int_equal(TIFFGetField(copy, TIFFTAG_ICCPROFILE, &left, &bytes), 1);
        assert_non_null(memmem(bytes, left, "GRAYXYZ ", 8));
        assert_non_null(memmem(bytes, left, "kTRC", 4));
    }
    TIFFClose(copy);
    release(&c);
}

static void what_is_to_stay_stays(void **state)
{
    static const char *const modes[] = {"wl", "wb", "wl8", "wb8"};
    (void)state;
    for (size_t mode = 0; mode < 4; mode++) {
        struct cleaned c = {0}, again = {0};
        const int fd = temporary();
        TIFF *tiff = TIFFFdOpen(dup(fd), "", modes[mode]);
        write_page(tiff, &codings[0], 1);
        write_page(tiff, &codings[0], 2);
        TIFFClose(tiff);
        assert_true(take_file(&c, fd));
        clean(&c, LS_KEEP_CREDIT | LS_KEEP_CAMERA);
        assert_cleaned(&c);
        assert_true(holds(&c.out, "Anna Example"));
        assert_true(holds(&c.out, "Makers of cameras"));
        assert_false(holds(&c.out, "castle"));
        /* the copy says it as the photo did, and cleaning it once more for good leaves nothing */
        again.bytes = malloc(c.out.size);
        assert_non_null(again.bytes);
        memcpy(again.bytes, c.out.data, c.out.size);
        again.source = (ls_source){again.bytes, c.out.size};
        clean(&again, 0);
        assert_cleaned(&again);
        const ls_fact *artist = ls_facts_find(&again.facts, LS_FACT_PERSON_ARTIST, 0);
        assert_true(artist && strcmp(artist->text, "Anna Example") == 0);
        assert_false(holds(&again.out, "Anna"));
        release(&again);
        release(&c);
    }
}

/* Words behind the codes of each strip are shown by nobody, and are not in the copy. */
static void what_follows_the_codes_of_a_strip_is_gone(void **state)
{
    static const char hidden[] = "words that no decoder looks at";
    (void)state;
    for (size_t i = 0; i < CODINGS; i++) {
        unsigned char strip[SIDE * SIDE * 8];
        struct cleaned c = {0};
        const int plain = temporary(), fd = temporary();
        if (codings[i].tile || codings[i].compression == COMPRESSION_CCITTFAX4)
            continue;
        TIFF *from = TIFFFdOpen(dup(plain), "", "w+"), *to = TIFFFdOpen(dup(fd), "", "w");
        write_page(from, &codings[i], 1);
        assert_int_equal(TIFFSetDirectory(from, 0), 1);
        write_fields(to, &codings[i]);
        TIFFSetField(to, TIFFTAG_ROWSPERSTRIP, 16);
        uint32_t size = 0;
        void *tables;
        if (TIFFGetField(from, TIFFTAG_JPEGTABLES, &size, &tables))
            TIFFSetField(to, TIFFTAG_JPEGTABLES, size, tables);
        for (uint32_t j = 0; j < TIFFNumberOfStrips(from); j++) {
            const tmsize_t coded = TIFFReadRawStrip(from, j, strip, sizeof strip - sizeof hidden);
            assert_true(coded > 0);
            memcpy(strip + coded, hidden, sizeof hidden);
            assert_true(TIFFWriteRawStrip(to, j, strip, coded + (tmsize_t)sizeof hidden) > 0);
        }
        TIFFClose(from);
        TIFFClose(to);
        close(plain);
        assert_true(take_file(&c, fd));
        assert_non_null(memmem(c.bytes, (size_t)c.source.size, hidden, sizeof hidden));
        clean(&c, 0);
        assert_cleaned(&c);
        assert_false(holds(&c.out, hidden));
        assert_int_equal(assert_same_pixels(&c), 1);
        release(&c);
    }
}

static void refused(const unsigned char *bytes, size_t size, const char *why)
{
    struct cleaned c = {.bytes = malloc(size)};
    assert_non_null(c.bytes);
    memcpy(c.bytes, bytes, size);
    c.source = (ls_source){c.bytes, size};
    clean(&c, 0);
    assert_int_equal(c.outcome.state, LS_FAILED);
    assert_int_equal(c.out.size, 0);
    if (!strstr(c.outcome.detail, why))
        fail_msg("%s", c.outcome.detail);
    release(&c);
}

static void what_cannot_be_cleaned_is_refused(void **state)
{
    struct cleaned c = {0};
    const int fd = temporary();
    (void)state;
    TIFF *tiff = TIFFFdOpen(dup(fd), "", "wl");
    write_fields(tiff, &codings[0]);
    TIFFSetField(tiff, TIFFTAG_DNGVERSION, "\1\4\0\0");
    write_pixels(tiff, &codings[0], 1);
    TIFFClose(tiff);
    assert_true(take_file(&c, fd));
    refused(c.bytes, (size_t)c.source.size, "DNG");
    refused(c.bytes, (size_t)c.source.size - 100, "past the end");
    release(&c);
}

/* Whatever is wrong with a file, there is a proven copy or none and a reason; a file that was cut off is never whole. */
static void damaged_files_give_no_copy_that_is_not_proven(void **state)
{
    struct cleaned whole = {0};
    const int fd = temporary();
    uint32_t seed = 1;
    (void)state;
    TIFF *tiff = TIFFFdOpen(dup(fd), "", "wl");
    write_page(tiff, &codings[4], 1);
    write_with_preview(tiff);
    TIFFClose(tiff);
    assert_true(take_file(&whole, fd));
    const size_t size = (size_t)whole.source.size;
    for (unsigned i = 0; i < 600; i++) {
        struct cleaned c = {.bytes = malloc(size)};
        assert_non_null(c.bytes);
        memcpy(c.bytes, whole.bytes, size);
        c.source = (ls_source){c.bytes, i < 200 ? 8 + (size - 9) * i / 200 : size};
        for (unsigned j = 0; i >= 200 && j <= i % 3; j++) {
            seed = seed * 1664525u + 1013904223u;
            c.bytes[seed % size] = (unsigned char)(seed >> 24);
        }
        clean(&c, 0);
        assert_true(c.outcome.state == LS_DONE ? i >= 200 && c.out.size : c.outcome.state == LS_FAILED && !c.out.size && c.outcome.detail[0]);
        release(&c);
    }
    free(whole.bytes);
}

/* Every real file is cleaned with the same pixels, or refused with a reason. */
static void real_files_are_cleaned_or_refused(void **state)
{
    static const char *const folders[] = {"camera", "exifr", "animated"};
    unsigned cleaned = 0, kept_back = 0;
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", CORPUS, folders[i]);
        DIR *directory = opendir(path);
        if (!directory)
            skip();
        for (struct dirent *entry; (entry = readdir(directory));) {
            struct cleaned c = {0};
            snprintf(path, sizeof path, "%s/%s/%s", CORPUS, folders[i], entry->d_name);
            if (!strstr(entry->d_name, ".tif") || !take_file(&c, open(path, O_RDONLY | O_CLOEXEC)))
                continue;
            clean(&c, 0);
            if (c.outcome.state == LS_DONE)
                assert_same_pixels(&c);
            else
                assert_true(c.outcome.state == LS_FAILED && c.outcome.detail[0]);
            cleaned += c.outcome.state == LS_DONE;
            kept_back += c.outcome.state != LS_DONE;
            if (getenv("LS_SHOW"))
                print_message("%s: %d %s\n", entry->d_name, c.outcome.reason, c.outcome.detail);
            release(&c);
        }
        closedir(directory);
    }
    assert_true(cleaned >= 20);
    print_message("%u cleaned, %u refused\n", cleaned, kept_back);
}

static void quiet(const char *module, const char *format, va_list list)
{
    (void)module, (void)format, (void)list;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pages_of_every_coding_stay_as_they_are), cmocka_unit_test(profiles_keep_their_colours),
                                       cmocka_unit_test(what_is_to_stay_stays),
                                       cmocka_unit_test(what_follows_the_codes_of_a_strip_is_gone),
                                       cmocka_unit_test(what_cannot_be_cleaned_is_refused),
                                       cmocka_unit_test(damaged_files_give_no_copy_that_is_not_proven),
                                       cmocka_unit_test(real_files_are_cleaned_or_refused)};
    TIFFSetWarningHandler(quiet);
    TIFFSetErrorHandler(quiet);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
