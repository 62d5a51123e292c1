/* SPDX-License-Identifier: Apache-2.0 */
/* What lies beside a photo: the first byte chooses the reader (record/sidecar.h; 0 for the name of a file), the rest is its
 * input. */
#include "metadata/sidecar.h"
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ls_arena *arena = ls_arena_new((size_t)256 << 20);
    ls_facts facts = {.arena = arena};
    ls_outcome outcome;
    char name[300];
    FUZZ_ASSERT(arena);
    const unsigned kind = size ? data[0] % (LS_SIDECAR_PLIST + 1) : 0;
    const ls_source source = {size ? data + 1 : NULL, size ? size - 1 : 0};
    snprintf(name, sizeof name, "%.*s", (int)(source.size < 299 ? source.size : 299),
             source.data ? (const char *)source.data : "");
    const ls_status status = kind ? ls_sidecar_read(&source, (ls_sidecar)kind, "sidecar/x", &facts, &outcome)
                                  : ls_file_name_read(name, &facts, &outcome);
    FUZZ_ASSERT(!status || status == LS_E_NOMEM);
    for (size_t i = 0; i < facts.count; i++) {
        FUZZ_ASSERT(facts.items[i].to <= source.size);
        FUZZ_ASSERT(strncmp(facts.items[i].carrier, kind ? "sidecar/x" : "file/name", 9) == 0);
    }
    ls_arena_free(arena);
    return 0;
}
