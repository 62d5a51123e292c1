/* SPDX-License-Identifier: Apache-2.0 */
/* The frames of a worker's answer, as the parent reads them from a child that a photo has taken over. */
#include "record/answer.h"
#include "fuzz/fuzz.h"

#define FILE_SIZE 100000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ls_arena *arena = ls_arena_new(64u << 20);
    FUZZ_ASSERT(arena);
    ls_answer answer;
    ls_error error = {""};
    ls_answer_init(&answer, arena);
    ls_status status = ls_answer_read(&answer, data, size, FILE_SIZE, &error);
    FUZZ_ASSERT(!status == !error.text[0]);
    for (size_t i = 0; i < answer.facts.count; i++) {
        const ls_fact *fact = &answer.facts.items[i];
        FUZZ_ASSERT(fact->from <= fact->to && fact->to <= FILE_SIZE);
        FUZZ_ASSERT((fact->text != NULL) == (ls_fact_key_type(fact->key) == LS_TYPE_TEXT));
    }
    for (size_t i = 0; i < answer.text.line_count; i++) {
        const ls_line *line = &answer.text.lines[i];
        FUZZ_ASSERT(line->page >= -1 && line->page < (int)answer.text.page_count);
        FUZZ_ASSERT(line->count == 0 || ls_line_best(line, arena));
    }
    ls_arena_free(arena);
    return 0;
}
