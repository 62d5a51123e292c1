/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of WebP's headers (RFC 9649, section 2.7). */
#include "metadata/numbers.h"

#include <string.h>

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
    char words[64] = "";
    if (!ls_bytes_has(part, 8, 10))
        return;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (set & flags[i].bit) {
            strcat(words, *words ? ", " : ""); /* five words of at most eleven characters */
            strcat(words, flags[i].name);
        }
    ls_tag_print(meta, "Flags", path, ls_bytes_where(part, 8, 1), "%s", *words ? words : "none");
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
