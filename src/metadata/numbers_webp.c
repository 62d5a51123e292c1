/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of WebP's headers (RFC 9649, section 2.7). */
#include "metadata/numbers.h"

#include <stdio.h>

static unsigned long u24(const ls_bytes *part, uint64_t at)
{
    return (unsigned long)(ls_bytes_u16(part, at, false) | ls_bytes_u8(part, at + 2) << 16);
}

void ls_numbers_vp8x(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const struct {
        unsigned bit;
        const char *name;
    } flags[] = {{0x20, "ICC profile"}, {0x10, "alpha"}, {0x08, "EXIF"}, {0x04, "XMP"}, {0x02, "animation"}};
    const unsigned set = ls_bytes_u8(part, 8);
    char words[64] = ""; /* five of at most eleven characters */
    size_t used = 0;
    if (!ls_bytes_has(part, 8, 10))
        return;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (set & flags[i].bit)
            used += (size_t)snprintf(words + used, sizeof words - used, "%s%s", used ? ", " : "", flags[i].name);
    ls_tag_print(meta, "Flags", path, ls_bytes_where(part, 8, 1), "%s", used ? words : "none");
    ls_tag_print(meta, "CanvasWidth", path, ls_bytes_where(part, 12, 3), "%lu", u24(part, 12) + 1);
    ls_tag_print(meta, "CanvasHeight", path, ls_bytes_where(part, 15, 3), "%lu", u24(part, 15) + 1);
}

void ls_numbers_anim(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const unsigned loops = ls_bytes_u16(part, 12, false);
    if (!ls_bytes_has(part, 8, 6))
        return;
    ls_tag_print(meta, "BackgroundColor", path, ls_bytes_where(part, 8, 4), "%u %u %u %u", ls_bytes_u8(part, 10), ls_bytes_u8(part, 9),
                 ls_bytes_u8(part, 8), ls_bytes_u8(part, 11));
    if (loops)
        ls_tag_print(meta, "AnimationLoopCount", path, ls_bytes_where(part, 12, 2), "%u", loops);
    else
        ls_tag_print(meta, "AnimationLoopCount", path, ls_bytes_where(part, 12, 2), "without end");
}

/* RFC 6386, 9.1: a frame tag of three bytes, a start code, then sizes of 14 bits, each with a scale of two. */
void ls_numbers_vp8(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const unsigned width = ls_bytes_u16(part, 14, false), height = ls_bytes_u16(part, 16, false);
    if (!ls_bytes_has(part, 8, 10) || !ls_bytes_match(part, 11, "\x9D\x01\x2A", 3))
        return;
    ls_tag_print(meta, "VP8Version", path, ls_bytes_where(part, 8, 1), "%u", ls_bytes_u8(part, 8) >> 1 & 7);
    ls_tag_print(meta, "ImageWidth", path, ls_bytes_where(part, 14, 2), "%u", width & 0x3FFF);
    ls_tag_print(meta, "HorizontalScale", path, ls_bytes_where(part, 14, 2), "%u", width >> 14);
    ls_tag_print(meta, "ImageHeight", path, ls_bytes_where(part, 16, 2), "%u", height & 0x3FFF);
    ls_tag_print(meta, "VerticalScale", path, ls_bytes_where(part, 16, 2), "%u", height >> 14);
}

/* RFC 9649, 3.4: a signature, then 14 bits each of width and height less one, and whether alpha is used. */
void ls_numbers_vp8l(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const uint32_t bits = ls_bytes_u32(part, 9, false);
    if (!ls_bytes_has(part, 8, 5) || ls_bytes_u8(part, 8) != 0x2F)
        return;
    ls_tag_print(meta, "ImageWidth", path, ls_bytes_where(part, 9, 4), "%lu", (unsigned long)(bits & 0x3FFF) + 1);
    ls_tag_print(meta, "ImageHeight", path, ls_bytes_where(part, 9, 4), "%lu", (unsigned long)(bits >> 14 & 0x3FFF) + 1);
    ls_tag_print(meta, "AlphaIsUsed", path, ls_bytes_where(part, 9, 4), bits >> 28 & 1 ? "yes" : "no");
}
