/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/bmff.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PATHS_MAX 64u /* different paths whose occurrences are counted; a file has some dozens of carriers */

/* How often each path has come: facts of one carrier belong together, so two boxes must not share a name. */
struct seen {
    const char *paths[PATHS_MAX];
    unsigned counts[PATHS_MAX];
    size_t count;
};

/* "path", "path[2]" …; NULL when there are more of them than are told apart. */
static const char *number(ls_meta *meta, struct seen *seen, const char *path)
{
    size_t i = 0;
    while (i < seen->count && strcmp(seen->paths[i], path) != 0)
        i++;
    if (i == PATHS_MAX)
        return NULL;
    if (i == seen->count)
        seen->paths[seen->count++] = path;
    return ls_meta_numbered(meta, path, ++seen->counts[i]);
}

static bool is_below(const char *path, const char *root, const char *part)
{
    const size_t size = strlen(root);
    return strncmp(path, root, size) == 0 && strncmp(path + size, part, strlen(part)) == 0;
}

/* Samples of a track that is neither picture nor sound: a position for every second, a chapter's name, a time code. */
static void read_track(ls_meta *meta, const ls_range *ranges, size_t count, size_t first)
{
    const char *path = ranges[first].path;
    uint64_t bytes = 0, pieces = 0;
    for (const ls_fact *fact = ls_facts_find(meta->facts, LS_FACT_CARRIER_UNREAD, 0); fact;
         fact = ls_facts_find(meta->facts, LS_FACT_CARRIER_UNREAD, (size_t)(fact - meta->facts->items) + 1))
        if (strcmp(fact->carrier, path) == 0)
            return; /* all of it was said at once */
    for (size_t i = first; i < count; i++)
        if (ranges[i].role == LS_ROLE_CARRIER && strcmp(ranges[i].path, path) == 0) {
            bytes += ranges[i].to - ranges[i].from;
            pieces++;
        }
    char why[128];
    snprintf(why, sizeof why, "a track of telemetry, text or times, %" PRIu64 " bytes in %" PRIu64 " pieces", bytes, pieces);
    ls_meta_unread(meta, path, why, (ls_span){ranges[first].from, ranges[first].to});
}

static void read_carrier(ls_meta *meta, const ls_bytes *file, const ls_range *range, struct seen *seen)
{
    const ls_span where = {range->from, range->to};
    const char *carrier = number(meta, seen, range->path);
    const ls_bytes part = ls_bytes_part(file, range->from - file->from, range->to - range->from);
    if (!carrier)
        ls_meta_unread(meta, range->path, "more kinds of carriers than are read", where);
    else if (!ls_read_box(meta, &part, range->path, carrier))
        ls_meta_unread(meta, range->path, "a carrier that this version does not read", where);
}

void ls_read_bmff(ls_meta *meta, const ls_bytes *file, const ls_range *ranges, size_t count, const char *root)
{
    struct seen seen = {.count = 0};
    for (size_t i = 0; i < count && !meta->status; i++) {
        const ls_range *range = &ranges[i];
        if (range->role != LS_ROLE_CARRIER || is_below(range->path, root, "/item/"))
            continue;
        if (is_below(range->path, root, "/track/"))
            read_track(meta, ranges, count, i);
        else
            read_carrier(meta, file, range, &seen);
    }
    if (!meta->status)
        ls_read_items(meta, file, root);
}
