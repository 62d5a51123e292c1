/* SPDX-License-Identifier: Apache-2.0 */
/* Tracks of MP4 and QuickTime films, and fragments. */
#include "unit/bmff_build.h"
#include "unit/container_look.h"

static const struct film_track picture = {"vide", "avc1", "", 2, 5}, sound = {"soun", "mp4a", NULL, 3, 4},
                               telemetry = {"meta", "gpmd", NULL, 2, 7};

static void telemetry_beside_picture_and_sound_is_a_carrier(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "mp42");
    const size_t moov = box_begin(b, "moov");
    put_mvhd(b, 0, 0);
    const size_t places[3] = {put_track(b, 1, &picture), put_track(b, 2, &sound), put_track(b, 3, &telemetry)};
    box_end(b, moov);
    const size_t data = b->size + 8;
    set_number(b, places[0], data, 4);
    set_number(b, places[1], data + 24, 4);
    set_number(b, places[2], data + 10, 4);
    box(b, "mdat", "picturepicpositionpositiosoundsounds", 36);
    walk(w);
    assert_int_equal(w->container.problem_count, 0);
    assert_range(w, "mp4/mdat", LS_ROLE_STRUCTURE, data - 8, data);
    assert_range(w, "mp4/track/gpmd", LS_ROLE_CARRIER, data + 10, data + 24);
    const ls_range *last = &w->container.ranges[w->container.range_count - 1];
    assert_string_equal(last->path, "mp4/mdat");
    assert_int_equal(last->from, data + 24);
    assert_int_equal(role_of(w, "mp4/moov/trak/mdia/minf/stbl/stsd/gpmd"), LS_ROLE_CARRIER);
    assert_int_equal(role_of(w, "mp4/moov/trak/mdia/minf/stbl/stsd/avc1"), LS_ROLE_STRUCTURE);
}

/* Four samples of 1 to 4 bytes in chunks of 1, 1 and 2 samples. */
static void put_tables(struct built *b, bool wide, size_t *place)
{
    const size_t stbl = box_begin(b, "stbl"), stsd = box_full(b, "stsd", 0, 0);
    put_number(b, 1, 4, true);
    put_visual_entry(b, "avc1", "");
    box_end(b, stsd);
    box(b, "stsc", "\0\0\0\0\0\0\0\2\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\3\0\0\0\2\0\0\0\1", 32);
    box(b, "stsz", "\0\0\0\0\0\0\0\0\0\0\0\4\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4", 28);
    const size_t offsets = box_full(b, wide ? "co64" : "stco", 0, 0);
    put_number(b, 3, 4, true);
    *place = b->size;
    put_zero(b, wide ? 24 : 12);
    box_end(b, offsets);
    box(b, "sdtp", "\0\0\0\0abcdef", 10); /* two bytes more than there are samples */
    box_end(b, stbl);
}

static size_t put_film_of(struct built *b, bool wide)
{
    size_t place;
    put_ftyp(b, "qt  ");
    const size_t moov = box_begin(b, "moov"), trak = box_begin(b, "trak"), mdia = box_begin(b, "mdia");
    put_hdlr(b, "vide", "");
    const size_t minf = box_begin(b, "minf");
    put_tables(b, wide, &place);
    box_end(b, minf);
    box_end(b, mdia);
    box_end(b, trak);
    box_end(b, moov);
    return place;
}

static void samples_lie_in_chunks(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    for (int wide = 0; wide < 2; wide++) {
        b->size = 0;
        const size_t place = put_film_of(b, wide), data = b->size + 8;
        for (unsigned i = 0; i < 3; i++)
            set_number(b, place + i * (wide ? 8 : 4), data + i * 10, wide ? 8 : 4);
        box(b, "mdat", "1.........22........3334444", 27);
        walk(w);
        assert_false(is_fatal(w));
        assert_int_equal(w->container.frames, 4);
        size_t images = 0;
        for (size_t i = 0; i < w->container.range_count; i++)
            if (w->container.ranges[i].role == LS_ROLE_IMAGE) {
                static const size_t from[] = {0, 10, 20}, to[] = {1, 12, 27};
                assert_int_equal(w->container.ranges[i].from, data + from[images]);
                assert_int_equal(w->container.ranges[i].to, data + to[images]);
                images++;
            }
        assert_int_equal(images, 3);
        assert_range(w, "mp4/mdat/slack", LS_ROLE_UNKNOWN, data + 1, data + 10);
        assert_range(w, "mp4/moov/trak/mdia/minf/stbl/sdtp/surplus", LS_ROLE_CARRIER, data - 10, data - 8);
    }
}

static void tables_that_do_not_fit_together_are_fatal(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    const size_t place = put_film_of(b, false), data = b->size + 8;
    for (unsigned i = 0; i < 3; i++)
        set_number(b, place + i * 4, data + i * 10, 4);
    box(b, "mdat", "1.........22........3334444", 27);
    set_number(b, place - 4, 2, 4); /* only two chunks: two samples are nowhere */
    walk(w);
    assert_true(is_fatal(w));
    set_number(b, place - 4, 3, 4);
    walk(w);
    assert_false(is_fatal(w));
    set_number(b, place + 8, data + 21, 4); /* the last chunk runs past the end */
    walk(w);
    assert_problem(w, b->size, true);
}

/* QuickTime's table counts single samples of sound, of which each takes four bytes here. */
static void uncompressed_sound_is_counted_in_samples(void **state)
{
    static const struct film_track pcm = {"soun", "sowt", NULL, 5, 1};
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "qt  ");
    const size_t moov = box_begin(b, "moov");
    const size_t place = put_track(b, 1, &picture), other = put_track(b, 2, &pcm);
    box_end(b, moov);
    set_number(b, place, b->size + 8, 4);
    set_number(b, other, b->size + 18, 4);
    box(b, "mdat", "frameframe1234567890", 20); /* one channel of 16 bits: ten bytes */
    walk(w);
    assert_false(is_fatal(w));
    assert_null(range_of(w, "mp4/mdat/slack"));
}

static size_t put_fragment(struct built *b, unsigned flags, uint32_t offset)
{
    const size_t moof = box_begin(b, "moof"), traf = box_begin(b, "traf"), tfhd = box_full(b, "tfhd", 0, flags);
    put_number(b, 1, 4, true);
    if (flags & 1)
        put_number(b, offset, 8, true);
    box_end(b, tfhd);
    const size_t trun = box_full(b, "trun", 0, flags & 1 ? 0x200 : 0x201);
    put_number(b, 2, 4, true);
    const size_t place = b->size;
    if (!(flags & 1))
        put_zero(b, 4);
    put_number(b, 3, 4, true);
    put_number(b, 4, 4, true);
    box_end(b, trun);
    box_end(b, traf);
    box_end(b, moof);
    if (!(flags & 1))
        set_number(b, place, b->size + 8 - moof, 4);
    return moof;
}

static void fragments_have_samples_of_their_own(void **state)
{
    static const struct film_track empty = {"vide", "avc1", "", 0, 0};
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "iso5");
    const size_t moov = box_begin(b, "moov");
    put_track(b, 1, &empty);
    const size_t mvex = box_begin(b, "mvex");
    box(b, "trex", "\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\5\0\0\0\0", 24);
    box_end(b, mvex);
    box_end(b, moov);
    put_fragment(b, 0x20000, 0);
    const size_t data = b->size + 8;
    box(b, "mdat", "onetwo!and more", 15);
    put_fragment(b, 1, (uint32_t)(b->size + 8 + 60));
    walk(w);
    assert_range(w, "mp4/mdat/slack", LS_ROLE_UNKNOWN, data + 7, data + 15);
    assert_problem(w, b->size, true); /* the second fragment has no data */
    assert_int_equal(w->container.frames, 2);
}

static void a_fragment_of_no_track_is_fatal(void **state)
{
    static const struct film_track empty = {"vide", "avc1", "", 0, 0};
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "iso5");
    const size_t moov = box_begin(b, "moov");
    put_track(b, 7, &empty);
    box_end(b, moov);
    put_fragment(b, 0x20000, 0);
    box(b, "mdat", "onetwo!", 7);
    walk(w);
    assert_true(is_fatal(w));
}

static void encoders_and_handlers_that_are_named_are_carriers(void **state)
{
    static const struct film_track named = {"vide", "avc1", "Fictional Cam 9", 2, 5};
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "mp42");
    const size_t moov = box_begin(b, "moov");
    const size_t place = put_track(b, 1, &named);
    const size_t udta = box_begin(b, "udta"), meta = box_full(b, "meta", 0, 0);
    put_hdlr(b, "mdir", "");
    box_end(b, meta);
    box_end(b, udta);
    box_end(b, moov);
    set_number(b, place, b->size + 8, 4);
    box(b, "mdat", "frameframe", 10);
    walk(w);
    assert_int_equal(role_of(w, "mp4/moov/trak/mdia/minf/stbl/stsd/avc1"), LS_ROLE_CARRIER);
    assert_int_equal(role_of(w, "mp4/moov/udta/meta"), LS_ROLE_CARRIER);
    assert_int_equal(role_of(w, "mp4/moov/trak/mdia/hdlr"), LS_ROLE_STRUCTURE);
    w->file.size = 0;
    put_ftyp(b, "mp42");
    box_end(b, box_begin(b, "moov"));
    put_hdlr(b, "vide", "Fictional Cam Handler");
    walk(w);
    assert_int_equal(role_of(w, "mp4/hdlr"), LS_ROLE_CARRIER);
}

static void samples_in_another_file_are_fatal(void **state)
{
    struct walked *w = *state;
    struct built *b = &w->file;
    put_ftyp(b, "mp42");
    const size_t moov = box_begin(b, "moov");
    const size_t place = put_track(b, 1, &picture);
    box_end(b, moov);
    set_number(b, place, b->size + 8, 4);
    box(b, "mdat", "frameframe", 10);
    unsigned char *url = memmem(b->data, b->size, "url \0\0\0\1", 8);
    assert_non_null(url);
    url[7] = 0;
    walk(w);
    assert_true(is_fatal(w));
    assert_int_equal(role_of(w, "mp4/moov/trak/mdia/minf/dinf/dref/url"), LS_ROLE_CARRIER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(telemetry_beside_picture_and_sound_is_a_carrier),
        TEST(samples_lie_in_chunks),
        TEST(tables_that_do_not_fit_together_are_fatal),
        TEST(uncompressed_sound_is_counted_in_samples),
        TEST(fragments_have_samples_of_their_own),
        TEST(a_fragment_of_no_track_is_fatal),
        TEST(encoders_and_handlers_that_are_named_are_carriers),
        TEST(samples_in_another_file_are_fatal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
