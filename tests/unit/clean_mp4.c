/* SPDX-License-Identifier: Apache-2.0 */
/* Films, cleaned in place: what plays stays where it is, everything else is empty; and copies that must not pass. */
#include "unit/clean_look.h"

#include "unit/bmff_build.h"

/* Seconds since 1904. */
#define CREATED 3600000000u

static const struct film_track picture = {"vide", "avc1", "Avalon Cam 7", 2, 5}, sound = {"soun", "mp4a", NULL, 3, 4},
                               telemetry = {"meta", "gpmd", NULL, 2, 7};

/* Where these bytes stand in the photo; they are there once. */
static size_t place_of(const struct photo *p, const void *bytes, size_t size)
{
    const unsigned char *found = memmem(p->file.data, p->file.size, bytes, size);
    assert_non_null(found);
    return (size_t)(found - p->file.data);
}

#define PLACE(p, text) place_of(p, text, sizeof text - 1)

static void set_bytes(struct photo *p, size_t at, const void *bytes, size_t size)
{
    memcpy(p->file.data + at, bytes, size);
}

/* The same bytes at the same place of photo and copy? */
static void assert_stays(const struct photo *p, const void *bytes, size_t size)
{
    const size_t at = place_of(p, bytes, size);
    assert_true(at + size <= p->out.size);
    assert_memory_equal(p->out.data + at, bytes, size);
}

#define STAYS(p, text) assert_stays(p, text, sizeof text - 1)

static void assert_empty(const struct photo *p, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (p->out.data[i])
            fail_msg("byte %zu is %02x", i, (unsigned char)p->out.data[i]);
}

/*
 * Pictures, sound, telemetry; and in every place that a film has for it something that tells. Its last box is mdat, behind which there is more.
 */
static void put_film(struct photo *p)
{
    struct built *b = &p->file;
    b->size = 0;
    const size_t ftyp = box_begin(b, "ftyp");
    put(b, "Avln2024mp42Avlnisom", 20);
    box_end(b, ftyp);
    const size_t moov = box_begin(b, "moov");
    put_mvhd(b, CREATED, CREATED + 60);
    box(b, "iods", "Avalon descriptor", 17);
    const size_t places[3] = {put_track(b, 1, &picture), put_track(b, 2, &sound), put_track(b, 3, &telemetry)};
    box(b, "free", "Avalon in moov", 14);
    const size_t udta = box_begin(b, "udta");
    box(b, "\xA9xyz", "\0\x12\x15\xC7+31.5000+121.2500/", 22);
    box(b, "Avln", "Avalon user data", 16);
    put_zero(b, 4);
    box_end(b, udta);
    box_end(b, moov);
    box(b, "uuid", "0123456789abcdefAvalon by uuid", 30);
    box(b, "skip", "Avalon skip", 11);
    const size_t mdat = box_begin(b, "mdat");
    put(b, "Avalon gap", 10);
    for (unsigned i = 0; i < 3; i++) {
        static const char *const samples[] = {"frameFRAME", "sounSOUNtone", "positioPOSITIO"};
        set_number(b, places[i], b->size, 4);
        put(b, samples[i], strlen(samples[i]));
    }
    put(b, "Avalon slack", 12);
    box_end(b, mdat);
    put(b, "Avalon, behind its end...", 25);
}

static void what_plays_stays_where_it_is(void **state)
{
    struct photo *p = *state;
    put_film(p);
    clean(p);
    assert_int_equal(p->out.size, p->file.size - 25);
    STAYS(p, "frameFRAMEsounSOUNtone");
    STAYS(p, "stsz\0\0\0\0\0\0\0\5\0\0\0\2");
    STAYS(p, "stsz\0\0\0\0\0\0\0\4\0\0\0\3");
    const size_t sizes = PLACE(p, "stsz\0\0\0\0\0\0\0\5") + 32, at = PLACE(p, "frame");
    const unsigned char offset[] = {(unsigned char)(at >> 24), (unsigned char)(at >> 16), (unsigned char)(at >> 8), (unsigned char)at};
    assert_memory_equal(p->out.data + sizes, offset, 4); /* stco's one entry */
    assert_false(HOLDS(p, "Avalon"));
    assert_false(HOLDS(p, "Avln"));
    assert_false(HOLDS(p, "2024"));
    assert_false(HOLDS(p, "POSITIO"));
    assert_false(HOLDS(p, "+31.5"));
    assert_false(HOLDS(p, "gpmd"));
    assert_false(HOLDS(p, "0123456789abcdef"));
    assert_true(HOLDS(p, "ftypisom\0\0\0\0mp42isomisom"));
    take_copy(p);
    read_photo(p, 0);
    assert_int_equal(p->facts.count, 0);
    assert_int_equal(p->container.problem_count, 0);
    assert_int_equal(p->container.frames, 2);
    assert_int_equal(p->container.width, 640);
}

static void boxes_that_go_become_free_ones_of_the_same_size(void **state)
{
    struct photo *p = *state;
    put_film(p);
    clean(p);
    static const char *const types[] = {"iods", "udta", "uuid"};
    for (size_t i = 0; i < 3; i++) {
        const size_t at = place_of(p, types[i], 4);
        assert_memory_equal(p->out.data + at, "free", 4);
        assert_memory_equal(p->out.data + at - 4, p->file.data + at - 4, 4);
    }
    const size_t skip = PLACE(p, "skip"), user = PLACE(p, "uuid");
    assert_memory_equal(p->out.data + skip, "skip", 4);
    assert_empty(p, skip + 4, skip + 15);
    assert_empty(p, user + 4, user + 34);
    const size_t gap = PLACE(p, "Avalon gap"), tail = PLACE(p, "positio");
    assert_empty(p, gap, gap + 10);
    assert_empty(p, tail, p->out.size);
}

static void cleaned_again_nothing_changes(void **state)
{
    struct photo *p = *state;
    put_film(p);
    clean(p);
    take_copy(p);
    clean(p);
    assert_int_equal(p->out.size, p->file.size);
    assert_memory_equal(p->out.data, p->file.data, p->out.size);
}

static void times_names_and_makers_are_gone(void **state)
{
    struct photo *p = *state;
    put_film(p);
    const size_t entry = PLACE(p, "avc1"), name = PLACE(p, "vide") + 16, media = PLACE(p, "mdhd"), track = PLACE(p, "tkhd");
    set_bytes(p, entry + 4 + 12, "appl", 4);
    set_bytes(p, name - 12, "appl", 4); /* behind the handler's type: who made it */
    set_bytes(p, media + 8, "\xD6\x93\xA4\1\xD6\x93\xA4\2", 8);
    set_bytes(p, media + 16, "\0\0\2\x58\0\0\2\x58\x15\xC7", 10); /* scale, length, language: English */
    set_bytes(p, track + 8, "\xD6\x93\xA4\3\xD6\x93\xA4\4", 8);
    clean(p);
    assert_false(HOLDS(p, "appl"));
    assert_empty(p, PLACE(p, "mvhd") + 8, PLACE(p, "mvhd") + 16);
    assert_empty(p, media + 8, media + 16);
    assert_empty(p, track + 8, track + 16);
    assert_memory_equal(p->out.data + media + 16, "\0\0\2\x58\0\0\2\x58\x15\xC7", 10);
    assert_memory_equal(p->out.data + entry, "avc1", 4);
    assert_memory_equal(p->out.data + entry + 4 + 24, "\2\x80\1\xE0", 4); /* 640 × 480 */
}

/* A film of one track, whose boxes and sample entry a test adds to. Gives where its samples' place stands. */
struct open_film {
    size_t moov, trak, mdia, minf, stbl, stsd, entry, place;
};

static struct open_film begin_film(struct photo *p, const char *handler, const char *codec, bool visual)
{
    struct built *b = &p->file;
    struct open_film f;
    b->size = 0;
    put_ftyp(b, "qt  ");
    f.moov = box_begin(b, "moov");
    put_mvhd(b, 0, 0);
    f.trak = box_begin(b, "trak");
    put_tkhd(b, 1, 0);
    f.mdia = box_begin(b, "mdia");
    put_mdhd(b, 0);
    put_hdlr(b, handler, "");
    f.minf = box_begin(b, "minf");
    f.stbl = box_begin(b, "stbl");
    f.stsd = box_full(b, "stsd", 0, 0);
    put_number(b, 1, 4, true);
    f.entry = b->size;
    if (visual)
        put_visual_entry(b, codec, "");
    else
        box(b, codec, "\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\1\0\x10\0\0\0\0\xBB\x80\0\0", 28);
    return f; /* what is put now is in the entry */
}

static void end_film(struct photo *p, struct open_film *f)
{
    struct built *b = &p->file;
    box_end(b, f->entry);
    box_end(b, f->stsd);
    box(b, "stts", "\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\2", 16);
    box(b, "stsc", "\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1", 20);
    box(b, "stsz", "\0\0\0\0\0\0\0\5\0\0\0\1", 12);
    f->place = b->size + 16;
    box(b, "stco", "\0\0\0\0\0\0\0\1\0\0\0\0", 12);
    box_end(b, f->stbl);
    box_end(b, f->minf);
    box_end(b, f->mdia);
    box_end(b, f->trak);
}

static void end_movie(struct photo *p, const struct open_film *f)
{
    box_end(&p->file, f->moov);
    set_number(&p->file, f->place, p->file.size + 8, 4);
    box(&p->file, "mdat", "frame", 5);
}

/* A film whose sample entry has this box. */
static void put_extended(struct photo *p, const char *handler, const char *codec, const char *type, const void *data, size_t size)
{
    struct open_film f = begin_film(p, handler, codec, strcmp(handler, "soun") != 0);
    box(&p->file, type, data, size);
    end_film(p, &f);
    end_movie(p, &f);
}

static void what_decoders_do_not_ask_for_goes_and_what_they_need_is_refused(void **state)
{
    struct photo *p = *state;
    put_extended(p, "vide", "jpeg", "Avln", "Avalon", 6);
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    STAYS(p, "frame");
    put_extended(p, "vide", "avc1", "avcC", "\1\x42\0\x1E\xFF\xE1\0\4\x67\x42\0\x1E\1\0\2\x68\xCE", 17);
    clean(p);
    STAYS(p, "avcC\1\x42\0\x1E\xFF\xE1\0\4\x67\x42\0\x1E\1\0\2\x68\xCE");
    put_extended(p, "vide", "avc1", "sinf", "key", 3);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "avc1/sinf is needed and not known");
    put_extended(p, "vide", "hvc1", "vexu", "eyes", 4);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "hvc1/vexu is needed and not known");
    put_extended(p, "vide", "vvc1", "vvcC", "set", 3);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "vvc1/vvcC is needed and not known");
    put_extended(p, "vide", "Avl1", "Avln", "Avalon", 6);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "samples of a kind that is not known: Avl1");
}

static void parameters_longer_than_any_decoder_s_are_refused(void **state)
{
    char long_text[200];
    struct photo *p = *state;
    memset(long_text, 'A', sizeof long_text);
    put_extended(p, "vide", "mp4v", "esds", long_text, sizeof long_text);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "stsd/mp4v/esds holds more than a player needs");
}

#define HVCC_HEAD "\1\1\x60\0\0\0\x90\0\0\0\0\0\x5D\xF0\0\xFC\xFD\xF8\xF8\0\0\x0F"

static void messages_among_parameters_are_taken_out(void **state)
{
    static const char sets[] = "\x20\0\1\0\3\x40\1\2", picture_sets[] = "\x22\0\1\0\2\x44\1";
    struct photo *p = *state;
    struct built hvcc = {.size = 0};
    put(&hvcc, HVCC_HEAD "\3", 23);
    put(&hvcc, sets, 8);
    put(&hvcc, "\xA7\0\1\0\x0D\x4E\1\5\x0A" "Avalon 265", 18); /* prefix SEI: user data */
    put(&hvcc, picture_sets, 7);
    put_extended(p, "vide", "hvc1", "hvcC", hvcc.data, hvcc.size);
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_true(HOLDS(p, "\0\0\0\x2Ehvc" "C" HVCC_HEAD "\2\x20\0\1\0\3\x40\1\2\x22\0\1\0\2\x44\1\0\0\0\x12" "free\0\0\0\0\0\0\0\0\0\0"));
    STAYS(p, "frame");
    take_copy(p);
    clean(p);
    assert_int_equal(p->out.size, p->file.size);
}

static void messages_that_cannot_be_told_apart_are_refused(void **state)
{
    struct photo *p = *state;
    put_extended(p, "vide", "hvc1", "hvcC", HVCC_HEAD "\1\xA7\0\1\xFF\xFFtext", 32);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "parameters that cannot be read");
}

/* "prof" and a gray profile (ICC.1:2022) with a curve, and a text of so many bytes. */
static void make_colours(struct built *out, size_t text)
{
    static const char date[12] = "\7\xE8\0\5\0\6\0\7\0\x8\0\x9";
    out->size = 0;
    put(out, "prof", 4);
    put_number(out, 128 + 4 + 3 * 12 + 20 + 16 + text, 4, true);
    put(out, "AVLN\4\x20\0\0mntrGRAYXYZ ", 20);
    put(out, date, sizeof date);
    put(out, "acsp", 4);
    put_zero(out, 28);
    put(out, "\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 12); /* D50 */
    put_zero(out, 128 + 4 - out->size);
    put_number(out, 3, 4, true);
    put(out, "wtpt\0\0\0\xA8\0\0\0\x14" "kTRC\0\0\0\xBC\0\0\0\x0E" "desc\0\0\0\xCC", 32);
    put_number(out, text, 4, true);
    put(out, "XYZ \0\0\0\0\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 20);
    put(out, "curv\0\0\0\0\0\0\0\1\2\x80\0\0", 16); /* gamma 2.5, which no common space has */
    put(out, "text\0\0\0\0Avalon", 14);
    put_zero(out, text - 14);
}

static void a_colour_profile_keeps_its_colours_alone(void **state)
{
    static struct built colours;
    struct photo *p = *state;
    make_colours(&colours, 600);
    put_extended(p, "vide", "jpeg", "colr", colours.data, colours.size);
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_false(HOLDS(p, "AVLN"));
    assert_true(HOLDS(p, "colrprof\0\0"));
    assert_true(HOLDS(p, "\0\0\0\1\2\x80"));
    STAYS(p, "frame");
    take_copy(p);
    clean(p);
    assert_memory_equal(p->out.data, p->file.data, p->file.size);
    make_colours(&colours, 16);
    put_extended(p, "vide", "jpeg", "colr", colours.data, colours.size);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "its colour profile has too little room");
    put_extended(p, "vide", "jpeg", "colr", "AvlnAvalon", 10);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "colours that no standard describes");
    put_extended(p, "vide", "jpeg", "colr", "profAvalon", 10);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "a colour profile that cannot be read");
}

static void another_colour_profile_does_not_pass(void **state)
{
    static struct built colours;
    struct photo *p = *state;
    make_colours(&colours, 600);
    put_extended(p, "vide", "jpeg", "colr", colours.data, colours.size);
    make_copy(p, ls_clean_mp4, 0);
    char *curve = memmem(p->out.data, p->out.size, "curv", 4);
    assert_non_null(curve);
    curve[12] = 3;
    assert_unproven(p, "other colours");
    replace_copy(p, p->file.data, p->file.size);
    assert_int_equal(ls_cleaning_prove(&p->cleaning), LS_E_FORMAT);
}

static void references_to_tracks_that_are_gone_go(void **state)
{
    struct photo *p = *state;
    struct built *b = &p->file;
    struct open_film f = begin_film(p, "vide", "avc1", true);
    end_film(p, &f);
    const size_t tref = box_begin(b, "tref");
    box(b, "cdsc", "\0\0\0\3", 4);
    box(b, "sync", "\0\0\0\1", 4);
    box_end(b, tref);
    box_end(b, f.trak);
    const size_t place = put_track(b, 3, &telemetry);
    end_movie(p, &f);
    set_number(b, place, b->size + 8, 4);
    box(b, "mdat", "positioPOSITIO", 14);
    clean(p);
    assert_false(HOLDS(p, "cdsc"));
    STAYS(p, "sync\0\0\0\1");
    assert_true(HOLDS(p, "\0\0\0\x0C" "free\0\0\0\0\0\0\0\x0C" "sync"));
    assert_false(HOLDS(p, "POSITIO"));
}

static void of_two_boxes_the_second_goes(void **state)
{
    struct photo *p = *state;
    struct built *b = &p->file;
    struct open_film f = begin_film(p, "vide", "avc1", true);
    end_film(p, &f);
    put_mvhd(b, CREATED, 0);
    end_movie(p, &f);
    clean(p);
    const unsigned char *first = memmem(p->out.data, p->out.size, "mvhd", 4);
    assert_non_null(first);
    assert_null(memmem(first + 4, p->out.size - (size_t)((const char *)first + 4 - p->out.data), "mvhd", 4));
}

static void a_box_that_is_empty_may_be_the_last(void **state)
{
    struct photo *p = *state;
    struct built *b = &p->file;
    put_extended(p, "vide", "avc1", "Avln", "Avalon", 6);
    box(b, "free", "Avalon", 6);
    clean(p);
    assert_int_equal(p->out.size, b->size);
    assert_memory_equal(p->out.data + b->size - 14, "\0\0\0\x0E" "free\0\0\0\0\0\0", 14);
    put_extended(p, "vide", "avc1", "Avln", "Avalon", 6);
    put_number(b, 0, 4, true); /* up to the end of the file */
    put(b, "uuid0123456789abcdefAvalon", 26);
    clean(p);
    assert_memory_equal(p->out.data + b->size - 30, "\0\0\0\0free\0\0\0\0", 12);
    put_extended(p, "vide", "avc1", "Avln", "Avalon", 6);
    const size_t plain = b->size;
    put_zero(b, 100);
    clean(p);
    assert_int_equal(p->out.size, plain);
}

static void sizes_of_64_bits_stay(void **state)
{
    struct photo *p = *state;
    struct built *b = &p->file;
    put_extended(p, "vide", "avc1", "Avln", "Avalon", 6);
    put(b, "\0\0\0\1Avln\0\0\0\0\0\0\0\x16" "Avalon", 22);
    clean(p);
    assert_memory_equal(p->out.data + b->size - 22, "\0\0\0\1free\0\0\0\0\0\0\0\x16\0\0\0\0\0\0", 22);
}

/* Fragments with an event message and a time of production between them. */
static void put_fragments(struct photo *p, bool with_telemetry)
{
    static const struct film_track empty = {"vide", "avc1", "", 0, 0}, none = {"meta", "gpmd", NULL, 0, 0};
    struct built *b = &p->file;
    b->size = 0;
    put_ftyp(b, "iso5");
    const size_t moov = box_begin(b, "moov");
    put_mvhd(b, 0, 0);
    put_track(b, 1, &empty);
    if (with_telemetry)
        put_track(b, 2, &none);
    const size_t mvex = box_begin(b, "mvex");
    box(b, "trex", "\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\5\0\0\0\0", 24);
    box_end(b, mvex);
    box_end(b, moov);
    box(b, "prft", "\0\0\0\0\0\0\0\1Avalon..", 16);
    box(b, "emsg", "\0\0\0\0urn:Avalon", 14);
    const size_t moof = box_begin(b, "moof");
    box(b, "mfhd", "\0\0\0\0\0\0\0\1", 8);
    const size_t traf = box_begin(b, "traf");
    box(b, "tfhd", "\0\2\0\0\0\0\0\1", 8);
    const size_t trun = box_full(b, "trun", 0, 1);
    put_number(b, 2, 4, true);
    const size_t place = b->size;
    put_zero(b, 4);
    box_end(b, trun);
    box(b, "Avln", "Avalon", 6);
    box_end(b, traf);
    box_end(b, moof);
    set_number(b, place, b->size + 8 - moof, 4);
    box(b, "mdat", "frameFRAMEAvalon", 16);
}

static void fragments_are_cleaned_likewise(void **state)
{
    struct photo *p = *state;
    put_fragments(p, false);
    clean(p);
    assert_false(HOLDS(p, "Avalon"));
    assert_false(HOLDS(p, "prft"));
    assert_false(HOLDS(p, "emsg"));
    STAYS(p, "frameFRAME");
    STAYS(p, "trex\0\0\0\0\0\0\0\1\0\0\0\1");
    put_fragments(p, true);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "in fragments");
}

static void pictures_beside_the_film_are_refused(void **state)
{
    static const struct film_track track = {"auxv", "hvc1", NULL, 1, 5};
    struct photo *p = *state;
    struct built *b = &p->file;
    struct open_film f = begin_film(p, "vide", "avc1", true);
    end_film(p, &f);
    const size_t place = put_track(b, 2, &track);
    end_movie(p, &f);
    set_number(b, place, b->size + 8, 4);
    box(b, "mdat", "depth", 5);
    assert_refused(p, LS_REASON_CLEAN_REFUSED, "pictures that belong to others");
}

static void a_film_that_was_cut_off_gives_no_copy(void **state)
{
    struct photo *p = *state;
    put_film(p);
    const size_t end = p->file.size - 25;
    for (size_t size = 8; size < end; size++) {
        p->file.size = size;
        clean_keeping(p, 0);
        if (p->outcome.state != LS_FAILED || p->out.size)
            fail_msg("cut at %zu", size);
        put_film(p);
    }
}

/* -------------------------------------------------------------------------------------------------- the prover */

/* A copy in which these bytes have become others. */
static void alter(struct photo *p, const char *bytes, size_t size, size_t behind, const void *others, size_t length)
{
    put_film(p);
    make_copy(p, ls_clean_mp4, 0);
    char *found = memmem(p->out.data, p->out.size, bytes, size);
    assert_non_null(found);
    memcpy(found + behind, others, length);
}

/* What the film's own prover says of the copy, without what is proven of copies of all formats. */
static ls_status prove_alone(struct photo *p)
{
    ls_made made = {.source = {(const unsigned char *)p->out.data, p->out.size}, .container = {.arena = p->arena}, .facts = {.arena = p->arena}};
    made.file = ls_bytes_file(&made.source);
    p->cleaning.outcome = ls_outcome_done();
    assert_int_equal(ls_container_walk(&made.source, &made.container), LS_OK);
    return ls_prove_mp4(&p->cleaning, &made);
}

static void copies_that_play_differently_do_not_pass(void **state)
{
    static const struct {
        const char *bytes;
        size_t size, behind;
        const char *others;
        size_t length;
    } cases[] = {
        {"SOUNtone", 8, 7, "!", 1},                          /* a sample */
        {"FRAMEsoun", 9, 0, "frame", 5},
        {"stsz\0\0\0\0\0\0\0\5", 12, 15, "\1", 1},           /* tables */
        {"stsz\0\0\0\0\0\0\0\4", 12, 11, "\3", 1},
        {"stsc", 4, 19, "\2", 1},
        {"stco", 4, 15, "\x60", 1},
        {"mvhd", 4, 19, "\1", 1},                            /* scale */
        {"tkhd", 4, 30, "\1", 1},                            /* length */
        {"tkhd", 4, 5, "\7\7", 2},                           /* flags */
        {"mdhd", 4, 24, "\x15\xC7", 2},                      /* language */
        {"avc1", 4, 28, "\2\x81", 2},                        /* width */
        {"avc1", 4, 0, "avc3", 4},
        {"mp4a", 4, 29, "\xBC", 1},                          /* samples in a second */
        {"url \0\0\0\1", 8, 7, "\3", 1},
        {"ftypisom", 8, 4, "Avl2", 4},                       /* brands */
        {"ftypisom", 8, 10, "\1", 1},
        {"avc1", 4, 16, "appl", 4},                          /* a maker */
        {"vide", 4, 4, "appl", 4},
        {"soun", 4, 16, "VideoHandler", 1},                  /* a name */
        {"mdia", 4, 0, "free", 4},                           /* what a player needs is gone */
        {"stts", 4, 0, "free", 4},
        {"stts", 4, 0, "ctts", 4},                           /* another box */
        {"avc1", 4, 47, "A", 1},                             /* an encoder */
        {"skip", 4, 9, "A", 1},
        {"stsd", 4, 0, "free", 4},
        {"skip", 4, 0, "free", 4},
        {"skip", 4, 5, "\1", 1},                             /* not empty */
        {"tone\0\0", 6, 5, "\xFF", 1},
    };
    struct photo *p = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alter(p, cases[i].bytes, cases[i].size, cases[i].behind, cases[i].others, cases[i].length);
        const ls_status status = ls_cleaning_prove(&p->cleaning);
        const bool same = cases[i].bytes[0] == 's' && cases[i].bytes[1] == 'k' && cases[i].behind == 0;
        if (status != (same ? LS_OK : LS_E_FORMAT) || prove_alone(p) != status)
            fail_msg("case %zu: %d %s", i, (int)status, p->cleaning.outcome.detail);
    }
}

static void copies_without_what_players_need_do_not_pass(void **state)
{
    struct photo *p = *state;
    put_film(p);
    make_copy(p, ls_clean_mp4, 0);
    /* the second track, that of sound: its samples become empty, too */
    const char *handler = memmem(p->out.data, p->out.size, "soun", 4);
    assert_non_null(handler);
    const char *trak = NULL, *next = p->out.data;
    while ((next = memmem(next, (size_t)(handler - next), "trak", 4))) {
        trak = next;
        next += 4;
    }
    assert_non_null(trak);
    char *box = p->out.data + (trak - p->out.data);
    memset(box + 4, 0, ((size_t)(unsigned char)box[-2] << 8 | (unsigned char)box[-1]) - 8);
    memcpy(box, "free", 4);
    char *samples = memmem(p->out.data, p->out.size, "sounSOUNtone", 12);
    assert_non_null(samples);
    memset(samples, 0, 12);
    assert_unproven(p, "a box that players need is gone");
}

/* At the place of these bytes of the film its copy gets others. */
static ls_status prove_with(struct photo *p, const char *bytes, size_t size, size_t behind, const void *others, size_t length)
{
    put_film(p);
    make_copy(p, ls_clean_mp4, 0);
    memcpy(p->out.data + place_of(p, bytes, size) + behind, others, length);
    return prove_alone(p);
}

#define PROVE_WITH(p, bytes, behind, others) prove_with(p, bytes, sizeof bytes - 1, behind, others, sizeof others - 1)

static void boxes_that_go_are_empty_and_none_that_players_need(void **state)
{
    char nothing[28] = "";
    struct photo *p = *state;
    assert_int_equal(PROVE_WITH(p, "uuid0123", 30, "\1"), LS_E_FORMAT); /* something in a free box */
    assert_int_equal(PROVE_WITH(p, "udta", 8, "\1"), LS_E_FORMAT);
    assert_int_equal(PROVE_WITH(p, "iods", 0, "iods"), LS_E_FORMAT); /* no player needs it, even empty */
    assert_int_equal(PROVE_WITH(p, "iods", 0, "Avln"), LS_E_FORMAT);
    assert_int_equal(PROVE_WITH(p, "Avalon gap", 9, "\xFF"), LS_E_FORMAT);
    put_film(p);
    make_copy(p, ls_clean_mp4, 0);
    const size_t entry = PLACE(p, "mp4a");
    memcpy(p->out.data + entry, "free", 4);
    memcpy(p->out.data + entry + 4, nothing, sizeof nothing);
    assert_int_equal(prove_alone(p), LS_E_FORMAT);
    put_film(p);
    make_copy(p, ls_clean_mp4, 0);
    memset(p->out.data + PLACE(p, "Avalon gap") - 8, 0, 4); /* "to the end of the file", which is as long: still not what it was */
    assert_int_equal(prove_alone(p), LS_E_FORMAT);
}

static void copies_of_another_length_do_not_pass(void **state)
{
    struct photo *p = *state;
    put_film(p);
    make_copy(p, ls_clean_mp4, 0);
    ls_buffer_add(&p->out, "\0\0\0\0\0\0\0\0\0\0", 10);
    assert_unproven(p, "it goes on behind its end: mp4/padding");
    put_film(p);
    make_copy(p, ls_clean_mp4, 0);
    ls_buffer_add(&p->out, "\0\0\0\x0C" "free\0\0\0\0", 12);
    assert_unproven(p, "");
    put_film(p);
    make_copy(p, ls_clean_mp4, 0);
    p->out.size -= 12 + 14; /* mdat with less than it says */
    assert_unproven(p, "");
}

static void messages_that_are_back_do_not_pass(void **state)
{
    struct photo *p = *state;
    static const size_t altered[] = {1, 22, 28, 38, 40}; /* profile, number of arrays, a set, the empty box: its type, and what is in it */
    put_extended(p, "vide", "hvc1", "hvcC", HVCC_HEAD "\2\xA7\0\1\0\x0A\x4E\1text1234\x22\0\1\0\2\x44\1", 45);
    for (size_t i = 0; i < sizeof altered / sizeof *altered; i++) {
        make_copy(p, ls_clean_mp4, 0);
        char *box = memmem(p->out.data, p->out.size, "hvcC", 4);
        assert_non_null(box);
        assert_memory_equal(box + 4 + 34, "free", 4);
        assert_int_equal(prove_alone(p), LS_OK);
        box[4 + altered[i]] ^= 1;
        if (prove_alone(p) != LS_E_FORMAT)
            fail_msg("byte %zu", altered[i]);
    }
    make_copy(p, ls_clean_mp4, 0);
    ((char *)memmem(p->out.data, p->out.size, "hvcC", 4))[0] = 'A'; /* no decoder finds them */
    assert_int_equal(prove_alone(p), LS_E_FORMAT);
    replace_copy(p, p->file.data, p->file.size);
    assert_unproven(p, "hvcC is still in it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_plays_stays_where_it_is),
        TEST(boxes_that_go_become_free_ones_of_the_same_size),
        TEST(cleaned_again_nothing_changes),
        TEST(times_names_and_makers_are_gone),
        TEST(what_decoders_do_not_ask_for_goes_and_what_they_need_is_refused),
        TEST(parameters_longer_than_any_decoder_s_are_refused),
        TEST(messages_among_parameters_are_taken_out),
        TEST(messages_that_cannot_be_told_apart_are_refused),
        TEST(a_colour_profile_keeps_its_colours_alone),
        TEST(another_colour_profile_does_not_pass),
        TEST(references_to_tracks_that_are_gone_go),
        TEST(of_two_boxes_the_second_goes),
        TEST(a_box_that_is_empty_may_be_the_last),
        TEST(sizes_of_64_bits_stay),
        TEST(fragments_are_cleaned_likewise),
        TEST(pictures_beside_the_film_are_refused),
        TEST(a_film_that_was_cut_off_gives_no_copy),
        TEST(copies_that_play_differently_do_not_pass),
        TEST(copies_without_what_players_need_do_not_pass),
        TEST(boxes_that_go_are_empty_and_none_that_players_need),
        TEST(copies_of_another_length_do_not_pass),
        TEST(messages_that_are_back_do_not_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
