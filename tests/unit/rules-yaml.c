/* SPDX-License-Identifier: Apache-2.0 */
/* Every mistake in a YAML file is one line with the place where it stands. */
#include "cmocka_all.h"

#include "rules/yaml.h"

#include <string.h>

static const char *const inks[] = {"red", "dark", NULL};

struct sample {
    const char *name, *date;
    int64_t number;
    bool on;
    int ink;
    ls_texts list;
    const ls_node *map, *any, *many;
};

static const ls_field fields[] = {
    LS_FIELD("name", TEXT, REQUIRED, struct sample, name, .maximum = 12),
    LS_FIELD("date", DATE, OPTIONAL, struct sample, date),
    LS_FIELD("number", INTEGER, OPTIONAL, struct sample, number, .minimum = -5, .maximum = 100),
    LS_FIELD("on", BOOL, OPTIONAL, struct sample, on),
    LS_FIELD("ink", CHOICE, OPTIONAL, struct sample, ink, .choices = inks),
    LS_FIELD("list", TEXTS, OPTIONAL, struct sample, list, .minimum = 1),
    LS_FIELD("map", MAPPING, OPTIONAL, struct sample, map),
    LS_FIELD("many", SEQUENCE, OPTIONAL, struct sample, many, .minimum = 2),
    LS_FIELD("any", ANY, OPTIONAL, struct sample, any),
};

static ls_status read_sample(ls_arena *arena, const char *text, size_t size, struct sample *sample, ls_error *error)
{
    ls_yaml yaml = {.arena = arena, .code = LS_E_RULES, .error = error, .file = "f.yaml"};
    *sample = (struct sample){.number = 7};
    ls_status status = ls_yaml_parse(&yaml, text, size);
    return status ? status : ls_yaml_read(&yaml, yaml.root, fields, LS_FIELD_COUNT(fields), sample);
}

static void whole(void **state)
{
    (void)state;
    static const char text[] = "name: 机密\n"
                               "date: 2024-02-29\n"
                               "number: -5\n"
                               "on: yes\n"
                               "ink: dark\n"
                               "list:\n  - one\n  - \"two: 2\"\n"
                               "map: {k: v}\n"
                               "many: [1, [2]]\n"
                               "any: |\n  a\n  b\n";
    ls_arena *arena = ls_arena_new(1 << 20);
    struct sample sample;
    ls_error error = {""};
    assert_int_equal(read_sample(arena, text, strlen(text), &sample, &error), LS_OK);
    assert_string_equal(sample.name, "机密");
    assert_string_equal(sample.date, "2024-02-29");
    assert_int_equal(sample.number, -5);
    assert_true(sample.on);
    assert_int_equal(sample.ink, 1);
    assert_int_equal(sample.list.count, 2);
    assert_string_equal(sample.list.items[1], "two: 2");
    assert_int_equal(sample.list.node->first->next->line, 8);
    assert_int_equal(sample.list.node->first->next->column, 5);
    assert_string_equal(ls_yaml_get(sample.map, "k")->text, "v");
    assert_null(ls_yaml_get(sample.map, "v"));
    assert_int_equal(sample.many->count, 2);
    assert_string_equal(sample.any->text, "a\nb\n");
    assert_false(sample.any->plain);
    ls_arena_free(arena);
}

static void absent_keeps_default(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1 << 20);
    struct sample sample;
    assert_int_equal(read_sample(arena, "name: x", 7, &sample, NULL), LS_OK);
    assert_int_equal(sample.number, 7);
    assert_null(sample.map);
    ls_arena_free(arena);
}

static void mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"name: x\nnope: 1\n", "f.yaml:2:1: unknown key 'nope'"},
        {"number: 1\n", "f.yaml:1:1: missing key 'name'"},
        {"", "f.yaml:1:1: missing key 'name'"},
        {"- a\n", "f.yaml:1:1: expected a mapping, found a list"},
        {"name: x\nname: y\n", "f.yaml:2:1: duplicate key 'name', first given in line 1"},
        {"name: x\nmap: {k: 1, 密: 2, k: 3}\n", "f.yaml:2:19: duplicate key 'k', first given in line 2"},
        {"name: [x]\n", "f.yaml:1:7: 'name' must be a text, not a list"},
        {"name: ''\n", "f.yaml:1:7: 'name' is empty"},
        {"name: 1234567890123\n", "f.yaml:1:7: 'name' is longer than 12 bytes"},
        {"name: x\nnumber: 5x\n", "f.yaml:2:9: 'number' must be a whole number"},
        {"name: x\nnumber: '5'\n", "f.yaml:2:9: 'number' must be a whole number"},
        {"name: x\nnumber: 99999999999999999999\n", "f.yaml:2:9: 'number' must be a whole number"},
        {"name: x\nnumber: 101\n", "f.yaml:2:9: 'number' must be from -5 to 100"},
        {"name: x\non: maybe\n", "f.yaml:2:5: 'on' must be yes or no"},
        {"name: x\nink: blue\n", "f.yaml:2:6: 'ink' must be one of: red, dark"},
        {"name: x\ndate: 2023-02-29\n", "f.yaml:2:7: 'date' must be a date, YYYY-MM-DD"},
        {"name: x\ndate: 2023-2-1\n", "f.yaml:2:7: 'date' must be a date, YYYY-MM-DD"},
        {"name: x\nlist: one\n", "f.yaml:2:7: 'list' must be a list of texts, not a text"},
        {"name: x\nlist: []\n", "f.yaml:2:7: 'list' needs at least 1 entries"},
        {"name: x\nlist:\n  - a\n  - {}\n", "f.yaml:4:5: 'this entry' must be a text, not a mapping"},
        {"name: x\nmap: 1\n", "f.yaml:2:6: 'map' must be a mapping, not a text"},
        {"name: x\nmany: [1]\n", "f.yaml:2:7: 'many' needs at least 2 entries"},
        {"name: &a x\n", "f.yaml:1:7: anchors are not allowed"},
        {"name: x\nany: *a\n", "f.yaml:2:6: aliases are not allowed"},
        {"name: !!str x\n", "f.yaml:1:7: tags are not allowed"},
        {"%YAML 1.1\n---\nname: x\n", "f.yaml:1:1: directives are not allowed"},
        {"name: x\n---\nname: y\n", "f.yaml:2:1: more than one document in the file"},
        {"name: \"a\\0b\"\n", "f.yaml:1:7: the text holds a control character"},
        {"name: \"a\\u202eb\"\n", "f.yaml:1:7: the text holds a control character"},
        {"? [a]\n: b\n", "f.yaml:1:3: a key must be a word"},
        {"name: x\nany: 机\xFF\n", "f.yaml:2:7: this byte is not UTF-8"},
        {"name: x\nany: 机\x01\n", "f.yaml:2:7: control characters are not allowed"},
        {"any: [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]\n", "f.yaml:1:21: nested deeper than 16 levels"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ls_arena *arena = ls_arena_new(1 << 20);
        struct sample sample;
        ls_error error = {""};
        assert_int_equal(read_sample(arena, cases[i].text, strlen(cases[i].text), &sample, &error), LS_E_RULES);
        assert_string_equal(error.text, cases[i].error);
        ls_arena_free(arena);
    }
}

/* libyaml words these itself; the place is what matters. */
static void syntax(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1 << 20);
    struct sample sample;
    ls_error error = {""};
    assert_int_equal(read_sample(arena, "name: x\n  bad: [", 16, &sample, &error), LS_E_RULES);
    assert_memory_equal(error.text, "f.yaml:2:6: ", 12);
    ls_arena_free(arena);
}

static void bounds(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(64 << 20);
    ls_buffer text;
    ls_buffer_init(&text, 4 << 20);
    ls_buffer_text(&text, "any: [");
    for (int i = 0; i <= LS_YAML_CHILDREN_MAX; i++)
        ls_buffer_text(&text, "1,");
    ls_buffer_text(&text, "]\n");
    struct sample sample;
    ls_error error = {""};
    assert_int_equal(read_sample(arena, text.data, text.size, &sample, &error), LS_E_RULES);
    assert_non_null(strstr(error.text, "more than 4096 entries"));
    ls_buffer_clear(&text);
    while (text.size <= LS_YAML_BYTES_MAX)
        ls_buffer_text(&text, "# nothing but remarks\n");
    assert_int_equal(read_sample(arena, text.data, text.size, &sample, &error), LS_E_RULES);
    assert_string_equal(error.text, "f.yaml:1:1: larger than 1048576 bytes");
    ls_buffer_free(&text);
    ls_arena_free(arena);
}

static void no_memory(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(64);
    struct sample sample;
    assert_int_equal(read_sample(arena, "name: x\nlist: [a, b]\n", 21, &sample, NULL), LS_E_NOMEM);
    ls_arena_free(arena);
}

static void unreadable_files(void **state)
{
    (void)state;
    ls_arena *arena = ls_arena_new(1 << 20);
    ls_error error = {""};
    ls_yaml yaml = {.arena = arena, .code = LS_E_CONFIG, .error = &error};
    assert_int_equal(ls_yaml_load(&yaml, "/nonexistent/x.yaml"), LS_E_CONFIG);
    assert_string_equal(error.text, "/nonexistent/x.yaml: No such file or directory");
    assert_int_equal(ls_yaml_load(&yaml, "/"), LS_E_CONFIG);
    assert_string_equal(error.text, "/: Is a directory");
    ls_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole),
        cmocka_unit_test(absent_keeps_default),
        cmocka_unit_test(mistakes),
        cmocka_unit_test(syntax),
        cmocka_unit_test(bounds),
        cmocka_unit_test(no_memory),
        cmocka_unit_test(unreadable_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
