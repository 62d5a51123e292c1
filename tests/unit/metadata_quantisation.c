/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image.quantisation. The hashes were made with a few lines of Python from the published FNV-1a parameters, which give
 * af63dc4c8601ec8c for "a".
 */
#include "unit/metadata_look.h"

#define ONES "ae739bdf833e0edf"  /* table 0, every element 1 */
#define TWICE "8e89808ad9039e3a" /* table 1 behind it, the same */
#define WIDE "3c95a49454eae445"  /* table 2, every element 300 */

/* T.81, K.1 and K.2 in zigzag order: quality 50. */
static const unsigned char luminance[64] = {16, 11, 12, 14,  12,  10,  16,  14,  13,  14, 18,  17,  16,  19,  24,  40,
                                            26, 24, 22, 22,  24,  49,  35,  37,  29,  40, 58,  51,  61,  60,  57,  51,
                                            56, 55, 64, 72,  92,  78,  64,  68,  87,  69, 55,  56,  80,  109, 81,  87,
                                            95, 98, 103, 104, 103, 62,  77,  113, 121, 112, 100, 120, 92,  101, 103, 99};
static const unsigned char chrominance[64] = {17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99,
                                              99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
                                              99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
                                              99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99};

/* A table of 8-bit elements behind what stands in the segment so far. */
static void add_table(struct built *segment, unsigned destination, const unsigned char elements[64])
{
    put_number(segment, destination, 1, true);
    put(segment, elements, 64);
}

static void add_ones(struct built *segment, unsigned destination)
{
    unsigned char ones[64];
    memset(ones, 1, sizeof ones);
    add_table(segment, destination, ones);
}

/* The beginning of a JPEG that has no table yet. */
static void begin(struct photo *p)
{
    p->file.size = 0;
    jpeg_soi(&p->file);
}

/* The rest of it, without jpeg_frame()'s table. */
static void end_and_look(struct photo *p)
{
    static const unsigned char frame[9] = {8, 0, 8, 0, 8, 1, 1, 0x11, 0};
    jpeg_segment(&p->file, 0xC0, frame, sizeof frame);
    jpeg_scan(&p->file, "\x3F", 1);
    put_number(&p->file, 0xFFD9, 2, true);
    look(p);
}

static void look_tables(struct photo *p, const struct built *dqt)
{
    begin(p);
    jpeg_segment(&p->file, 0xDB, dqt->data, dqt->size);
    end_and_look(p);
}

static void assert_fingerprint(const struct photo *p, const char *expected)
{
    assert_text(p, LS_FACT_IMAGE_QUANTISATION, expected, "jpeg/dqt");
}

static void a_table_has_a_fingerprint_and_a_place(void **state)
{
    struct photo *p = *state;
    static struct built dqt;
    dqt.size = 0;
    add_ones(&dqt, 0);
    look_tables(p, &dqt);
    assert_done(p);
    assert_fingerprint(p, ONES ", IJG quality 100");
    const ls_fact *fact = first(p, LS_FACT_IMAGE_QUANTISATION);
    assert_int_equal(fact->from, 2);
    assert_int_equal(fact->to, 2 + 4 + 65);
}

static void it_does_not_matter_how_segments_hold_tables(void **state)
{
    struct photo *p = *state;
    static struct built one, other;
    one.size = other.size = 0;
    add_ones(&one, 0);
    add_ones(&other, 1);
    for (int between = 0; between < 2; between++) {
        begin(p);
        jpeg_segment(&p->file, 0xDB, one.data, one.size);
        if (between)
            jpeg_segment(&p->file, 0xFE, "a note", 6);
        jpeg_segment(&p->file, 0xDB, other.data, other.size);
        end_and_look(p);
        assert_fingerprint(p, TWICE ", IJG quality 100");
        assert_int_equal(first(p, LS_FACT_IMAGE_QUANTISATION)->to, 2 + 2 * (4 + 65) + between * 10);
    }
    add_ones(&one, 1);
    look_tables(p, &one);
    assert_fingerprint(p, TWICE ", IJG quality 100");
}

static void assert_quality(const struct photo *p, const char *quality)
{
    const char *text = first(p, LS_FACT_IMAGE_QUANTISATION)->text;
    assert_true(strlen(text) >= 16);
    assert_string_equal(text + 16, quality);
}

static void standard_tables_are_told_with_their_quality(void **state)
{
    struct photo *p = *state;
    static struct built dqt;
    dqt.size = 0;
    add_table(&dqt, 0, luminance);
    look_tables(p, &dqt);
    assert_quality(p, ", IJG quality 50");
    add_table(&dqt, 1, chrominance);
    look_tables(p, &dqt);
    assert_quality(p, ", IJG quality 50");
    unsigned char halved[64]; /* quality 75 is 50 per cent, rounded */
    dqt.size = 0;
    for (int i = 0; i < 64; i++)
        halved[i] = (unsigned char)((luminance[i] + 1) / 2);
    add_table(&dqt, 0, halved);
    look_tables(p, &dqt);
    assert_quality(p, ", IJG quality 75");
    add_table(&dqt, 1, chrominance); /* of quality 50 */
    look_tables(p, &dqt);
    assert_quality(p, "");
    halved[63]++;
    dqt.size = 0;
    add_table(&dqt, 0, halved);
    look_tables(p, &dqt);
    assert_quality(p, "");
}

/* Every element 255: quality 1 for luminance, up to 3 for chrominance; 1 is what both have. */
static void the_worst_tables_agree_on_their_quality(void **state)
{
    struct photo *p = *state;
    static struct built dqt;
    unsigned char full[64];
    memset(full, 255, sizeof full);
    dqt.size = 0;
    add_table(&dqt, 0, full);
    add_table(&dqt, 1, full);
    look_tables(p, &dqt);
    assert_quality(p, ", IJG quality 1");
}

static void elements_may_have_two_bytes(void **state)
{
    struct photo *p = *state;
    static struct built dqt;
    dqt.size = 0;
    put_number(&dqt, 0x12, 1, true);
    for (int i = 0; i < 64; i++)
        put_number(&dqt, 300, 2, true);
    look_tables(p, &dqt);
    assert_fingerprint(p, WIDE);
}

static void what_is_no_table_has_no_fingerprint(void **state)
{
    struct photo *p = *state;
    static struct built dqt;
    dqt.size = 0;
    add_ones(&dqt, 0);
    dqt.size = 40; /* cut short */
    look_tables(p, &dqt);
    assert_none(p, LS_FACT_IMAGE_QUANTISATION);
    dqt.size = 0;
    add_ones(&dqt, 4); /* there are four destinations */
    look_tables(p, &dqt);
    assert_none(p, LS_FACT_IMAGE_QUANTISATION);
    begin(p);
    end_and_look(p);
    assert_none(p, LS_FACT_IMAGE_QUANTISATION);
    dqt.size = 0;
    add_ones(&dqt, 0);
    put(&dqt, "left over", 9);
    look_tables(p, &dqt);
    assert_fingerprint(p, ONES ", IJG quality 100");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_table_has_a_fingerprint_and_a_place),
        TEST(it_does_not_matter_how_segments_hold_tables),
        TEST(standard_tables_are_told_with_their_quality),
        TEST(the_worst_tables_agree_on_their_quality),
        TEST(elements_may_have_two_bytes),
        TEST(what_is_no_table_has_no_fingerprint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
