/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/seconds.h"

#include <stdio.h>
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

static void add(ls_seconds *seconds, uint64_t size, const char *carrier, const ls_second *second)
{
    if (is_known(seconds, second->from, second->to))
        return;
    if (seconds->count >= LS_SECONDS_MAX || second->from >= second->to || second->to > size ||
        second->to - second->from > size - bytes_of(seconds)) {
        seconds->unasked++;
        return;
    }
    seconds->asked[seconds->count] = *second;
    seconds->found[seconds->count] =
        (ls_second_evidence){.showing = LS_SHOWS_UNREAD,
                             .fact = {.key = LS_FACT_THUMBNAIL,
                                      .integer = (int64_t)(second->to - second->from),
                                      .carrier = carrier,
                                      .from = second->from,
                                      .to = second->to}};
    seconds->count++;
}

/* What the fact's bytes are when they are no file: rows of RGB, as many bytes as that takes. */
static void take_pixels(const ls_facts *facts, const ls_fact *thumbnail, ls_second *second)
{
    const ls_fact *pixels = ls_facts_find(facts, LS_FACT_THUMBNAIL_PIXELS, 0);
    while (pixels && (pixels->from != thumbnail->from || pixels->to != thumbnail->to))
        pixels = ls_facts_find(facts, LS_FACT_THUMBNAIL_PIXELS, (size_t)(pixels - facts->items) + 1);
    unsigned width, height;
    if (!pixels || sscanf(pixels->text, "%5ux%5u", &width, &height) != 2 ||
        (uint64_t)width * height * 3 != thumbnail->to - thumbnail->from)
        return;
    second->form = LS_SECOND_RGB;
    second->width = width;
    second->height = height;
}

/* A fact whose bytes were put together or decoded from others names a place, and no picture stands there as it is. */
static bool is_in_one_piece(const ls_fact *fact)
{
    return fact->to > fact->from && (uint64_t)fact->integer == fact->to - fact->from;
}

static bool is_item(const ls_container *container, const ls_fact *fact)
{
    static const char path[] = "heif/item/thumbnail";
    return container->kind == LS_KIND_HEIF && strncmp(fact->carrier, path, sizeof path - 1) == 0;
}

static void gather_thumbnails(const ls_answer *core, ls_seconds *seconds)
{
    const ls_container *container = &core->container;
    uint32_t items = 0;
    for (size_t i = 0; i < core->facts.count; i++) {
        const ls_fact *fact = &core->facts.items[i];
        ls_second second = {.from = fact->from, .to = fact->to};
        if (fact->key != LS_FACT_THUMBNAIL)
            continue;
        if (is_item(container, fact)) {
            second.form = LS_SECOND_ITEM;
            second.number = items++;
        } else if (is_in_one_piece(fact)) {
            take_pixels(&core->facts, fact, &second);
        } else {
            seconds->unasked++;
            continue;
        }
        add(seconds, container->size, fact->carrier, &second);
    }
}

void ls_seconds_gather(const ls_answer *core, ls_seconds *seconds)
{
    const ls_container *container = &core->container;
    *seconds = (ls_seconds){0};
    gather_thumbnails(core, seconds);
    for (size_t i = 0; i < container->inner_count; i++) {
        const ls_inner *inner = &container->inner[i];
        const ls_second second = {.from = inner->from, .to = inner->to};
        if (inner->kind != LS_KIND_NONE && inner->kind != LS_KIND_VIDEO)
            add(seconds, container->size, inner->path, &second);
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
