/* SPDX-License-Identifier: Apache-2.0 */
/* PNG (W3C Recommendation, third edition): the signature and a row of chunks. */
#include "container/png.h"
#include "container/walker.h"

#include <string.h>
#include <zlib.h>

#define LENGTH_MAX 0x7FFFFFFFu /* section 5.3: a four-byte unsigned number up to 2^31 - 1 */
#define CHUNK_OVERHEAD 12u     /* length, type and CRC */

struct png {
    const ls_bytes *file;
    ls_container *out;
    uint64_t frames_said, frames_begun; /* acTL; fcTL chunks */
    bool header, data, ended;           /* IHDR, IDAT, IEND were seen */
    bool extra;                         /* the default image is no frame of the animation */
    bool frame_data;                    /* fdAT */
    ls_png_shape shape, frame;          /* of the picture; of the animation's frame that was begun last */
    ls_png_rules rules;
    uint64_t data_end;                  /* of the compressed rows that were begun last; 0: the next chunk begins some */
};

static const struct {
    char type[5];
    ls_role role;
} known[] = {
    {"IHDR", LS_ROLE_STRUCTURE}, {"PLTE", LS_ROLE_STRUCTURE}, {"IDAT", LS_ROLE_IMAGE},     {"IEND", LS_ROLE_STRUCTURE},
    {"acTL", LS_ROLE_STRUCTURE}, {"fcTL", LS_ROLE_STRUCTURE}, {"fdAT", LS_ROLE_IMAGE},     {"tRNS", LS_ROLE_STRUCTURE},
    {"cHRM", LS_ROLE_STRUCTURE}, {"gAMA", LS_ROLE_STRUCTURE}, {"iCCP", LS_ROLE_CARRIER},   {"sBIT", LS_ROLE_STRUCTURE},
    {"sRGB", LS_ROLE_STRUCTURE}, {"cICP", LS_ROLE_STRUCTURE}, {"mDCV", LS_ROLE_STRUCTURE}, {"cLLI", LS_ROLE_STRUCTURE},
    {"mDCv", LS_ROLE_STRUCTURE}, {"cLLi", LS_ROLE_STRUCTURE}, {"bKGD", LS_ROLE_STRUCTURE}, {"hIST", LS_ROLE_STRUCTURE},
    {"pHYs", LS_ROLE_STRUCTURE}, {"sPLT", LS_ROLE_CARRIER},   {"oFFs", LS_ROLE_STRUCTURE}, {"sTER", LS_ROLE_STRUCTURE},
    {"iDOT", LS_ROLE_STRUCTURE}, /* Apple's: where the second half of IDAT begins */
};

static ls_role role_of(const char *type)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (memcmp(known[i].type, type, 4) == 0)
            return known[i].role;
    return LS_ROLE_CARRIER;
}

static bool is_type(const char *type)
{
    for (int i = 0; i < 4; i++)
        if (!((type[i] >= 'A' && type[i] <= 'Z') || (type[i] >= 'a' && type[i] <= 'z')))
            return false;
    return true;
}

/* Bit 5 of the first letter: a decoder that does not know a critical chunk must give up. */
static bool is_critical(const char *type)
{
    return type[0] >= 'A' && type[0] <= 'Z';
}

static ls_status read_header(struct png *png, uint64_t at, const ls_bytes *data)
{
    ls_container *out = png->out;
    if (png->header)
        return ls_container_problem(out, at, true, "a second header (IHDR)");
    png->header = true;
    if (data->size != 13)
        return ls_container_problem(out, at, true, "a header (IHDR) of %zu bytes instead of 13", data->size);
    out->width = ls_bytes_u32(data, 0, true);
    out->height = ls_bytes_u32(data, 4, true);
    out->frames = 1;
    png->shape = (ls_png_shape){out->width, out->height, ls_bytes_u8(data, 8), ls_bytes_u8(data, 9), ls_bytes_u8(data, 12) == 1};
    if (!out->width || !out->height || out->width > LENGTH_MAX || out->height > LENGTH_MAX)
        return ls_container_problem(out, at, true, "an impossible picture size");
    return LS_OK;
}

static ls_status read_meaning(struct png *png, uint64_t at, const char *type, const ls_bytes *data)
{
    if (memcmp(type, "IHDR", 4) == 0)
        return read_header(png, at, data);
    ls_status status = LS_OK;
    if (!png->header)
        status = ls_container_problem(png->out, at, true, "chunk %.4s before the header (IHDR)", type);
    if (memcmp(type, "IDAT", 4) == 0) {
        png->extra |= !png->data && png->frames_begun == 0;
        png->data = true;
    } else if (memcmp(type, "IEND", 4) == 0) {
        png->ended = true;
        if (!png->data && !status)
            status = ls_container_problem(png->out, at, true, "no picture data (IDAT)");
        if (data->size && !status)
            status = ls_container_problem(png->out, at, false, "an end (IEND) that is not empty");
    } else if (memcmp(type, "acTL", 4) == 0) {
        uint32_t said = ls_bytes_u32(data, 0, true);
        png->frames_said = said > png->frames_said ? said : png->frames_said;
    } else if (memcmp(type, "fcTL", 4) == 0) {
        png->frames_begun++;
        png->frame = png->shape;
        png->frame.width = ls_bytes_u32(data, 4, true);
        png->frame.height = ls_bytes_u32(data, 8, true);
        png->data_end = png->data ? 0 : png->data_end;
    } else if (memcmp(type, "fdAT", 4) == 0) {
        png->frame_data = true;
    } else if (is_critical(type) && role_of(type) == LS_ROLE_CARRIER && !status) {
        status = ls_container_problem(png->out, at, true, "critical chunk %.4s is not known", type);
    }
    return status;
}

static ls_status check_crc(struct png *png, uint64_t at, const char *type, uint32_t length)
{
    const ls_bytes *file = png->file;
    uint32_t stored = ls_bytes_u32(file, at + 8 + length, true);
    if (crc32(0, file->data + at + 4, (uInt)length + 4) == stored)
        return LS_OK;
    return ls_container_problem(png->out, at, is_critical(type), "wrong checksum of chunk %.4s", type);
}

/*
 * A chunk of compressed rows. A decoder stops where the rows are complete, so what follows in this chunk or in further ones is no
 * part of the picture.
 */
static ls_status walk_data(struct png *png, uint64_t at, uint32_t length, const char *path)
{
    ls_container *out = png->out;
    const uint64_t to = at + length + CHUNK_OVERHEAD;
    const bool frame = memcmp(path + 4, "fdAT", 4) == 0;
    if (out->written)
        return ls_walk_range(out, to, LS_ROLE_IMAGE, path);
    if (!png->data_end && png->header)
        png->data_end = ls_png_data_end(png->file, at, frame ? &png->frame : &png->shape);
    if (!length || !png->header || png->data_end >= at + 8 + length)
        return ls_walk_range(out, to, LS_ROLE_IMAGE, path);
    ls_status status = LS_OK;
    if (png->data_end > at + 8) {
        status = ls_container_problem(out, png->data_end, false, "bytes behind the end of the picture's rows");
        if (!status)
            status = ls_walk_range(out, png->data_end, LS_ROLE_IMAGE, path);
    }
    return status ? status : ls_walk_range(out, to, LS_ROLE_UNKNOWN, "png/left-over");
}

static ls_status walk_chunk(struct png *png)
{
    ls_container *out = png->out;
    const ls_bytes *file = png->file;
    uint64_t at = ls_walk_at(out);
    ls_bytes head = ls_bytes_part(file, at, 8);
    if (head.size < 8 || !is_type((const char *)head.data + 4)) {
        ls_status status = ls_container_problem(out, at, true, "no chunk where one should stand");
        return status ? status : ls_walk_range(out, file->size, LS_ROLE_UNKNOWN, "png/broken");
    }
    const char *type = (const char *)head.data + 4;
    char path[16] = "png/type";
    memcpy(path + 4, type, 4);
    uint32_t length = ls_bytes_u32(&head, 0, true);
    ls_role role = role_of(type);
    ls_status status;
    if (length > LENGTH_MAX || !ls_bytes_has(file, at, (uint64_t)length + CHUNK_OVERHEAD)) {
        status = ls_container_problem(out, at, true, "chunk %.4s of %lu bytes runs past the end of the file", type,
                                      (unsigned long)length);
        ls_bytes rest = ls_bytes_after(file, at + 8);
        if (!status)
            status = read_meaning(png, at, type, &rest);
        png->ended = false;
        return status ? status : ls_walk_range(out, file->size, role, path);
    }
    ls_bytes data = ls_bytes_part(file, at + 8, length);
    status = check_crc(png, at, type, length);
    if (!status)
        status = read_meaning(png, at, type, &data);
    if (!status && role == LS_ROLE_IMAGE)
        return walk_data(png, at, length, path);
    if (memcmp(type, "IHDR", 4) == 0 && !png->rules.header.size)
        png->rules.header = data;
    const bool used = ls_png_is_used(&png->rules, type, length);
    if (role == LS_ROLE_STRUCTURE && !used && memcmp(type, "IEND", 4) != 0) { /* no decoder looks at it */
        role = LS_ROLE_UNKNOWN;
        memcpy(path, "png/left-over", sizeof "png/left-over");
    }
    if (status || !png->ended || !length)
        return status ? status : ls_walk_range(out, at + length + CHUNK_OVERHEAD, role, path);
    status = ls_walk_range(out, at + 8, role, path); /* nothing belongs into IEND */
    return status ? status : ls_walk_range(out, at + length + CHUNK_OVERHEAD, LS_ROLE_UNKNOWN, "png/left-over");
}

/* Pictures in the file, whatever the animation's header says: each fcTL begins one, and a default image that is no
 * frame is one more. Frames that no header announces count too. */
static uint32_t count_frames(const struct png *png)
{
    uint64_t frames = png->frames_begun + png->extra;
    if (png->frames_said > frames)
        frames = png->frames_said;
    if (frames < 2 && png->frame_data)
        frames = 2;
    if (frames > UINT32_MAX)
        return UINT32_MAX;
    return frames ? (uint32_t)frames : 1;
}

static ls_status finish(struct png *png)
{
    ls_container *out = png->out;
    ls_status status = LS_OK;
    if (png->header)
        out->frames = count_frames(png);
    if (!png->header)
        status = ls_container_problem(out, ls_walk_at(out), true, "no header (IHDR)");
    if (!png->ended && !status)
        status = ls_container_problem(out, ls_walk_at(out), true, "the file ends before the picture does (no IEND)");
    return status ? status : ls_walk_trailing(png->file, out, "png/trailing", "png/padding");
}

ls_status ls_walk_png(const ls_bytes *file, ls_container *out)
{
    static const unsigned char signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    struct png png = {.file = file, .out = out};
    if (!ls_bytes_match(file, 0, signature, sizeof signature))
        return ls_container_problem(out, 4, true, "a damaged PNG signature"); /* the rest stays unknown */
    ls_status status = ls_walk_range(out, sizeof signature, LS_ROLE_STRUCTURE, "png/signature");
    while (!status && !png.ended && ls_walk_at(out) < file->size)
        status = walk_chunk(&png);
    return status ? status : finish(&png);
}
