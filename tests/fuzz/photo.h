/* SPDX-License-Identifier: Apache-2.0 */
/* Walks and reads a whole file, as the core worker's child does, and checks what the parent will rely on. */
#ifndef LS_TESTS_FUZZ_PHOTO_H
#define LS_TESTS_FUZZ_PHOTO_H

#include "container/walk.h"
#include "fuzz/fuzz.h"
#include "metadata/read.h"
#include "record/answer.h"

static inline void fuzz_photo(const uint8_t *data, size_t size)
{
    ls_source source = {size ? data : NULL, size};
    ls_arena *arena = ls_arena_new(64u << 20), *far = ls_arena_new(64u << 20);
    ls_container container = {.arena = arena};
    ls_facts facts = {.arena = arena};
    ls_tag_values tags = {.arena = arena};
    ls_outcome outcome = {.state = LS_DONE};
    FUZZ_ASSERT(arena && far);
    FUZZ_ASSERT(ls_container_walk(&source, &container) == LS_OK);
    FUZZ_ASSERT(ls_container_complete(&container));
    ls_status status = ls_metadata_read_tags(&source, &container, &facts, &tags, &outcome);
    if (!status) {
        /* what this side says is what the other side accepts */
        ls_buffer out;
        ls_answer answer;
        ls_buffer_init(&out, LS_ANSWER_MAX);
        ls_answer_put_container(&out, &container);
        ls_answer_put_facts(&out, &facts);
        ls_answer_put_tags(&out, &tags);
        ls_answer_put_outcome(&out, LS_STAGE_METADATA, &outcome);
        ls_answer_put_end(&out);
        ls_answer_init(&answer, far);
        answer.tags_wanted = true;
        FUZZ_ASSERT(out.status == LS_OK);
        FUZZ_ASSERT(ls_answer_read(&answer, out.data, out.size, size, NULL) == LS_OK && answer.ended);
        FUZZ_ASSERT(answer.facts.count == facts.count);
        FUZZ_ASSERT(answer.tags.count == tags.count && answer.tags.left_out == tags.left_out);
        ls_buffer_free(&out);
    }
    ls_arena_free(arena);
    ls_arena_free(far);
}

#endif
