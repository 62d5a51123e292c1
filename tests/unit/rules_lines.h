/* SPDX-License-Identifier: Apache-2.0 */
/* A page of lines as a recogniser hands them over, and what the shipped packs make of it: for the tests of matching. */
#ifndef LS_TESTS_RULES_LINES_H
#define LS_TESTS_RULES_LINES_H

#include "cmocka_all.h"

#include "base/utf8.h"
#include "rules/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    ls_rules *rules;
    ls_arena *arena;
    ls_text text;
    ls_matches matches;
};

static ls_rules *shipped;

static int load_packs(const char *const *packs, size_t count)
{
    const char *folders[] = {LS_SOURCE_DIR "/rules"};
    ls_rules_request request = {
        .folders = folders, .folder_count = 1, .mark_packs = packs, .mark_pack_count = count, .all_marks_from = 1};
    ls_error error = {""};
    if (ls_rules_load(&request, &shipped, &error))
        fail_msg("%s", error.text);
    return 0;
}

static int free_shipped(void **state)
{
    (void)state;
    ls_rules_free(shipped);
    return 0;
}

static void begin(struct fixture *f)
{
    f->rules = shipped;
    f->arena = ls_arena_new(256 << 20);
    f->text = (ls_text){.arena = f->arena, .width = 1000, .height = 1400, .frames = 1, .frames_read = 1};
    f->matches = (ls_matches){.arena = f->arena};
}

static int set_up(void **state)
{
    static struct fixture fixture;
    begin(&fixture);
    ls_page *page = ls_text_add_page(&fixture.text);
    static const ls_point corners[4] = {{0, 0}, {1000, 0}, {1000, 1400}, {0, 1400}};
    memcpy(page->quad, corners, sizeof corners);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ls_arena_free(f->arena);
    return 0;
}

/* A line of glyphs of equal width; each character of `text` is the best reading of one glyph, with `score`. */
static ls_line *add_line(struct fixture *f, const char *text, double left, double top, unsigned char score)
{
    static ls_line nowhere;
    ls_line *line = ls_text_add_line(&f->text);
    assert_non_null(line);
    line = line ? line : &nowhere;
    size_t size = strlen(text);
    line->page = f->text.page_count ? 0 : -1;
    line->height = 20;
    line->glyphs = ls_arena_array(f->arena, size, sizeof *line->glyphs);
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t code;
        length = ls_utf8_decode(text + at, size - at, &code);
        assert_true(length > 0);
        ls_glyph *glyph = &line->glyphs[line->count++];
        glyph->count = 1;
        memcpy(glyph->readings[0].utf8, text + at, length);
        glyph->readings[0].score = score;
    }
    for (size_t i = 0; i < line->count; i++) {
        line->glyphs[i].left = (float)i / (float)line->count;
        line->glyphs[i].right = (float)(i + 1) / (float)line->count;
    }
    double width = 20.0 * (double)line->count;
    ls_point quad[4] = {{left, top}, {left + width, top}, {left + width, top + 20}, {left, top + 20}};
    memcpy(line->quad, quad, sizeof quad);
    return line;
}

static void add_reading(ls_line *line, size_t glyph, const char *utf8, unsigned char score)
{
    ls_glyph *g = &line->glyphs[glyph];
    snprintf(g->readings[g->count].utf8, sizeof g->readings[0].utf8, "%s", utf8);
    g->readings[g->count++].score = score;
}

/* A body, so that sizes have something to be compared with. */
static void add_body(struct fixture *f)
{
    for (int i = 0; i < 4; i++)
        add_line(f, "一一一一一一一一一一一一一一一一", 100, 600 + 40 * i, 90);
}

static void match(struct fixture *f)
{
    f->matches = (ls_matches){.arena = f->arena};
    assert_int_equal(ls_rules_match(f->rules, &f->text, &f->matches), LS_OK);
}

static const ls_match *find(const struct fixture *f, const char *rule)
{
    for (size_t i = 0; i < f->matches.count; i++) {
        if (strcmp(f->matches.items[i].rule->id, rule) == 0)
            return &f->matches.items[i];
    }
    return NULL;
}

/* The same for one that must be there; never NULL. */
static const ls_match *found(const struct fixture *f, const char *rule)
{
    static const ls_match none = {.text = ""};
    const ls_match *match_of_rule = find(f, rule);
    assert_non_null(match_of_rule);
    return match_of_rule ? match_of_rule : &none;
}

#define ON_PAGE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
