/* SPDX-License-Identifier: Apache-2.0 */
/* HEIF and AVIF: what each item is, and what belongs to none. */
#include "unit/bmff_build.h"
#include "unit/container_look.h"

static size_t mdat_begin(struct heif *h)
{
    heif_meta_end(h);
    return box_begin(h->b, "mdat");
}

static void end(struct walked *w, struct heif *h, size_t mdat)
{
    box_end(h->b, mdat);
    free(h);
    walk(w);
}

static void a_picture_with_exif_and_xmp(void **state)
{
    struct walked *w = *state;
    struct heif *h = heif_new(&w->file);
    const unsigned exif = (heif_item(h, "hvc1", false), heif_item(h, "Exif", true));
    const unsigned xmp = heif_item_with(h, "mime", "", "application/rdf+xml", 1, 1, 0);
    heif_property(h, 1, "ispe", "\0\0\0\0\0\0\1\x40\0\0\0\xF0", 12);
    heif_meta(h, 0);
    const size_t mdat = mdat_begin(h);
    const size_t picture = heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    heif_data(h, exif, 0, "\0\0\0\0II*\0", 8);
    heif_data(h, xmp, 0, "<x/>", 4);
    put(h->b, "slack", 5);
    end(w, h, mdat);
    assert_int_equal(w->container.kind, LS_KIND_HEIF);
    assert_int_equal(w->container.problem_count, 0);
    assert_int_equal(w->container.width, 320);
    assert_int_equal(w->container.height, 240);
    assert_int_equal(w->container.frames, 1);
    assert_range(w, "heif/meta/pitm", LS_ROLE_STRUCTURE, 65, 79);
    assert_range(w, "heif/image", LS_ROLE_IMAGE, picture, picture + 10);
    assert_range(w, "heif/item/Exif", LS_ROLE_CARRIER, picture + 10, picture + 18);
    assert_range(w, "heif/item/xmp", LS_ROLE_CARRIER, picture + 18, picture + 22);
    assert_range(w, "heif/mdat/slack", LS_ROLE_UNKNOWN, picture + 22, picture + 27);
}

static void a_grid_needs_its_tiles_and_its_transparency(void **state)
{
    struct walked *w = *state;
    struct heif *h = heif_new(&w->file);
    heif_item_with(h, "grid", "", NULL, 0, 1, 1); /* in idat */
    for (int i = 0; i < 4; i++)
        heif_item(h, "hvc1", true); /* 2, 3: tiles; 4: what the grid refers to beyond its size; 5: transparency */
    heif_reference(h, "dimg", 1, 3, (const unsigned[]){2, 3, 4});
    heif_reference(h, "auxl", 5, 1, (const unsigned[]){1});
    heif_property(h, 5, "auxC", ALPHA_URN, sizeof ALPHA_URN);
    heif_meta(h, 1);
    heif_locate(h, 1, 0, 2, 8);
    const size_t idat = w->file.size;
    box(h->b, "idat", "xx\0\0\0\1\0\x08\0\x08", 10); /* one row, two columns */
    const size_t mdat = mdat_begin(h);
    const size_t first = heif_data(h, 2, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    heif_data(h, 3, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    heif_data(h, 5, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    heif_data(h, 4, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    end(w, h, mdat);
    assert_int_equal(w->container.frames, 1);
    assert_range(w, "heif/mdat/slack", LS_ROLE_UNKNOWN, idat + 8, idat + 10);
    assert_range(w, "heif/image", LS_ROLE_IMAGE, idat + 10, idat + 18);
    assert_range(w, "heif/item/hidden", LS_ROLE_CARRIER, first + 30, first + 40);
    for (size_t i = 0; i < w->container.range_count; i++)
        if (w->container.ranges[i].from == first)
            assert_int_equal(w->container.ranges[i].to, first + 30);
    assert_false(is_fatal(w));
}

static void pictures_beside_the_main_one_are_carriers(void **state)
{
    struct walked *w = *state;
    struct heif *h = heif_new(&w->file);
    heif_item(h, "hvc1", false);
    const unsigned thumbnail = heif_item(h, "hvc1", false), depth = heif_item(h, "hvc1", true);
    heif_item(h, "hvc1", false);
    heif_item(h, "hvc1", true);
    heif_item(h, "uri ", true);
    const unsigned map = heif_item(h, "tmap", false), gain = heif_item(h, "hvc1", true);
    heif_reference(h, "thmb", thumbnail, 1, (const unsigned[]){1});
    heif_reference(h, "auxl", depth, 1, (const unsigned[]){1});
    heif_reference(h, "dimg", map, 2, (const unsigned[]){1, gain});
    heif_property(h, depth, "auxC", DEPTH_URN, sizeof DEPTH_URN);
    heif_meta(h, 0);
    const size_t mdat = mdat_begin(h);
    const size_t at = heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    for (unsigned i = 2; i <= h->count; i++)
        heif_data(h, i, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    end(w, h, mdat);
    assert_int_equal(w->container.frames, 2); /* the main one and the other */
    assert_range(w, "heif/image", LS_ROLE_IMAGE, at, at + 10);
    assert_range(w, "heif/item/thumbnail", LS_ROLE_CARRIER, at + 10, at + 20);
    assert_range(w, "heif/item/auxiliary", LS_ROLE_CARRIER, at + 20, at + 30);
    assert_int_equal(w->container.ranges[w->container.range_count - 5].from, at + 30); /* the other one, shown too */
    assert_string_equal(w->container.ranges[w->container.range_count - 5].path, "heif/image");
    assert_int_equal(w->container.ranges[w->container.range_count - 5].role, LS_ROLE_IMAGE);
    assert_range(w, "heif/item/hidden", LS_ROLE_CARRIER, at + 40, at + 50);
    assert_range(w, "heif/item/uri", LS_ROLE_CARRIER, at + 50, at + 60);
    assert_range(w, "heif/item/tmap", LS_ROLE_CARRIER, at + 60, at + 70);
    assert_range(w, "heif/item/gain-map", LS_ROLE_CARRIER, at + 70, at + 80);
}

static void items_in_several_pieces_and_all_versions_of_iloc(void **state)
{
    struct walked *w = *state;
    for (unsigned version = 0; version <= 2; version++) {
        struct heif *h = heif_new(&w->file);
        heif_item(h, "hvc1", false);
        const unsigned exif = heif_item_with(h, "Exif", "", NULL, 1, 2, 0);
        heif_meta(h, version);
        const size_t mdat = mdat_begin(h);
        const size_t at = heif_data(h, exif, 1, "tail", 4);
        heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
        heif_data(h, exif, 0, "\0\0\0\0head", 8);
        end(w, h, mdat);
        assert_false(is_fatal(w));
        assert_range(w, "heif/item/Exif", LS_ROLE_CARRIER, at, at + 4);
        assert_range(w, "heif/image", LS_ROLE_IMAGE, at + 4, at + 14);
        assert_string_equal(w->container.ranges[w->container.range_count - 1].path, "heif/item/Exif");
        assert_int_equal(w->container.ranges[w->container.range_count - 1].from, at + 14);
    }
}

static void an_item_inside_another_or_beyond_the_end_is_fatal(void **state)
{
    struct walked *w = *state;
    struct heif *h = heif_new(&w->file);
    heif_item(h, "hvc1", false);
    heif_item_with(h, "Exif", "", NULL, 1, 1, 2);
    heif_meta(h, 1);
    size_t mdat = mdat_begin(h);
    heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    end(w, h, mdat);
    assert_true(is_fatal(w));
    h = heif_new(&w->file);
    heif_item(h, "hvc1", false);
    heif_item(h, "Exif", true);
    heif_meta(h, 0);
    mdat = mdat_begin(h);
    heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    heif_locate(h, 2, 0, w->file.size - 4, 5);
    end(w, h, mdat);
    assert_true(is_fatal(w));
}

static void an_item_that_nothing_names_is_fatal(void **state)
{
    struct walked *w = *state;
    struct heif *h = heif_new(&w->file);
    heif_item(h, "hvc1", false);
    heif_item(h, "Exif", true);
    heif_meta(h, 0);
    const size_t mdat = mdat_begin(h);
    heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    const size_t at = heif_data(h, 2, 0, "secret", 6);
    set_number(h->b, h->place[2] - 6, 9, 2); /* its number in iloc */
    end(w, h, mdat);
    assert_true(is_fatal(w));
    assert_range(w, "heif/mdat/slack", LS_ROLE_UNKNOWN, at, at + 6);
}

static void a_carrier_wins_over_the_picture(void **state)
{
    struct walked *w = *state;
    struct heif *h = heif_new(&w->file);
    heif_item(h, "hvc1", false);
    heif_item(h, "Exif", true);
    heif_meta(h, 0);
    const size_t mdat = mdat_begin(h);
    const size_t at = heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    heif_locate(h, 2, 0, at + 4, 6);
    end(w, h, mdat);
    assert_range(w, "heif/item/Exif", LS_ROLE_CARRIER, at + 4, at + 10);
    assert_problem(w, at + 4, false);
}

/* Messages, a second picture, a layer that is not shown, units of no kind, and bytes that are no unit. */
static void what_no_decoder_shows_in_coded_data_is_told(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *path;
        ls_role role;
    } cases[] = {
        {"\0\0\0\6\x4E\1text", 10, "heif/image/sei", LS_ROLE_CARRIER},
        {HEVC_SLICE, 10, "heif/image/surplus", LS_ROLE_UNKNOWN},
        {"\0\0\0\6\x27\1\x80pix", 10, "heif/image/surplus", LS_ROLE_UNKNOWN},
        {"\0\0\0\6\x60\1text", 10, "heif/image/surplus", LS_ROLE_UNKNOWN},
        {"\0\0\0\7\x26\1text", 10, "heif/image/surplus", LS_ROLE_UNKNOWN},
    };
    struct walked *w = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct heif *h = heif_new(&w->file);
        static struct built data;
        heif_item(h, "hvc1", false);
        heif_meta(h, 0);
        const size_t mdat = mdat_begin(h);
        data.size = 0;
        put(&data, HEVC_SLICE, HEVC_SLICE_SIZE);
        put(&data, cases[i].bytes, cases[i].size);
        const size_t at = heif_data(h, 1, 0, data.data, data.size);
        end(w, h, mdat);
        assert_range(w, "heif/image", LS_ROLE_IMAGE, at, at + 10);
        assert_range(w, cases[i].path, cases[i].role, at + 10, at + 20);
    }
}

static void the_same_of_av1(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *path;
        ls_role role;
    } cases[] = {
        {"\x2A\4text", 6, "heif/image/metadata", LS_ROLE_CARRIER},
        {"\x7A\4text", 6, "heif/image/padding", LS_ROLE_CARRIER},
        {"\x12\0\x32\2xy", 6, "heif/image/surplus", LS_ROLE_UNKNOWN}, /* another temporal unit */
        {"\x4A\4text", 6, "heif/image/surplus", LS_ROLE_UNKNOWN},     /* a reserved type */
        {"\x32\x0Ftext", 6, "heif/image/surplus", LS_ROLE_UNKNOWN},   /* longer than there is */
    };
    struct walked *w = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct heif *h = heif_new(&w->file);
        static struct built data;
        heif_item(h, "av01", false);
        heif_meta(h, 0);
        const size_t mdat = mdat_begin(h);
        data.size = 0;
        put(&data, "\x12\0\x0A\1s\x32\2xy", 9); /* delimiter, sequence header, frame */
        put(&data, cases[i].bytes, cases[i].size);
        const size_t at = heif_data(h, 1, 0, data.data, data.size);
        end(w, h, mdat);
        assert_range(w, "heif/image", LS_ROLE_IMAGE, at, at + 9);
        assert_range(w, cases[i].path, cases[i].role, at + 9, at + 15);
    }
}

static void properties_that_tell_are_carriers(void **state)
{
    struct walked *w = *state;
    struct heif *h = heif_new(&w->file);
    heif_item_with(h, "hvc1", "IMG of a person", NULL, 0, 1, 0);
    heif_property(h, 1, "colr", "nclx\0\1\0\1\0\1\x80", 11);
    heif_property(h, 1, "colr", "profICC", 7);
    heif_property(h, 1, "udes", "\0\0\0\0en\0name\0text\0tags", 22);
    heif_property(h, 1, "irot", "\1", 1);
    heif_meta(h, 0);
    const size_t mdat = mdat_begin(h);
    heif_data(h, 1, 0, HEVC_SLICE, HEVC_SLICE_SIZE);
    end(w, h, mdat);
    assert_int_equal(role_of(w, "heif/meta/iprp/ipco/colr"), LS_ROLE_STRUCTURE);
    unsigned profiles = 0;
    for (size_t i = 0; i < w->container.range_count; i++)
        profiles += w->container.ranges[i].role == LS_ROLE_CARRIER && strstr(w->container.ranges[i].path, "/colr");
    assert_int_equal(profiles, 1);
    assert_int_equal(role_of(w, "heif/meta/iprp/ipco/udes"), LS_ROLE_CARRIER);
    assert_int_equal(role_of(w, "heif/meta/iprp/ipco/irot"), LS_ROLE_STRUCTURE);
    assert_int_equal(role_of(w, "heif/meta/iinf/infe"), LS_ROLE_CARRIER);
}

static void a_sequence_has_as_many_frames_as_samples(void **state)
{
    static const struct film_track track = {"pict", "hvc1", NULL, 3, 4};
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "msf1");
    const size_t moov = box_begin(b, "moov");
    put_mvhd(b, 0, 0);
    const size_t place = put_track(b, 1, &track);
    box_end(b, moov);
    set_number(b, place, b->size + 8, 4);
    box(b, "mdat", "onetwothree!", 12);
    walk(w);
    assert_int_equal(w->container.kind, LS_KIND_HEIF);
    assert_int_equal(w->container.frames, 3);
    assert_range(w, "heif/image", LS_ROLE_IMAGE, b->size - 12, b->size);
}

static void a_file_without_a_picture_is_none(void **state)
{
    struct walked *w = *state;
    put_ftyp(&w->file, "heic");
    walk(w);
    assert_true(is_fatal(w));
}

/* Tiny items that all are the whole file must not cost the square of its size. */
static void many_items_of_the_same_bytes_end_soon(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "heic");
    const unsigned count = 20000;
    const size_t meta = box_full(b, "meta", 0, 0), pitm = box_full(b, "pitm", 0, 0);
    put_number(b, 1, 2, true);
    box_end(b, pitm);
    const size_t iinf = box_full(b, "iinf", 0, 0);
    put_number(b, count, 2, true);
    for (unsigned i = 1; i <= count; i++) {
        put(b, "\0\0\0\x15infe\2\0\0\0", 12);
        put_number(b, i, 2, true);
        put(b, "\0\0av01", 7);
    }
    box_end(b, iinf);
    const size_t iref = box_full(b, "iref", 0, 0), dimg = box_begin(b, "dimg");
    put_number(b, 1, 2, true);
    put_number(b, count - 1, 2, true);
    for (unsigned i = 2; i <= count; i++)
        put_number(b, i, 2, true);
    box_end(b, dimg);
    box_end(b, iref);
    const size_t iloc = box_full(b, "iloc", 0, 0);
    put_number(b, 0x4400, 2, true);
    put_number(b, count, 2, true);
    for (unsigned i = 1; i <= count; i++) {
        put_number(b, i, 2, true);
        put(b, "\0\0\0\1\0\0\0\0\0\x08\0\0", 12); /* half a megabyte from byte 0 */
    }
    box_end(b, iloc);
    box_end(b, meta);
    walk(w);
    assert_true(is_fatal(w));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_picture_with_exif_and_xmp),
        TEST(a_grid_needs_its_tiles_and_its_transparency),
        TEST(pictures_beside_the_main_one_are_carriers),
        TEST(items_in_several_pieces_and_all_versions_of_iloc),
        TEST(an_item_inside_another_or_beyond_the_end_is_fatal),
        TEST(an_item_that_nothing_names_is_fatal),
        TEST(a_carrier_wins_over_the_picture),
        TEST(what_no_decoder_shows_in_coded_data_is_told),
        TEST(the_same_of_av1),
        TEST(properties_that_tell_are_carriers),
        TEST(a_sequence_has_as_many_frames_as_samples),
        TEST(a_file_without_a_picture_is_none),
        TEST(many_items_of_the_same_bytes_end_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
