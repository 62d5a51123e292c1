/* SPDX-License-Identifier: Apache-2.0 */
/* JFIF 1.02, T.81, and Adobe's segment (TN 5116): offsets count from the marker. */
#include "metadata/numbers.h"

#include <stdio.h>

/* An enumeration's word; NULL beyond it. */
#define WORD(words, value) ((value) < sizeof(words) / sizeof *(words) ? (words)[value] : NULL)

static void print_word(ls_meta *meta, const char *name, const char *path, ls_span where, const char *word, unsigned value)
{
    if (word)
        ls_tag_print(meta, name, path, where, "%s", word);
    else
        ls_tag_print(meta, name, path, where, "%u", value);
}

void ls_numbers_jfif(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const units[] = {"none: the shape of a pixel", "inch", "cm"};
    const unsigned unit = ls_bytes_u8(part, 11);
    if (!ls_bytes_has(part, 9, 9))
        return;
    ls_tag_print(meta, "JFIFVersion", path, ls_bytes_where(part, 9, 2), "%u.%02u", ls_bytes_u8(part, 9), ls_bytes_u8(part, 10));
    print_word(meta, "DensityUnits", path, ls_bytes_where(part, 11, 1), WORD(units, unit), unit);
    ls_tag_print(meta, "Xdensity", path, ls_bytes_where(part, 12, 2), "%u", ls_bytes_u16(part, 12, true));
    ls_tag_print(meta, "Ydensity", path, ls_bytes_where(part, 14, 2), "%u", ls_bytes_u16(part, 14, true));
    ls_tag_print(meta, "ThumbnailSize", path, ls_bytes_where(part, 16, 2), "%u × %u", ls_bytes_u8(part, 16), ls_bytes_u8(part, 17));
}

void ls_numbers_adobe(ls_meta *meta, const ls_bytes *part, const char *path)
{
    static const char *const transforms[] = {"none: RGB or CMYK", "YCbCr", "YCCK"};
    const unsigned transform = ls_bytes_u8(part, 15);
    if (!ls_bytes_has(part, 9, 7))
        return;
    ls_tag_print(meta, "DCTEncodeVersion", path, ls_bytes_where(part, 9, 2), "%u", ls_bytes_u16(part, 9, true));
    ls_tag_print(meta, "APP14Flags0", path, ls_bytes_where(part, 11, 2), "0x%04x", ls_bytes_u16(part, 11, true));
    ls_tag_print(meta, "APP14Flags1", path, ls_bytes_where(part, 13, 2), "0x%04x", ls_bytes_u16(part, 13, true));
    print_word(meta, "ColorTransform", path, ls_bytes_where(part, 15, 1), WORD(transforms, transform), transform);
}

/* T.81 table B.1: by the low four bits of the marker; 4, 8 and 12 are no frames. */
static const char *const processes[] = {
    "baseline DCT, Huffman",
    "extended sequential DCT, Huffman",
    "progressive DCT, Huffman",
    "lossless, Huffman",
    NULL,
    "differential sequential DCT, Huffman",
    "differential progressive DCT, Huffman",
    "differential lossless, Huffman",
    NULL,
    "extended sequential DCT, arithmetic",
    "progressive DCT, arithmetic",
    "lossless, arithmetic",
    NULL,
    "differential sequential DCT, arithmetic",
    "differential progressive DCT, arithmetic",
    "differential lossless, arithmetic",
};

void ls_numbers_sof(ls_meta *meta, const ls_bytes *part, const char *path)
{
    const unsigned process = ls_bytes_u8(part, 1) & 15u, components = ls_bytes_u8(part, 9);
    char sampling[64] = "";
    size_t used = 0;
    if (!ls_bytes_has(part, 0, 10))
        return;
    print_word(meta, "EncodingProcess", path, ls_bytes_where(part, 1, 1), WORD(processes, process), process);
    ls_tag_print(meta, "BitsPerSample", path, ls_bytes_where(part, 4, 1), "%u", ls_bytes_u8(part, 4));
    ls_tag_print(meta, "ImageHeight", path, ls_bytes_where(part, 5, 2), "%u", ls_bytes_u16(part, 5, true));
    ls_tag_print(meta, "ImageWidth", path, ls_bytes_where(part, 7, 2), "%u", ls_bytes_u16(part, 7, true));
    ls_tag_print(meta, "ColorComponents", path, ls_bytes_where(part, 9, 1), "%u", components);
    for (unsigned i = 0; i < components && i < 4 && ls_bytes_has(part, 10 + 3 * i, 3); i++) {
        const unsigned factors = ls_bytes_u8(part, 11 + 3 * i);
        used += (size_t)snprintf(sampling + used, sizeof sampling - used, "%s%ux%u", i ? ", " : "", factors >> 4, factors & 15);
    }
    ls_tag_print(meta, "SamplingFactors", path, ls_bytes_where(part, 10, 3 * (uint64_t)components), "%s", sampling);
}

void ls_numbers_dri(ls_meta *meta, const ls_bytes *part, const char *path)
{
    if (ls_bytes_has(part, 4, 2))
        ls_tag_print(meta, "RestartInterval", path, ls_bytes_where(part, 4, 2), "%u", ls_bytes_u16(part, 4, true));
}
