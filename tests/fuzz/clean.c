/* SPDX-License-Identifier: Apache-2.0 */
/* Photos to be cleaned: the first byte says what is kept. A copy that is called proven is looked at once more, by other means. */
#include "clean/clean.h"
#include "container/walk.h"
#include "fuzz/fuzz.h"
#include "metadata/read.h"
#include "record/copy.h"

#include <string.h>

#define COPY_MAX ((size_t)16 << 20)
#define TELLING 16u /* bytes of a text that no picture has by chance, nor any format's words */

typedef struct looked_at {
    ls_source source;
    ls_container container;
    ls_facts facts;
    ls_outcome outcome;
} looked_at;

/* False when it was too much to be read. */
static bool look(looked_at *file, ls_arena *arena, const void *data, size_t size)
{
    *file = (looked_at){.source = {size ? data : NULL, size}, .container = {.arena = arena}, .facts = {.arena = arena}};
    if (ls_container_walk(&file->source, &file->container))
        return false;
    FUZZ_ASSERT(ls_container_complete(&file->container));
    return !ls_container_walked(file->container.kind) ||
           !ls_metadata_read(&file->source, &file->container, &file->facts, &file->outcome);
}

static bool clean(const looked_at *file, unsigned keep, ls_arena *arena, ls_buffer *out)
{
    const ls_clean_input input = {&file->source, &file->container, &file->facts, keep};
    ls_outcome outcome = {.state = LS_SKIPPED};
    const ls_status status = ls_clean_file(&input, arena, out, &outcome);
    FUZZ_ASSERT(status == LS_OK || status == LS_E_NOMEM);
    FUZZ_ASSERT(status || outcome.state == LS_DONE || (outcome.state == LS_FAILED && outcome.reason != LS_REASON_NONE));
    FUZZ_ASSERT((out->size > 0) == (!status && outcome.state == LS_DONE));
    return out->size > 0;
}

static void check_structure(const looked_at *photo, const looked_at *copy, unsigned keep)
{
    FUZZ_ASSERT(copy->container.kind == photo->container.kind && !copy->container.problem_count);
    FUZZ_ASSERT(copy->container.width == photo->container.width && copy->container.height == photo->container.height);
    FUZZ_ASSERT(copy->container.frames == photo->container.frames);
    for (size_t i = 0; i < copy->container.range_count; i++)
        FUZZ_ASSERT(ls_copy_may_hold(&copy->container, &copy->container.ranges[i], keep));
}

static void check_values(const looked_at *photo, const looked_at *copy, unsigned keep)
{
    for (size_t i = 0; i < copy->facts.count; i++)
        FUZZ_ASSERT(ls_copy_may_state(copy->facts.items[i].key, keep));
    for (size_t i = 0; i < photo->facts.count && !keep; i++) {
        const ls_fact *fact = &photo->facts.items[i];
        const bool words =
            fact->key == LS_FACT_CARRIER_UNREAD || fact->key == LS_FACT_GPS_MALFORMED || fact->key == LS_FACT_GPS_NO_FIX;
        if (fact->text && strlen(fact->text) >= TELLING && !words)
            FUZZ_ASSERT(!memmem(copy->source.data, copy->source.size, fact->text, strlen(fact->text)));
    }
}

/* Cleaned again it is the same. */
static void check_again(const looked_at *copy, unsigned keep, ls_arena *arena)
{
    ls_buffer again;
    ls_buffer_init(&again, COPY_MAX);
    if (clean(copy, keep, arena, &again))
        FUZZ_ASSERT(again.size == copy->source.size && memcmp(again.data, copy->source.data, again.size) == 0);
    else
        FUZZ_ASSERT(again.status == LS_E_NOMEM);
    ls_buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const unsigned keep = size ? data[0] & (LS_KEEP_CREDIT | LS_KEEP_TIME | LS_KEEP_CAMERA | LS_KEEP_HDR) : 0;
    ls_arena *arena = ls_arena_new((size_t)256 << 20), *other = ls_arena_new((size_t)256 << 20);
    looked_at photo, copy;
    ls_buffer out;
    FUZZ_ASSERT(arena && other);
    ls_buffer_init(&out, COPY_MAX);
    if (look(&photo, arena, size ? data + 1 : NULL, size ? size - 1 : 0) && clean(&photo, keep, arena, &out)) {
        FUZZ_ASSERT(look(&copy, other, out.data, out.size) && copy.outcome.state == LS_DONE);
        check_structure(&photo, &copy, keep);
        check_values(&photo, &copy, keep);
        check_again(&copy, keep, other);
    }
    ls_buffer_free(&out);
    ls_arena_free(arena);
    ls_arena_free(other);
    return 0;
}
