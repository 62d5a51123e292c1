/* SPDX-License-Identifier: Apache-2.0 */
/* The small segments of JPEG: comments and the thumbnails of JFIF. */
#include "metadata/tags.h"
#include "metadata/words.h"

void ls_read_comment(ls_meta *meta, const ls_bytes *text, const char *carrier)
{
    ls_tag_bytes(meta, "Comment", text, carrier);
    ls_words_ascii(meta, LS_FACT_NOTE_TEXT, text, carrier);
}

static void read_thumbnail(ls_meta *meta, const ls_bytes *data, uint64_t at, const char *carrier)
{
    ls_bytes picture = ls_bytes_after(data, at);
    if (picture.size)
        ls_meta_integer(meta, LS_FACT_THUMBNAIL, (int64_t)picture.size, carrier,
                        ls_bytes_where(&picture, 0, picture.size));
}

/* JFIF 1.02: version, units, densities, then width and height of an RGB thumbnail that follows. */
void ls_read_jfif(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    read_thumbnail(meta, data, 9, carrier);
}

/* JFXX: an extension code, then a thumbnail as JPEG, palette or RGB. */
void ls_read_jfxx(ls_meta *meta, const ls_bytes *data, const char *carrier)
{
    read_thumbnail(meta, data, 1, carrier);
}
