/* SPDX-License-Identifier: Apache-2.0 */
/* Photoshop's resources in print (Adobe Photoshop File Formats Specification, "Image Resource IDs"). */
#include "metadata/tags.h"

#include <stdio.h>

enum form { BYTES, FLAG, U16, U32, TEXT };

static const struct {
    unsigned short id;
    enum form form;
    const char *name;
} resources[] = {
    {0x03E8, BYTES, "Channels, rows, columns, depth, mode"},
    {0x03EB, BYTES, "Pixel paint color table"},
    {0x03F0, BYTES, "Caption as a Pascal string"},
    {0x03F1, BYTES, "Border"},
    {0x03F2, BYTES, "Background color"},
    {0x03F3, BYTES, "Print flags"},
    {0x03F4, BYTES, "Grayscale halftoning"},
    {0x03F5, BYTES, "Color halftoning"},
    {0x03F8, BYTES, "Color transfer functions"},
    {0x0400, U16, "Layer state"},
    {0x0402, BYTES, "Layers group"},
    {0x0404, BYTES, "IPTC-NAA record"},
    {0x0406, BYTES, "JPEG quality"},
    {0x0408, BYTES, "Grid and guides"},
    {0x0409, BYTES, "Thumbnail (Photoshop 4)"},
    {0x040A, FLAG, "Copyright flag"},
    {0x040B, TEXT, "URL"},
    {0x040C, BYTES, "Thumbnail"},
    {0x040D, U32, "Global angle"},
    {0x040F, BYTES, "ICC profile"},
    {0x0410, FLAG, "Watermark"},
    {0x0411, FLAG, "ICC untagged"},
    {0x0412, FLAG, "Effects visible"},
    {0x0414, U32, "Document-specific IDs seed"},
    {0x0419, U32, "Global altitude"},
    {0x041A, BYTES, "Slices"},
    {0x041E, BYTES, "URL list"},
    {0x0421, BYTES, "Version"},
    {0x0422, BYTES, "EXIF data 1"},
    {0x0424, BYTES, "XMP metadata"},
    {0x0425, BYTES, "Caption digest"},
    {0x0426, BYTES, "Print scale"},
    {0x0428, BYTES, "Pixel aspect ratio"},
    {0x042D, BYTES, "Layer selection IDs"},
    {0x0430, BYTES, "Layer groups enabled"},
    {0x0433, BYTES, "Measurement scale"},
    {0x0435, BYTES, "Timeline"},
    {0x043A, BYTES, "Print information"},
    {0x043B, BYTES, "Print style"},
    {0x2710, BYTES, "Print flags information"},
};

/* 16.16 fixed-point numbers, each with the unit that it is shown in. */
static void print_resolution(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    static const char *const units[] = {"?", "inch", "cm"};
    static const char *const names[] = {"Horizontal resolution", "Vertical resolution"};
    for (size_t i = 0; i < 2; i++) {
        const unsigned unit = ls_bytes_u16(data, 8 * i + 4, true);
        ls_tag_print(meta, names[i], carrier, ls_bytes_where(data, 8 * i, 4), "%.10g per inch, shown per %s",
                     ls_bytes_u32(data, 8 * i, true) / 65536.0, units[unit < 3 ? unit : 0]);
    }
}

void ls_tag_of_photoshop(ls_meta *meta, unsigned id, const ls_bytes *data, const char *carrier)
{
    char number[16];
    size_t i = 0;
    if (!meta->tags)
        return;
    if (id == 0x03ED && data->size >= 16) {
        print_resolution(meta, data, carrier);
        return;
    }
    snprintf(number, sizeof number, "0x%04X", id & 0xFFFFu);
    while (i < sizeof resources / sizeof *resources && resources[i].id != id)
        i++;
    const bool known = i < sizeof resources / sizeof *resources;
    const char *name = known ? resources[i].name : number;
    const enum form form = known ? resources[i].form : BYTES;
    const ls_span where = ls_bytes_where(data, 0, data->size);
    if (form == TEXT)
        ls_tag_bytes(meta, name, data, carrier);
    else if (form == FLAG && data->size == 1)
        ls_tag_print(meta, name, carrier, where, ls_bytes_u8(data, 0) ? "yes" : "no");
    else if (form == U16 && data->size == 2)
        ls_tag_print(meta, name, carrier, where, "%u", ls_bytes_u16(data, 0, true));
    else if (form == U32 && data->size == 4)
        ls_tag_print(meta, name, carrier, where, "%lu", (unsigned long)ls_bytes_u32(data, 0, true));
    else
        ls_tag_binary(meta, name, data, carrier);
}
