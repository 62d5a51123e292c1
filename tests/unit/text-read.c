/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Photographs from end to end. The fixtures are rendered: pages of a fictional office, seen at an angle on a table. What
 * they say was written before they were read.
 */
#include "cmocka_all.h"

#include "base/io.h"
#include "image/decode.h"
#include "text/reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DATA LS_SOURCE_DIR "/tests/unit/data/"
#define BUDGET 400

struct photo {
    ls_raster raster;
    ls_text text;
    ls_look_notes notes;
    ls_outcome outcome;
};

static ls_recogniser *recogniser;
static ls_text_model *model; /* NULL until models/textmap.onnx is there */

static void look(struct photo *photo, const char *name, uint32_t orientation, uint32_t budget)
{
    ls_buffer file;
    ls_buffer_init(&file, 32 << 20);
    assert_int_equal(ls_read_file(name, &file), LS_OK);
    const ls_decode_limits limits = {.pixels = 20000000, .orientation = orientation};
    memset(photo, 0, sizeof *photo);
    assert_int_equal(ls_image_decode((unsigned char *)file.data, file.size, LS_KIND_JPEG, &limits, &photo->raster,
                                     &photo->outcome),
                     LS_OK);
    ls_buffer_free(&file);
    photo->text.arena = ls_arena_new(64 << 20);
    assert_int_equal(ls_text_find(&photo->raster, model, &photo->text, &photo->notes), LS_OK);
    assert_int_equal(ls_text_read(&photo->raster, recogniser, "chi_sim+eng", budget, &photo->notes, &photo->text,
                                  &photo->outcome),
                     LS_OK);
}

static void put_away(struct photo *photo)
{
    ls_arena_free(photo->text.arena);
    ls_raster_free(&photo->raster);
}

/* Best reading without the spaces. */
static void words(const ls_line *line, char *out, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < line->count; i++) {
        const char *glyph = line->glyphs[i].readings[0].utf8;
        const size_t length = strlen(glyph);
        if (strcmp(glyph, " ") != 0 && used + length < size) {
            memcpy(out + used, glyph, length);
            used += length;
        }
    }
    out[used] = '\0';
}

/* The line that says this, NULL when none does. */
static const ls_line *find(const struct photo *photo, const char *what)
{
    char said[2048];
    for (size_t i = 0; i < photo->text.line_count; i++) {
        words(&photo->text.lines[i], said, sizeof said);
        if (photo->text.lines[i].unread == LS_READ && strstr(said, what))
            return &photo->text.lines[i];
    }
    return NULL;
}

static bool reading_is_possible(void)
{
    if (ls_recogniser_has(recogniser, "chi_sim") && ls_recogniser_has(recogniser, "eng"))
        return true;
    print_message("SKIP: no Tesseract data for chi_sim and eng\n");
    return false;
}

/* 机密★20年 stands at the page's top left, (510, 188) in the picture; the star is read as something, the rest is not. */
static void expect_mark(const struct photo *photo)
{
    const ls_line *line = find(photo, "机密");
    assert_non_null(line);
    char said[256];
    words(line, said, sizeof said);
    assert_non_null(strstr(said, "20年"));
    assert_int_equal(strncmp(said, "机密", strlen("机密")), 0);
    assert_string_equal(line->language, "chi_sim");
    assert_int_equal(line->ink, LS_INK_DARK);
    for (size_t i = 0; i < line->count; i++) {
        const ls_glyph *glyph = &line->glyphs[i];
        assert_in_range(glyph->count, 1, LS_ALTERNATIVES);
        assert_true(glyph->left >= 0 && glyph->right <= 1 && glyph->left <= glyph->right);
    }
}

static void test_notice(void **state)
{
    (void)state;
    if (!reading_is_possible())
        skip();
    struct photo photo;
    look(&photo, DATA "text-notice.jpg", 1, BUDGET);
    assert_true(photo.text.text_present);
    assert_int_equal(photo.outcome.state, LS_DONE);
    expect_mark(&photo);
    const ls_line *mark = find(&photo, "机密");
    assert_true(hypot(mark->quad[0].x - 510, mark->quad[0].y - 188) < 12);
    assert_true(hypot(mark->quad[2].x - 622, mark->quad[2].y - 213) < 16);
    const ls_line *issuer = find(&photo, "青禾局文件");
    assert_non_null(issuer);
    assert_int_equal(issuer->ink, LS_INK_RED);
    assert_true(issuer->height > 2 * mark->height);
    assert_non_null(find(&photo, "特急"));
    assert_non_null(find(&photo, "工作的通知"));
    bool rule = false;
    for (size_t i = 0; i < photo.text.page_count; i++)
        rule = rule || photo.text.pages[i].red_rule;
    assert_true(rule);
    put_away(&photo);
}

/* Turned by a quarter or upside down the picture says the same, and the mark's quadrilateral starts at the same corner. */
static void test_turned(void **state)
{
    (void)state;
    if (!reading_is_possible())
        skip();
    static const uint32_t turns[] = {3, 6, 8};
    for (int i = 0; i < 3; i++) {
        struct photo photo;
        look(&photo, DATA "text-notice.jpg", turns[i], BUDGET);
        expect_mark(&photo);
        const ls_line *mark = find(&photo, "机密");
        assert_true(hypot(mark->quad[0].x - 510, mark->quad[0].y - 188) < 16);
        put_away(&photo);
    }
}

/*
 * As a front camera shows it, also turned: it says the same, from the same corner of the page on, and is said to be
 * mirrored. Nothing but the confidence of the reading tells so where no network is there.
 */
static void test_mirrored(void **state)
{
    (void)state;
    if (!reading_is_possible())
        skip();
    static const uint32_t turns[] = {2, 4, 5, 7};
    for (int i = 0; i < 4; i++) {
        struct photo photo;
        look(&photo, DATA "text-notice.jpg", turns[i], BUDGET);
        expect_mark(&photo);
        const ls_line *mark = find(&photo, "机密");
        assert_true(mark->mirrored);
        assert_true(hypot(mark->quad[0].x - 510, mark->quad[0].y - 188) < 16);
        assert_true(hypot(mark->quad[2].x - 622, mark->quad[2].y - 213) < 20);
        put_away(&photo);
    }
}

static void test_banner(void **state)
{
    (void)state;
    if (!reading_is_possible())
        skip();
    struct photo photo;
    look(&photo, DATA "text-banner.jpg", 1, BUDGET);
    assert_int_equal(photo.outcome.state, LS_DONE);
    size_t banners = 0;
    for (size_t i = 0; i < photo.text.line_count; i++) {
        char said[1024];
        words(&photo.text.lines[i], said, sizeof said);
        banners += strncmp(said, "SECRET", 6) == 0 && strstr(said, "/") && strstr(said, "OFORN");
    }
    assert_int_equal(banners, 2);
    const ls_line *body = find(&photo, "Accesslistswerereviewed");
    assert_non_null(body);
    assert_string_equal(body->language, "eng");
    put_away(&photo);
}

static void test_menu(void **state)
{
    (void)state;
    if (!reading_is_possible())
        skip();
    struct photo photo;
    look(&photo, DATA "text-menu.jpg", 1, BUDGET);
    assert_int_equal(photo.outcome.state, LS_DONE);
    assert_non_null(find(&photo, "江月小馆"));
    assert_non_null(find(&photo, "豆腐"));
    assert_null(find(&photo, "密"));
    put_away(&photo);
}

static void test_landscape(void **state)
{
    (void)state;
    struct photo photo;
    look(&photo, DATA "text-landscape.jpg", 1, BUDGET);
    assert_false(photo.text.text_present);
    assert_int_equal(photo.text.line_count, 0);
    assert_int_equal(photo.outcome.state, LS_DONE);
    put_away(&photo);
}

/* The same notice with glyphs of 5 pixels: nobody can read it, and that must be said. */
static void test_too_small(void **state)
{
    (void)state;
    if (!reading_is_possible())
        skip();
    struct photo photo;
    look(&photo, DATA "text-notice-small.jpg", 1, BUDGET);
    assert_true(photo.text.text_present);
    assert_int_equal(photo.outcome.state, LS_LIMITED);
    assert_int_equal(photo.outcome.reason, LS_REASON_LINES_UNREAD);
    assert_true(ls_text_unread(&photo.text) >= 5);
    assert_null(strstr(photo.outcome.detail, "云"));
    put_away(&photo);
}

/* With a budget of a few glyphs the mark is among what is read, and the rest is said to be unread. */
static void test_budget(void **state)
{
    (void)state;
    if (!reading_is_possible())
        skip();
    struct photo photo;
    look(&photo, DATA "text-notice.jpg", 1, 60);
    expect_mark(&photo);
    assert_int_equal(photo.outcome.state, LS_LIMITED);
    size_t beyond = 0;
    for (size_t i = 0; i < photo.text.line_count; i++) {
        beyond += photo.text.lines[i].unread == LS_UNREAD_BUDGET;
        assert_true(photo.text.lines[i].unread == LS_READ || photo.text.lines[i].count == 0);
    }
    assert_true(beyond >= 6);
    put_away(&photo);
}

static void test_no_language(void **state)
{
    (void)state;
    struct photo photo;
    look(&photo, DATA "text-landscape.jpg", 1, BUDGET);
    ls_recogniser *none = ls_recogniser_new();
    assert_int_equal(ls_recogniser_load(none, "no_such"), LS_E_IO);
    assert_int_equal(ls_recogniser_load(none, "../eng"), LS_E_USAGE);
    assert_int_equal(ls_recogniser_load(none, ""), LS_E_USAGE);
    assert_false(ls_recogniser_has(none, "eng"));
    ls_line *line = ls_text_add_line(&photo.text);
    line->quad[1].x = line->quad[2].x = 100;
    line->quad[2].y = line->quad[3].y = 20;
    ls_outcome outcome;
    assert_int_equal(ls_text_read(&photo.raster, none, "kor+jpn", BUDGET, &photo.notes, &photo.text, &outcome), LS_OK);
    assert_int_equal(outcome.state, LS_LIMITED);
    assert_int_equal(outcome.reason, LS_REASON_LANGUAGE_MISSING);
    assert_string_equal(outcome.detail, "kor+jpn");
    ls_recogniser_free(none);
    ls_recogniser_free(NULL);
    put_away(&photo);
}

static void test_probes(void **state)
{
    (void)state;
    assert_true(ls_text_probe_dnn());
    if (!reading_is_possible())
        skip();
    assert_true(ls_text_probe_tesseract(recogniser));
}

/* A forked child reads with what its parent loaded. */
static void test_after_fork(void **state)
{
    (void)state;
    if (!reading_is_possible())
        skip();
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(ls_text_probe_tesseract(recogniser) && ls_text_probe_dnn() ? 0 : 1);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(int count, char **arguments)
{
    /* OpenMP reads it when it is loaded; without it the forked child waits for threads that it does not have */
    if (count > 0 && !getenv("OMP_THREAD_LIMIT")) {
        setenv("OMP_THREAD_LIMIT", "1", 1);
        execv("/proc/self/exe", arguments);
        return 1;
    }
    if (ls_text_warm_up() != LS_OK || !(recogniser = ls_recogniser_new()))
        return 1;
    ls_recogniser_load(recogniser, "chi_sim");
    ls_recogniser_load(recogniser, "eng");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_notice),      cmocka_unit_test(test_turned),
        cmocka_unit_test(test_mirrored),    cmocka_unit_test(test_banner),
        cmocka_unit_test(test_menu),        cmocka_unit_test(test_landscape), cmocka_unit_test(test_too_small),
        cmocka_unit_test(test_budget),      cmocka_unit_test(test_no_language), cmocka_unit_test(test_probes),
        cmocka_unit_test(test_after_fork),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    ls_recogniser_free(recogniser);
    return failed;
}
