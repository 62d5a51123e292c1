/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "base/io.h"
#include "record/answer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    ls_arena *arena;
    ls_buffer bytes;
    ls_answer answer;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = ls_arena_new(64 << 20);
    ls_buffer_init(&fixture.bytes, LS_ANSWER_MAX);
    ls_answer_init(&fixture.answer, fixture.arena);
    fixture.answer.tags_wanted = true;
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ls_buffer_free(&f->bytes);
    ls_arena_free(f->arena);
    return 0;
}

/* One of everything, as a worker would say it. */
static void write_all(struct fixture *f)
{
    ls_container container = {.arena = f->arena, .kind = LS_KIND_JPEG, .size = 100, .width = 640, .height = 480, .frames = 1};
    assert_int_equal(ls_container_range(&container, 60, LS_ROLE_CARRIER, "jpeg/app1/exif"), LS_OK);
    assert_int_equal(ls_container_range(&container, 100, LS_ROLE_IMAGE, "jpeg/scan"), LS_OK);
    assert_int_equal(ls_container_problem(&container, 7, true, "length %d runs past the end", 9), LS_OK);
    ls_facts facts = {.arena = f->arena};
    assert_int_equal(ls_facts_real(&facts, LS_FACT_GPS_LAT, 31.5, "jpeg/app1/exif/gps", 10, 34), LS_OK);
    assert_int_equal(ls_facts_text(&facts, LS_FACT_DEVICE_SERIAL, "ab\x1b", 3, "jpeg/app1/exif", 1, 2), LS_OK);
    assert_int_equal(ls_facts_integer(&facts, LS_FACT_THUMBNAIL, 5000, "jpeg/app1/exif/ifd1", 1, 2), LS_OK);
    ls_text text = {.arena = f->arena, .width = 640, .height = 480, .frames = 1, .frames_read = 1, .text_present = true};
    ls_page *page = ls_text_add_page(&text);
    page->quad[2] = (ls_point){639, 479};
    ls_line *line = ls_text_add_line(&text);
    line->page = 0;
    line->height = 22.5f;
    line->count = 1;
    line->confidence = 80;
    line->glyphs = ls_arena_array(f->arena, 1, sizeof *line->glyphs);
    line->glyphs[0] = (ls_glyph){.left = 0, .right = 1, .count = 2, .readings = {{"密", 90}, {"蜜", 10}}};
    line->mirrored = true;
    ls_doubt *doubt = ls_text_add_doubt(&text);
    *doubt = *line;
    doubt->confidence = 30;
    *ls_text_add_seal(&text) = (ls_seal){.ring = true, .confidence = 70, .name = "青石镇人民政府"};
    ls_code *code = ls_text_add_code(&text);
    *code = (ls_code){.format = "QRCode", .inverted = true, .content = ls_arena_strdup(f->arena, "geo:30,110")};
    *ls_text_add_patch(&text) = (ls_patch){.page = 0, .kind = LS_PATCH_MOSAIC};
    ls_answer_put_container(&f->bytes, &container);
    ls_answer_put_facts(&f->bytes, &facts);
    ls_tag_values tags = {.arena = f->arena, .left_out = 3};
    assert_int_equal(ls_tag_values_add(&tags, "FNumber", "f/2.8", 5, "jpeg/app1/exif/exif", 40, 48), LS_OK);
    ls_answer_put_tags(&f->bytes, &tags);
    ls_answer_put_text(&f->bytes, &text);
    f->answer.second_count = 2;
    ls_answer_put_second(&f->bytes, 1, LS_SHOWS_UNCROPPED);
    text.second = 2;
    ls_answer_put_text(&f->bytes, &text);
    ls_outcome limited = ls_outcome_make(LS_LIMITED, LS_REASON_LINES_UNREAD, "%d of %d lines", 1, 2);
    ls_answer_put_outcome(&f->bytes, LS_STAGE_TEXT, &limited);
    ls_answer_put_probe(&f->bytes, 3, true);
    ls_answer_put_end(&f->bytes);
    assert_int_equal(f->bytes.status, LS_OK);
}

/* What the fuzzer starts from is of today's format: LS_WRITE_CORPUS=1 in the environment writes it anew. */
static void the_fuzzers_example_is_up_to_date(void **state)
{
    struct fixture *f = *state;
    static const char path[] = LS_SOURCE_DIR "/tests/fuzz/corpus/answer/all";
    write_all(f);
    if (getenv("LS_WRITE_CORPUS")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(f->bytes.data, 1, f->bytes.size, file), f->bytes.size);
        assert_int_equal(fclose(file), 0);
    }
    ls_buffer file;
    ls_buffer_init(&file, 1 << 20);
    assert_int_equal(ls_read_file(path, &file), LS_OK);
    assert_int_equal(file.size, f->bytes.size);
    assert_memory_equal(file.data, f->bytes.data, file.size);
    ls_buffer_free(&file);
}

/* A clip behind the picture, and a picture in it. */
static void say_inner(struct fixture *f, const ls_inner *inner, size_t count)
{
    ls_container container = {.arena = f->arena, .kind = LS_KIND_JPEG, .size = 100};
    f->bytes.size = 0;
    ls_answer_init(&f->answer, f->arena);
    container.inner = ls_arena_array(f->arena, count, sizeof *inner);
    memcpy(container.inner, inner, count * sizeof *inner);
    container.inner_count = count;
    ls_answer_put_container(&f->bytes, &container);
    assert_int_equal(f->bytes.status, LS_OK);
}

static ls_status take(struct fixture *f)
{
    return ls_answer_read(&f->answer, f->bytes.data, f->bytes.size, 100, NULL);
}

static void files_inside_the_file_survive_the_wall(void **state)
{
    struct fixture *f = *state;
    ls_container container = {.arena = f->arena, .kind = LS_KIND_JPEG, .size = 100};
    const ls_inner clip = {.from = 60, .to = 90, .kind = LS_KIND_VIDEO, .path = "jpeg/trailing/mp4", .whole = true};
    const ls_inner cover = {
        .from = 70, .to = 80, .kind = LS_KIND_PNG, .path = "jpeg/trailing/mp4/covr/png", .parent = 1, .width = 7, .height = 5};
    assert_int_equal(ls_container_range(&container, 60, LS_ROLE_IMAGE, "jpeg/scan"), LS_OK);
    assert_int_equal(ls_container_inner(&container, &clip), LS_OK);
    assert_int_equal(ls_container_range(&container, 80, LS_ROLE_CARRIER, "jpeg/trailing/mp4/moov"), LS_OK);
    container.range_count--;
    assert_int_equal(ls_container_range(&container, 91, LS_ROLE_CARRIER, "jpeg/trailing/mp4/moov"), LS_E_FORMAT);
    assert_int_equal(ls_container_range(&container, 70, LS_ROLE_CARRIER, "jpeg/trailing/mp4x"), LS_E_FORMAT);
    assert_int_equal(ls_container_range(&container, 70, LS_ROLE_CARRIER, "jpeg/trailing/mp4/moov/udta"), LS_OK);
    assert_int_equal(ls_container_inner(&container, &cover), LS_OK);
    assert_int_equal(ls_container_range(&container, 80, LS_ROLE_TRAILING, "jpeg/trailing/mp4/covr/png/IDAT"), LS_OK);
    assert_int_equal(ls_container_range(&container, 90, LS_ROLE_TRAILING, "jpeg/trailing/mp4/mdat"), LS_OK);
    assert_int_equal(ls_container_range(&container, 100, LS_ROLE_TRAILING, "jpeg/trailing"), LS_OK);
    ls_answer_put_container(&f->bytes, &container);
    assert_int_equal(take(f), LS_OK);
    const ls_container *read = &f->answer.container;
    assert_true(ls_container_complete(read));
    assert_int_equal(read->inner_count, 2);
    assert_true(read->inner[0].whole && !read->inner[1].whole);
    assert_string_equal(read->inner[1].path, "jpeg/trailing/mp4/covr/png");
    assert_int_equal(read->inner[1].width, 7);
    static const struct {
        uint32_t inner;
        const char *local;
        ls_kind kind;
    } expected[] = {{0, "jpeg/scan", LS_KIND_JPEG},
                    {1, "mp4/moov/udta", LS_KIND_VIDEO},
                    {2, "png/IDAT", LS_KIND_PNG},
                    {1, "mp4/mdat", LS_KIND_VIDEO},
                    {0, "jpeg/trailing", LS_KIND_JPEG}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(read->ranges[i].inner, expected[i].inner);
        assert_string_equal(read->ranges[i].local, expected[i].local);
        assert_int_equal(ls_container_kind(read, &read->ranges[i]), expected[i].kind);
    }
}

static void files_inside_the_file_that_cannot_be_are_refused(void **state)
{
    struct fixture *f = *state;
    const ls_inner good = {.from = 60, .to = 90, .path = "a/b"};
    ls_inner two[2] = {good, good};
    say_inner(f, &good, 1);
    assert_int_equal(take(f), LS_OK);
    two[1] = (ls_inner){.from = 95, .to = 101, .path = "a/b"}; /* beyond the end of the photo */
    say_inner(f, two, 2);
    assert_int_equal(take(f), LS_E_FORMAT);
    two[1] = (ls_inner){.from = 70, .to = 95, .path = "a/b/c", .parent = 1}; /* beyond the end of its parent */
    say_inner(f, two, 2);
    assert_int_equal(take(f), LS_E_FORMAT);
    two[1] = (ls_inner){.from = 70, .to = 80, .path = "a/b/c"}; /* stands in the first and denies it */
    say_inner(f, two, 2);
    assert_int_equal(take(f), LS_E_FORMAT);
    two[1] = (ls_inner){.from = 70, .to = 80, .path = "a/c", .parent = 1}; /* not a path of its parent's */
    say_inner(f, two, 2);
    assert_int_equal(take(f), LS_E_FORMAT);
    two[1] = (ls_inner){.from = 50, .to = 80, .path = "a/c"}; /* the first begins in it */
    say_inner(f, two, 2);
    assert_int_equal(take(f), LS_E_FORMAT);
    two[1] = (ls_inner){.from = 60, .to = 60, .path = "a/b/c", .parent = 1}; /* of no bytes */
    say_inner(f, two, 2);
    assert_int_equal(take(f), LS_E_FORMAT);
}

static void an_answer_survives_the_wall(void **state)
{
    struct fixture *f = *state;
    write_all(f);
    ls_error error = {""};
    assert_int_equal(ls_answer_read(&f->answer, f->bytes.data, f->bytes.size, 100, &error), LS_OK);
    assert_true(f->answer.ended && f->answer.has_container && f->answer.has_text);
    assert_true(ls_container_complete(&f->answer.container));
    assert_string_equal(f->answer.container.ranges[0].path, "jpeg/app1/exif");
    assert_int_equal(f->answer.container.problems[0].at, 7);
    assert_int_equal(f->answer.facts.count, 3);
    assert_true(fabs(f->answer.facts.items[0].real - 31.5) < 1e-12);
    assert_string_equal(f->answer.facts.items[1].text, "ab\xEF\xBF\xBD");
    assert_int_equal(f->answer.tags.count, 1);
    assert_string_equal(f->answer.tags.items[0].name, "FNumber");
    assert_string_equal(f->answer.tags.items[0].value, "f/2.8");
    assert_string_equal(f->answer.tags.items[0].carrier, "jpeg/app1/exif/exif");
    assert_true(f->answer.tags.items[0].from == 40 && f->answer.tags.items[0].to == 48);
    assert_int_equal(f->answer.tags.left_out, 3);
    assert_string_equal(f->answer.text.lines[0].glyphs[0].readings[1].utf8, "蜜");
    assert_true(f->answer.text.lines[0].mirrored);
    assert_int_equal(f->answer.text.line_count, 1); /* a doubt is no line */
    assert_int_equal(f->answer.text.doubt_count, 1);
    assert_int_equal(f->answer.text.doubts[0].confidence, 30);
    assert_string_equal(f->answer.text.doubts[0].glyphs[0].readings[0].utf8, "密");
    assert_int_equal(f->answer.text.seal_count, 1);
    assert_true(f->answer.text.seals[0].ring && !f->answer.text.seals[0].star);
    assert_string_equal(f->answer.text.seals[0].name, "青石镇人民政府");
    assert_int_equal(f->answer.text.code_count, 1);
    assert_string_equal(f->answer.text.codes[0].format, "QRCode");
    assert_string_equal(f->answer.text.codes[0].content, "geo:30,110");
    assert_true(f->answer.text.codes[0].inverted && !f->answer.text.codes[0].mirrored);
    assert_int_equal(f->answer.text.patch_count, 1);
    assert_int_equal(f->answer.text.patches[0].kind, LS_PATCH_MOSAIC);
    assert_int_equal(f->answer.seconds[0], LS_SHOWS_UNREAD); /* nothing was said about it */
    assert_int_equal(f->answer.seconds[1], LS_SHOWS_UNCROPPED);
    assert_int_equal(f->answer.text.frames_read, 1);
    assert_int_equal(f->answer.text_count, 2);
    assert_int_equal(f->answer.text.next->second, 2);
    assert_int_equal(f->answer.outcomes[LS_STAGE_TEXT].state, LS_LIMITED);
    assert_string_equal(f->answer.outcomes[LS_STAGE_TEXT].detail, "1 of 2 lines");
    assert_true(f->answer.probe_seen[3] && f->answer.probe_passed[3]);
}

/* The third page of a file: lines belong to the picture whose header came last, and its index may skip what was not read. */
static void pictures_of_a_file_stay_apart(void **state)
{
    struct fixture *f = *state;
    ls_text first = {.arena = f->arena, .width = 640, .height = 480, .frames = 3, .text_present = true};
    ls_text third = {.arena = f->arena, .width = 300, .height = 400, .frames = 3, .picture = 2, .text_present = true};
    ls_text_add_line(&first)->height = 10;
    ls_text_add_page(&third);
    ls_text_add_line(&third)->page = 0;
    ls_answer_put_text(&f->bytes, &first);
    ls_answer_put_text(&f->bytes, &third);
    assert_int_equal(ls_answer_read(&f->answer, f->bytes.data, f->bytes.size, 100, NULL), LS_OK);
    const ls_text *text = &f->answer.text;
    assert_int_equal(text->frames, 3);
    assert_int_equal(text->frames_read, 2);
    assert_int_equal(text->line_count, 1);
    assert_int_equal(text->page_count, 0);
    assert_non_null(text->next);
    assert_int_equal(text->next->picture, 2);
    assert_int_equal(text->next->width, 300);
    assert_int_equal(text->next->page_count, 1);
    assert_int_equal(text->next->lines[0].page, 0);
    assert_null(text->next->next);
}

/* The same picture again, or an earlier one, is no answer of ours; what came before it is kept. */
static void pictures_come_in_the_order_of_the_file(void **state)
{
    struct fixture *f = *state;
    ls_text text = {.arena = f->arena, .width = 10, .height = 10, .frames = 3, .picture = 1};
    ls_answer_put_text(&f->bytes, &text);
    ls_answer_put_text(&f->bytes, &text);
    assert_int_equal(ls_answer_read(&f->answer, f->bytes.data, f->bytes.size, 100, NULL), LS_E_FORMAT);
    assert_true(f->answer.has_text);
    assert_int_equal(f->answer.text.frames_read, 1);
    assert_null(f->answer.text.next);
}

static ls_status read_what_was_put(struct fixture *f)
{
    ls_status status = ls_answer_read(&f->answer, f->bytes.data, f->bytes.size, 100, NULL);
    ls_buffer_clear(&f->bytes);
    return status;
}

static void begin_with_a_picture(struct fixture *f, uint32_t seconds)
{
    const ls_text text = {.width = 10, .height = 10, .frames = 1};
    ls_answer_init(&f->answer, f->arena);
    f->answer.second_count = seconds;
    ls_answer_put_text(&f->bytes, &text);
}

/* One that was not asked about, one told of twice, and something that no picture can show. */
static void second_pictures_are_those_of_the_request(void **state)
{
    struct fixture *f = *state;
    begin_with_a_picture(f, 1);
    ls_answer_put_second(&f->bytes, 1, LS_SHOWS_SAME);
    assert_int_equal(read_what_was_put(f), LS_E_FORMAT);
    begin_with_a_picture(f, 1);
    ls_answer_put_second(&f->bytes, 0, LS_SHOWS_SAME);
    assert_int_equal(read_what_was_put(f), LS_OK);
    ls_answer_put_second(&f->bytes, 0, LS_SHOWS_OTHER);
    assert_int_equal(read_what_was_put(f), LS_E_FORMAT);
    assert_int_equal(f->answer.seconds[0], LS_SHOWS_SAME);
    begin_with_a_picture(f, 1);
    ls_answer_put_second(&f->bytes, 0, LS_SHOWS_COUNT);
    assert_int_equal(read_what_was_put(f), LS_E_FORMAT);
}

/* Behind all pictures of the file, in order, and only once it is said what they show. */
static void texts_of_second_pictures_come_last(void **state)
{
    struct fixture *f = *state;
    const ls_text page = {.width = 10, .height = 10, .picture = 1, .frames = 2};
    const ls_text first = {.width = 10, .height = 10, .second = 1, .frames = 1};
    const ls_text second = {.width = 10, .height = 10, .second = 2, .frames = 1};
    begin_with_a_picture(f, 2);
    ls_answer_put_text(&f->bytes, &first); /* nothing is known of it */
    assert_int_equal(read_what_was_put(f), LS_E_FORMAT);
    begin_with_a_picture(f, 2);
    ls_answer_put_second(&f->bytes, 0, LS_SHOWS_OTHER);
    ls_answer_put_second(&f->bytes, 1, LS_SHOWS_OTHER);
    ls_answer_put_text(&f->bytes, &second);
    assert_int_equal(read_what_was_put(f), LS_OK);
    ls_answer_put_text(&f->bytes, &first);
    assert_int_equal(read_what_was_put(f), LS_E_FORMAT);
    begin_with_a_picture(f, 2);
    ls_answer_put_second(&f->bytes, 0, LS_SHOWS_OTHER);
    ls_answer_put_text(&f->bytes, &first);
    assert_int_equal(read_what_was_put(f), LS_OK);
    ls_answer_put_text(&f->bytes, &page);
    assert_int_equal(read_what_was_put(f), LS_E_FORMAT);
    assert_int_equal(f->answer.text.frames_read, 1);
}

/* The file's own picture comes first: an answer cannot begin with one inside it. */
static void no_second_picture_without_a_first(void **state)
{
    struct fixture *f = *state;
    const ls_text first = {.width = 10, .height = 10, .second = 1, .frames = 1};
    f->answer.second_count = 1;
    ls_answer_put_second(&f->bytes, 0, LS_SHOWS_OTHER);
    ls_answer_put_text(&f->bytes, &first);
    assert_int_equal(read_what_was_put(f), LS_E_FORMAT);
    assert_false(f->answer.has_text);
}

/* Every cut and every flipped byte is either understood or refused; never a crash, never an answer out of bounds. */
static void a_hostile_answer_is_refused_or_harmless(void **state)
{
    struct fixture *f = *state;
    write_all(f);
    for (size_t size = 0; size < f->bytes.size; size++) {
        ls_arena *arena = ls_arena_new(1 << 20);
        ls_answer answer;
        ls_answer_init(&answer, arena);
        ls_answer_read(&answer, f->bytes.data, size, 100, NULL);
        assert_false(answer.ended);
        ls_arena_free(arena);
    }
    static const unsigned char patterns[] = {0x01, 0x80, 0xFF};
    for (size_t at = 0; at < f->bytes.size; at++)
        for (size_t i = 0; i < sizeof patterns; i++) {
            ls_arena *arena = ls_arena_new(4 << 20);
            ls_answer answer;
            ls_answer_init(&answer, arena);
            answer.tags_wanted = true;
            f->bytes.data[at] ^= (char)patterns[i];
            ls_answer_read(&answer, f->bytes.data, f->bytes.size, 100, NULL);
            for (size_t j = 0; j < answer.facts.count; j++)
                assert_true(answer.facts.items[j].to <= 100);
            for (size_t j = 0; j < answer.tags.count; j++)
                assert_true(answer.tags.items[j].to <= 100 && *answer.tags.items[j].name && *answer.tags.items[j].value);
            assert_true(answer.text.line_count <= 1 && answer.text.page_count <= 1);
            for (size_t j = 0; j < answer.text.patch_count; j++)
                assert_true(answer.text.patches[j].page == -1 ||
                            (answer.text.patches[j].page >= 0 &&
                             (size_t)answer.text.patches[j].page < answer.text.page_count));
            f->bytes.data[at] ^= (char)patterns[i];
            ls_arena_free(arena);
        }
}

static void facts_stay_in_their_bounds(void **state)
{
    struct fixture *f = *state;
    ls_facts facts = {.arena = f->arena};
    assert_int_equal(ls_facts_real(&facts, LS_FACT_GPS_LAT, 90.1, "x", 0, 0), LS_E_FORMAT);
    assert_int_equal(ls_facts_real(&facts, LS_FACT_GPS_LON, (double)NAN, "x", 0, 0), LS_E_FORMAT);
    assert_int_equal(ls_facts_integer(&facts, LS_FACT_IMAGE_ORIENTATION, 9, "x", 0, 0), LS_E_FORMAT);
    assert_int_equal(ls_facts_text(&facts, LS_FACT_DEVICE_MAKE, "", 0, "x", 0, 0), LS_E_FORMAT);
    assert_int_equal(ls_facts_text(&facts, LS_FACT_GPS_LAT, "1", 1, "x", 0, 0), LS_E_FORMAT);
    for (int i = 0; i < LS_FACTS_MAX; i++)
        assert_int_equal(ls_facts_real(&facts, LS_FACT_GPS_LAT, 1, "x", 0, 0), LS_OK);
    assert_int_equal(ls_facts_real(&facts, LS_FACT_GPS_LAT, 1, "x", 0, 0), LS_E_LIMIT);
}

static void a_long_text_is_cut_at_a_character(void **state)
{
    struct fixture *f = *state;
    ls_facts facts = {.arena = f->arena};
    assert_int_equal(ls_facts_text(&facts, LS_FACT_GPS_DIRECTION_REF, "abcdefg密", 10, "x", 0, 0), LS_OK);
    assert_string_equal(facts.items[0].text, "abcdefg"); /* the bound is 8 bytes */
}

static void ranges_must_follow_each_other(void **state)
{
    struct fixture *f = *state;
    ls_container container = {.arena = f->arena, .size = 10};
    assert_int_equal(ls_container_range(&container, 4, LS_ROLE_IMAGE, "a"), LS_OK);
    assert_int_equal(ls_container_range(&container, 4, LS_ROLE_IMAGE, "a"), LS_E_FORMAT);
    assert_int_equal(ls_container_range(&container, 11, LS_ROLE_IMAGE, "a"), LS_E_FORMAT);
    assert_false(ls_container_complete(&container));
    assert_int_equal(ls_container_range(&container, 10, LS_ROLE_TRAILING, "b"), LS_OK);
    assert_true(ls_container_complete(&container));
}

static void a_fatal_problem_is_never_lost(void **state)
{
    struct fixture *f = *state;
    ls_container container = {.arena = f->arena, .size = 1000};
    for (int i = 0; i < LS_PROBLEMS_MAX + 5; i++)
        assert_int_equal(ls_container_problem(&container, 1, i == LS_PROBLEMS_MAX + 3, "problem"), LS_OK);
    assert_int_equal(container.problem_count, LS_PROBLEMS_MAX);
    assert_true(container.problems[LS_PROBLEMS_MAX - 1].fatal);
}

/* A worker states them when it is asked, and not beyond the file. */
static void tags_that_nobody_asked_for_are_refused(void **state)
{
    struct fixture *f = *state;
    ls_tag_values tags = {.arena = f->arena};
    assert_int_equal(ls_tag_values_add(&tags, "FNumber", "f/2.8", 5, "jpeg/app1/exif/exif", 92, 100), LS_OK);
    ls_answer_put_tags(&f->bytes, &tags);
    assert_int_equal(take(f), LS_OK);
    assert_int_equal(ls_answer_read(&f->answer, f->bytes.data, f->bytes.size, 99, NULL), LS_E_FORMAT);
    f->answer.tags_wanted = false;
    assert_int_equal(take(f), LS_E_FORMAT);
    f->answer.tags_wanted = true;
    ls_answer_restart(&f->answer);
    assert_true(f->answer.tags_wanted && f->answer.tags.count == 0);
    assert_int_equal(take(f), LS_OK);
    f->bytes.size = 0;
    tags = (ls_tag_values){.arena = f->arena, .left_out = 2};
    ls_answer_put_tags(&f->bytes, &tags);
    assert_int_equal(take(f), LS_OK);
    assert_int_equal(take(f), LS_E_FORMAT); /* said twice */
}

static void a_long_value_is_cut_and_says_so(void **state)
{
    struct fixture *f = *state;
    ls_tag_values tags = {.arena = f->arena};
    char text[600];
    memset(text, 'a', sizeof text);
    assert_int_equal(ls_tag_values_add(&tags, "n", text, LS_TAG_TEXT_MAX, "c", 0, 0), LS_OK);
    assert_int_equal(strlen(tags.items[0].value), LS_TAG_TEXT_MAX); /* fits: whole, and without the mark */
    assert_null(strstr(tags.items[0].value, "…"));
    assert_int_equal(ls_tag_values_add(&tags, "n", text, LS_TAG_TEXT_MAX + 1, "c", 0, 0), LS_OK);
    assert_int_equal(strlen(tags.items[1].value), LS_TAG_TEXT_MAX);
    assert_string_equal(tags.items[1].value + LS_TAG_TEXT_MAX - 4, "a…");
    for (size_t i = 0; i + 3 <= sizeof text; i += 3)
        memcpy(text + i, "密", 3);
    assert_int_equal(ls_tag_values_add(&tags, "n", text, sizeof text, "c", 0, 0), LS_OK);
    assert_int_equal(strlen(tags.items[2].value), 169 * 3 + 3); /* 169 characters of three bytes fit into 509 */
    assert_string_equal(tags.items[2].value + 168 * 3, "密…");
    memset(text, 0x80, sizeof text); /* no UTF-8: each byte becomes three */
    assert_int_equal(ls_tag_values_add(&tags, "n", text, sizeof text, "c", 0, 0), LS_OK);
    assert_int_equal(strlen(tags.items[3].value), 169 * 3 + 3);
    assert_int_equal(ls_tag_values_add(&tags, "", "v", 1, "c", 0, 0), LS_E_FORMAT);
    assert_int_equal(ls_tag_values_add(&tags, "n", "v", 0, "c", 0, 0), LS_E_FORMAT);
    assert_int_equal(ls_tag_values_add(&tags, "n", "v", 1, "c", 2, 1), LS_E_FORMAT);
    assert_int_equal(ls_tag_values_add(&tags, "n\x1b", "v\n", 2, "c\x1b", 0, 0), LS_OK);
    assert_string_equal(tags.items[4].name, "n\xEF\xBF\xBD");
    assert_string_equal(tags.items[4].value, "v\xEF\xBF\xBD");
    assert_string_equal(tags.items[4].carrier, "c\xEF\xBF\xBD");
}

static void values_beyond_the_bound_are_counted(void **state)
{
    struct fixture *f = *state;
    ls_tag_values tags = {.arena = f->arena};
    for (size_t i = 0; i < LS_TAG_VALUES_MAX; i++)
        assert_int_equal(ls_tag_values_add(&tags, "n", "v", 1, "c", 0, 0), LS_OK);
    assert_int_equal(ls_tag_values_add(&tags, "n", "v", 1, "c", 0, 0), LS_E_LIMIT);
    assert_int_equal(ls_tag_values_add(&tags, "n", "v", 1, "c", 0, 0), LS_E_LIMIT);
    assert_true(tags.count == LS_TAG_VALUES_MAX && tags.left_out == 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(pictures_of_a_file_stay_apart), TEST(pictures_come_in_the_order_of_the_file),
        TEST(second_pictures_are_those_of_the_request), TEST(texts_of_second_pictures_come_last),
        TEST(no_second_picture_without_a_first),
        TEST(files_inside_the_file_survive_the_wall), TEST(files_inside_the_file_that_cannot_be_are_refused),
        TEST(an_answer_survives_the_wall),   TEST(a_hostile_answer_is_refused_or_harmless),
        TEST(the_fuzzers_example_is_up_to_date),
        TEST(facts_stay_in_their_bounds),    TEST(a_long_text_is_cut_at_a_character),
        TEST(ranges_must_follow_each_other), TEST(a_fatal_problem_is_never_lost),
        TEST(tags_that_nobody_asked_for_are_refused), TEST(a_long_value_is_cut_and_says_so),
        TEST(values_beyond_the_bound_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
