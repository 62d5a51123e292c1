/* SPDX-License-Identifier: Apache-2.0 */
/* Which networks may be used: those whose file is the one that models.yaml records. */
#include "cmocka_all.h"

#include "engine/model_data.h"
#include "record/request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/ls-models-XXXXXX";
static ls_arena *arena;

/* SHA-256 of "abc", from FIPS 180-2, appendix B.1 */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!text) {
        unlink(path);
        return;
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static ls_models check(const char *list, const char *marks, const char *map)
{
    ls_models models;
    write_file("models.yaml", list);
    write_file("marks.onnx", marks);
    write_file("textmap.onnx", map);
    assert_int_equal(ls_models_check(arena, folder, &models), LS_OK);
    return models;
}

static void expect(const char *list, const char *file, ls_model_state state, const char *problem)
{
    const ls_models models = check(list, file, NULL);
    assert_int_equal(models.count, 1);
    assert_string_equal(models.items[0].name, "marks");
    assert_int_equal(models.items[0].state, state);
    assert_int_equal(models.sound, state == LS_MODEL_SOUND ? LS_MODEL(MARKS) : 0);
    assert_int_equal(models.list_error != NULL, state == LS_MODEL_UNLISTED);
    if (problem) {
        assert_non_null(models.problem);
        assert_string_equal(models.problem, problem);
    } else {
        assert_null(models.problem);
    }
}

#define ENTRY(name, hash) "  - name: " name "\n    sha256: " hash "\n    card: " name ".md\n"
#define RECORD(hash) "models:\n" ENTRY("marks", hash)

static void test_states(void **state)
{
    (void)state;
    expect(RECORD(ABC), "abc", LS_MODEL_SOUND, NULL);
    expect(RECORD(ABC), "ab", LS_MODEL_OTHER, "marks.onnx is not the file that models.yaml records"); /* cut short */
    expect(RECORD(ABC), "", LS_MODEL_OTHER, "marks.onnx is not the file that models.yaml records");
    expect(RECORD(ABC), NULL, LS_MODEL_MISSING, "marks.onnx cannot be read");
    /* of another network nothing is known here, and nothing is said */
    expect("models:\n" ENTRY("other", ABC), "abc", LS_MODEL_UNRECORDED, "marks.onnx is not recorded in models.yaml");
    expect("models: []\n", "abc", LS_MODEL_UNRECORDED, "marks.onnx is not recorded in models.yaml");
}

static void test_list_that_cannot_be_read(void **state)
{
    (void)state;
    static const char words[] = "marks.onnx is not used, for models.yaml cannot be read";
    expect(NULL, "abc", LS_MODEL_UNLISTED, words);
    expect("", "abc", LS_MODEL_UNLISTED, words);
    expect("models: [\n", "abc", LS_MODEL_UNLISTED, words);
    expect(RECORD(ABC) "  - name: 7\n", "abc", LS_MODEL_UNLISTED, words); /* the right record stands before the mistake */
}

/* The text map is held to its record, too, and nothing is wanting where there is none. */
static void test_two_networks(void **state)
{
    (void)state;
    ls_models models = check(RECORD(ABC) ENTRY("textmap", ABC), "abc", "abc");
    assert_int_equal(models.count, 2);
    assert_int_equal(models.sound, LS_MODEL(MARKS) | LS_MODEL(TEXTMAP));
    assert_null(models.problem);
    models = check(RECORD(ABC) ENTRY("textmap", ABC), "abc", "abd");
    assert_int_equal(models.sound, LS_MODEL(MARKS));
    assert_string_equal(models.problem, "textmap.onnx is not the file that models.yaml records");
    models = check(RECORD(ABC) ENTRY("textmap", ABC), NULL, "abd");
    assert_int_equal(models.sound, 0);
    assert_string_equal(models.problem,
                        "textmap.onnx is not the file that models.yaml records; marks.onnx cannot be read");
}

static int start(void **state)
{
    (void)state;
    arena = ls_arena_new(1 << 20);
    return arena && mkdtemp(folder) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    write_file("models.yaml", NULL);
    write_file("marks.onnx", NULL);
    write_file("textmap.onnx", NULL);
    ls_arena_free(arena);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_list_that_cannot_be_read),
        cmocka_unit_test(test_two_networks),
    };
    return cmocka_run_group_tests(tests, start, end);
}
