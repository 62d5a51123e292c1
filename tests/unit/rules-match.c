/* SPDX-License-Identifier: Apache-2.0 */
/* Marks in text as a recogniser hands it over: misread, letter-spaced, doubtful, turned; and text that is no mark. */
#include "rules_lines.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int load_shipped(void **state)
{
    (void)state;
    return load_packs((const char *const[]){"cn", "us"}, 2);
}

/* ------------------------------------------------------------------------------------------------ reading */

/* What Tesseract 5 made of ★ in rendered marks, at two sizes in four typefaces. */
static void misread_stars(void **state)
{
    struct fixture *f = *state;
    static const char *const stars[] = {"★", "女", "文", "友", "雪", "广", "太", "妇", "娘", "坟", "*", "☆"};
    for (size_t i = 0; i < sizeof stars / sizeof *stars; i++) {
        char text[64];
        snprintf(text, sizeof text, "机密%s20年", stars[i]);
        f->text.line_count = 0;
        add_line(f, text, 100, 100, 80);
        add_body(f);
        match(f);
        assert_int_equal(f->matches.count, 1);
        assert_string_equal(f->matches.items[0].rule->id, "cn.state-secret.jimi");
        assert_true(f->matches.items[0].confidence >= 80);
    }
}

static void quad_is_that_of_the_mark(void **state)
{
    struct fixture *f = *state;
    add_line(f, "编号机密★20年", 100, 100, 90); /* 8 glyphs of 20 pixels; the mark is glyphs 2 to 8 */
    match(f);
    const ls_match *mark = found(f, "cn.state-secret.jimi");
    assert_int_equal(mark->line, 0);
    assert_int_equal(mark->from, 2);
    assert_int_equal(mark->to, 8);
    assert_string_equal(mark->text, "机密★20年");
    static const ls_point wanted[4] = {{140, 100}, {260, 100}, {260, 120}, {140, 120}};
    for (int i = 0; i < 4; i++) {
        assert_true(fabs(mark->quad[i].x - wanted[i].x) < 0.01);
        assert_true(fabs(mark->quad[i].y - wanted[i].y) < 0.01);
    }
}

static void letter_spaced(void **state)
{
    struct fixture *f = *state;
    add_line(f, "秘 密 女 1 0 年", 100, 100, 85);
    add_line(f, "S E C R E T / / N O F O R N", 100, 140, 85);
    add_line(f, "机　密　★　长　期", 100, 180, 85); /* ideographic spaces */
    match(f);
    const ls_match *chinese = found(f, "cn.state-secret.mimi"), *english = found(f, "us.secret");
    assert_int_equal(chinese->from, 0);
    assert_int_equal(chinese->to, 11);
    assert_string_equal(english->text, "SECRET//NOFORN");
    assert_non_null(find(f, "cn.state-secret.jimi"));
}

/* Without glyphs for spaces, words are told apart by the gaps between their glyphs. */
static void gaps_are_spaces(void **state)
{
    struct fixture *f = *state;
    ls_line *line = add_line(f, "TOPSECRETRECIPE", 400, 100, 90);
    add_line(f, "TOPSECRETRECIPE", 400, 1350, 90);
    for (size_t i = 0; i < line->count; i++) {
        float shift = i >= 9 ? 2 : i >= 3 ? 1 : 0;
        line->glyphs[i].left = ((float)i + shift) / 17;
        line->glyphs[i].right = ((float)i + shift + 0.9F) / 17;
    }
    match(f);
    assert_null(find(f, "us.secret"));
    line->count = 9; /* TOP SECRET, alone at the top; the other line keeps it company at the bottom */
    f->text.lines[1].count = 9;
    match(f);
    assert_string_equal(found(f, "us.top-secret")->text, "TOP SECRET");
    assert_null(find(f, "us.secret"));
}

static void full_width(void **state)
{
    struct fixture *f = *state;
    add_line(f, "ＳＥＣＲＥＴ／／ＮＯＦＯＲＮ", 100, 100, 90);
    add_line(f, "机密★２０年", 100, 140, 90);
    match(f);
    assert_non_null(find(f, "us.secret"));
    assert_non_null(find(f, "cn.state-secret.jimi"));
}

/* 机 came second, after a glyph that nothing says is like it: without it the mark has no level. */
static void doubtful_glyphs(void **state)
{
    struct fixture *f = *state;
    ls_line *line = add_line(f, "桃密★20年", 100, 100, 90);
    match(f);
    assert_int_equal(f->matches.count, 1);
    assert_null(found(f, "cn.state-secret.unclear")->rule->level);
    line->glyphs[0].readings[0].score = 50;
    add_reading(line, 0, "枕", 40);
    add_reading(line, 0, "机", 30);
    match(f);
    const ls_match *doubtful = found(f, "cn.state-secret.jimi");
    assert_string_equal(doubtful->text, "机密★20年");
    int confidence = doubtful->confidence;
    f->text.line_count = 0;
    add_line(f, "机密★20年", 100, 100, 90);
    match(f);
    assert_true(found(f, "cn.state-secret.jimi")->confidence > confidence);
}

/* Star and year are both second readings; each alone would not do. */
static void several_doubts(void **state)
{
    struct fixture *f = *state;
    ls_line *line = add_line(f, "机密曼20仑", 100, 100, 60);
    match(f);
    assert_int_equal(f->matches.count, 0);
    add_reading(line, 2, "★", 20);
    add_reading(line, 5, "伞", 50);
    add_reading(line, 5, "年", 40);
    match(f);
    assert_string_equal(found(f, "cn.state-secret.jimi")->text, "机密★20年");
}

/* A recogniser may take several letters for one glyph. */
static void glyphs_of_several_letters(void **state)
{
    struct fixture *f = *state;
    ls_line *line = add_line(f, "ab", 100, 100, 90);
    snprintf(line->glyphs[0].readings[0].utf8, 16, "SECRET//");
    snprintf(line->glyphs[1].readings[0].utf8, 16, "NOFORN");
    match(f);
    const ls_match *mark = found(f, "us.secret");
    assert_int_equal(mark->from, 0);
    assert_int_equal(mark->to, 2);
}

/* ------------------------------------------------------------------------------------------------- context */

static void harmless(void **state)
{
    struct fixture *f = *state;
    static const char *const texts[] = {
        "秘密花园",
        "她把这个秘密藏在心里很多年。",
        "乙方应当保守甲方的商业秘密。",
        "机密文件管理培训课件",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "手机密码二十年没有换过",
        "绝密飞行",
        "SECRET GARDEN",
        "Your secret ingredient",
        "SECRETARY OF THE BOARD",
        "TOP SECRET RECIPE SINCE 1987",
        "UNCLASSIFIED",
        "Private & Confidential",
        "CUISINE",
        "内部装修 暂停营业",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        f->text.line_count = 0;
        add_line(f, texts[i], 100, 100, 95);
        add_body(f);
        match(f);
        if (f->matches.count)
            fail_msg("'%s' matches %s (%d)", texts[i], f->matches.items[0].rule->id, f->matches.items[0].confidence);
    }
}

/* Words about secrets, in every system's packs at once: in a text, as a title, in red, on a parcel or in a chat. */
static void talk_is_no_mark(void **state)
{
    static const char *const packs[] = {"cn", "us", "nato", "uk", "tlp", "company", "signs", "tw",
                                        "hk", "jp", "kr",   "ru", "vn",  "ca",      "eu"};
    static const struct {
        const char *text;
        double left, top;
        float height;
        ls_ink ink;
        bool page;
    } cases[] = {
        {"秘密花园", 300, 300, 60, LS_INK_DARK, true},
        {"秘密花园", 300, 300, 60, LS_INK_RED, false},
        {"双方对在履行合同中知悉的商业秘密和公司机密负有保密义务", 80, 500, 20, LS_INK_DARK, true},
        {"第六条 乙方不得向第三方泄露甲方的公司机密。", 80, 120, 20, LS_INK_DARK, true},
        {"保守国家秘密人人有责", 120, 100, 60, LS_INK_RED, true},
        {"学习保密法 筑牢保密防线", 120, 100, 60, LS_INK_RED, true},
        {"国家秘密分为绝密、机密、秘密三级", 80, 400, 24, LS_INK_DARK, true},
        {"《中华人民共和国保守国家秘密法》宣传月", 80, 60, 30, LS_INK_RED, true},
        {"这是我们俩的秘密，别告诉他", 100, 600, 20, LS_INK_DARK, false},
        {"偷偷告诉你一个秘密", 100, 200, 20, LS_INK_LIGHT, false},
        {"绝密飞行", 300, 500, 120, LS_INK_LIGHT, false},
        {"绝密档案第一季", 100, 80, 40, LS_INK_DARK, true},
        {"机密追缉令", 250, 400, 110, LS_INK_RED, false},
        {"维多利亚的秘密", 300, 300, 50, LS_INK_DARK, false},
        {"手机密码和电脑密码", 80, 80, 20, LS_INK_DARK, true},
        {"取扱注意", 350, 600, 80, LS_INK_RED, false},
        {"精密機器 取扱注意", 300, 600, 60, LS_INK_RED, false},
        {"ДСП 16 мм, лист 2750 на 1830", 80, 300, 20, LS_INK_DARK, true},
        {"Шкаф из ДСП, цена 900 руб", 80, 80, 24, LS_INK_DARK, true},
        {"MẬT ONG RỪNG", 300, 300, 80, LS_INK_RED, false},
        {"Mật ong nguyên chất 500 ml", 80, 80, 24, LS_INK_DARK, true},
        {"SECRET Eau de Parfum", 300, 500, 60, LS_INK_DARK, false},
        {"THE SECRET GARDEN", 250, 300, 80, LS_INK_DARK, true},
        {"TOP SECRET RECIPES OF THE COAST", 150, 90, 50, LS_INK_DARK, true},
        {"L.A. CONFIDENTIAL", 250, 90, 90, LS_INK_LIGHT, false},
        {"Can you keep a secret?", 100, 500, 20, LS_INK_DARK, false},
        {"(a) The tenant pays the rent.", 80, 300, 20, LS_INK_DARK, true},
        {"(b) The tenant keeps the stairs clean.", 80, 340, 20, LS_INK_DARK, true},
        {"(c) The landlord repairs the roof.", 80, 380, 20, LS_INK_DARK, true},
        {"(s) Sundays are free for members.", 80, 420, 20, LS_INK_DARK, true},
        {"(S) 38-40   (M) 42-44   (L) 46-48", 80, 300, 20, LS_INK_DARK, true},
        {"(C) 2031 Fielding Harbor Supplies", 80, 1300, 16, LS_INK_DARK, true},
        {"(S) Small sizes are sold out.", 80, 300, 20, LS_INK_DARK, true},
        {"(C) Questions go to the desk in room 12.", 80, 340, 20, LS_INK_DARK, true},
        {"(TS) One teaspoon of salt", 80, 340, 20, LS_INK_DARK, true},
        {"대외비 아닌 소문", 80, 300, 20, LS_INK_DARK, true},
        {"극비 레시피 공개", 300, 300, 60, LS_INK_RED, false},
        {"RESTREINT À CENT PLACES", 80, 80, 24, LS_INK_DARK, true},
        {"PROTECTED BY COPYRIGHT", 80, 1300, 16, LS_INK_DARK, true},
        {"OFFICIAL MERCHANDISE", 80, 80, 40, LS_INK_DARK, true},
    };
    struct fixture *f = *state;
    const char *folders[] = {LS_SOURCE_DIR "/rules"};
    ls_rules_request request = {.folders = folders,
                                .folder_count = 1,
                                .mark_packs = packs,
                                .mark_pack_count = sizeof packs / sizeof *packs,
                                .all_marks_from = 1};
    ls_error error = {""};
    ls_rules *all = NULL;
    if (ls_rules_load(&request, &all, &error))
        fail_msg("%s", error.text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        f->text.line_count = f->text.page_count = 0;
        f->matches.count = 0;
        if (cases[i].page) {
            ls_page *page = ls_text_add_page(&f->text);
            const ls_point corners[4] = {{0, 0}, {1000, 0}, {1000, 1400}, {0, 1400}};
            memcpy(page->quad, corners, sizeof corners);
        }
        add_body(f);
        ls_line *line = add_line(f, cases[i].text, cases[i].left, cases[i].top, 95);
        line->height = cases[i].height;
        line->ink = cases[i].ink;
        assert_int_equal(ls_rules_match(all, &f->text, &f->matches), LS_OK);
        for (size_t k = 0; k < f->matches.count; k++) {
            if (f->matches.items[k].rule->severity > LS_INFO)
                fail_msg("%s: %s (%d)", cases[i].text, f->matches.items[k].rule->id, f->matches.items[k].confidence);
        }
    }
    ls_rules_free(all);
}

static void bare_level_needs_its_place(void **state)
{
    struct fixture *f = *state;
    add_line(f, "机密", 100, 120, 90);
    add_body(f);
    match(f);
    assert_int_equal(f->matches.count, 0);
    f->text.pages[0].red_rule = true;
    match(f);
    assert_non_null(find(f, "cn.state-secret.jimi"));
    for (int i = 0; i < 4; i++) /* the same, in the middle of the page */
        f->text.lines[0].quad[i].y += 500;
    match(f);
    assert_int_equal(f->matches.count, 0);
}

/* A large red line near the top is a header, even when nobody saw its rule. */
static void red_header_line(void **state)
{
    struct fixture *f = *state;
    add_line(f, "机密", 100, 120, 90);
    ls_line *header = add_line(f, "青石镇供水办公室文件", 300, 240, 90);
    header->ink = LS_INK_RED;
    header->height = 40;
    add_body(f);
    match(f);
    assert_non_null(find(f, "cn.state-secret.jimi"));
}

static void term_beside_level(void **state)
{
    struct fixture *f = *state;
    add_line(f, "机密", 100, 120, 90);
    add_line(f, "★20年", 160, 122, 90);
    add_body(f);
    match(f);
    assert_non_null(find(f, "cn.state-secret.jimi"));
    for (int i = 0; i < 4; i++) /* not on the same row any more */
        f->text.lines[1].quad[i].y += 60;
    match(f);
    assert_null(find(f, "cn.state-secret.jimi"));
}

static void banner_at_top_and_bottom(void **state)
{
    struct fixture *f = *state;
    add_line(f, "SECRET", 440, 60, 90);
    add_line(f, "SECRET", 440, 1320, 90);
    add_body(f);
    match(f);
    assert_int_equal(f->matches.count, 2);
    assert_string_equal(f->matches.items[0].rule->id, "us.secret");
    assert_int_equal(f->matches.items[0].line, 0); /* equal ones from top to bottom */
    assert_int_equal(f->matches.items[1].line, 1);
    for (int i = 0; i < 4; i++)
        f->text.lines[1].quad[i].y = 700;
    f->text.lines[0].height = 90; /* one word in huge type, once */
    match(f);
    assert_int_equal(f->matches.count, 0);
}

static ls_point turned(ls_point p, int quarter)
{
    switch (quarter) {
    case 1: return (ls_point){1400 - p.y, p.x};
    case 2: return (ls_point){1000 - p.x, 1400 - p.y};
    case 3: return (ls_point){p.y, 1000 - p.x};
    case 4: return (ls_point){1000 - p.x, p.y}; /* mirrored */
    default: return p;
    }
}

/* The page lies on its side, upside down or mirrored; its own quad does not know where its text starts. */
static void turned_pages(void **state)
{
    struct fixture *f = *state;
    add_line(f, "机密", 100, 120, 90);
    add_body(f);
    f->text.pages[0].red_rule = true;
    match(f);
    assert_int_equal(f->matches.count, 1);
    int upright = f->matches.items[0].confidence;
    ls_line saved[8];
    ls_page page = f->text.pages[0];
    memcpy(saved, f->text.lines, f->text.line_count * sizeof *saved);
    for (int quarter = 1; quarter <= 4; quarter++) {
        for (size_t i = 0; i < f->text.line_count; i++) {
            for (int j = 0; j < 4; j++)
                f->text.lines[i].quad[j] = turned(saved[i].quad[j], quarter);
        }
        for (int j = 0; j < 4; j++) /* starts anywhere */
            f->text.pages[0].quad[(j + quarter) % 4] = turned(page.quad[j], quarter);
        match(f);
        assert_int_equal(f->matches.count, 1);
        assert_int_equal(f->matches.items[0].confidence, upright);
    }
}

static void text_on_no_page(void **state)
{
    struct fixture *f = *state;
    f->text.page_count = 0;
    add_line(f, "机密★20年", 100, 600, 90);
    add_line(f, "秘密", 100, 700, 90);
    match(f);
    assert_int_equal(f->matches.count, 1);
    assert_string_equal(f->matches.items[0].rule->id, "cn.state-secret.jimi");
}

static void exam_replaces_secret(void **state)
{
    struct fixture *f = *state;
    add_line(f, "绝密★启用前", 100, 100, 90);
    match(f);
    assert_int_equal(f->matches.count, 1);
    assert_string_equal(f->matches.items[0].rule->id, "cn.exam");
}

static void strongest_first(void **state)
{
    struct fixture *f = *state;
    add_line(f, "内部资料 注意保存", 100, 60, 90);
    add_line(f, "秘密★10年", 100, 100, 90);
    add_line(f, "绝密★30年", 100, 140, 90);
    match(f);
    assert_int_equal(f->matches.count, 3);
    assert_string_equal(f->matches.items[0].rule->id, "cn.state-secret.juemi");
    assert_string_equal(f->matches.items[1].rule->id, "cn.state-secret.mimi");
    assert_string_equal(f->matches.items[2].rule->id, "cn.internal");
}

/* -------------------------------------------------------------------------------------------------- limits */

static void nothing_to_read(void **state)
{
    struct fixture *f = *state;
    match(f);
    assert_int_equal(f->matches.count, 0);
    ls_line *line = add_line(f, "机密★20年", 100, 100, 90);
    line->unread = LS_UNREAD_BUDGET;
    line->count = 0;
    add_line(f, "", 100, 140, 90);
    match(f);
    assert_int_equal(f->matches.count, 0);
    assert_false(f->matches.limit_hit);
}

static void too_many_marks(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 1100; i++)
        add_line(f, "机密★20年", 100, 100, 90);
    assert_int_equal(ls_rules_match(f->rules, &f->text, &f->matches), LS_E_LIMIT);
    assert_true(f->matches.count >= 1024); /* what was found is told */
}

static void write_text(const char *folder, const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* A pattern that backtracks without end stops at the match limit, and the answer says so. */
static void match_limit(void **state)
{
    struct fixture *f = *state;
    char folder[] = "/tmp/lightseal-test-XXXXXX", path[160];
    static const char *const parts[] = {"help", "marks", "help/h.yaml", "marks/p.yaml"};
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    write_text(folder, parts[2],
               "format: 1\nsystem: t\ntitle: {en: T, zh: 题}\nbasis:\n  - {id: t.1, name: {en: L, zh: 法}, version: a, "
               "url: b, checked: 2026-01-02}\n");
    write_text(folder, parts[3],
               "format: 1\nsystem: t\ntitle: {en: T, zh: 题}\nlanguages: [eng]\nhelp: [h]\nphoto-verified: no\n"
               "contexts: {c: {}}\nrules:\n  - id: t.slow\n    severity: high\n    title: {en: One, zh: 一}\n"
               "    what: {en: w, zh: 甲}\n    why: {en: y, zh: 乙}\n    do: {en: d, zh: 丙}\n    basis: [t.1]\n"
               "    patterns: [{anchor: AAAA, regex: '^(A+)+$', score: 80, context: c}]\n"
               "    examples: {must: [AAAA], not: [B]}\n");
    const char *folders[] = {folder}, *packs[] = {"p"};
    ls_rules_request request = {
        .folders = folders, .folder_count = 1, .mark_packs = packs, .mark_pack_count = 1, .all_marks_from = 1};
    ls_error error = {""};
    assert_int_equal(ls_rules_load(&request, &f->rules, &error), LS_OK);
    add_line(f, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!", 100, 100, 90);
    match(f);
    assert_true(f->matches.limit_hit);
    assert_string_equal(f->matches.limit_rule, "t.slow");
    f->text.line_count = 0;
    add_line(f, "AAAAAAAA", 100, 100, 90);
    match(f);
    assert_false(f->matches.limit_hit);
    assert_int_equal(f->matches.count, 1);
    ls_rules_free(f->rules);
    for (size_t i = 4; i-- > 0;) {
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        assert_int_equal(remove(path), 0);
    }
    assert_int_equal(rmdir(folder), 0);
}

/* ---------------------------------------------------------------------------------------------------- doubts */

/* A row that was read so, and is no line. */
static void add_doubt(struct fixture *f, const char *text, unsigned char score)
{
    const ls_line *line = add_line(f, text, 100, 100, score);
    ls_doubt *doubt = ls_text_add_doubt(&f->text);
    assert_non_null(doubt);
    if (doubt)
        *doubt = *line;
    f->text.line_count--;
}

static void take_doubts(struct fixture *f)
{
    f->matches = (ls_matches){.arena = f->arena};
    assert_int_equal(ls_rules_take_doubts(f->rules, &f->text, &f->matches), LS_OK);
    assert_int_equal(f->text.doubt_count, 0);
}

/* Half of its glyphs were misread for others of their class, and the rest is doubtful: but all of it is one mark. */
static void a_doubt_that_is_a_mark(void **state)
{
    struct fixture *f = *state;
    add_body(f);
    const size_t before = f->text.line_count;
    add_doubt(f, "| 机密★20年", 45);
    take_doubts(f);
    assert_int_equal(f->text.line_count, before + 1);
    match(f);
    assert_int_equal(found(f, "cn.state-secret.jimi")->line, before);
}

/* A mark in a longer row, one that was hardly read, and letters that are none. */
static void doubts_that_are_nothing(void **state)
{
    static const struct {
        const char *text;
        unsigned char score;
    } rows[] = {{"三机密★20年乎川工上了一人", 45}, {"机密★20年", 20}, {"机密", 45}, {"TOPSOIL", 60}, {"", 90}};
    struct fixture *f = *state;
    add_body(f);
    const size_t before = f->text.line_count;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        add_doubt(f, rows[i].text, rows[i].score);
        take_doubts(f);
        assert_int_equal(f->text.line_count, before);
    }
}

static void *match_often(void *wrong)
{
    for (int i = 0; i < 100; i++) {
        struct fixture own;
        begin(&own);
        ls_line *line = add_line(&own, "桃密太20年", 100, 100, 80);
        add_reading(line, 0, "机", 30);
        add_line(&own, "SECRET//NOFORN", 100, 140, 90);
        ls_status status = ls_rules_match(shipped, &own.text, &own.matches);
        *(int *)wrong += status || own.matches.count != 2;
        ls_arena_free(own.arena);
    }
    return NULL;
}

static void two_threads_share_rules(void **state)
{
    (void)state;
    pthread_t threads[2];
    int wrong[2] = {0, 0};
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, match_often, &wrong[i]), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(wrong[0] + wrong[1], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_PAGE(misread_stars),
        ON_PAGE(quad_is_that_of_the_mark),
        ON_PAGE(letter_spaced),
        ON_PAGE(gaps_are_spaces),
        ON_PAGE(full_width),
        ON_PAGE(doubtful_glyphs),
        ON_PAGE(several_doubts),
        ON_PAGE(glyphs_of_several_letters),
        ON_PAGE(harmless),
        ON_PAGE(talk_is_no_mark),
        ON_PAGE(bare_level_needs_its_place),
        ON_PAGE(red_header_line),
        ON_PAGE(term_beside_level),
        ON_PAGE(banner_at_top_and_bottom),
        ON_PAGE(turned_pages),
        ON_PAGE(text_on_no_page),
        ON_PAGE(exam_replaces_secret),
        ON_PAGE(strongest_first),
        ON_PAGE(nothing_to_read),
        ON_PAGE(too_many_marks),
        ON_PAGE(match_limit),
        ON_PAGE(a_doubt_that_is_a_mark),
        ON_PAGE(doubts_that_are_nothing),
        cmocka_unit_test(two_threads_share_rules),
    };
    return cmocka_run_group_tests(tests, load_shipped, free_shipped);
}
