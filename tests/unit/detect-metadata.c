/* SPDX-License-Identifier: Apache-2.0 */
/* Detectors over facts and byte ranges: identity, thumbnail, carrier. */
#include "unit/detect.h"

#include <stdio.h>

static void nothing_says_nothing(void **state)
{
    struct scene *scene = *state;
    run(scene);
    assert_int_equal(scene->found.count, 0);
    scene->evidence.facts = NULL; /* no stage has ended */
    run(scene);
    assert_int_equal(scene->found.count, 0);
}

/* Each key under its rule, quoted as text, with its own fact as evidence. */
static void quoted_facts(void **state)
{
    static const struct {
        ls_fact_key key;
        const char *value, *rule;
    } cases[] = {
        {LS_FACT_DEVICE_SERIAL, "4711-A", "metadata.serial"},
        {LS_FACT_DEVICE_LENS_SERIAL, "L-99", "metadata.lens-serial"},
        {LS_FACT_PERSON_OWNER, "Lin Example", "metadata.owner"},
        {LS_FACT_PERSON_COPYRIGHT, "(c) Example", "metadata.copyright"},
        {LS_FACT_PLACE_NAME, "Exampletown", "metadata.place-name"},
        {LS_FACT_IMAGE_ID, "00112233445566778899aabbccddeeff", "metadata.image-id"},
        {LS_FACT_NOTE_TEXT, "roof of building 3", "metadata.note"},
        {LS_FACT_TIME_TAKEN, "2025-03-04T05:06:07+08:00", "metadata.time"},
        {LS_FACT_DEVICE_MODEL, "Example X1", "metadata.device"},
    };
    struct scene *scene = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        fact_text(scene, cases[i].key, cases[i].value, "jpeg/app1/exif");
    run(scene);
    assert_int_equal(scene->found.count, sizeof cases / sizeof *cases);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ls_detection *detection = only(scene, cases[i].rule);
        assert_string_equal(detection->text, cases[i].value);
        assert_ptr_equal(detection->fact, &scene->facts.items[i]);
        assert_int_equal(detection->confidence, 100);
        assert_int_equal(detection->argument_count, 0); /* nothing of it outside of what is masked */
    }
}

/* That a file lies beside the photo is told with its name, which is made of the photo's; one of Apple's says that it was changed. */
static void files_beside_the_photo(void **state)
{
    struct scene *scene = *state;
    fact_text(scene, LS_FACT_SIDECAR, "IMG_1.xmp", "sidecar/xmp");
    fact_text(scene, LS_FACT_SIDECAR, "IMG_1.AAE", "sidecar/aae");
    fact_text(scene, LS_FACT_TIME_TAKEN, "2026-05-01", "file/name");
    run(scene);
    assert_int_equal(scene->found.count, 3);
    assert_string_equal(argument(only(scene, "metadata.sidecar"), "value"), "IMG_1.xmp");
    assert_string_equal(argument(only(scene, "metadata.edits"), "value"), "IMG_1.AAE");
    assert_string_equal(only(scene, "metadata.time")->fact->carrier, "file/name");
}

/* A different picture is told as what it is; the same one, and one that nobody could look at, have no finding of their own. */
static void second_pictures(void **state)
{
    static const ls_second_evidence seconds[] = {
        {LS_SHOWS_SAME, {.carrier = "jpeg/app1/exif/ifd1", .from = 100, .to = 200}},
        {LS_SHOWS_UNREAD, {.carrier = "jpeg/app1/xmp", .from = 200, .to = 300}},
        {LS_SHOWS_UNCROPPED, {.carrier = "jpeg/app13/iptc/thumbnail", .from = 300, .to = 400}},
        {LS_SHOWS_REDACTED, {.carrier = "jpeg/trailing/jpeg", .from = 500, .to = 600}},
        {LS_SHOWS_OTHER, {.carrier = "jpeg/trailing/png", .from = 600, .to = 700}},
    };
    struct scene *scene = *state;
    scene->evidence.seconds = seconds;
    scene->evidence.second_count = sizeof seconds / sizeof *seconds;
    run(scene);
    assert_int_equal(scene->found.count, 3);
    assert_ptr_equal(only(scene, "metadata.second-uncropped")->fact, &seconds[2].fact);
    assert_ptr_equal(only(scene, "metadata.second-unredacted")->fact, &seconds[3].fact);
    assert_ptr_equal(only(scene, "metadata.second-other")->fact, &seconds[4].fact);
}

static void counted_facts(void **state)
{
    struct scene *scene = *state;
    fact_integer(scene, LS_FACT_MAKERNOTE, 0, "exif/makernote", 10, 20);
    fact_integer(scene, LS_FACT_THUMBNAIL, 5432, "exif/thumbnail", 30, 5462);
    fact_integer(scene, LS_FACT_CARRIER_TRAILING, 1234567890123, "jpeg/trailing", 6000, 7000);
    fact_integer(scene, LS_FACT_CARRIER_UNKNOWN, 7, "jpeg/unknown", 7000, 7007);
    fact_text(scene, LS_FACT_CARRIER_UNREAD, "a colour profile", "jpeg/app2");
    run(scene);
    assert_int_equal(scene->found.count, 5);
    assert_string_equal(argument(only(scene, "metadata.makernote"), "count"), "0");
    assert_string_equal(argument(only(scene, "metadata.thumbnail"), "count"), "5432");
    assert_string_equal(argument(only(scene, "metadata.trailing"), "count"), "1234567890123");
    assert_string_equal(argument(only(scene, "metadata.unknown-bytes"), "count"), "7");
    assert_string_equal(argument(only(scene, "metadata.unread"), "value"), "a colour profile");
    assert_null(only(scene, "metadata.unread")->text);
}

static void one_for_each_value_and_carrier(void **state)
{
    struct scene *scene = *state;
    fact_text(scene, LS_FACT_DEVICE_SERIAL, "4711", "exif");
    fact_text(scene, LS_FACT_DEVICE_SERIAL, "4711", "exif");
    fact_text(scene, LS_FACT_DEVICE_SERIAL, "4711", "xmp");
    fact_text(scene, LS_FACT_DEVICE_SERIAL, "4712", "xmp");
    /* owner and artist are one rule, the three times another */
    fact_text(scene, LS_FACT_PERSON_OWNER, "Lin", "exif");
    fact_text(scene, LS_FACT_PERSON_ARTIST, "Lin", "exif");
    fact_text(scene, LS_FACT_PERSON_ARTIST, "Wu", "exif");
    fact_text(scene, LS_FACT_TIME_TAKEN, "2025-01-01T00:00:00", "exif");
    fact_text(scene, LS_FACT_TIME_DIGITIZED, "2025-01-01T00:00:00", "exif");
    fact_text(scene, LS_FACT_TIME_MODIFIED, "2025-01-02T00:00:00", "exif");
    run(scene);
    assert_int_equal(scene->found.count, 3 + 2 + 2);
    assert_string_equal(nth(scene, "metadata.serial", 0)->fact->carrier, "exif");
    assert_string_equal(nth(scene, "metadata.serial", 1)->fact->carrier, "xmp");
    assert_string_equal(nth(scene, "metadata.serial", 2)->text, "4712");
    assert_string_equal(nth(scene, "metadata.owner", 1)->text, "Wu");
    assert_string_equal(nth(scene, "metadata.time", 1)->text, "2025-01-02T00:00:00");
}

static void a_device_is_one_line(void **state)
{
    struct scene *scene = *state;
    fact_text(scene, LS_FACT_DEVICE_SOFTWARE, "9.1", "exif");
    fact_text(scene, LS_FACT_DEVICE_MODEL, "X1", "exif");
    fact_text(scene, LS_FACT_DEVICE_MAKE, "Example", "exif");
    fact_text(scene, LS_FACT_DEVICE_SOFTWARE, "Editor 3", "png/tEXt");
    run(scene);
    assert_int_equal(scene->found.count, 2);
    assert_string_equal(nth(scene, "metadata.device", 0)->text, "Example, X1, 9.1");
    assert_string_equal(nth(scene, "metadata.device", 1)->text, "Editor 3");
}

/* The walker saw bytes that no fact speaks of: they are told all the same, once for each path. */
static void ranges_without_a_fact(void **state)
{
    struct scene *scene = *state;
    scene->container.size = 1000;
    static const struct {
        uint64_t to;
        ls_role role;
        const char *path;
    } ranges[] = {{100, LS_ROLE_STRUCTURE, "jpeg"},
                  {110, LS_ROLE_UNKNOWN, "jpeg/gap"},
                  {500, LS_ROLE_IMAGE, "jpeg"},
                  {530, LS_ROLE_UNKNOWN, "jpeg/gap"},
                  {900, LS_ROLE_TRAILING, "jpeg/trailing"},
                  {1000, LS_ROLE_TRAILING, "jpeg/trailing/zip"}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        assert_int_equal(ls_container_range(&scene->container, ranges[i].to, ranges[i].role, ranges[i].path), LS_OK);
    scene->evidence.container = &scene->container;
    fact_integer(scene, LS_FACT_CARRIER_TRAILING, 370, "jpeg/trailing", 530, 900);
    run(scene);
    assert_int_equal(scene->found.count, 3);
    const ls_detection *gap = only(scene, "metadata.unknown-bytes");
    assert_string_equal(argument(gap, "count"), "40");
    assert_string_equal(gap->fact->carrier, "jpeg/gap");
    assert_true(gap->fact->from == 100 && gap->fact->to == 110);
    assert_ptr_equal(nth(scene, "metadata.trailing", 0)->fact, &scene->facts.items[0]);
    assert_string_equal(argument(nth(scene, "metadata.trailing", 1), "count"), "100");
    scene->evidence.facts = NULL; /* metadata failed */
    run(scene);
    assert_int_equal(scene->found.count, 3);
    assert_string_equal(argument(nth(scene, "metadata.trailing", 0), "count"), "370");
}

/* A file inside the file is told as a whole, whatever its parts are called and whether or not metadata was read. */
static void files_inside_the_file(void **state)
{
    struct scene *scene = *state;
    scene->container.size = 1000;
    static const ls_inner inner[] = {{.from = 100, .to = 300, .kind = LS_KIND_VIDEO, .path = "jpeg/trailing/mp4"},
                                     {.from = 300, .to = 450, .kind = LS_KIND_JPEG, .path = "jpeg/mpf/jpeg"},
                                     {.from = 450, .to = 500, .kind = LS_KIND_NONE, .path = "jpeg/trailing/seft"}};
    static const struct {
        uint64_t to;
        ls_role role;
        const char *path;
    } ranges[] = {{100, LS_ROLE_IMAGE, "jpeg/scan"},
                  {200, LS_ROLE_TRAILING, "jpeg/trailing/mp4/ftyp"},
                  {300, LS_ROLE_TRAILING, "jpeg/trailing/mp4/mdat"},
                  {450, LS_ROLE_TRAILING, "jpeg/mpf/jpeg/scan"},
                  {500, LS_ROLE_TRAILING, "jpeg/trailing/seft/directory"},
                  {1000, LS_ROLE_TRAILING, "jpeg/trailing"}};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(ls_container_inner(&scene->container, &inner[i]), LS_OK);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        assert_int_equal(ls_container_range(&scene->container, ranges[i].to, ranges[i].role, ranges[i].path), LS_OK);
    scene->evidence.container = &scene->container;
    scene->evidence.facts = NULL;
    run(scene);
    assert_int_equal(scene->found.count, 4);
    const ls_detection *clip = only(scene, "metadata.motion-clip");
    assert_string_equal(argument(clip, "count"), "200");
    assert_string_equal(clip->fact->carrier, "jpeg/trailing/mp4");
    assert_true(clip->fact->from == 100 && clip->fact->to == 300);
    assert_string_equal(only(scene, "metadata.second-picture")->fact->carrier, "jpeg/mpf/jpeg");
    assert_string_equal(argument(nth(scene, "metadata.trailing", 0), "count"), "50");
    assert_string_equal(argument(nth(scene, "metadata.trailing", 1), "count"), "500");
}

/* A file that no walker knows is one unknown range: coverage says that, a finding would say it wrongly. */
static void a_file_nobody_walked(void **state)
{
    struct scene *scene = *state;
    scene->container.size = 1000;
    assert_int_equal(ls_container_range(&scene->container, 1000, LS_ROLE_UNKNOWN, "heif"), LS_OK);
    scene->evidence.container = &scene->container;
    run(scene);
    assert_int_equal(scene->found.count, 0);
}

/* A thousand notes do not crowd out a serial number. */
static void floods_are_bounded(void **state)
{
    struct scene *scene = *state;
    for (int i = 0; i < 1500; i++) {
        char note[32];
        snprintf(note, sizeof note, "note %d", i);
        fact_text(scene, LS_FACT_NOTE_TEXT, note, "png/tEXt");
        if (i < 500)
            fact_text(scene, LS_FACT_DEVICE_SERIAL, note, "xmp");
    }
    run(scene);
    assert_int_equal(scene->found.count, 2 * LS_DETECTIONS_PER_RULE);
    assert_int_equal(scene->found.left_out, 1500 + 500 - 2 * LS_DETECTIONS_PER_RULE);
}

static void too_many_rules(void **state)
{
    struct scene *scene = *state;
    static char rules[LS_DETECTIONS_MAX + 1][8];
    ls_detection *detection;
    for (int i = 0; i <= LS_DETECTIONS_MAX; i++) {
        snprintf(rules[i], sizeof rules[i], "r%d", i);
        ls_status expected = i < LS_DETECTIONS_MAX ? LS_OK : LS_E_LIMIT;
        assert_int_equal(ls_detections_add(&scene->found, rules[i], &detection), expected);
        assert_int_equal(detection != NULL, expected == LS_OK);
    }
    for (int i = 0; i < LS_ARGUMENTS_MAX + 2; i++)
        ls_detection_argument(&scene->found.items[0], "count", "1", false);
    assert_int_equal(scene->found.items[0].argument_count, LS_ARGUMENTS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(nothing_says_nothing), SCENE_TEST(quoted_facts),
        SCENE_TEST(counted_facts),        SCENE_TEST(one_for_each_value_and_carrier),
        SCENE_TEST(a_device_is_one_line), SCENE_TEST(ranges_without_a_fact), SCENE_TEST(a_file_nobody_walked),
        SCENE_TEST(files_inside_the_file), SCENE_TEST(second_pictures), SCENE_TEST(files_beside_the_photo),
        SCENE_TEST(floods_are_bounded),   SCENE_TEST(too_many_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
