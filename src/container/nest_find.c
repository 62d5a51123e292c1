/* SPDX-License-Identifier: Apache-2.0 */
#include "container/nest.h"
#include "container/walk.h"

#include <string.h>

/* Formats that stand inside others and whose magic numbers do not turn up by chance where a file may begin. */
static ls_kind kind_at(const ls_bytes *photo, uint64_t at, uint64_t to)
{
    const ls_source source = {photo->data + at, to - at};
    const ls_kind kind = ls_container_sniff(&source);
    switch (kind) {
    case LS_KIND_JPEG: return source.size > 2 && source.data[2] == 0xFF ? kind : LS_KIND_NONE;
    case LS_KIND_PNG:
    case LS_KIND_GIF:
    case LS_KIND_WEBP:
    case LS_KIND_TIFF:
    case LS_KIND_HEIF:
    case LS_KIND_VIDEO: return kind;
    default: return LS_KIND_NONE;
    }
}

/* At `from` itself, or behind zeros; those of an ISO box's length (ISO/IEC 14496-12, 4.2) belong to the file. */
static bool at_start(const ls_bytes *photo, uint64_t from, uint64_t to, ls_found *found)
{
    uint64_t filled = from;
    while (filled < to && photo->data[filled] == 0)
        filled++;
    if (filled == to)
        return false;
    for (uint64_t zeros = 0; zeros < 4 && filled - from >= zeros; zeros++) {
        ls_kind kind = kind_at(photo, filled - zeros, to);
        if (kind) {
            *found = (ls_found){filled - zeros, kind, false, true};
            return true;
        }
    }
    return false;
}

/* What is looked for anywhere; `lead` bytes of the file precede it. */
static const struct {
    unsigned lead, size;
    const char *bytes;
} signatures[] = {{0, 3, "\xFF\xD8\xFF"}, {0, 8, "\x89PNG\r\n\x1A\n"}, {4, 4, "ftyp"}};

/* "ftyp" is a word, too: its box must have a length that such boxes have. */
static bool is_plausible(const ls_bytes *photo, uint64_t at, uint64_t to)
{
    const uint32_t length = ls_bytes_u32(photo, at, true);
    return !ls_bytes_match(photo, at + 4, "ftyp", 4) || (length >= 16 && length <= 1024 && length % 4 == 0 && length <= to - at);
}

/* The first of its files that begins in [from, before), of bytes that end at `to`; `before` when there is none. */
static uint64_t signature_from(const ls_bytes *photo, size_t which, uint64_t from, uint64_t before, uint64_t to)
{
    const unsigned lead = signatures[which].lead, size = signatures[which].size;
    while (from < before && to - from >= lead + size) {
        const uint64_t room = before - from + size - 1 < to - from - lead ? before - from + size - 1 : to - from - lead;
        const unsigned char *hit = memmem(photo->data + from + lead, room, signatures[which].bytes, size);
        if (!hit)
            break;
        const uint64_t at = (uint64_t)(hit - photo->data) - lead;
        if (kind_at(photo, at, to) && is_plausible(photo, at, to))
            return at;
        from = at + 1;
    }
    return before;
}

static bool is_marked(const ls_marks *marks, uint64_t at)
{
    for (size_t i = 0; i < marks->count; i++)
        if (marks->at[i] == at)
            return true;
    return false;
}

bool ls_nest_find(const ls_bytes *photo, uint64_t from, uint64_t to, uint64_t sought, const ls_marks *marks, ls_found *found)
{
    if (from >= to || sought >= to)
        return false;
    if (sought == from && at_start(photo, from, to, found)) {
        found->marked = is_marked(marks, found->at);
        return true;
    }
    uint64_t at = to;
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        at = signature_from(photo, i, sought, at, to);
    for (size_t i = 0; i < marks->count; i++)
        if (marks->at[i] >= sought && marks->at[i] < at && kind_at(photo, marks->at[i], to))
            at = marks->at[i];
    const bool marked = is_marked(marks, at);
    *found = (ls_found){at, at < to ? kind_at(photo, at, to) : LS_KIND_NONE, marked, marked};
    return at < to;
}
