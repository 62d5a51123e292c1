/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A position in PNG's texts: ImageMagick and what is built on it write each Exif value as a text of its own, keyword "exif:GPSLatitude" and
 * value "47/1, 12/1, 0/1", the hemisphere in another one ("exif:GPSLatitudeRef"). They belong together across chunks.
 */
#include "base/buffer.h"
#include "metadata/gps.h"

#include <stdio.h>
#include <string.h>

#define SIGNATURE 8u
#define OVERHEAD 12u     /* length, type and CRC of a chunk */
#define TEXT_MAX 96      /* three fractions of 32-bit numbers, signs and blanks */
#define PREFIX "exif:GPS"

enum { LAT, LAT_REF, LON, LON_REF, TEXTS };

static const char *const keywords[TEXTS] = {"Latitude", "LatitudeRef", "Longitude", "LongitudeRef"};

typedef struct text_position {
    char texts[TEXTS][TEXT_MAX + 1];
    ls_span where[TEXTS];
} text_position;

static void keep(text_position *position, const char *keyword, const ls_bytes *text, ls_span where)
{
    for (int i = 0; i < TEXTS; i++) {
        if (strcmp(keywords[i], keyword) != 0)
            continue;
        const size_t size = text->size < TEXT_MAX ? text->size : TEXT_MAX;
        memcpy(position->texts[i], text->data, size);
        position->texts[i][size] = 0;
        position->where[i] = where;
    }
}

/* Where the text of an iTXt chunk begins: behind flag, method, language and translated keyword. */
static uint64_t international(const ls_bytes *data, uint64_t at)
{
    const uint64_t language = ls_bytes_find(data, at + 2, 0);
    return (uint64_t)ls_bytes_find(data, language + 1, 0) + 1;
}

static void read_text(ls_meta *meta, const ls_bytes *type, const ls_bytes *data, text_position *position)
{
    const size_t end = ls_bytes_find(data, 0, 0), prefix = sizeof PREFIX - 1;
    char keyword[16] = "";
    if (!ls_bytes_match(data, 0, PREFIX, prefix) || end >= data->size || end - prefix >= sizeof keyword)
        return;
    memcpy(keyword, data->data + prefix, end - prefix);
    const ls_span where = ls_bytes_where(data, 0, data->size);
    const bool wide = ls_bytes_match(type, 0, "iTXt", 4), deflated = ls_bytes_match(type, 0, "zTXt", 4) || (wide && ls_bytes_u8(data, end + 1));
    const ls_bytes text = ls_bytes_after(data, wide ? international(data, end + 1) : end + 1 + (deflated ? 1 : 0));
    if (!deflated) {
        keep(position, keyword, &text, where);
        return;
    }
    ls_buffer out;
    if (ls_inflate(meta, &text, &out)) { /* damaged ones are told where texts are read */
        const ls_bytes inflated = ls_bytes_decoded(out.data, out.size, where);
        keep(position, keyword, &inflated, where);
    }
    ls_buffer_free(&out);
}

static ls_axis axis_of(const text_position *position, int value, const char *letters, double limit)
{
    char text[2 * TEXT_MAX + 2];
    if (!position->texts[value][0])
        return (ls_axis){.state = LS_AXIS_ABSENT};
    const int size = snprintf(text, sizeof text, "%s %s", position->texts[value], position->texts[value + 1]);
    return ls_axis_parse(text, (size_t)size, letters, limit, position->where[value]);
}

void ls_read_png_position(ls_meta *meta, const ls_bytes *file, const char *root)
{
    text_position position = {.texts = {""}};
    for (uint64_t at = SIGNATURE; ls_bytes_has(file, at, OVERHEAD);) {
        const uint32_t length = ls_bytes_u32(file, at, true);
        const ls_bytes type = ls_bytes_part(file, at + 4, 4), data = ls_bytes_part(file, at + 8, length);
        if (ls_bytes_match(&type, 1, "TXt", 3) || ls_bytes_match(&type, 0, "tEXt", 4))
            read_text(meta, &type, &data, &position);
        at += (uint64_t)length + OVERHEAD;
    }
    const ls_axis lat = axis_of(&position, LAT, "NS", 90), lon = axis_of(&position, LON, "EW", 180);
    if (lat.state == LS_AXIS_ABSENT && lon.state == LS_AXIS_ABSENT)
        return;
    const char *carrier = ls_arena_printf(meta->arena, "%s/text/exif:GPS", root);
    if (carrier)
        ls_gps_position(meta, carrier, &lat, &lon);
    else
        meta->status = LS_E_NOMEM;
}
