/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real and hostile files: nothing crashes, every byte is accounted for, and positions are those that ExifTool 12.57
 * prints (-n, checked by hand beforehand). Skipped when the data is not there.
 */
#include "cmocka_all.h"

#include "container/walk.h"
#include "metadata/read.h"

#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CORPUS LS_SOURCE_DIR "/../shared/corpus/metadata"

struct looked {
    ls_arena *arena;
    ls_container container;
    ls_facts facts;
    ls_outcome outcome;
};

static bool look(const char *path, struct looked *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
    if (size < 0)
        return false;
    /* a copy on the heap: a sanitizer sees reads beyond its end */
    unsigned char *copy = malloc(size ? (size_t)size : 1);
    assert_non_null(copy);
    assert_int_equal(pread(fd, copy, (size_t)size, 0), size);
    close(fd);
    ls_source source = {size ? copy : NULL, (uint64_t)size};
    *out = (struct looked){.arena = ls_arena_new(256u << 20)};
    out->container.arena = out->facts.arena = out->arena;
    assert_int_equal(ls_container_walk(&source, &out->container), LS_OK);
    assert_true(ls_container_complete(&out->container));
    assert_int_equal(ls_metadata_read(&source, &out->container, &out->facts, &out->outcome), LS_OK);
    for (size_t i = 0; i < out->facts.count; i++)
        assert_true(out->facts.items[i].to <= (uint64_t)size);
    free(copy);
    return true;
}

static size_t read_folder(const char *folder)
{
    char path[4096];
    size_t count = 0;
    snprintf(path, sizeof path, "%s/%s", CORPUS, folder);
    DIR *directory = opendir(path);
    if (!directory)
        return 0;
    for (struct dirent *entry; (entry = readdir(directory));) {
        struct looked looked;
        if (entry->d_type != DT_REG)
            continue;
        snprintf(path, sizeof path, "%s/%s/%s", CORPUS, folder, entry->d_name);
        assert_true(look(path, &looked));
        ls_arena_free(looked.arena);
        count++;
    }
    closedir(directory);
    return count;
}

static void every_byte_of_every_file_has_a_role(void **state)
{
    static const char *const folders[] = {"camera",      "orientation", "exifr", "png",      "jpeg-color",
                                          "acropalypse", "animated",    "crash", "ultrahdr", "avif"};
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (!read_folder(folders[i]))
            skip();
}

static const struct {
    const char *file;
    double lat, lon;
} positions[] = {
    {"camera/jpg__Apple_iPhone_4.jpg", 41.853, 12.4888333},
    {"camera/jpg__FujiFilm_FinePixS1Pro_(1).jpg", 54.9896667, -1.9141667},
    {"camera/jpg__FujiFilm_FinePixS1Pro_(2).jpg", 51.8466667, -3.3378333},
    {"camera/jpg__FujiFilm_FinePixS1Pro_(5).jpg", 50.7231667, -1.9628333},
    {"camera/jpg__FujiFilm_FinePixS2Pro.jpg", 48.8578333, 2.297},
    {"camera/jpg__HTC_Desire.jpg", 45.5006667, 9.1103333},
    {"camera/jpg__Issue_173_(dotnet).jpg", 43.6873944, -85.4835194},
    {"camera/jpg__Issue_508.jpg", 43.8594694, 15.5032833},
    {"camera/jpg__Nikon_D5000.jpg", 48.8887263, 21.0432512}, /* seconds 0/0: the value is the one in its XMP */
    {"exifr/test__fixtures__issue-exifr-3.jpg", 40.3775014, -74.4899134},
    {"exifr/test__fixtures__issue-exifr-36.jpg", -0.3713, 36.0564167},
    {"exifr/test__fixtures__issue-exifr-59.jpg", 37.746765, -119.5298833},
    {"exifr/test__fixtures__sidecar__IMG_5910.jpg", 37.8710933, -122.25678},
    {"exifr/test__fixtures__001.tif", 50.8625989, 4.6725421},
    {"exifr/test__fixtures__png__png_with_exif_and_gps.png", 50.2996028, 14.8202944},
    {"camera/heic__Issue_263_dotnet.heic", 38.6995389, -9.2077472},
    {"camera/heic__IMG_1034.heic", 23.1779167, 113.3943167},
    {"camera/heic__exif-at-eof.heic", 47.2071241, 106.2431051},
    {"avif/tests__data__seine_sdr_gainmap_srgb.avif", 48.8220833, 2.3984717},
};

static void positions_are_those_of_another_reader(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof positions / sizeof *positions; i++) {
        char path[4096];
        struct looked looked;
        snprintf(path, sizeof path, "%s/%s", CORPUS, positions[i].file);
        if (!look(path, &looked))
            skip();
        const ls_fact *lat = ls_facts_find(&looked.facts, LS_FACT_GPS_LAT, 0);
        const ls_fact *lon = lat ? ls_facts_beside(&looked.facts, lat, LS_FACT_GPS_LON) : NULL;
        if (!lon || fabs(lat->real - positions[i].lat) > 1e-6 || fabs(lon->real - positions[i].lon) > 1e-6)
            fail_msg("%s", positions[i].file);
        ls_arena_free(looked.arena);
    }
}

/* What ExifTool 12.57 prints of TIFF files, but for the form of times. */
static const struct {
    const char *file;
    ls_fact_key key;
    const char *text, *carrier;
} texts[] = {
    {"exifr/test__fixtures__001.tif", LS_FACT_DEVICE_MAKE, "DJI", "tiff/ifd"},
    {"exifr/test__fixtures__001.tif", LS_FACT_TIME_TAKEN, "2017-11-07T18:56:07", "tiff/ifd/exif"},
    {"exifr/test__fixtures__tif-with-iptc-icc-xmp.tif", LS_FACT_DEVICE_MODEL, "Canon EOS 5D Mark III", "tiff/ifd"},
    {"exifr/test__fixtures__tif-with-iptc-icc-xmp.tif", LS_FACT_DEVICE_SERIAL, "083024003204", "tiff/ifd/exif"},
    {"exifr/test__fixtures__tif-with-iptc-icc-xmp.tif", LS_FACT_DEVICE_LENS, "EF70-200mm f/2.8L USM", "tiff/ifd/exif"},
    {"exifr/test__fixtures__tif-with-iptc-icc-xmp.tif", LS_FACT_PERSON_COPYRIGHT, "JET2HOLIDAYS", "tiff/ifd"},
    {"camera/tif__ImageTestSuite__ecf22eaecaf11fc75938973745138868.tif", LS_FACT_PERSON_ARTIST, "Library of Congress", "tiff/ifd"},
    {"camera/tif__ImageTestSuite__0ceffbda821c7564352b313bed43f7c7.tif", LS_FACT_DEVICE_SOFTWARE, "Topcall TIFF Writer V.: 2.12.08 / Mar  2 2000", "tiff/ifd[2]"},
};

static bool states(const ls_facts *facts, ls_fact_key key, const char *text, const char *carrier)
{
    for (size_t i = 0; i < facts->count; i++)
        if (facts->items[i].key == key && strcmp(facts->items[i].text, text) == 0 && strcmp(facts->items[i].carrier, carrier) == 0)
            return true;
    return false;
}

static void texts_of_tiff_files_are_those_of_another_reader(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char path[4096];
        struct looked looked;
        snprintf(path, sizeof path, "%s/%s", CORPUS, texts[i].file);
        if (!look(path, &looked))
            skip();
        if (!states(&looked.facts, texts[i].key, texts[i].text, texts[i].carrier))
            fail_msg("%s: %s", texts[i].file, texts[i].text);
        ls_arena_free(looked.arena);
    }
}

/* Files of several writers that hide nothing: not one byte of them is left over. */
static void sound_tiff_files_are_accounted_for(void **state)
{
    static const struct {
        const char *file;
        uint32_t width, height, frames;
    } cases[] = {
        {"camera/tif__BigTIFF__BigTIFF.tif", 64, 64, 1},
        {"camera/tif__BigTIFF__BigTIFFLong8Tiles.tif", 64, 64, 1},
        {"camera/tif__BigTIFF__BigTIFFMotorolaLongStrips.tif", 64, 64, 1},
        {"camera/tif__BigTIFF__BigTIFFSubIFD8.tif", 64, 64, 2},
        {"camera/tif__BigTIFF__Classic.tif", 64, 64, 1},
        {"camera/tif__ImageTestSuite__16f2a7e9adcda96170bc1fa873e275c1.tif", 333, 225, 1},
        {"camera/tif__ImageTestSuite__1af8e95246f4cfa4e5e58f67d6428ea3.tif", 160, 160, 1},
        {"camera/tif__ImageTestSuite__c16f4894de3142b98e8f3d8fc6b3d23e.tif", 50, 50, 1},
        {"camera/tif__ImageTestSuite__e00804b3169008f1c00bf250edccdae4.tif", 1664, 2339, 3},
        {"camera/tif__ImageTestSuite__ecf22eaecaf11fc75938973745138868.tif", 1696, 2200, 1},
        {"animated/Tests__images__multipage-lastframe.tif", 20, 20, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[4096];
        struct looked looked;
        snprintf(path, sizeof path, "%s/%s", CORPUS, cases[i].file);
        if (!look(path, &looked))
            skip();
        if (looked.outcome.state != LS_DONE || looked.container.width != cases[i].width ||
            looked.container.height != cases[i].height || looked.container.frames != cases[i].frames)
            fail_msg("%s: %s", cases[i].file, looked.outcome.detail);
        ls_arena_free(looked.arena);
    }
}

/* Inputs that broke another reader; they are damaged on purpose. */
static bool is_damaged(const char *name)
{
    return strstr(name, "Exception.") != NULL;
}

/* Every byte of every real HEIC and AVIF file belongs to something that is known, and nothing is malformed. */
static void heif_files_have_no_unknown_bytes(void **state)
{
    static const char *const folders[] = {"camera", "exifr", "avif"};
    (void)state;
    size_t count = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", CORPUS, folders[i]);
        DIR *directory = opendir(path);
        if (!directory)
            skip();
        for (struct dirent *entry; (entry = readdir(directory));) {
            struct looked looked;
            snprintf(path, sizeof path, "%s/%s/%s", CORPUS, folders[i], entry->d_name);
            if (entry->d_type != DT_REG || is_damaged(entry->d_name) || !look(path, &looked))
                continue;
            const ls_container *container = &looked.container;
            count += container->kind == LS_KIND_HEIF;
            for (size_t j = 0; j < container->range_count && container->kind == LS_KIND_HEIF; j++)
                if (container->ranges[j].role >= LS_ROLE_TRAILING && !container->ranges[j].inner)
                    fail_msg("%s: %s", entry->d_name, container->ranges[j].path);
            for (size_t j = 0; j < container->problem_count && container->kind == LS_KIND_HEIF; j++)
                if (container->problems[j].fatal)
                    fail_msg("%s: %s", entry->d_name, container->problems[j].text);
            ls_arena_free(looked.arena);
        }
        closedir(directory);
    }
    assert_true(count >= 85);
}

/* Remains of the uncropped picture behind the end, and the same files without them. */
static void remains_after_the_end_are_found(void **state)
{
    static const struct {
        const char *file;
        bool remains;
    } cases[] = {
        {"test_imgs__windows11_1_cropped.png", true},
        {"test_imgs__windows11_1_cropped_sanitized.png", false},
        {"test_imgs__windows10_snipping_tool_1_cropped.png", true},
        {"test_imgs__windows10_snipping_tool_1.png", false},
        {"test_imgs__windows11_3_cropped.jpg", true},
        {"test_imgs__windows11_3.jpg", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[4096];
        struct looked looked;
        snprintf(path, sizeof path, "%s/acropalypse/%s", CORPUS, cases[i].file);
        if (!look(path, &looked))
            skip();
        if ((ls_facts_find(&looked.facts, LS_FACT_CARRIER_TRAILING, 0) != NULL) != cases[i].remains)
            fail_msg("%s", cases[i].file);
        assert_int_equal(looked.outcome.state == LS_DONE, !cases[i].remains);
        ls_arena_free(looked.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_of_every_file_has_a_role),
        cmocka_unit_test(positions_are_those_of_another_reader),
        cmocka_unit_test(texts_of_tiff_files_are_those_of_another_reader),
        cmocka_unit_test(sound_tiff_files_are_accounted_for),
        cmocka_unit_test(remains_after_the_end_are_found),
        cmocka_unit_test(heif_files_have_no_unknown_bytes),
    };
    return cmocka_run_group_tests_name("metadata_corpus", tests, NULL, NULL);
}
