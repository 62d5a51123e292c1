/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of ISO base media (ISO/IEC 14496-12, 8) and properties of HEIF items (23008-12, 6.5), whatever path leads to them. */
#include "container/box.h"
#include "metadata/numbers.h"
#include "metadata/time.h"

#include <string.h>

static void print_brands(ls_meta *meta, const ls_bytes *body, const char *path)
{
    const ls_bytes major = ls_bytes_part(body, 0, 4), others = ls_bytes_part(body, 8, 4 * 16);
    ls_tag_bytes(meta, "major_brand", &major, path);
    ls_tag_print(meta, "minor_version", path, ls_bytes_where(body, 4, 4), "%lu", (unsigned long)ls_bytes_u32(body, 4, true));
    ls_tag_bytes(meta, "compatible_brands", &others, path);
}

static void print_u32(ls_meta *meta, const char *name, const char *path, const ls_bytes *body, uint64_t at)
{
    if (ls_bytes_has(body, at, 4))
        ls_tag_print(meta, name, path, ls_bytes_where(body, at, 4), "%lu", (unsigned long)ls_bytes_u32(body, at, true));
}

static void print_time(ls_meta *meta, const char *name, const char *path, const ls_bytes *body, uint64_t at, unsigned size)
{
    char time[LS_TIME_SIZE];
    const uint64_t seconds = size == 8 ? ls_bytes_u64(body, at, true) : ls_bytes_u32(body, at, true);
    if (ls_bytes_has(body, at, size))
        ls_tag_print(meta, name, path, ls_bytes_where(body, at, size), "%s", ls_time_from_1904(seconds, time) ? time : "0");
}

/* mvhd, mdhd: times, then units per second and how many of them. */
static void print_header(ls_meta *meta, const ls_bytes *body, const char *path)
{
    const unsigned size = ls_bytes_u8(body, 0) == 1 ? 8 : 4;
    const uint64_t at = 4 + 2 * (uint64_t)size;
    const unsigned long long duration = size == 8 ? ls_bytes_u64(body, at + 4, true) : ls_bytes_u32(body, at + 4, true);
    print_time(meta, "creation_time", path, body, 4, size);
    print_time(meta, "modification_time", path, body, 4 + size, size);
    print_u32(meta, "timescale", path, body, at);
    if (ls_bytes_has(body, at + 4, size))
        ls_tag_print(meta, "duration", path, ls_bytes_where(body, at + 4, size), "%llu", duration);
}

/* tkhd: times and number; width and height in 16.16 at its end. */
static void print_track(ls_meta *meta, const ls_bytes *body, const char *path)
{
    const unsigned size = ls_bytes_u8(body, 0) == 1 ? 8 : 4;
    static const char *const names[] = {"width", "height"};
    print_time(meta, "creation_time", path, body, 4, size);
    print_time(meta, "modification_time", path, body, 4 + size, size);
    print_u32(meta, "track_ID", path, body, 4 + 2 * (uint64_t)size);
    for (size_t i = 0; i < 2 && body->size >= 84; i++) {
        const uint64_t at = body->size - 8 + 4 * i;
        ls_tag_print(meta, names[i], path, ls_bytes_where(body, at, 4), "%.10g", ls_bytes_u32(body, at, true) / 65536.0);
    }
}

static void print_handler(ls_meta *meta, const ls_bytes *body, const char *path)
{
    const ls_bytes type = ls_bytes_part(body, 8, 4);
    ls_bytes name = ls_bytes_after(body, 24);
    if (name.size && name.data[0] == name.size - 1) /* QuickTime's length in front */
        name = ls_bytes_after(&name, 1);
    ls_tag_bytes(meta, "handler_type", &type, path);
    ls_tag_bytes(meta, "name", &name, path);
}

static void print_extents(ls_meta *meta, const ls_bytes *body, const char *path)
{
    print_u32(meta, "image_width", path, body, 4);
    print_u32(meta, "image_height", path, body, 8);
}

static void print_rotation(ls_meta *meta, const ls_bytes *body, const char *path)
{
    if (body->size)
        ls_tag_print(meta, "angle", path, ls_bytes_where(body, 0, 1), "%u° anti-clockwise", 90 * (ls_bytes_u8(body, 0) & 3));
}

static void print_mirror(ls_meta *meta, const ls_bytes *body, const char *path)
{
    if (body->size)
        ls_tag_print(meta, "axis", path, ls_bytes_where(body, 0, 1), ls_bytes_u8(body, 0) & 1 ? "horizontal" : "vertical");
}

static const struct {
    const char *box;
    void (*print)(ls_meta *meta, const ls_bytes *body, const char *path);
} boxes[] = {
    {"ftyp", print_brands},  {"mvhd", print_header},  {"mdhd", print_header},   {"tkhd", print_track},
    {"hdlr", print_handler}, {"ispe", print_extents}, {"irot", print_rotation}, {"imir", print_mirror},
};

void ls_numbers_box(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const char *last = strrchr(path, '/');
    ls_box box;
    for (size_t i = 0; last && i < sizeof boxes / sizeof *boxes; i++)
        if (strcmp(boxes[i].box, last + 1) == 0 && ls_box_read(part, 0, part->size, false, &box) && ls_box_is(&box, boxes[i].box)) {
            const ls_bytes body = ls_box_body(part, &box);
            boxes[i].print(meta, &body, path);
            return;
        }
}
