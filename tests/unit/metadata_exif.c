/* SPDX-License-Identifier: Apache-2.0 */
/* Exif blocks and maker notes. */
#include "unit/metadata_look.h"

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
        TEXT_ENTRY(0x010E, "the yard"),   TEXT_ENTRY(0x010F, "Maker  "),
        TEXT_ENTRY(0x0110, "Camera 1"),   {0x0112, 3, 1, NULL, N(6)},
        TEXT_ENTRY(0x0131, "Firmware 2"), TEXT_ENTRY(0x0132, "2026:05:02 00:00:00"),
        TEXT_ENTRY(0x013B, "Bo Example"), TEXT_ENTRY(0x8298, "Photographer\0Editor"),
        {0x8769, 4, 1, NULL, &pointer},   {0x9C9B, 1, 6, "\x3A\x4E\0\0\0\0", NULL}, /* U+4E3A */
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
    look_entry(p, (struct entry){0x0110, 2, 4, "Cam", NULL});
    p->tiff.bytes.data[2] = 43; /* instead of 42 */
    look_exif(p);
    assert_text(p, LS_FACT_DEVICE_MODEL, "Cam", "jpeg/app1/exif/ifd0");
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

/* Nikon's note of type 3 is a TIFF of its own behind ten bytes; tag 0x39 is LocationInfo. */
static void look_nikon(struct photo *p, const struct entry *entries, size_t count)
{
    tiff_begin(&p->tiff, false);
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, entries, count, 0));
    struct built note = {.size = 0};
    put(&note, "Nikon\0\2\x10\0\0", 10);
    put(&note, p->tiff.bytes.data, p->tiff.bytes.size);
    const struct entry exif[] = {{0x927C, 7, (uint32_t)note.size, note.data, NULL}};
    tiff_begin(&p->tiff, false);
    double pointer = tiff_ifd(&p->tiff, exif, 1, 0);
    const struct entry main[] = {TEXT_ENTRY(0x010F, "NIKON CORPORATION"), {0x8769, 4, 1, NULL, &pointer}};
    tiff_first(&p->tiff, tiff_ifd(&p->tiff, main, 2, 0));
    look_exif(p);
}

static void a_place_in_a_nikon_maker_note_is_said(void **state)
{
    struct photo *p = *state;
    const struct entry nikon[] = {{0x0001, 7, 4, "0210", NULL},
                                  TEXT_ENTRY(0x001D, "4711"),
                                  {0x0039, 7, 24, "0100\0\0\0\0Exampleton\0\0\0\0\0\0", NULL}};
    look_nikon(p, nikon, 2);
    assert_text(p, LS_FACT_DEVICE_SERIAL, "4711", "jpeg/app1/exif/makernote");
    assert_done(p);
    look_nikon(p, nikon, 3);
    assert_limited(p, "jpeg/app1/exif/makernote");
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

static void texts_between_the_values_are_not_passed_over(void **state)
{
    struct photo *p = *state;
    look_entry(p, (struct entry){0x0110, 2, 4, "Cam", NULL});
    assert_done(p);
    put_fill(&p->tiff.bytes, 0, 2000);
    put(&p->tiff.bytes, "\1\2remains\3", 10);
    look_exif(p);
    assert_done(p);
    put(&p->tiff.bytes, "a text that no tag points to, and that nobody reads", 51);
    look_exif(p);
    assert_limited(p, "jpeg/app1/exif");
    assert_int_equal(first(p, LS_FACT_CARRIER_UNREAD)->from, 12 + 8 + 2 + 12 + 4); /* behind the only directory */
    look_entry(p, (struct entry){0x0110, 2, 4, "Cam", NULL});
    put_fill(&p->tiff.bytes, 7, 1100);
    look_exif(p);
    assert_limited(p, "jpeg/app1/exif");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(identifying_tags_become_facts),
        TEST(comments_have_character_codes),
        TEST(a_thumbnail_is_found_with_its_bytes),
        TEST(directories_that_point_in_circles_end),
        TEST(a_damaged_exif_block_is_said_and_findings_stay),
        TEST(private_tags_and_maker_notes_are_not_passed_over),
        TEST(a_canon_maker_note_gives_owner_and_serial),
        TEST(a_place_in_a_nikon_maker_note_is_said),
        TEST(an_odd_maker_note_entry_is_not_taken_for_its_complaint),
        TEST(texts_between_the_values_are_not_passed_over),
        TEST(any_damage_of_exif_is_survived),
    };
    return cmocka_run_group_tests_name("metadata_exif", tests, NULL, NULL);
}
