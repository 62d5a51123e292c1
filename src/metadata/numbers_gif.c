/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of GIF's screen (GIF89a, sections 17 and 18) and of Netscape's loop. */
#include "metadata/numbers.h"

void ls_numbers_screen(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const unsigned packed = ls_bytes_u8(part, 10), shape = ls_bytes_u8(part, 12);
    if (!ls_bytes_has(part, 0, 13))
        return;
    ls_tag_print(meta, "GIFVersion", path, ls_bytes_where(part, 3, 3), "%.3s", (const char *)part->data + 3);
    ls_tag_print(meta, "ScreenWidth", path, ls_bytes_where(part, 6, 2), "%u", ls_bytes_u16(part, 6, false));
    ls_tag_print(meta, "ScreenHeight", path, ls_bytes_where(part, 8, 2), "%u", ls_bytes_u16(part, 8, false));
    ls_tag_print(meta, "ColorResolution", path, ls_bytes_where(part, 10, 1), "%u bits", (packed >> 4 & 7) + 1);
    if (packed & 0x80) {
        ls_tag_print(meta, "GlobalColorTable", path, ls_bytes_where(part, 10, 1), "(%u colors)", 2u << (packed & 7));
        ls_tag_print(meta, "BackgroundColorIndex", path, ls_bytes_where(part, 11, 1), "%u", ls_bytes_u8(part, 11));
    }
    if (shape)
        ls_tag_print(meta, "PixelAspectRatio", path, ls_bytes_where(part, 12, 1), "%.10g", (shape + 15) / 64.0);
}

/* The extension's introducer and label, the application's name, then a sub-block: 3, 1, and how often in two bytes. */
void ls_numbers_loop(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const unsigned times = ls_bytes_u16(part, 16, false);
    if (!ls_bytes_has(part, 16, 2))
        return;
    if (times)
        ls_tag_print(meta, "AnimationIterations", path, ls_bytes_where(part, 16, 2), "%u", times);
    else
        ls_tag_print(meta, "AnimationIterations", path, ls_bytes_where(part, 16, 2), "without end");
}
