/* SPDX-License-Identifier: Apache-2.0 */
/* The frames of a worker's answer, as the parent reads them from a child that a photo has taken over. */
#include "record/answer.h"
#include "fuzz/fuzz.h"

#include <string.h>

#define FILE_SIZE 100000

#define WIDTH 40u
#define HEIGHT 30u

struct drawn {
    bool begun;
    uint64_t bytes;
};

static ls_status begin(uint32_t width, uint32_t height, void *user)
{
    struct drawn *drawn = user;
    const bool whole = width * height == WIDTH * HEIGHT, half = width * height == WIDTH / 2 * HEIGHT / 2;
    FUZZ_ASSERT(!drawn->begun && (whole || half) && height <= WIDTH && width <= WIDTH);
    drawn->begun = true;
    return LS_OK;
}

static ls_status piece(const void *bytes, size_t size, void *user)
{
    struct drawn *drawn = user;
    drawn->bytes += size;
    FUZZ_ASSERT(drawn->begun && bytes && size && drawn->bytes <= ls_drawing_answer_max(WIDTH, HEIGHT));
    return LS_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ls_arena *arena = ls_arena_new(64u << 20);
    FUZZ_ASSERT(arena);
    ls_answer answer;
    ls_error error = {""};
    ls_answer_init(&answer, arena);
    answer.second_count = 2;
    struct drawn drawn = {0};
    ls_drawing drawing = {.width = WIDTH, .height = HEIGHT, .begin = begin, .piece = piece, .user = &drawn};
    answer.drawing = &drawing;
    answer.tags_wanted = true;
    ls_status status = ls_answer_read(&answer, data, size, FILE_SIZE, &error);
    FUZZ_ASSERT(!status == !error.text[0]);
    for (size_t i = 0; i < answer.facts.count; i++) {
        const ls_fact *fact = &answer.facts.items[i];
        FUZZ_ASSERT(fact->from <= fact->to && fact->to <= FILE_SIZE);
        FUZZ_ASSERT((fact->text != NULL) == (ls_fact_key_type(fact->key) == LS_TYPE_TEXT));
    }
    for (size_t i = 0; i < answer.tags.count; i++) {
        const ls_tag_value *tag = &answer.tags.items[i];
        FUZZ_ASSERT(tag->from <= tag->to && tag->to <= FILE_SIZE && *tag->name && *tag->value);
        FUZZ_ASSERT(strlen(tag->name) <= LS_TAG_NAME_MAX && strlen(tag->value) <= LS_TAG_TEXT_MAX);
    }
    for (size_t i = 0; i < answer.text.line_count; i++) {
        const ls_line *line = &answer.text.lines[i];
        FUZZ_ASSERT(line->page >= -1 && line->page < (int)answer.text.page_count);
        FUZZ_ASSERT(line->count == 0 || ls_line_best(line, arena));
    }
    ls_arena_free(arena);
    return 0;
}
