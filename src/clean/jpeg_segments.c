/* SPDX-License-Identifier: Apache-2.0 */
#include "clean/jpeg.h"

#include <string.h>

#define HEAD 4u       /* marker and length */
#define JFIF_SIZE 18u /* a segment without a thumbnail (JFIF 1.02) */

static bool is(const ls_range *range, const char *path)
{
    return strcmp(range->path, path) == 0;
}

static bool may_stand(const ls_range *range)
{
    static const char *const segments[] = {"jpeg/soi", "jpeg/app14/adobe", "jpeg/dqt", "jpeg/sof", "jpeg/dht",
                                           "jpeg/dac", "jpeg/dri",         "jpeg/sos", "jpeg/eoi", "jpeg/scan"};
    for (size_t i = 0; i < sizeof segments / sizeof *segments; i++)
        if (is(range, segments[i]))
            return true;
    return range->role == LS_ROLE_CARRIER; /* which is looked at by itself */
}

/* T.81 B.2.4.1: how many tables are defined in these segments. */
static unsigned tables_in(const ls_bytes *range)
{
    unsigned count = 0;
    for (uint64_t at = 0; at < range->size;) {
        const uint64_t end = at + 2 + ls_bytes_u16(range, at + 2, true);
        for (at += HEAD; at < end; count++)
            at += ls_bytes_u8(range, at) >> 4 ? 129 : 65;
    }
    return count;
}

/* The parts of the profile, as they follow each other, are the beginning of what was made; *at: how much of it. */
static bool continues_profile(const ls_cleaning *cleaning, const ls_bytes *segment, uint64_t *at)
{
    const ls_bytes part = ls_bytes_after(segment, 18);
    const bool same = part.size && ls_bytes_match(&cleaning->icc, *at, part.data, part.size);
    *at += part.size;
    return same;
}

/* Is it the next of those that were made, and where the index says that it is? NULL: there is none like it. */
static const ls_segment *next_made(const ls_cleaning *cleaning, const ls_range *range, size_t *next)
{
    for (size_t i = 0; i < cleaning->segment_count; i++)
        if (is(range, cleaning->segments[i].path))
            return i == *next ? &cleaning->segments[(*next)++] : NULL;
    return NULL;
}

static bool is_made(const ls_cleaning *cleaning, const ls_range *range, const ls_bytes *bytes, size_t *next)
{
    const ls_segment *segment = next_made(cleaning, range, next);
    return segment && range->from + HEAD == segment->at && bytes->size == HEAD + segment->size && ls_bytes_match(bytes, HEAD, segment->bytes, segment->size);
}

ls_status ls_prove_jpeg_segments(ls_cleaning *cleaning, const ls_made *made, unsigned tables)
{
    unsigned defined = 0, blocks = 0, headers = 0;
    uint64_t profile = 0;
    size_t further = 0;
    for (size_t i = 0; i < made->container.range_count && !made->container.ranges[i].inner; i++) {
        const ls_range *range = &made->container.ranges[i];
        const ls_bytes bytes = ls_bytes_part(&made->file, range->from, range->to - range->from),
                       exif = ls_bytes_after(&bytes, HEAD + 6);
        bool fits = may_stand(range);
        if (is(range, "jpeg/dqt"))
            defined += tables_in(&bytes);
        else if (is(range, "jpeg/app0/jfif"))
            fits = !headers++ && bytes.size == JFIF_SIZE;
        else if (is(range, "jpeg/app1/exif"))
            fits = !blocks++ && ls_cleaning_same(&exif, &cleaning->exif);
        else if (is(range, "jpeg/app2/icc"))
            fits = continues_profile(cleaning, &bytes, &profile);
        else if (range->role == LS_ROLE_CARRIER)
            fits = is_made(cleaning, range, &bytes, &further);
        if (!fits)
            return ls_cleaning_unproven(cleaning, "%s was not made for it", range->path);
    }
    if (further != cleaning->segment_count)
        return ls_cleaning_unproven(cleaning, "what its gain map needs is missing");
    if (blocks != (cleaning->exif.size > 0) || profile != cleaning->icc.size)
        return ls_cleaning_unproven(cleaning, "its orientation or its colours are missing");
    return defined == tables ? LS_OK : ls_cleaning_unproven(cleaning, "%u quantisation tables, not %u", defined, tables);
}
