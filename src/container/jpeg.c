/* SPDX-License-Identifier: Apache-2.0 */
/* JPEG, ITU-T T.81 annex B: markers, segments and scans, in the order in which a decoder would meet them. */
#include "container/jpeg.h"
#include "container/jpeg_scan.h"
#include "container/mpf.h"
#include "container/walker.h"

struct jpeg {
    const ls_bytes *file;
    ls_container *out;
    bool frame, scan, ended; /* SOF, SOS, EOI were seen */
    bool height_later;       /* SOF left the height to DNL */
    jpeg_tables tables;
    jpeg_history history;
};

/* Bytes where a marker should stand, none before `next`: a decoder skips them, so they can hide anything. */
static ls_status stray(struct jpeg *jpeg, uint64_t next)
{
    ls_container *out = jpeg->out;
    for (;; next++) {
        next = ls_bytes_find(jpeg->file, next, 0xFF);
        unsigned after = ls_bytes_u8(jpeg->file, next + 1);
        if (next >= jpeg->file->size || after >= JPEG_SOF0 || after == JPEG_TEM)
            break;
    }
    ls_status status = LS_OK;
    if (out->ranges[out->range_count - 1].role != LS_ROLE_UNKNOWN)
        status = ls_container_problem(out, ls_walk_at(out), jpeg->scan, "bytes that belong to no segment");
    return status ? status : ls_walk_range(out, next, LS_ROLE_UNKNOWN, "jpeg/between");
}

#define BLOCK 512u
#define AHEAD 4096u /* bytes: processors fetch ahead within a page by themselves, but not into the next one */

/*
 * Past whole blocks in which every 0xFF is stuffed with 0x00, as nearly all of them are in coded data: written so that
 * the compiler makes vector code of it, which costs less than a search for each 0xFF.
 */
static uint64_t skip_stuffed(const ls_bytes *file, uint64_t at)
{
    for (; at < file->size && file->size - at > BLOCK; at += BLOCK) {
        const unsigned char *bytes = file->data + at;
        unsigned char marker = 0;
        for (unsigned line = 0; line < BLOCK && file->size - at > AHEAD + BLOCK; line += 64)
            __builtin_prefetch(bytes + AHEAD + line);
        for (unsigned i = 0; i < BLOCK; i++)
            marker |= (unsigned char)((bytes[i] == 0xFF) & (bytes[i + 1] != 0));
        if (marker)
            break;
    }
    return at;
}

/* End of the entropy-coded data that starts at `at`: the 0xFF of the first marker that is no RSTn, or end of file. */
static uint64_t scan_end(const ls_bytes *file, uint64_t at)
{
    for (;;) {
        at = ls_bytes_find(file, skip_stuffed(file, at), 0xFF);
        uint64_t after = at + 1;
        while (after < file->size && file->data[after] == 0xFF)
            after++;
        if (after >= file->size)
            return file->size;
        unsigned marker = file->data[after];
        if (marker != 0 && (marker < JPEG_RST0 || marker > JPEG_RST7))
            return at;
        at = after + 1;
    }
}

static ls_status read_frame(struct jpeg *jpeg, unsigned marker, uint64_t at, const ls_bytes *payload)
{
    ls_container *out = jpeg->out;
    if (jpeg->frame)
        return ls_container_problem(out, at, false, "a second frame header");
    jpeg->frame = true;
    out->frames = 1;
    out->height = ls_bytes_u16(payload, 1, true);
    out->width = ls_bytes_u16(payload, 3, true);
    jpeg->height_later = out->height == 0;
    ls_jpeg_tables_frame(&jpeg->tables, marker, payload);
    if (out->width == 0)
        return ls_container_problem(out, at, true, "a picture 0 pixels wide");
    return ls_bytes_u8(payload, 5) ? LS_OK : ls_container_problem(out, at, true, "a picture without components");
}

static ls_status check_index(struct jpeg *jpeg, uint64_t at, const ls_bytes *payload)
{
    const ls_bytes content = ls_bytes_after(payload, 4);
    ls_mpf mpf;
    if (!ls_mpf_open(&content, &mpf))
        return LS_OK; /* whoever reads it says so */
    ls_status status = LS_OK;
    for (size_t i = 1; i < mpf.count && !status; i++) {
        const ls_mpf_image image = ls_mpf_at(&mpf, i);
        if (!image.from || image.to > jpeg->file->to)
            status = ls_container_problem(jpeg->out, at, false, "picture %zu of the index is not in the file", i + 1);
    }
    return status;
}

static ls_status read_meaning(struct jpeg *jpeg, unsigned marker, uint64_t at, const ls_bytes *payload)
{
    if (marker >= JPEG_SOF0 && marker <= JPEG_SOF15 && marker != JPEG_DHT && marker != JPEG_JPG && marker != JPEG_DAC)
        return read_frame(jpeg, marker, at, payload);
    if (marker == JPEG_DNL && jpeg->height_later) {
        jpeg->out->height = ls_bytes_u16(payload, 0, true);
        jpeg->height_later = jpeg->out->height == 0;
    }
    if (marker == JPEG_APP2 && ls_bytes_match(payload, 0, "MPF\0", 4))
        return check_index(jpeg, at, payload);
    if (marker == JPEG_DAC)
        ls_jpeg_tables_condition(&jpeg->tables, payload);
    if (marker == JPEG_DRI)
        jpeg->tables.interval = ls_bytes_u16(payload, 0, true);
    if (marker == JPEG_SOS) {
        jpeg->scan = true;
        ls_jpeg_tables_scan(&jpeg->tables, payload);
        if (!jpeg->frame)
            return ls_container_problem(jpeg->out, at, true, "a scan (SOS) before any frame header (SOF)");
    }
    return LS_OK;
}

static ls_status walk_segment(struct jpeg *jpeg, uint64_t at, unsigned marker)
{
    ls_container *out = jpeg->out;
    unsigned length = ls_bytes_u16(jpeg->file, at + 2, true); /* counts itself */
    if (!ls_bytes_has(jpeg->file, at, 4) || length < 2) {
        ls_status status = ls_container_problem(out, at, true, "segment FF %02X without a valid length", marker);
        return status ? status : ls_walk_range(out, out->size, LS_ROLE_UNKNOWN, "jpeg/broken");
    }
    ls_bytes payload = ls_bytes_part(jpeg->file, at + 4, length - 2);
    jpeg_part part = ls_jpeg_name(marker, &payload);
    uint64_t end = at + 4 + payload.size;
    size_t used = ls_jpeg_used(marker, &payload);
    ls_status status = LS_OK;
    if (payload.size < length - 2)
        status = ls_container_problem(out, at, true, "segment FF %02X of %u bytes runs past the end of the file",
                                      marker, length);
    else if (used > payload.size)
        status = ls_container_problem(out, at, true, "segment FF %02X is too short for what it says", marker);
    else if (used < payload.size)
        status = ls_container_problem(out, at + 4 + used, false, "segment FF %02X is longer than its content", marker);
    if (marker == JPEG_DNL && !jpeg->height_later) { /* a height that is known already */
        used = payload.size;
        part = (jpeg_part){LS_ROLE_UNKNOWN, "jpeg/left-over"};
    }
    if (!status)
        status = read_meaning(jpeg, marker, at, &payload);
    if (!status && used && used == payload.size && (marker == JPEG_DQT || marker == JPEG_DHT))
        return ls_jpeg_tables_define(&jpeg->tables, marker, at, &payload, out);
    if (!status && used < payload.size) {
        status = ls_walk_range(out, at + 4 + used, part.role, part.path);
        part = (jpeg_part){LS_ROLE_UNKNOWN, "jpeg/left-over"};
    }
    return status ? status : ls_walk_range(out, end, part.role, part.path);
}

static ls_status walk_scan(struct jpeg *jpeg, uint64_t at)
{
    ls_status status = walk_segment(jpeg, at, JPEG_SOS);
    uint64_t from = ls_walk_at(jpeg->out), end = scan_end(jpeg->file, from);
    if (status || end == from)
        return status;
    if (jpeg->out->written)
        return ls_walk_range(jpeg->out, end, LS_ROLE_IMAGE, "jpeg/scan");
    const ls_bytes header = ls_bytes_part(jpeg->file, at + 4, from - at - 4);
    return ls_jpeg_scan_cover(&jpeg->tables, &jpeg->history, &header, jpeg->file, end, jpeg->out);
}

static ls_status walk_marker(struct jpeg *jpeg, uint64_t at, unsigned marker)
{
    ls_container *out = jpeg->out;
    ls_status status = LS_OK;
    switch (marker) {
    case JPEG_EOI: jpeg->ended = true; return ls_walk_range(out, at + 2, LS_ROLE_STRUCTURE, "jpeg/eoi");
    case JPEG_SOS: return walk_scan(jpeg, at);
    case JPEG_SOI:
        status = ls_container_problem(out, at, false, "a second start of image (SOI)");
        return status ? status : ls_walk_range(out, at + 2, LS_ROLE_STRUCTURE, "jpeg/soi");
    case JPEG_TEM: return ls_walk_range(out, at + 2, LS_ROLE_STRUCTURE, "jpeg/tem");
    default: break;
    }
    if (marker >= JPEG_RST0 && marker <= JPEG_RST7)
        return ls_walk_range(out, at + 2, LS_ROLE_STRUCTURE, "jpeg/rst");
    if (marker > JPEG_TEM && marker < JPEG_SOF0) {
        status = ls_container_problem(out, at, true, "reserved marker FF %02X", marker);
        return status ? status : ls_walk_range(out, at + 2, LS_ROLE_UNKNOWN, "jpeg/between");
    }
    return walk_segment(jpeg, at, marker);
}

/* Fill bytes, stray bytes or a marker with all that belongs to it. */
static ls_status walk_part(struct jpeg *jpeg)
{
    const ls_bytes *file = jpeg->file;
    uint64_t at = ls_walk_at(jpeg->out), marker = at;
    while (marker < file->size && file->data[marker] == 0xFF)
        marker++;
    if (marker == at || (marker < file->size && file->data[marker] == 0)) /* FF … 00 is no marker */
        return stray(jpeg, marker + 1);
    if (marker == file->size)
        return ls_walk_range(jpeg->out, marker, LS_ROLE_PADDING, "jpeg/fill");
    if (marker - at > 1)
        return ls_walk_range(jpeg->out, marker - 1, LS_ROLE_PADDING, "jpeg/fill");
    return walk_marker(jpeg, at, file->data[marker]);
}

static ls_status finish(struct jpeg *jpeg)
{
    ls_container *out = jpeg->out;
    uint64_t at = ls_walk_at(out);
    ls_status status = LS_OK;
    if (!jpeg->ended)
        status = ls_container_problem(out, at, true, "the file ends before the picture does (no EOI)");
    if (!status && !jpeg->frame)
        status = ls_container_problem(out, at, true, "no frame header (SOF)");
    if (!status && !jpeg->scan)
        status = ls_container_problem(out, at, true, "no picture data (SOS)");
    if (!status && jpeg->frame && jpeg->height_later)
        status = ls_container_problem(out, at, true, "a picture 0 pixels high");
    if (jpeg->ended) /* of a picture that is cut short nobody knows what its tables were for */
        ls_jpeg_tables_finish(&jpeg->tables, out);
    return status ? status : ls_walk_trailing(jpeg->file, out, "jpeg/trailing", "jpeg/padding");
}

ls_status ls_walk_jpeg(const ls_bytes *file, ls_container *out)
{
    struct jpeg jpeg = {.file = file, .out = out};
    ls_status status = ls_walk_range(out, 2, LS_ROLE_STRUCTURE, "jpeg/soi");
    while (!status && !jpeg.ended && ls_walk_at(out) < file->size)
        status = walk_part(&jpeg);
    return status ? status : finish(&jpeg);
}
