/* SPDX-License-Identifier: Apache-2.0 */
/* GIF (GIF89a specification, CompuServe 1990): a screen, then blocks, whose data comes in sub-blocks of up to 255 bytes. */
#include "container/gif.h"
#include "container/walker.h"

#include <string.h>

#define SCREEN 13u           /* bytes of signature, version and logical screen descriptor */
#define PALETTE 0x80u        /* flag of a colour table; the low three bits tell its size */
#define DESCRIPTOR 10u       /* bytes of an image's descriptor, its separator included */
#define APPLICATION 11u      /* identifier and authentication code */
#define LOOP 3u              /* bytes of NETSCAPE2.0's sub-block: 1, and how often */

enum { EXTENSION = 0x21, IMAGE = 0x2C, TRAILER = 0x3B };
enum { PLAIN_TEXT = 0x01, CONTROL = 0xF9, COMMENT = 0xFE, OF_APPLICATION = 0xFF };

struct gif {
    const ls_bytes *file;
    ls_container *out;
    bool ended;
};

static uint64_t palette_bytes(unsigned flags)
{
    return flags & PALETTE ? 3u << ((flags & 7) + 1) : 0;
}

bool ls_gif_block(const ls_bytes *data, uint64_t *at, ls_bytes *block)
{
    const unsigned size = ls_bytes_u8(data, *at);
    *block = ls_bytes_part(data, *at + 1, size);
    *at += 1 + size;
    return size > 0;
}

/* The end of a row of sub-blocks, behind its empty one; 0 when the file ends first. *content: bytes in them. */
static uint64_t sub_blocks_end(const ls_bytes *file, uint64_t at, uint64_t *content)
{
    ls_bytes block;
    *content = 0;
    while (ls_gif_block(file, &at, &block))
        *content += block.size;
    return at <= file->size ? at : 0;
}

static ls_status cut(struct gif *gif, ls_role role, const char *path)
{
    ls_status status = ls_container_problem(gif->out, ls_walk_at(gif->out), true, "a block runs past the end of the file");
    return status ? status : ls_walk_range(gif->out, gif->file->size, role, path);
}

/* Image data up to `end`; what stands behind its last code, before the empty sub-block, no decoder looks at. */
static ls_status walk_data(struct gif *gif, uint64_t codes, uint64_t end)
{
    ls_status status = LS_OK;
    if (codes && codes < end - 1) {
        const ls_bytes rest = ls_bytes_part(gif->file, codes, end - 1 - codes);
        bool zero = true;
        for (size_t i = 0; i < rest.size; i++)
            zero = zero && rest.data[i] == 0;
        status = ls_walk_range(gif->out, codes, LS_ROLE_IMAGE, "gif/image");
        if (!status)
            status = ls_walk_range(gif->out, end - 1, zero ? LS_ROLE_PADDING : LS_ROLE_UNKNOWN, zero ? "gif/padding" : "gif/left-over");
    }
    return status ? status : ls_walk_range(gif->out, end, LS_ROLE_IMAGE, "gif/image");
}

static ls_status walk_image(struct gif *gif)
{
    ls_container *out = gif->out;
    const ls_bytes *file = gif->file;
    const uint64_t at = ls_walk_at(out), table = palette_bytes(ls_bytes_u8(file, at + DESCRIPTOR - 1));
    out->frames++;
    if (!ls_bytes_has(file, at, DESCRIPTOR + table + 1))
        return cut(gif, LS_ROLE_IMAGE, "gif/image");
    uint64_t content;
    const uint64_t data = at + DESCRIPTOR + table + 1, end = sub_blocks_end(file, data, &content);
    const uint64_t pixels = (uint64_t)ls_bytes_u16(file, at + 5, false) * ls_bytes_u16(file, at + 7, false);
    ls_status status = ls_walk_range(out, at + DESCRIPTOR + table, LS_ROLE_STRUCTURE, "gif/descriptor");
    if (status)
        return status;
    return end ? walk_data(gif, ls_gif_codes_end(file, data, ls_bytes_u8(file, data - 1), pixels, NULL), end) : cut(gif, LS_ROLE_IMAGE, "gif/image");
}

typedef struct part {
    ls_role role;
    const char *path;
} part;

static const struct {
    char name[APPLICATION + 1];
    part part;
} applications[] = {
    {"XMP DataXMP", {LS_ROLE_CARRIER, "gif/app/xmp"}},
    {"ICCRGBG1012", {LS_ROLE_CARRIER, "gif/app/icc"}},
};

static bool is_loop(const ls_bytes *name)
{
    return ls_bytes_match(name, 0, "NETSCAPE2.0", APPLICATION) || ls_bytes_match(name, 0, "ANIMEXTS1.0", APPLICATION);
}

/* `data`: the sub-blocks, from the length of the first on. An animation's loop count is needed; anything longer under that name is not. */
static part name_application(const ls_bytes *data, uint64_t content)
{
    const ls_bytes name = ls_bytes_part(data, 1, APPLICATION);
    if (ls_bytes_u8(data, 0) == APPLICATION) {
        if (is_loop(&name) && content == APPLICATION + LOOP && ls_bytes_u8(data, 1 + APPLICATION) == LOOP)
            return (part){LS_ROLE_STRUCTURE, "gif/app/loop"};
        for (size_t i = 0; i < sizeof applications / sizeof *applications; i++)
            if (ls_bytes_match(&name, 0, applications[i].name, APPLICATION))
                return applications[i].part;
    }
    return (part){LS_ROLE_CARRIER, "gif/app/other"};
}

static part name_extension(unsigned label, const ls_bytes *data, uint64_t content)
{
    switch (label) {
    case CONTROL: return content == 4 ? (part){LS_ROLE_STRUCTURE, "gif/control"} : (part){LS_ROLE_CARRIER, "gif/control-long"};
    case COMMENT: return (part){LS_ROLE_CARRIER, "gif/comment"};
    case PLAIN_TEXT: return (part){LS_ROLE_CARRIER, "gif/plain-text"};
    case OF_APPLICATION: return name_application(data, content);
    default: return (part){LS_ROLE_CARRIER, "gif/extension"};
    }
}

static ls_status walk_extension(struct gif *gif)
{
    const uint64_t at = ls_walk_at(gif->out);
    if (!ls_bytes_has(gif->file, at, 3))
        return cut(gif, LS_ROLE_CARRIER, "gif/extension");
    const ls_bytes data = ls_bytes_after(gif->file, at + 2);
    uint64_t content;
    const uint64_t end = sub_blocks_end(gif->file, at + 2, &content);
    const part named = name_extension(ls_bytes_u8(gif->file, at + 1), &data, content);
    return end ? ls_walk_range(gif->out, end, named.role, named.path) : cut(gif, LS_ROLE_CARRIER, named.path);
}

static ls_status walk_block(struct gif *gif)
{
    const uint64_t at = ls_walk_at(gif->out);
    switch (ls_bytes_u8(gif->file, at)) {
    case IMAGE: return walk_image(gif);
    case EXTENSION: return walk_extension(gif);
    case TRAILER: gif->ended = true; return ls_walk_range(gif->out, at + 1, LS_ROLE_STRUCTURE, "gif/trailer");
    default: break;
    }
    ls_status status = ls_container_problem(gif->out, at, true, "no block where one should stand");
    return status ? status : ls_walk_range(gif->out, gif->file->size, LS_ROLE_UNKNOWN, "gif/broken");
}

static ls_status walk_screen(struct gif *gif)
{
    ls_container *out = gif->out;
    const ls_bytes *file = gif->file;
    const uint64_t table = palette_bytes(ls_bytes_u8(file, 10));
    if (!ls_bytes_has(file, 0, SCREEN + table))
        return cut(gif, LS_ROLE_STRUCTURE, "gif/screen");
    out->width = ls_bytes_u16(file, 6, false);
    out->height = ls_bytes_u16(file, 8, false);
    return ls_walk_range(out, SCREEN + table, LS_ROLE_STRUCTURE, "gif/screen");
}

ls_status ls_walk_gif(const ls_bytes *file, ls_container *out)
{
    struct gif gif = {.file = file, .out = out};
    ls_status status = walk_screen(&gif);
    while (!status && !gif.ended && ls_walk_at(out) < file->size)
        status = walk_block(&gif);
    if (!status && !out->frames)
        status = ls_container_problem(out, ls_walk_at(out), true, "no picture");
    if (!status && !gif.ended)
        status = ls_container_problem(out, ls_walk_at(out), true, "the file ends before the picture does (no trailer)");
    return status ? status : ls_walk_trailing(file, out, "gif/trailing", "gif/padding");
}
