/* SPDX-License-Identifier: Apache-2.0 */
/* The small segments of JPEG: comments and the thumbnails of JFIF. */
#include "metadata/tags.h"
#include "metadata/words.h"

#define JFXX_RGB 0x13

void ls_read_comment(ls_meta *meta, const ls_bytes *text, const char *carrier)
{
    ls_tag_bytes(meta, "Comment", text, carrier);
    ls_words_ascii(meta, LS_FACT_NOTE_TEXT, text, carrier);
}

/* Width and height of one byte each, then rows of RGB (JFIF 1.02). What stands behind them tells nobody what it is. */
static void read_rgb(ls_meta *meta, const ls_bytes *data, uint64_t at, const char *carrier)
{
    const uint32_t width = ls_bytes_u8(data, at), height = ls_bytes_u8(data, at + 1);
    const ls_bytes pixels = ls_bytes_part(data, at + 2, (uint64_t)width * height * 3);
    const ls_bytes rest = ls_bytes_after(data, at + 2 + pixels.size);
    const bool whole = pixels.size == (size_t)width * height * 3;
    ls_meta_thumbnail(meta, &pixels, whole ? width : 0, height, carrier);
    if (rest.size && !(rest.size == 4 && ls_bytes_match(&rest, 0, "AMPF", 4))) /* Apple: the file holds several pictures */
        ls_meta_unread(meta, carrier, "bytes behind the thumbnail", ls_bytes_where(&rest, 0, rest.size));
}

/* JFIF 1.02: version, units, densities, then the thumbnail. */
void ls_read_jfif(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    read_rgb(meta, data, 7, carrier);
}

/* JFXX: an extension code, then a thumbnail as JPEG, palette or RGB. */
void ls_read_jfxx(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    const ls_bytes picture = ls_bytes_after(data, 1);
    if (ls_bytes_u8(data, 0) == JFXX_RGB)
        read_rgb(meta, &picture, 0, carrier);
    else
        ls_meta_thumbnail(meta, &picture, 0, 0, carrier);
}
