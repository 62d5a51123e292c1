/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of PNG's chunks (third edition, section 11) and of its extensions (oFFs, sTER). */
#include "metadata/numbers.h"

#include <stdio.h>

static ls_bytes content_of(const ls_bytes *part)
{
    return ls_bytes_part(part, 8, ls_bytes_u32(part, 0, true));
}

static void print_byte(ls_meta *meta, const char *name, const char *path, const ls_bytes *content, uint64_t at,
                       const char *const *words, size_t count)
{
    const unsigned value = ls_bytes_u8(content, at);
    const ls_span where = ls_bytes_where(content, at, 1);
    if (!ls_bytes_has(content, at, 1))
        return;
    if (value < count && words[value])
        ls_tag_print(meta, name, path, where, "%s", words[value]);
    else
        ls_tag_print(meta, name, path, where, "%u", value);
}

#define COUNT(words) (sizeof(words) / sizeof *(words))

static void print_u32(ls_meta *meta, const char *name, const char *path, const ls_bytes *content, uint64_t at, double divisor)
{
    if (ls_bytes_has(content, at, 4))
        ls_tag_print(meta, name, path, ls_bytes_where(content, at, 4), "%.10g", ls_bytes_u32(content, at, true) / divisor);
}

void ls_numbers_ihdr(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const colors[] = {"grayscale", NULL, "RGB", "palette", "grayscale with alpha", NULL, "RGB with alpha"};
    static const char *const interlacing[] = {"none", "Adam7"};
    static const char *const deflate[] = {"deflate"}, *const adaptive[] = {"adaptive"};
    const ls_bytes content = content_of(part);
    print_u32(meta, "ImageWidth", path, &content, 0, 1);
    print_u32(meta, "ImageHeight", path, &content, 4, 1);
    print_byte(meta, "BitDepth", path, &content, 8, NULL, 0);
    print_byte(meta, "ColorType", path, &content, 9, colors, COUNT(colors));
    print_byte(meta, "Compression", path, &content, 10, deflate, COUNT(deflate));
    print_byte(meta, "Filter", path, &content, 11, adaptive, COUNT(adaptive));
    print_byte(meta, "Interlace", path, &content, 12, interlacing, COUNT(interlacing));
}

void ls_numbers_gama(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const ls_bytes content = content_of(part);
    print_u32(meta, "Gamma", path, &content, 0, 100000);
}

void ls_numbers_phys(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const units[] = {"none: the shape of a pixel", "metre"};
    const ls_bytes content = content_of(part);
    print_u32(meta, "PixelsPerUnitX", path, &content, 0, 1);
    print_u32(meta, "PixelsPerUnitY", path, &content, 4, 1);
    print_byte(meta, "PixelUnits", path, &content, 8, units, COUNT(units));
}

void ls_numbers_chrm(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const names[] = {"WhitePointX", "WhitePointY", "RedX", "RedY", "GreenX", "GreenY", "BlueX", "BlueY"};
    const ls_bytes content = content_of(part);
    for (size_t i = 0; i < COUNT(names); i++)
        print_u32(meta, names[i], path, &content, 4 * i, 100000);
}

void ls_numbers_srgb(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const intents[] = {"perceptual", "relative colorimetric", "saturation", "absolute colorimetric"};
    const ls_bytes content = content_of(part);
    print_byte(meta, "RenderingIntent", path, &content, 0, intents, COUNT(intents));
}

/* Code points of ITU-T H.273. */
void ls_numbers_cicp(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const names[] = {"ColorPrimaries", "TransferCharacteristics", "MatrixCoefficients", "VideoFullRangeFlag"};
    const ls_bytes content = content_of(part);
    for (size_t i = 0; i < COUNT(names); i++)
        print_byte(meta, names[i], path, &content, i, NULL, 0);
}

/* A row of numbers of `size` bytes each; more than sixteen are only counted. */
static void print_row(ls_meta *meta, const char *name, const char *path, const ls_bytes *content, unsigned size)
{
    const size_t count = content->size / size;
    char line[16 * 6 + 1] = "";
    size_t used = 0;
    for (size_t i = 0; i < count && count <= 16; i++)
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%u", i ? " " : "",
                                 size == 1 ? ls_bytes_u8(content, i) : ls_bytes_u16(content, 2 * i, true));
    if (count > 16)
        ls_tag_print(meta, name, path, ls_bytes_where(content, 0, content->size), "(%zu values)", count);
    else if (count)
        ls_tag_print(meta, name, path, ls_bytes_where(content, 0, content->size), "%s", line);
}

void ls_numbers_sbit(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const ls_bytes content = content_of(part);
    print_row(meta, "SignificantBits", path, &content, 1);
}

/* One byte: an index of the palette. */
void ls_numbers_bkgd(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const ls_bytes content = content_of(part);
    print_row(meta, "BackgroundColor", path, &content, content.size == 1 ? 1 : 2);
}

/* Two or six bytes: a color; otherwise one byte of alpha for each entry of the palette. */
void ls_numbers_trns(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const ls_bytes content = content_of(part);
    print_row(meta, "Transparency", path, &content, content.size == 2 || content.size == 6 ? 2 : 1);
}

void ls_numbers_hist(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const ls_bytes content = content_of(part);
    print_row(meta, "PaletteHistogram", path, &content, 2);
}

void ls_numbers_plte(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const ls_bytes content = content_of(part);
    ls_tag_print(meta, "Palette", path, ls_bytes_where(&content, 0, content.size), "(%zu colors)", content.size / 3);
}

void ls_numbers_actl(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const ls_bytes content = content_of(part);
    print_u32(meta, "AnimationFrames", path, &content, 0, 1);
    if (ls_bytes_has(&content, 4, 4) && ls_bytes_u32(&content, 4, true) == 0)
        ls_tag_print(meta, "AnimationPlays", path, ls_bytes_where(&content, 4, 4), "without end");
    else
        print_u32(meta, "AnimationPlays", path, &content, 4, 1);
}

void ls_numbers_offs(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const units[] = {"pixel", "micrometre"}, *const names[] = {"ImageOffsetX", "ImageOffsetY"};
    const ls_bytes content = content_of(part);
    for (size_t i = 0; i < 2 && ls_bytes_has(&content, 4 * i, 4); i++)
        ls_tag_print(meta, names[i], path, ls_bytes_where(&content, 4 * i, 4), "%ld", (long)(int32_t)ls_bytes_u32(&content, 4 * i, true));
    print_byte(meta, "OffsetUnits", path, &content, 8, units, COUNT(units));
}

void ls_numbers_clli(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const ls_bytes content = content_of(part);
    print_u32(meta, "MaximumContentLightLevel", path, &content, 0, 10000);
    print_u32(meta, "MaximumFrameAverageLightLevel", path, &content, 4, 10000);
}

void ls_numbers_mdcv(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const names[] = {"RedX", "RedY", "GreenX", "GreenY", "BlueX", "BlueY", "WhitePointX", "WhitePointY"};
    const ls_bytes content = content_of(part);
    for (size_t i = 0; i < COUNT(names) && ls_bytes_has(&content, 2 * i, 2); i++)
        ls_tag_print(meta, names[i], path, ls_bytes_where(&content, 2 * i, 2), "%.5f", ls_bytes_u16(&content, 2 * i, true) / 50000.0);
    print_u32(meta, "MaximumLuminance", path, &content, 16, 10000);
    print_u32(meta, "MinimumLuminance", path, &content, 20, 10000);
}

void ls_numbers_ster(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const modes[] = {"cross-fused", "diverging-fused"};
    const ls_bytes content = content_of(part);
    print_byte(meta, "StereoMode", path, &content, 0, modes, COUNT(modes));
}
