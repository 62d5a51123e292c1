/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata/read.h"

#include "base/buffer.h"
#include "container/walk.h"
#include "metadata/bmff.h"
#include "metadata/meta.h"

#include <string.h>

typedef void reader(ls_meta *meta, const ls_bytes *data, const char *carrier);

static void read_nothing(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    (void)meta;
    (void)data;
    (void)carrier;
}

/* RFC 9649 has the TIFF header first; some writers put JPEG's identifier before it. */
static void read_webp_exif(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    const ls_bytes tiff = ls_bytes_after(data, ls_bytes_match(data, 0, "Exif\0\0", 6) ? 6 : 0);
    ls_read_exif(meta, &tiff, carrier);
}

#define PHOTOSHOP_IDENTIFIER 14u /* "Photoshop 3.0" and a NUL */
#define ICC_IDENTIFIER 12u       /* "ICC_PROFILE" and a NUL */
#define EXTENSION_IDENTIFIER 35u /* "http://ns.adobe.com/xmp/extension/" and a NUL */

/*
 * Every carrier that is interpreted, one line each: its path, the bytes of identifier in front of its content, its
 * reader. Segments that several make one whole (collect) are read together, after the others. What is not in this
 * table is unread.
 */
static const struct carrier {
    const char *path;
    unsigned identifier;
    reader *read;
    bool collect;
} carriers[] = {
    {"jpeg/app1/exif", 6, ls_read_exif, false},
    {"jpeg/app1/xmp", 29, ls_read_xmp, false},
    {"jpeg/app1/xmp-extension", EXTENSION_IDENTIFIER, NULL, true},
    {"jpeg/app13/iptc", PHOTOSHOP_IDENTIFIER, NULL, true},
    {"jpeg/app0/jfif", 5, ls_read_jfif, false},
    {"jpeg/app0/jfxx", 5, ls_read_jfxx, false},
    {"jpeg/app2/icc", ICC_IDENTIFIER, NULL, true},
    {"jpeg/app2/gain-map", 0, read_nothing, false}, /* numbers that scale brightness (ISO 21496-1) */
    {"jpeg/com", 0, ls_read_comment, false},
    {"png/iCCP", 0, ls_read_png_iccp, false},
    {"png/eXIf", 0, ls_read_exif, false},
    {"png/tEXt", 0, ls_read_png_text, false},
    {"png/zTXt", 0, ls_read_png_ztxt, false},
    {"png/iTXt", 0, ls_read_png_itxt, false},
    {"png/tIME", 0, ls_read_png_time, false},
    {"webp/EXIF", 0, read_webp_exif, false},
    {"webp/XMP", 0, ls_read_xmp, false},
    {"webp/ICCP", 0, ls_read_icc, false},
    {"gif/comment", 0, ls_read_gif_comment, false},
    {"gif/plain-text", 0, ls_read_gif_text, false},
    {"gif/app/xmp", 0, ls_read_gif_xmp, false},
    {"gif/app/icc", 0, ls_read_gif_icc, false},
};

#define CARRIERS (sizeof carriers / sizeof *carriers)

/* The content of a segment, chunk or block: without marker, length, type and CRC. */
static ls_bytes content_of(const ls_meta *meta, const ls_range *range, unsigned identifier)
{
    ls_bytes file = ls_bytes_file(meta->source);
    ls_bytes part = ls_bytes_part(&file, range->from, range->to - range->from);
    switch (meta->container->kind) {
    case LS_KIND_PNG: return ls_bytes_part(&part, 8, ls_bytes_u32(&part, 0, true));
    case LS_KIND_WEBP: return ls_bytes_part(&part, 8, ls_bytes_u32(&part, 4, false));
    case LS_KIND_GIF: return ls_bytes_after(&part, 2);
    default: return ls_bytes_after(&part, 4 + (uint64_t)identifier);
    }
}

static const struct carrier *find_carrier(const char *path)
{
    for (size_t i = 0; i < CARRIERS; i++)
        if (strcmp(carriers[i].path, path) == 0)
            return &carriers[i];
    return NULL;
}

/* "path", and "path[2]" … for its further occurrences, since facts of one carrier belong together. */
static const char *numbered(ls_meta *meta, const char *path, unsigned occurrence)
{
    const char *name = occurrence > 1 ? ls_arena_printf(meta->arena, "%s[%u]", path, occurrence) : path;
    if (!name)
        meta->status = LS_E_NOMEM;
    return name ? name : path;
}

/* What their carriers tell is read by ls_read_bmff(). */
static bool has_boxes(ls_kind kind)
{
    return kind == LS_KIND_HEIF || kind == LS_KIND_VIDEO;
}

static void read_range(ls_meta *meta, const ls_range *range, unsigned seen[CARRIERS])
{
    ls_span where = {range->from, range->to};
    int64_t size = (int64_t)(range->to - range->from);
    if (range->role == LS_ROLE_TRAILING) {
        ls_meta_integer(meta, LS_FACT_CARRIER_TRAILING, size, range->path, where);
        ls_meta_unread(meta, range->path, "bytes after the end of the picture", where);
    } else if (range->role == LS_ROLE_UNKNOWN) {
        ls_meta_integer(meta, LS_FACT_CARRIER_UNKNOWN, size, range->path, where);
        ls_meta_unread(meta, range->path, "bytes that no structure accounts for", where);
    } else if (range->role == LS_ROLE_CARRIER && !has_boxes(meta->container->kind)) {
        const struct carrier *carrier = find_carrier(range->path);
        if (!carrier) {
            ls_meta_unread(meta, range->path, "a carrier that this version does not read", where);
        } else if (!carrier->collect) {
            ls_bytes data = content_of(meta, range, carrier->identifier);
            unsigned occurrence = ++seen[carrier - carriers];
            /* comments and texts stand for themselves: only blocks of facts need a name of their own */
            bool block = carrier->read == ls_read_exif || carrier->read == ls_read_xmp || carrier->read == read_webp_exif ||
                         carrier->read == ls_read_gif_xmp;
            carrier->read(meta, &data, block ? numbered(meta, range->path, occurrence) : range->path);
        }
    }
}

/* A resource block may run on in the next segment, so the segments' contents are read as one. */
static void read_photoshop(ls_meta *meta)
{
    static const char path[] = "jpeg/app13/iptc";
    const ls_container *container = meta->container;
    ls_bytes whole = {0};
    ls_buffer joined;
    ls_buffer_init(&joined, LS_INFLATE_PHOTO);
    size_t count = 0;
    for (size_t i = 0; i < container->range_count; i++) {
        if (strcmp(container->ranges[i].path, path) != 0)
            continue;
        ls_bytes part = content_of(meta, &container->ranges[i], PHOTOSHOP_IDENTIFIER);
        if (!count++)
            whole = part;
        ls_span where = {whole.from, part.to};
        ls_buffer_add(&joined, part.data, part.size);
        if (count > 1)
            whole = ls_bytes_decoded(joined.data, joined.size, where);
    }
    if (joined.status)
        ls_meta_unread(meta, path, "too many segments", ls_bytes_where(&whole, 0, whole.size));
    else if (count)
        ls_read_photoshop(meta, &whole, path);
    ls_buffer_free(&joined);
}

/* ICC.1 annex B.4: each segment says which one it is, from 1, and how many there are. */
static void read_icc(ls_meta *meta)
{
    static const char path[] = "jpeg/app2/icc";
    const ls_container *container = meta->container;
    ls_bytes whole = {0};
    ls_buffer joined;
    ls_buffer_init(&joined, LS_INFLATE_PHOTO);
    unsigned count = 0;
    bool sound = true;
    for (size_t i = 0; i < container->range_count; i++) {
        if (strcmp(container->ranges[i].path, path) != 0)
            continue;
        ls_bytes segment = content_of(meta, &container->ranges[i], ICC_IDENTIFIER);
        ls_bytes part = ls_bytes_after(&segment, 2);
        sound &= ls_bytes_u8(&segment, 0) == ++count;
        ls_buffer_add(&joined, part.data, part.size);
        whole = count == 1 ? part : ls_bytes_decoded(joined.data, joined.size, (ls_span){whole.from, part.to});
    }
    if (joined.status || !sound)
        ls_meta_unread(meta, path, "a colour profile whose parts do not fit", ls_bytes_where(&whole, 0, whole.size));
    else if (count)
        ls_read_icc(meta, &whole, path);
    ls_buffer_free(&joined);
}

static const char extension_path[] = "jpeg/app1/xmp-extension";

/*
 * Extended XMP (XMP part 3, 1.1.3.1): each segment names its packet (32 characters), the packet's length and its own
 * offset in it. Segments of one packet are handed on in order of offset without being copied.
 */
#define XMP_SEGMENTS 1024
#define XMP_HEAD 40u

struct extension {
    ls_bytes *segments; /* ascending by offset, each with its head still in front; emptied when handed on */
    ls_bytes *parts;    /* those of one packet, without heads */
    size_t count;
};

static uint32_t extension_offset(const ls_bytes *segment)
{
    return ls_bytes_u32(segment, 36, true);
}

static void add_extension(ls_meta *meta, struct extension *found, ls_bytes segment)
{
    if (found->count == XMP_SEGMENTS || segment.size <= XMP_HEAD) {
        ls_meta_unread(meta, extension_path, "a segment too many or too short", (ls_span){segment.from, segment.to});
        return;
    }
    size_t at = found->count++;
    /* insertion by offset: writers put them in order, so this hardly ever moves anything */
    for (; at && extension_offset(&found->segments[at - 1]) > extension_offset(&segment); at--)
        found->segments[at] = found->segments[at - 1];
    found->segments[at] = segment;
}

/* Hands on the packet that `first` begins. */
static void read_packet(ls_meta *meta, struct extension *found, size_t first, unsigned packet)
{
    ls_bytes head = found->segments[first];
    size_t count = 0;
    uint64_t end = 0;
    for (size_t i = first; i < found->count; i++) {
        ls_bytes *segment = &found->segments[i];
        if (!ls_bytes_match(segment, 0, head.data, 32) || extension_offset(segment) != end)
            continue;
        found->parts[count++] = ls_bytes_after(segment, XMP_HEAD);
        end += segment->size - XMP_HEAD;
        *segment = (ls_bytes){0};
    }
    if (end != ls_bytes_u32(&head, 32, true))
        ls_meta_unread(meta, extension_path, "an incomplete packet", (ls_span){head.from, head.to});
    ls_read_xmp_parts(meta, found->parts, count, numbered(meta, extension_path, packet));
}

static void read_extension(ls_meta *meta)
{
    const ls_container *container = meta->container;
    struct extension found = {0};
    for (size_t i = 0; i < container->range_count; i++) {
        if (strcmp(container->ranges[i].path, extension_path) != 0)
            continue;
        if (!found.segments) {
            found.segments = ls_arena_array(meta->arena, XMP_SEGMENTS, sizeof *found.segments);
            found.parts = ls_arena_array(meta->arena, XMP_SEGMENTS, sizeof *found.parts);
        }
        if (!found.segments || !found.parts) {
            meta->status = LS_E_NOMEM;
            return;
        }
        add_extension(meta, &found, content_of(meta, &container->ranges[i], EXTENSION_IDENTIFIER));
    }
    unsigned packets = 0;
    for (size_t i = 0; i < found.count; i++)
        if (found.segments[i].size && extension_offset(&found.segments[i]) == 0)
            read_packet(meta, &found, i, ++packets);
    for (size_t i = 0; i < found.count; i++)
        if (found.segments[i].size)
            ls_meta_unread(meta, extension_path, "a segment that continues nothing",
                           (ls_span){found.segments[i].from, found.segments[i].to});
}

static const ls_problem *fatal_problem(const ls_container *container)
{
    for (size_t i = 0; i < container->problem_count; i++)
        if (container->problems[i].fatal)
            return &container->problems[i];
    return NULL;
}

static ls_outcome outcome_of(const ls_meta *meta)
{
    const ls_container *container = meta->container;
    const ls_problem *problem = fatal_problem(container);
    if (!container->size)
        return ls_outcome_make(LS_FAILED, LS_REASON_EMPTY, "%s", "");
    if (container->kind == LS_KIND_NONE)
        return ls_outcome_make(LS_FAILED, LS_REASON_NO_PICTURE, "byte 0: no known magic number");
    if (!ls_container_walked(container->kind))
        return ls_outcome_make(LS_FAILED, LS_REASON_FORMAT_UNREAD, "%s", ls_kind_name(container->kind));
    if (problem)
        return ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "byte %llu: %s", (unsigned long long)problem->at,
                               problem->text);
    if (meta->overflow)
        return ls_outcome_make(LS_FAILED, LS_REASON_MALFORMED, "more than %d facts", LS_FACTS_MAX);
    if (meta->unread[0])
        return ls_outcome_make(LS_LIMITED, LS_REASON_CARRIER_UNREAD, "%s", meta->unread);
    return ls_outcome_done();
}

ls_status ls_metadata_read(const ls_source *source, const ls_container *container, ls_facts *facts, ls_outcome *outcome)
{
    ls_meta meta = {.source = source,
                    .container = container,
                    .facts = facts,
                    .arena = facts->arena,
                    .inflate_left = LS_INFLATE_PHOTO};
    if (container->size && ls_container_walked(container->kind)) {
        unsigned seen[CARRIERS] = {0};
        for (size_t i = 0; i < container->range_count && !meta.status; i++)
            read_range(&meta, &container->ranges[i], seen);
        if (!meta.status && has_boxes(container->kind)) {
            const ls_bytes file = ls_bytes_file(source);
            ls_read_bmff(&meta, &file, container->ranges, container->range_count,
                         container->kind == LS_KIND_HEIF ? "heif" : "mp4");
        }
        if (!meta.status)
            read_photoshop(&meta);
        if (!meta.status)
            read_icc(&meta);
        if (!meta.status)
            read_extension(&meta);
    }
    *outcome = outcome_of(&meta);
    return meta.status;
}
