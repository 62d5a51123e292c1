/* SPDX-License-Identifier: Apache-2.0 */
/* Values of the photo that are looked for in its copy, and what cleaning says when it cannot do it. */
#include "unit/clean_look.h"

/* ---- The needles alone: facts by hand, without a photo. */
struct search {
    ls_arena *arena;
    ls_facts facts;
    ls_clean_input input;
    ls_cleaning cleaning;
    struct built file;
    ls_source source;
};

static int begin(void **state)
{
    struct search *s = calloc(1, sizeof *s);
    *state = s;
    if (!s)
        return -1;
    s->arena = ls_arena_new((size_t)32 << 20);
    s->facts = (ls_facts){.arena = s->arena};
    s->input = (ls_clean_input){.source = &s->source, .facts = &s->facts};
    s->cleaning = (ls_cleaning){.in = &s->input, .arena = s->arena};
    return 0;
}

static int end(void **state)
{
    struct search *s = *state;
    ls_arena_free(s->arena);
    free(s);
    return 0;
}

static void state_text(struct search *s, ls_fact_key key, const char *text)
{
    assert_int_equal(ls_facts_text(&s->facts, key, text, strlen(text), "test", 0, 0), LS_OK);
}

/* Read from these bytes of the photo. */
static void state_raw(struct search *s, ls_fact_key key, double value, const void *bytes, size_t size)
{
    const size_t from = s->file.size + 5;
    put_fill(&s->file, 0, 5);
    put(&s->file, bytes, size);
    assert_int_equal(ls_facts_real(&s->facts, key, value, "test", from, from + size), LS_OK);
    s->source = (ls_source){s->file.data, s->file.size};
    s->cleaning.file = ls_bytes_file(&s->source);
}

static bool found(struct search *s, const void *bytes, size_t size, bool coded)
{
    ls_needles *needles;
    ls_fact_key key = 0;
    unsigned char *exact = malloc(size + 1);
    assert_non_null(exact);
    if (size)
        memcpy(exact, bytes, size);
    exact = realloc(exact, size ? size : 1);
    const ls_bytes searched = ls_bytes_decoded(exact, size, (ls_span){0, 0});
    assert_int_equal(ls_needles_new(&s->cleaning, &needles), LS_OK);
    const ls_status status = ls_needles_search(needles, &searched, coded, &key);
    free(exact);
    assert_true(status == LS_OK || status == LS_E_FORMAT);
    return status == LS_E_FORMAT;
}

#define FOUND(s, text) found(s, text, sizeof text - 1, false)
#define FOUND_CODED(s, text) found(s, text, sizeof text - 1, true)

static void a_text_is_found_in_every_coding(void **state)
{
    struct search *s = *state;
    state_text(s, LS_FACT_PERSON_ARTIST, "Zoë 山本 🦭.");
    assert_true(FOUND(s, "..Zo\xC3\xAB \xE5\xB1\xB1\xE6\x9C\xAC \xF0\x9F\xA6\xAD.."));
    assert_true(FOUND(s, "Z\0o\0\xEB\0 \0\x71\x5C\x2C\x67 \0\x3E\xD8\xAD\xDD.\0"));
    assert_true(FOUND(s, "xyz\0Z\0o\0\xEB\0 \x5C\x71\x67\x2C\0 \xD8\x3E\xDD\xAD\0."));
    assert_true(FOUND_CODED(s, "\0Z\0o\0\xEB\0 \x5C\x71\x67\x2C\0 \xD8\x3E\xDD\xAD\0."));
    assert_false(FOUND(s, "Zo\xC3\xAB \xE5\xB1\xB1\xE6\x9C\xAC \xF0\x9F\xA6\xAC.")); /* another animal */
    assert_false(FOUND(s, "Z\0o\0\xEB\0 \0\x71\x5C\x2C\x67 \0\x3E\xD8\xAD\xDD"));    /* cut */
    assert_false(FOUND(s, ""));
    assert_false(FOUND(s, "Zo"));
}

static void a_raw_value_is_found_without_its_padding(void **state)
{
    struct search *s = *state;
    static const char date[] = "2024:05:06 07:08:09\0\0";
    state_raw(s, LS_FACT_GPS_LAT, 51.2, "\0\0\0\x33\0\0\0\1\0\0\0\x0A\0\0\0\1", 16);
    assert_true(FOUND_CODED(s, "abc\0\0\0\x33\0\0\0\1\0\0\0\x0A\0\0\0\1"));
    assert_false(FOUND(s, "abc\0\0\0\x33\0\0\0\1\0\0\0\x0B\0\0\0\1"));
    const size_t from = s->file.size;
    put(&s->file, date, sizeof date);
    s->source.size = s->file.size;
    s->cleaning.file = ls_bytes_file(&s->source);
    assert_int_equal(ls_facts_text(&s->facts, LS_FACT_TIME_TAKEN, "2024-05-06T07:08:09", 19, "test", from, from + sizeof date),
                     LS_OK);
    assert_true(FOUND(s, "date:create 2024:05:06 07:08:09, he said"));
    assert_true(FOUND(s, "2024-05-06T07:08:09"));
}

static void short_values_count_outside_of_pictures_alone(void **state)
{
    struct search *s = *state;
    state_text(s, LS_FACT_DEVICE_SERIAL, "Q7X41");
    state_text(s, LS_FACT_NOTE_TEXT, "sea");
    state_raw(s, LS_FACT_GPS_ALTITUDE, 5, "\1\2\3\4\5", 5);
    assert_true(FOUND(s, "..Q7X41"));
    assert_false(FOUND_CODED(s, "..Q7X41"));
    assert_true(FOUND(s, "..\1\2\3\4\5"));
    assert_false(FOUND_CODED(s, "..\1\2\3\4\5"));
    assert_false(FOUND(s, "sea"));                  /* is in every file */
    assert_true(FOUND(s, "Q\0007\0X\0004\0001\0")); /* ten bytes */
    assert_true(FOUND_CODED(s, "Q\0007\0X\0004\0001\0"));
}

/* They are everywhere, and tell nothing. */
static void what_says_nothing_is_not_looked_for(void **state)
{
    struct search *s = *state;
    static const char *const words[] = {"Adobe",  "sRGB",        "IDAT", "JFIF",    "Exif",
                                        "GIF89a", "NETSCAPE2.0", "mntr", "RGB XYZ", "ICC_PROFILE"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        state_text(s, LS_FACT_NOTE_TEXT, words[i]);
        assert_false(found(s, words[i], strlen(words[i]), false));
    }
    state_raw(s, LS_FACT_GPS_ALTITUDE, 0, "\0\0\0\0\0\0\0\1\0\0\0\1", 12);
    assert_false(FOUND(s, "\0\0\0\0\0\0\0\1\0\0\0\1"));
    state_text(s, LS_FACT_IMAGE_QUANTISATION, "0123456789abcdef, IJG quality 90");
    assert_false(FOUND(s, "0123456789abcdef, IJG quality 90"));
    state_text(s, LS_FACT_GPS_HEMISPHERE_UNSTATED, "lat,lon"); /* our own words */
    assert_false(FOUND(s, "lat,lon"));
    state_text(s, LS_FACT_GPS_NO_FIX, "both are 0/0");
    assert_false(FOUND(s, "both are 0/0"));
    state_text(s, LS_FACT_NOTE_TEXT, "sRGB of Avalon");
    assert_true(FOUND(s, "sRGB of Avalon"));
    state_text(s, LS_FACT_NOTE_TEXT, "IDAT|IEND"); /* no word, but one of the list's borders */
    assert_true(FOUND(s, "IDAT|IEND"));
}

static void what_is_kept_is_not_looked_for(void **state)
{
    struct search *s = *state;
    state_text(s, LS_FACT_PERSON_ARTIST, "Ann Example");
    state_text(s, LS_FACT_PERSON_OWNER, "Ann Example of Avalon");
    state_text(s, LS_FACT_NOTE_TEXT, "curve 22");
    s->cleaning.exif = ls_bytes_decoded("MM\0*Ann Example\0", 16, (ls_span){0, 0});
    assert_false(FOUND(s, "Ann Example"));
    assert_true(FOUND(s, "Ann Example of Avalon"));
    s->cleaning.icc = ls_bytes_decoded("a curve 22", 10, (ls_span){0, 0});
    assert_true(FOUND(s, "curve 22"));
    s->cleaning.icc_common = true; /* in every photo's profile of that space */
    assert_false(FOUND(s, "curve 22"));
}

/* Many that begin alike, of which only the last of all is there, at the very end. */
static void all_of_many_are_looked_for(void **state)
{
    struct search *s = *state;
    char text[64];
    for (int i = 0; i < 1500; i++) {
        snprintf(text, sizeof text, "serial %d", 100000 + i * 7);
        state_text(s, LS_FACT_DEVICE_SERIAL, text);
    }
    char bytes[2000];
    memset(bytes, 's', sizeof bytes);
    assert_false(found(s, bytes, sizeof bytes, true));
    memcpy(bytes + sizeof bytes - 13, "serial 100000", 13);
    assert_true(found(s, bytes, sizeof bytes, true));
    memcpy(bytes + sizeof bytes - 13, text, 13);
    assert_true(found(s, bytes, sizeof bytes, true));
    memcpy(bytes + sizeof bytes - 13, "serial 100001", 13);
    assert_false(found(s, bytes, sizeof bytes, true));
}

/* ---- With photos: a value that is really still there. */
static void put_stored_png(struct photo *p, const char *row, const char *palette, size_t colours)
{
    struct built rows = {.size = 0}, header = {.size = 0};
    p->file.size = 0;
    put(&p->file, "\x89PNG\r\n\x1A\n", 8);
    put_number(&header, strlen(row) - 1, 4, true);
    put(&header, "\0\0\0\1\x08\3\0\0\0", 9);
    png_chunk(&p->file, "IHDR", header.data, header.size);
    png_chunk(&p->file, "PLTE", palette, 3 * colours);
    put_stored(&rows, row);
    png_chunk(&p->file, "IDAT", rows.data, rows.size);
    png_chunk(&p->file, "IEND", "", 0);
}

static void comment(struct photo *p, const char *text)
{
    struct built chunk = {.size = 0};
    put(&chunk, "Comment", 8);
    put(&chunk, text, strlen(text));
    p->file.size -= 12;
    png_chunk(&p->file, "tEXt", chunk.data, chunk.size);
    png_chunk(&p->file, "IEND", "", 0);
}

static char palette[768];

static void a_value_that_is_still_there_is_no_clean_copy(void **state)
{
    struct photo *p = *state;
    put_stored_png(p, "\1the Avalon harbour", palette, 256); /* pixels that are letters */
    clean(p);
    comment(p, "Avalon harbour");
    assert_refused(p, LS_REASON_CLEAN_UNPROVEN, "a value of note.text is still in it");
    put_stored_png(p, "\1the Avalon harbour", palette, 256);
    comment(p, "Avalon"); /* six bytes are in pictures by chance */
    clean(p);
    put_stored_png(p, "\1\1\1\1\1\1\1\1\1\1\1\1", "Avalon harbour ... and its lighthouse", 12); /* a pixel of each colour */
    comment(p, "harbour ...");
    assert_refused(p, LS_REASON_CLEAN_UNPROVEN, "a value of note.text is still in it");
}

/* Numbers that rise one by one are a text, too. */
static void tables_of_the_picture_are_no_values(void **state)
{
    struct photo *p = *state;
    for (int i = 0; i < 256; i++)
        palette[i] = (char)i;
    put_stored_png(p, "\1x", palette, 256);
    comment(p, "456789");
    comment(p, "ABCD");
    comment(p, "sRGB");
    comment(p, "IDAT");
    clean(p);
    memset(palette, 0, sizeof palette);
}

static void short_values_are_found_in_what_is_no_picture(void **state)
{
    struct photo *p = *state;
    struct built chunk = {.size = 0};
    put_stored_png(p, "\1x", palette, 256);
    png_chunk(&chunk, "gAMA", "Q7X4", 4);
    memmove(p->file.data + 33 + chunk.size, p->file.data + 33, p->file.size - 33);
    memcpy(p->file.data + 33, chunk.data, chunk.size);
    p->file.size += chunk.size;
    clean(p);
    comment(p, "Q7X4");
    assert_refused(p, LS_REASON_CLEAN_UNPROVEN, "a value of note.text is still in it");
}

/* ---- Of everything else it says that it cannot do it. */
static void other_formats_are_refused_by_name(void **state)
{
    struct photo *p = *state;
    p->file.size = 0;
    put(&p->file,
        "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0\0\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\2"
        "\3\0",
        58);
    assert_refused(p, LS_REASON_CLEAN_FORMAT, "BMP");
    assert_false(ls_clean_knows(LS_KIND_BMP));
    assert_false(ls_clean_knows(LS_KIND_NONE));
    assert_true(ls_clean_knows(LS_KIND_JPEG) && ls_clean_knows(LS_KIND_PNG) && ls_clean_knows(LS_KIND_WEBP) &&
                ls_clean_knows(LS_KIND_GIF));
    p->file.size = 0;
    put(&p->file, "Dear diary", 10);
    clean_keeping(p, 0);
    assert_int_equal(p->outcome.state, LS_FAILED);
    p->file.size = 0;
    clean_keeping(p, 0);
    assert_int_equal(p->outcome.state, LS_FAILED);
    assert_int_equal(p->out.size, 0);
}

/* Cut anywhere, a photo is refused or cleaned, and what is refused leaves nothing behind. */
static void every_length_of_a_photo_has_an_answer(void **state)
{
    struct photo *p = *state;
    put_stored_png(p, "\1the harbour", palette, 256);
    comment(p, "Avalon");
    const struct built whole = p->file;
    for (size_t size = 0; size <= whole.size; size++) {
        p->file.size = size;
        clean_keeping(p, 0);
        assert_true(p->outcome.state == LS_FAILED || (p->outcome.state == LS_DONE && size == whole.size));
        assert_int_equal(p->out.size > 0, p->outcome.state == LS_DONE);
    }
}

static void without_memory_there_is_no_copy(void **state)
{
    struct photo *p = *state;
    put_stored_png(p, "\1the harbour", palette, 256);
    comment(p, "Avalon");
    read_photo(p, 0);
    size_t refused = 0;
    for (size_t limit = 0; limit < (size_t)1 << 20; limit += 16384) {
        ls_arena *arena = ls_arena_new(limit + 1);
        assert_non_null(arena);
        ls_buffer_clear(&p->out);
        const ls_status status = ls_clean_file(&p->input, arena, &p->out, &p->outcome);
        ls_arena_free(arena);
        assert_true(status == LS_OK || status == LS_E_NOMEM);
        if (status) {
            assert_int_equal(p->out.size, 0);
            refused++;
        } else {
            assert_cleaned(p);
        }
    }
    assert_true(refused > 1);
}

#define SEARCH(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SEARCH(a_text_is_found_in_every_coding),
        SEARCH(a_raw_value_is_found_without_its_padding),
        SEARCH(short_values_count_outside_of_pictures_alone),
        SEARCH(what_says_nothing_is_not_looked_for),
        SEARCH(what_is_kept_is_not_looked_for),
        SEARCH(all_of_many_are_looked_for),
        TEST(a_value_that_is_still_there_is_no_clean_copy),
        TEST(tables_of_the_picture_are_no_values),
        TEST(short_values_are_found_in_what_is_no_picture),
        TEST(other_formats_are_refused_by_name),
        TEST(every_length_of_a_photo_has_an_answer),
        TEST(without_memory_there_is_no_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
