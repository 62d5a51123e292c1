/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "container/walk.h"
#include "metadata/read.h"
#include "unit/container_build.h"

#include <math.h>

struct photo {
    struct built file;
    struct tiff tiff;
    ls_arena *arena;
    ls_container container;
    ls_facts facts;
    ls_outcome outcome;
};

static int set_up(void **state)
{
    struct photo *p = calloc(1, sizeof *p);
    *state = p;
    return p ? 0 : -1;
}

static int tear_down(void **state)
{
    struct photo *p = *state;
    ls_arena_free(p->arena);
    free(p);
    return 0;
}

static void look(struct photo *p)
{
    unsigned char *copy = malloc(p->file.size ? p->file.size : 1);
    assert_non_null(copy);
    memcpy(copy, p->file.data, p->file.size);
    ls_source source = {p->file.size ? copy : NULL, p->file.size};
    ls_arena_free(p->arena);
    p->arena = ls_arena_new(64u << 20);
    p->container = (ls_container){.arena = p->arena};
    p->facts = (ls_facts){.arena = p->arena};
    assert_int_equal(ls_container_walk(&source, &p->container), LS_OK);
    assert_int_equal(ls_metadata_read(&source, &p->container, &p->facts, &p->outcome), LS_OK);
    free(copy);
}

static void print_facts(const struct photo *p)
{
    for (size_t i = 0; i < p->facts.count; i++) {
        const ls_fact *fact = &p->facts.items[i];
        print_error("  %s = %s %lld %.9g (%s)\n", ls_fact_key_name(fact->key), fact->text ? fact->text : "",
                    (long long)fact->integer, fact->real, fact->carrier);
    }
}

static void assert_text(const struct photo *p, ls_fact_key key, const char *text, const char *carrier)
{
    for (const ls_fact *fact = ls_facts_find(&p->facts, key, 0); fact;
         fact = ls_facts_find(&p->facts, key, (size_t)(fact - p->facts.items) + 1))
        if (strcmp(fact->text, text) == 0 && strcmp(fact->carrier, carrier) == 0)
            return;
    print_facts(p);
    fail_msg("no %s \"%s\" in %s", ls_fact_key_name(key), text, carrier);
}

static void assert_real(const struct photo *p, ls_fact_key key, double expected)
{
    const ls_fact *fact = ls_facts_find(&p->facts, key, 0);
    if (!fact || fabs(fact->real - expected) > 1e-7) {
        print_facts(p);
        fail_msg("no %s %.9g", ls_fact_key_name(key), expected);
    }
}

static const ls_fact *first(const struct photo *p, ls_fact_key key)
{
    const ls_fact *fact = ls_facts_find(&p->facts, key, 0);
    if (!fact) {
        print_facts(p);
        fail_msg("no %s", ls_fact_key_name(key));
    }
    return fact;
}

static void assert_none(const struct photo *p, ls_fact_key key)
{
    if (ls_facts_find(&p->facts, key, 0)) {
        print_facts(p);
        fail_msg("unexpected %s", ls_fact_key_name(key));
    }
}

static void assert_done(const struct photo *p)
{
    if (p->outcome.state != LS_DONE) {
        print_facts(p);
        fail_msg("outcome %d %d %s", p->outcome.state, p->outcome.reason, p->outcome.detail);
    }
}

static void assert_limited(const struct photo *p, const char *detail)
{
    assert_int_equal(p->outcome.state, LS_LIMITED);
    assert_int_equal(p->outcome.reason, LS_REASON_CARRIER_UNREAD);
    assert_string_equal(p->outcome.detail, detail);
}

/* The tiff as the Exif segment of a small JPEG, looked at. */
static void look_exif(struct photo *p)
{
    p->file.size = 0;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 1, "Exif\0\0", 6, p->tiff.bytes.data, p->tiff.bytes.size); /* TIFF starts at byte 12 */
    jpeg_rest(&p->file);
    look(p);
}

#define N(...) ((const double[]){__VA_ARGS__})
#define TEXT_ENTRY(tag, text) {tag, 2, sizeof text, text, NULL}
#define COUNT(entries) (sizeof entries / sizeof *entries)

/* A photo whose GPS directory has these entries. */
static void look_gps(struct photo *p, bool big, const struct entry *entries, size_t count)
{
    tiff_begin(&p->tiff, big);
    double gps = tiff_ifd(&p->tiff, entries, count, 0);
    const struct entry main[] = {{0x8825, 4, 1, NULL, &gps}};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, 0));
    look_exif(p);
}

static void a_position_has_sign_direction_and_more(void **state)
{
    struct photo *p = *state;
    const struct entry gps[] = {
        TEXT_ENTRY(1, "S"),
        {2, 5, 3, NULL, N(33, 1, 51, 1, 3551, 100)},   /* -33.8598638… */
        TEXT_ENTRY(3, "W"),
        {4, 5, 3, NULL, N(151, 1, 12, 1, 3960, 100)},  /* -151.211 */
        {5, 1, 1, NULL, N(1)},
        {6, 5, 1, NULL, N(125, 10)},
        {7, 5, 3, NULL, N(2, 1, 20, 1, 3050, 100)},
        {11, 5, 1, NULL, N(18, 10)},
        TEXT_ENTRY(16, "T"),
        {17, 5, 1, NULL, N(27150, 100)},
        TEXT_ENTRY(18, "WGS-84"),
        TEXT_ENTRY(19, "N"),
        {20, 5, 3, NULL, N(10, 1, 30, 1, 0, 1)},
        TEXT_ENTRY(21, "E"),
        {22, 5, 3, NULL, N(20, 1, 15, 1, 0, 1)},
        {27, 7, 11, "ASCII\0\0\0GPS", NULL},
        {28, 7, 13, "UNICODE\0H\0i\0", NULL},
        TEXT_ENTRY(29, "2026:05:01"),
        {31, 5, 1, NULL, N(48, 10)},
    };
    for (int big = 0; big < 2; big++) {
        look_gps(p, big, gps, COUNT(gps));
        assert_real(p, LS_FACT_GPS_LAT, -33.859863888888889);
        assert_real(p, LS_FACT_GPS_LON, -151.211);
        assert_real(p, LS_FACT_GPS_ALTITUDE, -12.5);
        assert_real(p, LS_FACT_GPS_DOP, 1.8);
        assert_real(p, LS_FACT_GPS_DIRECTION, 271.5);
        assert_real(p, LS_FACT_GPS_ERROR_M, 4.8);
        assert_real(p, LS_FACT_GPS_DEST_LAT, 10.5);
        assert_real(p, LS_FACT_GPS_DEST_LON, 20.25);
        assert_text(p, LS_FACT_GPS_DIRECTION_REF, "T", "jpeg/app1/exif/gps");
        assert_text(p, LS_FACT_GPS_DATUM, "WGS-84", "jpeg/app1/exif/gps");
        assert_text(p, LS_FACT_GPS_METHOD, "GPS", "jpeg/app1/exif/gps");
        assert_text(p, LS_FACT_PLACE_NAME, "Hi", "jpeg/app1/exif/gps");
        assert_text(p, LS_FACT_GPS_TIME, "2026-05-01T02:20:30Z", "jpeg/app1/exif/gps");
        assert_none(p, LS_FACT_GPS_HEMISPHERE_UNSTATED);
        assert_done(p);
        /* the value is the first one behind the eight bytes of header, twelve bytes into the file */
        assert_int_equal(first(p, LS_FACT_GPS_LAT)->from, 20);
        assert_int_equal(first(p, LS_FACT_GPS_LAT)->to, 44);
    }
}

static void look_axes(struct photo *p, const char *lat_ref, unsigned type, const double *lat, uint32_t count,
                      const double *lon)
{
    const struct entry gps[] = {
        {1, 2, 2, lat_ref, NULL},
        {2, type, count, NULL, lat},
        {3, 2, 2, "E\0", NULL},
        {4, type, count, NULL, lon},
    };
    look_gps(p, false, gps, COUNT(gps));
}

static void seconds_left_out_are_no_reason_to_miss_a_position(void **state)
{
    struct photo *p = *state;
    look_axes(p, "N\0", 5, N(48, 1, 5332358, 100000, 0, 0), 3, N(21, 1, 25951, 10000, 0, 0));
    assert_real(p, LS_FACT_GPS_LAT, 48 + 53.32358 / 60);
    assert_real(p, LS_FACT_GPS_LON, 21 + 2.5951 / 60);
    assert_none(p, LS_FACT_GPS_NO_FIX);
}

static void a_position_that_was_never_fixed_is_none(void **state)
{
    struct photo *p = *state;
    look_axes(p, "N\0", 5, N(0, 0, 0, 0, 0, 0), 3, N(0, 0, 0, 0, 0, 0));
    assert_none(p, LS_FACT_GPS_LAT);
    first(p, LS_FACT_GPS_NO_FIX);
    look_axes(p, "N\0", 5, N(0, 1, 0, 1, 0, 1), 3, N(0, 1, 0, 1, 0, 1));
    assert_none(p, LS_FACT_GPS_LAT);
    first(p, LS_FACT_GPS_NO_FIX);
    assert_none(p, LS_FACT_GPS_MALFORMED);
}

static void impossible_positions_are_malformed(void **state)
{
    struct photo *p = *state;
    look_axes(p, "N\0", 5, N(91, 1, 0, 1, 0, 1), 3, N(10, 1, 0, 1, 0, 1));
    first(p, LS_FACT_GPS_MALFORMED);
    assert_none(p, LS_FACT_GPS_LAT);
    look_axes(p, "N\0", 5, N(10, 1, 0, 1, 0, 1), 3, N(180, 1, 0, 1, 1, 1));
    first(p, LS_FACT_GPS_MALFORMED);
    look_axes(p, "N\0", 5, N(10, 1, 5, 0, 0, 1), 3, N(10, 1, 0, 1, 0, 1)); /* 5/0 */
    first(p, LS_FACT_GPS_MALFORMED);
    look_axes(p, "N\0", 5, N(0, 0, 5, 1, 0, 1), 3, N(10, 1, 0, 1, 0, 1)); /* minutes of no degree */
    first(p, LS_FACT_GPS_MALFORMED);
    const struct entry half[] = {TEXT_ENTRY(1, "N"), {2, 5, 3, NULL, N(10, 1, 0, 1, 0, 1)}};
    look_gps(p, false, half, COUNT(half));
    first(p, LS_FACT_GPS_MALFORMED);
    const struct entry words[] = {TEXT_ENTRY(2, "somewhere"), TEXT_ENTRY(4, "elsewhere")};
    look_gps(p, false, words, COUNT(words));
    first(p, LS_FACT_GPS_MALFORMED);
    const struct entry version[] = {{0, 1, 4, "\2\3\0\0", NULL}};
    look_gps(p, false, version, COUNT(version));
    assert_none(p, LS_FACT_GPS_MALFORMED);
    assert_none(p, LS_FACT_GPS_NO_FIX);
    assert_done(p);
}

static void a_hemisphere_that_is_not_stated_is_said(void **state)
{
    struct photo *p = *state;
    look_axes(p, "\0\0", 5, N(10, 1, 30, 1, 0, 1), 3, N(20, 1, 0, 1, 0, 1));
    assert_real(p, LS_FACT_GPS_LAT, 10.5);
    assert_text(p, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lat", "jpeg/app1/exif/gps");
    const struct entry bare[] = {{2, 5, 1, NULL, N(21, 2)}, {4, 5, 1, NULL, N(41, 2)}};
    look_gps(p, true, bare, COUNT(bare));
    assert_real(p, LS_FACT_GPS_LON, 20.5);
    assert_text(p, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lat,lon", "jpeg/app1/exif/gps");
    const struct entry east[] = {TEXT_ENTRY(1, "X"), {2, 5, 1, NULL, N(21, 2)}, TEXT_ENTRY(3, "w"), {4, 5, 1, NULL, N(41, 2)}};
    look_gps(p, true, east, COUNT(east));
    assert_real(p, LS_FACT_GPS_LON, -20.5);
    assert_text(p, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lat", "jpeg/app1/exif/gps");
}

static void positions_of_other_types_are_read(void **state)
{
    struct photo *p = *state;
    look_axes(p, "S\0", 10, N(10, 1, 15, 1, 36, 1), 3, N(20, 1, 0, 1, 0, 1));
    assert_real(p, LS_FACT_GPS_LAT, -10.26);
    look_axes(p, "\0\0", 10, N(-10, 1, 15, 1, 36, 1), 3, N(20, 1, 0, 1, 0, 1)); /* the sign states it */
    assert_real(p, LS_FACT_GPS_LAT, -10.26);
    assert_none(p, LS_FACT_GPS_HEMISPHERE_UNSTATED);
    look_axes(p, "N\0", 12, N(10.26), 1, N(20.125));
    assert_real(p, LS_FACT_GPS_LAT, 10.26);
    assert_real(p, LS_FACT_GPS_LON, 20.125);
    look_axes(p, "N\0", 11, N(10.25), 1, N(20.125));
    assert_real(p, LS_FACT_GPS_LAT, 10.25);
    look_axes(p, "N\0", 12, N((double)NAN), 1, N(20.125));
    first(p, LS_FACT_GPS_MALFORMED);
}

static void identifying_tags_become_facts(void **state)
{
    struct photo *p = *state;
    tiff_begin(&p->tiff, true);
    const struct entry exif[] = {
        TEXT_ENTRY(0x9003, "2026:05:01 10:20:30"),
        TEXT_ENTRY(0x9004, "2026:05:01 10:20:31"),
        TEXT_ENTRY(0x9011, "+08:00"),
        TEXT_ENTRY(0x9291, "123"), /* SubSecTimeOriginal: dropped */
        {0x9286, 7, 18, "UNICODE\0\0H\0e\0l\0l\0o", NULL},
        {0xA405, 3, 1, NULL, N(28)},
        TEXT_ENTRY(0xA420, "0123456789abcdef"),
        TEXT_ENTRY(0xA430, "Ada Example"),
        TEXT_ENTRY(0xA431, "B-4711"),
        TEXT_ENTRY(0xA434, "Prime 28"),
        TEXT_ENTRY(0xA435, "L-0815"),
    };
    double pointer = tiff_ifd(&p->tiff, exif, COUNT(exif), 0);
    const struct entry main[] = {
        TEXT_ENTRY(0x010E, "the yard"),
        TEXT_ENTRY(0x010F, "Maker  "),
        TEXT_ENTRY(0x0110, "Camera 1"),
        {0x0112, 3, 1, NULL, N(6)},
        TEXT_ENTRY(0x0131, "Firmware 2"),
        TEXT_ENTRY(0x0132, "2026:05:02 00:00:00"),
        TEXT_ENTRY(0x013B, "Bo Example"),
        TEXT_ENTRY(0x8298, "Photographer\0Editor"),
        {0x8769, 4, 1, NULL, &pointer},
        {0x9C9B, 1, 6, "\x3A\x4E\0\0\0\0", NULL}, /* U+4E3A */
    };
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, COUNT(main), 0));
    look_exif(p);
    assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30+08:00", "jpeg/app1/exif/exif");
    assert_text(p, LS_FACT_TIME_DIGITIZED, "2026-05-01T10:20:31", "jpeg/app1/exif/exif");
    assert_text(p, LS_FACT_TIME_MODIFIED, "2026-05-02T00:00:00", "jpeg/app1/exif/ifd0");
    assert_text(p, LS_FACT_NOTE_TEXT, "Hello", "jpeg/app1/exif/exif");
    assert_text(p, LS_FACT_NOTE_TEXT, "the yard", "jpeg/app1/exif/ifd0");
    assert_text(p, LS_FACT_NOTE_TEXT, "为", "jpeg/app1/exif/ifd0");
    assert_real(p, LS_FACT_DEVICE_FOCAL_35MM, 28);
    assert_text(p, LS_FACT_IMAGE_ID, "0123456789abcdef", "jpeg/app1/exif/exif");
    assert_text(p, LS_FACT_PERSON_OWNER, "Ada Example", "jpeg/app1/exif/exif");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "B-4711", "jpeg/app1/exif/exif");
    assert_text(p, LS_FACT_DEVICE_LENS, "Prime 28", "jpeg/app1/exif/exif");
    assert_text(p, LS_FACT_DEVICE_LENS_SERIAL, "L-0815", "jpeg/app1/exif/exif");
    assert_text(p, LS_FACT_DEVICE_MAKE, "Maker", "jpeg/app1/exif/ifd0");
    assert_text(p, LS_FACT_DEVICE_SOFTWARE, "Firmware 2", "jpeg/app1/exif/ifd0");
    assert_text(p, LS_FACT_PERSON_ARTIST, "Bo Example", "jpeg/app1/exif/ifd0");
    assert_text(p, LS_FACT_PERSON_COPYRIGHT, "Photographer", "jpeg/app1/exif/ifd0");
    assert_text(p, LS_FACT_PERSON_COPYRIGHT, "Editor", "jpeg/app1/exif/ifd0");
    assert_int_equal(first(p, LS_FACT_IMAGE_ORIENTATION)->integer, 6);
    assert_done(p);
}

static void look_entry(struct photo *p, struct entry entry)
{
    tiff_begin(&p->tiff, false);
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, &entry, 1, 0));
    look_exif(p);
}

static void comments_have_character_codes(void **state)
{
    struct photo *p = *state;
    look_entry(p, (struct entry){0x9286, 7, 13, "ASCII\0\0\0hello", NULL});
    assert_text(p, LS_FACT_NOTE_TEXT, "hello", "jpeg/app1/exif/ifd0");
    look_entry(p, (struct entry){0x9286, 7, 12, "UNICODE\0H\0i\0", NULL}); /* little-endian, as the block */
    assert_text(p, LS_FACT_NOTE_TEXT, "Hi", "jpeg/app1/exif/ifd0");
    look_entry(p, (struct entry){0x9286, 7, 13, "\0\0\0\0\0\0\0\0plain", NULL});
    assert_text(p, LS_FACT_NOTE_TEXT, "plain", "jpeg/app1/exif/ifd0");
    look_entry(p, (struct entry){0x9286, 7, 13, "JIS\0\0\0\0\0ascii", NULL});
    assert_text(p, LS_FACT_NOTE_TEXT, "ascii", "jpeg/app1/exif/ifd0");
    assert_done(p);
    look_entry(p, (struct entry){0x9286, 7, 13, "JIS\0\0\0\0\0\x1B$B0!", NULL});
    assert_none(p, LS_FACT_NOTE_TEXT);
    assert_limited(p, "jpeg/app1/exif/ifd0");
    look_entry(p, (struct entry){0x9286, 7, 13, "ASCII\0\0\0     ", NULL});
    assert_none(p, LS_FACT_NOTE_TEXT);
    assert_done(p);
}

static void a_thumbnail_is_found_with_its_bytes(void **state)
{
    struct photo *p = *state;
    tiff_begin(&p->tiff, false);
    put(&p->tiff.bytes, "\xFF\xD8 thumbnail \xFF\xD9", 15); /* at 8 */
    const struct entry thumb[] = {{0x0201, 4, 1, NULL, N(8)}, {0x0202, 4, 1, NULL, N(15)}};
    uint32_t next = tiff_ifd(&p->tiff, thumb, 2, 0);
    const struct entry main[] = {TEXT_ENTRY(0x010F, "Maker")};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, next));
    look_exif(p);
    const ls_fact *fact = first(p, LS_FACT_THUMBNAIL);
    assert_int_equal(fact->integer, 15);
    assert_string_equal(fact->carrier, "jpeg/app1/exif/ifd1");
    assert_int_equal(fact->from, 12 + 8);
    assert_int_equal(fact->to, 12 + 23);
    assert_done(p);
    const struct entry beyond[] = {{0x0201, 4, 1, NULL, N(8)}, {0x0202, 4, 1, NULL, N(60000)}};
    next = tiff_ifd(&p->tiff, beyond, 2, 0);
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, next));
    look_exif(p);
    first(p, LS_FACT_THUMBNAIL);
    assert_limited(p, "jpeg/app1/exif/ifd1");
    const struct entry nowhere[] = {{0x0201, 12, 1, NULL, N(1e93)}, {0x0202, 4, 1, NULL, N(15)}};
    next = tiff_ifd(&p->tiff, nowhere, 2, 0);
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 1, next));
    look_exif(p);
    assert_none(p, LS_FACT_THUMBNAIL);
    assert_limited(p, "jpeg/app1/exif/ifd1");
}

static void directories_that_point_in_circles_end(void **state)
{
    struct photo *p = *state;
    tiff_begin(&p->tiff, false);
    const struct entry main[] = {{0x8769, 4, 1, NULL, N(8)}, {0x8825, 4, 1, NULL, N(8)}, TEXT_ENTRY(0x0110, "Cam")};
    uint32_t offset = tiff_ifd(&p->tiff, main, 3, 8); /* at 8, since nothing is out of line; next is itself */
    assert_int_equal(offset, 8);
    tiff_first(&p->tiff, offset);
    look_exif(p);
    assert_text(p, LS_FACT_DEVICE_MODEL, "Cam", "jpeg/app1/exif/ifd0");
    assert_done(p);
}

static void a_damaged_exif_block_is_said_and_findings_stay(void **state)
{
    struct photo *p = *state;
    look_entry(p, (struct entry){0x0110, 2, 4, "Cam", NULL});
    p->tiff.bytes.data[8] = 2; /* two entries, the second beyond the end */
    look_exif(p);
    assert_text(p, LS_FACT_DEVICE_MODEL, "Cam", "jpeg/app1/exif/ifd0");
    assert_limited(p, "jpeg/app1/exif");
    look_entry(p, (struct entry){0x0110, 2, 4, "Cam", NULL});
    p->tiff.bytes.data[8 + 2 + 6] = 0xFF; /* a count that needs 16 MB */
    look_exif(p);
    assert_limited(p, "jpeg/app1/exif/ifd0");
    p->tiff.bytes.data[2] = 43;
    look_exif(p);
    assert_limited(p, "jpeg/app1/exif");
    p->tiff.bytes.size = 0;
    look_exif(p);
    assert_limited(p, "jpeg/app1/exif");
}

static void private_tags_and_maker_notes_are_not_passed_over(void **state)
{
    struct photo *p = *state;
    look_entry(p, (struct entry){0x9999, 7, 20, "{\"secret\":\"12345678\"}", NULL});
    assert_limited(p, "jpeg/app1/exif/ifd0");
    look_entry(p, (struct entry){0x927C, 7, 12, "unknown note", NULL});
    assert_int_equal(first(p, LS_FACT_MAKERNOTE)->integer, 12);
    assert_limited(p, "jpeg/app1/exif/makernote");
    for (const char *at = p->outcome.detail; *at; at++)
        assert_true(*at != '{');
}

/* A whole photo of a Canon with this maker note directory. Offsets in it are from the start of the block. */
static void look_canon(struct photo *p, const struct entry *entries, size_t count)
{
    tiff_begin(&p->tiff, false);
    uint32_t note = tiff_ifd(&p->tiff, entries, count, 0);
    uint32_t size = (uint32_t)p->tiff.bytes.size - note;
    unsigned char *bytes = malloc(size);
    assert_non_null(bytes);
    memcpy(bytes, p->tiff.bytes.data + note, size);
    const struct entry exif[] = {{0x927C, 7, size, bytes, NULL}};
    double pointer = tiff_ifd(&p->tiff, exif, 1, 0);
    const struct entry main[] = {
        TEXT_ENTRY(0x010F, "Canon"), TEXT_ENTRY(0x0110, "Canon Seal"), {0x8769, 4, 1, NULL, &pointer}};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 3, 0));
    look_exif(p);
    free(bytes);
}

/* Canon's note is a bare directory with offsets from the start of the block: tag 9 is the owner, tag 12 the serial. */
static void a_canon_maker_note_gives_owner_and_serial(void **state)
{
    struct photo *p = *state;
    const struct entry canon[] = {
        TEXT_ENTRY(0x0006, "IMG:Seal JPEG"),
        {0x0009, 2, 32, "Ada Example\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", NULL},
        {0x000C, 4, 1, NULL, N(12345678)},
    };
    look_canon(p, canon, 3);
    assert_text(p, LS_FACT_PERSON_OWNER, "Ada Example", "jpeg/app1/exif/makernote");
    /* printed as the camera's own menu does: the high 16 bits in hexadecimal, the low ones in decimal */
    assert_text(p, LS_FACT_DEVICE_SERIAL, "00BC-24910", "jpeg/app1/exif/makernote");
    assert_done(p);
}

/* libexif then gives a sentence about the entry in place of its value: no fact, but said. */
static void an_odd_maker_note_entry_is_not_taken_for_its_complaint(void **state)
{
    struct photo *p = *state;
    const struct entry canon[] = {TEXT_ENTRY(0x0009, "Ada Example"), {0x000C, 3, 1, NULL, N(7)}};
    look_canon(p, canon, 2);
    assert_none(p, LS_FACT_PERSON_OWNER);
    assert_none(p, LS_FACT_DEVICE_SERIAL);
    assert_limited(p, "jpeg/app1/exif/makernote");
}

#define XMP_BEGIN \
    "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>" \
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>" \
    "<rdf:Description rdf:about='' xmlns:exif='http://ns.adobe.com/exif/1.0/' " \
    "xmlns:aux='http://ns.adobe.com/exif/1.0/aux/' xmlns:dc='http://purl.org/dc/elements/1.1/' " \
    "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' xmlns:xmp='http://ns.adobe.com/xap/1.0/' " \
    "xmlns:drone='http://www.dji.com/drone-dji/1.0/' xmlns:odd='http://example.org/odd/' " \
    "xmlns:ext='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' xmlns:img='http://ns.adobe.com/xap/1.0/g/img/' "
#define XMP_END "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"

static void look_xmp(struct photo *p, const char *packet)
{
    p->file.size = 0;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 1, "http://ns.adobe.com/xap/1.0/\0", 29, packet, strlen(packet)); /* packet at byte 35 */
    jpeg_rest(&p->file);
    look(p);
}

static void xmp_states_the_same_facts(void **state)
{
    struct photo *p = *state;
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='48,8.82N' exif:GPSLongitude='11,30,36W' aux:SerialNumber='4711'>"
                          "<exif:GPSAltitude>1250/10</exif:GPSAltitude><exif:GPSImgDirection>90.5</exif:GPSImgDirection>"
                          "<exif:GPSImgDirectionRef>M</exif:GPSImgDirectionRef>"
                          "<exif:DateTimeOriginal>2026-05-01T10:20:30.5+08:00</exif:DateTimeOriginal>"
                          "<dc:creator><rdf:Seq><rdf:li>Ada &amp; Bo</rdf:li><rdf:li>Cy</rdf:li></rdf:Seq></dc:creator>"
                          "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>the yard</rdf:li></rdf:Alt></dc:description>"
                          "<photoshop:City>Exampleton</photoshop:City><xmp:CreatorTool>Tool 1</xmp:CreatorTool>"
                          "<ext:LocationShown><rdf:Bag><rdf:li rdf:parseType='Resource'><ext:City>Sampleville</ext:City>"
                          "</rdf:li></rdf:Bag></ext:LocationShown>"
                          "<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType='Resource'><img:image>QUJDREVG</img:image>"
                          "</rdf:li></rdf:Alt></xmp:Thumbnails>" XMP_END);
    assert_real(p, LS_FACT_GPS_LAT, 48.147);
    assert_real(p, LS_FACT_GPS_LON, -11.51);
    assert_real(p, LS_FACT_GPS_ALTITUDE, 125);
    assert_real(p, LS_FACT_GPS_DIRECTION, 90.5);
    assert_text(p, LS_FACT_GPS_DIRECTION_REF, "M", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30+08:00", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_PERSON_ARTIST, "Ada & Bo", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_PERSON_ARTIST, "Cy", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_NOTE_TEXT, "the yard", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_PLACE_NAME, "Exampleton", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_PLACE_NAME, "Sampleville", "jpeg/app1/xmp");
    assert_text(p, LS_FACT_DEVICE_SOFTWARE, "Tool 1", "jpeg/app1/xmp");
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 6);
    assert_done(p);
    /* a value's bytes are those of the file */
    const ls_fact *city = first(p, LS_FACT_PLACE_NAME);
    assert_int_equal(city->to - city->from, strlen("Exampleton"));
    assert_memory_equal(p->file.data + city->from, "Exampleton", strlen("Exampleton"));
}

static void xmp_positions_come_in_many_forms(void **state)
{
    struct photo *p = *state;
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='-10.26' exif:GPSLongitude='20.125'>" XMP_END);
    assert_real(p, LS_FACT_GPS_LAT, -10.26);
    assert_text(p, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lon", "jpeg/app1/xmp");
    look_xmp(p, XMP_BEGIN "drone:GpsLatitude='+10.26' drone:GpsLongtitude='+20.125' drone:GimbalYawDegree='-90'>" XMP_END);
    assert_real(p, LS_FACT_GPS_LAT, 10.26);
    assert_real(p, LS_FACT_GPS_LON, 20.125);
    assert_real(p, LS_FACT_GPS_DIRECTION, 270);
    assert_none(p, LS_FACT_GPS_HEMISPHERE_UNSTATED);
    assert_string_equal(first(p, LS_FACT_GPS_LAT)->carrier, "jpeg/app1/xmp/drone");
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='91,0N' exif:GPSLongitude='20,0E'>" XMP_END);
    first(p, LS_FACT_GPS_MALFORMED);
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='north' exif:GPSLongitude='20,0E'>" XMP_END);
    first(p, LS_FACT_GPS_MALFORMED);
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='0,0N' exif:GPSLongitude='0,0E'>" XMP_END);
    first(p, LS_FACT_GPS_NO_FIX);
    look_xmp(p, XMP_BEGIN "exif:GPSLatitude='1,0N' exif:GPSLongitude='2,0E'><ext:LocationShown rdf:parseType='Resource'>"
                          "<exif:GPSLatitude>3,0N</exif:GPSLatitude><exif:GPSLongitude>4,0E</exif:GPSLongitude>"
                          "</ext:LocationShown>" XMP_END);
    const ls_fact *second = ls_facts_find(&p->facts, LS_FACT_GPS_LAT,
                                          (size_t)(first(p, LS_FACT_GPS_LAT) - p->facts.items) + 1);
    assert_non_null(second);
    assert_string_equal(second->carrier, "jpeg/app1/xmp[2]");
    assert_true(fabs(ls_facts_beside(&p->facts, second, LS_FACT_GPS_LON)->real - 4) < 1e-9);
}

static void hostile_xmp_is_refused_and_said(void **state)
{
    struct photo *p = *state;
    look_xmp(p, "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" XMP_BEGIN ">&b;" XMP_END);
    assert_limited(p, "jpeg/app1/xmp");
    look_xmp(p, XMP_BEGIN "aux:SerialNumber='4711'><dc:title>never closed");
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "jpeg/app1/xmp");
    assert_limited(p, "jpeg/app1/xmp");
    look_xmp(p, XMP_BEGIN "odd:thing='content'>" XMP_END);
    assert_limited(p, "jpeg/app1/xmp");
    assert_none(p, LS_FACT_NOTE_TEXT);
    char deep[8000] = "";
    size_t used = 0;
    for (int i = 0; i < 500; i++)
        used += (size_t)snprintf(deep + used, sizeof deep - used, "<a>");
    look_xmp(p, deep);
    assert_limited(p, "jpeg/app1/xmp");
    look_xmp(p, "");
    assert_limited(p, "jpeg/app1/xmp");
}

static void put_extension(struct built *b, const char *guid, uint32_t length, uint32_t offset, const char *part, size_t size)
{
    struct built content = {.size = 0};
    put(&content, guid, 32);
    put_number(&content, length, 4, true);
    put_number(&content, offset, 4, true);
    put(&content, part, size);
    jpeg_app(b, 1, "http://ns.adobe.com/xmp/extension/\0", 35, content.data, content.size);
}

static void extended_xmp_is_put_together(void **state)
{
    static const char packet[] = XMP_BEGIN "aux:SerialNumber='4711'><dc:title>long</dc:title>" XMP_END;
    static const char guid[] = "0123456789ABCDEF0123456789ABCDEF";
    uint32_t length = sizeof packet - 1;
    struct photo *p = *state;
    jpeg_soi(&p->file);
    put_extension(&p->file, guid, length, 300, packet + 300, length - 300); /* out of order */
    put_extension(&p->file, guid, length, 0, packet, 300);
    size_t end = p->file.size;
    jpeg_rest(&p->file);
    look(p);
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "jpeg/app1/xmp-extension");
    assert_text(p, LS_FACT_NOTE_TEXT, "long", "jpeg/app1/xmp-extension");
    assert_done(p);
    p->file.size = end;
    put_extension(&p->file, "FEDCBA9876543210FEDCBA9876543210", 50, 20, packet, 30);
    jpeg_rest(&p->file);
    look(p);
    assert_limited(p, "jpeg/app1/xmp-extension");
}

static void put_dataset(struct built *b, unsigned dataset, const char *text)
{
    put(b, "\x1C\x02", 2);
    put_number(b, dataset, 1, true);
    put_number(b, strlen(text), 2, true);
    put(b, text, strlen(text));
}

static void put_resource(struct built *b, unsigned id, const void *data, size_t size)
{
    put(b, "8BIM", 4);
    put_number(b, id, 2, true);
    put(b, "\0\0", 2);
    put_number(b, size, 4, true);
    put(b, data, size);
    put_fill(b, 0, size & 1);
}

static void photoshop_resources_are_read(void **state)
{
    struct photo *p = *state;
    struct built iim = {.size = 0}, resources = {.size = 0};
    put_dataset(&iim, 80, "Ada Example");
    put_dataset(&iim, 90, "Exampleton");
    put_dataset(&iim, 92, "Mill Lane");
    put_dataset(&iim, 101, "Nowhere");
    put_dataset(&iim, 105, "A headline");
    put_dataset(&iim, 116, "(c) Ada");
    put_dataset(&iim, 120, "Caf\xE9"); /* Latin-1 */
    put_dataset(&iim, 55, "20260501");
    put_dataset(&iim, 60, "102030+0800");
    put_resource(&resources, 0x03ED, "resolution info.", 16);
    put_resource(&resources, 0x0404, iim.data, iim.size);
    char thumbnail[28 + 11] = "";
    put_resource(&resources, 1036, thumbnail, sizeof thumbnail);
    jpeg_soi(&p->file);
    /* cut in the middle of a resource: it runs on in the next segment */
    jpeg_app(&p->file, 13, "Photoshop 3.0\0", 14, resources.data, 60);
    jpeg_app(&p->file, 13, "Photoshop 3.0\0", 14, resources.data + 60, resources.size - 60);
    jpeg_rest(&p->file);
    look(p);
    assert_text(p, LS_FACT_PERSON_ARTIST, "Ada Example", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_PLACE_NAME, "Exampleton", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_PLACE_NAME, "Mill Lane", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_PLACE_NAME, "Nowhere", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_NOTE_TEXT, "A headline", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_PERSON_COPYRIGHT, "(c) Ada", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_NOTE_TEXT, "Café", "jpeg/app13/iptc");
    assert_text(p, LS_FACT_TIME_TAKEN, "2026-05-01T10:20:30+08:00", "jpeg/app13/iptc");
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 11);
    assert_done(p);
    p->file.size = 2;
    put_resource(&resources, 0x0BB8, "what is this", 12);
    jpeg_app(&p->file, 13, "Photoshop 3.0\0", 14, resources.data, resources.size);
    jpeg_rest(&p->file);
    look(p);
    assert_limited(p, "jpeg/app13/iptc");
}

static void small_jpeg_segments_are_read(void **state)
{
    struct photo *p = *state;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 0, "JFIF\0", 5, "\1\2\0\0\1\0\1\1\1rgb", 12);
    jpeg_app(&p->file, 2, "ICC_PROFILE\0", 12, "\1\1whatever", 10);
    jpeg_segment(&p->file, 0xFE, "hello\0", 6);
    jpeg_rest(&p->file);
    look(p);
    assert_text(p, LS_FACT_NOTE_TEXT, "hello", "jpeg/com");
    assert_int_equal(first(p, LS_FACT_THUMBNAIL)->integer, 3);
    assert_done(p);
}

static void carriers_that_are_not_interpreted_are_named(void **state)
{
    struct photo *p = *state;
    jpeg_soi(&p->file);
    jpeg_app(&p->file, 2, "MPF\0", 4, "II*\0", 4);
    jpeg_app(&p->file, 2, "FPXR\0", 5, "x", 1);
    jpeg_app(&p->file, 11, "JP", 2, "\0\1", 2);
    jpeg_app(&p->file, 7, "vendor", 6, "secret", 6);
    jpeg_app(&p->file, 7, "vendor", 6, "again", 5);
    put(&p->file, "stray", 5);
    jpeg_rest(&p->file);
    put(&p->file, "trailer", 7);
    look(p);
    assert_limited(p, "jpeg/app2/mpf, jpeg/app2/flashpix, jpeg/app11/jumbf, jpeg/app7, jpeg/between, jpeg/trailing");
    assert_int_equal(first(p, LS_FACT_CARRIER_TRAILING)->integer, 7);
    assert_int_equal(first(p, LS_FACT_CARRIER_UNKNOWN)->integer, 5);
    for (size_t i = 0; i < p->facts.count; i++)
        assert_true(!p->facts.items[i].text || !strstr(p->facts.items[i].text, "secret"));
}

static void the_list_of_names_is_cut_and_says_so(void **state)
{
    struct photo *p = *state;
    png_begin(&p->file, 1, 1);
    for (int i = 0; i < 26; i++) {
        char type[] = "aaXa";
        type[1] = (char)('a' + i);
        png_chunk(&p->file, type, "x", 1);
    }
    png_rest(&p->file);
    look(p);
    assert_int_equal(p->outcome.state, LS_LIMITED);
    size_t length = strlen(p->outcome.detail);
    assert_true(length < LS_DETAIL_MAX);
    assert_string_equal(p->outcome.detail + length - strlen(", …"), ", …");
}

static void png_texts_are_read(void **state)
{
    struct photo *p = *state;
    struct built *b = &p->file, text = {.size = 0};
    png_begin(b, 1, 1);
    png_chunk(b, "tEXt", "Comment\0Caf\xE9", 12);
    png_chunk(b, "tEXt", "Author\0Ada Example", 18);
    png_chunk(b, "tEXt", "parameters\0a castle", 19);
    png_chunk(b, "tEXt", "Creation Time\0" "2026-05-01T10:20:30Z", 34);
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

static void too_many_facts_are_not_passed_over(void **state)
{
    struct photo *p = *state;
    jpeg_soi(&p->file);
    for (int i = 0; i < 3000; i++)
        jpeg_segment(&p->file, 0xFE, "hello", 5);
    jpeg_rest(&p->file);
    look(p);
    assert_int_equal(p->facts.count, LS_FACTS_MAX);
    assert_int_equal(p->outcome.state, LS_FAILED);
}

static void two_exif_blocks_are_two_carriers(void **state)
{
    struct photo *p = *state;
    look_axes(p, "N\0", 12, N(10.5), 1, N(20.5));
    p->file.size = 2;
    for (int i = 0; i < 2; i++)
        jpeg_app(&p->file, 1, "Exif\0\0", 6, p->tiff.bytes.data, p->tiff.bytes.size);
    jpeg_rest(&p->file);
    look(p);
    const ls_fact *one = first(p, LS_FACT_GPS_LAT);
    const ls_fact *two = ls_facts_find(&p->facts, LS_FACT_GPS_LAT, (size_t)(one - p->facts.items) + 1);
    assert_string_equal(one->carrier, "jpeg/app1/exif/gps");
    assert_string_equal(two->carrier, "jpeg/app1/exif[2]/gps");
}

static void what_cannot_be_read_fails_with_its_reason(void **state)
{
    struct photo *p = *state;
    look(p);
    assert_int_equal(p->outcome.state, LS_FAILED);
    assert_int_equal(p->outcome.reason, LS_REASON_EMPTY);
    put(&p->file, "This is a text file.", 20);
    look(p);
    assert_int_equal(p->outcome.state, LS_FAILED);
    assert_int_equal(p->outcome.reason, LS_REASON_NO_PICTURE);
    p->file.size = 0;
    put(&p->file, "GIF89a\1\0\1\0", 10);
    look(p);
    assert_int_equal(p->outcome.state, LS_FAILED);
    assert_int_equal(p->outcome.reason, LS_REASON_FORMAT_UNREAD);
    assert_string_equal(p->outcome.detail, "GIF");
    look_axes(p, "N\0", 12, N(10.5), 1, N(20.5));
    assert_done(p);
    p->file.size -= 2; /* no EOI */
    look(p);
    assert_int_equal(p->outcome.state, LS_FAILED);
    assert_int_equal(p->outcome.reason, LS_REASON_MALFORMED);
    char expected[32];
    snprintf(expected, sizeof expected, "byte %zu: ", p->file.size);
    assert_memory_equal(p->outcome.detail, expected, strlen(expected));
    assert_real(p, LS_FACT_GPS_LAT, 10.5); /* findings survive */
}

static void any_damage_of_exif_is_survived(void **state)
{
    struct photo *p = *state;
    static const unsigned char values[] = {0x00, 0x01, 0x08, 0x7F, 0x80, 0xFF};
    look_axes(p, "N\0", 5, N(10, 1, 30, 1, 0, 1), 3, N(20, 1, 0, 1, 0, 1));
    struct built saved = p->tiff.bytes;
    for (size_t at = 0; at < saved.size; at++)
        for (size_t i = 0; i < sizeof values; i++) {
            p->tiff.bytes = saved;
            p->tiff.bytes.data[at] = values[i];
            look_exif(p);
            assert_true(ls_container_complete(&p->container));
        }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_position_has_sign_direction_and_more),
        TEST(seconds_left_out_are_no_reason_to_miss_a_position),
        TEST(a_position_that_was_never_fixed_is_none),
        TEST(impossible_positions_are_malformed),
        TEST(a_hemisphere_that_is_not_stated_is_said),
        TEST(positions_of_other_types_are_read),
        TEST(identifying_tags_become_facts),
        TEST(comments_have_character_codes),
        TEST(a_thumbnail_is_found_with_its_bytes),
        TEST(directories_that_point_in_circles_end),
        TEST(a_damaged_exif_block_is_said_and_findings_stay),
        TEST(private_tags_and_maker_notes_are_not_passed_over),
        TEST(a_canon_maker_note_gives_owner_and_serial),
        TEST(an_odd_maker_note_entry_is_not_taken_for_its_complaint),
        TEST(xmp_states_the_same_facts),
        TEST(xmp_positions_come_in_many_forms),
        TEST(hostile_xmp_is_refused_and_said),
        TEST(extended_xmp_is_put_together),
        TEST(photoshop_resources_are_read),
        TEST(small_jpeg_segments_are_read),
        TEST(carriers_that_are_not_interpreted_are_named),
        TEST(the_list_of_names_is_cut_and_says_so),
        TEST(png_texts_are_read),
        TEST(png_carries_exif_and_xmp_too),
        TEST(damaged_png_texts_are_said),
        TEST(a_decompression_bomb_is_bounded),
        TEST(too_many_facts_are_not_passed_over),
        TEST(two_exif_blocks_are_two_carriers),
        TEST(what_cannot_be_read_fails_with_its_reason),
        TEST(any_damage_of_exif_is_survived),
    };
    return cmocka_run_group_tests_name("metadata", tests, NULL, NULL);
}
