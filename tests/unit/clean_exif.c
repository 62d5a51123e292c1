/* SPDX-License-Identifier: Apache-2.0 */
/* What is left of an Exif block: orientation, what is asked for, nothing else. */
#include "unit/clean_look.h"

#include <lightseal/lightseal.h>

/* A PNG of one pixel with these bytes as its Exif block. */
static void put_photo(struct photo *p, const void *exif, size_t size)
{
    struct built rows = {.size = 0};
    p->file.size = 0;
    png_begin(&p->file, 1, 1);
    if (exif)
        png_chunk(&p->file, "eXIf", exif, size);
    put_stored(&rows, "\1x");
    png_chunk(&p->file, "IDAT", rows.data, rows.size);
    png_chunk(&p->file, "IEND", "", 0);
}

static struct tiff *tiff(void)
{
    static struct tiff block;
    block.bytes.size = 0;
    return &block;
}

/* The copy's block; size 0: none. */
static const unsigned char *block_of(const struct photo *p, size_t *size)
{
    const char *at = memmem(p->out.data, p->out.size, "eXIf", 4);
    *size = at ? (size_t)(unsigned char)at[-2] << 8 | (unsigned char)at[-1] : 0;
    return (const unsigned char *)at + 4;
}

static void assert_block(const struct photo *p, const void *expected, size_t expected_size)
{
    size_t size;
    const unsigned char *block = block_of(p, &size);
    assert_int_equal(size, expected_size);
    if (size)
        assert_memory_equal(block, expected, size);
}

static const struct entry *entry_for(unsigned tag, unsigned type, uint32_t count, const void *text, const double *numbers)
{
    static struct entry entry;
    entry = (struct entry){tag, type, count, text, numbers};
    return &entry;
}

/* A block with one entry in the main directory. */
static void clean_entry(struct photo *p, bool big, const struct entry *entry, unsigned keep)
{
    struct tiff *t = tiff();
    tiff_begin(t, big);
    tiff_first(t, tiff_ifd(t, entry, 1, 0));
    put_photo(p, t->bytes.data, t->bytes.size);
    clean_keeping(p, keep);
    assert_cleaned(p);
}

static void orientation_stays_in_either_byte_order(void **state)
{
    struct photo *p = *state;
    for (int big = 0; big < 2; big++)
        for (double n = 0; n < 12; n++) {
            clean_entry(p, big, entry_for(0x0112, 3, 1, NULL, &n), 0);
            char expected[26];
            memcpy(expected, ORIENTED(\0), 26);
            expected[19] = (char)n;
            assert_block(p, expected, n >= 2 && n <= 8 ? 26 : 0); /* 1 is how a photo is shown that does not say it */
        }
}

/* Some programs turn a picture for a LONG, some do not: it stays a LONG. */
static void orientation_stays_of_its_type(void **state)
{
    struct photo *p = *state;
    const double six = 6, sixes[] = {6, 6}, fraction[] = {6, 1};
    for (int big = 0; big < 2; big++) {
        clean_entry(p, big, entry_for(0x0112, 4, 1, NULL, &six), 0);
        assert_block(p, "MM\0*\0\0\0\10\0\1\1\22\0\4\0\0\0\1\0\0\0\6\0\0\0\0", 26);
        clean_entry(p, big, entry_for(0x0112, 1, 1, NULL, &six), 0);
        assert_block(p, "MM\0*\0\0\0\10\0\1\1\22\0\1\0\0\0\1\6\0\0\0\0\0\0\0", 26);
        clean_entry(p, big, entry_for(0x0112, 3, 2, NULL, sixes), 0); /* two of them: nobody turns it by that */
        assert_block(p, "", 0);
        clean_entry(p, big, entry_for(0x0112, 5, 1, NULL, fraction), 0);
        assert_block(p, "", 0);
        clean_entry(p, big, entry_for(0x0112, 2, 2, "6", NULL), 0);
        assert_block(p, "", 0);
    }
}

static void nothing_else_stays_unasked(void **state)
{
    struct photo *p = *state;
    struct tiff *t = tiff();
    for (int big = 0; big < 2; big++) {
        put_exif(t, big, 3, 6);
        put_photo(p, t->bytes.data, t->bytes.size);
        clean(p);
        assert_block(p, ORIENTED(\6), 26);
        put_exif(t, big, 3, 1);
        put_photo(p, t->bytes.data, t->bytes.size);
        clean(p);
        assert_block(p, "", 0);
    }
}

/* Every byte as Exif 3.0 has it, worked out by hand. */
static void credit_stays_when_asked_for(void **state)
{
    static const char expected[] = "MM\0*\0\0\0\10\0\3"
                                   "\1\22\0\3\0\0\0\1\0\6\0\0"
                                   "\1\x3B\0\2\0\0\0\14\0\0\0\x32"
                                   "\x82\x98\0\2\0\0\0\21\0\0\0\x3E"
                                   "\0\0\0\0Ann Example\0(c) 2024 Example\0\0";
    struct photo *p = *state;
    struct tiff *t = tiff();
    for (int big = 0; big < 2; big++) {
        put_exif(t, big, 3, 6);
        put_photo(p, t->bytes.data, t->bytes.size);
        clean_keeping(p, LS_KEEP_CREDIT);
        assert_cleaned(p);
        assert_block(p, expected, sizeof expected - 1);
    }
}

static void time_stays_when_asked_for(void **state)
{
    static const char expected[] = "MM\0*\0\0\0\10\0\1"
                                   "\x87\x69\0\4\0\0\0\1\0\0\0\x1A"
                                   "\0\0\0\0\0\3"
                                   "\x90\3\0\2\0\0\0\24\0\0\0\x44"
                                   "\x90\x11\0\2\0\0\0\7\0\0\0\x58"
                                   "\x92\x91\0\2\0\0\0\4"
                                   "123\0"
                                   "\0\0\0\0"
                                   "2024:05:06 07:08:09\0+02:00\0\0";
    struct photo *p = *state;
    struct tiff *t = tiff();
    for (int big = 0; big < 2; big++) {
        put_exif(t, big, 3, 1);
        put_photo(p, t->bytes.data, t->bytes.size);
        clean_keeping(p, LS_KEEP_TIME);
        assert_cleaned(p);
        assert_block(p, expected, sizeof expected - 1);
    }
}

static void camera_stays_when_asked_for(void **state)
{
    static const char *const gone[] = {"Avalon", "2024", "Ann", "123", "+02"};
    struct photo *p = *state;
    struct tiff *t = tiff();
    put_exif(t, false, 3, 6);
    put_photo(p, t->bytes.data, t->bytes.size);
    clean_keeping(p, LS_KEEP_CAMERA);
    assert_cleaned(p);
    assert_true(HOLDS(p, "Fictron\0F-100\0"));
    assert_true(HOLDS(p, "Lens 26\0"));
    assert_true(HOLDS(p, "\x82\x9A\0\5\0\0\0\1"));
    assert_true(holds(p, "\0\0\0\1\0\0\0\xFA", 8));
    assert_true(HOLDS(p, "\x88\x27\0\3\0\0\0\1\0\x64"));
    assert_true(HOLDS(p, "\xA4\5\0\3\0\0\0\1\0\x1A"));
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        assert_false(holds(p, gone[i], strlen(gone[i])));
    clean_keeping(p, LS_KEEP_CAMERA | LS_KEEP_TIME | LS_KEEP_CREDIT);
    assert_cleaned(p);
    assert_true(HOLDS(p, "Ann Example"));
    assert_true(HOLDS(p, "2024:05:06 07:08:09"));
    assert_false(HOLDS(p, "Avalon"));
    take_copy(p); /* what stays, stays when it is cleaned again */
    clean_keeping(p, LS_KEEP_CAMERA | LS_KEEP_TIME | LS_KEEP_CREDIT);
    assert_cleaned(p);
    assert_int_equal(p->out.size, p->file.size);
    assert_memory_equal(p->out.data, p->file.data, p->file.size);
    clean(p);
    assert_false(HOLDS(p, "Ann"));
}

static void a_text_ends_at_its_nul(void **state)
{
    struct photo *p = *state;
    clean_entry(p, true, entry_for(0x013B, 2, 26, "Ann Example\0hidden Avalon\0", NULL), LS_KEEP_CREDIT);
    assert_block(p, "MM\0*\0\0\0\10\0\1\1\x3B\0\2\0\0\0\14\0\0\0\x1A\0\0\0\0Ann Example\0", 38);
    clean_entry(p, true, entry_for(0x013B, 2, 9, "\0Avalon.\0", NULL), LS_KEEP_CREDIT);
    assert_block(p, "", 0);
    clean_entry(p, true, entry_for(0x013B, 2, 3, "Ann", NULL), LS_KEEP_CREDIT); /* without one */
    assert_block(p, "MM\0*\0\0\0\10\0\1\1\x3B\0\2\0\0\0\4Ann\0\0\0\0\0", 26);
    clean_entry(p, true, entry_for(0x013B, 2, 1, "A", NULL), LS_KEEP_CREDIT);
    assert_block(p, "MM\0*\0\0\0\10\0\1\1\x3B\0\2\0\0\0\2A\0\0\0\0\0\0\0", 26);
    clean_entry(p, true, entry_for(0x013B, 7, 12, "Ann Example\0", NULL), LS_KEEP_CREDIT); /* no text by its type */
    assert_block(p, "", 0);
}

/* Of what is longer than the standard's texts nothing is kept, rather than a part that the photo does not state. */
static void a_text_has_a_limit(void **state)
{
    struct photo *p = *state;
    char text[600];
    memset(text, 'x', sizeof text);
    clean_entry(p, true, entry_for(0x013B, 2, 511, text, NULL), LS_KEEP_CREDIT);
    assert_true(holds(p, text, 511));
    clean_entry(p, true, entry_for(0x013B, 2, 512, text, NULL), LS_KEEP_CREDIT);
    assert_block(p, "", 0);
    clean_entry(p, true, entry_for(0x010F, 2, 63, text, NULL), LS_KEEP_CAMERA);
    assert_true(holds(p, text, 63));
    clean_entry(p, true, entry_for(0x010F, 2, 64, text, NULL), LS_KEEP_CAMERA);
    assert_block(p, "", 0);
}

static void words_are_no_time(void **state)
{
    struct photo *p = *state;
    struct tiff *t = tiff();
    static const struct entry exif[] = {
        {0x9003, 2, 20, "At the Avalon bay..\0", NULL}, {0x9011, 2, 7, "Avalon\0", NULL}, {0x9291, 2, 7, "Avalon\0", NULL}};
    tiff_begin(t, true);
    const double at = tiff_ifd(t, exif, 3, 0);
    tiff_first(t, tiff_ifd(t, entry_for(0x8769, 4, 1, NULL, &at), 1, 0));
    put_photo(p, t->bytes.data, t->bytes.size);
    clean_keeping(p, LS_KEEP_TIME);
    assert_cleaned(p);
    assert_block(p, "", 0);
}

/* Viewers look at the first. */
static void of_several_blocks_the_first_decides(void **state)
{
    struct photo *p = *state;
    put_photo(p, "MM\0*\0\0\0\10\0\0\0\0\0\0", 14);
    p->file.size -= 12;
    png_chunk(&p->file, "eXIf", ORIENTED(\6), 26);
    png_chunk(&p->file, "IEND", "", 0);
    clean(p);
    assert_block(p, "", 0);
    put_photo(p, ORIENTED(\3), 26);
    p->file.size -= 12;
    png_chunk(&p->file, "eXIf", ORIENTED(\6), 26);
    png_chunk(&p->file, "IEND", "", 0);
    clean(p);
    assert_block(p, ORIENTED(\3), 26);
}

static void damaged_blocks_leave_nothing(void **state)
{
    static const struct {
        const void *bytes;
        size_t size;
    } blocks[] = {
        {"", 0},
        {"MM", 2},
        {"Avalon", 6},
        {"MM\0*\xFF\xFF\xFF\xFF", 8},
        {"MM\0*\0\0\0\10\xFF\xFF", 10},
        {"MM\0*\0\0\0\10\0\1\1\22\0\3", 14},                                    /* cut */
        {"MM\0*\0\0\0\10\0\1\1\x3B\0\2\x7F\xFF\xFF\xFF\0\0\0\x1A\0\0\0\0", 26}, /* a text without end */
        {"MM\0*\0\0\0\10\0\1\1\x3B\0\2\0\0\0\20\xFF\xFF\xFF\xF0\0\0\0\0", 26},  /* far away */
        {"MM\0*\0\0\0\10\0\1\x87\x69\0\4\0\0\0\1\0\0\0\10\0\0\0\10", 26},       /* in a circle */
    };
    struct photo *p = *state;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        put_photo(p, blocks[i].bytes, blocks[i].size);
        clean_keeping(p, LS_KEEP_CAMERA | LS_KEEP_TIME | LS_KEEP_CREDIT);
        assert_cleaned(p);
        assert_block(p, "", 0);
    }
}

static void a_time_without_offset_and_a_number_out_of_bounds(void **state)
{
    struct photo *p = *state;
    struct tiff *t = tiff();
    static const double nothing[] = {0, 0}, large[] = {70000};
    static const struct entry exif[] = {
        {0x829A, 5, 1, NULL, nothing}, {0x8827, 4, 1, NULL, large}, {0x9003, 2, 20, "    :  :     :  :  \0", NULL}};
    tiff_begin(t, false);
    const double at = tiff_ifd(t, exif, 3, 0);
    tiff_first(t, tiff_ifd(t, entry_for(0x8769, 4, 1, NULL, &at), 1, 0));
    put_photo(p, t->bytes.data, t->bytes.size);
    clean_keeping(p, LS_KEEP_TIME | LS_KEEP_CAMERA);
    assert_cleaned(p);
    assert_false(HOLDS(p, "\x90\3"));
    assert_true(holds(p, "\x88\x27\0\4\0\0\0\1\0\1\x11\x70", 12));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(orientation_stays_in_either_byte_order),
        TEST(orientation_stays_of_its_type),
        TEST(nothing_else_stays_unasked),
        TEST(credit_stays_when_asked_for),
        TEST(time_stays_when_asked_for),
        TEST(camera_stays_when_asked_for),
        TEST(a_text_ends_at_its_nul),
        TEST(a_text_has_a_limit),
        TEST(words_are_no_time),
        TEST(of_several_blocks_the_first_decides),
        TEST(damaged_blocks_leave_nothing),
        TEST(a_time_without_offset_and_a_number_out_of_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
