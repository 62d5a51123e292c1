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

static void expect(const char *list, const char *file, ls_model_state state, const char *problem)
{
    ls_models models;
    write_file("models.yaml", list);
    write_file("textmap.onnx", file);
    assert_int_equal(ls_models_check(arena, folder, &models), LS_OK);
    assert_int_equal(models.count, 1);
    assert_string_equal(models.items[0].name, "textmap");
    assert_int_equal(models.items[0].state, state);
    assert_int_equal(models.sound, state == LS_MODEL_SOUND ? LS_MODEL_TEXTMAP : 0);
    if (problem) {
        assert_non_null(models.problem);
        assert_string_equal(models.problem, problem);
    } else {
        assert_null(models.problem);
    }
}

#define RECORD(hash) "models:\n  - name: textmap\n    sha256: " hash "\n    card: textmap.md\n"

static void test_states(void **state)
{
    (void)state;
    expect(RECORD(ABC), "abc", LS_MODEL_SOUND, NULL);
    expect(RECORD(ABC), "ab", LS_MODEL_OTHER, "textmap.onnx is not the file that models.yaml records"); /* cut short */
    expect(RECORD(ABC), "", LS_MODEL_OTHER, "textmap.onnx is not the file that models.yaml records");
    expect(RECORD(ABC), NULL, LS_MODEL_MISSING, "textmap.onnx cannot be read");
    /* of another network nothing is known here, and nothing is said */
    expect("models:\n  - name: other\n    sha256: " ABC "\n    card: other.md\n", "abc", LS_MODEL_UNRECORDED,
           "textmap.onnx is not recorded in models.yaml");
    expect("models: [\n", "abc", LS_MODEL_UNRECORDED, "textmap.onnx is not recorded in models.yaml");
    expect(NULL, "abc", LS_MODEL_UNRECORDED, "textmap.onnx is not recorded in models.yaml");
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
    write_file("textmap.onnx", NULL);
    ls_arena_free(arena);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_states)};
    return cmocka_run_group_tests(tests, start, end);
}
