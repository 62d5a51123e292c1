/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/seconds.h"

#include <string.h>

static bool is_known(const ls_seconds *seconds, uint64_t from, uint64_t to)
{
    for (size_t i = 0; i < seconds->count; i++)
        if (seconds->asked[i].from == from && seconds->asked[i].to == to)
            return true;
    return false;
}

static uint64_t bytes_of(const ls_seconds *seconds)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < seconds->count; i++)
        bytes += seconds->asked[i].to - seconds->asked[i].from;
    return bytes;
}

static void add(ls_seconds *seconds, uint64_t size, const char *carrier, uint64_t from, uint64_t to)
{
    if (is_known(seconds, from, to))
        return;
    if (seconds->count >= LS_SECONDS_MAX || from >= to || to > size || to - from > size - bytes_of(seconds)) {
        seconds->unasked++;
        return;
    }
    seconds->asked[seconds->count] = (ls_second){from, to};
    seconds->found[seconds->count] =
        (ls_second_evidence){.showing = LS_SHOWS_UNREAD, .fact = {.key = LS_FACT_THUMBNAIL, .integer = (int64_t)(to - from), .carrier = carrier, .from = from, .to = to}};
    seconds->count++;
}

/* A fact whose bytes were put together or decoded from others names a place, and no picture stands there as it is. */
static bool is_in_one_piece(const ls_fact *fact)
{
    return fact->to > fact->from && (uint64_t)fact->integer == fact->to - fact->from;
}

void ls_seconds_gather(const ls_answer *core, ls_seconds *seconds)
{
    const ls_container *container = &core->container;
    *seconds = (ls_seconds){0};
    for (size_t i = 0; i < core->facts.count; i++) {
        const ls_fact *fact = &core->facts.items[i];
        if (fact->key != LS_FACT_THUMBNAIL)
            continue;
        if (is_in_one_piece(fact))
            add(seconds, container->size, fact->carrier, fact->from, fact->to);
        else
            seconds->unasked++;
    }
    for (size_t i = 0; i < container->inner_count; i++) {
        const ls_inner *inner = &container->inner[i];
        if (inner->kind != LS_KIND_NONE && inner->kind != LS_KIND_VIDEO)
            add(seconds, container->size, inner->path, inner->from, inner->to);
    }
}

void ls_seconds_ask(const ls_seconds *seconds, ls_request *request)
{
    request->second_count = (uint32_t)seconds->count;
    memcpy(request->seconds, seconds->asked, sizeof request->seconds);
}

void ls_seconds_take(const ls_answer *reader, ls_seconds *seconds)
{
    for (size_t i = 0; i < seconds->count; i++)
        seconds->found[i].showing = reader->seconds[i];
}

size_t ls_seconds_unread(const ls_seconds *seconds)
{
    size_t unread = seconds->unasked;
    for (size_t i = 0; i < seconds->count; i++)
        unread += seconds->found[i].showing == LS_SHOWS_UNREAD;
    return unread;
}
