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

/* ---- Gain maps */
#define TMAP "\0\0\0\0\0\x40" "\0\0\0\0\0\0\0\1" "\0\0\0\7\0\0\0\2" "\0\0\0\0\0\0\0\1" "\0\0\0\5\0\0\0\2" "\0\0\0\1\0\0\0\1" "\0\0\0\1\0\0\0\x40" "\0\0\0\1\0\0\0\x40"
#define GROUP(number, a, b) "\0\0\0\x24grpl\0\0\0\x1C" "altr\0\0\0\0\0\1\0" number "\0\0\0\2\0\0\0" a "\0\0\0" b

struct hdr {
    const char *numbers, *map; /* the tmap item and the gain map's slice */
    size_t numbers_size, map_size;
    unsigned first; /* of the two that the map is made of */
    bool twice, grouped;
};

/* A picture with its gain map, a thumbnail and what nobody asked for. */
static void put_hdr(struct photo *p, const struct hdr *hdr)
{
    static const unsigned one[] = {1};
    const unsigned both[] = {hdr->first ? hdr->first : 1, 3};
    struct heif *h = heif_new(&p->file);
    heif_item(h, "hvc1", false);
    heif_item_with(h, hdr->numbers ? "tmap" : "free", "Avalon", NULL, 0, 1, 0); /* 2 */
    heif_item(h, "hvc1", true);                                               /* 3: the gain map */
    heif_item(h, "hvc1", true);                                               /* 4: a thumbnail */
    heif_item(h, "Exif", true);                                               /* 5 */
    if (hdr->twice)
        heif_item(h, "tmap", false); /* 6 */
    if (hdr->numbers)
        heif_reference(h, "dimg", 2, 2, both);
    else
        heif_reference(h, "auxl", 3, 1, one);
    heif_reference(h, "thmb", 4, 1, one);
    heif_reference(h, "cdsc", 5, 1, one);
    heif_property(h, 1, "ispe", "\0\0\0\0\0\0\1\x40\0\0\0\xF0", 12);
    heif_property(h, 2, "colr", "nclx\0\x0C\0\x10\0\1\x80", 11);
    heif_property(h, 3, "ispe", "\0\0\0\0\0\0\0\xA0\0\0\0\x78", 12);
    if (!hdr->numbers)
        heif_property(h, 3, "auxC", "\0\0\0\0urn:com:apple:photo:2020:aux:hdrgainmap", 44);
    heif_meta(h, 0);
    if (hdr->grouped)
        put(&p->file, GROUP("\7", "\2", "\1"), 36);
    heif_meta_end(h);
    const size_t mdat = box_begin(&p->file, "mdat");
    heif_data(h, 1, 0, SLICE("one"), 10);
    heif_data(h, 2, 0, hdr->numbers ? hdr->numbers : "Avalon", hdr->numbers ? hdr->numbers_size : 6);
    heif_data(h, 3, 0, hdr->map, hdr->map_size);
    heif_data(h, 4, 0, SLICE("thu"), 10);
    put_block(h, 5, "M. Muster of Avalon");
    if (hdr->twice)
        heif_data(h, 6, 0, TMAP, 62);
    box_end(&p->file, mdat);
    free(h);
}

static const struct hdr good = {.numbers = TMAP, .numbers_size = 62, .map = SLICE("map"), .map_size = 10, .grouped = true};

static void a_gain_map_that_is_asked_for_stays(void **state)
{
    struct photo *p = *state;
    put_hdr(p, &good);
    clean_keeping(p, LS_KEEP_HDR);
    assert_cleaned(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_false(HOLDS(p, "thu"));
    assert_false(HOLDS(p, "Exif"));
    assert_true(holds(p, TMAP SLICE("map"), 72));
    assert_true(HOLDS(p, "\0\0\0\x10" "dimg\0\2\0\2\0\1\0\3"));
    assert_true(holds(p, GROUP("\0", "\2", "\1"), 36));
    take_copy(p);
    clean_keeping(p, LS_KEEP_HDR);
    assert_cleaned(p);
    assert_int_equal(p->out.size, p->file.size);
    assert_memory_equal(p->out.data, p->file.data, p->out.size);
    clean(p); /* and it goes when nobody asks for it */
    assert_false(HOLDS(p, "map"));
    assert_false(HOLDS(p, "grpl"));
    put_hdr(p, &good);
    clean_keeping(p, LS_KEEP_HDR | LS_KEEP_CREDIT);
    assert_cleaned(p);
    assert_true(HOLDS(p, "M. Muster of Avalon"));
    assert_true(holds(p, GROUP("\0", "\2", "\1"), 36));
}

static void assert_map_refused(struct photo *p, const struct hdr *hdr, const char *why)
{
    put_hdr(p, hdr);
    clean_keeping(p, LS_KEEP_HDR);
    if (p->outcome.state != LS_FAILED || p->outcome.reason != LS_REASON_CLEAN_REFUSED || !strstr(p->outcome.detail, why))
        fail_msg("state %d, reason %d, %s; not: %s", p->outcome.state, p->outcome.reason, p->outcome.detail, why);
    clean(p);
}

static void a_gain_map_that_cannot_be_kept_is_no_reason_to_drop_it_silently(void **state)
{
    struct photo *p = *state;
    struct hdr hdr = good;
    hdr.twice = true;
    assert_map_refused(p, &hdr, "more than one gain map");
    hdr = good;
    hdr.first = 4;
    assert_map_refused(p, &hdr, "none of the primary picture");
    hdr = good;
    hdr.numbers = TMAP "Avalon";
    hdr.numbers_size = 68;
    assert_map_refused(p, &hdr, "not those of ISO 21496-1");
    hdr = good;
    hdr.map = SLICE("map") "\0\0\0\6\x4E\1text";
    hdr.map_size = 20;
    assert_map_refused(p, &hdr, "heif/item/gain-map/sei is part of the coded gain map");
    hdr = good;
    hdr.numbers = NULL;
    assert_map_refused(p, &hdr, "stands in the maker's own block");
}

static void copies_with_another_gain_map_do_not_pass(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *others;
    } cases[] = {
        {"map", 3, "mat"},
        {"\0\0\0\7\0\0\0\2", 8, "\0\0\0\7\0\0\0\3"},
        {"nclx\0\x0C", 6, "nclx\0\x0D"},
        {GROUP("\0", "\2", "\1"), 36, GROUP("\0", "\1", "\2")},
        {GROUP("\0", "\2", "\1"), 36, GROUP("A", "\2", "\1")},
        {"grpl", 4, "free"},
        {"dimg\0\2\0\2\0\1\0\3", 12, "dimg\0\2\0\2\0\3\0\1"},
    };
    struct photo *p = *state;
    put_hdr(p, &good);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_copy(p, ls_clean_heif, LS_KEEP_HDR);
        char *found = memmem(p->out.data, p->out.size, cases[i].bytes, cases[i].size);
        assert_non_null(found);
        memcpy(found, cases[i].others, cases[i].size);
        if (ls_cleaning_prove(&p->cleaning) != LS_E_FORMAT)
            fail_msg("case %zu passes", i);
    }
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
        TEST(a_gain_map_that_is_asked_for_stays),
        TEST(a_gain_map_that_cannot_be_kept_is_no_reason_to_drop_it_silently),
        TEST(copies_with_another_gain_map_do_not_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
