/* SPDX-License-Identifier: Apache-2.0 */
/* HEIC and AVIF, cleaned: shown pictures with their parts, properties and relations, and nothing else; copies that must not pass. */
#include "unit/clean_look.h"

#include "unit/bmff_build.h"

#define SLICE(text) "\0\0\0\6\x26\1\x80" text

static void put_block(struct heif *h, unsigned item, const char *artist)
{
    static struct tiff tiff;
    static struct built block;
    tiff_begin(&tiff, true);
    const struct entry main[] = {{0x0110, 2, 9, "Camera 7", NULL}, {0x013B, 2, (uint32_t)strlen(artist) + 1, artist, NULL}};
    tiff_first(&tiff, tiff_ifd(&tiff, main, 2, 0));
    block.size = 0;
    put(&block, "\0\0\0\0", 4);
    put(&block, tiff.bytes.data, tiff.bytes.size);
    heif_data(h, item, 0, block.data, block.size);
}

/*
 * A grid of two tiles, turned, with transparency; a thumbnail, depth, another picture, Exif and XMP. Slack in mdat, a free box with text.
 */
static void put_photo(struct photo *p)
{
    static const unsigned one[] = {1}, tiles[] = {2, 3};
    struct heif *h = heif_new(&p->file);
    heif_item_with(h, "grid", "Holiday in Avalon", NULL, 0, 1, 1);
    for (int i = 0; i < 2; i++)
        heif_item(h, "hvc1", true);                   /* 2, 3 */
    heif_item_with(h, "hvc1", "", NULL, 1, 2, 0);     /* 4: transparency, in two pieces */
    heif_item(h, "hvc1", true);                       /* 5: thumbnail */
    heif_item(h, "hvc1", true);                       /* 6: depth */
    heif_item(h, "hvc1", false);                      /* 7: another picture */
    heif_item(h, "Exif", true);                       /* 8 */
    heif_reference(h, "dimg", 1, 2, tiles);
    heif_reference(h, "auxl", 4, 1, one);
    heif_reference(h, "thmb", 5, 1, one);
    heif_reference(h, "auxl", 6, 1, one);
    heif_reference(h, "cdsc", 8, 1, one);
    heif_property(h, 1, "ispe", "\0\0\0\0\0\0\1\x40\0\0\0\xF0", 12);
    heif_property(h, 1, "irot", "\1and Avalon", 11); /* more than the box accounts for */
    heif_property(h, 1, "udes", "\0\0\0\0en\0Avalon\0\0", 15);
    heif_property(h, 2, "colr", "nclx\0\1\0\1\0\1\x80", 11);
    heif_property(h, 4, "auxC", ALPHA_URN, sizeof ALPHA_URN);
    heif_property(h, 6, "auxC", DEPTH_URN, sizeof DEPTH_URN);
    heif_meta(h, 1);
    heif_locate(h, 1, 0, 0, 8);
    box(&p->file, "idat", "\0\0\0\1\1\x40\0\xF0 Avalon", 15);
    heif_meta_end(h);
    const size_t mdat = box_begin(&p->file, "mdat");
    heif_data(h, 7, 0, SLICE("seven"), 10);
    heif_data(h, 4, 1, "pha", 3);
    heif_data(h, 3, 0, SLICE("thr"), 10);
    heif_data(h, 2, 0, SLICE("two"), 10);
    heif_data(h, 4, 0, "\0\0\0\6\x26\1\x80", 7);
    heif_data(h, 5, 0, SLICE("thu"), 10);
    heif_data(h, 6, 0, SLICE("dep"), 10);
    put_block(h, 8, "M. Muster of Avalon");
    put(&p->file, "slack of Avalon", 15);
    box_end(&p->file, mdat);
    box(&p->file, "free", "Avalon", 6);
    free(h);
}

static void only_what_is_shown_is_left(void **state)
{
    struct photo *p = *state;
    put_photo(p);
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_false(HOLDS(p, "Camera 7"));
    assert_false(HOLDS(p, "thu"));
    assert_false(HOLDS(p, "dep"));
    assert_true(HOLDS(p, SLICE("two") SLICE("thr"))); /* packed in the order of the items */
    assert_true(HOLDS(p, "\0\0\0\6\x26\1\x80pha"));
    assert_true(HOLDS(p, "irot\1"));
    assert_true(HOLDS(p, "nclx\0\1\0\1\0\1\x80"));
    assert_true(HOLDS(p, "\0\0\0\x10" "dimg\0\1\0\2\0\2\0\3"));
    assert_true(HOLDS(p, "\0\0\0\x0E" "auxl\0\4\0\1\0\1"));
    take_copy(p);
    read_photo(p, 0);
    assert_int_equal(p->facts.count, 0);
    assert_int_equal(p->container.frames, 2);
    assert_int_equal(p->container.width, 320);
}

static void cleaned_again_nothing_changes(void **state)
{
    struct photo *p = *state;
    put_photo(p);
    clean(p);
    take_copy(p);
    clean(p);
    assert_int_equal(p->out.size, p->file.size);
    assert_memory_equal(p->out.data, p->file.data, p->out.size);
}

static void what_is_asked_for_stays(void **state)
{
    struct photo *p = *state;
    put_photo(p);
    clean_keeping(p, LS_KEEP_CREDIT);
    assert_cleaned(p);
    assert_true(HOLDS(p, "M. Muster of Avalon"));
    assert_false(HOLDS(p, "Camera 7"));
    take_copy(p);
    read_photo(p, 0);
    assert_int_equal(p->facts.count, 1);
    assert_string_equal(p->facts.items[0].carrier, "heif/item/Exif/ifd0");
}

/* One picture of these bytes with one property. */
static void put_picture(struct photo *p, const char *type, const void *data, size_t size, unsigned essential)
{
    struct heif *h = heif_new(&p->file);
    heif_item(h, "hvc1", false);
    heif_property(h, 1, type, data, size);
    h->associations.data[h->associations.size - 1] |= (unsigned char)(essential << 7);
    heif_meta(h, 0);
    heif_meta_end(h);
    const size_t mdat = box_begin(&p->file, "mdat");
    heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    box_end(&p->file, mdat);
    free(h);
}

static void what_cannot_be_cut_out_is_refused(void **state)
{
    struct photo *p = *state;
    put_picture(p, "what", "Avalon", 6, 1);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "a property that display needs");
    put_picture(p, "what", "Avalon", 6, 0);
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    struct heif *h = heif_new(&p->file);
    heif_item(h, "hvc1", false);
    heif_meta(h, 0);
    heif_meta_end(h);
    const size_t mdat = box_begin(&p->file, "mdat");
    heif_data(h, 1, 0, HEVC_SLICE "\0\0\0\6\x4E\1text", 20);
    box_end(&p->file, mdat);
    free(h);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "heif/image/sei is part of the coded picture");
}

static void messages_in_parameters_are_no_clean_copy(void **state)
{
    struct photo *p = *state;
    put_picture(p, "hvcC", "\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3\1\x67\0\1\0\4text", 32, 1);
    assert_refused(p, LS_REASON_CLEAN_UNPROVEN, "heif/meta/iprp/ipco/hvcC is still in it");
}

static void a_sequence_is_refused(void **state)
{
    static const struct film_track track = {"pict", "hvc1", NULL, 3, 4};
    struct photo *p = *state;
    put_ftyp(&p->file, "msf1");
    const size_t moov = box_begin(&p->file, "moov");
    put_mvhd(&p->file, 0, 0);
    const size_t place = put_track(&p->file, 1, &track);
    box_end(&p->file, moov);
    set_number(&p->file, place, p->file.size + 8, 4);
    box(&p->file, "mdat", "onetwothree!", 12);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "a sequence of pictures");
}

/* What the prover says of a copy in which the `n`-th place of these bytes has others. */
static ls_status prove_altered(struct photo *p, const char *bytes, size_t size, const char *others)
{
    put_photo(p);
    make_copy(p, ls_clean_heif, 0);
    char *found = memmem(p->out.data, p->out.size, bytes, size);
    assert_non_null(found);
    memcpy(found, others, size);
    return ls_cleaning_prove(&p->cleaning);
}

static void copies_with_other_pictures_do_not_pass(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *others;
    } cases[] = {
        {"two", 3, "twO"},                              /* coded data */
        {"pha", 3, "phb"},                              /* in the second extent of the photo */
        {"irot\1", 5, "irot\2"},                        /* a property */
        {"irot\1", 5, "imir\1"},
        {"dimg\0\1\0\2\0\2\0\3", 12, "dimg\0\1\0\2\0\3\0\2"}, /* tiles exchanged */
        {"pitm\0\0\0\0\0\1", 10, "pitm\0\0\0\0\0\5"},   /* another picture is the primary one */
    };
    struct photo *p = *state;
    assert_int_equal(prove_altered(p, "two", 3, "two"), LS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (prove_altered(p, cases[i].bytes, cases[i].size, cases[i].others) != LS_E_FORMAT)
            fail_msg("case %zu passes", i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_is_shown_is_left),
        TEST(cleaned_again_nothing_changes),
        TEST(what_is_asked_for_stays),
        TEST(what_cannot_be_cut_out_is_refused),
        TEST(messages_in_parameters_are_no_clean_copy),
        TEST(a_sequence_is_refused),
        TEST(copies_with_other_pictures_do_not_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
