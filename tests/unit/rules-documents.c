/* SPDX-License-Identifier: Apache-2.0 */
/* Documents by their build: pages set by hand, official and harmless, upright and turned; packs with mistakes. */
#include "cmocka_all.h"

#include "base/utf8.h"
#include "rules/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TODAY "2032-01-01"
#define WIDTH 1000.0
#define HEIGHT 1414.0
#define BODY "一一一一一一一一一一一一一一一一一一一一一一一一一一一一"

struct fixture {
    ls_arena *arena;
    ls_text text;
    ls_documents documents;
};

static ls_rules *shipped;

static int load_shipped(void **state)
{
    (void)state;
    const char *folders[] = {LS_SOURCE_DIR "/rules"}, *packs[] = {"cn", "us"};
    ls_rules_request request = {
        .folders = folders, .folder_count = 1, .mark_packs = packs, .mark_pack_count = 2, .all_marks_from = 1};
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

static void clear(struct fixture *f)
{
    f->text = (ls_text){.arena = f->arena, .width = (uint32_t)WIDTH, .height = (uint32_t)HEIGHT};
    ls_page *page = ls_text_add_page(&f->text);
    static const ls_point corners[4] = {{0, 0}, {WIDTH, 0}, {WIDTH, HEIGHT}, {0, HEIGHT}};
    memcpy(page->quad, corners, sizeof corners);
}

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = ls_arena_new(64 << 20);
    clear(&fixture);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ls_arena_free(f->arena);
    return 0;
}

/* A line whose top left is at x, y per cent of the page; glyphs `height` pixels high, Latin ones half as wide. */
static ls_line *add(struct fixture *f, const char *text, double x, double y, double height, ls_ink ink)
{
    static ls_line nowhere;
    ls_line *line = ls_text_add_line(&f->text);
    assert_non_null(line);
    line = line ? line : &nowhere;
    size_t size = strlen(text);
    double width = 0, left = x / 100 * WIDTH, top = y / 100 * HEIGHT;
    line->glyphs = ls_arena_array(f->arena, size, sizeof *line->glyphs);
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t code;
        length = ls_utf8_decode(text + at, size - at, &code);
        assert_true(length > 0);
        ls_glyph *glyph = &line->glyphs[line->count++];
        glyph->count = 1;
        glyph->left = (float)width;
        width += code < 0x80 ? height / 2 : height;
        glyph->right = (float)width;
        memcpy(glyph->readings[0].utf8, text + at, length);
        glyph->readings[0].score = 90;
    }
    for (size_t i = 0; i < line->count; i++) {
        line->glyphs[i].left /= (float)width;
        line->glyphs[i].right /= (float)width;
    }
    line->page = 0;
    line->height = (float)height;
    line->ink = ink;
    line->confidence = 90;
    const ls_point quad[4] = {{left, top}, {left + width, top}, {left + width, top + height}, {left, top + height}};
    memcpy(line->quad, quad, sizeof quad);
    return line;
}

static void rows(struct fixture *f, const char *text, double x, double y, double step, int count)
{
    for (int i = 0; i < count; i++)
        add(f, text, x, y + i * step, 26, LS_INK_DARK);
}

static void box(ls_point quad[4], double left, double top, double right, double bottom)
{
    const ls_point corners[4] = {{left * WIDTH / 100, top * HEIGHT / 100},
                                 {right * WIDTH / 100, top * HEIGHT / 100},
                                 {right * WIDTH / 100, bottom * HEIGHT / 100},
                                 {left * WIDTH / 100, bottom * HEIGHT / 100}};
    memcpy(quad, corners, sizeof corners);
}

static void inspect(struct fixture *f)
{
    ls_matches matches = {.arena = f->arena};
    f->documents = (ls_documents){.arena = f->arena};
    assert_int_equal(ls_rules_match(shipped, &f->text, &matches), LS_OK);
    assert_int_equal(ls_rules_documents(shipped, &f->text, &matches, TODAY, &f->documents), LS_OK);
    assert_false(f->documents.limit_hit);
}

static const ls_document *find(const struct fixture *f, const char *rule)
{
    for (size_t i = 0; i < f->documents.count; i++) {
        if (strcmp(f->documents.items[i].rule, rule) == 0)
            return &f->documents.items[i];
    }
    return NULL;
}

/* The one that must be there; never NULL. */
static const ls_document *found(const struct fixture *f, const char *rule)
{
    static const ls_document none;
    const ls_document *document = find(f, rule);
    if (!document)
        fail_msg("no %s", rule);
    return document ? document : &none;
}

static bool has_proof(const ls_document *document, const char *id)
{
    for (size_t i = 0; i < document->proof_count; i++) {
        if (strcmp(document->proofs[i].id, id) == 0)
            return true;
    }
    return false;
}

static void is_silent(struct fixture *f, const char *what)
{
    inspect(f);
    if (f->documents.count)
        fail_msg("%s: %s (%d)", what, f->documents.items[0].rule, f->documents.items[0].confidence);
    clear(f);
}

/* The head and first rows of a published notice: no mark anywhere. */
static void add_notice(struct fixture *f)
{
    add(f, "青石镇人民政府文件", 18, 20, 70, LS_INK_RED);
    add(f, "青政发〔2031〕5号", 38, 29, 26, LS_INK_DARK);
    add(f, "关于做好冬季供水保障工作的通知", 26, 36, 34, LS_INK_DARK);
    add(f, "各村民委员会，镇属各单位：", 13, 41, 26, LS_INK_DARK);
    rows(f, BODY, 13, 45, 3.44, 9);
    add(f, "2031年3月5日", 62, 80, 26, LS_INK_DARK);
}

/* ----------------------------------------------------------------------------------------------- official */

static void notice(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    inspect(f);
    const ls_document *official = found(f, "document.official");
    assert_int_equal(f->documents.count, 1);
    assert_string_equal(official->system, "cn");
    assert_true(has_proof(official, "issuer") && has_proof(official, "number"));
    assert_true(has_proof(official, "subject") && has_proof(official, "receivers"));
    assert_false(has_proof(official, "copy-number"));
    /* heaviest first, and the sum of the weights is the confidence */
    int sum = 0;
    for (size_t i = 0; i < official->proof_count; i++) {
        sum += official->proofs[i].weight;
        assert_true(i == 0 || official->proofs[i].weight <= official->proofs[i - 1].weight);
    }
    assert_int_equal(official->confidence, sum > 100 ? 100 : sum);
}

/* What recognisers make of 〔2031〕: whatever it is, the number counts. */
static void brackets(void **state)
{
    static const char *const numbers[] = {"青政发(2031)5号",   "青政发[2031]5号",  "青政发﹝2031﹞5号", "青政发「2031」5号",
                                          "青政发【2031】5号", "青政发〈2031〉5号", "青政发t2031J5号",   "青政发20315号",
                                          "青政发C2031)5号"};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        clear(f);
        add(f, "青石镇人民政府文件", 18, 20, 70, LS_INK_RED);
        add(f, numbers[i], 38, 29, 26, LS_INK_DARK);
        rows(f, BODY, 13, 45, 3.44, 9);
        inspect(f);
        if (!find(f, "document.official"))
            fail_msg("%s is no document number", numbers[i]);
    }
}

static ls_point turned(ls_point p, int way)
{
    switch (way) {
    case 1: return (ls_point){HEIGHT - p.y, p.x};
    case 2: return (ls_point){WIDTH - p.x, HEIGHT - p.y};
    case 3: return (ls_point){p.y, WIDTH - p.x};
    case 4: return (ls_point){WIDTH - p.x, p.y}; /* as a front camera has it */
    case 5: /* tilted: the far edge is two thirds as wide */
        return (ls_point){(p.x - WIDTH / 2) * (2 + p.y / HEIGHT) / 3 + WIDTH / 2, p.y * (2 + p.y / HEIGHT) / 3};
    default: return p;
    }
}

static void turned_and_mirrored(void **state)
{
    struct fixture *f = *state;
    for (int way = 0; way <= 5; way++) {
        clear(f);
        add_notice(f);
        ls_patch *patch = ls_text_add_patch(&f->text);
        box(patch->quad, 13, 12, 33, 15);
        f->text.width = f->text.height = (uint32_t)HEIGHT;
        for (int c = 0; c < 4; c++) {
            f->text.pages[0].quad[c] = turned(f->text.pages[0].quad[c], way);
            patch->quad[c] = turned(patch->quad[c], way);
            for (size_t i = 0; i < f->text.line_count; i++)
                f->text.lines[i].quad[c] = turned(f->text.lines[i].quad[c], way);
        }
        inspect(f);
        found(f, "document.official");
        found(f, "document.covered");
        assert_int_equal(f->documents.count, 2);
    }
}

static void without_a_page(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    f->text.page_count = 0;
    for (size_t i = 0; i < f->text.line_count; i++)
        f->text.lines[i].page = -1;
    inspect(f);
    assert_int_equal(found(f, "document.official")->page, -1);
}

static void inner_page(void **state)
{
    struct fixture *f = *state;
    rows(f, BODY, 13, 12.5, 3.44, 22);
    add(f, "—13—", 80, 92, 22, LS_INK_DARK);
    inspect(f);
    assert_int_equal(f->documents.count, 1);
    assert_true(has_proof(found(f, "document.inner-page"), "grid"));
    clear(f); /* as recognisers give it: spaces between the characters, one of which got lost; a row in two pieces */
    rows(f, "一 一一 一 一一 一一一 一 一一 一一一 一 一一 一 一 一 一一一 一一一", 13, 12.5, 3.44, 12);
    for (size_t i = 0; i < f->text.line_count; i++) /* a space is no character's width */
        f->text.lines[i].quad[1].x = f->text.lines[i].quad[2].x = 0.13 * WIDTH + 28 * 26;
    add(f, "一一一一一一一一", 13, 53.8, 26, LS_INK_DARK);
    add(f, "一一一一一一一一一一", 50, 54, 26, LS_INK_DARK);
    add(f, "—12—", 16, 92, 22, LS_INK_DARK);
    inspect(f);
    assert_true(has_proof(found(f, "document.inner-page"), "page-number-even"));
    clear(f); /* a title far above the body and further left is none of its rows */
    rows(f, BODY, 13, 26.3, 3.44, 18);
    add(f, "写字板", 3, 3, 26, LS_INK_DARK);
    add(f, "—13—", 80, 92, 22, LS_INK_DARK);
    inspect(f);
    assert_true(has_proof(found(f, "document.inner-page"), "grid"));
    clear(f); /* the number in the middle, as a school's papers have it */
    rows(f, BODY, 13, 12.5, 3.44, 22);
    add(f, "—12—", 48, 92, 22, LS_INK_DARK);
    is_silent(f, "a school's paper");
    clear(f); /* the same page in rows that stand closer, as a book has them */
    rows(f, BODY, 13, 12.5, 2.5, 30);
    add(f, "—12—", 80, 92, 22, LS_INK_DARK);
    is_silent(f, "a book");
}

/* Turns the picture's points into those that a camera at 45 degrees and a page's length away sees. */
static ls_point tilted(ls_point p)
{
    const double far = 1 + 0.45 * p.y / HEIGHT;
    return (ls_point){WIDTH / 2 + (p.x - WIDTH / 2 + 0.1 * p.y) / far, 0.9 * p.y / far};
}

static void set_tilted_page(struct fixture *f, const char *body, double step, int count)
{
    rows(f, body, 13, 12.5, step, count);
    for (int i = 0; i < 3; i++)
        add(f, "（四）一一一一一一一一一一一一一一一一一一一一一一一", 18.2, 12.5 + (count + i) * step, 26, LS_INK_DARK);
    f->text.page_count = 0;
    for (size_t i = 0; i < f->text.line_count; i++) {
        f->text.lines[i].page = -1;
        for (int c = 0; c < 4; c++)
            f->text.lines[i].quad[c] = tilted(f->text.lines[i].quad[c]);
    }
}

/* Numbered paragraphs on the grid, of whose page no outline is known: the rows alone tell how it is seen. */
static void seen_at_a_slant(void **state)
{
    struct fixture *f = *state;
    set_tilted_page(f, BODY, 3.44, 14);
    inspect(f);
    assert_int_equal(f->documents.count, 1);
    assert_true(has_proof(found(f, "document.inner-page"), "numbered"));
    clear(f);
    set_tilted_page(f, "一一一一一一一一一一一一一一一一一一一一一一一一", 3.44, 14);
    is_silent(f, "shorter rows");
    set_tilted_page(f, BODY, 2.1, 20);
    is_silent(f, "rows without a space between them");
}

static void last_page(void **state)
{
    struct fixture *f = *state;
    rows(f, BODY, 13, 12.5, 3.44, 3);
    add(f, "抄送：县水务局，县财政局。", 14, 88, 24, LS_INK_DARK);
    add(f, "青石镇人民政府办公室", 14, 91, 24, LS_INK_DARK);
    add(f, "2031年3月5日印发", 60, 91, 24, LS_INK_DARK);
    inspect(f);
    found(f, "document.fragment");
}

/* What is on a part of the sheet that was found as a sheet of its own belongs to the whole one; it is told once. */
static void sheets_in_a_sheet(void **state)
{
    struct fixture *f = *state;
    ls_page *part = ls_text_add_page(&f->text);
    box(part->quad, 50, 0, 100, 98);
    add(f, "抄送：县水务局，县财政局。", 14, 88, 24, LS_INK_DARK);
    add(f, "2031年3月5日印发", 60, 91, 24, LS_INK_DARK)->page = 1;
    inspect(f);
    assert_int_equal(f->documents.count, 1);
    assert_int_equal(found(f, "document.fragment")->page, 0);
    clear(f);
    part = ls_text_add_page(&f->text);
    box(part->quad, 1, 0, 99, 98);
    add_notice(f);
    for (size_t i = 0; i < f->text.line_count; i++)
        f->text.lines[i].page = 1;
    inspect(f);
    assert_int_equal(f->documents.count, 1);
    assert_int_equal(found(f, "document.official")->page, 1);
}

/* The lower half of a page: what stands at its foot is looked for where the whole page has it. */
static void lower_half(void **state)
{
    struct fixture *f = *state;
    const double lift = HEIGHT / 2;
    rows(f, BODY, 13, 50.5, 3.44, 10);
    add(f, "—13—", 80, 92, 22, LS_INK_DARK);
    for (size_t i = 0; i < f->text.line_count; i++)
        for (int c = 0; c < 4; c++)
            f->text.lines[i].quad[c].y -= lift;
    f->text.height = (uint32_t)lift;
    f->text.pages[0].quad[2].y = f->text.pages[0].quad[3].y = lift;
    inspect(f);
    found(f, "document.inner-page");
}

/* Nothing but wording and set phrases; one of them alone is none. */
static void wording(void **state)
{
    struct fixture *f = *state;
    add(f, "经研究，决定开展河道清理工作。现将有关事项通知如下：", 13, 20, 26, LS_INK_DARK);
    is_silent(f, "a phrase");
    add(f, "经研究，决定开展河道清理工作。现将有关事项通知如下：", 13, 20, 26, LS_INK_DARK);
    add(f, "一、各单位应当于月底前将清理情况报送水务站。", 13, 24, 26, LS_INK_DARK);
    add(f, "二、各镇要明确专人负责，不得擅自改变河道走向。", 13, 28, 26, LS_INK_DARK);
    inspect(f);
    assert_true(has_proof(found(f, "document.fragment"), "office-words"));
}

/* ------------------------------------------------------------------------------------------ covered and cut */

static void covered(void **state)
{
    static const char *const kinds[LS_PATCH_STRUCK] = {"patch-opaque", "patch-mosaic", "patch-blur"};
    struct fixture *f = *state;
    for (int kind = 0; kind < LS_PATCH_STRUCK; kind++) {
        clear(f);
        add_notice(f);
        ls_patch *patch = ls_text_add_patch(&f->text);
        box(patch->quad, 13, 12, 33, 15);
        patch->kind = (ls_patch_kind)kind;
        inspect(f);
        const ls_document *document = found(f, "document.covered");
        assert_string_equal(document->proofs[0].id, kinds[kind]);
        assert_true(has_proof(document, "number")); /* what still identifies it */
        assert_memory_equal(document->quad, patch->quad, sizeof patch->quad);
        const ls_rule *rule = ls_rules_find(shipped, "document.covered");
        assert_non_null(rule);
        assert_null(rule ? rule->level : "");
    }
}

static void a_patch_elsewhere_or_without_a_document(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    ls_patch *patch = ls_text_add_patch(&f->text);
    box(patch->quad, 40, 60, 70, 64);
    inspect(f);
    assert_null(find(f, "document.covered"));
    clear(f);
    rows(f, "一一一一一一一一一一一一一一一", 13, 30, 3.44, 9);
    patch = ls_text_add_patch(&f->text);
    box(patch->quad, 13, 12, 33, 15);
    is_silent(f, "a patch on a letter");
}

static void a_mark_that_is_read_is_not_covered(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    add(f, "机密★20年", 13, 13, 26, LS_INK_DARK);
    ls_patch *patch = ls_text_add_patch(&f->text);
    box(patch->quad, 13, 8, 23, 11);
    inspect(f);
    assert_null(find(f, "document.covered"));
    assert_true(has_proof(found(f, "document.official"), "level-mark"));
}

static void cut_above_the_head(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    inspect(f);
    assert_null(find(f, "document.cut"));
    const double lift = 0.185 * HEIGHT; /* 21 pixels are left above the issuer */
    for (size_t i = 0; i < f->text.line_count; i++)
        for (int c = 0; c < 4; c++)
            f->text.lines[i].quad[c].y -= lift;
    f->text.height = (uint32_t)(HEIGHT - lift);
    f->text.pages[0].quad[2].y = f->text.pages[0].quad[3].y = HEIGHT - lift;
    inspect(f);
    assert_string_equal(found(f, "document.cut")->proofs[0].id, "frame-edge");
}

/* The sheet itself ends above the head, in the middle of the picture. */
static void cut_off_the_sheet(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    box(f->text.pages[0].quad, 3, 17, 97, 97);
    inspect(f);
    assert_string_equal(found(f, "document.cut")->proofs[0].id, "frame-edge");
}

/* What is covered is never named: not by what is read elsewhere, and the issuer's place only when no issuer is read. */
static void covered_issuer(void **state)
{
    struct fixture *f = *state;
    add(f, "青政发〔2031〕5号", 38, 29, 26, LS_INK_DARK);
    add(f, "关于做好冬季供水保障工作的通知", 26, 36, 34, LS_INK_DARK);
    rows(f, BODY, 13, 45, 3.44, 9);
    box(ls_text_add_patch(&f->text)->quad, 20, 18, 80, 26);
    inspect(f);
    found(f, "document.covered");
    assert_null(ls_rules_find(shipped, "document.covered")->level);
    clear(f);
    add_notice(f);
    box(ls_text_add_patch(&f->text)->quad, 60, 30, 80, 34); /* beside the number, below the issuer */
    inspect(f);
    assert_null(find(f, "document.covered"));
}

/* A word of urgency in the place of marks is no mark that was read. */
static void urgency_beside_a_cover(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    add(f, "特急", 13, 16.5, 26, LS_INK_DARK);
    box(ls_text_add_patch(&f->text)->quad, 13, 12, 33, 15);
    inspect(f);
    found(f, "document.covered");
}

/* -------------------------------------------------------------------------------------------------- stale */

static void terms(void **state)
{
    static const struct {
        const char *mark, *date, *day; /* NULL: has not run out on 2032-01-01 */
    } cases[] = {
        {"秘密★6个月", "2031年3月5日", "2031-09-05"}, {"秘密★6个月", "2031年8月31日", NULL},
        {"秘密★6个月", "2030年8月31日", "2031-02-28"}, {"机密★20年", "2011年12月31日", "2031-12-31"},
        {"机密★20年", "2012年1月1日", NULL},           {"秘密★10天", "2031年2月25日", "2031-03-07"},
        {"绝密★30年", "2001年2月30日", NULL}, /* no such day */
        {"秘密★1年", "2030年12月31日", "2031-12-31"},  {"秘密★1年", "2031年1月1日", NULL}, /* its last day is today */
        {"秘密★3年", "2028年2月29日", "2031-02-28"},   {"机密★18个月", "2030年6月30日", "2031-12-30"},
        {"秘密★1个月", "2028年1月31日", "2028-02-29"}, {"秘密★90天", "2031年9月1日", "2031-11-30"},
        {"秘密★400天", "2027年12月31日", "2029-02-03"}, {"机密★长期", "1999年1月1日", NULL},
        /* the longest term of its level; its issuer may prolong it, as any other */
        {"机密★", "1999年1月1日", "2019-01-01"}, {"绝密★", "2001年3月5日", "2031-03-05"}, {"绝密★", "2002年3月5日", NULL},
        {"秘密★6个月", "二〇三一年三月五日", "2031-09-05"}, {"秘密★6个月", "二○三○年十二月二十五日", "2031-06-25"},
        {"秘密★6个月", "二〇三一年十月三十日", NULL},
        {"机密★20年", "", NULL},         /* from when on? */
        {"机密★2031年12月31日", "", "2031-12-31"},     {"机密★2032年1月1日", "", NULL},
        {"秘密★解密时间2027.3.1", "2021年3月1日", "2027-03-01"}, {"秘密★演习结束后解密", "2021年3月1日", NULL},
        {"秘密★2031年13月1日", "", NULL}, /* no such month */
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        clear(f);
        add(f, cases[i].mark, 13, 8, 26, LS_INK_DARK);
        rows(f, "一一一一一一一一一一一一一一一一一一一一", 13, 30, 3.44, 6);
        if (*cases[i].date)
            add(f, cases[i].date, 60, 70, 26, LS_INK_DARK);
        inspect(f);
        const ls_document *stale = find(f, "document.stale");
        if (!stale != !cases[i].day)
            fail_msg("%s of %s", cases[i].mark, cases[i].date);
        if (stale && cases[i].day)
            assert_string_equal(stale->day, cases[i].day);
    }
}

/* Two marks: the longer term counts. Two dates: the later. */
static void the_last_of_several(void **state)
{
    struct fixture *f = *state;
    add(f, "秘密★6个月", 13, 8, 26, LS_INK_DARK);
    add(f, "机密★20年", 70, 8, 26, LS_INK_DARK);
    rows(f, "一一一一一一一一一一一一一一一一一一一一", 13, 30, 3.44, 6);
    add(f, "2030年3月5日", 60, 70, 26, LS_INK_DARK);
    inspect(f);
    assert_null(find(f, "document.stale"));
}

/* Without a day to compare with nothing has run out. */
static void no_today(void **state)
{
    struct fixture *f = *state;
    ls_matches matches = {.arena = f->arena};
    add(f, "秘密★6个月", 13, 8, 26, LS_INK_DARK);
    rows(f, "一一一一一一一一一一一一一一一一一一一一", 13, 30, 3.44, 6);
    add(f, "2001年3月5日", 60, 70, 26, LS_INK_DARK);
    f->documents = (ls_documents){.arena = f->arena};
    assert_int_equal(ls_rules_match(shipped, &f->text, &matches), LS_OK);
    assert_int_equal(ls_rules_documents(shipped, &f->text, &matches, "", &f->documents), LS_OK);
    assert_null(find(f, "document.stale"));
}

/* A line through what stands where a mark belongs: on a document only, and there only. */
static void struck_through(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    ls_patch *patch = ls_text_add_patch(&f->text);
    patch->kind = LS_PATCH_STRUCK;
    box(patch->quad, 13, 14, 33, 17);
    add(f, "机密★", 13, 14, 26, LS_INK_DARK);
    inspect(f);
    assert_true(has_proof(found(f, "document.stale"), "struck"));
    assert_null(found(f, "document.stale")->day);
    assert_null(find(f, "document.covered"));
    clear(f);
    add_notice(f);
    patch = ls_text_add_patch(&f->text);
    patch->kind = LS_PATCH_STRUCK;
    box(patch->quad, 40, 60, 70, 63);
    inspect(f);
    assert_null(find(f, "document.stale"));
    clear(f);
    rows(f, "牛奶两盒，鸡蛋一打，酱油", 13, 20, 3.44, 9);
    patch = ls_text_add_patch(&f->text);
    patch->kind = LS_PATCH_STRUCK;
    box(patch->quad, 13, 14, 33, 17);
    is_silent(f, "a shopping list");
    clear(f);
    add(f, "青石晚报", 10, 3, 60, LS_INK_RED); /* a line through blurred print under a masthead and its red rule */
    rows(f, "钟声从山谷里传出来，一下比一下慢", 13, 26, 3.44, 9);
    f->text.pages[0].red_rule = true;
    f->text.pages[0].rule[0] = f->text.lines[0].quad[3];
    f->text.pages[0].rule[1] = f->text.lines[0].quad[2];
    patch = ls_text_add_patch(&f->text);
    patch->kind = LS_PATCH_STRUCK;
    box(patch->quad, 13, 25, 33, 28);
    is_silent(f, "a newspaper");
}

/* A pen's line through what nobody can read any more hides a mark as tape does. */
static void crossed_out_and_unreadable(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    ls_patch *patch = ls_text_add_patch(&f->text);
    patch->kind = LS_PATCH_STRUCK;
    box(patch->quad, 13, 14, 33, 17);
    inspect(f);
    assert_true(has_proof(found(f, "document.covered"), "patch-struck"));
    assert_null(find(f, "document.stale"));
}

/* Where the outline is twice the sheet's the rows over the issuer line still tell where its mark belongs. */
static void covered_on_a_wrong_outline(void **state)
{
    static const struct {
        double left, top, right, bottom;
        bool covered;
    } cases[] = {
        {13, 14, 33, 16.5, true},
        {55, 14, 80, 16.5, false}, /* on the right: a stamp of receipt, a telephone number */
        {13, 2, 33, 4, false},     /* above the text area */
        {13, 24, 33, 26, false},   /* below the issuer line */
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        clear(f);
        add_notice(f);
        box(f->text.pages[0].quad, -160, -60, 140, 150);
        box(ls_text_add_patch(&f->text)->quad, cases[i].left, cases[i].top, cases[i].right, cases[i].bottom);
        inspect(f);
        if (!find(f, "document.covered") == cases[i].covered)
            fail_msg("patch %zu", i);
    }
}

static void declassified(void **state)
{
    static const char *const stamps[] = {"已解密", "[已解密]", "DECLASSIFIED", "Declassified by J. Sample"};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++) {
        clear(f);
        add_notice(f);
        add(f, stamps[i], 60, 8, 40, LS_INK_RED);
        inspect(f);
        if (!find(f, "document.stale"))
            fail_msg("%s", stamps[i]);
    }
}

/* ----------------------------------------------------------------------------------------------- harmless */

static void harmless(void **state)
{
    struct fixture *f = *state;
    add(f, "第三章 码头", 40, 10, 40, LS_INK_DARK);
    rows(f, "她把信放回抽屉里，然后关上了窗，外面下着雨。", 12, 18, 2.6, 26);
    add(f, "- 37 -", 48, 94, 20, LS_INK_DARK);
    is_silent(f, "a novel");
    add(f, "青石饭店", 30, 5, 90, LS_INK_RED);
    rows(f, "红烧豆腐  28元", 10, 20, 4, 15);
    is_silent(f, "a menu");
    add(f, "青石超市", 40, 3, 40, LS_INK_DARK);
    add(f, "单号：2031030512345", 10, 10, 22, LS_INK_DARK);
    add(f, "000128", 10, 14, 22, LS_INK_DARK);
    rows(f, "牛奶  2  11.60", 10, 20, 3, 12);
    add(f, "2031年3月5日", 10, 80, 22, LS_INK_DARK);
    is_silent(f, "a receipt");
    add(f, "招聘启事", 30, 8, 120, LS_INK_RED);
    rows(f, "因业务发展需要，现招聘仓库管理员两名。", 12, 30, 4, 8);
    add(f, "联系人：王先生", 12, 80, 26, LS_INK_DARK);
    is_silent(f, "a poster");
    add(f, "青石县第二中学期中考试数学试卷", 20, 8, 40, LS_INK_DARK);
    add(f, "注意事项：", 12, 16, 26, LS_INK_DARK);
    add(f, "一、选择题（每题五分，满分60分）", 12, 22, 26, LS_INK_DARK);
    rows(f, "1. 下列各数中最大的一个是哪一个？", 12, 30, 4, 12);
    is_silent(f, "an exam paper without a mark");
    add(f, "青石日报", 10, 4, 130, LS_INK_RED);
    add(f, "2031年3月5日 星期三", 65, 5, 24, LS_INK_DARK);
    add(f, "镇政府召开冬季供水工作会议", 10, 18, 60, LS_INK_DARK);
    rows(f, "一一一一一一一一一一一一一", 10, 30, 2.4, 24);
    is_silent(f, "a newspaper");
    add(f, "荣誉证书", 28, 12, 110, LS_INK_RED);
    add(f, "王小明同志：", 13, 35, 36, LS_INK_DARK);
    rows(f, "被评为二〇三一年度先进工作者，特发此证。", 16, 42, 4, 2);
    add(f, "2031年3月5日", 60, 72, 26, LS_INK_DARK);
    box(ls_text_add_seal(&f->text)->quad, 60, 66, 80, 80);
    is_silent(f, "a certificate");
    add(f, "FIELDING HARBOR SUPPLIES", 35, 3, 26, LS_INK_DARK);
    rows(f, "(a) The tenant keeps the premises clean and in order.", 12, 20, 3, 14);
    add(f, "FIELDING HARBOR SUPPLIES", 35, 95, 26, LS_INK_DARK);
    is_silent(f, "a lease");
    add(f, "UNCLASSIFIED", 42, 3, 26, LS_INK_DARK);
    rows(f, "The canteen is open from seven to four.", 12, 20, 3, 14);
    add(f, "UNCLASSIFIED", 42, 95, 26, LS_INK_DARK);
    is_silent(f, "an unclassified notice");
}

static void nothing_to_read(void **state)
{
    struct fixture *f = *state;
    is_silent(f, "an empty page");
    f->text.page_count = 0;
    is_silent(f, "no page");
    add_notice(f);
    for (size_t i = 0; i < f->text.line_count; i++)
        f->text.lines[i].unread = LS_UNREAD_SMALL;
    is_silent(f, "a page that was not read");
}

static void degenerate_pages(void **state)
{
    struct fixture *f = *state;
    add_notice(f);
    memset(f->text.pages[0].quad, 0, sizeof f->text.pages[0].quad);
    is_silent(f, "a page without area");
    add_notice(f);
    for (size_t i = 0; i < f->text.line_count; i++)
        memset(f->text.lines[i].quad, 0, sizeof f->text.lines[i].quad);
    is_silent(f, "lines without area");
}

/* -------------------------------------------------------------------------------------------------- schema */

static const char *const pack_lines[] = {
    "format: 1",
    "version: 1",
    "system: t",
    "title: {en: T, zh: 题}",
    "source: [{name: S, part: all, checked: 2026-01-02}]",
    "evidence:",
    "  - {id: a, title: {en: A, zh: 甲}, weight: 60, regex: ALPHA}",
    "kinds:",
    "  - {rule: t.doc, minimum: 60, counts: [a]}",
    "spots:",
    "  - {rule: t.doc, title: {en: P, zh: 处}, zone: [0, 0, 50, 20], minimum: 60, counts: [a]}",
    "examples:",
    "  - {is: [t.doc], lines: [{text: ALPHA, at: [10, 10]}]}",
    "  - {is: [], lines: [{text: BETA, at: [10, 10]}]}",
};

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* Loads the pack with one line (from 1) replaced; 0 replaces none. Gives the error after the folder's name. */
static ls_status load_with(size_t line, const char *instead, char *error, size_t room, size_t *failures)
{
    char folder[] = "/tmp/lightseal-test-XXXXXX", path[200], pack[4096] = "";
    static const char *const folders[] = {"help", "detect", "documents"};
    static const char *const files[] = {"help/h.yaml", "detect/d.yaml", "documents/p.yaml"};
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    write_file(folder, files[0], "format: 1\nsystem: t\ntitle: {en: T, zh: 题}\nbasis:\n  - {id: t.1, name: {en: L, zh: 法}, "
                                 "version: a, url: b, checked: 2026-01-02}\n");
    write_file(folder, files[1], "format: 1\ntitle: {en: T, zh: 题}\nhelp: [h]\nrules:\n  - {id: t.doc, category: document, "
                                 "severity: low, title: {en: A, zh: 甲}, what: {en: w, zh: 乙}, why: {en: y, zh: 丙}, "
                                 "do: {en: d, zh: 丁}, basis: [t.1]}\n");
    for (size_t i = 0; i < sizeof pack_lines / sizeof *pack_lines; i++) {
        size_t used = strlen(pack);
        snprintf(pack + used, sizeof pack - used, "%s\n", i + 1 == line ? instead : pack_lines[i]);
    }
    write_file(folder, files[2], pack);
    const char *all[] = {folder};
    ls_rules_request request = {.folders = all, .folder_count = 1, .every_pack = true};
    ls_rules *rules = NULL;
    ls_error problem = {""};
    ls_status status = ls_rules_load(&request, &rules, &problem);
    const char *place = strstr(problem.text, "p.yaml");
    snprintf(error, room, "%s", place ? place : problem.text);
    size_t examples = 0;
    if (!status)
        assert_int_equal(ls_rules_test(rules, NULL, NULL, &examples, failures), LS_OK);
    assert_int_equal(examples, status ? 0 : 2);
    ls_rules_free(rules);
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        assert_int_equal(remove(path), 0);
        snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        assert_int_equal(rmdir(path), 0);
    }
    assert_int_equal(rmdir(folder), 0);
    return status;
}

static void mistakes_have_a_place(void **state)
{
    static const struct {
        size_t line;
        const char *instead, *error;
    } cases[] = {
        {3, "sistem: t", "p.yaml:3:1: unknown key 'sistem'"},
        {5, "source: [{name: S, part: all, checked: 2026-13-02}]", "p.yaml:5:"},
        {7, "  - {id: a, title: {en: A, zh: 甲}, weight: 60}", "p.yaml:7:5: missing key 'regex'"},
        {7, "  - {id: a, title: {en: A, zh: 甲}, weight: 60, look: grid, regex: A}",
         "p.yaml:7:5: this look has no 'regex'"},
        {7, "  - {id: a, title: {en: A, zh: 甲}, weight: 60, regex: '('}", "p.yaml:7:"},
        {7, "  - {id: a, title: {en: A, zh: 甲}, weight: 600, regex: A}",
         "p.yaml:7:44: 'weight' must be from 1 to 100"},
        {7, "  - {id: a, title: {en: A, zh: 甲}, weight: 60, zone: [9, 0, 5, 5], regex: A}",
         "p.yaml:7:54: the zone is empty"},
        {9, "  - {rule: t.none, minimum: 60, counts: [a]}", "p.yaml:9:12: no pack of detect/ has the rule 't.none'"},
        {9, "  - {rule: t.doc, minimum: 60, counts: [b]}", "p.yaml:9:41: there is no evidence 'b'"},
        {11, "  - {rule: t.doc, title: {en: P, zh: 处}, minimum: 60, counts: [a]}",
         "p.yaml:11:5: a spot has either 'zone' or 'above'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char error[512];
        size_t failures = 0;
        assert_int_equal(load_with(cases[i].line, cases[i].instead, error, sizeof error, &failures), LS_E_RULES);
        if (strncmp(error, cases[i].error, strlen(cases[i].error)) != 0)
            fail_msg("'%s', not '%s'", error, cases[i].error);
    }
}

static void examples_are_run(void **state)
{
    (void)state;
    char error[512];
    size_t failures = 0;
    assert_int_equal(load_with(0, "", error, sizeof error, &failures), LS_OK);
    assert_int_equal(failures, 0);
    assert_int_equal(load_with(14, "  - {is: [], lines: [{text: ALPHA, at: [10, 10]}]}", error, sizeof error, &failures),
                     LS_OK);
    assert_int_equal(failures, 1);
    assert_int_equal(load_with(13, "  - {is: [t.doc], lines: [{text: BETA, at: [10, 10]}]}", error, sizeof error, &failures),
                     LS_OK);
    assert_int_equal(failures, 1);
    assert_int_equal(load_with(13, "  - {is: [t.doc], lines: [{text: ALPHA}]}", error, sizeof error, &failures), LS_OK);
    assert_int_equal(failures, 1);
}

int main(void)
{
#define ON_PAGE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ON_PAGE(notice),
        ON_PAGE(brackets),
        ON_PAGE(turned_and_mirrored),
        ON_PAGE(without_a_page),
        ON_PAGE(inner_page),
        ON_PAGE(seen_at_a_slant),
        ON_PAGE(last_page),
        ON_PAGE(sheets_in_a_sheet),
        ON_PAGE(lower_half),
        ON_PAGE(wording),
        ON_PAGE(covered),
        ON_PAGE(a_patch_elsewhere_or_without_a_document),
        ON_PAGE(a_mark_that_is_read_is_not_covered),
        ON_PAGE(cut_above_the_head),
        ON_PAGE(cut_off_the_sheet),
        ON_PAGE(covered_issuer),
        ON_PAGE(urgency_beside_a_cover),
        ON_PAGE(terms),
        ON_PAGE(the_last_of_several),
        ON_PAGE(no_today),
        ON_PAGE(struck_through),
        ON_PAGE(crossed_out_and_unreadable),
        ON_PAGE(covered_on_a_wrong_outline),
        ON_PAGE(declassified),
        ON_PAGE(harmless),
        ON_PAGE(nothing_to_read),
        ON_PAGE(degenerate_pages),
        cmocka_unit_test(mistakes_have_a_place),
        cmocka_unit_test(examples_are_run),
    };
    return cmocka_run_group_tests(tests, load_shipped, free_shipped);
}
