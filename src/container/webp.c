/* SPDX-License-Identifier: Apache-2.0 */
/* WebP (RFC 9649): a RIFF file of chunks, each padded to an even length; an animation's frames hold chunks of their own. */
#include "container/walker.h"
#include "container/webp_coded.h"

#include <string.h>

#define FILE_HEADER 12u  /* "RIFF", length, "WEBP" */
#define CHUNK_HEADER 8u  /* type and length */
#define EXTENDED 10u     /* bytes of VP8X (section 2.7.1) */
#define ANIMATION 6u     /* bytes of ANIM */
#define FRAME_HEADER 16u /* bytes of ANMF before its chunks (section 2.7.1.1) */

struct webp {
    const ls_bytes *file;
    ls_container *out;
    uint64_t end;         /* of the RIFF chunk, or of the file */
    bool canvas, loop;    /* VP8X, ANIM were seen */
    bool still, sized;    /* a picture outside of frames was seen; the size is known */
    bool picture, alpha;  /* of the frame, or outside of frames: VP8 or VP8L, ALPH were seen */
    ls_webp_means means;
};

typedef struct part {
    char type[5];
    ls_role role;
    const char *path;       /* in the file, */
    const char *frame_path; /* and in a frame of an animation */
} part;

static const part parts[] = {
    {"VP8X", LS_ROLE_STRUCTURE, "webp/VP8X", "webp/ANMF/VP8X"}, {"VP8 ", LS_ROLE_IMAGE, "webp/VP8", "webp/ANMF/VP8"},
    {"VP8L", LS_ROLE_IMAGE, "webp/VP8L", "webp/ANMF/VP8L"},     {"ALPH", LS_ROLE_IMAGE, "webp/ALPH", "webp/ANMF/ALPH"},
    {"ANIM", LS_ROLE_STRUCTURE, "webp/ANIM", "webp/ANMF/ANIM"}, {"ICCP", LS_ROLE_CARRIER, "webp/ICCP", "webp/ANMF/ICCP"},
    {"EXIF", LS_ROLE_CARRIER, "webp/EXIF", "webp/ANMF/EXIF"},   {"XMP ", LS_ROLE_CARRIER, "webp/XMP", "webp/ANMF/XMP"},
    {"XMP", LS_ROLE_CARRIER, "webp/XMP", "webp/ANMF/XMP"}, /* with a NUL: some writers' */
    {"C2PA", LS_ROLE_CARRIER, "webp/C2PA", "webp/ANMF/C2PA"},
    {"", LS_ROLE_CARRIER, "webp/unknown", "webp/ANMF/unknown"}, /* "" matches every other type */
};

static const part *part_of(const ls_bytes *type)
{
    const part *found = parts;
    while (found->type[0] && !ls_bytes_match(type, 0, found->type, 4))
        found++;
    return found;
}

static uint32_t u24(const ls_bytes *bytes, uint64_t offset)
{
    return ls_bytes_u16(bytes, offset, false) | (uint32_t)ls_bytes_u8(bytes, offset + 2) << 16;
}

/* The canvas of VP8X, or the size that a lossy (RFC 6386, section 9.1) or a lossless picture (RFC 9649, section 3.4) says of itself. */
static void read_size(struct webp *webp, const char *type, const ls_bytes *data)
{
    if (webp->sized)
        return;
    if (memcmp(type, "VP8X", 4) == 0) {
        webp->out->width = u24(data, 4) + 1;
        webp->out->height = u24(data, 7) + 1;
        webp->sized = data->size >= EXTENDED;
    } else if (memcmp(type, "VP8 ", 4) == 0 && ls_bytes_match(data, 3, "\x9D\x01\x2A", 3)) {
        webp->out->width = ls_bytes_u16(data, 6, false) & 0x3FFF;
        webp->out->height = ls_bytes_u16(data, 8, false) & 0x3FFF;
        webp->sized = true;
    } else if (memcmp(type, "VP8L", 4) == 0 && ls_bytes_u8(data, 0) == 0x2F) {
        const uint32_t bits = ls_bytes_u32(data, 1, false);
        webp->out->width = (bits & 0x3FFF) + 1;
        webp->out->height = (bits >> 14 & 0x3FFF) + 1;
        webp->sized = true;
    }
}

static ls_status cut(struct webp *webp, uint64_t end, ls_role role, const char *path)
{
    ls_status status = ls_container_problem(webp->out, ls_walk_at(webp->out), true, "a chunk runs past its end");
    return status ? status : ls_walk_range(webp->out, end, role, path);
}

/* Behind data that ends at `at`: an odd length is followed by one byte, which has to be zero. */
static ls_status walk_padding(struct webp *webp, uint64_t at, uint64_t end, ls_role role, const char *path)
{
    if (at % 2 == 0 || at >= end)
        return ls_walk_range(webp->out, at, role, path);
    if (ls_bytes_u8(webp->file, at) == 0)
        return ls_walk_range(webp->out, at + 1, role, path);
    ls_status status = ls_container_problem(webp->out, at, false, "a padding byte that is not zero");
    if (!status && at > ls_walk_at(webp->out))
        status = ls_walk_range(webp->out, at, role, path);
    return status ? status : ls_walk_range(webp->out, at + 1, LS_ROLE_UNKNOWN, "webp/left-over");
}

/* ---- coded pictures: where they end in their chunk */

/* What stands behind coded data or between its partitions; zeros fill it up. */
static ls_status walk_rest(struct webp *webp, uint64_t to, bool last, uint64_t end)
{
    const uint64_t at = ls_walk_at(webp->out);
    bool zero = true;
    for (uint64_t i = at; i < to && zero; i++)
        zero = webp->file->data[i] == 0;
    const ls_role role = zero ? LS_ROLE_PADDING : LS_ROLE_UNKNOWN;
    const char *path = zero ? "webp/padding" : "webp/left-over";
    ls_status status = zero ? LS_OK : ls_container_problem(webp->out, at, false, "bytes in a chunk that no pixel of the picture uses");
    if (status)
        return status;
    return last ? walk_padding(webp, to, end, role, path) : ls_walk_range(webp->out, to, role, path);
}

static bool is_type(const part *known, const char *type)
{
    return memcmp(known->type, type, 4) == 0;
}

/* Does no decoder look at it? Then it could hold anything: a second picture, a header with more than its fields. */
static bool is_surplus(struct webp *webp, const part *known, uint32_t length, const ls_bytes *lossy, bool framed)
{
    bool *seen = is_type(known, "VP8X") ? &webp->canvas : is_type(known, "ANIM") ? &webp->loop : is_type(known, "ALPH") ? &webp->alpha : NULL;
    bool surplus = false;
    if (is_type(known, "VP8X") || is_type(known, "ANIM"))
        surplus = framed || *seen || length != (is_type(known, "VP8X") ? EXTENDED : ANIMATION);
    else if (is_type(known, "ALPH"))
        surplus = webp->alpha || webp->picture || !lossy->data || (!framed && webp->out->frames);
    else if (known->role == LS_ROLE_IMAGE) {
        surplus = webp->picture || (!framed && webp->out->frames);
        seen = &webp->picture;
        webp->still = webp->still || !framed;
    }
    if (seen)
        *seen = true;
    return surplus;
}

/* The lossy picture that stands behind ALPH, before the end of the frame or file: none when a decoder comes upon another first. */
static ls_bytes lossy_behind(const struct webp *webp, uint64_t at, uint64_t end)
{
    const ls_bytes *file = webp->file;
    while (end > at && end - at >= CHUNK_HEADER && !ls_bytes_match(file, at, "VP8L", 4) && !ls_bytes_match(file, at, "ANMF", 4)) {
        const uint64_t length = ls_bytes_u32(file, at + 4, false);
        if (ls_bytes_match(file, at, "VP8 ", 4))
            return ls_bytes_part(file, at + CHUNK_HEADER, length);
        at += CHUNK_HEADER + length + length % 2;
    }
    return (ls_bytes){0};
}

static ls_status follow(struct webp *webp, const part *known, const ls_bytes *data, const ls_bytes *lossy, ls_webp_coded *coded)
{
    webp->means.arena = webp->out->arena;
    if (is_type(known, "VP8 "))
        return ls_webp_follow_lossy(&webp->means, data, coded);
    if (is_type(known, "VP8L"))
        return ls_webp_follow_lossless(&webp->means, data, coded);
    return ls_webp_follow_alpha(&webp->means, data, ls_bytes_u16(lossy, 6, false) & 0x3FFF, ls_bytes_u16(lossy, 8, false) & 0x3FFF, coded);
}

/* Up to `to`, if anything is left. */
static ls_status walk_image(struct webp *webp, uint64_t to, const char *path)
{
    return to > ls_walk_at(webp->out) ? ls_walk_range(webp->out, to, LS_ROLE_IMAGE, path) : LS_OK;
}

/* Content [from, to) of a chunk, with the header before it, and what is used of it. */
static ls_status walk_pieces(struct webp *webp, const ls_webp_coded *coded, uint64_t from, uint64_t to, uint64_t end, const char *path)
{
    const ls_span *pieces = coded->pieces;
    ls_status status = LS_OK;
    unsigned i = 0;
    for (; i + 1 < coded->count && !status; i++)
        if (pieces[i].to < pieces[i + 1].from) {
            status = walk_image(webp, from + pieces[i].to, path);
            if (!status)
                status = walk_rest(webp, from + pieces[i + 1].from, false, end);
        }
    if (status || from + pieces[i].to >= to)
        return status ? status : walk_padding(webp, to, end, LS_ROLE_IMAGE, path);
    status = walk_image(webp, from + pieces[i].to, path);
    return status ? status : walk_rest(webp, to, true, end);
}

/* A chunk with the content `data`, of a picture that ends at `end`; ALPH is for the picture `lossy`. */
static ls_status walk_coded(struct webp *webp, const part *known, const ls_bytes *data, const ls_bytes *lossy, uint64_t end, bool framed)
{
    const uint64_t from = (uint64_t)(data->data - webp->file->data), to = from + data->size;
    const char *path = framed ? known->frame_path : known->path;
    ls_webp_coded coded;
    ls_status status = follow(webp, known, data, lossy, &coded);
    if (!status && coded.ending == LS_WEBP_DAMAGED)
        status = ls_container_problem(webp->out, from, true, "a coded picture that is damaged");
    if (status)
        return status;
    if (coded.ending == LS_WEBP_UNFOLLOWED)
        path = framed ? "webp/ANMF/unfollowed" : "webp/unfollowed";
    if (coded.ending != LS_WEBP_FOLLOWED)
        return walk_padding(webp, to, end, LS_ROLE_IMAGE, path);
    return walk_pieces(webp, &coded, from, to, end, path);
}

/* ---- chunks */

/* One chunk of the file or, `framed`, of a frame that ends at `end`. */
static ls_status walk_chunk(struct webp *webp, uint64_t end, bool framed)
{
    const uint64_t at = ls_walk_at(webp->out);
    const ls_bytes *file = webp->file;
    if (end - at < CHUNK_HEADER)
        return cut(webp, end, LS_ROLE_UNKNOWN, "webp/broken");
    const ls_bytes type = ls_bytes_part(file, at, 4);
    const part *known = part_of(&type);
    const char *path = framed ? known->frame_path : known->path;
    const uint32_t length = ls_bytes_u32(file, at + 4, false);
    if (end - at - CHUNK_HEADER < length)
        return cut(webp, end, known->role, path);
    const ls_bytes data = ls_bytes_part(file, at + CHUNK_HEADER, length);
    if (!framed)
        read_size(webp, known->type, &data);
    const uint64_t behind = at + CHUNK_HEADER + length + length % 2;
    const ls_bytes lossy = is_type(known, "ALPH") && !webp->alpha ? lossy_behind(webp, behind, end) : (ls_bytes){0};
    if (is_surplus(webp, known, length, &lossy, framed))
        return walk_padding(webp, at + CHUNK_HEADER + length, end, LS_ROLE_UNKNOWN, "webp/surplus");
    if (known->role == LS_ROLE_IMAGE)
        return walk_coded(webp, known, &data, &lossy, end, framed);
    return walk_padding(webp, at + CHUNK_HEADER + length, end, known->role, path);
}

static ls_status walk_frame(struct webp *webp)
{
    const uint64_t at = ls_walk_at(webp->out);
    const uint32_t length = ls_bytes_u32(webp->file, at + 4, false);
    if (length < FRAME_HEADER || webp->end - at - CHUNK_HEADER < length)
        return cut(webp, webp->end, LS_ROLE_IMAGE, "webp/ANMF");
    const uint64_t end = at + CHUNK_HEADER + length;
    webp->out->frames++;
    webp->picture = webp->alpha = false;
    ls_status status = webp->still ? ls_container_problem(webp->out, at, true, "a frame beside a picture that is none") : LS_OK;
    if (!status)
        status = ls_walk_range(webp->out, at + CHUNK_HEADER + FRAME_HEADER, LS_ROLE_STRUCTURE, "webp/ANMF");
    while (!status && ls_walk_at(webp->out) < end)
        status = walk_chunk(webp, end, true);
    if (!status && !webp->picture)
        status = ls_container_problem(webp->out, at, true, "a frame without a picture (VP8 or VP8L)");
    if (status || end % 2 == 0 || end >= webp->end)
        return status;
    return walk_padding(webp, end, webp->end, LS_ROLE_STRUCTURE, "webp/ANMF");
}

ls_status ls_walk_webp(const ls_bytes *file, ls_container *out)
{
    struct webp webp = {.file = file, .out = out, .end = (uint64_t)ls_bytes_u32(file, 4, false) + 8};
    ls_status status = LS_OK;
    if (webp.end < FILE_HEADER || webp.end > file->size) {
        status = ls_container_problem(out, 4, true, "the file has %zu bytes, its header says %llu", file->size, (unsigned long long)webp.end);
        webp.end = file->size;
    }
    if (!status)
        status = ls_walk_range(out, FILE_HEADER, LS_ROLE_STRUCTURE, "webp/header");
    while (!status && ls_walk_at(out) < webp.end)
        status = ls_bytes_match(file, ls_walk_at(out), "ANMF", 4) && webp.end - ls_walk_at(out) >= CHUNK_HEADER ? walk_frame(&webp)
                                                                                                              : walk_chunk(&webp, webp.end, false);
    if (!status && !webp.still && !out->frames)
        status = ls_container_problem(out, ls_walk_at(out), true, "no picture (VP8 or VP8L)");
    if (!out->frames && webp.still)
        out->frames = 1;
    return status ? status : ls_walk_trailing(file, out, "webp/trailing", "webp/padding");
}
