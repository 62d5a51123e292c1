/* SPDX-License-Identifier: Apache-2.0 */
/* Carriers of JPEG that several segments make one whole: a segment holds 64 KB at most. */
#include "base/buffer.h"
#include "metadata/meta.h"

/* A resource block may run on in the next segment, so the segments' contents are read as one. */
void ls_read_photoshop_parts(ls_meta *meta, const ls_bytes *segments, size_t count, const char *carrier)
{
    const ls_span where = {segments[0].from, segments[count - 1].to};
    ls_buffer joined;
    ls_buffer_init(&joined, LS_INFLATE_PHOTO);
    for (size_t i = 0; i < count; i++)
        ls_buffer_add(&joined, segments[i].data, segments[i].size);
    const ls_bytes whole = count == 1 ? segments[0] : ls_bytes_decoded(joined.data, joined.size, where);
    if (joined.status)
        ls_meta_unread(meta, carrier, "too many segments", where);
    else
        ls_read_photoshop(meta, &whole, carrier);
    ls_buffer_free(&joined);
}

/* ICC.1 annex B.4: each segment says which one it is, from 1, and how many there are. */
void ls_read_icc_parts(ls_meta *meta, const ls_bytes *segments, size_t count, const char *carrier)
{
    const ls_span where = {segments[0].from, segments[count - 1].to};
    ls_buffer joined;
    ls_buffer_init(&joined, LS_INFLATE_PHOTO);
    bool sound = true;
    for (size_t i = 0; i < count; i++) {
        const ls_bytes part = ls_bytes_after(&segments[i], 2);
        sound &= ls_bytes_u8(&segments[i], 0) == i + 1;
        ls_buffer_add(&joined, part.data, part.size);
    }
    const ls_bytes whole = count == 1 ? ls_bytes_after(&segments[0], 2) : ls_bytes_decoded(joined.data, joined.size, where);
    if (joined.status || !sound)
        ls_meta_unread(meta, carrier, "a colour profile whose parts do not fit", where);
    else
        ls_read_icc(meta, &whole, carrier);
    ls_buffer_free(&joined);
}

/*
 * Extended XMP (XMP part 3, 1.1.3.1): each segment names its packet (32 characters), the packet's length and its own
 * offset in it. Segments of one packet are handed on in order of offset without being copied.
 */
#define XMP_SEGMENTS 1024
#define XMP_HEAD 40u

struct extension {
    const char *carrier;
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
        ls_meta_unread(meta, found->carrier, "a segment too many or too short", (ls_span){segment.from, segment.to});
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
        ls_meta_unread(meta, found->carrier, "an incomplete packet", (ls_span){head.from, head.to});
    ls_read_xmp_parts(meta, found->parts, count, ls_meta_numbered(meta, found->carrier, packet));
}

void ls_read_xmp_extension(ls_meta *meta, const ls_bytes *segments, size_t count, const char *carrier)
{
    struct extension found = {.carrier = carrier,
                              .segments = ls_arena_array(meta->arena, XMP_SEGMENTS, sizeof *found.segments),
                              .parts = ls_arena_array(meta->arena, XMP_SEGMENTS, sizeof *found.parts)};
    if (!found.segments || !found.parts) {
        meta->status = LS_E_NOMEM;
        return;
    }
    for (size_t i = 0; i < count; i++)
        add_extension(meta, &found, segments[i]);
    unsigned packets = 0;
    for (size_t i = 0; i < found.count; i++)
        if (found.segments[i].size && extension_offset(&found.segments[i]) == 0)
            read_packet(meta, &found, i, ++packets);
    for (size_t i = 0; i < found.count; i++)
        if (found.segments[i].size)
            ls_meta_unread(meta, carrier, "a segment that continues nothing",
                           (ls_span){found.segments[i].from, found.segments[i].to});
}
